"""What the reader learns from: a question, a passage, and what of the passage answers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.records import Language

Bounds = tuple[int, int]
ENCODER = Path("rag/models/verbatim-fr-en")  # where the reader starts from
# Where texts come from, and under which licence each may be used.
LICENCES = {
    "squad-v1.1-train": "CC BY-SA 4.0",
    "piaf-v1.1": "MIT (data), CC BY-SA (passages of French Wikipedia)",
    "service-public.fr": "Licence Ouverte 2.0",
    "travail-emploi.gouv.fr": "Licence Ouverte 2.0",
    "medquad": "CC BY 4.0",
    "justicecanada+laws-lois-xml": "Open Government Licence - Canada",
    "verbatim": "Apache-2.0",  # documents invented for this repository
}


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a passage.

    ``asked`` is the language of the question, ``language`` that of the passage. ``sentences``
    are offsets into the passage, end excluded, as is ``span``, the short answer: None where
    none is known or nothing answers. ``answering`` are places in ``sentences``: empty where
    nothing answers, None where it is not known which ones do. ``headings`` and ``before``,
    the sentence before the passage, are what a person sees around it.
    """

    kind: str
    source: str
    question: str
    asked: Language
    language: Language
    title: str
    passage: str
    sentences: tuple[Bounds, ...]
    answers: bool
    headings: tuple[str, ...] = ()
    before: str = ""
    span: Bounds | None = None
    answering: tuple[int, ...] | None = None

    @property
    def answer(self) -> str:
        """The short answer to the letter, empty where there is none."""
        return self.passage[slice(*self.span)] if self.span else ""

    @property
    def above(self) -> str:
        """Title and headings in one line, as they are read with the passage."""
        return " › ".join(part for part in (self.title, *self.headings) if part)


def holding(sentences: tuple[Bounds, ...], span: Bounds) -> tuple[int, ...]:
    """The places of the sentences that a span touches."""
    return tuple(
        place for place, (start, end) in enumerate(sentences) if start < span[1] and span[0] < end
    )


def write(path: Path, examples: Iterable[Example]) -> int:
    """Writes examples, a JSON line each, the same bytes for the same examples; how many."""
    count = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for example in examples:
            file.write(json.dumps(asdict(example), ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def read(path: Path) -> Iterator[Example]:
    """The examples of a file in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield _example(json.loads(line))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a compressed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _example(row: dict[str, Any]) -> Example:
    row["sentences"] = tuple((start, end) for start, end in row["sentences"])
    row["headings"] = tuple(row["headings"])
    row["span"] = tuple(row["span"]) if row["span"] else None
    row["answering"] = None if row["answering"] is None else tuple(row["answering"])
    return Example(**row)
