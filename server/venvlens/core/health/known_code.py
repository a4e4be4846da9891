"""Which tool writes a line of code in a ``.pth`` file: the whole line, or nobody's.

Our reader (``core/pth.py``) asks what a line does to the search path, and lets anything be
around that. Here a line is a tool's only if nothing else is on it.
"""

from __future__ import annotations

import re

from venvlens.core import pth

_EXACT = (
    (r"import _virtualenv", "virtualenv"),
    (
        r"import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os\.environ\.get\(var, '\w+'\)"
        r" == 'local'; enabled and __import__\('_distutils_hack'\)(?:\.add_shim\(\))?;?\s*",
        "setuptools",
    ),
    (r"import (__editable__\w+); ?\1\.install\(\)", "setuptools, editable"),
    (r"import _editable_impl_\w+", "editables"),
    (r"import (_\w+_editable_loader)(?:; ?\1\.install\([^()]*\))?", "an editable installation"),
    (r"import pywin32_bootstrap", "pywin32"),
    (r"import coverage; coverage\.process_startup\(\)", "coverage"),
    (
        r"import sys; exec\((['\"])try: import coverage; coverage\.process_startup\(\)"
        r"\\nexcept ImportError: pass\1\)",
        "coverage",
    ),
    (r"import a1_coverage", "coverage"),
    (r"import site(?:; ?site\.addsitedir\((['\"])[^'\"()]*\1\))+;?", "uv, overlay"),
    (r"import sys; ?sys\.__plen = len\(sys\.path\);?", "easy_install"),
)
_KNOWN = tuple((re.compile(text), tool) for text, tool in _EXACT)

# The words of the lines that setuptools writes for namespace packages, quoted names apart.
_NAMESPACE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "import sys types os has_mfs version_info p path join _getframe f_locals sitedir importlib"
        " __import__ util machinery m modules setdefault module_from_spec PathFinder find_spec"
        " dirname ModuleType mp or and not in append ie exists __dict__ __path__ __init__ py",
    )
)
_QUOTED = re.compile(r"'(?:[\w.]*)'")


def tool_of(code: str, lines: tuple[pth.PthLine, ...]) -> str | None:
    """Return the tool whose line this is, with what our reader makes of it; None for any other."""
    for pattern, tool in _KNOWN:
        if pattern.fullmatch(code.strip()):
            return tool
    if len(lines) == 1 and isinstance(lines[0], pth.NamespaceLine) and _is_of_namespace(code):
        return "setuptools, namespace package"
    if len(lines) == 1 and isinstance(lines[0], pth.MoveLine):
        return "easy_install" if _MOVE.fullmatch(code.strip()) else None
    return None


_MOVE = re.compile(
    r"import sys; ?new=sys\.path\[sys\.__plen:\]; ?del sys\.path\[sys\.__plen:\];"
    r" ?p=getattr\(sys,'__egginsert',0\); ?sys\.path\[p:p\]=new;"
    r" ?sys\.__egginsert = p\+len\(new\);?"
)


def _is_of_namespace(code: str) -> bool:
    words = set(re.findall(r"[A-Za-z_]\w*", _QUOTED.sub("", code)))
    return words <= _NAMESPACE_WORDS
