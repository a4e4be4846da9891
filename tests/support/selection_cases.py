"""Layouts as text, with the environment that is expected for a file and why.

A case is a paragraph::

    # what it shows
    /ws/.venv: venv 3.12             an environment: venv, virtualenv, uv, conda or pixi; "broken"
                                     may follow; "interpreter" is a global one
    /ws/pyproject.toml = [a]; b = 1  a file with its lines
    /ws/uv.lock                      an empty file, or a folder if it ends with a slash
    /ws/.venv -> /envs/shop          a link
    $VIRTUAL_ENV = /ws/.venv         a variable; $WORKSPACE is the folder that the editor opened
    choose /ws = /envs/shop          the user's choice
    editor = /usr/bin/python3.11     the interpreter that the editor names
    setting = envs/dev               the environment that the editor's settings name
    ? /ws/app.py                     the file that is asked for
    = /ws/.venv: words               expected, with words of the reason; before the path there may
                                     be "broken" or "global", and "nothing" may stand for it
    ! words                          more that is told: of a step "place: reason", or a problem
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from described_machine import PROGRAM, described
from machine_here import machine_here

from venvlens.core import kept_names
from venvlens.core.machine import Machine
from venvlens.core.selection import Selection
from venvlens.core.uv_names import script_entries
from venvlens.system.host import Host
from venvlens.system.selecting import Decision, Wishes, script_of
from venvlens.system.state import Choices
from venvlens.system.surveyor import project_of, pyproject_of


@dataclass
class Case:
    """One layout and what is expected of it."""

    title: str
    platform: str
    asked: str = ""
    expected: str = ""
    reason: str = ""
    told: list[str] = field(default_factory=list)
    workspace: str = ""
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    source: str = ""
    root: str = ""
    """The folder of the real disk that it was made in."""

    def on_disk(self, root: Path) -> "Case":
        """Make it below a folder of the real disk, where all its paths are then."""
        [case] = cases(_ABSOLUTE.sub(f"{root}/", self.source), self.platform, str(root))
        for name, text in case.files.items():
            path = Path(name)
            if name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
            elif not _is_linked(name, case.links):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                path.chmod(0o755)
        for name, target in case.links.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).unlink(missing_ok=True)
            Path(name).symlink_to(target)
        for name in (n for n in case.files if _is_linked(n, case.links) and n not in case.links):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).touch()
        return case

    @property
    def kept_in(self) -> str:
        """The file of the user's choices."""
        return r"C:\choices.json" if self.platform == "win32" else f"{self.root}/choices.json"

    def machine(self) -> Machine:
        if self.root:
            here = () if "PATH" in self.environ else (Path(self.root, "usr/bin"),)
            host = Host(self.environ, here, Path(self.root, "home/me"), self.platform)
            return machine_here(host)
        path = {"linux": ("/usr/bin",), "darwin": ("/opt/bin",), "win32": (r"C:\Python312",)}
        return described(
            self.platform,
            self.files,
            links=self.links,
            environ=self.environ,
            path=() if "PATH" in self.environ else path[self.platform],
        )

    def decide(self) -> tuple[Selection, list[str]]:
        """Choose as a survey does; return the problems that are told of too."""
        machine = self.machine()
        file = machine.home.__class__(self.asked)
        usual = r"C:\ws" if machine.is_windows else f"{self.root}/ws"
        workspace = machine.home.__class__(self.workspace or usual)
        project = project_of(file.parent, workspace, machine.files)
        pyproject, _ = pyproject_of(project, workspace, machine.files)
        script = script_of(machine.files.text(file) or "", file)
        wishes = Wishes(pyproject.requires_python, **self.settings, script=script)
        choices = Choices(machine.home.__class__(self.kept_in))  # type: ignore[arg-type]
        decision = Decision(machine, choices, file.parent, workspace, project, wishes)
        return decision.selection(), decision.problems


def cases(text: str, platform: str, root: str = "") -> Iterator[Case]:
    """Read a table."""
    for paragraph in text.strip().split("\n\n"):
        first, *lines = _with_hashes(paragraph).splitlines()
        case = Case(first.removeprefix("# "), platform, source=paragraph, root=root)
        _base(case, "3.12")
        for line in lines:
            _read(case, line)
        if case.choices:
            case.files[case.kept_in] = json.dumps({"environments": case.choices})
        yield case


