"""The real machine, and one that a test describes, answer the same questions alike."""

from pathlib import Path, PureWindowsPath

from described_machine import PROGRAM, SCRIPT, described
from machine_here import machine_here

from venvlens.core.environment import FaultCode, Kind
from venvlens.core.python_version import PythonVersion
from venvlens.system.locators import prefix as prefix_

CFG = "home = /usr/bin\nversion = 3.12.1\n"


def test_a_disk_and_a_table_of_it_answer_alike(tmp_path: Path) -> None:
    root = str(tmp_path)
    files = {f"{root}/a/python": PROGRAM, f"{root}/a/shim": SCRIPT, f"{root}/a/b/text": "x"}
    links = {f"{root}/to_b": f"{root}/a/b", f"{root}/a/to_python": "python", f"{root}/gone": "no"}
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755 if "text" not in name else 0o644)
    for name, target in links.items():
        Path(name).symlink_to(target)
    real, table = machine_here().files, described(files=files, links=links).files
    names = ["", "a", "a/python", "a/shim", "a/to_python", "to_b", "to_b/text", "gone", "a/b", "z"]
    for path in (tmp_path / name for name in names):
        assert table.exists(path) == real.exists(path), path
        assert table.is_file(path) == real.is_file(path), path
        assert table.is_folder(path) == real.is_folder(path), path
        assert table.is_program(path) == real.is_program(path) or "text" in path.name, path
        assert table.is_script(path) == real.is_script(path), path
        assert str(table.real(path)) == str(real.real(path)) or path.name == "gone", path
        assert str(table.resolved(path)) == str(real.resolved(path)), path
        assert table.text(path) == real.text(path), path
        assert (table.listing(path) is None) == (real.listing(path) is None), path
        if found := table.listing(path):
            assert found == real.listing(path)


def test_an_environment_of_windows_is_described_on_any_system() -> None:
    cfg = "home = C:\\Python312\nversion = 3.12.1\n"
    files = {
        r"C:\work\.venv\pyvenv.cfg": cfg,
        r"C:\work\.venv\Scripts\python.exe": PROGRAM,
        r"C:\Python312\python.exe": PROGRAM,
        r"C:\Python312\Lib\os.py": "",
    }
    work = PureWindowsPath(r"C:\work")
    found = prefix_.describe(work / ".venv", described("win32", files), "found in C:\\work")
    assert found is not None
    assert found.version == PythonVersion(3, 12, 1)
    assert found.base_prefix == PureWindowsPath(r"C:\Python312")
    assert (found.kind, found.faults) == (Kind.VENV, ())


def test_a_conda_environment_without_python_is_one_that_cannot_run() -> None:
    machine = described(files={"/envs/r/conda-meta/history": "", "/envs/r/bin/R": PROGRAM})
    found = prefix_.describe(machine.home.__class__("/envs/r"), machine, "")
    assert found is not None
    assert found.kind is Kind.CONDA
    assert [fault.code for fault in found.faults] == [FaultCode.NO_PYTHON]
