"""The environment variables that tools are started with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Other environments must not leak into the tools: what is active in the editor is not what the
# plan names.
_DROPPED_PREFIX = "PYTHON"
_DROPPED = frozenset({"VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__"})
_DROPPED |= {"CONDA_DEFAULT_ENV", "PIPENV_ACTIVE", "POETRY_ACTIVE"}
# These would lead a tool to another place than the plan names, or colour what we read.
_DROPPED |= {"PIP_BREAK_SYSTEM_PACKAGES", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET"}
_DROPPED |= {
    "UV_BREAK_SYSTEM_PACKAGES",
    "UV_PROJECT",
    "UV_PROJECT_ENVIRONMENT",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
}
_DROPPED |= {"UV_VENV_CLEAR", "UV_WORKING_DIR", "CLICOLOR_FORCE", "FORCE_COLOR"}
# PIP_USER: a pip.conf may say the contrary, and then pip refuses to install into an environment.
_SET = {"NO_COLOR": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0", "UV_PYTHON_DOWNLOADS": "never"}


def scrubbed(host_environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables for tools: without Python's own and those that mislead.

    Settings of pip and uv, such as indexes and proxies, stay. Names count without regard to
    case, as on Windows.
    """
    kept = {
        name: value
        for name, value in host_environ.items()
        if name.upper() not in _DROPPED and not name.upper().startswith(_DROPPED_PREFIX)
    }
    return kept | _SET
