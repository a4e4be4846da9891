import tracemalloc
from dataclasses import replace
from pathlib import PurePosixPath as Path

import pytest
from table_tree import TableTree

from venvlens.core.editable import EditableHook
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.resolution import (
    Missing,
    Module,
    Provided,
    Resolver,
    Shape,
    Unknown,
    Verdict,
    resolve,
)
from venvlens.core.search_path import Entry, EntryKind, Preloaded, SearchPath, Target

LIB, SITE, OTHER, PROJECT = Path("/lib"), Path("/site"), Path("/other"), Path("/project")
SUFFIXES = (".cpython-312-x86_64-linux-gnu.so", ".abi3.so", ".so")


def path(**more: object) -> SearchPath:
    entries = (
        Entry(PROJECT, EntryKind.PROJECT_ROOT),
        Entry(LIB, EntryKind.STDLIB),
        Entry(SITE, EntryKind.SITE_PACKAGES),
        Entry(OTHER, EntryKind.PTH),
    )
    target = Target(PythonVersion(3, 12, 1), "linux")
    return SearchPath(target, entries, SUFFIXES, **more)  # type: ignore[arg-type]


def judge(name: str, *files: str, texts: dict[str, str] | None = None, **more: object) -> Verdict:
    table = {f + "-" if f.endswith("/") else f: "" for f in files} | (texts or {})
    return resolve(ImportName(name), path(**more), TableTree(table))


def found(verdict: Verdict) -> Module:
    assert isinstance(verdict, Provided), verdict
    return verdict.module


def test_a_package_is_found_by_its_init() -> None:
    module = found(judge("yaml", "/site/yaml/__init__.py"))
    assert module.shape is Shape.SOURCE
    assert module.file == Path("/site/yaml/__init__.py")
    assert module.locations == (Path("/site/yaml"),)


def test_a_single_file_is_a_module_and_no_package() -> None:
    assert found(judge("six", "/site/six.py")).locations is None


def test_an_absent_module_is_missing_as_a_whole() -> None:
    assert judge("google.cloud.storage", "/site/yaml.py") == Missing("google", None)


def test_a_missing_submodule_names_the_first_part_that_is_not_there() -> None:
    verdict = judge("yaml.nope.deeper", "/site/yaml/__init__.py")
    assert isinstance(verdict, Missing)
    assert verdict.name == "yaml.nope"
    assert verdict.parent is not None
    assert verdict.parent.name == "yaml"


def test_the_package_beats_the_module_of_the_same_folder() -> None:
    assert found(judge("a", "/site/a/__init__.py", "/site/a.py")).locations == (Path("/site/a"),)


def test_an_extension_beats_the_source_beside_it() -> None:
    module = found(judge("a", "/site/a.abi3.so", "/site/a.py"))
    assert module.shape is Shape.EXTENSION


@pytest.mark.parametrize(
    "file",
    ["a.cpython-311-x86_64-linux-gnu.so", "a.pyd", "a.dylib", "a.b.so", "a.pyi", "A.py", "a.pyx"],
)
def test_what_this_interpreter_does_not_load_is_no_module(file: str) -> None:
    assert judge("a", f"/site/{file}") == Missing("a", None)


def test_bytecode_without_its_source_is_importable() -> None:
    assert found(judge("a", "/site/a.pyc")).shape is Shape.BYTECODE


def test_bytecode_in_pycache_is_not() -> None:
    verdict = judge("a.b", "/site/a/__init__.py", "/site/a/__pycache__/b.cpython-312.pyc")
    assert isinstance(verdict, Missing)


def test_a_folder_without_init_is_a_namespace_package() -> None:
    module = found(judge("ns", "/site/ns/"))
    assert module.shape is Shape.NAMESPACE


def test_a_namespace_has_a_portion_in_each_place_of_the_path() -> None:
    files = ("/site/ns/one.py", "/other/ns/two.py")
    assert found(judge("ns", *files)).locations == (Path("/site/ns"), Path("/other/ns"))
    assert isinstance(judge("ns.two", *files), Provided)


