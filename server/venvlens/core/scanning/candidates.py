"""Code → the imports in it, in the order of the text.

Every word ``import`` outside strings and comments belongs to an import statement, and the
functions that import have it in their names: nothing else needs to be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.scanning.calls import call_at
from venvlens.core.scanning.literals import WORD
from venvlens.core.scanning.statements import statement_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.scanning.found import Found

# Looks behind the word only once it is found: a search for a plain word is the fastest.
_CANDIDATE = re.compile(
    rf"import(?:(?<!{WORD}import)(?P<call>_module|orskip)?(?!{WORD})"
    rf"|(?<=(?<!{WORD})__import)(?P<dunder>__)(?!{WORD}))"
)


def imports_in(code: str, text: str) -> Iterator[Found]:
    """Find all imports, given the overwritten code and the padded text it was made from."""
    behind = 0
    for candidate in _CANDIDATE.finditer(code):
        start, end = candidate.span()
        if candidate["dunder"]:
            yield from call_at(code, text, start - len("__"), end)
        elif candidate["call"]:
            yield from call_at(code, text, start, end)
        else:
            yield from statement_at(code, behind, start)
            behind = end
