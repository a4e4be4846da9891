"""How the run of a plan ended: values, nothing is raised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """Every step worked."""

    output: str
    """The last part of what the tools printed, line ends made ``\\n``."""
    changed: str | None = None
    """Which distributions are other ones now, for people; empty if none, None if nobody looked."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A step did not work, and everything is as before except what the reason names."""

    reason: str
    """One sentence that names the plan, the tool, the cause and the way out."""
    output: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The plan was stopped because its task was cancelled."""

    left: str = ""
    """One sentence about what could not be put back; empty if everything is as before."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was started: the folders are not as the plan needs them."""

    reason: str
    """One sentence with the way out."""


Outcome = Done | Failed | Cancelled | Refused
