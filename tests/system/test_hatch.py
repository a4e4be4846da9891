"""Where hatch keeps environments, and which is whose: every rule on a described machine."""

import pytest
from described_machine import described
from kept_for import HOMES, PROJECTS, places, venv

from venvlens.core.environment import Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import hatch

SHOP = "/srv/shop"
ID = "58fqC6Q1"
"""What hatch calls /srv/shop."""
PYPROJECT = '[project]\nname = "My.Shop"\n[tool.hatch.envs.docs]\n'
STORE = "/home/me/.local/share/hatch/env/virtual"
OWN = f"{STORE}/my-shop/{ID}"
STORES = {
    "linux": STORE,
    "darwin": "/Users/me/Library/Application Support/hatch/env/virtual",
    "win32": "C:/Users/me/AppData/Local/hatch/env/virtual",
}
SETTINGS = {
    "linux": "/home/me/.config/hatch/config.toml",
    "darwin": "/Users/me/Library/Application Support/hatch/config.toml",
    "win32": "C:/Users/me/AppData/Local/hatch/config.toml",
}
IDS = {"linux": ID, "darwin": "6jvy1__M", "win32": "VxfaLiDz"}


def of_shop(machine: Machine) -> list[tuple[str, str | None]]:
    found = list(hatch.of_project(machine.home.__class__(SHOP), machine))
    return list(zip(places(found), (one.name for one in found), strict=True))


def on_linux(files: dict[str, str], **environ: str) -> Machine:
    return described(files={f"{SHOP}/pyproject.toml": PYPROJECT, **files}, environ=environ)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_default_environment_is_named_after_the_project(platform: str):
    project, own = PROJECTS[platform], f"{STORES[platform]}/my-shop/{IDS[platform]}"
    files = venv(f"{own}/docs") | venv(f"{own}/my-shop") | venv(f"{own}/hatch-test.py3.12")
    machine = described(platform, {f"{project}/pyproject.toml": PYPROJECT, **files})
    first, second = hatch.of_project(machine.home.__class__(project), machine)
    assert (first.prefix.as_posix(), first.name) == (f"{own}/my-shop", "default")
    assert (second.prefix.as_posix(), second.name) == (f"{own}/docs", None)
    assert first.kind is second.kind is Kind.HATCH
    assert first.project == second.project == machine.home.__class__(project)
    assert first.origin == f"hatch keeps it for {first.project}"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_all_environments_are_listed_three_folders_deep(platform: str):
    store = STORES[platform]
    files = venv(f"{store}/a/12345678/a") | venv(f"{store}/a/12345678/hatch-test.py3.12")
    files |= venv(f"{store}/b/1/2/deeper") | venv(f"{store}/higher")
    found = list(hatch.locate(described(platform, files)))
    assert places(found) == [f"{store}/a/12345678/{name}" for name in ("a", "hatch-test.py3.12")]
    assert [one.name for one in found] == ["default", None]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize(
    ("text", "store"),
    [
        ('[dirs]\ndata = "HOME/d"\n', "HOME/d/env/virtual"),
        ('[dirs]\ndata = "~/d"\n', "HOME/d/env/virtual"),
        ('[dirs.env]\nvirtual = "HOME/v"\n', "HOME/v"),
    ],
)
def test_the_users_settings_say_where(platform: str, text: str, store: str):
    home = HOMES[platform]
    wanted = f"{store.replace('HOME', home)}/a/12345678/a"
    files = {SETTINGS[platform]: text.replace("HOME", home), **venv(wanted)}
    assert places(hatch.locate(described(platform, files))) == [wanted]


@pytest.mark.parametrize(
    ("environ", "store"),
    [
        ({"HATCH_DATA_DIR": "/d"}, "/d/env/virtual"),
        ({"XDG_DATA_HOME": "/x"}, "/x/hatch/env/virtual"),
        ({"HATCH_CONFIG": "/c.toml"}, "/c/env/virtual"),
        ({"HATCH_CONFIG": "/c.toml", "HATCH_DATA_DIR": "/d"}, "/d/env/virtual"),
    ],
)
def test_variables_say_where(environ: dict[str, str], store: str):
    files = {"/c.toml": '[dirs]\ndata = "/c"\n', **venv(f"{store}/my-shop/{ID}/my-shop")}
    machine = on_linux(files, **environ)
    assert of_shop(machine) == [(f"{store}/my-shop/{ID}/my-shop", "default")]


def test_a_folder_below_the_project_is_flat():
    files = {SETTINGS["linux"]: '[dirs.env]\nvirtual = ".hatch"\n'}
    files |= venv(f"{SHOP}/.hatch/my-shop") | venv(f"{SHOP}/.hatch/docs")
    files |= venv(f"{SHOP}/.hatch/unknown")
    found = [(f"{SHOP}/.hatch/my-shop", "default"), (f"{SHOP}/.hatch/docs", None)]
    assert of_shop(on_linux(files)) == found


