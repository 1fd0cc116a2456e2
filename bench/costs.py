"""What encoders cost: passages a second, a question's milliseconds, loading, memory, files.

    python bench/costs.py SETS_FOLDER [--encoders NAME ...] [--rounds 2] [--out FILE]

Each encoder is measured in a process of its own, for the highest memory of a process never
falls again. Times are of the processor, all threads together, so that other work on the machine
counts little; the rounds go through all encoders in turn, and the best of each figure counts.
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
from collections.abc import Sequence
from pathlib import Path

from report import markdown_table, publish

SET = "law-fr"  # its passages are as long as those of the product, and some longer
PASSAGES, QUESTIONS = 96, 40
HEAD = """### Costs

`python bench/costs.py SETS_FOLDER --encoders {names} --rounds {rounds}`, one process an encoder.
Times are those of the processor, one thread of torch and all of ONNX Runtime, for the machine's
two cores were busy with other work; they are longer than on a machine at rest all the same, and
the ratio to the first encoder, measured in turn with it, says more. Loading: from nothing
imported to the first vector."""
BEST = {"passages": max}  # of the others, the least


def main() -> None:
    """Measures every encoder in turn, or the one of this process, and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoders", nargs="+", default=["verbatim-fr-en"])
    parser.add_argument("--rounds", type=int, default=2)
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
    command = [sys.executable, __file__, str(folder), "--one", name]
    # Threads of torch that wait for one another turn round and round: one thread does not.
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=alone)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(name: str, folder: Path) -> dict[str, float]:
    """The figures of an encoder in this process, which must not have loaded anything yet."""
    start = time.process_time()
    from rag.encoders import load_encoder

    encoder = load_encoder(name)
    encoder.encode(["Quelle est la durée du mandat ?"], kind="query")
    loaded = time.process_time() - start
    passages, questions = texts(folder / SET)
    asked = []
    for question in questions:
        start = time.process_time()
        encoder.encode([question], kind="query")
        asked.append(1_000 * (time.process_time() - start))
    start = time.process_time()
    encoder.encode(passages, kind="passage")
    return {
        "load": loaded,
        "question": statistics.median(asked),
        "passages": len(passages) / (time.process_time() - start),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        "files": size(name) / 1e6,
    }


def texts(folder: Path) -> tuple[list[str], list[str]]:
    """Passages with their titles, and questions, evenly drawn from a set."""
    read = [
        [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
        for name in ("corpus.jsonl", "queries.jsonl")
    ]
    corpus, queries = (
        rows[:: len(rows) // most][:most]
        for rows, most in zip(read, (PASSAGES, QUESTIONS), strict=True)
    )
    return [f"{row['title']}\n{row['text']}" for row in corpus], [row["text"] for row in queries]


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
        "encoder", "passages/s", "against the first", "ms a question", "loading, s",
        "highest memory, MB", "files, MB",
    )  # fmt: skip
    rows = [
        [
            Path(name).name,
            f"{one['passages']:.1f}",
            f"× {one['passages'] / first['passages']:.2f}",
            f"{one['question']:.1f}",
            f"{one['load']:.2f}",
            f"{one['memory']:.0f}",
            f"{one['files']:.1f}",
        ]
        for name, one in best.items()
    ]
    return markdown_table(header, rows)


if __name__ == "__main__":
    main()
