"""Finding tools: the first real executable outside the workspace, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from venvlens.system.tools import find_tool

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file modes and links")


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def plant(path: Path, content: str = "#!/bin/sh\n", mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(mode)
    return path


def test_the_first_folder_that_has_it_wins(tmp_path, workspace):
    plant(tmp_path / "b" / "uv")
    plant(tmp_path / "c" / "uv")
    folders = [tmp_path / name for name in ("missing", "a", "b", "c")]
    assert find_tool("uv", folders, [workspace]) == tmp_path / "b" / "uv"


def test_a_link_to_a_tool_is_found_by_the_links_own_path(tmp_path, workspace):
    link = tmp_path / "bin" / "uv"
    link.parent.mkdir()
    link.symlink_to(plant(tmp_path / "store" / "uv-1.0"))
    assert find_tool("uv", [link.parent], [workspace]) == link


def test_nothing_is_found_where_there_is_nothing(tmp_path, workspace):
    assert find_tool("uv", [tmp_path], [workspace]) is None
    assert find_tool("uv", [], []) is None


def test_a_tool_in_the_workspace_is_passed_over(tmp_path, workspace):
    plant(workspace / "bin" / "uv")
    good = plant(tmp_path / "bin" / "uv")
    assert find_tool("uv", [workspace / "bin", good.parent], [workspace]) == good
    assert find_tool("uv", [workspace / "bin"], [workspace]) is None


def test_dots_and_links_do_not_hide_the_workspace(tmp_path, workspace):
    planted = plant(workspace / "bin" / "uv")
    by_folder = tmp_path / "linked"
    by_folder.symlink_to(planted.parent)
    by_file = tmp_path / "files" / "uv"
    by_file.parent.mkdir()
    by_file.symlink_to(planted)
    around = tmp_path / "files" / ".." / "workspace" / "bin"
    assert find_tool("uv", [by_folder, by_file.parent, around], [workspace]) is None


def test_a_workspace_that_is_named_through_a_link_is_the_same_workspace(tmp_path, workspace):
    plant(workspace / "bin" / "uv")
    alias = tmp_path / "alias"
    alias.symlink_to(workspace)
    assert find_tool("uv", [workspace / "bin"], [alias]) is None


def test_a_link_in_the_workspace_to_a_tool_outside_is_passed_over(tmp_path, workspace):
    good = plant(tmp_path / "bin" / "uv")
    (workspace / "uv").symlink_to(good)
    assert find_tool("uv", [workspace], [workspace]) is None


def test_relative_folders_are_never_looked_in(tmp_path, monkeypatch):
    plant(tmp_path / "uv")
    plant(tmp_path / "bin" / "uv")
    monkeypatch.chdir(tmp_path)
    assert find_tool("uv", [Path(), Path("bin"), Path("./bin")], []) is None


def test_only_a_regular_executable_file_is_a_tool(tmp_path):
    plant(tmp_path / "a" / "uv", mode=0o644)
    (tmp_path / "b" / "uv").mkdir(parents=True)
    os.mkfifo(plant(tmp_path / "c" / "x").with_name("uv"), 0o755)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "uv").symlink_to(tmp_path / "gone")
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "uv").symlink_to("uv")
    plant(tmp_path / "f", mode=0o755)
    assert find_tool("uv", [tmp_path / name for name in "abcdef"], []) is None


def test_a_script_among_pyenvs_shims_is_passed_over(tmp_path):
    plant(tmp_path / "shims" / "uv", "#!/usr/bin/env bash\nexec pyenv exec uv\n")
    assert find_tool("uv", [tmp_path / "shims"], []) is None


def test_a_program_in_a_folder_called_shims_is_found(tmp_path):
    program = plant(tmp_path / "shims" / "uv", "\x7fELF")
    assert find_tool("uv", [tmp_path / "shims"], []) == program


def test_the_uv_of_this_machine_is_found(tmp_path):
    folders = [os.path.dirname(sys.executable), *os.environ["PATH"].split(os.pathsep)]
    uv = find_tool("uv", [Path(folder) for folder in folders], [tmp_path])
    assert uv is not None, "uv is in the test group"
    assert uv.samefile(shutil.which("uv", path=os.pathsep.join(folders)))
