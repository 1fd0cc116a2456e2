"""An engine that opens in the background, so that the page is there at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Literal, Protocol

from rag.errors import RagError, StillOpening
from rag.export import DocumentSource
from rag.records import Answer, Document, Exchange, Language
from rag.records.checks import Check
from rag.records.verification import Verification

LoaderState = Literal["opening", "ready", "failed"]


class Engine(DocumentSource, Protocol):
    """What the server and the page ask of ``rag.engine.Rag``, the documents of citations too."""

    def seen_by(self, sees: Callable[[Document], bool]) -> Engine:
        """The same for somebody who sees some documents only."""
        ...

    def notice(self, language: Language) -> str:
        """The line that says that an older state of the index answers, mostly empty."""
        ...

    def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Exchange] = (),
        as_of: dt.date | None = None,
    ) -> Answer:
        """The answer, in the light of earlier turns, as on a day; raises QuestionInvalid."""
        ...

    def check(self, text: str) -> Check:
        """The verdict on each claim of a text; raises ClaimsInvalid."""
        ...

    def verify(self, citation: str, quote: str = "") -> Verification:
        """What became of a quotation by its permalink; raises CitationInvalid."""
        ...

    def documents(self) -> tuple[Document, ...]:
        """The documents by path."""
        ...

    def original(self, document_id: str) -> Path:
        """The unchanged file; raises SourceUnavailable."""
        ...


class EngineLoader:
    """Opens an engine in a thread of its own; a failed opening is tried again when asked for.

    So a page served before ``rag index`` has run begins to answer once the index is there.
    """

    def __init__(self, opener: Callable[[], Engine]) -> None:
        self._opener = opener
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._lock = threading.Lock()
        self._error: RagError | None = None
        self._future: Future[Engine] | None = None
        self._view: Callable[[Engine], Engine] = lambda engine: engine

    def show(self, view: Callable[[Engine], Engine]) -> None:
        """From now on ``engine`` gives what ``view`` makes of it for whoever asks."""
        self._view = view

    def start(self) -> None:
        """Begins to open, once."""
        with self._lock:
            if self._future is None:
                self._future = self._thread.submit(self._opener)

    @property
    def state(self) -> LoaderState:
        """Where the opening stands."""
        future = self._future
        if future is not None and future.done():
            return "failed" if future.exception() else "ready"
        return "failed" if self.error else "opening"

    @property
    def error(self) -> RagError | None:
        """Why the last opening failed, ``None`` where it did not."""
        future = self._future
        if future is not None and future.done():
            fault = future.exception()
            self._error = fault if isinstance(fault, RagError) else None
        return self._error

    def engine(self) -> Engine:
        """The engine as whoever asks may see it.

        Raises StillOpening until it is there, or what made the opening fail.
        """
        self.start()
        error = self.error
        future = self._future
        if error is not None:
            self._again()
            raise error
        if future is None or not future.done():
            raise StillOpening
        return self._view(future.result())

    def wait(self, seconds: float) -> LoaderState:
        """The state once the opening is over, or after so many seconds."""
        self.start()
        future = self._future
        if future is not None and not future.done():
            over = threading.Event()
            future.add_done_callback(lambda _: over.set())
            over.wait(seconds)
        return self.state

    def _again(self) -> None:
        with self._lock:
            if self._future is not None and self._future.done():
                self._future = self._thread.submit(self._opener)
