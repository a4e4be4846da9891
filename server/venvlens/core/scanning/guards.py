"""What the code in the clauses of compound statements is conditional on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.imports import Suppressed, Test, TryBody, TryElse, TryHandler
from venvlens.core.scanning.import_failures import catches, suppresses

if TYPE_CHECKING:
    from venvlens.core.imports import Guard
    from venvlens.core.scanning.blocks import Clause

_MOST_TESTS = 1000


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
            case "except" if catches(self._head(clause)):
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
            case "with" if not clause.later and suppresses(self._head(clause)):
                return (*around, Suppressed())
            case "def":
                # The body runs when whatever is around the definition is long over.
                return tuple(guard for guard in around if isinstance(guard, TryHandler | Test))
        return around

    def _is_guarded(self, lead: Clause) -> bool:
        """Tell whether a ``try`` catches failing imports."""
        if lead not in self._guarded:
            handlers = [clause for clause in lead.statement if clause.keyword == "except"]
            self._guarded[lead] = any(catches(self._head(handler)) for handler in handlers)
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
