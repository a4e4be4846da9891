"""Every id and payload of ours that crosses the wire, for the client of any editor.

Commands are run with ``workspace/executeCommand`` and one argument, an object as described
in :mod:`venvlens.lsp.arguments`. They answer with an object:

``{"status": "done" | "failed" | "cancelled" | "refused", "message": string}``

with ``"untrusted": true`` where one is refused only because the workspace is not trusted. What did
not work is shown with ``window/showMessage``, but not to clients whose ``initializationOptions``
have ``"answers": true``: they show the ``message`` themselves, with the ways on as buttons where
there are any. A command that was cancelled needs to be shown only if it has a ``next``:

``"next": [{"title": string, "command": string, "arguments": [object]}, ...]``
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venvlens.core import labels, reports
from venvlens.lsp.arguments import (
    BadArgumentsError,
    absolute,
    table_of,
    text_or_none,
    texts,
)

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.survey import Survey

SOURCE = "venvlens"
"""``source`` of every diagnostic, and the section of the settings."""

CREATE_ENVIRONMENT = "venvlens.server.createEnvironment"
RECREATE_ENVIRONMENT = "venvlens.server.recreateEnvironment"
INSTALL = "venvlens.server.install"
INSTALL_MISSING = "venvlens.server.installMissing"
"""Judges all files of a project and installs what they lack, after asking with the list."""
SELECT_ENVIRONMENT = "venvlens.server.selectEnvironment"
"""Without an argument, or with a ``project`` alone, it asks with ``window/showMessageRequest``."""

SET_LEFTOVERS_ASIDE = "venvlens.server.setLeftoversAside"
TURN_OFF_SYSTEM_SITE = "venvlens.server.turnOffSystemSite"

REMOVE_ENVIRONMENT = "venvlens.server.removeEnvironment"
"""Removes a virtual environment that the user named and confirmed: the client asks first.

Refused with a sentence is what is no virtual environment of its own, what holds anything else, a
folder that is open or the user's home, and what a plan is at work in.
"""

COMMANDS: tuple[str, ...] = (CREATE_ENVIRONMENT, RECREATE_ENVIRONMENT, INSTALL, SELECT_ENVIRONMENT)
COMMANDS += (INSTALL_MISSING, SET_LEFTOVERS_ASIDE, TURN_OFF_SYSTEM_SITE)
COMMANDS += (REMOVE_ENVIRONMENT,)

ENVIRONMENTS = "venvlens/environments"
"""Request: every environment and interpreter there is; see :class:`EnvironmentsParams`.

Answers with an array of objects as :func:`venvlens.core.reports.listed` describes them, in the
order of a list to choose from: first the project's own (``group`` is ``recommended``), then
``workspace``, ``kept`` and ``global``. With a ``partialResultToken`` the objects come in arrays
as the ``value`` of ``$/progress``, the first at once, and the answer is an empty array.
``$/cancelRequest`` ends it. Environments in the folders of the setting ``environmentFolders`` are
among those that are ``kept``, and each request looks at what is there now. Nothing is run, so it
is answered in workspaces that are not trusted.
"""

WHY = "venvlens/why"
"""Request: which environment a file belongs to, and why: ``{"uri": string}``.

Answers with an object as :func:`venvlens.core.reports.decision` describes it, the same as
``venvlens why --format json``. The document need not be open, and a folder will do.
"""

CREATION = "venvlens/creation"
"""Request: what a new environment can be made of; see :class:`CreationParams`.

Answers with ``{"project": path, "recommended": {"title": string, "arguments": object} | null,
"reason": string | null, "tools": [{"tool": string, "label": string, "detail": string}, ...],
"interpreters": [{"executable": path, "label": string, "path": string}, ...], "name": string,
"taken": [string, ...], "contents": [{"content": string, "label": string, "picked": bool}, ...]}``.
``recommended`` is the best quick fix of a project without environment, its ``arguments`` are those
of ``createEnvironment``; where there is none, ``reason`` is a sentence. Everything else is for one
who chooses: ``tools`` and ``interpreters`` the best first, a ``name`` that is free, the names that
are ``taken``, and the words for ``install``, which the tool ``project`` does not take.
Nothing is run, so it is answered in workspaces that are not trusted.
"""

REPORT = "venvlens/report"
"""Request: a document to be read: ``{"uri": string, "about": "why" | "doctor"}``.

Answers with ``{"title": string, "text": string}``, the text in Markdown that can be read as it is.
``why`` is what :data:`WHY` answers, of a document or folder; ``doctor`` is what is wrong with each
environment of its project, and what mends it. Nothing is run, so it is answered in workspaces that
are not trusted.
"""

ENVIRONMENT_CHANGED = "venvlens/environmentChanged"
"""Notification: what the client shows has another environment than before, or the first one known.

