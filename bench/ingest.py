"""Speed and memory of the main job over a folder: reading, indexing, answering.

    python -m bench.ingest FOLDER [--questions 200] [--encoder NAME] [--out bench/RESULTS.md]

Reading is timed in this process on one core, indexing as users run it, in a temporary index.
The questions are the headings of the documents. Installs nothing and fetches nothing.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.report import command_line, markdown_table, replace_section
from rag import Rag, Settings
from rag.encoders import load_encoder
from rag.errors import DocumentError
from rag.ingest import ingest
from rag.passages import split
from rag.readers import find_files, read
from rag.records import Reading


def main() -> None:
    """Measures the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--encoder", default="")
    parser.add_argument("--out", type=Path, help="write the tables there; printed without it")
    chosen = parser.parse_args()
    readings, rows = read_all(chosen.folder)
    if not readings:
        sys.exit(f"{chosen.folder}: no document in it can be read")
    with tempfile.TemporaryDirectory() as folder:
        rows += indexed(chosen.folder, Path(folder) / "index", chosen.encoder, readings)
        asked = questions(readings, chosen.questions)
        rows += answered(Path(folder) / "index", chosen.encoder, asked)
    table = markdown_table(("What", "Figure"), rows)
    if chosen.out:
        replace_section(chosen.out, "ingest", f"`{command_line(sys.argv)}`\n\n{table}")
    else:
        print(table)


def read_all(folder: Path) -> tuple[list[Reading], list[list[str]]]:
    """The documents of a folder, and what reading and cutting them took on one core."""
    readings: list[Reading] = []
    start, cpu = time.perf_counter(), time.process_time()
    for root, path in find_files([folder]):
        begun = time.perf_counter()
        try:
            readings.append(read(path, root))
        except DocumentError as error:
            print(error, file=sys.stderr)
            continue
        pages, taken = readings[-1].document.page_count, time.perf_counter() - begun
        print(f"{pages:6} pages {pages / taken:8.0f}/s  {path.name}", file=sys.stderr)
    taken, cpu = time.perf_counter() - start, time.process_time() - cpu
    begun = time.perf_counter()
    passages = sum(len(split(reading)) for reading in readings)
    cut = time.perf_counter() - begun
    pages = sum(reading.document.page_count for reading in readings)
    return readings, [
        ["documents, pages", f"{len(readings)}, {pages}"],
        ["reading, one core", f"{pages / taken:.0f} pages/s ({pages / cpu:.0f} by processor time)"],
        ["cutting into passages", f"{passages / cut:.0f} passages/s"],
        ["memory with all pages held", f"{resident(resource.RUSAGE_SELF)}"],
    ]


def indexed(
    folder: Path, index: Path, encoder: str, readings: Sequence[Reading]
) -> list[list[str]]:
    """What indexing the folder takes, from files to an index that answers, and again unchanged."""
    loaded = load_encoder(encoder) if encoder else load_encoder()
    report = ingest([folder], index, loaded)
    again = ingest([folder], index, loaded)
    pages = sum(reading.document.page_count for reading in readings)
    speed = (
        f"{pages / report.seconds:.0f} pages/s, {report.passages / report.seconds:.0f} passages/s"
    )
    return [
        ["indexing", f"{speed}, {report.seconds:.1f} s"],
        ["passages, files refused", f"{report.passages}, {len(report.failures)}"],
        ["indexing again, nothing changed", f"{again.seconds:.2f} s"],
        ["memory of a reading process", resident(resource.RUSAGE_CHILDREN)],
    ]


def questions(readings: Sequence[Reading], count: int) -> list[str]:
    """Headings of the documents, drawn with a fixed seed, as questions."""
    titles = {
        heading.title
        for reading in readings
        for page in reading.pages
        for heading in page.headings
        if len(heading.title.split()) > 2
    }
    pool = sorted(titles) or [reading.document.title for reading in readings]
    return random.Random(0).choices(pool, k=count)


def answered(index: Path, encoder: str, asked: Sequence[str]) -> list[list[str]]:
    """The time of an answer, after a first one that loads the model."""
    rag = Rag.open(index, settings=Settings(encoder=encoder))
    rag.ask(asked[0])
    taken: list[float] = []
    for question in asked:
        start = time.perf_counter()
        rag.ask(question)
        taken.append(1_000 * (time.perf_counter() - start))
    middle, high = np.percentile(taken, (50, 95))
    return [
        [f"ask, {len(asked)} questions", f"p50 {middle:.0f} ms, p95 {high:.0f} ms"],
        ["memory of all", resident(resource.RUSAGE_SELF)],
    ]


def resident(who: int) -> str:
    """The most memory that this process, or one of its children, has held."""
    return f"{resource.getrusage(who).ru_maxrss / 1024:.0f} MiB at most"


if __name__ == "__main__":
    main()
