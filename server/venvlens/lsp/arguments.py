"""The argument of each command: an object on the wire, a request inside.

``createEnvironment``:
    ``{"prefix": path, "interpreter": path | null, "version": string | null}``; without an
    interpreter the user is asked. ``createEnvironment`` takes further members, none of them
    needed: ``"tool"``: ``"uv"``, ``"virtualenv"`` or ``"venv"``, or ``"project"`` for the tool
    that manages the project, which then decides where the environment is and what is in it;
    ``"install"``: a list of names of requirements files, ``"project"``, ``"dependencies"``,
    ``"group:NAME"`` and ``"extra:NAME"``; ``"project"``: the project's folder, if it is not the
    one that holds the prefix.
``recreateEnvironment``:
    the first three, ``"keep": bool | null`` and ``"tool": "project" | null``.
    Without an interpreter it is the one that fits best, of
    ``version`` if that is given. The former environment stays beside the new one (``true``), is
    removed (``false``), or the user is asked when the new one works. The answer has ``"aside"``:
    where it is, or null. With the tool ``project`` the tool that manages the project fills it from
    its lock; else what is installed in the former one is installed again.
``setLeftoversAside``:
    ``{"environment": path, "paths": [{"path": path, "stamp": string | null}, ...]}``; the stamps
    are those of a dry run, and a path that has changed since is refused.
``turnOffSystemSite``:
    ``{"environment": path}``
``removeEnvironment``:
    ``{"environment": path}``; the plan of a dry run has ``"removes": [path]``.
``install``:
    ``{"environment": path, "distributions": [name, ...]}``; with
    ``"project": path, "declare": {"file": path, "format": string, "keys": [string, ...]}`` they
    are declared in that list too, by an edit that is sent to the client when they are installed,
    or with ``"tool": name`` by the project's own tool.
``installMissing``:
    ``{"project": path}``; the list is shown before anything is installed.
``selectEnvironment``:
    ``{"project": path, "environment": path | null}``; null goes back to the automatic choice. The
    path is that of an environment, or of the executable of one or of a global interpreter.

With ``"dryRun": true`` a command that would run or write something answers with its plan instead:
``{"status": "planned", "message": string, "plan": object}``, the plan as
:func:`venvlens.core.plans.telling.told` describes it. Where nothing is run it has no steps, and
``"moves": [{"from": path, "to": path, "stamp": string}, ...]`` or ``"edits": [{"file": path,
"diff": unified text}, ...]``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.core.requests import Request


class BadArgumentsError(ValueError):
    """A command was sent with an argument of another shape."""


def only(sent: Sequence[object]) -> object:
    """Return the one argument that a command was sent with."""
    if len(sent) != 1:
        raise BadArgumentsError(f"one argument is needed, {len(sent)} were sent")
    return sent[0]


def to_wire(request: Request) -> dict[str, Any]:
    """Return the object that crosses the wire."""
    match request:
        case CreateRequest():
            return _create_to_wire(request)
        case RepairRequest(prefix=prefix, interpreter=interpreter, version=version):
            base = interpreter and str(interpreter)
            named = {"prefix": str(prefix), "interpreter": base, "version": version}
            return {**named, "keep": request.keep, "tool": request.tool}
        case SetAsideRequest(environment=environment, paths=paths, stamps=stamps):
            pairs = zip(paths, stamps, strict=True)
            seen = [{"path": str(path), "stamp": stamp} for path, stamp in pairs]
            return {"environment": str(environment), "paths": seen}
        case IsolateRequest(environment=environment):
            return {"environment": str(environment)}
        case InstallRequest():
            return _install_to_wire(request)
        case SelectRequest(project=project, asks=True):
            return {"project": str(project)}
        case SelectRequest(project=project, environment=chosen):
            return {"project": str(project), "environment": chosen and str(chosen)}


def _install_to_wire(request: InstallRequest) -> dict[str, Any]:
    wire: dict[str, Any] = {
        "environment": str(request.environment),
        "distributions": list(request.distributions),
    }
    if request.project is not None:
        wire["project"] = str(request.project)
    if (into := request.declare) is not None:
        wire["declare"] = {
            "file": str(into.file),
            "format": into.format,
            "keys": list(into.keys),
        }
    if request.tool is not None:
        wire["tool"] = request.tool
    return wire


def _create_to_wire(request: CreateRequest) -> dict[str, Any]:
    base, project = request.interpreter, request.project
    needed = {
        "prefix": str(request.prefix),
        "interpreter": base and str(base),
        "version": request.version,
    }
    more = {
        "tool": request.tool,
        "install": list(request.contents),
        "project": project and str(project),
    }
    return needed | {key: value for key, value in more.items() if value}


def is_dry(value: object) -> bool:
    """Tell whether the argument of a command asks for its plan only."""
    return table_of(value).get("dryRun") is True


def create_arguments(value: object) -> CreateRequest:
    """Read the argument of a create command."""
    table = table_of(value)
    interpreter = text_or_none(table, "interpreter")
    return CreateRequest(
        path_of(table, "prefix"),
        absolute(interpreter),
        text_or_none(table, "version"),
        text_or_none(table, "tool"),
        texts(table, "install"),
        absolute(text_or_none(table, "project")),
    )


def repair_arguments(value: object) -> RepairRequest:
    """Read the argument of a recreate command."""
    table, made = table_of(value), create_arguments(value)
    keep = table.get("keep")
    if keep is not None and not isinstance(keep, bool):
        raise BadArgumentsError("keep must be true, false or null")
    if made.tool not in (None, PROJECT_TOOL):
        raise BadArgumentsError(f"tool must be {PROJECT_TOOL!r} or null")
    return RepairRequest(made.prefix, made.interpreter, made.version, keep, made.tool)


def set_aside_arguments(value: object) -> SetAsideRequest:
    """Read the argument of a command that sets leftovers aside."""
    table = table_of(value)
    items = table.get("paths")
    if not isinstance(items, list | tuple) or not items:
        raise BadArgumentsError("paths must be a list of objects")
    tables = [table_of(item) for item in items]
    paths = tuple(path_of(item, "path") for item in tables)
    stamps = tuple(text_or_none(item, "stamp") for item in tables)
    return SetAsideRequest(path_of(table, "environment"), paths, stamps)


def isolate_arguments(value: object) -> IsolateRequest:
    """Read the argument of a command that switches the base's site-packages off."""
    return IsolateRequest(path_of(table_of(value), "environment"))


