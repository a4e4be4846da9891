"""What a ``setup.cfg`` asks for: setuptools' ``install_requires`` and extras."""

from __future__ import annotations

import configparser
from typing import TYPE_CHECKING

from venvlens.core.declarations.declared import declared

if TYPE_CHECKING:
    from venvlens.core.declarations.declared import Declared


def in_setup_cfg(text: str, file: str = "setup.cfg") -> tuple[Declared, ...]:
    """Return what a project needs by its ``setup.cfg``."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return ()
    keys = ("install_requires", "setup_requires", "tests_require")
    values = [parser.get("options", key, fallback="") for key in keys]
    if parser.has_section("options.extras_require"):
        values += [value for _, value in parser.items("options.extras_require")]
    return tuple(declared((line.strip() for value in values for line in value.splitlines()), file))
