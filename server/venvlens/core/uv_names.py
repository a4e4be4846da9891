"""How uv names what it keeps: environments of scripts, and Python installations."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from venvlens.core.seahash import seahash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

_LONGEST_NAME = 100
_USIZE = 8
_DISK, _UNC = 5, 4
"""Places of these two in Rust's ``std::path::Prefix``."""

# cpython-3.13.0+freethreaded-linux-x86_64-gnu. A link such as cpython-3.13-linux-x86_64-gnu
# follows the newest patch release that is installed beside it.
_INSTALLATION = re.compile(r"[a-z]+-\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?(?:\+[\w+]+)?-\w+-\w+-\w+")


def is_installation(name: str) -> bool:
    """Tell whether a folder's name is that of one exact Python, not a link of a series."""
    return _INSTALLATION.fullmatch(name) is not None


def script_entries(script: PurePath) -> Iterator[str]:
    """Yield the names that the environment of a script may have below ``environments-v2``.

    Older versions of uv do not shorten the file's name.
    """
    digest = path_digest(script)
    stem = _encoded(script.stem)
    for name in dict.fromkeys((_cache_name(stem[:_LONGEST_NAME]), _cache_name(stem))):
        yield f"{name}-{digest}" if name else digest


def path_digest(path: PurePath) -> str:
    """Return what uv's ``cache_digest`` makes of an absolute path: 16 hexadecimal digits."""
    return seahash(_rust_hashed(path)).to_bytes(8, "little").hex()


def _cache_name(stem: bytes) -> str:
    """Write runs of what is no ASCII letter or digit as one dash, none at the end."""
    return re.sub(rb"[^0-9A-Za-z]+", b"-", stem).removesuffix(b"-").lower().decode("ascii")


def _encoded(part: str) -> bytes:
    """Give the bytes of a file's name: on POSIX as they are on the disk, on Windows as WTF-8."""
    try:
        return part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return part.encode("utf-8", "surrogatepass")


def _rust_hashed(path: PurePath) -> bytes:
    """Return the bytes that Rust's ``impl Hash for Path`` feeds a hasher of 64 bits.

    The separators are left out; a number made of the lengths keeps ``a/bc`` and ``ab/c`` apart.
    """
    data, bits = _rust_prefix(path), 0
    for part in path.parts[1:]:
        component = _encoded(part)
        data += component
        bits += len(component)
        bits = (bits >> 2) | ((bits & 3) << 62)
    return data + bits.to_bytes(_USIZE, "little")


def _rust_prefix(path: PurePath) -> bytes:
    r"""Return what stands for ``C:`` or ``\\server\share``; POSIX paths have nothing there."""
    if not isinstance(path, PureWindowsPath):
        return b""
    if not path.drive.startswith("\\\\"):
        return _DISK.to_bytes(_USIZE, "little") + path.drive[:1].upper().encode()
    names = [_encoded(name) for name in path.drive[2:].split("\\")]
    return _UNC.to_bytes(_USIZE, "little") + b"".join(
        len(name).to_bytes(_USIZE, "little") + name for name in names
    )
