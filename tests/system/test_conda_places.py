"""Where conda keeps things on each system, as rules with a case each."""

from pathlib import PurePath

import pytest
from described_machine import PROGRAM, described

from venvlens.core.environment import Environment, FaultCode, Kind
from venvlens.core.machine import Machine
from venvlens.core.python_version import PythonVersion
from venvlens.system.locators import conda
from venvlens.system.locators.environments import environments
from venvlens.system.locators.interpreters import interpreters

RECORD = "python-3.12.4-h194c7f8_0_cpython.json"


def prefix(root: str, *, base: bool = False, python: bool = True) -> dict[str, str]:
    """The files of a prefix, in the words of the system that its path is of."""
    if "\\" in root:
        files = {f"{root}\\conda-meta\\history": "", f"{root}\\Lib\\os.py": ""}
        program, record = f"{root}\\python.exe", f"{root}\\conda-meta\\{RECORD}"
        more = {f"{root}\\condabin\\conda.bat": "", f"{root}\\Scripts\\conda.exe": PROGRAM}
    else:
        files = {f"{root}/conda-meta/history": ""}
        program, record = f"{root}/bin/python", f"{root}/conda-meta/{RECORD}"
        more = {f"{root}/condabin/conda": "#!", f"{root}/bin/conda": "#!"}
        if python:
            files |= {f"{root}/lib/python3.12/os.py": ""}
    if python:
        files |= {program: PROGRAM, record: "{}"}
    return files | (more if base else {})


def found(machine: Machine) -> list[str]:
    return sorted(str(environment.prefix) for environment in conda.locate(machine))


@pytest.mark.parametrize(
    "root",
    [
        *(
            "/home/me/miniconda3",
            "/home/me/anaconda3",
            "/home/me/miniforge3",
            "/home/me/opt/anaconda",
        ),
        *("/home/me/.conda/miniforge", "/home/me/.local/miniconda", "/opt/miniconda3"),
        *("/opt/conda", "/opt/conda/miniforge3", "/usr/share/miniconda", "/usr/local/mambaforge"),
        *("/usr/anaconda3", "/anaconda3", "/home/linuxbrew/.linuxbrew/miniforge3"),
        *("/home/me/micromamba", "/home/me/.local/share/mamba"),
    ],
)
def test_conda_is_found_where_installers_put_it_on_linux(root: str) -> None:
    machine = described(files=prefix(root, base=True) | prefix(f"{root}/envs/a"))
    [base] = conda.locate_bases(machine)
    assert str(base.prefix) == root
    assert found(machine) == [f"{root}/envs/a"]


@pytest.mark.parametrize(
    "root",
    [
        *(
            "/Users/me/miniconda3",
            "/Users/me/opt/anaconda3",
            "/opt/miniconda3",
            "/opt/homebrew/anaconda3",
        ),
        *("/opt/homebrew/Caskroom/miniconda/base", "/usr/local/Caskroom/miniforge/base"),
        "/Users/me/.local/share/mamba",
    ],
)
def test_conda_is_found_where_installers_put_it_on_macos(root: str) -> None:
    machine = described("darwin", prefix(root, base=True) | prefix(f"{root}/envs/a"))
    [base] = conda.locate_bases(machine)
    assert str(base.prefix) == root
    assert found(machine) == [f"{root}/envs/a"]


@pytest.mark.parametrize(
    "root",
    [
        *(r"C:\Users\me\miniconda3", r"C:\ProgramData\Anaconda3", r"C:\miniforge3"),
        *(r"C:\Users\me\AppData\Local\miniconda3", r"C:\Users\me\AppData\Roaming\mamba"),
    ],
)
def test_conda_is_found_where_installers_put_it_on_windows(root: str) -> None:
    machine = described("win32", prefix(root, base=True) | prefix(f"{root}\\envs\\a"))
    [base] = conda.locate_bases(machine)
    assert str(base.prefix).lower() == root.lower()
    assert base.version == PythonVersion(3, 12, 4)
    assert [path.lower() for path in found(machine)] == [f"{root}\\envs\\a".lower()]


