"""What overwritten code is made of, as pieces of regular expressions."""

from __future__ import annotations

from keyword import kwlist

from venvlens.core.scanning.literals import WORD

FILLER = '"'
"""Stands for each character of a string, a comment or a joined line's end."""

SPACE = f" \t\f\r{FILLER}"
"""The characters between words. A statement that imports holds no other fillers than those of
comments and joined lines."""

BLANK = rf"[{SPACE}]*+"
"""Space within a line."""

GAP = rf"[{SPACE}\n]*+"
"""Space within brackets."""

NAME = rf"(?!(?:{'|'.join(kwlist)})(?!{WORD})|\d){WORD}++"
"""An identifier that is no keyword."""
