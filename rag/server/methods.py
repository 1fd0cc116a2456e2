"""The methods of routes: HEAD where there is GET, and 405 for one that a route does not have.

A path of the HTTP interface that has no route is not found here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Match, Mount

from rag.errors import RequestRefused
from rag.messages import catalogue
from rag.server.error_responses import send_error
from rag.server.paths import route_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OURS = ("/v1/", "/api/")


class Methods:
    """In front of an application; what is mounted on it answers for paths that it does not list.

    Without it, a wrong method or path would go on to the page, which is mounted on "/".
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or responds with status 404, or 405 and the methods there are."""
        allowed = self._other_methods(scope) if scope["type"] == "http" else None
        if allowed is None:
            await self._app(scope, receive, send)
        elif not allowed:
            missing = RequestRefused(cause=catalogue.Message("causes.no_address"))
            await send_error(scope, send, missing, status=404)
        elif scope["method"] == "HEAD" and "GET" in allowed:
            await self._app({**scope, "method": "GET"}, receive, _without_body(send))
        else:
            names = ", ".join(sorted(allowed))
            refused = RequestRefused(cause=catalogue.Message("causes.no_method", methods=names))
            await send_error(scope, send, refused, status=405, headers={"allow": names})

    def _other_methods(self, scope: Scope) -> set[str] | None:
        """The methods of the routes of a path, if none of them has that of the request.

        ``None`` if one has it, or if what is mounted may serve the path.
        """
        allowed = _others(scope, [each for each in self._routes if not isinstance(each, Mount)])
        if allowed == set() and not route_path(scope).startswith(_OURS):
            for mount in (each for each in self._routes if isinstance(each, Mount)):
                match, inside = mount.matches(scope)
                if match is Match.FULL:  # the first one that matches serves it
                    return _others({**scope, **inside}, mount.routes) or None
            return None
        return allowed


def _others(scope: Scope, routes: Iterable[BaseRoute]) -> set[str] | None:
    """The methods of the routes of a path; ``None`` if one has that of the request."""
    allowed: set[str] = set()
    for route in routes:
        match, _ = route.matches(scope)
        if match is Match.FULL:
            return None
        if match is Match.PARTIAL:
            allowed |= getattr(route, "methods", None) or set()
    return allowed


def _without_body(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending
