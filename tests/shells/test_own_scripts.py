"""The scripts that real tools write, read by real shells: activated, and left as before."""

import subprocess
import sys
from pathlib import Path, PurePath

import machine_here
import pytest
from interpreters import described, environ, interpreters
from shells_here import PROGRAMS, Playground, every_shell, reports

from venvlens.core.activation import Activation, activation
from venvlens.core.activation_commands import Commands, Pair, commands
from venvlens.system.activation import activatable

TOOLS = Path(sys.executable).parent
MAKERS = {
    "venv": (sys.executable, "-m", "venv", "--without-pip"),
    "virtualenv": (sys.executable, "-m", "virtualenv", "-q", "--no-seed"),
    "uv": (str(TOOLS / "uv"), "venv", "-q", "--python", sys.executable),
}
NO_SCRIPT = {
    "venv": {"xonsh", "nu", "elvish"},
    "virtualenv": {"elvish"},
    "uv": {"elvish", "xonsh"},  # uv's for xonsh does not say which folder it leads to
}


def make(prefix: Path, *words: str | PurePath) -> None:
    prefix.parent.mkdir(parents=True)
    subprocess.run([*map(str, words), str(prefix)], env=environ(), check=True, capture_output=True)


def known_commands(prefix: Path, shell: str) -> Commands:
    machine = machine_here.machine_on(sys.platform)
    wanted = activatable(described(prefix), machine)
    meant = activation(wanted)
    assert isinstance(meant, Activation)
    found = commands(wanted, meant, PROGRAMS[shell].language)
    assert isinstance(found, Commands)
    return found


def check(shell: str, pair: Pair, prefix: Path, playground: Playground) -> None:
    """Ask the environment's real interpreter, and whatever comes after it."""
    calls = PROGRAMS[shell].calls
    asks = f"{calls} -c 'import sys; print(sys.prefix)'"
    # At a prompt there always is one, and venv's script for csh counts on that.
    first = "set prompt = '> '\n" if shell.endswith("csh") else ""
    text = f"{first}{pair.activate}\n{asks}\n{pair.deactivate}\n{calls}"
    done = playground.run(shell, text)
    said = done.stdout.decode().splitlines()
    assert said[:1] == [str(prefix)], done.stderr
    [outside] = reports(done)
    assert outside.program == f"{playground.root}/bin/python"
    assert outside.environ["PATH"] == playground.path
    assert "VIRTUAL_ENV" not in outside.environ
    assert done.stderr == b""


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("shell", every_shell())
def test_an_environments_own_script_is_what_is_offered(shell, maker, tmp_path):
    playground = Playground(tmp_path)
    prefix = tmp_path / "my project" / ".venv"
    make(prefix, *MAKERS[maker])
    known = known_commands(prefix, shell)
    assert (known.own is None) == (shell in NO_SCRIPT[maker])
    check(shell, known.usual, prefix, playground)
    check(shell, known.plain, prefix, playground)


@pytest.mark.parametrize("shell", every_shell("bash", "dash", "zsh", "mksh", "fish", "tcsh"))
def test_the_scripts_of_every_python_work(shell, tmp_path):
    made = [one for one in interpreters() if one.implementation == "cpython"]
    for number, python in enumerate(made):
        prefix = tmp_path / f"a b {number}" / "my env"
        assert python.executable is not None
        make(prefix, python.executable, "-m", "venv", "--without-pip")
        known = known_commands(prefix, shell)
        assert known.own is not None
        check(shell, known.own, prefix, Playground(tmp_path))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("shell", every_shell())
@pytest.mark.parametrize("name", ["$(touch canary)", "`touch canary`", "it's", '";touch canary;"'])
def test_no_script_is_offered_that_may_run_its_path(shell, maker, name, tmp_path):
    playground = Playground(tmp_path)
    prefix = tmp_path / name / ".venv"
    make(prefix, *MAKERS[maker])
    wanted = activatable(described(prefix), machine_here.machine_on(sys.platform))
    meant = activation(wanted)
    assert isinstance(meant, Activation)
    known = commands(wanted, meant, PROGRAMS[shell].language)
    if not isinstance(known, Commands):
        assert (shell, "$" in name) == ("xonsh", True)
        return
    assert known.own is None
    check(shell, known.usual, prefix, playground)
    assert playground.left() == []


@pytest.mark.parametrize("shell", every_shell("bash", "dash"))
def test_such_a_script_would_have_run_it(shell, tmp_path):
    """What CPython wrote before 3.13.1, so that the test above is about something."""
    playground = Playground(tmp_path)
    prefix = tmp_path / "$(touch canary)"
    script = prefix / "bin" / "activate"
    script.parent.mkdir(parents=True)
    script.write_text(f'VIRTUAL_ENV="{prefix}"\nexport VIRTUAL_ENV\n')
    playground.run(shell, f". '{script}'")
    assert playground.left() == ["canary"]
