"""Machines made of links and files, and then the machine that the tests run on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from machine_here import default, describe, interpreters, located

import venvlens
from venvlens.core.environment import Environment, Kind
from venvlens.system.host import Host, read_host
from venvlens.system.locators import on_path, pyenv

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Put an interpreter of a version into a prefix; return the most exact name of it."""

    def put(prefix: str, version: str, *links: str) -> Path:
        series = ".".join(version.split(".")[:2])
        executable = program(tmp_path / prefix / "bin" / f"python{series}")
        include = tmp_path / prefix / "include" / f"python{series}"
        include.mkdir(parents=True)
        (include / "patchlevel.h").write_text(f'#define PY_VERSION "{version}"\n')
        for link in links:
            (executable.parent / link).symlink_to(executable.name)
        return executable

    return put


def program(path: Path, content: bytes = b"\x7fELF") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)
    return path


def host(root: Path, *path: str, platform: str = "linux", **environ: str) -> Host:
    return Host(environ, tuple(root / entry for entry in path), root / "home", platform)


def found(environments: object) -> list[tuple[str, str]]:
    return [(str(e.version), str(e.executable)) for e in environments]  # type: ignore[attr-defined]


# One interpreter


def test_a_global_interpreter_is_its_own_base(install: Install, tmp_path: Path) -> None:
    executable = install("usr", "3.12.1", "python3")
    environment = describe(tmp_path / "usr/bin/python3", Kind.GLOBAL, "found on PATH", sys.platform)
    assert environment == Environment(
        prefix=tmp_path / "usr",
        kind=Kind.GLOBAL,
        origin="found on PATH",
        executable=executable,
        version=environment.version,
        base_prefix=tmp_path / "usr",
        base_executable=executable,
    )
    assert str(environment.version) == "3.12.1"


def test_a_link_from_elsewhere_is_shown_and_its_target_is_the_prefix(
    install: Install, tmp_path: Path
) -> None:
    link = tmp_path / "home/.local/bin/python3.12"
    link.parent.mkdir(parents=True)
    link.symlink_to(install("opt/cpython", "3.12.1"))
    environment = describe(link, Kind.GLOBAL, "found on PATH", sys.platform)
    assert (environment.executable, environment.prefix) == (link, tmp_path / "opt/cpython")


def test_an_installation_behind_a_linked_folder_keeps_the_path_it_is_known_by(
    install: Install, tmp_path: Path
) -> None:
    install("data/versions/3.12.1", "3.12.1", "python")
    (tmp_path / "home").symlink_to("data")
    shown = tmp_path / "home/versions/3.12.1"
    environment = describe(shown / "bin/python", Kind.PYENV, "installed by pyenv", sys.platform)
    assert (environment.executable, environment.prefix) == (shown / "bin/python3.12", shown)


# On PATH


def test_names_of_one_interpreter_are_one_interpreter(install: Install, tmp_path: Path) -> None:
    executable = install("usr", "3.12.1", "python3", "python")
    assert found(located(on_path, host(tmp_path, "usr/bin"))) == [("3.12.1", str(executable))]


@pytest.mark.parametrize("path", [("bin", "usr/bin"), ("usr/bin", "bin"), ("sbin",)])
def test_merged_folders_are_shown_by_their_real_name(
    install: Install, tmp_path: Path, path: tuple[str, ...]
) -> None:
    executable = install("usr", "3.12.1", "python3")
    (tmp_path / "bin").symlink_to("usr/bin")
    (tmp_path / "sbin").symlink_to("usr/bin")
    assert found(located(on_path, host(tmp_path, *path))) == [("3.12.1", str(executable))]


def test_a_folder_may_hold_several_interpreters(install: Install, tmp_path: Path) -> None:
    for version in ("3.9.1", "3.13.0", "3.10.2"):
        install("usr", version)
    assert sorted(v for v, _ in found(located(on_path, host(tmp_path, "usr/bin")))) == [
        "3.10.2",
        "3.13.0",
        "3.9.1",
    ]


@pytest.mark.parametrize(
    "name", ["python3-config", "python3.12-gdb.py", "python2-config", "pythonw", "xpython3.12"]
)
def test_other_programs_are_no_interpreters(tmp_path: Path, name: str) -> None:
    program(tmp_path / "bin" / name)
    assert found(located(on_path, host(tmp_path, "bin"))) == []


def test_python_2_is_found_and_is_of_no_use(install: Install, tmp_path: Path) -> None:
    executable = install("usr", "2.7.18", "python", "python2")
    machine = host(tmp_path, "usr/bin")
    assert found(located(on_path, machine)) == [("2.7.18", str(executable))]
    assert interpreters(machine) == ()
    assert default(machine, tmp_path) is None


