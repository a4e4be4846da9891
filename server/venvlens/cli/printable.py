"""Text from outside that cannot disturb where it is shown."""

from __future__ import annotations

# Control characters would move the cursor, and directional marks reorder what is shown:
# the first get their picture, the others and line separators a replacement character.
_SHOWN = {code: 0x2400 + code for code in range(0x20)}
_SHOWN |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_SHOWN |= dict.fromkeys((*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), 0xFFFD)


def shown(text: str) -> str:
    """Return a text that takes one line and leaves a terminal as it is."""
    return text.translate(_SHOWN)
