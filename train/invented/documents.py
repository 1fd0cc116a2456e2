"""Minutes, resolutions, reports, statutes, surveys and guides of bodies that do not exist.

Official sheets and regulations are free to use, but an institution has other documents too. These
were written for this repository, half in French and half in English, as such documents are: with
votes, apologies, comparisons with the year before, provisos and samples. No text is another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.records import Language
from train.reader.examples import rows

DOCUMENTS = Path(__file__).parent / "documents.jsonl.gz"
SOURCE = "verbatim"  # as ``train.reader.examples.LICENCES`` names it


@dataclass(frozen=True, slots=True)
class InventedPassage:
    """A passage of an invented document, under its title and its heading ("" if it has none)."""

    title: str
    lang: Language
    heading: str
    text: str


def invented_passages(path: Path = DOCUMENTS) -> Iterator[InventedPassage]:
    """The passages in the order of their file, those of one document together."""
    for row in rows(path):
        yield InventedPassage(**row)
