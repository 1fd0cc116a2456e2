"""A trained reader on the examples kept apart.

    python -m train.reader.evaluate MODEL DATA [--most 4000]

Prints, by language of question and passage: word F1 and exact match of spans on gold passages,
how often the best sentence answers, and the areas under the curve that tell answered questions
from those that nothing answers, a kind at a time.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.passage_reader.layout import LONGEST
from train.reader import examples
from train.reader.examples import Example
from train.reader.reading import ExampleReading, TrainedReader
from train.reader.scoring import auc, by, exact, word_f1

Read = Sequence[tuple[Example, ExampleReading]]


def spans(read: Read) -> Iterator[str]:
    """Lines with F1 and exact match of those that have a short answer."""
    for name, measure in (("F1", word_f1), ("exact", exact)):
        rows = (
            (_name(one), measure(one.passage[slice(*found.span)], one.answer))
            for one, found in read
            if one.span
        )
        for of, (mean, count) in by(rows).items():
            yield f"{name:8} {of:24} {mean:.3f} of {count}"


def sentences(read: Read) -> Iterator[str]:
    """Lines with the share whose best sentence is one that answers."""
    rows = (
        (_name(one), float(_best(found) in one.answering)) for one, found in read if one.answering
    )
    for of, (mean, count) in by(rows).items():
        yield f"sentence {of:24} {mean:.3f} of {count}"


def answered(read: Read) -> Iterator[str]:
    """Lines with the area under the curve of answered questions against a kind of null ones."""
    for pair in sorted({_languages(one) for one, _ in read}):
        same = [(one, found) for one, found in read if _languages(one) == pair]
        yes = [found.answers for one, found in same if one.answers]
        for kind in sorted({one.kind for one, _ in same if not one.answers}):
            no = [found.answers for one, found in same if one.kind == kind]
            yield f"AUC      {kind} {pair:12} {auc(yes, no):.3f} of {len(yes)} and {len(no)}"


def _best(found: ExampleReading) -> int:
    return max(range(len(found.sentences)), key=found.sentences.__getitem__)


def _name(example: Example) -> str:
    return f"{example.kind} {_languages(example)}"


def _languages(example: Example) -> str:
    return f"{example.asked}-{example.language}"


def main() -> None:
    """Prints the figures of a model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, default=4_000, help="examples")
    parser.add_argument("--tokens", type=int, default=LONGEST, help="of a text at most")
    chosen = parser.parse_args()
    rows = itertools.islice(examples.read(chosen.data / "held.jsonl.gz"), chosen.most)
    held = list(rows)
    read = list(zip(held, TrainedReader.of(chosen.model)(held, chosen.tokens), strict=True))
    for line in itertools.chain(spans(read), sentences(read), answered(read)):
        print(line)


if __name__ == "__main__":
    main()
