"""Environments and projects that mean harm, judged whole: an answer, in bounded memory.

What one file or folder may do to its own reader is tested where that reader is; here all of
the way is gone, from a text to its findings.
"""

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from interpreters import host, interpreters

from venvlens.core.findings import Code
from venvlens.core.layout import versioned_folder
from venvlens.core.settings import Settings
from venvlens.system.inspector import Inspection, Inspector
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor

MIB = 2**20


@pytest.fixture
def project(tmp_path: Path) -> Path:
    base = interpreters()[0]
    prefix = tmp_path / "project" / ".venv"
    assert base.executable and base.version
    (prefix / "lib" / versioned_folder(base.version) / "site-packages").mkdir(parents=True)
    (prefix / "bin").mkdir()
    (prefix / "bin" / "python").symlink_to(base.executable)
    (prefix / "pyvenv.cfg").write_text(
        f"home = {base.executable.parent}\ninclude-system-site-packages = false\n"
    )
    return prefix.parent


@pytest.fixture
def site(project: Path) -> Path:
    return next((project / ".venv" / "lib").glob("python*")) / "site-packages"


def inspector(project: Path) -> Inspector:
    machine = replace(host(), environ={}, home=project.parent)
    return Inspector(Surveyor(machine, Choices(project.parent / "choices.json")))


def inspect(project: Path, text: str) -> Inspection:
    return inspector(project).inspect(text, project, project, Settings(), None, project / "app.py")


def missing(project: Path, text: str = "import json, absent, solid\n") -> set[str]:
    """Names that a text imports and that are said to be missing."""
    found = inspect(project, text).diagnosis.findings
    codes = (Code.IMPORT_MISSING, Code.IMPORT_MISSING_SUBMODULE)
    return {str(one.name) for one in found if one.code in codes}


