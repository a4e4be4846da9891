"""Our getpath beside CPython's own, on described machines and on random ones."""

from __future__ import annotations

import functools
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interpreters import environ, interpreters, run, systems
from machines import FRAMEWORK, MACHINES, Described, framework, normal, posix, windows

from venvlens.core.python_version import PythonVersion

if TYPE_CHECKING:
    from venvlens.core.environment import Environment

SCRIPT = Path(__file__).with_name("getpath_of_cpython.py")
OLDEST = (3, 11)
"""Before, getpath was C and could be asked nothing."""
OS_NAMES = {"win32": "nt", "darwin": "darwin", "linux": "posix"}


@functools.cache
def able() -> tuple[Environment, ...]:
    """The interpreters that give their getpath away."""
    newer = [i for i in {*interpreters(), *systems()} if i.version and i.version.series >= OLDEST]
    return tuple(python for python in newer if _tells(python))


def _tells(python: Environment) -> bool:
    code = "import importlib.util as u; print(bool(u.find_spec('_testinternalcapi')))"
    return run(str(python.executable), "-c", code).strip() == "True"


@functools.cache
def started(python: Environment) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(python.executable), str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environ(),
    )


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    for python in able():
        process = started(python)
        process.communicate()
        assert process.returncode == 0
    started.cache_clear()


def said_by(python: Environment, machine: Described, version: PythonVersion) -> dict[str, object]:
    """What the getpath of a real interpreter makes of a machine."""
    names = {
        "PREFIX": machine.prefix,
        "EXEC_PREFIX": machine.exec_prefix,
        "VPATH": machine.sources,
        "PLATLIBDIR": "DLLs" if machine.is_windows else machine.lib,
        "WITH_NEXT_FRAMEWORK": int(bool(machine.framework)),
        "VERSION_MAJOR": version.major,
        "VERSION_MINOR": version.minor,
        "ABI_THREAD": "t" * machine.free_threaded,
        "ENV___PYVENV_LAUNCHER__": machine.launcher,
        "real_executable": machine.running,
        "library": machine.shared,
    }
    sent = {
        "os_name": OS_NAMES[machine.platform],
        "argv0": machine.executable,
        "names": names,
        "files": machine.files,
        "folders": machine.folders,
        "links": machine.links,
    }
    process = started(python)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(sent) + "\n")
    process.stdin.flush()
    said: dict[str, object] = json.loads(process.stdout.readline())
    return said


def agrees(machine: Described, version: PythonVersion) -> None:
    """Compare everything that decides a search path."""
    one = functools.partial(normal, windows=machine.is_windows)
    ours = machine.layout(version)
    found = {
        "base_prefix": one(str(ours.prefix)),
        "base_exec_prefix": one(str(ours.exec_prefix)),
        "module_search_paths": [one(str(entry)) for entry in ours.entries],
        "isolated": int(ours.fixed is not None),
        "site_import": int(ours.fixed is None or ours.fixed.site),
    }
    if ours.fixed is None:
        found["stdlib_dir"] = one(str(ours.library))
    for python in able():
        if machine.free_threaded and (python.version is None or python.version.series < (3, 13)):
            continue  # nothing was free-threaded then
        said = said_by(python, machine, version)
        for key in ("base_prefix", "base_exec_prefix", "stdlib_dir"):
            said[key] = one(str(said[key]))
        paths = said["module_search_paths"]
        assert isinstance(paths, list)
        said["module_search_paths"] = [one(path) for path in paths]
        assert found == {key: said[key] for key in found}, f"{python.executable}\n{machine}"


def test_there_is_somebody_to_ask() -> None:
    assert able()


V312 = PythonVersion(3, 12)


@pytest.mark.parametrize("name", MACHINES)
def test_described_machines(name: str) -> None:
    agrees(MACHINES[name][0], V312)


# Random machines: a layout of which parts are missing, in other places or said otherwise.

