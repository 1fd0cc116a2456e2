"""What takes part in the measurement of load: a service, its readers, and a curator."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.accounts import Accounts

CHANGED = "load/changed.txt"  # the document that the curator changes


@dataclass
class LoadTally:
    """Counts of what the readers receive; all threads share it and hold ``lock`` to write.

    ``changed`` counts the quotes whose document the curator replaced before they were compared.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    quotes: int = 0
    wrong: list[str] = field(default_factory=list)
    changed: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    indexed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Workspace:
    """A folder with the documents, the settings and the index of the service."""

    def __init__(self, folder: Path, documents: Path, encoder: str) -> None:
        self.folder = folder
        shutil.copytree(documents, folder / "docs" / "library")
        self.change(0)
        limits = "per_minute = 1000000\nasks_per_minute = 1000000\n"
        (folder / "rag.toml").write_text(f'encoder = "{encoder}"\n[service]\n{limits}')

    def change(self, number: int) -> None:
        """Writes a new text into the document that changes."""
        path = self.folder / "docs" / CHANGED
        path.parent.mkdir(exist_ok=True)
        lines = [
            f"Note {number}.",
            f"Le relevé n° {number} est clos.",
            f"Record {number} is closed.",
        ]
        path.write_text("\n\n".join(lines), encoding="utf-8")

    def rag(self, *words: str) -> int:
        """Runs a ``rag`` command in the folder and returns its exit status."""
        done = subprocess.run(
            self._command(*words), cwd=self.folder, capture_output=True, timeout=300
        )
        return done.returncode

    def tokens(self, count: int, people: int = 1) -> list[str]:
        """The access tokens of this many readers, of whom some are the same person."""
        accounts = Accounts(self.folder / "index" / "accounts.sqlite")
        lifetime = dt.timedelta(hours=1)
        names = [f"reader{number}" for number in range(people)]
        for name in names:
            accounts.add(name, "readers of the load", "reader")
        tokens = [
            accounts.add_token(names[number % people], str(number), lifetime=lifetime)[1]
            for number in range(count)
        ]
        accounts.close()
        return tokens

    @contextmanager
    def serving(self, port: int, workers: int = 1) -> Iterator[subprocess.Popen[bytes]]:
        """The process of the service, once it is ready; stopped at the end as systemd stops it."""
        command = self._command("serve", "--port", str(port), "--workers", str(workers))
        process = subprocess.Popen(command, cwd=self.folder)
        try:
            _wait_until_ready(port, process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "rag", *words]


class SimulatedReader:
    """One person: a connection, an access token, questions in an order of their own."""

    def __init__(self, address: tuple[str, int], token: str, tally: LoadTally, seed: int) -> None:
        self._connection = http.client.HTTPConnection(*address, timeout=60)
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self._tally = tally
        self._rng = random.Random(seed)

    def read(self, questions: Sequence[str], end: float, pause: float) -> None:
        """Asks questions until ``end``, a time of the monotonic clock."""
        time.sleep(self._rng.uniform(0, pause))
        while time.monotonic() < end:
            try:
                self._ask(self._rng.choice(questions))
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                with self._tally.lock:
                    self._tally.failures[type(error).__name__] += 1
            time.sleep(self._rng.uniform(0.5, 1.5) * pause)
        self._connection.close()

    def _ask(self, question: str) -> None:
        start = time.perf_counter()
        status, answer = self._send("POST", "/v1/ask", json.dumps({"question": question}))
        seconds = time.perf_counter() - start
        with self._tally.lock:
            self._tally.statuses[status] += 1
            if status == 200:
                self._tally.seconds.append(seconds)
        for citation in answer["citations"] if status == 200 else ():
            self._compare(citation)

    def _compare(self, citation: dict[str, Any]) -> None:
        """Compares a quote with its page."""
        path = f"/v1/documents/{citation['document']}/pages/{citation['page'] or 1}"
        status, page = self._send("GET", path)
        tally = self._tally
        with tally.lock:
            tally.quotes += 1
            if status == 404 and citation["path"] == Path(CHANGED).name:
                tally.changed += 1
            elif status != 200:
                tally.statuses[status] += 1
            elif page["text"][citation["start"] : citation["end"]] != citation["quote"]:
                tally.wrong.append(f"{citation['path']}: {citation['quote'][:60]}")

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
        """The status and the body of a request, sent again if an idle connection was closed."""
        for last in (self._connection.sock is None, True):
            try:
                self._connection.request(method, path, body, self._headers)
                response = self._connection.getresponse()
                break
            except ConnectionError:
                self._connection.close()
                if last:
                    raise
        return response.status, json.loads(response.read())


class Curator:
    """A thread that changes a document and indexes, repeatedly, until it is stopped."""

    def __init__(self, workspace: Workspace, tally: LoadTally) -> None:
        self._workspace, self._tally = workspace, tally
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets the current indexing finish, then ends."""
        self._stop.set()
        self._thread.join(120)

    def _work(self) -> None:
        number = 0
        while not self._stop.wait(1.0):
            number += 1
            self._workspace.change(number)
            status = self._workspace.rag("index", "docs")
            with self._tally.lock:
                self._tally.indexed += status == 0
                if status:
                    self._tally.failures["rag index"] += 1


class Memory:
    """The memory of a process and those it started, in MB, sampled each second by a thread.

    What several of them map counts once: it is the sum of their proportional sizes (PSS).
    """

    def __init__(self, process: int) -> None:
        self._process = process
        self._samples: list[tuple[float, float]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Takes no more samples."""
        self._stop.set()
        self._thread.join(5)

    def before(self, moment: float, width: float) -> float:
        """The median of the ``width`` seconds before a time of the monotonic clock."""
        sizes = [size for at, size in self._samples if moment - width <= at <= moment]
        return statistics.median(sizes) if sizes else 0.0

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            size = sum(map(_proportional_size, _family(self._process)))
            self._samples.append((time.monotonic(), size / 1_024))


def _family(process: int) -> list[int]:
    """A process and all that it started, those started by them too."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(path.parent.name))
    found = [process]
    for each in found:
        found += parents.get(each, [])
    return found


def _proportional_size(process: int) -> int:
    """In kB; 0 for a process that has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return 0


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns once the service is ready; exits after two minutes."""
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("rag serve ended")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise SystemExit("rag serve is not ready after two minutes")
