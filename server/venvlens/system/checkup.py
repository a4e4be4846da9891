"""A folder to its environments and what is wrong with each: for the editor and ``doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import health as rules
from venvlens.core.environment import Kind
from venvlens.core.health.checkup import Checkup
from venvlens.system import health, search_path
from venvlens.system.locators import prefix as prefix_
from venvlens.system.locators.neighbours import prefixes_below
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.settings import Settings
    from venvlens.core.survey import Survey
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host
    from venvlens.system.surveyor import Surveyor


def of_survey(survey: Survey, host: Host, looks: Looks) -> Checkup | None:
    """Look at the environment that a folder's files are judged by; None if it has none."""
    environment = survey.selection.environment
    if environment is None or environment.kind is Kind.UV_SCRIPT:
        return None  # the declarations of the project around a script are not about it
    facts = health.read(environment, survey.project, survey.search_path, host, looks)
    return Checkup(environment, rules.troubles(facts, survey.settings), facts.start_up)


def of_folder(
    folder: PurePath, workspace: PurePath, client: Settings, surveyor: Surveyor, looks: Looks
) -> Iterator[Checkup]:
    """Yield the environment of a folder, then the others in it and in its projects."""
    host, told = surveyor.host, set()
    survey = surveyor.survey(folder, workspace, client, looks).survey
    if own := of_survey(survey, host, looks):
        told.add(own.environment.prefix)
        yield own
    for prefix in prefixes_below(folder, looks):
        if prefix in told:
            continue
        told.add(prefix)
        if checkup := of_prefix(prefix, workspace, client, surveyor, looks):
            yield checkup


def environment_at(path: PurePath, host: Host, looks: Looks) -> PurePath | None:
    """Return the environment that a path is, or is a program of; None for any other folder."""
    machine = machine_of(host, looks)
    places = [path, *path.parents[:2]] if path.parent.name in _PROGRAMS else [path]
    if path.name in _PROGRAMS:
        places.append(path.parent)
    return next((place for place in places if prefix_.describe(place, machine, "")), None)


_PROGRAMS = ("bin", "Scripts")


def of_prefix(
    prefix: PurePath, workspace: PurePath, client: Settings, surveyor: Surveyor, looks: Looks
) -> Checkup | None:
    """Look at one environment, by the declarations of the folder that it is in."""
    found = surveyor.survey(prefix.parent, workspace, client, looks).survey
    selected = found.selection.environment
    if selected is not None and selected.prefix == prefix:
        return of_survey(found, surveyor.host, looks)
    return _of_other(prefix, found, surveyor.host, looks)


def _of_other(prefix: PurePath, survey: Survey, host: Host, looks: Looks) -> Checkup | None:
    """Look at an environment that nothing is judged by: the declarations are not about it."""
    found = prefix_.describe(prefix, machine_of(host, looks), f"found in {prefix.parent}")
    if found is None:
        return None
    path = search_path.build(found, host, looks)
    facts = health.read(found, survey.project, path, host, looks, selected=False)
    return Checkup(found, rules.troubles(facts, survey.settings), facts.start_up)
