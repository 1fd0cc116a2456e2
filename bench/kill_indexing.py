"""Kills indexing at random moments, and counts what was lost.

    python -m bench.kill_indexing --kills 200 --seed 1

The documents of a library change, and the process that indexes them is killed (SIGKILL) up to four
times: at a random moment of its run, or of its last steps, from writing the generation to the swap.
A run that ends before its kill does not count. After each kill the index must have its contents of
before or after the change, byte for byte. Then a run completes, and the index must equal a
reference index that was never interrupted. At the end it prints the moments that were hit, what was
lost, and the passages encoded twice, at most one batch for each kill. The exit status is 1 if
anything was lost.
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
PACE = 0.001  # seconds a passage: the encoder of the killed runs is as slow as a real model

Contents = set[tuple[str, int, str, bytes]]


class SlowEncoder(HashingEncoder):
    """The hashing encoder at the speed of a model; it logs how many texts it encoded."""

    def __init__(self, log: Path, pace: float = 0.0) -> None:
        super().__init__()
        self._log = log
        self._pace = pace
        log.touch()

    @property
    def encoded(self) -> int:
        """The number of texts encoded by all processes with the same log."""
        return sum(map(int, self._log.read_text().split()))

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows."""
        time.sleep(self._pace * len(texts))
        with self._log.open("a") as log:
            log.write(f"{len(texts)}\n")
        return super().encode(texts, kind=kind)


class ProgressLines:
    """Prints a line when a run starts to read files, and one when it starts to commit."""

    def start(self, total: int) -> None:
        """The run starts to read."""
        print("reading", flush=True)

    def advance(self, path: str) -> None:
        """Prints nothing."""

    def page(self, path: str, page: int, of: int) -> None:
        """Prints nothing."""

    def finish(self) -> None:
        """All files are read; the new generation and the swap follow."""
        print("committing", flush=True)


@dataclass
class Trial:
    """A library that changes, an index whose runs are killed, and a reference index."""

    folder: Path
    rng: random.Random
    files: int
    hit: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    starting: float = 0.5
    reading: float = 0.5
    committing: float = 0.2

    def __post_init__(self) -> None:
        self.docs, self.index, self.reference = (
            self.folder / name for name in ("docs", "index", "reference")
        )
        self.docs.mkdir()
        self.killed_encoder = SlowEncoder(self.folder / "killed.log")
        self.reference_encoder = SlowEncoder(self.folder / "reference.log")

    def round(self, kills: int) -> int:
        """A change of the library, ``kills`` runs to kill, and a run that completes.

        Returns the number of runs that were killed before they ended.
        """
        self.change()
        before = contents(self.index)
        ingest([self.docs], self.reference, self.reference_encoder)
        after = contents(self.reference)
        hits = 0
        for _ in range(kills):
            hits += self.kill()
            self.compare(before, after)
        self.run()
        self.compare(after, after)
        return hits

    def change(self) -> None:
        """Rewrites two files in three, or only one, and removes one."""
        many = self.rng.choice((2 * self.files // 3, 1))  # a whole new segment, or a small one
        for number in self.rng.sample(range(self.files), many):
            (self.docs / f"{number:02}.txt").write_text(text(self.rng), encoding="utf-8")
        (self.docs / f"{self.rng.randrange(self.files):02}.txt").unlink(missing_ok=True)

    def kill(self) -> bool:
        """Kills a run at a random moment; False if it had ended before."""
        live = current(self.index)
        since, duration = self.rng.choice(
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
        time.sleep(self.rng.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        with process:
            killed = process.wait() != 0
        self.hit[self.moment(live, killed=killed)] += 1
        return killed

    def run(self) -> None:
        """A run that completes; measures how long its parts take."""
        started = time.perf_counter()
        process = self.start()
        wait_for(process, "reading")
        reading = time.perf_counter()
        wait_for(process, "committing")
        committing = time.perf_counter()
        with process:
            if process.wait() != 0:
                self.lost.append(f"the next run did not complete ({process.returncode})")
        self.starting = reading - started
        if committing - reading > 0.2:  # it had work to do
            self.reading, self.committing = committing - reading, time.perf_counter() - committing

    def start(self) -> subprocess.Popen[str]:
        """Starts the process of a run."""
        command = [sys.executable, "-m", "bench.kill_indexing", "--run", str(self.folder)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def moment(self, live: int | None, *, killed: bool) -> str:
        """The moment that a kill hit, inferred from the files it left."""
        if not killed:
            return "too late: the run had ended"
        if current(self.index) != live:
            return "after the swap, while cleaning up"
        if max(generations(self.index), default=0) > (live or 0):
            return "while writing the new generation"
        if (self.index / "draft" / "documents.sqlite").exists():
            return "while reading and encoding"
        return "before the draft was complete"

    def compare(self, *expected: Contents) -> None:
        """Records a loss unless the index has one of the expected contents."""
        try:
            if contents(self.index) not in expected:
                self.lost.append("the index has neither the old contents nor the new ones")
        except StoreError as error:
            self.lost.append(str(error))


def contents(index: Path) -> Contents:
    """Each passage with its vector, all checksums verified; empty if there is no index."""
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
    """The number of the live generation; None if there is no index."""
    try:
        return read_current(index).live
    except IndexMissing:
        return None


def text(rng: random.Random) -> str:
    """The text of a document, in which each paragraph is a passage."""
    subjects = ("registre", "budget", "courrier", "règlement", "procès-verbal", "plan")
    return "\n\n".join(
        " ".join(
            f"L'article {rng.randrange(10_000)} du {rng.choice(subjects)} est en vigueur."
            for _ in range(20)
        )
        for _ in range(PARAGRAPHS)
    )


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    """Reads the output of a run up to a line, or to its end."""
    assert process.stdout is not None
    while (line := process.stdout.readline()) and line.strip() != word:
        pass


def print_figures(trial: Trial, kills: int, seconds: float) -> None:
    """Prints the moments hit, the work done twice and the losses."""
    print(f"{kills} kills in {seconds:.0f} s")
    for moment, count in sorted(trial.hit.items()):
        print(f"  {count:4} {moment}")
    encoded, needed = trial.killed_encoder.encoded, trial.reference_encoder.encoded
    print(f"passages encoded: {encoded}, needed: {needed}, {(encoded - needed) / kills:.1f} a kill")
    print(f"lost: {len(trial.lost)}")
    for loss in trial.lost[:10]:
        print(f"  {loss}")


def main() -> int:
    """Runs the trial, or, with --run, one indexing of it; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60.0, help="no kill after this time")
    parser.add_argument("--files", type=int, default=30, help="of the library, 10 passages each")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        encoder = SlowEncoder(options.run / "killed.log", PACE)
        ingest([options.run / "docs"], options.run / "index", encoder, progress=ProgressLines())
        return 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="rag-kill-") as folder:
        trial = Trial(Path(folder), random.Random(options.seed), options.files)
        done, end = 0, start + 60 * options.minutes
        while done < options.kills and time.perf_counter() < end:
            kills = min(options.kills - done, trial.rng.randint(1, KILLS_A_CHANGE))
            done += trial.round(kills)
        wasted = trial.killed_encoder.encoded - trial.reference_encoder.encoded
        if not 0 <= wasted <= done * BATCH:
            trial.lost.append(f"{wasted} passages encoded twice")
        print_figures(trial, done, time.perf_counter() - start)
    return 1 if trial.lost else 0


if __name__ == "__main__":
    sys.exit(main())
