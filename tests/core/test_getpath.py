"""The cases of CPython's own test of getpath, and what they leave out."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from machines import MACHINES, Described, posix, windows

from venvlens.core import fixed_path
from venvlens.core.fixed_path import FixedPath
from venvlens.core.python_version import PythonVersion


@pytest.mark.parametrize("name", MACHINES)
def test_machines(name: str) -> None:
    machine, prefix, entries = MACHINES[name]
    found = machine.layout()
    assert str(found.prefix) == prefix
    assert tuple(map(str, found.entries)) == entries


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("venv_posix", "/venv"),
        ("venv_macos", "/framework/Python3.12"),
        ("venv_win32", r"C:\venv"),
        ("normal_posix", None),
    ],
)
def test_the_environment_is_told_with_its_base(name: str, environment: str | None) -> None:
    found = MACHINES[name][0].layout().environment
    assert (None if found is None else str(found)) == environment


def test_a_prefix_that_nothing_told_is_said_to_be_a_guess() -> None:
    assert MACHINES["normal_posix"][0].layout().found
    assert not MACHINES["nothing_found_posix"][0].layout().found


LINKED = posix(
    executable="/venv/bin/python",
    files={
        "/opt/bin/python3.9": "",
        "/opt/lib/python3.9/os.py": "",
        "/opt/lib/python3.12/os.py": "",
        "/usr/bin/python": "",
        "/usr/lib/python3.9/os.py": "",
        "/usr/lib/python3.12/os.py": "",
        "/venv/pyvenv.cfg": "home = /usr/bin\n",
    },
    links={"/venv/bin/python": "/opt/bin/python3.9"},
)


def test_until_3_10_a_link_counted_more_than_home() -> None:
    assert LINKED.layout(PythonVersion(3, 9)).prefix == PurePosixPath("/opt")
    assert LINKED.layout(PythonVersion(3, 12)).prefix == PurePosixPath("/usr")


NO_HOME = posix(
    executable="/usr/venv/bin/python", files={"/usr/venv/pyvenv.cfg": "version = 3.12\n"}
)


def test_from_3_14_on_a_cfg_without_home_makes_an_environment() -> None:
    assert NO_HOME.layout(PythonVersion(3, 13)).environment is None
    assert NO_HOME.layout(PythonVersion(3, 14)).environment == PurePosixPath("/usr/venv")


def test_from_3_14_on_extension_modules_are_looked_for_below_the_prefix_first() -> None:
    machine = posix(
        executable="/venv/bin/python",
        files={
            "/usr/lib/python3.13/os.py": "",
            "/usr/lib/python3.14/os.py": "",
            "/venv/pyvenv.cfg": "home = /usr/x/bin\n",
        },
        folders=tuple(
            f"/usr/{folder}lib/python3.{minor}/lib-dynload"
            for folder in ("", "x/")
            for minor in (13, 14)
        ),
    )
    assert machine.layout(PythonVersion(3, 13)).exec_prefix == PurePosixPath("/usr/x")
    assert machine.layout(PythonVersion(3, 14)).exec_prefix == PurePosixPath("/usr")


def test_posix_knew_no_fixed_paths_until_3_10() -> None:
    pth = MACHINES["pth_posix"][0]
    assert pth.layout(PythonVersion(3, 10)).fixed is None
    assert windows_with_fixed("python._pth").layout(PythonVersion(3, 8)).fixed is not None


def windows_with_fixed(name: str) -> Described:
    return windows(files={rf"C:\Python\{name}": ".\n"})


def test_a_free_threaded_build_has_names_of_its_own() -> None:
    machine = posix(
        free_threaded=True,
        executable="/usr/bin/python3.13t",
        files={"/usr/bin/python3.13t": "", "/usr/lib/python3.13t/os.py": ""},
        folders=("/usr/lib/python3.13t/lib-dynload",),
    )
    assert [str(entry) for entry in machine.layout(PythonVersion(3, 13)).entries] == [
        "/usr/lib/python313t.zip",
        "/usr/lib/python3.13t",
        "/usr/lib/python3.13t/lib-dynload",
    ]


# The file ._pth


@pytest.mark.parametrize(
    ("text", "entries", "site"),
    [
        ("python312.zip\r\n.\r\n\r\n#import site\r\n", (r"C:\E\python312.zip", r"C:\E"), False),
        ("import site", (), True),
        ("  import site  # now\n", (), True),
        ("import  site\nimport os\nimportlib_dir\n", (r"C:\E\importlib_dir",), False),
        ("..\\lib # comment\nD:\\more\n", (r"C:\lib", r"D:\more"), False),
        ("\n", (), False),
    ],
)
def test_lines_of_a_fixed_path(text: str, entries: tuple[str, ...], site: bool) -> None:
    said = fixed_path.parse(text, PureWindowsPath(r"C:\E"))
    assert said == FixedPath(tuple(map(PureWindowsPath, entries)), site)


def test_an_empty_file_fixes_nothing() -> None:
    assert fixed_path.parse("", PurePosixPath("/e")) is None


def test_a_hostile_file_has_bounds() -> None:
    said = fixed_path.parse("a\n" * 100_000 + "b" * 1_000_000 + "\n\0\n", PurePosixPath("/e"))
    assert said is not None
    assert len(said.entries) == 1_000
