"""What a library of 1,000 to 1,000,000 passages costs, beside bare FAISS and tantivy.

    python -m bench.scale SHARED --keep FOLDER [--passages 1000 10000 100000 1000000]
        [--points POINTS.tsv] [--draw SCALE.svg] [--out bench/RESULTS.md]

``SHARED`` has the training texts (see ``bench.grown_libraries``). The libraries are kept in a
folder and made only once. Each size is measured in a process of its own; its figures are added to
POINTS.tsv, from which the table and the picture are made: sizes can be measured one by one. Times
are of the processor, of the process that reads a new document too, with the files of the index in
the memory of the system. Waiting for the disk does not count.
"""

from __future__ import annotations

import argparse
import csv
import gc
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.grown_libraries import NoisyVectors, RealLibrary, RealText, real_questions
from bench.report import command_line, publish
from bench.scale_report import draw, read_points, table
from bench.size_costs import spent
from rag.config import Settings
from rag.encoders import EncoderCard
from rag.encoders.encoder import TextKind
from rag.encoders.tokens import Tokens
from rag.engine import Rag
from rag.ingest import ingest
from rag.retrieval.search import search
from rag.store import Latest, Library, open_usable

SIZES = (1_000, 10_000, 100_000, 1_000_000)
K, TRIES, SEARCHES, ANSWERS = 96, 3, 60, 24
NEW = "nouveau.txt"


class GivenPassages:
    """Encodes questions as its model does; passages get drawn vectors, which cost nothing."""

    def __init__(self, vectors: NoisyVectors) -> None:
        self._vectors = vectors
        self.card: EncoderCard = vectors.encoder.card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows."""
        if kind == "passage":
            return self._vectors.draw(len(texts), len(texts))
        return self._vectors.encoder.encode(texts, kind=kind)

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text token by token, as the model reads it."""
        return self._vectors.encoder.tokens(texts, kind=kind)


class Measures:
    """What is measured of one library."""

    def __init__(self, library: RealLibrary, questions: Sequence[str]) -> None:
        self.measured, self.questions = library, questions
        self.encoder = GivenPassages(library.vectors)

    def lines(self) -> dict[str, Callable[[], dict[str, float]]]:
        """What can be measured, by the first line of each."""
        return {
            "nothing changed": lambda: {"nothing changed": _median(self._ingest)},
            "one document added": self._changes,
            "one document given": self._given,
            "open": self._opening,
            "search": self._searches,
            "whole answer": self._answers,
            "disk": lambda: {"disk": _megabytes(self.measured.index)},
        }

    def _ingest(self) -> None:
        ingest([self.measured.files], self.measured.index, self.encoder)

    def _changes(self) -> dict[str, float]:
        """The times of a document added and removed, and the bytes that are written."""
        path, found = self.measured.files / NEW, dict[str, list[float]]()
        for turn in range(TRIES + 1):
            text = self.measured.text.passage(random.Random(-1 - turn), "fr")
            for name in ("added", "removed"):
                path.unlink() if name == "removed" else path.write_text(text, encoding="utf-8")
                before, seconds = _written(), _timed(self._ingest)
                if turn:  # the first change writes what the library's own writing left over
                    line = f"one document {name}"
                    found.setdefault(line, []).append(seconds)
                    written = (_written() - before) / 1e6
                    found.setdefault(f"{line}, written", []).append(written)
        return {name: statistics.median(values) for name, values in found.items()}

    def _given(self) -> dict[str, float]:
        """The time of a document added by its path: no other file is looked at."""
        path, found = self.measured.files / NEW, list[float]()
        for turn in range(TRIES):
            text = self.measured.text.passage(random.Random(-100 - turn), "fr")
            path.write_text(text, encoding="utf-8")
            given = partial(ingest, [path], self.measured.index, self.encoder)
            found.append(_timed(given))
        path.unlink()
        self._ingest()
        return {"one document given by its path": statistics.median(found)}

    def _open(self) -> Rag:
        return Rag.open(
            self.measured.index,
            settings=Settings(),
            loader=lambda name, revision: self.measured.vectors.encoder,
        )

    def _opening(self) -> dict[str, float]:
        return {"open": _median(lambda: self._open().close())}

    def _searches(self) -> dict[str, float]:
        with open_usable(self.measured.index) as store:
            latest = Latest(store, self.encoder.card).current()
            asked = self.questions[: SEARCHES + 1]
            vectors = self.encoder.encode(asked, kind="query")
            whole, floor = Floor(latest), list[float]()
            times = []
            for at, question in enumerate(asked):
                asking = partial(search, latest, vectors[at], question, language="fr", k=K)
                times.append(_timed(asking))
                floor.append(_timed(whole.asking(vectors[at], question)))
            found = {
                "search, p50": 1_000 * statistics.median(times[1:]),
                "floor: FAISS and tantivy alone, p50": 1_000 * statistics.median(floor[1:]),
                "recall@100 of the vectors": whole.recall(latest, vectors),
            }
        parts = list(found.values())
        return found | {"search / floor": parts[0] / parts[1]}

    def _answers(self) -> dict[str, float]:
        asked = self.questions[: ANSWERS + 1]
        with self._open() as rag:
            first, *times = (_timed(partial(rag.ask, question)) for question in asked)
            memory = _memory()
        middle, high = np.percentile(times, (50, 95))
        return {
            "first answer": first,
            "whole answer, p50": 1_000 * float(middle),
            "whole answer, p95": 1_000 * float(high),
        } | memory


