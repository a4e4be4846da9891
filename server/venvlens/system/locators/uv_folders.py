"""Where uv keeps its cache, its Pythons and its tools.

Sources: uv's crates ``uv-cache``, ``uv-settings``, ``uv-state`` and ``uv-python``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine


def caches(machine: Machine, folder: PurePath, own: str | None = None) -> Iterator[PurePath]:
    """Yield the caches that uv, started in a folder, may use, the likeliest first.

    ``own`` is what a script says itself. Only the first may be meant; but settings are looked
    for from where uv is started, which need not be this folder, so the others count as well.
    """
    named = (machine.environ.get("UV_CACHE_DIR"), own, *_configured(machine, folder))
    for text in filter(None, named):
        # uv takes a relative one from where it is started.
        yield folder / text
    if machine.is_windows:
        yield machine.cache / "uv" / "cache"
        return
    old = machine.home / "Library" / "Caches" / "uv"
    if machine.platform == "darwin" and machine.files.is_folder(old):
        yield old
    yield (machine.named("XDG_CACHE_HOME") or machine.home / ".cache") / "uv"


def pythons(machine: Machine) -> Iterator[PurePath]:
    """Yield the folders of installed Pythons; a variable that names one stands for all."""
    return _kept(machine, "UV_PYTHON_INSTALL_DIR", "python")


def tools(machine: Machine) -> Iterator[PurePath]:
    """Yield the folders of what ``uv tool install`` made."""
    return _kept(machine, "UV_TOOL_DIR", "tools")


def _kept(machine: Machine, variable: str, name: str) -> Iterator[PurePath]:
    named = machine.named(variable)
    if named is not None:
        yield named
    elif machine.is_windows:
        yield machine.roaming / "uv" / name
        yield machine.roaming / "uv" / "data" / name
    else:
        data = machine.named("XDG_DATA_HOME") or machine.home / ".local" / "share"
        yield data / "uv" / name
        if machine.platform == "darwin":
            yield machine.data / "uv" / name


def _configured(machine: Machine, folder: PurePath) -> Iterator[str]:
    """Yield each ``cache-dir`` of the settings: the project's before the user's."""
    if machine.environ.get("UV_NO_CONFIG") not in (None, "", "0", "false"):
        return
    only = machine.named("UV_CONFIG_FILE")
    if only is not None:
        files = [only]
    else:
        files = [*_project_settings(machine, folder), *_shared_settings(machine)]
    for file in files:
        found = uv_table(file, machine).get("cache-dir")
        if isinstance(found, str):
            yield found


def _project_settings(machine: Machine, folder: PurePath) -> Iterator[PurePath]:
    """Yield the nearest file with settings: ``uv.toml`` hides ``[tool.uv]`` beside it."""
    for place in (folder, *folder.parents):
        if machine.files.is_file(place / "uv.toml"):
            yield place / "uv.toml"
            return
        if uv_table(place / "pyproject.toml", machine):
            yield place / "pyproject.toml"
            return


def _shared_settings(machine: Machine) -> Iterator[PurePath]:
    if machine.is_windows:
        yield machine.roaming / "uv" / "uv.toml"
        data = machine.named("PROGRAMDATA")
        if data is not None:
            yield data / "uv" / "uv.toml"
        return
    yield (machine.named("XDG_CONFIG_HOME") or machine.home / ".config") / "uv" / "uv.toml"
    yield machine.home.__class__("/etc/uv/uv.toml")


def uv_table(file: PurePath, machine: Machine) -> dict[str, object]:
    """Return the settings in a ``uv.toml``, or in a ``pyproject.toml`` those of ``[tool.uv]``."""
    data = toml_text.read(machine.files.text(file) or "") if machine.files.is_file(file) else {}
    if isinstance(data, str) or file.name != "pyproject.toml":
        return {} if isinstance(data, str) else data
    tool = data.get("tool")
    table = tool.get("uv") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}
