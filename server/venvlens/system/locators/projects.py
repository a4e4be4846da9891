"""Environments that tools keep in a project's folder, or elsewhere for this very project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.locators import (
    conda,
    direnv,
    hatch,
    pdm,
    pipenv,
    pixi,
    poetry,
    pyenv_virtualenv,
    tox_nox,
    uv,
    virtualenvwrapper,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

    Locator = Callable[[PurePath, Machine], Iterator[Environment]]

_BELOW: tuple[Locator, ...] = (
    pixi.below,
    conda.below,
    direnv.below,
    pdm.below,
    tox_nox.below,
)
"""Functions ``below(folder, machine)``: environments in a folder, by a tool's own layout."""
_OF_PROJECT: tuple[Locator, ...] = (
    uv.of_project,
    pixi.of_project,
    poetry.of_project,
    pipenv.of_project,
    pdm.of_project,
    hatch.of_project,
    virtualenvwrapper.of_project,
    pyenv_virtualenv.of_project,
    conda.of_project,
)
"""Functions ``of_project(project, machine)``: environments that a tool keeps for a project."""


def below(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    """Yield the environments that tools keep in a folder of a project."""
    for locate in _BELOW:
        yield from locate(folder, machine)


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Yield the environments that tools keep elsewhere for a project."""
    for locate in _OF_PROJECT:
        yield from locate(project, machine)
