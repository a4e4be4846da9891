"""A disk that is full, a folder that is read-only, a network that is down, a tool that floods.

After each: one sentence with the way out, the files as before, the server answering.

The small and the read-only disks are mounted in a mount namespace of the server's own, which needs
no rights; what is on them is looked at through its ``/proc`` entry.
"""

import asyncio
import os
import random
import shutil
import socket
import sys
import time
import zipfile
from pathlib import Path

import pytest
from plan_faults import picture, wheel

from .editor import SERVER, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mount namespaces and /proc")

UNSHARE, MOUNT, SHELL = (str(shutil.which(name)) for name in ("unshare", "mount", "sh"))
CREATE = "venvlens.server.createEnvironment"
INSTALL = "venvlens.server.install"


def with_disk(machine, mount: str) -> tuple[str, ...]:
    """Return the command of a server that sees the project on a disk of its own."""
    script = f'{mount} "$1"; shift; exec "$@"'
    start = (UNSHARE, "--mount", "--map-root-user", SHELL, "-ec", script, "sh")
    return (*start, str(machine.project), *SERVER)


def small(size: str) -> str:
    return f"{MOUNT} -t tmpfs -o size={size} tmpfs"


READ_ONLY = f'{MOUNT} --bind "$1" "$1"; {MOUNT} -o remount,bind,ro'


def seen_by(editor, folder: Path) -> Path:
    """Return a folder as the server sees it."""
    return Path(f"/proc/{editor.process.pid}/root{folder}")


def creates(machine) -> dict[str, str]:
    return {"prefix": str(machine.project / ".venv"), "interpreter": str(machine.bin / "python3")}


async def answers(editor, machine) -> None:
    """The server still judges a file."""
    uri = editor.open(machine.write("alive.py", "import nope_at_all\n"))
    await until(lambda: editor.shown(uri))


def one_sentence(said: dict[str, str], *parts: str) -> None:
    assert said["status"] == "failed", said
    for part in parts:
        assert part in said["message"]
    assert said["message"].endswith(".")
    assert "\n" not in said["message"]


@pytest.mark.parametrize(("uv", "size"), [(True, "16k"), (False, "2m")], ids=["uv", "venv"])
async def test_a_disk_that_is_full_before_the_environment_is_made(uv, size, machine, start):
    if uv:
        machine.uv()
    editor = await start(command=with_disk(machine, small(size)))
    said = await editor.run(CREATE, creates(machine))
    one_sentence(said, "did not work: ", "free some space")
    assert os.listdir(seen_by(editor, machine.project)) == []
    await answers(editor, machine)


async def test_a_disk_that_is_full_before_all_is_installed(machine, start):
    machine.uv()
    wheel(machine.wheels, "many_files", "1.0", 400)
    editor = await start(command=with_disk(machine, small("400k")))
    assert (await editor.run(CREATE, creates(machine)))["status"] == "done"
    inside = seen_by(editor, machine.project)
    before = picture(inside)
    prefix = str(machine.project / ".venv")
    said = await editor.run(INSTALL, {"environment": prefix, "distributions": ["many-files"]})
    one_sentence(said, "Install many-files into .venv did not work: ", "free some space")
    assert picture(inside) == before
    await answers(editor, machine)


async def test_a_folder_that_is_read_only(machine, start):
    machine.uv()
    machine.wheel()
    prefix = machine.environment("sound")
    before = picture(machine.project)
    editor = await start(command=with_disk(machine, READ_ONLY))
    said = await editor.run(CREATE, creates(machine))
    one_sentence(said, "Read-only file system; check who may write to that folder")
    names = {"environment": str(prefix), "distributions": ["tiny-lens"]}
    said = await editor.run(INSTALL, names)
    one_sentence(said, "Read-only file system; check who may write to that folder")
    assert picture(machine.project) == before
    await answers(editor, machine)


