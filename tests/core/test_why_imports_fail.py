"""The rules that know why an import fails, or why one that works deserves a word."""

from dataclasses import replace
from pathlib import PurePosixPath as Path

import pytest
from caret import LIB, PROJECT, SITE, check, environment, global_python, judge

from venvlens.core.findings import Severity
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import EntryKind
from venvlens.core.settings import Settings


def messages(diagnosis: object) -> list[str]:
    return [finding.message for finding in diagnosis.findings]  # type: ignore[attr-defined]


def test_a_module_that_left_the_standard_library() -> None:
    found = check("""
        import distutils.core
        #      ^^^^^^^^^^^^^^ import-wrong-version
    """)
    said = "`distutils` left the standard library in Python 3.12; setuptools provides it"
    assert messages(found) == [said]
    assert found.wanted == frozenset()


def test_a_module_that_came_later() -> None:
    found = check(
        """
        import tomllib
        #      ^^^^^^^ import-wrong-version
        """,
        selected=environment(version=PythonVersion(3, 9, 18)),
    )
    assert messages(found) == ["`tomllib` came with Python 3.11; .venv has 3.9.18"]


def test_the_global_python_has_a_version_too() -> None:
    found = judge("import cgi\n", fallback=global_python())
    assert messages(found) == [
        "`cgi` left the standard library in Python 3.13; legacy-cgi provides it"
    ]


def test_a_module_of_another_system() -> None:
    found = check("""
        import winreg
        #      ^^^^^^ import-wrong-platform
    """)
    said = "`winreg` exists on Windows only; .venv (Python 3.12.1) runs on Linux"
    assert messages(found) == [said]


@pytest.mark.parametrize("name", ["fcntl", "pwd", "termios"])
def test_unix_modules_on_windows(name: str) -> None:
    found = judge(f"import {name}\n", selected=environment(), platform="win32")
    assert [f.code.value for f in found.findings] == ["import-wrong-platform"]


def test_a_part_that_the_distributor_left_out() -> None:
    found = check(
        """
        import tkinter.ttk
        #      ^^^^^^^^^^^ import-missing
        """,
        texts={"/base/lib/python3/dist-packages/apt.py": ""},
    )
    assert messages(found) == [
        "`tkinter` is not part of the standard library of .venv (Python 3.12.1):"
        " install the system package python3-tk"
    ]


def test_a_part_that_a_build_lacks() -> None:
    found = check("""
        import tkinter
        #      ^^^^^^^ import-missing
    """)
    said = "`tkinter` is not part of the standard library of .venv (Python 3.12.1)"
    assert messages(found) == [said]


def test_an_extension_module_for_another_python() -> None:
    file = "_speed.cpython-311-x86_64-linux-gnu.so"
    found = check(
        """
        import _speed
        #      ^^^^^^ import-wrong-abi
        import fast._core
        #      ^^^^^^^^^^ import-wrong-abi
        """,
        installed=[file, "fast/", "fast/_core.cp311-win_amd64.pyd"],
    )
    said = f"`_speed` is built for Python 3.11, .venv has Python 3.12: {file}"
    assert messages(found)[0] == f"{said} is all there is"
    assert found.findings[0].related[0].path == SITE / file


@pytest.mark.parametrize(
    ("file", "made", "built_for"),
    [
        ("_speed.cpython-312-x86_64-linux-gnu.so", "pypy", "CPython 3.12, .venv has PyPy 3.12"),
        ("_speed.cp310-win_amd64.pyd", "graalpy", "CPython 3.10, .venv has GraalPy 3.12"),
        ("_speed.pypy310-pp73-x86_64-linux-gnu.so", "pypy", "PyPy 3.10, .venv has PyPy 3.12"),
        ("_speed.pypy312-pp73-darwin.so", "pypy", "another Python than .venv (PyPy 3.12.1)"),
        ("_speed.pypy39-pp73-darwin.so", "cpython", "PyPy 3.9, .venv has CPython 3.12"),
        (
            "_speed.graalpy231-310-native-x86_64-linux.so",
            "pypy",
            "GraalPy 3.10, .venv has PyPy 3.12",
        ),
        ("_speed.abi4.so", "cpython", "another Python than .venv (Python 3.12.1)"),
    ],
)
def test_an_extension_module_for_another_implementation(
    file: str, made: str, built_for: str
) -> None:
    selected = environment(implementation=made)
    found = judge("import _speed\n", installed=[file], selected=selected)
    assert messages(found) == [f"`_speed` is built for {built_for}: {file} is all there is"]


