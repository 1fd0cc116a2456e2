"""The file notebooks.sqlite, beside the generations of an index, which are replaced."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from rag.errors.service import NotebookFull, NotebooksUnusable, NotebookUnknown
from rag.messages import Message
from rag.notebooks.records import EVERYBODY, KeptQuote, QuoteNotebook

MOST_QUOTES, MOST_NOTEBOOKS = 200, 200  # of a notebook, and of a person
MOST_CHARACTERS_OF_PERSON = 4_000_000  # of all quotes, with their questions and comments
_SCHEMA = """
CREATE TABLE IF NOT EXISTS notebooks (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL COLLATE NOCASE,
    title TEXT NOT NULL,
    created REAL NOT NULL,
    changed REAL NOT NULL,
    readers TEXT NOT NULL,
    quotes TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
_COLUMNS = "id, owner, title, created, readers, quotes"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Notebooks:
    """The notebooks of a service; safe to share between threads.

    Each belongs to the account that made it, whose name is ``owner``, "" for the user of this
    machine. Every method raises NotebooksUnusable if the file is damaged.
    """

    def __init__(self, path: Path, *, clock: Callable[[], dt.datetime] = _now) -> None:
        self._path, self._clock, self._lock = path, clock, threading.Lock()
        with self._reporting():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)  # a copy that was restored may be open to others
            self._database = sqlite3.connect(
                path, timeout=5, isolation_level=None, check_same_thread=False
            )
            try:
                self._database.execute(_SCHEMA)
            except sqlite3.Error:
                self._database.close()
                raise

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def of(self, owner: str) -> tuple[QuoteNotebook, ...]:
        """The notebooks of a person, the one changed last first."""
        return self._found("owner = ?", owner)

    def shared_with(self, reader: str) -> tuple[QuoteNotebook, ...]:
        """The notebooks of others that a person may read, the one changed last first."""
        found = self._found("owner != ? AND readers != '[]'", reader)
        return tuple(each for each in found if _reads(each, reader))

    def get(self, notebook_id: str, reader: str) -> QuoteNotebook:
        """A notebook that a person may read; raises NotebookUnknown."""
        for each in self._found("id = ?", notebook_id):
            if _reads(each, reader):
                return each
        raise NotebookUnknown

    def add(self, owner: str, title: str) -> QuoteNotebook:
        """A new, empty notebook; raises NotebookFull if the person has too many."""
        if len(self.of(owner)) >= MOST_NOTEBOOKS:
            raise NotebookFull(cause=Message("causes.notebook_count", limit=MOST_NOTEBOOKS))
        made = QuoteNotebook(secrets.token_urlsafe(12), owner, title, self._clock())
        stamp = made.created.timestamp()
        with self._transaction() as database:
            database.execute(
                "INSERT INTO notebooks VALUES (?, ?, ?, ?, ?, '[]', '[]')",
                (made.id, owner, title, stamp, stamp),
            )
        return made

    def keep(self, notebook_id: str, owner: str, quote: KeptQuote) -> QuoteNotebook:
        """Adds a quote at the end, with a key; one that is there already stays where it is.

        Raises NotebookUnknown or NotebookFull.
        """

        def added(notebook: QuoteNotebook) -> QuoteNotebook:
            if any(each.permalink == quote.permalink for each in notebook.quotes):
                return notebook
            if len(notebook.quotes) >= MOST_QUOTES:
                raise NotebookFull(cause=Message("causes.notebook_quotes", limit=MOST_QUOTES))
            keyed = replace(quote, key=secrets.token_hex(6))
            return replace(notebook, quotes=(*notebook.quotes, keyed))

        return self.change(notebook_id, owner, added)

    def change(
        self, notebook_id: str, owner: str, change: Callable[[QuoteNotebook], QuoteNotebook]
    ) -> QuoteNotebook:
        """Changes a notebook of its owner; raises NotebookUnknown, and NotebookFull if it grows
        past what all notebooks of a person may hold."""
        with self._transaction() as database:
            row = database.execute(
                f"SELECT {_COLUMNS} FROM notebooks WHERE id = ? AND owner = ?",  # noqa: S608
                (notebook_id, owner),
            ).fetchone()
            if row is None:
                raise NotebookUnknown
            changed = change(_notebook(*row))
            quotes = json.dumps([asdict(each) for each in changed.quotes])
            grows = len(quotes) - len(row[-1])
            if grows > 0 and self._characters_of(owner) + grows > MOST_CHARACTERS_OF_PERSON:
                most = Message("causes.notebook_characters", limit=MOST_CHARACTERS_OF_PERSON)
                raise NotebookFull(cause=most)
            database.execute(
                "UPDATE notebooks SET title = ?, changed = ?, readers = ?, quotes = ? WHERE id = ?",
                (
                    changed.title, self._clock().timestamp(), json.dumps(changed.readers), quotes,
                    notebook_id,
                ),
            )  # fmt: skip
        return changed

    def delete(self, notebook_id: str, owner: str) -> None:
        """Deletes a notebook of its owner; raises NotebookUnknown."""
        with self._transaction() as database:
            deleted = database.execute(
                "DELETE FROM notebooks WHERE id = ? AND owner = ?", (notebook_id, owner)
            )
            if not deleted.rowcount:
                raise NotebookUnknown

    def forget(self, owner: str, before: dt.datetime) -> None:
        """Deletes the notebooks of an earlier account of the same name."""
        with self._transaction() as database:
            database.execute(
                "DELETE FROM notebooks WHERE owner = ? AND created < ?",
                (owner, before.timestamp()),
            )

    def _characters_of(self, owner: str) -> int:
        query = "SELECT TOTAL(LENGTH(quotes)) FROM notebooks WHERE owner = ?"
        return int(self._database.execute(query, (owner,)).fetchone()[0])

    def _found(self, condition: str, *values: str) -> tuple[QuoteNotebook, ...]:
        query = f"SELECT {_COLUMNS} FROM notebooks WHERE {condition} ORDER BY changed DESC"  # noqa: S608
        with self._reporting(), self._lock:
            return tuple(_notebook(*row) for row in self._database.execute(query, values))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._reporting(), self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            with self._database:  # commits, or rolls back on an error
                yield self._database

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error, ValueError, TypeError) as error:
            raise NotebooksUnusable(path=self._path, cause=str(error)) from error


def _reads(notebook: QuoteNotebook, reader: str) -> bool:
    """Whether a person may read a notebook: the owner, or somebody it is shared with."""
    names = {notebook.owner.casefold(), *(each.casefold() for each in notebook.readers)}
    return reader.casefold() in names or EVERYBODY in names


def _notebook(
    notebook_id: str, owner: str, title: str, created: float, readers: str, quotes: str
) -> QuoteNotebook:
    return QuoteNotebook(
        notebook_id, owner, title, dt.datetime.fromtimestamp(created, dt.UTC),
        tuple(json.loads(readers)), tuple(KeptQuote(**each) for each in json.loads(quotes)),
    )  # fmt: skip