async def test_files_that_may_not_grow(machine, start):
    """A limit for the size of files stops uv with a signal or an error, and Python with one."""
    machine.uv()
    machine.wheels.mkdir()
    with zipfile.ZipFile(machine.wheels / "large-1.0-py3-none-any.whl", "w") as packed:
        packed.writestr("large.bin", random.Random(0).randbytes(3_000_000))
        info = "large-1.0.dist-info"
        packed.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: large\nVersion: 1.0\n")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
        packed.writestr(f"{info}/RECORD", "large.bin,,\n")
    prefix = machine.environment()
    before = picture(machine.project)
    command = (SHELL, "-c", 'ulimit -f 2000 && exec "$@"', "sh", *SERVER)
    editor = await start(command=command)
    names = {"environment": str(prefix), "distributions": ["large"]}
    one_sentence(await editor.run(INSTALL, names), "Install large into .venv did not work: ")
    assert picture(machine.project) == before
    await answers(editor, machine)


async def test_a_network_that_is_down(machine, start):
    machine.uv()
    machine.wheel()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    index = {"UV_DEFAULT_INDEX": f"http://127.0.0.1:{port}/simple", "UV_HTTP_RETRIES": "0"}
    machine.more |= {"UV_OFFLINE": "0", **index}
    prefix = machine.environment()
    before = picture(machine.project)
    editor = await start()
    names = {"environment": str(prefix), "distributions": ["nope-at-all"]}
    one_sentence(await editor.run(INSTALL, names), "check the network connection")
    assert picture(machine.project) == before
    await answers(editor, machine)


FLOOD = """
    import os, signal
    os.mkdir(os.path.join(__import__("sys").argv[-1], "bin"))
    block = b"Downloading \\xff\\xfe\\x00\\x1b[31m garbage %\\r" * 2000 + b"\\n" + b"x" * 60000
    while True:
        os.write(1, block)
"""


def megabytes(editor) -> float:
    """Return the memory that the server has in use."""
    status = Path(f"/proc/{editor.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def test_a_tool_that_floods_its_output_holds_nobody_up(machine, start):
    machine.tool("uv", FLOOD)
    editor = await start("vscode-1.139")
    task = asyncio.create_task(editor.run(CREATE, creates(machine)))
    await until(lambda: any("report" in kinds for kinds in editor.progress))
    before, begun = megabytes(editor), time.monotonic()
    waited = []
    for number in range(20):
        asked = time.monotonic()
        await answers_soon(editor, machine, number)
        waited.append(time.monotonic() - asked)
    [reports] = editor.client.progress_reports.values()
    seconds = time.monotonic() - begun
    assert max(waited) < 2
    assert len(reports) <= 10 * (seconds + 2)
    assert all(len(getattr(report, "message", None) or "") <= 140 for report in reports)
    assert megabytes(editor) - before < 30
    await editor.cancel_progress()
    assert (await task)["status"] == "cancelled"
    assert not (machine.project / ".venv").exists()


async def answers_soon(editor, machine, number: int) -> None:
    uri = editor.open(machine.write(f"typed{number}.py", "import os\n"))
    await until(lambda: editor.shown(uri) is not None)


async def test_several_environments_at_the_same_time(machine, start):
    machine.uv()
    machine.wheel()
    editor = await start()
    places = [str(machine.project / name) for name in ("one", "two", "three", "four")]
    python = str(machine.bin / "python3")
    made = [editor.run(CREATE, {"prefix": place, "interpreter": python}) for place in places]
    assert [said["status"] for said in await asyncio.gather(*made)] == ["done"] * 4
    wanted = [
        editor.run(INSTALL, {"environment": place, "distributions": ["tiny-lens"]})
        for place in places
    ]
    for said in await asyncio.gather(*wanted):
        assert said["message"].endswith(" (new: tiny-lens 1.0)")
    names = {"environment": places[0], "distributions": ["tiny-lens"]}
    again = await editor.run(INSTALL, names)
    assert again["message"].endswith(" (nothing had to be changed)")
