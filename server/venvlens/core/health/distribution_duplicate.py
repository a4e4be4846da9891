"""``distribution-duplicate``: one distribution has two metadata folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say once for each name and site folder; which version is asked for is luck."""
    found: dict[tuple[object, str], list[str]] = {}
    for one in facts.metadata:
        found.setdefault((one.folder.parent, one.name), []).append(one.folder.name)
    for (_, name), folders in found.items():
        if len(folders) > 1:
            message = f"{name} is installed twice: {' and '.join(sorted(folders))}"
            remedy = f"Uninstall {name} until nothing of it is left, and install it again"
            file = facts.environment.prefix / "pyvenv.cfg"
            yield Trouble(
                Code.DISTRIBUTION_DUPLICATE,
                Severity.WARNING,
                file,
                message,
                remedy,
                subject=name.replace("-", "_"),
            )
