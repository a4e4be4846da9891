from pathlib import PurePosixPath as Path

import pytest
from caret import PROJECT, SITE, broken, check, environment, global_python, judge
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.environment import Fault, FaultCode, Kind
from venvlens.core.findings import Code, Severity
from venvlens.core.settings import Settings
from venvlens.core.survey import Place


def messages(diagnosis: object) -> list[str]:
    return [finding.message for finding in diagnosis.findings]  # type: ignore[attr-defined]


def test_only_what_the_environment_lacks_is_reported() -> None:
    found = check(
        """
        import os, requests, yaml
        #          ^^^^^^^^ import-missing
        """,
        installed=["yaml/"],
    )
    assert messages(found) == ["`requests` is not installed in .venv (Python 3.12.1)"]
    assert found.wanted == {"requests"}


def test_the_finding_is_at_the_imported_name_and_nowhere_else() -> None:
    check("""
        import numpy.linalg as la
        #      ^^^^^^^^^^^^ import-missing
        from   flask   import Flask, request
        #      ^^^^^ import-missing
        def late():
            import attr; from bs4 import Tag
            #      ^^^^ import-missing
            #                 ^^^ import-missing
    """)


def test_columns_are_code_points() -> None:
    check("""
        été = "naïve 🐍"; import requests
        #                       ^^^^^^^^ import-missing
    """)


def test_the_projects_own_modules_are_found() -> None:
    check("import shop, helpers", own=["shop/", "helpers.py"])


def test_a_missing_submodule_names_what_provides_its_package() -> None:
    found = check(
        """
        import yaml.nope
        #      ^^^^^^^^^ import-missing-submodule
        """,
        installed=["yaml/"],
        owners={"yaml": "PyYAML 6.0.3"},
    )
    assert messages(found) == ["`yaml` has no submodule `nope` (PyYAML 6.0.3 in .venv)"]
    assert found.wanted == frozenset()


def test_a_missing_submodule_of_the_standard_library() -> None:
    found = check("""
        from json.decode import JSONDecoder
        #    ^^^^^^^^^^^ import-missing-submodule
    """)
    assert messages(found) == ["`json` has no submodule `decode` in .venv (Python 3.12.1)"]


def test_a_missing_submodule_of_ones_own() -> None:
    found = check(
        """
        import shop.basket
        #      ^^^^^^^^^^^ import-missing-submodule
        """,
        own=["shop/"],
    )
    assert messages(found) == ["`shop` has no submodule `basket` (shop/__init__.py)"]


def test_a_name_taken_from_a_regular_package_may_be_anything() -> None:
    check("from yaml import nope", installed=["yaml/"])


def test_a_name_taken_from_a_namespace_package_must_be_a_module() -> None:
    check(
        """
        from google.cloud import storage, bigquery
        #                                 ^^^^^^^^ import-missing-submodule
        """,
        installed=["google/cloud/storage/"],
    )


def test_what_is_only_global_says_where() -> None:
    place = Place(global_python(), Path("/usr/lib/requests/__init__.py"), "requests 2.32.3")
    found = check(
        """
        import requests
        #      ^^^^^^^^ import-global-only
        """,
        elsewhere={"requests": (place,)},
    )
    assert messages(found) == [
        "`requests` is not installed in .venv (Python 3.12.1); only the global Python 3.13.0"
        " has it (/usr/bin/python3.13, requests 2.32.3)"
    ]
    assert found.findings[0].related[0].path == place.file


def test_what_a_sibling_has_is_said_but_is_not_global_only() -> None:
    sibling = environment(prefix=Path("/work/api/.venv"))
    place = Place(sibling, Path("/work/api/.venv/lib/yaml/__init__.py"), "PyYAML 6.0.3")
    found = check(
        """
        import yaml
        #      ^^^^ import-missing
        """,
        elsewhere={"yaml": (place, Place(global_python(), Path("/usr/lib/yaml.py")))},
    )
    assert messages(found) == [
        "`yaml` is not installed in .venv (Python 3.12.1);"
        " ../api/.venv (Python 3.12.1) has it (PyYAML 6.0.3)"
    ]


@pytest.mark.parametrize(
    "handler",
    [
        "except ImportError:",
        "except ModuleNotFoundError:",
        "except (ImportError, AttributeError):",
        "except:",
        "except Exception:",
        "except ImportError as e:",
    ],
)
def test_an_import_that_may_fail_is_only_a_hint(handler: str) -> None:
    check(f"""
        try:
            import ujson
            #      ^^^^^ import-missing hint
        {handler}
            ujson = None
    """)


