"""The questions that judgement asks of a disk, and who may answer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import PurePath

T = TypeVar("T")


@dataclass(frozen=True)
class Listing:
    """What a folder holds; a link counts as what it leads to, a dangling one as neither."""

    files: frozenset[str]
    """Names of regular files: what a pipe or a device holds cannot be imported."""
    folders: frozenset[str]
    others: frozenset[str] = frozenset()
    """Names of what is neither: dangling links, pipes, devices."""
    _paths: dict[str, PurePath] = field(default_factory=dict, repr=False, compare=False)

    def path(self, folder: PurePath, name: str) -> PurePath:
        """Return the path of a member of the folder that this is the listing of.

        Each is made once for as long as the listing is remembered: to join paths takes longer
        than all the rest of finding a module.
        """
        path = self._paths.get(name)
        if path is None:
            path = self._paths[name] = folder / name
        return path

    @cached_property
    def stems(self) -> frozenset[str]:
        """The names up to their first dot: a module that is not among them is not here."""
        return frozenset(name.partition(".")[0] for name in self.files) | self.folders

    def holds(self, name: str) -> bool:
        """Tell whether anything has a name, were it a link to nothing."""
        return name in self.folders or name in self.files or name in self.others


class Tree(Protocol):
    """Something that knows folders and files: a disk, a cache of one, or a test's table."""

    def listing(self, folder: PurePath) -> Listing | None:
        """Return what a folder (or a zip archive) holds, None if it cannot be listed."""

    def text(self, path: PurePath) -> str | None:
        """Return a file's text read as UTF-8, None if it cannot be read."""

    def exists(self, path: PurePath) -> bool:
        """Tell whether a file or folder is there; a dangling link leads to nothing."""

    def recall(self, key: Hashable, make: Callable[[Tree], T]) -> T:
        """Return what a function makes of the tree, remembered where that is worth it.

        ``key`` stands for the function and all that it depends on besides the tree.
        """
