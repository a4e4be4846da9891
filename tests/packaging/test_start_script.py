"""The script that starts the bundled server, as far as it can be told without the bundle."""

from __future__ import annotations

import ast
import subprocess
import sys

import machine_here
from interpreters import environ, host
from places import CLIENT

SCRIPT = CLIENT / "scripts" / "venvlens_server.py"
TOO_OLD = 78
ISOLATED = ("-I", "-S", "-X", "utf8")


def say(*command: object) -> tuple[int, str, str]:
    """Run a command; return its exit status, its output and its errors."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, env=environ())
    return done.returncode, done.stdout, done.stderr


def test_the_oldest_pythons_can_read_it():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 4))
    SCRIPT.read_bytes().decode("ascii")  # Python 2 reads nothing else without a declaration.


def test_a_python_that_is_too_old_says_so_in_a_sentence():
    pretend = f"import runpy, sys; sys.version_info = (3, 10, 13); runpy.run_path({str(SCRIPT)!r})"
    sentence = f"VenvLens needs Python 3.11 or newer to run, and {sys.executable} is 3.10.13.\n"
    assert say(sys.executable, *ISOLATED, "-c", pretend) == (TOO_OLD, "", sentence)


def test_the_old_pythons_of_this_machine_say_so():
    for one in machine_here.interpreters(host()):
        if one.version and one.version.series < (3, 11):
            # Python 2 does not know what it is to be isolated.
            options = ISOLATED if one.version.series >= (3, 4) else ()
            status, output, error = say(one.executable, *options, SCRIPT, "server")
            assert (status, output) == (TOO_OLD, ""), one
            assert error.startswith("VenvLens needs Python 3.11 or newer to run, and "), one
            assert error.count("\n") == 1, error
