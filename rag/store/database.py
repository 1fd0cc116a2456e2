"""The tables of documents.sqlite, and how the file is opened: to read, to write, after damage."""

from __future__ import annotations

import sqlite3
from pathlib import Path

# The row of a passage is its number in the vectors and the terms. AUTOINCREMENT never reuses the
# number of a removed passage, so a row means the same passage in two generations. Nor do two
# segments of a generation share a key, so that they can be merged as they are.
SCHEMA = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    recipe TEXT NOT NULL,
    record TEXT NOT NULL,
    notices TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE TABLE pages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER,
    label TEXT,
    text BLOB NOT NULL,
    headings TEXT NOT NULL,
    boxes BLOB NOT NULL,
    ocr REAL
) STRICT;
CREATE INDEX pages_of_document ON pages (document, number);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    language TEXT NOT NULL,
    headings TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX passages_of_page ON passages (page);
CREATE INDEX passages_by_digest ON passages (digest);
"""
# Which documents explain an acronym, and how. Older indexes of the same format lack the table.
ACRONYMS = """
CREATE TABLE acronyms (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    short TEXT NOT NULL,
    long TEXT NOT NULL
) STRICT;
CREATE INDEX acronyms_of_document ON acronyms (document);
"""
# What a segment changes in those before it: documents that are gone, and records written again.
# Only the tables of the newest segment are read: they repeat what those before it said.
CHANGES = """
CREATE TABLE gone (document INTEGER PRIMARY KEY) STRICT;
CREATE TABLE rewritten (document INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
"""
SCHEMA += ACRONYMS + CHANGES
# What format 2 added to format 1: the table, the column and its kind.
_ADDED = (("documents", "notices", "TEXT NOT NULL DEFAULT '[]'"), ("pages", "ocr", "REAL"))


def open_immutable(path: Path) -> sqlite3.Connection:
    """A read-only connection to a file that never changes; threads may share it in turn."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def open_writable(path: Path, *, durable: bool) -> sqlite3.Connection:
    """An exclusive connection that writes a file, created if missing.

    Each statement outside a transaction is a transaction of its own. A killed process loses
    nothing; a power cut loses nothing if ``durable``, else at most the last transactions.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # no shared memory beside the file
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:  # SQLite looks at the file here, not when it opens it
        connection.close()
        raise
    return connection


def upgrade(connection: sqlite3.Connection) -> None:
    """Adds the columns that tables of an older format lack; nothing is lost."""
    for table, column, kind in _ADDED:
        columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        if column not in columns:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def has_acronyms(connection: sqlite3.Connection) -> bool:
    """Whether there is a table of acronyms."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'acronyms'")
    return found.fetchone() is not None


def open_if_sound(path: Path, *, durable: bool) -> sqlite3.Connection | None:
    """``open_writable``, or ``None`` if SQLite finds damage: the file is then deleted."""
    connection = None
    try:
        connection = open_writable(path, durable=durable)
        if connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]:
            return connection
    except sqlite3.OperationalError:  # a full disk, for example, is not damage
        raise
    except sqlite3.DatabaseError:
        pass
    if connection is not None:
        connection.close()
    delete_file(path)
    return None


def delete_file(path: Path) -> None:
    """Deletes a database, its journal first: a journal left behind would go into the next file."""
    for name in (f"{path.name}-wal", f"{path.name}-shm", path.name):
        path.with_name(name).unlink(missing_ok=True)
