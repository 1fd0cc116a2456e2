"""Writes a generation: its vectors and terms follow from its passages."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rag.encoders import EncoderCard
from rag.store import layout, queries
from rag.store.bm25 import Bm25Entry, Bm25Index
from rag.store.encoded_vectors import EncodedVectors
from rag.store.generation_draft import GenerationDraft
from rag.store.manifest import Manifest, Seal
from rag.store.packing import document_values
from rag.store.reader import Store
from rag.store.vectors import FaissIndex

# Passages in memory at a time.
_CHUNK = 2_048


class GenerationWriter:
    """Writes the documents of a builder, with their vectors and terms, as a generation.

    Vectors and terms are copied from the base generation, without the rows that are gone and
    with the rows that are new.
    """

    def __init__(self, draft: GenerationDraft, encoded: EncodedVectors, base: Store | None) -> None:
        self._draft, self._database = draft, draft.connection
        self._encoded = encoded
        self._base = base
        self._titles = {document.id: document.title for document in draft.documents()}
        now = draft.rows()
        before = set() if base is None else base.rows()
        self._gone = sorted(before - now)
        self._fresh = sorted(now - before)

    def write(self, folder: Path, card: EncoderCard, recipe: dict[str, str]) -> Manifest:
        """Fills a new folder, durably, with the manifest last."""
        folder.mkdir(parents=True)
        self._database.execute("VACUUM INTO ?", (str(folder / layout.DOCUMENTS),))
        self._write_vectors(folder / layout.VECTORS, card.dim)
        self._write_terms(folder / layout.TERMS)
        documents, pages, passages = queries.counts(self._database)
        manifest = Manifest(
            index_id=self._identity(card),
            created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            encoder=card,
            recipe=recipe,
            documents=documents,
            pages=pages,
            passages=passages,
            files={name: Seal.of(folder / name) for name in layout.files_of(folder)},
        )
        manifest.write(folder)
        for path in (*folder.rglob("*"), folder, folder.parent):
            layout.make_durable(path)
        return manifest

    def _write_vectors(self, path: Path, dim: int) -> None:
        if self._base is None:
            vectors = FaissIndex(dim)
        else:
            vectors = FaissIndex.load(self._base.folder / layout.VECTORS)
            vectors.remove(np.array(self._gone, dtype=np.int64))
        for rows in _chunks(self._fresh):
            keys = queries.digests_of(self._database, rows)
            known = self._encoded.by_digest(list(keys.values()))
            found = np.stack([known[keys[row]] for row in rows])
            vectors.add(np.array(rows, dtype=np.int64), found)
        vectors.save(path)

    def _write_terms(self, folder: Path) -> None:
        if self._base is None:
            terms = Bm25Index.create(folder)
        else:
            folder.mkdir()
            for path in (self._base.folder / layout.TERMS).iterdir():
                if path.suffix != ".lock":
                    shutil.copyfile(path, folder / path.name)  # with the modes of new files
            terms = Bm25Index.open(folder)
            terms.remove(self._gone)
        for rows in _chunks(self._fresh):
            terms.add(rows, self._entries(rows))
        terms.commit()

    def _entries(self, rows: Sequence[int]) -> Iterator[Bm25Entry]:
        passages = queries.read_passages(self._database, rows)
        for passage in map(passages.__getitem__, rows):
            title = self._titles[passage.document_id]
            yield Bm25Entry(passage.language, title, passage.headings, passage.text)

    def _identity(self, card: EncoderCard) -> str:
        """16 hexadecimal digits, equal for equal documents, recipes and encoders."""
        documents = [
            document_values(document) | {"root": ""} for document in self._draft.documents()
        ]
        recipes = sorted(set(self._draft.recipes().values()))
        text = json.dumps([asdict(card), recipes, documents], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
