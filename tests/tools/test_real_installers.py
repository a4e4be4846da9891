"""Pythons that the real hatch and pdm install or are told of, and where they say it."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from installations import Offered, laid_out
from told import has_the_search_path_it_says, interpreters_below, is_what_it_says
from tool_world import Install, World

from venvlens.core.environment import Kind
from venvlens.system.locators import hatch_python, pdm_python

pytestmark = pytest.mark.tools

HATCH = "hatch==1.18.2"
PDM = "pdm[locked]==2.29.3"


PLACE = "/python-build-standalone/releases/download/"
"""In every address that hatch takes for one of a Python."""


class Handler(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path(path.replace(PLACE, "/"))

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing of what was asked for."""


@pytest.fixture
def address(offered: Offered) -> Iterator[str]:
    """Where hatch can download the Python that is offered: from this machine."""
    handler = functools.partial(Handler, directory=offered.archive.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}{PLACE}{offered.archive.name}"
        server.shutdown()


@pytest.mark.parametrize("variables", [{}, {"HATCH_DATA_DIR": "{root}/my data"}], ids=str)
def test_pythons_that_hatch_installs_are_where_it_says(
    install: Install, world: World, offered: Offered, address: str, variables: dict[str, str]
) -> None:
    series = "{}.{}".format(*offered.version.series)
    tag = series.replace(".", "_")
    custom = {f"HATCH_PYTHON_CUSTOM_SOURCE_{tag}": address}
    custom[f"HATCH_PYTHON_CUSTOM_PATH_{tag}"] = "python/bin/python3"
    custom[f"HATCH_PYTHON_CUSTOM_VERSION_{tag}"] = str(offered.version)
    world.environ = {name: value.format(root=world.root) for name, value in variables.items()}
    program = install(HATCH) / "hatch"
    world.run(program, "python", "install", "--private", series, **custom)
    said = Path(world.run(program, "python", "find", series, **custom))
    [found] = hatch_python.locate(world.machine)
    is_what_it_says(found, str(said.parent.parent), Kind.HATCH_PYTHON)
    assert interpreters_below(world.root, world) == [found]


@pytest.mark.parametrize("named", ["", "{root}/kept by pdm"])
def test_a_python_that_pdm_was_told_of_is_found(
    install: Install, world: World, installed_python: Path, named: str
) -> None:
    program = install(PDM) / "pdm"
    if named:
        world.run(program, "config", "python.install_root", named.format(root=world.root))
    told = laid_out(installed_python, world.root / "opt" / "python")
    world.run(program, "python", "link", told / "bin/python3")
    store = Path(world.run(program, "config", "python.install_root"))
    listed = world.run(program, "python", "list")
    [found] = pdm_python.locate(world.machine)
    assert found.kind is Kind.PDM_PYTHON
    assert found.executable is not None
    assert store in Path(found.executable).parents
    assert str(found.version) in listed
    has_the_search_path_it_says(found)
    assert interpreters_below(world.root, world) == [found]
