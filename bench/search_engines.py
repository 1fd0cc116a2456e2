"""The hits of labelled sets in Qdrant beside those in the files of the index.

    python -m bench.search_engines SET... [--questions 300]

Each set is indexed once. Its questions are searched in the files and in a Qdrant inside this
process, which computes with numpy what a server computes: hits are compared, not times.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.set_indexes import sampled
from rag.config import StoreSettings
from rag.encoders import load_encoder
from rag.evaluate.sets import load_set, readings
from rag.ingest import ingest_readings
from rag.records import Hit
from rag.retrieval.search import search
from rag.store import Store, open_engine

_DEPTH = 100


@dataclass
class Differences:
    """What differs between two engines over the questions of a set."""

    questions: int = 0
    first: int = 0
    ten: int = 0
    all: int = 0

    def note(self, files: Sequence[Hit], there: Sequence[Hit]) -> None:
        """Counts the hits of a question, best first."""
        ones, others = [hit.passage for hit in files], [hit.passage for hit in there]
        self.questions += 1
        self.first += ones[:1] != others[:1]
        self.ten += ones[:10] != others[:10]
        self.all += ones != others


def compare(folder: Path, count: int) -> tuple[Differences, int]:
    """What differs over questions of a set, and how many passages it has."""
    labelled, encoder = load_set(folder), load_encoder()
    engine = open_engine(StoreSettings(path=":memory:", collection=folder.name))
    found = Differences()
    with tempfile.TemporaryDirectory() as work:
        index = Path(work) / "index"
        report = ingest_readings(readings(labelled), index, encoder, engine=engine)
        questions = sampled(labelled, count)
        vectors = encoder.encode([each.text for each in questions], kind="query")
        with Store.open(index) as files, Store.open(index).searched_by(engine) as there:
            for question, vector in zip(questions, vectors, strict=True):
                hits = [
                    search(one, vector, question.text, language=question.language, k=_DEPTH)
                    for one in (files, there)
                ]
                found.note(*hits)
    return found, report.passages


def main() -> None:
    """Prints a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--questions", type=int, default=300)
    given = parser.parse_args()
    print("| set | passages | questions | first differs | ten differ | any differs |")
    print("|---|---|---|---|---|---|")
    for folder in given.sets:
        found, passages = compare(folder, given.questions)
        counts = f"{found.questions} | {found.first} | {found.ten} | {found.all}"
        print(f"| {folder.name} | {passages} | {counts} |", flush=True)


if __name__ == "__main__":
    main()
