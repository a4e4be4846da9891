"""Described environments: the files of one, for machines of any system."""

from collections.abc import Mapping
from pathlib import PurePath

from described_machine import PROGRAM

from venvlens.core.machine import Machine


def environment(folder: str, version: str = "3.12.1", project: str = "") -> Mapping[str, str]:
    """Files of an environment, laid out as the flavour of its path says."""
    windows = "\\" in folder
    mark = "\\" if windows else "/"
    home, program = (
        ("C:\\Python", ("Scripts", "python.exe")) if windows else ("/usr/bin", ("bin", "python"))
    )
    files = {
        mark.join((folder, "pyvenv.cfg")): f"home = {home}\nversion = {version}\n",
        mark.join((folder, *program)): PROGRAM,
    }
    return files | ({mark.join((folder, ".project")): f"{project}\n"} if project else {})


def at(machine: Machine, path: str) -> PurePath:
    """A path of the machine's own flavour."""
    return machine.home.__class__(path)
