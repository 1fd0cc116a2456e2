"""What encoders cost: passages a second, a question's milliseconds, loading, memory, files.

    python -m bench.costs SETS_FOLDER [--encoders NAME ...] [--rounds 3] [--out FILE]

Each encoder is measured in a process of its own, for the highest memory of a process never
falls again. Times are of the processor, all threads together, so that other work on the machine
counts little, and by the clock where a person waits; the rounds go through all encoders in turn,
and the best of each figure counts.
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

SET = "law-fr"  # its passages are as long as those of the product, and some longer
ASKED = "piaf-fr"  # its queries are questions: half of them have 14 tokens or fewer
PASSAGES, QUESTIONS = 96, 200
_T = TypeVar("_T")
HEAD = """### Costs

`python -m bench.costs SETS_FOLDER --encoders {names} --rounds {rounds}`, one process an encoder.
Times are those of the processor, one thread of torch and all of ONNX Runtime; then by the clock,
which other work on the machine lengthens: the ratio to the first encoder, measured in turn with
it, says more. Loading: from nothing imported to the first vector. The questions are of piaf-fr."""
BEST = {"passages": max}  # of the others, the least


def main() -> None:
    """Measures every encoder in turn, or the one of this process, and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoders", nargs="+", default=["verbatim-fr-en"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", help="measure this encoder here and print its figures")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measured(chosen.one, chosen.folder)))
        return
    found: dict[str, list[dict[str, float]]] = {name: [] for name in chosen.encoders}
    for _ in range(chosen.rounds):
        for name in chosen.encoders:
            found[name].append(apart(name, chosen.folder))
            print(name, found[name][-1], file=sys.stderr, flush=True)
    best = {name: best_of(rounds) for name, rounds in found.items()}
    names = " ".join(Path(name).name for name in chosen.encoders)
    text = f"{HEAD.format(names=names, rounds=chosen.rounds)}\n\n{table(best)}"
    publish(text, "costs", chosen.out)


def apart(name: str, folder: Path) -> dict[str, float]:
    """The figures of an encoder, from a process of its own."""
    command = [sys.executable, "-m", "bench.costs", str(folder), "--one", name]
    # Threads of torch that wait for one another turn round and round: one thread does not.
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=alone)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


class Taken(NamedTuple):
    """Seconds that some work took, of the processor and by the clock."""

    processor: float
    clock: float


def timed(work: Callable[[], _T]) -> tuple[_T, Taken]:
    """What some work gives, and what it took."""
    processor, clock = time.process_time(), time.perf_counter()
    made = work()
    return made, Taken(time.process_time() - processor, time.perf_counter() - clock)


def ready(name: str) -> Encoder:
    """The encoder, imported and loaded, after its first vector."""
    from rag.encoders import load_encoder

    encoder = load_encoder(name)
    encoder.encode(["Quelle est la durée du mandat ?"], kind="query")
    return encoder


def measured(name: str, folder: Path) -> dict[str, float]:
    """The figures of an encoder in this process, which must not have loaded anything yet."""
    encoder, loaded = timed(lambda: ready(name))
    passages = [
        f"{row['title']}\n{row['text']}" for row in rows(folder / SET / "corpus.jsonl", PASSAGES)
    ]
    questions = [row["text"] for row in rows(folder / ASKED / "queries.jsonl", QUESTIONS)]
    asked = [timed(partial(encoder.encode, [text], kind="query"))[1] for text in questions]
    _, read = timed(lambda: encoder.encode(passages, kind="passage"))
    return {
        "load": loaded.processor,
        "load, clock": loaded.clock,
        "question": 1_000 * statistics.median(one.processor for one in asked),
        "question, clock": 1_000 * statistics.median(one.clock for one in asked),
        "passages": len(passages) / read.processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        "files": size(name) / 1e6,
    }


def rows(path: Path, most: int) -> list[dict[str, str]]:
    """``most`` lines of a file of a set, evenly drawn."""
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
    """A row an encoder; passages a second also as a multiple of the first encoder's."""
    first = next(iter(best.values()))
    header = (
        "encoder", "passages/s", "against the first", "ms a question", "by the clock",
        "loading, s", "by the clock", "highest memory, MB", "files, MB",
    )  # fmt: skip
    cells = [
        [
            Path(name).name,
            f"{one['passages']:.1f}",
            f"× {one['passages'] / first['passages']:.2f}",
            f"{one['question']:.1f}",
            f"{one['question, clock']:.1f}",
            f"{one['load']:.2f}",
            f"{one['load, clock']:.2f}",
            f"{one['memory']:.0f}",
            f"{one['files']:.1f}",
        ]
        for name, one in best.items()
    ]
    return markdown_table(header, cells)


if __name__ == "__main__":
    main()
