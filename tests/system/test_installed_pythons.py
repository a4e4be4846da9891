"""Pythons that tools install, on machines of each system, and what their shims start."""

from dataclasses import replace
from pathlib import Path

import pytest
from described_machine import PROGRAM, SCRIPT, described
from machine_here import machine_here

from venvlens.core.environment import Environment, Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import default_interpreter, interpreters


def posix(folder: str, version: str) -> dict[str, str]:
    """The files that tell an interpreter and its version."""
    series = ".".join(version.split(".")[:2])
    return {
        f"{folder}/bin/python3": PROGRAM,
        f"{folder}/include/python{series}/patchlevel.h": f'#define PY_VERSION "{version}"\n',
        f"{folder}/lib/python{series}/os.py": "",
    }


def windows(folder: str, version: str) -> dict[str, str]:
    return {
        f"{folder}\\python.exe": PROGRAM,
        f"{folder}\\include\\patchlevel.h": f'#define PY_VERSION "{version}"\n',
        f"{folder}\\Lib\\os.py": "",
    }


def found(machine: Machine) -> list[tuple[Kind, str, str]]:
    return [(e.kind, str(e.version), str(e.prefix)) for e in interpreters.interpreters(machine)]


NAME = "cpython-3.12.1-linux-x86_64-gnu"
MAC = "cpython-3.12.1-macos-aarch64-none"
WIN = "cpython-3.12.1-windows-x86_64-none"
HATCH = '{"source": "x", "python_path": "python/bin/python3"}'

STORES = [
    ("linux", Kind.UV_PYTHON, f"/home/me/.local/share/uv/python/{NAME}", {}),
    ("linux", Kind.UV_PYTHON, f"/data/uv/python/{NAME}", {"XDG_DATA_HOME": "/data"}),
    ("linux", Kind.UV_PYTHON, f"/opt/py/{NAME}", {"UV_PYTHON_INSTALL_DIR": "/opt/py"}),
    ("darwin", Kind.UV_PYTHON, f"/Users/me/.local/share/uv/python/{MAC}", {}),
    ("darwin", Kind.UV_PYTHON, f"/Users/me/Library/Application Support/uv/python/{MAC}", {}),
    ("win32", Kind.UV_PYTHON, rf"C:\Users\me\AppData\Roaming\uv\python\{WIN}", {}),
    ("win32", Kind.UV_PYTHON, rf"C:\Users\me\AppData\Roaming\uv\data\python\{WIN}", {}),
    ("win32", Kind.UV_PYTHON, rf"D:\r\uv\python\{WIN}", {"APPDATA": r"D:\r"}),
    ("linux", Kind.ASDF, "/home/me/.asdf/installs/python/3.12.1", {}),
    ("darwin", Kind.ASDF, "/Users/me/.asdf/installs/python/3.12.1", {}),
    ("linux", Kind.ASDF, "/a/installs/python/3.12.1", {"ASDF_DATA_DIR": "/a"}),
    ("linux", Kind.MISE, "/home/me/.local/share/mise/installs/python/3.12.1", {}),
    ("darwin", Kind.MISE, "/Users/me/.local/share/mise/installs/python/3.12.1", {}),
    ("linux", Kind.MISE, "/data/mise/installs/python/3.12.1", {"XDG_DATA_HOME": "/data"}),
    ("linux", Kind.MISE, "/m/installs/python/3.12.1", {"MISE_DATA_DIR": "/m"}),
    ("win32", Kind.MISE, r"C:\Users\me\AppData\Local\mise\installs\python\3.12.1", {}),
    ("linux", Kind.RYE, "/home/me/.rye/py/cpython@3.12.1", {}),
    ("linux", Kind.RYE, "/home/me/.rye/py/cpython@3.12.1/install", {}),
    ("linux", Kind.RYE, "/r/py/cpython@3.12.1", {"RYE_HOME": "/r"}),
    ("linux", Kind.RYE, "/r/cpython@3.12.1", {"RYE_PY_ROOT": "/r"}),
    ("win32", Kind.RYE, r"C:\Users\me\.rye\py\cpython@3.12.1", {}),
    ("linux", Kind.PDM_PYTHON, "/home/me/.local/share/pdm/python/cpython@3.12.1", {}),
    ("darwin", Kind.PDM_PYTHON, "/Users/me/Library/Application Support/pdm/python/c@3.12.1", {}),
    ("win32", Kind.PDM_PYTHON, r"C:\Users\me\AppData\Local\pdm\pdm\python\cpython@3.12.1", {}),
]


