from pathlib import PurePosixPath as Path

import pytest

from venvlens.core import dynamic
from venvlens.core.modules import Module, Shape
from venvlens.core.search_path import Entry, EntryKind

PACKAGE = Module("a", Shape.SOURCE, Path("/site/a/__init__.py"), (Path("/site/a"),))


@pytest.mark.parametrize(
    "text",
    [
        "__path__ = __import__('pkgutil').extend_path(__path__, __name__)",
        "__path__ = extend_path(__path__, __name__)  # noqa",
        "import pkgutil\n__path__: list = pkgutil.extend_path(__path__, __name__)",
        "try:\n    x\nexcept ImportError:\n    __path__ = pkgutil.extend_path(__path__, __name__)",
    ],
)
def test_a_path_that_is_extended(text: str) -> None:
    assert dynamic.extends_path(text)
    assert dynamic.why_dynamic(PACKAGE, text, "a.b") is None


@pytest.mark.parametrize(
    "text",
    [
        "# __path__ = extend_path(__path__, __name__)",
        "from pkgutil import extend_path",
        "x = extend_path(y, z)",
    ],
)
def test_a_path_that_is_not(text: str) -> None:
    assert not dynamic.extends_path(text)


@pytest.mark.parametrize(
    ("text", "declares"),
    [
        ("__import__('pkg_resources').declare_namespace(__name__)", True),
        ("import pkg_resources; pkg_resources.declare_namespace('a')", True),
        ("try:\n    __import__('pkg_resources').declare_namespace(__name__)", True),
        ("# declare_namespace(__name__)", False),
        ("from pkg_resources import declare_namespace", False),
    ],
)
def test_a_declared_namespace(text: str, declares: bool) -> None:
    assert dynamic.declares_namespace(text) is declares


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
    ],
)
def test_what_a_package_makes_as_it_loads(text: str, makes: bool) -> None:
    assert (dynamic.why_dynamic(PACKAGE, text, "a.b") is not None) is makes


def test_a_module_that_has_a_path_poses_as_a_package() -> None:
    module = Module("a", Shape.SOURCE, Path("/site/a.py"))
    assert dynamic.why_dynamic(module, "__path__ = []", "a.b")
    assert dynamic.why_dynamic(module, "x = 1", "a.b") is None


def test_an_extension_module_may_make_anything() -> None:
    assert dynamic.why_dynamic(Module("a", Shape.EXTENSION, Path("/site/a.so")), "", "a.b")


def test_bytecode_is_searched_for_names() -> None:
    module = Module("a", Shape.BYTECODE, Path("/site/a/__init__.pyc"), (Path("/site/a"),))
    assert dynamic.why_dynamic(module, "\udce3\0\0Z\x08__path__", "a.b")
    assert dynamic.why_dynamic(module, "\udce3\0\0N)", "a.b") is None


def test_the_standard_library_makes_what_is_in_the_tables() -> None:
    entry = Entry(Path("/lib"), EntryKind.STDLIB)
    module = Module("a", Shape.SOURCE, Path("/lib/a/__init__.py"), (Path("/lib/a"),), entry)
    assert dynamic.why_dynamic(module, "sys.modules[name] = x", "a.b") is None
