"""Environments of described machines: what the files of a virtual environment say."""

from collections.abc import Iterable, Iterator

from described_machine import PROGRAM

from venvlens.core.environment import Environment

HOMES = {"linux": "/home/me", "darwin": "/Users/me", "win32": "C:/Users/me"}
PROJECTS = {"linux": "/srv/shop", "darwin": "/Users/me/Shop", "win32": "C:/Work/Shop"}


def venv(prefix: str, version: str = "3.12.1", **more: str) -> dict[str, str]:
    """The files of a virtual environment of any system, and of others in it."""
    windows = prefix[1:2] == ":"
    base = "C:/Python" if windows else "/opt/python"
    program = "Scripts/python.exe" if windows else "bin/python"
    own = {f"{prefix}/{name.replace('_', '.', 1)}": text for name, text in more.items()}
    installed = f"{base}/python.exe" if windows else f"{base}/bin/python"
    library = f"{base}/Lib/os.py" if windows else f"{base}/lib/python{version[:-2]}/os.py"
    return {
        f"{prefix}/pyvenv.cfg": f"home = {base}{'' if windows else '/bin'}\nversion = {version}\n",
        f"{prefix}/{program}": PROGRAM + version,
        installed: PROGRAM + version,
        library: "",
        **own,
    }


def places(found: Iterable[Environment]) -> list[str]:
    """The prefixes of environments, with slashes on every system."""
    return [one.prefix.as_posix() for one in found]


def projects(found: Iterable[Environment]) -> Iterator[str | None]:
    for one in found:
        yield one.project.as_posix() if one.project else None
