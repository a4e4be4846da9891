"""Starts the server that the extension brings along, or another command of venvlens.

    python -I -S -X utf8 -X pycache_prefix=FOLDER venvlens_server.py [COMMAND ...]

Whatever Python there is may be asked to run this, so every Python since 2.7 must be able to read
it, and one that is too old says so. Nothing is imported but from beside this file and from that
Python's own standard library: what is installed there is not ours and may be anything.
"""

import os
import sys

TOO_OLD = 78
"""Exit status by which the extension knows that it has to look for another Python."""

if sys.version_info < (3, 11):
    version = ".".join(str(part) for part in sys.version_info[:3])
    told = "VenvLens needs Python 3.11 or newer to run, and %s is %s.\n"
    sys.stderr.write(told % (sys.executable, version))
    sys.exit(TOO_OLD)

import gc
import marshal
from _thread import RLock
from importlib import import_module
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from importlib.util import cache_from_source

HERE = os.path.dirname(os.path.abspath(__file__))
STORE = sys.pycache_prefix
"""Folder for bytecode, as `-X pycache_prefix` names it; without one none is kept."""
ONE_AT_A_TIME = RLock()


class Loader(SourceFileLoader):
    """Takes bytecode from where it is, and keeps what there is none of in `STORE`.

    The option alone would compile the standard library too when we first start, although its
    bytecode came with it: that is half of the time. Beside the sources nothing is written.
    """

    def get_code(self, fullname):
        """Return the module's code."""
        with ONE_AT_A_TIME:
            sys.pycache_prefix = None
            is_there = os.path.isfile(cache_from_source(self.path))
            sys.pycache_prefix = None if is_there else STORE
            sys.dont_write_bytecode = is_there or STORE is None
            try:
                return SourceFileLoader.get_code(self, fullname)
            finally:
                sys.pycache_prefix = STORE
                sys.dont_write_bytecode = True


def import_from_here_only():
    """Look for modules in what we brought, then in the standard library, and nowhere else."""
    installed = ("site-packages", "dist-packages")
    rest = [place for place in sys.path if os.path.basename(place) not in installed]
    strangers = ("", HERE, os.getcwd())
    sys.path[:] = [os.path.join(HERE, "libs")] + [p for p in rest if p not in strangers]
    finder = FileFinder.path_hook(
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (Loader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
    sys.dont_write_bytecode = True
    sys.path_hooks.insert(0, finder)
    sys.path_importer_cache.clear()


class Methods:
    """Code by its source and the name of its file, kept in `STORE` from one start to the next.

    The library that knows the protocol writes the methods of its hundreds of classes whenever it
    is imported; to compile them takes a fifth of our start.
    """

    def __init__(self):
        self.file = STORE and os.path.join(STORE, "methods.%s" % sys.implementation.cache_tag)
        self.used = {}
        try:
            with open(self.file, "rb") as file:
                self.known = dict(marshal.load(file))
        except (OSError, EOFError, ValueError, TypeError):
            self.known = {}  # The first start, or nothing to rely on.

    def compile(self, *words):
        """Do as the built-in function does."""
        if "def __hash__" in words[0]:  # There is a number in it, another one at each start.
            return compile(*words)
        self.used[words] = self.known.get(words) or compile(*words)
        return self.used[words]

    def keep(self):
        """Write down what was used, if that is not what is kept: all of it or nothing."""
        if self.file and self.used.keys() != self.known.keys():
            try:
                with open("%s.%d" % (self.file, os.getpid()), "wb") as file:
                    marshal.dump(self.used, file)
                os.replace(file.name, self.file)
            except OSError:
                pass  # Next time it takes as long as this time.


def load_server():
    """Import all of the server, as fast as it goes."""
    import attr._make

    methods = Methods()
    attr._make.compile = methods.compile
    import_module("venvlens.lsp.server")
    del attr._make.compile
    methods.keep()


def main():
    """Run the command that the command line names; without one, the server."""
    import_from_here_only()
    if len(sys.argv) == 1:
        sys.argv.append("server")
    from venvlens.__main__ import main as venvlens

    if sys.argv[1] == "server":
        gc.disable()  # What is loaded now stays.
        load_server()
        gc.freeze()
        gc.enable()
    return venvlens()


if __name__ == "__main__":
    sys.exit(main())
