"""Source text → what it imports.

Nothing here fails: code that is being typed still yields what can be read of it. On code that
Python accepts the result is exact, but for calls within formatted strings, which are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.imports import Import, Member, Scan, TryBody
from venvlens.core.scanning import flags
from venvlens.core.scanning.blocks import outline
from venvlens.core.scanning.candidates import imports_in
from venvlens.core.scanning.guards import Guards
from venvlens.core.scanning.lexical import code_of, padded
from venvlens.core.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from venvlens.core.imports import Guard
    from venvlens.core.scanning.blocks import Outline
    from venvlens.core.scanning.found import Found


def scan(text: str) -> Scan:
    """Find the imports of a file, the members they take, and what they are conditional on."""
    if "import" not in text and "find_spec" not in text:
        return Scan(())
    padded_text = padded(text)
    code = code_of(padded_text)
    found = list(imports_in(code, padded_text))
    places = [each.start for each in found if not each.at_margin]
    places += flags.places(code)
    if not places:
        return Scan(_imports(padded_text, found, [()] * len(found)))
    blocks = outline(code, places)
    guards = Guards(padded_text, blocks.code)
    imports = _imports(
        padded_text,
        found,
        [() if each.at_margin else _guards(each, blocks, guards) for each in found],
    )
    return Scan(imports, _flags(imports, blocks, guards))


def _guards(found: Found, blocks: Outline, guards: Guards) -> tuple[Guard, ...]:
    """Return what an import is conditional on, outermost first."""
    clause, in_header = blocks.around(found.start)
    if clause is not None and in_header:
        return guards.header(clause)
    return guards.block(clause)


def _imports(
    text: str, found: Sequence[Found], guards: Iterable[tuple[Guard, ...]]
) -> tuple[Import, ...]:
    """Turn what was found in a padded text to values with places in the text itself."""
    spans = _spans(text, (bounds for each in found for bounds in each.bounds()))
    return tuple(
        Import(
            each.name,
            each.level,
            next(spans),
            each.form,
            tuple(Member(name, next(spans)) for name, _, _ in each.members),
            conditions,
        )
        for each, conditions in zip(found, guards, strict=True)
    )


def _spans(text: str, bounds: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Turn offsets into a padded text, which ascend, to places in the text itself.

    Few of a file's lines hold imports: to count the lines between them is faster than to
    make a list of all.
    """
    line, margin, behind = -1, 0, 0
    for bounds_of_one in bounds:
        place: list[int] = []
        for offset in bounds_of_one:
            line += text.count("\n", behind, offset)
            margin = max(margin, text.rfind("\n", behind, offset) + 1)
            place += (line, offset - margin)
            behind = offset
        yield Span(*place)


def _flags(imports: Iterable[Import], blocks: Outline, guards: Guards) -> frozenset[str]:
    """Return the variables that tell whether an import worked."""
    guarded = {
        guard.block for each in imports for guard in each.guards if isinstance(guard, TryBody)
    }
    names = set(flags.results_of_find_spec(blocks))
    if guarded:
        names.update(flags.constants(blocks, guards, guarded))
    return frozenset(names)
