from pathlib import PurePosixPath as Path

import pytest

from venvlens.core.made_modules import Made, made_by, parts_imported
from venvlens.core.modules import Module, Shape
from venvlens.core.search_path import Entry, EntryKind

PACKAGE = Module("a", Shape.SOURCE, Path("/site/a/__init__.py"), (Path("/site/a"),))


@pytest.mark.parametrize(
    ("text", "makes"),
    [
        ("sys.modules[__name__ + '.b'] = x", True),
        ("sys.modules[__name__ + '.c'] = x", False),
        ("sys.modules[f'{__name__}.b'] = x", True),
        ("sys.modules['a.b'] = x", True),
        ("sys.modules['other'] = x", False),
        ("sys.modules[name] = x", True),
        ("sys.modules['a.b'] = sys.modules['c'] = x", True),
        ("sys.modules[name] == x", False),
        ("x = sys.modules[name]", False),
        ("sys.modules[__name__] = Lazy()", False),
        ("sys.modules.update(x)", True),
        ("sys.meta_path.insert(0, x)", True),
        ("__path__.append(x)", True),
        ("__path__[:] = x", True),
        ("__path__ += x", True),
        ("for p in __path__: print(p)", False),
        ("moved_module(\n    'a.b',\n    'x.b')", True),
        ('lazy.register("a.b")', True),
        ("moved_module('a.bc')", False),
        ("logger = logging.getLogger('a.b')", False),
        ("__all__ = ['a.b']", False),
    ],
)
def test_what_a_package_makes_as_it_loads(text: str, makes: bool) -> None:
    assert made_by(PACKAGE, text).may_have("a.b") is makes


def test_a_module_that_has_a_path_poses_as_a_package() -> None:
    module = Module("a", Shape.SOURCE, Path("/site/a.py"))
    assert made_by(module, "__path__ = []").anything
    assert made_by(module, "x = 1") == Made()


@pytest.mark.parametrize(
    ("text", "poses"),
    [
        ("def __getattr__(name):\n    return getattr(other, name)\n", True),
        ("__getattr__ = other.__getattribute__\n", True),
        ("class A:\n    def __getattr__(self, name): ...\n", False),
        ("if __getattr__ == x: ...\n", False),
    ],
)
def test_a_module_may_borrow_a_path_by_its_getattr(text: str, poses: bool) -> None:
    assert made_by(Module("a", Shape.SOURCE, Path("/site/a.py")), text).anything is poses
    assert not made_by(PACKAGE, text).anything


def test_an_extension_module_may_make_anything() -> None:
    assert made_by(Module("a", Shape.EXTENSION, Path("/site/a.so")), "").anything


def test_bytecode_is_searched_for_names() -> None:
    module = Module("a", Shape.BYTECODE, Path("/site/a/__init__.pyc"), (Path("/site/a"),))
    assert made_by(module, "\udce3\0\0Z\x08__path__").anything
    assert made_by(module, "\udce3\0\0N)") == Made()


def test_the_standard_library_makes_what_is_in_the_tables() -> None:
    entry = Entry(Path("/lib"), EntryKind.STDLIB)
    module = Module("a", Shape.SOURCE, Path("/lib/a/__init__.py"), (Path("/lib/a"),), entry)
    assert made_by(module, "sys.modules[name] = x") == Made()


def test_a_path_that_is_only_extended_makes_nothing() -> None:
    text = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
    assert made_by(PACKAGE, text) == Made()
    assert made_by(PACKAGE, text + "__path__.append('/x')\n").anything


def test_the_parts_that_a_package_imports_of_its_own() -> None:
    text = (
        "from . import one, two as second  # why\n"
        "from .three.deep import x\n"
        "from a import (\n    four,\n    five as V,\n)\n"
        "    from a.six import y\n"
        "import os, a.seven, b.c\n"
        "from .. import outer\nfrom ..x import y\nfrom ab import z\nfrom . import *\n"
    )
    assert parts_imported("a", text) == (
        *("a.one", "a.two", "a.three.deep", "a.four", "a.five", "a.six", "a.seven"),
    )
    assert len(parts_imported("a", "from . import " + ", ".join(f"x{n}" for n in range(99)))) == 40