@pytest.mark.parametrize(("platform", "kind", "folder", "environ"), STORES)
def test_a_python_is_found_where_its_tool_keeps_it(
    platform: str, kind: Kind, folder: str, environ: dict[str, str]
) -> None:
    files = windows(folder, "3.12.1") if platform == "win32" else posix(folder, "3.12.1")
    machine = described(platform, files, environ=environ)
    assert found(machine) == [(kind, "3.12.1", folder)]


@pytest.mark.parametrize(
    ("platform", "data", "environ"),
    [
        ("linux", "/home/me/.local/share/hatch", {}),
        ("darwin", "/Users/me/Library/Application Support/hatch", {}),
        ("linux", "/h", {"HATCH_DATA_DIR": "/h"}),
    ],
)
def test_hatch_records_where_the_interpreter_is(
    platform: str, data: str, environ: dict[str, str]
) -> None:
    files = posix(f"{data}/pythons/3.12/python", "3.12.1")
    files[f"{data}/pythons/3.12/hatch-dist.json"] = HATCH
    files |= posix(f"{data}/pythons/3.11/python", "3.11.1")  # half removed: no record
    machine = described(platform, files, environ=environ)
    assert found(machine) == [(Kind.HATCH_PYTHON, "3.12.1", f"{data}/pythons/3.12/python")]


@pytest.mark.parametrize(
    "record", ["", "[]", "{", '{"python_path": 3}', '{"python_path": "\\u0000"}']
)
def test_a_broken_record_of_hatch_names_nothing(record: str) -> None:
    data = "/home/me/.local/share/hatch/pythons/3.12"
    files = posix(f"{data}/python", "3.12.1") | {f"{data}/hatch-dist.json": record}
    assert found(described(files=files)) == []


def test_pdm_may_be_told_of_another_folder() -> None:
    files = posix("/p/cpython@3.12.1", "3.12.1")
    settings = '[python]\ninstall_root = "/p"\n'
    machine = described(files=files | {"/home/me/.config/pdm/config.toml": settings})
    assert found(machine) == [(Kind.PDM_PYTHON, "3.12.1", "/p/cpython@3.12.1")]


def test_links_of_a_series_are_no_pythons_of_their_own() -> None:
    uv, mise = "/home/me/.local/share/uv/python", "/home/me/.local/share/mise/installs/python"
    files = posix(f"{uv}/{NAME}", "3.12.1") | posix(f"{mise}/3.11.7", "3.11.7")
    links = {f"{uv}/cpython-3.12-linux-x86_64-gnu": NAME, f"{mise}/latest": "3.11.7"}
    assert found(described(files=files, links=links)) == [
        (Kind.UV_PYTHON, "3.12.1", f"{uv}/{NAME}"),
        (Kind.MISE, "3.11.7", f"{mise}/3.11.7"),
    ]


def test_a_python_that_mise_was_told_of_is_found_once_by_its_most_exact_name() -> None:
    store = "/home/me/.local/share/mise/installs/python"
    links = {f"{store}/3.12.1": "/opt/py", f"{store}/latest": "3.12.1", f"{store}/3": "3.12.1"}
    machine = described(files=posix("/opt/py", "3.12.1"), links=links)
    assert found(machine) == [(Kind.MISE, "3.12.1", f"{store}/3.12.1")]


@pytest.mark.parametrize("registered", ["link", "/opt/py/bin/python3\n"])
def test_a_toolchain_that_rye_was_told_of_is_found(registered: str) -> None:
    place = f"{RYE}/py/custom-cpython@3.12.1"
    files, links = posix("/opt/py", "3.12.1"), {}
    if registered == "link":
        links = {place: "/opt/py/bin/python3"}
    else:
        files[place] = registered
    assert found(described(files=files, links=links)) == [(Kind.RYE, "3.12.1", "/opt/py")]


@pytest.mark.parametrize("text", ["", "python3", "\0", "/opt/none", "/opt/py\n/opt/py", "x" * 9000])
def test_a_toolchain_that_leads_nowhere_is_none(text: str) -> None:
    assert found(described(files={f"{RYE}/py/cpython@3.12.1": text})) == []


def test_what_is_on_path_too_is_what_its_tool_says() -> None:
    folder = f"/home/me/.local/share/uv/python/{NAME}"
    machine = described(
        files=posix(folder, "3.12.1"),
        links={"/home/me/.local/bin/python3": f"{folder}/bin/python3"},
        path=("/home/me/.local/bin",),
    )
    assert found(machine) == [(Kind.UV_PYTHON, "3.12.1", folder)]


# Behind shims

