"""The vocabulary of a generation while it is published."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Self

from rag.store.layout import make_durable
from rag.store.qdrant.bm25_weights import FIELDS, TermCounts
from rag.store.qdrant.vocabulary import SCHEMA, VOCABULARY

# The weights of stored passages hold the mean length of when their collection was made: past such
# a change of it, all passages are sent again. It alters a score by less.
_MOST_DRIFT = 0.02


class VocabularyDraft:
    """A file beside that of the generation, which takes its name in the end."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._path = folder / f"{VOCABULARY}.new"
        self._path.unlink(missing_ok=True)
        if base is not None:
            shutil.copyfile(base / VOCABULARY, self._path)
        self._tables = sqlite3.connect(self._path, isolation_level=None)
        if base is None:
            self._tables.executescript(SCHEMA)
            self._tables.executemany("INSERT INTO lengths VALUES (?, 0, 0)", zip(FIELDS))
        self._tables.execute("PRAGMA synchronous = OFF")  # ``finish`` makes the file durable

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tables.close()
        self._path.unlink(missing_ok=True)

    def add(self, passages: Iterable[TermCounts], sign: int = 1) -> None:
        """Counts passages; those that are gone with the sign -1."""
        having: Counter[tuple[str, str]] = Counter()
        lengths: Counter[str] = Counter()
        for counts in passages:
            for field, terms in counts.items():
                having.update((field, term) for term in terms)
                lengths[field] += terms.total()
        with self._tables:
            self._tables.execute("BEGIN")
            self._tables.executemany(
                "INSERT INTO terms (field, term, passages) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
                ((*key, sign * count) for key, count in having.items()),
            )
            self._tables.executemany(
                "UPDATE lengths SET terms = terms + ? WHERE field = ?",
                ((sign * length, field) for field, length in lengths.items()),
            )

    def averages(self) -> dict[str, float]:
        """The mean length of each field that the stored weights have."""
        return dict(self._tables.execute("SELECT field, average FROM lengths"))

    def set_averages(self, passages: int) -> None:
        """Takes the mean lengths of now, for passages that are all stored again."""
        self._tables.execute(
            "UPDATE lengths SET average = CAST(terms AS REAL) / ?", (max(passages, 1),)
        )

    def has_drifted(self, passages: int) -> bool:
        """Whether the mean lengths are others than the stored weights have."""
        now = self._tables.execute("SELECT terms, average FROM lengths")
        return any(
            abs(terms / max(passages, 1) - average) > _MOST_DRIFT * average
            for terms, average in now
        )

    def numbers(self, field: str, terms: Iterable[str]) -> dict[str, int]:
        """The numbers of terms that were added."""
        return dict(
            self._tables.execute(
                "SELECT term, number FROM terms WHERE field = ?"
                " AND term IN (SELECT value FROM json_each(?))",
                (field, json.dumps(list(terms))),
            )
        )

    def finish(self, collection: str, passages: int) -> None:
        """Makes it the vocabulary of its generation, durably."""
        with closing(self._tables), self._tables:
            self._tables.execute("DELETE FROM published")
            self._tables.execute("INSERT INTO published VALUES (?, ?)", (collection, passages))
        make_durable(self._path)
        self._path.replace(self._path.with_name(VOCABULARY))
        make_durable(self._path.parent)