def test_an_extension_module_that_a_global_pypy_does_not_load() -> None:
    file = "json/fast.cpython-39-x86_64-linux-gnu.so"
    python = replace(global_python(), implementation="pypy", version=PythonVersion(3, 9, 16))
    found = judge("import json.fast\n", fallback=python, texts={str(LIB / file): ""})
    said = "`json.fast` is built for CPython 3.9, the global interpreter is PyPy 3.9"
    assert messages(found)[-1] == f"{said}: {Path(file).name} is all there is"


def test_messages_call_an_implementation_by_its_name() -> None:
    selected = environment(implementation="pypy", version=PythonVersion(3, 9, 16))
    found = judge("import tomllib, _decimal, requests\n", selected=selected)
    assert messages(found) == [
        "`tomllib` came with Python 3.11; .venv has PyPy 3.9.16",
        "`_decimal` is not part of the standard library of .venv (PyPy 3.9.16)",
        "`requests` is not installed in .venv (PyPy 3.9.16)",
    ]


def test_modules_by_which_code_recognises_an_implementation() -> None:
    found = check("""
        import __pypy__, __graalpython__
        #      ^^^^^^^^ import-wrong-platform
        #                ^^^^^^^^^^^^^^^ import-wrong-platform
    """)
    assert messages(found)[0] == "`__pypy__` exists in PyPy only, not in .venv (Python 3.12.1)"
    check("import __pypy__", selected=environment(implementation="pypy"))


def test_what_an_unknown_pypy_may_have_built_in_is_no_error() -> None:
    """The tables are of PyPy 3.9: of 3.12 it is not known what it has in C."""
    check(
        """
        import _decimal, _datetime, parser, requests
        #                                   ^^^^^^^^ import-missing
        import asynchat
        #      ^^^^^^^^ import-wrong-version
        """,
        selected=environment(implementation="pypy"),
    )


def test_what_graalpy_may_have_built_in_is_no_error() -> None:
    check(
        """
        import _json, tkinter, java.util.concurrent, polyglot, sys, requests
        #                                                           ^^^^^^^^ import-missing
        """,
        selected=environment(implementation="graalpy"),
    )


@pytest.mark.parametrize("stub", ["yaml-stubs/__init__.pyi", "yaml.pyi"])
def test_a_stub_without_anything_to_run(stub: str) -> None:
    found = check(
        """
        import yaml
        #      ^^^^ import-stub-only
        """,
        installed=[stub],
    )
    assert messages(found) == [
        "Only stubs of `yaml` are installed in .venv (Python 3.12.1): there is nothing to run"
    ]


def test_a_folder_of_stubs_can_be_imported_and_is_told_quietly() -> None:
    check(
        """
        import yaml
        #      ^^^^ import-stub-only information
        """,
        installed=["yaml/__init__.pyi"],
    )


def test_a_stub_of_the_projects_own_is_not_called_installed() -> None:
    found = check(
        """
        import speed, own.part
        #      ^^^^^ import-stub-only
        #             ^^^^^^^^ import-stub-only
        """,
        own=["speed.pyi", "own/", "own/part.pyi"],
    )
    assert messages(found) == [
        "`speed` is only a stub of this project's own (speed.pyi): there is nothing to run",
        "`own.part` is only a stub of this project's own (own/part.pyi): there is nothing to run",
    ]


def test_a_stub_beside_its_code_is_how_it_should_be() -> None:
    check("import yaml, attr", installed=["yaml/", "yaml/__init__.pyi", "attr.py", "attr.pyi"])


