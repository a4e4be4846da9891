"""Runs CPython's own getpath on described machines: one JSON object per line in and out.

Started by a real interpreter of 3.11 or newer, which has getpath's code frozen into it. It knows
nothing of the program under test.
"""

import json
import ntpath
import posixpath
import sys
from _testinternalcapi import get_getpath_codeobject

CODE = get_getpath_codeobject()
KEYS = ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix", "stdlib_dir")
KEYS += ("module_search_paths", "isolated", "site_import", "base_executable")


class Machine:
    """The functions that getpath asks a disk with."""

    def __init__(self, said):
        self.windows = said["os_name"] == "nt"
        self.paths = ntpath if self.windows else posixpath
        self.texts = {self.key(path): text for path, text in said["files"].items()}
        self.links = {self.key(path): target for path, target in said["links"].items()}
        self.folders = set()
        for folder in (*map(self.paths.dirname, said["files"]), *said["folders"]):
            while folder and self.key(folder) not in self.folders:
                self.folders.add(self.key(folder))
                folder = self.dirname(folder)

    def key(self, path):
        return self.paths.normcase(path)

    def names(self):
        names = "abspath basename dirname hassuffix isabs isdir isfile isxfile joinpath readlines"
        return {name: getattr(self, name) for name in (*names.split(), "realpath", "warn")}

    def abspath(self, path):
        return path if self.isabs(path) else self.joinpath("/nowhere", path)

    def basename(self, path):
        return path.rpartition(self.paths.sep)[2]

    def dirname(self, path):
        above = path.rstrip(self.paths.sep).rpartition(self.paths.sep)[0]
        return above + self.paths.sep if self.windows and above[1:] == ":" else above

    def hassuffix(self, path, suffix):
        return self.key(path).endswith(self.key(suffix))

    def isabs(self, path):
        return path[1:3] == ":\\" if self.windows else path.startswith("/")

    def isdir(self, path):
        return self.key(path) in self.folders

    def isfile(self, path):
        return self.key(path) in self.texts

    isxfile = isfile

    def joinpath(self, *paths):
        return self.paths.normpath(self.paths.join(*paths))

    def readlines(self, path):
        try:
            text = self.texts[self.key(path)]
        except KeyError:
            raise FileNotFoundError(path) from None
        lines = text.split("\n")
        return lines if lines[-1] else lines[:-1]

    def realpath(self, path):
        followed = path
        for _ in range(40):
            if self.key(followed) not in self.links:
                return followed
            followed = self.links[self.key(followed)]
        raise OSError("circular link")

    def warn(self, message):
        pass


def names_of(said):
    """What is in getpath's namespace besides the functions."""
    config = dict.fromkeys(("home", "platlibdir", "program_name", "prefix", "stdlib_dir"))
    config |= {"exec_prefix": None, "base_prefix": None, "base_exec_prefix": None}
    config |= {"executable": None, "base_executable": "", "pythonpath_env": None}
    config |= {"module_search_paths": None, "module_search_paths_set": 0, "use_environment": 1}
    config |= {"isolated": 0, "site_import": 1, "orig_argv": [said["argv0"]]}
    names = dict.fromkeys(("PYTHONPATH", "PYDEBUGEXT", "ENV_PATH", "ENV_PYTHONHOME"), "")
    names |= {"ENV_PYTHONEXECUTABLE": "", "py_setpath": "", "executable_dir": "", "winreg": None}
    names |= {"EXE_SUFFIX": None, "PYWINVER": "3.12", "config": config}
    return names | said["names"] | {"os_name": said["os_name"]}


for line in sys.stdin:
    said = json.loads(line)
    names = names_of(said) | Machine(said).names()
    exec(CODE, names)  # noqa: S102 - CPython's own code, taken from the interpreter itself
    print(json.dumps({key: names["config"].get(key) for key in KEYS}), flush=True)
