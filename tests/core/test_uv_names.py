"""The names of uv's folders: what uv itself made of these paths, and what a Python is called."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from venvlens.core.seahash import seahash
from venvlens.core.uv_names import is_installation, path_digest, script_entries


def test_the_hash_is_that_of_the_crate() -> None:
    # The example in the crate's own documentation.
    assert seahash(b"to be or not to be") == 1988685042348123509


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tmp/uvx/My Script.v2.py", "my-script-v2-abd63b4d37c8fb6d"),
        ("/tmp/uvx/../uvx/ln.py", "ln-7849ca19808cb203"),
        ("/tmp/uvh/real/l.py", "l-aa1c93763ef3e6e8"),
    ],
)
def test_a_script_has_the_entry_that_uv_made(path: str, name: str) -> None:
    assert list(script_entries(PurePosixPath(path))) == [name]


def test_a_long_name_is_cut_by_newer_versions_only() -> None:
    path = PurePosixPath(f"/work/{'a_' * 80}.py")
    digest = path_digest(path)
    assert list(script_entries(path)) == [
        f"{('a-' * 50)[:-1]}-{digest}",
        f"{('a-' * 80)[:-1]}-{digest}",
    ]


@pytest.mark.parametrize("stem", ["_", "日本", "--"])
def test_a_name_without_letters_leaves_the_hash(stem: str) -> None:
    path = PurePosixPath(f"/work/{stem}.py")
    assert list(script_entries(path)) == [path_digest(path)]


def test_components_are_kept_apart() -> None:
    digests = {path_digest(PurePosixPath(path)) for path in ("/a/bc", "/ab/c", "/abc")}
    assert len(digests) == 3


def test_on_windows_the_drive_counts_in_either_case() -> None:
    one, other = PureWindowsPath(r"c:\work\f.py"), PureWindowsPath("C:/work/f.py")
    assert path_digest(one) == path_digest(other)
    assert path_digest(one) != path_digest(PureWindowsPath(r"D:\work\f.py"))
    assert path_digest(PureWindowsPath(r"\\host\share\f.py")) != path_digest(one)


def test_names_that_are_no_text_have_a_hash_too() -> None:
    for stem in ("\udcff", "\ud800"):
        assert len(path_digest(PurePosixPath(f"/work/{stem}.py"))) == 16


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cpython-3.12.1-linux-x86_64-gnu", True),
        ("cpython-3.13.0+freethreaded-linux-x86_64-gnu", True),
        ("cpython-3.14.0rc2-macos-aarch64-none", True),
        ("cpython-3.13.0+freethreaded+debug-windows-x86_64-none", True),
        ("pypy-3.10.16-linux-x86_64-gnu", True),
        ("cpython-3.12-linux-x86_64-gnu", False),
        ("cpython-3.12.1", False),
        (".temp", False),
        ("cpython-3.12.1-linux-x86_64-gnu.bak", False),
    ],
)
def test_an_installation_is_told_by_its_name(name: str, expected: bool) -> None:
    assert is_installation(name) is expected
