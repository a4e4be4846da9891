import os
import sys
from pathlib import Path

from interpreters import interpreters, make_venv, site_of

from venvlens.core.environment import Kind
from venvlens.core.names import ImportName
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.survey import Survey
from venvlens.system.disk import Disk, Looks, unchanged
from venvlens.system.elsewhere import Looked, look
from venvlens.system.host import Host
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor


def machine(root: Path) -> Host:
    """A machine with one interpreter on PATH and a user's site of its own."""
    base = interpreters()[0]
    (root / "bin").mkdir()
    (root / "bin" / "python3").symlink_to(str(base.executable))
    variables = {"PYTHONUSERBASE": str(root / "user")}
    return Host(variables, (root / "bin",), root / "home", sys.platform)


def seek(root: Path, host: Host, *names: str) -> Looked:
    workspace = root / "workspace"
    surveyor = Surveyor(host, Choices(root / "none.json"))
    survey = surveyor.survey(workspace / "one", workspace, Settings(), Looks(Disk())).survey
    asked = [ImportName(name) for name in names]
    return look(asked, survey, [workspace], host, Disk())


def test_siblings_and_global_interpreters_are_looked_into(tmp_path: Path) -> None:
    host = machine(tmp_path)
    base = interpreters()[0]
    for project in ("one", "two"):
        made = make_venv(base.executable, tmp_path / "workspace" / project / ".venv")
        (site_of(made) / f"only_{project}.py").touch()
    series = "python{}.{}".format(*base.version.series) if base.version else ""
    user_site = tmp_path / "user" / "lib" / series / "site-packages"
    (user_site / "a-1.0.dist-info").mkdir(parents=True)
    (user_site / "a-1.0.dist-info" / "RECORD").write_text("only_user.py,,\n")
    (user_site / "only_user.py").touch()

    looked = seek(tmp_path, host, "only_one", "only_two", "only_user", "json", "nowhere")

    places = looked.elsewhere.places
    two = tmp_path / "workspace" / "two" / ".venv"
    assert [place.environment.prefix for place in places[ImportName("only_two")]] == [two]
    # What the selected environment has is not elsewhere, and the library is everywhere.
    for name in ("only_one", "json", "nowhere"):
        assert places[ImportName(name)] == ()
    (place,) = places[ImportName("only_user")]
    assert (place.environment.kind, place.distribution) == (Kind.GLOBAL, "a 1.0")
    assert [sibling.prefix for sibling in looked.siblings] == [two]
    assert [found.version for found in looked.interpreters] == [base.version]


def test_a_look_elsewhere_ends_with_what_it_saw(tmp_path: Path) -> None:
    (tmp_path / "workspace" / "one").mkdir(parents=True)
    os.utime(tmp_path / "workspace", ns=(10**18, 10**18))
    looked = seek(tmp_path, machine(tmp_path), "a")
    disk = Disk()
    make_venv(interpreters()[0].executable, tmp_path / "workspace" / "two" / ".venv")
    assert not unchanged(looked.notes, disk)


def test_on_an_empty_machine_nothing_is_elsewhere(tmp_path: Path) -> None:
    survey = Survey(
        tmp_path,
        tmp_path,
        Selection(None, None, ()),
        SearchPath(Target(None, sys.platform), (), ()),  # type: ignore[arg-type]
        Settings(),
    )
    host = Host({}, (), tmp_path, sys.platform)
    looked = look([ImportName("a")], survey, [tmp_path], host, Disk())
    assert looked.elsewhere.places == {ImportName("a"): ()}
    assert (looked.siblings, looked.interpreters) == ((), ())
