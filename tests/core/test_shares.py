"""Which paths are on shares of other machines."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from venvlens.core.shares import may_be_asked, share_of


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (r"\\srv\work\a\b", r"\\srv\work"),
        ("//SRV/Work/a", r"\\srv\work"),
        (r"/\srv/work", r"\\srv\work"),
        (r"\\?\UNC\srv\work\a", r"\\?\unc\srv\work"),
        (r"\\?\C:\a", r"\\?\c:"),
        (r"\\.\pipe\a", r"\\.\pipe"),
        (r"C:\a", None),
        ("C:a", None),
        (r"\a", None),
        ("a", None),
    ],
)
def test_a_share_is_told_by_two_backslashes(text: str, share: str | None) -> None:
    assert share_of(PureWindowsPath(text)) == share


def test_other_systems_have_none() -> None:
    assert share_of(PurePosixPath("//srv/work")) is None
    assert may_be_asked(PurePosixPath("//srv/work"), ())


def test_only_the_same_share_is_trusted() -> None:
    path = PureWindowsPath(r"\\srv\work\env")
    assert may_be_asked(path, [PureWindowsPath(r"C:\ws"), PureWindowsPath("//SRV/WORK/other")])
    assert not may_be_asked(path, [PureWindowsPath(r"C:\ws"), PureWindowsPath(r"\\srv\home")])
    assert not may_be_asked(path, [])
