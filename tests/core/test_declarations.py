"""What files of a project declare and lock: every format that we read, and bad ones."""

import time

import pytest

from venvlens.core.declarations import requirements_file
from venvlens.core.declarations.declared import exact
from venvlens.core.declarations.environment_file import in_environment_file
from venvlens.core.declarations.lock_files import in_lock_file, in_pipfile_lock
from venvlens.core.declarations.pipfile import in_pipfile
from venvlens.core.declarations.pyproject import in_pyproject
from venvlens.core.declarations.setup_cfg import in_setup_cfg


def told(found) -> dict[str, str | None]:
    return {one.distribution: one.version for one in found}


PYPROJECT = """
[project]
dependencies = ["Requests[socks]>=2; python_version<'4'", "a @ https://x/y.whl", "not a name!", 3]
[project.optional-dependencies]
cli = ["click==8.1.7"]
[dependency-groups]
test = ["pytest", {include-group = "lint"}]
lint = ["ruff"]
[tool.poetry.dependencies]
python = "^3.11"
Flask = "^3"
pinned = "==1.2"
tabled = { version = "2.0", extras = ["x"] }
several = [{ version = "1" }]
[tool.poetry.dev-dependencies]
old-dev = "*"
[tool.poetry.group.docs.dependencies]
sphinx = "*"
[tool.pdm.dev-dependencies]
x = ["pdm-dev"]
[tool.uv]
dev-dependencies = ["uv-dev"]
[tool.rye]
dev-dependencies = ["rye-dev"]
[tool.hatch.envs.default]
dependencies = ["hatch-dev"]
extra-dependencies = ["hatch-extra"]
[tool.pixi.pypi-dependencies]
pixi-own = "*"
[tool.pixi.feature.gpu.pypi-dependencies]
pixi-gpu = "*"
"""


def test_pyproject_and_the_tables_of_the_tools():
    found = told(in_pyproject(PYPROJECT, "pyproject.toml"))
    assert found == {
        "requests": None,
        "a": None,
        "click": "8.1.7",
        "pytest": None,
        "ruff": None,
        "flask": None,
        "pinned": "1.2",
        "tabled": "2.0",
        "several": None,
        "old-dev": None,
        "sphinx": None,
        "pdm-dev": None,
        "uv-dev": None,
        "rye-dev": None,
        "hatch-dev": None,
        "hatch-extra": None,
        "pixi-own": None,
        "pixi-gpu": None,
    }


def test_what_is_asked_for_is_kept_as_the_standard_writes_it():
    found = {one.distribution: one.wish for one in in_pyproject(PYPROJECT, "pyproject.toml")}
    asked = {name: wish for name, wish in found.items() if wish}
    assert asked == {"requests": "[socks]>=2", "click": "==8.1.7", "pinned": "==1.2"}


def test_a_requirements_file_with_its_includes():
    text = """\
\ufeff# comment
requests==2.32 --hash=sha256:abc \\
    --hash=sha256:def
  PyYAML\t# why
-r other.txt
-rnear.txt
--requirement=sub/third.in
-c constraints.txt
--constraint "limits.txt"
--index-url https://x
-e .
-e git+https://host/x.git#egg=from_git
usb ; sys_platform == "linux" \\

name @ https://host/#egg=other
./local/path
torch>=2.0 --config-settings "a=b"
"""
    found = requirements_file.read(text, "requirements.txt")
    assert told(found.declared) == {
        "requests": "2.32",
        "pyyaml": None,
        "from-git": None,
        "usb": None,
        "name": None,
        "torch": None,
    }
    assert found.includes == ("other.txt", "near.txt", "sub/third.in")
    assert found.constraints == ("constraints.txt", "limits.txt")


UV = """
version = 1
[[package]]
name = "attrs"
version = "25.1.0"
dependencies = [{ name = "not-this" }]

[package.metadata]
name = "nor-this"

[[package]]
name = "Own_Thing"
source = { virtual = "." }
"""
PYLOCK = """
lock-version = '1.0'
[[packages]]
name = 'attrs'
version = '25.1.0'
[[packages.wheels]]
name = "attrs-25.1.0-py3-none-any.whl"
"""


def test_lock_files_of_uv_poetry_pdm_and_pip():
    assert told(in_lock_file(UV, "uv.lock")) == {"attrs": "25.1.0", "own-thing": None}
    assert told(in_lock_file(PYLOCK, "pylock.toml")) == {"attrs": "25.1.0"}


