"""Files and folders into an index."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from rag.encoders import Encoder
from rag.errors import DocumentError, IndexUnwritable
from rag.ingest.edits import leave_out_files, remove_documents, rewrite_documents
from rag.ingest.plan import Plan, check_removal, plan
from rag.ingest.pool import read_files
from rag.ingest.prepare import recipe
from rag.ingest.process import ReadingLimits
from rag.ingest.run import (
    GenerationFiller,
    IngestProgress,
    SilentProgress,
    Tally,
    conclude,
)
from rag.ingest.scan import Scan, scan, scan_documents
from rag.ingest.web.fetched_page import PageAddresses
from rag.messages import Message, in_all_languages
from rag.readers import ocr
from rag.readers.containers import file_exists
from rag.records import Document, IngestReport
from rag.store import GenerationBuilder, LibraryDraft, Salvage, SearchEngine
from rag.store.custom_metadata import CustomMetadata
from rag.store.decisions import Decisions
from rag.store.layout import METADATA, WEB
from rag.store.runs import LastRun, Runs


def ingest(  # noqa: PLR0913 - most calls give three
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: IngestProgress | None = None,
    limits: ReadingLimits | None = None,
    engine: SearchEngine | None = None,
) -> IngestReport:
    """Brings the index up to date with these files and folders; returns what was done.

    Documents indexed before from other folders stay; with ``rebuild``, only these paths are in
    the new index. A file that cannot be read becomes a failure in the report and does not stop
    the others. If the call is interrupted, the index keeps answering as before, and the next call
    resumes the work. ``engine`` gets the passages before they go live. Raises IndexBusy,
    IndexUnwritable, IndexFormat, OcrUnavailable, IndexMismatch if the index was built with another
    encoder, SearchUnavailable, and RemovalRefused, unless ``limits`` allow it, if all or most files
    of a folder are gone.
    """
    start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
    with GenerationBuilder.begin(
        index, encoder.card, recipe=recipe_of(limits), rebuild=rebuild, engine=engine
    ) as builder:
        note_damage(builder, tally)
        rehash = rebuild or (limits is not None and limits.rehash)
        scanned = scan(paths, index, rehash=rehash)
        if limits is None or not limits.allow_removal:
            check_removal(scanned, builder.documents(), index / WEB)
        bring_up_to_date(builder, scanned, GenerationFiller(builder, encoder, bar), tally, limits)
        report = conclude(builder, tally, start)
    folders = [str(path.resolve()) for path in paths if path.is_dir()]
    _note_run(index, folders, report, rebuild=rebuild)
    return report


def repair(
    index: Path,
    encoder: Encoder,
    *,
    progress: IngestProgress | None = None,
    limits: ReadingLimits | None = None,
    engine: SearchEngine | None = None,
) -> IngestReport:
    """Repairs a damaged index, and brings one of an older format up to date.

    If the stored documents are intact, the rest is rebuilt from them; vectors that the previous
    generation has are not encoded again. Otherwise the previous generation is the base, and the
    files of all documents whose names can still be read are read again. An intact index is left
    unchanged. Raises the same errors as ``ingest``.
    """
    start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
    with GenerationBuilder.begin(
        index, encoder.card, recipe=recipe_of(limits), engine=engine
    ) as builder:
        if builder.base.damage is not None:
            note_damage(builder, tally)
            filler, salvage = GenerationFiller(builder, encoder, bar), Salvage(index)
            if salvage.whole:
                _take_over(builder, salvage, filler)
            else:
                _read_again(builder, salvage, filler, tally, limits)
        return conclude(builder, tally, start)


def recipe_of(limits: ReadingLimits | None) -> dict[str, str]:
    """What decides how files are read; raises OcrUnavailable if OCR is wanted but missing."""
    return recipe(ocr.require_tesseract()) if limits is not None and limits.ocr else recipe()


def _take_over(builder: LibraryDraft, salvage: Salvage, filler: GenerationFiller) -> None:
    """Gives the builder exactly the documents that the damaged generation holds."""
    wanted = {document.id for document in salvage.documents}
    for document in builder.documents():
        if document.id not in wanted:
            builder.remove(document.id)
    filler.start(len(wanted))
    for packed in salvage.packed():
        filler.add(packed)
    filler.finish()


def _read_again(
    builder: LibraryDraft,
    salvage: Salvage,
    filler: GenerationFiller,
    tally: Tally,
    limits: ReadingLimits | None,
) -> None:
    """Reads the files of the builder's documents and of those that the damaged generation names.

    A document whose file is gone is removed only if the damaged generation names documents, but
    not this one.
    """
    named = {document.id for document in salvage.documents}
    for document in builder.documents():
        if named and document.id not in named and not file_exists(Path(document.location)):
            builder.remove(document.id)
    by_location = {d.location: d for d in (*builder.documents(), *salvage.documents)}
    scanned = scan_documents(by_location.values(), builder.index, rehash=True)
    bring_up_to_date(builder, scanned, filler, tally, limits)


def note_damage(builder: LibraryDraft, tally: Tally) -> None:
    """Notes that the live generation is damaged, if it is."""
    damage = builder.base.damage
    if damage is not None:
        tally.notices.append(in_all_languages(damage.message))


def _note_run(index: Path, folders: list[str], report: IngestReport, *, rebuild: bool) -> None:
    """Notes what was done, for those who look after the library; a full disk loses only this."""
    last = LastRun(
        at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        seconds=report.seconds,
        added=len(report.added),
        unchanged=len(report.unchanged),
        removed=len(report.removed),
        failures=report.failures,
    )
    with suppress(IndexUnwritable):
        Runs.load(index).after(folders, last, rebuild=rebuild).save(index)


def bring_up_to_date(
    builder: LibraryDraft,
    scanned: Scan,
    filler: GenerationFiller,
    tally: Tally,
    limits: ReadingLimits | None,
) -> None:
    """Brings the builder's documents up to date with the files, and with what curators decided."""
    with suppress(IndexUnwritable):  # the files are read again next time
        scanned.known.save(builder.index)
    for error in scanned.errors:
        tally.fail(error)
    decisions = Decisions.load(builder.index)
    remove_documents(decisions, builder)
    tally.notices += [in_all_languages(notice.said) for notice in scanned.notices]
    tally.notices += leave_out_files(decisions, scanned)
    todo = plan(scanned, builder.documents(), builder.stale())
    tally.scanned = {file.location for file in scanned.found}
    tally.duplicates = todo.duplicates
    for document_id in todo.removals:
        builder.remove(document_id)
    for document_id, file in todo.moves:
        builder.move(document_id, file.root.absolute, file.name)
    again = rewrite_documents(decisions, builder)
    filler.start(len(todo.reads) + len(again))
    for document_id in again:
        filler.add(builder.packed(document_id))
    _read(todo, filler, tally, limits or ReadingLimits())
    addresses = PageAddresses.load(builder.index)
    apply_metadata(builder, _metadata_of(builder, addresses, tally), addresses)


