"""What the script that fills `bundled/` lets through."""

from __future__ import annotations

import runpy

import pytest
from places import CLIENT

BUNDLER = runpy.run_path(str(CLIENT / "scripts" / "bundle_server.py"))
LIBS = BUNDLER["BUNDLED"] / "libs"


@pytest.mark.parametrize(
    "name",
    [
        "_speedups.cpython-311-x86_64-linux-gnu.so",
        "tomlkit/_speedups.pyd",
        "tomlkit/__init__.pyc",
        "tomlkit/native.dylib",
        "tomlkit/data.bin",
        "tomlkit-1.0.dist-info/RECORD",
        "tomlkit-1.0.data/scripts/tomlkit",
        "venvlens/notes.txt",
    ],
)
def test_it_stops_at_what_is_compiled_or_not_known(name):
    assert not BUNDLER["is_expected"](LIBS / name)


@pytest.mark.parametrize(
    "name",
    [
        "typing_extensions.py",
        "tomlkit/__init__.py",
        "tomlkit-1.0.dist-info/METADATA",
        "tomlkit-1.0.dist-info/licenses/LICENSE.APACHE",
        "venvlens/RULES.md",
        "venvlens/core/data/import_table.txt",
    ],
)
def test_it_knows_code_and_licences(name):
    assert BUNDLER["is_expected"](LIBS / name)
