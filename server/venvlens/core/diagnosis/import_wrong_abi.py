"""``import-wrong-abi``: an extension module that is there, built for another Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import implementation
from venvlens.core.diagnosis.judged import searched
from venvlens.core.display import called
from venvlens.core.findings import Code, Finding, Related
from venvlens.core.implementation import CPYTHON
from venvlens.core.names import ImportName

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.environment import Environment
    from venvlens.core.resolution import Missing

_ENDINGS = (".so", ".pyd")


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report the file that has the module's name, but no ending that this Python loads."""
    interpreter = case.survey.selection.interpreter
    file = next(_candidates(case, missing), None)
    if interpreter is None or file is None:
        return None
    name = ImportName(missing.name)
    reason = _reason(file.name, case, interpreter)
    message = f"`{name}` is built for {reason}: {file.name} is all there is"
    code = Code.IMPORT_WRONG_ABI
    related = (Related(file, "built for another Python"),)
    return Finding(code, code.default_severity, judged.span, message, name, related)


def _reason(file: str, case: Case, interpreter: Environment) -> str:
    """Name the Python in the file's tag if it is another one; else it is the platform."""
    theirs = implementation.in_tag(file)
    ours = interpreter.implementation
    series = "{}.{}".format(*case.survey.search_path.target.version.series)
    if theirs is None or theirs == (ours, series):
        return f"another Python than {case.shown}"
    # CPython goes by its own name only where it meets another implementation.
    met = {theirs[0], ours} != {CPYTHON}
    words = {CPYTHON: "CPython"} if met else {}
    built_for, runs = (words.get(m, implementation.shown(m)) for m in (theirs[0], ours))
    here = "the global interpreter is"
    if not interpreter.kind.is_global:
        here = f"{called(interpreter, case.survey.project)} has"
    return f"{built_for} {theirs[1]}, {here} {runs} {series}"


def _candidates(case: Case, missing: Missing) -> Iterator[PurePath]:
    stem = missing.name.rpartition(".")[2]
    for folder in searched(case, missing):
        listing = case.tree.listing(folder)
        if listing is None or stem not in listing.stems:
            continue
        for file in sorted(listing.files):
            if file.startswith(f"{stem}.") and file.endswith(_ENDINGS):
                yield folder / file
