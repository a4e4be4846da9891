"""Plans of new environments: by a tool for any project, and by the project's own."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from venvlens.core.installable import Contents
from venvlens.core.plans.by_tool import Placement, by_tool
from venvlens.core.plans.making import Base, Maker, Way, make
from venvlens.core.project_tool import ProjectTool

SHOP = PurePosixPath("/work/my shop")
PREFIX = SHOP / ".venv"
BASE = Base(PurePosixPath("/usr/bin/python3.13"), "Python 3.13.0")
UV = Maker(Way.UV, PurePosixPath("/opt/uv"))
VIRTUALENV = Maker(Way.VIRTUALENV, PurePosixPath("/opt/virtualenv"))
NOTHING = Contents()
VENV = Maker(Way.VENV, None)
ALL = Contents((SHOP / "r.txt",), True, ("cli",), True, ("dev",), ("six", "a; python_version>'3'"))


def argvs(maker, contents=NOTHING, said=""):
    plan = make(PREFIX, BASE, SHOP, maker, contents, said, "linux")
    assert plan.creates == plan.environment == PREFIX
    assert {step.folder for step in plan.steps} == {SHOP}
    return [" ".join(step.argv).replace(str(SHOP), "SHOP") for step in plan.steps]


@pytest.mark.parametrize(
    ("maker", "line"),
    [
        (
            UV,
            "/opt/uv venv --no-project --no-config --no-python-downloads"
            " --python /usr/bin/python3.13 -- SHOP/.venv",
        ),
        (VIRTUALENV, "/opt/virtualenv --python /usr/bin/python3.13 -- SHOP/.venv"),
        (VENV, "/usr/bin/python3.13 -I -m venv SHOP/.venv"),
    ],
)
def test_an_empty_environment_is_one_step(maker, line):
    assert argvs(maker) == [line]


def test_uv_installs_with_what_it_knows_of_the_project():
    _, line = argvs(UV, ALL)
    assert line == (
        "/opt/uv pip install --python SHOP/.venv/bin/python"
        " -r SHOP/r.txt -e .[cli] -r pyproject.toml --group dev"
    )


@pytest.mark.parametrize("maker", [VENV, VIRTUALENV])
def test_pip_is_given_what_groups_and_dependencies_hold(maker):
    _, line = argvs(maker, ALL)
    assert line == (
        "SHOP/.venv/bin/python -I -m pip install --disable-pip-version-check --no-input"
        " -r SHOP/r.txt -e .[cli] -- six a; python_version>'3'"
    )


def test_the_title_says_what_is_installed():
    plan = make(PREFIX, BASE, SHOP, UV, ALL, "all of it", "linux")
    assert plan.title == "Create .venv (Python 3.13.0) and install all of it"


def test_on_windows_the_interpreter_is_among_the_scripts():
    shop = PureWindowsPath("C:\\my shop")
    contents = Contents((shop / "r.txt",))
    plan = make(shop / ".venv", BASE, shop, VENV, contents, "r.txt", "win32")
    assert plan.steps[1].argv[0] == "C:\\my shop\\.venv\\Scripts\\python.exe"


KEPT = PurePosixPath("/home/me/.cache/envs/shop-1")
TOOL = PurePosixPath("/opt/tool")
PYTHON = "/usr/bin/python3.13"


@pytest.mark.parametrize(
    ("tool", "lines"),
    [
        (ProjectTool.UV, [f"/opt/tool sync --no-python-downloads --python {PYTHON}"]),
        (
            ProjectTool.POETRY,
            [
                f"/opt/tool env use --no-interaction {PYTHON}",
                "/opt/tool install --no-interaction",
            ],
        ),
        (ProjectTool.PDM, [f"/opt/tool venv create {PYTHON}", "/opt/tool install"]),
        (ProjectTool.PIPENV, [f"/opt/tool --python {PYTHON} install --dev"]),
    ],
)
def test_a_tool_is_told_which_python(tool, lines):
    plan = by_tool(tool, TOOL, BASE, Placement(SHOP, KEPT))
    assert [" ".join(step.argv) for step in plan.steps] == lines
    assert plan.title.endswith(" (Python 3.13.0)")
    # It makes the folder itself, so nobody may have made it before.
    assert (plan.creates, plan.appears, plan.environment) == (None, (KEPT,), KEPT)
    (lock,) = plan.writes
    assert any(lock.name in remark for remark in plan.remarks)
    assert any(str(KEPT) in remark for remark in plan.remarks)


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        (ProjectTool.HATCH, "/opt/tool env create"),
        (ProjectTool.PIXI, "/opt/tool install"),
        (ProjectTool.CONDA, f"/opt/tool env create --yes --file environment.yml --prefix {KEPT}"),
    ],
)
def test_a_tool_that_chooses_the_python_says_so(tool, line):
    plan = by_tool(tool, TOOL, None, Placement(SHOP, KEPT, file="environment.yml"))
    assert [" ".join(step.argv) for step in plan.steps] == [line]
    assert "Python" not in plan.title
    assert f"{tool.value} chooses the Python." in plan.remarks


@pytest.mark.parametrize(
    ("program", "is_asked"),
    [("/x/conda", True), ("/x/conda.exe", True), ("/x/mamba", False), ("/x/micromamba", False)],
)
def test_only_conda_s_likes_are_told_not_to_ask(program, is_asked):
    plan = by_tool(ProjectTool.CONDA, PurePosixPath(program), None, Placement(SHOP, KEPT, file="e"))
    assert ("--yes" not in plan.steps[0].argv) == is_asked


def test_a_workspace_of_uv_is_filled_for_all_its_members():
    placement = Placement(SHOP, PREFIX, is_workspace=True, is_filled=True)
    plan = by_tool(ProjectTool.UV, TOOL, BASE, placement)
    assert "--all-packages" in plan.steps[0].argv
    assert plan.title == "Create the environment with uv sync --all-packages (Python 3.13.0)"
    assert (plan.creates, plan.appears) == (PREFIX, ())
    assert any("workspace" in remark for remark in plan.remarks)


def test_a_folder_above_is_what_appears():
    own = SHOP / ".pixi"
    placement = Placement(SHOP, own / "envs" / "default", makes=own)
    plan = by_tool(ProjectTool.PIXI, TOOL, None, placement)
    assert (plan.appears, plan.environment) == ((own,), own / "envs" / "default")
