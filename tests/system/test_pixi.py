import json

import pytest
from described_machine import PROGRAM, described

from venvlens.core.environment import FaultCode, Kind
from venvlens.core.python_version import PythonVersion
from venvlens.system.locators import pixi
from venvlens.system.locators.environments import environments

MANIFEST = "/work/shop/pixi.toml"


def prefix(root: str, manifest: str = MANIFEST, *, python: bool = True) -> dict[str, str]:
    slash = "\\" if "\\" in root else "/"
    record = json.dumps({"manifest_path": manifest, "environment_name": "x"})
    files = {f"{root}{slash}conda-meta{slash}pixi": record}
    files[f"{root}{slash}conda-meta{slash}history"] = ""
    if python:
        program = f"{root}\\python.exe" if slash == "\\" else f"{root}/bin/python"
        files[program] = PROGRAM
        files[f"{root}{slash}conda-meta{slash}python-3.13.1-h1_1.json"] = ""
        files[f"{root}{slash}Lib{slash}os.py" if slash == "\\" else f"{root}/bin/python3.13"] = (
            PROGRAM
        )
    return files


def test_environments_in_a_project_the_default_one_first() -> None:
    root = "/work/shop/.pixi/envs"
    files = prefix(f"{root}/cuda") | prefix(f"{root}/default") | {f"{root}/empty/": ""}
    machine = described(files=files)
    project = machine.home.__class__("/work/shop")
    found = list(pixi.below(project, machine))
    assert [one.prefix.name for one in found] == ["default", "cuda"]
    assert {(one.kind, one.project, one.version) for one in found} == {
        (Kind.PIXI, project, PythonVersion(3, 13, 1))
    }
    assert found[0].base_prefix == found[0].prefix


def test_environments_in_a_project_on_windows() -> None:
    machine = described("win32", prefix(r"D:\shop\.pixi\envs\default"))
    [one] = pixi.below(machine.home.__class__(r"D:\shop"), machine)
    assert one.executable == one.prefix / "python.exe"
    assert one.version == PythonVersion(3, 13, 1)


def test_an_environment_without_python() -> None:
    machine = described(files=prefix("/work/shop/.pixi/envs/docs", python=False))
    [one] = pixi.below(machine.home.__class__("/work/shop"), machine)
    assert (one.kind, one.faults[0].code) == (Kind.PIXI, FaultCode.NO_PYTHON)


def test_an_environment_without_a_record_is_pixis_by_its_place() -> None:
    root = "/work/shop/.pixi/envs/default"
    files = {path: text for path, text in prefix(root).items() if not path.endswith("/pixi")}
    [one] = pixi.below(described().home.__class__("/work/shop"), described(files=files))
    assert (one.kind, one.name, one.externally_managed) == (Kind.PIXI, None, None)


@pytest.mark.parametrize("environ", [{}, {"PIXI_HOME": "/pixi"}])
def test_what_pixi_global_made_belongs_to_no_project(environ: dict[str, str]) -> None:
    home = environ.get("PIXI_HOME", "/home/me/.pixi")
    machine = described(files=prefix(f"{home}/envs/ruff", ""), environ=environ)
    [one] = environments(machine)
    assert (one.kind, one.project, one.origin) == (Kind.PIXI, None, "pixi global made it")


def test_the_home_folder_has_environments_of_its_own_only_as_a_project() -> None:
    files = prefix("/home/me/.pixi/envs/default")
    machine = described(files=files)
    assert list(pixi.below(machine.home, machine)) == []
    project = described(files=files | {"/home/me/pixi.toml": ""})
    assert [one.prefix.name for one in pixi.below(project.home, project)] == ["default"]


STORE = "/data/shop-123/envs"


@pytest.mark.parametrize(
    ("platform", "settings", "environ"),
    [
        ("linux", "/work/shop/.pixi/config.toml", {}),
        ("linux", "/home/me/.pixi/config.toml", {}),
        ("linux", "/p/config.toml", {"PIXI_HOME": "/p"}),
        ("linux", "/x/pixi/config.toml", {"XDG_CONFIG_HOME": "/x"}),
        ("linux", "/home/me/.config/pixi/config.toml", {}),
        ("linux", "/etc/pixi/config.toml", {}),
        ("darwin", "/Users/me/Library/Application Support/pixi/config.toml", {}),
    ],
)
def test_settings_keep_environments_apart(
    platform: str, settings: str, environ: dict[str, str]
) -> None:
    files = {settings: 'detached-environments = "/data"\n', MANIFEST: ""}
    files |= prefix(f"{STORE}/test") | prefix(f"{STORE}/default")
    files |= prefix("/data/shop-456/envs/default", "/other/shop/pixi.toml")
    machine = described(platform, files, environ=environ)
    project = machine.home.__class__("/work/shop")
    found = list(pixi.of_project(project, machine))
    assert [str(one.prefix) for one in found] == [f"{STORE}/default", f"{STORE}/test"]
    assert {(one.project, one.origin) for one in found} == {
        (project, "pixi keeps it for /work/shop")
    }


