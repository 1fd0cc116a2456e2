"""The terms of a generation: their numbers in Qdrant, and how many passages have each.

It is a file in the folder of the generation. It is written last, so that a generation that has one
is published; it also names the collection of its passages.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self

from rag.language.words import fold
from rag.records import LANGUAGES, Language
from rag.runtime.undoing import undoing
from rag.store.qdrant.bm25_weights import analyse, fields_of, rarity
from rag.store.qdrant.edits_between import are_near

VOCABULARY = "search.sqlite"
SCHEMA = """
CREATE TABLE terms (
    number INTEGER PRIMARY KEY, field TEXT NOT NULL, term TEXT NOT NULL, passages INTEGER NOT NULL,
    UNIQUE (field, term)
) STRICT;
CREATE TABLE lengths (field TEXT PRIMARY KEY, terms INTEGER NOT NULL, average REAL NOT NULL) STRICT;
CREATE TABLE published (collection TEXT NOT NULL, passages INTEGER NOT NULL) STRICT;
"""
_START = 4  # letters that the words of a family share: "Brest", "brestois"
_LONG = 8  # letters of a word that may have two typing errors
_LAST = "\U0010ffff"


class KnownTerm(NamedTuple):
    """A term of a field: its number, and how many passages have it."""

    number: int
    passages: int


class Vocabulary:
    """The vocabulary of a published generation; safe to share between threads."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables
        # With the generation that it is of. A thread may still read at the end of the process.
        weakref.finalize(self, tables.close).atexit = False
        self._lock = threading.Lock()
        published = self._read("SELECT collection, passages FROM published")[0]
        self.collection: str = published[0]
        self.passages: int = published[1]
        self.averages: dict[str, float] = dict(self._read("SELECT field, average FROM lengths"))

    @classmethod
    def open(cls, folder: Path) -> Self | None:
        """That of a generation in a folder, ``None`` where it was not published."""
        path = folder / VOCABULARY
        if not path.is_file():
            return None
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            tables = sqlite3.connect(address, uri=True, check_same_thread=False)
            with undoing(tables.close):
                return cls(tables)
        except (sqlite3.DatabaseError, IndexError):
            return None

    def find(self, field: str, terms: Iterable[str]) -> dict[str, KnownTerm]:
        """The terms that passages have in a field."""
        found = self._read(
            "SELECT term, number, passages FROM terms WHERE field = ? AND passages > 0"
            " AND term IN (SELECT value FROM json_each(?))",
            (field, json.dumps(list(terms))),
        )
        return {term: KnownTerm(number, passages) for term, number, passages in found}

    def frequency(self, word: str, language: Language) -> int:
        """How many passages of a language have the term of a word in their text or headings."""
        return max(self._fewest(field, word, language) for field in fields_of(language))

    def rarity(self, word: str, language: Language) -> float:
        """The inverse document frequency of a word among the passages of a language, from 0."""
        if not analyse(word, language):
            return 0.0
        return rarity(self.passages, self._fewest(fields_of(language)[0], word, language))

    def resembling(self, word: str) -> Iterator[int]:
        """The numbers of the terms that begin like a word, or differ from it by a typing error."""
        start = fold(word)[:_START]
        rows = "SELECT number FROM terms WHERE passages > 0 AND field = ?"
        most = 2 if len(word) >= _LONG else 1
        for language in LANGUAGES:
            for field in fields_of(language):
                for (number,) in self._read(
                    f"{rows} AND term >= ? AND term < ?", (field, start, start + _LAST)
                ):
                    yield number
                for term in analyse(word, language):
                    yield from self._near(field, term, most)

    def _near(self, field: str, term: str, most: int) -> Iterator[int]:
        """The numbers of the terms of a field that differ by a few letters."""
        alike = self._read(
            "SELECT number, term FROM terms WHERE passages > 0 AND field = ?"
            " AND length(term) BETWEEN ? AND ?",
            (field, len(term) - most, len(term) + most),
        )
        return (number for number, other in alike if are_near(term, other, most))

    def _fewest(self, field: str, word: str, language: Language) -> int:
        """How many passages have all terms of a word in a field, at most."""
        terms = analyse(word, language)
        found = self.find(field, terms)
        return min((found[term].passages if term in found else 0 for term in terms), default=0)

    def _read(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._tables.execute(query, tuple(values)).fetchall()