@contextmanager
def at_most(mib: int) -> Iterator[None]:
    """Allow only so much memory to be in use at a time."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < mib * MIB, f"{peak / MIB:.0f} MiB"


# Too much


def test_a_hundred_thousand_files(project: Path, site: Path) -> None:
    for number in range(100_000):
        os.close(os.open(site / f"module_{number}.py", os.O_CREAT | os.O_WRONLY))
    with at_most(100):
        assert missing(project, "import module_99999, module_100000\n") == {"module_100000"}


def test_a_pth_file_of_a_hundred_megabytes(project: Path, site: Path) -> None:
    with (site / "large.pth").open("wb") as file:
        file.truncate(100 * MIB)
    (site / "solid.py").touch()
    with at_most(100):
        assert missing(project) == {"absent"}


def test_a_record_of_fifty_megabytes(project: Path, site: Path) -> None:
    info = site / "solid-1.0.dist-info"
    info.mkdir()
    (site / "solid.py").touch()
    (info / "METADATA").write_text("Name: solid\nVersion: 1.0\n" + "X: y\n" * 2 * MIB)
    with (info / "RECORD").open("wb") as file:
        file.write(b"solid/inner.py,,\n" * 100_000)
        file.truncate(50 * MIB)
    with at_most(100):
        assert missing(project) == {"absent"}


@pytest.mark.parametrize("size", [5 * MIB, 200 * MIB])
def test_other_files_of_many_megabytes(project: Path, site: Path, size: int) -> None:
    names = ("solid.py", "sitecustomize.py", "__editable___x_finder.py")
    for file in (*(site / name for name in names), project / "poetry.lock", project / "app.py"):
        file.touch()
        os.truncate(file, size)
    (site / "__editable__.x.pth").write_text("import __editable___x_finder\n")
    with at_most(150):
        assert "solid" not in missing(project, "import json, solid.inner\n")


# Links, and things that are not what they are called


def test_links_in_circles(project: Path, site: Path) -> None:
    (site / "round").symlink_to(site)
    (site / "itself").symlink_to("itself")
    (site / "one.pth").symlink_to("other.pth")
    (site / "other.pth").symlink_to("one.pth")
    (site / "lines.pth").write_text(f"round\nround/round\nitself\n{site}/itself/deeper\n")
    (project / "src").symlink_to(project)
    (project / "pyproject.toml").symlink_to("pyproject.toml")
    deep = "round." * 60 + "absent"
    found = missing(project, f"import round.round, itself, {deep}\n")
    # Linux follows no more than forty links in one path.
    assert "itself" in found
    assert len(found) == 2


def test_a_file_in_the_place_of_each_folder(project: Path, site: Path) -> None:
    (site / "solid.py").touch()
    for name in ("package", "x.dist-info", "x.egg-info", "__pycache__"):
        (site / name).write_bytes(b"no folder")
    for name in ("src", "tests", ".git"):
        (project / name).write_bytes(b"no folder")
    (site / "lines.pth").write_text("solid.py\nsolid.py/deeper\n/dev/null\n/proc/self/mem\n")
    assert missing(project, "import solid, package, absent\n") == {"package", "absent"}


@pytest.mark.parametrize("place", ["site", "env"])
def test_an_environment_with_files_for_folders(project: Path, site: Path, place: str) -> None:
    folder = site if place == "site" else project / ".venv" / "lib"
    folder.rename(project / "gone")
    folder.write_bytes(b"no folder")
    assert "absent" in missing(project)


@pytest.mark.parametrize(
    "name",
    ["pyvenv.cfg", "a.pth", "METADATA", "RECORD", "top_level.txt", "pyproject.toml", "solid.py"],
)
def test_a_pipe_that_nobody_writes_to(project: Path, site: Path, name: str) -> None:
    info = site / "solid-1.0.dist-info"
    info.mkdir()
    (site / "solid").mkdir()
    (site / "solid" / "__init__.py").touch()
    places = {"pyvenv.cfg": project / ".venv", "pyproject.toml": project, "a.pth": site}
    path = places.get(name, site / "solid" if name == "solid.py" else info) / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    found = inspect(project, "import absent, solid.solid\n")
    assert [one for one in found.diagnosis.findings if one.name == "absent"]


# Names


def test_names_with_new_lines_and_bytes_that_are_no_text(project: Path, site: Path) -> None:
    raw = os.fsencode(site)
    for name in (b"new\nline", b"latin\xe9", b"nul-like\\0", b"-", b"\x1b[31m"):
        os.mkdir(os.path.join(raw, name))
        os.mkdir(os.path.join(raw, name + b"-1.0.dist-info"))
        with open(os.path.join(raw, name + b".pth"), "wb") as file:
            file.write(name + b"\n/caf\xe9\xff\n")
    (site / "solid.py").touch()
    found = inspect(project, "import solid, absent\n")
    said = [finding.message for finding in found.diagnosis.findings]
    assert len(said) == 1
    assert "\n" not in said[0]


def test_names_longer_than_a_file_can_have(project: Path, site: Path) -> None:
    long = "a" * 300
    (site / "lines.pth").write_text(f"{long}\n{'b/' * 5000}\n{'c' * 100_000}\nreached\n")
    (site / "reached").mkdir()
    (site / "reached" / "solid.py").touch()
    assert missing(project, f"import solid, {long}, {long}.{long}\n") == {long}


# Files that are no Python, no TOML


HOOKS = {
    "no Python": b"this is ][ no Python",
    "brackets": b"MAPPING = " + b"[" * 100 + b"]" * 100,
    "deep brackets": b"MAPPING = " + b"(" * 100_000,
    "operators": b"MAPPING = " + b"-" * 50_000 + b"1",
    "NUL bytes": b"MAPPING = {'solid': '/nul\0byte'}\n\0\0",
    "NUL in text": b"MAPPING = {'solid': '/nul\\0byte', '': '', 'a..b': '\\n'}\n",
    "no text": b"\xff\xfe\x00\xd8" * 1000,
    "wrong types": b"MAPPING = {1: 2, 'a': None, None: 'x'}\nNAMESPACES = ['a', {}]\n",
    "a circle": b"MAPPING = {'solid': '.', 'solid.solid': '.'}\nNAMESPACES = {'solid': ['.']}\n",
}


@pytest.mark.parametrize("text", HOOKS.values(), ids=HOOKS)
def test_a_finder_that_is_no_finder(project: Path, site: Path, text: bytes) -> None:
    (site / "__editable__.x.pth").write_text("import __editable___x_finder\n")
    (site / "__editable___x_finder.py").write_bytes(text)
    (site / "sitecustomize.py").write_bytes(text)
    (site / "dynamic").mkdir()
    (site / "dynamic" / "__init__.py").write_bytes(text)
    with at_most(100):
        found = inspect(project, "import json, solid.solid.solid, dynamic.absent\n")
    assert not found.problems
    assert all(finding.name != "json" for finding in found.diagnosis.findings)


LINES = (
    "import " + "a." * 1900,
    "import sys; " + "(" * 3000,
    "import sys; " + "-" * 3900 + "1",
    "import sys; exec('" + "[" * 3000 + "')",
    "import " + "a" * 10_000_000,
    "import site; site.addsitedir('\\ud800\\x00')",
    "import site; site.addsitedir('.')",
)


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_an_import_line_that_is_no_code(project: Path, site: Path, line: str) -> None:
    (site / "a.pth").write_text(f"{line}\n")
    (site / "z.pth").write_text("reached\n")
    (site / "reached").mkdir()
    (site / "reached" / "solid.py").touch()
    with at_most(150):
        assert missing(project) <= {"absent"}


PROJECTS = {
    "garbage": b"]]][[[ = = \x00\xff",
    "no text": b"\xff\xfe\x00\xd8" * 100_000,
    "nested": b"a = " + b"[" * 50_000,
    "nested tables": b"a = " + b"{a = " * 2_000,
    "dotted": b"a" + b".a" * 20_000 + b" = 1",
    "wrong types": b"project = 1\ntool = []\ndependency-groups = 'x'\n",
    "odd values": b"[project]\nname = ['a']\nrequires-python = '><'\ndependencies = [1, {a = 2}]\n",
    "odd settings": b"[tool.venvlens]\nroots = ['\\u0000', '/', '..', 5]\nseverity = 3\n",
    "long": b"# nothing\n" * 100_000,
}


@pytest.mark.parametrize("text", PROJECTS.values(), ids=PROJECTS)
def test_a_pyproject_of_garbage(project: Path, site: Path, text: bytes) -> None:
    (project / "pyproject.toml").write_bytes(text)
    (site / "solid.py").touch()
    with at_most(150):
        assert missing(project) == {"absent"}


CONFIGURATIONS = {
    "empty": b"",
    "no text": b"home = \xff\xfe\n",
    "NUL": b"home = /usr\0/bin\nversion = 3.\x001\n",
    "long": b"home = " + b"/a" * 1_000_000,
    "large": b"x = y\n" * 200_000,
    "numbers": b"home = /usr/bin\nversion = " + b"9" * 10_000 + b".1\n",
    "itself": b"home = .\nextends-environment = .\n",
}


@pytest.mark.parametrize("text", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_a_configuration_of_garbage(project: Path, site: Path, text: bytes) -> None:
    (project / ".venv" / "pyvenv.cfg").write_bytes(text)
    with at_most(150):
        inspect(project, "import json, absent\n")


# Many edits


def test_memory_does_not_grow_with_edits_of_one_document(project: Path) -> None:
    judge = inspector(project)
    text = "import json, absent\n"
    found = judge.inspect(text, project, project, Settings(), None, project / "a.py")

    def edit(times: int, start: int) -> int:
        nonlocal found
        for number in range(start, start + times):
            again = judge.again(f"import json, absent_{number}\n", found)
            assert again is not None
            found = again
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        warm = edit(3_000, 0)
        assert edit(3_000, 3_000) - warm < 2 * MIB
    finally:
        tracemalloc.stop()


# Nothing is run


WATCHED = r"""
import json, sys
from pathlib import Path
from venvlens.core.settings import Settings
from venvlens.system.host import read_host
from venvlens.system.inspector import Inspector
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor

