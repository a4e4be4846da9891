"""Environments side by side in a folder: pipenv's, virtualenvwrapper's, and those of people."""

import pytest
from described_machine import described
from kept import at, environment

from venvlens.core.environment import Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import pipenv, stores, virtualenvwrapper

STORE = "/home/me/.local/share/virtualenvs"
OWN = f"{STORE}/shop-pI9AsFTu"
WINDOWS = r"C:\Users\me\.virtualenvs\shop-SRdRhwKA"


def for_shop(machine: Machine, project: str = "/work/shop") -> list[str]:
    return [str(one.prefix) for one in pipenv.of_project(at(machine, project), machine)]


@pytest.mark.parametrize(
    ("platform", "project", "environ", "folder"),
    [
        ("linux", "/work/shop", {}, OWN),
        ("linux", "/work/shop", {"XDG_DATA_HOME": "/d"}, "/d/virtualenvs/shop-pI9AsFTu"),
        ("linux", "/work/shop", {"WORKON_HOME": "/w"}, "/w/shop-pI9AsFTu"),
        ("linux", "/work/shop", {"WORKON_HOME": "~/w"}, "/home/me/w/shop-pI9AsFTu"),
        ("linux", "/work/shop", {"WORKON_HOME": "$W/w", "W": "/v"}, "/v/w/shop-pI9AsFTu"),
        ("linux", "/work/shop", {"WORKON_HOME": "${W}", "W": "~/w"}, "/home/me/w/shop-pI9AsFTu"),
        (
            "linux",
            "/work/shop",
            {"XDG_DATA_HOME": "$W/d", "W": "/v"},
            "/v/d/virtualenvs/shop-pI9AsFTu",
        ),
        ("linux", "/work/shop", {"PIPENV_CUSTOM_VENV_NAME": "mine"}, f"{STORE}/mine"),
        ("linux", "/work/shop", {"PIPENV_PYTHON": "3.11"}, f"{OWN}-3.11"),
        ("linux", "/work/shop", {"PIPENV_PYTHON": "/opt/bin/python3"}, f"{OWN}-python3"),
        ("linux", "/work/my shop (2)", {}, f"{STORE}/my_shop__2_-Vwfd04LL"),
        ("darwin", "/Users/me/shop", {}, "/Users/me/.local/share/virtualenvs/shop-r-3M_1gZ"),
        ("win32", r"C:\work\shop", {}, WINDOWS),
        ("win32", r"C:\work\shop", {"WORKON_HOME": r"D:\w"}, r"D:\w\shop-SRdRhwKA"),
        ("win32", r"C:\work\shop", {"WORKON_HOME": r"%Us%\w", "US": "D:"}, r"D:\w\shop-SRdRhwKA"),
    ],
)
def test_pipenv_names_the_environment_by_the_path_of_the_pipfile(
    platform: str, project: str, environ: dict[str, str], folder: str
) -> None:
    mark = "\\" if platform == "win32" else "/"
    files = {f"{project}{mark}Pipfile": "", **environment(folder)}
    machine = described(platform, files, environ=environ)
    (found,) = pipenv.of_project(at(machine, project), machine)
    assert (str(found.prefix), found.kind) == (folder, Kind.PIPENV)
    assert (found.project, found.origin) == (
        at(machine, project),
        f"pipenv keeps it for {project}",
    )


def test_pipenv_sees_the_folder_that_links_lead_to() -> None:
    kept = f"{STORE}/shop-VDMqe55O"
    files = {"/real/shop/Pipfile": "", **environment(kept)}
    assert for_shop(described(files=files, links={"/work": "/real"})) == [kept]


def test_without_a_pipfile_pipenv_is_not_asked() -> None:
    files = {"/work/shop/pyproject.toml": "", **environment(OWN, project="/work/shop")}
    assert for_shop(described(files=files)) == []


