from pathlib import PurePosixPath as Path

import pytest

from venvlens.core.editable import EditableHook, MesonHook, parse

SITE = Path("/site")


def hook(text: str) -> EditableHook:
    found = parse(text, "__editable___a_finder", SITE)
    assert isinstance(found, EditableHook)
    return found


@pytest.mark.parametrize("annotation", ["", ": dict[str, str]"])
def test_what_setuptools_maps(annotation: str) -> None:
    found = hook(f"MAPPING{annotation} = {{'a': '/src/a', 'b': '/src/b'}}\n")
    assert found.modules == {"a": "/src/a", "b": "/src/b"}
    assert found.placeholder is None
    assert not found.first


def test_namespaces_of_setuptools_stand_on_the_path() -> None:
    found = hook("MAPPING = {'n.a': '/src/a'}\nNAMESPACES: dict = {'n': ['/one', '/two']}\n")
    assert found.namespaces == {"n": ("/one", "/two")}
    assert found.placeholder == Path("__editable___a_finder.__path_hook__")


def test_a_namespace_without_portions_is_the_mapped_folder() -> None:
    found = hook("MAPPING = {'n': '/src/n'}\nNAMESPACES = {'n': [], 'm': []}\n")
    assert found.namespaces == {"n": ("/src/n",), "m": ()}


def test_what_editables_maps() -> None:
    text = "from editables.redirector import RedirectingFinder as F\nF.install()\n"
    assert hook(text + "F.map_module('a', '/src/a/__init__.py')\n").modules == {
        "a": "/src/a/__init__.py"
    }


def test_what_scikit_build_core_maps() -> None:
    text = (
        "def install(a, b): ...\n"
        "install({'a': '/src/a/__init__.py', 'a.x': '/src/a/x.py'},"
        " {'a.ext': 'a/ext.so'}, {'a': ['a', '/src/a'], 'a.data': ['/src/a/data']}, ['a'], None)\n"
    )
    found = hook(text)
    assert found.first
    assert found.modules == {
        "a": "/src/a/__init__.py",
        "a.x": "/src/a/x.py",
        "a.ext": "/site/a/ext.so",
    }
    assert found.locations["a"] == ("/site/a", "/src/a")
    assert found.namespaces == {"a.data": ("/src/a/data",)}


def test_older_scikit_build_core_tells_no_folders() -> None:
    text = "install({'a': '/src/a/__init__.py', 'n.b': '/src/n/b.py'}, {'a.e': 'a/e.so'}, None)"
    found = hook(text)
    assert found.locations == {"a": ("/site/a", "/src/a"), "n": ("/src/n",)}
    assert found.namespaces == {"n": ("/src/n",)}


def test_scikit_build_core_installs_when_its_start_file_says() -> None:
    text = (
        "def entrypoint() -> None:\n    install({'a': '/src/a/__init__.py'}, {}, {'a': ['/src/a']})"
    )
    assert hook(text).modules == {"a": "/src/a/__init__.py"}
    other = "def other():\n    install({'a': '/src/a/__init__.py'}, {})"
    assert parse(other, "a", SITE) is None


def test_scikit_build_core_builds_in_place() -> None:
    found = hook("install_inplace(['a', 'b'], ['/src'], None, False, False, [])")
    assert (found.modules, found.first) == ({"a": "/src/a", "b": "/src/b"}, True)
    assert hook("install_inplace(['a'], ['/one', '/two'], None)").modules == {}
    assert parse("install_inplace(names, folders)", "a", SITE) is None


@pytest.mark.parametrize(
    "text",
    [
        "sys.meta_path.insert(0, {})",
        "def init():\n    finder = {}\n    sys.meta_path.insert(0, finder)\n",
    ],
)
def test_meson_python_says_where_its_plan_is(text: str) -> None:
    call = "MesonpyMetaFinder('a', {'a', 'b'}, '/src/build', ['ninja'], False)"
    found = parse(text.replace("{}", call), "_a_editable_loader", SITE)
    assert found == MesonHook(frozenset({"a", "b"}), Path("/src/build"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "this is not Python",
        "\0",
        "\udcff",
        "x = 1",
        "install(x, y)",
        "MesonpyMetaFinder(1, 2)",
        "f().install(1)",
        "F.map_module(name, path)",
        "MAPPING = " + "[" * 199 + "]" * 199 + "]",
        "MAPPING = " + "-" * 100_000 + "1\n(",
        "x = 1\n" * 300_000,
    ],
)
def test_other_files_map_nothing(text: str) -> None:
    assert parse(text, "a", SITE) is None


def test_literals_that_are_not_what_they_should_be_are_left_out() -> None:
    text = "MAPPING = {'a': 1, 2: '/b', 'c': '/c'}\nNAMESPACES = {'n': 'x', 'm': ['/m', 1]}\n"
    found = hook(text)
    assert found.modules == {"c": "/c"}
    assert found.namespaces == {"m": ("/m",)}


@pytest.mark.parametrize("value", ["f()", "[" * 100 + "]" * 100, "1", "{**x}"])
def test_a_mapping_that_is_no_literal_is_empty(value: str) -> None:
    assert hook(f"MAPPING = {value}\n").modules == {}
