from pathlib import Path

import pytest

from venvlens.core.modules import Module, Shape
from venvlens.core.search_path import Entry, EntryKind
from venvlens.system.disk import Disk, Looks
from venvlens.system.distributions import owner


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site-packages"


def install(site: Path, folder: str, **files: str) -> None:
    (site / folder).mkdir(parents=True)
    for name, text in files.items():
        (site / folder / name.replace("__", ".")).write_text(text)


def of(site: Path, file: str, name: str | None = None) -> str | None:
    entry = Entry(site, EntryKind.SITE_PACKAGES)
    dotted = name or file.partition("/")[0].partition(".")[0]
    return owner(Module(dotted, Shape.SOURCE, site / file, None, entry), Looks(Disk()))


def test_the_record_decides(site: Path) -> None:
    metadata = "Name: PyYAML\nVersion: 6.0.3\n"
    install(site, "pyyaml-6.0.3.dist-info", RECORD="yaml/__init__.py,,\n", METADATA=metadata)
    install(site, "yaml-1.0.dist-info", RECORD="other.py,,\n")
    assert of(site, "yaml/__init__.py") == "PyYAML 6.0.3"
    assert of(site, "nobody/__init__.py") is None


def test_a_namespace_package_is_told_by_its_parts(site: Path) -> None:
    install(site, "google_a-1.dist-info", RECORD="google/cloud/a/__init__.py,,\n")
    install(site, "google_b-2.dist-info", RECORD="google/cloud/b/__init__.py,,\n")
    assert of(site, "google/cloud/b/__init__.py", "google.cloud.b") == "google_b 2"


def test_the_list_of_an_old_install(site: Path) -> None:
    listed = "../old/__init__.py\nPKG-INFO\n"
    install(site, "Old-1.0-py3.8.egg-info", PKG_INFO="", **{"installed-files__txt": listed})
    assert of(site, "old/__init__.py") == "Old 1.0"


def test_without_a_list_top_level_names_decide_and_then_the_name(site: Path) -> None:
    install(site, "Debian_Thing-1.0.egg-info", top_level__txt="apt\napt_pkg\n")
    install(site, "plain-2.0.egg-info")
    assert of(site, "apt/__init__.py") == "Debian_Thing 1.0"
    assert of(site, "plain/__init__.py") == "plain 2.0"


def test_what_lies_elsewhere_has_no_owner(site: Path, tmp_path: Path) -> None:
    module = Module("a", Shape.SOURCE, tmp_path / "a.py")
    assert owner(module, Looks(Disk())) is None
    entry = Entry(site, EntryKind.SITE_PACKAGES)
    module = Module("a", Shape.SOURCE, tmp_path / "a.py", None, entry)
    assert owner(module, Looks(Disk())) is None


def test_the_texts_of_records_are_not_kept(site: Path) -> None:
    install(site, "a-1.dist-info", RECORD="a.py,,\n" * 10_000)
    disk = Disk()
    entry = Entry(site, EntryKind.SITE_PACKAGES)
    assert owner(Module("a", Shape.SOURCE, site / "a.py", None, entry), Looks(disk)) == "a 1"
    assert disk._texts == {}
