"""``venvlens check`` as a person and a program see it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from world import SERIES, install, site_packages

from venvlens.cli.paths import what_hinders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")


@pytest.fixture
def project(world):
    """A project with an environment that has ``yaml`` and lacks the rest."""
    prefix = world.make_environment()
    install(site_packages(prefix), "yaml", "6.0.3", ("nodes",))
    world.write({"pyproject.toml": "[project]\nname = 'app'\n"})
    return world


def version() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def test_a_missing_import_is_one_line_and_status_1(project):
    project.write({"src/app.py": "import yaml\n\nimport requests, yaml.nodes\n"})
    done = project.run("check")
    lines = done.stdout.splitlines()
    assert lines[0] == (
        f"src/app.py:3:8: error[import-missing] `requests` is not installed "
        f"in .venv (Python {version()})"
    )
    assert lines[1] == "1 error in 1 file"
    assert lines[2] == (
        f".venv (Python {version()}): 1 file; chosen because it is the nearest environment, "
        f"in {project.project}"
    )
    assert (done.returncode, done.stderr, len(lines)) == (1, "", 3)


def test_the_pythonpath_of_the_program_is_nobodys(project):
    project.write({"lent/borrowed.py": "", "app.py": "import borrowed\n"})
    lent = str(project.project / "lent")
    assert "`borrowed` is not installed" in project.run("check", "app.py", PYTHONPATH=lent).stdout
    project.write({"pyproject.toml": "[tool.venvlens]\npythonpath = ['lent']\n"})
    done = project.run("check", "app.py")
    assert done.stdout.startswith("no problems in 1 file\n")
    why = project.run("why", "app.py").stdout
    assert f"PYTHONPATH, as [tool.venvlens] has it  {lent}" in " ".join(why.split(" " * 3))


def test_a_clean_project_is_status_0(project):
    project.write({"app.py": "import yaml, json\n", "lib/__init__.py": ""})
    done = project.run("check")
    assert done.stdout.startswith("no problems in 2 files\n")
    assert (done.returncode, done.stderr) == (0, "")


def test_hints_are_counted_and_only_shown_when_asked_for(project):
    project.write({"app.py": "try:\n    import tomli\nexcept ImportError:\n    tomli = None\n"})
    plain = project.run("check")
    assert plain.stdout.splitlines()[:2] == [
        "no problems in 1 file",
        "1 hint not shown; --hints shows it",
    ]
    shown = project.run("check", "--hints")
    assert shown.stdout.startswith("app.py:2:12: hint[import-missing] `tomli` is not installed")
    assert "not shown" not in shown.stdout
    assert (plain.returncode, shown.returncode) == (0, 0)


def test_what_only_another_interpreter_has_is_named_with_it(project):
    project.global_python()
    install(project.user_site, "onlyglobal", "2.1")
    project.write({"a.py": "import onlyglobal\n", "b.py": "import onlyglobal, nowhere\n"})
    done = project.run("check")
    first, second, third = done.stdout.splitlines()[:3]
    assert first.startswith("a.py:1:8: error[import-global-only] `onlyglobal` is not installed")
    assert f"only the global Python {version()} has it" in first
    assert "onlyglobal 2.1" in first
    assert second == first.replace("a.py", "b.py")
    assert third.startswith("b.py:1:20: error[import-missing] `nowhere` is not installed in .venv")


def test_a_project_without_an_environment_is_told_so_once_a_file(world):
    world.write({"app.py": "import requests\nimport numpy\n", "pyproject.toml": ""})
    done = world.run("check")
    assert done.stdout.splitlines() == [
        "app.py:1:8: warning[environment-missing] This project has no virtual environment, "
        "and no Python was found on PATH",
        "1 warning in 1 file",
        "no Python was found: 1 file",
    ]
    assert done.returncode == 1


def test_each_environment_that_was_used_is_named_the_most_used_first(project):
    other = project.make_environment("api/.venv")
    install(site_packages(other), "flask")
    project.write({"a.py": "", "b.py": "", "api/c.py": "import flask\nimport yaml\n"})
    done = project.run("check")
    error, summary, *environments = done.stdout.splitlines()
    assert error.startswith("api/c.py:2:8: error[import-missing] `yaml` is not installed in .venv")
    assert "; .." in error
    assert summary == "1 error in 3 files"
    assert [line.split(";")[0] for line in environments] == [
        f".venv (Python {version()}): 2 files",
        f"api/.venv (Python {version()}): 1 file",
    ]


def test_only_what_is_named_is_checked_and_seen_from_the_current_folder(project):
    project.write(
        {"src/a.py": "import nope_a\n", "src/b.py": "import nope_b\n", ".gitignore": "*\n"}
    )
    inside = project.run("check", "b.py", cwd=project.project / "src")
    assert inside.stdout.startswith("b.py:1:8: error[import-missing] `nope_b`")
    outside = project.run("check", str(project.project / "src/a.py"), cwd=project.root / "home")
    assert outside.stdout.startswith(f"{project.project}/src/a.py:1:8: error")
    assert "nope_b" not in outside.stdout


def test_steps_back_in_a_path_are_taken(project):
    project.write({"src/a.py": "import nope\n"})
    done = project.run("check", "../src/../src", cwd=project.project / "src")
    assert done.stdout.startswith("a.py:1:8: error[import-missing]")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.py"], "venvlens: There is no file or folder 'nowhere.py'.\n"),
        ([""], "venvlens: There is no file or folder ''.\n"),
        (["--format", "xml"], "venvlens: --format takes json or text.\n"),
        (["--format=xml"], "venvlens: --format takes json or text.\n"),
        (["--format"], "venvlens: --format takes json or text.\n"),
        (["--color", "pink"], "venvlens: --color takes always, auto or never.\n"),
        (
            ["--frmat"],
            "venvlens: There is no option --frmat; "
            "there is --color, --format, --help or --hints.\n",
        ),
    ],
)
def test_what_cannot_be_run_is_said_in_a_sentence(project, words, sentence):
    done = project.run("check", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)


def test_a_named_folder_that_cannot_be_read_is_said(tmp_path, monkeypatch):
    # Permissions do not stop the superuser, who may well run this test.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert what_hinders(str(tmp_path)) == f"The folder {str(tmp_path)!r} cannot be read."


def test_a_folder_without_python_is_no_failure(world):
    world.write({"notes.txt": "import x\n"})
    done = world.run("check")
    assert done.stderr == "venvlens: There are no Python files to check.\n"
    assert done.returncode == 0


def test_what_comes_behind_two_dashes_is_a_path(project):
    project.write({"--hints": "import nope\n"})
    done = project.run("check", "--", "--hints")
    assert done.stdout.startswith("--hints:1:8: error[import-missing]")


def test_a_file_that_cannot_be_decoded_is_said_and_the_rest_is_checked(project):
    project.write({"good.py": "import nope\n"})
    (project.project / "bad.py").write_bytes(b"x = 1\ny = '\xff'\n")
    (project.project / "odd.py").write_bytes(b"# coding: klingon\n")
    done = project.run("check")
    assert done.stderr.splitlines() == [
        "venvlens: bad.py cannot be read: it is not valid utf-8 (line 2).",
        "venvlens: odd.py cannot be read: its coding comment names klingon, "
        "which is no known encoding.",
    ]
    assert "1 error in 1 file\n" in done.stdout
    assert done.returncode == 1


def test_nothing_but_unreadable_files_is_status_2(project):
    (project.project / "bad.py").write_bytes(b"\xff\xfe\x00")
    assert project.run("check").returncode == 2


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"\xef\xbb\xbfimport nope\n", 8),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'; import nope\n", 17),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1251 :\n'\xff\xfe'; import nope\n", 14),
        (b"'''\n# coding: klingon'''\nimport nope\n", 8),
        ("'日本語'; import nope\n".encode(), 15),
        (b"x = 1\r\nimport nope\r\n", 8),
    ],
)
def test_files_are_decoded_as_python_decodes_them(project, content, column):
    (project.project / "a.py").write_bytes(content)
    done = project.run("check", "a.py")
    line = len(content.split(b"import nope", maxsplit=1)[0].split(b"\n"))
    assert done.stdout.startswith(f"a.py:{line}:{column}: error[import-missing] `nope`")


def test_wrong_settings_are_said_once(project):
    settings = "[tool.venvlens]\nseverity = {import-missing = 'loud'}\nshout = true\n"
    project.write({"pyproject.toml": settings, "a.py": "", "b/c.py": "import nope\n"})
    done = project.run("check")
    said = done.stderr.splitlines()
    assert len(said) == 2
    assert "'shout'" in said[0]
    assert "'loud'" in said[1]
    assert done.returncode == 1


def test_a_severity_from_the_settings_decides_the_status(project):
    settings = "[tool.venvlens]\nseverity = {import-missing = 'information'}\n"
    project.write({"pyproject.toml": settings, "a.py": "import nope\n"})
    done = project.run("check")
    assert done.stdout.splitlines()[1] == "1 note in 1 file"
    assert done.returncode == 0


def test_the_json_report_has_everything(project):
    project.global_python()
    install(project.user_site, "onlyglobal", "2.1")
    project.write(
        {
            "src/app.py": """\
            x = '日本'; import onlyglobal
            try:
                import tomli
            except ImportError:
                pass
        """
        }
    )
    done = project.run("check", "--format=json")
    report = json.loads(done.stdout)
    prefix = str(project.project / ".venv")
    first, second = report.pop("findings")
    related = first.pop("related")
    assert first == {
        "file": str(project.project / "src/app.py"),
        "line": 1,
        "column": 18,
        "endLine": 1,
        "endColumn": 28,
        "code": "import-global-only",
        "severity": "error",
        "message": first["message"],
        "import": "onlyglobal",
        "environment": prefix,
    }
    assert [place["file"] for place in related] == [
        str(project.user_site / "onlyglobal/__init__.py")
    ]
    assert (second["code"], second["severity"], second["import"]) == (
        "import-missing",
        "hint",
        "tomli",
    )
    (environment,) = report.pop("environments")
    assert environment == {
        "prefix": prefix,
        "version": version(),
        "kind": "venv",
        "executable": f"{prefix}/bin/python",
        "files": 1,
        "reason": f"it is the nearest environment, in {project.project}",
    }
    assert report == {"version": 1, "files": 1, "problems": []}
    assert (done.returncode, done.stderr) == (1, "")


def test_the_json_report_of_nothing_is_still_one_object(world):
    done = world.run("check", "--format", "json")
    report = json.loads(done.stdout)
    assert report == {
        "version": 1,
        "files": 0,
        "findings": [],
        "environments": [],
        "problems": [],
    }


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_odd_file_names_leave_every_report_readable(project):
    folder = os.fsencode(project.project)
    for name in (b"caf\xe9.py", b"two\nlines.py", b"bell\x07\x1b[31m.py"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"import nope\n")
    as_json = project.run("check", "--format", "json").stdout
    as_json.encode("utf-8")
    names = [os.path.basename(f["file"]) for f in json.loads(as_json)["findings"]]
    assert names == ["bell\x07\x1b[31m.py", "caf\ufffd.py", "two\nlines.py"]
    text = project.run("check").stdout
    assert [line.split(":")[0] for line in text.splitlines()[:3]] == [
        "bell␇␛[31m.py",
        "caf\\udce9.py",
        "two␊lines.py",
    ]


def test_an_output_without_the_letters_gets_escapes(project):
    project.write({"日本.py": "import nope\n"})
    done = project.run("check", PYTHONIOENCODING="ascii")
    assert done.stdout.startswith("\\u65e5\\u672c.py:1:8: error[import-missing]")


def test_a_closed_pipe_ends_quietly(project):
    project.write({f"m{number}.py": "import nope\n" * 200 for number in range(20)})
    command = [sys.executable, "-m", "venvlens", "check"]
    with subprocess.Popen(
        command,
        cwd=project.project,
        env=project.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device without room")
def test_a_report_that_cannot_be_written_is_said(project):
    project.write({"a.py": "import nope\n"})
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "venvlens", "check"],
            cwd=project.project,
            env=project.environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.stderr == "venvlens: The report could not be written: No space left on device.\n"
    assert done.returncode == 2


def test_an_interrupt_ends_with_130_and_no_traceback(project):
    # A pipe that is named and that nobody writes to: the run waits there for sure.
    os.mkfifo(project.project / "waits.py")
    with subprocess.Popen(
        [sys.executable, "-m", "venvlens", "check", "waits.py"],
        cwd=project.project,
        env=project.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell that started the tests in the background has them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        writer = os.open(project.project / "waits.py", os.O_WRONLY)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)
        os.close(writer)
    assert process.returncode == 130
    assert said == (b"", b"")


def test_checking_starts_no_process_and_runs_no_line_of_a_pth_file(project):
    site = site_packages(project.project / ".venv")
    canary = project.root / "canary"
    (site / "canary.pth").write_text(f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n")
    project.global_python()
    project.write({"a.py": "import nope\n"})
    hook = project.root / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import sys\n"
        "def refuse(event, args):\n"
        "    if event in ('subprocess.Popen', 'os.system', 'os.exec', 'os.fork',\n"
        "                 'os.forkpty', 'os.posix_spawn', 'os.startfile'):\n"
        "        print('STARTED', event, args)\n"
        "sys.addaudithook(refuse)\n"
        "print('WATCHING')\n"
    )
    done = project.run("check", PYTHONPATH=str(hook))
    assert "WATCHING" in done.stdout
    assert "STARTED" not in done.stdout
    assert " in 1 file\n" in done.stdout
    assert not canary.exists()


def test_many_files_are_checked_in_a_moment(project):
    names = (f"pkg{a}/sub{b}/m{c}.py" for a in range(10) for b in range(10) for c in range(10))
    project.write(dict.fromkeys(names, "import os, yaml\nfrom json import loads\n"))
    started = time.perf_counter()
    done = project.run("check")
    assert done.stdout.startswith("no problems in 1000 files\n")
    assert time.perf_counter() - started < 5


def test_the_versions_of_these_tests_agree():
    assert version().startswith(SERIES)
