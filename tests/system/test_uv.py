"""Environments of uv: on described machines, and those that uv makes here, as uv tells them."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from described_machine import PROGRAM, described
from interpreters import environ, run
from machine_here import machine_here

from venvlens.core import script_metadata
from venvlens.core.environment import Environment, Kind
from venvlens.core.machine import Machine
from venvlens.core.script_metadata import ScriptMetadata
from venvlens.core.uv_names import path_digest
from venvlens.system.host import read_host
from venvlens.system.locators import environments, prefix, uv, uv_script
from venvlens.system.locators.dot_venv import dot_venv

UV = Path(sys.prefix) / ("Scripts" if sys.platform == "win32" else "bin") / "uv"
SCRIPT = "# /// script\n# dependencies = []\n# ///\n"
PROJECT = '[project]\nname = "{}"\nversion = "0"\nrequires-python = ">=3.8"\n'


def made(prefix: str, windows: bool = False) -> dict[str, str]:
    """An environment that runs, with the interpreter that it was made from."""
    if windows:
        python = rf"{prefix}\Scripts\python.exe"
        base = {r"C:\Python312\python.exe": PROGRAM, r"C:\Python312\Lib\os.py": ""}
        cfg = "home = C:\\Python312\nuv = 0.13.8\nversion_info = 3.12.1\n"
        return {rf"{prefix}\pyvenv.cfg": cfg, python: PROGRAM} | base
    cfg = "home = /usr/bin\nuv = 0.13.8\nversion_info = 3.12.1\n"
    base = {"/usr/bin/python3.12": PROGRAM, "/usr/lib/python3.12/os.py": ""}
    return {f"{prefix}/pyvenv.cfg": cfg, f"{prefix}/bin/python": PROGRAM} | base


def prefixes(environments: object) -> list[str]:
    return [str(e.prefix) for e in environments]  # type: ignore[attr-defined]


def test_the_version_is_that_of_the_python_that_the_link_of_a_series_leads_to() -> None:
    store = "/home/me/.local/share/uv/python"
    series = f"{store}/cpython-3.12-linux-x86_64-gnu"
    cfg = f"home = {series}/bin\nuv = 0.13.8\nversion_info = 3.12\n"
    links = {"/shop/.venv/bin/python": f"{series}/bin/python3.12"}
    for patch in ("3.12.1", "3.12.11"):
        name = f"cpython-{patch}-linux-x86_64-gnu"
        files = {"/shop/.venv/pyvenv.cfg": cfg, f"{store}/{name}/bin/python3.12": PROGRAM}
        files[f"{store}/{name}/lib/python3.12/os.py"] = ""
        machine = described(files=files, links=links | {series: name})
        found = prefix.describe(PurePosixPath("/shop/.venv"), machine, "")
        assert found is not None
        assert (str(found.version), found.faults) == (patch, ())


# Projects and workspaces

ROOT = '[tool.uv.workspace]\nmembers = ["packages/*", "libs/**"]\nexclude = ["packages/no*"]\n'


@pytest.mark.parametrize(
    ("project", "more", "expected"),
    [
        ("packages/a", {}, True),
        ("libs/x/y", {}, True),
        ("packages/nope", {}, False),
        ("packages/a/b", {}, False),
        ("tools/t", {}, False),
        # A project in between hides the workspace, whatever it says.
        ("libs/x/y", {"libs/x/pyproject.toml": "[tool.black]\n"}, False),
        ("libs/x/y", {"libs/x/README": ""}, True),
    ],
)
def test_a_member_has_the_environment_of_its_workspace(
    project: str, more: dict[str, str], expected: bool
) -> None:
    files = {"/ws/pyproject.toml": ROOT, f"/ws/{project}/pyproject.toml": PROJECT.format("p")}
    files |= {f"/ws/{name}": text for name, text in more.items()} | made("/ws/.venv")
    machine = described(files=files)
    found = list(uv.of_project(PurePosixPath("/ws", project), machine))
    assert prefixes(found) == (["/ws/.venv"] if expected else [])
    for one in found:
        assert (one.kind, one.origin) == (Kind.UV, "uv keeps it for the workspace /ws")
        assert one.project == PurePosixPath("/ws")


@pytest.mark.parametrize(
    "workspace",
    ["", "workspace = 3", "[tool.uv.workspace]\n", "[tool.uv.workspace]\nmembers = 'a'", "[tool"],
)
def test_a_root_that_names_no_members_has_none(workspace: str) -> None:
    files = {"/ws/pyproject.toml": workspace, "/ws/a/pyproject.toml": ""} | made("/ws/.venv")
    assert not list(uv.of_project(PurePosixPath("/ws/a"), described(files=files)))


def test_a_workspace_of_windows() -> None:
    files = {r"C:\ws\pyproject.toml": ROOT, r"C:\ws\packages\a\pyproject.toml": ""}
    machine = described("win32", files | made(r"C:\ws\.venv", windows=True))
    project = machine.home.__class__(r"C:\ws\packages\a")
    assert prefixes(uv.of_project(project, machine)) == [r"C:\ws\.venv"]


@pytest.mark.parametrize(
    ("named", "project", "expected"),
    [
        ("envs/e", "/ws/packages/a", ["/ws/envs/e"]),
        ("envs/e", "/ws", ["/ws/envs/e"]),
        ("/e", "/ws", ["/e"]),
        ("gone", "/ws", []),
        ("", "/ws/packages/a", ["/ws/.venv"]),
        ("/e", "/other", []),
    ],
)
def test_a_variable_names_the_environment_of_projects_of_uv(
    named: str, project: str, expected: list[str]
) -> None:
    files = {"/ws/pyproject.toml": ROOT, "/ws/packages/a/pyproject.toml": ""}
    files |= {"/other/pyproject.toml": "[tool.poetry]\n"}
    files |= made("/ws/.venv") | made("/ws/envs/e") | made("/e")
    machine = described(files=files, environ={"UV_PROJECT_ENVIRONMENT": named})
    assert prefixes(uv.of_project(PurePosixPath(project), machine)) == expected


def test_a_lock_file_makes_a_project_one_of_uv() -> None:
    files = {"/p/pyproject.toml": PROJECT.format("p"), "/p/uv.lock": ""} | made("/e")
    machine = described(files=files, environ={"UV_PROJECT_ENVIRONMENT": "/e"})
    (found,) = uv.of_project(PurePosixPath("/p"), machine)
    assert found.origin == "UV_PROJECT_ENVIRONMENT names it for /p"


def test_a_hostile_glob_takes_no_time() -> None:
    globs = json.dumps(["**/" * 500 + "x", "*a" * 120 + "b"])
    files = {"/ws/pyproject.toml": f"[tool.uv.workspace]\nmembers = {globs}\n"}
    project = "/ws" + "/d" * 60 + "/" + "a" * 250
    files |= {f"{project}/pyproject.toml": ""} | made("/ws/.venv")
    assert not list(uv.of_project(PurePosixPath(project), described(files=files)))


# What .venv is


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        ("/envs/shop", "/envs/shop"),
        ("/envs/shop\n", "/envs/shop"),
        ("../envs/shop", "/work/envs/shop"),
        ("~/e", "/home/me/e"),
        ("shop", "/home/me/.virtualenvs/shop"),
        ("shop", "/work/p/shop"),
        ("shop", "/home/me/.local/share/virtualenvs/shop"),
    ],
)
def test_a_file_holds_a_path_or_a_name(text: str, environment: str) -> None:
    machine = described(files={"/work/p/.venv": text} | made(environment))
    assert dot_venv(PurePosixPath("/work/p"), machine) == PurePosixPath(environment)


@pytest.mark.parametrize("variable", ["WORKON_HOME", "VIRTUALFISH_HOME"])
def test_variables_name_the_folder_of_names(variable: str) -> None:
    machine = described(files={"/p/.venv": "shop"} | made("/w/shop"), environ={variable: "/w"})
    assert dot_venv(PurePosixPath("/p"), machine) == PurePosixPath("/w/shop")


def test_a_folder_and_a_link_are_themselves() -> None:
    machine = described(files=made("/p/.venv") | made("/e"), links={"/q/.venv": "/e"})
    for folder in ("/p", "/q"):
        assert dot_venv(PurePosixPath(folder), machine) == PurePosixPath(folder, ".venv")


def test_windows_reads_the_file_too() -> None:
    files = {r"C:\p\.venv": "shop"} | made(r"C:\Users\me\Envs\shop", windows=True)
    machine = described("win32", files)
    folder = machine.home.__class__(r"C:\p")
    assert str(dot_venv(folder, machine)) == r"C:\Users\me\Envs\shop"


@pytest.mark.parametrize(
    ("files", "links", "sentence"),
    [
        ({"/p/x": ""}, {}, "There is no .venv in /p."),
        ({"/p/.venv/": ""}, {}, "/p/.venv holds no environment."),
        ({"/p/.venv": ""}, {}, "/p/.venv is a file that holds neither a path nor a name."),
        ({"/p/.venv": "a\nb"}, {}, "/p/.venv is a file that holds neither a path nor a name."),
        ({"/p/.venv": "a\0b"}, {}, "/p/.venv is a file that holds neither a path nor a name."),
        ({"/p/.venv": "x" * 5000}, {}, "/p/.venv is a file that holds neither a path nor a name."),
        ({"/p/.venv": "shop"}, {}, "/p/.venv is a file that names shop, where no environment is."),
        ({"/p/.venv": ".."}, {}, "/p/.venv is a file that names .., where no environment is."),
        ({}, {"/p/.venv": "/gone"}, "/p/.venv is a link to /gone, which is not there."),
    ],
)
def test_what_is_no_environment_is_said(
    files: dict[str, str], links: dict[str, str], sentence: str
) -> None:
    machine = described(files=files, links=links)
    assert dot_venv(PurePosixPath("/p"), machine) == sentence


# Environments of scripts

FILE = "/work/My Script.py"
NAME = f"my-script-{path_digest(PurePosixPath(FILE))}"


def of_script(machine: Machine, text: str = SCRIPT, file: str = FILE) -> Environment | str:
    return uv_script.of_script(machine.home.__class__(file), metadata_of(text), machine)


def metadata_of(text: str) -> ScriptMetadata:
    found = script_metadata.read(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("platform", "cache", "environ", "more"),
    [
        ("linux", "/home/me/.cache/uv", {}, {}),
        ("darwin", "/Users/me/.cache/uv", {}, {}),
        ("darwin", "/Users/me/Library/Caches/uv", {}, {}),
        ("linux", "/x/uv", {"XDG_CACHE_HOME": "/x"}, {}),
        ("linux", "/c", {"UV_CACHE_DIR": "/c"}, {}),
        ("linux", "/work/c", {"UV_CACHE_DIR": "c"}, {}),
        ("linux", "/c", {}, {"/work/uv.toml": 'cache-dir = "/c"'}),
        ("linux", "/c", {}, {"/pyproject.toml": '[tool.uv]\ncache-dir = "/c"'}),
        ("linux", "/c", {}, {"/home/me/.config/uv/uv.toml": 'cache-dir = "/c"'}),
        ("linux", "/c", {"XDG_CONFIG_HOME": "/x"}, {"/x/uv/uv.toml": 'cache-dir = "/c"'}),
        ("linux", "/c", {"UV_CONFIG_FILE": "/x/mine.toml"}, {"/x/mine.toml": 'cache-dir = "/c"'}),
        ("linux", "/c", {}, {"/etc/uv/uv.toml": 'cache-dir = "/c"'}),
        (
            "linux",
            "/home/me/.cache/uv",
            {"UV_NO_CONFIG": "1"},
            {"/work/uv.toml": 'cache-dir = "/c"'} | made(f"/c/environments-v2/{NAME}"),
        ),
    ],
)
def test_the_environment_of_a_script_is_in_the_cache_of_uv(
    platform: str, cache: str, environ: dict[str, str], more: dict[str, str]
) -> None:
    files = made(f"{cache}/environments-v2/{NAME}") | more
    found = of_script(described(platform, files, environ=environ))
    assert isinstance(found, Environment)
    assert str(found.prefix) == f"{cache}/environments-v2/{NAME}"
    assert (found.kind, found.name) == (Kind.UV_SCRIPT, "My Script.py")
    assert found.origin == "uv keeps it for My Script.py"


@pytest.mark.parametrize(
    ("cache", "environ", "more"),
    [
        (r"C:\Users\me\AppData\Local\uv\cache", {}, {}),
        (r"D:\l\uv\cache", {"LOCALAPPDATA": r"D:\l"}, {}),
        (r"D:\c", {}, {r"C:\Users\me\AppData\Roaming\uv\uv.toml": r"cache-dir = 'D:\c'"}),
        (r"D:\c", {"PROGRAMDATA": r"D:\p"}, {r"D:\p\uv\uv.toml": r"cache-dir = 'D:\c'"}),
    ],
)
def test_the_cache_of_windows(cache: str, environ: dict[str, str], more: dict[str, str]) -> None:
    digest = path_digest(PureWindowsPath(r"C:\work\f.py"))
    place = rf"{cache}\environments-v2\f-{digest}"
    machine = described("win32", made(place, windows=True) | more, environ=environ)
    found = of_script(machine, file=r"C:\work\f.py")
    assert isinstance(found, Environment)
    assert str(found.prefix) == place


def test_a_script_in_a_linked_folder_has_the_environment_of_the_real_one() -> None:
    files = made(f"/home/me/.cache/uv/environments-v2/{NAME}") | {FILE: SCRIPT}
    machine = described(files=files, links={"/w": "/work"})
    assert isinstance(of_script(machine, file="/w/My Script.py"), Environment)


def test_why_a_script_has_no_environment_is_said() -> None:
    machine = described()
    missing = of_script(machine)
    assert isinstance(missing, str)
    assert "uv has made no environment for My Script.py yet" in missing
    broken = of_script(machine, "# /// script\n# dependencies = 1\n# ///\n")
    assert broken == (
        "The metadata of My Script.py cannot be read: `dependencies` is not a list of strings."
    )
    assert of_script(machine, file="f.py") == "f.py has not been saved yet."


def test_the_cache_is_listed_with_what_its_names_tell() -> None:
    bucket, digest = "/home/me/.cache/uv/environments-v2", "6cad8522d8f08963"
    names = [f"shop-cp3.12.1-{digest}", f"my-script-{digest}", digest, "other", f"empty-{digest}/"]
    files = {f"{bucket}/{names.pop()}": ""}
    for name in names:
        files |= made(f"{bucket}/{name}")
    found = environments.environments(described(files=files))
    assert {(e.prefix.name, e.kind, e.name) for e in found} == {
        (f"shop-cp3.12.1-{digest}", Kind.UV, "shop"),
        (f"my-script-{digest}", Kind.UV_SCRIPT, "my-script"),
        (digest, Kind.UV_SCRIPT, None),
    }


# As uv has it


@pytest.mark.parametrize(
    ("platform", "environ", "store"),
    [
        ("linux", {}, "/home/me/.local/share/uv/tools"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/uv/tools"),
        ("linux", {"UV_TOOL_DIR": "/t"}, "/t"),
        ("darwin", {}, "/Users/me/.local/share/uv/tools"),
        ("darwin", {}, "/Users/me/Library/Application Support/uv/tools"),
        ("win32", {}, r"C:\Users\me\AppData\Roaming\uv\tools"),
        ("win32", {}, r"C:\Users\me\AppData\Roaming\uv\data\tools"),
    ],
)
def test_each_tool_that_uv_installed_has_an_environment(
    platform: str, environ: dict[str, str], store: str
) -> None:
    windows = platform == "win32"
    place = rf"{store}\cowsay" if windows else f"{store}/cowsay"
    machine = described(platform, made(place, windows), environ=environ)
    [found] = environments.environments(machine)
    assert (str(found.prefix), found.kind, found.name) == (place, Kind.UV, "cowsay")
    assert found.origin == "uv tool installed cowsay in it"


def uv_run(*arguments: str | PurePath, cwd: Path, **more: str) -> str:
    variables = environ(UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1", **more)
    return run(UV, *arguments, cwd=cwd, env=variables).strip()


def here(**more: str) -> Machine:
    return machine_here(replace(read_host(), environ=environ(**more)))


@pytest.mark.parametrize("name", ["plain.py", "Mixed.Name v2.py", "日本.py", "deadbeef.py", "_.py"])
def test_the_environment_of_a_script_is_the_one_that_uv_finds(tmp_path: Path, name: str) -> None:
    file, cache = tmp_path / "a b" / name, str(tmp_path / "cache")
    file.parent.mkdir()
    file.write_text(SCRIPT)
    before = uv_script.of_script(file, metadata_of(SCRIPT), here(UV_CACHE_DIR=cache))
    assert isinstance(before, str)
    uv_run("sync", "--quiet", "--script", file, cwd=tmp_path, UV_CACHE_DIR=cache)
    said = uv_run("python", "find", "--script", file, cwd=tmp_path, UV_CACHE_DIR=cache)
    found = uv_script.of_script(file, metadata_of(SCRIPT), here(UV_CACHE_DIR=cache))
    assert isinstance(found, Environment)
    assert str(found.prefix) == str(Path(said).parent.parent)
    assert found.runs


def test_a_script_may_name_its_cache_and_be_started_by_a_short_name(tmp_path: Path) -> None:
    text = f"# /// script\n# [tool.uv]\n# cache-dir = '{tmp_path}/own'\n# ///\n"
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real/f.py").write_text(text)
    uv_run("sync", "--quiet", "--script", "f.py", cwd=tmp_path / "link")
    found = uv_script.of_script(tmp_path / "link/f.py", metadata_of(text), here())
    assert isinstance(found, Environment)
    assert found.prefix.parent == tmp_path / "own/environments-v2"


MEMBERS = {
    "packages/a": True,
    "packages/nope": False,
    "packages/b/c": False,
    "libs/d": True,
    "tools/t": False,
}


def test_members_are_those_of_uv(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT.format("root") + ROOT)
    for place in (*MEMBERS, "packages/b"):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        text = PROJECT.format(place.replace("/", "-"))
        (tmp_path / place / "pyproject.toml").write_text(text)
    for place, expected in MEMBERS.items():
        cache = str(tmp_path / "cache")
        command = [UV, "sync", "--dry-run", "--offline"]
        variables = environ(UV_PYTHON_DOWNLOADS="never", UV_CACHE_DIR=cache)
        cwd = tmp_path / place
        said = subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        is_root = f"environment at: {tmp_path}/.venv" in said.stderr
        assert is_root == expected, said.stderr
        assert (uv.workspace_root(cwd, here()) == tmp_path) == expected, place


def test_a_workspace_synced_by_uv_lends_its_environment(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT.format("root") + ROOT)
    member = tmp_path / "packages/a"
    member.mkdir(parents=True)
    (member / "pyproject.toml").write_text(PROJECT.format("a"))
    uv_run("sync", "--quiet", "--offline", cwd=member, UV_CACHE_DIR=str(tmp_path / "cache"))
    (found,) = uv.of_project(member, here())
    assert (found.prefix, found.kind) == (tmp_path / ".venv", Kind.UV)
    named = "envs/here"
    uv_run(
        "sync",
        "--quiet",
        "--offline",
        cwd=member,
        UV_CACHE_DIR=str(tmp_path / "cache"),
        UV_PROJECT_ENVIRONMENT=named,
    )
    (found,) = uv.of_project(member, here(UV_PROJECT_ENVIRONMENT=named))
    assert found.prefix == tmp_path / named


def test_a_centralised_environment_is_what_dot_venv_leads_to(tmp_path: Path) -> None:
    project, cache = tmp_path / "p", tmp_path / "cache"
    project.mkdir()
    (project / "pyproject.toml").write_text(PROJECT.format("p"))
    feature = ("--preview-features", "centralized-project-envs")
    uv_run("sync", "--quiet", "--offline", *feature, cwd=project, UV_CACHE_DIR=str(cache))
    target = (project / ".venv").readlink()
    assert target.is_relative_to(cache)
    assert dot_venv(project, here()) == project / ".venv"
    # Where no link can be made, uv reads and writes a file.
    (project / ".venv").unlink()
    (project / ".venv").write_text(str(target))
    assert dot_venv(project, here()) == target
    code = "import sys; print(sys.prefix)"
    said = uv_run(
        "run", "--offline", *feature, "python", "-c", code, cwd=project, UV_CACHE_DIR=str(cache)
    )
    assert Path(said) == target


def test_a_member_of_a_workspace_whose_dot_venv_is_a_file() -> None:
    files = {"/ws/pyproject.toml": ROOT, "/ws/packages/a/pyproject.toml": "", "/ws/.venv": "/c/e"}
    machine = described(files=files | made("/c/e"))
    assert prefixes(uv.of_project(PurePosixPath("/ws/packages/a"), machine)) == ["/c/e"]


# Bad input


@pytest.mark.parametrize("folder", ["\\u0000", "x" * 5000, "\\ud7ff", "a/../../..", "~"])
def test_a_hostile_cache_folder_leads_nowhere(tmp_path: Path, folder: str) -> None:
    (tmp_path / "uv.toml").write_text(f'cache-dir = "{folder}"\n', encoding="utf-8")
    text = f'# /// script\n# [tool.uv]\n# cache-dir = "{folder}"\n# ///\n'
    assert isinstance(uv_script.of_script(tmp_path / "f.py", metadata_of(text), here()), str)


@pytest.mark.parametrize("name", [".venv", "pyproject.toml", "uv.toml"])
def test_files_that_cannot_be_read_are_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.uv]\n")
    (tmp_path / name).write_bytes(b"\xff\xfe\x00" * 1000)
    assert isinstance(dot_venv(tmp_path, here()), str)
    assert not list(uv.of_project(tmp_path, here(UV_PROJECT_ENVIRONMENT="e")))
    assert isinstance(uv_script.of_script(tmp_path / "f.py", metadata_of(SCRIPT), here()), str)


def test_a_dot_venv_that_leads_in_a_circle_is_nothing(tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(".venv")
    assert isinstance(dot_venv(tmp_path, here()), str)