@pytest.mark.parametrize(
    "settings",
    [r"C:\ProgramData\pixi\config.toml", r"C:\Users\me\AppData\Roaming\pixi\config.toml"],
)
def test_settings_keep_environments_apart_on_windows(settings: str) -> None:
    files = {settings: "detached-environments = 'D:\\envs'\n", r"D:\shop\pixi.toml": ""}
    machine = described(
        "win32", files | prefix(r"D:\envs\shop-1\envs\default", r"D:\shop\pixi.toml")
    )
    [one] = pixi.of_project(machine.home.__class__(r"D:\shop"), machine)
    assert str(one.prefix) == r"D:\envs\shop-1\envs\default"


@pytest.mark.parametrize(
    ("platform", "cache", "environ"),
    [
        ("linux", "/c", {"PIXI_CACHE_DIR": "/c", "RATTLER_CACHE_DIR": "/r"}),
        ("linux", "/r", {"RATTLER_CACHE_DIR": "/r"}),
        ("linux", "/x/pixi", {"XDG_CACHE_HOME": "/x"}),
        ("linux", "/home/me/.cache/rattler/cache", {}),
        ("darwin", "/Users/me/Library/Caches/rattler/cache", {}),
    ],
)
def test_environments_kept_in_the_cache(platform: str, cache: str, environ: dict[str, str]) -> None:
    home = "/Users/me" if platform == "darwin" else "/home/me"
    files = {f"{home}/.pixi/config.toml": "detached-environments = true\n"}
    files |= prefix(f"{cache}/envs/shop-1/envs/default")
    machine = described(platform, files, environ=environ)
    [one] = pixi.locate(machine)
    assert str(one.project) == "/work/shop"
    assert one.origin == "pixi keeps it for /work/shop"


@pytest.mark.parametrize(
    ("file", "text", "count"),
    [
        ("pixi.toml", "", 1),
        ("mojoproject.toml", "", 1),
        ("pyproject.toml", "[tool.pixi.workspace]\n", 1),
        ("pyproject.toml", "[tool.poetry]\n", 0),
        ("pyproject.toml", "tool = 1\n", 0),
        ("pyproject.toml", "[broken", 0),
        ("setup.cfg", "", 0),
    ],
)
def test_only_a_project_of_pixis_has_any(file: str, text: str, count: int) -> None:
    files = {"/home/me/.pixi/config.toml": 'detached-environments = "/data"\n'}
    files |= {f"/work/shop/{file}": text} | prefix(f"{STORE}/default")
    machine = described(files=files)
    found = list(pixi.of_project(machine.home.__class__("/work/shop"), machine))
    assert len(found) == count


@pytest.mark.parametrize("last", ["false", "1", "[]", '"relative"'])
def test_the_projects_own_settings_have_the_last_word(last: str) -> None:
    files = {"/home/me/.pixi/config.toml": 'detached-environments = "/data"\n', MANIFEST: ""}
    files |= {"/work/shop/.pixi/config.toml": f"detached-environments = {last}\n"}
    machine = described(files=files | prefix(f"{STORE}/default"))
    assert list(pixi.of_project(machine.home.__class__("/work/shop"), machine)) == []


@pytest.mark.parametrize(
    "record", ["", "{", "[]", "1", '{"manifest_path": 1}', '{"manifest_path": "a"}', "[" * 9999]
)
def test_a_record_that_tells_nothing(record: str) -> None:
    files = {"/home/me/.pixi/config.toml": 'detached-environments = "/data"\n', MANIFEST: ""}
    files |= prefix(f"{STORE}/default") | {f"{STORE}/default/conda-meta/pixi": record}
    machine = described(files=files)
    assert list(pixi.of_project(machine.home.__class__("/work/shop"), machine)) == []
    [one] = pixi.locate(machine)
    assert (one.project, one.origin) == (None, "pixi keeps it in /data")
