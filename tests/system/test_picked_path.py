"""A path that somebody picked is an environment, an interpreter, or one sentence."""

import pytest
from described_machine import PROGRAM, SCRIPT, described

from venvlens.core.environment import Kind
from venvlens.core.machine import Machine
from venvlens.system.picked_path import Picked, picked

VENV = "/srv/shop/.venv"
FILES = {
    "/usr/bin/python3.12": PROGRAM,
    "/usr/lib/python3.12/os.py": "",
    "/usr/bin/git": PROGRAM,
    "/usr/bin/python3.12-config": SCRIPT,
    f"{VENV}/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
    f"{VENV}/bin/pip": SCRIPT,
    "/srv/shop/old/pyvenv.cfg": "home = /gone/bin\nversion = 3.9.1\n",
    "/srv/shop/empty/": "",
    "/opt/py/bin/python3.11": PROGRAM,
    "/opt/py/lib/python3.11/os.py": "",
    "/usr/bin/python2.7": PROGRAM,
    "/usr/lib/python2.7/os.py": "",
    "/home/me/.pyenv/shims/python3": SCRIPT,
    "/home/me/.pyenv/versions/3.12.1/bin/python3.12": PROGRAM,
    "/home/me/.pyenv/versions/3.12.1/lib/python3.12/os.py": "",
    "/opt/conda/conda-meta/history": "",
    "/opt/conda/conda-meta/python-3.12.2-0.json": '{"name": "python", "version": "3.12.2"}',
    "/opt/conda/condabin/conda": SCRIPT,
    "/opt/conda/bin/conda": SCRIPT,
    "/opt/conda/bin/python3.12": PROGRAM,
    "/opt/conda/lib/python3.12/os.py": "",
}
LINKS = {
    f"{VENV}/bin/python": "/usr/bin/python3.12",
    f"{VENV}/bin/python3.12": "python",
    "/usr/bin/python3": "python3.12",
    "/opt/py/bin/python3": "python3.11",
    "/opt/conda/bin/python": "python3.12",
}


@pytest.fixture
def machine() -> Machine:
    return described(files=FILES, links=LINKS)


def meant(machine: Machine, path: str) -> Picked | str:
    return picked(machine.home.__class__(path), machine)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (VENV, VENV),
        (f"{VENV}/bin", VENV),
        (f"{VENV}/bin/python", VENV),
        (f"{VENV}/bin/python3.12", VENV),
        ("/usr/bin/python3.12", "/usr/bin/python3.12"),
        ("/usr/bin/python3", "/usr/bin/python3"),
        ("/opt/py", "/opt/py/bin/python3.11"),
        (
            "/home/me/.pyenv/versions/3.12.1/bin/python3.12",
            "/home/me/.pyenv/versions/3.12.1/bin/python3.12",
        ),
        ("/opt/conda/bin/python", "/opt/conda"),
    ],
)
def test_an_environment_is_kept_by_its_folder_and_an_interpreter_by_its_path(machine, path, kept):
    found = meant(machine, path)
    assert isinstance(found, Picked), found
    assert str(found.path) == kept
    # What is kept means the same when it is read again.
    again = meant(machine, kept)
    assert isinstance(again, Picked)
    assert (again.path, again.environment.prefix) == (found.path, found.environment.prefix)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/home/me/.pyenv/shims/python3", " is a shim, which starts another Python in each folder"),
        ("/home/me/.pyenv/shims/gone", " is a shim, which starts another Python in each folder"),
        ("/usr/bin/git", " is no Python: choose an environment, or the Python in it."),
        (f"{VENV}/bin/pip", " is no Python: choose an environment, or the Python in it."),
        ("/usr/bin/python3.12-config", " is a script that starts a Python: choose the Python"),
        ("/usr/bin/python2.7", " is Python 2.7: choose a Python 3."),
        ("/srv/shop/old", " cannot run, its base Python /gone/bin/python3.9 no longer exists: "),
        ("/srv/shop", " is not an environment, but holds .venv and old: choose one of them."),
        ("/srv/shop/empty", " is not an environment: choose another one."),
    ],
)
def test_what_cannot_be_used_gives_one_sentence(machine, path, said):
    found = meant(machine, path)
    assert isinstance(found, str)
    assert found.startswith(path + said)
    assert found.endswith(".")


def test_what_is_not_there_gives_one_sentence(machine):
    said = "There is no file or folder /gone/python3: choose another one."
    assert meant(machine, "/gone/python3") == said


def test_on_windows():
    files = {
        r"C:\shop\.venv\pyvenv.cfg": "home = C:\\Python312\nversion = 3.12.1\n",
        r"C:\shop\.venv\Scripts\python.exe": PROGRAM,
        r"C:\Python312\python.exe": PROGRAM,
        r"C:\Python312\pythonw.exe": PROGRAM,
        r"C:\Python312\python312.dll": "",
        r"C:\Python312\Lib\os.py": "",
    }
    machine = described("win32", files)
    for path in (r"C:\shop\.venv\Scripts\python.exe", r"c:\shop\.venv\SCRIPTS\Python.exe"):
        found = meant(machine, path)
        assert isinstance(found, Picked), found
        assert found.environment.kind is Kind.VENV
        assert found.path == machine.home.__class__(r"C:\shop\.venv")
    found = meant(machine, r"C:\Python312\python.exe")
    assert isinstance(found, Picked)
    assert str(found.path) == r"C:\Python312\python.exe"
