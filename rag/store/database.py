"""The tables of documents.sqlite, and how its file is opened: to read, to grow, after damage."""

from __future__ import annotations

import sqlite3
from pathlib import Path

# A passage's row is its number in the vectors and the terms; AUTOINCREMENT never gives the
# number of a removed passage to another one, so two generations tell their rows apart.
SCHEMA = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recipe TEXT NOT NULL,
    record TEXT NOT NULL,
    notices TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE TABLE pages (
    key INTEGER PRIMARY KEY,
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
# What format 2 added to format 1: the table, the column and its kind.
_ADDED = (("documents", "notices", "TEXT NOT NULL DEFAULT '[]'"), ("pages", "ocr", "REAL"))


def open_frozen(path: Path) -> sqlite3.Connection:
    """A connection that reads a file taken never to change; threads may share it in turn."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def open_growing(path: Path, *, durable: bool) -> sqlite3.Connection:
    """A connection that writes a file, made if need be, alone.

    Each statement outside a transaction is one of its own. A killed process loses nothing that
    was done; a power cut neither where ``durable``, else at most the last transactions.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # no shared memory beside the file
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def upgrade(connection: sqlite3.Connection) -> None:
    """Brings tables of an older format to this one, nothing lost; those of this one stay."""
    for table, column, kind in _ADDED:
        columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        if column not in columns:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def open_sound(path: Path, *, durable: bool) -> sqlite3.Connection | None:
    """``open_growing``; a file in which SQLite finds damage is deleted, and None returned."""
    connection = None
    try:
        connection = open_growing(path, durable=durable)
        if connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]:
            return connection
    except sqlite3.OperationalError:  # a full disk, for one, is no damage
        raise
    except sqlite3.DatabaseError:
        pass
    if connection is not None:
        connection.close()
    delete_file(path)
    return None


def delete_file(path: Path) -> None:
    """Deletes a database, its journal first: left alone it would be played into the next."""
    for name in (f"{path.name}-wal", f"{path.name}-shm", path.name):
        path.with_name(name).unlink(missing_ok=True)
