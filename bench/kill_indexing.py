"""Kills the indexing at random moments, and counts what was lost.

    python -m bench.kill_indexing --kills 200 --seed 1

The documents of a library change, and the process that indexes them is killed (SIGKILL) up to
four times: at a random moment of its run, or of its last steps, from the writing of the
generation to the swap. A run that ended before its kill counts for none. After each kill the
index must answer as it did before the change or as it should after it, every byte in its
place. Then a run is left alone, and the index must hold what one that nobody disturbed holds.
Told at the end: the moments hit, what was lost, and the passages encoded twice, of which each
kill may cost one batch. The exit status is 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.encoders import HashingEncoder, TextKind
from rag.errors import IndexMissing, StoreError
from rag.ingest import ingest
from rag.ingest.run import BATCH
from rag.store import Store
from rag.store.layout import generations, read_current

PARAGRAPHS = 10
KILLS_A_CHANGE = 4
PACE = 0.001  # seconds a passage: the encoder of the runs that are killed is slow, as a model is

Contents = set[tuple[str, int, str, bytes]]


class SlowEncoder(HashingEncoder):
    """The hashing encoder at the pace of a model; it writes down how much it encoded."""

    def __init__(self, log: Path, pace: float = 0.0) -> None:
        super().__init__()
        self._log = log
        self._pace = pace
        log.touch()

    @property
    def encoded(self) -> int:
        """How many texts were encoded, by all processes with the same log."""
        return sum(map(int, self._log.read_text().split()))

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows."""
        time.sleep(self._pace * len(texts))
        with self._log.open("a") as log:
            log.write(f"{len(texts)}\n")
        return super().encode(texts, kind=kind)


class Herald:
    """Says on standard output when a run reads its first file, and when it read the last."""

    def start(self, total: int) -> None:
        """The run begins."""
        print("reading", flush=True)

    def advance(self, path: str) -> None:
        """Says nothing."""

    def page(self, path: str, page: int, of: int) -> None:
        """Says nothing."""

    def finish(self) -> None:
        """What is left is the new generation and the swap."""
        print("committing", flush=True)


