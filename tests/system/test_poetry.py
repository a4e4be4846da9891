"""Where poetry keeps environments, and which it uses: every rule on a described machine."""

from pathlib import PurePosixPath

import pytest
from described_machine import described
from kept import HOMES, PROJECTS, places, projects, venv

from venvlens.core import kept_names
from venvlens.core.environment import Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import poetry

NAME = "shop-58fqC6Q1"
"""What poetry calls /srv/shop."""
SHOP = "/srv/shop"
PYPROJECT = '[project]\nname = "shop"\nrequires-python = ">=3.10"\n[tool.poetry]\n'
CACHE = "/home/me/.cache/pypoetry/virtualenvs"
STORES = {
    "linux": CACHE,
    "darwin": "/Users/me/Library/Caches/pypoetry/virtualenvs",
    "win32": "C:/Users/me/AppData/Local/pypoetry/Cache/virtualenvs",
}
SETTINGS = {
    "linux": "/home/me/.config/pypoetry/config.toml",
    "darwin": "/Users/me/Library/Application Support/pypoetry/config.toml",
    "win32": "C:/Users/me/AppData/Roaming/pypoetry/config.toml",
}
NAMES = {"linux": NAME, "win32": "shop-VxfaLiDz"}


def of_shop(machine: Machine, project: str = SHOP) -> list[str]:
    return places(poetry.of_project(machine.home.__class__(project), machine))


def on_linux(files: dict[str, str], **environ: str) -> Machine:
    return described(files={f"{SHOP}/pyproject.toml": PYPROJECT, **files}, environ=environ)


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_projects_environment_is_found_by_its_hash(platform: str):
    project, place = PROJECTS[platform], f"{STORES[platform]}/{NAMES[platform]}-py3.12"
    files = {f"{project}/pyproject.toml": PYPROJECT, **venv(place)}
    machine = described(platform, files)
    [found] = poetry.of_project(machine.home.__class__(project), machine)
    assert found.prefix.as_posix() == place
    assert found.kind is Kind.POETRY
    assert list(projects([found])) == [project]
    assert found.origin == f"poetry keeps it for {machine.home.__class__(project)}"
    assert found.faults == ()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_all_environments_of_the_cache_are_listed(platform: str):
    files = venv(f"{STORES[platform]}/other-12345678-py3.9", "3.9.2")
    files |= venv(f"{STORES[platform]}/mine")
    machine = described(platform, files)
    assert places(poetry.locate(machine)) == [f"{STORES[platform]}/other-12345678-py3.9"]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('cache-dir = "HOME/c"\n', "HOME/c/virtualenvs"),
        ('cache-dir = "~/c"\n', "HOME/c/virtualenvs"),
        ('[virtualenvs]\npath = "HOME/envs"\n', "HOME/envs"),
        ('cache-dir = "HOME/c"\n[virtualenvs]\npath = "{cache-dir}/e"\n', "HOME/c/e"),
    ],
)
def test_the_users_settings_say_where(platform: str, text: str, place: str):
    home = HOMES[platform]
    wanted = f"{place.replace('HOME', home)}/a-12345678-py3.12"
    files = {SETTINGS[platform]: text.replace("HOME", home), **venv(wanted)}
    assert places(poetry.locate(described(platform, files))) == [wanted]


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"POETRY_CACHE_DIR": "/c"}, "/c/virtualenvs"),
        ({"POETRY_VIRTUALENVS_PATH": "/v", "POETRY_CACHE_DIR": "/c"}, "/v"),
        ({"POETRY_VIRTUALENVS_PATH": "{cache-dir}/v", "POETRY_CACHE_DIR": "/c"}, "/c/v"),
        ({"POETRY_VIRTUALENVS_PATH": "~/v"}, "/home/me/v"),
        ({"POETRY_VIRTUALENVS_PATH": "../v"}, "/srv/v"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/pypoetry/virtualenvs"),
        ({"POETRY_CONFIG_DIR": "/conf"}, "/of/config"),
    ],
)
def test_variables_say_where_before_any_file(environ: dict[str, str], place: str):
    files = {
        SETTINGS["linux"]: "[virtualenvs]\n" * ("XDG_CACHE_HOME" not in environ),
        "/conf/config.toml": '[virtualenvs]\npath = "/of/config"\n',
        **venv(f"{place}/{NAME}-py3.12"),
    }
    assert of_shop(on_linux(files, **environ)) == [f"{place}/{NAME}-py3.12"]


def test_a_variable_comes_before_the_projects_file_and_that_before_the_users():
    local = {f"{SHOP}/poetry.toml": '[virtualenvs]\npath = "/local"\n'}
    user = {SETTINGS["linux"]: '[virtualenvs]\npath = "/user"\n'}
    stores = [venv(f"/{name}/{NAME}-py3.12") for name in ("variable", "local", "user")]
    files = local | user | stores[0] | stores[1] | stores[2]
    assert of_shop(on_linux(files, POETRY_VIRTUALENVS_PATH="/variable"))[0].startswith("/variable/")
    assert of_shop(on_linux(files))[0].startswith("/local/")
    del files[f"{SHOP}/poetry.toml"]
    assert of_shop(on_linux(files))[0].startswith("/user/")


