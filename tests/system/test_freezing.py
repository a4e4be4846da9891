"""What an environment has installed: as ``pip freeze`` says, and also when it cannot run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from interpreters import described, environ, run
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from wheels import make_wheel

from venvlens.system.disk import Disk, Looks
from venvlens.system.freezing import frozen

if TYPE_CHECKING:
    from venvlens.core.freeze import Frozen

UV = shutil.which("uv", path=f"{Path(sys.executable).parent}")


def look(prefix: Path) -> Frozen:
    return frozen(described(prefix), Looks(Disk()), sys.platform)


def repository(folder: Path) -> str:
    """A project under git that is built without an index."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "under-git"\nversion = "4.0"\n'
    )
    wheel = make_wheel(folder.parent / "made", "under_git", "4.0")
    (folder / "backend.py").write_text(
        "import shutil\n"
        "def build_wheel(folder, *_):\n"
        f"    return shutil.copy({str(wheel)!r}, folder).rpartition('/')[2]\n"
        "build_editable = build_wheel\n"
    )
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    return f"git+{folder.as_uri()}"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with a distribution from each kind of source, installed by pip itself."""
    root = tmp_path_factory.mktemp("full")
    links = root / "links"
    for name, version in (("Tiny_Lens", "1.0"), ("tiny.other", "2.0rc1"), ("cu", "1.0+cu118")):
        make_wheel(links, name, version)
    direct = make_wheel(root / "a folder", "given", "5.0")
    own = root / "own"
    repository(own)
    prefix = root / "project" / ".venv"
    run(sys.executable, "-m", "venv", prefix)
    under_git = repository(root / "git")
    pip = (prefix / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--find-links", links)
    run(*pip, "Tiny_Lens", "tiny.other==2.0rc1", "cu", direct, under_git)
    renamed = (own / "pyproject.toml").read_text().replace("under-git", "own-git")
    (own / "pyproject.toml").write_text(renamed)
    editable = make_wheel(root / "made", "own_git", "4.0")
    text = (own / "backend.py").read_text().replace("under_git-4.0-py3-none-any.whl", editable.name)
    (own / "backend.py").write_text(text)
    run(*pip, "-e", own)
    return prefix


def said(text: str, folder: Path) -> dict[str, str]:
    """Return names with their version or source out of a list of requirements."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("-e "):
            found["own-git"] = "editable"
        elif line and not line.startswith("#"):
            requirement = Requirement(line)
            source = (requirement.url or "").partition("#")[0]
            found[canonicalize_name(requirement.name)] = source or str(requirement.specifier)
    return found


def ours(made: Frozen) -> dict[str, str]:
    lines = (f"-e {one.argument}" if one.editable else one.argument for one in made.kept)
    return said("\n".join(lines), Path())


def test_it_agrees_with_pip_freeze(full: Path):
    theirs = said(run(full / "bin/python", "-m", "pip", "freeze"), full)
    assert ours(look(full)) == theirs
    assert set(theirs) == {"tiny-lens", "tiny-other", "cu", "given", "under-git", "own-git"}


def test_it_agrees_with_uv_pip_freeze(full: Path):
    text = run(UV, "pip", "freeze", "--python", full / "bin/python")
    theirs = said(text, full)
    for seed in ("pip", "setuptools", "wheel"):
        theirs.pop(seed, None)
    assert ours(look(full)) == theirs


def test_it_says_the_same_of_one_that_cannot_run(full: Path, tmp_path: Path):
    before = look(full)
    copy = tmp_path / ".venv"
    shutil.copytree(full, copy, symlinks=True)
    for program in (copy / "bin").glob("python*"):
        program.unlink()
    (copy / "bin/python").symlink_to(tmp_path / "gone/python3")
    (copy / "pyvenv.cfg").write_text(f"home = {tmp_path}/gone\n")
    assert not described(copy).runs
    assert look(copy).kept == before.kept
    (copy / "pyvenv.cfg").write_text("")
    assert look(copy).kept == before.kept


def test_what_came_from_a_file_that_is_gone_is_said(full: Path, tmp_path: Path):
    copy = tmp_path / ".venv"
    shutil.copytree(full, copy, symlinks=True)
    [direct] = copy.glob("lib/*/site-packages/given-5.0.dist-info/direct_url.json")
    direct.write_text(direct.read_text().replace("a%20folder", "another"))
    made = look(copy)
    [lost] = made.left_out
    assert lost.name == "given"
    assert lost.reason == f"{full.parent.parent}/another/given-5.0-py3-none-any.whl is gone"
    assert made.count == 6


def test_the_series_that_was_installed_for_counts_and_not_the_one_that_would_start(full: Path):
    made = look(full)
    assert made.version is not None
    assert made.version.series == sys.version_info[:2]
    lib = full / "lib"
    [own] = lib.iterdir()
    other = own.rename(lib / "python3.9")
    try:
        again = look(full)
        assert again.kept == made.kept
        assert str(again.version) == "3.9"
    finally:
        other.rename(own)


def test_what_is_set_aside_or_not_readable_does_not_count(tmp_path: Path):
    prefix = tmp_path / ".venv"
    run(sys.executable, "-m", "venv", "--without-pip", prefix, env=environ())
    [site] = prefix.glob("lib/*/site-packages")
    (site / "~iny-1.0.dist-info").mkdir()
    (site / "~iny-1.0.dist-info/METADATA").write_text("Name: tiny\nVersion: 1.0\n")
    (site / "bytes-1.0.dist-info").mkdir()
    (site / "bytes-1.0.dist-info/METADATA").write_bytes(b"\xff\xfe\x00")
    (site / "folder-1.0.dist-info/METADATA").mkdir(parents=True)
    (site / "old-1.5.egg-info").write_text("Name: old\nVersion: 1.5\n")
    made = look(prefix)
    assert [one.argument for one in made.kept] == ["old==1.5"]
    assert sorted(one.name for one in made.left_out) == [
        "bytes-1.0.dist-info",
        "folder-1.0.dist-info",
    ]
