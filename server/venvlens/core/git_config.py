"""Git's configuration, as far as it says what is ignored: text to values (git-config(1))."""

from __future__ import annotations

import re

_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*(?:\"[^\"]*\")?\s*\]\s*(.*)")


def value(text: str, section: str, key: str) -> str | None:
    """Return the last value of a key in a section without a subsection; None if it has none."""
    found, current = None, ""
    for line in text.splitlines():
        match = _SECTION.match(line)
        rest = line
        if match:
            current, rest = ("" if '"' in line else match[1].lower()), match[2]
        name, equals, said = rest.partition("=")
        if equals and current == section and name.strip().lower() == key:
            found = re.split(r"\s[#;]", said)[0].strip().strip('"').replace("\\\\", "\\")
    return found
