"""The class ``AsyncRag``: a library asked from asynchronous code."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from rag.config import Settings
from rag.engine.library import Rag
from rag.records import Answer, Citation, Exchange, ResultOrder, Scope, SearchResults
from rag.records.checks import Check
from rag.records.verification import Verification
from rag.runtime.cancellation import Cancellation

_T = TypeVar("_T")


class AsyncRag:
    """A library whose questions are awaited; each runs in a thread, and stops with its task.

    The methods are those of ``Rag``, with the same keywords and errors. ``run`` calls any other.
    """

    def __init__(self, library: Rag) -> None:
        self.library = library

    @classmethod
    async def open(cls, index: str | Path = "index", *, settings: Settings | None = None) -> Self:
        """Opens an index; see ``Rag.open``."""
        return cls(await asyncio.to_thread(Rag.open, index, settings=settings))

    async def close(self) -> None:
        """Releases the index; see ``Rag.close``."""
        await asyncio.to_thread(self.library.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Exchange] = (),
        as_of: dt.date | None = None,
        exact: bool = False,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> Answer:
        """The answer to a question; see ``Rag.ask``."""
        ask = partial(self.library.ask, question, conversation=conversation)
        return await self.run(partial(ask, as_of=as_of, exact=exact, scope=scope))

    async def ask_many(
        self,
        questions: Iterable[str],
        *,
        at_once: int = 2,
        as_of: dt.date | None = None,
        exact: bool = False,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> AsyncIterator[Answer]:
        """The answers in order; ``at_once`` questions run at the same time."""
        waiting: list[asyncio.Task[Answer]] = []
        try:
            for question in questions:
                asked = self.ask(question, as_of=as_of, exact=exact, scope=scope)
                waiting.append(asyncio.create_task(asked))
                if len(waiting) >= at_once:
                    yield await waiting.pop(0)
            while waiting:
                yield await waiting.pop(0)
        finally:
            for task in waiting:
                task.cancel()

    async def search(
        self,
        query: str,
        *,
        order: ResultOrder = "relevance",
        page: int = 1,
        each: int = 3,
        as_of: dt.date | None = None,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> SearchResults:
        """Every passage that matches; see ``Rag.search``."""
        search = partial(self.library.search, query, order=order, page=page, each=each)
        return await self.run(partial(search, as_of=as_of, scope=scope))

    async def check(self, text: str, *, scope: Scope | Mapping[str, object] | None = None) -> Check:
        """A verdict on each claim of a text; see ``Rag.check``."""
        return await self.run(partial(self.library.check, text, scope=scope))

    async def verify(self, citation: Citation | str, quote: str = "") -> Verification:
        """What became of a quote; see ``Rag.verify``."""
        return await self.run(partial(self.library.verify, citation, quote))

    async def run(self, work: Callable[[], _T]) -> _T:
        """The result of some work in a thread; if the task is cancelled, the work stops too."""
        stop = Cancellation()

        def watched() -> _T:
            with stop.watching():
                return work()

        try:
            return await asyncio.to_thread(watched)
        except asyncio.CancelledError:
            stop.cancel()
            raise
