from pathlib import PurePosixPath, PureWindowsPath

from venvlens.core.own_files import foreign, recorded_beside

PREFIX = PurePosixPath("/work/shop/.venv")
SITE = PREFIX / "lib" / "python3.12" / "site-packages"


def test_the_parts_of_an_environment_are_its_own():
    assert foreign(["bin", "lib", "lib64", "include", "pyvenv.cfg", ".gitignore"]) == ()
    assert foreign(["Scripts", "Lib", "Include", "share", "CACHEDIR.TAG", ".lock"]) == ()


def test_what_somebody_put_there_is_named():
    assert foreign(["src", "bin", "app.py", "pyproject.toml"]) == (
        "app.py",
        "pyproject.toml",
        "src",
    )


def test_a_distribution_may_bring_files_beside_the_folders():
    record = (
        "shop/__init__.py,sha256=a,1\n../../../bin/shop,sha256=b,2\n../../../LICENSE,,\n"
        '"../../../tests/a, b.py",,\n../../../../outside,,\n../../..,,\n'
    )
    assert list(recorded_beside(record, SITE, PREFIX)) == ["bin", "LICENSE", "tests"]


def test_on_windows_the_way_up_is_shorter():
    prefix = PureWindowsPath("C:/shop/.venv")
    record = "../../LICENSE.txt,,\n"
    assert list(recorded_beside(record, prefix / "Lib/site-packages", prefix)) == ["LICENSE.txt"]
