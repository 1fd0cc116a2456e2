"""Changes that a program makes to a library: each is one new generation, or nothing.

A change that fails or is cancelled leaves the index, and the files in its folder, as they were.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from rag.encoders import Encoder
from rag.errors import DocumentError, DocumentUnnamed, IndexUnwritable, MetadataInvalid
from rag.ingest.files import bring_up_to_date, given_metadata, note_damage, recipe_of
from rag.ingest.process import ReadingLimits
from rag.ingest.run import GenerationFiller, IngestProgress, Tally, conclude
from rag.ingest.scan import Scan, location_of, scan, scan_documents
from rag.ingest.web.fetched_page import PageAddresses
from rag.language.well_formed import is_well_formed, well_formed
from rag.readers import KNOWN
from rag.readers.containers import file_exists
from rag.records import Document, IngestReport
from rag.runtime.cancellation import checkpoint
from rag.store import GenerationBuilder, SearchEngine
from rag.store.decisions import Decisions, Removal
from rag.store.layout import UPLOADS

Progress = Callable[[int, int, str], None]
_LONGEST_PAIR = 1_000  # characters of a name and its value
_LONGEST = 200  # bytes of a name: file systems take 255
_Gone = Collection[Document]


class CalledProgress(IngestProgress):
    """Calls a function with the documents done, how many there are, and the path of the last."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = self._total = 0

    def start(self, total: int) -> None:
        """Notes how many documents will come."""
        self._total = total

    def advance(self, path: str) -> None:
        """Calls the function for a document; stops if the work was cancelled."""
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, max(self._done, self._total), path)
        checkpoint()

    def page(self, path: str, page: int, of: int) -> None:
        """Does nothing: pages are not counted."""

    def finish(self) -> None:
        """Does nothing."""


class _Strict(Tally):
    """A tally of one document: its error is that of the change."""

    def fail(self, error: DocumentError) -> None:
        """Raises the error."""
        raise error


