"""Git's index as git writes it, in each version; and as nobody should."""

import shutil
import subprocess

import pytest

from venvlens.core.git_index import read

NAMES = ["a.py", "a/b.py", "a/bc.py", "é.txt", "env/pyvenv.cfg", "n" * 200]


@pytest.fixture
def repository(tmp_path):
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def git(folder, *words):
    done = subprocess.run([shutil.which("git"), *words], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("form", "size"), [("sha1", 20), ("sha256", 32)])
@pytest.mark.parametrize("version", [2, 3, 4])
def test_an_index_lists_what_git_lists(version, form, size, repository):
    git(repository, "init", "-q", f"--object-format={form}")
    git(repository, "add", ".")
    git(repository, "update-index", "--index-version", str(version))
    if version == 3:
        (repository / "later.py").touch()
        git(repository, "add", "--intent-to-add", "later.py")
    listed = git(repository, "ls-files", "-z").split(b"\0")[:-1]
    data = (repository / ".git" / "index").read_bytes()
    assert data[7] == version
    assert list(read(data, size).paths) == listed


@pytest.mark.parametrize("data", [b"", b"DIRC", b"DIRC\0\0\0\2\xff\xff\xff\xff", b"x" * 99])
def test_a_broken_index_ends_early(data):
    assert read(data).paths == ()
    assert read(b"DIRC\0\0\0\4\0\0\0\1" + data).paths == ()


@pytest.mark.parametrize("ones", [0, 1])
def test_a_hostile_bitmap_ends_within_bounds(ones):
    word = (0xFFFFFFFF << 1 | ones).to_bytes(8, "big")
    bitmap = b"\xff\xff\xff\xff" + b"\xff\xff\xff\xff" + word * 9
    link = b"\1" * 20 + bitmap
    index = b"DIRC\0\0\0\2\0\0\0\0" + b"link" + len(link).to_bytes(4, "big") + link
    found = read(index)
    assert found.shared == "01" * 20
    assert len(found.dropped) == ones * 2_000_000