@pytest.mark.parametrize(
    "environ",
    [
        *({name: "/data/c"} for name in ("CONDA_ROOT", "_CONDA_ROOT", "CONDA_DIR", "CONDA")),
        *({"MAMBA_ROOT_PREFIX": "/data/c"}, {"CONDA_PREFIX": "/data/c"}),
        *({"CONDA_PREFIX": "/data/c/envs/a"}, {"CONDA_EXE": "/data/c/bin/conda"}),
        {"MAMBA_EXE": "/data/c/bin/mamba"},
    ],
)
def test_variables_say_where_conda_is(environ: dict[str, str]) -> None:
    files = prefix("/data/c", base=True) | prefix("/data/c/envs/a")
    assert found(described(files=files)) == []
    machine = described(files=files, environ=environ)
    assert found(machine) == ["/data/c/envs/a"]
    assert [str(base.prefix) for base in conda.locate_bases(machine)] == ["/data/c"]


@pytest.mark.parametrize("folder", ["/data/c/bin", "/data/c/condabin", "/links"])
def test_programs_on_path_say_where_conda_is(folder: str) -> None:
    files = prefix("/data/c", base=True) | prefix("/data/c/envs/a")
    links = {"/links/conda": "/data/c/bin/conda"}
    machine = described(files=files, links=links, path=("/nothing", folder))
    assert found(machine) == ["/data/c/envs/a"]


def test_programs_on_path_say_where_conda_is_on_windows() -> None:
    files = prefix(r"D:\c", base=True) | prefix(r"D:\c\envs\a")
    for folder in (r"D:\c\Scripts", r"D:\c\condabin"):
        assert found(described("win32", files, path=(folder,))) == [r"D:\c\envs\a"]


@pytest.mark.parametrize(
    ("file", "environ"),
    [
        *((f"/home/me/{name}", {}) for name in (".condarc", ".mambarc", ".conda/.condarc")),
        *(("/home/me/.config/conda/condarc", {}), ("/home/me/.conda/condarc.d/a.yml", {})),
        *(("/etc/conda/.condarc", {}), ("/etc/conda/condarc.d/b.yaml", {})),
        *(("/var/lib/conda/condarc", {}), ("/etc/miniconda3/mambarc", {})),
        *(("/xdg/conda/.condarc", {"XDG_CONFIG_HOME": "/xdg"}), ("/any", {"CONDARC": "/any"})),
        *(("/any", {"MAMBARC": "/any"}), ("/home/me/miniforge3/.condarc", {})),
        ("/p/.condarc", {"CONDA_PREFIX": "/p"}),
    ],
)
def test_settings_say_where_environments_are(file: str, environ: dict[str, str]) -> None:
    files = {file: "envs_dirs:\n  - /data/envs\n"} | prefix("/data/envs/a")
    assert found(described(files=files, environ=environ)) == ["/data/envs/a"]


def test_settings_say_where_environments_are_on_windows() -> None:
    for file in (r"C:\ProgramData\conda\.condarc", r"C:\Users\me\.condarc"):
        files = {file: 'envs_dirs: ["D:\\\\envs"]\n'} | prefix(r"D:\envs\a")
        assert found(described("win32", files)) == [r"D:\envs\a"]


@pytest.mark.parametrize("written", ["~/mine", "$HERE/mine", "${HERE}/mine", "/home/me/mine"])
def test_variables_and_the_users_folder_are_filled_in(written: str) -> None:
    files = {"/home/me/.condarc": f"envs_path: [{written}]\n"} | prefix("/home/me/mine/a")
    assert found(described(files=files, environ={"HERE": "/home/me"})) == ["/home/me/mine/a"]


@pytest.mark.parametrize("written", ["mine", "$NOWHERE/mine", "a\0b", ""])
def test_what_is_no_absolute_folder_is_passed_over(written: str) -> None:
    assert found(described(files={"/home/me/.condarc": f"envs_dirs: ['{written}']\n"})) == []


