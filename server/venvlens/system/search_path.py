"""From an environment to the places its interpreter looks in, by reading files only.

Order and rules are those of CPython's ``site.main``: standard library, the environment's
own site-packages, the user's, the base's; each followed by what its ``.pth`` files add.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import layout, site_rules
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import Entry, EntryKind, SearchPath, Target
from venvlens.system.extension_suffixes import suffixes
from venvlens.system.site_reader import CHANGES_PATH, SiteReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from venvlens.core.environment import Environment
    from venvlens.core.site_rules import SiteRules
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host

_NEWEST_KNOWN = PythonVersion(3, 13)
"""What an environment is taken for whose files do not tell its version."""


def build(
    environment: Environment, host: Host, looks: Looks, pythonpath: tuple[Entry, ...] = ()
) -> SearchPath:
    """Return the search path of an environment, first-party folders not included.

    ``pythonpath`` are the folders that the environment variable would hold, by the settings:
    that of this process says nothing about how the code will be run.
    """
    return _Builder(environment, host, looks, pythonpath).build()


@dataclass(frozen=True, slots=True)
class _Builder:
    environment: Environment
    host: Host
    looks: Looks
    pythonpath: tuple[Entry, ...] = ()

    def build(self) -> SearchPath:
        rules = self._rules()
        target = Target(self.version, self.host.platform)
        endings = self._extension_suffixes()
        reader = SiteReader(self.looks, rules, target, endings, self.host.environ)
        library = (Entry(folder, EntryKind.STDLIB) for folder in self._standard_library())
        for entry in (*self.pythonpath, *library):
            if self.looks.exists(entry.path):
                reader.add(entry)
        reader.add_sites(self._site_folders(rules))
        return SearchPath(
            target=target,
            entries=tuple(reader.entries),
            extension_suffixes=endings,
            hooks=tuple(reader.hooks.values()),
            preloaded=reader.preloaded,
            opaque=(*reader.opaque, *self._customisation(reader.entries)),
            redirects=reader.redirects,
            loaded=frozenset(reader.loaded),
            maybe_loaded=frozenset(reader.maybe_loaded - reader.loaded),
        )

    @property
    def version(self) -> PythonVersion:
        return self.environment.version or _NEWEST_KNOWN

    @property
    def is_virtual(self) -> bool:
        return not self.environment.kind.is_global

    @property
    def base(self) -> PurePath:
        return self.environment.base_prefix or self.environment.prefix

    @property
    def lib(self) -> str:
        """The build's ``sys.platlibdir`` as its folders tell it."""
        lib64 = layout.library(self.base, self.version, self.host.platform, "lib64")
        own = layout.library(self.base, self.version, self.host.platform)
        only = self.looks.exists(lib64 / "os.py") and not self.looks.exists(own / "os.py")
        return "lib64" if only else "lib"

    def _rules(self) -> SiteRules:
        library = layout.library(self.base, self.version, self.host.platform, self.lib)
        return site_rules.read(self.looks.text(library / "site.py"), self.version.series)

    def _standard_library(self) -> tuple[PurePath, ...]:
        if self.environment.base_prefix is None:
            return ()
        return layout.standard_library(self.base, self.version, self.host.platform, self.lib)

    def _site_folders(self, rules: SiteRules) -> Iterator[tuple[PurePath, EntryKind]]:
        environment = self.environment
        if self.is_virtual:
            for folder in self._sites_of(environment.prefix, rules):
                yield folder, EntryKind.SITE_PACKAGES
            if environment.base_prefix is None or not environment.system_site:
                return
        if not self.host.environ.get("PYTHONNOUSERSITE"):
            yield self._user_site(), EntryKind.USER_SITE
        kind = EntryKind.SYSTEM_SITE if self.is_virtual else EntryKind.SITE_PACKAGES
        for folder in self._sites_of(self.base, rules):
            yield folder, kind

    def _sites_of(self, prefix: PurePath, rules: SiteRules) -> tuple[PurePath, ...]:
        return layout.site_folders(
            prefix,
            self.version,
            self.host.platform,
            self.lib,
            debian=rules.debian,
            environment=self.is_virtual,
        )

    def _user_site(self) -> PurePath:
        environ = self.host.environ
        usual = environ.get("APPDATA", "") + "/Python" if self.host.is_windows else "~/.local"
        base = environ.get("PYTHONUSERBASE") or usual
        if base.startswith("~/"):
            base = str(self.host.home / base[2:])
        return layout.user_site(PurePath(base), self.version, self.host.platform)

    def _customisation(self, entries: list[Entry]) -> Iterator[str]:
        """Yield why a ``sitecustomize`` makes the path uncertain; the first of each is run."""
        for name in ("sitecustomize", "usercustomize"):
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
        listings = (self.looks.listing(folder) for folder in self._standard_library())
        found = (listing for listing in listings if listing is not None)
        return suffixes(found, self.version, self.host.platform)


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