def test_scripts_are_no_interpreters(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.12", b"#!/bin/sh\n")
    assert found(located(on_path, host(tmp_path, "bin"))) == []


def test_folders_of_shims_are_passed_over(tmp_path: Path) -> None:
    program(tmp_path / ".asdf/shims/python3.12")
    assert found(located(on_path, host(tmp_path, ".asdf/shims"))) == []


def test_what_cannot_be_started_is_no_interpreter(tmp_path: Path) -> None:
    program(tmp_path / "bin/python3.9").chmod(0o644)
    (tmp_path / "bin/python3.10").symlink_to("gone")
    (tmp_path / "bin/python3.11").symlink_to("python3.11")
    (tmp_path / "bin/python3.12").mkdir()
    assert found(located(on_path, host(tmp_path, "bin"))) == []


def test_virtual_environments_are_passed_over(install: Install, tmp_path: Path) -> None:
    install("project/.venv", "3.12.1", "python3")
    (tmp_path / "project/.venv/pyvenv.cfg").touch()
    assert found(located(on_path, host(tmp_path, "project/.venv/bin"))) == []


def test_entries_of_path_that_are_no_folders_are_passed_over(
    install: Install, tmp_path: Path
) -> None:
    executable = install("usr", "3.12.1")
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    path = ("gone", "file", "loop", "usr/bin")
    assert found(located(on_path, host(tmp_path, *path))) == [("3.12.1", str(executable))]


def test_a_folder_that_may_not_be_read_is_passed_over(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Modes do not stop the superuser, so the refusal is made here.
    executable = install("usr", "3.12.1")
    install("secret", "3.13.0")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if folder == tmp_path / "secret/bin":
            raise PermissionError(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(located(on_path, host(tmp_path, "secret/bin", "usr/bin"))) == [
        ("3.12.1", str(executable))
    ]


def test_windows_has_other_names_and_a_store_of_stubs(tmp_path: Path) -> None:
    executable = program(tmp_path / "Python312/python.exe", b"MZ")
    (executable.parent / "include").mkdir()
    (executable.parent / "include/patchlevel.h").write_text('#define PY_VERSION "3.12.1"')
    program(tmp_path / "Python312/python", b"MZ")
    program(tmp_path / "Microsoft/WindowsApps/python.exe", b"MZ")
    windows = host(tmp_path, "Microsoft/WindowsApps", "Python312", platform="win32")
    assert found(located(on_path, windows)) == [("3.12.1", str(executable))]
    assert default(windows, tmp_path).executable == executable


def test_two_hundred_folders(install: Install, tmp_path: Path) -> None:
    folders = [f"many/{number}" for number in range(200)]
    for folder in folders[::2]:
        (tmp_path / folder).mkdir(parents=True)
    executable = install("usr", "3.12.1")
    machine = host(tmp_path, *folders, "usr/bin")
    assert found(located(on_path, machine)) == [("3.12.1", str(executable))]


# pyenv


def test_pyenv_has_a_folder_for_each_version(install: Install, tmp_path: Path) -> None:
    install("home/.pyenv/versions/3.12.1", "3.12.1", "python")
    install("home/.pyenv/versions/2.7.18", "2.7.18", "python")
    old, environment = located(pyenv, host(tmp_path))
    assert (old.judges, environment.judges) == (False, True)
    assert environment.kind is Kind.PYENV
    assert environment.prefix == tmp_path / "home/.pyenv/versions/3.12.1"
    assert environment.executable == environment.prefix / "bin/python3.12"


def test_the_root_of_pyenv_can_be_named(install: Install, tmp_path: Path) -> None:
    install("opt/pyenv/versions/3.12.1", "3.12.1", "python")
    named = host(tmp_path, PYENV_ROOT=str(tmp_path / "opt/pyenv"))
    assert [version for version, _ in found(located(pyenv, named))] == ["3.12.1"]


def test_pyenv_virtualenvs_and_links_are_not_further_interpreters(
    install: Install, tmp_path: Path
) -> None:
    executable = install("home/.pyenv/versions/3.12.1", "3.12.1", "python")
    versions = tmp_path / "home/.pyenv/versions"
    (versions / "3.12").symlink_to("3.12.1")
    (versions / "a-broken-link").symlink_to("gone")
    program(versions / "project/bin/python")
    (versions / "project/pyvenv.cfg").touch()
    assert found(located(pyenv, host(tmp_path))) == [("3.12.1", str(executable))]


def test_without_pyenv_there_is_nothing(tmp_path: Path) -> None:
    assert list(located(pyenv, host(tmp_path))) == []
    assert list(located(pyenv, host(tmp_path, PYENV_ROOT=""))) == []


# The machine


def test_interpreters_come_newest_first_and_once(install: Install, tmp_path: Path) -> None:
    for version in ("3.9.18", "3.14.0rc2", "3.12.1"):
        install(f"home/.pyenv/versions/{version}", version, "python")
    install("usr", "3.12.3")
    install("opt", "3.14.0")
    path = ("usr/bin", "home/.pyenv/versions/3.12.1/bin", "opt/bin")
    environments = interpreters(host(tmp_path, *path))
    assert [(str(e.version), e.kind) for e in environments] == [
        ("3.14.0", Kind.GLOBAL),
        ("3.14.0rc2", Kind.PYENV),
        ("3.12.3", Kind.GLOBAL),
        ("3.12.1", Kind.PYENV),
        ("3.9.18", Kind.PYENV),
    ]


def test_an_empty_machine_has_no_interpreters(tmp_path: Path) -> None:
    assert interpreters(host(tmp_path)) == ()
    assert default(host(tmp_path), tmp_path) is None


# The default


@pytest.fixture
def shimmed(install: Install, tmp_path: Path) -> Host:
    """A machine with pyenv in front of a Python of the system."""
    for version in ("3.9.18", "3.12.1", "3.12.10", "3.12.11rc1", "3.13.0t", "2.7.18"):
        install(f"home/.pyenv/versions/{version}", version.rstrip("t"), "python3", "python")
    for name in ("python3", "python"):
        program(tmp_path / "home/.pyenv/shims" / name, b"#!/usr/bin/env bash\n")
    install("usr", "3.11.2", "python3")
    (tmp_path / "work/project").mkdir(parents=True)
    return host(tmp_path, "home/.pyenv/shims", "usr/bin")


def test_the_first_on_path_is_the_default(install: Install, tmp_path: Path) -> None:
    first = install("opt", "3.9.1", "python3")
    install("usr", "3.12.1", "python3")
    assert default(host(tmp_path, "opt/bin", "usr/bin"), tmp_path).executable == first


def test_python3_is_preferred_to_python(install: Install, tmp_path: Path) -> None:
    install("opt", "3.13.0", "python")
    second = install("usr", "3.12.1", "python3")
    assert default(host(tmp_path, "opt/bin", "usr/bin"), tmp_path).executable == second


def test_python_will_do_if_it_is_not_python_2(install: Install, tmp_path: Path) -> None:
    install("opt", "2.7.18", "python")
    second = install("usr", "3.12.1", "python")
    assert default(host(tmp_path, "opt/bin", "usr/bin"), tmp_path).executable == second


def test_an_activated_environment_is_not_the_default(install: Install, tmp_path: Path) -> None:
    install("project/.venv", "3.12.1", "python3")
    (tmp_path / "project/.venv/pyvenv.cfg").touch()
    machine = install("usr", "3.12.1", "python3")
    assert default(host(tmp_path, "project/.venv/bin", "usr/bin"), tmp_path).executable == machine


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("3.9.18\n", "3.9.18"),
        ("3.12", "3.12.10"),
        ("python-3.12\r\n", "3.12.10"),
        ("3.12.11rc1", "3.12.11rc1"),
        ("# a comment\n\n  3.9.18 # another\n3.12.1", "3.9.18"),
        ("3.7\n3.12.1\n", "3.12.1"),
        ("3.1", "3.11.2"),
        ("2.7.18\n", "3.11.2"),
        ("system\n3.9.18", "3.11.2"),
        ("../versions/3.9.18", "3.11.2"),
        ("..", "3.11.2"),
        ("", "3.11.2"),
    ],
)
def test_a_version_file_chooses_behind_the_shim(
    shimmed: Host, tmp_path: Path, text: str, version: str
) -> None:
    (tmp_path / "home/.pyenv/version").write_text("3.12.1")
    (tmp_path / "work/.python-version").write_text(text)
    assert str(default(shimmed, tmp_path / "work/project").version) == version


def test_a_free_threaded_prefix_means_a_free_threaded_version(
    shimmed: Host, tmp_path: Path
) -> None:
    (tmp_path / "work/.python-version").write_text("3.13t")
    environment = default(shimmed, tmp_path / "work")
    assert environment.prefix == tmp_path / "home/.pyenv/versions/3.13.0t"


def test_the_nearest_version_file_counts(shimmed: Host, tmp_path: Path) -> None:
    (tmp_path / "work/.python-version").write_text("3.12.1")
    (tmp_path / "work/project/.python-version").write_text("3.9.18")
    assert str(default(shimmed, tmp_path / "work/project").version) == "3.9.18"
    assert str(default(shimmed, tmp_path / "work").version) == "3.12.1"


def test_the_global_version_counts_where_there_is_no_file(shimmed: Host, tmp_path: Path) -> None:
    assert str(default(shimmed, tmp_path / "work").version) == "3.11.2"
    (tmp_path / "home/.pyenv/version").write_text("3.9.18\n")
    environment = default(shimmed, tmp_path / "work")
    assert str(environment.version) == "3.9.18"
    assert environment.kind is Kind.PYENV


def test_pyenv_version_comes_before_files(shimmed: Host, tmp_path: Path) -> None:
    (tmp_path / "work/.python-version").write_text("3.12.1")
    for value, version in (("3.9.18:3.12.1", "3.9.18"), ("gone:3.9.18", "3.9.18"), ("", "3.12.1")):
        machine = host(tmp_path, "home/.pyenv/shims", "usr/bin", PYENV_VERSION=value)
        assert str(default(machine, tmp_path / "work").version) == version


def test_a_pyenv_virtualenv_is_not_the_default(shimmed: Host, tmp_path: Path) -> None:
    environment = tmp_path / "home/.pyenv/versions/project"
    program(environment / "bin/python3")
    (environment / "pyvenv.cfg").touch()
    (tmp_path / "work/.python-version").write_text("project\n3.9.18")
    assert str(default(shimmed, tmp_path / "work").version) == "3.9.18"


def test_shims_of_other_managers_lead_to_the_next_on_path(install: Install, tmp_path: Path) -> None:
    program(tmp_path / ".asdf/shims/python3", b"#!/usr/bin/env bash\n")
    executable = install("usr", "3.12.1", "python3")
    assert default(host(tmp_path, ".asdf/shims", "usr/bin"), tmp_path).executable == executable


# This machine

TRUTH = "import sys; print(*sys.version_info[:3]); print(sys.base_prefix); print(sys.executable)"


def run(command: list[str], **options: object) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=True, **options)
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "environment",
    interpreters(read_host())
    or [describe(Path(sys._base_executable), Kind.GLOBAL, "runs the tests", sys.platform)],
    ids=lambda environment: str(environment.executable),
)
def test_real_interpreters_agree(environment: Environment) -> None:
    version, base_prefix, _ = run([str(environment.executable), "-IS", "-c", TRUTH])
    told = environment.version
    assert version == f"{told.major} {told.minor} {told.micro}"
    assert base_prefix == str(environment.prefix) == str(environment.base_prefix)


