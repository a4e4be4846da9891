"""``venvlens doctor`` names one of each fault, made by real tools, once and with its way out."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from interpreters import interpreters

UV = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.defpath]))


def run(*argv, cwd, home):
    environ = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    environ |= {"UV_OFFLINE": "1", "UV_PYTHON_DOWNLOADS": "never", "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        [str(word) for word in argv], cwd=cwd, env=environ, capture_output=True, text=True
    )


def doctor(folder, home, *more):
    done = run(sys.executable, "-m", "venvlens", "doctor", *more, cwd=folder, home=home)
    assert done.stderr == ""
    return done


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def base():
    return next(one for one in interpreters() if one.implementation == "cpython")


def site(prefix):
    return next((prefix / "lib").glob("python*")) / "site-packages"


def distribution(folder, title, *files):
    info = folder / f"{title}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").touch()
    (info / "RECORD").write_text("".join(f"{file},sha256={title},1\n" for file in files))
    return info


def test_each_fault_is_named_once_with_its_way_out(tmp_path, home, base):
    shop = tmp_path / "shop"
    shop.mkdir()
    assert run("git", "init", "-q", cwd=shop, home=home).returncode == 0
    series = "{}.{}".format(*base.version.series)
    (shop / "pyproject.toml").write_text(
        '[project]\nname = "shop"\nrequires-python = "<3"\ndependencies = ["wanted"]\n'
    )
    (shop / ".python-version").write_text("2.7\n")
    (shop / ".gitignore").write_text("*.pyc\n")
    # venv: moved, upgraded, not ignored, and ill inside
    words = (base.executable, "-m", "venv", "--without-pip", "old")
    assert run(*words, cwd=shop, home=home).returncode == 0
    (shop / "old").rename(shop / ".venv")
    (shop / ".venv" / ".gitignore").unlink(missing_ok=True)
    cfg = shop / ".venv" / "pyvenv.cfg"
    cfg.write_text(cfg.read_text().replace(f"version = {series}", "version = 3.2"))
    inside = site(shop / ".venv")
    (inside / "~equests").mkdir()
    distribution(inside, "one-1", "shared.py")
    distribution(inside, "two-1", "shared.py")
    distribution(inside, "two-2")
    (inside / "odd.pth").write_text("import subprocess; subprocess.run(['never'])\n")
    distribution(home / ".local" / "lib" / f"python{series}" / "site-packages", "wanted-1")
    # uv: committed; virtualenv: its base is gone
    made = run(UV, "venv", "-q", "--no-config", "-p", base.executable, "kept", cwd=shop, home=home)
    assert made.returncode == 0, made.stderr
    assert run("git", "add", "-f", "kept/pyvenv.cfg", cwd=shop, home=home).returncode == 0
    virtualenv = (sys.executable, "-m", "virtualenv", "-q", "--without-pip", "--no-download")
    made = run(*virtualenv, "-p", base.executable, "gone", cwd=shop, home=home)
    assert made.returncode == 0, made.stderr
    cfg = shop / "gone" / "pyvenv.cfg"
    cfg.write_text("home = /nowhere/bin\nversion = 3.12.1\n")
    for program in (shop / "gone" / "bin").glob("python*"):
        program.unlink()
    (shop / "gone" / "bin" / "python").symlink_to("/nowhere/bin/python3")

    done = doctor(shop, home, "--format", "json")
    faults = [f for one in json.loads(done.stdout)["environments"] for f in one["faults"]]
    assert Counter(fault["code"] for fault in faults) == dict.fromkeys(
        (
            *("environment-broken", "environment-outdated", "environment-moved"),
            *("environment-not-ignored", "environment-committed"),
            *("python-not-allowed", "python-not-pinned"),
            *("distribution-overlap", "distribution-remains", "distribution-duplicate"),
            *("distribution-outside", "start-up-code"),
        ),
        1,
    )
    assert all(fault["remedy"] and Path(fault["file"]).exists() for fault in faults)
    assert done.returncode == 1
    text = doctor(shop, home).stdout
    assert all(text.count(f"    {fault['remedy']}.\n") == 1 for fault in faults)


@pytest.mark.parametrize("tool", ["venv", "virtualenv", "uv"])
def test_a_fresh_environment_is_well(tool, tmp_path, home, base):
    folder = tmp_path / "well"
    folder.mkdir()
    words = {
        "venv": (base.executable, "-m", "venv", "--without-pip"),
        "virtualenv": (sys.executable, "-m", "virtualenv", "-q", "-p", base.executable),
        "uv": (UV, "venv", "-q", "--no-config", "-p", base.executable),
    }[tool]
    made = run(*words, ".venv", cwd=folder, home=home)
    assert made.returncode == 0, made.stderr
    done = doctor(folder, home, "--format", "json")
    [found] = json.loads(done.stdout)["environments"]
    assert found["faults"] == []
    assert all(one["tool"] for one in found["startUpCode"])
    assert done.returncode == 0


@pytest.mark.parametrize(
    "word", [".venv", ".venv/bin", ".venv/bin/python", "../shop/.venv", "link"]
)
def test_an_environment_that_is_named_is_looked_at_alone(word, tmp_path, home, base):
    shop = tmp_path / "shop"
    for name in (".venv", "other"):
        made = run(
            base.executable, "-m", "venv", "--without-pip", shop / name, cwd=tmp_path, home=home
        )
        assert made.returncode == 0, made.stderr
    (shop / "pyproject.toml").write_text('[project]\nname = "shop"\nrequires-python = "<3"\n')
    (shop / "link").symlink_to(shop / ".venv")
    prefix = str(shop / ("link" if word == "link" else ".venv"))
    done = doctor(shop, home, word, "--format", "json")
    [found] = json.loads(done.stdout)["environments"]
    assert found["prefix"] == prefix
    codes = [fault["code"] for fault in found["faults"]]
    # What a project declares is about the environment that it is judged by.
    assert codes == ([] if word == "link" else ["python-not-allowed"])
    assert done.returncode == (0 if word == "link" else 1)


def test_a_named_environment_may_be_condas_or_broken(tmp_path, home):
    conda, broken = tmp_path / "envs" / "data", tmp_path / "shop" / "env"
    (conda / "conda-meta").mkdir(parents=True)
    broken.mkdir(parents=True)
    (broken / "pyvenv.cfg").write_text(f"home = {tmp_path}/gone\nversion = 3.9.1\n")
    assert "envs/data" in doctor(tmp_path, home, "envs/data").stdout
    done = doctor(tmp_path, home, "shop/env")
    assert "error[environment-broken]" in done.stdout
    assert done.returncode == 1
