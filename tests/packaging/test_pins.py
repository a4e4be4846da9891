"""What the extension brings along is pinned, and fits to what the server asks for."""

from __future__ import annotations

import json
import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import CLIENT, ROOT

import venvlens

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS = (CLIENT / "bundled-requirements.txt").read_text("utf-8")
PACKAGE = json.loads((CLIENT / "package.json").read_text("utf-8"))
LOCK = json.loads((CLIENT / "package-lock.json").read_text("utf-8"))


def pins() -> dict[str, str]:
    """The pinned version of each distribution."""
    return {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([\w.]+) \\$", REQUIREMENTS, re.MULTILINE)
    }


def test_each_line_is_a_pin_a_hash_or_a_comment():
    known = re.compile(r"#.*|[\w.-]+==[\w.]+ \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?")
    assert [line for line in REQUIREMENTS.splitlines() if not known.fullmatch(line)] == []


def test_each_pin_has_hashes():
    blocks = re.split(r"^(?=\w)", REQUIREMENTS, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_pins_satisfy_the_project():
    """If this fails after a change of pyproject.toml: `npm run pin`."""
    pinned = pins()
    for line in PROJECT["dependencies"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), line


def test_no_address_of_a_registry_is_written_down():
    assert "://" not in REQUIREMENTS
    assert [name for name, one in LOCK["packages"].items() if "resolved" in one] == []


def test_npm_packages_are_pinned_with_their_hashes():
    wanted = PACKAGE["dependencies"] | PACKAGE["devDependencies"]
    locked = LOCK["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, one in locked.items() if name and "integrity" not in one] == []


def test_extension_and_server_have_one_version_and_one_licence():
    assert PACKAGE["version"] == venvlens.__version__ == PROJECT["version"]
    assert (CLIENT / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert f"## {venvlens.__version__}" in (CLIENT / "CHANGELOG.md").read_text("utf-8")
