from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from venvlens.core import layout
from venvlens.core.python_version import PythonVersion

V312 = PythonVersion(3, 12, 1)
V313T = PythonVersion(3, 13, 0, free_threaded=True)
USR = PurePosixPath("/usr")
WIN = PureWindowsPath(r"C:\Py")


def texts(paths: tuple[PurePath, ...]) -> list[str]:
    return [str(path) for path in paths]


def test_free_threaded_builds_have_folders_of_their_own() -> None:
    assert layout.library(USR, V313T, "linux") == USR / "lib/python3.13t"


def test_site_packages_where_the_library_is_in_lib64() -> None:
    assert texts(layout.site_folders(USR, V312, "linux", "lib64")) == [
        "/usr/lib64/python3.12/site-packages",
        "/usr/lib/python3.12/site-packages",
    ]


def test_site_packages_on_windows_are_the_prefix_too() -> None:
    assert texts(layout.site_folders(WIN, V312, "win32")) == [
        r"C:\Py",
        r"C:\Py\Lib\site-packages",
    ]


def test_debian_keeps_its_own_in_dist_packages() -> None:
    patched = [
        "/usr/local/lib/python3.12/dist-packages",
        "/usr/lib/python3/dist-packages",
        "/usr/lib/python3.12/dist-packages",
    ]
    assert texts(layout.site_folders(USR, V312, "linux", debian=True)) == patched
    within = layout.site_folders(USR, V312, "linux", debian=True, environment=True)
    assert texts(within) == ["/usr/lib/python3.12/site-packages", *patched]


def test_the_users_site_packages() -> None:
    home = PurePosixPath("/home/me/.local")
    assert layout.user_site(home, V312, "linux") == home / "lib/python3.12/site-packages"
    roaming = PureWindowsPath(r"C:\Users\me\Python")
    assert layout.user_site(roaming, V312, "win32") == roaming / "Python312" / "site-packages"


def test_executables_of_an_environment() -> None:
    assert texts(layout.executables(USR, "linux")) == ["/usr/bin/python", "/usr/bin/python3"]
    assert layout.executables(WIN, "win32")[0] == WIN / "Scripts" / "python.exe"


@pytest.mark.parametrize(
    ("path", "normal"),
    [
        ("/a/./b//c/", "/a/b/c"),
        ("/a/../b", "/b"),
        ("/../../a", "/a"),
        ("/a/b/../../../..", "/"),
    ],
)
def test_dots_go_without_asking_the_disk(path: str, normal: str) -> None:
    assert str(layout.normalised(PurePosixPath(path))) == normal


V37 = PythonVersion(3, 7, 13)
V310 = PythonVersion(3, 10, 14)
V311 = PythonVersion(3, 11, 7)


@pytest.mark.parametrize(
    ("made", "version", "platform", "library", "site"),
    [
        ("pypy", V310, "linux", ["/usr/lib/pypy3.10"], ["/usr/lib/pypy3.10/site-packages"]),
        ("pypy", V310, "darwin", ["/usr/lib/pypy3.10"], ["/usr/lib/pypy3.10/site-packages"]),
        ("pypy", V37, "linux", ["/usr/lib_pypy", "/usr/lib-python/3"], ["/usr/site-packages"]),
        ("graalpy", V311, "linux", ["/usr/lib/python3.11"], ["/usr/lib/python3.11/site-packages"]),
        (
            "graalpy",
            PythonVersion(3, 8),
            "linux",
            ["/usr/lib-python/3"],
            ["/usr/lib/python3.8/site-packages"],
        ),
    ],
)
def test_other_implementations_have_folders_of_their_own(
    made: str, version: PythonVersion, platform: str, library: list[str], site: list[str]
) -> None:
    ours = layout.other_library(USR, version, platform, "lib", made)
    assert texts(ours) == library
    assert layout.library(USR, version, platform, implementation=made) == ours[-1]
    assert texts(layout.site_folders(USR, version, platform, implementation=made)) == site


@pytest.mark.parametrize("made", ["pypy", "graalpy"])
def test_other_implementations_on_windows(made: str) -> None:
    assert texts(layout.other_library(WIN, V310, "win32", "lib", made)) == [r"C:\Py\Lib"]
    assert texts(layout.site_folders(WIN, V310, "win32", implementation=made)) == [
        r"C:\Py",
        r"C:\Py\Lib\site-packages",
    ]


def test_pypy_before_3_8_on_windows() -> None:
    ours = layout.other_library(WIN, V37, "win32", "lib", "pypy")
    assert texts(ours) == [r"C:\Py\lib_pypy", r"C:\Py\lib-python\3"]
    assert texts(layout.site_folders(WIN, V37, "win32", implementation="pypy")) == [
        r"C:\Py\site-packages"
    ]


def test_pypy_of_debian_shares_the_packages_of_cpython() -> None:
    patched = ["/usr/local/lib/pypy3.10/dist-packages", "/usr/lib/python3/dist-packages"]
    ours = layout.site_folders(USR, V310, "linux", debian=True, implementation="pypy")
    assert texts(ours) == patched
    within = layout.site_folders(
        USR, V310, "linux", debian=True, environment=True, implementation="pypy"
    )
    assert texts(within) == ["/usr/lib/pypy3.10/site-packages", *patched]


def test_the_users_site_packages_of_other_implementations() -> None:
    home = PurePosixPath("/home/me/.local")
    ours = layout.user_site(home, V310, "linux", implementation="pypy")
    assert ours == home / "lib/pypy3.10/site-packages"
    assert (
        layout.user_site(home, V311, "linux", implementation="graalpy")
        == home / "lib/python3.11/site-packages"
    )
    roaming = PureWindowsPath(r"C:\Users\me") / layout.user_folder("pypy")
    assert layout.user_site(roaming, V310, "win32", implementation="pypy") == PureWindowsPath(
        r"C:\Users\me\PyPy\PyPy310\site-packages"
    )


def test_executables_of_other_implementations() -> None:
    assert texts(layout.executables(USR, "linux", "pypy"))[2:] == [
        "/usr/bin/pypy3",
        "/usr/bin/pypy",
    ]
    assert layout.executables(WIN, "win32", "graalpy")[-1] == WIN / "Scripts" / "graalpy.exe"
