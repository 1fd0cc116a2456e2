"""Documents that are read, into a draft: text that is new is encoded, batch by batch."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import length_hint
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.encoders import Encoder
from rag.errors import DocumentError
from rag.ingest.prepare import prepare, recipe
from rag.records import Document, Failure, IngestReport, Reading
from rag.store import GenerationBuilder, PackedReading

# Passages encoded at a time, across documents: what an interrupt can cost, at most. Enough for
# the encoder to sort them by length into full batches of its own.
BATCH = 128


class IngestProgress(Protocol):
    """Told how far the reading of documents has come; a bar in a terminal, for instance."""

    def start(self, total: int) -> None:
        """Documents are about to be read, so many; 0 where their number is not known."""

    def advance(self, path: str) -> None:
        """A document is in the draft, or will not be."""

    def page(self, path: str, page: int, of: int) -> None:
        """A page of a document is being recognised; called from another thread."""

    def finish(self) -> None:
        """All documents are read; what follows takes little time."""


class SilentProgress:
    """Tells nobody."""

    def start(self, total: int) -> None:
        """Says nothing."""

    def advance(self, path: str) -> None:
        """Says nothing."""

    def page(self, path: str, page: int, of: int) -> None:
        """Says nothing."""

    def finish(self) -> None:
        """Says nothing."""


@dataclass
class Tally:
    """What the walk over the documents found, as it goes."""

    walked: set[str] = field(default_factory=set)
    duplicates: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def fail(self, error: DocumentError) -> None:
        """Notes a file that cannot be indexed."""
        path = str(error.values.get("path", ""))
        self.failures.append(Failure(path, error.message("fr"), error.message("en")))


def ingest_readings(
    readings: Iterable[Reading],
    index: Path,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: IngestProgress | None = None,
) -> IngestReport:
    """Adds documents that are read already, or puts them in the place of the same path's.

    Documents of the same id as one in the index are passed over; none is removed for not
    being among the readings. Errors as ``ingest``.
    """
    start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
    with GenerationBuilder.begin(index, encoder.card, recipe=recipe(), rebuild=rebuild) as draft:
        bar.start(length_hint(readings))
        filler = GenerationFiller(draft, encoder, bar)
        for reading in _new(readings, draft, tally):
            filler.add(prepare(reading))
        filler.finish()
        return conclude(draft, tally, start)


class GenerationFiller:
    """Fills a draft; a document is written as soon as all its passages have their vectors."""

    def __init__(
        self, draft: GenerationBuilder, encoder: Encoder, progress: IngestProgress
    ) -> None:
        self._draft = draft
        self._encoder = encoder
        self._progress = progress
        self._waiting: list[tuple[PackedReading, list[str]]] = []
        self._unknown: dict[str, None] = {}

    def add(self, packed: PackedReading) -> None:
        """Takes a document, and encodes when a batch of passages is full."""
        texts = packed.embedded_texts()
        known = self._draft.recall(texts)
        unknown = dict.fromkeys(text for text in texts if text not in known)
        if not unknown:
            self._write(packed, texts)
            return
        self._waiting.append((packed, texts))
        self._unknown |= unknown
        while len(self._unknown) >= BATCH:
            self._encode()

    def start(self, total: int) -> None:
        """Tells how many documents will come."""
        self._progress.start(total)

    def page(self, path: str, page: int, of: int) -> None:
        """Tells which page of a document is being recognised."""
        self._progress.page(path, page, of)

    def skip(self, path: str) -> None:
        """Counts a document that cannot be added."""
        self._progress.advance(path)

    def finish(self) -> None:
        """Encodes and writes what is left."""
        while self._unknown:
            self._encode()
        self._progress.finish()

    def _encode(self) -> None:
        batch = list(islice(self._unknown, BATCH))
        self._draft.keep(batch, self._encoder.encode(batch, kind="passage"))
        for text in batch:
            del self._unknown[text]
        waiting, self._waiting = self._waiting, []
        for packed, texts in waiting:
            if self._unknown.keys().isdisjoint(texts):
                self._write(packed, texts)
            else:
                self._waiting.append((packed, texts))

    def _write(self, packed: PackedReading, texts: list[str]) -> None:
        known = self._draft.recall(texts)
        rows = np.array([known[text] for text in texts], dtype=np.float32)
        self._draft.add_packed(packed, rows.reshape(len(texts), self._encoder.card.dim))
        self._progress.advance(packed.document.path)


def place(document: Document) -> str:
    """Where a document stands on the disk, whatever root it was found from."""
    return os.path.join(document.root, document.path)


def conclude(draft: GenerationBuilder, tally: Tally, start: float) -> IngestReport:
    """Makes the draft the live generation if it changes anything, and tells what was done.

    Told from the two states, so that what an interrupted run had done counts as well.
    """
    base = draft.base.store
    before = {} if base is None else {place(d): d for d in base.documents()}
    after = {place(d): d for d in draft.documents()}
    same = {where for where, d in after.items() if where in before and before[where].id == d.id}
    manifest = None if base is None else base.manifest
    if draft.is_changed():
        manifest = draft.commit()
    else:
        draft.discard()
    return IngestReport(
        added=tuple(d.path for where, d in after.items() if where not in same),
        unchanged=tuple(d.path for where, d in after.items() if where in same & tally.walked),
        removed=tuple(d.path for where, d in before.items() if where not in after),
        duplicates=tuple(tally.duplicates),
        failures=tuple(tally.failures),
        notices=tuple(tally.notices),
        documents=0 if manifest is None else manifest.documents,
        passages=0 if manifest is None else manifest.passages,
        seconds=round(time.perf_counter() - start, 3),
    )


def _new(readings: Iterable[Reading], draft: GenerationBuilder, tally: Tally) -> Iterator[Reading]:
    """The readings that the draft does not hold; the old document of their place is removed."""
    held = {d.id: place(d) for d in draft.documents()}
    ids = {where: document_id for document_id, where in held.items()}
    stale = draft.stale()
    for reading in readings:
        document, where = reading.document, place(reading.document)
        tally.walked.add(where)
        if document.id in held and document.id not in stale:
            if held[document.id] != where:
                tally.duplicates.append(document.path)
            continue
        if where in ids and ids[where] != document.id:
            draft.remove(ids[where])
        held[document.id], ids[where] = where, document.id
        stale.discard(document.id)
        yield reading
