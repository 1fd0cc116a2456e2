"""How long a passage should be: whole articles and Acts cut at several lengths, then asked.

    python -m bench.passage_length SETS_FOLDER [--sets NAME ...] [--every 4] [--sample 200]
        [--out FILE]

The rows of a labelled corpus that share a title are joined to one document, as long as an
institution's are; of these every k-th is indexed (--every), and its questions are asked of the
whole product. A hit is good when it and the labelled row share half of the shorter of the two.
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
from rag.encoders import Encoder, RememberingEncoder, load_encoder
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
`verbatim-fr-en`: rows of one title joined to one document, every {every}th document indexed,
{sample} questions a set at most. Length: characters at which a passage closes (`TARGET` in
`rag/passages.py`; the longest in proportion). nDCG@10: of the first hit that overlaps the
labelled row by half of the shorter of the two; longer passages overlap more easily.
`sentence_hit`: the sentences shown hold a reference answer, refusals counted as none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a labelled row stands: its document, and its characters there."""

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
    chosen = parser.parse_args()
    encoder = RememberingEncoder(load_encoder())
    rows = [
        row
        for name in chosen.sets
        for row in measured(load_set(chosen.folder / name), encoder, chosen.every, chosen.sample)
    ]
    head = HEAD.format(every=chosen.every, sample=chosen.sample)
    header = ("set", "length", "passages", "questions", "ndcg@10", "sentence_hit")
    text = f"{head}\n\n{markdown_table(header, rows)}"
    publish(text, "passage-length", chosen.out)


def measured(
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
            good = [places[name] for name in question.relevant if name in places]
            ranked.append(gain(answer, good))
            if question.answers:
                shown.append(held(question, answer))
        cells = [f"{length:,}".replace(",", " "), str(report.passages), str(len(questions))]
        yield [labelled.name, *cells, told(ranked), told(shown)]
        print(labelled.name, *cells, told(ranked), told(shown), flush=True)


def joined(labelled: LabelledSet, every: int) -> tuple[list[Reading], dict[str, Place]]:
    """The documents of every k-th title, and where the rows of the corpus stand in them."""
    titles: dict[str, list[Reading]] = {}
    for reading in readings(labelled):
        titles.setdefault(reading.document.title, []).append(reading)
    documents, places = [], {}
    for title in sorted(titles)[::every]:
        text, path = "", hashlib.sha256(title.encode()).hexdigest()
        for row in titles[title]:
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{row.pages[0].text}" if text else row.pages[0].text
            places[row.document.path] = Place(path, start, len(text))
        first = titles[title][0].document
        document = Document(
            path, first.root, path, title, first.format, first.language, None, None, 1
        )
        documents.append(Reading(document, (Page(None, None, text),)))
    return documents, places


@contextmanager
def cut_at(length: int) -> Iterator[None]:
    """Passages close at this length meanwhile. Nobody but this script wants another."""
    before = passages.TARGET, passages.LONGEST
    passages.TARGET, passages.LONGEST = length, length * before[1] // before[0]
    try:
        yield
    finally:
        passages.TARGET, passages.LONGEST = before


def gain(answer: Answer, good: list[Place]) -> float:
    """The nDCG@10 of one question, of which one good hit is wanted."""
    for rank, hit in enumerate(answer.hits[:10], 1):
        if any(shared(hit, place) for place in good):
            return 1 / math.log2(rank + 1)
    return 0.0


def shared(hit: Hit, place: Place) -> bool:
    """Whether a hit and a labelled row share half of the shorter of the two."""
    passage = hit.passage
    both = min(passage.end, place.end) - max(passage.start, place.start)
    shorter = min(passage.end - passage.start, place.end - place.start)
    return hit.document.path == place.path and 2 * both >= shorter


def held(question: LabelledQuestion, answer: Answer) -> float:
    """Whether the sentences shown hold a reference answer."""
    text = " ".join(said.text for said in answer.statements)
    return answer_scores(text, question.answers, question.language)["contains"]


def told(values: list[float]) -> str:
    """The mean with its interval; empty for no values."""
    if not values:
        return ""
    mean = figure(values)
    return f"{mean.mean:.3f} ({mean.low:.3f}–{mean.high:.3f})"


if __name__ == "__main__":
    main()
