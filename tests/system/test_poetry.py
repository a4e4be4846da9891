"""Poetry's environments on described machines: where its settings lead, and whose they are.

The hashes are what poetry 2.5.1 computes for ``/work/shop`` and the other folders.
"""

import pytest
from described_machine import described
from kept import at, environment

from venvlens.core.environment import Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import poetry

SHOP = '[project]\nname = "shop"\n[tool.poetry]\n'
BUILT = '[project]\nname = "shop"\n[build-system]\nbuild-backend = "{}"\n'
CACHE = "/home/me/.cache/pypoetry/virtualenvs"
CONFIG = "/home/me/.config/pypoetry/config.toml"
OWN = "shop-2-p4RCY8-py3.12"


def for_shop(machine: Machine, project: str = "/work/shop") -> list[str]:
    return [str(one.prefix) for one in poetry.of_project(at(machine, project), machine)]


@pytest.mark.parametrize(
    ("platform", "project", "environ", "folder"),
    [
        ("linux", "/work/shop", {}, f"{CACHE}/{OWN}"),
        (
            "linux",
            "/work/shop",
            {"XDG_CACHE_HOME": "/cache"},
            f"/cache/pypoetry/virtualenvs/{OWN}",
        ),
        ("linux", "/work/shop", {"POETRY_CACHE_DIR": "/p"}, f"/p/virtualenvs/{OWN}"),
        ("linux", "/work/shop", {"POETRY_VIRTUALENVS_PATH": "/v"}, f"/v/{OWN}"),
        ("linux", "/work/shop", {"POETRY_VIRTUALENVS_PATH": "~/v"}, f"/home/me/v/{OWN}"),
        (
            "linux",
            "/work/shop",
            {"POETRY_VIRTUALENVS_PATH": "{cache-dir}/v", "POETRY_CACHE_DIR": "/p"},
            f"/p/v/{OWN}",
        ),
        (
            "darwin",
            "/Users/me/shop",
            {},
            "/Users/me/Library/Caches/pypoetry/virtualenvs/shop-BL6k-e0W-py3.12",
        ),
        (
            "win32",
            r"C:\Work\Shop",
            {},
            r"C:\Users\me\AppData\Local\pypoetry\Cache\virtualenvs\shop-VxfaLiDz-py3.12",
        ),
        (
            "win32",
            r"C:\Work\Shop",
            {"LOCALAPPDATA": r"D:\local"},
            r"D:\local\pypoetry\Cache\virtualenvs\shop-VxfaLiDz-py3.12",
        ),
    ],
)
def test_the_folder_is_that_of_the_system_or_of_a_variable(
    platform: str, project: str, environ: dict[str, str], folder: str
) -> None:
    mark = "\\" if platform == "win32" else "/"
    files = {f"{project}{mark}pyproject.toml": SHOP, **environment(folder)}
    machine = described(platform, files, environ=environ)
    assert for_shop(machine, project) == [folder]
    (found,) = poetry.locate(machine)
    assert (str(found.prefix), found.kind, found.project) == (folder, Kind.POETRY, None)


@pytest.mark.parametrize(
    ("files", "environ", "folder"),
    [
        ({CONFIG: 'cache-dir = "/c"'}, {}, "/c/virtualenvs"),
        ({CONFIG: 'cache-dir = "/c"'}, {"POETRY_CACHE_DIR": "/p"}, "/p/virtualenvs"),
        ({CONFIG: '[virtualenvs]\npath = "/v"'}, {}, "/v"),
        ({CONFIG: '[virtualenvs]\npath = "{cache-dir}/v"\n'}, {}, "/home/me/.cache/pypoetry/v"),
        ({CONFIG: '[virtualenvs]\npath = "/v"'}, {"POETRY_VIRTUALENVS_PATH": "/w"}, "/w"),
        ({"/set/config.toml": 'cache-dir = "/c"'}, {"POETRY_CONFIG_DIR": "/set"}, "/c/virtualenvs"),
        ({"/work/shop/poetry.toml": '[virtualenvs]\npath = "/v"'}, {}, "/v"),
        ({"/work/shop/poetry.toml": '[virtualenvs]\npath = "kept"'}, {}, "/work/shop/kept"),
        (
            {CONFIG: 'cache-dir = "/c"', "/work/shop/poetry.toml": 'cache-dir = "/d"'},
            {},
            "/d/virtualenvs",
        ),
        ({CONFIG: "cache-dir = ["}, {}, CACHE),
        ({CONFIG: "cache-dir = 3\nvirtualenvs = 4"}, {}, CACHE),
    ],
)
def test_settings_of_the_user_and_of_the_project_name_the_folder(
    files: dict[str, str], environ: dict[str, str], folder: str
) -> None:
    own = {"/work/shop/pyproject.toml": SHOP, **environment(f"{folder}/{OWN}")}
    assert for_shop(described(files={**files, **own}, environ=environ)) == [f"{folder}/{OWN}"]