def test_a_regular_package_anywhere_beats_a_namespace_before_it() -> None:
    module = found(judge("a", "/project/a/notes.txt", "/site/a/__init__.py"))
    assert module.file == Path("/site/a/__init__.py")


def test_the_projects_own_package_hides_the_installed_one() -> None:
    verdict = judge("a.extra", "/project/a/__init__.py", "/site/a/__init__.py", "/site/a/extra.py")
    assert isinstance(verdict, Missing)


def test_a_module_has_no_submodules() -> None:
    verdict = judge("a.b", "/site/a.py")
    assert isinstance(verdict, Missing)
    assert verdict.name == "a.b"


def test_an_extension_module_may_make_submodules() -> None:
    assert isinstance(judge("a.b", "/site/a.so"), Unknown)


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.modules[__name__ + '.b'] = object()",
        "sys.modules.setdefault('a.b', x)",
        "sys.meta_path.append(Finder())",
        "__path__.append('/elsewhere')",
        "__path__ = [here]",
    ],
)
def test_a_package_that_builds_children_as_it_loads_makes_them_unknown(code: str) -> None:
    assert isinstance(judge("a.b", texts={"/site/a/__init__.py": code}), Unknown)


@pytest.mark.parametrize(
    "code",
    [
        "DEBUNDLED = False\nif DEBUNDLED:\n    sys.modules[name] = other",
        "sys.modules[__name__] = Lazy()",
        "def __getattr__(name): ...",
        "if 'a.b' in sys.modules: x",
    ],
)
def test_a_package_that_only_replaces_itself_has_no_other_children(code: str) -> None:
    assert isinstance(judge("a.b", texts={"/site/a/__init__.py": code}), Missing)


def test_extend_path_joins_the_portions_of_regular_packages() -> None:
    init = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)"
    texts = {"/site/a/__init__.py": init, "/other/a/__init__.py": init, "/other/a/b.py": ""}
    assert isinstance(judge("a.b", texts=texts), Provided)


def test_builtins_cannot_be_shadowed_and_random_can() -> None:
    assert found(judge("sys", "/project/sys.py")).shape is Shape.BUILTIN
    module = found(judge("random", "/project/random.py", "/lib/random.py"))
    assert module.file == Path("/project/random.py")


def test_frozen_modules_cannot_be_shadowed() -> None:
    module = found(judge("os", "/project/os.py", "/lib/os.py"))
    assert module.file == Path("/lib/os.py")


def test_os_path_is_importable_without_a_file() -> None:
    assert isinstance(judge("os.path", "/lib/os.py"), Provided)


def test_what_a_build_lacks_beside_its_many_extension_files_is_missing() -> None:
    names = (
        "_bz2",
        "_csv",
        "_json",
        "_ssl",
        "_heapq",
        "_struct",
        "_queue",
        "_sha3",
        "mmap",
        "_md5",
    )
    files = [f"/lib/{name}{SUFFIXES[0]}" for name in names]
    assert judge("_lzma", *files) == Missing("_lzma", None)


def test_a_build_with_hardly_any_extension_files_has_them_compiled_in() -> None:
    assert found(judge("_lzma", "/lib/os.py")).shape is Shape.BUILTIN


def test_an_editable_hook_stands_behind_the_path() -> None:
    hook = EditableHook({"a": "/src/a", "single": "/src/single.py", "stem": "/src/stem"})
    files = ("/src/a/__init__.py", "/src/a/b.py", "/src/single.py", "/src/stem.py")
    for name in ("a", "a.b", "single", "stem"):
        assert isinstance(judge(name, *files, hooks=(hook,)), Provided), name
    assert isinstance(judge("a.c", *files, hooks=(hook,)), Missing)
    hidden = found(judge("a", *files, "/site/a/__init__.py", hooks=(hook,)))
    assert hidden.file == Path("/site/a/__init__.py")


