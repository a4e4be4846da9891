"""Names of files and folders to the implementation that they are of."""

import pytest

from venvlens.core import implementation
from venvlens.core.pyvenv_cfg import parse


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("CPython", "cpython"),
        ("PyPy", "pypy"),
        ("GraalVM", "graalpy"),
        ("GraalPy", "graalpy"),
        (" pypy ", "pypy"),
        ("RustPython", None),
        ("", None),
    ],
)
def test_what_tools_write(text: str, made: str | None) -> None:
    assert implementation.written(text) == made
    assert parse(f"home = /b\nimplementation = {text}\n").implementation == made


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("pypy3.10", "pypy"),
        ("pypy3", "pypy"),
        ("pypy", "pypy"),
        ("pypy3.exe", "pypy"),
        ("graalpy", "graalpy"),
        ("graalpy.exe", "graalpy"),
        ("graalpython", "graalpy"),
        ("python3.12", None),
        ("pypy3compile", None),
        ("graalpy-config", None),
    ],
)
def test_names_of_executables(name: str, made: str | None) -> None:
    assert implementation.in_name(name) == made


@pytest.mark.parametrize(
    ("executable", "beside", "top", "lib", "made"),
    [
        ("pypy3.10", [], [], ["python3.11", "pypy3.10"], "pypy"),
        ("python3.11", ["pypy3.10"], [], ["python3.11", "pypy3.10"], "cpython"),
        ("python", [], ["lib"], ["pypy3.10"], "pypy"),
        ("python", [], [], ["pypy3.10", "python3.11"], "cpython"),
        ("python.exe", ["libpypy3.10-c.dll"], ["Lib"], [], "pypy"),
        ("python3", [], ["lib_pypy", "lib-python"], [], "pypy"),
        ("python", [], [], ["python3.11", "graalpy24.1"], "graalpy"),
        ("python.exe", [], ["lib-graalpython"], [], "graalpy"),
        ("python3", [], [], [], "cpython"),
    ],
)
def test_installed_interpreters(
    executable: str, beside: list[str], top: list[str], lib: list[str], made: str
) -> None:
    assert implementation.of_installation(executable, beside, top, lib) == made


@pytest.mark.parametrize(
    ("executables", "lib", "made"),
    [
        (["python", "pypy3", "pypy", "pip"], [], "pypy"),
        (["python", "graalpy"], ["python3.11"], "graalpy"),
        (["python"], ["pypy3.9"], "pypy"),
        (["python", "python3.12"], ["python3.12"], None),
        (["python", "pypy3", "graalpy"], ["python3.12"], None),
    ],
)
def test_environments(executables: list[str], lib: list[str], made: str | None) -> None:
    assert implementation.of_environment(executables, lib) == made


def test_the_newest_graalpy_of_a_prefix_comes_first() -> None:
    lib = ["graalpy9.1", "graalpy24.1", "graalpy24", "python3.11"]
    cores = implementation.graalpy_cores(["lib", "lib-graalpython"], lib)
    assert cores == ("lib/graalpy24.1", "lib/graalpy9.1", "lib-graalpython")


@pytest.mark.parametrize(
    ("file", "tag"),
    [
        ("_x.cpython-39-x86_64-linux-gnu.so", ("cpython", "3.9")),
        ("_x.cpython-313t-darwin.so", ("cpython", "3.13")),
        ("_x.cp312-win_amd64.pyd", ("cpython", "3.12")),
        ("_x.pypy310-pp73-x86_64-linux-gnu.so", ("pypy", "3.10")),
        ("_x.graalpy231-310-native-x86_64-linux.so", ("graalpy", "3.10")),
        ("_x.abi3.so", None),
        ("_x.so", None),
        ("_x.cpython-39-x86_64-linux-gnu.so.1", None),
    ],
)
def test_tags_of_extension_modules(file: str, tag: tuple[str, str] | None) -> None:
    assert implementation.in_tag(file) == tag
