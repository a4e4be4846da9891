"""Plans that make an environment from a Python and fill it: with uv, virtualenv or venv."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.implementation import CPYTHON
from venvlens.core.plans.plan import Plan, Step, shown

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.installable import Contents

_CREATE_SECONDS = 300.0
_INSTALL_SECONDS = 1800.0


class Way(Enum):
    """The programs that make an environment for any project."""

    UV = "uv"
    VIRTUALENV = "virtualenv"
    VENV = "venv"


@dataclass(frozen=True, slots=True)
class Maker:
    """One of these programs, and where it is."""

    way: Way
    program: PurePath | None
    """None for ``venv``, which is the base Python's own."""


@dataclass(frozen=True, slots=True)
class Base:
    """The Python that an environment is made from."""

    executable: PurePath
    shown: str
    """As in ``Python 3.13.0``."""
    implementation: str = CPYTHON


def make(
    prefix: PurePath,
    base: Base,
    project: PurePath,
    maker: Maker,
    contents: Contents,
    said: str,
    platform: str,
) -> Plan:
    """Plan a new environment and what is installed into it.

    Args:
        prefix: Its folder.
        base: What it is made from.
        project: The folder that relative paths in requirements files start from.
        maker: What makes it, and installs.
        contents: What is installed.
        said: The contents in words.
        platform: As ``sys.platform``.
    """
    steps = [Step(_argv(prefix, base, maker), project, _CREATE_SECONDS)]
    title = f"Create {shown(prefix, project)} ({base.shown})"
    if contents:
        python = layout.executables(prefix, platform, base.implementation)[0]
        steps.append(Step(_installation(python, maker, contents), project, _INSTALL_SECONDS))
        title += f" and install {said}"
    return Plan(title, tuple(steps), prefix, creates=prefix)


def _argv(prefix: PurePath, base: Base, maker: Maker) -> tuple[str, ...]:
    python = str(base.executable)
    match maker.way:
        case Way.UV:
            # The project's settings may be for another Python, or broken.
            quiet = ("venv", "--no-project", "--no-config", "--no-python-downloads")
            return (str(maker.program), *quiet, "--python", python, "--", str(prefix))
        case Way.VIRTUALENV:
            return (str(maker.program), "--python", python, "--", str(prefix))
        case Way.VENV:
            return (python, "-I", "-m", "venv", str(prefix))


def _installation(python: PurePath, maker: Maker, contents: Contents) -> tuple[str, ...]:
    if maker.way is Way.UV:
        start: tuple[str, ...] = (str(maker.program), "pip", "install", "--python", str(python))
    else:
        start = (str(python), "-I", "-m", "pip", "install")
        start += ("--disable-pip-version-check", "--no-input")
    for file in contents.files:
        start += ("-r", str(file))
    if contents.project:
        extras = f"[{','.join(contents.extras)}]" if contents.extras else ""
        start += ("-e", f".{extras}")
    if maker.way is not Way.UV:
        # The pip of an older Python knows no groups.
        return (*start, "--", *contents.requirements) if contents.requirements else start
    # uv reads them itself, with the places that [tool.uv.sources] names.
    start += ("-r", "pyproject.toml") if contents.dependencies else ()
    return (*start, *(word for group in contents.groups for word in ("--group", group)))