HOMES = ("/usr/bin", "/opt/py/bin", "/opt/py", "/gone/bin", "/opt/py/bin/", "/", "", "rel")
POSIX_FILES = {
    "/usr/bin/python": ("",),
    "/usr/bin/python3": ("",),
    "/usr/lib/python3.12/os.py": ("",),
    "/usr/lib64/python3.12/os.py": ("",),
    "/usr/lib/python312.zip": ("",),
    "/opt/py/bin/python3.12": ("",),
    "/opt/py/bin/python3.12._pth": ("", ".\n", "import site\n../lib\n", "# a\n", "/x\n\n b # c\n"),
    "/opt/py/bin/pybuilddir.txt": ("", "build/lib\n", "/abs\nx\n", "\n"),
    "/opt/py/bin/Modules/Setup.local": ("",),
    "/opt/py/Lib/os.py": ("",),
    "/opt/py/lib/python3.12/os.py": ("",),
    "/opt/py/lib/python3.12/os.pyc": ("",),
    "/opt/py/lib/python312.zip": ("",),
    "/opt/lib/python3.12/os.py": ("",),
    "/lib/python3.12/os.py": ("",),
    "/venv/bin/python": ("",),
    "/venv/bin/python._pth": (".\n", "import site\n"),
    "/venv/bin/pyvenv.cfg": tuple(f"home={home}\n" for home in HOMES),
    "/venv/pyvenv.cfg": (
        *(f"home = {home}\n" for home in HOMES),
        "",
        "version = 3.12\n",
        "# home\nHOME = /opt/py/bin\nhome = /usr/bin\n",
        "home\n= /usr\nhome= /opt/../opt/py/bin\n",
    ),
}
POSIX_FOLDERS = tuple(
    f"{prefix}/{lib}/python3.12/{name}"
    for prefix in ("/usr", "/opt/py", "/opt", "")
    for lib in ("lib", "lib64")
    for name in ("", "lib-dynload")
)
POSIX_PROGRAMS = (
    "/usr/bin/python",
    "/venv/bin/python",
    "/opt/py/bin/python3.12",
    "/linked/python",
    "/python",
)
WINDOWS_HOMES = (r"C:\Python", r"C:\venv\Scripts", r"D:\gone", "", "C:\\", r"C:\Python\..\Python")
WINDOWS_FILES = {
    r"C:\Python\python.exe": ("",),
    r"C:\Python\python312.zip": ("",),
    r"C:\Python\python312._pth": ("", ".\nLib\n", "import site\nD:\\x\n#\n"),
    r"C:\Python\python._pth": ("python312.zip\n.\n",),
    r"C:\Python\pybuilddir.txt": ("", "x\n"),
    r"C:\Python\Lib\os.py": ("",),
    r"C:\Python\Lib\os.pyc": ("",),
    r"C:\Lib\os.py": ("",),
    r"C:\Modules\Setup.local": ("",),
    r"C:\venv\Scripts\python.exe": ("",),
    r"C:\venv\Scripts\python._pth": ("a\n",),
    r"C:\venv\pyvenv.cfg": tuple(f"home = {home}\n" for home in WINDOWS_HOMES),
    r"C:\venv\Scripts\pyvenv.cfg": ("Home=C:\\Python\n",),
}
WINDOWS_FOLDERS = (r"C:\Python\DLLs", r"C:\DLLs", r"C:\Python\Lib", r"C:\Lib")
WINDOWS_PROGRAMS = (r"C:\Python\python.exe", r"C:\venv\Scripts\python.exe", r"D:\a\b.EXE")


def some(files: dict[str, tuple[str, ...]]) -> st.SearchStrategy[dict[str, str]]:
    """A part of some files, each with one of its texts."""
    return st.fixed_dictionaries({}, optional={p: st.sampled_from(t) for p, t in files.items()})


def parts(folders: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(folders)).map(sorted).map(tuple)


def links(programs: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    program = st.sampled_from(programs)
    return st.dictionaries(program, program, max_size=3)


def optional(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *texts))


@st.composite
def posix_machines(draw: st.DrawFn) -> Described:
    platform = draw(st.sampled_from(("linux", "darwin")))
    return posix(
        platform=platform,
        executable=(executable := draw(st.sampled_from(POSIX_PROGRAMS))),
        running=executable if platform == "darwin" else "",
        files=draw(some(POSIX_FILES)),
        folders=draw(parts(POSIX_FOLDERS)),
        links=draw(links(POSIX_PROGRAMS)),
        prefix=draw(st.sampled_from(("/usr", "/gone", "/opt/py"))),
        exec_prefix=draw(optional("/usr", "/opt")),
        lib=draw(st.sampled_from(("lib", "lib64"))),
        launcher=draw(optional("/venv/bin/python")),
        shared=draw(optional("/opt/py/libpython3.12.so", "/usr/lib/libpython3.12.so")),
        sources=draw(optional("..", ".")),
    )


@st.composite
def windows_machines(draw: st.DrawFn) -> Described:
    return windows(
        executable=draw(st.sampled_from(WINDOWS_PROGRAMS)),
        running=draw(st.sampled_from(WINDOWS_PROGRAMS)),
        files=draw(some(WINDOWS_FILES)),
        folders=draw(parts(WINDOWS_FOLDERS)),
        links=draw(links(WINDOWS_PROGRAMS)),
        prefix=r"C:\configured",
        launcher=draw(optional(r"C:\venv\Scripts\python.exe")),
        shared=draw(optional(r"C:\Python\python312.dll")),
        sources=draw(st.sampled_from((r"..\..", r".."))),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Described:
    root = FRAMEWORK.format("Python")
    files = {
        f"{root}/lib/python312.zip": ("",),
        f"{root}/Python._pth": ("x\n", "import site\n"),
        "/work/venv/pyvenv.cfg": (f"home = {root}/bin\n", "home = /gone/bin\n", ""),
        "/work/venv/bin/python": ("",),
        "/Library/lib/python312.zip": ("",),
    }
    made = framework("Python", files=draw(some(files)))
    missing = draw(st.sets(st.sampled_from(tuple(made.files)), max_size=2))
    return replace(
        made,
        files={path: text for path, text in made.files.items() if path not in missing},
        launcher=draw(optional(f"{root}/bin/python3.12", "/work/venv/bin/python")),
        shared=draw(optional(f"{root}/Python")),
        prefix=draw(st.sampled_from((root, "/configured"))),
    )


often = settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@often
@given(posix_machines())
def test_random_machines_of_posix(machine: Described) -> None:
    agrees(machine, V312)


@often
@given(windows_machines())
def test_random_machines_of_windows(machine: Described) -> None:
    agrees(machine, V312)


@often
@given(frameworks())
def test_random_frameworks(machine: Described) -> None:
    agrees(machine, V312)


def test_free_threaded_builds() -> None:
    machine = posix(
        free_threaded=True,
        executable="/opt/py/bin/python3.13t",
        files={
            "/opt/py/bin/python3.13t": "",
            "/opt/py/lib/python3.13t/os.py": "",
            "/opt/py/lib/python3.13/os.py": "",
            "/opt/py/lib/python313t.zip": "",
        },
        folders=("/opt/py/lib/python3.13t/lib-dynload",),
    )
    agrees(machine, PythonVersion(3, 13))
    assert any(python.version and python.version.series >= (3, 13) for python in able())
