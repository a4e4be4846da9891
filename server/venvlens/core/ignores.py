"""Comments that silence a line: ``# venvlens: ignore`` and ``# venvlens: ignore[code, code]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.core.findings import Finding
    from venvlens.core.health.trouble import Trouble

_COMMENT = re.compile(r"#\s*venvlens:\s*ignore\b(?:\s*\[(?P<codes>[^\]]*)\])?")


def is_ignored(finding: Finding | Trouble, lines: Sequence[str]) -> bool:
    """Tell whether a comment on a finding's own line silences it."""
    if finding.span.line >= len(lines):
        return False
    match = _COMMENT.search(lines[finding.span.line], finding.span.end_column)
    if match is None:
        return False
    codes = match["codes"]
    return codes is None or finding.code.value in {code.strip() for code in codes.split(",")}
