"""Responses that last as long as a page is open, and the work that goes on for that page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.runtime.cancellation import Cancellation

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Streams:
    """The streams of a server, all ended by its stop; the work of each open page by its name."""

    def __init__(self) -> None:
        self._stopping = asyncio.Event()
        self._lock = threading.Lock()
        self._works: dict[str, set[Cancellation]] = {}

    def stop(self) -> None:
        """Ends all streams and calls all work off; said in the server's loop, once it stops."""
        self._stopping.set()
        for page in tuple(self._works):
            self.leave(page)

    def leave(self, page: str) -> None:
        """Calls off what goes on for a page that was closed."""
        with self._lock:
            works = self._works.pop(page, ())
        for work in works:
            work.cancel()

    @contextmanager
    def working(self, page: str, work: Cancellation) -> Iterator[None]:
        """While some work for a page goes on."""
        with self._lock:
            self._works.setdefault(page, set()).add(work)
        try:
            yield
        finally:
            with self._lock:
                left = self._works.get(page, set())
                left.discard(work)
                if not left:
                    self._works.pop(page, None)

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a stream until the client goes or the server stops: to it these are the same."""
        going_on = False

        async def sending(message: Message) -> None:
            nonlocal going_on
            await send(message)
            starts = message["type"] == "http.response.start"
            going_on = starts or message.get("more_body", False)

        await app(scope, lambda: self._hear(receive), sending)
        if going_on and self._stopping.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _hear(self, receive: Receive) -> Message:
        """What the client says next; that it is gone, once the server stops."""
        heard = asyncio.ensure_future(receive())
        over = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((heard, over), return_when=asyncio.FIRST_COMPLETED)
            return heard.result() if heard.done() else {"type": "http.disconnect"}
        finally:
            for each in (heard, over):
                each.cancel()
