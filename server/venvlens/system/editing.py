"""Writing an edited declaration of a project, for the command line: all of it or nothing.

An editor's server never comes here: it sends its edits to the client, whose undo takes them back.
"""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 4 * 2**20
"""Bytes of a file that is edited; a declaration of this size is no person's."""
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was read, so that it can be told whether it is still the same."""

    path: Path
    """As it was named."""
    real: Path
    """Where links lead to."""
    folder: Path
    """The project's folder; links out of it are not followed."""
    content: bytes
    encoding: str

    @property
    def text(self) -> str:
        """The whole text, its byte order mark and line ends included."""
        return self.content.decode(self.encoding, _errors(self.encoding))


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not read or not written."""

    message: str
    """Why, as one sentence."""


def read(path: Path, folder: Path) -> Original | Refused:
    """Read a file of a project in order to edit it.

    UTF-8 is taken as it is, bytes that are none included; UTF-16, as PowerShell writes it, is
    known by its mark.
    """
    try:
        real = path.resolve(strict=True)
        found = _content(path, real, folder)
    except OSError as error:
        return Refused(f"{path} cannot be read: {error.strerror}.")
    except (ValueError, RuntimeError) as error:
        return Refused(f"{path} cannot be read: {error}.")
    if isinstance(found, Refused):
        return found
    encoding = next((name for mark, name in _MARKS if found.startswith(mark)), "utf-8")
    try:
        found.decode(encoding, _errors(encoding))
    except UnicodeError:
        return Refused(f"{path} starts as UTF-16 and is none.")
    return Original(path, real, folder, found, encoding)


def write(original: Original, text: str) -> Refused | None:
    """Put a text in the place of the one that was read; return why, if that was not done.

    The file is replaced in one step, so that no reader sees a part, and keeps its mode, owner
    and encoding. One that has changed since it was read is left alone.
    """
    path = original.path
    try:
        content = text.encode(original.encoding, _errors(original.encoding))
        now = _content(path, path.resolve(strict=True), original.folder)
        if isinstance(now, Refused):
            return now
        if path.resolve() != original.real or now != original.content:
            return Refused(f"{path} has changed meanwhile: nothing was written.")
        _replace(original.real, content)
    except OSError as error:
        return Refused(f"{path} cannot be written: {error.strerror}.")
    except (ValueError, RuntimeError) as error:
        return Refused(f"{path} cannot be written: {error}.")
    return None


def _content(path: Path, real: Path, folder: Path) -> bytes | Refused:
    """Return what is in a file that may be edited."""
    if not real.is_relative_to(folder.resolve()):
        return Refused(f"{path} is a link that leads out of {folder}: edit {real} by hand.")
    known = real.stat()
    if not stat.S_ISREG(known.st_mode):
        return Refused(f"{path} is no regular file.")
    if not known.st_mode & 0o222 or not os.access(real, os.W_OK):
        return Refused(f"{path} is read-only.")
    if known.st_size > _LARGEST:
        return Refused(f"{path} is too large to be edited.")
    return real.read_bytes()


def _replace(file: Path, content: bytes) -> None:
    # A folder of its own, which goes with all that is in it whatever fails.
    with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
        written = Path(folder) / file.name
        with written.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        _make_alike(written, file.stat())
        written.replace(file)


def _make_alike(written: Path, model: os.stat_result) -> None:
    made = written.stat()
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (model.st_uid, model.st_gid):
        # Only root may give a file away; for others it becomes theirs, as with any editor.
        with suppress(OSError):
            os.chown(written, model.st_uid, model.st_gid)
    written.chmod(stat.S_IMODE(model.st_mode))


def _errors(encoding: str) -> str:
    """UTF-8 keeps bytes that it does not know: a comment in Latin-1 comes out as it went in."""
    return "surrogateescape" if encoding == "utf-8" else "strict"
