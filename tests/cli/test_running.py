"""A plan on the command line: shown, run with its lines on stderr, and put back if stopped."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from venvlens.cli.running import run_plan
from venvlens.core.plans import Cannot, Plan, Step

FILL = """
import pathlib, sys
made = pathlib.Path(sys.argv[1])
(made / "bin").mkdir()
(made / "bin" / "python").symlink_to(sys.executable)
(made / "pyvenv.cfg").write_text(f"home = {pathlib.Path(sys.executable).parent}")
(made / "made").touch()
print("filling")
"""
FAIL = "import sys; print('error: no luck'); sys.exit(3)"
OPTIONS = {"dry": False, "yes": True, "json": False}


@pytest.fixture
def plan(tmp_path):
    made = tmp_path / "my new.venv"
    step = Step((sys.executable, "-I", "-c", FILL, str(made)), tmp_path, 60)
    return Plan("Create my new.venv", (step,), made, creates=made, remarks=("It is small.",))


def failing(plan):
    step = plan.steps[0]
    return replace(plan, steps=(step, replace(step, argv=(sys.executable, "-I", "-c", FAIL))))


def test_a_plan_is_shown_run_and_done(plan, capsys):
    assert run_plan(plan, **OPTIONS) == 0
    said = capsys.readouterr()
    assert said.out == ""
    first, *_, line, last = said.err.splitlines()
    assert (first, line) == ("Create my new.venv", "  filling")
    assert last == "venvlens: Done: Create my new.venv."
    assert f"  makes: {plan.creates}" in said.err
    assert "  It is small." in said.err
    assert Path(plan.creates, "made").exists()


def test_a_dry_run_shows_it_as_a_report_and_runs_nothing(plan, capsys):
    assert run_plan(plan, **(OPTIONS | {"dry": True})) == 0
    said = capsys.readouterr()
    assert said.err == ""
    # As a shell would take it: what has a space is quoted.
    assert f"'{plan.creates}'" in said.out
    assert not plan.creates.exists()


@pytest.mark.parametrize("dry", [True, False])
def test_programs_are_told_the_plan_and_how_it_ended(plan, capsys, dry):
    assert run_plan(plan, dry=dry, yes=False, json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == ("planned" if dry else "done")
    assert told["plan"]["creates"] == str(plan.creates)
    assert told["version"] == 1


def test_what_does_not_work_leaves_nothing_and_has_status_1(plan, capsys):
    assert run_plan(failing(plan), **OPTIONS) == 1
    assert "no luck" in capsys.readouterr().err.splitlines()[-1]
    assert not plan.creates.exists()


def test_what_is_in_the_way_is_kept_and_has_status_2(plan, capsys):
    plan.creates.mkdir()
    assert run_plan(plan, **OPTIONS) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert list(plan.creates.iterdir()) == []


@pytest.mark.parametrize("as_json", [True, False])
def test_no_plan_has_its_reason_and_status_2(capsys, as_json):
    answer = run_plan(Cannot("there is no Python"), dry=True, yes=False, json=as_json)
    assert answer == 2
    said = capsys.readouterr()
    assert "there is no Python." in (said.out if as_json else said.err)


SLOW = """
import pathlib, sys
from venvlens.cli.running import run_plan
from venvlens.core.plans import Plan, Step
made = pathlib.Path(sys.argv[1])
code = "import subprocess, sys, time, pathlib; pathlib.Path(sys.argv[1], 'x').touch();" \
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);" \
    "print('started', p.pid, flush=True); time.sleep(60)"
step = Step((sys.executable, "-I", "-c", code, str(made)), made.parent, 90)
sys.exit(run_plan(Plan("Create it", (step,), made, creates=made), dry=False, yes=True, json=False))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_and_the_end_of_a_terminal_leave_nothing(tmp_path, number):
    made = tmp_path / "made"
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(made)], stderr=subprocess.PIPE, text=True
    )
    started = next(line for line in child.stderr if line.startswith("  started"))
    child.send_signal(number)
    said = child.stderr.read()
    assert child.wait(30) == 130
    assert "Everything is as before" in said
    assert not made.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.split()[1]), 0)


@pytest.mark.parametrize(
    ("typed", "status"), [(b"y\n", 0), (b"\n", 0), (b"n\n", 130), (b"\x04", 130)]
)
def test_a_person_at_a_terminal_is_asked(plan, typed, status):
    code = (
        "import sys, pathlib; from venvlens.cli.running import run_plan\n"
        "from venvlens.core.plans import Plan, Step\n"
        "made = pathlib.Path(sys.argv[1])\n"
        f"step = Step((sys.executable, '-I', '-c', {FILL!r}, str(made)), made.parent, 60)\n"
        "plan = Plan('Create it', (step,), made, creates=made)\n"
        "sys.exit(run_plan(plan, dry=False, yes=False, json=False))\n"
    )
    ours, theirs = os.openpty()
    argv = [sys.executable, "-c", code, str(plan.creates)]
    child = subprocess.Popen(argv, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b"Go on?" not in shown:
        shown += os.read(ours, 1000)
    os.write(ours, typed)
    assert child.wait(60) == status
    assert plan.creates.exists() == (status == 0)
    os.close(ours)
