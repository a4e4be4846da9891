"""From an environment to the places its interpreter looks in, by reading files only.

Order and rules are those of CPython's ``site.main``: standard library, the environment's
own site-packages, the user's, the base's; each followed by what its ``.pth`` files add.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import editable, layout, pth
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import Entry, EntryKind, SearchPath, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from venvlens.core.editable import EditableHook
    from venvlens.core.environment import Environment
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host

_NEWEST_KNOWN = PythonVersion(3, 13)
"""What an environment is taken for whose files do not tell its version."""

# What a sitecustomize module must mention to be able to change the search path.
_CHANGES_PATH = re.compile(r"\b(?:sys\.path|meta_path|path_hooks|addsitedir|sys\.modules)\b")
_EXTENSION = re.compile(r"(?P<tag>\.(?:cpython|pypy|graalpy|cp)\d+[\w-]*)\.(?:so|pyd)")


def build(environment: Environment, host: Host, looks: Looks) -> SearchPath:
    """Return the search path of an environment, first-party folders not included."""
    return _Builder(environment, host, looks).build()


@dataclass(slots=True)
class _Builder:
    environment: Environment
    host: Host
    looks: Looks
    entries: dict[str, Entry] = field(default_factory=dict)
    """By normalised path: a folder that is named twice counts where it came first."""
    hooks: list[EditableHook] = field(default_factory=list)
    preloaded: dict[str, tuple[PurePath, ...]] = field(default_factory=dict)
    opaque: list[str] = field(default_factory=list)

    def build(self) -> SearchPath:
        for folder in self._standard_library():
            if self.looks.exists(folder):
                self._add(Entry(folder, EntryKind.STDLIB))
        for folder, kind in self._site_folders():
            self._add_site(folder, kind)
        self._look_for_customisation()
        return SearchPath(
            target=Target(self.version, self.host.platform),
            entries=tuple(self.entries.values()),
            extension_suffixes=self._extension_suffixes(),
            hooks=tuple(self.hooks),
            preloaded=dict(self.preloaded),
            opaque=tuple(self.opaque),
        )

    @property
    def version(self) -> PythonVersion:
        return self.environment.version or _NEWEST_KNOWN

    @property
    def is_virtual(self) -> bool:
        return not self.environment.kind.is_global

    def _lib(self, prefix: PurePath) -> str:
        """Return the build's ``sys.platlibdir`` as its folders tell it."""
        lib64 = layout.library(prefix, self.version, self.host.platform, "lib64")
        return "lib64" if self.looks.exists(lib64 / "os.py") else "lib"

    def _standard_library(self) -> tuple[PurePath, ...]:
        base = self.environment.base_prefix
        if base is None:
            return ()
        return layout.standard_library(base, self.version, self.host.platform, self._lib(base))

    def _site_folders(self) -> Iterator[tuple[PurePath, EntryKind]]:
        base = self.environment.base_prefix
        if self.is_virtual:
            for folder in self._sites_of(self.environment.prefix, environment=True):
                yield folder, EntryKind.SITE_PACKAGES
            if base is None or not self.environment.system_site:
                return
        yield self._user_site(), EntryKind.USER_SITE
        kind = EntryKind.SYSTEM_SITE if self.is_virtual else EntryKind.SITE_PACKAGES
        for folder in self._sites_of(base or self.environment.prefix, environment=False):
            yield folder, kind

    def _sites_of(self, prefix: PurePath, *, environment: bool) -> tuple[PurePath, ...]:
        base = self.environment.base_prefix or prefix
        lib = self._lib(base)
        own_site_py = layout.library(base, self.version, self.host.platform, lib) / "site.py"
        return layout.site_folders(
            prefix,
            self.version,
            self.host.platform,
            lib,
            debian="dist-packages" in (self.looks.text(own_site_py) or ""),
            environment=environment,
        )

    def _user_site(self) -> PurePath:
        environ = self.host.environ
        windows = self.host.platform == "win32"
        usual = environ.get("APPDATA", "") + "/Python" if windows else self.host.home / ".local"
        base = PurePath(environ.get("PYTHONUSERBASE") or usual)
        return layout.user_site(base, self.version, self.host.platform)

    def _add_site(self, folder: PurePath, kind: EntryKind) -> None:
        listing = self.looks.listing(folder)
        if listing is None or not self._add(Entry(folder, kind)):
            return
        # Code point order; names that begin with a dot are hidden from 3.13 on.
        hidden = "." if self.version.series >= (3, 13) else "/"
        for name in sorted(listing.files):
            if name.endswith(".pth") and not name.startswith(hidden):
                self._add_pth(folder / name)

    def _add_pth(self, path: PurePath) -> None:
        text = self.looks.text(path) or ""
        if self.version.series >= (3, 13):
            text = text.removeprefix("\ufeff")
        for line in pth.parse(text):
            match line:
                case pth.PathLine(path=added):
                    folder = layout.normalised(path.parent / added)
                    if self.looks.exists(folder):
                        self._add(Entry(folder, EntryKind.PTH, path))
                case pth.HookLine(module=module):
                    self._add_hook(path, module)
                case pth.NamespaceLine(parts=parts):
                    self._add_namespace(path.parent, parts)
                case pth.OpaqueLine(text=code):
                    self.opaque.append(f"{path} runs code at start-up: {code[:80]}")
                case pth.HarmlessLine():
                    pass

    def _add_hook(self, source: PurePath, module: str) -> None:
        hook = editable.parse(self.looks.text(source.parent / f"{module}.py") or "")
        if hook is None:
            self.opaque.append(f"{source} installs a finder that cannot be read")
        else:
            self.hooks.append(hook)

    def _add_namespace(self, site: PurePath, parts: tuple[str, ...]) -> None:
        folder = site.joinpath(*parts)
        if not self.looks.exists(folder / "__init__.py"):
            name = ".".join(parts)
            self.preloaded[name] = (*self.preloaded.get(name, ()), folder)

    def _add(self, entry: Entry) -> bool:
        # site.py knows duplicates by normcase(abspath), not by where links lead.
        key = os.path.normcase(entry.path)
        if key in self.entries:
            return False
        self.entries[key] = entry
        return True

    def _look_for_customisation(self) -> None:
        for entry in tuple(self.entries.values()):
            listing = self.looks.listing(entry.path)
            for name in ("sitecustomize", "usercustomize"):
                if listing is None or f"{name}.py" not in listing.files:
                    continue
                if _CHANGES_PATH.search(self.looks.text(entry.path / f"{name}.py") or ""):
                    self.opaque.append(f"{entry.path / name}.py may change the search path")

    def _extension_suffixes(self) -> tuple[str, ...]:
        """Return what this build loads, told by the extension modules it came with."""
        windows = self.host.platform == "win32"
        end = ".pyd" if windows else ".so"
        stable = () if windows or self.version.free_threaded else (".abi3.so",)
        tag = self._extension_tag()
        return (*((tag + end,) if tag else ()), *stable, end)

    def _extension_tag(self) -> str | None:
        for entry in self.entries.values():
            listing = self.looks.listing(entry.path) if entry.kind is EntryKind.STDLIB else None
            for name in listing.files if listing else ():
                if match := _EXTENSION.search(name):
                    return match["tag"]
        return None


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