_ABSOLUTE = re.compile(
    r"(?<![\w.~}*])/(?=(?:ws|envs|usr|home|mono|other|real|second|lone|opt|gone|\.venv)\b)"
)


def _is_linked(name: str, links: dict[str, str]) -> bool:
    """Tell whether a file is in a folder that is a link, or is one itself."""
    return any(name == link or name.startswith(f"{link}/") for link in links)


_HASHED: dict[str, Callable[[PurePosixPath], str]] = {
    "SCRIPT": lambda path: next(iter(script_entries(path))),
    "POETRY": lambda path: kept_names.poetry(path.name, path),
    "PIPENV": lambda path: kept_names.pipenv(path / "Pipfile"),
    "PDM": kept_names.pdm,
    "HATCH": lambda path: kept_names.hatch(path, "linux"),
}
"""What tools call an environment, by the path of its script or project."""


def _with_hashes(text: str) -> str:
    """Put in the names that tools make of paths, as in ``SCRIPT(path)``."""
    called = re.compile(rf"({'|'.join(_HASHED)})\((.*?)\)")
    return called.sub(lambda match: _HASHED[match[1]](PurePosixPath(match[2])), text)


def _read(case: Case, line: str) -> None:
    if line.startswith("? "):
        case.asked = line[2:]
        case.files.setdefault(case.asked, "")
    elif line.startswith("= "):
        case.expected, _, case.reason = line[2:].partition(": ")
    elif line.startswith("! "):
        case.told.append(line[2:])
    elif " -> " in line:
        place, target = line.split(" -> ")
        case.links[place] = target
    elif " = " in line:
        _assign(case, *line.split(" = ", 1))
    elif ": " in line:
        _make(case, *line.split(": "))
    else:
        case.files[line] = ""


def _assign(case: Case, name: str, value: str) -> None:
    if name == "$WORKSPACE":
        case.workspace = value
    elif name.startswith("$"):
        case.environ[name[1:]] = value
    elif name.startswith("choose "):
        case.choices[name.removeprefix("choose ")] = value
    elif name in ("editor", "setting"):
        case.settings["interpreter" if name == "editor" else "environment"] = value
    else:
        case.files[name] = value.replace("; ", "\n")


def _base(case: Case, series: str) -> str:
    """Install a Python; return the folder that ``home`` of a ``pyvenv.cfg`` names."""
    if case.platform == "win32":
        home = rf"C:\Python{series.replace('.', '')}"
        case.files |= {rf"{home}\python.exe": f"{PROGRAM}{series}.1", rf"{home}\Lib\os.py": ""}
        case.files[rf"{home}\python{series.replace('.', '')}.dll"] = ""
        return home
    root = {"linux": f"{case.root}/usr", "darwin": "/opt"}[case.platform]
    case.files |= {
        f"{root}/bin/python{series}": f"{PROGRAM}{series}.1",
        f"{root}/lib/python{series}/os.py": "",
    }
    case.links.setdefault(f"{root}/bin/python3", f"python{series}")
    return f"{root}/bin"


def _make(case: Case, prefix: str, made: str) -> None:
    """Make an environment: its kind, its version, and "broken" if its base is gone."""
    kind, series, *more = made.split()
    if kind == "interpreter":
        _base(case, series)
        return
    join = (PureWindowsPath if case.platform == "win32" else PurePosixPath)(prefix).joinpath
    if kind in ("conda", "pixi"):
        _conda(case, join("conda-meta"), kind, series)
    else:
        home = str(join("gone")) if more else _base(case, series)
        extra = {"venv": "", "uv": "uv = 0.9\n", "virtualenv": "virtualenv = 20.1\n"}[kind]
        case.files[str(join("pyvenv.cfg"))] = f"home = {home}\nversion = {series}.1\n{extra}"
    if series == "none":
        return
    root = kind in ("conda", "pixi") and case.platform == "win32"
    names = ("Scripts", "python.exe") if case.platform == "win32" else ("bin", "python")
    case.files[str(join(*names[root:]))] = f"{PROGRAM}{series}.1"
    library = ("Lib",) if case.platform == "win32" else ("lib", f"python{series}")
    if kind in ("conda", "pixi"):
        case.files[str(join(*library, "os.py"))] = ""


def _conda(case: Case, records: PurePath, kind: str, series: str) -> None:
    case.files[str(records / "history")] = ""
    if kind == "pixi":
        case.files[str(records / "pixi")] = "{}"
    if series != "none":
        case.files[str(records / f"python-{series}.1-0.json")] = "{}"
