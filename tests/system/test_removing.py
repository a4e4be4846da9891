"""An environment is removed as a whole, or nothing of it, and nothing else ever is."""

import os
import sys
from pathlib import Path

import pytest
from interpreters import make_venv
from machine_here import machine_here

from venvlens.core.plans import Cannot
from venvlens.system.host import Host
from venvlens.system.mending import removing
from venvlens.system.mending.removing import Removal, carry_out, plan
from venvlens.system.process import removal as removal_
from venvlens.system.state import Choices

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and permissions of POSIX")

BASE = Path(sys._base_executable)


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    return Path(make_venv(BASE, tmp_path / "project" / ".venv").prefix)


def planned(prefix: Path, *around: Path, home: Path = Path("/nonexistent")) -> Removal | Cannot:
    here = Host({}, (), home, sys.platform)
    return plan(prefix, machine_here(here), around)


def refused(prefix: Path, *around: Path, home: Path = Path("/nonexistent")) -> str:
    found = planned(prefix, *around, home=home)
    assert isinstance(found, Cannot)
    return found.reason


def allowed(prefix: Path, *around: Path) -> Removal:
    found = planned(prefix, *around)
    assert isinstance(found, Removal), found
    return found


def everything(folder: Path) -> dict[str, str | None]:
    """All below a folder with what it holds."""
    found = sorted(folder.rglob("*"))
    return {
        str(path.relative_to(folder)): path.read_text("latin-1") if path.is_file() else None
        for path in found
    }


def test_an_environment_is_removed_and_nothing_beside_it(prefix):
    project = prefix.parent
    (project / "app.py").write_text("import os\n")
    (project / ".venv.old").mkdir()
    (prefix / "lib" / "out").symlink_to(project)
    removal = allowed(prefix, project)
    version = ".".join(map(str, sys.version_info[:3]))
    assert removal.title == f"Remove project/.venv (Python {version})"
    assert carry_out(removal) == ""
    assert sorted(path.name for path in project.iterdir()) == [".venv.old", "app.py"]


def test_a_broken_environment_is_removed_too(prefix):
    for program in (prefix / "bin").glob("python*"):
        program.unlink()
    (prefix / "pyvenv.cfg").write_text("home = /gone\n")
    assert carry_out(allowed(prefix)) == ""
    assert not prefix.exists()


def test_folders_that_nobody_may_write_to_go_with_it(prefix):
    locked = prefix / "lib" / "locked"
    (locked / "inner").mkdir(parents=True)
    (locked / "inner" / "file").touch()
    for folder in (locked / "inner", locked):
        folder.chmod(0o500)
    assert carry_out(allowed(prefix)) == ""
    assert not prefix.exists()


def test_what_is_no_environment_is_refused(tmp_path, prefix):
    folder = tmp_path / "data"
    folder.mkdir()
    assert refused(folder) == f"{folder} is no environment"
    assert refused(tmp_path / "gone") == f"{tmp_path / 'gone'} is not there"
    (prefix / "pyvenv.cfg").unlink()  # as virtualenv before 20 left it
    assert refused(prefix) == f"{prefix} has no pyvenv.cfg, so it is no virtual environment"


def test_a_link_is_refused_with_where_it_leads(tmp_path, prefix):
    link = tmp_path / "link"
    link.symlink_to(prefix)
    assert refused(link) == f"{link} is a link to {prefix}: remove the link by hand"


def test_below_a_linked_folder_it_is_no_link_itself(tmp_path, prefix):
    (tmp_path / "way").symlink_to(prefix.parent)
    assert carry_out(allowed(tmp_path / "way" / ".venv")) == ""
    assert not prefix.exists()


def test_conda_pixi_and_applications_have_programs_of_their_own_for_it(tmp_path, prefix):
    conda = tmp_path / "envs-of-conda" / "data"
    (conda / "conda-meta").mkdir(parents=True)
    (conda / "conda-meta" / "history").touch()
    assert "`conda env remove --prefix" in refused(conda)
    (prefix / "conda-meta").mkdir()
    assert "`conda env remove --prefix" in refused(prefix)
    (prefix / "conda-meta").rmdir()
    for mark, said in (("uv-receipt.toml", "uv tool"), ("pipx_metadata.json", "pipx")):
        (prefix / mark).touch()
        assert f"`{said} uninstall .venv`" in refused(prefix)
        (prefix / mark).unlink()
    pyenv = make_venv(BASE, tmp_path / "versions" / "3.12.1" / "envs" / "shop").prefix
    assert "`pyenv virtualenv-delete shop`" in refused(Path(pyenv))


def test_an_installation_is_refused(prefix):
    library = next((prefix / "lib").glob("python3*"))
    (library / "os.py").touch()
    assert refused(prefix) == f"{prefix} is an installation of Python, not an environment"


def test_a_folder_that_holds_what_is_open_or_the_home_is_refused(tmp_path, prefix):
    assert refused(prefix, prefix) == f"{prefix} is open here"
    assert refused(prefix, prefix / "lib") == f"{prefix} holds {prefix / 'lib'}"
    assert refused(prefix, home=prefix / "me") == f"{prefix} holds {prefix / 'me'}"
    (tmp_path / "way").symlink_to(prefix / "lib")
    assert refused(prefix, tmp_path / "way").endswith(f"holds {tmp_path / 'way'}")
    assert refused(Path("/")) == "/ is no environment"
    assert "not the path" in refused(prefix / ".." / ".venv")


