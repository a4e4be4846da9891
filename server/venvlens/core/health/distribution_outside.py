"""``distribution-outside``: what the project needs is only outside of its environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.display import called
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble, span_of
from venvlens.core.names import distribution_name
from venvlens.core.project import read_pyproject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts
    from venvlens.core.names import DistributionName


def find(facts: Facts) -> Iterator[Trouble]:
    """Say which requirements the user site or the base Python has, and the environment lacks."""
    if not facts.selected or facts.outside is None:
        return
    own = {one.name for one in facts.metadata}
    told: set[str] = set()
    for file, text in facts.texts:
        for written in _requirements(file.name, text):
            name = _name(written)
            place = None if name is None or name in own else facts.outside.get(name)
            if name is None or place is None or name in told:
                continue
            told.add(name)
            environment = called(facts.environment, facts.project)
            message = f"{name} is installed in {place}, and not in {environment}, which needs it"
            remedy = f"Install {name} into {environment}; what is outside of it need not stay"
            span = span_of(re.search(rf"(?<![\w.-]){re.escape(written)}", text), text)
            subject = name.replace("-", "_")
            code = Code.DISTRIBUTION_OUTSIDE
            yield Trouble(code, Severity.INFORMATION, file, message, remedy, span, subject)


def _requirements(file: str, text: str) -> list[str]:
    if file == "pyproject.toml":
        return list(read_pyproject(text).dependencies)
    if not file.endswith(".txt"):
        return []
    lines = (line.split(" #")[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def _name(written: str) -> DistributionName | None:
    try:
        requirement = Requirement(written)
    except InvalidRequirement:
        return None
    marker = requirement.marker
    # Markers ask about the Python that would run; a requirement with one may not apply.
    return None if marker else distribution_name(requirement.name)
