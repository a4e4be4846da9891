"""The machine that the tests run on, and made ones on its disk, as locators see them."""

from collections.abc import Iterator
from pathlib import PurePath
from types import ModuleType, SimpleNamespace

from venvlens.core.environment import Environment, Kind
from venvlens.core.machine import Machine
from venvlens.core.python_version import PythonVersion
from venvlens.system import interpreter_version
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host, read_host
from venvlens.system.locators import default_interpreter, interpreter
from venvlens.system.locators import interpreters as interpreters_
from venvlens.system.real_machine import machine_of


def machine_here(host: Host | None = None) -> Machine:
    """A machine seen anew: what a former look has told does not count."""
    return machine_of(host or read_host(), Looks(Disk()))


def machine_on(platform: str) -> Machine:
    """This disk under the rules of another system."""
    here = read_host()
    return machine_here(Host(here.environ, here.path, here.home, platform))


def located(locator: ModuleType | SimpleNamespace, host: Host) -> Iterator[Environment]:
    found: Iterator[Environment] = locator.locate(machine_here(host))
    return found


def interpreters(host: Host) -> tuple[Environment, ...]:
    return interpreters_.interpreters(machine_here(host))


def default(host: Host, folder: PurePath) -> Environment | None:
    return default_interpreter.default(machine_here(host), folder)


def describe(
    executable: PurePath, kind: Kind, origin: str, platform: str = "linux"
) -> Environment | None:
    return interpreter.describe(executable, kind, origin, machine_on(platform))


def read_version(executable: PurePath) -> PythonVersion | None:
    return interpreter_version.read_version(executable, machine_here())
