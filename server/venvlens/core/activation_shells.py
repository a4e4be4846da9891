"""The shells that commands are written for: their names, and what their languages cannot say."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Shell(Enum):
    """A language of shells; each is spoken by the shells named in :data:`NAMES`."""

    BASH = "bash"
    ZSH = "zsh"
    SH = "sh"
    KSH = "ksh"
    FISH = "fish"
    CSH = "csh"
    POWERSHELL = "powershell"
    CMD = "cmd"
    NUSHELL = "nushell"
    XONSH = "xonsh"
    ELVISH = "elvish"


NAMES: Mapping[str, Shell] = {
    **{shell.value: shell for shell in Shell},
    "dash": Shell.SH,
    "ash": Shell.SH,
    "mksh": Shell.KSH,
    "ksh93": Shell.KSH,
    "tcsh": Shell.CSH,
    "pwsh": Shell.POWERSHELL,
    "nu": Shell.NUSHELL,
}
"""Languages by the names that people and programs use."""

_WHY_NOT: Mapping[Shell, Mapping[str, str]] = {
    Shell.CSH: {"\n": "csh ends a command at a line break"},
    Shell.CMD: {
        "%": "cmd replaces what stands between two % signs, in quotes too",
        "!": "cmd may replace what stands between two ! signs, in quotes too",
        '"': "cmd has no way to write a double quote in quotes",
        "=": "cmd cannot take a folder with = out of PATH again",
    },
    Shell.XONSH: {"$": "xonsh replaces variables in the folders of PATH"},
}


def named(text: str) -> Shell | None:
    """Return the language of a shell, by its name or the path of its program."""
    name = text.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    return NAMES.get(name.lstrip("-"))


def guess(environ: Mapping[str, str], platform: str) -> Shell:
    """Guess the shell that a program was started from, by the variables that it left.

    ``SHELL`` names the user's login shell: of a shell that was started in another one, only those
    that export a variable of their own are known. Unknown ones get POSIX's language.
    """
    for variable, shell in (("NU_VERSION", Shell.NUSHELL), ("XONSH_VERSION", Shell.XONSH)):
        if variable in environ:
            return shell
    login = named(environ.get("SHELL", ""))
    if platform == "win32":
        # Only the shells of MSYS2 and Cygwin set SHELL, and only cmd sets PROMPT.
        return login or (Shell.CMD if "PROMPT" in environ else Shell.POWERSHELL)
    # Elsewhere than on Windows, only PowerShell itself sets this.
    return Shell.POWERSHELL if "PSModulePath" in environ else login or Shell.SH


def hindrance(shell: Shell, text: str, platform: str) -> str | None:
    """Return why a shell's language cannot say a text, as a sentence; None if it can."""
    if shell is Shell.CMD and platform != "win32":
        return "cmd is a shell of Windows only."
    if "\0" in text:
        return f"No command can hold the NUL character in {text!r}."
    if any("\ud800" <= char <= "\udfff" for char in text):
        return f"No command can be shown for {text!r}: it holds bytes that are no text."
    if shell is Shell.CMD and any(char < " " for char in text):
        return f"No command for cmd can name {text!r}: a control character ends it."
    reasons = _WHY_NOT.get(shell, {})
    if platform == "win32" and shell is Shell.XONSH:
        reasons = {**reasons, "%": reasons["$"]}
    found = next((why for char, why in reasons.items() if char in text), None)
    return f"No command for {shell.value} can name {text!r}: {found}." if found else None
