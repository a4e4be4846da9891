"""What a project's own files name on another machine is not looked at."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePath, PureWindowsPath

import pytest
from described_machine import DescribedFiles, described

from venvlens.core.display import clause
from venvlens.core.environment import FaultCode
from venvlens.core.machine import Machine
from venvlens.system.git import repository
from venvlens.system.locators import pdm, pipenv, poetry, prefix
from venvlens.system.locators.dot_venv import dot_venv

EVIL = r"\\evil\share\env"
CFG = "home = C:\\Python\nversion = 3.12.1\n"
THERE = {
    EVIL + r"\pyvenv.cfg": CFG,
    EVIL + r"\Scripts\python.exe": "MZ",
    r"C:\Python\python.exe": "MZ",
}
PROJECT = PureWindowsPath(r"C:\ws")


class Watched(DescribedFiles):
    """Files that note which shares are asked for."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__(True, files)
        self.asked: set[str] = set()

    def resolved(self, path: PurePath) -> PurePath:
        if path.drive.startswith("\\\\"):
            self.asked.add(path.drive)
        return super().resolved(path)


def watched(files: dict[str, str], **more: object) -> tuple[Machine, Watched]:
    own = Watched({**THERE, **files})
    return replace(described("win32", {}, **more), files=own), own  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        EVIL,
        "//evil/share/env",
        r"\\evil\share",
        "~/" + EVIL,
        "~\\" + EVIL,
        r"\\?\UNC\evil\share\env",
    ],
)
def test_a_file_named_dot_venv_leads_to_no_other_machine(text: str) -> None:
    machine, files = watched({r"C:\ws\.venv": text})
    said = dot_venv(PROJECT, machine)
    assert isinstance(said, str)
    assert files.asked == set()


def test_a_file_named_dot_venv_leads_where_its_folder_is() -> None:
    machine, files = watched({r"\\evil\share\ws\.venv": r"..\env"})
    assert dot_venv(PureWindowsPath(r"\\evil\share\ws"), machine) == PureWindowsPath(EVIL)
    assert files.asked == {r"\\evil\share"}


Of = Callable[[PurePath, Machine], Iterable[object]]


@pytest.mark.parametrize(
    ("of_project", "files"),
    [
        (pipenv.of_project, {"Pipfile": "", ".venv": EVIL}),
        (
            poetry.of_project,
            {
                "pyproject.toml": "[tool.poetry]\nname = 'shop'\n",
                "poetry.toml": f"[virtualenvs]\npath = '{EVIL}'\n",
            },
        ),
        (
            pdm.of_project,
            {"pyproject.toml": "[tool.pdm]\n", ".pdm-python": EVIL + r"\Scripts\python.exe"},
        ),
    ],
)
def test_files_of_tools_lead_to_no_other_machine(of_project: Of, files: dict[str, str]) -> None:
    machine, seen = watched({f"C:\\ws\\{name}": text for name, text in files.items()})
    assert list(of_project(PROJECT, machine)) == []
    assert seen.asked == set()


def test_the_users_own_settings_may_lead_to_a_share() -> None:
    files = {
        r"C:\ws\pyproject.toml": "[tool.poetry]\nname = 'shop'\n",
        r"C:\Users\me\AppData\Roaming\pypoetry\config.toml": f"[virtualenvs]\npath = '{EVIL}'\n",
    }
    machine, seen = watched(files)
    list(poetry.of_project(PROJECT, machine))
    assert seen.asked == {r"\\evil\share"}


@pytest.mark.parametrize("key", ["home", "base-executable"])
def test_a_pyvenv_cfg_leads_to_no_other_machine(key: str) -> None:
    usual = "" if key == "home" else CFG
    text = f"{key} = {EVIL}\nversion = 3.12.1\n{usual}"
    own = {r"C:\ws\.venv\pyvenv.cfg": text, r"C:\ws\.venv\Scripts\python.exe": "MZ"}
    machine, seen = watched(own)
    found = prefix.describe(PROJECT / ".venv", machine, "")
    assert found is not None
    (fault,) = found.faults
    assert (fault.code, found.base_prefix) == (FaultCode.BASE_ON_SHARE, None)
    assert clause(fault) == f"its base Python {EVIL} is on a share that nothing of yours is on"
    assert seen.asked == set()


def test_an_overlay_is_over_no_other_machine() -> None:
    own = {r"C:\ws\.venv\pyvenv.cfg": f"{CFG}extends-environment = {EVIL}\n"}
    machine, seen = watched(own)
    found = prefix.describe(PROJECT / ".venv", machine, "")
    assert found is not None
    assert found.extends is None
    assert seen.asked == set()


@pytest.mark.parametrize(
    "more", [{"home": r"\\evil\share\me"}, {"path": (r"\\evil\share\python",)}]
)
def test_a_base_on_a_share_of_the_users_is_as_any_other(more: dict[str, object]) -> None:
    files = {
        r"C:\ws\.venv\pyvenv.cfg": f"home = {EVIL}\nversion = 3.12.1\n",
        r"C:\ws\.venv\Scripts\python.exe": "MZ",
        EVIL + r"\python.exe": "MZ",
    }
    machine, _ = watched(files, **more)
    found = prefix.describe(PROJECT / ".venv", machine, "")
    assert found is not None
    assert found.runs


def test_a_work_tree_leads_to_no_other_machine() -> None:
    own = {r"C:\ws\.git": f"gitdir: {EVIL}\n", r"C:\ws\.venv\pyvenv.cfg": CFG}
    machine, seen = watched({**own, EVIL + r"\HEAD": "ref: refs/heads/main\n"})
    assert repository(PROJECT / ".venv", machine, seen) is None  # type: ignore[arg-type]
    assert seen.asked == set()