def _metadata_of(builder: LibraryDraft, addresses: PageAddresses, tally: Tally) -> CustomMetadata:
    """What programs said of documents; if its file is damaged, as the live generation has it.

    The file is then written again.
    """
    kept = CustomMetadata.load(builder.index)
    if kept is not None:
        return kept
    notice = Message("library.metadata_damaged", name=METADATA)
    tally.notices.append(in_all_languages(notice.said))
    base = builder.base.store
    if base is None:
        return CustomMetadata()
    found = given_metadata(base.documents(), addresses)
    with suppress(IndexUnwritable):
        found.save(builder.index)
    return found


def given_metadata(documents: Iterable[Document], addresses: PageAddresses) -> CustomMetadata:
    """What was given of each document, without what it says by itself."""

    def given(document: Document) -> dict[str, str]:
        itself = addresses.metadata(document.location)
        return {
            name: value for name, value in document.metadata.items() if itself.get(name) != value
        }

    return CustomMetadata.of_rows((each.location, each.id, given(each)) for each in documents)


def apply_metadata(
    builder: LibraryDraft, metadata: CustomMetadata, addresses: PageAddresses
) -> None:
    """Gives the documents the metadata that is kept for them, and that of fetched pages."""
    for document in builder.documents():
        where = document.location
        wanted = addresses.metadata(where) | metadata.of(where, document.id)
        if document.metadata != wanted:
            builder.rewrite(replace(document, metadata=wanted))


def _read(todo: Plan, filler: GenerationFiller, tally: Tally, limits: ReadingLimits) -> None:
    """Reads files and adds their documents to the builder; a copy of a refused file is refused."""
    paths = [(file.root.path, file.path) for file in todo.reads]
    copies = dict(todo.copies)
    # Closed in every case: this ends the reader processes.
    with closing(read_files(paths, limits, filler.page)) as answers:
        for answer in answers:
            if isinstance(answer, DocumentError):
                tally.fail(answer)
                name = str(answer.values.get("path", ""))
                for copy in copies.pop(name, ()):
                    tally.fail(type(answer)(**{**answer.values, "path": copy}))
                filler.skip(name)
            else:
                name = answer.document.path
                tally.notices += [f"{name}: {notice}" for notice in answer.notices]
                filler.add(answer)
    tally.duplicates += [copy for others in copies.values() for copy in others]
    filler.finish()
