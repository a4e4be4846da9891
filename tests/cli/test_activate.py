"""``venvlens activate`` and ``deactivate``: what they print, and that shells can evaluate it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from shells_here import PROGRAMS, every_shell, found
from world import SERIES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")


def test_the_own_script_is_printed_for_the_guessed_shell(world):
    prefix = world.make_environment()
    world.write({"app.py": ""})
    done = world.run("activate", "app.py", SHELL="/usr/bin/bash")
    assert done.stdout == f"source {prefix}/bin/activate\n"
    assert (done.returncode, done.stderr) == (0, "")
    assert world.run("activate", "--shell", "sh").stdout == f". {prefix}/bin/activate\n"
    assert world.run("activate", "--shell=fish").stdout == f"source {prefix}/bin/activate.fish\n"
    assert world.run("activate", str(prefix), "--shell", "zsh").stdout.startswith("source ")


def test_only_variables_are_set_where_that_is_wanted(world):
    prefix = world.make_environment()
    done = world.run("activate", "--shell", "bash", "--set")
    assert done.stdout == (
        f"export VIRTUAL_ENV={prefix}; export VIRTUAL_ENV_PROMPT='.venv'; unset PYTHONHOME; "
        f'export PATH={prefix}/bin"${{PATH:+:$PATH}}"\n'
    )


def test_the_data_is_the_same_for_programs(world):
    prefix = world.make_environment()
    told = json.loads(world.run("activate", "--json", "--shell", "fish").stdout)
    assert (told["version"], told["shell"], told["reason"]) == (1, "fish", None)
    assert told["environment"]["prefix"] == str(prefix)
    assert told["activation"] == {
        "set": {"VIRTUAL_ENV": str(prefix), "VIRTUAL_ENV_PROMPT": ".venv"},
        "unset": ["PYTHONHOME"],
        "prepend": {"PATH": [f"{prefix}/bin"]},
        "remarks": [],
    }
    assert told["deactivation"]["unset"] == ["VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT"]
    assert told["deactivation"]["remove"] == {"PATH": [f"{prefix}/bin"]}
    first, *others = told["commands"]
    assert first["shell"] == "fish"
    assert first["activate"] == f"source {prefix}/bin/activate.fish"
    assert first["deactivate"] == "deactivate"
    assert first["plain"]["activate"].startswith("set -gx VIRTUAL_ENV ")
    assert [one["shell"] for one in others].count("fish") == 0
    cmd = next(one for one in others if one["shell"] == "cmd")
    assert (cmd["activate"], cmd["plain"]) == (None, None)
    assert cmd["reason"] == "cmd is a shell of Windows only."


def test_a_global_interpreter_needs_no_activation(world):
    world.global_python()
    done = world.run("activate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is a global interpreter: there is nothing to activate." in done.stderr


def test_a_broken_environment_is_not_activated(world):
    prefix = world.make_environment()
    for link in (prefix / "bin").glob("python*"):
        link.unlink()
    done = world.run("activate")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{prefix} cannot run: it has no interpreter" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["activate", "a", "b"], "takes one file or folder"),
        (["activate", "nowhere/a.py"], "There is no folder"),
        (["activate", "--shell", "command.com"], "--shell takes ash, bash, cmd"),
        (["activate"], "has no environment, and no Python was found on PATH"),
        (["deactivate", "a"], "takes no path"),
        (["deactivate"], "Nothing is activated here"),
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_printed(world, words, said):
    done = world.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_path_that_the_output_cannot_hold_is_not_changed_into_another(world):
    world.make_environment("é/.venv")
    done = world.run("activate", "é", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout) == (2, "")
    assert "The output is in ascii, which lacks characters of the path." in done.stderr


def test_a_name_that_is_no_text_is_refused(world):
    name = os.fsdecode(b"\xff")
    world.make_environment("text/.venv")
    (world.project / "text").rename(world.project / name)
    for more in ([], ["--json"]):
        done = world.run("activate", name, *more)
        assert "holds bytes that are no text" in done.stdout + done.stderr
    assert json.loads(done.stdout)["activation"] is None


def test_what_is_deactivated_may_be_broken_or_gone_by_now(world):
    gone = world.project / "gone" / ".venv"
    done = world.run("deactivate", "--shell", "fish", VIRTUAL_ENV=str(gone))
    assert f"contains -i -- {gone}/bin $PATH" in done.stdout
    assert done.returncode == 0
    done = world.run("deactivate", "--shell", "sh", CONDA_PREFIX=str(gone))
    assert done.stdout == "conda deactivate\n"


EVALUATE = {
    "bash": 'eval "$(venvlens {words} --shell bash)"',
    "dash": 'eval "$(venvlens {words} --shell dash)"',
    "zsh": 'eval "$(venvlens {words} --shell zsh)"',
    "mksh": 'eval "$(venvlens {words} --shell ksh)"',
    "ksh93": 'eval "$(venvlens {words} --shell ksh)"',
    "fish": "venvlens {words} --shell fish | source",
    "tcsh": 'eval "`venvlens {words} --shell csh`"',
    "xonsh": "execx($(venvlens {words} --shell xonsh))",
    "elvish": "eval (venvlens {words} --shell elvish | slurp)",
}
ASKS = "import os, sys; print(sys.prefix, os.environ.get('VIRTUAL_ENV'), sep='|')"


@pytest.mark.parametrize("name", ["plain", "a  b", "it's $(touch canary) `touch canary`; \\ \"!"])
@pytest.mark.parametrize("how", ["", "--set"])
@pytest.mark.parametrize("shell", every_shell(*EVALUATE))
def test_a_shell_evaluates_what_is_printed(world, shell, how, name):
    if shell == "xonsh":
        name = name.replace("$", "")  # see core/activation_shells.py
    prefix = world.make_environment(f"{name}/.venv")
    world.environ_path.mkdir()
    for program, words in {"venvlens": "-m venvlens", "python": ""}.items():
        script = world.environ_path / program
        script.write_text(f'#!/bin/sh\nexec {sys.executable} {words} "$@"\n')
        script.chmod(0o755)
    back = EVALUATE[shell].format(words=f"deactivate {how}".strip())
    there = EVALUATE[shell].format(words=f"activate {how}".strip())
    first = "set prompt = '> '\n" if shell == "tcsh" else ""
    text = f'{first}{there}\npython -c "{ASKS}"\n{back}\npython -c "{ASKS}"\n'
    program, *options = PROGRAMS[shell].words
    environ = world.environ | {"PATH": f"{world.environ_path}:/usr/bin:/bin"}
    done = subprocess.run(
        [found(program), *options, text],
        cwd=prefix.parent,
        env=environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    inside, outside = done.stdout.splitlines()
    assert inside == f"{prefix}|{prefix}"
    assert outside == f"{sys.prefix}|None"
    assert done.stderr == ""
    assert [entry.name for entry in prefix.parent.iterdir()] == [".venv"]
    assert (prefix / "lib" / f"python{SERIES}").is_dir()
