"""Read documents into a new generation: new text is encoded, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import length_hint
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.encoders import Encoder
from rag.errors import DocumentError
from rag.ingest.edits import edited, remove_documents
from rag.ingest.prepare import prepare, recipe
from rag.records import LANGUAGES, Failure, IngestReport, Reading
from rag.runtime.cancellation import checkpoint
from rag.store import GenerationBuilder, LibraryDraft, PackedReading, SearchEngine
from rag.store.decisions import Decisions

# Passages encoded at a time, across documents: the most work that an interruption can cost. Enough
# for the encoder to sort them by length into full batches of its own.
BATCH = 128


class IngestProgress(Protocol):
    """Receives the progress of indexing, for instance to draw a progress bar."""

    def start(self, total: int) -> None:
        """``total`` documents are about to be read; 0 if their number is unknown."""

    def advance(self, path: str) -> None:
        """A document has been added, or failed."""

    def page(self, path: str, page: int, of: int) -> None:
        """A page of a document, from 1, is being recognised; called from another thread."""

    def finish(self) -> None:
        """All documents have been read; the rest takes little time."""


class SilentProgress:
    """Shows no progress."""

    def start(self, total: int) -> None:
        """Does nothing."""

    def advance(self, path: str) -> None:
        """Does nothing."""

    def page(self, path: str, page: int, of: int) -> None:
        """Does nothing."""

    def finish(self) -> None:
        """Does nothing."""


@dataclass
class Tally:
    """What was found so far: locations of files, duplicates, failures and notices."""

    scanned: set[str] = field(default_factory=set)
    duplicates: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def fail(self, error: DocumentError) -> None:
        """Records a file that cannot be indexed."""
        path = str(error.values.get("path", ""))
        messages = {language: error.message(language) for language in LANGUAGES}
        self.failures.append(Failure(path, messages))


def ingest_readings(
    readings: Iterable[Reading],
    index: Path,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: IngestProgress | None = None,
    engine: SearchEngine | None = None,
) -> IngestReport:
    """Adds documents that have been read already; each replaces the one at the same path.

    Documents whose id is in the index are skipped; none is removed because it is missing from
    the readings. Raises the same errors as ``ingest``.
    """
    start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
    with GenerationBuilder.begin(
        index, encoder.card, recipe=recipe(), rebuild=rebuild, engine=engine
    ) as builder:
        bar.start(length_hint(readings))
        filler = GenerationFiller(builder, encoder, bar)
        for reading in _new(readings, builder, tally):
            filler.add(prepare(reading))
        filler.finish()
        return conclude(builder, tally, start)


class GenerationFiller:
    """Adds documents to a builder, each as soon as all its passages have their vectors."""

    def __init__(self, builder: LibraryDraft, encoder: Encoder, progress: IngestProgress) -> None:
        self._builder = builder
        self._decisions = Decisions.load(builder.index)
        self._encoder = encoder
        self._progress = progress
        self._waiting: list[tuple[PackedReading, list[str]]] = []
        self._unknown: dict[str, None] = {}

    def add(self, packed: PackedReading) -> None:
        """Takes a document, edited by hand or not, and encodes if a batch of passages is full."""
        checkpoint()
        packed = edited(packed, self._decisions)
        texts = packed.embedded_texts()
        known = self._builder.recall(texts)
        unknown = dict.fromkeys(text for text in texts if text not in known)
        if not unknown:
            self._write(packed, texts)
            return
        self._waiting.append((packed, texts))
        self._unknown |= unknown
        while len(self._unknown) >= BATCH:
            self._encode()

    def start(self, total: int) -> None:
        """Reports how many documents will come; 0 if unknown."""
        self._progress.start(total)

    def page(self, path: str, page: int, of: int) -> None:
        """Reports which page of a document is being recognised."""
        self._progress.page(path, page, of)

    def skip(self, path: str) -> None:
        """Reports a document that cannot be added."""
        self._progress.advance(path)

    def finish(self) -> None:
        """Encodes and writes the rest."""
        while self._unknown:
            self._encode()
        self._progress.finish()

    def _encode(self) -> None:
        checkpoint()
        batch = list(islice(self._unknown, BATCH))
        self._builder.keep(batch, self._encoder.encode(batch, kind="passage"))
        for text in batch:
            del self._unknown[text]
        waiting, self._waiting = self._waiting, []
        for packed, texts in waiting:
            if self._unknown.keys().isdisjoint(texts):
                self._write(packed, texts)
            else:
                self._waiting.append((packed, texts))

    def _write(self, packed: PackedReading, texts: list[str]) -> None:
        known = self._builder.recall(texts)
        rows = np.array([known[text] for text in texts], dtype=np.float32)
        self._builder.add_packed(packed, rows.reshape(len(texts), self._encoder.card.dim))
        self._progress.advance(packed.document.path)


def conclude(builder: LibraryDraft, tally: Tally, start: float) -> IngestReport:
    """Commits the new generation if anything changed; returns what was done.

    The report compares the old and new states, so that it includes the work of an interrupted
    run. ``start`` is the value of ``time.perf_counter`` when the call began.
    """
    report = _report(builder, tally)
    if builder.is_changed():
        manifest = builder.commit()
        report = replace(report, documents=manifest.documents, passages=manifest.passages)
    else:
        builder.publish_live()
        builder.discard()
    return replace(report, seconds=round(time.perf_counter() - start, 3))


def abandon(builder: LibraryDraft, tally: Tally, start: float) -> IngestReport:
    """Leaves the live generation as it is; returns what failed."""
    report = _report(builder, tally)
    builder.discard()
    seconds = round(time.perf_counter() - start, 3)
    return replace(report, added=(), removed=(), seconds=seconds)


def _report(builder: LibraryDraft, tally: Tally) -> IngestReport:
    """How the builder differs from the live generation, with the counts of the latter."""
    base = builder.base.store
    before = {} if base is None else {d.location: d for d in base.documents()}
    after = {d.location: d for d in builder.documents()}
    same = {where for where, d in after.items() if where in before and before[where].id == d.id}
    same_found = same & tally.scanned
    return IngestReport(
        added=tuple(d.path for where, d in after.items() if where not in same),
        unchanged=tuple(d.path for where, d in after.items() if where in same_found),
        removed=tuple(d.path for where, d in before.items() if where not in after),
        duplicates=tuple(tally.duplicates),
        failures=tuple(tally.failures),
        notices=tuple(tally.notices),
        documents=0 if base is None else base.manifest.documents,
        passages=0 if base is None else base.manifest.passages,
        seconds=0.0,
    )


def _new(readings: Iterable[Reading], builder: LibraryDraft, tally: Tally) -> Iterator[Reading]:
    """The readings that are new to the builder; removes the old document at their location."""
    decisions = Decisions.load(builder.index)
    remove_documents(decisions, builder)
    held = {d.id: d.location for d in builder.documents()}
    ids = {where: document_id for document_id, where in held.items()}
    stale = builder.stale()
    for reading in readings:
        document, where = reading.document, reading.document.location
        tally.scanned.add(where)
        if decisions.removal(document.id, where) is not None:
            continue
        if document.id in held and document.id not in stale:
            if held[document.id] != where:
                tally.duplicates.append(document.path)
            continue
        if where in ids and ids[where] != document.id:
            builder.remove(ids[where])
        held[document.id], ids[where] = where, document.id
        stale.discard(document.id)
        yield reading
