"""Environments mended through code actions: the import works again, in the same version."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest
from wheels import make_wheel

from .conftest import BASE, SERIES, UV, VERSION, site_packages
from .editor import until

RECREATE = "venvlens.server.recreateEnvironment"
BACKEND = """
import pathlib, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    info = "own_thing-3.0.dist-info"
    files = {
        "own_thing.pth": str(pathlib.Path.cwd() / "src"),
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: own-thing\\nVersion: 3.0\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\\n" for name in files)
    name = "own_thing-3.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
"""
"""A build backend that needs nothing: there is no index to get one from."""


def own_thing(machine) -> None:
    machine.write("own thing/backend.py", BACKEND)
    machine.write(
        "own thing/pyproject.toml",
        """
        [build-system]
        requires = []
        build-backend = "backend"
        backend-path = ["."]
        [project]
        name = "own-thing"
        version = "3.0"
        """,
    )
    machine.write("own thing/src/own_thing.py", "answer = 43\n")


def fill(machine, prefix: Path, *words: str) -> None:
    """Install with the real uv, as a person would."""
    argv = [UV, "pip", "install", "--quiet", "--python", str(prefix / "bin" / "python"), *words]
    subprocess.run(argv, check=True, env=machine.environ, cwd=machine.project)


def answers(prefix: Path, module: str) -> str:
    """Import a module in an environment's own interpreter."""
    code = f"import {module}; print({module}.answer, {module}.__file__)"
    argv = [str(prefix / "bin" / "python"), "-I", "-c", code]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def installed(prefix: Path) -> list[str]:
    return sorted(folder.name for folder in site_packages(prefix).glob("*.dist-info"))


@pytest.fixture
def project(machine):
    """An environment with an older version, one from a file, and an editable installation."""
    for version in ("1.0", "2.0"):
        make_wheel(machine.wheels, "tiny_lens", version, "missing-here")
    direct = make_wheel(machine.root / "direct", "given", "5.0")
    own_thing(machine)

    def make(name: str = ".venv", *more: str) -> Path:
        prefix = machine.environment(name)
        words = ("--no-deps", "tiny-lens<2", str(direct), "-e", "./own thing", *more)
        fill(machine, prefix, *words)
        return prefix

    return make


ALL = ["given-5.0.dist-info", "own_thing-3.0.dist-info", "tiny_lens-1.0.dist-info"]


def break_(prefix: Path, root: Path) -> None:
    """Let the base of an environment be gone."""
    gone = root / "gone" / "bin"
    for program in (prefix / "bin").glob("python*"):
        program.unlink()
    (prefix / "bin" / "python").symlink_to(gone / f"python{SERIES}")
    (prefix / "pyvenv.cfg").write_text(f"home = {gone}\nversion = {VERSION}\n")


async def test_one_whose_base_is_gone_is_there_again_with_all_that_was_in_it(
    machine, project, start
):
    machine.uv()
    prefix = project()
    break_(prefix, machine.root)
    editor = await start("neovim-0.11")
    uri = editor.open(machine.write("app.py", "import tiny_lens, own_thing, given\n"))
    await editor.shows(uri, "environment-broken")
    title = f"Recreate .venv (Python {VERSION}) with its 3 distributions"
    said = await editor.choose(title, uri)
    aside = machine.project / ".venv.old"
    assert said == {"status": "done", "message": title, "aside": str(aside)}
    await editor.shows(uri)
    assert installed(prefix) == ALL
    assert answers(prefix, "tiny_lens").startswith("42")
    assert answers(prefix, "own_thing") == f"43 {machine.project / 'own thing/src/own_thing.py'}\n"
    assert installed(aside) == ALL
    [asked] = await until(lambda: editor.client.questions)
    assert asked.message == f"The former environment is kept as {aside}."
    assert aside.exists()


async def test_the_old_one_is_removed_when_the_user_says_so(machine, project, start):
    machine.uv()
    prefix = project()
    break_(prefix, machine.root)
    outside = machine.root / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    (prefix / "link").symlink_to(outside)
    editor = await start("vscode-1.139")
    editor.client.answer = lambda titles: titles[0]
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "environment-broken")
    assert (await editor.choose("Recreate .venv", uri))["status"] == "done"
    await until(lambda: not (machine.project / ".venv.old").exists())
    assert (outside / "precious").exists()
    assert installed(prefix) == ALL


@pytest.mark.parametrize("how", ["moved", "copied"])
async def test_one_that_was_moved_or_copied_here_is_made_here(how, machine, project, start):
    machine.uv()
    former = project("elsewhere/.venv")
    prefix = machine.project / ".venv"
    if how == "moved":
        former.rename(prefix)
    else:
        shutil.copytree(former, prefix, symlinks=True)
    editor = await start()
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    [shown] = await until(
        lambda: [p for p in editor.client.diagnostics if "activate" in p or "pyvenv" in p]
    )
    [found] = await editor.shows(shown, "environment-moved")
    title = f"Recreate .venv (Python {VERSION}) with its 3 distributions"
    assert [one.title for one in await editor.actions(shown, [found])] == [title]
    assert (await editor.choose(title, shown))["status"] == "done"
    await editor.shows(shown)
    await editor.shows(uri)
    assert answers(prefix, "tiny_lens").startswith("42")
    assert installed(prefix) == ALL
    assert str(prefix) in (prefix / "bin" / "activate").read_text()
    assert former.exists() == (how == "copied")


