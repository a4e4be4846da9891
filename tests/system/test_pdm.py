"""What pdm saved and keeps, and ``__pypackages__``: every rule on a described machine."""

import pytest
from described_machine import PROGRAM, described
from kept_for import HOMES, PROJECTS, places, venv

from venvlens.core.environment import Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import pdm

SHOP = "/srv/shop"
START = "shop-NfzXZGQf-"
"""How pdm starts the names of environments of /srv/shop."""
PYPROJECT = '[project]\nname = "shop"\nrequires-python = ">=3.10"\n[tool.pdm]\n'
STORE = "/home/me/.local/share/pdm/venvs"
STORES = {
    "linux": STORE,
    "darwin": "/Users/me/Library/Application Support/pdm/venvs",
    "win32": "C:/Users/me/AppData/Local/pdm/pdm/venvs",
}
SETTINGS = {
    "linux": "/home/me/.config/pdm/config.toml",
    "darwin": "/Users/me/Library/Application Support/pdm/config.toml",
    "win32": "C:/Users/me/AppData/Local/pdm/pdm/config.toml",
}
BASE = {
    "/opt/python/bin/python": PROGRAM + "3.12.1",
    "/opt/python/bin/python3.12": PROGRAM + "3.12.1",
    "/opt/python/lib/python3.12/os.py": "",
}


def of_shop(machine: Machine) -> list[str]:
    return places(pdm.of_project(machine.home.__class__(SHOP), machine))


def on_linux(files: dict[str, str], **environ: str) -> Machine:
    return described(files={f"{SHOP}/pyproject.toml": PYPROJECT, **files}, environ=environ)


@pytest.mark.parametrize(("platform", "start"), [("linux", START), ("win32", "Shop-cRXEE7aH-")])
def test_a_projects_environments_are_found_by_its_hash(platform: str, start: str):
    project, store = PROJECTS[platform], STORES[platform]
    files = {f"{project}/pyproject.toml": PYPROJECT, **venv(f"{store}/{start}3.12")}
    files |= venv(f"{store}/shop-ABCDEFGH-3.12")
    machine = described(platform, files)
    [found] = pdm.of_project(machine.home.__class__(project), machine)
    assert (found.prefix.as_posix(), found.name) == (f"{store}/{start}3.12", "3.12")
    assert found.kind is Kind.PDM
    assert found.project == machine.home.__class__(project)
    assert found.origin == f"pdm keeps it for {found.project}"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_all_environments_are_listed(platform: str):
    machine = described(platform, venv(f"{STORES[platform]}/a-12345678-3.12"))
    [found] = pdm.locate(machine)
    assert found.prefix.as_posix() == f"{STORES[platform]}/a-12345678-3.12"
    assert (found.kind, found.project) == (Kind.PDM, None)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("text", ['[venv]\nlocation = "HOME/v"\n', '"venv.location" = "HOME/v"\n'])
def test_the_users_settings_say_where(platform: str, text: str):
    home = HOMES[platform]
    files = {SETTINGS[platform]: text.replace("HOME", home), **venv(f"{home}/v/a-12345678-3.12")}
    found = pdm.locate(described(platform, files))
    assert places(found) == [f"{home}/v/a-12345678-3.12"]


@pytest.mark.parametrize(
    ("environ", "store"),
    [
        ({"XDG_DATA_HOME": "/x"}, "/x/pdm/venvs"),
        ({"XDG_CONFIG_HOME": "/conf"}, "/v"),
        ({"PDM_CONFIG_FILE": "/c.toml"}, "/home/me/w"),
    ],
)
def test_variables_say_where(environ: dict[str, str], store: str):
    files = {
        "/conf/pdm/config.toml": '[venv]\nlocation = "/v"\n',
        "/c.toml": '[venv]\nlocation = "~/w"\n',
        **venv(f"{store}/{START}3.12"),
    }
    assert of_shop(on_linux(files, **environ)) == [f"{store}/{START}3.12"]


def test_a_project_cannot_say_where():
    files = {f"{SHOP}/pdm.toml": '[venv]\nlocation = "/v"\n', **venv(f"/v/{START}3.12")}
    assert of_shop(on_linux(files)) == []


def test_the_saved_one_comes_first_then_the_projects_own_then_pdms():
    files = venv(f"{SHOP}/.venv") | venv(f"{SHOP}/venv") | venv("/e/mine")
    files |= venv(f"{STORE}/{START}a") | venv(f"{STORE}/{START}b")
    own = [f"{SHOP}/.venv", f"{STORE}/{START}a", f"{STORE}/{START}b"]
    assert of_shop(on_linux(files)) == own
    saved = {f"{SHOP}/.pdm-python": "/e/mine/bin/python\n"}
    assert of_shop(on_linux(files | saved)) == ["/e/mine", *own]
    saved = {f"{SHOP}/.pdm-python": f"{STORE}/{START}b/bin/python"}
    assert of_shop(on_linux(files | saved)) == [own[2], *own[:2]]


def test_what_another_tool_made_is_that_tools():
    files = {f"{SHOP}/.pdm-python": "/e/mine/bin/python", **venv("/e/mine")}
    [found] = pdm.of_project(described().home.__class__(SHOP), on_linux(files))
    assert found.kind is Kind.VENV
    assert found.origin == ".pdm-python names it for /srv/shop"