def test_the_interpreter_that_runs_the_tests_is_found() -> None:
    base = Path(sys._base_executable)
    this = read_host()
    machine = Host(this.environ, (base.parent, *this.path), this.home, this.platform)
    assert base.resolve() in {Path(e.executable).resolve() for e in interpreters(machine)}


def settings() -> list[tuple[str, str | None]]:
    """PYENV_VERSION and ``.python-version`` that mean something where pyenv is installed."""
    installed = [e.prefix.name for e in located(pyenv, read_host())] or ["3.12.1"]
    oldest, some = min(installed), installed[len(installed) // 2]
    series = some.rpartition(".")[0]
    return [
        ("", None),
        ("", oldest),
        ("", series),
        ("", f"python-{series}"),
        ("", "3"),
        ("", "2"),
        ("", "system"),
        ("", ""),
        ("", f"# first\n0.0.1\n{oldest} x\n"),
        (f"0.0.1:{some}", oldest),
        ("system", oldest),
    ]


@pytest.mark.parametrize(("pyenv_version", "text"), settings())
def test_the_default_is_what_python3_starts(
    pyenv_version: str, text: str | None, tmp_path: Path
) -> None:
    this = read_host()
    base = Path(sys._base_executable).parent
    path = tuple(f for f in (*this.path, base) if not (f.parent / "pyvenv.cfg").exists())
    environ = {**this.environ, "PYENV_VERSION": pyenv_version}
    environ["PATH"] = os.pathsep.join(map(str, path))
    if text is not None:
        (tmp_path / ".python-version").write_text(text)
    environment = default(Host(environ, path, this.home, this.platform), tmp_path)
    _, base_prefix, executable = run(
        ["/usr/bin/env", "python3", "-IS", "-c", TRUTH], env=environ, cwd=tmp_path
    )
    assert Path(environment.executable).resolve() == Path(executable).resolve()
    assert Path(environment.prefix).resolve() == Path(base_prefix).resolve()


LOOK = """
import sys
from pathlib import Path
from venvlens.system.host import read_host
from venvlens.system.disk import Disk, Looks
from venvlens.system.locators.default_interpreter import default
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.real_machine import machine_of

STARTS = ("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
          "os.startfile", "pty.spawn")

def refuse(event, arguments):
    if event.startswith(STARTS):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
machine = machine_of(read_host(), Looks(Disk()))
found = interpreters(machine)
default(machine, Path.cwd())
print(len(found))
"""


def test_looking_starts_nothing(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(Path(venvlens.__file__).parent.parent)}
    (count,) = run([sys.executable, "-c", LOOK], env=environ, cwd=tmp_path)
    assert int(count) == len(interpreters(read_host()))
