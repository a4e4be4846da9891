"""What activating an environment means, as data: nothing of it runs a script.

For the terminals of a client, which set variables themselves. Sources: the activate scripts of
CPython's ``venv`` and of virtualenv; ``conda/activate.py``; ``pixi``'s ``activation.rs``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.display import clause, python
from venvlens.core.environment import FaultCode, Kind

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment


@dataclass(frozen=True, slots=True)
class Activatable:
    """An environment with what its files say about activating it."""

    environment: Environment
    platform: str
    """As ``sys.platform``."""
    prompt: str | None = None
    """Name that its ``pyvenv.cfg`` asks for."""
    scripts: frozenset[str] = frozenset()
    """Names of the activate scripts in its folder of programs, of those that lead to it.

    The scripts of an environment that was moved lead elsewhere.
    """
    conda: str = "conda"
    """Program that activates it, where it is conda's: ``conda``, ``mamba`` or ``micromamba``."""
    conda_name: str | None = None
    """Name that this program finds it by; None where only its folder is sure to."""
    hooks: tuple[PurePath, ...] = ()
    """What conda and pixi would run or read on activation, and nobody here does."""
    trusted: bool = True
    """Whether a shell may run what is in it: not where the user does not trust the workspace."""

    @property
    def programs(self) -> tuple[PurePath, ...]:
        """Folders for the front of ``PATH``, in order."""
        prefix, found = self.environment.prefix, self.environment.executable
        if self.environment.is_condas and self.platform == "win32":
            return prefix, *(prefix.joinpath(*parts) for parts in _CONDA_ON_WINDOWS)
        if found is not None and prefix in found.parents:
            return (found.parent,)  # on Windows, MSYS2's Python has "bin" and not "Scripts"
        return (layout.bin_folder(prefix, self.platform),)


_CONDA_ON_WINDOWS = (
    ("Library", "mingw-w64", "bin"),
    ("Library", "usr", "bin"),
    ("Library", "bin"),
    ("Scripts",),
    ("bin",),
)


@dataclass(frozen=True, slots=True)
class Activation:
    """Changes to the variables of a shell, or of the process that starts one."""

    variables: tuple[tuple[str, str], ...] = ()
    """Names and the values that they get."""
    unset: tuple[str, ...] = ()
    """Variables that must not be there."""
    folders: tuple[PurePath, ...] = ()
    """Folders for the front of ``PATH``, in order."""
    remarks: tuple[str, ...] = ()
    """Sentences about what this does not do."""

    @property
    def undone(self) -> Activation:
        """What deactivates it: ``folders`` are to be taken out of ``PATH``."""
        names = tuple(name for name, _ in self.variables)
        return Activation(unset=names, folders=self.folders, remarks=_NOT_RESTORED if names else ())


@dataclass(frozen=True, slots=True)
class CannotActivate:
    """Why an environment cannot be activated."""

    reason: str
    """One sentence."""


_NOT_RESTORED = ("PYTHONHOME stays unset, and so do variables that were replaced.",)
_PYTHONHOME = "PYTHONHOME"
"""With it, the interpreter of an environment would look for its library elsewhere."""


def activation(wanted: Activatable) -> Activation | CannotActivate:
    """Return what activates an environment."""
    if reason := _hindrance(wanted):
        return CannotActivate(reason)
    kind = wanted.environment.kind
    if kind is Kind.PIXI:
        return _of_pixi(wanted)
    if wanted.environment.is_condas:
        return _of_conda(wanted)
    if kind.is_global:
        found = f"The {python(wanted.environment)} in {wanted.environment.prefix}"
        remark = f"{found} is a global interpreter: there is nothing to activate."
        return Activation(remarks=(remark,))
    return _of_venv(wanted)


def _hindrance(wanted: Activatable) -> str | None:
    prefix, kind = wanted.environment.prefix, wanted.environment.kind
    if kind is Kind.PYPACKAGES:
        return f"{prefix} is a folder of packages, which `pdm run` uses: it cannot be activated."
    faults = [one for one in wanted.environment.faults if one.code is not FaultCode.NO_PYTHON]
    if faults:
        return f"{prefix} cannot run: {clause(faults[0])}."
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in str(prefix)):
        return f"{prefix} holds bytes that are no text: no client can pass it on."
    separator = ";" if wanted.platform == "win32" else ":"
    # A drive's colon is none of the separators of Windows.
    if any(separator in str(folder) for folder in wanted.programs):
        return f"{prefix} cannot be on PATH: {separator!r} separates the folders there."
    return None


def _of_venv(wanted: Activatable) -> Activation:
    prefix = wanted.environment.prefix
    prompt = wanted.prompt if wanted.prompt and wanted.prompt.isprintable() else prefix.name
    return Activation(
        variables=(("VIRTUAL_ENV", str(prefix)), ("VIRTUAL_ENV_PROMPT", prompt)),
        unset=(_PYTHONHOME,),
        folders=wanted.programs,
    )


def _of_conda(wanted: Activatable) -> Activation:
    prefix = wanted.environment.prefix
    name = wanted.environment.name or wanted.conda_name or str(prefix)
    return Activation(
        variables=(
            ("CONDA_PREFIX", str(prefix)),
            ("CONDA_DEFAULT_ENV", name),
            ("CONDA_PROMPT_MODIFIER", f"({name}) "),
            ("CONDA_SHLVL", "1"),
        ),
        unset=_OTHERS,
        folders=wanted.programs,
        remarks=_hooks(wanted, f"{wanted.conda} activate"),
    )


def _of_pixi(wanted: Activatable) -> Activation:
    prefix, project = wanted.environment.prefix, wanted.environment.project
    root = (("PIXI_PROJECT_ROOT", str(project)),) if project else ()
    return Activation(
        variables=(
            ("CONDA_PREFIX", str(prefix)),
            ("CONDA_DEFAULT_ENV", prefix.name),
            ("PIXI_ENVIRONMENT_NAME", prefix.name),
            *root,
        ),
        unset=_OTHERS,
        folders=wanted.programs,
        remarks=("`pixi shell` also sets what pixi.toml says.", *_hooks(wanted, "pixi shell")),
    )


_OTHERS = (_PYTHONHOME, "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT")
"""Tools ask for VIRTUAL_ENV before CONDA_PREFIX: it would lead them to another environment."""


def _hooks(wanted: Activatable, command: str) -> tuple[str, ...]:
    return tuple(f"{path} is not run or read; `{command}` does it." for path in wanted.hooks)
