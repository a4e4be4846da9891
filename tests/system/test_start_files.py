"""Site folders as Python 3.15 and later read them (PEP 829), in described trees."""

from pathlib import Path

import pytest
from interpreters import host

from venvlens.core.environment import Environment, Kind
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.resolution import Missing, Provided, Unknown, Verdict, resolve
from venvlens.core.search_path import SearchPath
from venvlens.system import search_path
from venvlens.system.disk import Disk, Looks

FINDER = "__editable___far_finder"


class Made:
    """An environment of a version that this machine need not have."""

    def __init__(self, root: Path, series: tuple[int, int] = (3, 15)) -> None:
        self.root = root
        self.version = PythonVersion(*series)
        self.base = root / "base"
        self.lib = self.base / "lib" / "python{}.{}".format(*series)
        self.site = root / "env" / "lib" / self.lib.name / "site-packages"
        self.write(self.lib / "os.py")
        self.site.mkdir(parents=True)

    def write(self, path: Path, text: str = "") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def path(self, system_site: bool = False) -> SearchPath:
        environment = Environment(
            self.root / "env",
            Kind.VENV,
            "made by a test",
            version=self.version,
            base_prefix=self.base,
            system_site=system_site,
        )
        self.looks = Looks(Disk())
        machine = host(PYTHONNOUSERSITE="1")
        return search_path.build(environment, machine, self.looks)

    def verdict(self, name: str) -> Verdict:
        return resolve(ImportName(name), self.path(), self.looks)

    def editable(self, **files: str) -> None:
        """Install a project by a finder, with start-up files of some endings."""
        self.write(self.root / "far" / "far" / "__init__.py")
        mapping = f"MAPPING = {{'far': {str(self.root / 'far' / 'far')!r}}}\nNAMESPACES = {{}}\n"
        self.write(self.site / f"{FINDER}.py", mapping)
        for ending, text in files.items():
            self.write(self.site / f"far.{ending}", text)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_an_entry_point_installs_a_finder(made: Made) -> None:
    made.editable(start=f"{FINDER}:install\n")
    assert isinstance(made.verdict("far"), Provided)
    assert isinstance(made.verdict("nothing"), Missing)


def test_older_versions_know_no_start_files(tmp_path: Path) -> None:
    made = Made(tmp_path, (3, 14))
    made.editable(start=f"{FINDER}:install\n")
    assert isinstance(made.verdict("far"), Missing)


@pytest.mark.parametrize("start", ["", "# nothing\n", "no entry point\n"])
def test_a_start_file_disables_the_import_lines_beside_it(made: Made, start: str) -> None:
    line = f"import {FINDER}; {FINDER}.install()\n"
    made.editable(pth=line)
    assert isinstance(made.verdict("far"), Provided)
    made.editable(start=start)
    assert isinstance(made.verdict("far"), Missing)


def test_it_leaves_path_lines_and_the_lines_of_others_alone(made: Made) -> None:
    made.editable(pth=f"import {FINDER}\n{made.root / 'added'}\n")
    made.write(made.root / "added" / "by_path.py")
    made.write(made.site / "other.start")
    assert isinstance(made.verdict("far"), Provided)
    made.write(made.site / "far.start")
    assert isinstance(made.verdict("far"), Missing)
    assert isinstance(made.verdict("by_path"), Provided)


def test_a_start_file_that_is_not_utf_8_disables_nothing(made: Made) -> None:
    made.editable(pth=f"import {FINDER}\n")
    (made.site / "far.start").write_bytes(b"\xff:x\n")
    assert isinstance(made.verdict("far"), Provided)


def test_the_folders_of_all_sites_come_before_any_code(made: Made) -> None:
    made.editable(start=f"{FINDER}:install\n")
    # The finder lies where only the last site folder leads.
    elsewhere = made.root / "elsewhere"
    (made.site / f"{FINDER}.py").rename(made.root / f"{FINDER}.py")
    elsewhere.mkdir()
    (made.root / f"{FINDER}.py").rename(elsewhere / f"{FINDER}.py")
    made.write(made.lib / "site-packages" / "zz.pth", f"{elsewhere}\n")
    assert [hook.modules for hook in made.path(system_site=True).hooks] == [
        {"far": str(made.root / "far" / "far")}
    ]
    assert made.path().hooks == ()


def test_path_lines_follow_their_own_site_folder(made: Made) -> None:
    (made.root / "one").mkdir()
    (made.root / "two").mkdir()
    made.write(made.site / "a.pth", f"import nothing_of_this_name\n  {made.root / 'one'}\n")
    base_site = made.lib / "site-packages"
    made.write(base_site / "a.pth", f"{made.root / 'two'}\n")
    paths = [entry.path for entry in made.path(system_site=True).entries]
    assert paths[-4:] == [made.site, made.root / "one", base_site, made.root / "two"]


def test_a_line_that_fails_ends_no_file(made: Made) -> None:
    made.editable(pth=f"import nothing_of_this_name\nimport {FINDER}\n")
    assert isinstance(made.verdict("far"), Provided)


def test_what_an_unknown_entry_point_does_is_unknown(made: Made) -> None:
    made.write(made.site / "mighty.py", "import sys\nsys.path.append('/x')\n")
    made.write(made.site / "a.start", "mighty:run\n")
    verdict = made.verdict("nothing")
    assert isinstance(verdict, Unknown)
    assert "a.start" in verdict.reason
    made.write(made.site / "a.start", "nothing_of_this_name:run\n")
    assert isinstance(made.verdict("nothing"), Missing)


def test_an_entry_point_loads_its_module_before_the_project_counts(made: Made) -> None:
    made.write(made.site / "early.py")
    made.write(made.site / "a.start", "early:run\n")
    assert made.path().loaded == {"early"}


def test_a_hidden_start_file_is_left_out(made: Made) -> None:
    made.editable()
    made.write(made.site / ".far.start", f"{FINDER}:install\n")
    assert isinstance(made.verdict("far"), Missing)


def test_import_lines_are_dead_from_318_on(tmp_path: Path) -> None:
    made = Made(tmp_path, (3, 18))
    made.editable(pth=f"import {FINDER}\n{tmp_path / 'far'}\n")
    assert made.path().hooks == ()
    assert isinstance(made.verdict("far"), Provided)


def test_the_site_py_that_is_there_decides(made: Made) -> None:
    made.editable(start=f"{FINDER}:install\n")
    made.write(made.lib / "site.py", "an alpha that reads no such files: exec(line) utf-8-sig")
    assert isinstance(made.verdict("far"), Missing)
