"""Many readers ask a running service while a curator indexes; each quote is held against its page.

    python -m bench.load --readers 50 --seconds 300 --out bench/RELIABILITY.md

The service is ``rag serve`` in a process of its own, with accounts, on a free port of
127.0.0.1; each reader has a token. First one reader asks alone, without a pause, which gives
the p95 of a single person. Then all ask: a question of the labelled set, the answer, every
quote compared with the text of its page as the service gives it, a pause. Meanwhile a curator
changes documents and runs ``rag index`` over and over. Memory is that of the service's process,
from the end of the warm-up (a quarter of the time) to the end. It stops by itself; the exit
status is 1 where a quote was wrong or a request failed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import ROOT
from bench.report import markdown_table, replace_section
from rag.accounts import Accounts

QUESTIONS = ROOT / "tests" / "data" / "questions.jsonl"
CHANGED = "load/changed.txt"  # the document that the curator changes
LONGEST = 900  # seconds: whatever is asked for, it ends


@dataclass
class Tally:
    """What readers met; shared, under a lock."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    quotes: int = 0
    wrong: list[str] = field(default_factory=list)
    moved: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    indexed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Reader:
    """One person: a connection, a token, questions in an order of their own."""

    def __init__(self, address: tuple[str, int], key: str, tally: Tally, seed: int) -> None:
        self._connection = http.client.HTTPConnection(*address, timeout=60)
        self._headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
        self._tally = tally
        self._random = random.Random(seed)

    def read(self, questions: Sequence[str], ends: float, pause: float) -> None:
        """Asks until that moment of the monotonic clock."""
        time.sleep(self._random.uniform(0, pause))
        while time.monotonic() < ends:
            try:
                self._ask(self._random.choice(questions))
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                with self._tally.lock:
                    self._tally.faults[type(error).__name__] += 1
            time.sleep(self._random.uniform(0.5, 1.5) * pause)
        self._connection.close()

    def _ask(self, question: str) -> None:
        start = time.perf_counter()
        status, told = self._send("POST", "/api/ask", json.dumps({"question": question}))
        spent = time.perf_counter() - start
        with self._tally.lock:
            self._tally.statuses[status] += 1
            if status == 200:
                self._tally.seconds.append(spent)
        for cited in told["citations"] if status == 200 else ():
            self._hold(cited)

    def _hold(self, cited: dict[str, Any]) -> None:
        """Compares a quote with its page."""
        place = f"/api/documents/{cited['document']}/pages/{cited['page'] or 1}"
        status, page = self._send("GET", place)
        tally = self._tally
        with tally.lock:
            tally.quotes += 1
            if status == 404 and cited["path"] == Path(CHANGED).name:
                tally.moved += 1  # the curator changed it since the answer
            elif status != 200:
                tally.statuses[status] += 1
            elif page["text"][cited["start"] : cited["end"]] != cited["quote"]:
                tally.wrong.append(f"{cited['path']}: {cited['quote'][:60]}")

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
        self._connection.request(method, path, body, self._headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())


