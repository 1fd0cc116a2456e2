"""The tables of accounts.sqlite, and the connection to the file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from rag.config import Service
from rag.errors.service import AccountsUnusable
from rag.messages import Message

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
    """The file of the accounts of an index: beside its generations, which are replaced."""
    return Path(service.accounts_file) if service.accounts_file else index / "accounts.sqlite"


def connect(path: Path) -> sqlite3.Connection:
    """A connection that threads may share, one at a time; the file has mode 0600.

    Raises AccountsUnusable, also for a file of another version.
    """
    with reporting_unusable(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Created here: SQLite would create it readable by the group for a moment.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        # Waits 5 s at most for another process: a command that writes takes milliseconds.
        connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            _ensure_tables(connection, path)
        except (sqlite3.Error, AccountsUnusable):
            connection.close()
            raise
        return connection


@contextmanager
def reporting_unusable(path: Path) -> Iterator[None]:
    """Raises errors of SQLite and of the system as AccountsUnusable."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise AccountsUnusable(path=path, cause=str(error)) from error


def has_accounts(path: Path) -> bool:
    """Whether the file exists and holds an account; raises AccountsUnusable."""
    if not path.is_file():
        return False
    with reporting_unusable(path), closing(connect(path)) as connection:
        return connection.execute("SELECT 1 FROM accounts").fetchone() is not None


def _ensure_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Creates the tables in a new file, and checks the version of an existing one."""
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
        cause = Message("causes.accounts_version", version=version)
        raise AccountsUnusable(path=path, cause=cause)
