"""Cost of encoders: passages a second, milliseconds a question, loading, memory, files.

    python -m bench.costs SETS_FOLDER [--encoders NAME ...] [--rounds 3] [--out FILE]

Each encoder is measured in its own process, because the peak memory of a process never falls.
Times are CPU times of all threads, which other work on the machine affects little, and wall-clock
times where a user waits; each round measures all encoders in turn, and the best of each figure
counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bench.report import markdown_table, publish

if TYPE_CHECKING:
    from rag.encoders import Encoder

PASSAGE_SET = "law-fr"  # its passages are as long as those of the product, or longer
QUESTION_SET = "piaf-fr"  # its queries are questions: half of them have 14 tokens or fewer
PASSAGES, QUESTIONS = 96, 200
_T = TypeVar("_T")
HEAD = """### Costs

`python -m bench.costs SETS_FOLDER --encoders {names} --rounds {rounds}`, one process for
each encoder. CPU times with one thread of torch and all threads of ONNX Runtime; then wall-clock
times, which other work on the machine lengthens: the ratio to the first encoder, measured in turn
with it, says more. Loading: from a fresh interpreter to the first vector. The questions are from
piaf-fr."""
BEST = {"passages": max}  # the others: min


def main() -> None:
    """Measures every encoder in turn and publishes the table; with --one, measures here."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoders", nargs="+", default=["verbatim-fr-en"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", help="measure this encoder here and print its figures")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.folder)))
        return
    found: dict[str, list[dict[str, float]]] = {name: [] for name in options.encoders}
    for _ in range(options.rounds):
        for name in options.encoders:
            found[name].append(in_own_process(name, options.folder))
            print(name, found[name][-1], file=sys.stderr, flush=True)
    best = {name: best_of(rounds) for name, rounds in found.items()}
    names = " ".join(Path(name).name for name in options.encoders)
    text = f"{HEAD.format(names=names, rounds=options.rounds)}\n\n{table(best)}"
    publish(text, "costs", options.out)


def in_own_process(name: str, folder: Path) -> dict[str, float]:
    """The figures of an encoder, measured in its own process."""
    command = [sys.executable, "-m", "bench.costs", str(folder), "--one", name]
    # Threads of torch spin while they wait for each other, which counts as CPU time.
    one_thread = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=one_thread)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


class Times(NamedTuple):
    """Seconds of CPU and of the wall clock."""

    cpu: float
    wall: float


def timed(work: Callable[[], _T]) -> tuple[_T, Times]:
    """The result of a call, and its times."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, Times(time.process_time() - cpu, time.perf_counter() - wall)


def ready(name: str) -> Encoder:
    """The encoder, imported and loaded, after its first vector."""
    from rag.encoders import load_encoder

    encoder = load_encoder(name)
    encoder.encode(["Quelle est la durée du mandat ?"], kind="query")
    return encoder


def measure(name: str, folder: Path) -> dict[str, float]:
    """The figures of an encoder, measured in this process, which must be fresh."""
    encoder, loaded = timed(lambda: ready(name))
    passages = [
        f"{row['title']}\n{row['text']}"
        for row in rows(folder / PASSAGE_SET / "corpus.jsonl", PASSAGES)
    ]
    questions = [row["text"] for row in rows(folder / QUESTION_SET / "queries.jsonl", QUESTIONS)]
    times = [timed(partial(encoder.encode, [text], kind="query"))[1] for text in questions]
    _, passage_times = timed(lambda: encoder.encode(passages, kind="passage"))
    return {
        "load": loaded.cpu,
        "load, wall": loaded.wall,
        "question": 1_000 * statistics.median(one.cpu for one in times),
        "question, wall": 1_000 * statistics.median(one.wall for one in times),
        "passages": len(passages) / passage_times.cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        "files": size(name) / 1e6,
    }


def rows(path: Path, most: int) -> list[dict[str, str]]:
    """At most ``most`` rows of a file of a set, evenly drawn."""
    read = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return read[:: len(read) // most][:most]


def size(name: str) -> int:
    """The bytes of the files of an encoder."""
    from rag.encoders import folder_of

    return sum(path.stat().st_size for path in folder_of(name).rglob("*") if path.is_file())


def best_of(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    """The best of each figure over the rounds."""
    return {key: BEST.get(key, min)(one[key] for one in rounds) for key in rounds[0]}


def table(best: dict[str, dict[str, float]]) -> str:
    """The table, a row for each encoder."""
    first = next(iter(best.values()))
    header = (
        "encoder", "passages/s", "relative to the first", "ms a question", "wall clock",
        "loading, s", "wall clock", "peak memory, MB", "files, MB",
    )  # fmt: skip
    cells = [
        [
            Path(name).name,
            f"{one['passages']:.1f}",
            f"× {one['passages'] / first['passages']:.2f}",
            f"{one['question']:.1f}",
            f"{one['question, wall']:.1f}",
            f"{one['load']:.2f}",
            f"{one['load, wall']:.2f}",
            f"{one['memory']:.0f}",
            f"{one['files']:.1f}",
        ]
        for name, one in best.items()
    ]
    return markdown_table(header, cells)


if __name__ == "__main__":
    main()
