"""Interpreters of the operating systems, each rule on a described machine."""

from collections.abc import Iterable
from pathlib import PurePath

import pytest
from described_machine import PROGRAM, SCRIPT, described

from venvlens.core.environment import Environment, Kind
from venvlens.core.machine import Machine
from venvlens.core.python_version import PythonVersion
from venvlens.system.locators import (
    command_line_tools,
    default_interpreter,
    homebrew,
    interpreters,
    linux_system,
    on_path,
    python_org,
    windows_registry,
    windows_store,
    winpython,
    xcode,
)

Told = list[tuple[str, str]]
USUAL = ("/usr/bin",)
"""A PATH that has at least the system's own folder."""


def told(environments: Iterable[Environment]) -> Told:
    return [(str(one.version), str(one.executable)) for one in environments]


def header(version: str) -> str:
    return f'#define PY_VERSION "{version}"\n'


# Linux


def test_the_system_has_interpreters_whatever_is_on_path() -> None:
    files = {"/usr/bin/python3.11": PROGRAM + "3.11.2", "/usr/lib/python3.11/os.py": ""}
    machine = described(files=files, links={"/usr/bin/python3": "python3.11"}, path=USUAL)
    (found,) = linux_system.locate(machine)
    assert told([found]) == [("3.11.2", "/usr/bin/python3.11")]
    assert (found.kind, found.origin) == (Kind.SYSTEM, "installed in /usr/bin")
    assert found.prefix == PurePath("/usr")


def test_merged_folders_are_one() -> None:
    machine = described(
        files={"/usr/bin/python3.11": PROGRAM + "3.11.2"}, links={"/bin": "usr/bin"}, path=USUAL
    )
    assert told(linux_system.locate(machine)) == [("3.11.2", "/usr/bin/python3.11")]


def test_folders_that_are_not_merged_are_two() -> None:
    files = {"/usr/bin/python3.11": PROGRAM + "3.11.2", "/bin/python3.9": PROGRAM + "3.9.1"}
    assert told(linux_system.locate(described(files=files, path=USUAL))) == [
        ("3.11.2", "/usr/bin/python3.11"),
        ("3.9.1", "/bin/python3.9"),
    ]


def test_what_an_administrator_installed_is_found_too() -> None:
    files = {
        "/usr/local/bin/python3.13": PROGRAM + "3.13.0",
        "/opt/python3.12/bin/python3.12": PROGRAM + "3.12.1",
        "/opt/python/cp310-cp310/bin/python3.10": PROGRAM + "3.10.4",
        "/opt/google/chrome": PROGRAM,
    }
    assert told(linux_system.locate(described(files=files, path=USUAL))) == [
        ("3.13.0", "/usr/local/bin/python3.13"),
        ("3.12.1", "/opt/python3.12/bin/python3.12"),
        ("3.10.4", "/opt/python/cp310-cp310/bin/python3.10"),
    ]


@pytest.mark.parametrize("mark", ["conda-meta/history", "pyvenv.cfg"])
def test_prefixes_of_conda_and_environments_in_opt_are_not_the_systems(mark: str) -> None:
    files = {"/opt/tool/bin/python3.12": PROGRAM + "3.12.1", f"/opt/tool/{mark}": ""}
    assert list(linux_system.locate(described(files=files, path=USUAL))) == []


def test_what_the_user_put_into_a_folder_of_programs_is_not_the_systems() -> None:
    files = {"/home/me/.local/bin/python3.12": PROGRAM + "3.12.1"}
    (found,) = linux_system.locate(described(files=files, path=USUAL))
    assert (found.kind, str(found.version)) == (Kind.GLOBAL, "3.12.1")


def test_a_link_to_what_a_tool_installed_is_that_tools() -> None:
    files = {"/home/me/.pyenv/versions/3.12.1/bin/python3.12": PROGRAM}
    links = {
        "/home/me/.pyenv/versions/3.12.1/bin/python": "python3.12",
        "/home/me/.local/bin/python3.12": "/home/me/.pyenv/versions/3.12.1/bin/python3.12",
    }
    (found,) = interpreters.installed(described(files=files, links=links, path=USUAL))
    assert found.kind is Kind.PYENV
    assert str(found.executable) == "/home/me/.pyenv/versions/3.12.1/bin/python3.12"