def test_a_pipfile_of_another_name_is_named_by_a_variable() -> None:
    kept = f"{STORE}/shop-GSLWbi9y"
    files = {"/work/shop/Pipfile.dev": "", **environment(kept)}
    named = {"PIPENV_PIPFILE": "/work/shop/Pipfile.dev"}
    assert for_shop(described(files=files, environ=named)) == [kept]
    assert for_shop(described(files=files)) == []


BESIDE = "/work/shop/.venv"


@pytest.mark.parametrize(
    ("text", "environ", "kept", "expected"),
    [
        ("", {}, True, OWN),
        ("", {}, False, BESIDE),
        ("", {"PIPENV_VENV_IN_PROJECT": "1"}, True, BESIDE),
        ("[pipenv]\nvenv_in_project = true\n", {}, True, BESIDE),
        ("[pipenv]\nvenv_in_project = true\n", {"PIPENV_VENV_IN_PROJECT": "0"}, True, OWN),
        ("", {"PIPENV_NO_VENV_IN_PROJECT": "1"}, False, None),
        ("", {"PIPENV_NO_VENV_IN_PROJECT": "0"}, True, BESIDE),
        ("[", {}, True, OWN),
    ],
)
def test_a_folder_beside_the_pipfile_is_taken_as_pipenv_does(
    text: str, environ: dict[str, str], kept: bool, expected: str | None
) -> None:
    files = {"/work/shop/Pipfile": text, **environment(BESIDE)}
    files |= environment(OWN) if kept else {}
    found = for_shop(described(files=files, environ=environ))
    assert found == ([expected] if expected else [])


def test_a_folder_beside_the_pipfile_is_of_the_kind_that_its_files_tell() -> None:
    files = {"/work/shop/Pipfile": "", **environment(BESIDE)}
    files[f"{BESIDE}/pyvenv.cfg"] += "uv = 0.8.0\n"
    machine = described(files=files)
    (found,) = pipenv.of_project(at(machine, "/work/shop"), machine)
    assert found.kind is Kind.UV


@pytest.mark.parametrize(
    ("text", "expected"),
    [("named\n", f"{STORE}/named"), ("../kept/one", "/work/kept/one"), ("\n", OWN)],
)
def test_a_file_beside_the_pipfile_names_the_environment(text: str, expected: str) -> None:
    kept = [environment(f"{STORE}/named"), environment("/work/kept/one"), environment(OWN)]
    files = {path: text for one in kept for path, text in one.items()}
    machine = described(files={**files, "/work/shop/Pipfile": "", BESIDE: text})
    assert for_shop(machine) == [expected]


def test_pipenv_s_own_are_told_from_others_in_its_folder() -> None:
    files = {
        "/work/shop/Pipfile": "",
        **environment(OWN, project="/work/shop"),
        **environment(f"{STORE}/named", project="/work/shop"),
        **environment(f"{STORE}/gone-12345678"),
        **environment(f"{STORE}/plain"),
        **environment(f"{STORE}/elsewhere", project="/work/other"),
    }
    machine = described(files=files)
    found = {one.prefix.name: one.project for one in pipenv.locate(machine)}
    shop = at(machine, "/work/shop")
    assert found == {"gone-12345678": None, "named": shop, "shop-pI9AsFTu": shop}


