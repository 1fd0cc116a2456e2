"""Before every route: who asks, whether they may, their turn; after it: figures and the log."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from rag.errors import Cause, RequestRefused
from rag.errors.service import LoginNeeded, ServiceError, WorkStopped
from rag.runtime.cancellation import Cancellation
from rag.server import identity
from rag.server.access_control import AccessControl
from rag.server.error_responses import begin, refuse
from rag.server.guard import decoded
from rag.server.identity import SCOPE, Caller, address
from rag.server.policy import Rule

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGIN = "/sign-in"
_GONE = 499  # nobody is there to read the response
_UNSERVED = Cause("cette adresse n'est pas servie", "this address is not served")


@dataclass(slots=True)
class _Visit:
    """A request on its way."""

    scope: Scope
    headers: dict[str, str]
    route: str
    rule: Rule
    caller: Caller | None
    status: int = _GONE
    question: str | None = None


class AccessMiddleware:
    """Stands behind the guard, before the application with all that is mounted on it."""

    def __init__(self, app: ASGIApp, keeper: AccessControl) -> None:
        self._app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turns the request away, or serves it; notes what came of it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = decoded(scope)
        route, rule = self._keeper.policies.find(scope["path"])
        caller = self._keeper.caller(headers) if rule.policy != "shut" else None
        scope[SCOPE] = caller
        visit = _Visit(scope, headers, route, rule, caller)
        start, token = time.perf_counter(), identity.current.set(caller)
        try:
            await self._serve(visit, receive, self._noting(visit, send))
        finally:
            identity.current.reset(token)
            self._note(visit, time.perf_counter() - start)

    async def _serve(self, visit: _Visit, receive: Receive, send: Send) -> None:
        try:
            if visit.rule.policy == "shut":
                await refuse(visit.scope, send, RequestRefused(cause=_UNSERVED), 404)
                return
            self._keeper.admit(visit.rule, visit.caller, visit.scope, visit.headers)
            if visit.rule.heavy:
                await self._in_turn(visit, receive, send)
            elif visit.rule.stream:
                await self._stream(visit, receive, send)
            else:
                await self._app(visit.scope, receive, send)
        except ServiceError as error:
            if isinstance(error, LoginNeeded) and self._shows_a_page(visit):
                await begin(send, 303, {"location": _login(visit.scope), "content-length": "0"})
                await send({"type": "http.response.body"})
            else:
                await refuse(visit.scope, send, error)

    async def _stream(self, visit: _Visit, receive: Receive, send: Send) -> None:
        """Serves what lasts as long as a page; when that is closed, its work is called off."""
        streams = self._keeper.streams
        try:
            await streams.serve(self._app, visit.scope, receive, send)
        finally:
            if visit.rule.stream == "session":
                streams.leave(visit.scope["path"].rpartition("/")[2])

    async def _in_turn(self, visit: _Visit, receive: Receive, send: Send) -> None:
        """Serves once it is its turn; whoever hangs up gives the place to the next."""
        body = await _whole_body(receive)
        if body is None:
            return
        visit.question = _question(body)
        work, gone = Cancellation(self._keeper.settings.service.ask_seconds), asyncio.Event()
        turn = self._keeper.turns.join()
        watching = asyncio.create_task(_watch(receive, work, gone))
        try:
            come, loop = asyncio.Event(), asyncio.get_running_loop()
            turn.when_come(lambda: loop.call_soon_threadsafe(come.set))
            if await _first(come, gone, work.seconds_left):
                with work.watching():
                    await self._app(visit.scope, _replay(body, gone), send)
        finally:
            self._keeper.turns.leave(turn)
            watching.cancel()

    def _shows_a_page(self, visit: _Visit) -> bool:
        """Whether a person stands before a page that a login would show."""
        wants = "text/html" in visit.headers.get("accept", "")
        return wants and visit.scope.get("method") == "GET" and self._keeper.accounts is not None

    def _noting(self, visit: _Visit, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
                names = {name for name, _ in message.get("headers", ())}
                if visit.rule.policy != "public" and b"cache-control" not in names:
                    # What one person may read is not for a cache that others share.
                    kept = (b"cache-control", b"no-store")
                    message = {**message, "headers": [*message.get("headers", ()), kept]}
            await send(message)

        return sending

    def _note(self, visit: _Visit, seconds: float) -> None:
        method = visit.scope.get("method", "WS")
        self._keeper.metrics.requested(visit.route, method, visit.status, seconds)
        if visit.rule.heavy:
            self._keeper.metrics.asked(visit.status, seconds)
        if not visit.rule.quiet:
            self._keeper.journal.add(
                "access", visit.caller, route=visit.route, method=method, status=visit.status,
                ms=round(seconds * 1_000), address=address(visit.scope),
                document=visit.scope.get("path_params", {}).get("document_id"),
                question=visit.question,
            )  # fmt: skip


async def _whole_body(receive: Receive) -> bytes | None:
    """The body of a request, ``None`` where the client went before its end."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _watch(receive: Receive, work: Cancellation, gone: asyncio.Event) -> None:
    """Calls the work off once the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    work.cancel()
    gone.set()


async def _first(come: asyncio.Event, gone: asyncio.Event, seconds: float) -> bool:
    """Whether the turn comes before the client goes; raises WorkStopped past the time."""
    waits = [asyncio.create_task(each.wait()) for each in (come, gone)]
    try:
        done, _ = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    if not done:
        raise WorkStopped
    return not gone.is_set()


def _replay(body: bytes, gone: asyncio.Event) -> Receive:
    """The body that was read, then that the client is gone once it is."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    return receive


def _question(body: bytes) -> str | None:
    """The question that a body asks, for the log where that is wanted."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    found = asked.get("question") if isinstance(asked, dict) else None
    return found if isinstance(found, str) else None


def _login(scope: Scope) -> str:
    """The address of the page to log in on, which leads back to the one that was asked for."""
    query = scope.get("query_string", b"").decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    return f"{LOGIN}?next={quote(asked, safe='')}"
