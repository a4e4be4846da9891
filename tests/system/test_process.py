"""Running plans with real processes: real venv, uv and pip, and small tools that misbehave."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sys
import threading
import time
import tracemalloc
from itertools import chain
from pathlib import Path
from textwrap import dedent
from uuid import uuid4

import pytest
from plan_faults import marked as running
from plan_faults import zombies
from wheels import make_wheel

from venvlens.core import plans
from venvlens.core.freeze import NOTHING
from venvlens.core.plans import Plan, Step
from venvlens.core.plans.making import Maker, Way
from venvlens.core.plans.repair import Base, Place, Tools
from venvlens.system.process import (
    Cancelled,
    Done,
    Failed,
    Refused,
    Runner,
    group,
    output,
    run,
    scrubbed,
    steps,
)

BASE = Path(sys._base_executable)
PATH = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
UV = Path(shutil.which("uv", path=PATH) or "uv-is-in-the-test-group").absolute()
BIN = "Scripts" if sys.platform == "win32" else "bin"
DEADLINE = 20.0

# No index, no cache and no settings of whoever runs the tests.
ENVIRON = {
    name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))
} | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_NO_CONFIG": "1"}

counted = pytest.mark.skipif(not Path("/proc/self").exists(), reason="counts processes in /proc")


def step(source: str, *arguments: object, folder: Path, seconds: float = DEADLINE) -> Step:
    """Make a step that runs Python source as a tool; it prints each line at once."""
    argv = (str(BASE), "-I", "-S", "-u", "-c", dedent(source), *map(str, arguments))
    return Step(argv, folder, seconds)


def recreate(prefix: Path, aside: Path, folder: Path) -> Plan:
    """Plan an empty environment in the place of another."""
    place = Place(prefix, aside, prefix / "bin" / "python", folder)
    return plans.recreate(place, Base(BASE, "3"), Tools(Maker(Way.UV, UV), UV), NOTHING)


def fake(folder: Path, source: str, *arguments: object, creates: Path | None = None) -> Plan:
    return Plan(
        "Do it", (step(source, *arguments, folder=folder),), creates or folder, creates=creates
    )


# The beginning of a tool that makes an environment at its first argument.
MAKES = """\
import os, sys
prefix = sys.argv[1]
os.makedirs(prefix + "/bin")
os.symlink(sys.executable, prefix + "/bin/python")
with open(prefix + "/pyvenv.cfg", "w") as file:
    file.write("home = " + os.path.dirname(sys.executable))
"""


def ignore(line: str) -> None:
    pass


async def until(condition) -> None:
    """Wait until something is so; fail when it does not come."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.01)


def group_is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


