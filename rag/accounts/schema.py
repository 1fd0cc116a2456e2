"""The tables of accounts.sqlite, and how the file is opened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from rag.config import Service
from rag.errors import Cause
from rag.errors.service import AccountsUnusable

FORMAT = 1
_SCHEMA = """
CREATE TABLE accounts (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    created REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE logins (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    expires REAL NOT NULL
) STRICT;
CREATE TABLE tokens (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    label TEXT NOT NULL,
    created REAL NOT NULL,
    expires REAL NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""


def accounts_file(index: Path, service: Service) -> Path:
    """Where the accounts of an index are kept: beside its generations, which come and go."""
    return Path(service.accounts_file) if service.accounts_file else index / "accounts.sqlite"


def connect(path: Path) -> sqlite3.Connection:
    """A connection that threads may share in turn; the file is its owner's alone, mode 0600.

    Raises AccountsUnusable, also for a file of another version.
    """
    with unusable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made by us before SQLite would: it would be open to the group for a moment.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        # What waits for another process at most: a command that writes takes milliseconds.
        connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            _found(connection, path)
        except (sqlite3.Error, AccountsUnusable):
            connection.close()
            raise
        return connection


@contextmanager
def unusable(path: Path) -> Iterator[None]:
    """What SQLite or the system refuses is told as AccountsUnusable."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise AccountsUnusable(path=path, cause=str(error)) from error


def any_account(path: Path) -> bool:
    """Whether the file is there and holds an account; raises AccountsUnusable."""
    if not path.is_file():
        return False
    with unusable(path), closing(connect(path)) as connection:
        return connection.execute("SELECT 1 FROM accounts").fetchone() is not None


def _found(connection: sqlite3.Connection, path: Path) -> None:
    """The tables, made where the file is new."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            secret = os.urandom(32)
            connection.execute("INSERT INTO secrets VALUES ('signing', ?)", (secret,))
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    finally:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
    if version not in (0, FORMAT):
        cause = Cause(f"version {version} du fichier", f"version {version} of the file")
        raise AccountsUnusable(path=path, cause=cause)