def test_a_namespace_made_by_an_old_pth_line_has_just_its_folder() -> None:
    preloaded = {"ns": Preloaded((Path("/site/ns"),))}
    files = ("/site/ns/one.py", "/other/ns/two.py")
    assert isinstance(judge("ns.one", *files, preloaded=preloaded), Provided)
    assert isinstance(judge("ns.two", *files, preloaded=preloaded), Missing)


def test_a_namespace_made_by_a_newer_pth_line_follows_the_search_path() -> None:
    preloaded = {"ns": Preloaded((Path("/site/ns"),), follows_path=True)}
    files = ("/site/ns/one.py", "/other/ns/two.py")
    assert isinstance(judge("ns.two", *files, preloaded=preloaded), Provided)


def test_what_a_pth_line_made_cannot_be_shadowed() -> None:
    preloaded = {"ns": Preloaded((Path("/site/ns"),), follows_path=True)}
    files = ("/project/ns/__init__.py", "/site/ns/one.py")
    assert isinstance(judge("ns.one", *files, preloaded=preloaded), Provided)


def test_code_that_runs_at_start_up_makes_an_absent_module_unknown() -> None:
    verdict = judge("a", opaque=("/site/x.pth runs code at start-up",))
    assert verdict == Unknown("/site/x.pth runs code at start-up")


def test_setuptools_stands_in_for_distutils() -> None:
    files = ("/lib/distutils/__init__.py", "/site/setuptools/__init__.py")
    own = ("/site/setuptools/_distutils/__init__.py", "/site/setuptools/_distutils/core.py")
    redirects = {"distutils": "setuptools._distutils"}
    module = found(judge("distutils.core", *files, *own, redirects=redirects))
    assert module.file == Path("/site/setuptools/_distutils/core.py")
    fallback = found(judge("distutils", *files, redirects=redirects))
    assert fallback.file == Path("/lib/distutils/__init__.py")


def test_a_finder_in_front_wins_over_the_path() -> None:
    hook = EditableHook(
        {"a": "/src/a/__init__.py", "a.c": "/built/c.so"},
        {"a.data": ("/src/a/data",)},
        None,
        True,
        {"a": ("/src/a", "/built")},
    )
    files = ("/project/a/__init__.py", "/src/a/__init__.py", "/src/a/b.py", "/built/c.so")
    assert found(judge("a", *files, hooks=(hook,))).file == Path("/src/a/__init__.py")
    for name in ("a.b", "a.c", "a.data"):
        assert isinstance(judge(name, *files, hooks=(hook,)), Provided), name
    assert isinstance(judge("a.d", *files, hooks=(hook,)), Missing)


def test_namespaces_of_setuptools_join_at_their_placeholder() -> None:
    placeholder = Path("hook.__path_hook__")
    hook = EditableHook({}, {"ns": ("/src/ns",), "ns.in": ("/src/in",)}, placeholder)
    files = ("/site/ns/one.py", "/src/ns/two.py", "/src/in/three.py")
    table = TableTree(dict.fromkeys(files, ""))
    entries = (*path().entries, Entry(placeholder, EntryKind.PTH))
    over = replace(path(hooks=(hook,)), entries=entries)
    for name in ("ns.one", "ns.two", "ns.in", "ns.in.three"):
        assert isinstance(resolve(ImportName(name), over, table), Provided), name
    assert isinstance(resolve(ImportName("ns.four"), over, table), Missing)


def test_extended_paths_join_in_packages_of_packages() -> None:
    init = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"
    inits = {f"/{s}/a/{p}__init__.py": init for s in ("site", "other") for p in ("", "b/")}
    assert isinstance(judge("a.b.c", texts={**inits, "/other/a/b/c.py": ""}), Provided)
    assert isinstance(judge("a.b.d", texts={**inits, "/other/a/b/c.py": ""}), Missing)


