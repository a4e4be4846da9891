"""The exact command to type for activating an environment, in each shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.activation_grammar import GRAMMARS
from venvlens.core.activation_shells import hindrance
from venvlens.core.environment import Kind

if TYPE_CHECKING:
    from venvlens.core.activation import Activatable, Activation
    from venvlens.core.activation_grammar import Grammar
    from venvlens.core.activation_shells import Shell


@dataclass(frozen=True, slots=True)
class Pair:
    """A command that activates, and the one that undoes what it did."""

    activate: str
    deactivate: str


@dataclass(frozen=True, slots=True)
class Commands:
    """What to type in a shell; each is one command line, of xonsh several lines."""

    plain: Pair
    """Sets the variables, reading no script; the prompt stays as it is."""
    own: Pair | None
    """By the environment's own script, or by conda; None where that is not there or not safe."""

    @property
    def usual(self) -> Pair:
        """What people expect to type."""
        return self.own or self.plain


@dataclass(frozen=True, slots=True)
class NoCommand:
    """Why there is nothing to type."""

    reason: str
    """One sentence."""


def commands(wanted: Activatable, meant: Activation, shell: Shell) -> Commands | NoCommand:
    """Return what to type in a shell for an activation."""
    if not meant.variables:
        return NoCommand(" ".join(meant.remarks))
    texts = [*(value for _, value in meant.variables), *map(str, meant.folders)]
    reasons = (hindrance(shell, text, wanted.platform) for text in texts)
    if reason := next(filter(None, reasons), None):
        return NoCommand(reason)
    grammar = GRAMMARS[shell]
    separator = ";" if wanted.platform == "win32" else ":"
    return Commands(_plain(meant, grammar, separator), _own(wanted, grammar))


def _plain(meant: Activation, grammar: Grammar, separator: str) -> Pair:
    undone = meant.undone
    activate = [
        *(grammar.put(name, value) for name, value in meant.variables),
        *map(grammar.drop, meant.unset),
        grammar.prepend([str(folder) for folder in meant.folders], separator),
    ]
    deactivate = [
        *(grammar.remove(str(folder), separator) for folder in undone.folders),
        *map(grammar.drop, undone.unset),
    ]
    return Pair(grammar.between.join(activate), grammar.between.join(deactivate))


def _own(wanted: Activatable, grammar: Grammar) -> Pair | None:
    if not wanted.trusted or wanted.environment.kind is Kind.PIXI or not _is_harmless(wanted):
        return None
    if wanted.environment.is_condas:
        return _by_conda(wanted, grammar) if grammar.conda else None
    script = next((name for name in grammar.scripts if name in wanted.scripts), None)
    if script is None:
        return None
    path = grammar.quote(str(wanted.programs[0] / script))
    return Pair(f"{grammar.source} {path}".lstrip(), "deactivate")


def _by_conda(wanted: Activatable, grammar: Grammar) -> Pair:
    named = wanted.conda_name or grammar.quote(str(wanted.environment.prefix))
    return Pair(f"{wanted.conda} activate {named}", f"{wanted.conda} deactivate")


def _is_harmless(wanted: Activatable) -> bool:
    """Tell whether a script can hold the environment's names however badly it quotes them.

    Those that CPython before 3.13.1 and virtualenv before 20.26.6 wrote run what stands in the
    path (CVE-2024-9287, CVE-2024-53899), and a script does not tell which version wrote it.
    """
    texts = (str(wanted.environment.prefix), wanted.prompt or "", wanted.conda_name or "")
    harmless = "/\\:._-+@, " if wanted.platform == "win32" else "/._-+@, "
    return all(char.isalnum() or char in harmless for text in texts for char in text)
