"""Machines made of files with PyPy and GraalPy on them, as their own installers lay them out."""

from pathlib import Path

import pytest
from machine_here import default, interpreters, machine_on, read_version

from venvlens.core.environment import Environment, Kind
from venvlens.core.names import ImportName
from venvlens.core.resolution import Missing, Provided, Resolver, Unknown
from venvlens.system import search_path
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host
from venvlens.system.locators import venv


def write(root: Path, *files: str, **texts: str) -> None:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts.get(path.name.replace(".", "_"), ""))
        if "bin" in path.parts or path.suffix == ".exe":
            path.write_bytes(b"\x7fELF")
            path.chmod(0o755)


def pypy(root: Path, series: str = "3.10") -> Path:
    """PyPy as it is downloaded, and as pyenv and uv unpack it."""
    tag = f"pypy{series.replace('.', '')}-pp73-x86_64-linux-gnu"
    library = f"lib/pypy{series}"
    write(root, f"bin/pypy{series}", f"{library}/os.py", f"{library}/site.py")
    write(root, f"{library}/_sqlite3_cffi.{tag}.so", f"{library}/site-packages/README")
    write(root, f"{library}/cffi/__init__.py", f"{library}/_json_of_old.py")
    code = b"\0" + f"{series}.14 (75b3de9d9035, Apr 21 2024".encode()
    named = b"\0\0" + f"{series}.14 (7.3.16+dfsg, Apr 21 2024".encode()
    (root / "bin" / f"libpypy{series}-c.so").write_bytes(code + named)
    for link in ("pypy3", "pypy", "python3", "python"):
        (root / "bin" / link).symlink_to(f"pypy{series}")
    return root / "bin" / "pypy3"


def graalpy(root: Path) -> Path:
    """GraalPy 24.1 as it is downloaded."""
    tag = "graalpy241-311-native-x86_64-linux"
    write(root, "bin/graalpy", "lib/python3.11/os.py", "lib/python3.11/site.py")
    write(root, f"lib/graalpy24.1/modules/_bz2.{tag}.so", "lib/graalpy24.1/modules/_polyglot_x.py")
    write(root, "lib/python3.11/site-packages/README", "include/python3.11/patchlevel.h")
    header = root / "include" / "python3.11" / "patchlevel.h"
    header.write_text('#define PY_VERSION "3.11.7"\n')
    for link in ("python3", "python"):
        (root / "bin" / link).symlink_to("graalpy")
    return root / "bin" / "graalpy"


def cpython(root: Path, series: str) -> Path:
    write(root, f"bin/python{series}", f"lib/python{series}/os.py")
    return root / "bin" / f"python{series}"


def host(*path: Path, platform: str = "linux", home: Path = Path("/home/nobody")) -> Host:
    return Host({}, path, home, platform)


def made_of(executable: Path, prefix: Path, *names: str, cfg: str = "") -> Environment:
    """An environment whose ``python`` leads to an executable."""
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "python").symlink_to(executable)
    for name in names:
        (prefix / "bin" / name).symlink_to("python")
    alone = "include-system-site-packages = false\n"
    (prefix / "pyvenv.cfg").write_text(f"home = {executable.parent}\n{alone}{cfg}")
    return described(prefix)


def described(prefix: Path, platform: str = "linux") -> Environment:
    found = venv.describe(prefix, machine_on(platform), "made by a test")
    assert found is not None
    return found


def path_of(environment: Environment) -> tuple[search_path.SearchPath, Looks]:
    looks = Looks(Disk())
    return search_path.build(environment, host(), looks), looks


def entries(environment: Environment, root: Path) -> list[str]:
    path, _ = path_of(environment)
    return [str(entry.path).replace(f"{root}/", "") for entry in path.entries]


def test_pypy_and_graalpy_are_found_on_path_behind_cpython(tmp_path: Path) -> None:
    pypy(tmp_path / "pypy")
    graalpy(tmp_path / "graalpy")
    cpython(tmp_path / "usr", "3.9")
    folders = (tmp_path / name / "bin" for name in ("graalpy", "pypy", "usr"))
    found = interpreters(host(*folders))
    assert [(one.implementation, str(one.version)) for one in found] == [
        ("cpython", "3.9"),
        ("graalpy", "3.11.7"),
        ("pypy", "3.10.14"),
    ]