@pytest.mark.parametrize(
    ("platform", "config", "folder"),
    [
        (
            "darwin",
            "/Users/me/Library/Application Support/pypoetry/config.toml",
            "/v/shop-2-p4RCY8-py3.12",
        ),
        (
            "win32",
            r"C:\Users\me\AppData\Roaming\pypoetry\config.toml",
            r"D:\v\shop-VxfaLiDz-py3.12",
        ),
    ],
)
def test_the_settings_are_where_the_system_keeps_them(
    platform: str, config: str, folder: str
) -> None:
    windows = platform == "win32"
    project, store = (r"C:\work\shop", r"D:\v") if windows else ("/work/shop", "/v")
    file = f"{project}\\pyproject.toml" if windows else f"{project}/pyproject.toml"
    files = {config: f"[virtualenvs]\npath = '{store}'", file: SHOP, **environment(folder)}
    assert for_shop(described(platform, files), project) == [folder]


@pytest.mark.parametrize("path", ["{virtualenvs.path}", "{virtualenvs.path}" * 50, "\0", ""])
def test_settings_that_lead_nowhere_end(path: str) -> None:
    environ = {"POETRY_VIRTUALENVS_PATH": path}
    machine = described(files={"/work/shop/pyproject.toml": SHOP}, environ=environ)
    assert for_shop(machine) == []
    assert list(poetry.locate(machine)) == []


@pytest.mark.parametrize(
    ("pyproject", "start"),
    [
        ('[project]\nname = "My_Shop"\n[tool.poetry]\n', "my-shop-2-p4RCY8"),
        ('[tool.poetry]\nname = "My.Shop"\n', "my-shop-2-p4RCY8"),
        ('[project]\nname = "shop"\n[tool.poetry]\nname = "other"\n', "shop-2-p4RCY8"),
        ("[tool.poetry]\npackage-mode = false\n", "non-package-mode-2-p4RCY8"),
        (f'[tool.poetry]\nname = "{"s" * 60}"\n', f"{'s' * 42}-2-p4RCY8"),
    ],
)
def test_the_name_is_the_project_s_cut_and_normalised(pyproject: str, start: str) -> None:
    kept = f"{CACHE}/{start}-py3.11"
    files = {"/work/shop/pyproject.toml": pyproject, **environment(kept)}
    assert for_shop(described(files=files)) == [kept]


def test_the_hash_is_of_the_folder_that_links_lead_to() -> None:
    kept = f"{CACHE}/shop-arTmkj-z-py3.12"
    files = {"/real/shop/pyproject.toml": SHOP, **environment(kept)}
    machine = described(files=files, links={"/work": "/real"})
    assert for_shop(machine) == [kept]


def test_another_folder_of_the_same_name_has_another_environment() -> None:
    files = {"/work/shop/pyproject.toml": SHOP, **environment(f"{CACHE}/shop-arTmkj-z-py3.12")}
    assert for_shop(described(files=files)) == []


def _several(**more: str) -> Machine:
    series = ("3.10", "3.11", "3.12")
    kept = [environment(f"{CACHE}/shop-2-p4RCY8-py{one}", f"{one}.1") for one in series]
    files = {path: text for one in kept for path, text in one.items()}
    requires = '[project]\nname = "shop"\nrequires-python = ">=3.11"\n[tool.poetry]\n'
    return described(files={"/work/shop/pyproject.toml": requires, **files, **more})


def test_of_several_the_first_that_the_project_allows_comes_first() -> None:
    series = [name.rpartition("py")[2] for name in for_shop(_several())]
    assert series == ["3.11", "3.12", "3.10"]


@pytest.mark.parametrize("minor", ["3.10", "3.12"])
def test_of_several_the_activated_one_comes_first(minor: str) -> None:
    envs = f'[shop-2-p4RCY8]\nminor = "{minor}"\npatch = "{minor}.1"\n'
    machine = _several(**{f"{CACHE}/envs.toml": envs})
    assert for_shop(machine)[0] == f"{CACHE}/shop-2-p4RCY8-py{minor}"