def test_declared_namespaces_need_pkg_resources_and_an_init() -> None:
    init = "__import__('pkg_resources').declare_namespace(__name__)\n"
    texts = {"/site/a/__init__.py": init, "/other/a/b.py": ""}
    assert isinstance(judge("a.b", "/site/pkg_resources.py", texts=texts), Missing)
    texts["/other/a/__init__.py"] = init
    assert isinstance(judge("a.b", "/site/pkg_resources.py", texts=texts), Provided)
    assert isinstance(judge("a.b", texts=texts), Missing)


def test_a_namespace_may_gain_portions_from_code_that_runs_at_start_up() -> None:
    opaque = ("/site/x.pth runs code at start-up",)
    assert isinstance(judge("ns.a", "/site/ns/", opaque=opaque), Unknown)
    assert isinstance(judge("pack.a", "/site/pack/__init__.py", opaque=opaque), Missing)


def test_what_start_up_has_loaded_cannot_be_shadowed_in_older_versions() -> None:
    older = replace(path(), target=Target(PythonVersion(3, 9, 1), "linux"))
    table = TableTree({"/project/io.py": "", "/lib/io.py": ""})
    assert found(resolve(ImportName("io"), older, table)).file == Path("/lib/io.py")


def test_a_name_of_thousands_of_parts_is_judged() -> None:
    assert isinstance(judge("a" + ".a" * 10_000, "/site/a.py"), Missing)


def test_where_no_library_was_found_its_modules_are_unknown() -> None:
    bare = replace(path(), entries=())
    assert isinstance(resolve(ImportName("json"), bare, TableTree({})), Unknown)
    assert isinstance(resolve(ImportName("sys"), bare, TableTree({})), Provided)
    assert isinstance(resolve(ImportName("yaml"), bare, TableTree({})), Missing)


def test_a_part_that_a_package_imports_may_make_its_other_parts() -> None:
    texts = {
        "/site/tlz/__init__.py": "from . import _build\n",
        "/site/tlz/_build.py": "import sys\nsys.meta_path.insert(0, Finder())\n",
        "/site/idle/__init__.py": "",
        "/site/idle/_build.py": "import sys\nsys.meta_path.insert(0, Finder())\n",
    }
    assert isinstance(judge("tlz.curried", texts=texts), Unknown)
    assert isinstance(judge("idle.curried", texts=texts), Missing)


def test_what_is_typed_and_absent_is_forgotten_and_what_is_there_is_kept() -> None:
    resolver = Resolver(path(), TableTree({"/site/yaml/__init__.py": ""}))
    yaml = resolver.resolve(ImportName("yaml"))
    tracemalloc.start()
    for number in range(12_000):
        assert isinstance(resolver.resolve(ImportName(f"absent{number}")), Missing)
    after_some = tracemalloc.get_traced_memory()[0]
    for number in range(12_000, 48_000):
        resolver.resolve(ImportName(f"absent{number}"))
    after_many = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert after_many < after_some + 5_000_000
    assert resolver.resolve(ImportName("yaml")) is yaml


def test_a_package_may_load_the_module_of_its_name_in_its_own_place() -> None:
    shim = "import sys\nfor p in sys.path:\n    sys.modules[{}] = module = load(p)\n"
    texts = {
        "/site/twin/__init__.py": shim.format("'twin'"),
        "/site/twin/part.py": "",
        "/site/twin.py": "",
        "/site/lone/__init__.py": shim.format("'lone'"),
        "/site/lone/part.py": "",
        "/site/lazy/__init__.py": shim.format("__name__"),
        "/site/lazy/part.py": "",
        "/site/lazy.py": "",
    }
    assert isinstance(judge("twin", texts=texts), Provided)
    assert isinstance(judge("twin.part", texts=texts), Unknown)
    assert isinstance(judge("lone.part", texts=texts), Provided)
    assert isinstance(judge("lazy.part", texts=texts), Provided)
