"""TOML that somebody else wrote: text to tables, or to what is wrong with it."""

from __future__ import annotations

import re
import tomllib

# tomllib takes memory by the square of a key's parts: 1.5 GB for a key of 40 KB.
_ENDLESS_KEY = re.compile(r"""(?<![\w-])(?:["']?[\w-]++["']?[ \t]*+\.[ \t]*+){200}""")


def read(text: str) -> dict[str, object] | str:
    """Return the tables of a text, or as a clause why it has none."""
    if _ENDLESS_KEY.search(text):
        return "a key has more than 200 parts"
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return str(error)
