"""Plans: the argument lists they hold, the names they refuse, and what they read from output."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core import plans
from venvlens.core.plans import Cannot, Plan, Step

FOLDER = PurePosixPath("/work/my project")
PREFIX = FOLDER / ".venv"
PYTHON = PurePosixPath("/usr/bin/python3.13")
UV = PurePosixPath("/opt/tools/uv")
INSIDE = PREFIX / "bin" / "python"


def install(*names, uv=None, has_pip=True):
    return plans.install(PREFIX, INSIDE, names, FOLDER, uv, has_pip)


def installed(*names, uv=None):
    plan = install(*names, uv=uv)
    assert isinstance(plan, Plan)
    (step,) = plan.steps
    return step.argv[step.argv.index("--") + 1 :]


def test_create_runs_the_venv_of_the_base_interpreter():
    plan = plans.create(PREFIX, PYTHON, "Python 3.13.0", FOLDER, None)
    assert plan.title == "Create .venv (Python 3.13.0)"
    assert [step.argv for step in plan.steps] == [
        ("/usr/bin/python3.13", "-I", "-m", "venv", "/work/my project/.venv")
    ]
    assert plan.creates == plan.environment == PREFIX
    assert (plan.sets_aside, plan.aside) == (None, None)


def test_create_with_uv_looks_at_no_project_and_downloads_nothing():
    (step,) = plans.create(PREFIX, PYTHON, "Python 3.13.0", FOLDER, UV).steps
    assert step.argv[:2] == ("/opt/tools/uv", "venv")
    assert {"--no-project", "--no-config", "--no-python-downloads"} < set(step.argv)
    assert step.argv[-4:] == ("--python", "/usr/bin/python3.13", "--", "/work/my project/.venv")


def test_an_environment_elsewhere_is_shown_with_its_whole_path():
    plan = plans.create(PurePosixPath("/envs/api"), PYTHON, "Python 3.13.0", FOLDER, None)
    assert plan.title == "Create /envs/api (Python 3.13.0)"


def test_install_uses_the_environments_own_pip():
    plan = install("requests", "PyYAML>=6")
    assert isinstance(plan, Plan)
    assert plan.title == "Install requests, PyYAML>=6 into .venv"
    assert plan.creates is None
    assert plan.steps[0].argv[:5] == (str(INSIDE), "-I", "-m", "pip", "install")
    assert plan.steps[0].argv[-3:] == ("--", "requests", "pyyaml>=6")


def test_install_prefers_uv_and_names_the_environment():
    plan = install("requests", uv=UV, has_pip=False)
    assert isinstance(plan, Plan)
    assert plan.steps[0].argv == (
        *("/opt/tools/uv", "pip", "install", "--python", str(INSIDE)),
        *("--", "requests"),
    )


def test_neither_pip_nor_uv_is_said_with_the_way_out():
    answer = install("requests", has_pip=False)
    assert isinstance(answer, Cannot)
    assert ".venv has no pip and uv was not found" in answer.reason
    assert f"{INSIDE} -m ensurepip" in answer.reason


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("requests", "requests"),
        ("ruamel.yaml", "ruamel-yaml"),
        ("requests[socks] >= 2.32, < 3", "requests[socks]<3,>=2.32"),
        ("six==1.16.*", "six==1.16.*"),
        # pip would take it for a file of the folder that it works in.
        ("evil-1.0-py3-none-any.whl", "evil-1-0-py3-none-any-whl"),
        ("evil.zip", "evil-zip"),
    ],
)
def test_a_name_is_normalised(text, argument):
    assert installed(text) == (argument,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-e",
        "-rrequirements.txt",
        "--index-url=https://evil.example",
        ".",
        "./evil",
        "../evil",
        "/tmp/evil.whl",
        "a b",
        "requests; rm -rf ~",
        "requests && true",
        "requests$(true)",
        "requests`true`",
        "requests\n-e.",
        "requests===$HOME",
        "requests @ https://evil.example/x.whl",
        "evil @ file:///tmp/evil",
        "requests; python_version > '3'",
        "git+https://evil.example/x",
    ],
)
@pytest.mark.parametrize("uv", [None, UV])
def test_what_is_not_a_name_is_refused(text, uv):
    answer = install("requests", text, uv=uv)
    assert isinstance(answer, Cannot)
    assert repr(text) in answer.reason


def test_nothing_to_install_is_refused():
    assert isinstance(install(), Cannot)


@given(st.text(alphabet="abz09.-_[]<>=!~,;$`&|\\/'\" \t\n@*%^({", max_size=14))
def test_no_argument_begins_like_an_option_or_means_anything_to_a_shell(text):
    plan = install(text)
    if isinstance(plan, Plan):
        (argument,) = plan.steps[0].argv[-1:]
        assert argument[0].isalnum()
        assert not set(argument) & set("$`&|;\\/'\" \t\n%^({@")


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (("/opt/uv", "venv", "--python", "x", "--", "/p"), "uv venv"),
        (("C:\\tools\\uv.exe", "pip", "install", "--python", "x"), "uv pip install"),
        (("/usr/bin/python3.13", "-I", "-m", "venv", "/p"), "python3.13 -m venv"),
        (("/opt/tool",), "tool"),
        (
            ("/p/bin/python", "-I", "-m", "pip", "install", "--no-input", "--", "x"),
            "python -m pip install",
        ),
    ],
)
def test_a_step_is_named_as_a_person_would(argv, name):
    assert Step(argv, FOLDER, 1).name == name


def test_paths_of_windows_stay_as_they_are():
    prefix = PureWindowsPath("C:\\my project\\.venv")
    python = PureWindowsPath("C:\\Python313\\python.exe")
    plan = plans.create(prefix, python, "Python 3.13.0", prefix.parent, None)
    assert plan.title == "Create .venv (Python 3.13.0)"
    assert plan.steps[0].argv[-1] == "C:\\my project\\.venv"


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        (
            "Creating virtual environment\nerror: Failed\n  cause: It exists already\n\nhint: x\n",
            "It exists already",
        ),
        ("ERROR: No distribution for x\n\n[notice] new pip", "No distribution for x"),
        ('  File "x"\nOSError: [Errno 28] No space left\n', "[Errno 28] No space left"),
        ("first\nlast words  \n\n", "last words"),
        ("", ""),
        # What could not be made is named in another line than the cause: of uv, of pip, of both.
        ("error: Failed to build `lens==1.0`\n  cause: no compiler", "lens==1.0: no compiler"),
        (
            "RuntimeError: wrong Python\n  error: subprocess-exited-with-error\n"
            "error: metadata-generation-failed\n\n╰─> lens\n",
            "lens: wrong Python",
        ),
        (
            "  ╰─> [12 lines of output]\n      RuntimeError: no compiler\n"
            "  ERROR: Failed building wheel for lens\nFailed to build lens\n"
            "error: failed-wheel-build-for-install\n\n"
            "Failed to build installable wheels for some projects\n╰─> lens\n",
            "Failed building wheel for lens",
        ),
        ("error: " + "x" * 1000, "x" * 200 + "..."),
    ],
)
def test_the_cause_is_the_last_complaint_or_else_the_last_line(output, cause):
    assert plans.cause(output) == cause


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("because ensurepip is not\navailable", "python3-venv"),
        ("OSError: [Errno 28] No space left on device", "free some space"),
        ("error: dns error: failed to lookup address", "network"),
        ("ERROR: No matching distribution found for x", "name"),
        ("Permission denied (os error 13)", "write"),
    ],
)
def test_known_failures_have_a_way_out(output, advice):
    assert advice in plans.way_out(output)


def test_an_unknown_failure_has_none():
    assert plans.way_out("who knows") == ""


PROJECT = PurePosixPath("/work/shop")


def manager(name: str) -> plans.Manager:
    return plans.Manager(
        name, PurePosixPath("/opt/bin", name), PROJECT, PROJECT / ".venv", PurePosixPath("/work")
    )


@pytest.mark.parametrize(
    ("name", "group", "line"),
    [
        ("uv", None, "add --project /work/shop -- rich>=13"),
        ("uv", "dev", "add --project /work/shop --group dev -- rich>=13"),
        ("poetry", None, "add --no-interaction --no-ansi -- rich>=13"),
        ("poetry", "dev", "add --no-interaction --no-ansi --group dev -- rich>=13"),
        ("pdm", None, "add --no-self -p /work/shop -- rich>=13"),
        ("pdm", "dev", "add --no-self -p /work/shop -d -G dev -- rich>=13"),
        ("pipenv", None, "install -- rich>=13"),
        ("pipenv", "dev", "install --dev -- rich>=13"),
        ("pixi", None, "add --pypi --manifest-path /work/shop -- rich>=13"),
        ("pixi", "dev", "add --pypi --manifest-path /work/shop --feature dev -- rich>=13"),
    ],
)
def test_the_projects_own_tool_adds_a_requirement(name: str, group: str | None, line: str):
    plan = plans.add(manager(name), ["Rich>=13"], group)
    assert isinstance(plan, Plan)
    (step,) = plan.steps
    assert step.argv == (f"/opt/bin/{name}", *line.split())
    assert step.folder == PROJECT
    assert plan.environment == PROJECT / ".venv"
    assert plan.title == f"Add Rich>=13{' to the group dev' if group else ''} with {name}"


def test_what_a_tool_writes_is_known():
    plan = plans.add(manager("uv"), ["rich"])
    assert isinstance(plan, Plan)
    assert plan.writes == (PROJECT / "pyproject.toml", PurePosixPath("/work/uv.lock"))
    assert plan.remarks == ("uv also updates uv.lock.",)


@pytest.mark.parametrize("text", ["-r x", "rich @ https://example.org/rich.whl", "", "rich; x"])
def test_nothing_but_names_is_added(text: str):
    assert isinstance(plans.add(manager("uv"), [text]), Cannot)


def test_a_tool_without_such_a_command_is_named():
    found = plans.add(manager("hatch"), ["rich"])
    assert found == Cannot("hatch has no command that adds a requirement")
    assert not plans.can_add("hatch")
    assert plans.can_add("uv")
