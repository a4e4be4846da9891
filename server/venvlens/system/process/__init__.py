"""Run plans. The only place that starts processes, and only for what a user asked for by name.

A plan ends in one of four ways, all of them values. Unless every step worked, what the plan made
is removed and what it moved is moved back.
"""

from venvlens.system.process.environ import scrubbed
from venvlens.system.process.outcome import Cancelled, Done, Failed, Outcome, Refused
from venvlens.system.process.runner import Runner, run

__all__ = ["Cancelled", "Done", "Failed", "Outcome", "Refused", "Runner", "run", "scrubbed"]