def test_the_activated_one_comes_first_then_those_that_the_project_allows():
    files = venv(f"{CACHE}/{NAME}-py3.9", "3.9.2")
    files |= venv(f"{CACHE}/{NAME}-py3.11", "3.11.2") | venv(f"{CACHE}/{NAME}-py3.12")
    in_order = [f"{CACHE}/{NAME}-py3.{minor}" for minor in (11, 12, 9)]
    assert of_shop(on_linux(files)) == in_order
    activated = {f"{CACHE}/envs.toml": f'[{NAME}]\nminor = "3.12"\npatch = "3.12.1"\n'}
    assert of_shop(on_linux(files | activated))[0] == f"{CACHE}/{NAME}-py3.12"
    gone = {f"{CACHE}/envs.toml": f'[{NAME}]\nminor = "3.13"\npatch = "3.13.1"\n'}
    assert of_shop(on_linux(files | gone)) == in_order


def test_an_environment_of_another_project_of_the_same_name_is_not_taken():
    assert of_shop(on_linux(venv(f"{CACHE}/shop-ABCDEFGH-py3.12"))) == []


def test_the_name_of_the_old_table_and_of_none_are_known():
    old = {f"{SHOP}/pyproject.toml": '[tool.poetry]\nname = "Shop"\n'}
    assert of_shop(on_linux(old | venv(f"{CACHE}/{NAME}-py3.12"))) == [f"{CACHE}/{NAME}-py3.12"]
    none = {f"{SHOP}/pyproject.toml": "[tool.poetry]\npackage-mode = false\n"}
    place = f"{CACHE}/non-package-mode-58fqC6Q1-py3.12"
    assert of_shop(on_linux(none | venv(place))) == [place]


@pytest.mark.parametrize(
    ("local", "environ", "in_project"),
    [
        ("", {}, True),
        ("[virtualenvs]\nin-project = true\n", {}, True),
        ("[virtualenvs]\nin-project = false\n", {}, False),
        ("", {"POETRY_VIRTUALENVS_IN_PROJECT": "false"}, False),
        ("[virtualenvs]\nin-project = false\n", {"POETRY_VIRTUALENVS_IN_PROJECT": "1"}, True),
        ("[virtualenvs]\nin-project = true\n", {"POETRY_VIRTUALENVS_IN_PROJECT": "0"}, False),
    ],
)
def test_a_dot_venv_is_used_unless_something_forbids_it(
    local: str, environ: dict[str, str], in_project: bool
):
    files = {f"{SHOP}/poetry.toml": local, **venv(f"{SHOP}/.venv")}
    files |= venv(f"{CACHE}/{NAME}-py3.12")
    first = f"{SHOP}/.venv" if in_project else f"{CACHE}/{NAME}-py3.12"
    assert of_shop(on_linux(files, **environ))[0] == first


def test_the_users_settings_may_forbid_a_dot_venv():
    forbidden = {SETTINGS["linux"]: "[virtualenvs]\nin-project = false\n"}
    assert of_shop(on_linux(forbidden | venv(f"{SHOP}/.venv"))) == []
    allowed = {f"{SHOP}/poetry.toml": "[virtualenvs]\nin-project = true\n"}
    both = forbidden | allowed | venv(f"{SHOP}/.venv")
    assert of_shop(on_linux(both)) == [f"{SHOP}/.venv"]


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[project]\nname = "shop"\n', "poetry.lock": ""},
        {"pyproject.toml": '[project]\nname = "shop"\n', "poetry.toml": ""},
        {
            "pyproject.toml": '[project]\nname = "shop"\n[build-system]\n'
            'build-backend = "poetry.core.masonry.api"\n'
        },
    ],
)
def test_files_of_a_project_say_that_it_is_poetrys(files: dict[str, str]):
    own = {f"{SHOP}/{name}": text for name, text in files.items()}
    found = of_shop(on_linux(venv(f"{CACHE}/{NAME}-py3.12") | own))
    assert found == [f"{CACHE}/{NAME}-py3.12"]


@pytest.mark.parametrize("text", ['[project]\nname = "shop"\n', "", "[", "[tool]\npoetry"])
def test_other_projects_have_none(text: str):
    files = {f"{SHOP}/pyproject.toml": text, **venv(f"{CACHE}/{NAME}-py3.12")}
    assert of_shop(on_linux(files)) == []


def test_a_link_to_the_project_is_followed():
    files = {"/real/pyproject.toml": PYPROJECT, **venv(f"{CACHE}/{NAME}-py3.12")}
    assert of_shop(described(files=files, links={SHOP: "/real"})) == []
    hashed = f"{CACHE}/{kept_names.poetry('shop', PurePosixPath('/real'))}-py3.12"
    machine = described(files={**files, **venv(hashed)}, links={SHOP: "/real"})
    assert of_shop(machine) == [hashed]


@pytest.mark.parametrize(
    "path",
    ["{virtualenvs.path}" * 200, "{" * 4000, "{cache-dir" * 300, "x" * 100_000, r"\u0000", "{a.b}"],
)
def test_hostile_settings_lead_nowhere(path: str):
    files = {f"{SHOP}/poetry.toml": f'[virtualenvs]\npath = "{path}"\n'}
    assert of_shop(on_linux(files)) == []


def test_settings_of_the_wrong_type_say_nothing():
    text = 'cache-dir = 3\n[virtualenvs]\npath = ["x"]\nin-project = "yes"\n'
    files = {f"{SHOP}/poetry.toml": text, f"{CACHE}/envs.toml": f"{NAME} = 3\n"}
    files |= venv(f"{CACHE}/{NAME}-py3.12")
    assert of_shop(on_linux(files)) == [f"{CACHE}/{NAME}-py3.12"]
