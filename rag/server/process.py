"""The process of the server: its sockets, its signals, its end. The only module with uvicorn."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from rag.server.access_log import log_to_stderr

if TYPE_CHECKING:
    from fastapi import FastAPI

_CONNECTIONS = 1_000  # at once; one more is told 503 before it costs anything
_LAST_SECONDS = 10  # that a stop gives to requests under way
_NOT_STARTED = 3  # the exit code of uvicorn where the address is taken


def run(
    app: FastAPI, host: str, port: int, *, proxy: str = "", ready: Callable[[], None] | None = None
) -> None:
    """Serves an application of ``create_app`` until SIGINT or SIGTERM.

    ``ready`` is called once the address takes requests. The streams of open pages are ended at
    the end; requests under way have ten seconds.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if ready is not None and self.started:
                ready()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            stop: Callable[[], None] = app.state.stop
            stop()
            await super().shutdown(sockets)

    log_to_stderr()
    server = Server(
        uvicorn.Config(
            app, host=host, port=port, log_config=None, access_log=False, server_header=False,
            proxy_headers=bool(proxy), forwarded_allow_ips=proxy or None,
            limit_concurrency=_CONNECTIONS, timeout_graceful_shutdown=_LAST_SECONDS,
        )
    )  # fmt: skip
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(_NOT_STARTED)
