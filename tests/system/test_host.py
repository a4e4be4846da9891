from __future__ import annotations

import os
from pathlib import Path

import pytest

from venvlens.system.host import read_host, search_folders


def test_the_path_keeps_its_order_and_names_each_folder_once(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    assert search_folders(os.pathsep.join(map(str, [b, a, b]))) == (b, a)


def test_empty_and_relative_entries_name_no_folder(tmp_path: Path) -> None:
    entries = ["", "bin", ".", str(tmp_path), "../bin", ""]
    assert search_folders(os.pathsep.join(entries)) == (tmp_path,)


def test_an_empty_path_has_no_folders() -> None:
    assert search_folders("") == ()


def test_without_a_path_the_system_default_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATH", raising=False)
    assert read_host().path == search_folders(os.defpath)


@pytest.mark.parametrize("home", [None, "", "relative/folder"])
def test_without_a_usable_home_there_still_is_an_absolute_folder(
    home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
        if home is not None:
            monkeypatch.setenv(name, home)
    assert read_host().home.is_absolute()


def test_an_unknown_user_has_the_root_for_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    assert read_host().home == Path(os.sep).absolute()


def test_later_changes_of_the_process_do_not_change_a_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VENVLENS_TEST", "before")
    host = read_host()
    monkeypatch.setenv("VENVLENS_TEST", "after")
    assert host.environ["VENVLENS_TEST"] == "before"


def test_a_host_can_be_a_key() -> None:
    assert {read_host(): "seen"}[read_host()] == "seen"
