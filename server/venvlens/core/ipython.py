"""Cells of a notebook as Python: what only IPython understands becomes comments of the same length.

Lines and columns stay what they are, so that nothing has to be told twice: what is found in the
one text is at the same place in the other. Source: IPython's ``core/inputtransformer2.py``.
"""

from __future__ import annotations

import re

# Nothing in Python begins a statement with one of these, ends one with "?", or assigns "%" or "!".
_LIKELY = re.compile(r"(?:\A|[\r\n])[ \t\f]*[%!?,;/]|\?[ \t\f]*(?=[\r\n]|\Z)|=[ \t\f]*[%!]")
_ESCAPE = re.compile(r"[ \t\f]*[%!?,;/]")
_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)(?!\w|\?)")
_RUNS_PYTHON = frozenset(
    {"capture", "debug", "memit", "prun", "pyinstrument", "scalene", "snakeviz", "time", "timeit"}
)
"""Magics of a cell that run it in the kernel; the others hand it to somebody else."""

_PIECE = re.compile(
    r"""(?xs)
    (?P<comment> \#[^\r\n]*+ )
    | (?P<string>
        \"\"\" (?: \\. | [^\\] )*? \"\"\" | ''' (?: \\. | [^\\] )*? '''
        | " (?: \\(?:\r\n|.) | [^"\\\r\n] )*+ "? | ' (?: \\(?:\r\n|.) | [^'\\\r\n] )*+ '?
      )
    | (?P<joined> \\ (?:\r\n|\r|\n) )
    | (?P<open> [(\[{] ) | (?P<close> [)\]}] )
    | (?P<command> =[ \t\f]*[%!] )
    | (?P<end> \r\n|\r|\n )
    """
)
_FIRST = re.compile(r"(?:(?<=[\r\n])|(?<![\s\S]))(?P<indent>[ \t\f]*+)(?P<first>[^\r\n])")
_COMMAND = re.compile(r"(?:[^\\\r\n]|\\(?:\r\n|[^\r\n])|\\[\r\n])*+(?:\r\n|\r|\n|\Z)")
"""The rest of a command, which a backslash at the end of a line continues."""


def as_python(cell: str) -> str:
    """Return a cell with comments in the place of what is no Python.

    A cell that is handed to something else, as by ``%%bash``, holds no Python at all. Where IPython
    takes apart what Python would refuse, the same is done; in code that is being typed a line in an
    open bracket belongs to the bracket.
    """
    if _LIKELY.search(cell) is None:
        return cell
    at = 0
    pieces: list[str] = []
    while magic := _CELL_MAGIC.match(cell, at):
        if magic["name"] not in _RUNS_PYTHON:
            return "".join([*pieces, _commented(cell[at:])])
        start, at = at, _end_of_command(cell, magic.start("name"))
        pieces.append(_commented(cell[start:at]))
    while at < len(cell):
        end, is_python = _statement(cell, at)
        pieces.append(cell[at:end] if is_python else _commented(cell[at:end]))
        at = end
    return "".join(pieces)


def _statement(cell: str, start: int) -> tuple[int, bool]:
    """Return where the logical line ends that begins at an offset, and whether it is Python."""
    if _ESCAPE.match(cell, start):
        return _end_of_command(cell, start), False
    depth, code_end = 0, start
    for piece in _PIECE.finditer(cell, start):
        match piece.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth = max(0, depth - 1)
            case "command" if depth == 0:
                return _end_of_command(cell, piece.end()), False
            case "end" if _asks(cell[code_end : piece.start()]):
                return piece.end(), False
            case "end" if depth == 0:
                return piece.end(), True
            case _:
                pass
        code_end = piece.end()
    return len(cell), not _asks(cell[code_end:])


def _asks(tail: str) -> bool:
    """Tell whether a statement asks for help, by what stands behind its last string or comment."""
    return tail.rstrip().endswith("?")


def _end_of_command(cell: str, at: int) -> int:
    found = _COMMAND.match(cell, at)
    return found.end() if found else len(cell)


def _commented(text: str) -> str:
    """Make a comment of each line by its first character that is no space."""
    return _FIRST.sub(r"\g<indent>#", text)
