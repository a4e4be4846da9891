"""What is in the packaged extension, and what is not."""

from __future__ import annotations

import email
import hashlib
import json
import re
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.utils import canonicalize_name
from places import CLIENT, ROOT
from test_pins import pins

pytestmark = pytest.mark.packaging

LARGEST_VSIX = 4_000_000
LARGEST_CLIENT = 400_000
SERVER = ROOT / "server"
SECTION = re.compile(
    r"^-{80}\n(\S+ \S+ \((?:npm|PyPI)\)), licence: .+\n\n((?s:.*?))(?=\n-{80}$|\Z)", re.MULTILINE
)
"""Package and licence, of THIRD_PARTY_NOTICES.txt."""


def names(folder: Path) -> dict[str, Path]:
    """The files below a folder, by their names from there."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def distributions(extension: Path) -> dict[str, str]:
    """The bundled distributions by their metadata."""
    found = (extension / "bundled" / "libs").glob("*.dist-info/METADATA")
    read = [email.message_from_string(path.read_text("utf-8")) for path in found]
    return {canonicalize_name(one["Name"]): one["Version"] for one in read}


def of_npm() -> dict[str, str]:
    """The packages that the bundle of the client is made of, by what esbuild tells."""
    inputs = json.loads((CLIENT / "dist" / "meta.json").read_text("utf-8"))["inputs"]
    folders = {
        found[0] for name in inputs if (found := re.match(r"node_modules/(@[^/]+/)?[^/]+", name))
    }
    read = [json.loads((CLIENT / f / "package.json").read_text("utf-8")) for f in folders]
    return {one["name"]: one["version"] for one in read}


def test_it_is_small(vsix, extension):
    assert vsix.stat().st_size <= LARGEST_VSIX
    assert (extension / "dist" / "extension.cjs").stat().st_size <= LARGEST_CLIENT


def test_nothing_in_it_is_compiled_or_left_over_from_building(extension):
    kinds = {PurePosixPath(name).suffix for name in names(extension / "bundled" / "libs")}
    assert kinds <= {".py", ".md", ".txt", "", ".APACHE", ".BSD"}
    strange = ("__pycache__", "node_modules", "/tests/", "/test/", "/bin/", "RECORD", ".map", ".ts")
    assert [name for name in names(extension) if any(part in f"/{name}" for part in strange)] == []


def test_there_is_what_an_editor_needs(extension):
    package = json.loads((extension / "package.json").read_text("utf-8"))
    there = names(extension)
    icons = [package["icon"], package["main"].removeprefix("./")]
    pictures = re.findall(r'"image": "([^"]+)"', (extension / "package.json").read_text("utf-8"))
    read_me = (extension / "readme.md").read_text("utf-8")
    shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", read_me)
    assert [name for name in (*icons, *pictures, *shown) if name not in there] == []
    assert {"LICENSE.txt", "THIRD_PARTY_NOTICES.txt", "changelog.md"} <= there.keys()


def test_the_server_in_it_is_that_of_this_checkout(extension):
    bundled = names(extension / "bundled" / "libs" / "venvlens")
    own = {
        name: path
        for name, path in names(SERVER / "venvlens").items()
        if "__pycache__" not in name and name != "py.typed"
    } | {"RULES.md": SERVER / "RULES.md", "NOTICE": ROOT / "NOTICE"}
    assert bundled.keys() == own.keys()
    assert [n for n in own if own[n].read_bytes() != bundled[n].read_bytes()] == []


def test_the_libraries_in_it_are_the_pinned_ones(extension):
    # What is pinned only for some platforms would not be there for all.
    assert distributions(extension) == pins()


def test_every_package_in_it_is_listed_with_its_licence(extension):
    notices = (extension / "THIRD_PARTY_NOTICES.txt").read_text("utf-8")
    sections = dict(SECTION.findall(notices))
    bundled = {
        f"{canonicalize_name(name)} {version} (PyPI)"
        for name, version in distributions(extension).items()
    } | {f"{name} {version} (npm)" for name, version in of_npm().items()}
    listed = {title.replace("_", "-"): text for title, text in sections.items()}
    assert listed.keys() == bundled
    assert [title for title, text in listed.items() if not re.search("copyright", text, re.I)] == []
    assert (ROOT / "NOTICE").read_text("utf-8").strip() in notices


def test_what_it_holds_is_on_record(vsix):
    lines = (CLIENT / "dist" / "contents.txt").read_text("utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    with zipfile.ZipFile(vsix) as archive:
        held = {
            info.filename.removeprefix("extension/"): hashlib.sha256(archive.read(info)).hexdigest()
            for info in archive.infolist()
            if info.filename.startswith("extension/")
        }
        times = {info.date_time for info in archive.infolist()}
    assert sorted(recorded.values()) == sorted(held.values())
    assert times == {(1980, 1, 1, 0, 0, 0)}
