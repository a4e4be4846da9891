"""Documents that tell at length: why this environment, and what is wrong with all."""

import os

import pytest
from pygls.exceptions import JsonRpcException

from .conftest import VERSION, install, site_packages
from .test_invariants import watched
from .test_picker import ask, complaints_are_ours

REPORT = "venvlens/report"


async def test_why_and_doctor_are_told_of_documents_and_folders(machine, start):
    prefix = machine.environment()
    machine.environment("api/.venv")
    (site_packages(prefix) / "~hing-1.0.dist-info").mkdir()
    machine.broken_environment("old/.venv")
    machine.write("pyproject.toml", "")
    file = machine.write("pkg/app.py", "")
    editor = await start()

    told = await ask(editor, REPORT, uri=file.as_uri(), about="why")
    assert set(told) == {"title", "text"}
    assert told["title"] == f"pkg/app.py belongs to .venv (Python {VERSION})"
    assert told["text"].startswith(f"# {told['title']}\n\nThat is because it is the nearest")
    assert f"site-packages: `{site_packages(prefix)}`" in told["text"]

    for uri in (file.as_uri(), machine.project.as_uri(), (machine.project / "x.toml").as_uri()):
        told = await ask(editor, REPORT, uri=uri, about="doctor")
        assert told["title"] == "The environments of project"
        headings = [line for line in told["text"].splitlines() if line.startswith("## ")]
        assert headings == [
            f"## .venv (Python {VERSION})",
            f"## api/.venv (Python {VERSION})",
            f"## old/.venv (Python {VERSION})",
        ]
        assert "**warning** `distribution-remains` in " in told["text"]
        assert "**error** `environment-broken` in " in told["text"]


async def test_what_changes_is_told_the_next_time(machine, start):
    editor = await start()
    uri = machine.write("app.py", "").as_uri()
    told = await ask(editor, REPORT, uri=uri, about="doctor")
    assert "has no environment of its own: the global Python" in told["text"]
    machine.environment()
    assert "Nothing is wrong." in (await ask(editor, REPORT, uri=uri, about="doctor"))["text"]


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"uri": "file:///x.py"}, "about must be why or doctor"),
        ({"uri": "file:///x.py", "about": "all"}, "about must be why or doctor"),
        ({"about": "why"}, "uri is missing"),
    ],
)
async def test_what_has_another_shape_is_refused(machine, start, params, problem):
    editor = await start()
    with pytest.raises(JsonRpcException, match=problem):
        await ask(editor, REPORT, **params)
    await complaints_are_ours(editor)


async def test_nothing_is_run_to_answer_also_without_trust(machine, start):
    prefix = machine.environment()
    canary = machine.root / "canary"
    line = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    (site_packages(prefix) / "canary.pth").write_text(line)
    install(prefix, "sitecustomize").write_text(line)
    machine.tool("git", line)
    command, report = watched(machine)
    editor = await start(options={"trusted": False}, command=command)
    for about, part in (("why", "belongs to .venv"), ("doctor", "canary.pth:1")):
        told = await ask(editor, REPORT, uri=machine.project.as_uri(), about=about)
        assert part in told["text"]
    assert report.read_text() == ""
    assert not os.path.exists(canary)