@pytest.mark.parametrize(
    "name", ["CONDA_ENVS_PATH", "CONDA_ENVS_DIRS", "ANACONDA_PROJECT_ENVS_PATH"]
)
def test_variables_list_folders_of_environments(name: str) -> None:
    posix = described(files=prefix("/d/a"), environ={name: "/nothing:/d"})
    assert found(posix) == ["/d/a"]
    windows = described("win32", prefix(r"D:\e\a"), environ={name: r"C:\nothing;D:\e"})
    assert found(windows) == [r"D:\e\a"]


@pytest.mark.parametrize("folder", [".conda/envs", "envs", "my-envs"])
def test_usual_folders_of_environments(folder: str) -> None:
    assert found(described(files=prefix(f"/home/me/{folder}/a"))) == [f"/home/me/{folder}/a"]


def test_the_usual_folder_of_environments_on_windows() -> None:
    place = r"C:\Users\me\AppData\Local\conda\conda\envs\a"
    assert found(described("win32", prefix(place))) == [place]


def test_environments_txt_lists_those_elsewhere() -> None:
    text = "/work/shop/.conda\n\n/gone\nrelative\n/work/shop\n"
    files = {"/home/me/.conda/environments.txt": text} | prefix("/work/shop/.conda")
    assert found(described(files=files)) == ["/work/shop/.conda"]
    name = r"C:\Users\me\.conda\environments.txt"
    windows = described("win32", {name: "D:\\x\r\n"} | prefix(r"D:\x"))
    assert found(windows) == [r"D:\x"]


def test_linux_on_windows_leaves_the_other_systems_disks_alone() -> None:
    text = "/mnt/c/x\n/mnt/data/y\n"
    files = {"/home/me/.conda/environments.txt": text} | prefix("/mnt/c/x") | prefix("/mnt/data/y")
    assert found(described(files=files)) == ["/mnt/c/x", "/mnt/data/y"]
    inside = described(files=files, environ={"WSL_DISTRO_NAME": "Debian"})
    assert found(inside) == ["/mnt/data/y"]


def test_the_activated_environment_is_found_wherever_it_is() -> None:
    machine = described(files=prefix("/tmp/x"), environ={"CONDA_PREFIX": "/tmp/x"})
    [one] = conda.locate(machine)
    assert (str(one.prefix), one.origin) == ("/tmp/x", "it is activated (CONDA_PREFIX)")


def test_each_environment_is_found_once_and_by_its_name() -> None:
    root = "/home/me/miniconda3"
    text = f"{root}\n{root}/envs/a\n/work/p\n"
    files = {"/home/me/.conda/environments.txt": text, f"{root}/envs/.conda_envs_dir_test": ""}
    files |= prefix(root, base=True) | prefix(f"{root}/envs/a") | prefix("/work/p")
    machine = described(files=files, environ={"CONDA_PREFIX": f"{root}/envs/a"})
    origins = {str(one.prefix): one.origin for one in environments(machine)}
    assert origins == {
        f"{root}/envs/a": f"conda keeps it in {root}/envs",
        "/work/p": "conda lists it in environments.txt",
    }


def test_the_base_is_a_global_interpreter_that_is_not_for_pip() -> None:
    root = "/home/me/miniconda3"
    files = prefix(root, base=True) | prefix(f"{root}/envs/a")
    machine = described(files=files, path=(f"{root}/envs/a/bin", f"{root}/bin"))
    [base] = interpreters(machine)
    assert (base.kind, base.name, base.kind.is_global) == (Kind.CONDA_BASE, "base", True)
    assert base.version == PythonVersion(3, 12, 4)
    assert base.externally_managed
    assert base.base_prefix == base.prefix


def test_an_environment_that_has_conda_in_it_is_no_base() -> None:
    root = "/home/me/miniconda3"
    files = prefix(root, base=True) | prefix(f"{root}/envs/dev", base=True)
    machine = described(files=files)
    assert [str(base.prefix) for base in conda.locate_bases(machine)] == [root]
    assert found(machine) == [f"{root}/envs/dev"]


