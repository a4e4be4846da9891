"""What a ``.gitignore`` says, as git reads it.

Sources: gitignore(5), and git's ``dir.c`` and ``wildmatch.c``. A verdict is about one file
or folder itself, never about what lies above it: whoever walks leaves out an ignored folder
with all it holds. That is what lets ``*``, ``!*/``, ``!setup.py`` mean what it means to git.
Unlike git's, a ``?`` stands for one code point and not for one byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NEVER = "(?!)"
_WILD = frozenset("*?[\\")


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules of one file; of those that match, the last one decides."""

    ignores: tuple[bool, ...]
    """For each rule whether it ignores; False for one that begins with ``!``."""
    literals: Mapping[tuple[str, bool], int]
    """By name and whether it is a folder's: the last rule that is just this name."""
    names: _Alternatives
    """Rules about names in any folder."""
    paths: _Alternatives
    """Rules about paths, as seen from the folder of the file with the rules."""

    def verdict(self, path: str, name: str, *, is_folder: bool) -> bool | None:
        """Tell whether a file or folder is ignored; None if no rule speaks of it."""
        mark = "d" if is_folder else "f"
        decisive = max(
            self.literals.get((name, is_folder), -1),
            self.names.last_match(mark + name),
            self.paths.last_match(mark + path),
        )
        return None if decisive < 0 else self.ignores[decisive]


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """Several rules as one expression, for a ``d`` or an ``f`` and what it is about."""

    expression: re.Pattern[str] | None
    """One group for each rule, the last rule first; None without rules."""
    numbers: tuple[int, ...]
    """The number of each group's rule."""

    def last_match(self, text: str) -> int:
        """Return the number of the last rule that matches, -1 if none does."""
        match = self.expression.fullmatch(text) if self.expression else None
        return self.numbers[match.lastindex - 1] if match and match.lastindex else -1


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    ignores: bool
    glob: str
    """Without ``!`` and without the slashes at either end."""
    of_path: bool
    """Whether it speaks of paths; else of names in any folder."""
    of_folders: bool
    """Whether it speaks of folders only."""


def parse(text: str) -> IgnoreRules:
    """Read the text of an ignore file; every text is one."""
    rules = tuple(_rules(text))
    literal = [rule for rule in rules if not rule.of_path and _WILD.isdisjoint(rule.glob)]
    table = {(rule.glob, True): rule.number for rule in literal}
    table |= {(rule.glob, False): rule.number for rule in literal if not rule.of_folders}
    wild = [rule for rule in rules if not rule.of_path and not _WILD.isdisjoint(rule.glob)]
    return IgnoreRules(
        tuple(rule.ignores for rule in rules),
        table,
        _alternatives(wild),
        _alternatives(rule for rule in rules if rule.of_path),
    )


def _rules(text: str) -> Iterator[_Rule]:
    number = 0
    for line in text.removeprefix("\ufeff").split("\n"):
        pattern = _without_trailing_spaces(line.removesuffix("\r"))
        if not pattern or pattern.startswith("#"):
            continue
        ignores = not pattern.startswith("!")
        pattern = pattern.removeprefix("!")
        glob = pattern.removesuffix("/")
        if glob:
            of_folders = glob != pattern
            yield _Rule(number, ignores, glob.removeprefix("/"), "/" in glob, of_folders)
            number += 1


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    # A backslash that is not itself escaped keeps the space behind it.
    return stripped + " " if backslashes % 2 and stripped != line else stripped


def _alternatives(rules: Iterable[_Rule]) -> _Alternatives:
    last_first = sorted(rules, key=lambda rule: rule.number, reverse=True)
    if not last_first:
        return _Alternatives(None, ())
    text = "|".join(f"({_mark(rule)}{_expression(rule.glob)})" for rule in last_first)
    return _Alternatives(re.compile(text, re.DOTALL), tuple(rule.number for rule in last_first))


def _mark(rule: _Rule) -> str:
    return "d" if rule.of_folders else "[df]"


_ANY_FOLDERS = re.compile(r"(?<![^/])(?:\*{2,}/)+")
"""Two stars between slashes; anywhere else they mean what one star means."""
_ALL_BELOW = re.compile(r"\*{2,}")


def _expression(glob: str) -> str:
    """Translate a pattern; what git takes for malformed gives what matches nothing.

    What follows ``**/`` is looked for at its first place only, save after the last one:
    that finds the same paths, without the backtracking that hostile patterns aim at.
    """
    first, *others = _ANY_FOLDERS.split(glob)
    if not others:
        return _segments(first)
    inner = "".join(f"(?>(?:.*?/)??{_segments(block)})" for block in others[:-1])
    return f"{_segments(first)}{inner}(?:.*/)?{_segments(others[-1])}"


def _segments(glob: str) -> str:
    *above, last = glob.split("/")
    end = ".+" if _ALL_BELOW.fullmatch(last) else _segment(last)
    return "/".join([*map(_segment, above), end])


def _segment(glob: str) -> str:
    """Translate a pattern for one name, with stars as :func:`_expression` has them."""
    pieces: list[list[str]] = [[]]
    position = 0
    while position < len(glob):
        if glob[position] == "*":
            pieces.append([])
            position += 1
        else:
            piece, position = _one_character(glob, position)
            pieces[-1].append(piece)
    fixed = ["".join(piece) for piece in pieces]
    if len(fixed) < 2:
        return "".join(fixed)
    inner = "".join(f"(?>[^/]*?{piece})" for piece in fixed[1:-1] if piece)
    return f"{fixed[0]}{inner}[^/]*{fixed[-1]}"


def _one_character(glob: str, position: int) -> tuple[str, int]:
    """Translate what stands for one character, and tell where it ends."""
    match glob[position]:
        case "?":
            return "[^/]", position + 1
        case "[":
            return _character_class(glob, position)
        case "\\":
            escaped = glob[position + 1 : position + 2]
            return re.escape(escaped) if escaped else _NEVER, position + 2
        case character:
            return re.escape(character), position + 1


# Rare, and so compiled when first needed: `re` remembers them.
_CLASS = r"\[(?P<negated>[!^]?)(?P<members>\]?(?:\[:\w*:\]|\\.|[^\]\\])*)\]"
_MEMBER = r"\[:(?P<named>\w*):\]|(?P<first>\\.|.)(?:-(?P<last>\\.|[^\]]))?"
_NAMED = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r"\ \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": r"\ -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\ \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def _character_class(glob: str, position: int) -> tuple[str, int]:
    found = re.compile(_CLASS, re.DOTALL).match(glob, position)
    if found is None:
        return _NEVER, len(glob)
    members = list(_members(found["members"]))
    if None in members:
        return _NEVER, found.end()
    inside = "".join(member for member in members if member)
    if found["negated"]:
        return f"[^/{inside}]", found.end()
    return (f"(?!/)[{inside}]" if inside else _NEVER), found.end()


def _members(text: str) -> Iterator[str | None]:
    """Yield the parts of a class; None for a name that git does not know."""
    for member in re.finditer(_MEMBER, text, re.DOTALL):
        if member["first"] is None:
            yield _NAMED.get(member["named"])
            continue
        first, last = member["first"][-1], (member["last"] or member["first"])[-1]
        # A range from high to low holds its first character only.
        yield f"{re.escape(first)}-{re.escape(last)}" if first < last else re.escape(first)
