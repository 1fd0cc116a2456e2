"""Responses that last as long as a page is open, and the work that runs for that page."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.errors.service import TooManyRequests
from rag.runtime.cancellation import Cancellation

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


# Of one person: an open page has two, and a browser opens no more than six to one server.
MOST_OF_A_PERSON = 60
# Of one address without accounts, which may be that of a whole institution.
MOST_OF_AN_ADDRESS = 300
_RETRY_SECONDS = 10


class Streams:
    """The streams of a server, which end when it stops; the work of each open page, by its name."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._stopping = asyncio.Event()
        self._lock = threading.Lock()
        self._work_by_page: dict[str, set[Cancellation]] = {}

    def stop(self) -> None:
        """Ends all streams and cancels all work; called in the event loop of the server."""
        self._stopping.set()
        for page in tuple(self._work_by_page):
            self.cancel(page)

    def cancel(self, page: str) -> None:
        """Cancels the work of a page that was closed."""
        with self._lock:
            running = self._work_by_page.pop(page, ())
        for work in running:
            work.cancel()

    @contextmanager
    def tracking(self, page: str, work: Cancellation) -> Iterator[None]:
        """Holds ``work`` as work of a page, so that it is cancelled when the page closes."""
        with self._lock:
            self._work_by_page.setdefault(page, set()).add(work)
        try:
            yield
        finally:
            with self._lock:
                left = self._work_by_page.get(page, set())
                left.discard(work)
                if not left:
                    self._work_by_page.pop(page, None)

    @contextmanager
    def counted(self, person: str, most: int) -> Iterator[None]:
        """Counts a stream of a person while it is open; raises TooManyRequests past ``most``.

        Used in the event loop of the server only.
        """
        if self._open[person] >= most:
            raise TooManyRequests(seconds=_RETRY_SECONDS)
        self._open[person] += 1
        try:
            yield
        finally:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a stream until the client disconnects or the server stops.

        The application sees a disconnect in both cases. When the server stops, the response is
        completed, so that the client does not see a broken one.
        """
        incomplete = False

        async def forward(message: Message) -> None:
            nonlocal incomplete
            await send(message)
            starts = message["type"] == "http.response.start"
            incomplete = starts or message.get("more_body", False)

        await app(scope, lambda: self._receive_or_stop(receive), forward)
        if incomplete and self._stopping.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _receive_or_stop(self, receive: Receive) -> Message:
        """The next message of the client, or a disconnect once the server stops."""
        received = asyncio.ensure_future(receive())
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((received, stopped), return_when=asyncio.FIRST_COMPLETED)
            return received.result() if received.done() else {"type": "http.disconnect"}
        finally:
            for each in (received, stopped):
                each.cancel()