def test_a_handler_for_something_else_guards_nothing() -> None:
    check("""
        try:
            import ujson
            #      ^^^^^ import-missing
        except ValueError:
            pass
    """)


def test_a_fallback_counts_only_if_it_is_needed() -> None:
    check(
        """
        try:
            import yaml
        except ImportError:
            import ruamel
        """,
        installed=["yaml/"],
    )


def test_a_working_fallback_silences_what_it_replaces() -> None:
    check(
        """
        try:
            import ujson
        except ImportError:
            import json as ujson
        """
    )


def test_a_fallback_that_is_missing_too_fails() -> None:
    check("""
        try:
            import ujson
            #      ^^^^^ import-missing hint
        except ImportError:
            import simplejson
            #      ^^^^^^^^^^ import-missing
    """)


def test_a_chain_of_fallbacks_ends_with_the_last() -> None:
    check("""
        try:
            import one
            #      ^^^ import-missing hint
        except ImportError:
            try:
                import two
                #      ^^^ import-missing hint
            except ImportError:
                two = None
    """)


def test_what_follows_a_failing_try_in_its_else_is_not_reached() -> None:
    check("""
        try:
            import one
            #      ^^^ import-missing hint
        except ImportError:
            pass
        else:
            import one_extras
    """)


def test_suppressed_and_tested_imports_are_hints() -> None:
    check("""
        import contextlib, importlib.util
        with contextlib.suppress(ImportError):
            import one
            #      ^^^ import-missing hint
        if importlib.util.find_spec("two"):
            import two
            #      ^^^ import-missing hint
        HAS_THREE = importlib.util.find_spec("three") is not None
        if HAS_THREE:
            import three
            #      ^^^^^ import-missing hint
    """)


def test_branches_that_are_ruled_out_say_nothing() -> None:
    check("""
        import sys
        if sys.version_info < (3, 11):
            import tomli
        if sys.platform == "win32":
            import winreg
            import pywintypes
        else:
            import colorful
            #      ^^^^^^^^ import-missing
    """)


def test_imports_for_type_checkers_are_hints() -> None:
    check("""
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from _typeshed import SupportsRead
            import mypy_boto3
            #      ^^^^^^^^^^ import-missing hint
        else:
            import boto3
            #      ^^^^^ import-missing
    """)


def test_calls_with_a_constant_are_imports() -> None:
    check("""
        import importlib
        importlib.import_module("requests")
        #                        ^^^^^^^^ import-missing
        importlib.import_module(name)
    """)


def test_importorskip_makes_its_module_optional_for_the_file() -> None:
    check(
        """
        import pytest
        pytest.importorskip("numpy")
        #                    ^^^^^ import-missing hint
        import numpy.linalg
        #      ^^^^^^^^^^^^ import-missing hint
        """,
        installed=["pytest/"],
    )


def test_a_comment_silences_its_line() -> None:
    check("""
        import one  # venvlens: ignore
        import two  # venvlens: ignore[import-missing]
        import three  # venvlens: ignore[environment-missing]
        #      ^^^^^ import-missing
        import four  # type: ignore
        #      ^^^^ import-missing
        import five  # noqa
        #      ^^^^ import-missing
        text = "# venvlens: ignore"; import six
        #                                   ^^^ import-missing
    """)


def test_settings_silence_names_and_change_severities() -> None:
    severity = {Code.IMPORT_MISSING: Severity.WARNING, Code.IMPORT_MISSING_SUBMODULE: Severity.OFF}
    check(
        """
        import one.deep
        import two
        #      ^^^ import-missing warning
        import os.nope
        try:
            import three
            #      ^^^^^ import-missing hint
        except ImportError: ...
        """,
        settings=Settings(severity, frozenset({"one"})),
    )


def test_a_project_without_environment_is_told_once() -> None:
    found = check(
        """
        import os
        import yaml
        #      ^^^^ environment-missing warning
        import requests
        """,
        installed=["yaml/", "requests/"],
        selected=None,
        fallback=global_python(),
    )
    assert messages(found) == [
        "This project has no virtual environment: these imports come from the global Python 3.13.0"
    ]


def test_a_script_without_the_environment_of_its_own_is_told_how_to_get_it() -> None:
    why = "uv has made no environment for tool.py yet: `uv sync --script tool.py` does."
    found = judge("import requests\n", fallback=global_python(), left_open=why, opaque=(why,))
    assert messages(found) == [why]


