"""Vectors stored by the text they encode, so that no text is encoded twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.runtime.undoing import undoing
from rag.store.database import open_if_sound, open_writable
from rag.store.packing import digests

if TYPE_CHECKING:
    from numpy.typing import NDArray


class EncodedVectors:
    """The vectors encoded for the next generation; a batch is on disk when ``keep`` returns."""

    def __init__(self, path: Path) -> None:
        self._database = open_if_sound(path, durable=True) or open_writable(path, durable=True)
        with undoing(self._database.close):
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (digest TEXT PRIMARY KEY, vector BLOB) STRICT"
            )

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores the vectors, (n, dim) float32, of n texts; a known text keeps its vector."""
        rows = [vector.tobytes() for vector in np.ascontiguousarray(vectors, dtype="<f4")]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                zip(digests(texts), rows, strict=True),
            )

    def recall(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of the known texts."""
        keys = digests(texts)
        found = self.by_digest(keys)
        return {text: found[key] for text, key in zip(texts, keys, strict=True) if key in found}

    def by_digest(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of the known digests."""
        found = self._database.execute(
            "SELECT digest, vector FROM vectors WHERE digest IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
        return {digest: np.frombuffer(vector, "<f4") for digest, vector in found}
