"""What the files of an environment say about activating it."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from interpreters import described, make_venv
from machine_here import machine_on

from venvlens.core.environment import Kind
from venvlens.system.activation import activatable
from venvlens.system.locators import conda_prefix, pixi

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")


def machine(**environ: str):
    here = machine_on(sys.platform)
    kept = {n: v for n, v in here.environ.items() if not n.startswith(("CONDA_", "MAMBA_"))}
    return replace(here, environ=kept | environ)


def test_the_scripts_of_an_environment_are_found_with_its_prompt(tmp_path):
    made = make_venv(Path(sys.executable), tmp_path / ".venv", "--without-pip", "--prompt", "a 'b'")
    found = activatable(made, machine())
    assert found.scripts == {"activate", "activate.fish", "activate.csh", "Activate.ps1"}
    assert found.prompt == "a 'b'"


@pytest.mark.parametrize(
    ("line", "prompt"),
    [("prompt = 'shop'", "shop"), ("prompt = shop", "shop"), ("prompt = ''", None), ("", None)],
)
def test_a_prompt_is_read_as_each_tool_writes_it(tmp_path, line, prompt):
    made = make_venv(Path(sys.executable), tmp_path / ".venv")
    cfg = tmp_path / ".venv" / "pyvenv.cfg"
    cfg.write_text(f"{cfg.read_text()}{line}\n")
    assert activatable(made, machine()).prompt == prompt


def test_scripts_of_an_environment_that_was_moved_lead_elsewhere(tmp_path):
    make_venv(Path(sys.executable), tmp_path / "before")
    moved = (tmp_path / "before").rename(tmp_path / "after")
    # The script for PowerShell asks where it is itself.
    assert activatable(described(moved), machine()).scripts == {"Activate.ps1"}


def test_a_link_to_an_environment_is_the_same_place(tmp_path):
    make_venv(Path(sys.executable), tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert "activate" in activatable(described(tmp_path / "link"), machine()).scripts


def test_a_script_that_cannot_be_read_is_not_offered(tmp_path):
    made = make_venv(Path(sys.executable), tmp_path / ".venv")
    script = tmp_path / ".venv" / "bin" / "activate"
    script.unlink()
    script.mkdir()
    (script.with_name("activate.fish")).write_bytes(b"\xff\xfe" * 100)
    assert activatable(made, machine()).scripts == {"activate.csh", "Activate.ps1"}


def conda(root: Path, name: str = "shop", *programs: str) -> Path:
    """Make what conda's own files say of an environment, and of the root above it."""
    prefix = root / "envs" / name
    (prefix / "conda-meta").mkdir(parents=True)
    (root / "conda-meta").mkdir(exist_ok=True)
    for program in programs:
        (root / "condabin").mkdir(exist_ok=True)
        (root / "condabin" / program).touch()
    return prefix


def conda_activatable(prefix: Path, **environ: str):
    found = conda_prefix.describe(prefix, machine(), "made by a test")
    return activatable(found, machine(**environ))


def test_a_name_is_given_only_for_the_root_of_the_shells_own_conda(tmp_path):
    root = tmp_path / "conda"
    prefix = conda(root, "shop", "conda")
    assert conda_activatable(prefix).conda_name is None
    own = conda_activatable(prefix, CONDA_EXE=f"{root}/bin/conda")
    assert (own.conda, own.conda_name) == ("conda", "shop")
    other = conda_activatable(prefix, CONDA_EXE="/elsewhere/bin/conda")
    assert (other.conda, other.conda_name) == ("conda", None)


def test_micromamba_activates_what_is_its_own(tmp_path):
    prefix = conda(tmp_path / "mamba")
    variables = {"MAMBA_EXE": "/opt/micromamba", "MAMBA_ROOT_PREFIX": str(tmp_path / "mamba")}
    found = conda_activatable(prefix, **variables)
    assert (found.conda, found.conda_name) == ("micromamba", "shop")
    assert conda_activatable(prefix, MAMBA_EXE="/opt/bin/mamba").conda == "mamba"
    # What conda is installed beside is conda's.
    assert conda_activatable(conda(tmp_path / "c", "x", "conda"), **variables).conda == "conda"


def test_a_name_that_looks_like_an_option_is_given_as_a_folder(tmp_path):
    root = tmp_path / "conda"
    prefix = conda(root, "-n", "conda")
    assert conda_activatable(prefix, CONDA_EXE=f"{root}/bin/conda").conda_name is None


def test_the_base_is_called_base_and_an_environment_elsewhere_by_its_folder(tmp_path):
    root = tmp_path / "conda"
    conda(root, "shop", "conda")
    exe = f"{root}/bin/conda"
    base = conda_activatable(root, CONDA_EXE=exe)
    assert (base.environment.kind, base.conda_name) == (Kind.CONDA_BASE, "base")
    elsewhere = tmp_path / "shop" / ".conda"
    (elsewhere / "conda-meta").mkdir(parents=True)
    assert conda_activatable(elsewhere, CONDA_EXE=exe).conda_name is None


def test_scripts_and_variables_that_conda_keeps_are_named_and_not_read(tmp_path):
    prefix = conda(tmp_path / "conda")
    assert conda_activatable(prefix).hooks == ()
    hooks = prefix / "etc" / "conda" / "activate.d"
    hooks.mkdir(parents=True)
    (hooks / "gdal.sh").touch()
    (prefix / "conda-meta" / "state").write_text(json.dumps({"env_vars": {"A": "1"}}))
    assert conda_activatable(prefix).hooks == (hooks, prefix / "conda-meta" / "state")


def test_an_environment_of_pixi(tmp_path):
    prefix = tmp_path / ".pixi" / "envs" / "default"
    (prefix / "conda-meta").mkdir(parents=True)
    (prefix / "conda-meta" / "pixi").touch()
    (tmp_path / "pixi.toml").touch()
    [found] = pixi.below(tmp_path, machine())
    assert activatable(found, machine()).environment.project == tmp_path
