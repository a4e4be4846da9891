"""Folders full of what resolvers get wrong, and the names to ask about them."""

import os
import zipfile
from pathlib import Path

# Two portions, and what a package of each style does with them.
_EXTEND = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
_EXTEND_IMPORTED = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"
_DECLARE = (
    "try:\n    __import__('pkg_resources').declare_namespace(__name__)\nexcept ImportError:\n"
    "    from pkgutil import extend_path\n    __path__ = extend_path(__path__, __name__)\n"
)
_LIVE_NAMESPACE = (
    "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *{parts!r});"
    "importlib = __import__('importlib.util');__import__('importlib.machinery');"
    "m = sys.modules.setdefault({name!r}, importlib.util.module_from_spec("
    "importlib.machinery.PathFinder.find_spec({name!r}, [os.path.dirname(p)])));"
    "m = m or sys.modules.setdefault({name!r}, types.ModuleType({name!r}));"
    "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p){more}\n"
)
_OLD_NAMESPACE = (
    "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *{parts!r});"
    "ie = os.path.exists(os.path.join(p,'__init__.py'));"
    "m = not ie and sys.modules.setdefault({name!r}, types.ModuleType({name!r}));"
    "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n"
)


def namespace_line(template: str, name: str) -> str:
    parent, _, child = name.rpartition(".")
    more = f";m and setattr(sys.modules[{parent!r}], {child!r}, m)" if parent else ""
    return template.format(name=name, parts=tuple(name.split(".")), more=more)


def write(folder: Path, *files: str, **texts: str) -> None:
    for file in files:
        _put(folder / file, "")
    for file, text in texts.items():
        _put(folder / file, text)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name:
        path.write_text(text, "utf-8")


