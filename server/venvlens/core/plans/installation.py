"""Plans that install distributions into an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.names import distribution_name
from venvlens.core.plans.plan import Cannot, Plan, Step
from venvlens.core.plans.plan import shown as shown_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

_INSTALL_SECONDS = 1800.0


def install(
    prefix: PurePath,
    executable: PurePath,
    distributions: Sequence[str],
    folder: PurePath,
    uv: PurePath | None,
    has_pip: bool,
) -> Plan | Cannot:
    """Plan an installation of distributions, each a name with extras and versions at most.

    The environment's own tool settings (indexes, find-links) stay in force: a private index is
    where a project's distributions come from.
    """
    names = []
    for text in distributions or ("",):
        name = as_argument(text)
        if name is None:
            return not_a_name(text)
        names.append(name)
    shown = shown_prefix(prefix, folder)
    if uv is not None:
        start: tuple[str, ...] = (str(uv), "pip", "install", "--python", str(executable))
    elif has_pip:
        start = (str(executable), "-I", "-m", "pip", "install")
        start += ("--disable-pip-version-check", "--no-input")
    else:
        return Cannot(
            f"{shown} has no pip and uv was not found: install uv,"
            f" or add pip with: {executable} -m ensurepip"
        )
    argv = (*start, "--", *names)
    title = f"Install {', '.join(distributions)} into {shown}"
    return Plan(title, (Step(argv, folder, _INSTALL_SECONDS),), prefix)


def as_argument(text: str) -> str | None:
    """Return a distribution as an argument for pip or uv, or None for anything else.

    The name is normalised: pip takes ``name.whl`` for a file of the folder it works in. Addresses
    are not names, and ``===`` may be followed by any character at all.
    """
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.url or requirement.marker or "===" in str(requirement.specifier):
        return None
    requirement.name = distribution_name(requirement.name)
    return str(requirement)


def not_a_name(text: str) -> Cannot:
    """Say what a distribution may be written as."""
    return Cannot(
        f"{text!r} is not the name of a distribution: use a name with versions at most,"
        " such as requests or requests>=2.32"
    )
