import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath as Path

import pytest
from caret import LIB, PROJECT, SITE, broken, environment, global_python
from table_tree import TableTree

from venvlens.core import editable
from venvlens.core.diagnosis import Case, diagnose
from venvlens.core.environment import Environment, Fault, FaultCode
from venvlens.core.hover import Hover, hover, pointed_at
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.resolution import Resolver
from venvlens.core.scanner import scan
from venvlens.core.search_path import Entry, EntryKind, Preloaded, SearchPath, Target
from venvlens.core.selection import Considered, Selection
from venvlens.core.settings import Settings
from venvlens.core.source import Span
from venvlens.core.survey import Elsewhere, Place, Survey

SRC = PROJECT / "src"
LINKED = Path("/code/lib")
LINK = SITE / "lib.pth"
BASE_SITE = Path("/base/lib/python3.12/dist-packages")
USER_SITE = Path("/home/me/.local/lib/python3.12/site-packages")
ENTRIES = (
    Entry(PROJECT, EntryKind.PROJECT_ROOT),
    Entry(SRC, EntryKind.SOURCE_ROOT),
    Entry(PROJECT / "tools", EntryKind.CONFIGURED),
    Entry(PROJECT / "lib", EntryKind.DECLARED),
    Entry(LIB, EntryKind.STDLIB),
    Entry(SITE, EntryKind.SITE_PACKAGES),
    Entry(LINKED, EntryKind.PTH, LINK),
    Entry(Path("/overlaid"), EntryKind.PTH),
    Entry(USER_SITE, EntryKind.USER_SITE),
    Entry(BASE_SITE, EntryKind.SYSTEM_SITE),
)
NEAREST = "it is the nearest environment, in /work/shop"
ENVIRONMENT = f"The environment is .venv (Python 3.12.1): {NEAREST}."
_CARET = re.compile(r"\s*# *\^\n?")


def hovered(
    source: str,
    *files: str | Path,
    texts: Mapping[str | Path, str] | None = None,
    owners: Mapping[str, str] | None = None,
    selected: Environment | None = None,
    fallback: Environment | None = None,
    path: Mapping[str, object] | None = None,
    elsewhere: Mapping[str, Iterable[Place]] | None = None,
    settings: Settings | None = None,
) -> Hover | None:
    """Hover over the name above the caret ``#  ^``, which is in the last line of the source.

    ``owners`` go by the path of the file that a distribution brought.
    """
    *above, last = textwrap.dedent(source).strip("\n").splitlines(keepends=True)
    assert _CARET.fullmatch(last), last
    text = "".join(above)
    tree = TableTree(
        {str(file): "" for file in files} | {str(f): t for f, t in (texts or {}).items()}
    )
    search_path = SearchPath(Target(PythonVersion(3, 12, 1), "linux"), ENTRIES, (".so",))
    search_path = replace(search_path, **(path or {}))  # type: ignore[arg-type]
    selected = selected or (None if fallback else environment())
    taken = (Considered(PROJECT / ".venv", True, NEAREST),)
    survey = Survey(
        PROJECT, PROJECT, Selection(selected, fallback, taken), search_path, settings or Settings()
    )
    case = Case(
        text,
        scan(text),
        survey,
        Resolver(search_path, tree),
        tree,
        Elsewhere({ImportName(name): tuple(places) for name, places in (elsewhere or {}).items()}),
        lambda module: (owners or {}).get(str(module.file)),
        PROJECT / "app.py",
    )
    pointed = pointed_at(case.scan, len(above) - 1, last.index("^"))
    return hover(case, pointed, diagnose(case).findings) if pointed else None


def said(source: str, *files: str | Path, **more: object) -> list[str]:
    found = hovered(source, *files, **more)  # type: ignore[arg-type]
    assert found is not None
    return list(found.sentences)


def test_an_installed_package() -> None:
    init = SITE / "yaml/__init__.py"
    found = hovered(
        """
        import os, yaml
        #            ^
        """,
        init,
        owners={str(init): "PyYAML 6.0.3"},
    )
    assert found == Hover(
        Span(0, 11, 0, 15),
        (
            "`yaml` is a package of PyYAML 6.0.3.",
            "It is in site-packages: `.venv/lib/python3.12/site-packages/yaml/__init__.py`.",
            ENVIRONMENT,
        ),
    )


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("a.py", "a module"),
        ("a/__init__.py", "a package"),
        ("a.so", "an extension module (compiled code)"),
        ("a/__init__.so", "an extension package (compiled code)"),
        ("a.pyc", "a module of bytecode without its source"),
        ("a/b.py", "a namespace package (a folder without code of its own)"),
    ],
)
def test_what_a_module_is(file: str, what: str) -> None:
    assert said("import a\n#      ^", SITE / file)[0] == f"`a` is {what}."