async def test_the_old_one_is_back_when_something_cannot_be_installed(machine, project, start):
    machine.uv()
    prefix = project()
    break_(prefix, machine.root)
    (machine.wheels / "tiny_lens-1.0-py3-none-any.whl").unlink()
    before = {path: path.lstat().st_ino for path in prefix.rglob("*")}
    editor = await start()
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "environment-broken")
    said = await editor.choose("Recreate .venv", uri)
    assert said["status"] == "failed"
    assert "tiny-lens" in said["message"]
    assert {path: path.lstat().st_ino for path in prefix.rglob("*")} == before
    assert not (machine.project / ".venv.old").exists()
    await editor.shows(uri, "environment-broken")
    assert editor.client.questions == []


HANGING = """
    import os, sys, time
    if "venv" in sys.argv:
        os.execv({uv!r}, [{uv!r}, *sys.argv[1:]])
    print("Downloading", flush=True)
    open({mark!r}, "w").close()
    time.sleep(600)
"""


async def test_the_old_one_is_back_after_a_cancellation(machine, project, start):
    prefix = project()
    break_(prefix, machine.root)
    mark = machine.root / "hangs"
    machine.tool("uv", HANGING.format(uv=UV, mark=str(mark)))
    before = {path: path.lstat().st_ino for path in prefix.rglob("*")}
    editor = await start("vscode-1.139")
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "environment-broken")
    task = asyncio.create_task(editor.choose("Recreate .venv", uri))
    await until(mark.exists)
    assert (prefix / "pyvenv.cfg").read_text().count("gone") == 0
    await editor.cancel_progress()
    assert (await task)["status"] == "cancelled"
    assert {path: path.lstat().st_ino for path in prefix.rglob("*")} == before
    assert not (machine.project / ".venv.old").exists()


async def test_a_dry_run_tells_all_and_does_nothing(machine, project, start):
    machine.uv()
    prefix = project()
    break_(prefix, machine.root)
    shutil.rmtree(machine.project / "own thing")
    editor = await start()
    said = await editor.run(RECREATE, {"prefix": str(prefix), "dryRun": True})
    assert said["status"] == "planned"
    assert said["message"] == f"Recreate .venv (Python {VERSION}) with 2 of its 3 distributions"
    plan = said["plan"]
    assert plan["aside"] == str(machine.project / ".venv.old")
    gone = machine.project / "own thing"
    assert plan["remarks"] == [f"own-thing is left out: {gone} is gone."]
    made = (machine.root / "direct" / "given-5.0-py3-none-any.whl").as_uri()
    words = plan["steps"][-1]["argv"]
    assert words[-1] == "tiny-lens==1.0"
    assert words[-2].startswith(f"given @ {made}")
    assert prefix.exists()
    assert not (machine.project / ".venv.old").exists()


async def test_without_uv_the_environments_own_pip_does_it(machine, start):
    make_wheel(machine.wheels, "tiny_lens", "1.0")
    subprocess.run([BASE, "-m", "venv", machine.project / ".venv"], check=True)
    prefix = machine.project / ".venv"
    fill(machine, prefix, "tiny-lens")
    break_(prefix, machine.root)
    editor = await start()
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "environment-broken")
    title = f"Recreate .venv (Python {VERSION}) with its 1 distribution"
    assert (await editor.choose(title, uri))["status"] == "done"
    await editor.shows(uri)
    assert answers(prefix, "tiny_lens").startswith("42")
    assert (prefix / "bin" / "pip").exists()


async def test_a_project_with_a_lock_is_offered_what_its_tool_does_too(machine, start):
    machine.uv()
    make_wheel(machine.wheels, "tiny_lens", "1.0")
    text = '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.8"\n'
    machine.write("pyproject.toml", f'{text}dependencies = ["tiny-lens"]\n')
    argv = [UV, "sync", "--quiet", "--python", str(BASE)]
    subprocess.run(argv, check=True, env=machine.environ, cwd=machine.project)
    prefix = machine.project / ".venv"
    before = (machine.project / "uv.lock").read_bytes()
    break_(prefix, machine.root)
    editor = await start()
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    found = await editor.shows(uri, "environment-broken")
    assert [one.title for one in await editor.actions(uri, found)] == [
        f"Recreate .venv (Python {VERSION}) with its 1 distribution",
        f"Recreate .venv with uv sync (Python {VERSION})",
        "Select another environment…",
    ]
    said = await editor.choose("Recreate .venv with uv sync", uri)
    assert said["status"] == "done"
    await editor.shows(uri)
    assert answers(prefix, "tiny_lens").startswith("42")
    assert (machine.project / "uv.lock").read_bytes() == before
    assert (machine.project / ".venv.old" / "pyvenv.cfg").exists()


async def test_a_tool_without_a_lock_is_not_asked(machine, start):
    machine.uv()
    prefix = machine.environment()
    editor = await start()
    said = await editor.run(RECREATE, {"prefix": str(prefix), "tool": "project"})
    assert said["status"] == "refused"
    assert "no tool keeps" in said["message"]
    said = await editor.run(RECREATE, {"prefix": str(prefix), "tool": "venv"})
    assert "tool must be 'project' or null" in said["message"]
    said = await editor.run(RECREATE, {"prefix": str(prefix), "keep": 1})
    assert "keep must be true, false or null" in said["message"]