def test_what_python3_starts_stays_the_default(tmp_path: Path) -> None:
    cpython(tmp_path / "usr", "3.9")
    pypy(tmp_path / "usr")
    for link in ("python3", "python"):
        (tmp_path / "usr" / "bin" / link).unlink()
    assert default(host(tmp_path / "usr" / "bin"), tmp_path) is None
    (tmp_path / "usr" / "bin" / "python3").symlink_to("python3.9")
    chosen = default(host(tmp_path / "usr" / "bin"), tmp_path)
    assert chosen is not None
    assert (chosen.implementation, str(chosen.version)) == ("cpython", "3.9")


def test_pypy_may_be_what_python3_starts(tmp_path: Path) -> None:
    pypy(tmp_path)
    chosen = default(host(tmp_path / "bin"), tmp_path)
    assert chosen is not None
    assert (chosen.implementation, str(chosen.version)) == ("pypy", "3.10.14")


def test_pyenv_installs_others_too(tmp_path: Path) -> None:
    pypy(tmp_path / ".pyenv" / "versions" / "pypy3.10-7.3.16")
    graalpy(tmp_path / ".pyenv" / "versions" / "graalpy-24.1.1")
    found = interpreters(host(home=tmp_path))
    assert [(one.kind, one.implementation, str(one.version)) for one in found] == [
        (Kind.PYENV, "graalpy", "3.11.7"),
        (Kind.PYENV, "pypy", "3.10.14"),
    ]


@pytest.mark.parametrize(
    ("folder", "executable", "version"),
    [
        ("pypy-3.11.11-linux-x86_64-gnu", "pypy3.11", "3.11.11"),
        ("graalpy-3.11.0-linux-x86_64-gnu", "graalpy3.11", "3.11.0"),
        ("pypy3.10-7.3.16", "pypy3.10", "3.10"),
        ("graalpy-24.1.1", "graalpy", "None"),
    ],
)
def test_versions_by_the_name_of_the_folder(
    tmp_path: Path, folder: str, executable: str, version: str
) -> None:
    write(tmp_path, f"{folder}/bin/{executable}")
    assert str(read_version(tmp_path / folder / "bin" / executable)) == version


def test_the_library_of_pypy_tells_its_version_where_debian_has_it(tmp_path: Path) -> None:
    write(tmp_path, "bin/pypy3.9", "lib/x86_64-linux-gnu/libpypy3.9-c.so")
    library = tmp_path / "lib" / "x86_64-linux-gnu" / "libpypy3.9-c.so"
    library.write_bytes(b"\0\x10\0\0" + b"3.9.16 (7.3.11+dfsg-2+deb12u3, Dec 30 2024)\0")
    assert str(read_version(tmp_path / "bin" / "pypy3.9")) == "3.9.16"


def test_an_environment_of_pypy(tmp_path: Path) -> None:
    executable = pypy(tmp_path / "opt")
    write(tmp_path, ".venv/lib/pypy3.10/site-packages/x.py")
    found = made_of(executable, tmp_path / ".venv", "pypy3", "python3.10")
    assert (found.implementation, str(found.version)) == ("pypy", "3.10.14")
    assert (found.base_prefix, found.faults) == (tmp_path / "opt", ())
    assert entries(found, tmp_path) == ["opt/lib/pypy3.10", ".venv/lib/pypy3.10/site-packages"]
    path, looks = path_of(found)
    assert path.extension_suffixes == (".pypy310-pp73-x86_64-linux-gnu.so",)
    resolver = Resolver(path, looks)
    verdicts = {
        **dict.fromkeys(("x", "os", "cffi", "__pypy__", "_cffi_backend", "sys"), Provided),
        **dict.fromkeys(("_json", "parser", "_datetime"), Unknown),
        **dict.fromkeys(("requests", "asynchat", "x.y"), Missing),
    }
    judged = {name: type(resolver.resolve(ImportName(name))) for name in verdicts}
    assert judged == verdicts