def test_other_names_scripts_and_the_launcher_are_no_interpreters() -> None:
    names = ("py", "python3-config", "python3.12-gdb.py", "pythonw", "xpython3.12", "pypy3clean")
    files = {f"/usr/bin/{name}": PROGRAM + "3.12.1" for name in names}
    files["/usr/bin/python3.12"] = SCRIPT
    assert list(linux_system.locate(described(files=files, path=USUAL))) == []


def test_a_version_is_read_from_whatever_tells_it() -> None:
    details = '{"schema_version": "1.0", "language": {"version_info": {"major": 3, "minor": 14,'
    details += ' "micro": 2, "releaselevel": "final", "serial": 0}}}'
    files = {
        "/usr/bin/python3.14": PROGRAM,
        "/usr/lib/python3.14/build-details.json": details,
        "/usr/bin/python3.13": PROGRAM,
        "/usr/include/python3.13/patchlevel.h": header("3.13.1"),
        "/usr/bin/python3.11": PROGRAM + "3.11.2",
        "/usr/bin/python3.10": PROGRAM,
        "/usr/bin/pypy3.9": PROGRAM,
        "/usr/lib/libpypy3.9-c.so": PROGRAM + "3.9.16",
        "/usr/bin/python2.7": PROGRAM + "2.7.18",
    }
    versions = {
        name.rpartition("/")[2]: v
        for v, name in told(linux_system.locate(described(files=files, path=USUAL)))
    }
    assert versions == {
        "python3.14": "3.14.2",
        "python3.13": "3.13.1",
        "python3.11": "3.11.2",
        "python3.10": "3.10",
        "pypy3.9": "3.9.16",
        "python2.7": "2.7.18",
    }


def test_windows_has_no_such_folders() -> None:
    assert (
        list(
            linux_system.locate(described("win32", {r"C:\usr\bin\python3.12": PROGRAM}, path=USUAL))
        )
        == []
    )


@pytest.mark.parametrize("path", [(), ("/nix/store/shell/bin",)])
def test_a_path_without_any_of_the_systems_folders_shuts_it_out(path: tuple[str, ...]) -> None:
    files = {"/usr/bin/python3.11": PROGRAM + "3.11.2"}
    assert list(linux_system.locate(described(files=files, path=path))) == []


# Python 2


def test_python_2_is_listed_and_judges_nothing() -> None:
    files = {"/usr/bin/python2.7": PROGRAM + "2.7.18", "/usr/bin/python3.12": PROGRAM + "3.12.1"}
    links = {"/usr/bin/python": "python2.7"}
    machine = described(files=files, links=links, path=("/usr/bin",))
    assert told(interpreters.installed(machine)) == [
        ("3.12.1", "/usr/bin/python3.12"),
        ("2.7.18", "/usr/bin/python2.7"),
    ]
    assert [one.judges for one in interpreters.installed(machine)] == [True, False]
    assert told(interpreters.interpreters(machine)) == [("3.12.1", "/usr/bin/python3.12")]
    # ``python3`` is not there, and ``python`` is the other one
    assert default_interpreter.default(machine, PurePath("/work")) is None


# Homebrew


def brewed(platform: str, prefix: str, version: str = "3.12.1", *, linked: bool = True) -> Machine:
    series = version.rpartition(".")[0]
    cellar = f"{prefix}/Cellar/python@{series}/{version}_1"
    links = {f"{prefix}/opt/python@{series}": f"../Cellar/python@{series}/{version}_1"}
    if linked:
        links[f"{prefix}/bin/python{series}"] = (
            f"../Cellar/python@{series}/{version}_1/bin/python{series}"
        )
    files = {f"{cellar}/bin/python{series}": PROGRAM}
    if platform == "darwin":
        framework = f"{cellar}/Frameworks/Python.framework/Versions/{series}"
        links[f"{cellar}/bin/python{series}"] = (
            f"../Frameworks/Python.framework/Versions/{series}/bin/python{series}"
        )
        files = {
            f"{framework}/bin/python{series}": PROGRAM,
            f"{framework}/lib/python{series}/os.py": "",
            f"{framework}/include/python{series}/patchlevel.h": header(version),
        }
    return described(platform, files, links=links)


@pytest.mark.parametrize(
    ("platform", "prefix"),
    [
        ("darwin", "/opt/homebrew"),
        ("darwin", "/usr/local"),
        ("linux", "/home/linuxbrew/.linuxbrew"),
    ],
)
def test_what_homebrew_links_is_shown_by_the_path_that_stays(platform: str, prefix: str) -> None:
    (found,) = homebrew.locate(brewed(platform, prefix))
    assert told([found]) == [("3.12.1", f"{prefix}/bin/python3.12")]
    assert found.kind is Kind.HOMEBREW


