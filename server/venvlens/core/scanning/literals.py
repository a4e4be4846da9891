"""What is not code in a Python file, as one regular expression.

Source: "Lexical analysis" in the Python reference, PEP 701 and PEP 750. The expressions
expect text that starts with one line end and ends with two, so that none of them needs to
know where the text ends.
"""

from __future__ import annotations

import re

# Outside strings and comments every character above ASCII belongs to an identifier. Said the
# other way round, because a class that reaches beyond ASCII takes milliseconds to compile.
_OTHER_ASCII = r"/:-@\[-^`{-\x7f"
WORD = rf"[^\x00-.{_OTHER_ASCII}]"
"""One character of an identifier."""
NOT_WORD = rf"[\x00-.{_OTHER_ASCII}]"
"""One character that is in no identifier."""
WORD_OR_DOT = rf"[^\x00-\-{_OTHER_ASCII}]"
"""One character of a dotted name."""

_ESCAPE = r"\\(?:\r\n|.)"
_FORMAT_ESCAPE = r"\\(?:\r\n|[^{}])"


def _run(plain: str, special: str) -> str:
    """Match plain characters and special sequences, as many as there are."""
    return rf"{plain}*+(?:(?:{special}){plain}*+)*+"


def _behind(sign: str, opening: str) -> str:
    """Ask whether the opening quotes just read have (``=``) or lack (``!``) a format prefix."""
    prefixes = ("[fFtT]", "[fFtT][rR]", "[rR][fFtT]")
    # A prefix is one only if no identifier ends in it: ``if"a"`` is a keyword and a string.
    asked = [rf"(?<{sign}{NOT_WORD}{prefix}{opening})" for prefix in prefixes]
    return rf"(?:{'|'.join(asked)})" if sign == "=" else "".join(asked)


def _nested_string(quote: str) -> str:
    """Match a string in a replacement field that has at most simple fields itself."""
    plain = r"[^'\"{}\\\n]"
    return rf"{quote}(?!{quote}{quote}){_run(plain, rf'{{{plain}*+}}')}{quote}"


def _field(quotes: str, plain: str) -> str:
    """Match a replacement field with simple strings and one more level of braces in it."""
    special = "|".join([*map(_nested_string, quotes), rf"{{{plain}*+}}"])
    return rf"{{{_run(plain, special)}}}"


def _rest(opening: str, closing: str, plain: str, special: str, field: str) -> str:
    """Match a string behind its opening quotes.

    Where it is not closed, or its replacement fields are not simple, all of the text.
    """
    no_field = _run(rf"[^{plain}{{]", rf"{_FORMAT_ESCAPE}{special}")
    no_format = _run(rf"[^{plain}]", rf"{_ESCAPE}{special}")
    fields = _run(rf"[^{plain}{{}}]", rf"{_FORMAT_ESCAPE}{special}|{{{{|}}}}|{field}")
    return (
        rf"(?:{no_field}{closing}|{_behind('!', opening)}{no_format}{closing}"
        rf"|{_behind('=', opening)}{fields}{opening}|.*)"
    )


def _string(quote: str) -> str:
    """Match a string from its opening quotes on; its prefix stays with the code."""
    triple, other = quote * 3, "'" if quote == '"' else '"'
    lone = rf"|{quote}(?!{quote}{quote})"
    long_field = _field("'\"", r"[^'\"{}\\\#]")
    long = _rest(triple, triple, rf"{quote}\\", lone, long_field)
    short_field = _field(other, r"[^'\"{}\\\#\n]")
    short = _rest(quote, rf"(?:{quote}|(?=\n))", rf"{quote}\\\n", "", short_field)
    return rf"{quote}(?:{quote}{quote}{long}|{short})"


TOKEN = re.compile(rf"\#[^\n]*+|{_string(chr(34))}|{_string(chr(39))}|\\\r?\n", re.DOTALL)
"""A comment, a string without its prefix, or a joined line.

An unclosed string in single quotes ends with its line. What only a closer look can read, an
unclosed string in triple quotes or intricate replacement fields, matches up to the text's end.
"""

_PLAIN_RUNS = {
    '"': _run(r"[^\"\\\n]", _ESCAPE) + r"(?:\"|(?=\n))",
    "'": _run(r"[^'\\\n]", _ESCAPE) + r"(?:'|(?=\n))",
    '"""': _run(r"[^\"\\]", _ESCAPE + r"|\"(?!\"\")") + r"\"\"\"",
    "'''": _run(r"[^'\\]", _ESCAPE + r"|'(?!'')") + r"'''",
}

PLAIN = {quotes: re.compile(rest, re.DOTALL) for quotes, rest in _PLAIN_RUNS.items()}
"""By opening quotes: the rest of a string without replacement fields."""