def test_a_built_in_module_is_in_no_file() -> None:
    assert said("import sys\n#      ^") == ["`sys` is built into the interpreter.", ENVIRONMENT]
    assert said("import zipimport\n#      ^")[0] == "`zipimport` is frozen into the interpreter."
    made = said("import xml.parsers.expat.model\n#      ^")[0]
    assert made == (
        "`xml.parsers.expat.model` is a module that `xml.parsers.expat` makes as it loads."
    )


def test_another_name_of_a_module_leads_to_its_file() -> None:
    source = "import os.path\n#      ^"
    where = "`/base/lib/python3.12/posixpath.py`"
    assert said(source, LIB / "os.py", LIB / "posixpath.py")[0] == (
        f"`os.path` is another name of `posixpath` in the standard library ({where})."
    )
    assert said(source, LIB / "os.py")[0] == "`os.path` is another name of `posixpath`."


@pytest.mark.parametrize(
    ("file", "way"),
    [
        (LIB / "a.py", "It is in the standard library"),
        (USER_SITE / "a.py", "It is in the user's site-packages"),
        (BASE_SITE / "a.py", "It is in the base Python's site-packages"),
        (
            LINKED / "a.py",
            "`.venv/lib/python3.12/site-packages/lib.pth` puts its folder on the search path",
        ),
        (Path("/overlaid/a.py"), "A .pth file makes `/overlaid` a site-packages folder too"),
        (
            PROJECT / "tools/a.py",
            "It is in a root named in [tool.venvlens] (`tools/`); not installed",
        ),
        (
            PROJECT / "lib/a.py",
            "It is in a root that pyproject.toml declares (`lib/`); not installed",
        ),
        (
            PROJECT / "a.py",
            "It is found only because the project's folder is taken for a root; not installed",
        ),
        (
            SRC / "a.py",
            "It is found only because the project's src folder (`src/`) is taken for a root;"
            " not installed",
        ),
    ],
)
def test_the_way_by_which_it_is_found(file: Path, way: str) -> None:
    shown = str(file).removeprefix(f"{PROJECT}/")
    assert said("import a\n#      ^", file)[1] == f"{way}: `{shown}`."


def test_a_pth_file_belongs_to_the_distribution_of_what_it_links() -> None:
    owners = {str(LINK): "lib 1.0"}
    assert said("import a\n#      ^", LINKED / "a.py", owners=owners)[0] == (
        "`a` is a module of lib 1.0."
    )


def test_a_root_that_a_pth_file_names_too_is_no_guess() -> None:
    link = SITE / "__editable__.shop-1.0.pth"
    found = said(
        "import shop\n#      ^",
        SRC / "shop/__init__.py",
        texts={link: "../../../../src\n"},
        owners={str(link): "shop 1.0"},
    )
    assert found[:2] == [
        "`shop` is a package of shop 1.0.",
        f"`{str(link).removeprefix(f'{PROJECT}/')}` puts its folder on the search path:"
        " `src/shop/__init__.py`.",
    ]


@pytest.mark.parametrize("folder", [Path("/code/shop"), SRC / "shop"])
def test_an_editable_install_with_a_finder(folder: Path) -> None:
    """Also where the folder that it leads to is taken for a root."""
    finder = SITE / "__editable___shop_1_0_finder.py"
    text = f"MAPPING = {{'shop': {str(folder)!r}}}\nNAMESPACES = {{}}\n"
    found = said(
        "import shop.basket\n#      ^",
        folder / "__init__.py",
        folder / "basket.py",
        texts={finder: text, SITE / "_other.py": "MAPPING = {'shop': '/elsewhere'}"},
        owners={str(finder): "shop 1.0"},
        path={"hooks": (editable.parse(text, finder.stem, SITE),)},
    )
    shown = str(folder / "basket.py").removeprefix(f"{PROJECT}/")
    assert found[:2] == [
        "`shop.basket` is a module of shop 1.0.",
        "It is an editable install, found by its finder `__editable___shop_1_0_finder.py`:"
        f" `{shown}`.",
    ]


def test_a_namespace_package_has_many_folders() -> None:
    found = said("import ns\n#      ^", SITE / "ns/a.py", LINKED / "ns/b.py")
    assert found[1] == (
        "It is in site-packages: `.venv/lib/python3.12/site-packages/ns`, `/code/lib/ns`."
    )


def test_a_package_that_is_made_at_start_up() -> None:
    made = Preloaded((SITE / "ns",))
    found = said("import ns\n#      ^", SITE / "ns/a.py", path={"preloaded": {"ns": made}})
    assert found[1].startswith("A .pth file makes it at start-up: `")