@pytest.mark.parametrize(
    "envs",
    ["[", '[shop-2-p4RCY8]\nminor = "3.9"\n', "shop-2-p4RCY8 = 1", "[shop-2-p4RCY8]\nminor=3.12"],
)
def test_an_activation_that_names_nothing_here_changes_nothing(envs: str) -> None:
    machine = _several(**{f"{CACHE}/envs.toml": envs})
    assert for_shop(machine) == for_shop(_several())


@pytest.mark.parametrize(
    ("files", "asked"),
    [
        ({"pyproject.toml": '[project]\nname = "shop"\n'}, False),
        ({"pyproject.toml": "[", "poetry.lock": ""}, False),
        ({"pyproject.toml": '[project]\nname = "shop"\n', "poetry.lock": ""}, True),
        ({"pyproject.toml": SHOP}, True),
        ({"pyproject.toml": BUILT.format("poetry.core.masonry.api")}, True),
        ({"pyproject.toml": BUILT.format("hatchling.build")}, False),
    ],
)
def test_only_a_project_that_says_that_it_is_poetry_s_is_asked_for(
    files: dict[str, str], asked: bool
) -> None:
    kept = f"{CACHE}/{OWN}"
    own = {f"/work/shop/{name}": text for name, text in files.items()}
    machine = described(files={**own, **environment(kept)})
    assert for_shop(machine) == ([kept] if asked else [])


@pytest.mark.parametrize(
    ("files", "environ", "first"),
    [
        ({}, {}, "/work/shop/.venv"),
        ({CONFIG: "[virtualenvs]\nin-project = false"}, {}, f"{CACHE}/{OWN}"),
        ({}, {"POETRY_VIRTUALENVS_IN_PROJECT": "false"}, f"{CACHE}/{OWN}"),
        (
            {"/work/shop/poetry.toml": "[virtualenvs]\nin-project = false"},
            {"POETRY_VIRTUALENVS_IN_PROJECT": "true"},
            "/work/shop/.venv",
        ),
        (
            {
                CONFIG: "[virtualenvs]\nin-project = false",
                "/work/shop/poetry.toml": "[virtualenvs]\nin-project = true",
            },
            {},
            "/work/shop/.venv",
        ),
    ],
)
def test_an_environment_in_the_project_comes_first_unless_settings_forbid_it(
    files: dict[str, str], environ: dict[str, str], first: str
) -> None:
    both = {**environment("/work/shop/.venv"), **environment(f"{CACHE}/{OWN}")}
    own = {"/work/shop/pyproject.toml": SHOP, **both, **files}
    machine = described(files=own, environ=environ)
    assert for_shop(machine)[0] == first


def test_what_else_is_in_poetry_s_folder_is_not_poetry_s() -> None:
    files = {**environment(f"{CACHE}/other"), f"{CACHE}/{OWN}/text": "no environment"}
    assert list(poetry.locate(described(files=files))) == []


def test_the_reason_names_the_project() -> None:
    files = {"/work/shop/pyproject.toml": SHOP, **environment(f"{CACHE}/{OWN}")}
    machine = described(files=files)
    (found,) = poetry.of_project(at(machine, "/work/shop"), machine)
    assert found.origin == "poetry keeps it for /work/shop"
    assert found.project == at(machine, "/work/shop")


@pytest.mark.parametrize(
    ("there", "cache"),
    [
        ("", "/xdg"),
        ("/Users/me/Library/Caches/pypoetry/", "/Users/me/Library/Caches"),
        ("/xdg/pypoetry/", "/xdg"),
    ],
)
def test_on_macos_the_folder_that_is_there_tells_whether_xdg_counts(there: str, cache: str) -> None:
    kept = f"{cache}/pypoetry/virtualenvs/{OWN}"
    files = {
        "/work/shop/pyproject.toml": SHOP,
        **environment(kept),
        **({there: ""} if there else {}),
    }
    machine = described("darwin", files, environ={"XDG_CACHE_HOME": "/xdg"})
    assert for_shop(machine) == [kept]


def test_on_macos_settings_are_read_where_xdg_says() -> None:
    files = {
        "/work/shop/pyproject.toml": SHOP,
        "/xdg/pypoetry/config.toml": '[virtualenvs]\npath = "~/kept/$HOME"\n',
        **environment(f"/Users/me/kept/$HOME/{OWN}"),
    }
    machine = described("darwin", files, environ={"XDG_CONFIG_HOME": "/xdg", "HOME": "/Users/me"})
    # poetry expands the home folder, and no variables.
    assert for_shop(machine) == [f"/Users/me/kept/$HOME/{OWN}"]
