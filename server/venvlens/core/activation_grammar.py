"""How each shell sets a variable, changes ``PATH`` and reads a script.

Everything that is passed in is quoted here; names of variables are ours, and plain.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from venvlens.core import activation_quoting as quoting
from venvlens.core.activation_shells import Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Grammar(ABC):
    """The part of a shell's language that activation needs."""

    quote: Callable[[str], str]
    """Of :mod:`venvlens.core.activation_quoting`."""
    scripts: tuple[str, ...] = ()
    """Names that an environment's own script for this shell may have."""
    between = "; "
    """What stands between two commands."""
    source = "source"
    """What reads a script into the running shell."""
    conda = True
    """Whether ``conda init`` knows the shell."""

    @abstractmethod
    def put(self, name: str, value: str) -> str:
        """Set a variable for all programs that are started later."""

    @abstractmethod
    def drop(self, name: str) -> str:
        """Take a variable away, whether it is there or not."""

    @abstractmethod
    def prepend(self, folders: Sequence[str], separator: str) -> str:
        """Put folders at the front of ``PATH``."""

    @abstractmethod
    def remove(self, folder: str, separator: str) -> str:
        """Take a folder out of ``PATH``, whether it is there or not."""


class _Posix(Grammar):
    scripts = ("activate",)
    source = "."
    quote = staticmethod(quoting.posix)

    def put(self, name: str, value: str) -> str:
        return f"export {name}={self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"unset {name}"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        # An empty entry means the current folder: there is none where PATH was empty.
        return f'export PATH={self.quote(":".join(map(_msys, folders)))}"${{PATH:+:$PATH}}"'

    def remove(self, folder: str, separator: str) -> str:
        there = f":{self.quote(_msys(folder))}:"
        again = f"case $PATH in *{there}*) ;; *) false;; esac"
        cut = f"PATH=${{PATH%%{there}*}}:${{PATH#*{there}}}"
        return f"PATH=:$PATH:; while {again}; do {cut}; done; PATH=${{PATH#:}}; PATH=${{PATH%:}}"


class _Bash(_Posix):
    source = "source"
    quote = staticmethod(quoting.ansi_c)


class _Fish(Grammar):
    scripts = ("activate.fish",)
    quote = staticmethod(quoting.fish)

    def put(self, name: str, value: str) -> str:
        return f"set -gx {name} {self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"set -e {name}"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        return f"set -gx PATH {' '.join(map(self.quote, folders))} $PATH"

    def remove(self, folder: str, separator: str) -> str:
        found = f"contains -i -- {self.quote(folder)} $PATH"
        return f"while set -l at ({found}); set -e PATH[$at]; end"


class _Csh(Grammar):
    scripts = ("activate.csh",)
    quote = staticmethod(quoting.csh)

    def put(self, name: str, value: str) -> str:
        return f"setenv {name} {self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"unsetenv {name}"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        return f"set path=({' '.join(map(self.quote, folders))} $path:q); rehash"

    def remove(self, folder: str, separator: str) -> str:
        # One line of csh holds no loop: what activation has put at the front is taken from there.
        return f'if ("$path[1]" == {self.quote(folder)}) set path=($path[2-]:q); rehash'


class _PowerShell(Grammar):
    scripts = ("Activate.ps1", "activate.ps1")
    source = "&"
    quote = staticmethod(quoting.powershell)

    def put(self, name: str, value: str) -> str:
        return f"$env:{name} = {self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"$env:{name} = $null"  # about_Environment_Variables: this removes it

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        first = "".join(f"{folder}{separator}" for folder in folders)
        return f"$env:PATH = {self.quote(first)} + $env:PATH"

    def remove(self, folder: str, separator: str) -> str:
        unlike = f"{'-ne' if separator == ';' else '-cne'} {self.quote(folder)}"
        kept = f"$env:PATH -split '{separator}' | Where-Object {{ $_ {unlike} }}"
        return f"$env:PATH = ({kept}) -join '{separator}'"


class _Cmd(Grammar):
    scripts = ("activate.bat",)
    between = " & "
    source = ""
    quote = staticmethod(quoting.cmd)

    def put(self, name: str, value: str) -> str:
        return f"set {self.quote(f'{name}={value}')}"

    def drop(self, name: str) -> str:
        return f"set {self.quote(f'{name}=')}"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        return f"set {self.quote(';'.join(['PATH=' + folders[0], *folders[1:], '%PATH%']))}"

    def remove(self, folder: str, separator: str) -> str:
        return f"set {self.quote(f'PATH=%PATH:{folder};=%')}"


class _Nushell(Grammar):
    scripts = ("activate.nu",)
    source = "overlay use"
    conda = False
    quote = staticmethod(quoting.nushell)

    def put(self, name: str, value: str) -> str:
        return f"$env.{name} = {self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"hide-env --ignore-errors {name}"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        path = _nushells_path(separator)
        return f"{path} = ({path} | prepend [{' '.join(map(self.quote, folders))}])"

    def remove(self, folder: str, separator: str) -> str:
        path = _nushells_path(separator)
        return f"{path} = ({path} | where $it != {self.quote(folder)})"


class _Xonsh(Grammar):
    scripts = ("activate.xsh",)
    between = "\n"  # Python joins no compound statements with semicolons
    quote = staticmethod(quoting.xonsh)

    def put(self, name: str, value: str) -> str:
        return f"${name} = {self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"${{...}}.pop('{name}', None)"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        return f"$PATH[:0] = [{', '.join(map(self.quote, folders))}]"

    def remove(self, folder: str, separator: str) -> str:
        return f"$PATH = [entry for entry in $PATH if entry != {self.quote(folder)}]"


class _Elvish(Grammar):
    conda = False
    quote = staticmethod(quoting.elvish)

    def put(self, name: str, value: str) -> str:
        return f"set-env {name} {self.quote(value)}"

    def drop(self, name: str) -> str:
        return f"unset-env {name}"

    def prepend(self, folders: Sequence[str], separator: str) -> str:
        return f"set paths = [{' '.join(map(self.quote, folders))} $@paths]"

    def remove(self, folder: str, separator: str) -> str:
        unlike = f"if (not-eq $entry {self.quote(folder)}) {{ put $entry }}"
        return f"set paths = [(each {{|entry| {unlike} }} $paths)]"


GRAMMARS: Mapping[Shell, Grammar] = {
    Shell.BASH: _Bash(),
    Shell.ZSH: _Bash(),
    Shell.SH: _Posix(),
    Shell.KSH: _Posix(),
    Shell.FISH: _Fish(),
    Shell.CSH: _Csh(),
    Shell.POWERSHELL: _PowerShell(),
    Shell.CMD: _Cmd(),
    Shell.NUSHELL: _Nushell(),
    Shell.XONSH: _Xonsh(),
    Shell.ELVISH: _Elvish(),
}


def _msys(folder: str) -> str:
    """Return a folder as POSIX's shells have it on Windows: ``/c/Users``; else as it is."""
    if folder[1:3] == ":\\":
        return f"/{folder[0].lower()}/{folder[3:]}".replace("\\", "/")
    return folder.replace("\\", "/") if folder.startswith("\\\\") else folder


def _nushells_path(separator: str) -> str:
    return "$env.Path" if separator == ";" else "$env.PATH"
