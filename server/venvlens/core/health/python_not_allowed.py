"""``python-not-allowed``: the project excludes the Python of its environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble, span_of
from venvlens.core.project import read_pyproject
from venvlens.core.selection import allows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Compare the selected environment with ``requires-python``."""
    declared = facts.text("pyproject.toml")
    if declared is None or not facts.selected:
        return
    file, text = declared
    requires = read_pyproject(text).requires_python
    if allows(requires, facts.running or facts.environment.version):
        return
    message = f"{with_version(facts.environment, facts.project)} is not allowed by {requires}"
    remedy = "Recreate the environment with a Python that is allowed, or change requires-python"
    span = span_of(_LINE.search(text), text)
    yield Trouble(Code.PYTHON_NOT_ALLOWED, Severity.WARNING, file, message, remedy, span)


_LINE = re.compile(r"^[ \t]*(?:project\.)?requires-python[ \t]*=[^\n\r#]*[^\s#]", re.MULTILINE)
