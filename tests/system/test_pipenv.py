"""What of pipenv's rules deserves a closer look: its store, cases of names, broken files."""

import pytest
from described_machine import described
from kept_files import HOMES, places, projects, venv

from venvlens.core.machine import Machine
from venvlens.system.locators import pipenv

SHOP = "/srv/shop"
NAME = "shop-F2F75yho"
"""What pipenv calls /srv/shop."""
STORE = "/home/me/.local/share/virtualenvs"
STORES = {
    "linux": STORE,
    "darwin": "/Users/me/.local/share/virtualenvs",
    "win32": "C:/Users/me/.virtualenvs",
}


def of_shop(machine: Machine, project: str = SHOP) -> list[str]:
    return places(pipenv.of_project(machine.home.__class__(project), machine))


def on_linux(files: dict[str, str], **environ: str) -> Machine:
    return described(files={f"{SHOP}/Pipfile": "", **files}, environ=environ)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_store_is_listed_with_the_projects_that_are_written_in_it(platform: str):
    store, project = STORES[platform], f"{HOMES[platform]}/Code/a"
    files = venv(f"{store}/a-12345678", _project=f"{project}\n") | venv(f"{store}/b-12345678")
    files |= venv(f"{store}/custom", _project=f"{HOMES[platform]}/c")
    files |= {f"{HOMES[platform]}/c/Pipfile": "", f"{project}/Pipfile": ""}
    files |= venv(f"{store}/of_wrapper", _project=f"{HOMES[platform]}/w") | venv(f"{store}/mine")
    machine = described(platform, files)
    found = list(pipenv.locate(machine))
    assert places(found) == [f"{store}/{name}" for name in ("a-12345678", "b-12345678", "custom")]
    assert list(projects(found)) == [project, None, f"{HOMES[platform]}/c"]


DOT, KEPT = f"{SHOP}/.venv", f"{STORE}/{NAME}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mine\n", f"{STORE}/mine"),
        ("../envs/a", "/srv/envs/a"),
        ("/envs/a", "/envs/a"),
        ("", KEPT),
    ],
)
def test_a_file_dot_venv_names_a_path_or_an_environment_of_the_store(text: str, found: str):
    files = {DOT: text, **venv(f"{STORE}/mine"), **venv("/srv/envs/a"), **venv("/envs/a")}
    assert of_shop(on_linux(files | venv(KEPT))) == [found]


@pytest.mark.parametrize("python", ["3.12", "/usr/bin/3.12"])
def test_an_interpreter_from_a_variable_is_part_of_the_name(python: str):
    machine = on_linux(venv(f"{KEPT}-3.12"), PIPENV_PYTHON=python)
    assert of_shop(machine) == [f"{KEPT}-3.12"]
    assert places(pipenv.locate(machine)) == [f"{KEPT}-3.12"]


def test_on_windows_the_case_in_which_it_was_made_counts():
    place = "C:/Users/me/.virtualenvs/shop-SJgYDDsB"
    machine = described("win32", {"C:/Work/Shop/Pipfile": "", **venv(place)})
    assert of_shop(machine, "C:/Work/Shop") == [place]


@pytest.mark.parametrize("text", ["[", "pipenv = 3", "[pipenv]\nvenv_in_project = []\n", "\0"])
def test_a_broken_pipfile_says_nothing(text: str):
    assert of_shop(on_linux({f"{SHOP}/Pipfile": text, **venv(KEPT)})) == [KEPT]


@pytest.mark.parametrize("text", ["relative", "", "\n\n", "\0", "x" * 10_000])
def test_a_broken_project_file_names_none(text: str):
    machine = described(files=venv(KEPT, _project=text))
    assert list(projects(pipenv.locate(machine))) == [None]
