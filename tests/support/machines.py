"""Machines as tables for getpath: a disk, an interpreter and how it is started.

The cases are those of CPython's ``Lib/test/test_getpath.py`` that need neither ``PYTHONHOME``, the
registry nor a search of ``PATH``, and more of our own.
"""

from __future__ import annotations

import ntpath
import posixpath
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from venvlens.core.getpath import layout
from venvlens.core.installation import Build, Layout, Start
from venvlens.core.python_version import PythonVersion

VERSION = PythonVersion(3, 12)
_MOST_LINKS = 40


@dataclass(frozen=True)
class Described:
    """A machine, in the words of both sides: all paths are text."""

    executable: str
    files: dict[str, str]
    """Texts by path; the folders above exist."""
    folders: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    """Files only; targets are absolute."""
    platform: str = "linux"
    prefix: str = ""
    """The configured one."""
    exec_prefix: str = ""
    lib: str = "lib"
    framework: str = ""
    sources: str = ""
    running: str = ""
    launcher: str = ""
    shared: str = ""
    free_threaded: bool = False

    @property
    def is_windows(self) -> bool:
        return self.platform == "win32"

    def path(self, text: str) -> PurePath:
        return PureWindowsPath(text) if self.is_windows else PurePosixPath(text)

    def optional(self, text: str) -> PurePath | None:
        return self.path(text) if text else None

    def layout(self, version: PythonVersion = VERSION) -> Layout:
        """What we make of it."""
        start = Start(
            self.path(self.executable),
            self.optional(self.running),
            self.optional(self.launcher),
            self.optional(self.shared),
        )
        build = Build(
            self.platform,
            PythonVersion(*version.series, free_threaded=self.free_threaded),
            self.path(self.prefix),
            self.optional(self.exec_prefix),
            self.lib,
            self.framework,
            self.sources,
        )
        return layout(start, build, Table(self))


class Table:
    """Answers from the tables of a described machine."""

    def __init__(self, machine: Described) -> None:
        path = machine.path
        self._links = {path(link): path(target) for link, target in machine.links.items()}
        self._texts = {path(file): text for file, text in machine.files.items()}
        named = (*(file.parent for file in self._texts), *map(path, machine.folders))
        self._folders = {outer for folder in named for outer in (folder, *folder.parents)}

    def is_file(self, path: PurePath) -> bool:
        return path in self._texts

    def is_folder(self, path: PurePath) -> bool:
        return path in self._folders

    def text(self, path: PurePath) -> str | None:
        return self._texts.get(path)

    def real(self, path: PurePath) -> PurePath:
        followed = path
        for _ in range(_MOST_LINKS):
            if followed not in self._links:
                return followed
            followed = self._links[followed]
        return path


def normal(path: str, *, windows: bool) -> str:
    """One spelling for both sides."""
    return ntpath.normcase(ntpath.normpath(path)) if windows else posixpath.normpath(path)


FRAMEWORK = "/Library/Frameworks/{0}.framework/Versions/3.12"
APP = FRAMEWORK + "/Resources/Python.app/Contents/MacOS/{0}"


def windows(**facts: object) -> Described:
    """An installation in ``C:\\Python``, unless facts say otherwise."""
    files = {r"C:\Python\python.exe": "", r"C:\Python\Lib\os.py": ""}
    usual = {
        "executable": r"C:\Python\python.exe",
        "running": r"C:\Python\python.exe",
        "files": files,
        "folders": (r"C:\Python\DLLs",),
        "sources": r"..\..",
        "platform": "win32",
    }
    return Described(**(usual | facts))  # type: ignore[arg-type]


def posix(**facts: object) -> Described:
    """An installation in ``/usr``, unless facts say otherwise."""
    usual = {
        "executable": "/usr/bin/python",
        "files": {"/usr/bin/python": "", "/usr/lib/python3.12/os.py": ""},
        "folders": ("/usr/lib/python3.12/lib-dynload",),
        "prefix": "/usr",
    }
    return Described(**(usual | facts))  # type: ignore[arg-type]