@pytest.mark.parametrize(
    ("platform", "files", "environ", "folder"),
    [
        ("linux", {}, {}, "/home/me/.virtualenvs"),
        ("linux", {}, {"WORKON_HOME": "/w"}, "/w"),
        ("linux", {}, {"WORKON_HOME": "w"}, "/home/me/w"),
        ("linux", {}, {"WORKON_HOME": "~/w"}, "/home/me/w"),
        ("linux", {}, {"WORKON_HOME": "/${TEAM}/$TEAM", "TEAM": "blue"}, "/blue/blue"),
        ("linux", {}, {"WORKON_HOME": "$W", "W": "/w"}, "/home/me/w"),
        ("linux", {}, {"WORKON_HOME": "/w/$GONE"}, "/w/$GONE"),
        ("darwin", {}, {}, "/Users/me/.virtualenvs"),
        ("win32", {}, {}, r"C:\Users\me\Envs"),
        ("win32", {}, {}, r"C:\Users\me\.virtualenvs"),
        ("win32", {}, {}, r"C:\Users\me\virtualenvs"),
        ("win32", {"C:\\Users\\me\\Envs\\": ""}, {"WORKON_HOME": r"D:\w"}, r"D:\w"),
    ],
)
def test_virtualenvwrapper_keeps_them_in_the_folder_of_the_system(
    platform: str, files: dict[str, str], environ: dict[str, str], folder: str
) -> None:
    mark, project = ("\\", r"C:\work\shop") if platform == "win32" else ("/", "/work/shop")
    kept = f"{folder}{mark}demo"
    own = {**files, **environment(kept, project=project)}
    machine = described(platform, own, environ=environ)
    (found,) = virtualenvwrapper.locate(machine)
    assert (str(found.prefix), found.kind) == (kept, Kind.VIRTUALENVWRAPPER)
    assert found.project == at(machine, project)
    (same,) = virtualenvwrapper.of_project(at(machine, project), machine)
    assert same.prefix == found.prefix
    assert same.origin == f"its .project file says that it is for {project}"
    assert not list(virtualenvwrapper.of_project(at(machine, project).parent, machine))


def test_virtualenvwrapper_s_mark_may_have_another_name() -> None:
    files = {**environment("/w/demo"), "/w/demo/.for": "/work/shop\n"}
    environ = {"WORKON_HOME": "/w", "VIRTUALENVWRAPPER_PROJECT_FILENAME": ".for"}
    machine = described(files=files, environ=environ)
    (found,) = virtualenvwrapper.of_project(at(machine, "/work/shop"), machine)
    assert found.prefix == at(machine, "/w/demo")


@pytest.mark.parametrize("text", ["", "\n", "shop\n", "\0\n", "x" * 5000, "/" + "x" * 5000])
def test_a_mark_that_names_no_folder_names_no_project(text: str) -> None:
    files = {**environment("/w/demo"), "/w/demo/.project": text}
    machine = described(files=files, environ={"WORKON_HOME": "/w"})
    (found,) = virtualenvwrapper.locate(machine)
    assert found.project is None


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {}, "/home/me/envs"),
        ("linux", {}, "/home/me/Envs"),
        ("linux", {}, "/home/me/.venvs"),
        ("linux", {}, "/home/me/.virtualenvs"),
        ("linux", {}, "/home/me/.local/share/virtualenvs"),
        ("linux", {}, "/home/me/.direnv"),
        ("linux", {"WORKON_HOME": "/w"}, "/w"),
        ("linux", {"XDG_DATA_HOME": "/d"}, "/d/virtualenvs"),
        ("darwin", {}, "/Users/me/.venvs"),
        ("win32", {}, r"C:\Users\me\.virtualenvs"),
    ],
)
def test_the_folders_that_people_usually_keep_environments_in(
    platform: str, environ: dict[str, str], folder: str
) -> None:
    mark = "\\" if platform == "win32" else "/"
    machine = described(platform, environment(f"{folder}{mark}demo"), environ=environ)
    assert [str(one.prefix) for one in stores.locate(machine)] == [f"{folder}{mark}demo"]


def test_a_folder_that_a_person_names_may_be_an_environment_itself() -> None:
    files = {**environment("/mine/b"), **environment("/mine/a", project="/work/shop")}
    machine = described(files={**files, "/mine/c/text": ""})
    found = list(stores.in_store(at(machine, "/mine"), machine))
    assert [str(one.prefix) for one in found] == ["/mine/a", "/mine/b"]
    assert [one.project for one in found] == [at(machine, "/work/shop"), None]
    (itself,) = stores.in_store(at(machine, "/mine/b"), machine)
    assert itself.prefix == at(machine, "/mine/b")
    assert list(stores.in_store(at(machine, "/gone"), machine)) == []
