"""What changes on the disk is seen: at once where the editor tells it, else within a second."""

import asyncio
import shutil
import time

import pytest
from interpreters import interpreters

from venvlens.system.state import Choices

from .conftest import BASE, SERIES, install, site_packages
from .editor import until

SOON = 1.0
"""In seconds: what is promised to editors that watch no files."""
LENIENT = 4.0
"""The same on a machine that is busy with other tests."""


@pytest.mark.parametrize("name", ["vim-ale-3.3", "vscode-1.139"])
async def test_an_installation_is_seen_without_being_told_of(name, machine, start):
    prefix = machine.environment()
    editor = await start(name)
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "import-missing")
    began = time.monotonic()
    module = install(prefix, "late")
    await editor.shows(uri, seconds=LENIENT)
    print(f"installed: {time.monotonic() - began:.3f} s")
    began = time.monotonic()
    module.unlink()
    await editor.shows(uri, "import-missing", seconds=LENIENT)
    print(f"removed: {time.monotonic() - began:.3f} s")


async def test_an_event_is_answered_at_once(machine, start):
    """Far faster than the poll: twenty rounds take less than twenty polls would."""
    prefix = machine.environment()
    editor = await start("vscode-1.139")
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "import-missing")
    began = time.monotonic()
    for _ in range(10):
        module = install(prefix, "late")
        editor.watched(module)
        await editor.shows(uri)
        module.unlink()
        editor.watched(module)
        await editor.shows(uri, "import-missing")
    assert time.monotonic() - began < 20 * 0.25


async def test_what_an_installer_does_in_steps_is_seen_in_the_end(machine, start):
    """The folder is there first, its files come one by one, its metadata last."""
    prefix = machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late.sub\nfrom late import other\n"))
    await editor.shows(uri, "import-missing", "import-missing")
    package = site_packages(prefix) / "late"
    package.mkdir()
    await editor.shows(uri, "import-missing-submodule", "import-missing-submodule")
    (package / "__init__.py").touch()
    await editor.shows(uri, "import-missing-submodule")
    (package / "sub.py").touch()
    await editor.shows(uri)


async def test_an_environment_made_in_a_terminal_is_seen(machine, start):
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "environment-missing")
    argv = (BASE, "-I", "-m", "venv", "--without-pip", machine.project / ".venv")
    made = await asyncio.create_subprocess_exec(*argv)
    assert await made.wait() == 0
    await editor.shows(uri, "import-missing")
    install(machine.project / ".venv", "late")
    await editor.shows(uri)
    shutil.rmtree(machine.project / ".venv")
    await editor.shows(uri, "environment-missing")


async def test_an_environment_that_breaks_is_seen(machine, start):
    prefix = machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "import-missing")
    program = next(
        p for p in (prefix / "bin").iterdir() if p.is_symlink() and p.readlink().is_absolute()
    )
    kept = program.readlink()
    program.unlink()
    program.symlink_to(machine.root / "gone" / "python3")
    await editor.shows(uri, "environment-broken")
    program.unlink()
    program.symlink_to(kept)
    await editor.shows(uri, "import-missing")


async def test_a_module_of_the_project_is_seen(machine, start):
    machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import own\n"))
    await editor.shows(uri, "import-missing")
    machine.write("own.py", "")
    await editor.shows(uri)


async def test_an_editable_installation_is_seen(machine, start):
    prefix = machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import own\n"))
    await editor.shows(uri, "import-missing")
    (machine.root / "lib").mkdir()
    (machine.root / "lib" / "own.py").touch()
    (site_packages(prefix) / "own.pth").write_text(f"{machine.root / 'lib'}\n")
    await editor.shows(uri)


async def test_pip_in_a_terminal_is_seen(machine, start):
    machine.wheel()
    prefix = machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "import-missing")
    machine.uv()
    argv = (
        machine.bin / "uv",
        "pip",
        "install",
        "--python",
        prefix / "bin" / "python",
        "tiny-lens",
    )
    done = await asyncio.create_subprocess_exec(*argv, env=machine.environ)
    assert await done.wait() == 0
    await editor.shows(uri, seconds=LENIENT)


async def test_an_editor_is_told_only_of_what_is_different(machine, start):
    prefix = machine.environment()
    editor = await start("vscode-1.139")
    one = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(one, "import-missing")
    await until(lambda: not editor.pulling)
    before = editor.client.diagnostic_refresh_count
    install(prefix, "another")
    editor.watched(prefix)
    install(prefix, "late")
    editor.watched(prefix)
    await editor.shows(one)
    assert editor.client.diagnostic_refresh_count - before <= 2


async def test_a_choice_that_is_made_and_removed_elsewhere_is_seen(machine, start):
    """Another editor writes the same file."""
    machine.environment()
    other = machine.environment("other")
    install(other, "late")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "import-missing")
    choices = Choices(machine.home / "data" / "venvlens" / "choices.json")
    began = time.monotonic()
    assert choices.choose(machine.project, other) is None
    await editor.shows(uri, seconds=LENIENT)
    print(f"chosen: {time.monotonic() - began:.3f} s")
    began = time.monotonic()
    assert choices.choose(machine.project, None) is None
    await editor.shows(uri, "import-missing", seconds=LENIENT)
    print(f"removed: {time.monotonic() - began:.3f} s")


async def test_a_chosen_environment_that_is_removed_is_seen(machine, start):
    install(machine.environment(), "late")
    other = machine.environment("other")
    choices = Choices(machine.home / "data" / "venvlens" / "choices.json")
    assert choices.choose(machine.project, other) is None
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "import-missing")
    began = time.monotonic()
    shutil.rmtree(other)
    await editor.shows(uri, seconds=LENIENT)
    print(f"passed over: {time.monotonic() - began:.3f} s")


async def test_an_environment_that_is_upgraded_in_a_terminal_is_seen(machine, start):
    """Another Python looks into another folder, where nothing is installed yet."""
    prefix = machine.environment()
    install(prefix, "late")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri)
    series = f"{SERIES}."
    newer = next(
        one.executable for one in interpreters() if not str(one.version).startswith(series)
    )
    argv = (newer, "-I", "-m", "venv", "--clear", "--without-pip", prefix)
    made = await asyncio.create_subprocess_exec(*argv)
    assert await made.wait() == 0
    began = time.monotonic()
    await editor.shows(uri, "import-missing", seconds=LENIENT)
    print(f"upgraded: {time.monotonic() - began:.3f} s")


async def test_a_file_that_names_another_environment_is_seen(machine, start):
    one, other = machine.environment("one"), machine.environment("other")
    install(other, "late")
    named = machine.write(".venv", f"{one}\n")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import late\n"))
    await editor.shows(uri, "import-missing")
    began = time.monotonic()
    named.write_text(f"{other}\n")
    await editor.shows(uri, seconds=LENIENT)
    print(f"named: {time.monotonic() - began:.3f} s")
    named.unlink()
    named.symlink_to(one)
    await editor.shows(uri, "import-missing", seconds=LENIENT)
