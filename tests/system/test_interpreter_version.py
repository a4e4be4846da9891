from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from machine_here import interpreters, read_version

from venvlens.core.python_version import PythonVersion
from venvlens.system.host import read_host
from venvlens.system.interpreter_version import series_in_name

REAL = sorted({Path(sys._base_executable), *(e.executable for e in interpreters(read_host()))})


def executable(prefix: Path, name: str = "python3.12", content: bytes = b"\x7fELF") -> Path:
    path = prefix / "bin" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)
    return path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def header(prefix: Path, folder: str, version: str) -> None:
    text = f'#define PY_MAJOR_VERSION\t3\n/* Version */\n#define PY_VERSION      \t"{version}"\n'
    write(prefix / "include" / folder / "patchlevel.h", text)


def build_details(
    prefix: Path, folder: str, micro: int, *, schema: str = "1.0", level: str = "final"
) -> None:
    minor = int(folder.rstrip("t").rpartition(".")[2])
    info = {"major": 3, "minor": minor, "micro": micro, "releaselevel": level, "serial": 2}
    details = {
        "schema_version": schema,
        "base_prefix": str(prefix),
        "platform": "linux-x86_64",
        "language": {"version": f"3.{minor}", "version_info": info},
        "implementation": {"name": "cpython", "version": info},
        "abi": {"flags": ["t"] if folder.endswith("t") else []},
    }
    write(prefix / folder / "build-details.json", json.dumps(details))


def shown(path: Path) -> str:
    return str(read_version(path))


def test_build_details_come_before_headers(tmp_path: Path) -> None:
    build_details(tmp_path, "lib/python3.14", 2)
    header(tmp_path, "python3.14", "3.14.1")
    assert shown(executable(tmp_path, "python3.14")) == "3.14.2"


def test_build_details_tell_prereleases_and_free_threading(tmp_path: Path) -> None:
    build_details(tmp_path, "lib64/python3.14t", 0, level="candidate")
    assert shown(executable(tmp_path, "python3.14t")) == "3.14.0rc2t"


def test_build_details_lie_in_another_folder_on_windows(tmp_path: Path) -> None:
    path = tmp_path / "python.exe"
    path.write_bytes(b"MZ")
    build_details(tmp_path, "lib/python3.14", 4)
    shutil.move(tmp_path / "lib" / "python3.14", tmp_path / "Lib")
    assert shown(path) == "3.14.4"


@pytest.mark.parametrize("schema", ["2.0", "0.9", ""])
def test_other_schemas_of_build_details_are_not_read(tmp_path: Path, schema: str) -> None:
    build_details(tmp_path, "lib/python3.14", 2, schema=schema)
    assert shown(executable(tmp_path, "python3.14")) == "3.14"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema_version": "1.0"}', "\0"])
def test_malformed_build_details_are_passed_over(tmp_path: Path, text: str) -> None:
    write(tmp_path / "lib" / "python3.14" / "build-details.json", text)
    header(tmp_path, "python3.14", "3.14.1")
    assert shown(executable(tmp_path, "python3.14")) == "3.14.1"


def test_the_headers_of_the_same_series_are_read(tmp_path: Path) -> None:
    header(tmp_path, "python3.11", "3.11.9")
    header(tmp_path, "python3.13", "3.13.1")
    assert shown(executable(tmp_path, "python3.11")) == "3.11.9"
    assert shown(executable(tmp_path, "python3.13")) == "3.13.1"


@pytest.mark.parametrize(
    ("name", "folder", "text", "version"),
    [
        ("python3.7", "python3.7m", "3.7.16", "3.7.16"),
        ("python3.13t", "python3.13t", "3.13.2", "3.13.2t"),
        ("python3.15", "python3.15", "3.15.0a1+", "3.15.0a1"),
        ("pypy3.10", "pypy3.10", "3.10.14", "3.10.14"),
    ],
)
def test_header_folders(tmp_path: Path, name: str, folder: str, text: str, version: str) -> None:
    header(tmp_path, folder, text)
    assert shown(executable(tmp_path, name)) == version


def test_a_link_is_followed_to_the_installation(tmp_path: Path) -> None:
    header(tmp_path / "opt", "python3.12", "3.12.3")
    link = tmp_path / "bin" / "python"
    link.parent.mkdir()
    link.symlink_to(executable(tmp_path / "opt"))
    assert shown(link) == "3.12.3"


