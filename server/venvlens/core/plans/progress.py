"""How far a tool is, by the lines that it prints.

uv tells how many distributions it needs and which it has; poetry and pdm how many operations there
are. pip tells what it has found, but never how much is still to come, so it gets words and no
share until it installs. Lines that are not known are words, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# Terminals' colours and cursor movements; tools are asked for none and some write them still.
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b-\x1f\x7f]")
_BAR = re.compile(r"[\u2500-\u259f\u2800-\u28ff#=>\-|]{4,}")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a step is."""

    message: str = ""
    """The last line with words in it, cut to a readable length."""
    percentage: int | None = None
    """Of this step; None as long as the tool gives nothing to reckon with. It never falls."""
    wanted: int = 0
    """How many distributions the step is about; 0 if unknown."""
    got: int = 0
    """How many of them it has."""


# Shares of a step's time that are roughly right: finding, getting, installing.
_FOUND, _GOT, _ALL = 10, 80, 99

_HOW_MANY = re.compile(
    r"Resolved (?P<uv>\d+) packages?"
    r"|Package operations: (?P<installs>\d+) installs?, (?P<updates>\d+) updates?"
    r"|.*resolved packages: (?P<adds>\d+) to add, (?P<others>\d+) to update"
)
_ONE_MORE = re.compile(
    r"(?:Downloaded|Built) \S"  # uv
    r"|[-\u2022*] (?:Installing|Updating|Downgrading) \S"  # poetry
    r"|(?:\u2714|\u2714\ufe0f|OK|\[ok\]) (?:Install|Update) \S.* successful",  # pdm
    re.IGNORECASE,
)
_STAGES = (
    (re.compile(r"Prepared \d+ packages?|Uninstalled \d+ packages?"), _GOT),
    (re.compile(r"Installing collected packages: (?P<names>.+)"), _GOT),
    (re.compile(r"(?:Installed|Audited|Checked) \d+ packages?|Successfully installed "), _ALL),
)


def read(line: str, before: Progress) -> Progress:
    """Return where a step is after one more line; ``before`` itself if it says nothing."""
    words = _words(line)
    if not words:
        return before
    now = replace(before, message=words[:_LONGEST])
    if many := _HOW_MANY.match(words):
        return _at(replace(now, wanted=sum(int(n) for n in many.groups() if n), got=0), _FOUND)
    if now.wanted and _ONE_MORE.match(words):
        now = replace(now, got=min(now.got + 1, now.wanted))
        counted = f"{now.message} ({now.got} of {now.wanted})"
        share = _FOUND + (_GOT - _FOUND) * now.got // now.wanted
        return _at(replace(now, message=counted), share)
    for stage, share in _STAGES:
        if found := stage.match(words):
            return _at(_counted(now, found), share)
    return now


def overall(step: int, steps: int, percentage: int | None) -> int | None:
    """Return the share of a whole plan that is done: steps count alike, the first one is 0.

    None as long as nothing is known; a step that has begun shows that those before it are done.
    """
    if percentage is None and step == 0:
        return None
    return (100 * step + (percentage or 0)) // max(steps, 1)


def _at(progress: Progress, share: int) -> Progress:
    return replace(progress, percentage=max(share, progress.percentage or 0))


def _counted(progress: Progress, found: re.Match[str]) -> Progress:
    names = found.groupdict().get("names")
    if not names:
        return progress
    many = names.count(",") + 1
    message = f"Installing {many} distribution{'s' if many > 1 else ''}: {names}"
    return replace(progress, message=message[:_LONGEST])


def _words(line: str) -> str:
    """Return what a person can read of a line: no colours, no drawn bars."""
    return " ".join(_BAR.sub(" ", _CONTROL.sub("", line)).split())
