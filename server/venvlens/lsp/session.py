"""The one mutable object of the server: what is open, what is known of it, what was told.

It is touched on the event loop only. Looking at the disk happens in threads of its own,
on values, and what comes back is taken only if the document is still the one that was
looked at.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from venvlens.core.survey import Elsewhere
from venvlens.lsp.settings import ClientSettings
from venvlens.system.disk import unchanged
from venvlens.system.elsewhere import Looked, look
from venvlens.system.process import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from venvlens.core.findings import Finding
    from venvlens.core.survey import Survey
    from venvlens.lsp.documents import Document
    from venvlens.system.inspector import Inspection, Inspector
    from venvlens.system.selecting import Script
    from venvlens.system.surveyor import Surveyed

logger = logging.getLogger(__name__)

_TRUST_SECONDS = 0.5
"""For so long after a check a judgement is taken as still right, unless an event says otherwise."""
_QUIET_SECONDS = 0.2
"""Without a keystroke before other interpreters are looked into: half a name is no name."""
_LARGE = 200_000
"""Characters of a text that is judged in a thread, so that other requests need not wait."""


@dataclass(slots=True)
class Opened:
    """What is known about one open document."""

    version: int = -1
    checked: float = 0.0
    """When the judgement was last made or found to hold, in monotonic seconds."""
    inspection: Inspection | None = None
    looked: Looked | None = None
    """What is known of other interpreters, for the names missing here."""
    shown: tuple[Finding, ...] | None = None
    """What the client was last told."""
    looking: asyncio.Task[None] | None = None
    survey: Survey | None = None
    """What was last known of its environment."""


@dataclass(slots=True)
class Session:
    """All state of one connection."""

    inspector: Inspector
    documents: Callable[[str], Document | None]
    """Gives an open document by its URI."""
    folders: Callable[[], tuple[Path, ...]]
    """Gives the workspace folders."""
    tell: Callable[[str], None]
    """Shows a sentence to the user."""
    changed: Callable[[Iterable[str]], None]
    """Is called with the documents whose findings may have changed on their own."""
    selected: Callable[[str, Survey], None]
    """Is called with a document and its survey when its environment may be another than before."""
    settings: ClientSettings = field(default_factory=ClientSettings)
    trusted: bool = True
    tells_environments: bool = False
    """Whether the client wants to know when the environment of a document changes."""
    answers: bool = False
    """Whether the client shows what came of its commands by itself."""
    opened: dict[str, Opened] = field(default_factory=dict)
    runner: Runner = field(default_factory=Runner)
    _told: set[str] = field(default_factory=set)
    _looker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "venvlens-look")
    )
    _far_looker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "venvlens-elsewhere")
    )

    async def inspection(self, uri: str) -> Inspection | None:
        """Judge a document as it is now; None if it is not open or belongs nowhere."""
        state = self.opened.get(uri)
        document = self.documents(uri)
        if state is None or document is None:
            return None
        return self.ready(uri) or await self._inspect(uri, state, document)

    def ready(self, uri: str) -> Inspection | None:
        """Judge a document if that takes neither a thread nor a disk, else return None."""
        state = self.opened.get(uri)
        document = self.documents(uri)
        if state is None or document is None or state.inspection is None:
            return None
        if time.monotonic() - state.checked > _TRUST_SECONDS:
            return None
        if state.version == document.version:
            return state.inspection
        found = self._from_memory(state.inspection, state, document)
        if found is not None:
            self._take(uri, state, document.version or 0, found)
        return found

    async def survey(self, folder: Path, workspace: Path, script: Script | None = None) -> Surveyed:
        """Look at a folder, or at a script in it, without judging a file."""
        facts = folder, workspace, self.settings.of(workspace), script
        return await asyncio.get_running_loop().run_in_executor(
            self._looker, self.inspector.survey, *facts
        )

    async def recheck(self, uri: str) -> bool:
        """Judge a document anew; tell whether the client was told something else."""
        state = self.opened.get(uri)
        if state is None:
            return False
        state.checked = 0.0
        found = await self.inspection(uri)
        return found is not None and state.shown != found.diagnosis.findings

    async def stale(self) -> list[str]:
        """Return the documents whose judgement rests on something that has changed."""
        judged = {uri: s.inspection for uri, s in self.opened.items() if s.inspection}
        if not judged:
            return []
        holds = self.inspector.holds

        def check() -> list[str]:
            return [uri for uri, inspection in judged.items() if not holds(inspection)]

        asked = time.monotonic()
        stale = await asyncio.get_running_loop().run_in_executor(self._looker, check)
        for uri in judged.keys() - stale:
            state = self.opened.get(uri)
            # An event that came meanwhile has set it to 0: that stays.
            if state and state.inspection is judged[uri] and state.checked:
                state.checked = asked
        return stale

    def doubt(self) -> None:
        """Take no judgement for granted any longer."""
        for state in self.opened.values():
            state.checked = 0.0

    async def looked(self, uri: str) -> Looked | None:
        """Return what is known of other interpreters, looking now if nobody has."""
        state = self.opened.get(uri)
        found = await self.inspection(uri)
        if state is None or found is None:
            return None
        if not await self._still_known(state.looked, found):
            await self._look_elsewhere(uri, state, found)
        return state.looked

    async def _still_known(self, looked: Looked | None, found: Inspection) -> bool:
        """Tell whether a look elsewhere says all that is wanted, and nothing has changed."""
        if looked is None or not found.diagnosis.wanted <= looked.elsewhere.places.keys():
            return False
        return await asyncio.get_running_loop().run_in_executor(
            self._far_looker, unchanged, looked.notes, self.inspector.disk
        )

    def tell_problems(self, problems: Iterable[str]) -> None:
        """Say each problem with the settings once."""
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                self.tell(f"{problem}. It is ignored.")

    def close(self) -> None:
        """Forget the documents, so that nothing is judged any more, and let the threads end."""
        self.opened.clear()
        self._looker.shutdown(wait=False, cancel_futures=True)
        self._far_looker.shutdown(wait=False, cancel_futures=True)

    def _from_memory(
        self, former: Inspection, state: Opened, document: Document
    ) -> Inspection | None:
        """Judge a keystroke without a thread and without a disk, where that can be done."""
        text = document.code
        if len(text) > _LARGE:
            return None
        return self.inspector.again(text, former, self._elsewhere(state))

    async def _inspect(self, uri: str, state: Opened, document: Document) -> Inspection | None:
        home = document.home(self.folders())
        if home is None:
            return None
        folder, workspace = home
        version, text = document.version or 0, document.code
        settings = self.settings.of(workspace)
        elsewhere = self._elsewhere(state)
        asked = time.monotonic()
        facts = text, folder, workspace, settings, elsewhere, document.file
        found = await asyncio.get_running_loop().run_in_executor(
            self._looker, self.inspector.inspect, *facts
        )
        if document.version == version and self.opened.get(uri) is state:
            state.checked = asked
            self.tell_problems(found.problems)
            self._take(uri, state, version, found)
        return found

    def _elsewhere(self, state: Opened) -> Elsewhere:
        return state.looked.elsewhere if state.looked else Elsewhere()

    def _take(self, uri: str, state: Opened, version: int, found: Inspection) -> None:
        state.version, state.inspection = version, found
        if found.survey is not state.survey:
            state.survey = found.survey
            self.selected(uri, found.survey)
        self._look_if_needed(uri, state, found)

    def _look_if_needed(self, uri: str, state: Opened, found: Inspection) -> None:
        known = state.looked.elsewhere.places if state.looked else {}
        if state.looking is None and not found.diagnosis.wanted <= known.keys():
            state.looking = asyncio.create_task(self._refine(uri, state, found))

    async def _refine(self, uri: str, state: Opened, found: Inspection) -> None:
        """Look elsewhere for what is missing, and tell the client if that says more."""
        try:
            version = None
            while version != state.version:
                version = state.version
                await asyncio.sleep(_QUIET_SECONDS)
            if self.opened.get(uri) is not state:
                return  # closed meanwhile, the document or everything
            await self._look_elsewhere(uri, state, state.inspection or found)
        finally:
            state.looking = None
        if await self.recheck(uri):
            self.changed([uri])

    async def _look_elsewhere(self, uri: str, state: Opened, found: Inspection) -> None:
        names = found.diagnosis.wanted
        host, disk = self.inspector.surveyor.host, self.inspector.disk
        looked = await asyncio.get_running_loop().run_in_executor(
            self._far_looker, look, names, found.survey, self.folders(), host, disk
        )
        if self.opened.get(uri) is state:
            state.looked = looked
