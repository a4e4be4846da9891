"""Whether a folder is a virtual environment that may be removed as a whole, told by looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.environment import Kind
from venvlens.core.own_files import foreign, recorded_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_MOST_NAMED = 3
"""Files of the user's that a refusal names."""


def hindrance(
    environment: Environment, machine: Machine, around: Iterable[PurePath] = ()
) -> str | None:
    """Return why an environment is not to be removed, as a clause; None if it may be.

    ``around`` are the folders that are open: what holds one of them stays, and so does what holds
    the user's home. Only what ``venv`` and its likes make is removed: others have programs that
    know what else belongs to theirs.
    """
    prefix = environment.prefix
    return (
        _no_folder_of_its_own(prefix, machine, around)
        or _somebody_elses(environment, machine)
        or _holds_more(environment, machine)
    )


def _no_folder_of_its_own(
    prefix: PurePath, machine: Machine, around: Iterable[PurePath]
) -> str | None:
    files = machine.files
    if ".." in prefix.parts or prefix == prefix.parent:
        return f"{prefix} is not the path of an environment"
    real = files.real(prefix)
    if real not in (prefix, files.real(prefix.parent) / prefix.name):
        return f"{prefix} is a link to {real}: remove the link by hand"
    resolved = files.resolved(prefix)
    for folder in (machine.home, *around):
        if folder.is_relative_to(prefix) or files.resolved(folder).is_relative_to(resolved):
            return f"{prefix} holds {folder}" if folder != prefix else f"{prefix} is open here"
    return None


def _somebody_elses(environment: Environment, machine: Machine) -> str | None:
    """Say who removes what is not made by ``venv`` or one of its likes."""
    prefix, files = environment.prefix, machine.files
    if environment.kind is Kind.PIXI:
        return f"{prefix} is an environment of pixi: remove it with `pixi clean`"
    if environment.kind is Kind.CONDA_BASE:
        return f"{prefix} is where conda itself is installed"
    if environment.is_condas or files.is_folder(prefix / "conda-meta"):
        said = f"conda env remove --prefix {prefix}"
        return f"{prefix} is an environment of conda: remove it with `{said}`"
    if not files.exists(prefix / "pyvenv.cfg"):
        return f"{prefix} has no pyvenv.cfg, so it is no virtual environment"
    if environment.kind.is_global or _has_own_library(environment, machine):
        return f"{prefix} is an installation of Python, not an environment"
    for mark, uninstall in _OF_APPLICATIONS:
        if files.exists(prefix / mark):
            said = f"{uninstall} {prefix.name}"
            return f"{prefix} is that of the application {prefix.name}: remove it with `{said}`"
    if prefix.parent.name == "envs" and prefix.parent.parent.parent.name == "versions":
        said = f"pyenv virtualenv-delete {prefix.name}"
        return f"{prefix} is an environment of pyenv, with a link to it: remove it with `{said}`"
    return None


_OF_APPLICATIONS = (
    ("uv-receipt.toml", "uv tool uninstall"),
    ("pipx_metadata.json", "pipx uninstall"),
)
"""Files that tell whose commands are elsewhere and lead into the environment."""


def _has_own_library(environment: Environment, machine: Machine) -> bool:
    if environment.version is None:
        return False
    library = layout.library(
        environment.prefix,
        environment.version,
        machine.platform,
        implementation=environment.implementation,
    )
    return machine.files.exists(library / "os.py")


def _holds_more(environment: Environment, machine: Machine) -> str | None:
    """Name what is in the folder and belongs to no environment."""
    prefix = environment.prefix
    # An empty folder holds nothing of anybody's: pipenv makes ``src`` in each of its environments.
    found = tuple(n for n in foreign(machine.names(prefix)) if not _is_empty(prefix / n, machine))
    if found:
        recorded = frozenset(_recorded(environment, machine))
        found = tuple(name for name in found if name not in recorded)
    if not found:
        return None
    named = ", ".join(found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return f"{prefix} holds {named}{more}, which is no part of an environment: move it away first"


def _is_empty(path: PurePath, machine: Machine) -> bool:
    return machine.files.is_folder(path) and not machine.names(path)


def _recorded(environment: Environment, machine: Machine) -> Iterator[str]:
    """Yield what installers wrote beside the folders of the environment."""
    if environment.version is None:
        return
    prefix, version = environment.prefix, environment.version
    made = environment.implementation
    for site in layout.site_folders(
        prefix, version, machine.platform, "lib64", implementation=made
    ):
        listing = machine.files.listing(site)
        for name in sorted(listing.folders) if listing else ():
            if name.endswith(".dist-info"):
                record = machine.files.text(site / name / "RECORD") or ""
                yield from recorded_beside(record, site, prefix)
