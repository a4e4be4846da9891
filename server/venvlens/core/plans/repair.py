"""Plans that put a new environment into the place of another, with all that was in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core.installable import Contents
from venvlens.core.plans import making
from venvlens.core.plans.plan import Plan, Step, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePath

    from venvlens.core.freeze import Frozen
    from venvlens.core.plans.making import Maker

_INSTALL_SECONDS = 1800.0
_LONGEST_ARGUMENTS = 20_000
"""Characters of one command's arguments together; Windows takes 32,767."""


@dataclass(frozen=True, slots=True)
class Place:
    """The environment that is to be made anew, and where the old one goes."""

    prefix: PurePath
    aside: PurePath
    """Beside it; nothing is there yet."""
    executable: PurePath
    """Where the new interpreter will be."""
    folder: PurePath
    """The folder that the tools work in: the settings of their indexes are found from there."""
    system_site: bool = False
    """Whether the base's site-packages are importable in it, and are to stay so."""


@dataclass(frozen=True, slots=True)
class Base:
    """The Python that the new environment is made from."""

    executable: PurePath
    shown: str
    """As in ``Python 3.13.0``."""
    is_alike: bool = True
    """Whether it is of the series and the implementation that everything was installed for."""
    upgrades: bool = False
    """Whether it is newer than that."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What does the work."""

    maker: Maker
    installer: PurePath | None
    """uv; None leaves it to the pip of the new environment."""


def recreate(place: Place, base: Base, tools: Tools, frozen: Frozen) -> Plan:
    """Plan a new environment in the place of another, which is kept beside it.

    What was installed is installed again in the same versions. For a Python of the same series
    that is all: nothing else is resolved, so that what was there in spite of its own
    declarations is there again. Another series may need more than was there.
    """
    made_from = making.Base(base.executable, base.shown)
    where = place.prefix, made_from, place.folder
    made = making.make(*where, tools.maker, Contents(), "", "")
    first = _with(made.steps[0], "--system-site-packages") if place.system_site else made.steps[0]
    installs = tuple(_installs(place, base, tools, frozen))
    return replace(
        made,
        title=title(shown(place.prefix, place.folder), base.shown, frozen, base.upgrades),
        steps=(first, *made.steps[1:], *installs),
        sets_aside=place.prefix,
        aside=place.aside,
        remarks=tuple(_remarks(base, frozen)),
    )


def title(name: str, python: str, frozen: Frozen, upgrades: bool) -> str:
    """Return ``Recreate .venv (Python 3.13.0) with its 42 distributions``."""
    said = f"Upgrade {name} to {python}" if upgrades else f"Recreate {name} ({python})"
    count, every = len(frozen.kept), frozen.count
    if not every:
        return said
    noun = "distribution" if every == 1 else "distributions"
    return f"{said} with {'' if count == every else f'{count} of '}its {every} {noun}"


def _installs(place: Place, base: Base, tools: Tools, frozen: Frozen) -> Iterator[Step]:
    inside = str(place.executable)
    if tools.installer is not None:
        start: tuple[str, ...] = (str(tools.installer), "pip", "install", "--python", inside)
    else:
        start = (inside, "-I", "-m", "pip", "install")
        start += ("--disable-pip-version-check", "--no-input")
    start += ("--no-deps",) if base.is_alike else ()
    for names, editables in _portions(frozen):
        argv = [*start, *(word for url in editables for word in ("-e", url))]
        argv += ["--", *names] if names else []
        yield Step(tuple(argv), place.folder, _INSTALL_SECONDS)


def _portions(frozen: Frozen) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield names and editables in portions that fit on a command line; mostly it is one."""
    names: list[str] = []
    editables: list[str] = []
    room = _LONGEST_ARGUMENTS
    for one in frozen.kept:
        if room < len(one.argument) and (names or editables):
            yield names, editables
            names, editables, room = [], [], _LONGEST_ARGUMENTS
        (editables if one.editable else names).append(one.argument)
        room -= len(one.argument) + 6
    if names or editables:
        yield names, editables


def _with(step: Step, option: str) -> Step:
    """Return a step with an option before the folder that it is about, its last word."""
    end = step.argv.index("--") if "--" in step.argv else len(step.argv) - 1
    return replace(step, argv=(*step.argv[:end], option, *step.argv[end:]))


def _remarks(base: Base, frozen: Frozen) -> Iterator[str]:
    for one in frozen.left_out:
        yield f"{one.name} is left out: {one.reason}."
    for note in frozen.notes:
        yield f"{note}."
    if frozen.kept and not base.is_alike:
        yield f"All of it was installed for Python {frozen.version}; {base.shown} may need more."
