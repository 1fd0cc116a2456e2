"""What belongs to an open page goes to the worker that has its state, whichever got the request.

Gradio keeps the state, the queue and the stream of a page in its process. The name of the page,
which is in each of these requests, chooses the process; nothing else is bound to one. A request
is sent on through a socket that only the owner of the service can open, with the secret of the
service, and keeps the address and the scheme of its client.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from rag.errors.service import ServiceBusy
from rag.server.error_responses import send_error
from rag.server.identity import client_address
from rag.server.paths import REQUEST_KEY, decode_headers, route_path
from rag.server.request_body import body_field, replay, whole_body
from rag.server.worker import Worker

if TYPE_CHECKING:
    import httpx
    from starlette.types import ASGIApp, Receive, Scope, Send

_IN_BODY = ("/gradio_api/queue/join", "/gradio_api/cancel")
_IN_QUERY, _IN_PATH = "/gradio_api/queue/data", "/gradio_api/heartbeat/"
_CLIENT, _SCHEME, _SECRET = b"verbatim-client", b"verbatim-scheme", b"verbatim-secret"
_OF_CONNECTION = (b"connection", b"keep-alive", b"transfer-encoding", b"x-request-id", b"date")
_PATIENCE, _PAUSE = 20.0, 0.1  # seconds to wait for a worker that starts again, and between tries
_RETRY_SECONDS = 5
_log = logging.getLogger(__name__)


class PageForwarder:
    """In front of an application of a worker, behind the guard."""

    def __init__(self, app: ASGIApp, worker: Worker) -> None:
        self._app, self._worker = app, worker
        self._clients: dict[int, httpx.AsyncClient] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request here, or has it served by the worker of its page."""
        if scope["type"] != "http" or self._worker.processes == 1:
            await self._app(scope, receive, send)
            return
        path, body = route_path(scope), b""
        if path in _IN_BODY:
            read = await whole_body(receive)
            if read is None:
                return
            body, receive = read, replay(read, asyncio.Event())
        page = _page_of(scope, path, body)
        owner = self._worker.number if page is None else self._worker.owner_of(page)
        if owner == self._worker.number:
            await self._app(scope, receive, send)
            return
        await self._send_on(owner, scope, body, receive, send)

    async def _send_on(
        self, owner: int, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> None:
        """Has another worker serve a request until its end, or until its client is gone."""
        serving = asyncio.ensure_future(self._copied(owner, scope, body, send))
        leaving = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait((serving, leaving), return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
        finally:
            for each in (serving, leaving):
                each.cancel()
            with suppress(asyncio.CancelledError):
                await serving

    async def _copied(self, owner: int, scope: Scope, body: bytes, send: Send) -> None:
        import httpx

        response = await self._response(owner, scope, body)
        if response is None:
            await send_error(scope, send, ServiceBusy(seconds=_RETRY_SECONDS))
            return
        try:
            headers = [
                each for each in response.headers.raw if each[0].lower() not in _OF_CONNECTION
            ]
            start = {"type": "http.response.start", "status": response.status_code}
            await send(start | {"headers": headers})
            async for part in response.aiter_raw():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except httpx.TransportError:  # the response stays incomplete, so that its client sees it
            _log.warning("worker %d ended while it replied", owner)
        finally:
            await response.aclose()

    async def _response(self, owner: int, scope: Scope, body: bytes) -> httpx.Response | None:
        """The head of the response of a worker; ``None`` if it does not come up in time.

        One that ended before it replied has also lost the page, so that nothing is done twice.
        """
        import httpx

        client, end = self._client(owner), asyncio.get_running_loop().time() + _PATIENCE
        query = scope.get("query_string", b"")
        target = httpx.URL("http://worker", raw_path=scope["raw_path"] + (query and b"?" + query))
        while True:
            request = client.build_request(
                scope["method"], target, headers=self._headers(scope), content=body
            )
            try:
                return await client.send(request, stream=True)
            except httpx.TransportError:
                if asyncio.get_running_loop().time() >= end:
                    return None
                await asyncio.sleep(_PAUSE)

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        dropped = (*_OF_CONNECTION, b"content-length", _CLIENT, _SCHEME, _SECRET)
        kept = [each for each in scope["headers"] if each[0] not in dropped]
        own = {
            _CLIENT: client_address(scope), _SCHEME: scope.get("scheme", "http"),
            _SECRET: self._worker.secret, b"x-request-id": scope.get(REQUEST_KEY, ""),
        }  # fmt: skip
        return [*kept, *((name, value.encode("latin-1")) for name, value in own.items())]

    def _client(self, owner: int) -> httpx.AsyncClient:
        import httpx

        if owner not in self._clients:
            every = httpx.Limits(max_connections=None, max_keepalive_connections=20)
            door = httpx.AsyncHTTPTransport(uds=str(self._worker.door(owner)), limits=every)
            self._clients[owner] = httpx.AsyncClient(transport=door, timeout=None)  # noqa: S113
        return self._clients[owner]


class WorkerDoor:
    """In front of everything: requests that another worker sends on have the client they had."""

    def __init__(self, app: ASGIApp, worker: Worker) -> None:
        self._app, self._secret = app, worker.secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; nobody outside can pass for a worker without the secret."""
        if scope["type"] == "http":
            headers = decode_headers(scope)
            given = headers.get(_SECRET.decode(), "").encode("latin-1")
            if self._secret and hmac.compare_digest(given, self._secret.encode()):
                address = headers.get(_CLIENT.decode(), "")
                scheme = headers.get(_SCHEME.decode(), "http")
                scope = {**scope, "client": (address, 0) if address else None, "scheme": scheme}
            own = (_CLIENT, _SCHEME, _SECRET)
            scope = {**scope, "headers": [each for each in scope["headers"] if each[0] not in own]}
        await self._app(scope, receive, send)


def _page_of(scope: Scope, path: str, body: bytes) -> str | None:
    """The name of the page that a request belongs to, ``None`` if it is of none."""
    if path in _IN_BODY:
        found = body_field(body, "session_hash")
        return found if isinstance(found, str) else None
    if path == _IN_QUERY:
        query = str(scope.get("query_string", b""), "latin-1")
        return parse_qs(query).get("session_hash", [None])[0]
    return path.removeprefix(_IN_PATH) if path.startswith(_IN_PATH) else None


async def _gone(receive: Receive) -> None:
    """Waits until the client disconnects."""
    while (await receive())["type"] != "http.disconnect":
        pass