def install_arguments(value: object) -> InstallRequest:
    """Read the argument of an install command."""
    table = table_of(value)
    if "distributions" not in table:
        raise BadArgumentsError("distributions must be a list of names")
    into = table.get("declare")
    return InstallRequest(
        path_of(table, "environment"),
        texts(table, "distributions"),
        absolute(text_or_none(table, "project")),
        None if into is None else _declare(table_of(into)),
        text_or_none(table, "tool"),
    )


def _declare(table: dict[str, Any]) -> Declare:
    return Declare(
        path_of(table, "file"), text_or_none(table, "format") or "", texts(table, "keys")
    )


def select_arguments(value: object) -> SelectRequest:
    """Read the argument of a select command."""
    table = table_of(value)
    return SelectRequest(path_of(table, "project"), absolute(text_or_none(table, "environment")))


def names_environment(value: object) -> bool:
    """Tell whether the argument of a select command says what to select; null says it too."""
    return "environment" in table_of(value)


def project_argument(value: object) -> Path:
    """Read the argument of a select command that leaves the environment to the user."""
    return path_of(table_of(value), "project")


def table_of(value: object) -> dict[str, Any]:
    """Read an object."""
    if isinstance(value, dict):
        return value
    raise BadArgumentsError("the argument must be an object")


def text_or_none(table: dict[str, Any], key: str) -> str | None:
    """Read a member that is a string or null."""
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value
    raise BadArgumentsError(f"{key} must be a string or null")


def texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    """Read a member that is a list of strings; one that is not there is empty."""
    found = table.get(key, ())
    if not isinstance(found, list | tuple) or not all(isinstance(text, str) for text in found):
        raise BadArgumentsError(f"{key} must be a list of names")
    return tuple(found)


def path_of(table: dict[str, Any], key: str) -> Path:
    """Read a member that is an absolute path."""
    found = absolute(text_or_none(table, key))
    if found is None:
        raise BadArgumentsError(f"{key} is missing")
    return found


def absolute(text: str | None) -> Path | None:
    """Read an absolute path."""
    if text is None:
        return None
    path = Path(text)
    if not path.is_absolute():
        raise BadArgumentsError(f"{text!r} is not an absolute path")
    return path
