"""What an environment has installed, read from its site folders within bounds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import layout, pyvenv_cfg
from venvlens.core.direct_url import Moved
from venvlens.core.freeze import Frozen, Installed, freeze
from venvlens.core.health.claims import ACTIVATE, of_activate
from venvlens.system.interpreter_version import series_in_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.tree import Tree

_MOST = 3_000
"""Distributions of one site folder that are read."""


def frozen(environment: Environment, tree: Tree, platform: str) -> Frozen:
    """Return what an environment has installed; its interpreter may be gone."""
    found: dict[str, Installed] = {}
    version, sites = _sites(environment, tree, platform)
    for site in sites:
        # lib64 is a link to lib in most environments: one folder, seen twice.
        for one in tree.recall(("frozen", site), partial(_read, site)):
            found.setdefault(one.folder.name, one)
    return freeze(found.values(), version, tree, _moved(environment.prefix, tree, platform))


def _sites(
    environment: Environment, tree: Tree, platform: str
) -> tuple[PythonVersion | None, tuple[PurePath, ...]]:
    """Return the Python that distributions were installed for, with its site folders.

    It is the one that ``pyvenv.cfg`` names: what would start may be of another series.
    """
    prefix, made = environment.prefix, environment.implementation
    written = pyvenv_cfg.parse(tree.text(prefix / "pyvenv.cfg") or "").version
    for version in filter(None, (written, environment.version)):
        sites: list[PurePath] = []
        for lib in ("lib", "lib64"):
            sites += layout.site_folders(prefix, version, platform, lib, implementation=made)
        if any(_names(site, tree) for site in sites):
            return version, tuple(dict.fromkeys(sites))
    found = tuple(_any_sites(prefix, tree))
    series = series_in_name(found[0].parent.name) if found else None
    return series or written or environment.version, found


def _any_sites(prefix: PurePath, tree: Tree) -> Iterator[PurePath]:
    """Yield the site folders of a series that has any, for which nothing else speaks."""
    listing = tree.listing(prefix / "lib")
    for name in sorted(listing.folders, reverse=True) if listing else ():
        site = prefix / "lib" / name / "site-packages"
        if _names(site, tree):
            yield site
            yield prefix / "lib64" / name / "site-packages"
            return


def _names(site: PurePath, tree: Tree) -> list[str]:
    listing = tree.listing(site)
    names = sorted(listing.folders | listing.files) if listing else []
    ends = (".dist-info", ".egg-info", ".egg-link")
    # pip calls what it has put aside ``~ame``.
    return [name for name in names if name.endswith(ends) and not name.startswith("~")]


def _read(site: PurePath, tree: Tree) -> tuple[Installed, ...]:
    return tuple(_installed(site / name, tree) for name in _names(site, tree)[:_MOST])


def _installed(path: PurePath, tree: Tree) -> Installed:
    if path.suffix == ".egg-link":
        return Installed(path, None, egg_link=tree.text(path) or "")
    if path.suffix == ".egg-info":
        inside = tree.text(path / "PKG-INFO")
        return Installed(path, tree.text(path) if inside is None else inside)
    direct = path / "direct_url.json"
    said = tree.text(direct) if tree.exists(direct) else None
    unreadable = "" if tree.exists(direct) else None
    return Installed(path, tree.text(path / "METADATA"), unreadable if said is None else said)


def _moved(prefix: PurePath, tree: Tree, platform: str) -> Moved | None:
    """Return from where an environment was moved or copied, by its activate scripts."""
    folder = layout.bin_folder(prefix, platform)
    for name in ACTIVATE:
        for said, _ in of_activate(tree.text(folder / name) or ""):
            old = prefix.__class__(said)
            if old != prefix and old.is_absolute() and old.name == prefix.name:
                return Moved(old.parent, prefix.parent)
    return None
