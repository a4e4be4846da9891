"""Where pipenv keeps environments, and which it uses: every rule on a described machine."""

import pytest
from described_machine import described
from kept_for import HOMES, PROJECTS, places, projects, venv

from venvlens.core.environment import Kind
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


@pytest.mark.parametrize(
    ("platform", "name"), [("linux", NAME), ("darwin", "Shop-e-Q1bBKk"), ("win32", "Shop-jdkIKaDs")]
)
def test_a_projects_environment_is_found_by_its_hash(platform: str, name: str):
    project, place = PROJECTS[platform], f"{STORES[platform]}/{name}"
    machine = described(platform, {f"{project}/Pipfile": "", **venv(place)})
    [found] = pipenv.of_project(machine.home.__class__(project), machine)
    assert found.prefix.as_posix() == place
    assert found.kind is Kind.PIPENV
    assert list(projects([found])) == [project]
    assert found.origin == f"pipenv keeps it for {machine.home.__class__(project)}"


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


@pytest.mark.parametrize(
    ("environ", "store"),
    [
        ({"WORKON_HOME": "/w"}, "/w"),
        ({"WORKON_HOME": "~/w"}, "/home/me/w"),
        ({"XDG_DATA_HOME": "/x"}, "/x/virtualenvs"),
        ({"WORKON_HOME": "/w", "XDG_DATA_HOME": "/x"}, "/w"),
    ],
)
def test_variables_say_where_the_store_is(environ: dict[str, str], store: str):
    machine = on_linux(venv(f"{store}/{NAME}"), **environ)
    assert of_shop(machine) == [f"{store}/{NAME}"]
    assert places(pipenv.locate(machine)) == [f"{store}/{NAME}"]


DOT, KEPT = f"{SHOP}/.venv", f"{STORE}/{NAME}"


@pytest.mark.parametrize(
    ("pipfile", "environ", "there", "found"),
    [
        ("", {}, (KEPT,), [KEPT]),
        ("", {}, (DOT,), [DOT]),
        # What pipenv made before somebody made a .venv is still pipenv's.
        ("", {}, (DOT, KEPT), [KEPT]),
        ("", {"PIPENV_VENV_IN_PROJECT": "1"}, (DOT, KEPT), [DOT]),
        ("", {"PIPENV_VENV_IN_PROJECT": "true"}, (KEPT,), []),
        ("", {"PIPENV_VENV_IN_PROJECT": "0"}, (DOT,), []),
        ("", {"PIPENV_NO_VENV_IN_PROJECT": "1"}, (DOT,), []),
        ("[pipenv]\nvenv_in_project = true\n", {}, (DOT, KEPT), [DOT]),
        ("[pipenv]\nvenv_in_project = false\n", {}, (DOT,), []),
        ("[pipenv]\nvenv_in_project = true\n", {"PIPENV_VENV_IN_PROJECT": "0"}, (KEPT,), [KEPT]),
    ],
)
def test_variables_and_the_pipfile_say_whether_it_is_in_the_project(
    pipfile: str, environ: dict[str, str], there: tuple[str, ...], found: list[str]
):
    files = {f"{SHOP}/Pipfile": pipfile}
    for prefix in there:
        files |= venv(prefix)
    assert of_shop(on_linux(files, **environ)) == found


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


def test_a_variable_names_the_environment():
    machine = on_linux(venv(f"{STORE}/mine"), PIPENV_CUSTOM_VENV_NAME="mine")
    assert of_shop(machine) == [f"{STORE}/mine"]


@pytest.mark.parametrize("python", ["3.12", "/usr/bin/3.12"])
def test_an_interpreter_from_a_variable_is_part_of_the_name(python: str):
    machine = on_linux(venv(f"{KEPT}-3.12"), PIPENV_PYTHON=python)
    assert of_shop(machine) == [f"{KEPT}-3.12"]
    assert places(pipenv.locate(machine)) == [f"{KEPT}-3.12"]


def test_a_variable_names_the_pipfile_of_its_project_only():
    environ = {"PIPENV_PIPFILE": "/srv/other/Pipfile"}
    assert of_shop(on_linux(venv(KEPT), **environ)) == [KEPT]
    named = {"/srv/shop/Pipfile.dev": ""}
    place = f"{STORE}/shop-8NbI8qCI"
    environ = {"PIPENV_PIPFILE": "/srv/shop/Pipfile.dev"}
    machine = described(files=named | venv(place), environ=environ)
    assert of_shop(machine) == [place]


def test_a_project_without_a_pipfile_has_none():
    assert of_shop(described(files={**venv(KEPT), f"{SHOP}/pyproject.toml": ""})) == []


def test_a_project_is_known_by_the_link_to_it_too():
    files = {"/real/Pipfile": "", **venv(KEPT)}
    assert of_shop(described(files=files, links={SHOP: "/real"})) == [KEPT]


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
