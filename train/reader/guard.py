"""Keeps the texts of the evaluation sets out of what the reader learns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from rag.errors import RagError
from rag.readers import read
from train.data import EvaluationTexts
from train.reader.examples import Example

# A passage with a tenth of its runs of words in an evaluation text holds a copied sentence.
_SHARE = 0.1


def guarded(folder: Path) -> EvaluationTexts:
    """A guard that knows the labelled sets and the documents of the natural questions."""
    guard = EvaluationTexts(folder)
    for text in natural_texts(folder / "natural"):
        guard.add(text)
    return guard


def natural_texts(folder: Path) -> Iterator[str]:
    """The natural questions with their answers, and the lines of their library."""
    questions = folder / "questions.jsonl"
    if questions.is_file():
        for line in questions.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (row[name] for name in ("q", "sentence") if row.get(name))
    for path in sorted((folder / "library").glob("*/*")):
        try:
            pages = read(path, folder).pages
        except RagError:
            continue  # sources and marks of the site are no documents
        yield from (page.text for page in pages)


def clean(example: Example, guard: EvaluationTexts) -> bool:
    """Whether neither the question nor the passage is of an evaluation text."""
    return not (guard.overlaps(example.question) or guard.overlaps(example.passage, _SHARE))