def test_a_lock_of_ten_thousand_packages_is_read_in_a_moment():
    table = '[[package]]\nname = "p{0}"\nversion = "{0}"\nfiles = [\n    {{file = "x"}},\n]\n\n'
    found = in_lock_file("".join(table.format(n) for n in range(10_000)), "poetry.lock")
    assert len(found) == 10_000


def test_pipenvs_files():
    text = """
[[source]]
url = "https://x"
name = "pypi"
[packages]
requests = "*"
pinned = "==1.0"
tabled = {version = ">=2", extras = ["x"]}
[dev-packages]
pytest = "*"
[docs]
sphinx = "*"
[requires]
python_version = "3.12"
"""
    assert told(in_pipfile(text)) == {
        "requests": None,
        "pinned": "1.0",
        "tabled": None,
        "pytest": None,
        "sphinx": None,
    }
    lock = (
        '{"_meta": {"hash": {"sha256": "x"}, "requires": {"python_version": "3.12"}},'
        ' "default": {"requests": {"version": "==2.32.3"}, "local": {"path": "."}},'
        ' "develop": {"pytest": {"version": "==8.0"}}}'
    )
    assert told(in_pipfile_lock(lock)) == {"requests": "2.32.3", "local": None, "pytest": "8.0"}


def test_setup_cfg():
    text = """
[options]
install_requires =
    requests>=2
    # not this
    pyyaml==6.0; python_version > "3"
tests_require = pytest
[options.extras_require]
docs = sphinx
"""
    assert told(in_setup_cfg(text)) == {
        "requests": None,
        "pyyaml": "6.0",
        "pytest": None,
        "sphinx": None,
    }


def test_an_environment_file_of_conda():
    text = """\
name: shop
channels:
  - conda-forge
  - defaults
dependencies:
  - python=3.12
  - numpy=1.26.4=py312_0
  - conda-forge::pandas>=2
  - "scipy==1.11"
  - Pillow   # why
  - pip
  - pip:
      - requests==2.32.3
      - -r requirements.txt
  - zlib
variables:
  - not-this
"""
    assert told(in_environment_file(text, "environment.yml")) == {
        "numpy": "1.26.4",
        "pandas": None,
        "scipy": "1.11",
        "pillow": None,
        "pip": None,
        "requests": "2.32.3",
        "zlib": None,
    }


@pytest.mark.parametrize(
    ("specifier", "version"),
    [("==1.0", "1.0"), ("=== 1.0+x", "1.0+x"), ("1.2.3", "1.2.3"), ("==1.*", None)]
    + [(text, None) for text in (">=1", "^1.2", "~1", "*", "", "==1,!=2", ">=1,==1.2")],
)
def test_a_version_is_one_only_where_no_other_is_possible(specifier: str, version: str | None):
    assert exact(specifier) == version


BAD = [
    "",
    "\0",
    "[",
    "[[package]]\nname = ",
    "{",
    "[]",
    '{"default": [1], "develop": {"a": 1}, "x": 3}',
    "[project]\ndependencies = 3\n[tool]\npoetry = 1\nhatch = {envs = {a = 1}}\npdm = []",
    "[options]\ninstall_requires",
    "dependencies: 3\n - a\n-\n- pip:\n - x",
    "-r\n-c\n-e\n\\\n==\n@",
    "[packages]\na = {version = 1}\n'' = '*'",
    "a" * 100_000,
    "[" * 50_000,
    "(" * 50_000,
    "requests" + "[a]" * 10_000 + "\n",
    "\n".join(["- a"] * 30_000),
    "a " + "\\\n" * 30_000,
    "a" + " " * 200_000 + "b",
    "dependencies:\n  - a" + " " * 150_000 + "b",
    "-r" + " " * 200_000,
    "-e" + "\t" * 200_000 + "=",
    '[[package]]\nname = "' + "a" * 200_000,
    "\ud800",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_text_gives_nothing_or_names_in_a_moment_but_never_fails(text: str):
    started = time.process_time()
    readers = (in_pyproject, in_lock_file, in_setup_cfg, in_environment_file)
    for read in (*readers, in_pipfile, in_pipfile_lock):
        assert isinstance(read(text, "x"), tuple)
    assert isinstance(requirements_file.read(text, "x").declared, tuple)
    assert time.process_time() - started < 2
