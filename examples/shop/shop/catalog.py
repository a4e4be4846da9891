"""What the shop sells, kept in a TOML file."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Article:
    name: str
    cents: int


def read_catalog(folder: str) -> list[Article]:
    with open(os.path.join(folder, "catalog.toml"), "rb") as file:
        table = tomllib.load(file)
    return [Article(name, cents) for name, cents in table["articles"].items()]
