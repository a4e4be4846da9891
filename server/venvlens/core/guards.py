"""What the code in the clauses of compound statements is conditional on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.imports import Suppressed, Test, TryBody, TryElse, TryHandler
from venvlens.core.lexical import FILLER
from venvlens.core.literals import WORD
from venvlens.core.statements import BLANK, NAME

if TYPE_CHECKING:
    from venvlens.core.blocks import Clause
    from venvlens.core.imports import Guard

_SPACE = f" \t\f\r\n{FILLER}"
_CATCHING = re.compile(
    rf"(?:builtins{BLANK}\.{BLANK})?(?:ImportError|ModuleNotFoundError|Exception|BaseException)"
)
_SUPPRESS = re.compile(rf"(?:contextlib{BLANK}\.{BLANK})?suppress{BLANK}\(")
_TARGET = re.compile(rf"(?<!{WORD})as(?!{WORD}){BLANK}{NAME}{BLANK}\Z")
_AS = re.compile(rf"as(?!{WORD})|\Z")
_MARK = re.compile(r"[(),]")
_DEPTH = {"(": 1, ")": -1, ",": 0}

_MOST_TESTS = 1000
_MOST_PARENTHESES = 4


class Guards:
    """Tells what clauses are conditional on; reads each of them once."""

    def __init__(self, text: str, code: str) -> None:
        self._text = text
        """Padded."""
        self._code = code
        """That of the outline."""
        self._blocks: dict[Clause | None, tuple[Guard, ...]] = {None: ()}
        self._tests: dict[Clause, str] = {}
        self._guarded: dict[Clause, bool] = {}

    def block(self, clause: Clause | None) -> tuple[Guard, ...]:
        """Return the guards of the code in a clause's block, outermost first."""
        if clause not in self._blocks:
            assert clause is not None
            self._blocks[clause] = self._read_block(clause)
        return self._blocks[clause]

    def header(self, clause: Clause) -> tuple[Guard, ...]:
        """Return the guards of the code in a clause's header, outermost first."""
        around = self.block(clause.outer)
        # The tests that the last of n branches comes after add up to n² values.
        if clause.statement[0].keyword != "if" or clause.position > _MOST_TESTS:
            return around
        before = clause.statement[: clause.position]
        return around + tuple(Test(self._test(each), truth=False) for each in before)

    def of_try(self, clause: Clause) -> TryBody | TryHandler | TryElse | None:
        """Return the guard that a clause of a ``try`` that catches failing imports adds."""
        lead = clause.statement[0]
        if lead.keyword != "try" or not self._is_guarded(lead):
            return None
        match clause.keyword:
            case "try":
                return TryBody(lead.start - 1)
            case "except" if _catches(self._head(clause)):
                return TryHandler(lead.start - 1)
            case "else":
                return TryElse(lead.start - 1)
        return None

    def _read_block(self, clause: Clause) -> tuple[Guard, ...]:
        """Read a clause of which nothing is known yet."""
        around = self.header(clause)
        match clause.statement[0].keyword:
            case "if" if clause.keyword != "else":
                return (*around, Test(self._test(clause), truth=True))
            case "try" if (guard := self.of_try(clause)) is not None:
                return (*around, guard)
            case "with" if not clause.later and _suppresses(self._head(clause)):
                return (*around, Suppressed())
            case "def":
                # The body runs when whatever is around the definition is long over.
                return tuple(guard for guard in around if isinstance(guard, TryHandler | Test))
        return around

    def _is_guarded(self, lead: Clause) -> bool:
        """Tell whether a ``try`` catches failing imports."""
        if lead not in self._guarded:
            handlers = [clause for clause in lead.statement if clause.keyword == "except"]
            self._guarded[lead] = any(_catches(self._head(handler)) for handler in handlers)
        return self._guarded[lead]

    def _test(self, clause: Clause) -> str:
        """Return the source text of the expression an ``if`` or ``elif`` asks for."""
        if clause not in self._tests:
            start = clause.start + len(clause.keyword)
            test = self._text[start : clause.colon(self._code)]
            self._tests[clause] = test.strip(" \t\f\r\n\\")
        return self._tests[clause]

    def _head(self, clause: Clause) -> str:
        """Return the code between a clause's keyword and its colon."""
        return self._code[clause.start + len(clause.keyword) : clause.colon(self._code)]


def _catches(head: str) -> bool:
    """Tell whether the code after ``except`` names what a failing import raises, or nothing."""
    exceptions = _bare(_TARGET.sub("", head).strip(_SPACE).removeprefix("*"))
    return not exceptions or _names_import_failure(exceptions)


def _suppresses(head: str) -> bool:
    """Tell whether the code after ``with`` suppresses failing imports."""
    return any(map(_is_suppressing, _split(_bare(head))))


def _is_suppressing(item: str) -> bool:
    """Tell whether one item of a ``with`` suppresses failing imports."""
    call = _SUPPRESS.match(_bare(item))
    if call is None:
        return False
    item = _bare(item)
    closing = _closing(item, call.end() - 1)
    arguments = item[call.end() : closing]
    return _AS.match(item[closing + 1 :].strip(_SPACE)) is not None and _names_import_failure(
        arguments
    )


def _names_import_failure(expressions: str) -> bool:
    """Tell whether one of the expressions is an exception that a failing import raises."""
    return any(_CATCHING.fullmatch(_bare(each)) for each in _split(expressions))


def _split(expressions: str) -> list[str]:
    """Split at the commas that are not in parentheses."""
    pieces = []
    start = depth = 0
    for mark in _MARK.finditer(expressions):
        depth += _DEPTH[mark[0]]
        if mark[0] == "," and depth == 0:
            pieces.append(expressions[start : mark.start()])
            start = mark.end()
    return [*pieces, expressions[start:]]


def _closing(expression: str, opening: int) -> int:
    """Return the offset of the parenthesis that closes one, or of the text's end."""
    depth = 0
    for mark in _MARK.finditer(expression, opening):
        depth += _DEPTH[mark[0]]
        if depth == 0:
            return mark.start()
    return len(expression)


def _bare(expression: str) -> str:
    """Return an expression without the space and the parentheses around it."""
    expression = expression.strip(_SPACE)
    for _ in range(_MOST_PARENTHESES):
        if not expression.startswith("(") or _closing(expression, 0) != len(expression) - 1:
            break
        expression = expression[1:-1].strip(_SPACE)
    return expression
