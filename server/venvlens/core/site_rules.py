"""How one version of ``site.py`` reads site folders: told from its text, else by its version."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Where one ``site.py`` differs from another."""

    debian: bool
    """Whether it carries Debian's patch for ``dist-packages``."""
    skips_hidden: bool
    """Whether ``.pth`` files whose names begin with a dot are left out."""
    decodes_whole: bool
    """Whether a ``.pth`` file is decoded as a whole, as UTF-8, with or without a mark."""
    reads_start: bool = False
    """Whether code runs when all folders have been read, that of ``.start`` files last (PEP 829).

    The same versions strip both ends of a ``.pth`` file's line, and go on after one that fails.
    """
    runs_imports: bool = True
    """Whether import lines of ``.pth`` files are run."""


_STARTS, _ENDS = (3, 15), (3, 18)
"""Series with the first ``.start`` files, and without import lines, as PEP 829 has it."""


def read(site_py: str | None, series: tuple[int, int]) -> SiteRules:
    """Read the text of a ``site.py``; None for an installation whose library is gone.

    The rule for hidden files came with 3.13 and with late patches of 3.8 to 3.12, so the
    version alone would not tell.
    """
    if site_py is None:
        new = series >= (3, 13)
        return SiteRules(False, new, new, series >= _STARTS, series < _ENDS)
    return SiteRules(
        debian="dist-packages" in site_py,
        skips_hidden='not name.startswith(".")' in site_py,
        decodes_whole="utf-8-sig" in site_py,
        reads_start='".start"' in site_py,
        runs_imports="exec(" in site_py or series < _ENDS,
    )