inside, events = sys.argv[1], []
starts = ("subprocess", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "ctypes")

def watch(event, args):
    runs = event in ("exec", "compile", "import", "marshal.loads") and inside in repr(args)
    writes = event == "open" and inside in repr(args) and str(args[1] or "r")[:1] in "wax"
    if runs or writes or event.startswith((*starts, "socket", "pty", "shutil", "pickle")):
        events.append([event, repr(args)[:200]])

project = Path(inside)
judge = Inspector(Surveyor(read_host(), Choices(project.parent / "choices.json")))
sys.addaudithook(watch)
text = (project / "app.py").read_text()
found = judge.inspect(text, project, project, Settings(), None, project / "app.py")
again = judge.again(text + "import solid\n", found)
said = [[finding.code.value, finding.name] for finding in found.diagnosis.findings]
print(json.dumps({"events": events, "said": said, "canary": "canary_module" in sys.modules}))
"""


def test_nothing_of_what_is_inspected_is_run(project: Path, site: Path) -> None:
    canary = project.parent / "canary"
    touch = f"import os; os.close(os.open({str(canary)!r}, os.O_CREAT))\n"
    _fill_with_canaries(project, site, touch)
    (project / "app.py").write_text("import solid, hooked, compiled.absent, a.b, json, absent\n")
    command = [sys.executable, "-c", WATCHED, str(project)]
    said = json.loads(subprocess.check_output(command, text=True, cwd=project.parent))
    assert said["events"] == []
    assert not said["canary"]
    assert ["import-shadowed", "json"] in said["said"]
    assert not canary.exists()
    # The counterpart: to start the interpreter of that environment is enough.
    subprocess.run([project / ".venv" / "bin" / "python", "-c", ""], check=True)
    assert canary.exists()


def _fill_with_canaries(project: Path, site: Path, touch: str) -> None:
    (site / "first.pth").write_text(touch + f"import canary_module; {touch}")
    (site / "__editable__.x.pth").write_text("import __editable___x_finder; install()\n")
    hook = f"MAPPING = {{'hooked': {str(project / 'hooked')!r}}}\n{touch}"
    (site / "x-editable.pth").write_text("import _x_editable_loader\n")
    for name in ("sitecustomize", "usercustomize", "canary_module", "_x_editable_loader"):
        (site / f"{name}.py").write_text(touch)
    (site / "__editable___x_finder.py").write_text(hook)
    for folder in (site / "solid", site / "compiled", project / "hooked", project / "a"):
        folder.mkdir()
        (folder / "__init__.py").write_text(f"__path__ = [{touch!r}]\n{touch}")
    for name in ("setup.py", "conftest.py", "json.py", "tomllib.py", "packaging.py"):
        (project / name).write_text(touch)
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n'
        '[project]\nname = "$(touch canary)"\ndynamic = ["version"]\n'
        '[tool.venvlens]\nroots = ["`touch canary`", "../../../../etc"]\n'
        '[tool.setuptools.dynamic]\nversion = {attr = "a.version"}\n'
    )