def set_traps(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    """Fill a site folder, and folders below ``root`` that lead there; return what to ask."""
    named: set[str] = set()
    for trap in (_packages, _namespaces, _extensions, _links, _path_lines, _archives, _start_files):
        named |= trap(site, root, suffixes)
    return named | {f"{name}.nope" for name in named}


def _packages(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    write(site, "single.py", "regular/__init__.py", "regular/inner.py", "regular/deep/leaf.py")
    write(site, "both.py", "both/__init__.py", "loser.py", "loser/notes.txt", "Cased.py")
    write(site, "sourceless.pyc", "compiled/__init__.pyc", "ghost/__pycache__/ghost.pyc")
    write(site, "stub.pyi", "stubs/__init__.pyi", "nodot", "odd.name.py", "cython.pyx", "win.pyw")
    write(
        site, "data-only/x.py", "empty/.keep", "initless/__init__", "cachedonly/__pycache__/a.pyc"
    )
    (site / "regular" / "__init__.pyc").touch()
    (site / "initfolder" / "__init__.py").mkdir(parents=True)
    (site / "folder.py").mkdir()
    return {
        *("single", "regular", "regular.inner", "regular.deep", "regular.deep.leaf", "both"),
        *("loser", "Cased", "cased", "CASED", "sourceless", "ghost", "ghost.ghost", "stub"),
        *("stubs", "nodot", "odd", "odd.name", "cython", "win", "empty", "initless", "folder"),
        *("cachedonly", "cachedonly.a", "initfolder", "data_only", "single.inner", "regular.Inner"),
    }


def _namespaces(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    other = root / "portion"
    (site / "00-portion.pth").write_text(f"{other}\n")
    for name, init in (("native", None), ("extended", _EXTEND), ("imported", _EXTEND_IMPORTED)):
        for place, leaf in ((site, "one"), (other, "two")):
            write(place, f"{name}/{leaf}.py", f"{name}/sub/{leaf}.py")
            if init:
                write(place, **{f"{name}/__init__.py": init, f"{name}/sub/__init__.py": init})
    write(site, **{"half/__init__.py": _EXTEND, "declared/__init__.py": _DECLARE})
    write(other, "half/two.py", "declared/two.py", "declared/__init__.py", "halfmodule.py")
    write(site, "hides/__init__.py", "hides/one.py", "weak/one.py")
    write(other, "hides/two.py", "weak/__init__.py", "weak/two.py")
    write(site, "live/one.py", "live/deep/one.py", "olden/one.py", "initled/__init__.py")
    write(other, "live/two.py", "live/deep/two.py", "olden/two.py", "initled/two.py")
    (site / "live-nspkg.pth").write_text(
        namespace_line(_LIVE_NAMESPACE, "live") + namespace_line(_LIVE_NAMESPACE, "live.deep")
    )
    (site / "live-deep-nspkg.pth").write_text(namespace_line(_LIVE_NAMESPACE, "live.deep"))
    (site / "olden-nspkg.pth").write_text(namespace_line(_OLD_NAMESPACE, "olden"))
    (site / "initled-nspkg.pth").write_text(namespace_line(_LIVE_NAMESPACE, "initled"))
    (site / "gone-nspkg.pth").write_text(
        namespace_line(_LIVE_NAMESPACE, "gone") + f"{root / 'never'}\n"
    )
    write(root / "never", "never_reached.py")
    names = {"never_reached", "gone"} | _package_files(site, other, root)
    spaces = ("native", "extended", "imported", "half", "declared", "hides", "weak", "live")
    for name in (*spaces, "olden", "initled"):
        names |= {name, f"{name}.one", f"{name}.two", f"{name}.sub", f"{name}.deep"}
        names |= {f"{name}.sub.one", f"{name}.sub.two", f"{name}.deep.one", f"{name}.deep.two"}
    return names


def _package_files(site: Path, other: Path, root: Path) -> set[str]:
    """Files ``*.pkg``, which pkgutil alone reads, for the packages that it joins."""
    names = set()
    for name in ("native", "extended", "imported", "declared", "extended.sub", "hides"):
        for place, text in ((site, "# {0}/no\n{0}/by_file\n/nowhere\n"), (other, "{0}/late\r\n ")):
            folder = root / "listed" / name
            (place / f"{name}.pkg").write_text(text.format(folder))
        write(root / "listed" / name, "by_file/listed.py", "late/late.py", "no/commented.py")
        names |= {f"{name}.{leaf}" for leaf in ("listed", "late", "commented")}
    return names


def _extensions(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    names = set()
    foreign = (".cpython-399-x86_64-linux-gnu.so", ".pyd", ".dylib", ".b.so", ".so.1", ".abi4.so")
    for index, suffix in enumerate((*suffixes, *foreign)):
        write(site, f"ext{index}{suffix}", f"native/ext{index}{suffix}")
        write(site, f"extpack{index}/__init__{suffix}")
        names |= {f"ext{index}", f"native.ext{index}"}
        # Nothing below an empty file can be asked: the import of the parent fails.
        names.add(f"extpack{index}")
    return names


def _links(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    write(root / "linked", "leaf.py", "__init__.py")
    (site / "linkedfolder").symlink_to(root / "linked")
    (site / "linkedfile.py").symlink_to(root / "linked" / "leaf.py")
    (site / "dangling.py").symlink_to(root / "nowhere.py")
    (site / "danglingfolder").symlink_to(root / "nowhere")
    (site / "looping").symlink_to(site / "looping")
    (site / "selfloop").mkdir()
    (site / "selfloop" / "selfloop").symlink_to(site / "selfloop")
    os.mkfifo(site / "piped.py")
    return {
        *("linkedfolder", "linkedfolder.leaf", "linkedfile", "dangling", "danglingfolder"),
        *("looping", "selfloop", "selfloop.selfloop", "selfloop.selfloop.selfloop", "piped"),
    }


def _path_lines(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    lines = {
        "plain": "{}\n",
        "leading": "  {}\n",
        "trailing": "{}   \t\n",
        "crlf": "{}\r\n",
        "cr": "# one\r{}\r",
        "nofinal": "{}",
        "comment": "#{}\n",
        "blankcomment": " # nothing\n{}\n",
        "missingfirst": "/does/not/exist\n{}\n",
        "importtab": "import\tos\n{}\n",
        "importlike": "importos\n{}\n",
        "failing": "import nothing_of_this_name\n{}\n",
        "dotted": "{}/../reach_dotted/.\n",
        "formfeed": "# x\x0c{}\n",
    }
    names = set()
    for name, text in lines.items():
        write(root / f"reach_{name}", f"by_{name}.py")
        (site / f"line-{name}.pth").write_bytes(text.format(root / f"reach_{name}").encode())
        names.add(f"by_{name}")
    write(root / "reach_bom", "by_bom.py")
    (site / "line-bom.pth").write_bytes(b"\xef\xbb\xbf" + f"{root / 'reach_bom'}\n".encode())
    write(root / "reach_hidden", "by_hidden.py")
    (site / ".hidden.pth").write_text(f"{root / 'reach_hidden'}\n")
    write(root / "reach_upper", "by_upper.py")
    (site / "upper.PTH").write_text(f"{root / 'reach_upper'}\n")
    write(site / "subfolder", "by_sub.py", **{"inner.pth": f"{root / 'reach_inner'}\n"})
    write(root / "reach_inner", "by_inner.py", **{"nested.pth": f"{root / 'reach_nested'}\n"})
    write(root / "reach_nested", "by_nested.py")
    (site / "relative.pth").write_text("subfolder\n")
    for order in ("a", "B", "c"):
        write(root / f"order_{order}", "ordered.py", f"only_{order}.py")
        write(root / f"order_{order}", **{"ordered/__init__.py": "", f"ordered/in_{order}.py": ""})
        (site / f"order-{order}.pth").write_text(f"{root / f'order_{order}'}\n")
    (site / "pipe.pth").symlink_to(root / "nowhere")
    (site / "folder.pth").mkdir()
    names |= {"by_bom", "by_hidden", "by_upper", "by_sub", "by_inner", "by_nested", "ordered"}
    return names | {f"ordered.in_{o}" for o in "aBc"} | {f"only_{o}" for o in "aBc"}


def _start_files(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    """Entry points that run since 3.15, and import lines that run until then, or until 3.18."""
    finder = "MAPPING = {{{0!r}: {1!r}}}\nNAMESPACES = {{}}\n" + _FINDER
    names = set()
    for kind, files in {
        "only": {".start": b"{}:install\n"},
        "both": {".pth": b"import {0}; {0}.install()\n", ".start": b"{}:install\n"},
        "void": {".pth": b"import {0}; {0}.install()\n", ".start": b"# nothing\n"},
        "marked": {".start": b"\xef\xbb\xbf  {}:install  \n"},
        "wrong": {".start": b"import {}\n{}\n{}:install()\n{}:install # x\n"},
        "undecoded": {".pth": b"import {0}; {0}.install()\n", ".start": b"{}:install\n\xff\n"},
        "absent": {".start": b"absent_of_course:begin\n{}:install\n"},
        "pathed": {".pth": b"{}\n", ".start": b"{}:install\n"},
        "stripped": {".pth": b"  import {0}; {0}.install()\n"},
        "later": {".pth": b"import absent_of_course\nimport {0}; {0}.install()\n"},
    }.items():
        module = f"__editable___{kind}_finder"
        write(root / f"start_{kind}", f"{kind}_mapped/__init__.py", f"{kind}_mapped/inner.py")
        place = root / "start_finders" if kind == "pathed" else site
        mapped = f"{kind}_mapped"
        text = finder.format(mapped, str(root / f"start_{kind}" / mapped))
        write(place, **{f"{module}.py": text})
        for ending, content in files.items():
            named = str(place) if ending == ".pth" and kind == "pathed" else module
            (site / f"start-{kind}{ending}").write_bytes(
                content.replace(b"{0}", b"{}").replace(b"{}", named.encode())
            )
        names |= {mapped, f"{mapped}.inner"}
    (site / ".hidden.start").write_text("__editable___wrong_finder:install\n")
    return names


# What setuptools' finders do, as far as these names need it.
_FINDER = """
import importlib.util, sys
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name in MAPPING:
            file = MAPPING[name] + "/__init__.py"
            return importlib.util.spec_from_file_location(name, file)
def install():
    sys.meta_path.append(Finder)
"""


def _archives(site: Path, root: Path, suffixes: tuple[str, ...]) -> set[str]:
    archive = root / "zipped-1.0-py3.egg"
    with zipfile.ZipFile(archive, "w") as out:
        for name in (
            "zmod.py",
            "zpack/__init__.py",
            "zpack/leaf.py",
            "zpack/data/x.txt",
            "zext.so",
        ):
            out.writestr(name, "")
        out.writestr("zspace/", "")
        out.writestr("zspace/leaf.py", "")
        out.writestr("zimplicit/leaf.py", "")
        out.writestr("zimplicit/zpack/__init__.py", "")
    (root / "no.zip").write_bytes(b"no zip at all")
    (site / "zzz-easy-install.pth").write_text(
        "import sys; sys.__plen = len(sys.path)\n"
        f"{archive}\n{root / 'no.zip'}\n"
        "import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; "
        "p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)\n"
    )
    return {
        *("zmod", "zpack", "zpack.leaf", "zpack.data", "zext", "zspace", "zspace.leaf"),
        *("zimplicit", "zimplicit.leaf", "zimplicit.zpack"),
    }
