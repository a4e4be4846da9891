import pytest

from venvlens.core.pth import (
    DistutilsLine,
    HookLine,
    ImportLine,
    MarkLine,
    MoveLine,
    NamespaceLine,
    OpaqueLine,
    PathLine,
    PthLine,
    SiteLine,
    parse,
)
from venvlens.core.pth_code import PlainCode
from venvlens.core.site_rules import SiteRules, read

OLD = SiteRules(debian=False, skips_hidden=False, decodes_whole=False)
NEW = SiteRules(debian=False, skips_hidden=True, decodes_whole=True)


def lines(text: str, rules: SiteRules = OLD) -> list[PthLine]:
    return list(parse(text, rules))


def paths(text: str, rules: SiteRules = OLD) -> list[str]:
    return [line.path for line in parse(text, rules) if isinstance(line, PathLine)]


def test_only_the_end_of_a_path_is_stripped() -> None:
    assert paths("/a \t\n  /b\n") == ["/a", "  /b"]


def test_blank_lines_and_comments_are_no_lines() -> None:
    assert lines("\n   \n# /a\n#import os\n") == []


def test_a_comment_has_no_blank_before_it() -> None:
    assert paths(" # a\n") == [" # a"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_newline_ends_a_line(end: str) -> None:
    assert paths(f"/a{end}/b{end}") == ["/a", "/b"]


def test_only_newer_versions_end_lines_at_form_feeds() -> None:
    assert paths("/a\x0c/b", OLD) == ["/a\x0c/b"]
    assert paths("/a\x0c/b", NEW) == ["/a", "/b"]


def test_only_newer_versions_skip_a_byte_order_mark() -> None:
    assert paths("\ufeff/a", OLD) == ["\ufeff/a"]
    assert paths("\ufeff/a", NEW) == ["/a"]


def test_only_import_and_a_blank_or_tab_begin_code() -> None:
    assert isinstance(lines("import\tos")[0], ImportLine)
    assert paths("importos\nimport\n import os\n") == ["importos", "import", " import os"]


@pytest.mark.parametrize(
    ("code", "module"),
    [
        (
            "import __editable___a_1_0_finder; __editable___a_1_0_finder.install()",
            "__editable___a_1_0_finder",
        ),
        ("import _editable_impl_a", "_editable_impl_a"),
        ("import _editable_skbc_a", "_editable_skbc_a"),
        ("import _a_editable_loader", "_a_editable_loader"),
        ("import _a_editable_loader; _a_editable_loader.init()", "_a_editable_loader"),
    ],
)
def test_hooks_of_editable_installs(code: str, module: str) -> None:
    assert lines(code) == [HookLine(module)]


def test_namespace_lines_old_and_new() -> None:
    start = "import sys, types, os;p = os.path.join("
    own = "sys._getframe(1).f_locals['sitedir'], *('a', 'b'));"
    end = "m = sys.modules.setdefault('a.b', types.ModuleType('a.b'))"
    assert lines(start + own + end) == [NamespaceLine(("a", "b"), "", False)]
    found = "importlib.machinery.PathFinder.find_spec('a.b', [os.path.dirname(p)])"
    assert lines(start + own + found) == [NamespaceLine(("a", "b"), "", True)]
    assert lines(f"{start}'/src', *('a',));{end}") == [NamespaceLine(("a",), "/src", False)]


def test_the_overlay_of_uv_names_site_folders() -> None:
    call = 'site.addsitedir(__import__("os").fsdecode(b"/cache/{}"))'
    code = f"import site; {call.format('one')}; " + call.format(r"tw\xc3\xb6")
    assert lines(code) == [SiteLine("/cache/one"), SiteLine("/cache/twö")]
    assert lines("import site; site.addsitedir('/a')") == [SiteLine("/a")]
    assert isinstance(lines("import site; site.addsitedir(x)")[0], OpaqueLine)


def test_an_old_easy_install_file() -> None:
    head = "import sys; sys.__plen = len(sys.path)"
    foot = (
        "import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; "
        "p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)"
    )
    assert lines(f"{head}\n./a.egg\n{foot}\n") == [MarkLine(), PathLine("./a.egg"), MoveLine()]


@pytest.mark.parametrize("default", ["local", "stdlib"])
def test_the_distutils_of_setuptools(default: str) -> None:
    code = (
        "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; "
        f"enabled = os.environ.get(var, '{default}') == 'local'; "
        "enabled and __import__('_distutils_hack').add_shim(); "
    )
    assert lines(code) == [DistutilsLine(default)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os", PlainCode(("os",))),
        ("import a, b.c; a.start()", PlainCode(("a", "b.c"))),
        ("import pathlib; pathlib.Path('/tmp/x').touch()", PlainCode(("pathlib",))),
        (
            "import sys; exec('try:\\n import a\\nexcept ImportError: import b')",
            PlainCode(("sys",), ("a",), ("b",)),
        ),
        ("import sys; exec('import a')", PlainCode(("sys", "a"))),
        (
            "import os, sys;exec('if os.environ.get(\"A\"):\\n import a\\n a.start()')",
            PlainCode(("os", "sys"), (), ("a",)),
        ),
        ("import sys; sys.version_info > (3,) and print()", PlainCode(("sys",))),
    ],
)
def test_code_that_only_imports(code: str, expected: PlainCode) -> None:
    assert lines(code) == [ImportLine(expected)]


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.path.append('/a')",
        "import sys as s; s.path.append('/a')",
        "import os; os.sys.path.append('/a')",
        "import sys; getattr(sys, 'path').append('/a')",
        "import sys; sys.meta_path.append(object())",
        "import sys; sys.modules['a'] = sys",
        "import importlib; importlib.import_module('a')",
        "import a; exec(a.code)",
        "import sys; exec('import sys; sys.path.clear()')",
        "import a; __import__('b')",
        "import a; a.install()",
        "import a; a.__dict__",
        "import os; from sys import path; path.append('/a')",
        "import a b",
        "import os; exec('a b')",
        "import x;" + "x.a();" * 2000,
        "import x; x" + "(" * 150 + ")" * 150 + "; x.sys",
    ],
)
def test_code_that_may_do_anything(code: str) -> None:
    assert [type(line) for line in lines(code)] == [OpaqueLine]


def test_a_file_without_end_is_read_to_a_bound() -> None:
    found = lines("/a\n" * 50_000)
    assert len(found) == 10_001
    assert isinstance(found[-1], OpaqueLine)


def test_how_a_site_py_reads_is_told_from_its_text() -> None:
    assert read("if not name.startswith(\".\") and 'dist-packages'", (3, 11)) == SiteRules(
        debian=True, skips_hidden=True, decodes_whole=False
    )
    assert read("utf-8-sig", (3, 13)).decodes_whole
    assert read(None, (3, 12)) == OLD
    assert read(None, (3, 13)) == NEW