@dataclass
class Trial:
    """A library that changes, an index whose runs are killed, and one left in peace."""

    folder: Path
    chance: random.Random
    files: int
    hit: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    starting: float = 0.5
    reading: float = 0.5
    committing: float = 0.2

    def __post_init__(self) -> None:
        self.docs, self.index, self.peace = (self.folder / n for n in ("docs", "index", "peace"))
        self.docs.mkdir()
        self.disturbed = SlowEncoder(self.folder / "disturbed.log")
        self.undisturbed = SlowEncoder(self.folder / "undisturbed.log")

    def round(self, kills: int) -> int:
        """A change of the library, so many tries to kill, and a run left alone.

        Returns how many runs were killed before they ended.
        """
        self.change()
        before = contents(self.index)
        ingest([self.docs], self.peace, self.undisturbed)
        after = contents(self.peace)
        hits = 0
        for _ in range(kills):
            hits += self.kill()
            self.judge(before, after)
        self.run()
        self.judge(after, after)
        return hits

    def change(self) -> None:
        """New contents for two files in three, one gone."""
        for number in self.chance.sample(range(self.files), 2 * self.files // 3):
            (self.docs / f"{number:02}.txt").write_text(text(self.chance), encoding="utf-8")
        (self.docs / f"{self.chance.randrange(self.files):02}.txt").unlink(missing_ok=True)

    def kill(self) -> bool:
        """A run that is killed at a random moment; whether it had not ended before."""
        live = current(self.index)
        since, lasts = self.chance.choice(
            (
                ("start", self.starting + self.reading),
                ("reading", self.reading + self.committing),
                ("committing", self.committing),
                ("committing", self.committing),
            )
        )
        process = self.start()
        if since != "start":
            wait_for(process, since)
        time.sleep(self.chance.uniform(0, lasts))
        process.send_signal(signal.SIGKILL)
        with process:
            killed = process.wait() != 0
        self.hit[self.moment(live, killed=killed)] += 1
        return killed

    def run(self) -> None:
        """A run that is left alone, and how long its parts took."""
        started = time.perf_counter()
        process = self.start()
        wait_for(process, "reading")
        begun = time.perf_counter()
        wait_for(process, "committing")
        middle = time.perf_counter()
        with process:
            if process.wait() != 0:
                self.lost.append(f"the next run did not complete ({process.returncode})")
        self.starting = begun - started
        if middle - begun > 0.2:  # it had work to do
            self.reading, self.committing = middle - begun, time.perf_counter() - middle

    def start(self) -> subprocess.Popen[str]:
        """The process of a run."""
        command = [sys.executable, "-m", "bench.kill_indexing", "--run", str(self.folder)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def moment(self, live: int | None, *, killed: bool) -> str:
        """What the kill hit, by what it left on the disk."""
        if not killed:
            return "too late: the run had ended"
        if current(self.index) != live:
            return "after the swap, while clearing up"
        if max(generations(self.index), default=0) > (live or 0):
            return "while writing the new generation"
        if (self.index / "draft" / "documents.sqlite").exists():
            return "while reading and encoding"
        return "before the draft stood"

    def judge(self, *expected: Contents) -> None:
        """Notes a loss unless the index holds one of the expected contents, whole."""
        try:
            if contents(self.index) not in expected:
                self.lost.append("the index holds neither the old state nor the new one")
        except StoreError as error:
            self.lost.append(str(error))


def contents(index: Path) -> Contents:
    """Each passage with its vector, all bytes checked; nothing where there is no index."""
    try:
        store = Store.open(index)
    except IndexMissing:
        return set()
    with store:
        store.check()
        store.verify()
        rows = sorted(store.rows())
        vectors = store.vectors.reconstruct(np.array(rows, dtype=np.int64))
        return {
            (passage.document_id, passage.start, passage.text, vector.tobytes())
            for passage, vector in zip(store.passages(rows), vectors, strict=True)
        }


def current(index: Path) -> int | None:
    """The number of the live generation."""
    try:
        return read_current(index).live
    except IndexMissing:
        return None


def text(chance: random.Random) -> str:
    """A document of some paragraphs, a passage each."""
    subjects = ("registre", "budget", "courrier", "règlement", "procès-verbal", "plan")
    return "\n\n".join(
        " ".join(
            f"L'article {chance.randrange(10_000)} du {chance.choice(subjects)} est en vigueur."
            for _ in range(20)
        )
        for _ in range(PARAGRAPHS)
    )


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    """Reads what a run says up to a word, or to its end."""
    assert process.stdout is not None
    while (line := process.stdout.readline()) and line.strip() != word:
        pass


def tell(trial: Trial, kills: int, seconds: float) -> None:
    """Prints the figures."""
    print(f"{kills} kills in {seconds:.0f} s")
    for moment, count in sorted(trial.hit.items()):
        print(f"  {count:4} {moment}")
    encoded, needed = trial.disturbed.encoded, trial.undisturbed.encoded
    print(f"passages encoded: {encoded}, needed: {needed}, {(encoded - needed) / kills:.1f} a kill")
    print(f"lost: {len(trial.lost)}")
    for loss in trial.lost[:10]:
        print(f"  {loss}")


def main() -> int:
    """Runs the trial, or, for it, one indexing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60.0, help="after which no more begin")
    parser.add_argument("--files", type=int, default=30, help="of the library, 10 passages each")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        encoder = SlowEncoder(asked.run / "disturbed.log", PACE)
        ingest([asked.run / "docs"], asked.run / "index", encoder, progress=Herald())
        return 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="rag-kill-") as folder:
        trial = Trial(Path(folder), random.Random(asked.seed), asked.files)
        done, end = 0, start + 60 * asked.minutes
        while done < asked.kills and time.perf_counter() < end:
            kills = min(asked.kills - done, trial.chance.randint(1, KILLS_A_CHANGE))
            done += trial.round(kills)
        wasted = trial.disturbed.encoded - trial.undisturbed.encoded
        if not 0 <= wasted <= done * BATCH:
            trial.lost.append(f"{wasted} passages encoded twice")
        tell(trial, done, time.perf_counter() - start)
    return 1 if trial.lost else 0


if __name__ == "__main__":
    sys.exit(main())
