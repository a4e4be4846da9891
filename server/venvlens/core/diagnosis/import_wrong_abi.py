"""``import-wrong-abi``: an extension module that is there, built for another Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.diagnosis.judged import searched
from venvlens.core.findings import Code, Finding, Related
from venvlens.core.names import ImportName

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Missing

_ENDINGS = (".so", ".pyd")


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report the file that has the module's name, but no ending that this Python loads."""
    interpreter = case.survey.selection.interpreter
    file = next(_candidates(case, missing), None)
    if interpreter is None or file is None:
        return None
    name = ImportName(missing.name)
    message = f"`{name}` is built for another Python than {case.shown}: {file.name} is all there is"
    code = Code.IMPORT_WRONG_ABI
    related = (Related(file, "built for another Python"),)
    return Finding(code, code.default_severity, judged.span, message, name, related)


def _candidates(case: Case, missing: Missing) -> Iterator[PurePath]:
    stem = missing.name.rpartition(".")[2]
    for folder in searched(case, missing):
        listing = case.tree.listing(folder)
        if listing is None or stem not in listing.stems:
            continue
        for file in sorted(listing.files):
            if file.startswith(f"{stem}.") and file.endswith(_ENDINGS):
                yield folder / file
