"""Writes a generation: its vectors and terms follow from its passages."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rag.encoders import EncoderCard
from rag.store import layout, queries, segments
from rag.store.bm25 import Bm25Entry, Bm25Index
from rag.store.encoded_vectors import EncodedVectors
from rag.store.generation_draft import GenerationDraft
from rag.store.manifest import Manifest, Seal
from rag.store.packing import document_values
from rag.store.reader import Store
from rag.store.segments import Segment
from rag.store.taken_files import take
from rag.store.tantivy_files import is_rewritten, removed_share
from rag.store.vectors import FaissIndex

# Passages in memory at a time.
_CHUNK = 2_048
# tantivy counts a removed passage in its scores until its segment is merged: with more than this
# share of them, the terms are written again.
_MOST_REMOVED = 0.02


class GenerationWriter:
    """Writes the documents of a builder, with their vectors and terms, as a generation.

    Segments of the base that stay as they are, and the terms, are taken from it. What is new is one
    more segment, merged with the last ones of the base where they are small beside it.
    """

    def __init__(
        self,
        draft: GenerationDraft,
        encoded: EncodedVectors,
        base: Store | None,
        twins: Path | None,
    ) -> None:
        self._draft, self._encoded, self._base = draft, encoded, base
        self._twins = twins
        self._titles = {document.id: document.title for document in draft.documents()}
        self._fresh, self._gone = sorted(draft.fresh_rows()), sorted(draft.gone_rows())

    def write(self, folder: Path, card: EncoderCard, recipe: dict[str, str]) -> Manifest:
        """Fills a new folder, durably, with the manifest last."""
        folder.mkdir(parents=True)
        below = self._draft.below
        kept = segments.count_kept(below, len(self._fresh))
        seals = self._take(folder, segments.files_of(below[:kept]))
        name = f"{layout.SEGMENTS}/{folder.name}" if kept else ""
        self._write_segment(folder / name, below[:kept], below[kept:], card.dim)
        seals |= self._write_terms(folder)
        documents, pages, passages = self._draft.counts()
        manifest = Manifest(
            index_id=self._identity(card),
            created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            encoder=card,
            recipe=recipe,
            documents=documents,
            pages=pages,
            passages=passages,
            files={
                name: seals.get(name) or Seal.of(folder / name) for name in layout.files_of(folder)
            },
        )
        manifest.write(folder)
        for path in (*folder.rglob("*"), folder, folder.parent):
            layout.make_durable(path)
        return manifest

    def _write_segment(
        self, folder: Path, kept: Sequence[Segment], merged: Sequence[Segment], dim: int
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        draft = self._draft.connection
        tables = folder / layout.DOCUMENTS
        segments.create(tables, kept, draft)
        segments.merge(tables, (*(each.tables for each in merged), draft))
        with closing(sqlite3.connect(tables)) as connection:
            rows = queries.read_rows(connection)
            self._vectors(merged, rows, connection, dim).save(folder / layout.VECTORS)

    def _vectors(
        self, merged: Sequence[Segment], rows: set[int], tables: sqlite3.Connection, dim: int
    ) -> FaissIndex:
        """The vectors of a new segment: those that merged segments have, then new ones."""
        names = self._draft.copied or tuple(each.name for each in merged)
        files = [self._base.folder / name / layout.VECTORS for name in names] if self._base else []
        vectors = FaissIndex.load(files) if files else FaissIndex(dim)
        held = set(vectors.rows())
        vectors.remove(held - rows)
        for chosen in _chunks(sorted(rows - held)):
            keys = queries.digests_of(tables, chosen)
            known = self._encoded.by_digest(list(keys.values()))
            found = np.stack([known[keys[row]] for row in chosen])
            vectors.add(np.array(chosen, dtype=np.int64), found)
        return vectors

    def _write_terms(self, folder: Path) -> dict[str, Seal]:
        """Takes the terms of the base, then adds and removes; the seals of the files taken."""
        base, seals = self._base, dict[str, Seal]()
        fresh, own = self._fresh, folder / layout.TERMS
        if base is None or self._is_worn(base):
            terms, fresh = Bm25Index.create(own), sorted(self._draft.rows())
        else:
            names = [name for name in base.manifest.files if name.startswith(f"{layout.TERMS}/")]
            seals = self._take(folder, names)
            terms = Bm25Index.open(own)
            terms.remove(self._gone)
        for rows in _chunks(fresh):
            terms.add(rows, self._entries(rows))
        terms.commit()
        return {name: seal for name, seal in seals.items() if not is_rewritten(name)}

    def _is_worn(self, base: Store) -> bool:
        """Whether so many passages were removed that the scores would show it."""
        share = removed_share(base.folder / layout.TERMS, len(self._gone))
        return share > _MOST_REMOVED

    def _take(self, folder: Path, names: Iterable[str]) -> dict[str, Seal]:
        """Takes files of the base into a new generation; their seals."""
        if self._base is None:
            return {}
        return take(names, self._base.manifest.files, self._base.folder, folder, self._twins)

    def _entries(self, rows: Sequence[int]) -> Iterator[Bm25Entry]:
        passages = self._draft.passages(rows)
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