def framework(name: str, **facts: object) -> Described:
    """A framework build of macOS, started by its stub."""
    root = FRAMEWORK.format(name)
    app = APP.format(name)
    files = {app: "", f"{root}/bin/python3.12": "", f"{root}/lib/python3.12/os.py": ""}
    usual = {
        "executable": app,
        "running": app,
        "launcher": f"{root}/bin/python3.12",
        "shared": f"{root}/{name}",
        "framework": name,
        "platform": "darwin",
        "prefix": root,
        "exec_prefix": root,
        "folders": (f"{root}/lib/python3.12/lib-dynload",),
    }
    more = facts.pop("files", {})
    return Described(**(usual | {"files": files | more} | facts))  # type: ignore[operator,arg-type]


USR = ("/usr/lib/python312.zip", "/usr/lib/python3.12", "/usr/lib/python3.12/lib-dynload")
WINDOWS = (
    r"C:\Python\python312.zip",
    r"C:\Python\DLLs",
    r"C:\Python\Lib",
    r"C:\Python",
)
BUILT_WINDOWS = (
    r"C:\CPython\PCbuild\amd64\python312.zip",
    r"C:\CPython\PCbuild\amd64",
    r"C:\CPython\Lib",
)
BUILT = ("/usr/local/lib/python312.zip", "/src/Lib", "/src/build/lib.linux-x86_64-3.12")


def in_framework(name: str) -> tuple[str, ...]:
    """The search path of a framework."""
    library = f"{FRAMEWORK.format(name)}/lib"
    return (
        f"{library}/python312.zip",
        f"{library}/python3.12",
        f"{library}/python3.12/lib-dynload",
    )


_BUILD_EXE = r"C:\CPython\PCbuild\amd64\python.exe"
_BUILD_WINDOWS = {
    _BUILD_EXE: "",
    r"C:\CPython\Lib\os.py": "",
    r"C:\CPython\PCbuild\amd64\pybuilddir.txt": "",
}
_BUILD = {
    "/src/python": "",
    "/src/pybuilddir.txt": "build/lib.linux-x86_64-3.12\n",
    "/src/Lib/os.py": "",
    "/usr/local/bin/python": "",
}
_COPY = {
    "/usr/bin/python": "",
    "/usr/lib/python3.12/os.py": "",
    "/venv/bin/python": "",
    "/venv/pyvenv.cfg": "home = /usr/bin\n",
}
_ELSEWHERE = "/path/to/non-installed"
_ELSEWHERE_FILES = {
    f"{_ELSEWHERE}/bin/python": "",
    f"{_ELSEWHERE}/lib/python3.12/os.py": "",
    "/venv/bin/python": "",
    "/venv/pyvenv.cfg": f"home = {_ELSEWHERE}\n",
}
_EMBEDDED = {
    r"C:\Emb\python.exe": "",
    r"C:\Emb\python312.dll": "",
    r"C:\Emb\python312.zip": "",
}