def test_conda_records_are_read(tmp_path: Path) -> None:
    for name in ("python-dateutil-2.9.0-py_0", "python-3.12.8-h1_0_cpython", "pip-25.0-py_0"):
        write(tmp_path / "conda-meta" / f"{name}.json", "{}")
    assert shown(executable(tmp_path)) == "3.12.8"


@pytest.mark.parametrize(
    ("folder", "version"),
    [
        ("3.12.4", "3.12.4"),
        ("3.12.0rc3", "3.12.0rc3"),
        ("cpython-3.12.4-linux-x86_64-gnu", "3.12.4"),
        ("cpython-3.12.4+freethreaded-linux-x86_64-gnu", "3.12.4t"),
        ("3.12-dev", "3.12"),
        ("3.11.4", "3.12"),
        ("graalpy-24.1.0", "3.12"),
        ("local", "3.12"),
    ],
)
def test_folders_named_by_version(tmp_path: Path, folder: str, version: str) -> None:
    assert shown(executable(tmp_path / folder)) == version


@pytest.mark.parametrize(
    ("content", "version"),
    [
        (b"\0sync_debug\x003.12.2\0strict\0", "3.12.2"),
        (b"\0expat_2.5.0\x003.45.0\x003.12.10\0", "3.12.10"),
        (b"\0/opt/python/3.12.1\0EXEC\0", "3.12.1"),
        (b"\0/opt/3.12.1\0\x003.12.7\0", "3.12.7"),
        (b"\x003.12.0rc1+\0", "3.12.0rc1"),
        (b"\0libpython3.12.so.1.0\0", "3.12"),
        (b"\x0013.12.1\0\x003.12.1 (main\0", "3.12"),
        (b"3.12.1", "3.12"),
        (b"", "3.12"),
    ],
)
def test_the_literal_in_the_executable(tmp_path: Path, content: bytes, version: str) -> None:
    assert shown(executable(tmp_path, content=content)) == version


def test_the_literal_in_the_shared_library(tmp_path: Path) -> None:
    path = executable(tmp_path)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "libpython3.12.so.1.0").write_bytes(b"\x7fELF\0\x003.12.6\0")
    assert shown(path) == "3.12.6"


def test_only_the_start_of_a_huge_executable_is_searched(tmp_path: Path) -> None:
    path = executable(tmp_path)
    with path.open("r+b") as file:
        file.seek(65 * 1024 * 1024)
        file.write(b"\x003.12.6\0")
    assert shown(path) == "3.12"


def test_a_name_without_numbers_needs_the_only_library_folder(tmp_path: Path) -> None:
    (tmp_path / "lib" / "python3.12").mkdir(parents=True)
    header(tmp_path, "python3.12", "3.12.5")
    assert shown(executable(tmp_path, "python")) == "3.12.5"
    (tmp_path / "lib" / "python3.11").mkdir()
    assert read_version(executable(tmp_path, "python")) is None


def test_nothing_to_read_is_no_version(tmp_path: Path) -> None:
    assert read_version(executable(tmp_path, "python")) is None
    assert read_version(tmp_path / "bin" / "gone") is None


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("python3.13t", PythonVersion(3, 13, free_threaded=True)),
        ("python3.9.exe", PythonVersion(3, 9)),
        ("python3", None),
        ("python3.12-config", None),
    ],
)
def test_series_in_names(name: str, version: PythonVersion | None) -> None:
    assert series_in_name(name) == version


@pytest.mark.parametrize("path", REAL, ids=str)
def test_real_interpreters_agree(path: Path) -> None:
    assert read_version(path) == told_by(path)


def test_a_real_interpreter_tells_its_version_without_headers(tmp_path: Path) -> None:
    original = Path(sys._base_executable).resolve()
    (tmp_path / "lib").mkdir()
    for library in (original.parent.parent / "lib").glob("libpython3.*"):
        shutil.copy(library, tmp_path / "lib")
    copied = executable(tmp_path, original.name, original.read_bytes())
    assert read_version(copied) == told_by(original)


def told_by(path: Path) -> PythonVersion:
    code = "import sys; print(*sys.version_info, 't' in sys.abiflags)"
    run = subprocess.run([path, "-IS", "-c", code], capture_output=True, text=True, check=True)
    major, minor, micro, level, serial, threads = run.stdout.split()
    prerelease = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(level)
    return PythonVersion(
        int(major),
        int(minor),
        int(micro),
        f"{prerelease}{serial}" if prerelease else "",
        threads == "True",
    )
