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
    culprit = _culprit(output)
    last = f"{culprit}: {last}" if culprit and culprit not in last else last
    return last if len(last) <= _LONGEST_CAUSE else f"{last[:_LONGEST_CAUSE]}..."


# pip and uv name what they fail to build in another line than the one that says why.
_BUILD = re.compile(
    r"(?:Failed building (?:wheel|editable) for |Failed to build |Failed to download )"
    r"(?:and install )?[`'\"]?(?P<name>[A-Za-z0-9][\w.-]*(?:==[\w.+!-]+)?)"
)
_COLLECTING = re.compile(r"^ *(?:Collecting|Obtaining|Processing) (?P<name>\S+)", re.MULTILINE)
_METADATA = re.compile(r"metadata-generation-failed|subprocess-exited-with-error")


def _culprit(output: str) -> str:
    """Return the distribution that could not be made, empty if the output names none."""
    found = list(_BUILD.finditer(output))
    if not found and _METADATA.search(output):
        found = list(_COLLECTING.finditer(output))
    return found[-1]["name"] if found else ""


def way_out(output: str) -> str:
    """Return what a person can do about the failure that a text tells of; empty if unknown."""
    told = output.lower()
    for signs, advice in _WAYS_OUT:
        if any(sign in told for sign in signs):
            return advice
    return ""