def test_on_windows_a_saved_interpreter_of_conda_is_in_its_prefix():
    files = {
        "C:/Work/Shop/pyproject.toml": PYPROJECT,
        "C:/Work/Shop/.pdm-python": "C:/conda/envs/a/python.exe",
        "C:/conda/envs/a/python.exe": PROGRAM + "3.12.1",
        "C:/conda/envs/a/Lib/os.py": "",
        "C:/conda/envs/a/conda-meta/history": "",
    }
    machine = described("win32", files)
    [found] = pdm.of_project(machine.home.__class__("C:/Work/Shop"), machine)
    assert (found.prefix.as_posix(), found.kind) == ("C:/conda/envs/a", Kind.CONDA)


@pytest.mark.parametrize(
    ("environ", "first"),
    [
        ({}, "/e/a"),
        ({"PDM_PYTHON": "/e/b/bin/python"}, "/e/b"),
        ({"PDM_IGNORE_SAVED_PYTHON": "1"}, f"{SHOP}/.venv"),
        ({"PDM_USE_VENV": "0", "PDM_IGNORE_SAVED_PYTHON": "1"}, None),
    ],
)
def test_variables_come_before_what_was_saved(environ: dict[str, str], first: str | None):
    files = {f"{SHOP}/.pdm-python": "/e/a/bin/python", **venv("/e/a"), **venv("/e/b")}
    found = of_shop(on_linux(files | venv(f"{SHOP}/.venv"), **environ))
    assert next(iter(found), None) == first


@pytest.mark.parametrize("value", ["false", '"false"', '"0"'])
@pytest.mark.parametrize("file", [f"{SHOP}/pdm.toml", SETTINGS["linux"]])
def test_settings_may_say_that_no_environments_are_used(value: str, file: str):
    files = {file: f"[python]\nuse_venv = {value}\n", **venv(f"{STORE}/{START}3.12")}
    assert of_shop(on_linux(files)) == []
    assert of_shop(on_linux(files, PDM_USE_VENV="1")) == [f"{STORE}/{START}3.12"]


def test_what_the_project_does_not_allow_is_passed_over():
    files = venv(f"{STORE}/{START}3.9", "3.9.2") | venv(f"{STORE}/{START}3.12")
    assert of_shop(on_linux(files)) == [f"{STORE}/{START}3.12"]


@pytest.mark.parametrize("name", [".pdm-python", "pdm.lock", "pdm.toml", ".pdm.toml"])
def test_files_of_a_project_say_that_it_is_pdms(name: str):
    files = {f"{SHOP}/{name}": "", f"{SHOP}/pyproject.toml": "[project]\n"}
    assert of_shop(on_linux(files | venv(f"{STORE}/{START}a"))) == [f"{STORE}/{START}a"]


def test_its_backend_says_it_too():
    text = '[build-system]\nbuild-backend = "pdm.backend"\n'
    files = {f"{SHOP}/pyproject.toml": text, **venv(f"{STORE}/{START}a")}
    assert of_shop(on_linux(files)) == [f"{STORE}/{START}a"]


@pytest.mark.parametrize("text", ['[project]\nname = "shop"\n', "", "[", "tool = 3"])
def test_other_projects_have_none(text: str):
    files = {f"{SHOP}/pyproject.toml": text, **venv(f"{STORE}/{START}a")}
    assert of_shop(on_linux(files)) == []


@pytest.mark.parametrize("text", ["", "\0", "relative/python", "/gone/bin/python", "x" * 9_999])
def test_a_saved_path_that_leads_nowhere_names_none(text: str):
    files = {f"{SHOP}/.pdm-python": text, f"{SHOP}/__pypackages__/3.12/lib/a.py": ""}
    machine = on_linux(files)
    assert of_shop(machine) == []
    assert places(pdm.below(machine.home.__class__(SHOP), machine)) == []


def test_a_folder_of_packages_is_an_environment_of_the_saved_interpreter():
    saved = {f"{SHOP}/.pdm-python": "/opt/python/bin/python", **BASE}
    files = {f"{SHOP}/__pypackages__/{name}/lib/a.py": "" for name in ("3.11", "3.12", "other")}
    machine = on_linux(saved | files)
    [found] = pdm.below(machine.home.__class__(SHOP), machine)
    assert found.prefix.as_posix() == f"{SHOP}/__pypackages__/3.12"
    assert found.kind is Kind.PYPACKAGES
    assert found.base_prefix == machine.home.__class__("/opt/python")
    assert found.executable is not None
    assert found.executable.as_posix().startswith("/opt/python/bin/python")
    assert found.externally_managed == "pdm fills it: use `pdm add`"
    assert of_shop(machine) == []


def test_a_folder_of_packages_beside_a_virtual_environment_is_not_used():
    files = {f"{SHOP}/.pdm-python": "/e/a/bin/python", **venv("/e/a")}
    machine = on_linux(files | {f"{SHOP}/__pypackages__/3.12/lib/a.py": ""})
    assert places(pdm.below(machine.home.__class__(SHOP), machine)) == []
