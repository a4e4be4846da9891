"""Search paths against what interpreters say of themselves, and folders made to mislead."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from interpreters import (
    about,
    described,
    environ,
    host,
    interpreters,
    make_venv,
    path_of,
    site_of,
    systems,
    usual_and_others,
)

from venvlens.core import layout
from venvlens.core.environment import Environment, Kind
from venvlens.core.implementation import CPYTHON
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.resolution import Missing, Provided, Unknown, Verdict, resolve
from venvlens.core.search_path import EntryKind, SearchPath
from venvlens.system import search_path
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host
from venvlens.system.locators import prefix as prefix_
from venvlens.system.real_machine import machine_of


def agrees(environment: Environment, **variables: str) -> None:
    """Compare everything that an interpreter says of itself with what its files told us."""
    assert environment.executable is not None
    said = about(environment.executable, **variables)
    path, _ = path_of(environment, **variables)
    ours = [str(entry.path) for entry in path.entries if entry.path.is_absolute()]
    assert ours == [entry for entry in said.path if os.path.exists(entry)]
    assert path.extension_suffixes == said.suffixes
    assert path.target.version.series == said.version[:2]
    assert str(environment.base_prefix) == said.base_prefix
    assert str(environment.prefix) == said.prefix
    assert environment.implementation == path.target.implementation == said.implementation


def user_site_of(base: Environment, user_base: Path) -> Path:
    assert base.version is not None
    folder = layout.user_site(
        user_base, base.version, sys.platform, implementation=base.implementation
    )
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder)


# Real interpreters, each with the environments that real tools make of it


def test_global_interpreters(tmp_path: Path) -> None:
    for base in {*interpreters(), *systems()}:
        agrees(base)
        user_site_of(base, tmp_path)
        agrees(base, PYTHONUSERBASE=str(tmp_path))
        agrees(base, PYTHONUSERBASE=str(tmp_path), PYTHONNOUSERSITE="1")


@pytest.mark.parametrize("options", [(), ("--system-site-packages",), ("--copies",)])
def test_environments_made_by_venv(tmp_path: Path, options: tuple[str, ...]) -> None:
    for index, base in enumerate({*interpreters(), *systems()}):
        if "--copies" in options and base.implementation != CPYTHON:
            continue  # PyPy's venv then copies all of /usr/lib, where it was installed to /usr
        prefix = tmp_path / f"{index}"
        agrees(make_venv(base.executable, prefix, "--without-pip", *options))


def test_pythonpath_comes_before_the_standard_library_and_has_no_path_files(
    tmp_path: Path,
) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "more.pth").write_text(f"{tmp_path / 'three'}\n")
    for index, base in enumerate({*interpreters(), *systems()}):
        made = make_venv(base.executable, tmp_path / f"{index}", "--without-pip")
        folders = [tmp_path / "two", tmp_path / "gone", tmp_path / "one", tmp_path / "two"]
        agrees(made, PYTHONPATH=os.pathsep.join(map(str, folders)))
        agrees(base, PYTHONPATH=os.pathsep.join([str(tmp_path / "one"), str(site_of(base))]))


def test_environments_that_see_the_system_see_the_users_site(tmp_path: Path) -> None:
    for index, base in enumerate({interpreters()[0], *systems()}):
        options = ("--without-pip", "--system-site-packages")
        made = make_venv(base.executable, tmp_path / f"{index}", *options)
        user_site_of(base, tmp_path)
        agrees(made, PYTHONUSERBASE=str(tmp_path))


@pytest.mark.parametrize(
    "command", [("uv", "venv", "--quiet"), ("virtualenv", "--quiet", "--no-seed")]
)
@pytest.mark.parametrize("options", [(), ("--system-site-packages",)])
def test_environments_made_by_other_tools(
    tmp_path: Path, command: tuple[str, ...], options: tuple[str, ...]
) -> None:
    for base in usual_and_others():
        prefix = tmp_path / base.implementation
        tool = [sys.executable, "-m", *command, "--python", str(base.executable)]
        subprocess.run([*tool, *options, prefix], check=True, env=environ())
        agrees(described(prefix))


def test_a_cfg_that_does_not_say_whether_it_sees_the_system(tmp_path: Path) -> None:
    made = make_venv(interpreters()[0].executable, tmp_path / ".venv")
    cfg = tmp_path / ".venv" / "pyvenv.cfg"
    text = cfg.read_text().replace("include-system-site-packages = false\n", "")
    cfg.write_text(text)
    agrees(described(tmp_path / ".venv"))
    assert not made.system_site


def test_an_overlay_of_uv_sees_what_it_lies_over(tmp_path: Path) -> None:
    base = make_venv(interpreters()[0].executable, tmp_path / "base")
    over = make_venv(interpreters()[0].executable, tmp_path / "over")
    (site_of(base) / "base_only.py").touch()
    call = f'site.addsitedir(__import__("os").fsdecode(b"{site_of(base)}"))'
    (site_of(over) / "_uv_ephemeral_overlay.pth").write_text(f"import site; {call}")
    agrees(over)
    assert isinstance(judge("base_only", over), Provided)


def test_an_overlay_that_uv_makes_for_one_run(tmp_path: Path) -> None:
    base = make_venv(interpreters()[0].executable, tmp_path / "base")
    (site_of(base) / "base_only.py").touch()
    # It is there for as long as the program runs.
    code = "import sys; print(sys.prefix, flush=True); sys.stdin.read()"
    command = ["uv", "run", "--quiet", "--no-project", "--with", "six", "--python"]
    command[0] = str(Path(sys.executable).parent / "uv")
    with subprocess.Popen(
        [*command, str(base.executable), "python", "-c", code],
        env=environ(UV_PYTHON_DOWNLOADS="never"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdin and running.stdout
        over = described(Path(running.stdout.readline().strip()))
        assert over.extends == base.prefix
        agrees(over)
        for name in ("six", "base_only"):
            assert isinstance(judge(name, over), Provided)
        assert isinstance(judge("nothing", over), Missing)
        running.stdin.close()


# Machines made of files


def installation(root: Path, *, site_py: str = "", series: str = "3.12") -> Environment:
    """A global interpreter, as far as files go."""
    library = root / "lib" / f"python{series}"
    library.mkdir(parents=True)
    (library / "os.py").touch()
    (library / "site.py").write_text(site_py)
    (library / "site-packages").mkdir()
    version = PythonVersion(*map(int, series.split(".")), 1)
    executable = root / "bin" / "python3"
    return Environment(root, Kind.GLOBAL, "made", executable, version, root, executable)


def build(environment: Environment, **variables: str) -> SearchPath:
    made = Host(variables, (), Path("/home/nobody"), "linux")
    return search_path.build(environment, made, Looks(Disk()))


def judge(name: str, environment: Environment) -> Verdict:
    looks = Looks(Disk())
    return resolve(ImportName(name), search_path.build(environment, host(), looks), looks)


def site(environment: Environment) -> Path:
    return Path(environment.prefix) / "lib" / "python3.12" / "site-packages"


def kinds(path: SearchPath) -> list[tuple[str, EntryKind]]:
    return [(entry.path.name, entry.kind) for entry in path.entries]


def test_each_entry_knows_why_it_is_there(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (site(base) / "a.pth").write_text(f"{tmp_path}\n")
    path = build(base)
    assert kinds(path) == [
        ("python3.12", EntryKind.STDLIB),
        ("site-packages", EntryKind.SITE_PACKAGES),
        (tmp_path.name, EntryKind.PTH),
    ]
    assert path.entries[-1].source == site(base) / "a.pth"


def test_a_library_in_lib64_alone(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (tmp_path / "usr" / "lib").rename(tmp_path / "usr" / "lib64")
    (tmp_path / "usr" / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    paths = [str(e.path.relative_to(tmp_path / "usr")) for e in build(base).entries]
    assert paths == [
        "lib64/python3.12",
        "lib64/python3.12/site-packages",
        "lib/python3.12/site-packages",
    ]


def test_hidden_pth_files_are_read_unless_site_py_skips_them(tmp_path: Path) -> None:
    for index, text in enumerate(("", 'if not name.startswith(".")')):
        base = installation(tmp_path / f"usr{index}", site_py=text)
        (site(base) / ".hidden.pth").write_text(f"{tmp_path}\n")
        assert (tmp_path in [e.path for e in build(base).entries]) is (text == "")


def test_a_sitecustomize_that_touches_the_path_makes_the_rest_unknown(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (site(base) / "sitecustomize.py").write_text("import sys\nsys.path.append('/a')\n")
    assert isinstance(judge("absent", base), Unknown)
    (site(base) / "sitecustomize.py").write_text("print('hello')\n")
    assert isinstance(judge("absent", base), Missing)


def test_only_the_first_sitecustomize_is_run(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (tmp_path / "usr/lib/python3.12/sitecustomize.py").touch()
    (site(base) / "sitecustomize.py").write_text("import sys\nsys.path.append('/a')\n")
    assert build(base).opaque == ()


def test_code_that_cannot_be_read_makes_the_absent_unknown(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (site(base) / "a.pth").write_text("import sys; sys.path.append('/a')\n")
    assert isinstance(judge("absent", base), Unknown)
    assert str(site(base) / "a.pth") in build(base).opaque[0]


def test_a_module_that_a_line_imports_is_read_for_what_it_touches(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (site(base) / "a.pth").write_text("import starter\n")
    (site(base) / "starter.py").write_text("print('hello')\n")
    assert build(base).opaque == ()
    (site(base) / "starter.py").write_text("import sys\nsys.meta_path.append(1)\n")
    assert len(build(base).opaque) == 1


def test_a_line_that_fails_ends_its_file(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (site(base) / "a.pth").write_text(f"import not_there\n{tmp_path}\n")
    assert tmp_path not in [e.path for e in build(base).entries]


def test_a_finder_that_is_gone_ends_its_file_and_is_no_riddle(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    text = "import __editable___a_1_finder; __editable___a_1_finder.install()"
    (site(base) / "__editable__.a-1.pth").write_text(f"{text}\n{tmp_path}\n")
    path = build(base)
    assert path.opaque == ()
    assert tmp_path not in [e.path for e in path.entries]


@pytest.mark.parametrize(
    "text", ["no Python at all", "MAPPING", "x = " + "[" * 100 + "]" * 100, "\0", "é" * 10]
)
def test_a_finder_that_cannot_be_read_makes_the_absent_unknown(tmp_path: Path, text: str) -> None:
    base = installation(tmp_path / "usr")
    (site(base) / "a.pth").write_text("import __editable___a_1_finder\n")
    (site(base) / "__editable___a_1_finder.py").write_text(text)
    assert isinstance(judge("absent", base), Unknown)


def test_finders_of_editables_need_that_package(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").touch()
    (site(base) / "_editable_impl_a.pth").write_text("import _editable_impl_a\n")
    (site(base) / "_editable_impl_a.py").write_text(
        "from editables.redirector import RedirectingFinder as F\n"
        f"F.map_module('a', {str(tmp_path / 'src' / 'a.py')!r})\n"
    )
    assert isinstance(judge("a", base), Missing)
    (site(base) / "editables").mkdir()
    (site(base) / "editables" / "__init__.py").touch()
    assert isinstance(judge("a", base), Provided)


def test_site_folders_that_name_each_other_end(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (tmp_path / "more").mkdir()
    for folder, other in ((site(base), tmp_path / "more"), (tmp_path / "more", site(base))):
        (folder / "a.pth").write_text(f"import site; site.addsitedir({str(other)!r})\n")
    assert len(build(base).entries) == 3


def test_what_meson_has_planned_is_importable(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    build_folder = tmp_path / "build"
    (build_folder / "meson-info").mkdir(parents=True)
    (tmp_path / "src").mkdir()
    for name in ("init.py", "leaf.py", "ext.cpython-312-x86_64-linux-gnu.so"):
        (tmp_path / "src" / name).touch()
    plan = {
        "python": {
            f"{tmp_path}/src/init.py": {"destination": "{py_purelib}/mes/__init__.py"},
            f"{tmp_path}/src/leaf.py": {"destination": "{py_purelib}/mes/deep/leaf.py"},
        },
        "targets": {
            f"{tmp_path}/src/ext.cpython-312-x86_64-linux-gnu.so": {
                "destination": "{py_platlib}/mes/ext.cpython-312-x86_64-linux-gnu.so"
            }
        },
        "data": {"/x": {"destination": "{datadir}/x"}},
    }
    (build_folder / "meson-info" / "intro-install_plan.json").write_text(json.dumps(plan))
    (site(base) / "mes-editable.pth").write_text("import _mes_editable_loader\n")
    (site(base) / "_mes_editable_loader.py").write_text(
        f"sys.meta_path.insert(0, MesonpyMetaFinder('mes', {{'mes'}}, {str(build_folder)!r}, []))\n"
    )
    for name in ("mes", "mes.deep", "mes.deep.leaf", "mes.ext"):
        assert isinstance(judge(name, base), Provided), name
    assert isinstance(judge("mes.absent", base), Missing)
    assert isinstance(judge("mes.deep.absent", base), Missing)


# Hostile folders


def test_a_pth_file_of_a_hundred_megabytes_is_answered_within_bounds(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    with (site(base) / "large.pth").open("wb") as file:
        file.write(b"/nowhere\n" * 1_000_000)
        file.truncate(100 * 2**20)
    looks = Looks(Disk())
    built = search_path.build(base, host(), looks)
    assert built.opaque
    assert len(looks.notes) < 11_000


def test_a_pipe_where_a_pth_file_should_be_holds_nobody_up(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    os.mkfifo(site(base) / "a.pth")
    os.mkfifo(site(base) / "sitecustomize.py")
    os.mkfifo(tmp_path / "usr/lib/python3.12/zipimport.py")
    assert build(base).opaque == ()


def test_a_hundred_thousand_files_are_listed_once(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    for number in range(100_000):
        os.close(os.open(site(base) / f"module_{number}.py", os.O_CREAT | os.O_WRONLY))
    looks = Looks(Disk())
    path = search_path.build(base, host(), looks)
    listing = looks.listing(site(base))
    assert isinstance(resolve(ImportName("module_99999"), path, looks), Provided)
    assert isinstance(resolve(ImportName("module_100000"), path, looks), Missing)
    assert looks.listing(site(base)) is listing


def test_names_that_are_no_text_and_links_in_circles(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    raw = os.fsencode(site(base))
    for name in (b"new\nline.pth", b"latin\xe9.pth", b"latin\xe9.py"):
        with open(os.path.join(raw, name), "wb") as file:
            file.write(b"/caf\xe9\n/nul\0byte\n")
    (site(base) / "loop").symlink_to(site(base))
    (site(base) / "self").symlink_to("self")
    assert isinstance(judge("loop.loop.loop.loop", base), Provided)
    assert isinstance(judge("self", base), Missing)
    assert isinstance(judge("a" + ".a" * 5_000, base), Missing)
    assert isinstance(judge("loop" + ".loop" * 100, base), Missing | Provided)


def test_an_installation_that_is_gone_has_an_empty_path(tmp_path: Path) -> None:
    base = installation(tmp_path / "usr")
    (tmp_path / "usr").rename(tmp_path / "gone")
    assert build(base).entries == ()


@pytest.mark.parametrize("mark", ["history", "pixi"])
def test_a_prefix_of_conda_is_an_installation_with_the_users_packages(
    tmp_path: Path, mark: str
) -> None:
    prefix, home = tmp_path / "conda", tmp_path / "home"
    user = home / ".local/lib/python3.12/site-packages"
    site = prefix / "lib/python3.12/site-packages"
    for folder in (user, site, prefix / "conda-meta"):
        folder.mkdir(parents=True)
    (prefix / "lib/python3.12/os.py").touch()
    (prefix / "conda-meta" / mark).touch()
    python = prefix / "bin/python3.12"
    python.parent.mkdir()
    python.write_bytes(b"\x7fELF")
    python.chmod(0o755)
    (prefix / "bin/python").symlink_to("python3.12")
    host, looks = Host({}, (), home, "linux"), Looks(Disk())
    found = prefix_.describe(prefix, machine_of(host, looks), "")
    assert found is not None
    folders = [entry.path for entry in search_path.build(found, host, looks).entries]
    assert folders[-2:] == [user, site]