def test_what_is_not_linked_is_shown_by_opt() -> None:
    machine = brewed("darwin", "/opt/homebrew", linked=False)
    assert told(homebrew.locate(machine)) == [
        ("3.12.1", "/opt/homebrew/opt/python@3.12/bin/python3.12")
    ]


def test_an_older_version_that_was_kept_is_in_the_cellar() -> None:
    prefix = "/home/linuxbrew/.linuxbrew"
    cellar = f"{prefix}/Cellar/python@3.12"
    files = {f"{cellar}/{version}/bin/python3.12": PROGRAM for version in ("3.12.1", "3.12.7")}
    links = {f"{prefix}/bin/python3.12": f"{cellar}/3.12.7/bin/python3.12"}
    assert told(homebrew.locate(described(files=files, links=links))) == [
        ("3.12.7", f"{prefix}/bin/python3.12"),
        ("3.12.1", f"{cellar}/3.12.1/bin/python3.12"),
    ]


def test_the_prefix_of_homebrew_can_be_named() -> None:
    files = {"/data/brew/Cellar/python@3.12/3.12.1/bin/python3.12": PROGRAM}
    machine = described(files=files, environ={"HOMEBREW_PREFIX": "/data/brew"})
    assert [version for version, _ in told(homebrew.locate(machine))] == ["3.12.1"]


def test_what_is_beside_the_cellar_is_not_homebrews() -> None:
    files = {"/usr/local/bin/python3.12": PROGRAM + "3.12.1", "/usr/local/Cellar/": ""}
    machine = described("darwin", files, path=USUAL)
    assert list(homebrew.locate(machine)) == []
    assert [one.kind for one in linux_system.locate(machine)] == [Kind.SYSTEM]


# macOS


def framework(folder: str, series: str, version: str) -> dict[str, str]:
    prefix = f"{folder}/Versions/{series}"
    return {
        f"{prefix}/bin/python{series}": PROGRAM,
        f"{prefix}/lib/python{series}/os.py": "",
        f"{prefix}/Headers/patchlevel.h": header(version),
    }


def test_python_org_has_a_framework_with_a_folder_for_each_version() -> None:
    folder = "/Library/Frameworks/Python.framework"
    files = framework(folder, "3.12", "3.12.1") | framework(folder, "3.13", "3.13.0")
    links = {f"{folder}/Versions/Current": "3.13", "/usr/local/bin/python3.13": ""}
    links["/usr/local/bin/python3.13"] = f"{folder}/Versions/3.13/bin/python3.13"
    machine = described("darwin", files, links=links, path=("/usr/local/bin",))
    expected = [
        ("3.12.1", f"{folder}/Versions/3.12/bin/python3.12"),
        ("3.13.0", f"{folder}/Versions/3.13/bin/python3.13"),
    ]
    assert told(python_org.locate(machine)) == expected
    assert {one.kind for one in interpreters.installed(machine)} == {Kind.PYTHON_ORG}
    assert sorted(told(interpreters.installed(machine))) == expected


def test_the_free_threaded_build_of_python_org_has_a_framework_of_its_own() -> None:
    prefix = "/Library/Frameworks/PythonT.framework/Versions/3.13"
    files = {f"{prefix}/bin/python3.13t": PROGRAM, f"{prefix}/lib/python3.13t/os.py": ""}
    files[f"{prefix}/include/python3.13t/patchlevel.h"] = header("3.13.0")
    (found,) = python_org.locate(described("darwin", files))
    assert found.version == PythonVersion(3, 13, 0, free_threaded=True)
    assert found.prefix == PurePath(prefix)


TOOLS = "/Library/Developer/CommandLineTools"
XCODE = "/Applications/Xcode.app/Contents/Developer"


def developer(folder: str, version: str = "3.9.6") -> tuple[dict[str, str], dict[str, str]]:
    of = f"{folder}/Library/Frameworks/Python3.framework"
    links = {
        f"{of}/Versions/3.9/bin/python3": "python3.9",
        f"{of}/Versions/Current": "3.9",
        f"{folder}/usr/bin/python3": f"{of}/Versions/3.9/bin/python3",
    }
    return framework(of, "3.9", version), links


