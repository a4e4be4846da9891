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


def read(site_py: str | None, series: tuple[int, int]) -> SiteRules:
    """Read the text of a ``site.py``; None for an installation whose library is gone.

    The rule for hidden files came with 3.13 and with late patches of 3.8 to 3.12, so the
    version alone would not tell.
    """
    if site_py is None:
        return SiteRules(False, series >= (3, 13), series >= (3, 13))
    return SiteRules(
        debian="dist-packages" in site_py,
        skips_hidden='not name.startswith(".")' in site_py,
        decodes_whole="utf-8-sig" in site_py,
    )
