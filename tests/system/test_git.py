"""What git makes of an environment, read from its files and compared with what git says itself."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from interpreters import host

from venvlens.core.health.facts import Repository
from venvlens.system.disk import Disk, Looks
from venvlens.system.git import repository
from venvlens.system.real_machine import machine_of

FILES = 5


class World:
    """A folder of repositories, and a user whose only settings are in a home of their own."""

    def __init__(self, folder: Path) -> None:
        self.home, self.root = folder / "home", folder / "shop"
        self.home.mkdir()
        self.root.mkdir()
        self.environ = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        self.git("init", "-q")
        self.git("config", "user.email", "me@localhost")
        self.git("config", "user.name", "me")
        self.write("a.py")
        self.git("add", ".")
        self.git("commit", "-qm", "first")

    def git(self, *words: str, at: Path | None = None, status: int | None = 0) -> bytes:
        program = shutil.which("git")
        assert program
        command = [program, "-c", "protocol.file.allow=always", *words]
        done = subprocess.run(
            command, cwd=at or self.root, env=self.environ, capture_output=True, check=False
        )
        assert status is None or done.returncode == status, done.stderr
        return b"" if status is None and done.returncode else done.stdout

    def write(self, path: str | Path, text: str = "\n") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def environment(self, path: str | Path = ".venv") -> Path:
        for name in ["pyvenv.cfg", *(f"lib/{number}.py" for number in range(FILES - 1))]:
            self.write(Path(path) / name)
        return self.root / path

    def seen(self, prefix: Path) -> Repository | None:
        looks = Looks(Disk())
        here = replace(host(), home=self.home, environ=self.environ)
        return repository(prefix, machine_of(here, looks), looks)

    def agrees(self, prefix: Path) -> Repository:
        """Return what was seen, if git says the same."""
        seen = self.seen(prefix)
        assert seen is not None
        root = Path(os.fsdecode(self.git("rev-parse", "--show-toplevel", at=prefix.parent)).strip())
        about = prefix if prefix.is_symlink() else prefix / "pyvenv.cfg"
        said = self.git("check-ignore", "--no-index", str(about), at=root, status=None)
        listed = self.git("ls-files", "-z", "--", f"{prefix}/", at=root, status=None)
        assert seen == Repository(root, bool(said), listed.count(b"\0"))
        return seen


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_worktree_shares_what_is_excluded_and_has_an_index_of_its_own(world: World) -> None:
    world.git("worktree", "add", "-q", "../other")
    for place in (world.root, other := world.root.parent / "other"):
        world.environment(place / ".venv")
    world.git("add", ".venv/pyvenv.cfg", at=other)
    assert world.agrees(world.root / ".venv").tracked == 0
    assert world.agrees(other / ".venv").tracked == 1
    world.write(".git/info/exclude", "/.venv/\n")
    assert world.agrees(world.root / ".venv").ignored
    assert world.agrees(other / ".venv").ignored


def test_a_worktree_may_have_settings_of_its_own(world: World) -> None:
    world.git("worktree", "add", "-q", "../other")
    places = (world.root, world.root.parent / "other")
    prefixes = [world.environment(place / ".venv") for place in places]
    world.git("config", "extensions.worktreeConfig", "true")
    file = world.write(world.home / "rules", ".venv\n")
    world.git("config", "--worktree", "core.excludesFile", str(file))
    assert world.agrees(prefixes[0]).ignored
    assert not world.agrees(prefixes[1]).ignored


@pytest.mark.parametrize("gone", ["worktree", "repository"])
def test_a_worktree_without_its_repository_is_in_none(gone: str, world: World) -> None:
    world.git("worktree", "add", "-q", "../other")
    prefix = world.environment(world.root.parent / "other" / ".venv")
    shutil.rmtree(world.root / ".git" / ("worktrees" if gone == "worktree" else ""))
    world.git("rev-parse", at=prefix, status=128)
    assert world.seen(prefix) is None


def test_a_submodule_is_a_repository_and_its_rules_are_its_own(world: World) -> None:
    library = world.root.parent / "library"
    world.git("clone", "-q", str(world.root), str(library))
    world.git("submodule", "add", "-q", str(library), "vendor/library")
    world.write(".gitignore", ".venv\n")
    prefix = world.environment("vendor/library/.venv")
    assert not world.agrees(prefix).ignored
    world.git("add", ".venv/lib", at=prefix.parent)
    assert world.agrees(prefix).tracked == FILES - 1
    world.write(".git/modules/vendor/library/info/exclude", ".venv\n")
    assert world.agrees(prefix).ignored


def test_an_outer_repository_holds_a_folder_whose_own_is_none(world: World) -> None:
    prefix = world.environment("inner/.venv")
    (world.root / "inner" / ".git").mkdir()
    assert world.agrees(prefix).root == world.root


def test_a_split_index_lists_less_than_is_committed(world: World) -> None:
    prefix = world.environment()
    world.git("config", "splitIndex.maxPercentChange", "100")
    world.git("add", ".")
    world.git("update-index", "--split-index")
    assert world.agrees(prefix).tracked == FILES
    world.write(prefix / "lib" / "new.py")
    world.write(prefix / "lib" / "1.py", "changed\n")
    world.git("add", ".")
    assert world.agrees(prefix).tracked == FILES + 1
    world.git("rm", "-q", "--cached", ".venv/lib/0.py", ".venv/lib/2.py")
    shared = list((world.root / ".git").glob("sharedindex.*"))
    assert len(shared) == 1
    assert world.agrees(prefix).tracked == FILES - 1
    world.git("rm", "-rq", "--cached", ".venv")
    assert world.agrees(prefix).tracked == 0


def test_a_split_index_of_many_files_drops_whole_runs(world: World) -> None:
    for number in range(400):
        world.write(f".venv/lib/{number}.py")
    prefix = world.environment()
    world.git("config", "splitIndex.maxPercentChange", "100")
    world.git("add", ".")
    world.git("update-index", "--split-index")
    removed = [f".venv/lib/{number}.py" for number in range(399) if number % 100]
    world.git("rm", "-q", "--cached", *removed)
    assert world.agrees(prefix).tracked == 401 - len(removed)


@pytest.mark.parametrize("version", ["2", "4"])
def test_a_sparse_index_lists_the_folders_that_are_checked_out(version: str, world: World) -> None:
    prefix = world.environment("web/.venv")
    world.write("docs/one.md")
    world.write("docs/two.md")
    world.git("add", ".")
    world.git("commit", "-qm", "all")
    world.git("sparse-checkout", "init", "--cone", "--sparse-index")
    world.git("sparse-checkout", "set", "web")
    world.git("update-index", "--index-version", version)
    assert not (world.root / "docs").exists()
    assert b"sdir" in (world.root / ".git" / "index").read_bytes()
    assert world.agrees(prefix).tracked == FILES


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_objects_may_have_longer_names(form: str, world: World) -> None:
    shutil.rmtree(world.root / ".git")
    world.git("init", "-q", f"--object-format={form}")
    prefix = world.environment()
    world.git("add", ".venv")
    world.git("update-index", "--split-index")
    world.git("rm", "-q", "--cached", ".venv/pyvenv.cfg")
    assert world.agrees(prefix).tracked == FILES - 1


@pytest.mark.parametrize("place", [".config/git/ignore", "xdg/git/ignore"])
def test_the_users_own_rules_hold_in_every_repository(place: str, world: World) -> None:
    if place.startswith("xdg"):
        world.environ["XDG_CONFIG_HOME"] = str(world.home / "xdg")
    prefix = world.environment()
    assert not world.agrees(prefix).ignored
    world.write(world.home / place, ".venv/\n")
    assert world.agrees(prefix).ignored
    world.write(".git/info/exclude", "!.venv\n")
    assert not world.agrees(prefix).ignored


@pytest.mark.parametrize("place", [".gitconfig", ".config/git/config"])
@pytest.mark.parametrize(
    "said",
    [
        "excludesFile = ~/rules",
        "excludesfile=~/rules ; mine",
        'EXCLUDESFILE = "~/ru"les#mine',
        "excludesFile = shared/rules",
        "excludesFile =",
        "excludesFile = /nowhere",
    ],
)
def test_a_setting_names_the_file_of_rules(said: str, place: str, world: World) -> None:
    world.write(world.home / place, f"[core]\n\t{said}\n")
    world.write(world.home / "rules", ".venv\n")
    world.write("shared/rules", ".venv\n")
    world.write(world.home / ".config/git/ignore", ".venv\n")
    prefix = world.environment()
    assert world.agrees(prefix).ignored == ("rules" in said or "les#" in said)


def test_settings_are_included_and_the_nearest_count(world: World) -> None:
    world.write(world.home / ".gitconfig", "[include]\n\tpath = more/git.cfg\n")
    world.write(world.home / "more/git.cfg", "[core]\nexcludesFile = ~/rules\n")
    world.write(world.home / "rules", ".venv\n")
    prefix = world.environment()
    assert world.agrees(prefix).ignored
    world.git("config", "core.excludesFile", "/dev/null")
    assert not world.agrees(prefix).ignored


def test_settings_that_include_themselves_come_to_an_end(world: World) -> None:
    world.write(world.home / ".gitconfig", "[include]\n\tpath = ~/.gitconfig\n")
    seen = world.seen(world.environment())
    assert seen is not None
    assert not seen.ignored


def test_the_users_settings_may_be_elsewhere(world: World) -> None:
    world.environ["GIT_CONFIG_GLOBAL"] = str(world.home / "git.cfg")
    world.write(world.home / "git.cfg", "[core]\nexcludesFile = ~/rules\n")
    world.write(world.home / "rules", ".venv\n")
    assert world.agrees(world.environment()).ignored


@pytest.mark.parametrize("said", ["true", "false"])
def test_a_repository_may_ignore_case(said: str, world: World) -> None:
    world.git("config", "core.ignoreCase", said)
    world.write(".gitignore", "ENV/\n")
    assert world.agrees(world.environment("Env")).ignored == (said == "true")


def test_variables_of_one_command_change_nothing(world: World) -> None:
    world.write(".gitignore", ".venv\n")
    prefix = world.environment()
    expected = world.agrees(prefix)
    other = world.root.parent / "other.git"
    world.git("init", "-q", "--bare", str(other))
    world.environ |= {"GIT_DIR": str(other), "GIT_WORK_TREE": str(world.home)}
    world.environ |= {"GIT_INDEX_FILE": str(other / "index"), "GIT_COMMON_DIR": str(other)}
    assert world.seen(prefix) == expected


def test_a_link_to_an_environment_is_a_file(world: World) -> None:
    elsewhere = world.environment(world.root.parent / "kept")
    world.write(elsewhere / ".gitignore", "*\n")
    (world.root / ".venv").symlink_to(elsewhere)
    assert not world.agrees(world.root / ".venv").ignored
    world.write(".gitignore", ".venv/\n")
    assert not world.agrees(world.root / ".venv").ignored
    world.write(".gitignore", ".venv\n")
    assert world.agrees(world.root / ".venv").ignored


def test_what_a_tool_writes_inside_counts(world: World) -> None:
    prefix = world.environment()
    world.write(prefix / ".gitignore", "*\n")
    assert world.agrees(prefix).ignored
