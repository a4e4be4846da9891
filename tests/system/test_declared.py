from pathlib import Path

import pytest

from venvlens.system.declared import Requirements, requirements
from venvlens.system.disk import Disk, Looks


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "project").mkdir(parents=True)
    return folder


def gather(workspace: Path, disk: Disk | None = None) -> Requirements:
    return requirements(workspace / "project", workspace, Looks(disk or Disk()))


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def told(found) -> list[tuple[str, str]]:
    return [(one.distribution, one.file) for one in found]


def test_files_are_called_as_seen_from_the_project_the_nearest_first(workspace: Path):
    write(workspace / "project", pyproject_toml='[project]\ndependencies = ["one"]\n')
    write(workspace / "project", setup_cfg="[options]\ninstall_requires = two\n")
    write(
        workspace / "project", requirements__dev_txt="three\n", Pipfile="[packages]\nfour = '*'\n"
    )
    write(
        workspace, requirements_txt="five\n", uv_lock='[[package]]\nname = "six"\nversion = "1"\n'
    )
    found = gather(workspace)
    assert told(found.declared) == [
        ("one", "pyproject.toml"),
        ("two", "setup.cfg"),
        ("four", "Pipfile"),
        ("three", "requirements/dev.txt"),
        ("five", "../requirements.txt"),
    ]
    assert told(found.locked) == [("six", "../uv.lock")]


def test_includes_are_followed_once_and_constraints_lock(workspace: Path):
    project = workspace / "project"
    write(project, requirements_txt="-r deps/base.txt\n-c ../limits.txt\none\n")
    write(project, deps__base_txt="-r ../requirements.txt\n-r more.txt\ntwo\n")
    write(project, deps__more_txt="three\n")
    write(workspace, limits_txt="one==1.5\n")
    found = gather(workspace)
    assert told(found.declared) == [
        ("one", "requirements.txt"),
        ("two", "deps/base.txt"),
        ("three", "deps/more.txt"),
    ]
    assert [(one.file, one.version) for one in found.locked] == [("../limits.txt", "1.5")]


def test_nothing_outside_of_the_workspace_is_read(workspace: Path):
    write(workspace.parent, secret_txt="outside\n", requirements_txt="outside\n")
    write(workspace / "project", requirements_txt="-r ../../secret.txt\n-r /etc/passwd\n")
    assert gather(workspace) == Requirements()


def test_an_endless_chain_of_includes_ends(workspace: Path):
    project = workspace / "project"
    for number in range(200):
        (project / f"{number}.txt").write_text(f"-r {number + 1}.txt\nname{number}\n")
    (project / "requirements.txt").write_text("-r 0.txt\n")
    assert 10 < len(gather(workspace).declared) < 100


def test_a_change_is_seen(workspace: Path):
    disk = Disk()
    assert gather(workspace, disk) == Requirements()
    write(workspace / "project", requirements_txt="-r more.txt\n", more_txt="one\n")
    assert told(gather(workspace, disk).declared) == [("one", "more.txt")]
    write(workspace / "project", more_txt="one\nand-two\n")
    names = [one.distribution for one in gather(workspace, disk).declared]
    assert names == ["one", "and-two"]


def test_a_folder_that_is_not_there_declares_nothing(tmp_path: Path):
    found = requirements(tmp_path / "gone", tmp_path, Looks(Disk()))
    assert found == Requirements()


def test_a_script_that_says_what_it_needs_has_nothing_from_its_project(workspace: Path):
    project = workspace / "project"
    write(project, requirements_txt="one\n", plain_py="import two\n")
    write(project, script_py='# /// script\n# dependencies = ["two==2"]\n# ///\nimport two\n')
    looks = Looks(Disk())
    found = requirements(project, workspace, looks, project / "script.py")
    assert [(o.distribution, o.file, o.version) for o in found.declared] == [
        ("two", "script.py", "2")
    ]
    plain = requirements(project, workspace, looks, project / "plain.py")
    assert told(plain.declared) == [("one", "requirements.txt")]