def test_a_project_without_environment_and_with_missing_imports_is_told_once() -> None:
    source = "import yaml\nimport requests, attr, bs4\n"
    absent = {"requests": (), "attr": (), "bs4": ()}
    found = judge(source, installed=["yaml/"], fallback=global_python())
    assert messages(found) == [
        "This project has no virtual environment, and `requests`, `attr` and 1 more are not"
        " installed for the global Python 3.13.0"
    ]
    assert found.wanted == absent.keys()
    after = judge(source, installed=["yaml/"], fallback=global_python(), elsewhere=absent)
    assert messages(after) == [
        "This project has no virtual environment, and `requests`, `attr` and 1 more are not"
        " installed anywhere"
    ]


def test_where_start_up_code_decides_what_there_is_the_environment_is_missing_all_the_same() -> (
    None
):
    opaque = ("/usr/lib/x.pth runs code at start-up: exec(...)",)
    source = "import os, shop.nope\nfrom django.db import models\nimport yaml.nodes\n"
    found = judge(source, own=["shop/"], fallback=global_python(), opaque=opaque)
    assert [finding.code for finding in found.findings] == [
        Code.IMPORT_MISSING_SUBMODULE,
        Code.ENVIRONMENT_MISSING,
    ]
    assert messages(found)[1] == (
        "This project has no virtual environment, and no file tells whether"
        " the global Python 3.13.0 has `django` and `yaml`"
    )


def test_a_module_that_is_made_while_its_package_runs_comes_from_where_the_package_is() -> None:
    six = {f"{SITE}/six.py": "import sys\nsys.modules[__name__ + '.moves'] = 1\n"}
    found = judge("import six.moves\n", texts=six, fallback=global_python())
    assert messages(found) == [
        "This project has no virtual environment: these imports come from the global Python 3.13.0"
    ]


def test_a_project_that_needs_nothing_needs_no_environment() -> None:
    source = "import os, json\ntry: import ujson\nexcept ImportError: ujson = None\n"
    assert judge(source, fallback=global_python()).findings == ()


def test_a_machine_without_python() -> None:
    found = judge("import requests\n")
    assert messages(found) == [
        "This project has no virtual environment, and no Python was found on PATH"
    ]


@pytest.mark.parametrize(
    ("code", "path", "said"),
    [
        (FaultCode.BASE_GONE, "/usr/local/bin/python3.11", "its base Python {} no longer exists"),
        (
            FaultCode.NO_EXECUTABLE,
            "/w/.venv/bin/python",
            "it has no interpreter, {} does not exist",
        ),
        (FaultCode.NO_HOME, "/w/.venv/pyvenv.cfg", "{} does not say where its base Python is"),
        (FaultCode.UNREADABLE, "/w/.venv/pyvenv.cfg", "{} cannot be read"),
    ],
)
def test_a_broken_environment_is_said_once_and_nothing_that_follows(
    code: FaultCode, path: str, said: str
) -> None:
    found = check(
        """
        import os
        import requests
        #      ^^^^^^^^ environment-broken
        import yaml.nope
        """,
        selected=broken(Fault(code, Path(path))),
    )
    assert messages(found) == [f".venv cannot run: {said.format(path)}"]


@pytest.mark.parametrize(
    ("kind", "way_out"), [(Kind.CONDA, "conda install python"), (Kind.PIXI, "pixi add python")]
)
def test_an_environment_for_other_things_says_how_python_comes_into_it(
    kind: Kind, way_out: str
) -> None:
    fault = Fault(FaultCode.NO_PYTHON, PROJECT / ".conda/bin/python")
    found = check(
        """
        import requests
        #      ^^^^^^^^ environment-broken
        """,
        selected=environment(prefix=PROJECT / ".conda", kind=kind, faults=(fault,)),
    )
    said = f".conda cannot run: no Python is installed in it (`{way_out}` adds one)"
    assert messages(found) == [said]


@given(st.text())
def test_judging_never_raises(text: str) -> None:
    judge(text, selected=environment())


def test_a_file_of_a_package_does_not_provide_what_it_imports() -> None:
    # The caret helper's path begins with the project, as for every file of a package.
    own = Path("/work/shop/shop")
    found = judge(
        "import selenium.webdriver\n",
        own=["shop/", "shop/selenium.py"],
        selected=environment(),
        last_resort=own,
        file=own / "selenium.py",
    )
    assert messages(found) == ["`selenium` is not installed in .venv (Python 3.12.1)"]
