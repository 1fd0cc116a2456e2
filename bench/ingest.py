"""Speed and memory over a folder of documents: reading, indexing, answering.

    python -m bench.ingest FOLDER [--questions 200] [--encoder NAME] [--out bench/RESULTS.md]

Reading is timed in this process on one core; indexing as users run it, into a temporary index.
The questions are the headings of the documents. Installs and downloads nothing.
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

from bench.report import command_line, markdown_table, publish
from rag import Rag, Settings
from rag.encoders import load_encoder
from rag.errors import DocumentError
from rag.ingest import ingest
from rag.passages import split
from rag.readers import find_files, read
from rag.records import Reading


def main() -> None:
    """Measures the folder given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--encoder", default="")
    parser.add_argument("--out", type=Path, help="write the table there")
    options = parser.parse_args()
    readings, rows = read_all(options.folder)
    if not readings:
        sys.exit(f"{options.folder}: none of its documents can be read")
    with tempfile.TemporaryDirectory() as folder:
        rows += measure_indexing(options.folder, Path(folder) / "index", options.encoder, readings)
        questions = sample_questions(readings, options.questions)
        rows += measure_answers(Path(folder) / "index", options.encoder, questions)
    table = markdown_table(("What", "Figure"), rows)
    publish(f"`{command_line(sys.argv)}`\n\n{table}", "ingest", options.out)


def read_all(folder: Path) -> tuple[list[Reading], list[list[str]]]:
    """The documents of a folder, and the speed of reading and splitting them on one core."""
    readings: list[Reading] = []
    start, cpu = time.perf_counter(), time.process_time()
    for root, path in find_files([folder]):
        begin = time.perf_counter()
        try:
            readings.append(read(path, root))
        except DocumentError as error:
            print(error, file=sys.stderr)
            continue
        pages, seconds = readings[-1].document.page_count, time.perf_counter() - begin
        print(f"{pages:6} pages {pages / seconds:8.0f}/s  {path.name}", file=sys.stderr)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    begin = time.perf_counter()
    passages = sum(len(split(reading)) for reading in readings)
    splitting = time.perf_counter() - begin
    pages = sum(reading.document.page_count for reading in readings)
    return readings, [
        ["documents, pages", f"{len(readings)}, {pages}"],
        ["reading, one core", f"{pages / wall:.0f} pages/s ({pages / cpu:.0f} by CPU time)"],
        ["splitting into passages", f"{passages / splitting:.0f} passages/s"],
        ["memory with all pages loaded", resident(resource.RUSAGE_SELF)],
    ]


def measure_indexing(
    folder: Path, index: Path, encoder: str, readings: Sequence[Reading]
) -> list[list[str]]:
    """Indexing the folder, from files to a ready index, then again without a change."""
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
        ["indexing again, no change", f"{again.seconds:.2f} s"],
        ["memory of a reading process", resident(resource.RUSAGE_CHILDREN)],
    ]


def sample_questions(readings: Sequence[Reading], count: int) -> list[str]:
    """Headings of the documents as questions, drawn with a fixed seed."""
    titles = {
        heading.title
        for reading in readings
        for page in reading.pages
        for heading in page.headings
        if len(heading.title.split()) > 2
    }
    pool = sorted(titles) or [reading.document.title for reading in readings]
    return random.Random(0).choices(pool, k=count)


def measure_answers(index: Path, encoder: str, questions: Sequence[str]) -> list[list[str]]:
    """The time of answers, after a first one that loads the model."""
    rag = Rag.open(index, settings=Settings(encoder=encoder))
    rag.ask(questions[0])
    times: list[float] = []
    for question in questions:
        start = time.perf_counter()
        rag.ask(question)
        times.append(1_000 * (time.perf_counter() - start))
    middle, high = np.percentile(times, (50, 95))
    return [
        [f"ask, {len(questions)} questions", f"p50 {middle:.0f} ms, p95 {high:.0f} ms"],
        ["memory of the process", resident(resource.RUSAGE_SELF)],
    ]


def resident(who: int) -> str:
    """The peak memory of this process, or of one of its children."""
    return f"{resource.getrusage(who).ru_maxrss / 1024:.0f} MiB peak"


if __name__ == "__main__":
    main()
