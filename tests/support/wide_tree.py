"""A tree of 100,000 folders that costs some hundred: those off the way are links to shared ones."""

from pathlib import Path

LEVELS = 5
WIDTH = 10


def wide_tree(root: Path, width: int = WIDTH) -> Path:
    """Fill a folder with ``width`` folders, each with as many, and so on; return the deepest.

    By their paths they are ``width ** LEVELS`` and more: whoever walks meets them all.
    """
    pool = root.parent / f"pool-of-{root.name}"
    for level in range(LEVELS):
        shared = pool / str(level)
        shared.mkdir(parents=True)
        for number in range(width if level else 0):
            (shared / f"d{number}").symlink_to(pool / str(level - 1))
    place = root
    for level in reversed(range(LEVELS)):
        for number in range(1, width):
            (place / f"d{number}").symlink_to(pool / str(level))
        place /= "d0"
        place.mkdir()
    return place
