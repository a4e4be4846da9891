"""The program ``venvlens``: a language server, and its verdicts on the command line."""

from __future__ import annotations

import sys
from importlib import import_module

from venvlens import __version__
from venvlens.cli.output import COULD_NOT_RUN, deliver, say

# By name, so that a command loads what it needs and nothing else.
_COMMANDS = {
    "check": "venvlens.cli.check",
    "why": "venvlens.cli.why",
    "envs": "venvlens.cli.envs",
    "provides": "venvlens.cli.provides",
    "doctor": "venvlens.cli.doctor",
    "fix": "venvlens.cli.fix",
    "create": "venvlens.cli.create",
    "install": "venvlens.cli.install",
    "repair": "venvlens.cli.repair",
    "activate": "venvlens.cli.activate",
    "deactivate": "venvlens.cli.deactivate",
    "server": "venvlens.lsp.server",
}
_HELP = """\
Usage: venvlens COMMAND ...

Tells which Python environment your code runs in, and what that environment lacks.

Commands:
  check [PATH ...]   report imports that the environment of a file cannot find
  why FILE           tell which environment a file belongs to, and why
  envs [PATH]        list the environments and interpreters of this machine
  provides IMPORT    tell which distributions provide an import
  doctor [PATH]      tell what is wrong with the environments of a folder
  fix [PATH ...]     make the environment and install what files of a folder lack
  create [PATH]      make an environment for a project
  install NAME ...   install distributions into an environment, and declare them
  repair [PATH]      make an environment anew, with what is installed in it
  activate [PATH]    print the command that activates the environment of a file
  deactivate         print the command that takes it back
  server             run the language server for an editor

Options:
  --version          show the version
  -h, --help         show this text

`venvlens COMMAND --help` tells more about a command.
"""
_INTERRUPTED = 130
"""Exit status as the shell gives it to a program that Ctrl-C ended."""


def main() -> int:
    """Run the command that the command line names, and return its exit status."""
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(words: list[str]) -> int:
    match words:
        case [] | ["-h" | "--help" | "help", *_]:
            return deliver(_HELP)
        case ["-V" | "--version", *_]:
            return deliver(f"venvlens {__version__}\n")
        case [name, *rest] if name in _COMMANDS:
            return int(import_module(_COMMANDS[name]).main(rest))
        case [name, *_]:
            say(f"There is no command {name!r}; there are {', '.join(_COMMANDS)}.")
            return COULD_NOT_RUN
    return COULD_NOT_RUN


if __name__ == "__main__":
    sys.exit(main())
