"""Source text → the same text with everything but code overwritten."""

from __future__ import annotations

import re

from venvlens.core.scanning import f_strings
from venvlens.core.scanning.literals import PLAIN, TOKEN
from venvlens.core.scanning.words import FILLER

_LONE_CARRIAGE_RETURN = re.compile(r"\r(?!\n)")


def padded(text: str) -> str:
    """Return the text with one line end before and two behind it.

    That spares the readers the question of where the text begins and ends. An offset in the
    result is by one larger than in the text.
    """
    if "\r" in text:
        text = _LONE_CARRIAGE_RETURN.sub("\n", text)
    if text.startswith("\ufeff"):
        # Like a form feed, a byte order mark does not indent the line it begins.
        text = "\f" + text[1:]
    return f"\n{text}\n\n"


def code_of(text: str) -> str:
    """Overwrite the strings, comments and joined line ends of a padded text.

    Total: a string that is not closed ends with its line, and triple quotes that are not
    closed are passed over, so that they hide nothing of what follows.
    """
    pieces: list[str] = []
    at = 0
    # What is read in vain must not add up to more than the text, however broken it is.
    patience = len(text)
    while (start := _overwrite_simple(text, at, pieces)) < len(text):
        at, in_vain = _end_of_intricate(text, start, patience > 0)
        patience -= in_vain
        pieces.append(FILLER * (at - start))
        if text[start:at] in ('"""', "'''"):
            # None that follow are closed either; there is no use in trying each of them.
            text = text[:at] + text[at:].replace(text[start:at], "   ")
    return "".join(pieces)


def _overwrite_simple(text: str, at: int, pieces: list[str]) -> int:
    """Collect the text up to the first string that needs a closer look; return its offset."""
    for token in TOKEN.finditer(text, at):
        start, end = token.span()
        pieces.append(text[at:start])
        if end == len(text):
            return start
        pieces.append(FILLER * (end - start))
        at = end
    pieces.append(text[at:])
    return len(text)


def _end_of_intricate(text: str, start: int, patient: bool) -> tuple[int, int]:
    """Return where a string ends, and how many characters were read in vain."""
    reached, ended = f_strings.read(text, start) if patient else (start, False)
    if ended:
        return reached, 0
    quotes = text[start : start + 3]
    opening = quotes if quotes in PLAIN else text[start]
    rest = PLAIN[opening].match(text, start + len(opening))
    return rest.end() if rest else start + len(opening), reached - start