def test_an_environment_of_graalpy(tmp_path: Path) -> None:
    executable = graalpy(tmp_path / "opt")
    site = ".venv/lib/python3.11/site-packages"
    write(tmp_path, f"{site}/x.py", f"{site}/fast.graalpy241-311-native-x86_64-linux.so")
    write(tmp_path, f"{site}/other.graalpy231-310-native-x86_64-linux.so")
    cfg = "implementation = GraalVM\nversion_info = 3.11.7\n"
    found = made_of(executable, tmp_path / ".venv", cfg=cfg)
    assert (found.implementation, found.base_prefix) == ("graalpy", tmp_path / "opt")
    assert found.faults == ()
    assert entries(found, tmp_path) == [
        "opt/lib/python3.11",
        "opt/lib/graalpy24.1/modules",
        ".venv/lib/python3.11/site-packages",
    ]
    path, looks = path_of(found)
    tagged = ".graalpy241-311-native-x86_64-linux.so"
    assert path.extension_suffixes == (tagged, ".so", ".pyd")
    resolver = Resolver(path, looks)
    verdicts = {
        **dict.fromkeys(("x", "os", "fast", "_bz2", "_polyglot_x", "sys", "posix"), Provided),
        **dict.fromkeys(("_json", "java.util", "polyglot", "tkinter"), Unknown),
        **dict.fromkeys(("requests", "other", "x.y"), Missing),
    }
    judged = {name: type(resolver.resolve(ImportName(name))) for name in verdicts}
    assert judged == verdicts


def test_a_graalpy_that_shows_no_ending_of_extension_modules_leaves_all_open(
    tmp_path: Path,
) -> None:
    executable = graalpy(tmp_path / "opt")
    next((tmp_path / "opt/lib/graalpy24.1/modules").glob("_bz2.*")).unlink()
    write(tmp_path, ".venv/lib/python3.11/site-packages/x.py")
    found = made_of(executable, tmp_path / ".venv", "graalpy", cfg="version = 3.11.7\n")
    assert found.implementation == "graalpy"
    path, looks = path_of(found)
    assert isinstance(Resolver(path, looks).resolve(ImportName("requests")), Unknown)


def test_home_of_an_older_graalpy_is_its_prefix(tmp_path: Path) -> None:
    executable = graalpy(tmp_path / "opt")
    found = made_of(executable, tmp_path / ".venv", "graalpy", cfg="version = 3.11.7\n")
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(f"home = {tmp_path}/opt\nversion = 3.11.7\n")
    older = described(tmp_path / ".venv")
    assert (older.base_prefix, older.faults) == (found.base_prefix, ())
    assert older.base_executable == executable


def test_a_link_to_another_implementation_decides(tmp_path: Path) -> None:
    executable = cpython(tmp_path / "opt", "3.12")
    cfg = "implementation = PyPy\nversion_info = 3.10.14\n"
    found = made_of(executable, tmp_path / ".venv", "pypy3", cfg=cfg)
    assert (found.implementation, str(found.version)) == ("cpython", "3.12")


def test_an_environment_whose_pypy_is_gone_still_tells_what_it_was(tmp_path: Path) -> None:
    write(tmp_path, ".venv/lib/pypy3.10/site-packages/x.py")
    found = made_of(tmp_path / "gone/bin/pypy3.10", tmp_path / ".venv")
    assert (found.implementation, str(found.version)) == ("pypy", "3.10")
    assert [fault.path for fault in found.faults] == [tmp_path / "gone/bin/pypy3.10"]


def test_an_environment_of_pypy_on_windows(tmp_path: Path) -> None:
    write(tmp_path, "opt/pypy3.10.exe", "opt/python.exe", "opt/Lib/os.py")
    write(tmp_path, "opt/Lib/_sqlite3_cffi.pypy310-pp73-win_amd64.pyd")
    write(tmp_path, ".venv/Scripts/python.exe", ".venv/Scripts/pypy3.exe")
    alone = "include-system-site-packages = false"
    cfg = f"home = {tmp_path / 'opt'}\nversion = 3.10.14\n{alone}\n"
    (tmp_path / ".venv/pyvenv.cfg").write_text(cfg)
    write(tmp_path, ".venv/Lib/site-packages/x.py")
    found = described(tmp_path / ".venv", "win32")
    assert (found.implementation, found.faults) == ("pypy", ())
    windows = host(platform="win32")
    path = search_path.build(found, windows, Looks(Disk()))
    assert [str(entry.path.relative_to(tmp_path)) for entry in path.entries] == [
        "opt/Lib",
        ".venv",
        ".venv/Lib/site-packages",
    ]
    assert path.extension_suffixes == (".pypy310-pp73-win_amd64.pyd",)