class Floor:
    """The vectors and the terms of a library, asked by FAISS and tantivy alone."""

    def __init__(self, library: Library) -> None:
        import faiss

        rows = np.array(sorted(library.rows_in(each.id for each in library.documents())))
        self._flat: Any = faiss.IndexFlatIP(library.vectors.dim)
        for at in range(0, len(rows), 65_536):
            self._flat.add(library.vectors.reconstruct(rows[at : at + 65_536]))
        self._rows, self._terms = rows, library.terms

    def asking(self, vector: NDArray[np.float32], question: str) -> Callable[[], object]:
        """What the two alone do for a question: the query is ready."""
        searcher: Any = self._terms._searcher  # type: ignore[attr-defined]
        query = self._terms._query(question, "fr")  # type: ignore[attr-defined]

        def ask() -> None:
            self._flat.search(vector[None, :], K)
            searcher.search(query, K)

        return ask

    def recall(self, library: Library, vectors: NDArray[np.float32]) -> float:
        """The share of the 100 nearest passages that the library's own search has."""
        k = min(100, len(self._rows))
        exact = self._rows[self._flat.search(vectors, k)[1]]
        _, found = library.vectors.search(vectors, k)
        pairs = zip(exact.tolist(), found.tolist(), strict=True)
        return statistics.mean(len({*one} & {*other}) / k for one, other in pairs)


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = spent()
    work()
    return spent() - start


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_timed(work) for _ in range(TRIES))


def _written() -> int:
    """The bytes that this process had the system write to the disk."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    values = {name: int(value) for name, value in (line.split(": ") for line in lines)}
    return values["write_bytes"]


def _memory() -> dict[str, float]:
    """The memory of this process: all, and what is not the content of files."""
    gc.collect()
    text = Path("/proc/self/status").read_text(encoding="ascii")
    sizes = {
        name: int(value.split()[0]) / 1_000
        for name, _, value in (line.partition(":") for line in text.splitlines())
        if name in ("VmRSS", "RssAnon")
    }
    names = ("memory of serving", "of it, not of mapped files")
    return dict(zip(names, (sizes["VmRSS"], sizes["RssAnon"]), strict=True))


def _megabytes(folder: Path) -> float:
    """The disk that the live generation takes."""
    live = max((folder / "generations").iterdir())
    return sum(path.stat().st_size for path in live.rglob("*") if path.is_file()) / 1e6


def measure(options: argparse.Namespace, size: int) -> None:
    """Measures one size, and adds its figures to the points."""
    text = RealText(options.shared, options.keep)
    vectors = NoisyVectors(text, options.keep)
    library = RealLibrary(text, vectors, options.keep, size)
    questions = real_questions(options.shared, 1 + max(SEARCHES, ANSWERS))
    with options.points.open("a", encoding="utf-8", newline="") as file:
        for name, line in Measures(library, questions).lines().items():
            if name.startswith(tuple(options.only)):
                for each, value in line().items():
                    csv.writer(file, delimiter="\t").writerow((size, each, f"{value:.4g}"))
                    print(f"{size:,} {each}: {value:.4g}", file=sys.stderr, flush=True)
                file.flush()


def main() -> None:
    """Measures the libraries of the sizes given, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="the folder of the training texts")
    parser.add_argument("--keep", type=Path, required=True, help="a folder for the libraries")
    parser.add_argument("--passages", type=int, nargs="*", default=SIZES)
    parser.add_argument("--only", nargs="*", default=[""], help="lines whose names start so")
    parser.add_argument("--points", type=Path, help="the figures, one a line")
    parser.add_argument("--draw", type=Path, help="the picture, as SVG")
    parser.add_argument("--out", type=Path, help="write the table there")
    options = parser.parse_args()
    options.points = options.points or options.keep / "points.tsv"
    if len(options.passages) == 1:
        measure(options, options.passages[0])
    else:
        for size in options.passages:
            given = ["--keep", options.keep, "--points", options.points, "--only", *options.only]
            command = [sys.executable, "-m", "bench.scale", options.shared, *given]
            subprocess.run([*map(str, command), "--passages", str(size)], check=True)
    points = read_points(options.points)
    if options.draw:
        draw(points, options.draw)
    if len(options.passages) != 1:
        text = f"`{command_line(sys.argv)}`\n\n{table(points)}"
        with suppress(BrokenPipeError):
            publish(text, "scale", options.out)


if __name__ == "__main__":
    main()