def test_what_is_no_part_of_an_environment_is_named_and_stays(prefix):
    before = everything(prefix)
    for name in ("app.py", "pyproject.toml", "notes.md", "data.csv"):
        (prefix / name).touch()
    said = refused(prefix)
    assert "holds app.py, data.csv, notes.md and 1 more, which is no part" in said
    assert everything(prefix).keys() - before.keys() == {
        "app.py",
        "data.csv",
        "notes.md",
        "pyproject.toml",
    }


def test_an_empty_folder_is_nobodys(prefix):
    (prefix / "src").mkdir()  # as pipenv makes it
    assert allowed(prefix)
    (prefix / "src" / "mine.py").touch()
    assert "holds src," in refused(prefix)


def test_what_an_installer_wrote_down_is_the_environments(prefix):
    site = next((prefix / "lib").glob("python3*/site-packages"))
    (site / "odd-1.0.dist-info").mkdir()
    (site / "odd-1.0.dist-info" / "RECORD").write_text("odd.py,,\n../../../LICENSE,,\n")
    (prefix / "LICENSE").touch()
    assert allowed(prefix)
    (prefix / "README").touch()
    assert "holds README," in refused(prefix)


def test_a_repository_inside_is_refused(prefix):
    (prefix / "lib" / "mine" / ".git").mkdir(parents=True)
    assert refused(prefix).endswith(
        f"{prefix / 'lib' / 'mine'} is a git repository, move it away first"
    )


def test_what_links_lead_to_is_not_looked_into(tmp_path, prefix):
    (tmp_path / "theirs" / ".git").mkdir(parents=True)
    (prefix / "share").mkdir()
    (prefix / "share" / "theirs").symlink_to(tmp_path / "theirs")
    assert carry_out(allowed(prefix)) == ""
    assert (tmp_path / "theirs" / ".git").is_dir()


def test_what_is_mounted_in_it_is_refused(prefix, monkeypatch):
    mounted, look = prefix / "lib", os.lstat

    def elsewhere(path):
        found = look(path)
        return (
            os.stat_result((*found[:2], found.st_dev + 1, *found[3:])) if path == mounted else found
        )

    monkeypatch.setattr(os, "lstat", elsewhere)
    assert refused(prefix).endswith(f"{mounted} is mounted from elsewhere")


def test_what_another_user_owns_is_refused_before_anything_is_done(prefix, monkeypatch):
    locked = prefix / "lib" / "theirs"
    locked.mkdir()
    owner, may = locked.stat().st_uid + 1, os.access
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    monkeypatch.setattr(os, "access", lambda path, mode: path != locked and may(path, mode))
    assert refused(prefix).endswith(f"{locked} belongs to another user")


def test_another_folder_in_its_place_is_left_alone(prefix):
    removal = allowed(prefix)
    prefix.rename(prefix.with_name("moved"))
    prefix.mkdir()
    (prefix / "precious").touch()
    assert "not the folder that was looked at" in carry_out(removal)
    assert [path.name for path in prefix.iterdir()] == ["precious"]


def test_one_that_takes_its_place_in_the_last_moment_comes_back(prefix, monkeypatch):
    removal, look = allowed(prefix), removing.identity

    def swap(folder):
        known = look(folder)
        if folder == prefix and not prefix.with_name("moved").exists():
            prefix.rename(prefix.with_name("moved"))
            prefix.mkdir()
            (prefix / "precious").touch()
        return known

    monkeypatch.setattr(removing, "identity", swap)
    assert carry_out(removal) == f"{prefix} cannot be removed, and is as it was."
    assert [path.name for path in prefix.iterdir()] == ["precious"]
    assert sorted(path.name for path in prefix.parent.iterdir()) == [".venv", "moved"]


def test_what_cannot_be_moved_stays(prefix, monkeypatch):
    removal, before = allowed(prefix), everything(prefix)

    def refuse(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    said = carry_out(removal)
    assert said == f"{prefix} cannot be moved, so nothing was removed: Permission denied."
    assert everything(prefix) == before


def test_of_what_nothing_can_be_removed_everything_comes_back(prefix, monkeypatch):
    removal, before = allowed(prefix), everything(prefix)
    monkeypatch.setattr(removal_.shutil, "rmtree", lambda *_, **__: None)
    assert carry_out(removal) == f"{prefix} cannot be removed, and is as it was."
    assert everything(prefix) == before
    assert [path.name for path in prefix.parent.iterdir()] == [".venv"]


def test_what_is_left_of_one_is_told(prefix, monkeypatch):
    removal = allowed(prefix)

    def a_part(path, **_):
        (path / "pyvenv.cfg").unlink(missing_ok=True)

    monkeypatch.setattr(removal_.shutil, "rmtree", a_part)
    aside = prefix.with_name(".venv.old")
    assert carry_out(removal) == (
        f"{aside} could not be removed altogether, remove the rest by hand."
    )
    assert not prefix.exists()


def test_a_choice_of_what_is_removed_is_forgotten(tmp_path):
    choices = Choices(tmp_path / "data" / "choices.json")
    one, two = tmp_path / "one", tmp_path / "two"
    for project in (one, two):
        project.mkdir()
    choices.choose(one, one / ".venv")
    choices.choose(two, two / ".venv")
    files = machine_here().files
    assert choices.forget(one / ".venv") == (one.resolve(),)
    assert choices.of(one, machine_here().files) is None
    assert choices.of(two, files) == two / ".venv"
    before = choices.file.stat().st_mtime_ns
    assert choices.forget(tmp_path / "other") == ()
    assert choices.file.stat().st_mtime_ns == before
