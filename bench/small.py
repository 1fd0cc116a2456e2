"""How often small libraries answer what they hold, and refuse what they do not.

    python bench/small.py SETS_FOLDER [--out bench/RESULTS.md]

Labelled sets have some thousand passages; a folder of a few documents has some ten. Articles of
the sets are indexed by one and by ten, less one passage each, and asked three kinds of questions:
those of the passages left, those of the passages taken away (near miss), and as many of other
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

from report import markdown_table, publish

from rag.encoders import RememberingEncoder, load_encoder
from rag.engine import Rag
from rag.evaluate import LabelledQuestion, load_set
from rag.evaluate.metrics import figure
from rag.evaluate.sets import readings
from rag.ingest import ingest_readings
from rag.records import Reading

SETS, GROUPS = ("piaf-fr", "squad-en"), (1, 10)
PASSAGES, QUESTIONS, ARTICLES = 8, 6, 60  # of an article, at most; articles of a set
FEWEST = 3  # passages, and twice as many questions, of an article that is taken
SEED = 5
HEAD = """## Small libraries

`python bench/small.py SETS_FOLDER --out bench/RESULTS.md`

Indexes of one article and of ten, less a passage of each: what is refused of the questions that
the rest answers, and what is answered of those of the passages taken away (near miss) and of
other articles (off-corpus). Until the size of a library had its part in the confidence, the same
questions gave, line by line: 0.256, 0.211, 0.003; 0.139, 0.360, 0.031; 0.095, 0.263, 0.000;
0.057, 0.419, 0.019. More near misses are answered for it, as many as of a library of a thousand
passages at the most."""


@dataclass
class Article:
    """The passages of an article and the questions on each of them."""

    passages: list[Reading] = field(default_factory=list)
    questions: dict[str, list[LabelledQuestion]] = field(default_factory=dict)

    def split(self) -> tuple[list[Reading], list[LabelledQuestion], list[LabelledQuestion]]:
        """The passages but one, the questions on them, and those on the one taken away."""
        count = {name: len(asked) for name, asked in self.questions.items()}
        gone = min(count, key=lambda name: (count[name], name))
        kept = [one for one in self.passages if one.document.path != gone]
        held = [q for name, asked in self.questions.items() if name != gone for q in asked]
        return kept, held[:QUESTIONS], self.questions[gone]


def articles(folder: Path) -> list[Article]:
    """Articles with enough passages and questions, in an order that does not change."""
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


def asked(
    group: Sequence[Article], others: Sequence[LabelledQuestion], encoder: RememberingEncoder
) -> tuple[int, dict[str, list[float]]]:
    """The passages of a library of some articles, and whether each question is answered."""
    parts = [article.split() for article in group]
    passages = [one for kept, _, _ in parts for one in kept]
    kinds = {
        "held": [q for _, held, _ in parts for q in held],
        "near": [q for _, _, near in parts for q in near],
        "off": list(others),
    }
    with tempfile.TemporaryDirectory() as folder:
        ingest_readings(iter(passages), Path(folder), encoder)
        library = Rag.open(folder, loader=lambda name, revision: encoder)
        found = {
            kind: [float(library.ask(q.text).found) for q in questions]
            for kind, questions in kinds.items()
        }
    return len(passages), found


def row(folder: Path, size: int, encoder: RememberingEncoder) -> list[str]:
    """A line of the table: libraries of so many articles of a set."""
    every, chance = articles(folder), random.Random(SEED)
    passages, total = list[int](), defaultdict[str, list[float]](list)
    for start in range(0, len(every), size):
        group = every[start : start + size]
        away = [q for one in every if one not in group for q in one.split()[1]]
        count, found = asked(group, chance.sample(away, QUESTIONS * len(group)), encoder)
        passages.append(count)
        for kind, values in found.items():
            total[kind] += values
    total["held"] = [1 - value for value in total["held"]]
    shares = {kind: figure(values) for kind, values in total.items()}
    told = [f"{one.mean:.3f} ({one.low:.3f}–{one.high:.3f})" for one in shares.values()]
    mean = sum(passages) / len(passages)
    return [folder.name, str(len(passages)), f"{mean:.0f}", str(shares["held"].count), *told]


def main() -> None:
    """Measures both sets by one and by ten articles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    encoder = RememberingEncoder(load_encoder(), most_read=3_000)
    rows = [row(chosen.folder / name, size, encoder) for name in SETS for size in GROUPS]
    columns = (
        "set", "libraries", "passages each", "questions", "answerable, refused (95 %)",
        "near miss, answered", "off-corpus, answered",
    )  # fmt: skip
    text = f"{HEAD}\n\n{markdown_table(columns, rows)}"
    publish(text, "small", chosen.out)


if __name__ == "__main__":
    main()
