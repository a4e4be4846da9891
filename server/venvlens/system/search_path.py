"""From an environment to the places its interpreter looks in, by reading files only.

Order and rules are those of CPython's ``site.main``: standard library, the environment's
own site-packages, the user's, the base's; each followed by what its ``.pth`` files add.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import layout, site_rules
from venvlens.core.environment import Kind
from venvlens.core.implementation import CPYTHON
from venvlens.core.search_path import Entry, EntryKind, SearchPath, Target
from venvlens.system import installations
from venvlens.system.extension_suffixes import suffixes
from venvlens.system.real_machine import machine_of
from venvlens.system.site_reader import CHANGES_PATH, SiteReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from venvlens.core.environment import Environment
    from venvlens.core.installation import Layout
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.site_rules import SiteRules
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host


def build(
    environment: Environment, host: Host, looks: Looks, pythonpath: tuple[Entry, ...] = ()
) -> SearchPath:
    """Return the search path of an environment, first-party folders not included.

    ``pythonpath`` are the folders that the environment variable would hold, by the settings:
    that of this process says nothing about how the code will be run.
    """
    return _Builder(environment, host, looks, pythonpath).build()


@dataclass(frozen=True)
class _Builder:
    environment: Environment
    host: Host
    looks: Looks
    pythonpath: tuple[Entry, ...] = ()

    def build(self) -> SearchPath:
        rules = self._rules()
        target = Target(self.version, self.host.platform, self.made)
        endings = self._extension_suffixes()
        reader = SiteReader(self.looks, rules, target, endings, self.host.environ)
        library = (Entry(folder, _kind_at_start(folder)) for folder in self._at_start())
        pythonpath = () if self.is_isolated else self.pythonpath
        for entry in (*pythonpath, *library):
            if self.looks.exists(entry.path):
                reader.add(entry)
        reader.add_sites(self._site_folders(rules))
        return SearchPath(
            target=target,
            entries=tuple(reader.entries),
            extension_suffixes=endings,
            hooks=tuple(reader.hooks.values()),
            preloaded=reader.preloaded,
            opaque=(*reader.opaque, *self._customisation(reader.entries), *self._unread(endings)),
            redirects=reader.redirects,
            loaded=frozenset(reader.loaded),
            maybe_loaded=frozenset(reader.maybe_loaded - reader.loaded),
        )

    def _unread(self, endings: tuple[str, ...]) -> Iterator[str]:
        """Tell of extension modules whose ending is not known, as no file shows it."""
        tagged = any(ending.count(".") > 1 for ending in endings)
        if self.made != CPYTHON and not tagged:
            yield "no file tells which extension modules this interpreter loads"

    @property
    def version(self) -> PythonVersion:
        return self.environment.version or installations.NEWEST_KNOWN

    @property
    def made(self) -> str:
        return self.environment.implementation

    @property
    def is_virtual(self) -> bool:
        """Whether ``site`` sees an environment with a base; a prefix of conda has none."""
        kind = self.environment.kind
        return not (kind.is_global or kind in (Kind.CONDA, Kind.PIXI))

    def _at_start(self) -> tuple[PurePath, ...]:
        entries = self.installation.entries if self.installation else ()
        return tuple(entry for entry in entries if entry.is_absolute())

    @cached_property
    def installation(self) -> Layout | None:
        """The base installation; None for an environment that does not tell which it is."""
        if self.environment.base_prefix is None:
            return None
        return installations.of(self.environment, machine_of(self.host, self.looks))

    @property
    def is_isolated(self) -> bool:
        """Whether a ``._pth`` file takes the place of what else decides a search path."""
        return self.installation is not None and self.installation.fixed is not None

    @property
    def runs_site(self) -> bool:
        """Whether ``site`` is imported at start-up: a ``._pth`` file has to ask for it."""
        fixed = self.installation.fixed if self.installation else None
        return fixed is None or fixed.site

    @property
    def lib(self) -> str:
        """The build's ``sys.platlibdir`` as its folders tell it."""
        return self.installation.lib if self.installation else "lib"

    def _rules(self) -> SiteRules:
        library = self.installation.library if self.installation else None
        text = self.looks.text(library / "site.py") if library else None
        return site_rules.read(text, self.version.series)

    def _site_folders(self, rules: SiteRules) -> Iterator[tuple[PurePath, EntryKind]]:
        environment, base = self.environment, self.installation
        if not self.runs_site:
            return
        if self.is_virtual:
            for folder in self._sites_of(environment.prefix, rules):
                yield folder, EntryKind.SITE_PACKAGES
        if base is None or (self.is_virtual and not environment.system_site):
            return
        if not self.is_isolated and not self.host.environ.get("PYTHONNOUSERSITE"):
            yield self._user_site(base.framework), EntryKind.USER_SITE
        kind = EntryKind.SYSTEM_SITE if self.is_virtual else EntryKind.SITE_PACKAGES
        for prefix in dict.fromkeys((base.prefix, base.exec_prefix)):
            for folder in self._sites_of(prefix, rules):
                yield folder, kind

    def _sites_of(self, prefix: PurePath, rules: SiteRules) -> tuple[PurePath, ...]:
        if prefix == self.environment.prefix and self.environment.kind is Kind.PYPACKAGES:
            # As with ``pdm run``, which takes the interpreter's own packages away.
            return (prefix / "lib",)
        return layout.site_folders(
            prefix,
            self.version,
            self.host.platform,
            self.lib,
            debian=rules.debian,
            environment=self.is_virtual,
            implementation=self.made,
        )

    def _user_site(self, framework: str) -> PurePath:
        base = self.host.environ.get("PYTHONUSERBASE") or self._user_base(framework)
        if base.startswith("~/"):
            base = str(self.host.home / base[2:])
        return layout.user_site(
            PurePath(base),
            self.version,
            self.host.platform,
            framework=framework,
            implementation=self.made,
        )

    def _user_base(self, framework: str) -> str:
        if self.host.is_windows:
            return f"{self.host.environ.get('APPDATA', '')}/{layout.user_folder(self.made)}"
        if framework:
            # Apple's own framework is Python3, but its users' folders are those of the others.
            name = "Python" if framework == "Python3" else framework
            return f"~/Library/{name}/{self.version.major}.{self.version.minor}"
        return "~/.local"

    def _customisation(self, entries: list[Entry]) -> Iterator[str]:
        """Yield why a ``sitecustomize`` makes the path uncertain; the first of each is run."""
        names = ("sitecustomize",) if self.is_isolated else ("sitecustomize", "usercustomize")
        for name in names if self.runs_site else ():
            for entry in entries:
                listing = self.looks.listing(entry.path)
                if listing is None or name not in listing.stems:
                    continue
                file = entry.path / f"{name}.py"
                text = self.looks.text(file) if f"{name}.py" in listing.files else None
                if text is None or CHANGES_PATH.search(text):
                    yield f"{file} may change the search path"
                break

    def _extension_suffixes(self) -> tuple[str, ...]:
        listings = (self.looks.listing(folder) for folder in self._at_start())
        found = (listing for listing in listings if listing is not None)
        return suffixes(found, self.version, self.host.platform, self.made)


def _kind_at_start(folder: PurePath) -> EntryKind:
    """Tell what an entry is that was there before ``site``: a ``._pth`` file may name any."""
    is_site = folder.name in ("site-packages", "dist-packages")
    return EntryKind.SITE_PACKAGES if is_site else EntryKind.STDLIB


def with_roots(
    search_path: SearchPath,
    first: Mapping[PurePath, EntryKind],
    last: Mapping[PurePath, EntryKind],
) -> SearchPath:
    """Put first-party folders around a search path, each path once."""
    before = tuple(Entry(path, kind) for path, kind in first.items())
    between = tuple(entry for entry in search_path.entries if entry.path not in first)
    known = {entry.path for entry in between}.union(first)
    after = tuple(Entry(path, kind) for path, kind in last.items() if path not in known)
    return replace(search_path, entries=before + between + after)
