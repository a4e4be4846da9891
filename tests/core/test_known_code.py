"""Whose code a line of a ``.pth`` file is: nobody's as soon as there is more on it."""

import pytest

from venvlens.core import pth
from venvlens.core.health.known_code import tool_of

DISTUTILS = (
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local')"
    " == 'local'; enabled and __import__('_distutils_hack').add_shim();"
)


@pytest.mark.parametrize("code", ["import _virtualenv", DISTUTILS, "import pywin32_bootstrap"])
def test_a_known_line_is_its_tools_and_with_more_it_is_nobodys(code):
    assert tool_of(code, pth.read_code(code))
    more = f"{code.rstrip(';')}; import evil"
    assert tool_of(more, pth.read_code(more)) is None


@pytest.mark.parametrize(
    "code", ["import subprocess; subprocess.Popen(['x'])", "import litellm_init", "import\t_x"]
)
def test_any_other_line_is_nobodys(code):
    assert tool_of(code, pth.read_code(code)) is None