def test_the_folder_that_virtualenvwrapper_shares_is_flat():
    store = "/home/me/.virtualenvs"
    files = {SETTINGS["linux"]: '[dirs.env]\nvirtual = "~/.virtualenvs"\n'}
    files |= venv(f"{store}/my-shop") | venv(f"{store}/docs") | venv(f"{store}/mine")
    found = [(f"{store}/my-shop", "default"), (f"{store}/docs", None)]
    assert of_shop(on_linux(files)) == found


@pytest.mark.parametrize(
    "text", ['[tool.hatch.dirs.env]\nvirtual = ".hatch"\n', '[dirs.env]\nvirtual = ".hatch"\n']
)
def test_a_folder_that_a_project_names_is_ignored_as_hatch_does(text: str):
    files = {f"{SHOP}/pyproject.toml": PYPROJECT + text, f"{SHOP}/hatch.toml": text}
    files |= venv(f"{SHOP}/.hatch/my-shop") | venv(f"{OWN}/my-shop")
    assert of_shop(on_linux(files)) == [(f"{OWN}/my-shop", "default")]


@pytest.mark.parametrize("path", [".venv", "/srv/shop/.venv", "../shop/.venv"])
@pytest.mark.parametrize("file", ["pyproject.toml", "hatch.toml"])
def test_an_environment_may_have_a_folder_of_its_own(path: str, file: str):
    head = PYPROJECT + "[tool.hatch.envs" if file == "pyproject.toml" else "[envs"
    files = {f"{SHOP}/{file}": f'{head}.default]\npath = "{path}"\n', **venv(f"{SHOP}/.venv")}
    assert of_shop(on_linux(files)) == [(f"{SHOP}/.venv", "default")]


def test_a_variable_names_the_folder_of_all():
    machine = on_linux(venv(f"{SHOP}/own"), HATCH_ENV_TYPE_VIRTUAL_PATH="own")
    assert of_shop(machine) == [(f"{SHOP}/own", "default")]


def test_another_environment_may_have_a_folder_of_its_own_too():
    text = PYPROJECT + 'path = "docs-env"\n'
    files = {f"{SHOP}/pyproject.toml": text, **venv(f"{SHOP}/docs-env"), **venv(f"{OWN}/my-shop")}
    assert of_shop(on_linux(files)) == [
        (f"{OWN}/my-shop", "default"),
        (f"{SHOP}/docs-env", "docs"),
    ]


def test_a_project_without_a_table_goes_by_its_id():
    files = {f"{SHOP}/pyproject.toml": "[tool.hatch]\n"}
    place = f"{STORE}/{ID}-unmanaged/{ID}/{ID}-unmanaged"
    assert of_shop(on_linux(files | venv(place))) == [(place, "default")]


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[project]\nname = "my-shop"\n', "hatch.toml": ""},
        {
            "pyproject.toml": '[project]\nname = "my-shop"\n[build-system]\n'
            'build-backend = "hatchling.build"\n'
        },
    ],
)
def test_files_of_a_project_say_that_it_is_hatchs(files: dict[str, str]):
    own = {f"{SHOP}/{name}": text for name, text in files.items()}
    found = of_shop(on_linux(venv(f"{OWN}/my-shop") | own))
    assert found == [(f"{OWN}/my-shop", "default")]


@pytest.mark.parametrize("text", ['[project]\nname = "my-shop"\n', "", "[", "tool = 3"])
def test_other_projects_have_none(text: str):
    files = {f"{SHOP}/pyproject.toml": text, **venv(f"{OWN}/my-shop")}
    assert of_shop(on_linux(files)) == []


def test_an_environment_of_a_project_of_the_same_name_is_not_taken():
    assert of_shop(on_linux(venv(f"{STORE}/my-shop/ABCDEFGH/my-shop"))) == []


def test_a_link_to_the_project_is_followed():
    files = {"/srv/shop/pyproject.toml": PYPROJECT, **venv(f"{OWN}/my-shop")}
    machine = described(files=files, links={"/link": SHOP})
    found = hatch.of_project(machine.home.__class__("/link"), machine)
    assert places(found) == [f"{OWN}/my-shop"]


@pytest.mark.parametrize("path", ['"\\u0000"', "3", '"' + "x" * 100_000 + '"'])
def test_hostile_settings_lead_nowhere(path: str):
    text = f"{PYPROJECT}path = {path}\n[tool.hatch.envs.default]\npath = {path}\n"
    files = {
        f"{SHOP}/pyproject.toml": text,
        SETTINGS["linux"]: f"[dirs]\ndata = {path}\n[dirs.env]\nvirtual = {path}\n",
    }
    assert of_shop(on_linux(files)) == []
