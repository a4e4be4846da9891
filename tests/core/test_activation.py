"""What activating an environment means, by its kind and platform."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from venvlens.core.activation import Activatable, Activation, CannotActivate, activation
from venvlens.core.environment import Environment, Fault, FaultCode, Kind

PREFIX = PurePosixPath("/srv/shop/.venv")
WINDOWS = PureWindowsPath("C:\\shop\\.venv")
VENVS = [
    *(Kind.VENV, Kind.VIRTUALENV, Kind.UV, Kind.UV_SCRIPT, Kind.POETRY, Kind.PIPENV, Kind.HATCH),
    *(Kind.PDM, Kind.PYENV_VIRTUALENV, Kind.VIRTUALENVWRAPPER, Kind.TOX, Kind.NOX, Kind.DIRENV),
]


def of(kind: Kind, prefix=PREFIX, platform: str = "linux", **more) -> Activatable:
    own = {key: more.pop(key) for key in ("name", "project", "faults", "executable") if key in more}
    return Activatable(Environment(prefix, kind, "told by a test", **own), platform, **more)


def meant(wanted: Activatable) -> Activation:
    found = activation(wanted)
    assert isinstance(found, Activation)
    return found


@pytest.mark.parametrize("kind", VENVS)
def test_a_virtual_environment_is_two_variables_and_a_folder(kind):
    assert meant(of(kind)) == Activation(
        variables=(("VIRTUAL_ENV", "/srv/shop/.venv"), ("VIRTUAL_ENV_PROMPT", ".venv")),
        unset=("PYTHONHOME",),
        folders=(PREFIX / "bin",),
    )


def test_what_activation_sets_is_taken_back():
    undone = meant(of(Kind.VENV)).undone
    assert undone.unset == ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT")
    assert undone.folders == (PREFIX / "bin",)
    assert undone.variables == ()
    assert undone.remarks == ("PYTHONHOME stays unset, and so do variables that were replaced.",)


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [("shop", "shop"), (None, ".venv"), ("", ".venv"), ("a\0b", ".venv"), ("\x1b[31m", ".venv")],
)
def test_the_prompt_is_what_pyvenv_cfg_asks_for_if_it_can_be_shown(prompt, shown):
    assert dict(meant(of(Kind.VENV, prompt=prompt)).variables)["VIRTUAL_ENV_PROMPT"] == shown


def test_on_windows_programs_are_in_scripts_and_those_of_msys2_in_bin():
    assert meant(of(Kind.VENV, WINDOWS, "win32")).folders == (WINDOWS / "Scripts",)
    msys = of(Kind.VENV, WINDOWS, "win32", executable=WINDOWS / "bin" / "python.exe")
    assert meant(msys).folders == (WINDOWS / "bin",)


def test_a_conda_environment_is_told_with_what_is_not_done():
    prefix = PurePosixPath("/opt/conda/envs/shop")
    hooks = (prefix / "etc/conda/activate.d",)
    found = meant(of(Kind.CONDA, prefix, hooks=hooks, conda_name="shop"))
    assert dict(found.variables) == {
        "CONDA_PREFIX": "/opt/conda/envs/shop",
        "CONDA_DEFAULT_ENV": "shop",
        "CONDA_PROMPT_MODIFIER": "(shop) ",
        "CONDA_SHLVL": "1",
    }
    assert found.unset == ("PYTHONHOME", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT")
    assert found.folders == (prefix / "bin",)
    assert found.remarks == (
        "/opt/conda/envs/shop/etc/conda/activate.d is not run or read; `conda activate` does it.",
    )


def test_a_conda_environment_without_a_name_is_called_by_its_folder():
    assert dict(meant(of(Kind.CONDA)).variables)["CONDA_DEFAULT_ENV"] == "/srv/shop/.venv"


def test_condas_folders_on_windows_are_those_of_its_own_activation():
    prefix = PureWindowsPath("C:\\conda\\envs\\shop")
    assert [str(folder) for folder in meant(of(Kind.CONDA, prefix, "win32")).folders] == [
        "C:\\conda\\envs\\shop",
        "C:\\conda\\envs\\shop\\Library\\mingw-w64\\bin",
        "C:\\conda\\envs\\shop\\Library\\usr\\bin",
        "C:\\conda\\envs\\shop\\Library\\bin",
        "C:\\conda\\envs\\shop\\Scripts",
        "C:\\conda\\envs\\shop\\bin",
    ]


def test_condas_base_can_be_activated_though_it_is_global():
    assert dict(meant(of(Kind.CONDA_BASE, name="base")).variables)["CONDA_DEFAULT_ENV"] == "base"


def test_pixis_environment_is_told_as_far_as_its_files_go():
    project = PurePosixPath("/srv/shop")
    found = meant(of(Kind.PIXI, project / ".pixi/envs/default", project=project))
    assert dict(found.variables) == {
        "CONDA_PREFIX": "/srv/shop/.pixi/envs/default",
        "CONDA_DEFAULT_ENV": "default",
        "PIXI_ENVIRONMENT_NAME": "default",
        "PIXI_PROJECT_ROOT": "/srv/shop",
    }
    assert found.remarks == ("`pixi shell` also sets what pixi.toml says.",)


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind.is_global and kind is not Kind.CONDA_BASE]
)
def test_a_global_interpreter_needs_nothing(kind):
    found = meant(of(kind, PurePosixPath("/usr")))
    assert (found.variables, found.unset, found.folders) == ((), (), ())
    assert "in /usr is a global interpreter: there is nothing to activate." in found.remarks[0]
    assert found.undone == Activation()


NO_HOME = Fault(FaultCode.NO_HOME, PREFIX / "pyvenv.cfg")


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (of(Kind.PYPACKAGES), "is a folder of packages, which `pdm run` uses"),
        (of(Kind.VENV, faults=(NO_HOME,)), "cannot run: /srv/shop/.venv/pyvenv.cfg does not say"),
        (of(Kind.VENV, PurePosixPath("/a:b/.venv")), "cannot be on PATH: ':' separates"),
        (of(Kind.VENV, PureWindowsPath("C:\\a;b"), "win32"), "cannot be on PATH: ';' separates"),
        (of(Kind.VENV, PurePosixPath("/a\udcff")), "holds bytes that are no text"),
        (of(Kind.VENV, PurePosixPath("/a\0")), "holds bytes that are no text"),
    ],
)
def test_what_cannot_be_activated_says_why(wanted, reason):
    found = activation(wanted)
    assert isinstance(found, CannotActivate)
    assert reason in found.reason


def test_a_conda_environment_without_python_can_still_be_activated():
    without = Fault(FaultCode.NO_PYTHON, PREFIX / "bin/python")
    assert meant(of(Kind.CONDA, faults=(without,))).folders == (PREFIX / "bin",)
