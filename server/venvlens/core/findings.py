"""Findings: verdicts with a place, a code and a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.names import ImportName
    from venvlens.core.source import Span


class Severity(Enum):
    """How loudly a finding is said, loudest first."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for the loudest."""
        return list(Severity).index(self)


class Code(Enum):
    """The rules; each value is the rule's stable name and its heading in RULES.md."""

    IMPORT_MISSING = "import-missing"
    IMPORT_GLOBAL_ONLY = "import-global-only"
    IMPORT_MISSING_SUBMODULE = "import-missing-submodule"
    IMPORT_WRONG_VERSION = "import-wrong-version"
    IMPORT_WRONG_PLATFORM = "import-wrong-platform"
    IMPORT_WRONG_ABI = "import-wrong-abi"
    IMPORT_STUB_ONLY = "import-stub-only"
    IMPORT_SHADOWED = "import-shadowed"
    IMPORT_LEAKED = "import-leaked"
    IMPORT_LEFTOVER = "import-leftover"
    ENVIRONMENT_MISSING = "environment-missing"
    ENVIRONMENT_BROKEN = "environment-broken"
    ENVIRONMENT_OUTDATED = "environment-outdated"
    ENVIRONMENT_MOVED = "environment-moved"
    ENVIRONMENT_NOT_IGNORED = "environment-not-ignored"
    ENVIRONMENT_COMMITTED = "environment-committed"
    PYTHON_NOT_ALLOWED = "python-not-allowed"
    PYTHON_NOT_PINNED = "python-not-pinned"
    DISTRIBUTION_OVERLAP = "distribution-overlap"
    DISTRIBUTION_REMAINS = "distribution-remains"
    DISTRIBUTION_DUPLICATE = "distribution-duplicate"
    DISTRIBUTION_OUTSIDE = "distribution-outside"
    START_UP_CODE = "start-up-code"

    @property
    def default_severity(self) -> Severity:
        """How loudly the rule speaks unless the user says otherwise."""
        return _MILDER.get(self, Severity.ERROR)

    @property
    def is_of_health(self) -> bool:
        """Whether it is about an environment and shown at the file at fault, not at an import."""
        return self in _OF_HEALTH


# An error is what would raise. The others work here and now, and are worth a word.
_MILDER = {
    Code.ENVIRONMENT_MISSING: Severity.WARNING,
    Code.IMPORT_SHADOWED: Severity.WARNING,
    Code.IMPORT_LEFTOVER: Severity.WARNING,
    Code.IMPORT_LEAKED: Severity.INFORMATION,
    Code.ENVIRONMENT_OUTDATED: Severity.WARNING,
    Code.ENVIRONMENT_MOVED: Severity.WARNING,
    Code.ENVIRONMENT_NOT_IGNORED: Severity.INFORMATION,
    Code.ENVIRONMENT_COMMITTED: Severity.WARNING,
    Code.PYTHON_NOT_ALLOWED: Severity.WARNING,
    Code.PYTHON_NOT_PINNED: Severity.INFORMATION,
    Code.DISTRIBUTION_OVERLAP: Severity.INFORMATION,
    Code.DISTRIBUTION_REMAINS: Severity.WARNING,
    Code.DISTRIBUTION_DUPLICATE: Severity.WARNING,
    Code.DISTRIBUTION_OUTSIDE: Severity.INFORMATION,
    Code.START_UP_CODE: Severity.INFORMATION,
}

_OF_HEALTH = frozenset(list(Code)[list(Code).index(Code.ENVIRONMENT_OUTDATED) :])


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding."""

    path: PurePath
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict about one place of a file."""

    code: Code
    severity: Severity
    span: Span
    message: str
    name: ImportName
    """The import it is about; for an environment, the import it is shown at."""
    related: tuple[Related, ...] = ()
