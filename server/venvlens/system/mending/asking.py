"""From a fix to the request that carries it out, the same for a menu and for a command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core.fixes import (
    Choose,
    Create,
    Install,
    InstallAll,
    Isolate,
    Recreate,
    SetAside,
    Use,
)
from venvlens.core.requests import (
    PROJECT_TOOL,
    CreateRequest,
    Declare,
    InstallRequest,
    IsolateRequest,
    RepairRequest,
    SelectRequest,
    SetAsideRequest,
)
from venvlens.system.mending import leftovers
from venvlens.system.mending.declaring import wire_format

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.fixes import Fix
    from venvlens.core.requests import Request


def request_of(fix: Fix, project: PurePath) -> Request:
    """Return what is asked for by choosing a fix."""
    match fix:
        case Create():
            return _create(fix)
        case Recreate(prefix=prefix, interpreter=interpreter):
            base = Path(interpreter.executable) if interpreter.executable else None
            tool = PROJECT_TOOL if fix.command else None
            return RepairRequest(Path(prefix), base, str(interpreter.version), tool=tool)
        case SetAside(environment=prefix, paths=paths):
            seen = tuple(leftovers.stamp(path) or None for path in paths)
            return SetAsideRequest(prefix, paths, seen)
        case Isolate(environment=environment):
            return IsolateRequest(environment.prefix)
        case Install():
            return _install(fix, project)
        case InstallAll(install=install):
            return _install(install, project)
        case Use(project=chosen_for, environment=environment):
            return SelectRequest(Path(chosen_for), Path(environment.prefix))
        case Choose(project=chosen_for):
            return SelectRequest(Path(chosen_for), None, asks=True)


def _create(fix: Create) -> CreateRequest:
    base = fix.interpreter
    executable = base.executable if base else None
    return CreateRequest(
        Path(fix.prefix),
        Path(executable) if executable else None,
        str(base.version) if base else None,
        PROJECT_TOOL if fix.command else None,
        fix.contents,
        Path(fix.project) if fix.project else None,
    )


def _install(fix: Install, project: PurePath) -> InstallRequest:
    into = fix.target
    declare = Declare(into.file, wire_format(into), into.keys) if into else None
    inside = project if into else None
    return InstallRequest(Path(fix.environment.prefix), fix.requirements, inside, declare, fix.tool)