def test_the_command_line_tools_have_one() -> None:
    files, links = developer(TOOLS)
    (found,) = command_line_tools.locate(described("darwin", files, links=links))
    assert told([found]) == [("3.9.6", f"{TOOLS}/usr/bin/python3")]
    assert found.kind is Kind.COMMAND_LINE_TOOLS
    assert found.prefix == PurePath(f"{TOOLS}/Library/Frameworks/Python3.framework/Versions/3.9")


def test_each_xcode_has_one() -> None:
    files, links = developer(XCODE)
    beta, beta_links = developer("/Applications/Xcode-beta.app/Contents/Developer", "3.9.9")
    machine = described("darwin", files | beta, links=links | beta_links)
    assert told(xcode.locate(machine)) == [
        ("3.9.9", "/Applications/Xcode-beta.app/Contents/Developer/usr/bin/python3"),
        ("3.9.6", f"{XCODE}/usr/bin/python3"),
    ]
    assert {one.kind for one in xcode.locate(machine)} == {Kind.XCODE}


@pytest.mark.parametrize(
    ("environ", "selected", "installed", "started"),
    [
        ({}, None, (TOOLS,), TOOLS),
        ({}, None, (TOOLS, XCODE), XCODE),
        ({}, TOOLS, (TOOLS, XCODE), TOOLS),
        ({"DEVELOPER_DIR": XCODE}, TOOLS, (TOOLS, XCODE), XCODE),
        ({}, None, (), None),
    ],
)
def test_the_stub_of_macos_starts_what_xcode_select_has_chosen(
    environ: dict[str, str], selected: str | None, installed: tuple[str, ...], started: str | None
) -> None:
    files = {"/usr/bin/python3": PROGRAM, "/usr/lib/python2.7/os.py": ""}
    links = {"/var/db/xcode_select_link": selected} if selected else {}
    for folder in installed:
        more, their = developer(folder)
        files, links = files | more, links | their
    machine = described("darwin", files, links=links, environ=environ, path=("/usr/bin",))
    assert list(on_path.locate(machine)) == []
    assert list(linux_system.locate(machine)) == []
    found = default_interpreter.default(machine, PurePath("/work"))
    assert (found and str(found.executable)) == (started and f"{started}/usr/bin/python3")


@pytest.mark.parametrize("locator", [python_org, xcode, command_line_tools])
def test_other_systems_have_no_frameworks(locator: object) -> None:
    files = framework("/Library/Frameworks/Python.framework", "3.12", "3.12.1")
    tools, links = developer(TOOLS)
    more, their = developer(XCODE)
    machine = described("linux", files | tools | more, links=links | their)
    assert list(locator.locate(machine)) == []  # type: ignore[attr-defined]


# Windows: the registry

CORE = r"HKCU\Software\Python\PythonCore\3.12"
FOLDER = r"C:\Users\me\AppData\Local\Programs\Python\Python312"


def registered(
    table: dict[str, dict[str, str]], files: dict[str, str] | None = None
) -> list[Environment]:
    return list(windows_registry.locate(described("win32", files or python(), registry=table)))


def python(folder: str = FOLDER, name: str = "python.exe", **more: str) -> dict[str, str]:
    files = {
        rf"{folder}\{name}": PROGRAM,
        rf"{folder}\Lib\os.py": "",
        rf"{folder}\python312.dll": "",
    }
    return files | {rf"{folder}\{key}": text for key, text in more.items()}


def install_path(key: str, folder: str, executable: str = "") -> dict[str, dict[str, str]]:
    written = {"ExecutablePath": executable} if executable else {}
    return {rf"{key}\InstallPath": {"": folder, **written}}


@pytest.mark.parametrize(
    "key",
    [
        CORE,
        r"HKLM\Software\Python\PythonCore\3.12",
        r"HKLM\Software\WOW6432Node\Python\PythonCore\3.12-32",
        r"HKLM\Software\Python\Some Company\Build of 3.12",
    ],
)
def test_every_company_of_every_hive_is_asked(key: str) -> None:
    (found,) = registered({key: {"Version": "3.12.1"}, **install_path(key, FOLDER + "\\")})
    assert (found.kind, str(found.version)) == (Kind.REGISTRY, "3.12.1")
    assert told([found]) == [("3.12.1", rf"{FOLDER}\python.exe")]
    assert str(found.prefix) == FOLDER
    assert found.origin == "in the registry of Windows"


