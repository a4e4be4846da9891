"""Plans that make environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.plans.plan import Plan, Step, shown

if TYPE_CHECKING:
    from pathlib import PurePath

_CREATE_SECONDS = 300.0


def create(
    prefix: PurePath,
    interpreter: PurePath,
    shown_python: str,
    folder: PurePath,
    uv: PurePath | None,
) -> Plan:
    """Plan a new environment at ``prefix`` from a base interpreter, with uv where there is one.

    uv looks at no project and at no settings file, which may be for another Python or broken,
    and downloads no Python. All paths are absolute.
    """
    made_by_uv = ("venv", "--no-project", "--no-config", "--no-python-downloads", "--python")
    argv = (
        (str(interpreter), "-I", "-m", "venv", str(prefix))
        if uv is None
        else (str(uv), *made_by_uv, str(interpreter), "--", str(prefix))
    )
    title = f"Create {shown(prefix, folder)} ({shown_python})"
    return Plan(title, (Step(argv, folder, _CREATE_SECONDS),), prefix, creates=prefix)
