"""A plan as an object for programs: what would be run, made and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from venvlens.core.plans.plan import Plan


def told(plan: Plan) -> dict[str, Any]:
    """Describe a plan.

    ``{"title": string, "environment": path, "steps": [{"argv": [string, ...], "folder": path,
    "seconds": number}, ...], "creates": path | null, "setsAside": path | null,
    "aside": path | null, "writes": [path, ...], "appears": [path, ...],
    "remarks": [string, ...]}``
    """
    steps = [
        {"argv": list(step.argv), "folder": str(step.folder), "seconds": step.seconds}
        for step in plan.steps
    ]
    return {
        "title": plan.title,
        "environment": str(plan.environment),
        "steps": steps,
        "creates": plan.creates and str(plan.creates),
        "setsAside": plan.sets_aside and str(plan.sets_aside),
        "aside": plan.aside and str(plan.aside),
        "writes": [str(file) for file in plan.writes],
        "appears": [str(folder) for folder in plan.appears],
        "remarks": list(plan.remarks),
    }
