"""How long a passage should be: whole articles and Acts split at several lengths.

    python -m bench.passage_length SETS_FOLDER [--sets NAME ...] [--every 4] [--sample 200]
        [--out FILE]

The rows of a labelled corpus with the same title are joined into one document, about as long as
those of an institution. Every k-th document is indexed (--every), and its questions go through the
whole product. A hit is relevant if it overlaps the labelled row by half of the shorter of the two.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.report import markdown_table, publish
from rag import Rag, passages
from rag.config import Settings
from rag.encoders import CachingEncoder, Encoder, load_encoder
from rag.evaluate import LabelledQuestion, LabelledSet, load_set
from rag.evaluate.metrics import answer_scores, figure
from rag.evaluate.sets import readings
from rag.ingest import ingest_readings
from rag.records import Answer, Document, Hit, Page, Reading
from rag.store import Store

SETS = ("squad-en", "piaf-fr", "law-fr")
LENGTHS = (550, 1_100, 2_200)
HEAD = """## Passage length

`python -m bench.passage_length SETS_FOLDER --every {every} --sample {sample}`, encoder
`verbatim-fr-en`: rows with the same title joined into one document, every {every}th document
indexed, at most {sample} questions a set. Length: characters at which a passage ends (`TARGET` in
`rag/passages.py`; the maximum in proportion). nDCG@10: of the first hit that overlaps the labelled
row by half of the shorter of the two; longer passages overlap more easily. `sentence_hit`: the
sentences shown contain a reference answer; a refusal counts as 0."""


@dataclass(frozen=True, slots=True)
class JoinedPlace:
    """Where a labelled row is: its document, and its characters there."""

    path: str
    start: int
    end: int


def main() -> None:
    """Measures every set at every length and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    encoder = CachingEncoder(load_encoder())
    rows = [
        row
        for name in options.sets
        for row in measure(load_set(options.folder / name), encoder, options.every, options.sample)
    ]
    head = HEAD.format(every=options.every, sample=options.sample)
    header = ("set", "length", "passages", "questions", "ndcg@10", "sentence_hit")
    text = f"{head}\n\n{markdown_table(header, rows)}"
    publish(text, "passage-length", options.out)


def measure(
    labelled: LabelledSet, encoder: Encoder, every: int, sample: int
) -> Iterator[list[str]]:
    """A row of the table for each length."""
    documents, places = joined(labelled, every)
    questions = [q for q in labelled.questions if q.answerable and places.keys() & q.relevant]
    questions = questions[:: -(-len(questions) // sample)]
    for length in LENGTHS:
        with cut_at(length), tempfile.TemporaryDirectory() as folder:
            report = ingest_readings(documents, Path(folder), encoder)
            rag = Rag(Store.open(Path(folder)), encoder, Settings(hits=20))
            answers = [rag.ask(question.text) for question in questions]
        ranked, shown = [], []
        for question, answer in zip(questions, answers, strict=True):
            relevant = [places[name] for name in question.relevant if name in places]
            ranked.append(ndcg(answer, relevant))
            if question.answers:
                shown.append(held(question, answer))
        cells = [f"{length:,}".replace(",", " "), str(report.passages), str(len(questions))]
        yield [labelled.name, *cells, interval(ranked), interval(shown)]
        print(labelled.name, *cells, interval(ranked), interval(shown), flush=True)


def joined(labelled: LabelledSet, every: int) -> tuple[list[Reading], dict[str, JoinedPlace]]:
    """The documents of every k-th title, and the places of the corpus rows in them."""
    titles: dict[str, list[Reading]] = {}
    for reading in readings(labelled):
        titles.setdefault(reading.document.title, []).append(reading)
    documents, places = [], {}
    for title in sorted(titles)[::every]:
        text, path = "", hashlib.sha256(title.encode()).hexdigest()
        for row in titles[title]:
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{row.pages[0].text}" if text else row.pages[0].text
            places[row.document.path] = JoinedPlace(path, start, len(text))
        first = titles[title][0].document
        document = Document(
            path, first.root, path, title, first.format, first.language, None, None, 1
        )
        documents.append(Reading(document, (Page(None, None, text),)))
    return documents, places


@contextmanager
def cut_at(length: int) -> Iterator[None]:
    """Passages end at this length inside the block. Only this script needs another length."""
    before = passages.TARGET, passages.LONGEST
    passages.TARGET, passages.LONGEST = length, length * before[1] // before[0]
    try:
        yield
    finally:
        passages.TARGET, passages.LONGEST = before


def ndcg(answer: Answer, relevant: list[JoinedPlace]) -> float:
    """The nDCG@10 of one question, for which one relevant hit is enough."""
    for rank, hit in enumerate(answer.hits[:10], 1):
        if any(overlap(hit, place) for place in relevant):
            return 1 / math.log2(rank + 1)
    return 0.0


def overlap(hit: Hit, place: JoinedPlace) -> bool:
    """Whether a hit and a labelled row overlap by half of the shorter of the two."""
    passage = hit.passage
    common = min(passage.end, place.end) - max(passage.start, place.start)
    shorter = min(passage.end - passage.start, place.end - place.start)
    return hit.document.path == place.path and 2 * common >= shorter


def held(question: LabelledQuestion, answer: Answer) -> float:
    """Whether the sentences shown hold a reference answer."""
    text = " ".join(statement.text for statement in answer.statements)
    return answer_scores(text, question.answers, question.language)["contains"]


def interval(values: list[float]) -> str:
    """The mean with its interval; empty for no values."""
    if not values:
        return ""
    mean = figure(values)
    return f"{mean.mean:.3f} ({mean.low:.3f}–{mean.high:.3f})"


if __name__ == "__main__":
    main()