class Curator:
    """Changes a document and indexes, over and over, until told to stop."""

    def __init__(self, place: Place, tally: Tally) -> None:
        self._place, self._tally = place, tally
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the indexing under way."""
        self._stop.set()
        self._thread.join(120)

    def _work(self) -> None:
        number = 0
        while not self._stop.wait(1.0):
            number += 1
            self._place.change(number)
            done = self._place.rag("index", "docs")
            with self._tally.lock:
                self._tally.indexed += done == 0
                if done:
                    self._tally.faults["rag index"] += 1


class Place:
    """A folder with the documents, the settings and the index of the service."""

    def __init__(self, folder: Path, documents: Path, encoder: str) -> None:
        self.folder = folder
        shutil.copytree(documents, folder / "docs" / "library")
        self.change(0)
        limits = "per_minute = 1000000\nasks_per_minute = 1000000\n"
        (folder / "rag.toml").write_text(f'encoder = "{encoder}"\n[service]\n{limits}')

    def change(self, number: int) -> None:
        """Gives the document that changes another text."""
        path = self.folder / "docs" / CHANGED
        path.parent.mkdir(exist_ok=True)
        lines = [
            f"Note {number}.",
            f"Le relevé n° {number} est clos.",
            f"Record {number} is closed.",
        ]
        path.write_text("\n\n".join(lines), encoding="utf-8")

    def rag(self, *words: str) -> int:
        """The exit status of a command, run in the folder."""
        done = subprocess.run(
            self._command(*words), cwd=self.folder, capture_output=True, timeout=300
        )
        return done.returncode

    def tokens(self, count: int) -> list[str]:
        """The keys of so many readers."""
        accounts = Accounts(self.folder / "index" / "accounts.sqlite")
        accounts.add("reader", "readers of the load", "reader")
        hour = dt.timedelta(hours=1)
        keys = [accounts.add_token("reader", str(n), lifetime=hour)[1] for n in range(count)]
        accounts.close()
        return keys

    @contextmanager
    def serving(self, port: int) -> Iterator[subprocess.Popen[bytes]]:
        """The service, ready, until the end; then stopped as systemd would."""
        process = subprocess.Popen(self._command("serve", "--port", str(port)), cwd=self.folder)
        try:
            _wait(port, process)
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


class Memory:
    """The resident memory of a process, in MB, a sample a second."""

    def __init__(self, process: int) -> None:
        self._status = Path(f"/proc/{process}/status")
        self._samples: list[tuple[float, float]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Takes no more samples."""
        self._stop.set()
        self._thread.join(5)

    def around(self, moment: float, width: float) -> float:
        """The median within some seconds before a moment of the monotonic clock."""
        near = [size for at, size in self._samples if moment - width <= at <= moment]
        return statistics.median(near) if near else 0.0

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            lines = self._status.read_text().splitlines()
            size = next(line for line in lines if line.startswith("VmRSS")).split()[1]
            self._samples.append((time.monotonic(), int(size) / 1_024))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run gave; times in ms, memory in MB."""

    readers: int
    seconds: int
    pause: float
    answers: int
    busy: int
    errors: int
    quotes: int
    wrong: int
    moved: int
    indexed: int
    single_p95: float
    p50: float
    p95: float
    memory_warm: float
    memory_end: float

    @property
    def growth(self) -> float:
        """The growth of memory after the warm-up, in percent."""
        return 100 * (self.memory_end / self.memory_warm - 1) if self.memory_warm else 0.0

    @property
    def good(self) -> bool:
        """Whether nothing failed and no quote was wrong."""
        return self.answers > 0 and not self.errors and not self.wrong


def run(place: Place, readers: int, seconds: int, pause: float) -> Figures:
    """One reader alone, then all of them with the curator."""
    assert place.rag("index", "docs") == 0
    keys, port = place.tokens(readers), _free_port()
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with place.serving(port) as process:
        alone, all_of_them = Tally(), Tally()
        _read(port, keys[:1], alone, questions, min(20.0, seconds / 4), 0.0)
        memory, curator = Memory(process.pid), Curator(place, all_of_them)
        begun = time.monotonic()
        _read(port, keys, all_of_them, questions, seconds, pause)
        ended = time.monotonic()
        curator.stop()
        memory.stop()
        width = max(3.0, seconds / 20)
        warm, end = memory.around(begun + seconds / 4, width), memory.around(ended, width)
    return _figures(all_of_them, alone, (readers, seconds, pause), (warm, end))


def _figures(
    tally: Tally, alone: Tally, asked: tuple[int, int, float], memory: tuple[float, float]
) -> Figures:
    for fault in (*tally.faults.items(), *tally.wrong[:5]):
        print(fault, file=sys.stderr)
    failed = sum(n for status, n in tally.statuses.items() if status not in (200, 503))
    return Figures(
        *asked,
        answers=tally.statuses[200],
        busy=tally.statuses[503],
        errors=failed + tally.faults.total() + alone.faults.total(),
        quotes=tally.quotes,
        wrong=len(tally.wrong) + len(alone.wrong),
        moved=tally.moved,
        indexed=tally.indexed,
        single_p95=_quantile(alone.seconds, 95),
        p50=_quantile(tally.seconds, 50),
        p95=_quantile(tally.seconds, 95),
        memory_warm=memory[0],
        memory_end=memory[1],
    )


def _read(
    port: int, keys: Sequence[str], tally: Tally, questions: Sequence[str], seconds: float,
    pause: float,
) -> None:  # fmt: skip
    """So many readers at once, for so long."""
    ends = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=Reader(("127.0.0.1", port), key, tally, seed).read,
            args=(questions, ends, pause),
            daemon=True,
        )
        for seed, key in enumerate(keys)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 90)


def _quantile(values: Sequence[float], percent: int) -> float:
    """In ms."""
    if len(values) < 2:
        return 1_000 * sum(values)
    return 1_000 * statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the service is ready, two minutes at most."""
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("rag serve ended")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise SystemExit("rag serve is not ready after two minutes")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def told(figures: Figures, note: str) -> str:
    """The section of bench/RELIABILITY.md."""
    rows = [
        ("readers at once", str(figures.readers)),
        ("seconds", str(figures.seconds)),
        ("answers", f"{figures.answers} ({figures.answers / figures.seconds:.1f} a second)"),
        ("told “busy” (503)", str(figures.busy)),
        ("errors", str(figures.errors)),
        ("quotes compared with their page", str(figures.quotes)),
        ("wrong quotes", str(figures.wrong)),
        ("quotes of a document that the curator changed meanwhile", str(figures.moved)),
        ("indexings meanwhile", str(figures.indexed)),
        ("p95 of one reader alone", f"{figures.single_p95:.0f} ms"),
        ("p50, p95 under load", f"{figures.p50:.0f} ms, {figures.p95:.0f} ms"),
        (
            "memory after the warm-up, at the end",
            f"{figures.memory_warm:.0f} MB, {figures.memory_end:.0f} MB ({figures.growth:+.1f} %)",
        ),
    ]
    command = (
        f"python -m bench.load --readers {figures.readers} --seconds {figures.seconds}"
        f" --pause {figures.pause:g}"
    )
    table = markdown_table(("load", "measured"), rows)
    head = f"## Load\n\n`{command}`, {dt.date.today()}, {os.cpu_count()} cores. {note}".rstrip()
    return f"{head}\n\n{table}"


def main() -> int:
    """Runs it; 1 where a quote was wrong or a request failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--pause", type=float, default=2.0, help="mean seconds between questions")
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus")
    parser.add_argument("--encoder", default="", help="the shipped one by default")
    parser.add_argument("--out", type=Path, help="write the section “load” of this file")
    parser.add_argument("--note", default="", help="a sentence for that section")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rag-load-") as folder:
        place = Place(Path(folder), given.documents, given.encoder)
        figures = run(place, given.readers, min(given.seconds, LONGEST), given.pause)
    section = told(figures, given.note)
    print(section)
    if given.out:
        replace_section(given.out, "load", section)
    return 0 if figures.good else 1


if __name__ == "__main__":
    sys.exit(main())
