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
from rag.server.page_forwarding import WorkerDoor
from rag.server.telemetry import start_telemetry
from rag.server.worker import Worker

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI
    from starlette.types import ASGIApp

GRACE_SECONDS = 10  # for running requests when the server stops
NOT_STARTED = 3  # the exit code of uvicorn


def run(
    app: FastAPI, host: str, *, port: int, proxy: str = "", ready: Callable[[], None] | None = None
) -> None:
    """Serves an application of ``create_app`` until SIGINT or SIGTERM.

    ``ready`` is called once the address accepts requests. At the end, the streams of open pages
    are closed, and running requests have ten seconds to finish. Raises AddressUnavailable.
    """
    for probe in bound(host, port):
        probe.close()
    _serve(app, server_config(app, host, port=port, proxy=proxy), ready)


def run_worker(
    app: FastAPI,
    sockets: list[socket.socket],
    *,
    worker: Worker,
    proxy: str = "",
    ready: Callable[[], None],
) -> None:
    """Serves an application as one of several workers, on sockets that they share; see ``run``."""
    from rag.server.connections import most_waiting

    most = most_waiting()

    def listening() -> None:
        for each in sockets:  # uvicorn has set the length of their queue to its backlog
            each.listen(most)
        ready()

    door = socket.socket(socket.AF_UNIX)
    worker.door(worker.number).unlink(missing_ok=True)  # of a run that was killed
    door.bind(str(worker.door(worker.number)))
    # Each takes one connection at a time, so that the next one goes to a worker that is idle.
    config = server_config(WorkerDoor(app, worker), "", port=0, proxy=proxy, workers=True)
    _serve(app, config, listening, [*sockets, door])


def _serve(
    app: FastAPI,
    config: uvicorn.Config,
    ready: Callable[[], None] | None,
    sockets: list[socket.socket] | None = None,
) -> None:
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

    log_to_stderr()
    stop_telemetry = start_telemetry()
    server = Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets)
    if not server.started:
        sys.exit(NOT_STARTED)


def bound(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to the addresses of a host and port; raises AddressUnavailable.

    uvicorn would write the error to the log and end the process.
    """
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in dict.fromkeys(found):
            sockets.append(one := socket.socket(family, kind, protocol))
            if os.name != "nt":  # Windows would share an address that is in use
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:  # the addresses of IPv4 have a socket of their own
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except (OSError, UnicodeError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        cause = Message("causes.address_taken") if taken else said
        for each in sockets:
            each.close()
        raise AddressUnavailable(host=host, port=port, cause=cause) from error
    return sockets


def server_config(
    app: ASGIApp, host: str, *, port: int, proxy: str = "", workers: bool = False
) -> uvicorn.Config:
    """How uvicorn serves an application; it believes the forwarding headers of ``proxy`` only.

    With ``workers``, other workers send requests on too, through a socket without addresses.
    """
    import uvicorn

    from rag.server.connections import WaitingConnections, limited, most_waiting

    proxies, most = [each.strip() for each in proxy.split(",")], most_waiting()
    proxies += [""] if workers else []
    return uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, server_header=False,
        proxy_headers=bool(proxy), forwarded_allow_ips=proxy or None, ws="none",
        http=limited(WaitingConnections(proxies, most=most)),
        # So many are accepted before the first of them can be closed.
        backlog=1 if workers else most,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )  # fmt: skip
