"""Environments of applications, of runs and of folders: pipx, tox, nox, direnv."""

from collections.abc import Callable

import pytest
from described_machine import described
from kept_files import places, venv

from venvlens.core.environment import Kind
from venvlens.system.locators import (
    direnv,
    pipx,
    stores,
    tox_nox,
)
from venvlens.system.locators.projects import below as below_
from venvlens.system.locators.projects import of_project

SHOP = "/srv/shop"


def test_a_folder_that_somebody_names_is_looked_into_but_not_below():
    machine = described(files=venv("/e/b") | venv("/e/a") | venv("/e/c/d") | {"/e/text": ""})
    folder = machine.home.__class__("/e")
    assert places(stores.in_store(folder, machine)) == ["/e/a", "/e/b"]
    assert [one.origin for one in stores.in_store(folder, machine)] == ["found in /e"] * 2
    assert [one.origin for one in stores.in_store(folder, machine, "named")] == ["named"] * 2


@pytest.mark.parametrize(
    ("platform", "environ", "home"),
    [
        ("linux", {}, "/home/me/.local/share/pipx"),
        ("linux", {}, "/home/me/.local/pipx"),
        ("linux", {"PIPX_HOME": "/p"}, "/p"),
        ("linux", {}, "/opt/pipx"),
        ("linux", {"PIPX_GLOBAL_HOME": "/g"}, "/g"),
        ("darwin", {}, "/Users/me/.local/pipx"),
        ("darwin", {}, "/Users/me/Library/Application Support/pipx"),
        ("win32", {}, "C:/Users/me/pipx"),
        ("win32", {}, "C:/Users/me/.local/pipx"),
        ("win32", {}, "C:/Users/me/AppData/Local/pipx/pipx"),
    ],
)
def test_pipx_keeps_an_environment_for_each_application(
    platform: str, environ: dict[str, str], home: str
):
    files = venv(f"{home}/venvs/black") | venv(f"{home}/shared")
    [found] = pipx.locate(described(platform, files, environ=environ))
    assert (found.prefix.as_posix(), found.kind) == (f"{home}/venvs/black", Kind.PIPX)
    assert found.origin == "pipx installed black in it"


def test_a_named_home_of_pipx_takes_the_place_of_the_usual_ones():
    files = venv("/home/me/.local/pipx/venvs/old") | venv("/p/venvs/new")
    assert places(pipx.locate(described(files=files, environ={"PIPX_HOME": "/p"}))) == [
        "/p/venvs/new"
    ]


@pytest.mark.parametrize(
    ("below", "names", "kind"),
    [
        (tox_nox.below, (".tox/lint", ".tox/py312"), Kind.TOX),
        (tox_nox.below, (".nox/tests-3-12",), Kind.NOX),
        (direnv.below, (".direnv/python-3.12", ".direnv/virtualenv"), Kind.DIRENV),
    ],
)
@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_tools_make_environments_in_a_project(
    platform: str,
    below: Callable[..., object],
    names: tuple[str, ...],
    kind: Kind,
):
    root = {"linux": SHOP, "win32": "C:/Work/shop"}[platform]
    files = {f"{root}/.tox/.pkg/pyvenv.cfg": "", f"{root}/.tox/log/a": "", f"{root}/.direnv/a": ""}
    for name in names:
        files |= venv(f"{root}/{name}")
    machine = described(platform, files)
    folder = machine.home.__class__(root)
    found = list(below_(folder, machine))
    assert places(found) == [f"{root}/{name}" for name in names]
    assert list(below(folder, machine)) == found
    assert {(one.kind, one.project) for one in found} == {(kind, folder)}


@pytest.mark.parametrize("name", [".tox", ".nox", ".direnv", "__pypackages__"])
def test_a_file_of_that_name_is_no_folder_of_environments(name: str):
    machine = described(files={f"{SHOP}/{name}": ""})
    assert list(below_(machine.home.__class__(SHOP), machine)) == []


def test_environments_of_runs_and_applications_are_not_kept_for_a_project():
    files = venv(f"{SHOP}/.tox/py312") | venv(f"{SHOP}/.nox/tests") | {f"{SHOP}/tox.ini": ""}
    files |= venv("/home/me/.local/pipx/venvs/shop")
    machine = described(files=files)
    assert list(of_project(machine.home.__class__(SHOP), machine)) == []
