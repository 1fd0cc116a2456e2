"""The engine loader: it opens the engine in the background, so that the page shows at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Literal, Protocol

from rag.encoders import TextKind
from rag.errors import RagError, StillOpening
from rag.export import DocumentSource
from rag.records import Answer, Document, Exchange, Language, Scope
from rag.records.checks import Check
from rag.records.results import ResultOrder, SearchResults
from rag.records.verification import Verification

LoaderState = Literal["opening", "ready", "failed"]


class Engine(DocumentSource, Protocol):
    """What the server and the page use of ``rag.engine.Rag``."""

    def seen_by(self, sees: Callable[[Document], bool]) -> Engine:
        """The same engine for somebody who sees only some of the documents."""
        ...

    def notice(self, language: Language) -> str:
        """A line that says that an older state of the index answers, empty if none does."""
        ...

    def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Exchange] = (),
        as_of: dt.date | None = None,
        exact: bool = False,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> Answer:
        """The answer, after these earlier turns, as of a day, to the exact words, in a scope.

        Raises QuestionInvalid, ScopeInvalid, ScopeUnknown or ScopeEmpty.
        """
        ...

    def search(
        self,
        query: str,
        *,
        order: ResultOrder = "relevance",
        page: int = 1,
        each: int = 3,
        as_of: dt.date | None = None,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> SearchResults:
        """See ``Rag.search``."""
        ...

    def check(self, text: str, *, scope: Scope | Mapping[str, object] | None = None) -> Check:
        """The verdict on each claim of a text; raises ClaimsInvalid, and as ``ask``."""
        ...

    def verify(self, citation: str, quote: str = "") -> Verification:
        """What became of a quotation, by its permalink; raises CitationInvalid."""
        ...

    def documents(
        self, *, scope: Scope | Mapping[str, object] | None = None
    ) -> tuple[Document, ...]:
        """The documents, or those in a scope, sorted by path; raises as ``ask``."""
        ...

    @property
    def index_id(self) -> str:
        """The identity of what the index holds now."""
        ...

    @property
    def encoder_name(self) -> str:
        """The name of the encoder."""
        ...

    def embed(self, texts: Sequence[str], *, kind: TextKind = "passage") -> list[list[float]]:
        """The vectors of texts."""
        ...

    def original(self, document_id: str) -> Path:
        """The unchanged file; raises SourceUnavailable."""
        ...


class EngineLoader:
    """Opens an engine in a thread of its own, and tries again on request if that failed.

    A page that was served before ``rag index`` ran starts to answer once the index is there.
    """

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._open_engine = open_engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine-loader")
        self._lock = threading.Lock()
        self._error: RagError | None = None
        self._future: Future[Engine] | None = None
        self._restrict: Callable[[Engine], Engine] = lambda engine: engine

    def restrict_by(self, restrict: Callable[[Engine], Engine]) -> None:
        """From now on ``engine`` returns what ``restrict`` makes of the engine for its caller."""
        self._restrict = restrict

    def start(self) -> None:
        """Starts to open the engine, once."""
        with self._lock:
            if self._future is None:
                self._future = self._thread.submit(self._open_engine)

    @property
    def state(self) -> LoaderState:
        """Whether the engine is being opened, is ready, or could not be opened."""
        future = self._future
        if future is not None and future.done():
            return "failed" if future.exception() else "ready"
        return "failed" if self.error else "opening"

    @property
    def error(self) -> RagError | None:
        """Why the last attempt failed, ``None`` if it did not."""
        future = self._future
        if future is not None and future.done():
            fault = future.exception()
            self._error = fault if isinstance(fault, RagError) else None
        return self._error

    def engine(self) -> Engine:
        """The engine, restricted to what the current caller may see.

        Raises StillOpening until it is open, and the error of the last attempt if that failed.
        """
        self.start()
        error = self.error
        future = self._future
        if error is not None:
            self._retry()
            raise error
        if future is None or not future.done():
            raise StillOpening
        return self._restrict(future.result())

    def wait(self, seconds: float) -> LoaderState:
        """The state once the attempt is over, or after so many seconds."""
        self.start()
        future = self._future
        if future is not None and not future.done():
            over = threading.Event()
            future.add_done_callback(lambda _: over.set())
            over.wait(seconds)
        return self.state

    def _retry(self) -> None:
        with self._lock:
            if self._future is not None and self._future.done():
                self._future = self._thread.submit(self._open_engine)
