"""Environments made by the real tools, and the ways in which they break."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from machine_here import machine_on

from venvlens.core.environment import Environment, Fault, FaultCode, Kind
from venvlens.system.disk import Disk, Looks
from venvlens.system.locators import venv

BASE = Path(getattr(sys, "_base_executable", sys.executable))
SERIES = "{}.{}".format(*sys.version_info)
VERSION = "{}.{}.{}".format(*sys.version_info)


def describe(prefix: Path) -> Environment:
    found = venv.describe(prefix, machine_on(sys.platform), "made by a test")
    assert found is not None
    return found


def make(prefix: Path, *options: str) -> Environment:
    subprocess.run([BASE, "-m", "venv", "--without-pip", *options, prefix], check=True)
    return describe(prefix)


def cfg(prefix: Path, text: str) -> Path:
    prefix.mkdir(parents=True, exist_ok=True)
    (prefix / "pyvenv.cfg").write_text(text)
    return prefix


def base(root: Path, series: str = SERIES) -> Path:
    """A base installation that can be taken away again."""
    (root / "bin").mkdir(parents=True)
    (root / "lib" / f"python{series}").mkdir(parents=True)
    (root / "lib" / f"python{series}" / "os.py").touch()
    executable = root / "bin" / f"python{series}"
    executable.touch(0o755)
    return executable


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Make an environment of files over a base, with or without a copy of the interpreter."""

    def make_it(*, copied: bool = False, executable: Path | None = None) -> Path:
        executable = executable or base(tmp_path / "base")
        prefix = cfg(tmp_path / ".venv", f"home = {executable.parent}\nversion = {VERSION}\n")
        (prefix / "bin").mkdir()
        if copied:
            (prefix / "bin" / "python").touch(0o755)
        else:
            (prefix / "bin" / "python3").symlink_to(executable)
            (prefix / "bin" / "python").symlink_to("python3")
        return prefix

    return make_it


# What the real tools make


@pytest.mark.parametrize("options", [(), ("--copies",), ("--system-site-packages",)])
def test_an_environment_made_by_venv(tmp_path: Path, options: tuple[str, ...]) -> None:
    found = make(tmp_path / ".venv", *options)
    said = subprocess.check_output(
        [str(found.executable), "-c", "import sys; print(sys.base_prefix)"], text=True
    )
    assert (found.kind, str(found.version), found.faults) == (Kind.VENV, VERSION, ())
    assert str(found.base_prefix) == said.strip()
    assert found.system_site is ("--system-site-packages" in options)
    assert found.executable == tmp_path / ".venv" / "bin" / "python"


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (("-m", "uv", "venv", "--quiet", "--python", str(BASE)), Kind.UV),
        (("-m", "virtualenv", "--quiet", "--no-seed", "--python", str(BASE)), Kind.VIRTUALENV),
    ],
)
def test_an_environment_made_by_another_tool(
    tmp_path: Path, command: tuple[str, ...], kind: Kind
) -> None:
    prefix = tmp_path / ".venv"
    subprocess.run([sys.executable, *command, prefix], check=True, capture_output=True)
    found = describe(prefix)
    said = subprocess.check_output(
        [str(found.executable), "-c", "import sys; print(sys.base_prefix)"], text=True
    )
    assert (found.kind, str(found.version), found.faults) == (kind, VERSION, ())
    assert str(found.base_prefix) == said.strip()


def test_an_environment_of_an_environment_has_the_base_of_all(tmp_path: Path) -> None:
    outer = make(tmp_path / "outer")
    subprocess.run(
        [str(outer.executable), "-m", "venv", "--without-pip", tmp_path / "inner"], check=True
    )
    assert describe(tmp_path / "inner").base_prefix == outer.base_prefix


def test_a_link_to_an_environment_is_one_by_the_name_of_the_link(tmp_path: Path) -> None:
    make(tmp_path / "kept")
    (tmp_path / ".venv").symlink_to("kept")
    assert venv.prefixes_in(tmp_path, Looks(Disk())) == (tmp_path / ".venv", tmp_path / "kept")
    assert describe(tmp_path / ".venv").prefix == tmp_path / ".venv"


def test_an_environment_that_was_moved_still_runs(tmp_path: Path) -> None:
    make(tmp_path / "before")
    (tmp_path / "before").rename(tmp_path / "after")
    found = describe(tmp_path / "after")
    assert found.runs
    subprocess.run([str(found.executable), "-c", ""], check=True)


def test_a_base_that_was_upgraded_runs_in_its_new_version(tmp_path: Path, made) -> None:
    newer = base(tmp_path / "base", "3.99")
    (tmp_path / "base" / "bin" / "python3").symlink_to("python3.99")
    prefix = made(executable=tmp_path / "base" / "bin" / "python3")
    found = describe(prefix)
    assert str(found.version) == "3.99"
    assert (found.runs, found.base_prefix) == (True, newer.parents[1])


def test_a_link_in_home_leads_to_the_base(tmp_path: Path, made) -> None:
    executable = base(tmp_path / "opt")
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "python3").symlink_to(executable)
    found = describe(made(executable=tmp_path / "local" / "python3"))
    assert (found.runs, found.base_prefix) == (True, tmp_path / "opt")


# How they break


def faults(prefix: Path) -> list[tuple[FaultCode, Path]]:
    return [(fault.code, Path(fault.path)) for fault in describe(prefix).faults]


def test_a_sound_one_has_no_fault(made) -> None:
    assert faults(made()) == []


def test_the_base_that_a_link_led_to_is_gone(tmp_path: Path, made) -> None:
    prefix = made()
    shutil.rmtree(tmp_path / "base")
    assert faults(prefix) == [(FaultCode.BASE_GONE, tmp_path / "base/bin" / f"python{SERIES}")]