ASDF, MISE, RYE = "/home/me/.asdf", "/home/me/.local/share/mise", "/home/me/.rye"
WORK = "/home/me/work/shop/src"


def shimmed(root: str, shim: str, files: dict[str, str], environ: dict[str, str]) -> Machine:
    store = f"{root}/py" if root == RYE else f"{root}/installs/python"
    start = "cpython@" if root == RYE else ""
    installed: dict[str, str] = {f"{WORK}/": ""}
    for version in ("3.11.7", "3.12.1", "3.12.10"):
        installed |= posix(f"{store}/{start}{version}", version)
    installed |= posix("/usr", "3.9.2") | {f"{root}/shims/python3": shim}
    path = (f"{root}/shims", "/usr/bin")
    return described(files=installed | files, environ=environ, path=path)


def started(machine: Machine) -> tuple[Kind, str] | None:
    found: Environment | None = default_interpreter.default(machine, machine.home / "work/shop/src")
    return (found.kind, str(found.version)) if found else None


HERE, HOME = "/home/me/work/shop", "/home/me"


@pytest.mark.parametrize(
    ("files", "environ", "expected"),
    [
        ({f"{HERE}/.tool-versions": "python 3.12.1"}, {}, (Kind.ASDF, "3.12.1")),
        ({f"{HERE}/.tool-versions": "python 3.8.1 3.11.7"}, {}, (Kind.ASDF, "3.11.7")),
        ({f"{HOME}/.tool-versions": "python 3.12.1"}, {}, (Kind.ASDF, "3.12.1")),
        (
            {f"{HERE}/.tool-versions": "nodejs 1", f"{HOME}/.tool-versions": "python 3.12.1"},
            {},
            (Kind.ASDF, "3.12.1"),
        ),
        (
            {f"{HERE}/.tool-versions": "python 3.12.1"},
            {"ASDF_PYTHON_VERSION": "3.11.7"},
            (Kind.ASDF, "3.11.7"),
        ),
        ({f"{HERE}/.tool-versions": "python system"}, {}, (Kind.GLOBAL, "3.9.2")),
        ({f"{HERE}/.tool-versions": "python path:/usr"}, {}, (Kind.ASDF, "3.9.2")),
        # A prefix is no version for asdf, and a name leads out of nothing.
        ({f"{HERE}/.tool-versions": "python 3.12"}, {}, (Kind.GLOBAL, "3.9.2")),
        ({f"{HERE}/.tool-versions": "python ../python/3.12.1"}, {}, (Kind.GLOBAL, "3.9.2")),
        (
            {f"{HERE}/.python-version": "3.12.1", f"{HOME}/.tool-versions": "python 3.11.7"},
            {},
            (Kind.ASDF, "3.11.7"),
        ),
        (
            {
                f"{HERE}/.python-version": "3.12.1",
                f"{HOME}/.tool-versions": "python 3.11.7",
                f"{HOME}/.asdfrc": "legacy_version_file = yes\n",
            },
            {},
            (Kind.ASDF, "3.12.1"),
        ),
        (
            {f"{HERE}/.versions": "python 3.12.1"},
            {"ASDF_DEFAULT_TOOL_VERSIONS_FILENAME": ".versions"},
            (Kind.ASDF, "3.12.1"),
        ),
        ({}, {}, (Kind.GLOBAL, "3.9.2")),
    ],
)
def test_a_shim_of_asdf_starts_what_the_files_say(
    files: dict[str, str], environ: dict[str, str], expected: tuple[Kind, str]
) -> None:
    assert started(shimmed(ASDF, SCRIPT, files, environ)) == expected


