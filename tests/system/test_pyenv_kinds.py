"""pyenv for Windows, and the environments of pyenv-virtualenv, on described machines."""

import pytest
from described_machine import PROGRAM, described

from venvlens.core.environment import FaultCode, Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import environments, interpreters, pyenv, pyenv_virtualenv

VERSIONS = "/home/me/.pyenv/versions"
CFG = f"home = {VERSIONS}/3.12.1/bin\nversion = 3.12.1\n"


def version(name: str = "3.12.1") -> dict[str, str]:
    series = ".".join(name.split("-")[0].split(".")[:2])
    folder = f"{VERSIONS}/{name}"
    return {f"{folder}/bin/python": PROGRAM, f"{folder}/lib/python{series}/os.py": ""}


def made(place: str) -> dict[str, str]:
    return {f"{VERSIONS}/{place}/pyvenv.cfg": CFG, f"{VERSIONS}/{place}/bin/python": PROGRAM}


def with_environment(text: str | None = None, **more: str) -> Machine:
    files = version() | made("3.12.1/envs/shop")
    files |= {"/work/.python-version": text} if text is not None else {}
    return described(files=files | more, links={f"{VERSIONS}/shop": "3.12.1/envs/shop"})


# Windows


@pytest.mark.parametrize(
    ("environ", "root"),
    [
        ({}, r"C:\Users\me\.pyenv\pyenv-win"),
        ({"PYENV": r"D:\pyenv\pyenv-win"}, r"D:\pyenv\pyenv-win"),
        ({"PYENV_ROOT": r"D:\pyenv"}, r"D:\pyenv\pyenv-win"),
        ({"PYENV_ROOT": r"D:\own", "PYENV": r"D:\other"}, r"D:\own"),
        ({}, r"C:\Users\me\.pyenv"),
    ],
)
def test_pyenv_for_windows_has_its_versions_in_one_of_these(
    environ: dict[str, str], root: str
) -> None:
    files = {rf"{root}\versions\3.12.1\python.exe": PROGRAM}
    (found,) = pyenv.locate(described("win32", files, environ=environ))
    assert (found.kind, str(found.version)) == (Kind.PYENV, "3.12.1")
    assert str(found.executable) == rf"{root}\versions\3.12.1\python.exe"


def test_the_name_of_a_version_tells_32_bits() -> None:
    versions = r"C:\Users\me\.pyenv\pyenv-win\versions"
    files = {rf"{versions}\{name}\python.exe": PROGRAM for name in ("3.12.1", "3.12.1-win32")}
    found = list(pyenv.locate(described("win32", files)))
    assert [(str(one.version), one.name) for one in found] == [
        ("3.12.1", "3.12.1"),
        ("3.12.1", "3.12.1-win32"),
    ]


# Versions


@pytest.mark.parametrize("name", ["3.12.1", "3.14.0a2", "3.13.0t", "2.7.18"])
def test_the_folder_tells_the_version(name: str) -> None:
    (found,) = pyenv.locate(described(files={f"{VERSIONS}/{name}/bin/python": PROGRAM}))
    assert str(found.version) == name


def test_a_development_version_is_told_by_its_files() -> None:
    files = version("3.15-dev")
    files[f"{VERSIONS}/3.15-dev/include/python3.15/patchlevel.h"] = '#define PY_VERSION "3.15.0a1+"'
    (found,) = pyenv.locate(described(files=files))
    assert str(found.version) == "3.15.0a1"


def test_conda_among_the_versions_is_conda() -> None:
    files = version("miniconda3-24.1") | {
        f"{VERSIONS}/miniconda3-24.1/conda-meta/python-3.12.1-h_0.json": ""
    }
    (found,) = pyenv.locate(described(files=files))
    assert (found.kind, str(found.version)) == (Kind.CONDA, "3.12.1")


# Environments


def test_an_environment_is_found_once_by_the_link_that_people_know() -> None:
    machine = with_environment()
    (found,) = environments.environments(machine)
    assert (found.kind, found.name) == (Kind.PYENV_VIRTUALENV, "shop")
    assert str(found.prefix) == f"{VERSIONS}/shop"
    assert (str(found.version), found.project, found.faults) == ("3.12.1", None, ())
    assert [str(one.prefix) for one in interpreters.installed(machine)] == [f"{VERSIONS}/3.12.1"]


def test_an_environment_without_a_link_is_found_in_its_version() -> None:
    machine = described(files=version() | made("3.12.1/envs/shop"))
    assert [str(e.prefix) for e in pyenv_virtualenv.locate(machine)] == [
        f"{VERSIONS}/3.12.1/envs/shop"
    ]


def test_an_environment_may_be_among_the_versions_itself() -> None:
    machine = described(files=version() | made("shop"))
    assert [str(e.prefix) for e in pyenv_virtualenv.locate(machine)] == [f"{VERSIONS}/shop"]


def test_an_old_virtualenv_has_no_pyvenv_cfg() -> None:
    place = f"{VERSIONS}/2.7.18/envs/old"
    files = version("2.7.18") | {f"{place}/bin/python2.7": PROGRAM, f"{place}/bin/activate": ""}
    links = {f"{place}/bin/python": "python2.7"}
    (found,) = pyenv_virtualenv.locate(described(files=files, links=links))
    assert (found.name, found.version and found.version.series) == ("old", (2, 7))
    assert not found.judges


def test_an_environment_whose_version_is_gone_is_broken() -> None:
    machine = described(files={f"{VERSIONS}/shop/pyvenv.cfg": CFG})
    (found,) = pyenv_virtualenv.locate(machine)
    assert [fault.code for fault in found.faults] == [FaultCode.BASE_GONE]


def test_environments_of_conda_are_condas() -> None:
    place = f"{VERSIONS}/miniconda3/envs/data"
    files = {f"{place}/conda-meta/history": "", f"{place}/bin/python": PROGRAM}
    machine = described(files=files, links={f"{VERSIONS}/data": "miniconda3/envs/data"})
    assert list(pyenv_virtualenv.locate(machine)) == []


def test_without_pyenv_there_is_none() -> None:
    assert list(pyenv_virtualenv.locate(described())) == []


# Of a project


@pytest.mark.parametrize(
    "text", ["shop\n", "3.12.1/envs/shop", "# ours\n\nshop # comment", "gone\nshop\n"]
)
def test_a_project_names_its_environment(text: str) -> None:
    machine = with_environment(text)
    work = machine.home.__class__("/work")
    (found,) = pyenv_virtualenv.of_project(work, machine)
    assert (found.kind, found.name) == (Kind.PYENV_VIRTUALENV, "shop")
    assert (found.project, found.origin) == (work, "named by /work/.python-version")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "3.12.1",
        "3.12",
        "system",
        "gone",
        "3.12.1/envs/gone",
        "../versions/shop",
        "../../.pyenv/versions/shop",
        "3.12.1/envs/..",
        "./envs/shop",
        "3.12.1/../shop",
        f"{VERSIONS}/shop",
        "\x00",
    ],
)
def test_what_names_no_environment(text: str | None) -> None:
    machine = with_environment(text)
    assert list(pyenv_virtualenv.of_project(machine.home.__class__("/work"), machine)) == []
