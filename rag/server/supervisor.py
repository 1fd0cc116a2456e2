"""The process that starts the workers of a service, starts those that end again, and ends them all.

It listens on the address and answers nothing itself: the workers take connections from its sockets,
which stay open while one of them starts again. They are forked from a process that has imported
what they need, so that they share its memory and start in a fraction of the time.
"""

from __future__ import annotations

import dataclasses
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from rag.config import FILE
from rag.errors import SettingsInvalid
from rag.server.metrics import SHARED_FOLDER
from rag.server.process import GRACE_SECONDS
from rag.server.worker import Worker

_LOOK_SECONDS = 0.5  # how often it looks whether it was told to stop
_END_SECONDS = GRACE_SECONDS + 10  # for the workers to end, telemetry included
_PAUSE = 1.0  # seconds between two starts of a worker
_log = logging.getLogger(__name__)

# What a worker does in a process of its own: it serves on the sockets, and calls back once it
# does.
Serving = Callable[[Worker, list[socket.socket], Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class _Running:
    """The process of a worker, since when, and where it says that it serves."""

    worker: Worker
    process: BaseProcess
    hears: Connection
    since: float


class Supervisor:
    """The workers of a service, forked after the module ``preloaded`` is imported."""

    def __init__(self, serving: Serving, sockets: list[socket.socket], preloaded: str) -> None:
        self._serving, self._sockets = serving, sockets
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([preloaded])
        self._stopping = False

    def run(self, workers: Sequence[Worker], ready: Callable[[], None] | None) -> bool:
        """Keeps the workers running until SIGINT or SIGTERM; whether they could start.

        ``ready`` is called once they do. One that cannot start the first time ends them all.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        every = [self._start(worker) for worker in workers]
        try:
            if not self._all_serve(every):
                return self._stopping
            if ready is not None:
                ready()
            while not self._stopping:
                wait([each.process.sentinel for each in every], _LOOK_SECONDS)
                every = [self._running(each) for each in every]
            return True
        finally:
            _end([each.process for each in every])

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _all_serve(self, every: Sequence[_Running]) -> bool:
        """Waits until all workers serve; whether they do."""
        left = list(every)
        while left and not self._stopping:
            ends = [each.process.sentinel for each in every]
            heard = wait([*ends, *(each.hears for each in left)], _LOOK_SECONDS)
            if any(each in heard for each in ends):
                return False
            left = [each for each in left if each.hears not in heard]
        return not self._stopping

    def _running(self, known: _Running) -> _Running:
        """A worker, started again if it has ended."""
        if known.process.is_alive() or self._stopping:
            return known
        _log.warning(
            "worker %d has ended (%s), it starts again",
            known.worker.number, known.process.exitcode,
        )  # fmt: skip
        _forget(known)
        time.sleep(max(_PAUSE - (time.monotonic() - known.since), 0.0))
        return self._start(known.worker)

    def _start(self, worker: Worker) -> _Running:
        hears, says = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_work, args=(self._serving, worker, self._sockets, says),
            name=f"worker {worker.number}",
        )  # fmt: skip
        process.start()
        says.close()
        return _Running(worker, process, hears, time.monotonic())


def require_workers(number: int) -> None:
    """Raises SettingsInvalid for more workers than one where this system cannot start them."""
    if number > 1 and "forkserver" not in multiprocessing.get_all_start_methods():
        raise SettingsInvalid(path=FILE, cause=f"workers = {number}")


@contextmanager
def together(number: int) -> Iterator[list[Worker]]:
    """So many workers with a folder that they share, which is deleted at the end."""
    with TemporaryDirectory(prefix="verbatim-") as folder:
        metrics = Path(folder) / "metrics"
        metrics.mkdir()
        os.environ[SHARED_FOLDER] = str(metrics)
        first = Worker(processes=number, folder=Path(folder), secret=token_hex(32))
        yield [dataclasses.replace(first, number=each) for each in range(number)]


def _work(serving: Serving, worker: Worker, sockets: list[socket.socket], says: Connection) -> None:
    """What runs in the process of a worker."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    serving(worker, sockets, partial(says.send, True))


def _end_with_parent() -> None:
    """Ends this process as SIGTERM does once the supervisor has ended, however it did."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _forget(known: _Running) -> None:
    """Takes what a worker counted as going on out of the metrics of the service."""
    from prometheus_client.multiprocess import mark_process_dead

    known.hears.close()
    mark_process_dead(known.process.pid)  # type: ignore[no-untyped-call]


def _end(processes: Sequence[BaseProcess]) -> None:
    end = time.monotonic() + _END_SECONDS
    for each in processes:
        each.terminate()
    for each in processes:
        each.join(max(end - time.monotonic(), 0.0))
        if each.is_alive():
            each.kill()
            each.join()
