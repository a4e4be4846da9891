"""Starts the server that the extension brings along: `python -I -S venvlens_server.py [COMMAND ...]`.

Whatever Python there is may be asked to run this, so every Python since 2.7 must be able to read
it, and one that is too old says so. Nothing is imported but from beside this file and from that
Python's own standard library: what is installed there is not ours and may be anything.
"""

import os
import sys

TOO_OLD = 78
"""Exit status by which the extension knows that it has to look for another Python."""


def main():
    """Run the command that the command line names; without one, the server."""
    if sys.version_info < (3, 11):
        running = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write(
            "VenvLens needs Python 3.11 or newer to run, and %s is %s.\n" % (sys.executable, running)
        )
        return TOO_OLD
    here = os.path.dirname(os.path.abspath(__file__))
    strangers = (here, os.getcwd(), "")
    sys.path[:] = [os.path.join(here, "libs")] + [
        place
        for place in sys.path
        if place not in strangers and os.path.basename(place) not in ("site-packages", "dist-packages")
    ]
    if getattr(sys, "pycache_prefix", None) is None:
        sys.dont_write_bytecode = True  # The folder of an extension is not written to.
    if len(sys.argv) == 1:
        sys.argv.append("server")
    from venvlens.__main__ import main as venvlens

    return venvlens()


if __name__ == "__main__":
    sys.exit(main())
