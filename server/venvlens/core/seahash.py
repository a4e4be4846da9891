"""SeaHash, the hash function that uv names the folders of its cache with.

Source: the crate ``seahash`` 4. It is not meant to withstand an attacker, and nothing here
trusts it: a folder that it names is read like any other.
"""

from __future__ import annotations

_WORD = (1 << 64) - 1
_PRIME = 0x6EED0E9DA4D94A4F
_SEEDS = (0x16F11FE89B0D677C, 0xB480A793D8E6C86C, 0x6FE2E5AAF078EBC9, 0x14F994A4C5259381)


def seahash(data: bytes) -> int:
    """Return the hash of bytes as an unsigned number of 64 bits."""
    a, b, c, d = _SEEDS
    for at in range(0, len(data), 8):
        mixed = _diffuse(a ^ int.from_bytes(data[at : at + 8], "little"))
        # Eight bytes turn the four lanes by one; the shorter rest stays in the first.
        a, b, c, d = (b, c, d, mixed) if at + 8 <= len(data) else (mixed, b, c, d)
    return _diffuse(a ^ b ^ c ^ d ^ len(data))


def _diffuse(word: int) -> int:
    word = word * _PRIME & _WORD
    word ^= (word >> 32) >> (word >> 60)
    return word * _PRIME & _WORD
