"""Environments that the real poetry, pipenv and virtualenvwrapper make, and where they say it."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from interpreters import about, host, interpreters, run
from machine_here import machine_here

from venvlens.core.environment import Environment, Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import environments as environments_
from venvlens.system.locators import pipenv, poetry, virtualenvwrapper

pytestmark = pytest.mark.tools

POETRY = "poetry==2.5.1"
PIPENV = "pipenv==2026.10.3"
WRAPPER = "virtualenvwrapper==6.1.1"

Install = Callable[[str], Path]
Variables = dict[str, str]


def pythons() -> list[Path]:
    """Two interpreters of different series, or the only one, oldest series first."""
    usable = [
        one
        for one in interpreters()
        if one.implementation == "cpython" and one.version and one.version.series >= (3, 10)
    ]
    usable.sort(key=lambda one: one.version.series if one.version else (0, 0))
    return [Path(one.executable) for one in usable[-2:] if one.executable]


def machine(home: Path, variables: Variables) -> Machine:
    return machine_here(replace(host(), environ=variables, home=home, path=()))


def check(found: Environment, said: str, home: Path, variables: Variables) -> None:
    """An environment is where its tool says, runs what we read, and is listed among all."""
    assert str(found.prefix) == said.strip()
    assert found.executable is not None
    assert found.version is not None
    told = about(found.executable)
    version = found.version
    assert (version.major, version.minor, version.micro) == told.version
    assert told.prefix == str(found.prefix)
    assert found.faults == ()
    listed = environments_.environments(machine(home, variables))
    assert [one.kind for one in listed if one.prefix == found.prefix] == [found.kind]


def poetry_project(folder: Path, name: str = "My.Shop") -> Path:
    folder.mkdir(parents=True)
    text = f'[project]\nname = "{name}"\nversion = "1"\n[tool.poetry]\npackage-mode = false\n'
    (folder / "pyproject.toml").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("more", "config"),
    [
        ({}, ""),
        ({"POETRY_CACHE_DIR": "{home}/c"}, ""),
        ({"POETRY_VIRTUALENVS_PATH": "{{cache-dir}}/kept"}, ""),
        ({"POETRY_CONFIG_DIR": "{home}/set"}, 'cache-dir = "{home}/d"\n'),
        ({"XDG_CACHE_HOME": "{home}/x"}, ""),
        ({"POETRY_CONFIG_DIR": "{home}/set"}, '[virtualenvs]\npath = "{home}/v"\n'),
    ],
)
def test_poetry_s_environment_is_where_it_says(
    install: Install, home: Path, variables: Variables, more: Variables, config: str
) -> None:
    tool = install(POETRY) / "poetry"
    variables |= {name: value.format(home=home) for name, value in more.items()}
    (home / "set").mkdir()
    (home / "set" / "config.toml").write_text(config.format(home=home))
    project = poetry_project(home.parent / "a shop")
    run(tool, "env", "use", "-q", pythons()[-1], cwd=project, env=variables)
    said = run(tool, "env", "info", "-p", cwd=project, env=variables)
    (found,) = poetry.of_project(project, machine(home, variables))
    assert found.kind is Kind.POETRY
    check(found, said, home, variables)


def test_poetry_s_activated_environment_comes_first(
    install: Install, home: Path, variables: Variables
) -> None:
    tool = install(POETRY) / "poetry"
    project = poetry_project(home.parent / "shop")
    # Whichever was used last is the activated one, by name the first or the last.
    for python in (*pythons(), *reversed(pythons())):
        run(tool, "env", "use", "-q", python, cwd=project, env=variables)
        said = run(tool, "env", "info", "-p", cwd=project, env=variables)
        first, *_ = poetry.of_project(project, machine(home, variables))
        check(first, said, home, variables)
    listed = run(tool, "env", "list", "--full-path", cwd=project, env=variables)
    ours = {str(one.prefix) for one in poetry.of_project(project, machine(home, variables))}
    assert ours == {line.split(" (")[0] for line in listed.splitlines()}


def test_poetry_tells_apart_projects_of_one_name_and_follows_links(
    install: Install, home: Path, variables: Variables
) -> None:
    tool, root = install(POETRY) / "poetry", home.parent
    one, other = (poetry_project(root / place / "shop", "shop") for place in ("a", "b"))
    (root / "link").symlink_to(root / "a")
    run(tool, "env", "use", "-q", pythons()[-1], cwd=one, env=variables)
    said = run(tool, "env", "info", "-p", cwd=one, env=variables).strip()
    here = machine(home, variables)
    assert [str(e.prefix) for e in poetry.of_project(root / "link" / "shop", here)] == [said]
    assert list(poetry.of_project(other, here)) == []


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"WORKON_HOME": "{home}/w"},
        {"XDG_DATA_HOME": "{home}/x"},
        {"PIPENV_CUSTOM_VENV_NAME": "mine"},
        {"PIPENV_PYTHON": "{python}"},
        {"PIPENV_PIPFILE": "{project}/Pipfile.dev"},
    ],
)
def test_pipenv_s_environment_is_where_it_says(
    install: Install, home: Path, variables: Variables, more: Variables
) -> None:
    tool, python = install(PIPENV) / "pipenv", pythons()[-1]
    project = home.parent / "a shop (2)"
    project.mkdir()
    names = {"home": home, "python": python, "project": project}
    variables |= {name: value.format(**names) for name, value in more.items()}
    for name in ("Pipfile", "Pipfile.dev"):
        (project / name).write_text("")
    run(tool, "--python", python, cwd=project, env=variables)
    said = run(tool, "--venv", cwd=project, env=variables)
    here = machine(home, variables)
    (found,) = pipenv.of_project(project, here)
    assert found.kind is Kind.PIPENV
    check(found, said, home, variables)
    assert [(one.prefix, one.project) for one in pipenv.locate(here)] == [(found.prefix, project)]


@pytest.mark.parametrize("kept", [False, True])
def test_pipenv_takes_a_folder_beside_the_pipfile_unless_it_has_its_own(
    install: Install, home: Path, variables: Variables, kept: bool
) -> None:
    tool, project = install(PIPENV) / "pipenv", home.parent / "shop"
    project.mkdir()
    (project / "Pipfile").write_text("")
    if kept:
        run(tool, "--python", pythons()[-1], cwd=project, env=variables)
    run(pythons()[-1], "-m", "venv", "--without-pip", project / ".venv", env=variables)
    said = run(tool, "--venv", cwd=project, env=variables).strip()
    (found,) = pipenv.of_project(project, machine(home, variables))
    assert str(found.prefix) == said
    assert found.kind is (Kind.PIPENV if kept else Kind.VENV)


@pytest.mark.parametrize("workon", ["", "{home}/kept", "kept"])
def test_virtualenvwrapper_s_environment_is_that_of_its_project(
    install: Install, home: Path, variables: Variables, workon: str
) -> None:
    programs, project = install(WRAPPER), home.parent / "shop"
    project.mkdir()
    variables |= {"WORKON_HOME": workon.format(home=home)} if workon else {}
    script = (
        f"source {shlex.quote(str(programs / 'virtualenvwrapper.sh'))} >/dev/null; "
        f"mkvirtualenv -a {shlex.quote(str(project))} -p {shlex.quote(str(pythons()[-1]))} demo "
        '>/dev/null; printf %s "$VIRTUAL_ENV"'
    )
    path = f"{programs}:{variables['PATH']}"
    python = str(programs / "python")
    with_tool = variables | {"PATH": path, "VIRTUALENVWRAPPER_PYTHON": python}
    said = run("bash", "-c", script, cwd=project, env=with_tool)
    (found,) = virtualenvwrapper.of_project(project, machine(home, variables))
    assert (found.kind, found.project) == (Kind.VIRTUALENVWRAPPER, project)
    check(found, said, home, variables)
