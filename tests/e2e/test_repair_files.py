"""Mending single files and folders of an environment through code actions, and the way back."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from interpreters import interpreters
from lsprotocol import types

from venvlens.system.mending.leftovers import FOLDER, QUIET_SECONDS

from .conftest import BASE, site_packages
from .editor import until

ASIDE = "venvlens.server.setLeftoversAside"
ISOLATE = "venvlens.server.turnOffSystemSite"


def leftovers(prefix: Path) -> list[Path]:
    """What pip and a broken-off removal leave."""
    site = site_packages(prefix)
    half = site / "half-2.0.dist-info"
    half.mkdir()
    (half / "METADATA").write_text("Name: half\nVersion: 2.0\n")
    (site / "~iny").mkdir()
    (site / "~iny" / "__init__.py").write_text("kept = 1\n")
    return [site / "~iny", half]


async def test_leftovers_are_set_aside_and_nothing_is_deleted(machine, start):
    prefix = machine.environment()
    paths = leftovers(prefix)
    editor = await start()
    editor.open(machine.write("app.py", "import json\n"))
    cfg = (prefix / "pyvenv.cfg").as_uri()
    found = await editor.shows(cfg, *["distribution-remains"] * 2)
    actions = await editor.actions(cfg, found)
    assert [one.title for one in actions] == [
        "Set ~iny aside",
        "Set all 2 leftovers aside",
        "Set half-2.0.dist-info aside",
    ]
    [argument] = actions[1].command.arguments
    # What is younger may be what pip is at work with.
    youngest = max(path.lstat().st_ctime for path in paths)
    await until(lambda: time.time() - youngest > QUIET_SECONDS)
    said = await editor.run(ASIDE, {**argument, "dryRun": True})
    assert said["status"] == "planned"
    moves = said["plan"]["moves"]
    kept = prefix / FOLDER / "1" / paths[0].parent.relative_to(prefix)
    assert [(one["from"], one["to"]) for one in moves] == [
        (str(path), str(kept / path.name)) for path in paths
    ]
    assert all(path.exists() for path in paths)
    assert (await editor.choose("Set all 2", cfg))["status"] == "done"
    assert not any(path.exists() for path in paths)
    assert (kept / "~iny" / "__init__.py").read_text() == "kept = 1\n"
    await editor.shows(cfg)


@pytest.fixture
def repository(machine) -> Path:
    subprocess.run([shutil.which("git"), "init", "-q", machine.project], check=True)
    prefix = machine.environment()
    (prefix / ".gitignore").unlink(missing_ok=True)
    return prefix


def ignored(machine) -> bool:
    argv = [shutil.which("git"), "check-ignore", "-q", ".venv/pyvenv.cfg"]
    return subprocess.run(argv, cwd=machine.project, check=False).returncode == 0


def apply(edit: types.WorkspaceEdit) -> None:
    """Make an edit of one file at its end, as a client does."""
    changes = edit.changes or {}
    for change in edit.document_changes or ():
        if isinstance(change, types.CreateFile):
            _path(change.uri).open("x").close()
        else:
            changes = {**changes, change.text_document.uri: change.edits}
    for uri, [made] in changes.items():
        file = _path(uri)
        text = file.read_bytes().decode() if file.exists() else ""
        lines = text.replace("\r\n", "\n").split("\n")
        assert made.range.start == made.range.end
        assert (made.range.start.line, made.range.start.character) == (
            len(lines) - 1,
            len(lines[-1]),
        )
        file.write_bytes((text + made.new_text).encode())


def _path(uri: str) -> Path:
    return Path(uri.removeprefix("file://"))


@pytest.mark.parametrize("name", ["neovim-0.7", "vscode-1.139"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("*.pyc\n", "*.pyc\n/.venv\n"),
        ("*.pyc\r\nx\r\n", "*.pyc\r\nx\r\n/.venv\r\n"),
        ("# é no end", "# é no end\n/.venv"),
        (None, "/.venv\n"),
    ],
)
async def test_a_line_is_added_as_the_file_is_written(
    name, before, after, machine, repository, start
):
    ignores = machine.project / ".gitignore"
    if before is not None:
        ignores.write_bytes(before.encode())
    editor = await start(name)
    editor.open(machine.write("app.py", "import json\n"))
    place = (ignores if before is not None else repository / "pyvenv.cfg").as_uri()
    found = await editor.shows(place, "environment-not-ignored")
    line, inside = await editor.actions(place, found)
    assert (line.title, inside.title) == ("Add /.venv to .gitignore", "Write .venv/.gitignore")
    assert not ignored(machine)
    apply(line.edit)
    assert ignores.read_bytes().decode() == after
    assert ignored(machine)
    await editor.shows(place)


async def test_the_environment_can_ignore_itself(machine, repository, start):
    machine.write(".gitignore", "x\n")
    editor = await start()
    editor.open(machine.write("app.py", "import json\n"))
    place = (machine.project / ".gitignore").as_uri()
    found = await editor.shows(place, "environment-not-ignored")
    _, inside = await editor.actions(place, found)
    apply(inside.edit)
    assert (repository / ".gitignore").read_text() == "*\n"
    assert ignored(machine)
    await editor.shows(place)


async def test_what_leaks_from_the_base_can_be_turned_off(machine, start):
    prefix = machine.environment()
    site = machine.home / ".local" / "lib" / site_packages(prefix).parent.name / "site-packages"
    site.mkdir(parents=True)
    (site / "leaky.py").touch()
    cfg = prefix / "pyvenv.cfg"
    text = cfg.read_text().replace("packages = false", "packages = true")
    cfg.write_bytes(text.replace("\n", "\r\n").encode())
    editor = await start()
    uri = editor.open(machine.write("app.py", "import leaky\n"))
    found = await editor.shows(uri, "import-leaked")
    titles = [one.title for one in await editor.actions(uri, found)]
    assert "Turn off system site-packages in .venv" in titles
    planned = await editor.run(ISOLATE, {"environment": str(prefix), "dryRun": True})
    [edit] = planned["plan"]["edits"]
    assert edit["file"] == str(cfg)
    assert "-include-system-site-packages = true" in edit["diff"]
    assert "+include-system-site-packages = false" in edit["diff"]
    assert cfg.read_bytes().decode() == text.replace("\n", "\r\n")
    said = await editor.choose("Turn off", uri)
    assert said["status"] == "done"
    assert "To undo it" in said["message"]
    turned = text.replace("packages = true", "packages = false")
    assert cfg.read_bytes().decode() == turned.replace("\n", "\r\n")
    await editor.shows(uri, "import-missing")


async def test_what_only_pythonpath_leads_to_is_not_the_bases(machine, start):
    prefix = machine.environment()
    cfg = prefix / "pyvenv.cfg"
    cfg.write_text(cfg.read_text().replace("packages = false", "packages = true"))
    machine.write("tools/builder.py", "")
    editor = await start(options={"pythonpath": ["tools"]})
    uri = editor.open(machine.write("app.py", "import builder\n"))
    found = await editor.shows(uri, "import-leaked")
    titles = [one.title for one in await editor.actions(uri, found)]
    assert "Turn off system site-packages in .venv" not in titles


BAD = [
    (ASIDE, {"environment": "{venv}", "paths": []}, "must be a list"),
    (ASIDE, {"environment": "{venv}", "paths": ["x"]}, "must be an object"),
    (ASIDE, {"environment": "{gone}", "paths": [{"path": "{gone}/a"}]}, "not a project's"),
    (ASIDE, {"environment": "{venv}", "paths": [{"path": "{outside}"}]}, "not what an"),
    (ASIDE, {"environment": "{venv}", "paths": [{"path": "{venv}/bin"}]}, "not what an"),
    (ASIDE, {"environment": "{venv}", "paths": [{"path": "{link}"}]}, "is a link"),
    (ISOLATE, {"environment": "{gone}"}, "not a virtual environment"),
    (ISOLATE, {"environment": "{venv}"}, "does not ask"),
    (ISOLATE, {}, "environment is missing"),
]


async def test_what_is_not_meant_is_not_touched(machine, start):
    prefix = machine.environment()
    outside = machine.root / "outside"
    outside.mkdir()
    link = site_packages(prefix) / "~link"
    link.symlink_to(outside)
    places = {
        "venv": str(prefix),
        "gone": str(machine.root / "gone"),
        "outside": str(outside),
        "link": str(link),
    }
    editor = await start()
    for command, argument, expected in BAD:
        said = await editor.run(command, _filled(argument, places))
        assert said["status"] == "refused", argument
        assert expected in said["message"], argument
    assert outside.exists()
    assert link.is_symlink()
    assert not (prefix / FOLDER).exists()


def _filled(value, places):
    if isinstance(value, str):
        for name, path in places.items():
            value = value.replace(f"{{{name}}}", path)
        return value
    if isinstance(value, dict):
        return {key: _filled(one, places) for key, one in value.items()}
    return [_filled(one, places) for one in value]


async def test_nothing_is_written_in_a_workspace_that_is_not_trusted(machine, start):
    prefix = machine.environment()
    cfg = prefix / "pyvenv.cfg"
    cfg.write_text(cfg.read_text().replace("packages = false", "packages = true"))
    before = cfg.read_text()
    editor = await start(options={"trusted": False})
    for command in (ASIDE, ISOLATE):
        said = await editor.run(command, {"environment": str(prefix), "paths": []})
        assert said["status"] == "refused"
        assert "not trusted" in said["message"]
    assert cfg.read_text() == before


@pytest.mark.parametrize("declared", ["requires", "pinned"])
async def test_a_python_that_is_not_wanted_is_changed_with_all_that_is_installed(
    declared, machine, start, other_python
):
    machine.uv()
    python, series = other_python
    (machine.bin / f"python{series}").symlink_to(python)
    machine.wheel()
    prefix = machine.environment()
    argv = [str(machine.bin / "uv"), "pip", "install", "-q", "tiny-lens", "--python"]
    subprocess.run([*argv, prefix / "bin" / "python"], check=True, env=machine.environ)
    if declared == "requires":
        text = f'[project]\nname = "x"\nversion = "1"\nrequires-python = "=={series}.*"\n'
        file, code = machine.write("pyproject.toml", text), "python-not-allowed"
    else:
        file, code = machine.write(".python-version", f"{series}\n"), "python-not-pinned"
    editor = await start()
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    found = await editor.shows(file.as_uri(), code)
    [action] = await editor.actions(file.as_uri(), found)
    assert series in action.title
    assert action.title.endswith("with its 1 distribution")
    assert (await editor.choose(action.title, file.as_uri()))["status"] == "done"
    await editor.shows(file.as_uri())
    await editor.shows(uri)
    code = "import sys, tiny_lens; print(sys.version_info[:2], tiny_lens.answer)"
    argv = [str(prefix / "bin" / "python"), "-I", "-c", code]
    said = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    assert said == f"({series.replace('.', ', ')}) 42\n"


@pytest.fixture
def other_python() -> tuple[Path, str]:
    """A real interpreter of another series than the one that runs the tests."""
    for one in interpreters():
        version = f"{one.version.major}.{one.version.minor}"
        if one.implementation == "cpython" and one.version.series != _series(BASE):
            return Path(one.executable), version
    raise AssertionError("one of another series is needed here")


def _series(base: Path) -> tuple[int, int]:
    code = "import sys; print(*sys.version_info[:2])"
    said = subprocess.run([base, "-c", code], check=True, capture_output=True, text=True).stdout
    major, minor = said.split()
    return int(major), int(minor)
