"""Writes a generation: its vectors and terms follow from its passages."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath

import numpy as np

from rag.encoders import EncoderCard
from rag.store import coded_vectors, layout, queries, segments
from rag.store.bm25 import Bm25Entry, Bm25Index
from rag.store.checked_files import CheckedFiles
from rag.store.encoded_vectors import EncodedVectors
from rag.store.generation_draft import GenerationDraft
from rag.store.identity import identity, read_sum, sum_after, sum_of, write_sum
from rag.store.joined_vectors import load_exact
from rag.store.manifest import FORMAT, FORMAT_WITH_CODES, Manifest, Seal
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
        checked: CheckedFiles,
    ) -> None:
        self._draft, self._encoded, self._base = draft, encoded, base
        self._twins, self._checked = twins, checked
        self._titles = {document.id: document.title for document in draft.documents()}
        self._fresh, self._gone = sorted(draft.fresh_rows()), sorted(draft.gone_rows())

    def write(self, folder: Path, card: EncoderCard, recipe: dict[str, str]) -> Manifest:
        """Fills a new folder, durably, with the manifest last."""
        folder.mkdir(parents=True)
        below = self._draft.below
        kept = segments.count_kept(below, len(self._fresh))
        seals = self._take(folder, self._files_of(below[:kept]))
        name = f"{layout.SEGMENTS}/{folder.name}" if kept else ""
        self._write_segment(folder / name, below[:kept], below[kept:], card.dim)
        seals |= self._write_terms(folder)
        total = self._sum()
        write_sum(folder, total)
        documents, pages, passages = self._draft.counts()
        names = layout.files_of(folder)
        files = {each: seals.get(each) or Seal.of(folder / each) for each in names}
        coded = any(PurePosixPath(name).name == coded_vectors.CODES for name in files)
        manifest = Manifest(
            index_id=identity(card, self._draft.recipes(), total),
            created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            encoder=card,
            recipe=recipe,
            documents=documents,
            pages=pages,
            passages=passages,
            files=files,
            format=FORMAT_WITH_CODES if coded else FORMAT,
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
            _save(self._vectors(merged, rows, connection, dim), folder)

    def _vectors(
        self, merged: Sequence[Segment], rows: set[int], tables: sqlite3.Connection, dim: int
    ) -> FaissIndex:
        """The vectors of a new segment: those that merged segments have, then new ones."""
        names = self._draft.copied or tuple(each.name for each in merged)
        folders = [self._base.folder / name for name in names] if self._base else []
        vectors = load_exact(folders) if folders else FaissIndex(dim)
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

    def _files_of(self, kept: Sequence[Segment]) -> list[str]:
        """The files of these segments of the base."""
        return segments.files_of(kept, self._base.manifest.files) if self._base else []

    def _take(self, folder: Path, names: Iterable[str]) -> dict[str, Seal]:
        """Takes files of the base into a new generation; their seals."""
        if self._base is None:
            return {}
        base = self._base
        return take(names, base.manifest.files, base.folder, folder, self._twins, self._checked)

    def _entries(self, rows: Sequence[int]) -> Iterator[Bm25Entry]:
        passages = self._draft.passages(rows)
        for passage in map(passages.__getitem__, rows):
            title = self._titles[passage.document_id]
            yield Bm25Entry(passage.language, title, passage.headings, passage.text)

    def _sum(self) -> int:
        """The sum of the documents, from that of the base where it has one."""
        base, documents = self._base, self._draft.documents()
        total = None if base is None else read_sum(base.folder)
        if base is None or total is None:
            return sum_of(documents)
        return sum_after({each.id: each for each in base.documents()}, total, documents)


def _save(vectors: FaissIndex, folder: Path) -> None:
    """Writes the vectors of a segment, with codes if they are many."""
    if len(vectors) <= coded_vectors.LARGE:
        vectors.save(folder / layout.VECTORS)
        return
    rows = np.array(sorted(vectors.rows()), dtype=np.int64)
    parts = (rows[at : at + _CHUNK] for at in range(0, len(rows), _CHUNK))
    coded_vectors.write(folder, rows, map(vectors.reconstruct, parts))


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
