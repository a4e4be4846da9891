"""The folders that a plan makes and moves: looked at before, put back if it does not work."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.system.process.removal import remove

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.plans import Plan

Identity = tuple[int, int]
"""Device and inode: a folder of the same name that somebody else made is another one."""
Standing = dict["PurePath", Identity | None]
"""What stands at some paths; None for nothing."""


def refusal(plan: Plan) -> str:
    """Say why the folders are not as the plan needs them, or nothing."""
    paths = (plan.environment, plan.creates, plan.sets_aside, plan.aside, *plan.appears)
    words = (word for step in plan.steps for word in (*step.argv, str(step.folder)))
    for text in (*words, *map(str, filter(None, paths))):
        if not _can_be_passed_on(text):
            return f"{text!r} holds what no name of a file can hold, rename it"
    for step in plan.steps:
        if not os.path.isdir(step.folder):  # noqa: PTH112 - never raises
            return f"the folder {step.folder} is gone, open it again"
    if plan.sets_aside is not None and not os.path.lexists(plan.sets_aside):
        return f"{plan.sets_aside} is gone, create it instead"
    creates = None if plan.creates == plan.sets_aside else plan.creates
    for new in (plan.aside, creates, *plan.appears):
        if new is not None and os.path.lexists(new):
            return f"{new} exists already and is never overwritten, move it away first"
    is_made = plan.creates is not None or any(map(plan.environment.is_relative_to, plan.appears))
    if not is_made and not os.path.isdir(plan.environment):  # noqa: PTH112
        return f"the environment {plan.environment} is gone, create it first"
    return ""


def standing(plan: Plan) -> Standing:
    """Tell what stands at a plan's paths: the folders it is for, and those that these are in."""
    named = (plan.environment, plan.creates, plan.sets_aside)
    paths = dict.fromkeys(path for path in named if path is not None)
    folders = dict.fromkeys([path.parent for path in paths] + [step.folder for step in plan.steps])
    # A link is another thing than the folder it leads to, except on the way to the environment.
    return {path: identity_of(path) for path in paths} | {
        folder: identity_of(folder, follow=True) for folder in folders if folder not in paths
    }


def changed(plan: Plan, before: Standing) -> str:
    """Say what is not what it was when the plan was made, or nothing."""
    for path, now in standing(plan).items():
        if now != before[path]:
            return f"{path} changed while this waited for its turn, ask for it again"
    return ""


def prepare(plan: Plan) -> Identity | None:
    """Move what is in the way and make the new folder; return who that folder is."""
    if plan.sets_aside is not None and plan.aside is not None:
        os.rename(plan.sets_aside, plan.aside)  # noqa: PTH104 - a PurePath cannot
    if plan.creates is None:
        return None
    # Making it ourselves is the one sure way to know that it is ours. venv and uv fill a folder
    # that is empty, and keep it.
    os.mkdir(plan.creates)  # noqa: PTH102
    return identity_of(plan.creates)


def put_back(plan: Plan, made: Identity | None) -> str:
    """Remove what the plan made and move back what it moved; say what could not be done."""
    if plan.creates is not None and made is not None and not remove_made(Path(plan.creates), made):
        return f"{plan.creates} could not be removed, look at it and remove it by hand"
    if plan.sets_aside is None or plan.aside is None or not os.path.lexists(plan.aside):
        return ""
    try:
        if not os.path.lexists(plan.sets_aside):
            os.rename(plan.aside, plan.sets_aside)  # noqa: PTH104
            return ""
    except OSError:
        pass
    return f"the former {plan.sets_aside} is now {plan.aside}, rename it by hand"


def keep_out_of_git(plan: Plan) -> None:
    """Add the ``.gitignore`` that uv and newer venvs (Python 3.13) write themselves."""
    # Without it the environment works all the same, so a failure is no failure of the plan.
    if plan.creates is not None:
        with contextlib.suppress(OSError), Path(plan.creates, ".gitignore").open("x") as file:
            file.write("*\n")


def _can_be_passed_on(text: str) -> bool:
    # A client can send any string: one with a zero in it, or with half of a surrogate pair.
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def remove_made(folder: Path, made: Identity) -> bool:
    """Remove a folder if it is still the one that was made."""
    if identity_of(folder) == made:
        remove(folder)
    return not os.path.lexists(folder)


def identity_of(path: PurePath, *, follow: bool = False) -> Identity | None:
    """Return who a folder is, None if it is not there."""
    try:
        status = os.stat(path, follow_symlinks=follow)  # noqa: PTH116 - a PurePath cannot
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
