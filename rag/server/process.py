"""The server process: its sockets, its signals, its end."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from rag.errors.service import AddressUnavailable
from rag.messages import Message
from rag.server.access_log import log_to_stderr
from rag.server.telemetry import start_telemetry

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

GRACE_SECONDS = 10  # for running requests when the server stops
_NOT_STARTED = 3  # the exit code of uvicorn


def run(
    app: FastAPI, host: str, *, port: int, proxy: str = "", ready: Callable[[], None] | None = None
) -> None:
    """Serves an application of ``create_app`` until SIGINT or SIGTERM.

    ``ready`` is called once the address accepts requests. At the end, the streams of open pages
    are closed, and running requests have ten seconds to finish. Raises AddressUnavailable.
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
            await asyncio.to_thread(stop_telemetry)  # here: the signal ends the process after it

    require_address(host, port)
    log_to_stderr()
    stop_telemetry = start_telemetry()
    server = Server(server_config(app, host, port=port, proxy=proxy))
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(_NOT_STARTED)


def require_address(host: str, port: int) -> None:
    """Raises AddressUnavailable unless the addresses of a host and port can be listened on.

    uvicorn would write the error to the log and end the process.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                if os.name != "nt":  # Windows would share an address that is in use
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except (OSError, UnicodeError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        cause = Message("causes.address_taken") if taken else said
        raise AddressUnavailable(host=host, port=port, cause=cause) from error


def server_config(app: FastAPI, host: str, *, port: int, proxy: str = "") -> uvicorn.Config:
    """How uvicorn serves an application; it believes the forwarding headers of ``proxy`` only."""
    import uvicorn

    from rag.server.connections import WaitingConnections, limited, most_waiting

    proxies, most = [each.strip() for each in proxy.split(",")], most_waiting()
    return uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, server_header=False,
        proxy_headers=bool(proxy), forwarded_allow_ips=proxy or None, ws="none",
        http=limited(WaitingConnections(proxies, most=most)),
        backlog=most,  # so many are accepted before the first of them can be closed
        timeout_graceful_shutdown=GRACE_SECONDS,
    )  # fmt: skip