def test_the_first_missing_target_of_many_links_is_named(tmp_path: Path, made) -> None:
    prefix = made()
    (prefix / "bin" / "python3").unlink()
    (prefix / "bin" / "python3").symlink_to("../../elsewhere/bin/python3")
    (tmp_path / "elsewhere" / "bin").mkdir(parents=True)
    (tmp_path / "elsewhere" / "bin" / "python3").symlink_to("python3.7")
    assert faults(prefix) == [(FaultCode.BASE_GONE, tmp_path / "elsewhere/bin/python3.7")]


def test_the_home_of_a_copy_is_gone(tmp_path: Path, made) -> None:
    prefix = made(copied=True)
    shutil.rmtree(tmp_path / "base")
    assert faults(prefix) == [(FaultCode.BASE_GONE, tmp_path / "base/bin" / f"python{SERIES}")]


def test_the_interpreter_in_the_home_of_a_copy_is_gone(tmp_path: Path, made) -> None:
    prefix = made(copied=True)
    (tmp_path / "base" / "bin" / f"python{SERIES}").unlink()
    assert faults(prefix) == []  # its library is there, and that is all a copy needs
    shutil.rmtree(tmp_path / "base" / "lib")
    assert faults(prefix) == [(FaultCode.BASE_GONE, tmp_path / "base/bin" / f"python{SERIES}")]


def test_the_interpreter_that_was_written_down_is_named(tmp_path: Path) -> None:
    text = "home = /gone/bin\nversion = 3.9.1\nexecutable = /gone/bin/python3.9\n"
    prefix = cfg(tmp_path / ".venv", text)
    assert faults(prefix) == [(FaultCode.BASE_GONE, Path("/gone/bin/python3.9"))]


def test_an_environment_without_an_interpreter_over_a_sound_base(made) -> None:
    prefix = made()
    shutil.rmtree(prefix / "bin")
    assert faults(prefix) == [(FaultCode.NO_EXECUTABLE, prefix / "bin/python")]


def test_links_that_lead_in_a_circle(made) -> None:
    prefix = made()
    (prefix / "bin" / "python3").unlink()
    (prefix / "bin" / "python3").symlink_to("python")
    assert faults(prefix) == [(FaultCode.NO_EXECUTABLE, prefix / "bin/python")]


@pytest.mark.parametrize("text", ["", "version = 3.12.1\n", "home =\n", "\0\0", "[venv]\nhome: /a"])
def test_a_cfg_that_does_not_say_where_home_is(tmp_path: Path, text: str) -> None:
    prefix = cfg(tmp_path / ".venv", text)
    assert faults(prefix) == [(FaultCode.NO_HOME, prefix / "pyvenv.cfg")]


def test_a_cfg_that_is_a_folder(tmp_path: Path) -> None:
    prefix = tmp_path / ".venv"
    (prefix / "pyvenv.cfg").mkdir(parents=True)
    assert faults(prefix) == [(FaultCode.UNREADABLE, prefix / "pyvenv.cfg")]


def test_a_cfg_that_is_a_pipe_holds_nobody_up(tmp_path: Path) -> None:
    prefix = tmp_path / ".venv"
    prefix.mkdir()
    os.mkfifo(prefix / "pyvenv.cfg")
    assert faults(prefix) == [(FaultCode.UNREADABLE, prefix / "pyvenv.cfg")]


def test_a_cfg_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = cfg(tmp_path / ".venv", "home = /usr/bin\n")
    machine = machine_on(sys.platform)
    # A superuser may read everything.
    monkeypatch.setattr(machine.files.looks, "text", lambda path: None)
    found = venv.describe(prefix, machine, "made by a test")
    assert found is not None
    assert found.faults == (Fault(FaultCode.UNREADABLE, prefix / "pyvenv.cfg"),)


def test_a_half_made_folder_is_no_environment(tmp_path: Path) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    assert venv.describe(tmp_path / ".venv", machine_on(sys.platform), "") is None
    assert venv.describe(tmp_path / "nothing", machine_on(sys.platform), "") is None


def test_a_file_is_no_environment(tmp_path: Path) -> None:
    (tmp_path / ".venv").write_text("/somewhere/else\n")
    assert venv.prefixes_in(tmp_path, Looks(Disk())) == ()
    assert venv.describe(tmp_path / ".venv", machine_on(sys.platform), "") is None


# Where they are looked for


def names(folder: Path) -> list[str]:
    return [prefix.name for prefix in venv.prefixes_in(folder, Looks(Disk()))]


def test_the_usual_names_come_first_and_any_child_counts(tmp_path: Path) -> None:
    for name in ("zoo", "env", ".venv", "docs", "venv", ".hidden-env", "py312"):
        cfg(tmp_path / name, "")
    (tmp_path / "src").mkdir()
    assert names(tmp_path) == [".venv", "venv", "env", ".hidden-env", "docs", "py312", "zoo"]


def test_folders_that_hold_other_things_are_not_looked_into(tmp_path: Path) -> None:
    for name in ("node_modules", ".git", ".tox", "__pycache__", "site-packages"):
        cfg(tmp_path / name, "")
    assert names(tmp_path) == []


def test_among_many_folders_and_in_packages_a_name_has_to_say_it(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / "many" / f"part{number}").mkdir(parents=True)
    for parent in ("many", "package"):
        for name in ("venv", "my-env", "other"):
            cfg(tmp_path / parent / name, "")
    (tmp_path / "package" / "__init__.py").touch()
    assert names(tmp_path / "many") == ["venv", "my-env"]
    assert names(tmp_path / "package") == ["venv", "my-env"]
