"""The words in which a decision about an environment is told, wherever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.environment import Environment
    from venvlens.core.search_path import Entry, SearchPath

CONSIDERED = "Considered, in this order"
LOOKED_FOR = "Imports are looked for in this order"
UNKNOWN = "What cannot be known without running Python"
EDITABLE = "an editable install"


def facts(environment: Environment) -> dict[str, str]:
    """Return what an environment is, by the names of the facts."""
    faults = " and ".join(clause(fault) for fault in environment.faults)
    found = {
        "Prefix": str(environment.prefix),
        "Interpreter": str(environment.executable or "none"),
        "Version": str(environment.version or "unknown"),
        "Kind": environment.kind.value,
        "State": f"cannot run: {faults}" if faults else "can run",
        **({"Extends": str(environment.extends)} if environment.extends else {}),
    }
    if environment.externally_managed is not None:
        said = environment.externally_managed
        by = "by its own package manager, not pip"
        found["Installations"] = f"{by}: {said}" if said else f"{by} (EXTERNALLY-MANAGED)"
    return found


def kind_of(entry: Entry) -> str:
    """Return what an entry of the search path is, with the file that names it."""
    return f"{entry.kind.value} ({entry.source.name})" if entry.source else entry.kind.value


def of_hooks(search_path: SearchPath) -> Iterator[str]:
    """Yield which modules each editable install provides by code of its own."""
    for hook in search_path.hooks:
        yield ", ".join(sorted({*hook.modules, *hook.namespaces}))
