"""How often small libraries answer questions that they can answer, and refuse others.

    python -m bench.small_libraries SETS_FOLDER [--out bench/RESULTS.md]

Labelled sets have about a thousand passages; a folder of a few documents has about ten. Articles
of the sets are indexed one by one and ten by ten, without one passage of each. The questions are
of three kinds: on the passages kept, on the passages removed (near-miss), and as many on other
articles (off-corpus).
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.report import markdown_table, publish
from rag.encoders import CachingEncoder, load_encoder
from rag.engine import Rag
from rag.evaluate import LabelledQuestion, load_set
from rag.evaluate.metrics import figure
from rag.evaluate.sets import readings
from rag.ingest import ingest_readings
from rag.records import Reading

SETS, GROUPS = ("piaf-fr", "squad-en"), (1, 10)
PASSAGES, QUESTIONS, ARTICLES = 8, 6, 60  # at most, of an article; articles of a set
FEWEST = 3  # passages of an article that is used; it has at least twice as many questions
SEED = 5
HEAD = """## Small libraries

`python -m bench.small_libraries SETS_FOLDER --out bench/RESULTS.md`

Indexes of one article and of ten, without one passage of each: the share refused of the questions
that the other passages answer, and the share answered of the questions on the passages removed
(near-miss) and on other articles (off-corpus). Before confidence depended on the size of a
library, the same questions gave, line by line: 0.256, 0.211, 0.003; 0.139, 0.360, 0.031; 0.095,
0.263, 0.000; 0.057, 0.419, 0.019. The price is that more near misses are answered, at most as many
as in a library of a thousand passages."""


@dataclass
class Article:
    """The passages of an article and the questions on each."""

    passages: list[Reading] = field(default_factory=list)
    questions: dict[str, list[LabelledQuestion]] = field(default_factory=dict)

    def split(self) -> tuple[list[Reading], list[LabelledQuestion], list[LabelledQuestion]]:
        """All passages but one, the questions on them, and those on the one removed."""
        count = {name: len(questions) for name, questions in self.questions.items()}
        removed = min(count, key=lambda name: (count[name], name))
        kept = [one for one in self.passages if one.document.path != removed]
        answerable = [q for name, each in self.questions.items() if name != removed for q in each]
        return kept, answerable[:QUESTIONS], self.questions[removed]


def articles(folder: Path) -> list[Article]:
    """Articles with enough passages and questions, in a fixed random order."""
    labelled = load_set(folder)
    by_passage: dict[str, list[LabelledQuestion]] = defaultdict(list)
    for question in labelled.questions:
        for name in question.relevant if question.answerable else ():
            by_passage[name].append(question)
    found: dict[str, Article] = defaultdict(Article)
    for reading in readings(labelled):
        article = found[reading.document.title]
        if len(article.passages) < PASSAGES:
            article.passages.append(reading)
            if by_passage[reading.document.path]:
                article.questions[reading.document.path] = by_passage[reading.document.path]
    enough = [
        one
        for one in found.values()
        if len(one.passages) >= FEWEST
        and len(one.questions) > 1
        and sum(map(len, one.questions.values())) >= 2 * FEWEST
    ]
    random.Random(SEED).shuffle(enough)
    return enough[:ARTICLES]


def ask_group(
    group: Sequence[Article], others: Sequence[LabelledQuestion], encoder: CachingEncoder
) -> tuple[int, dict[str, list[float]]]:
    """How many passages a library of some articles has, and whether each question is answered."""
    parts = [article.split() for article in group]
    passages = [one for kept, _, _ in parts for one in kept]
    kinds = {
        "answerable": [q for _, answerable, _ in parts for q in answerable],
        "near-miss": [q for _, _, removed in parts for q in removed],
        "off-corpus": list(others),
    }
    with tempfile.TemporaryDirectory() as folder:
        ingest_readings(iter(passages), Path(folder), encoder)
        library = Rag.open(folder, loader=lambda name, revision: encoder)
        found = {
            kind: [float(library.ask(q.text).found) for q in questions]
            for kind, questions in kinds.items()
        }
    return len(passages), found


def row(folder: Path, size: int, encoder: CachingEncoder) -> list[str]:
    """A row of the table: libraries of ``size`` articles of a set."""
    every, draw = articles(folder), random.Random(SEED)
    passages, total = list[int](), defaultdict[str, list[float]](list)
    for start in range(0, len(every), size):
        group = every[start : start + size]
        elsewhere = [q for one in every if one not in group for q in one.split()[1]]
        count, found = ask_group(group, draw.sample(elsewhere, QUESTIONS * len(group)), encoder)
        passages.append(count)
        for kind, values in found.items():
            total[kind] += values
    total["answerable"] = [1 - value for value in total["answerable"]]
    shares = {kind: figure(values) for kind, values in total.items()}
    intervals = [f"{one.mean:.3f} ({one.low:.3f}–{one.high:.3f})" for one in shares.values()]
    mean = sum(passages) / len(passages)
    return [
        folder.name,
        str(len(passages)),
        f"{mean:.0f}",
        str(shares["answerable"].count),
        *intervals,
    ]


def main() -> None:
    """Measures both sets by one and by ten articles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    encoder = CachingEncoder(load_encoder(), most_read=600_000)
    rows = [row(options.folder / name, size, encoder) for name in SETS for size in GROUPS]
    columns = (
        "set", "libraries", "passages each", "questions", "answerable, refused (95 %)",
        "near-miss, answered", "off-corpus, answered",
    )  # fmt: skip
    text = f"{HEAD}\n\n{markdown_table(columns, rows)}"
    publish(text, "small", options.out)


if __name__ == "__main__":
    main()
