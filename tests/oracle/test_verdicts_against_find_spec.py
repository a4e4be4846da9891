"""Our verdicts against ``importlib.util.find_spec``, run by each environment's interpreter.

``VENVLENS_ORACLE=full`` asks about every module of the standard library, its tests too, and
about more installed packages; ``pytest -s`` prints the table.
"""

import os
import re
import sys
from pathlib import Path

import editables
import pytest
import traps
from environments import imported_names, standard_names
from interpreters import (
    about,
    described,
    environ,
    interpreters,
    make_venv,
    path_of,
    run,
    site_of,
    systems,
    usual_and_others,
)
from verdicts import Comparison, compare

from venvlens.core import layout
from venvlens.core.environment import Environment
from venvlens.core.implementation import CPYTHON

FULL = os.environ.get("VENVLENS_ORACLE") == "full"

PACKAGES = ("pip", "setuptools", "six", "requests", "zope.interface", "pyyaml", "protobuf")
MORE_PACKAGES = ("numpy", "pandas", "lxml", "matplotlib", "google-cloud-storage", "django", "boto3")
PACKAGES_FOR_ALL = ("pip", "setuptools", "six", "requests", "numpy<2.1", "protobuf")


_MADE_AT_RUN_TIME = re.compile(r"six\.moves|\.extern\.|requests\.packages")


def made_at_run_time(found: Comparison) -> bool:
    """Whether what we leave open is little beside the famous packages that make modules."""
    others = [name for name in found.unknown if not _MADE_AT_RUN_TIME.search(name)]
    return len(others) <= 0.005 * found.judged


def title(environment: Environment) -> str:
    return f"{environment.implementation} {environment.version}"


@pytest.fixture
def script_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("base", interpreters(), ids=title)
def test_the_standard_library(base: Environment, tmp_path: Path, script_folder: Path) -> None:
    environment = make_venv(base.executable, tmp_path / ".venv")
    assert environment.executable is not None
    names = standard_names(about(environment.executable), everything=FULL)
    found = compare(f"stdlib {title(base)}", environment, names, script_folder)
    assert found.wrong == ()
    assert found.unknown == ()
    assert found.judged > 500


@pytest.mark.parametrize("base", interpreters(), ids=title)
def test_folders_that_mislead(base: Environment, tmp_path: Path, script_folder: Path) -> None:
    environment = make_venv(base.executable, tmp_path / ".venv")
    assert environment.executable is not None
    suffixes = about(environment.executable).suffixes
    names = traps.set_traps(site_of(environment), tmp_path / "root", suffixes)
    found = compare(f"traps {title(base)}", environment, names, script_folder)
    assert found.wrong == ()
    assert found.unknown == ()
    said = about(environment.executable)
    path, _ = path_of(environment)
    assert [str(e.path) for e in path.entries] == [p for p in said.path if os.path.exists(p)]


def test_editable_installs_of_every_backend(tmp_path: Path, script_folder: Path) -> None:
    environment = make_venv(interpreters()[0].executable, tmp_path / ".venv")
    assert environment.executable is not None
    names = editables.install(tmp_path / "projects", environment.executable)
    found = compare("editable installs", environment, names, script_folder)
    assert found.wrong == ()
    assert found.unknown == ()


def test_an_editable_install_of_meson(tmp_path: Path, script_folder: Path) -> None:
    environment = make_venv(interpreters()[0].executable, tmp_path / ".venv")
    assert environment.executable is not None
    names = editables.install_meson(tmp_path / "projects", environment.executable)
    found = compare("editable install of Meson", environment, names, script_folder)
    assert found.wrong == ()
    assert found.unknown == ()


@pytest.mark.parametrize("base", usual_and_others(), ids=title)
def test_installed_packages(base: Environment, tmp_path: Path, script_folder: Path) -> None:
    environment = make_venv(base.executable, tmp_path / ".venv")
    assert environment.executable is not None
    # Few of those with much in C come compiled for other implementations.
    packages = PACKAGES if base.implementation == CPYTHON else PACKAGES_FOR_ALL
    packages += MORE_PACKAGES if FULL and base.implementation == CPYTHON else ()
    editables.uv("pip", "install", "--python", environment.executable, *packages)
    names = imported_names(site_of(environment))
    found = compare(f"installed packages {title(base)}", environment, names, script_folder)
    assert found.wrong == ()
    assert made_at_run_time(found), found.unknown


