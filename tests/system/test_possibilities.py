from pathlib import Path

from machine_here import machine_here

from venvlens.core.environment import Environment, Kind
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import Entry, EntryKind, SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.survey import Elsewhere, Place, Survey
from venvlens.system.elsewhere import Looked
from venvlens.system.possibilities import possibilities


def interpreter(root: Path, minor: int, *modules: str) -> Environment:
    for module in modules:
        folder = root / "lib" / f"python3.{minor}" / module
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    version = PythonVersion(3, minor, 0)
    return Environment(root, Kind.GLOBAL, "made", root / "bin/python3", version, root)


def survey(project: Path) -> Survey:
    path = SearchPath(Target(PythonVersion(3, 12), "linux"), (), ())
    return Survey(project.parent, project, Selection(None, None, ()), path, Settings())


class Tools:
    """A user's tools as a test says them."""

    def __init__(self, tools: dict[str, Path]) -> None:
        self.find = tools.get


def gather(project: Path, looked: Looked, *, has_uv: bool = False):
    tools = {"uv": Path("/opt/uv")} if has_uv else {}
    return possibilities(ImportName("a"), survey(project), looked, machine_here(), Tools(tools))


def test_an_interpreter_needs_venv_and_pip_unless_uv_is_there(tmp_path: Path) -> None:
    whole = interpreter(tmp_path / "whole", 12, "venv", "ensurepip")
    stripped = interpreter(tmp_path / "stripped", 13, "venv")
    looked = Looked(Elsewhere(), (), (stripped, whole), {})
    project = tmp_path / "project"
    assert gather(project, looked).interpreters == (whole,)
    assert set(gather(project, looked, has_uv=True).interpreters) == {whole, stripped}


def test_the_pinned_version_comes_first(tmp_path: Path) -> None:
    found = tuple(
        interpreter(tmp_path / f"{minor}", minor, "venv", "ensurepip") for minor in (13, 12, 11)
    )
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / ".python-version").write_text("3.11\n")
    assert gather(project, Looked(Elsewhere(), (), found, {})).interpreters[0] == found[2]


def test_what_the_project_declares(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text(
        '[project]\nname = "x"\ndependencies = ["PyYAML>=6"]\n'
        '[dependency-groups]\ntest = ["pytest"]\n'
    )
    (project / "requirements-dev.txt").write_text("# notes\nDjango==5.0  # why\n-r other.txt\n")
    (project / "requirements.md").write_text("flask\n")
    declared = gather(project, Looked(Elsewhere(), (), (), {})).declared
    assert {(one.distribution, one.file, one.version) for one in declared} == {
        ("pyyaml", "pyproject.toml", None),
        ("pytest", "pyproject.toml", None),
        ("django", "requirements-dev.txt", "5.0"),
    }


def test_places_and_siblings_are_passed_on(tmp_path: Path) -> None:
    sibling = interpreter(tmp_path / "sibling", 12)
    place = Place(sibling, tmp_path / "a.py", "a 1")
    looked = Looked(Elsewhere({ImportName("a"): (place,)}), (sibling,), (), {})
    found = gather(tmp_path / "project", looked)
    assert (found.places, found.siblings) == ((place,), (sibling,))


def selected(root: Path) -> tuple[Survey, Path]:
    """Return the survey of a project that has an environment, and its site-packages."""
    environment = interpreter(root / "project/.venv", 12)
    site = environment.prefix / "lib/python3.12/site-packages"
    site.mkdir(parents=True)
    entry = Entry(site, EntryKind.SITE_PACKAGES)
    path = SearchPath(Target(PythonVersion(3, 12), "linux"), (entry,), ())
    chosen = Selection(environment, environment, ())
    return Survey(root, root / "project", chosen, path, Settings()), site


def ask(name: str, survey: Survey, file: Path | None = None):
    looked = Looked(Elsewhere(), (), (), {})
    return possibilities(ImportName(name), survey, looked, machine_here(), Tools({}), file=file)


def test_what_the_environment_should_have_and_has_not(tmp_path: Path) -> None:
    survey, site = selected(tmp_path)
    install(site, "PyYAML", "6.0.2", ("yaml/__init__.py", "_yaml.py"))
    install(site, "other", "1", ("yaml/__init__.py",))
    (place,) = ask("yaml", survey).claims
    assert place.distribution == "PyYAML 6.0.2"
    assert place.file == site / "PyYAML-6.0.2.dist-info"
    assert ask("requests", survey).claims == ()


def install(site: Path, name: str, version: str, files: tuple[str, ...]) -> None:
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))


def test_modules_that_a_misspelled_name_may_mean(tmp_path: Path) -> None:
    survey, site = selected(tmp_path)
    (site / "inhouse").mkdir()
    (site / "single.py").touch()
    (tmp_path / "project/requirements.txt").write_text("scikit-learn\n")
    modules = ask("a", survey).modules
    assert {"inhouse", "single", "sklearn", "json"} <= modules
    assert "yaml" not in modules


def test_a_script_with_a_block_declares_what_it_needs_itself(tmp_path: Path) -> None:
    survey, _ = selected(tmp_path)
    script = tmp_path / "project/tool.py"
    script.write_text('# /// script\n# dependencies = ["rich"]\n# ///\n')
    (tmp_path / "project/requirements.txt").write_text("flask\n")
    declared = [ask("a", survey, file).declared for file in (script, None)]
    assert [[one.distribution for one in found] for found in declared] == [["rich"], ["flask"]]
