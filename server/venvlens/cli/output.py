"""Where words leave: a report to the standard output, sentences to the standard error."""

from __future__ import annotations

import os
import sys

from venvlens.cli.printable import shown

COULD_NOT_RUN = 2
"""Exit status of a command that could not do what it was asked for."""
_NOBODY_READS = 141
"""Exit status as the shell gives it to a program that a closed pipe ended."""


def say(sentence: str) -> None:
    """Tell the user something that is no part of a report."""
    print(f"venvlens: {shown(sentence)}", file=sys.stderr)


def deliver(report: str) -> int:
    """Write a report and return 0, or the exit status where that failed."""
    try:
        _use_replacements()
        sys.stdout.write(report)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return _NOBODY_READS
    except OSError as error:
        _forget_output()
        say(f"The report could not be written: {error.strerror}.")
        return COULD_NOT_RUN
    return 0


def _use_replacements() -> None:
    """Let text that the output's encoding lacks be shown as escapes, never fail."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Keep Python from writing the rest once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
