"""Folders with first-party modules, as build backends and other tools are told of them.

Sources: the documentation of setuptools, hatch, poetry, PDM, uv, scikit-build-core, maturin,
pytest, pyright and ty. What has another type than they ask for is left out.
"""

from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING

from venvlens.core import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, object]


def in_pyproject(text: str) -> tuple[str, ...]:
    """Return the roots in a ``pyproject.toml``, relative to its folder, as written."""
    data = toml_text.read(text)
    if isinstance(data, str):
        return ()
    tool = _table(data, "tool")
    readers = (_setuptools, _hatch, _poetry, _others, _pytest, _pyright, _ty)
    return _usable(root for reader in readers for root in reader(tool))


def in_setup_cfg(text: str) -> tuple[str, ...]:
    """Return the roots in a ``setup.cfg``."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return ()
    folders = dict[str, object]()
    for line in _items(parser.get("options", "package_dir", fallback="")):
        package, _, folder = line.partition("=")
        folders[package.strip()] = folder.strip()
    where = _items(parser.get("options.packages.find", "where", fallback=""))
    paths = parser.get("tool:pytest", "pythonpath", fallback="").split()
    return _usable((*_package_folders(folders), *where, *paths))


def _usable(roots: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(root for root in roots if "\0" not in root))


def _setuptools(tool: Table) -> Iterator[str]:
    table = _table(tool, "setuptools")
    yield from _package_folders(_table(table, "package-dir"))
    yield from _texts(_table(_table(table, "packages"), "find").get("where"))


def _package_folders(folders: Table) -> Iterator[str]:
    """Read setuptools' table of packages to folders; an empty name stands for all others."""
    for package, folder in folders.items():
        if isinstance(folder, str):
            yield from _root_of(folder, package.split(".") if package else [])


def _root_of(folder: str, package: list[str]) -> Iterator[str]:
    """Yield the folder below which a package has its name, if there is one."""
    parts = [part for part in re.split(r"[/\\]", folder) if part not in ("", ".")]
    if package and parts[-len(package) :] != package:
        return  # a package by another name than its folder's
    yield "/".join(parts[: len(parts) - len(package)]) or "."


def _hatch(tool: Table) -> Iterator[str]:
    build = _table(_table(tool, "hatch"), "build")
    for table in (build, _table(_table(build, "targets"), "wheel")):
        yield from _texts(table.get("dev-mode-dirs"))
        yield from map(_above, _texts(table.get("packages")))
        yield from _texts(table.get("sources"))
        for folder, package in _table(table, "sources").items():
            if isinstance(package, str):
                yield from _root_of(folder, [part for part in package.split("/") if part])


def _above(package: str) -> str:
    return re.sub(r"[/\\]*[^/\\]+[/\\]*$", "", package) or "."


def _poetry(tool: Table) -> Iterator[str]:
    packages = _table(tool, "poetry").get("packages")
    for package in packages if isinstance(packages, list) else ():
        root = package.get("from") if isinstance(package, dict) else None
        if isinstance(root, str):
            yield root


def _others(tool: Table) -> Iterator[str]:
    """Read the backends that have one setting for it."""
    pdm, uv = _table(tool, "pdm"), _table(tool, "uv")
    yield from _text(_table(pdm, "build").get("package-dir"))
    yield from _text(_table(uv, "build-backend").get("module-root"))
    yield from _text(_table(tool, "maturin").get("python-source"))
    wheel = _table(_table(tool, "scikit-build"), "wheel")
    yield from map(_above, _texts(wheel.get("packages")))


def _pytest(tool: Table) -> Iterator[str]:
    table = _table(tool, "pytest")
    for value in (_table(table, "ini_options").get("pythonpath"), table.get("pythonpath")):
        yield from value.split() if isinstance(value, str) else _texts(value)


def _pyright(tool: Table) -> Iterator[str]:
    for name in ("pyright", "basedpyright"):
        yield from _texts(_table(tool, name).get("extraPaths"))


def _ty(tool: Table) -> Iterator[str]:
    environment = _table(_table(tool, "ty"), "environment")
    for key in ("root", "extra-paths"):
        yield from _text(environment.get(key))
        yield from _texts(environment.get(key))


def _table(table: Table, key: str) -> Table:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a list of texts; a list with anything else in it is none."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield from value


def _items(text: str) -> list[str]:
    """Split a value of ``setup.cfg``: by lines or by commas."""
    return [item.strip() for item in re.split(r"[,\n]", text) if item.strip()]