Of the open documents it is sent only to clients whose ``initializationOptions`` have
``"environmentChanged": true``, of what is followed to each that follows; within a second after
something changed on the disk. ``environment`` is as :func:`venvlens.core.reports.environment`
describes it, or null; ``state`` is a value of :class:`venvlens.core.labels.State`, and ``label`` is
what a status bar shows:

``{"uri": string, "project": path, "environment": object | null, "reason": string,
"state": string, "label": string}``
"""

FOLLOW = "venvlens/follow"
"""Notification of the client: which documents and folders it shows: ``{"uris": [string, ...]}``.

They take the place of those told before. Documents may be of any language and need not be open. Of
each ``venvlens/environmentChanged`` comes at once, also if nothing is new, and again with each
change. What is in no file system belongs to the first workspace folder; nothing is told of it
where there is none.
"""

TRUST = "venvlens/trust"
"""Notification of the client, without parameters: the workspace is trusted from now on.

Until then a client may have said ``"trusted": false`` in its ``initializationOptions``: commands
that start something are refused, and the answer has ``"untrusted": true``. No message takes trust
back: editors start their extensions anew for that.
"""


def _rules() -> str:
    """Return where the rules are described: in the package, or beside it in a checkout.

    A file of our own is right for this very version, and can be read without a network.
    """
    package = Path(__file__).parent.parent
    places = (package / "RULES.md", package.parent / "RULES.md")
    return next((p for p in places if p.is_file()), places[0]).as_uri()


RULES = _rules()
"""Address of the page with a heading for each rule."""


@dataclass(frozen=True, slots=True)
class EnvironmentsParams:
    """``{"uri": string?, "project": path?, "refresh": bool?, "partialResultToken": token?}``."""

    uri: str | None
    """A document; environments of its project are recommended."""
    project: Path | None
    """The project's folder, for clients that know it; counts more than ``uri``."""
    refresh: bool
    """Whether to look as if for the first time; what is remembered is checked anyway."""
    token: str | int | None


def environments_params(value: object) -> EnvironmentsParams:
    """Read the parameters of ``venvlens/environments``; none are needed."""
    table = {} if value is None else table_of(value)
    token = table.get("partialResultToken")
    return EnvironmentsParams(
        text_or_none(table, "uri"),
        absolute(text_or_none(table, "project")),
        table.get("refresh") is True,
        token if isinstance(token, str | int) else None,
    )


@dataclass(frozen=True, slots=True)
class CreationParams:
    """``{"uri": string?, "project": path?}``; without either it is the first folder."""

    uri: str | None
    """A document or folder, whose project is meant."""
    project: Path | None
    """The project's folder; counts more than ``uri``."""


def creation_params(value: object) -> CreationParams:
    """Read the parameters of ``venvlens/creation``."""
    table = {} if value is None else table_of(value)
    return CreationParams(text_or_none(table, "uri"), absolute(text_or_none(table, "project")))


def follow_params(value: object) -> tuple[str, ...]:
    """Read the parameters of ``venvlens/follow``."""
    return texts(table_of(value), "uris")


@dataclass(frozen=True, slots=True)
class ReportParams:
    """``{"uri": string, "about": "why" | "doctor"}``."""

    uri: str
    about: str


def report_params(value: object) -> ReportParams:
    """Read the parameters of ``venvlens/report``."""
    about = text_or_none(table_of(value), "about")
    if about not in ("why", "doctor"):
        raise BadArgumentsError("about must be why or doctor")
    return ReportParams(uri_param(value), about)


def uri_param(value: object) -> str:
    """Read the parameters of ``venvlens/why``."""
    uri = text_or_none(table_of(value), "uri")
    if uri is None:
        raise BadArgumentsError("uri is missing")
    return uri


def answer(status: str, message: str) -> dict[str, str]:
    """Return what a command answers."""
    return {"status": status, "message": message}


def environment_changed(uri: str, survey: Survey) -> dict[str, Any]:
    """Return what a client is told when a document has another environment."""
    found = survey.selection.interpreter
    return {
        "uri": uri,
        "project": str(survey.project),
        "environment": reports.environment(found) if found else None,
        "reason": survey.selection.reason,
        "state": labels.state(survey.selection).value,
        "label": labels.label_of(survey.selection, survey.project),
    }


def diagnostic_data(name: str, environment: PurePath | None) -> dict[str, Any]:
    """Return what a diagnostic carries, so that its fixes can be made from it alone."""
    return {"name": name, "environment": environment and str(environment)}
