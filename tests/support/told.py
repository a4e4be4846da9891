"""What was found and chosen, against what a tool and an interpreter say."""

from pathlib import Path, PurePath

from interpreters import about, path_of
from tool_world import World

from venvlens.core.environment import Environment, Kind
from venvlens.core.selection import Selection
from venvlens.system.locators import interpreters
from venvlens.system.locators.environments import environments
from venvlens.system.selecting import Decision, Wishes, script_of
from venvlens.system.state import Choices
from venvlens.system.surveyor import project_of, pyproject_of

PREFIX = "import sys; print(sys.prefix)"


def python_of(environment: Environment) -> str:
    assert environment.executable is not None
    return str(environment.executable)


def is_what_it_says(found: Environment, said: str, kind: Kind) -> None:
    """Compare an environment with what its tool and its interpreter say."""
    assert (str(found.prefix), found.kind, found.faults) == (said, kind, ())
    told = about(PurePath(python_of(found)))
    assert told.prefix == said
    version = found.version
    assert version is not None
    assert (version.major, version.minor, version.micro) == told.version
    assert str(found.base_prefix) == told.base_prefix


def has_the_search_path_it_says(found: Environment) -> None:
    """Compare the search path, as far as it exists, with that of the interpreter."""
    told = about(PurePath(python_of(found)))
    search_path, _ = path_of(found)
    ours = [str(entry.path) for entry in search_path.entries if entry.path]
    # CPython lists the zip file of its library whether it is there or not.
    assert [p for p in ours if Path(p).exists()] == [p for p in told.path if Path(p).exists()]


def is_listed_once(found: Environment, world: World) -> None:
    """An environment is among all that are kept on the machine, under its own kind."""
    [listed] = [one for one in environments(world.machine) if one.prefix == found.prefix]
    assert (listed.kind, listed.name) == (found.kind, found.name)


def interpreters_below(place: Path, world: World) -> list[Environment]:
    """Every interpreter that was found below a folder."""
    found = interpreters.installed(world.machine)
    return [one for one in found if one.prefix.is_relative_to(place)]


def chosen(file: Path, world: World, workspace: Path | None = None) -> Selection:
    """Choose for a file as a survey does, the project being what the editor opened."""
    machine = world.machine
    opened = workspace or world.project
    project = project_of(file.parent, opened, machine.files)
    pyproject, _ = pyproject_of(project, opened, machine.files)
    wishes = Wishes(pyproject.requires_python, script=script_of(file.read_text(), file))
    choices = Choices(world.root / "choices.json")
    return Decision(machine, choices, file.parent, opened, project, wishes).selection()


def prefix_chosen(file: Path, world: World, workspace: Path | None = None) -> str:
    """The prefix of the environment that is chosen for a file, links followed."""
    selection = chosen(file, world, workspace)
    assert selection.environment is not None, selection
    return str(Path(selection.environment.prefix).resolve())
