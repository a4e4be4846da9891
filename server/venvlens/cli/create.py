"""``venvlens create``: a new environment for a project, by its own tool or by one for any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder, what_hinders
from venvlens.cli.running import run_plan
from venvlens.core.fixes.values import USUAL_NAME
from venvlens.core.plans import Cannot
from venvlens.core.project_tool import ProjectTool
from venvlens.core.requests import PROJECT_TOOL, CreateRequest
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending.bases import allowed
from venvlens.system.mending.creating import Creation
from venvlens.system.mending.placing import managed
from venvlens.system.real_machine import machine_of
from venvlens.system.toolbox import Toolbox
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePath

    from venvlens.cli.arguments import Given
    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_HELP = """\
Usage: venvlens create [PATH] [options]

Makes an environment for the project in a folder, with the newest Python that
the project allows: by the project's own tool (uv sync, poetry install, pdm
install, pipenv install, hatch env create, conda env create, pixi install) if it
is there, else with uv, virtualenv or venv. Without a PATH it is the current
folder. What is done is shown first; what exists is never overwritten.

Options:
  --python PYTHON       the Python to use: a version such as 3.12, or a path
  --name FOLDER         the folder of the environment, .venv by default
  --with TOOL           auto, project (the project's own tool, or its name), uv,
                        virtualenv or venv
  --install WHAT        may be given more than once: a requirements file,
                        project, dependencies, group:NAME or extra:NAME
  --dry-run             only show what would be done
  -y, --yes             do not ask, also at a terminal
  --json                answer with one object for programs
  -h, --help            show this text

Exit status: 0 if it is made, 1 if that did not work, 2 if nothing could be
done, 130 if it was interrupted. Unless it is 0, everything is as before.
"""
_TOOLS = ("auto", PROJECT_TOOL, "uv", "virtualenv", "venv", *(tool.value for tool in ProjectTool))
_CHOICES = {"--with": tuple(dict.fromkeys(_TOOLS))}
_TEXTS = ("--python", "--name", "--install")
_SWITCHES = ("--dry-run", "--yes", "--json")


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    known = ("--yes" if word == "-y" else word for word in words)
    match arguments.read(known, _CHOICES, _SWITCHES, _TEXTS):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    if current_folder() is None:
        return _refuse("The current folder no longer exists.")
    if len(given.paths) > 1:
        return _refuse("`venvlens create` takes one folder.")
    word = given.paths[0] if given.paths else "."
    if hindrance := what_hinders(word):
        return _refuse(hindrance)
    path = absolute(word)
    folder = path if path.is_dir() else path.parent
    dry, yes, json = (switch in given.switches for switch in _SWITCHES)
    creation = _creation(given, folder)
    plan = creation if isinstance(creation, Cannot) else creation.plan()
    return run_plan(plan, dry=dry, yes=yes, json=json)


def _creation(given: Given, folder: Path) -> Creation | Cannot:
    host, looks = read_host(), Looks(Disk())
    machine = machine_of(host, looks)
    workspace = workspace_around(folder, host.home, looks)
    toolbox = Toolbox(host, lambda: (workspace,))
    base = _python(given.repeated["--python"], folder, workspace, machine)
    if isinstance(base, Cannot):
        return base
    name = (*given.repeated["--name"], USUAL_NAME)[0]
    tool = _tool(given, folder, machine, toolbox)
    install = given.repeated["--install"]
    request = CreateRequest(absolute(str(folder / name)), base, None, tool, install, project=folder)
    return Creation(request, workspace, machine, toolbox)


def _tool(given: Given, folder: PurePath, machine: Machine, toolbox: Toolbox) -> str | None:
    """Return what makes it: by itself the project's tool, unless more is asked than that does."""
    asked = given.values["--with"]
    if asked != "auto":
        return asked
    if given.repeated["--name"] or given.repeated["--install"]:
        return None
    own = managed(folder, machine)
    return PROJECT_TOOL if own and toolbox.find(own.tool.value) else None


def _python(
    texts: tuple[str, ...], folder: Path, workspace: Path, machine: Machine
) -> PurePath | Cannot | None:
    """Return the Python that a version or a path names."""
    if not texts:
        return None
    text, known = texts[-1], interpreters(machine)
    wanted = text.removeprefix("python")
    fitting = [one for one in known if f"{one.version}.".startswith(f"{wanted}.")]
    best = (*allowed(fitting, folder, workspace, machine.files), *fitting)
    if not best and ("/" in text or "\\" in text):
        named = machine.files.resolved(absolute(text))
        best = tuple(one for one in known if _is_at(one, named, machine))
    if best:
        return best[0].executable
    shown = ", ".join(str(one.version) for one in known) or "none"
    return Cannot(f"there is no Python {text} on this machine, there are: {shown}")


def _is_at(one: Environment, named: PurePath, machine: Machine) -> bool:
    return one.executable is not None and machine.files.resolved(one.executable) == named


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
