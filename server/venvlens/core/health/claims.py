"""What the files of an environment say of where it is: text to folders.

Sources: the activate scripts of ``venv``, ``virtualenv`` and uv, and the scripts of
``distlib`` and uv, which know two forms of a first line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.health.trouble import span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.source import Span

ACTIVATE = ("activate", "activate.csh", "activate.fish")
_PATH = r"(?P<path>(?:/|[A-Za-z]:[\\/])[^'\"\n\r$`]*?)"
_ACTIVATE = re.compile(
    r"^[ \t]*(?:export[ \t]+|set[ \t]+-gx[ \t]+|setenv[ \t]+)?VIRTUAL_ENV[ =](['\"]?)"
    + _PATH
    + r"\1[ \t]*$",
    re.MULTILINE,
)
_SHEBANG = re.compile(
    r"#!(?:(?P<plain>/[^\n\r]*?/bin/(?:python|pypy)[\w.]*)[ \t]*(?:-\w+)*\r?\n"
    r"|/bin/sh\n'''exec' \"?(?P<long>/[^\n\"]*?/bin/(?:python|pypy)[\w.]*)\"? )"
)
_COMMAND = re.compile(
    r"^command[ \t]*=.* -m venv .*?[ ](?P<path>(?:/|[A-Za-z]:[\\/]).*?)\s*$", re.M
)


def of_activate(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the folder that an activate script sets ``VIRTUAL_ENV`` to."""
    match = _ACTIVATE.search(text)
    if match:
        yield match["path"], span_of(match, text, "path")


def of_script(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the interpreter that the first line of a script starts."""
    match = _SHEBANG.match(text)
    if match:
        group = "plain" if match["plain"] else "long"
        yield match[group], span_of(match, text, group)


def of_cfg(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the folder that ``venv`` notes in ``pyvenv.cfg`` as it was told to make it."""
    match = _COMMAND.search(text)
    if match:
        yield match["path"], span_of(match, text, "path")