async def ask(prefix: Path, code: str) -> str:
    """Run code in an environment's own interpreter and return what it prints."""
    child = await asyncio.create_subprocess_exec(
        prefix / BIN / "python", "-I", "-c", code, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await child.communicate()
    assert child.returncode == 0
    return output.decode().strip()


class TestRealTools:
    @pytest.mark.parametrize("uv", [None, UV], ids=["venv and pip", "uv"])
    async def test_an_environment_is_created_and_installed_into(self, tmp_path, uv):
        prefix = tmp_path / ".venv"
        (tmp_path / "pyproject.toml").write_text("this is [not toml")
        make_wheel(tmp_path / "wheels")
        links = {"PIP_FIND_LINKS": str(tmp_path / "wheels")}
        links |= {"UV_FIND_LINKS": str(tmp_path / "wheels")}

        made = await run(plans.create(prefix, BASE, "3", tmp_path, uv), ENVIRON, ignore)
        assert isinstance(made, Done), made
        assert (prefix / ".gitignore").read_text().splitlines()[-1] == "*"
        assert await ask(prefix, "import sys; print(sys.prefix)") == str(prefix)

        python = prefix / BIN / "python"
        plan = plans.install(prefix, python, ["Tiny.Lens>=1"], tmp_path, uv, has_pip=uv is None)
        assert isinstance(plan, Plan)
        lines: list[str] = []
        done = await run(plan, ENVIRON | links, lines.append)
        assert isinstance(done, Done), done
        assert "\n".join(lines) == done.output
        assert "tiny" in done.output
        assert await ask(prefix, "import tiny_lens; print(tiny_lens.answer)") == "42"

        plan = plans.install(prefix, python, ["no-such-thing"], tmp_path, uv, has_pip=uv is None)
        assert isinstance(plan, Plan)
        failed = await run(plan, ENVIRON | links, ignore)
        assert isinstance(failed, Failed)
        assert failed.reason.startswith("Install no-such-thing into .venv did not work: ")
        assert failed.reason.endswith("check its name and its versions.")
        assert "no-such-thing" in failed.output
        assert "pip install ended with status 1" in failed.reason
        assert names(tmp_path) == {".venv", "pyproject.toml", "wheels"}

    async def test_a_broken_environment_is_recreated_and_kept_aside(self, tmp_path):
        prefix, aside = tmp_path / ".venv", tmp_path / ".venv.old"
        prefix.mkdir()
        (prefix / "pyvenv.cfg").write_text("home = /gone\n")
        plan = recreate(prefix, aside, tmp_path)
        assert isinstance(await run(plan, ENVIRON, ignore), Done)
        assert (aside / "pyvenv.cfg").read_text() == "home = /gone\n"
        assert await ask(prefix, "import sys; print(sys.prefix)") == str(prefix)

    async def test_a_base_interpreter_that_is_gone_leaves_nothing_behind(self, tmp_path):
        for uv in (None, UV):
            plan = plans.create(tmp_path / ".venv", tmp_path / "python", "Python 3", tmp_path, uv)
            failed = await run(plan, ENVIRON, ignore)
            assert isinstance(failed, Failed)
            assert failed.reason.startswith("Create .venv (Python 3) did not work: ")
            assert names(tmp_path) == set()


class TestFolders:
    """What a plan makes is removed, what it moves is moved back, all else is left alone."""

    HALF = """
        import os, sys
        prefix, outside = sys.argv[1:]
        os.makedirs(prefix + "/bin/deep")
        open(prefix + "/bin/deep/python", "w").close()
        os.symlink(outside, prefix + "/link")
        os.symlink(outside + "/precious", prefix + "/bin/file-link")
        os.chmod(prefix + "/bin", 0o500)
        sys.exit("error: out of luck")
    """

    @pytest.fixture
    def outside(self, tmp_path):
        folder = tmp_path / "outside"
        folder.mkdir()
        (folder / "precious").write_text("precious")
        return folder

    async def test_half_an_environment_is_removed_without_following_links(self, tmp_path, outside):
        prefix = tmp_path / ".venv"
        failed = await run(fake(tmp_path, self.HALF, prefix, outside, creates=prefix), {}, ignore)
        assert isinstance(failed, Failed)
        assert "out of luck" in failed.reason
        assert names(tmp_path) == {"outside"}
        assert (outside / "precious").read_text() == "precious"

    async def test_what_was_set_aside_comes_back(self, tmp_path, outside):
        prefix, aside = tmp_path / ".venv", tmp_path / ".venv.old"
        prefix.mkdir()
        before = prefix.stat().st_ino
        steps = (step(self.HALF, prefix, outside, folder=tmp_path),)
        plan = Plan("Do it", steps, prefix, creates=prefix, sets_aside=prefix, aside=aside)
        assert isinstance(await run(plan, {}, ignore), Failed)
        assert names(tmp_path) == {".venv", "outside"}
        assert prefix.stat().st_ino == before

    async def test_a_link_is_set_aside_as_a_link(self, tmp_path, outside):
        prefix, aside = tmp_path / ".venv", tmp_path / ".venv.old"
        prefix.symlink_to(outside)
        steps = (step(self.HALF, prefix, outside, folder=tmp_path),)
        plan = Plan("Do it", steps, prefix, creates=prefix, sets_aside=prefix, aside=aside)
        assert isinstance(await run(plan, {}, ignore), Failed)
        assert prefix.readlink() == outside
        assert names(outside) == {"precious"}

    @pytest.mark.parametrize("kind", ["folder", "file", "link", "dangling link"])
    async def test_what_exists_is_never_touched(self, tmp_path, outside, kind):
        prefix = tmp_path / ".venv"
        if kind == "folder":
            prefix.mkdir()
        elif kind == "file":
            prefix.touch()
        else:
            prefix.symlink_to(outside if kind == "link" else tmp_path / "gone")
        before = prefix.lstat()
        refused = await run(fake(tmp_path, self.HALF, prefix, outside, creates=prefix), {}, ignore)
        assert isinstance(refused, Refused)
        assert f"{prefix} exists already" in refused.reason
        assert (prefix.lstat().st_ino, prefix.lstat().st_mtime) == (before.st_ino, before.st_mtime)

    async def test_a_taken_name_for_the_old_one_is_refused(self, tmp_path):
        prefix, aside = tmp_path / ".venv", tmp_path / ".venv.old"
        prefix.mkdir()
        aside.mkdir()
        refused = await run(recreate(prefix, aside, tmp_path), {}, ignore)
        assert isinstance(refused, Refused)
        assert f"{aside} exists already" in refused.reason

    async def test_folders_that_vanished_meanwhile_are_refused(self, tmp_path):
        gone, aside = tmp_path / "gone", tmp_path / "aside"
        for plan in (
            fake(gone, "", creates=gone / ".venv"),
            recreate(gone, aside, tmp_path),
            Plan("Do it", (step("", folder=tmp_path),), gone),
        ):
            refused = await run(plan, {}, ignore)
            assert isinstance(refused, Refused)
            assert f"{gone} is gone" in refused.reason
        assert names(tmp_path) == set()

    @pytest.mark.parametrize("name", ["a\0b", "half \ud800"])
    async def test_a_name_that_no_file_can_have_is_refused(self, tmp_path, name):
        for plan in (
            plans.create(tmp_path / name, BASE, "3", tmp_path, None),
            plans.create(tmp_path / "x", BASE, "3", tmp_path / name, None),
        ):
            assert isinstance(await Runner().run(plan, {}, ignore), Refused)

    async def test_a_place_that_cannot_be_written_to_is_said_in_one_sentence(self, tmp_path):
        (tmp_path / "file").touch()
        prefix = tmp_path / "file" / ".venv"
        failed = await run(fake(tmp_path, "", creates=prefix), {}, ignore)
        assert failed == Failed(
            f"Do it did not work: {prefix}: Not a directory; check that folder.", ""
        )

    async def test_a_folder_that_somebody_else_put_there_is_left_alone(self, tmp_path):
        prefix = tmp_path / ".venv"
        source = """
            import os, sys
            os.rename(sys.argv[1], sys.argv[1] + ".moved")
            os.mkdir(sys.argv[1])
            sys.exit(1)
        """
        failed = await run(fake(tmp_path, source, prefix, creates=prefix), {}, ignore)
        assert isinstance(failed, Failed)
        assert f"{prefix} could not be removed, look at it" in failed.reason
        assert prefix.exists()

    async def test_an_existing_gitignore_is_kept(self, tmp_path):
        prefix = tmp_path / ".venv"
        source = MAKES + "open(prefix + '/.gitignore', 'w').write('mine')"
        done = await run(fake(tmp_path, source, prefix, creates=prefix), {}, ignore)
        assert isinstance(done, Done)
        assert (prefix / ".gitignore").read_text() == "mine"


class TestFailures:
    async def test_a_tool_that_is_not_there(self, tmp_path):
        missing = tmp_path / "missing"
        plan = Plan("Do it", (Step((str(missing), "venv"), tmp_path, 1),), tmp_path)
        assert await run(plan, {}, ignore) == Failed(
            "Do it did not work: missing venv could not be started:"
            f" No such file or directory; check that {missing} can be run.",
            "",
        )

    @pytest.mark.parametrize("content", [b"", b"\0garbage", b"#!/no/such/interpreter\n"])
    @pytest.mark.parametrize("mode", [0o644, 0o755])
    async def test_a_tool_that_cannot_be_run(self, tmp_path, content, mode):
        tool = tmp_path / "tool"
        tool.write_bytes(content)
        tool.chmod(mode)
        prefix = tmp_path / ".venv"
        plan = Plan("Do it", (Step((str(tool),), tmp_path, 1),), prefix, creates=prefix)
        failed = await run(plan, {}, ignore)
        assert isinstance(failed, Failed)
        assert "tool could not be started: " in failed.reason
        assert names(tmp_path) == {"tool"}

    async def test_the_first_step_that_fails_is_the_last(self, tmp_path):
        steps = tuple(
            step(source, folder=tmp_path)
            for source in ("print('one')", "print('ERROR: two'); raise SystemExit(7)", "print(3)")
        )
        assert await run(Plan("Do it", steps, tmp_path), {}, ignore) == Failed(
            f"Do it did not work: {steps[0].name} (step 2 of 3)"
            " ended with status 7: two; its full output is in the log.",
            "one\nERROR: two",
        )

    async def test_a_tool_that_is_killed_or_silent(self, tmp_path):
        source = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        failed = await run(fake(tmp_path, source), {}, ignore)
        assert isinstance(failed, Failed)
        assert "ended with status -9 and said nothing" in failed.reason

    @pytest.mark.parametrize(
        ("makes", "part"),
        [
            ("", "has no Python in it"),
            (MAKES + "os.unlink(prefix + '/bin/python')", "has no Python in it"),
            (MAKES + "os.unlink(prefix + '/pyvenv.cfg')", "has no Python in it"),
            (
                MAKES + "os.unlink(prefix + '/bin/python')\n"
                "open(prefix + '/bin/python', 'w').write('#!/no/such')\n"
                "os.chmod(prefix + '/bin/python', 0o755)",
                "could not be started: ",
            ),
            (
                MAKES + "os.unlink(prefix + '/bin/python')\n"
                "os.symlink('/bin/false', prefix + '/bin/python')",
                "ended with status 1 and said nothing",
            ),
        ],
    )
    async def test_a_tool_that_says_it_worked_and_made_nothing_that_runs(
        self, tmp_path, makes, part
    ):
        prefix = tmp_path / ".venv"
        failed = await run(fake(tmp_path, makes, prefix, creates=prefix), {}, ignore)
        assert isinstance(failed, Failed)
        assert f"what {BASE.name} made at {prefix} " in failed.reason
        assert part in failed.reason
        assert names(tmp_path) == set()

    async def test_a_full_disk_has_its_way_out(self, tmp_path):
        source = "import errno, os; raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))"
        failed = await run(fake(tmp_path, source), {}, ignore)
        assert isinstance(failed, Failed)
        assert failed.reason.endswith(
            "[Errno 28] No space left on device; free some space on the disk."
        )

    async def test_a_tool_that_hangs_is_stopped(self, tmp_path):
        prefix = tmp_path / ".venv"
        hangs = step("import signal; print('here'); signal.pause()", folder=tmp_path, seconds=0.5)
        plan = Plan("Do it", (hangs,), prefix, creates=prefix)
        failed = await run(plan, {}, ignore)
        assert isinstance(failed, Failed)
        assert "was stopped after 0.5 seconds; try again" in failed.reason
        assert failed.output == "here"
        assert names(tmp_path) == set()

    async def test_a_listener_that_fails_does_not_hold_up_the_tool(self, tmp_path):
        told = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        done = await run(fake(tmp_path, "print(1); print(2)"), {}, [].remove)
        assert done == Done("1\n2")
        assert told


class TestOutput:
    async def collect(self, tmp_path, source):
        lines: list[str] = []
        outcome = await run(fake(tmp_path, source), {}, lines.append)
        assert isinstance(outcome, Done), outcome
        assert outcome.output == "\n".join(lines)
        return lines

    async def test_both_streams_in_their_order(self, tmp_path):
        source = "import sys; print(1); print(2, file=sys.stderr); print(3)"
        assert await self.collect(tmp_path, source) == ["1", "2", "3"]

    async def test_every_kind_of_line_end(self, tmp_path):
        source = r"import os; os.write(1, b'a\nb\r\nc\rd\r\r\n\ne')"
        assert await self.collect(tmp_path, source) == ["a", "b", "c", "d", "", "", "e"]

    async def test_bytes_that_are_no_text(self, tmp_path):
        source = r"import os; os.write(1, b'\xff\xfe\x00\x80 caf\xc3\xa9\n\xc3')"
        assert await self.collect(tmp_path, source) == ["\ufffd\ufffd\0\ufffd café", "\ufffd"]

    async def test_a_letter_and_a_line_end_in_two_pieces(self, tmp_path):
        first, go = tmp_path / "first", "import os, sys, time\n"
        go += "os.write(1, b'go\\ncaf\\xc3'); os.write(1, b'\\xa9\\r')\n"
        go += f"while not os.path.exists({str(first)!r}): time.sleep(0.01)\n"
        go += "os.write(1, b'\\nend\\n')"
        lines: list[str] = []

        def on_line(line):
            lines.append(line)
            if line == "café":  # it came although "\n" is still to come
                first.touch()

        assert await run(fake(tmp_path, go), {}, on_line) == Done("go\ncafé\nend")
        assert lines == ["go", "café", "end"]

    async def test_fifty_megabytes_are_read_in_bounded_memory(self, tmp_path):
        source = """
            import os
            for number in range(500):
                os.write(1, (b"%999d\\n" % number) * 100)
        """
        size = 0

        def on_line(line):
            nonlocal size
            size += len(line) + 1

        tracemalloc.start()
        done = await run(fake(tmp_path, source), {}, on_line)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(done, Done)
        assert size == 50_000_000
        assert output.KEPT_CHARACTERS - 1000 < len(done.output) <= output.KEPT_CHARACTERS
        assert done.output.endswith("499")
        assert peak < 4_000_000

    async def test_a_tool_that_closes_its_output_and_runs_on_is_waited_for(self, tmp_path):
        go, done = tmp_path / "go", tmp_path / "done"
        source = """
            import os, sys, time
            print("closing")
            os.close(1), os.close(2)
            while not os.path.exists(sys.argv[1]):
                time.sleep(0.01)
            open(sys.argv[2], "w").close()
        """
        lines: list[str] = []
        task = asyncio.create_task(run(fake(tmp_path, source, go, done), {}, lines.append))
        await until(lambda: lines == ["closing"])
        go.touch()
        assert await task == Done("closing")
        assert done.exists()

        go.unlink()
        task = asyncio.create_task(run(fake(tmp_path, source, go, done), {}, lines.append))
        await until(lambda: lines == ["closing"] * 2)
        task.cancel()
        assert await task == Cancelled()
        assert zombies() == []

    async def test_each_step_is_told_before_its_lines(self, tmp_path):
        told: list[object] = []
        steps = tuple(step(f"print('line {n}')", folder=tmp_path) for n in range(3))
        await run(Plan("Do it", steps, tmp_path), {}, told.append, told.append)
        assert told == [0, "line 0", 1, "line 1", 2, "line 2"]

    async def test_a_line_without_end_is_handed_on_in_pieces(self, tmp_path):
        source = "import os\nfor _ in range(100): os.write(1, b'x' * 100_000)"
        sizes = []
        done = await run(fake(tmp_path, source), {}, lambda line: sizes.append(len(line)))
        assert isinstance(done, Done)
        assert sum(sizes) == 10_000_000
        assert max(sizes) < 20_000
        assert len(done.output) <= output.KEPT_CHARACTERS

    async def test_the_last_words_are_kept_when_the_event_loop_is_busy(self, tmp_path):
        source = "print('x' * 60_000); raise SystemExit('error: the last words')"
        failed = await run(fake(tmp_path, source), {}, lambda line: time.sleep(0.1))
        assert isinstance(failed, Failed)
        assert failed.output.endswith("error: the last words")
        assert ": the last words; " in failed.reason


class TestSurroundings:
    def test_an_active_project_of_another_tool_is_not_handed_on(self):
        active = ("CONDA_DEFAULT_ENV", "PIPENV_ACTIVE", "POETRY_ACTIVE")
        assert not scrubbed(dict.fromkeys(active, "1")).keys() & set(active)

    def test_the_environment_is_scrubbed(self):
        kept = {"PATH": "/bin", "PIP_INDEX_URL": "x", "UV_INDEX": "y", "HTTPS_PROXY": "z"}
        dropped = (
            *("PYTHONPATH", "PYTHONHOME", "pythonpath", "VIRTUAL_ENV", "CONDA_PREFIX"),
            *("__PYVENV_LAUNCHER__", "UV_PROJECT_ENVIRONMENT", "PIP_TARGET", "UV_VENV_CLEAR"),
        )
        assert scrubbed(kept | dict.fromkeys(dropped, "/evil")) == kept | {
            "NO_COLOR": "1",
            "PIP_NO_INPUT": "1",
            "PIP_USER": "0",
            "UV_PYTHON_DOWNLOADS": "never",
        }
        assert scrubbed({"UV_PYTHON_DOWNLOADS": "automatic"})["UV_PYTHON_DOWNLOADS"] == "never"

    async def test_a_tool_gets_that_environment_its_folder_and_no_input(self, tmp_path):
        source = """
            import os, sys
            print(sys.stdin.read() == "", os.getcwd(), os.getsid(0) == os.getpid())
            print("VIRTUAL_ENV" in os.environ, os.environ["PIP_NO_INPUT"], os.environ["MINE"])
        """
        environ = {"VIRTUAL_ENV": "/evil", "MINE": "kept"}
        done = await run(fake(tmp_path, source), environ, ignore)
        assert done == Done(f"True {tmp_path} True\nFalse 1 kept")

    async def test_a_tool_that_asks_or_writes_to_the_terminal_has_none(self, tmp_path):
        source = """
            import os
            try:
                os.open("/dev/tty", os.O_RDWR)
            except OSError:
                print("no terminal")
            try:
                input("Your password: ")
            except EOFError:
                print("nobody there")
        """
        done = await run(fake(tmp_path, source), {}, ignore)
        assert done == Done("no terminal\nYour password: nobody there")

    async def test_no_shell_reads_the_arguments(self, tmp_path):
        argument = "$(touch evil); `touch evil` & | > evil \"'\\ %PATH% \t*"
        done = await run(fake(tmp_path, "import sys; print(sys.argv[1])", argument), {}, ignore)
        assert done == Done(argument)
        assert names(tmp_path) == set()


STUBBORN = """
    import os, signal, sys
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid())
    if os.fork():
        sys.exit() if sys.argv[1] == "leave" else signal.pause()
    print("child")
    while True:
        signal.pause()
"""


@counted
class TestGroups:
    async def test_a_group_that_ignores_the_request_is_killed_after_the_grace(self, tmp_path):
        mark = uuid4().hex
        lines: list[str] = []
        task = asyncio.create_task(
            run(fake(tmp_path, STUBBORN, "stay"), {"MARK": mark}, lines.append)
        )
        await until(lambda: len(lines) == 2)
        assert len(running(mark)) == 2
        start = time.monotonic()
        task.cancel()
        assert await task == Cancelled()
        assert group.GRACE_SECONDS <= time.monotonic() - start < group.GRACE_SECONDS + 3
        assert running(mark) == zombies() == []
        await until(lambda: group_is_gone(int(lines[0])))

    async def test_a_daemon_that_holds_the_output_open_is_ended_too(self, tmp_path, monkeypatch):
        monkeypatch.setattr(group, "GRACE_SECONDS", 0.2)
        mark = uuid4().hex
        done = await run(fake(tmp_path, STUBBORN, "leave"), {"MARK": mark}, ignore)
        assert isinstance(done, Done)
        assert running(mark) == zombies() == []

    async def test_a_daemon_that_left_the_group_does_not_hold_up_the_plan(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(steps, "DRAIN_SECONDS", 0.5)
        source = """
            import os, signal, sys
            print(os.getpid())
            if os.fork():
                os.wait()
            elif os.fork() == 0:
                os.setsid()
                print(os.getpid())
                signal.pause()
        """
        lines: list[str] = []
        done = await run(fake(tmp_path, source), {}, lines.append)
        assert isinstance(done, Done)
        await until(lambda: len(lines) == 2)
        os.kill(int(lines[1]), signal.SIGKILL)

    async def test_a_daemon_that_left_the_group_is_ended_when_the_plan_is(self, tmp_path):
        """One has the mark of the plan, one has dropped it and is known by its parents only."""
        source = """
            import os, signal, sys, time
            if os.fork() == 0:
                os.setsid()
                if os.fork():
                    os._exit(0)
                null = os.open(os.devnull, os.O_RDWR)
                [os.dup2(null, stream) for stream in (0, 1, 2)]
                with open(sys.argv[1] + "/marked", "w") as file:
                    file.write(str(os.getpid()))
                signal.pause()
            if os.fork() == 0:
                os.setsid()
                code = "import os, signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
                code += "open(sys.argv[1] + '/unmarked', 'w').write(str(os.getpid()));"
                code += "signal.pause()"
                os.execve(sys.executable, [sys.executable, "-ISc", code, sys.argv[1]], {})
            os.wait()
            signal.pause()
        """
        files = [tmp_path / "marked", tmp_path / "unmarked"]
        task = asyncio.create_task(run(fake(tmp_path, source, tmp_path), {}, ignore))
        await until(lambda: all(file.exists() and file.read_text() for file in files))
        daemons = [int(file.read_text()) for file in files]
        task.cancel()
        assert await task == Cancelled()
        # They are not our children: who inherits them sees to it that nothing of them is left.
        await until(lambda: not any(Path(f"/proc/{daemon}").exists() for daemon in daemons))
        assert zombies() == []

    async def test_what_an_earlier_step_left_behind_is_ended_with_a_later_one(self, tmp_path):
        mark = uuid4().hex
        leaves = """
            import os, signal
            if os.fork() == 0:
                os.setsid()
                null = os.open(os.devnull, os.O_RDWR)
                [os.dup2(null, stream) for stream in (0, 1, 2)]
                signal.pause()
        """
        lines: list[str] = []
        steps = [step(leaves, folder=tmp_path)]
        steps += [step("import signal; print('here'); signal.pause()", folder=tmp_path)]
        plan = Plan("Do it", tuple(steps), tmp_path)
        task = asyncio.create_task(run(plan, {"MARK": mark}, lines.append))
        await until(lambda: lines)
        assert len(running(mark)) == 2
        task.cancel()
        assert await task == Cancelled()
        assert running(mark) == []

    async def test_cancelling_twice_does_not_cut_the_clean_up_short(self, tmp_path, monkeypatch):
        monkeypatch.setattr(group, "GRACE_SECONDS", 0.3)
        prefix, mark, lines = tmp_path / ".venv", uuid4().hex, []
        plan = fake(tmp_path, STUBBORN, "stay", creates=prefix)
        task = asyncio.create_task(run(plan, {"MARK": mark}, lines.append))
        await until(lambda: len(lines) == 2)
        while not task.done():
            task.cancel()
            await asyncio.sleep(0.01)
        assert task.result() == Cancelled()
        assert task.cancelling() == 0
        assert running(mark) == []
        assert names(tmp_path) == set()

    async def test_the_end_of_the_event_loop_ends_the_plan(self, tmp_path):
        prefix, mark = tmp_path / ".venv", uuid4().hex

        async def leave_early():
            started = asyncio.Event()
            source = "import signal; print('here'); signal.pause()"
            plan = fake(tmp_path, source, creates=prefix)
            on_line = lambda line: started.set()  # noqa: E731
            task = asyncio.create_task(run(plan, {"MARK": mark}, on_line))
            await started.wait()
            return task

        task = await asyncio.to_thread(asyncio.run, leave_early())
        assert task.result() == Cancelled()
        assert running(mark) == []
        assert names(tmp_path) == set()

    async def test_a_cancellation_between_two_steps_starts_nothing_more(self, tmp_path):
        first = step("print('first')", folder=tmp_path)
        second = step("open('second', 'w')", folder=tmp_path)
        task = asyncio.create_task(
            run(Plan("Do it", (first, second), tmp_path), {}, lambda line: task.cancel())
        )
        assert await task == Cancelled()


class TestQueues:
    WAITS = """
        import os, sys, time
        print("begin")
        while not os.path.exists(sys.argv[-1]):
            time.sleep(0.01)
        print("end")
    """

    async def test_plans_for_one_environment_wait_for_each_other(self, tmp_path):
        runner, events, go = Runner(), [], tmp_path / "go"
        alias = tmp_path / "alias"
        alias.symlink_to(tmp_path)
        tasks = []
        for number, prefix in enumerate([tmp_path, alias / "x" / ".."]):
            plan = Plan("Do it", (step(self.WAITS, go, folder=tmp_path),), prefix)
            tell = lambda line, number=number: events.append((number, line))  # noqa: E731
            tasks.append(asyncio.create_task(runner.run(plan, {}, tell)))
        (tmp_path / "x").mkdir()
        await until(lambda: events)
        go.touch()
        assert [type(outcome) for outcome in await asyncio.gather(*tasks)] == [Done, Done]
        assert events == [(0, "begin"), (0, "end"), (1, "begin"), (1, "end")]

    async def test_plans_for_two_environments_run_together(self, tmp_path):
        runner, begun, go = Runner(), [], tmp_path / "go"
        tasks = []
        for name in ("a", "b"):
            prefix = tmp_path / name
            plan = fake(tmp_path, MAKES + dedent(self.WAITS), prefix, go, creates=prefix)
            tasks.append(asyncio.create_task(runner.run(plan, {}, begun.append)))
        await until(lambda: begun == ["begin", "begin"])
        go.touch()
        assert [type(outcome) for outcome in await asyncio.gather(*tasks)] == [Done, Done]

    async def test_what_changed_while_a_plan_waited_is_not_touched(self, tmp_path):
        """A second click must not move aside what the first has made; nor is a link followed."""
        prefix, elsewhere, go = tmp_path / ".venv", tmp_path / "elsewhere", tmp_path / "go"
        elsewhere.mkdir()
        for replaced in (
            lambda: prefix.symlink_to(elsewhere),
            lambda: prefix.mkdir(),
            lambda: prefix.write_text("a file"),
            lambda: None,
        ):
            runner, begun = Runner(), []
            prefix.mkdir()
            busy = Plan("Do it", (step(self.WAITS, go, folder=tmp_path),), prefix)
            first = asyncio.create_task(runner.run(busy, {}, begun.append))
            await until(lambda begun=begun: begun)
            waiting = (
                Plan("Do it", (step("open('canary', 'w')", folder=tmp_path),), prefix),
                recreate(prefix, tmp_path / ".venv.old", tmp_path),
            )
            tasks = [asyncio.create_task(runner.run(plan, {}, ignore)) for plan in waiting]
            await asyncio.sleep(0)
            prefix.rename(tmp_path / "moved")
            replaced()
            before = names(tmp_path)
            go.touch()
            await first
            for refused in await asyncio.gather(*tasks):
                assert isinstance(refused, Refused)
                assert f"{prefix} changed while this waited" in refused.reason or "gone" in (
                    refused.reason
                )
            assert names(tmp_path) - {"go"} == before
            go.unlink()
            (tmp_path / "moved").rmdir()
            if prefix.is_dir() and not prefix.is_symlink():
                prefix.rmdir()
            else:
                prefix.unlink(missing_ok=True)

    async def test_a_parent_that_is_another_folder_by_then_is_refused(self, tmp_path):
        runner, go, begun = Runner(), tmp_path / "go", []
        project, other = tmp_path / "project", tmp_path / "other"
        project.mkdir()
        other.mkdir()
        prefix = project / ".venv"
        busy = Plan("Do it", (step(self.WAITS, go, folder=tmp_path),), prefix, creates=prefix)
        first = asyncio.create_task(runner.run(busy, {}, begun.append))
        await until(lambda: begun)
        plan = plans.create(prefix, BASE, "3", project, None)
        second = asyncio.create_task(runner.run(plan, ENVIRON, ignore))
        await asyncio.sleep(0)
        project.rename(tmp_path / "former")
        project.symlink_to(other)
        go.touch()
        await first
        refused = await second
        assert isinstance(refused, Refused)
        assert "changed while this waited for its turn, ask for it again" in refused.reason
        assert names(other) == set()

    async def test_a_waiting_plan_can_be_cancelled(self, tmp_path):
        runner, begun, go = Runner(), [], tmp_path / "go"
        plan = fake(tmp_path, self.WAITS, go)
        first = asyncio.create_task(runner.run(plan, {}, begun.append))
        await until(lambda: begun)
        second = asyncio.create_task(runner.run(plan, {}, begun.append))
        await asyncio.sleep(0)
        second.cancel()
        assert await second == Cancelled()
        go.touch()
        assert isinstance(await first, Done)
        assert begun == ["begin", "end"]


ERRATIC = """
    import os, random, signal, sys, time
    prefix, outside, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    dice = random.Random(seed)

    def daemon(stubborn, quiet, busy):
        if os.fork():
            return
        if stubborn:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if quiet:
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 1), os.dup2(null, 2)
        number = 0
        while True:
            number += 1
            if busy:
                open(f"{prefix}/{os.getpid()}-{number % 50}", "w").close()
            time.sleep(0.001)

    if dice.random() < 0.4:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid())
    for stage in range(8):
        deed = dice.choice(["daemon", "folder", "link", "locked", "chatter"])
        if deed == "daemon":
            daemon(dice.random() < 0.5, dice.random() < 0.5, dice.random() < 0.5)
        elif deed == "folder":
            os.makedirs(f"{prefix}/{stage}/lib/python")
        elif deed == "link":
            os.symlink(outside, f"{prefix}/link-{stage}")
        elif deed == "locked":
            os.makedirs(f"{prefix}/{stage}/locked")
            os.chmod(f"{prefix}/{stage}", 0o500)
        else:
            os.write(1, b"x" * 100_000)
        print("stage", stage)
    signal.pause()
"""


@counted
class TestRandomCancellations:
    RUNS = 25
    TOGETHER = 5

    async def cancelled_once(self, folder: Path, seed: int) -> list[int]:
        """Cancel an erratic tool after a random line or time; all has to be as before."""
        dice, mark, groups = random.Random(seed), uuid4().hex, []
        prefix, outside, aside = folder / ".venv", folder / "outside", folder / "aside"
        (folder / "outside").mkdir(parents=True)
        (outside / "precious").write_text("precious")
        sets_aside = prefix if dice.random() < 0.5 else None
        if sets_aside:
            prefix.mkdir()
            (prefix / "pyvenv.cfg").write_text("home = /gone\n")
        last_line = dice.choice([None, dice.randrange(9)])
        lines = 0

        def on_line(line: str) -> None:
            nonlocal lines
            if line.isdecimal():
                groups.append(int(line))
            if lines == last_line:
                task.cancel()
            lines += 1

        steps = (step(ERRATIC, prefix, outside, seed, folder=folder),)
        plan = Plan("Do it", steps, prefix, prefix, sets_aside, sets_aside and aside)
        task = asyncio.create_task(run(plan, {"MARK": mark}, on_line))
        if last_line is None:
            await asyncio.sleep(0)  # a task that never began ends as cancelled itself
            asyncio.get_running_loop().call_later(dice.uniform(0, 0.2), task.cancel)
        assert await task == Cancelled(), seed
        assert running(mark) == [], seed
        assert names(folder) == {"outside", ".venv"} - ({".venv"} if not sets_aside else set())
        assert (outside / "precious").read_text() == "precious"
        assert not sets_aside or names(prefix) == {"pyvenv.cfg"}
        return groups

    async def test_nothing_is_left_of_them(self, tmp_path, monkeypatch):
        monkeypatch.setattr(group, "GRACE_SECONDS", 0.2)
        before = len(os.listdir("/proc/self/fd")), threading.active_count()
        turns = asyncio.Semaphore(self.TOGETHER)

        async def in_turn(seed: int) -> list[int]:
            async with turns:
                return await self.cancelled_once(tmp_path / str(seed), seed)

        groups = await asyncio.gather(*map(in_turn, range(self.RUNS)))
        await until(lambda: all(group_is_gone(group) for group in chain(*groups)))
        assert zombies() == []
        await until(lambda: threading.active_count() <= before[1])
        assert len(os.listdir("/proc/self/fd")) <= before[0]
