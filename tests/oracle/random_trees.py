"""Random folders full of modules, as values that hypothesis can shrink, and how to make them."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

# Names of the library: a module, a package, one loaded at start-up, a built-in, a frozen one.
STANDARD = ("colorsys", "wsgiref", "os", "sys", "zipimport", "__phello__")
INNER = ("a", "b", "A", "util", "__init__")
NAMES = ("a", "b", "A", "B", "absent", *STANDARD)
DEPTH = 4

PLACES = ("site", "one", "two", "zip", "zip", "project", "src")
"""``one`` and ``two`` lie beside the site folder, ``zip`` becomes an archive."""

EXTENDS = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
FOREIGN = (".cpython-399-x86_64-linux-gnu.so", ".pyd", ".abi4.so", ".so.1")

KINDS = ("module", "package", "extending", "folder", "bytecode", "compiled", "extension")
RARE_KINDS = ("native", "foreign", "stub", "init folder", "file folder", "broken", "pkg", "link")

LINKS = ("{root}/one", "{root}/one/a", "{root}/two/b.py", "a", ".", "..", "nowhere", "b.py")
"""Where links lead: away, around in circles, to themselves, nowhere."""

LINES = (
    *("{root}/one", "{root}/two", "{root}/z.zip", "../../../../one", "../../../../two/."),
    *("a", "./b", "{root}/one/a", "{root}/project", "{root}/.", "{root}//two//", "{root}/linked"),
)
ODD_LINES = (
    *("", "  ", "# {root}/one", " # {root}/two", " {root}/one", "{root}/one \t", "{root}/gone"),
    *("\ufeff{root}/one", "{root}/one\0", "{root}/one\r{root}/two", "# \x0c{root}/two", "."),
    *("{root}/broken.zip", "{root}/one\u2028", "importlib", "import\tos", "import os; x = 1"),
    *(
        "import absent_module",
        "import os.absent",
        "import os.path, json.decoder",
        "import site; site.addsitedir({two!r})",
    ),
    *("import sys; sys.__plen = len(sys.path)", "\x1c{root}/one", "import colorsys", "x" * 300),
    "import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; "
    "p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)",
)
PTH_NAMES = ("a.pth", "B.pth", "z.pth", ".h.pth", "x.PTH", "c.pth.bak")


@dataclass(frozen=True)
class Leaf:
    """One thing in a tree; the folders above it are made with it."""

    place: str
    folders: tuple[str, ...]
    name: str
    kind: str
    pick: int
    """Which of the many suffixes or targets of its kind."""


@dataclass(frozen=True)
class Tree:
    """All that one example has on disk."""

    leaves: tuple[Leaf, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    """Names of ``.pth`` files in the site folder, with their lines."""
    marked: bool
    """Whether the files begin with a byte order mark."""
    entries_for_folders: bool
    """Whether the archive lists its folders."""


def trees() -> st.SearchStrategy[Tree]:
    """Trees of which most leaves are sound, with names that meet."""
    lines = st.lists(st.sampled_from((*LINES, *LINES, *ODD_LINES)), max_size=5).map(tuple)
    files = st.tuples(st.sampled_from((*PTH_NAMES[:3], *PTH_NAMES)), lines)
    unique = st.lists(files, min_size=1, max_size=3, unique_by=lambda file: file[0]).map(tuple)
    leaves = st.lists(_leaves(), min_size=1, max_size=24).map(tuple)
    return st.builds(Tree, leaves, unique, _rarely(), st.booleans())


def _leaves() -> st.SearchStrategy[Leaf]:
    names = st.sampled_from(("a", "a", "a", "b", "b", "A", "util"))
    top = st.sampled_from(("a", "a", "a", "b", "b", "A", "B", *STANDARD))
    folders = st.lists(names, max_size=2)
    kinds = st.sampled_from((*KINDS, *KINDS, *RARE_KINDS))
    return st.builds(
        lambda place, parts, kind, pick: Leaf(place, (*parts[:-1],), parts[-1], kind, pick),
        st.sampled_from(PLACES),
        st.builds(lambda first, rest: (first, *rest), top, folders),
        kinds,
        st.integers(0, 7),
    )


def _rarely() -> st.SearchStrategy[bool]:
    return st.integers(0, 7).map(lambda number: number == 1)


@dataclass(frozen=True)
class Maker:
    """Makes trees below one folder, for one interpreter."""

    root: Path
    site: Path
    suffixes: tuple[str, ...]
    bytecode: bytes

    def make(self, tree: Tree) -> None:
        for place in dict.fromkeys(PLACES):
            self._place(place).mkdir(parents=True, exist_ok=True)
        (self.root / "linked").symlink_to("one")
        (self.root / "broken.zip").write_bytes(b"PK no archive at all")
        for leaf in tree.leaves:
            self._put(leaf)
        for name, lines in tree.lines:
            text = "".join(f"{self._line(line)}\n" for line in lines)
            mark = "\ufeff" if tree.marked else ""
            (self.site / name).write_bytes((mark + text).encode())
        _pack(self.root / "zip", self.root / "z.zip", folders=tree.entries_for_folders)

    def _place(self, place: str) -> Path:
        return self.site if place == "site" else self.root / place

    def _line(self, line: str) -> str:
        return line.format(root=self.root, two=str(self.root / "two"))

    def _put(self, leaf: Leaf) -> None:
        folder = self._place(leaf.place).joinpath(*leaf.folders)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # What is there already stays.
            self._write(leaf, folder / leaf.name)
        except OSError:
            return

    def _write(self, leaf: Leaf, path: Path) -> None:
        suffix = self.suffixes[leaf.pick % len(self.suffixes)]
        foreign = FOREIGN[leaf.pick % len(FOREIGN)]
        writers: dict[str, Callable[[], object]] = {
            "module": lambda: _new(_with(path, ".py")),
            "package": lambda: _new(path / "__init__.py"),
            "extending": lambda: _new(path / "__init__.py", EXTENDS.encode()),
            "folder": lambda: path.mkdir(),
            "bytecode": lambda: _new(_with(path, ".pyc"), self.bytecode),
            "compiled": lambda: _new(path / "__init__.pyc", self.bytecode),
            "extension": lambda: _new(_with(path, suffix)),
            "native": lambda: _new(path / f"__init__{suffix}"),
            "foreign": lambda: _new(_with(path, foreign)),
            "stub": lambda: _new(_with(path, ".pyi")),
            "init folder": lambda: (path / "__init__.py").mkdir(parents=True),
            "file folder": lambda: _with(path, ".py").mkdir(),
            "broken": lambda: _new(_with(path, ".pyc")),
            "pkg": lambda: _new(
                _with(path, ".pkg"), f"# one\n{self.root}/two/b\n\n{self.root}/one\n".encode()
            ),
            "link": lambda: _link(path, self._line(LINKS[leaf.pick])),
        }
        writers[leaf.kind]()


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _new(path: Path, content: bytes = b"") -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def _link(path: Path, target: str) -> None:
    link = _with(path, ".py") if target.endswith(".py") else path
    link.symlink_to(target)


def _pack(folder: Path, archive: Path, *, folders: bool) -> None:
    with zipfile.ZipFile(archive, "w") as out:
        for place, inner, files in os.walk(folder):
            inner.sort()
            base = Path(place).relative_to(folder)
            for name in inner if folders else ():
                out.writestr(f"{(base / name).as_posix()}/", b"")
            for name in sorted(files):
                file = Path(place, name)
                if file.is_file():
                    out.writestr((base / name).as_posix(), file.read_bytes())
