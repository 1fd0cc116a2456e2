"""What a service remembers while it runs: in its process or, with workers, in a file they share."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

_log = logging.getLogger(__name__)
_FILE = "shelves.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
    at INTEGER PRIMARY KEY, shelf TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (shelf, key)
) STRICT
"""
_LAST = "SELECT at FROM kept WHERE shelf = ? ORDER BY at DESC LIMIT 1 OFFSET ?"
_TRIMMED_EACH = 100  # changes after which a shelf is cut back to its size
_PATIENCE = 5  # seconds to wait for another process, whose change takes a tenth of a millisecond

# The new value of a key from the one before; ``None`` where there is none. What it raises changes
# nothing. Values are what JSON can hold.
ShelfChange = Callable[[Any], Any]


class Shelf(Protocol):
    """Values by their keys, those changed longest ago forgotten past a number."""

    def get(self, key: str) -> Any:
        """The value of a key, ``None`` if there is none."""
        ...

    def change(self, key: str, change: ShelfChange) -> Any:
        """Changes a value while nobody else can; returns the new one. ``None`` removes the key."""
        ...

    def __len__(self) -> int:
        """How many keys have a value."""
        ...


class MemoryShelf:
    """A shelf of one process; safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._values: OrderedDict[str, Any] = OrderedDict()

    def get(self, key: str) -> Any:
        """The value of a key, ``None`` if there is none."""
        return self._values.get(key)

    def change(self, key: str, change: ShelfChange) -> Any:
        """Changes a value while no other thread can; returns the new one."""
        with self._lock:
            value = change(self._values.get(key))
            self._values.pop(key, None)
            if value is not None:
                self._values[key] = value
                if len(self._values) > self._most:
                    self._values.popitem(last=False)
            return value

    def __len__(self) -> int:
        """How many keys have a value."""
        return len(self._values)


class ShelvesFile:
    """The file of all shelves that the workers of a service share, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.lock = threading.RLock()  # a change may read other shelves
        self.database = sqlite3.connect(
            folder / _FILE, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = OFF")  # it ends with the service
        self.database.execute(_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        with self.lock:
            self.database.close()


class SharedShelf:
    """A shelf of all workers of a service; safe to share between threads.

    If its file cannot be used, as on a full disk, each process remembers for itself.
    """

    def __init__(self, file: ShelvesFile, name: str, most: int) -> None:
        self._file, self._name, self._most = file, name, most
        self._own = MemoryShelf(most)
        self._changes = 0

    def get(self, key: str) -> Any:
        """The value of a key, ``None`` if there is none."""
        try:
            with self._file.lock:
                return self._read(key)
        except sqlite3.Error as error:
            _log.warning("workers cannot share what they remember: %s", error)
            return self._own.get(key)

    def change(self, key: str, change: ShelfChange) -> Any:
        """Changes a value while no other thread or process can; returns the new one."""
        try:
            with self._file.lock:
                self._file.database.execute("BEGIN IMMEDIATE")
                with self._file.database:  # commits, or rolls back on an error
                    value = change(self._read(key))
                    self._write(key, value)
                    return value
        except sqlite3.Error as error:
            _log.warning("workers cannot share what they remember: %s", error)
            return self._own.change(key, change)

    def __len__(self) -> int:
        """How many keys have a value."""
        with self._file.lock:
            query = "SELECT COUNT(*) FROM kept WHERE shelf = ?"
            return int(self._file.database.execute(query, (self._name,)).fetchone()[0])

    def _read(self, key: str) -> Any:
        query = "SELECT value FROM kept WHERE shelf = ? AND key = ?"
        found = self._file.database.execute(query, (self._name, key)).fetchone()
        return None if found is None else json.loads(found[0])

    def _write(self, key: str, value: Any) -> None:
        database = self._file.database
        if value is None:
            database.execute("DELETE FROM kept WHERE shelf = ? AND key = ?", (self._name, key))
            return
        # A replaced row has a new number: the lowest are those changed longest ago.
        row = (self._name, key, json.dumps(value))
        database.execute("INSERT OR REPLACE INTO kept (shelf, key, value) VALUES (?, ?, ?)", row)
        self._changes += 1
        if self._changes % _TRIMMED_EACH == 0:
            trim = f"DELETE FROM kept WHERE shelf = ? AND at <= ({_LAST})"  # noqa: S608
            database.execute(trim, (self._name, self._name, self._most))