MACHINES: dict[str, tuple[Described, str, tuple[str, ...]]] = {
    "normal_win32": (windows(), r"C:\Python", WINDOWS),
    "buildtree_win32": (
        windows(executable=_BUILD_EXE, running=_BUILD_EXE, files=_BUILD_WINDOWS, folders=()),
        r"C:\CPython",
        BUILT_WINDOWS,
    ),
    "venv_win32": (
        windows(
            launcher=r"C:\venv\Scripts\python.exe",
            files={
                r"C:\Python\python.exe": "",
                r"C:\Python\Lib\os.py": "",
                r"C:\venv\Scripts\python.exe": "",
                r"C:\venv\pyvenv.cfg": "home = C:\\Python\n",
            },
        ),
        r"C:\Python",
        WINDOWS,
    ),
    "symlink_normal_win32": (
        windows(
            executable=r"C:\LinkedFrom\python.exe",
            links={r"C:\LinkedFrom\python.exe": r"C:\Python\python.exe"},
        ),
        r"C:\Python",
        WINDOWS,
    ),
    "symlink_buildtree_win32": (
        windows(
            executable=r"C:\LinkedFrom\python.exe",
            running=_BUILD_EXE,
            links={r"C:\LinkedFrom\python.exe": _BUILD_EXE},
            files=_BUILD_WINDOWS,
            folders=(),
        ),
        r"C:\CPython",
        BUILT_WINDOWS,
    ),
    "no_dlls_win32": (
        windows(folders=()),
        r"C:\Python",
        (r"C:\Python\python312.zip", r"C:\Python", r"C:\Python\Lib"),
    ),
    "normal_posix": (posix(), "/usr", USR),
    "buildpath_posix": (
        posix(executable="/src/python", files=_BUILD, folders=(), prefix="/usr/local"),
        "/usr/local",
        BUILT,
    ),
    "venv_posix": (posix(executable="/venv/bin/python", files=_COPY), "/usr", USR),
    "venv_changed_name_posix": (
        posix(
            executable="/venv/bin/python",
            files={
                "/usr/bin/python3": "",
                "/usr/lib/python3.12/os.py": "",
                "/venv/bin/python": "",
                "/venv/pyvenv.cfg": "home = /usr/bin\n",
            },
            links={"/venv/bin/python": "/usr/bin/python3"},
        ),
        "/usr",
        USR,
    ),
    "venv_non_installed_zip_path_posix": (
        posix(
            executable="/venv/bin/python",
            files=_ELSEWHERE_FILES,
            links={"/venv/bin/python": f"{_ELSEWHERE}/bin/python"},
            folders=(f"{_ELSEWHERE}/lib/python3.12/lib-dynload",),
        ),
        _ELSEWHERE,
        (
            f"{_ELSEWHERE}/lib/python312.zip",
            f"{_ELSEWHERE}/lib/python3.12",
            f"{_ELSEWHERE}/lib/python3.12/lib-dynload",
        ),
    ),
    "venv_changed_name_copy_posix": (
        posix(
            executable="/venv/bin/python",
            files={
                "/usr/bin/python3": "",
                "/usr/lib/python3.12/os.py": "",
                "/venv/bin/python": "",
                "/venv/pyvenv.cfg": "home = /usr/bin\n",
            },
        ),
        "/usr",
        USR,
    ),
    "symlink_normal_posix": (
        posix(executable="/linkfrom/python", links={"/linkfrom/python": "/usr/bin/python"}),
        "/usr",
        USR,
    ),
    "symlink_buildpath_posix": (
        posix(
            executable="/linkfrom/python",
            links={"/linkfrom/python": "/src/python"},
            files=_BUILD,
            folders=(),
            prefix="/usr/local",
        ),
        "/usr/local",
        BUILT,
    ),
    "custom_platlibdir_posix": (
        posix(
            executable="/linkfrom/python",
            lib="lib64",
            files={"/usr/bin/python": "", "/usr/lib64/python3.12/os.py": ""},
            folders=("/usr/lib64/python3.12/lib-dynload",),
        ),
        "/usr",
        tuple(entry.replace("/lib/", "/lib64/", 1) for entry in USR),
    ),
    "framework_macos": (framework("Python"), FRAMEWORK.format("Python"), in_framework("Python")),
    "alt_framework_macos": (
        framework("DebugPython"),
        FRAMEWORK.format("DebugPython"),
        in_framework("DebugPython"),
    ),
    "venv_framework_macos": (
        framework(
            "Python",
            launcher="/work/venv/bin/python",
            files={
                "/work/venv/bin/python": "",
                "/work/venv/pyvenv.cfg": f"home = {FRAMEWORK.format('Python')}/bin\n",
            },
        ),
        FRAMEWORK.format("Python"),
        in_framework("Python"),
    ),
    "venv_alt_framework_macos": (
        framework(
            "DebugPython",
            launcher="/work/venv/bin/python",
            files={
                "/work/venv/bin/python": "",
                "/work/venv/pyvenv.cfg": f"home = {FRAMEWORK.format('DebugPython')}/bin\n",
            },
        ),
        FRAMEWORK.format("DebugPython"),
        in_framework("DebugPython"),
    ),
    "venv_macos": (
        posix(
            platform="darwin",
            running="/usr/bin/python",
            launcher="/framework/Python3.12/python",
            files={
                "/usr/bin/python": "",
                "/usr/lib/python3.12/os.py": "",
                "/framework/Python3.12/python": "",
                "/framework/Python3.12/pyvenv.cfg": "home = /usr/bin\n",
            },
        ),
        "/usr",
        USR,
    ),
    "symlink_normal_macos": (
        posix(
            platform="darwin",
            executable="/linkfrom/python",
            running="/linkfrom/python",
            links={"/linkfrom/python": "/usr/bin/python"},
        ),
        "/usr",
        USR,
    ),
    "symlink_buildpath_macos": (
        posix(
            platform="darwin",
            executable="/linkfrom/python",
            running="/linkfrom/python",
            links={"/linkfrom/python": "/src/python"},
            files=_BUILD,
            folders=(),
            prefix="/usr/local",
        ),
        "/usr/local",
        BUILT,
    ),
    # More of our own
    "embeddable_win32": (
        windows(
            executable=r"C:\Emb\python.exe",
            running=r"C:\Emb\python.exe",
            shared=r"C:\Emb\python312.dll",
            folders=(),
            files=_EMBEDDED
            | {r"C:\Emb\python312._pth": "python312.zip\n.\n\n# and site\n#import site\n"},
        ),
        r"C:\Emb",
        (r"C:\Emb\python312.zip", r"C:\Emb"),
    ),
    "embeddable_with_site_win32": (
        windows(
            executable=r"C:\Emb\python.exe",
            running=r"C:\Emb\python.exe",
            folders=(),
            files=_EMBEDDED | {r"C:\Emb\python._pth": "Lib # own\nimport site\nimport os\n"},
        ),
        r"C:\Emb",
        (r"C:\Emb\Lib",),
    ),
    "an_empty_pth_win32": (
        windows(files={r"C:\Python\Lib\os.py": "", r"C:\Python\python._pth": ""}),
        r"C:\Python",
        WINDOWS,
    ),
    "pth_posix": (
        posix(
            files={
                "/usr/bin/python": "",
                "/usr/bin/python._pth": "../lib/python3.12\n/opt/more\n",
                "/usr/lib/python3.12/os.py": "",
            },
        ),
        "/usr/bin",
        ("/usr/lib/python3.12", "/opt/more"),
    ),
    "only_an_archive_posix": (
        posix(
            executable="/opt/app/bin/python",
            files={"/opt/app/bin/python": "", "/opt/app/lib/python312.zip": ""},
            folders=("/opt/app/lib/python3.12/lib-dynload",),
        ),
        "/opt/app",
        (
            "/opt/app/lib/python312.zip",
            "/opt/app/lib/python3.12",
            "/opt/app/lib/python3.12/lib-dynload",
        ),
    ),
    "only_compiled_posix": (
        posix(
            executable="/opt/app/bin/python",
            files={"/opt/app/bin/python": "", "/opt/app/lib/python3.12/os.pyc": ""},
            folders=("/opt/app/lib/python3.12/lib-dynload",),
        ),
        "/opt/app",
        (
            "/opt/app/lib/python312.zip",
            "/opt/app/lib/python3.12",
            "/opt/app/lib/python3.12/lib-dynload",
        ),
    ),
    "dynload_elsewhere_posix": (
        posix(folders=(), exec_prefix="/usr/arch"),
        "/usr",
        (*USR[:2], "/usr/arch/lib/python3.12/lib-dynload"),
    ),
    "nothing_found_posix": (
        posix(executable="/opt/bin/python", files={"/opt/bin/python": ""}, folders=()),
        "/usr",
        USR,
    ),
    "conda_win32": (
        windows(
            executable=r"C:\conda\envs\a\python.exe",
            running=r"C:\conda\envs\a\python.exe",
            shared=r"C:\conda\envs\a\python312.dll",
            files={
                r"C:\conda\envs\a\python.exe": "",
                r"C:\conda\envs\a\Lib\os.py": "",
                r"C:\conda\envs\a\conda-meta\history": "",
            },
            folders=(r"C:\conda\envs\a\DLLs",),
        ),
        r"C:\conda\envs\a",
        tuple(entry.replace("Python", r"conda\envs\a", 1) for entry in WINDOWS),
    ),
}
"""Each machine with ``sys.base_prefix`` and the search path without ``site``'s."""
