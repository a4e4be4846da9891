"""Plans: what would be run to make or mend an environment. Nothing runs here."""

from venvlens.core.plans.adding import Manager, add, can_add
from venvlens.core.plans.creation import create
from venvlens.core.plans.failure import Hindrance, cause, hindrance, way_out
from venvlens.core.plans.installation import install
from venvlens.core.plans.plan import Cannot, Plan, Step
from venvlens.core.plans.repair import recreate

__all__ = [
    "Cannot",
    "Hindrance",
    "Manager",
    "Plan",
    "Step",
    "add",
    "can_add",
    "cause",
    "create",
    "hindrance",
    "install",
    "recreate",
    "way_out",
]