@pytest.mark.parametrize(
    ("files", "environ", "expected"),
    [
        ({f"{HERE}/mise.toml": '[tools]\npython = "3.12.1"'}, {}, (Kind.MISE, "3.12.1")),
        ({f"{HERE}/mise.toml": '[tools]\npython = "3.12"'}, {}, (Kind.MISE, "3.12.10")),
        ({f"{HERE}/mise.toml": '[tools]\npython = "prefix:3.11"'}, {}, (Kind.MISE, "3.11.7")),
        ({f"{HERE}/mise.toml": '[tools]\npython = "latest"'}, {}, (Kind.MISE, "3.12.10")),
        ({f"{HERE}/mise.toml": '[tools]\npython = ["3.8", "3.11"]'}, {}, (Kind.MISE, "3.11.7")),
        ({f"{HERE}/mise.toml": '[tools]\npython = "system"'}, {}, (Kind.GLOBAL, "3.9.2")),
        ({f"{HERE}/.config/mise.toml": '[tools]\npython = "3.11"'}, {}, (Kind.MISE, "3.11.7")),
        ({f"{HERE}/.tool-versions": "python 3.11"}, {}, (Kind.MISE, "3.11.7")),
        (
            {
                f"{HERE}/mise.local.toml": '[tools]\npython = "3.11"',
                f"{HERE}/mise.toml": '[tools]\npython = "3.12"',
            },
            {},
            (Kind.MISE, "3.11.7"),
        ),
        (
            {f"{HERE}/mise.toml": '[tools]\nnode = "20"', f"{HERE}/.tool-versions": "python 3.11"},
            {},
            (Kind.MISE, "3.11.7"),
        ),
        ({f"{HOME}/.config/mise/config.toml": '[tools]\npython = "3"'}, {}, (Kind.MISE, "3.12.10")),
        (
            {"/c/config.toml": '[tools]\npython = "3.11"'},
            {"MISE_CONFIG_DIR": "/c"},
            (Kind.MISE, "3.11.7"),
        ),
        (
            {f"{HERE}/mise.toml": '[tools]\npython = "3.12"'},
            {"MISE_PYTHON_VERSION": "3.11"},
            (Kind.MISE, "3.11.7"),
        ),
        ({f"{HERE}/.python-version": "3.11"}, {}, (Kind.GLOBAL, "3.9.2")),
        (
            {
                f"{HERE}/.python-version": "3.11",
                f"{HOME}/.config/mise/config.toml": (
                    '[settings]\nidiomatic_version_file_enable_tools = ["python"]'
                ),
            },
            {},
            (Kind.MISE, "3.11.7"),
        ),
        ({f"{HERE}/mise.toml": '[tools]\npython = "../3.12"'}, {}, (Kind.GLOBAL, "3.9.2")),
        ({f"{HERE}/mise.toml": "[tools"}, {}, (Kind.GLOBAL, "3.9.2")),
        ({}, {}, (Kind.GLOBAL, "3.9.2")),
    ],
)
def test_a_shim_of_mise_starts_what_the_files_say(
    files: dict[str, str], environ: dict[str, str], expected: tuple[Kind, str]
) -> None:
    assert started(shimmed(MISE, PROGRAM, files, environ)) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", (Kind.GLOBAL, "3.9.2")),
        ('[default]\ntoolchain = "cpython@3.12.1"', (Kind.GLOBAL, "3.9.2")),
        (
            '[default]\ntoolchain = "cpython@3.12.1"\n[behavior]\nglobal-python = true',
            (Kind.RYE, "3.12.1"),
        ),
        (
            '[default]\ntoolchain = "../../usr"\n[behavior]\nglobal-python = true',
            (Kind.GLOBAL, "3.9.2"),
        ),
    ],
)
def test_a_shim_of_rye_starts_the_rest_of_path_unless_told(
    settings: str, expected: tuple[Kind, str]
) -> None:
    machine = shimmed(RYE, PROGRAM, {f"{RYE}/config.toml": settings}, {})
    assert started(machine) == expected


def test_a_shim_of_windows_is_followed_too() -> None:
    root = r"C:\Users\me\AppData\Local\mise"
    files = windows(rf"{root}\installs\python\3.12.1", "3.12.1")
    files |= {rf"{root}\shims\python3.exe": PROGRAM, rf"{root}\shims\python.exe": PROGRAM}
    files |= {r"C:\Users\me\work\shop\mise.toml": '[tools]\npython = "3.12"'}
    machine = described("win32", files, path=(rf"{root}\shims",))
    assert started(machine) == (Kind.MISE, "3.12.1")


@pytest.mark.parametrize("shim", [SCRIPT, PROGRAM])
@pytest.mark.parametrize(
    "wanted", ["path:\0x", "\0", "path:~", "x" * 5000, "[", "..", "", "\udcff"]
)
def test_a_hostile_version_starts_nothing(tmp_path: Path, shim: str, wanted: str) -> None:
    store, shims = tmp_path / "installs/python", tmp_path / "shims"
    for folder in (store / "3.12.1", shims, tmp_path / "mise.toml"):
        folder.mkdir(parents=True)
    (shims / "python3").write_text(shim)
    (shims / "python3").chmod(0o755)
    text = f"python {wanted}\n".encode("utf-8", "surrogateescape")
    (tmp_path / ".tool-versions").write_bytes(text)
    machine = replace(machine_here(), path=(shims,), environ={}, home=tmp_path)
    assert default_interpreter.default(machine, tmp_path) is None
