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