def test_the_executable_that_is_written_down_counts() -> None:
    files = python(name="python3.13t.exe")
    table = install_path(CORE, FOLDER, rf"{FOLDER}\python3.13t.exe")
    (found,) = registered({CORE: {"Version": "3.13.0"}, **table}, files)
    assert found.version == PythonVersion(3, 13, 0, free_threaded=True)


def test_an_executable_needs_no_folder() -> None:
    table = {rf"{CORE}\InstallPath": {"ExecutablePath": rf"{FOLDER}\python.exe"}}
    assert told(registered(table)) == [("3.12", rf"{FOLDER}\python.exe")]


@pytest.mark.parametrize(
    ("values", "version"),
    [
        ({"Version": "3.12.1", "SysVersion": "3.12"}, "3.12.1"),
        ({"SysVersion": "3.12"}, "3.12"),
        ({"Version": "no version"}, "3.12"),
        ({"Version": "3.11.4"}, "3.12"),  # it was replaced, as its DLL tells
    ],
)
def test_the_registry_tells_a_version(values: dict[str, str], version: str) -> None:
    (found,) = registered({CORE: values, **install_path(CORE, FOLDER)})
    assert str(found.version) == version


def test_files_know_the_version_better_than_the_registry() -> None:
    files = python() | {rf"{FOLDER}\include\patchlevel.h": header("3.12.7")}
    (found,) = registered({CORE: {"Version": "3.12.1"}, **install_path(CORE, FOLDER)}, files)
    assert str(found.version) == "3.12.7"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (
            {"DisplayName": "Python 3.12 (64-bit)", "SysArchitecture": "64bit"},
            "Python 3.12 (64-bit)",
        ),
        ({"DisplayName": "Some Python", "SysArchitecture": "32bit"}, "Some Python (32bit)"),
        ({"SysArchitecture": "64bit"}, None),
    ],
)
def test_the_registry_tells_a_name(values: dict[str, str], name: str | None) -> None:
    (found,) = registered({CORE: values, **install_path(CORE, FOLDER)})
    assert found.name == name


def test_two_keys_of_one_interpreter_are_one() -> None:
    other = r"HKLM\Software\Python\PythonCore\3.12"
    table = {**install_path(CORE, FOLDER), **install_path(other, FOLDER.lower())}
    assert len(registered(table)) == 1


def test_a_prefix_of_conda_is_condas() -> None:
    key = r"HKCU\Software\Python\ContinuumAnalytics\Anaconda312-64"
    files = python(r"C:\conda") | {r"C:\conda\conda-meta\python-3.12.1-h1_0.json": ""}
    (found,) = registered(install_path(key, r"C:\conda"), files)
    assert (found.kind, str(found.version)) == (Kind.CONDA, "3.12.1")


