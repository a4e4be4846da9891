"""Installations of every layout: made of files, and real ones beside their interpreters."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import machine_here
import pytest
from interpreters import about, described, environ, interpreters, make_venv, path_of, run

from venvlens.core.environment import Environment, Kind
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import EntryKind, SearchPath
from venvlens.system import installations, search_path
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host
from venvlens.system.locators import conda_prefix, venv

V312 = PythonVersion(3, 12, 1)


def files(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.touch(0o755)
    return root


def built(environment: Environment, platform: str, home: Path, **variables: str) -> SearchPath:
    host = Host(variables, (), home, platform)
    return search_path.build(environment, host, Looks(Disk()))


def globally(executable: Path, platform: str) -> Environment:
    found = machine_here.describe(executable, Kind.GLOBAL, "made by a test", platform)
    assert found is not None
    return found


def below(root: Path, path: SearchPath) -> list[tuple[str, EntryKind]]:
    return [(str(entry.path.relative_to(root)), entry.kind) for entry in path.entries]


STDLIB, SITE, USER = EntryKind.STDLIB, EntryKind.SITE_PACKAGES, EntryKind.USER_SITE


# Windows

WINDOWS = ("python.exe", "python312.dll", "python3.dll", "Lib/os.py", "Lib/site-packages/", "DLLs/")


def test_an_installation_of_windows(tmp_path: Path) -> None:
    root = files(tmp_path / "Py", *WINDOWS)
    files(tmp_path, "Roaming/Python/Python312/site-packages/")
    found = globally(root / "python.exe", "win32")
    assert (found.prefix, str(found.version)) == (root, "3.12")
    path = built(found, "win32", tmp_path, APPDATA=str(tmp_path / "Roaming"))
    assert below(tmp_path, path) == [
        ("Py/DLLs", STDLIB),
        ("Py/Lib", STDLIB),
        ("Py", STDLIB),
        ("Roaming/Python/Python312/site-packages", USER),
        ("Py/Lib/site-packages", SITE),
    ]


def test_an_environment_of_windows(tmp_path: Path) -> None:
    root = files(tmp_path / "Py", *WINDOWS)
    prefix = files(tmp_path / "venv", "Scripts/python.exe", "Lib/site-packages/")
    (prefix / "pyvenv.cfg").write_text(f"home = {root}\nversion = 3.12.1\n")
    found = venv.describe(prefix, machine_here.machine_on("win32"), "made by a test")
    assert found is not None
    assert (found.base_prefix, found.faults) == (root, ())
    found = replace(found, system_site=False)
    assert below(tmp_path, built(found, "win32", tmp_path)) == [
        ("Py/DLLs", STDLIB),
        ("Py/Lib", STDLIB),
        ("Py", STDLIB),
        ("venv", SITE),
        ("venv/Lib/site-packages", SITE),
    ]


EMBEDDED = ("python.exe", "python312.dll", "python312.zip", "Lib/site-packages/")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("python312._pth", "python312.zip\n.\n#import site\n", ["E/python312.zip", "E"]),
        (
            "python._pth",
            "python312.zip\n.\nimport site\n",
            ["E/python312.zip", "E", "E/Lib/site-packages"],
        ),
        ("python312._pth", "Lib/site-packages # ours\n", ["E/Lib/site-packages"]),
    ],
)
def test_an_embeddable_python(tmp_path: Path, name: str, text: str, expected: list[str]) -> None:
    root = files(tmp_path / "E", *EMBEDDED)
    files(tmp_path, "Roaming/Python/Python312/site-packages/")
    (root / name).write_text(text)
    found = globally(root / "python.exe", "win32")
    assert (found.prefix, str(found.version)) == (root, "3.12")
    path = built(found, "win32", tmp_path, APPDATA=str(tmp_path / "Roaming"))
    assert [place for place, _ in below(tmp_path, path)] == expected


def test_an_environment_of_an_embeddable_python_has_its_fixed_path(tmp_path: Path) -> None:
    root = files(tmp_path / "E", *EMBEDDED)
    (root / "python312._pth").write_text("python312.zip\n")
    prefix = files(tmp_path / "venv", "Scripts/python.exe", "Lib/site-packages/")
    (prefix / "pyvenv.cfg").write_text(f"home = {root}\nversion = 3.12.1\n")
    found = venv.describe(prefix, machine_here.machine_on("win32"), "made by a test")
    assert found is not None
    assert below(tmp_path, built(found, "win32", tmp_path)) == [("E/python312.zip", STDLIB)]


@pytest.mark.parametrize("site", [False, True])
def test_only_site_runs_customisations(tmp_path: Path, site: bool) -> None:
    root = files(tmp_path / "E", *EMBEDDED)
    for name in ("sitecustomize", "usercustomize"):
        (root / f"{name}.py").write_text("import sys\nsys.path.append('x')\n")
    (root / "python._pth").write_text(f".\n{'import site' * site}\n")
    opaque = built(globally(root / "python.exe", "win32"), "win32", tmp_path).opaque
    assert opaque == ((f"{root}/sitecustomize.py may change the search path",) if site else ())


# Frameworks of macOS


def a_framework(root: Path, name: str = "Python") -> Path:
    versions = root / "Library/Frameworks" / f"{name}.framework/Versions"
    library = "3.12/lib/python3.12"
    app = "3.12/Resources/Python.app/Contents/MacOS"
    files(versions, f"3.12/{name}", "3.12/bin/python3.12", f"{app}/{name}", f"{library}/os.py")
    files(versions, f"{library}/lib-dynload/", f"{library}/site-packages/")
    (versions / "Current").symlink_to("3.12")
    return versions / "3.12"


@pytest.mark.parametrize("name", ["Python", "Python3", "DebugPython"])
@pytest.mark.parametrize("place", ["bin/python3.12", "../Current/bin/python3.12"])
def test_a_framework(tmp_path: Path, name: str, place: str) -> None:
    version = a_framework(tmp_path, name)
    users = name.removesuffix("3")
    user_site = f"home/Library/{users}/3.12/lib/python/site-packages"
    files(tmp_path, f"{user_site}/")
    found = globally(Path(os.path.normpath(version / place)), "darwin")
    assert (found.prefix, str(found.version)) == (version, "3.12")
    path = built(found, "darwin", tmp_path / "home")
    library = version.relative_to(tmp_path) / "lib/python3.12"
    assert below(tmp_path, path) == [
        (str(library), STDLIB),
        (str(library / "lib-dynload"), STDLIB),
        (user_site, USER),
        (str(library / "site-packages"), SITE),
    ]


def test_an_environment_of_a_framework(tmp_path: Path) -> None:
    version = a_framework(tmp_path)
    prefix = files(tmp_path / "venv", "bin/", "lib/python3.12/site-packages/")
    (prefix / "bin/python").symlink_to(version / "bin/python3.12")
    (prefix / "pyvenv.cfg").write_text(f"home = {version}/bin\nversion = 3.12.1\n")
    found = venv.describe(prefix, machine_here.machine_on("darwin"), "made by a test")
    assert found is not None
    assert (found.base_prefix, found.faults) == (version, ())
    files(tmp_path, "home/Library/Python/3.12/lib/python/site-packages/")
    path = built(replace(found, system_site=True), "darwin", tmp_path / "home")
    assert [entry.kind for entry in path.entries if entry.path.name == "site-packages"] == [
        SITE,
        USER,
        EntryKind.SYSTEM_SITE,
    ]


def test_a_users_base_that_is_named_holds_for_frameworks_too(tmp_path: Path) -> None:
    found = globally(a_framework(tmp_path) / "bin/python3.12", "darwin")
    files(tmp_path, "mine/lib/python/site-packages/")
    path = built(found, "darwin", tmp_path, PYTHONUSERBASE=str(tmp_path / "mine"))
    assert ("mine/lib/python/site-packages", USER) in below(tmp_path, path)


# conda


def test_a_conda_prefix_is_an_ordinary_installation(tmp_path: Path) -> None:
    library = "lib/python3.12"
    root = files(tmp_path / "env", "bin/python3.12", f"{library}/os.py", f"{library}/lib-dynload/")
    files(root, f"{library}/site-packages/", "conda-meta/python-3.12.4-h194c7f8_1.json")
    (root / "bin/python").symlink_to("python3.12")
    looks = Looks(Disk())
    assert conda_prefix.is_prefix(root, looks)
    assert conda_prefix.interpreter(root, machine_here.machine_on("linux")) == root / "bin/python"
    found = globally(root / "bin/python", "linux")
    assert (found.prefix, str(found.version)) == (root, "3.12.4")
    assert below(root, built(found, "linux", tmp_path)) == [
        (library, STDLIB),
        (f"{library}/lib-dynload", STDLIB),
        (f"{library}/site-packages", SITE),
    ]


def test_a_conda_prefix_of_windows(tmp_path: Path) -> None:
    root = files(tmp_path / "env", *WINDOWS, "Library/bin/", "conda-meta/python-3.12.4-h1_1.json")
    assert conda_prefix.interpreter(root, machine_here.machine_on("win32")) == root / "python.exe"
    found = globally(root / "python.exe", "win32")
    assert (found.prefix, str(found.version)) == (root, "3.12.4")
    assert below(tmp_path, built(found, "win32", tmp_path)) == [
        ("env/DLLs", STDLIB),
        ("env/Lib", STDLIB),
        ("env", STDLIB),
        ("env/Lib/site-packages", SITE),
    ]


def test_a_conda_prefix_may_have_no_python(tmp_path: Path) -> None:
    root = files(tmp_path / "env", "conda-meta/history", "bin/gcc")
    looks = Looks(Disk())
    assert conda_prefix.is_prefix(root, looks)
    assert conda_prefix.interpreter(root, machine_here.machine_on("linux")) is None
    assert conda_prefix.interpreter(root, machine_here.machine_on("win32")) is None


def test_what_is_no_conda_prefix(tmp_path: Path) -> None:
    files(tmp_path, "pixi/conda-meta/pixi", "file/conda-meta", "other/bin/python")
    looks = Looks(Disk())
    found = [conda_prefix.is_prefix(tmp_path / n, looks) for n in ("pixi", "file", "other", "gone")]
    assert found == [False] * 4


# Where it was compiled


@pytest.mark.parametrize(
    ("makefile", "prefix"),
    [("VPATH=\t.\nprefix=\t\t/opt/py\n", "/opt/py"), ("", "/usr/local")],
)
def test_a_python_that_is_not_installed(tmp_path: Path, makefile: str, prefix: str) -> None:
    root = files(tmp_path / "src", "python", "Lib/os.py", "build/lib.linux/", "Modules/Setup.local")
    files(root, "Include/")
    (root / "Include/patchlevel.h").write_text('#define PY_VERSION "3.12.1"\n')
    (root / "pybuilddir.txt").write_text("build/lib.linux")
    (root / "Makefile").write_text(makefile)
    found = globally(root / "python", "linux")
    assert (str(found.prefix), str(found.version)) == (prefix, "3.12.1")
    assert below(root, built(found, "linux", tmp_path))[:2] == [
        ("Lib", STDLIB),
        ("build/lib.linux", STDLIB),
    ]


# Libraries in lib64, and what is said of installations by hostile files


@pytest.mark.parametrize("both", [False, True])
def test_a_library_in_lib64(tmp_path: Path, both: bool) -> None:
    root = files(tmp_path / "usr", "bin/python3.12", "lib64/python3.12/os.py")
    files(root, "lib/python3.12/site-packages/", *(("lib/python3.12/os.py",) if both else ()))
    layout = installations.at(root / "bin/python3.12", V312, machine_here.machine_on("linux"))
    assert (layout.prefix, layout.lib) == (root, "lib" if both else "lib64")


@pytest.mark.parametrize("home", ["relative", ".", "", "/", "/\0", "//", "x" * 100_000, "../.."])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_any_home_gives_an_answer(tmp_path: Path, home: str, platform: str) -> None:
    prefix = files(tmp_path / "venv", "bin/python", "Scripts/python.exe")
    (prefix / "pyvenv.cfg").write_text(f"home = {home}\nversion = 3.12\n")
    found = venv.describe(prefix, machine_here.machine_on(platform), "made by a test")
    assert found is not None
    path = built(found, platform, tmp_path)
    assert all(entry.path.is_absolute() for entry in path.entries)
    assert not any((Path(entry.path) / "os.py").exists() for entry in path.entries)


def test_a_relative_home_is_not_looked_for_where_we_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path / "here", "bin/", "lib/python3.12/os.py")
    monkeypatch.chdir(tmp_path / "here")
    prefix = files(tmp_path / "venv", "bin/python")
    layout = installations.at(prefix / "bin/python", V312, machine_here.machine_on("linux"))
    (prefix / "pyvenv.cfg").write_text("home = bin\n")
    other = installations.at(prefix / "bin/python", V312, machine_here.machine_on("linux"))
    assert not layout.found
    assert not other.found


# Who installs


def test_an_interpreter_that_its_system_manages(tmp_path: Path) -> None:
    root = files(tmp_path / "usr", "bin/python3.12", "lib/python3.12/os.py")
    assert globally(root / "bin/python3.12", "linux").externally_managed is None
    mark = root / "lib/python3.12/EXTERNALLY-MANAGED"
    mark.write_text("[externally-managed]\nError=use apt\n")
    assert globally(root / "bin/python3.12", "linux").externally_managed == "use apt"
    mark.write_text("nothing")
    assert globally(root / "bin/python3.12", "linux").externally_managed == ""


def test_pip_may_install_into_an_environment_of_a_managed_interpreter(tmp_path: Path) -> None:
    root = files(tmp_path / "usr", "bin/python3.12", "lib/python3.12/os.py")
    files(root, "lib/python3.12/EXTERNALLY-MANAGED")
    prefix = files(tmp_path / "venv", "bin/")
    (prefix / "bin/python").symlink_to(root / "bin/python3.12")
    (prefix / "pyvenv.cfg").write_text(f"home = {root}/bin\nversion = 3.12.1\n")
    found = venv.describe(prefix, machine_here.machine_on("linux"), "made by a test")
    assert found is not None
    assert found.externally_managed is None


def test_real_interpreters_are_managed_where_their_library_says_so() -> None:
    for python in interpreters():
        code = "import os, sysconfig; p = sysconfig.get_path('stdlib')"
        code += "; print(os.path.exists(os.path.join(p, 'EXTERNALLY-MANAGED')))"
        said = run(str(python.executable), "-c", code).strip() == "True"
        assert (python.externally_managed is not None) == said


# Real interpreters in unusual places


def agrees(environment: Environment) -> None:
    assert environment.executable is not None
    said = about(environment.executable)
    path, _ = path_of(environment)
    assert [str(entry.path) for entry in path.entries] == [
        entry for entry in said.path if os.path.exists(entry)
    ]
    assert str(environment.base_prefix) == said.base_prefix


@pytest.mark.parametrize("site", [False, True])
def test_real_interpreters_obey_a_fixed_path(tmp_path: Path, site: bool) -> None:
    for index, base in enumerate(interpreters()):
        assert base.version is not None
        made = make_venv(base.executable, tmp_path / f"{index}")
        series = "{}.{}".format(*base.version.series)
        assert made.executable is not None
        assert base.base_prefix is not None
        # What is not named is not found: without the library nothing would start.
        library = base.base_prefix / "lib" / f"python{series}"
        lines = [str(library), str(library / "lib-dynload"), "more # own", "import site" * site]
        (Path(made.executable).parent / "more").mkdir()
        Path(f"{made.executable}._pth").write_text("\n".join(lines))
        said = about(made.executable)
        found = described(tmp_path / f"{index}")
        path, _ = path_of(found)
        # ``python -c`` has no folder of its own in front if it is isolated.
        entries = json_path(made.executable)
        assert [str(entry.path) for entry in path.entries] == entries
        assert said.version == (*base.version.series, base.version.micro)


def json_path(executable: Path) -> list[str]:
    code = "import os, sys; print('\\n'.join(p for p in sys.path if p and os.path.exists(p)))"
    return run(str(executable), "-c", code, env=environ()).splitlines()


def test_real_interpreters_behind_links(tmp_path: Path) -> None:
    for index, base in enumerate(interpreters()):
        folder = tmp_path / f"{index}"
        folder.mkdir()
        assert base.executable is not None
        (folder / "linked").symlink_to(base.prefix)
        (folder / "python").symlink_to(base.executable)
        (folder / "again").symlink_to("python")
        for link in ("python", "again", f"linked/bin/{base.executable.name}"):
            agrees(globally(folder / link, "linux"))


def test_environments_behind_links(tmp_path: Path) -> None:
    for index, base in enumerate(interpreters()):
        folder = tmp_path / f"{index}"
        assert base.executable is not None
        folder.mkdir()
        (folder / "linked").symlink_to(base.prefix)
        through = folder / "linked" / "bin" / base.executable.name
        agrees(make_venv(through, folder / "of_folder"))
        (folder / "python3").symlink_to(base.executable)
        agrees(make_venv(folder / "python3", folder / "of_link"))
        if base.implementation == "cpython":
            # A copied PyPy finds its library through the dynamic linker, which no file tells of.
            agrees(make_venv(folder / "python3", folder / "copied", "--without-pip", "--copies"))
