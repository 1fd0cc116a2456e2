"""Sections of regulations as a reader of the product sees them: a line a clause, notes above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.records import Language
from train.reader.examples import Bounds, rows
from train.reader.sources import bounds

SOURCE = "justicecanada+laws-lois-xml"
# Stand in the library of natural questions, which measures the reader.
KEPT_OUT = ("SOR-2016-187", "SOR-2019-97", "SOR-2024-237", "SOR-2015-121")
LANGUAGES: tuple[Language, Language] = ("en", "fr")
# "writing. Electronic signature(3)If": a marginal note, then the number of its subsection.
_NOTE = re.compile(
    r"(?:(?<=[.;])|(?<=[.;] )) ?(?P<note>[A-ZÀ-Ý][^.;:()]{2,90}?)"
    r"(?P<mark>\(\d{1,2}(?:\.\d+)?\))(?=[A-ZÀ-Ý«“])"
)
_SUBSECTION = re.compile(r"(?:^|(?<=[.;] )|(?<=[.;]))(?P<mark>\(\d{1,2}(?:\.\d+)?\))(?=[A-ZÀ-Ý«“])")
# "if (a)the", "documents :a)les": marks of items have no blank after them, references have one.
_ITEM = re.compile(r"\s*(?P<mark>\(?(?:[a-z]|[ivx]{2,4})(?:\.\d)?\))(?=[^\s,.;:)(])")
_BLANKS = re.compile(r"[ \t]+")
_MARK = re.compile(r"^\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})(?:\.\d)?\) ?")


@dataclass(frozen=True, slots=True)
class Section:
    """A section in one language: ``text`` has a clause or an item a line.

    ``notes`` are the places of lines in ``sentences`` that are marginal notes.
    """

    doc: str
    language: Language
    title: str
    note: str
    text: str
    sentences: tuple[Bounds, ...]
    notes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Clause:
    """Places of the sentence that leads in and of its items; a sentence alone has no items."""

    lead: int
    items: tuple[int, ...]


def read_sections(root: Path) -> Iterator[tuple[Section, Section]]:
    """The sections in English and in French."""
    for row in rows(root / "data/sections_regulations_canada.jsonl.gz"):
        if row.get("doc") in KEPT_OUT:
            continue
        yield section(row, "en"), section(row, "fr")


def section(row: dict[str, str], language: Language) -> Section:
    """One language of a row, its text in lines."""
    text, notes = lined(row[f"text_{language}"])
    found = bounds(text)
    places = frozenset(
        place for place, (start, end) in enumerate(found) if text[start:end] in notes
    )
    title, note = row[f"title_{language}"], row[f"note_{language}"]
    return Section(row.get("doc", title), language, title, note, text, found, places)


def lined(text: str) -> tuple[str, frozenset[str]]:
    """The text with a subsection, a note or an item a line, and the notes."""
    notes: set[str] = set()

    def noted(match: re.Match[str]) -> str:
        notes.add(match["note"].strip())
        return f"\n{match['note'].strip()}\n{match['mark']} "

    text = _NOTE.sub(noted, text)
    text = _SUBSECTION.sub(lambda match: f"\n{match['mark']} ", text)
    text = _ITEM.sub(lambda match: f"\n{match['mark']} ", text)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line), frozenset(notes)


def clauses(section: Section) -> Iterator[Clause]:
    """The sentences that are not items, each with the items that follow it."""
    lead, items = -1, []
    for place, (start, end) in enumerate(section.sentences):
        if lead >= 0 and re.match(r"\(?(?:[a-z]|[ivx]{1,4})(?:\.\d)?\) ", section.text[start:end]):
            items.append(place)
            continue
        if lead >= 0:
            yield Clause(lead, tuple(items))
        lead, items = (-1 if place in section.notes else place), []
    if lead >= 0:
        yield Clause(lead, tuple(items))


def unmarked(sentence: str) -> tuple[str, int]:
    """A sentence without the number that marks its clause, and how many characters that took."""
    mark = _MARK.match(sentence)
    begin = mark.end() if mark else 0
    return sentence[begin:], begin