@dataclass(frozen=True, slots=True)
class LibraryChanges:
    """The changes of one index, with the encoder and the limits that documents are read with."""

    index: Path
    encoder: Encoder
    limits: ReadingLimits
    progress: IngestProgress
    metadata: Mapping[str, str] | None = None
    engine: SearchEngine | None = None

    def add(self, paths: Sequence[Path]) -> IngestReport:
        """Brings the index up to date with files and folders; see ``ingest``."""
        given = {location_of(path) for path in paths}
        return self._change(lambda _: (scan(paths, self.index), ()), Tally(), given=given)

    def add_content(self, name: str, content: bytes) -> IngestReport:
        """Keeps content in the folder of the index and indexes it; a name is replaced.

        Raises DocumentUnnamed, and the DocumentError of content that cannot be read.
        """
        path = self.index / UPLOADS / _checked(name)
        with _placed(path, content) as put_back:
            given = {location_of(path)}
            report = self._change(lambda _: (scan([path], self.index), ()), _Strict(), given=given)
            if report.duplicates and not (report.added or report.unchanged):
                # Other documents hold all of it; what it replaced has left the library.
                path.unlink(missing_ok=True) if report.removed else put_back()
        return report

    def remove(self, ids: Collection[str]) -> IngestReport:
        """Removes documents; the files that the index keeps itself are deleted."""

        def chosen(known: Sequence[Document]) -> tuple[Scan, _Gone]:
            gone = [document for document in known if document.id in ids]
            left = [document for document in known if document.id not in ids]
            unused.extend(self._unused(gone, left))
            return Scan(), gone

        unused = list[Path]()
        report = self._change(chosen, Tally())
        for path in unused:
            path.unlink(missing_ok=True)
        return report

    def update(self, ids: Collection[str] | None) -> IngestReport:
        """Reads the files of documents again if they changed; one whose file is gone is removed."""

        def chosen(known: Sequence[Document]) -> tuple[Scan, _Gone]:
            wanted = [each for each in known if ids is None or each.id in ids]
            there = [each for each in wanted if file_exists(Path(each.location))]
            left = {each.id for each in there}
            scanned = scan_documents(there, self.index)
            return scanned, [each for each in wanted if each.id not in left]

        return self._change(chosen, Tally())

    def rebuild(self, documents: Sequence[Document]) -> IngestReport:
        """Reads and encodes the files of all documents again; a missing one is a failure."""

        def chosen(_: Sequence[Document]) -> tuple[Scan, _Gone]:
            return scan_documents(documents, self.index, rehash=True), ()

        return self._change(chosen, Tally(), rebuild=True)

    def _change(
        self,
        choose: Callable[[Sequence[Document]], tuple[Scan, _Gone]],
        tally: Tally,
        *,
        rebuild: bool = False,
        given: Collection[str] = (),
    ) -> IngestReport:
        """Removes and reads what ``choose`` returns for the documents that are there.

        ``given`` are the locations of files that come back, with what they hold, even if they were
        removed.
        """
        start = time.perf_counter()
        with GenerationBuilder.begin(
            self.index,
            self.encoder.card,
            recipe=recipe_of(self.limits),
            rebuild=rebuild,
            engine=self.engine,
        ) as builder:
            note_damage(builder, tally)
            filler = GenerationFiller(builder, self.encoder, self.progress)
            try:
                scanned, gone = choose(builder.documents())
                for document in gone:
                    builder.remove(document.id)
                with self._decided(scanned, gone, builder.documents(), given):
                    bring_up_to_date(builder, scanned, filler, tally, self.limits)
                    checkpoint()
                    with self._described(builder, scanned):
                        return conclude(builder, tally, start)
            except BaseException:
                builder.discard()
                raise

    def _unused(self, gone: _Gone, left: Iterable[Document]) -> list[Path]:
        """The files that the index keeps itself and that hold no document any more."""
        own = (self.index / UPLOADS).resolve()
        files = [path for each in gone if (path := Path(each.location)).parent == own]
        held = {parent for each in left for parent in Path(each.location).parents}
        return [path for path in files if path not in held]

    @contextmanager
    def _decided(
        self, scanned: Scan, gone: _Gone, left: Iterable[Document], given: Collection[str]
    ) -> Iterator[None]:
        """Keeps removed files out of later indexings; an error inside puts the decisions back.

        A file that the index keeps itself is deleted instead, unless documents that are ``left``
        are in it.
        """
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        inside = tuple(f"{each}/" for each in given if Path(each).is_file())
        before = after = Decisions.load(self.index)
        for file in scanned.found:
            if file.location in given or file.location.startswith(inside):
                after = after.without_removals(file.sha256, file.location)
        unused = self._unused(gone, left)
        for document in gone:
            path = Path(document.location)
            if path not in unused and file_exists(path):
                after = after.with_removal(Removal(document, "", at))
        if after == before:
            yield
            return
        after.save(self.index)
        try:
            yield
        except BaseException:
            before.save(self.index)
            raise

    @contextmanager
    def _described(self, builder: GenerationBuilder, scanned: Scan) -> Iterator[None]:
        """Keeps the metadata of the documents that were read; an error inside puts it back.

        Metadata of documents that have left the library is dropped.
        """
        addresses = PageAddresses.load(self.index)
        if self.metadata is not None:
            described = {file.location for file in scanned.found}
            for document in builder.documents():
                if document.location in described:
                    wanted = {**addresses.metadata(document.location), **self.metadata}
                    builder.rewrite(replace(document, metadata=wanted))
        base = builder.base.store
        before = () if base is None else base.documents()
        given_metadata(builder.documents(), addresses).save(self.index)
        try:
            yield
        except BaseException:
            given_metadata(before, addresses).save(self.index)
            raise


def checked_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    """Metadata as it is kept; raises MetadataInvalid."""
    for name, value in metadata.items():
        texts = isinstance(name, str) and isinstance(value, str) and is_well_formed(name + value)
        if not texts or not name.strip() or "=" in name or len(name) + len(value) > _LONGEST_PAIR:
            raise MetadataInvalid(name=well_formed(str(name)[:40]))
    return dict(metadata)


def _checked(name: str) -> str:
    """The name of a document as the name of a file; raises DocumentUnnamed."""
    plain = PurePosixPath(name).name == name and "\\" not in name and name.isprintable()
    if (
        not plain
        or name.startswith((".", "~$"))
        or PurePosixPath(name).suffix.lower() not in KNOWN.split()
        or len(name.encode("utf-8", "replace")) > _LONGEST
    ):
        raise DocumentUnnamed(path=name[:_LONGEST], known=KNOWN)
    return name


@contextmanager
def _placed(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """Puts content in a file, and gives a function that puts back what was there.

    An error inside puts it back too. Raises IndexUnwritable.
    """
    try:
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise IndexUnwritable(index=path.parent.parent, cause=cause) from error

    def put_back() -> None:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _write(path, before)

    try:
        yield put_back
    except BaseException:
        put_back()
        raise


def _write(path: Path, content: bytes) -> None:
    """Writes a file whole, by one rename."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
