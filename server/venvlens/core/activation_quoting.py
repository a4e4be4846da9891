"""A text as one word of each shell's language, whatever is in it.

Each function follows the manual of its shell, and is total over the texts that
:func:`venvlens.core.activation_shells.hindrance` lets through.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"/[A-Za-z0-9_./-]*")
"""Absolute paths that no shell reads anything into."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def posix(text: str) -> str:
    """Quote for sh, dash and ksh.

    POSIX, Shell Command Language 2.2.2: single quotes preserve every character up to the next
    single quote, newlines too; that one is escaped outside of them.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "'" + text.replace("'", r"'\''") + "'"


def ansi_c(text: str) -> str:
    r"""Quote for bash and zsh, on one line whatever is in the text.

    bash(1) and zshmisc(1), QUOTING: ``$'...'`` reads ``\'``, ``\\`` and ``\nnn`` (octal). A ``!``
    is written so too: what the history makes of one there differs.
    """
    if not _CONTROL.search(text):
        return posix(text)
    escaped = re.sub(r"['\\]", r"\\\g<0>", text)
    return "$'" + re.sub(r"[\x00-\x1f\x7f!]", lambda found: f"\\{ord(found[0]):03o}", escaped) + "'"


def csh(text: str) -> str:
    r"""Quote for csh and tcsh.

    tcsh(1), Lexical structure: single quotes prevent all substitution but that of the history,
    whose ``!`` is escaped inside of them too. With ``backslash_quote`` set, a backslash in quotes
    may escape the next character: here it stands outside of them. A newline cannot be in a word
    that an ``eval`` is to read once more.
    """
    if _PLAIN.fullmatch(text):
        return text
    outside = {"'": r"'\''", "\\": r"'\\'", "!": r"'\!'"}
    return "'" + re.sub(r"['\\!]", lambda found: outside[found[0]], text) + "'"


def fish(text: str) -> str:
    r"""Quote for fish.

    fish's manual, "The fish language", Quotes: in single quotes only ``\'`` and ``\\`` mean
    something else.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "'" + re.sub(r"['\\]", r"\\\g<0>", text) + "'"


def powershell(text: str) -> str:
    """Quote for PowerShell.

    about_Quoting_Rules: a single-quoted string is verbatim, a quote in it is doubled. The language
    takes four other characters for single quotes (specification, 2.3.5.2), so they are doubled too.
    """
    return "'" + re.sub("['\u2018\u2019\u201a\u201b]", r"\g<0>\g<0>", text) + "'"


def cmd(text: str) -> str:
    """Quote for cmd, whose quotes keep all but ``%`` and ``!``; there is no way around these.

    Source: ``cmd /?`` and the reference of ``set``: ``set "NAME=value"``.
    """
    return f'"{text}"'


def nushell(text: str) -> str:
    r"""Quote for Nushell.

    The Nushell book, Working with strings: double-quoted strings know ``\"``, ``\\`` and
    ``\u{...}``, and interpolate nothing.
    """
    escaped = re.sub(r'["\\]', r"\\\g<0>", text)
    return '"' + _CONTROL.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", escaped) + '"'


def xonsh(text: str) -> str:
    """Quote for xonsh: a literal of Python, used where Python reads it."""
    return ascii(text)


def elvish(text: str) -> str:
    r"""Quote for Elvish.

    Elvish's language reference, String: in single quotes only a quote is special, and doubled;
    double quotes know ``\xNN``.
    """
    if not _CONTROL.search(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = re.sub(r'["\\]', r"\\\g<0>", text)
    return '"' + _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", escaped) + '"'