def test_a_member_is_told_of_if_it_is_a_module() -> None:
    files = SITE / "yaml/__init__.py", SITE / "yaml/nodes.py"
    found = hovered("from yaml import load, nodes\n#                      ^", *files)
    assert found is not None
    assert found.span == Span(0, 23, 0, 28)
    assert found.sentences[0] == "`yaml.nodes` is a module."
    assert hovered("from yaml import load, nodes\n#                  ^", *files) is None


@pytest.mark.parametrize(
    "source",
    [
        "import yaml as y\n#              ^",
        "yaml = 1\n# ^",
        "from yaml import *\n#                ^",
    ],
)
def test_elsewhere_is_nothing_to_tell(source: str) -> None:
    assert hovered(source, SITE / "yaml.py") is None


@pytest.mark.parametrize(
    ("source", "name", "file"),
    [
        ("from . import cart\n#             ^", "cart", "cart.py"),
        ("from .cart import item\n#      ^", "cart", "cart/__init__.py"),
        ("from .cart import item\n#                   ^", "cart.item", "cart/item.py"),
    ],
)
def test_a_relative_import_says_where_it_leads(source: str, name: str, file: str) -> None:
    found = said(source, *(PROJECT / f for f in ("__init__.py", "cart/__init__.py", file)))
    assert found[0].startswith(f"`shop.{name}` is a ")
    assert found[1].startswith("It is here: `cart")


def test_a_name_that_the_package_itself_defines_is_no_module() -> None:
    init = {PROJECT / "__init__.py": "VERSION = 1\n"}
    assert hovered("from . import VERSION\n#             ^", texts=init) is None


def test_a_missing_module_is_told_of_by_its_finding() -> None:
    place = Place(global_python(), Path("/usr/lib/requests/__init__.py"), "requests 2.32.3")
    found = said("import requests\n#      ^", elsewhere={"requests": [place]})
    assert found == [
        "`requests` is not installed in .venv (Python 3.12.1); only the global Python 3.13.0"
        " has it (/usr/bin/python3.13, requests 2.32.3).",
        "`/usr/lib/requests/__init__.py`:"
        " requests 2.32.3 is installed for the global Python 3.13.0.",
        ENVIRONMENT,
    ]


def test_a_missing_submodule_is_told_of_with_its_package() -> None:
    found = said("import yaml.nope\n#           ^", SITE / "yaml/__init__.py")
    assert found[:2] == [
        "`yaml` has no submodule `nope` in .venv (Python 3.12.1).",
        "`.venv/lib/python3.12/site-packages/yaml/__init__.py`: this is `yaml`.",
    ]


def test_what_no_finding_is_about_is_told_of_too() -> None:
    silent = Settings(ignore=("requests", "yaml"))
    assert said("import requests\n#      ^", settings=silent)[0] == (
        "`requests` is not there for .venv (Python 3.12.1)."
    )
    assert said("import yaml.x\n#      ^", SITE / "yaml.py", settings=silent)[:2] == [
        "`yaml` has no submodule `x`.",
        "`yaml` is here: `.venv/lib/python3.12/site-packages/yaml.py`.",
    ]


def test_what_cannot_be_known_says_why() -> None:
    found = said("import a\n#      ^", path={"opaque": ("x.pth runs code",)})
    assert found == ["Files do not tell whether `a` is there: x.pth runs code.", ENVIRONMENT]


def test_a_finding_about_what_is_found_is_said() -> None:
    found = said("import json\n#      ^", LIB / "json.py", PROJECT / "json.py")
    assert found[1].startswith("It is found only because")
    assert found[2] == "json.py hides the module `json` of the standard library."


def test_without_an_environment_the_interpreter_is_named() -> None:
    found = said("import nope\n#      ^", fallback=global_python())
    assert found == [
        "`nope` is not there for the global Python 3.13.0.",
        f"The interpreter is the global Python 3.13.0: {NEAREST}.",
    ]


def test_a_broken_environment_says_so() -> None:
    gone = broken(Fault(FaultCode.NO_HOME, PROJECT / ".venv"))
    assert "which cannot run: " in said("import os\n#      ^", LIB / "os.py", selected=gone)[-1]


def test_markdown_shows_what_the_text_says() -> None:
    sentences = ("`a_b` is in `__init__.py`.", "See /x/__main__.py, a_b and *<b>*\n.", "odd ` _x_")
    found = Hover(Span(0, 0, 0, 1), sentences)
    assert found.markdown.split("\n\n") == [
        "`a_b` is in `__init__.py`.",
        r"See /x/\_\_main\_\_.py, a_b and \*\<b\>\*" + "\ufffd.",
        r"odd \` \_x\_",
    ]
    assert found.plain.split("\n")[1] == "See /x/__main__.py, a_b and *<b>*\ufffd."
