"""What a tool's output gives as the cause of its failure, and what a person can do about it."""

from __future__ import annotations

import re

# What tools write when they fail, beside "error: ..." also "OSError: ..." and uv's "cause: ...".
_COMPLAINT = re.compile(r"^\W*(?:\w*error|fatal|cause)\s*:\s*(?P<said>\S.*)$", re.I | re.M)
_LONGEST_CAUSE = 200

_WAYS_OUT = (
    (
        ("ensurepip is not",),
        "install the venv package of that Python (python3-venv on Debian and Ubuntu) or uv",
    ),
    (("no space left on device", "disk quota exceeded"), "free some space on the disk"),
    (("permission denied", "read-only file system"), "check who may write to that folder"),
    (("no matching distribution", "no solution found"), "check its name and its versions"),
    (
        ("name resolution", "dns error", "network is unreachable", "error sending request"),
        "check the network connection",
    ),
)


def cause(output: str) -> str:
    """Return what a tool's output gives as the cause of its failure, in one line or empty."""
    complaints = [match["said"] for match in _COMPLAINT.finditer(output)]
    said = complaints or output.split("\n")
    last = next((line.strip() for line in reversed(said) if line.strip()), "")
    return last if len(last) <= _LONGEST_CAUSE else f"{last[:_LONGEST_CAUSE]}..."


def way_out(output: str) -> str:
    """Return what a person can do about the failure that a text tells of; empty if unknown."""
    told = output.lower()
    for signs, advice in _WAYS_OUT:
        if any(sign in told for sign in signs):
            return advice
    return ""
