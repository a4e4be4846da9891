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

from _thread import RLock
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


def main():
    """Run the command that the command line names; without one, the server."""
    import_from_here_only()
    if len(sys.argv) == 1:
        sys.argv.append("server")
    from venvlens.__main__ import main as venvlens

    return venvlens()


if __name__ == "__main__":
    sys.exit(main())
