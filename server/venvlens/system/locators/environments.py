"""Environments that are kept apart from their projects: one locator for each tool that does so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.locators import (
    conda,
    hatch,
    pdm,
    pipenv,
    pipx,
    pixi,
    poetry,
    pyenv_virtualenv,
    stores,
    uv_script,
    uv_tool,
    virtualenvwrapper,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_LOCATORS: tuple[Callable[[Machine], Iterator[Environment]], ...] = (
    pyenv_virtualenv.locate,
    pixi.locate,
    conda.locate,
    uv_script.locate,
    uv_tool.locate,
    poetry.locate,
    hatch.locate,
    pdm.locate,
    pipenv.locate,
    pipx.locate,
    virtualenvwrapper.locate,
    stores.locate,
)
"""The more exact kind comes first: one folder may be found by several."""


def environments(machine: Machine) -> Iterator[Environment]:
    """Yield every environment that some tool keeps on this machine, each folder once."""
    seen: set[PurePath] = set()
    for locate in _LOCATORS:
        for environment in locate(machine):
            real = machine.files.resolved(environment.prefix)
            if real not in seen:
                seen.add(real)
                yield environment
