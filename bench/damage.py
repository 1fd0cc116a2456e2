"""Damages the files of an index at random places, and counts what was not found or not mended.

    python -m bench.damage --tries 200 --seed 1

Each try copies a sound index of two generations, flips a bit or cuts the end of one file of the
live one (or of CURRENT), asks ``examine`` whether it is found, and ``repair`` to mend it with the
documents at hand. Afterwards the index must hold what it held, every byte in its place; where the
names of its newest documents were destroyed, once their folder is indexed again. The exit status
is 1 where a damage was missed or something was lost.
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


def library(folder: Path, index: Path, chance: random.Random) -> None:
    """Documents, and an index of them in two generations."""
    folder.mkdir()
    for number in range(12):
        text = "\n\n".join(" ".join(chance.choices(WORDS, k=150)) + "." for _ in range(4))
        (folder / f"{number}.txt").write_text(f"Document {number}\n\n{text}", encoding="utf-8")
        if number in (5, 11):
            ingest([folder], index, ENCODER)


def damage(index: Path, chance: random.Random) -> str:
    """Flips a bit of a file or cuts its end; tells of which, and how."""
    live = generation(index, read_current(index).live)
    files = [path for path in live.rglob("*") if path.is_file() and path.suffix != ".lock"]
    path = chance.choice([index / "CURRENT", *sorted(files)])
    content = bytearray(path.read_bytes())
    how = chance.choice(("flipped", "cut"))
    at = chance.randrange(len(content))
    if how == "cut":
        del content[at:]
    else:
        content[at] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    name = path.relative_to(index if path.parent == index else live).parts[0]
    return f"{name} {how}"


def is_found(index: Path) -> bool:
    """Whether a check tells of a damage."""
    try:
        return any(health.fault is not None for health in examine(index))
    except IndexDamaged:
        return True


def texts(index: Path) -> set[tuple[str, int, str]]:
    """The passages of an index that is sound."""
    if examine(index)[0].fault is not None:
        return set()
    with Store.open(index) as store:
        passages = store.passages(sorted(store.rows()))
    return {(passage.document_id, passage.start, passage.text) for passage in passages}


def main() -> int:
    """Runs the tries."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, start = random.Random(asked.seed), time.perf_counter()
    hit: Counter[str] = Counter()
    missed, unnamed, lost = list[str](), list[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="rag-damage-") as folder:
        docs, sound, copy = (Path(folder) / name for name in ("docs", "sound", "copy"))
        library(docs, sound, chance)
        expected = texts(sound)
        for _ in range(asked.tries):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(sound, copy)
            told = damage(copy, chance)
            hit[told] += 1
            if not is_found(copy):
                missed.append(told)
            repair(copy, ENCODER)
            if texts(copy) != expected:
                unnamed.append(told)
                ingest([docs], copy, ENCODER)
            if texts(copy) != expected:
                lost.append(told)
    print(f"{asked.tries} damages in {time.perf_counter() - start:.0f} s")
    for told, count in sorted(hit.items()):
        print(f"  {count:4} {told}")
    print(f"missed: {len(missed)} {Counter(missed)}")
    print(f"mended once the folder was indexed: {len(unnamed)} {Counter(unnamed)}")
    print(f"lost: {len(lost)} {Counter(lost)}")
    return 1 if missed or lost else 0


if __name__ == "__main__":
    sys.exit(main())
