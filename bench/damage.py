"""Damages the files of an index at random places; counts what is not detected or not repaired.

    python -m bench.damage --tries 200 --seed 1

Each try copies an intact index of two generations and flips a bit or cuts the end of one file of
the live generation (or of CURRENT). ``examine`` must detect the damage and ``repair`` must repair
it from the documents. Afterwards the index must have the same contents, byte for byte; if the names
of its newest documents were destroyed, it must have them after their folder is indexed again. The
exit status is 1 if a damage was missed or something was lost.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rag.encoders import HashingEncoder
from rag.errors import IndexDamaged
from rag.ingest import ingest, repair
from rag.store import Store, examine
from rag.store.layout import generation, read_current

ENCODER = HashingEncoder()
WORDS = "registre budget courrier règlement séance plan council minutes agreement rooms".split()


def library(folder: Path, index: Path, rng: random.Random) -> None:
    """Writes documents, and an index of them in two generations, the later one of two segments."""
    folder.mkdir()
    for number in range(24):
        text = "\n\n".join(" ".join(rng.choices(WORDS, k=150)) + "." for _ in range(4))
        (folder / f"{number}.txt").write_text(f"Document {number}\n\n{text}", encoding="utf-8")
        if number in (22, 23):
            ingest([folder], index, ENCODER)


def damage(index: Path, rng: random.Random) -> str:
    """Flips a bit of a file or cuts its end; returns which file and how."""
    live = generation(index, read_current(index).live)
    files = [path for path in live.rglob("*") if path.is_file() and path.suffix != ".lock"]
    path = rng.choice([index / "CURRENT", *sorted(files)])
    content = bytearray(path.read_bytes())
    how = rng.choice(("flipped", "cut"))
    at = rng.randrange(len(content))
    if how == "cut":
        del content[at:]
    else:
        content[at] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    name = path.relative_to(index if path.parent == index else live).parts[0]
    return f"{name} {how}"


def is_detected(index: Path) -> bool:
    """Whether a check detects damage."""
    try:
        return any(health.fault is not None for health in examine(index))
    except IndexDamaged:
        return True


def texts(index: Path) -> set[tuple[str, int, str]]:
    """The passages of an index; none if it is damaged."""
    if examine(index)[0].fault is not None:
        return set()
    with Store.open(index) as store:
        passages = store.passages(sorted(store.rows()))
    return {(passage.document_id, passage.start, passage.text) for passage in passages}


def main() -> int:
    """Runs the tries; 1 if a damage was missed or something was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, start = random.Random(options.seed), time.perf_counter()
    damages: Counter[str] = Counter()
    missed, incomplete, lost = list[str](), list[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="rag-damage-") as folder:
        docs, intact, copy = (Path(folder) / name for name in ("docs", "intact", "copy"))
        library(docs, intact, rng)
        expected = texts(intact)
        for _ in range(options.tries):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(intact, copy)
            kind = damage(copy, rng)
            damages[kind] += 1
            if not is_detected(copy):
                missed.append(kind)
            repair(copy, ENCODER)
            if texts(copy) != expected:
                incomplete.append(kind)
                ingest([docs], copy, ENCODER)
            if texts(copy) != expected:
                lost.append(kind)
    print(f"{options.tries} damages in {time.perf_counter() - start:.0f} s")
    for kind, count in sorted(damages.items()):
        print(f"  {count:4} {kind}")
    print(f"missed: {len(missed)} {Counter(missed)}")
    print(f"repaired after the folder was indexed again: {len(incomplete)} {Counter(incomplete)}")
    print(f"lost: {len(lost)} {Counter(lost)}")
    return 1 if missed or lost else 0


if __name__ == "__main__":
    sys.exit(main())