def test_a_project_file_that_hides_the_standard_library() -> None:
    found = check(
        """
        import json
        #      ^^^^ import-shadowed warning
        import typing
        """,
        own=["json.py"],
    )
    assert messages(found) == ["json.py hides the module `json` of the standard library"]
    assert [r.path for r in found.findings[0].related] == [
        PROJECT / "json.py",
        LIB / "json/__init__.py",
    ]


def test_a_project_file_that_hides_what_is_installed() -> None:
    found = check(
        """
        import requests
        #      ^^^^^^^^ import-shadowed warning
        """,
        own=["requests.py"],
        installed=["requests/"],
        owners={"requests": "requests 2.32.3"},
    )
    assert messages(found) == ["requests.py hides the module `requests` of requests 2.32.3"]


def test_a_project_does_not_hide_its_own_installation() -> None:
    facts = {"own": ["shop/"], "installed": ["shop/"], "owners": {"shop": "The_Shop 1.0"}}
    check("import shop", **facts, name="the-shop")


def test_a_folder_called_test_hides_nothing_that_anybody_means() -> None:
    check("import test.helpers", own=["test/", "test/helpers.py"], texts={str(LIB / "test.py"): ""})


def test_found_only_outside_of_the_environment() -> None:
    found = check(
        """
        import yaml
        #      ^^^^ import-leaked information
        import os
        """,
        texts={"/usr/lib/site/yaml.py": ""},
        system_site=Path("/usr/lib/site"),
    )
    assert messages(found) == [
        "`yaml` is not installed in .venv but found in the base Python (/usr/lib/site)"
    ]


TOOLS = {Path("/work/shop/tools"): EntryKind.PYTHONPATH}


def test_what_only_the_users_own_pythonpath_leads_to() -> None:
    found = check(
        """
        import builder.parts
        #      ^^^^^^^^^^^^^ import-leaked information
        import yaml
        """,
        own=["tools/builder/parts.py", "tools/yaml.py"],
        installed=["yaml/"],
        pythonpath=TOOLS,
    )
    said = (
        "`builder` is found only through PYTHONPATH (tools): it will be missing for everyone else"
    )
    assert messages(found) == [said]


def test_that_is_said_without_an_environment_too() -> None:
    found = check(
        """
        import builder
        #      ^^^^^^^ import-leaked information
        """,
        selected=None,
        fallback=global_python(),
        own=["tools/builder.py"],
        pythonpath=TOOLS,
    )
    assert len(found.findings) == 1


def test_a_pythonpath_that_the_project_shares_leaks_nothing() -> None:
    shared = dict.fromkeys(TOOLS, EntryKind.SHARED_PYTHONPATH)
    check("import builder", own=["tools/builder.py"], pythonpath=shared)


def test_a_folder_that_an_uninstall_left_behind() -> None:
    found = check(
        """
        import ghost
        #      ^^^^^ import-leftover warning
        import real.part
        """,
        installed=["ghost/__pycache__/x.pyc", "real/part.py"],
    )
    said = f"`ghost` is an empty folder that an uninstall left behind: {SITE / 'ghost'}"
    assert messages(found) == [said]


def test_code_that_is_ready_for_it_makes_hints_of_errors_and_nothing_of_the_rest() -> None:
    check(
        """
        try:
            import winreg, yaml, ghost
            #      ^^^^^^ import-wrong-platform hint
            #              ^^^^ import-stub-only hint
        except ImportError:
            pass
        """,
        installed=["yaml.pyi", "ghost/__pycache__/x.pyc"],
    )


def test_the_users_severity_goes_before_the_rules_own() -> None:
    found = judge(
        "import ghost\n",
        selected=environment(),
        installed=["ghost/__pycache__/x.pyc"],
        settings=Settings(dict.fromkeys(_all_codes(), Severity.ERROR)),
    )
    assert [f.severity for f in found.findings] == [Severity.ERROR]


def _all_codes() -> list[object]:
    return list(type(judge("import nope\n", selected=environment()).findings[0].code))


def test_a_folder_that_an_installer_has_just_made_is_no_leftover() -> None:
    check("import late", installed=["late/-"])