@pytest.mark.parametrize(
    "table",
    [
        install_path(CORE, r"C:\gone"),
        install_path(CORE, "not absolute"),
        install_path(CORE, ""),
        {CORE: {"Version": "3.12.1"}},
        install_path(CORE, r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"),
        install_path(r"HKLM\Software\Python\PyLauncher\3.12", FOLDER),
        {},
    ],
)
def test_keys_that_lead_to_no_interpreter(table: dict[str, dict[str, str]]) -> None:
    store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"
    assert registered(table, python() | python(store)) == []


def test_an_environment_that_was_registered_is_no_installation() -> None:
    files = python() | {rf"{FOLDER}\pyvenv.cfg": "home = C:\\x\n"}
    assert registered(install_path(CORE, FOLDER), files) == []


# Windows: the store

APPS = r"C:\Users\me\AppData\Local\Microsoft\WindowsApps"
FAMILY = "PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0"
MODEL = r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel"


def of_store(third: int) -> dict[str, dict[str, str]]:
    package = f"PythonSoftwareFoundation.Python.3.12_3.12.{third}.0_x64__qbz5n2kfra8p0"
    root = rf"C:\Program Files\WindowsApps\{package}"
    return {
        rf"{MODEL}\SystemAppData\{FAMILY}\Schemas": {"PackageFullName": package},
        rf"{MODEL}\Repository\Packages\{package}": {
            "DisplayName": "Python 3.12",
            "PackageRootFolder": root,
        },
    }


@pytest.mark.parametrize(
    ("third", "version"),
    [(2800, "3.12.10"), (240, "3.12.0"), (0xC2, "3.12.0rc2"), (0xA1, "3.12.0a1")],
)
def test_a_package_of_the_store_tells_version_and_place(third: int, version: str) -> None:
    # What is in the folder can be started, and not be read.
    machine = described("win32", {rf"{APPS}\{FAMILY}\python.exe": ""}, registry=of_store(third))
    (found,) = windows_store.locate(machine)
    assert told([found]) == [(version, rf"{APPS}\{FAMILY}\python.exe")]
    assert (found.kind, found.name) == (Kind.STORE, "Python 3.12")
    assert "Program Files" in str(found.prefix)


def test_a_package_without_a_key_tells_its_series() -> None:
    machine = described("win32", {rf"{APPS}\{FAMILY}\python.exe": ""})
    assert [str(one.version) for one in windows_store.locate(machine)] == ["3.12"]


def test_stubs_are_never_reported() -> None:
    files = {rf"{APPS}\{name}": PROGRAM + "3.12.1" for name in ("python.exe", "python3.exe")}
    files[rf"{APPS}\Microsoft.DesktopAppInstaller_8wekyb3d8bbwe\python.exe"] = PROGRAM
    machine = described("win32", files, path=(APPS,))
    assert interpreters.installed(machine) == ()
    assert default_interpreter.default(machine, machine.home) is None


def test_the_launcher_is_no_interpreter() -> None:
    files = {r"C:\Windows\py.exe": PROGRAM + "3.12.1", r"C:\Windows\pyw.exe": PROGRAM}
    assert interpreters.installed(described("win32", files, path=(r"C:\Windows",))) == ()


# Windows: WinPython


@pytest.mark.parametrize(
    ("distribution", "folder", "mark"),
    [
        ("WPy64-31210", "python-3.12.1.amd64", None),
        ("WPy32-31210", "python-3.12.1.win32", None),
        ("WPy-31210", "python-3.12.1", None),
        ("mine", "python-3.12.1.amd64", ".winpython"),
        ("mine", "python-3.12.1.amd64", "winpython.ini"),
    ],
)
def test_winpython_has_a_folder_for_its_python(
    distribution: str, folder: str, mark: str | None
) -> None:
    top = rf"C:\Users\me\WinPython\{distribution}"
    files = {rf"{top}\{folder}\python.exe": PROGRAM, rf"{top}\notebooks\python.exe": PROGRAM}
    files |= {rf"{top}\{mark}": ""} if mark else {}
    (found,) = winpython.locate(described("win32", files))
    assert told([found]) == [("3.12.1", rf"{top}\{folder}\python.exe")]
    assert found.kind is Kind.WINPYTHON


@pytest.mark.parametrize("named", [r"D:\portable", r"D:\portable\WPy64-31210"])
def test_the_folder_of_winpython_can_be_named(named: str) -> None:
    files = python(r"D:\portable\WPy64-31210\python")
    files[r"D:\portable\WPy64-31210\python\include\patchlevel.h"] = header("3.12.1")
    machine = described("win32", files, environ={"WINPYTHON_HOME": named})
    assert [str(one.version) for one in winpython.locate(machine)] == ["3.12.1"]


def test_other_folders_are_not_winpythons() -> None:
    files = {r"C:\Users\me\WinPython\other\python-3.12.1\python.exe": PROGRAM}
    assert list(winpython.locate(described("win32", files))) == []


# All


def test_copies_in_one_folder_are_one() -> None:
    copies = {rf"C:\tools\Python312\{name}.exe": PROGRAM for name in ("python", "python3")}
    machine = described(
        "win32", python(r"C:\tools\Python312") | copies, path=(r"C:\tools\Python312",)
    )
    assert told(interpreters.installed(machine)) == [("3.12", r"C:\tools\Python312\python.exe")]


def test_builds_in_one_folder_are_several() -> None:
    files = {f"/usr/local/bin/python3.13{end}": PROGRAM + "3.13.0" for end in ("", "t")}
    files["/usr/local/bin/pypy3.10"] = PROGRAM
    assert [
        version for version, _ in told(interpreters.installed(described(files=files, path=USUAL)))
    ] == [
        "3.13.0",
        "3.13.0t",
        "3.10",
    ]


def test_one_interpreter_in_several_places_is_one_of_the_most_exact_kind() -> None:
    pack = r"C:\Users\me\WinPython\WPy64-31210\python-3.12.1.amd64"
    key = r"HKCU\Software\Python\WinPython\3.12"
    table = install_path(key, pack)
    machine = described("win32", {rf"{pack}\python.exe": PROGRAM}, path=(pack,), registry=table)
    (found,) = interpreters.installed(machine)
    assert found.kind is Kind.WINPYTHON