@pytest.mark.parametrize("base", usual_and_others(), ids=title)
@pytest.mark.parametrize("tool", ["uv", "virtualenv"])
def test_environments_of_other_tools(
    base: Environment, tool: str, tmp_path: Path, script_folder: Path
) -> None:
    command = {"uv": ("uv", "venv"), "virtualenv": ("virtualenv", "--no-seed")}[tool]
    python = ("--quiet", "--python", str(base.executable))
    run(sys.executable, "-m", *command, *python, tmp_path / ".venv")
    environment = described(tmp_path / ".venv")
    assert environment.executable is not None
    said = about(environment.executable)
    names = standard_names(said, everything=False)
    names |= traps.set_traps(site_of(environment), tmp_path / "root", said.suffixes)
    found = compare(f"{tool} {title(base)}", environment, names, script_folder)
    assert found.wrong == ()
    assert found.unknown == ()


def test_modules_that_path_files_load_before_the_project_counts(
    tmp_path: Path, script_folder: Path
) -> None:
    lines = {
        "certain": "import certain",
        "tried": "import sys; exec('try:\\n import tried\\nexcept ImportError: pass')",
        "within": "import sys; exec('import within')",
        "perhaps": "import os; exec('if os.environ.get(\"NOBODY_SETS\"): import perhaps')",
        "fallback": "import os; exec('try:\\n import os\\nexcept ImportError: import fallback')",
    }
    for index, base in enumerate(interpreters()):
        environment = make_venv(base.executable, tmp_path / f".venv{index}")
        site = site_of(environment)
        names = set()
        for name, line in lines.items():
            traps.write(site, f"{name}/__init__.py", f"{name}/theirs.py")
            traps.write(script_folder, f"{name}/__init__.py", f"{name}/mine.py")
            (site / f"{name}.pth").write_text(f"{line}\n")
            names |= {name, f"{name}.mine", f"{name}.theirs"}
        found = compare(f"loaded early {base.version}", environment, names, script_folder)
        assert found.wrong == ()
        assert found.unknown == ("fallback.theirs", "perhaps.theirs")


def test_folders_of_pythonpath(tmp_path: Path, script_folder: Path) -> None:
    folder = tmp_path / "lent"
    traps.write(folder, "wave.py", "lent_module.py", "email/mime.py", "six.py", "early.py")
    traps.write(folder, **{"more.pth": f"{tmp_path / 'more'}\n", "codecs/x.py": ""})
    traps.write(tmp_path / "more", "of_a_line.py")
    for index, base in enumerate(interpreters()):
        environment = make_venv(base.executable, tmp_path / f".venv{index}")
        site = site_of(environment)
        traps.write(site, "six.py", **{"early.py": "", "a.pth": "import early\n"})
        names = {"wave", "wave.x", "lent_module", "of_a_line", "email", "email.mime"}
        names |= {"email.mime.text", "six", "early", "codecs", "codecs.x", "nothing"}
        variables = {"PYTHONPATH": str(folder)}
        found = compare(
            f"PYTHONPATH {base.version}", environment, names, script_folder, **variables
        )
        assert (found.wrong, found.unknown) == ((), ())


def test_global_interpreters_with_a_user_site(tmp_path: Path, script_folder: Path) -> None:
    for index, base in enumerate({interpreters()[0], *systems()}):
        assert base.executable is not None and base.version is not None
        user_base = tmp_path / f"user{index}"
        site = layout.user_site(
            user_base, base.version, sys.platform, implementation=base.implementation
        )
        traps.write(site, "of_the_user.py", **{"more.pth": f"{tmp_path / 'more'}\n"})
        traps.write(tmp_path / "more", "of_a_line.py")
        names = imported_names(Path(about(base.executable).library) / "asyncio")
        names |= {
            "of_the_user",
            "of_a_line",
            "of_nobody",
            "yaml",
            "apt",
            "pip",
            "distutils",
            "__pypy__",
        }
        variables = {"PYTHONUSERBASE": str(user_base)}
        script = "import of_the_user, of_a_line"
        run(str(base.executable), "-c", script, env=environ(**variables))
        found = compare(f"global {title(base)}", base, names, script_folder, **variables)
        assert found.wrong == ()
        path, _ = path_of(base, **variables)
        assert found.unknown == () or path.opaque


def test_environments_that_see_the_system(tmp_path: Path, script_folder: Path) -> None:
    for index, base in enumerate({interpreters()[0], *systems()}):
        options = ("--without-pip", "--system-site-packages")
        environment = make_venv(base.executable, tmp_path / f".venv{index}", *options)
        assert environment.executable is not None
        sites = [Path(p) for p in about(environment.executable).path if "-packages" in p]
        names = set().union(*(imported_names(site) for site in sites)) | {"of_nobody"}
        limited = names if FULL else set(sorted(names)[::4])
        found = compare(f"system site {title(base)}", environment, limited, script_folder)
        assert found.wrong == ()
        path, _ = path_of(environment)
        assert made_at_run_time(found) or path.opaque, found.unknown
