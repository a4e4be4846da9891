"""Environments of virtualenv before 20, which has no ``pyvenv.cfg``: on described machines."""

import pytest
from described_machine import PROGRAM, described

from venvlens.core.environment import Environment, FaultCode, Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import prefix, venv

BASE = {"/opt/py/bin/python3.8": PROGRAM, "/opt/py/lib/python3.8/os.py": ""}
ENV = {
    "/srv/shop/env/bin/python3.8": PROGRAM,
    "/srv/shop/env/bin/activate": "",
    "/srv/shop/env/bin/activate_this.py": "",
    "/srv/shop/env/lib/python3.8/os.py": "",
    "/srv/shop/env/lib/python3.8/orig-prefix.txt": "/opt/py",
    "/srv/shop/env/lib/python3.8/no-global-site-packages.txt": "",
}
LINKS = {"/srv/shop/env/bin/python": "python3.8"}


def found(machine: Machine) -> Environment | None:
    folder = machine.home.__class__("/srv/shop")
    places = venv.prefixes_in(folder, machine.files)
    return prefix.describe(places[0], machine, "") if places else None


def test_it_is_found_with_its_base() -> None:
    one = found(described(files=BASE | ENV, links=LINKS))
    assert one is not None
    assert (str(one.prefix), one.kind, one.faults) == ("/srv/shop/env", Kind.VIRTUALENV, ())
    assert (str(one.version), one.system_site) == ("3.8", False)
    assert (str(one.base_prefix), str(one.base_executable)) == ("/opt/py", "/opt/py/bin/python3.8")


def test_without_a_mark_it_has_the_packages_of_its_base() -> None:
    files = {path: text for path, text in ENV.items() if "no-global" not in path}
    one = found(described(files=BASE | files, links=LINKS))
    assert one is not None
    assert one.system_site


def test_it_does_not_run_without_its_base() -> None:
    one = found(described(files=ENV, links=LINKS))
    assert one is not None
    assert [fault.code for fault in one.faults] == [FaultCode.BASE_GONE]
    assert not one.runs


def test_one_of_windows() -> None:
    env = r"C:\shop\venv"
    files = {
        rf"{env}\Scripts\python.exe": PROGRAM,
        rf"{env}\Scripts\python38.dll": "",
        rf"{env}\Scripts\activate.bat": "",
        rf"{env}\Scripts\activate_this.py": "",
        rf"{env}\Lib\os.py": "",
        rf"{env}\Lib\orig-prefix.txt": r"C:\Python38",
        r"C:\Python38\python.exe": PROGRAM,
        r"C:\Python38\python38.dll": "",
    }
    machine = described("win32", files)
    [place] = venv.prefixes_in(machine.home.__class__(r"C:\shop"), machine.files)
    one = prefix.describe(place, machine, "")
    assert one is not None
    assert (str(one.base_prefix), one.faults) == (r"C:\Python38", ())


@pytest.mark.parametrize("text", ["", "\0", "opt/py", "/srv/shop/env", "/opt\n/py"])
def test_what_names_no_base_makes_it_its_own(text: str) -> None:
    files = ENV | {"/srv/shop/env/lib/python3.8/orig-prefix.txt": text}
    one = found(described(files=BASE | files, links=LINKS))
    assert one is not None
    assert str(one.base_prefix) == "/srv/shop/env"


def test_a_folder_with_scripts_and_without_a_name_that_speaks_is_not_looked_into() -> None:
    files = {path.replace("/env/", "/tools/"): text for path, text in ENV.items()}
    assert found(described(files=BASE | files)) is None
