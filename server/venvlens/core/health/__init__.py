"""Is an environment well? Facts in, troubles out; one rule, one file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core.findings import Severity
from venvlens.core.health import (
    distribution_duplicate,
    distribution_outside,
    distribution_overlap,
    distribution_remains,
    environment_broken,
    environment_committed,
    environment_moved,
    environment_not_ignored,
    environment_outdated,
    python_not_allowed,
    python_not_pinned,
    start_up_code,
)
from venvlens.core.ignores import is_ignored
from venvlens.core.source import lines

if TYPE_CHECKING:
    from venvlens.core.health.facts import Facts
    from venvlens.core.health.trouble import Trouble
    from venvlens.core.settings import Settings

_RULES = (
    environment_broken.find,
    environment_outdated.find,
    environment_moved.find,
    environment_not_ignored.find,
    environment_committed.find,
    python_not_allowed.find,
    python_not_pinned.find,
    distribution_overlap.find,
    distribution_remains.find,
    distribution_duplicate.find,
    distribution_outside.find,
    start_up_code.find,
)


def troubles(facts: Facts, settings: Settings) -> tuple[Trouble, ...]:
    """Return all that is wrong with an environment, as loudly as the user wants it."""
    found = [one for rule in _RULES for one in rule(facts) if not _is_silenced(one, facts)]
    loud = (_as_wanted(one, settings) for one in found if not _is_ignored(one, settings))
    return tuple(dict.fromkeys(one for one in loud if one.severity is not Severity.OFF))


def _is_ignored(trouble: Trouble, settings: Settings) -> bool:
    return bool(trouble.subject) and settings.ignores(trouble.subject)


def _is_silenced(trouble: Trouble, facts: Facts) -> bool:
    """Tell whether a comment in a declaration silences what is said of its line."""
    text = next((text for file, text in facts.texts if file == trouble.file), None)
    return text is not None and is_ignored(trouble, lines(text))


def _as_wanted(trouble: Trouble, settings: Settings) -> Trouble:
    wanted = settings.severity.get(trouble.code)
    return trouble if wanted is None else replace(trouble, severity=wanted)