def test_micromambas_root_needs_no_python() -> None:
    root = "/home/me/micromamba"
    machine = described(files=prefix(f"{root}/envs/a") | {f"{root}/conda-meta/history": ""})
    assert list(conda.locate_bases(machine)) == []
    [one] = conda.locate(machine)
    assert (one.kind, one.version) == (Kind.CONDA, PythonVersion(3, 12, 4))


@pytest.mark.parametrize(
    ("platform", "root"), [("linux", "/home/me/envs/r"), ("win32", r"C:\Users\me\envs\r")]
)
def test_an_environment_without_python_has_that_fault(platform: str, root: str) -> None:
    machine = described(platform, prefix(root, python=False))
    [one] = conda.locate(machine)
    assert [fault.code for fault in one.faults] == [FaultCode.NO_PYTHON]
    inner = "python.exe" if platform == "win32" else "bin/python"
    assert one.faults[0].path == one.prefix / inner


def of_project(machine: Machine, project: PurePath) -> list[Environment]:
    return list(conda.of_project(project, machine))


@pytest.mark.parametrize("file", ["environment.yml", "environment.yaml"])
def test_a_projects_file_names_its_environment(file: str) -> None:
    root = "/home/me/miniconda3"
    files = {f"/work/shop/{file}": "name: shop\n"} | prefix(root, base=True)
    files |= prefix(f"{root}/envs/shop") | prefix(f"{root}/envs/shop2")
    machine = described(files=files)
    project = machine.home.__class__("/work/shop")
    [one] = of_project(machine, project)
    assert (str(one.prefix), one.project) == (f"{root}/envs/shop", project)
    assert one.origin == f"{file} of /work/shop names it"


def test_a_projects_file_names_its_environment_on_windows() -> None:
    root = r"C:\Users\me\miniconda3"
    files = {r"D:\shop\environment.yml": "name: shop\r\n"} | prefix(f"{root}\\envs\\shop")
    machine = described("win32", files)
    [one] = of_project(machine, machine.home.__class__(r"D:\shop"))
    assert str(one.prefix) == f"{root}\\envs\\shop"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prefix: /p/x\n", ["/p/x"]),
        ("name: gone\nprefix: /p/x\n", ["/p/x"]),
        ("name: a\nprefix: /p/x\n", ["/home/me/envs/a"]),
        ("name: base\n", ["/opt/conda"]),
        ("name: gone\n", []),
        ("name: ../envs/a\n", []),
        ("prefix: x\n", []),
        ("dependencies: [python]\n", []),
        ("", []),
    ],
)
def test_what_a_projects_file_means(text: str, expected: list[str]) -> None:
    files = {"/work/shop/environment.yml": text} | prefix("/p/x") | prefix("/home/me/envs/a")
    machine = described(files=files | prefix("/opt/conda", base=True))
    found = of_project(machine, machine.home.__class__("/work/shop"))
    assert [str(one.prefix) for one in found] == expected


def test_a_project_without_such_a_file_has_none() -> None:
    machine = described(files={"/work/shop/x.py": ""} | prefix("/home/me/envs/shop"))
    assert of_project(machine, machine.home.__class__("/work/shop")) == []


def test_prefixes_in_a_projects_folder() -> None:
    files = prefix("/work/shop/.conda") | prefix("/work/shop/a") | {"/work/shop/src/x.py": ""}
    files |= prefix("/work/shop/.venv") | {"/work/shop/a/conda-meta/pixi": "{}"}
    machine = described(files=files)
    found = list(conda.below(machine.home.__class__("/work/shop"), machine))
    assert [one.prefix.name for one in found] == [".conda", ".venv"]
    assert {one.kind for one in found} == {Kind.CONDA}
    assert list(conda.below(machine.home.__class__("/gone"), machine)) == []
