"""Many readers ask a running service while a curator indexes; each quote is compared with its page.

    python -m bench.load --readers 50 --seconds 300 --out bench/RELIABILITY.md

The service is ``rag serve`` in its own process, with accounts, on a free port of 127.0.0.1; each
reader has an account with a token. First one reader asks alone, without pauses: this gives the p95
of a single person. Then all readers ask a question of the labelled set, compare every quote of the
answer with the text of its page as the service returns it, and pause. During this time a curator
changes a document and runs ``rag index`` repeatedly. Memory is that of all processes of the
service, from the end of the warm-up (a quarter of the time) to the end. The run lasts at most 15
minutes; the exit status is 1 if a quote was wrong or a request failed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT
from bench.load_scenario import Curator, LoadTally, Memory, SimulatedReader, Workspace, free_port
from bench.report import markdown_table, replace_section

QUESTIONS = ROOT / "tests" / "data" / "questions.jsonl"
LONGEST = 900  # seconds of a run


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """The figures of a run; times in ms, memory in MB."""

    readers: int
    seconds: int
    pause: float
    workers: int
    answers: int
    busy: int
    errors: int
    quotes: int
    wrong: int
    changed: int
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
        """Whether there were answers, no failure and no wrong quote."""
        return self.answers > 0 and not self.errors and not self.wrong


def run(
    workspace: Workspace, readers: int, seconds: int, pause: float, workers: int = 1
) -> LoadFigures:
    """One reader alone, then all of them with the curator."""
    if workspace.rag("index", "docs"):
        raise SystemExit("the documents could not be indexed")
    tokens, port = workspace.tokens(readers, people=readers), free_port()
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with workspace.serving(port, workers) as process:
        single, together = LoadTally(), LoadTally()
        _read(port, tokens[:1], single, questions, min(20.0, seconds / 4), 0.0)
        memory, curator = Memory(process.pid), Curator(workspace, together)
        start = time.monotonic()
        _read(port, tokens, together, questions, seconds, pause)
        end = time.monotonic()
        curator.stop()
        memory.stop()
        width = max(3.0, seconds / 20)
        sizes = memory.before(start + seconds / 4, width), memory.before(end, width)
    return _figures(together, single, (readers, seconds, pause, workers), sizes)


def _figures(
    tally: LoadTally,
    single: LoadTally,
    options: tuple[int, int, float, int],
    memory: tuple[float, float],
) -> LoadFigures:
    for failure in (*tally.failures.items(), *tally.wrong[:5]):
        print(failure, file=sys.stderr)
    refused = sum(n for status, n in tally.statuses.items() if status not in (200, 503))
    return LoadFigures(
        *options,
        answers=tally.statuses[200],
        busy=tally.statuses[503],
        errors=refused + tally.failures.total() + single.failures.total(),
        quotes=tally.quotes,
        wrong=len(tally.wrong) + len(single.wrong),
        changed=tally.changed,
        indexed=tally.indexed,
        single_p95=percentile(single.seconds, 95),
        p50=percentile(tally.seconds, 50),
        p95=percentile(tally.seconds, 95),
        memory_warm=memory[0],
        memory_end=memory[1],
    )


def _read(
    port: int, tokens: Sequence[str], tally: LoadTally, questions: Sequence[str], seconds: float,
    pause: float,
) -> None:  # fmt: skip
    """Runs a reader for each token, all at once."""
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=SimulatedReader(("127.0.0.1", port), token, tally, seed).read,
            args=(questions, end, pause),
            daemon=True,
        )
        for seed, token in enumerate(tokens)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 90)


def percentile(seconds: Sequence[float], percent: int) -> float:
    """A percentile of times, in ms."""
    if len(seconds) < 2:
        return 1_000 * sum(seconds)
    return 1_000 * statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def section(figures: LoadFigures, note: str) -> str:
    """The section of bench/RELIABILITY.md."""
    rows = [
        ("readers at once", str(figures.readers)),
        ("seconds", str(figures.seconds)),
        ("processes that serve", str(figures.workers)),
        ("answers", f"{figures.answers} ({figures.answers / figures.seconds:.1f} a second)"),
        ("replies “busy” (503)", str(figures.busy)),
        ("errors", str(figures.errors)),
        ("quotes compared with their page", str(figures.quotes)),
        ("wrong quotes", str(figures.wrong)),
        ("quotes of a document that the curator had replaced", str(figures.changed)),
        ("index runs during the load", str(figures.indexed)),
        ("p95 of one reader alone", f"{figures.single_p95:.0f} ms"),
        ("p50, p95 under load", f"{figures.p50:.0f} ms, {figures.p95:.0f} ms"),
        (
            "memory after the warm-up, at the end",
            f"{figures.memory_warm:.0f} MB, {figures.memory_end:.0f} MB ({figures.growth:+.1f} %)",
        ),
    ]
    command = (
        f"python -m bench.load --readers {figures.readers} --seconds {figures.seconds}"
        f" --pause {figures.pause:g} --workers {figures.workers}"
    )
    table = markdown_table(("load", "measured"), rows)
    head = f"## Load\n\n`{command}`, {dt.date.today()}, {os.cpu_count()} cores. {note}".rstrip()
    return f"{head}\n\n{table}"


def main() -> int:
    """Runs the load and prints its figures; 1 if a quote was wrong or a request failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--pause", type=float, default=2.0, help="mean seconds between questions")
    parser.add_argument("--workers", type=int, default=1, help="processes that serve")
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus")
    parser.add_argument("--encoder", default="", help="the shipped one by default")
    parser.add_argument("--out", type=Path, help="write the section “load” of this file")
    parser.add_argument("--note", default="", help="a sentence for that section")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rag-load-") as folder:
        workspace = Workspace(Path(folder), options.documents, options.encoder)
        seconds = min(options.seconds, LONGEST)
        figures = run(workspace, options.readers, seconds, options.pause, options.workers)
    text = section(figures, options.note)
    print(text)
    if options.out:
        replace_section(options.out, "load", text)
    return 0 if figures.good else 1


if __name__ == "__main__":
    sys.exit(main())
