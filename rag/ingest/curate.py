"""Changes that curators make to a library: all of a change, or nothing, in one generation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rag.config import StoreSettings
from rag.encoders import Encoder
from rag.errors import IndexMissing
from rag.ingest.changes import checked_metadata
from rag.ingest.files import bring_up_to_date, given_metadata, ingest, recipe_of
from rag.ingest.process import ReadingLimits
from rag.ingest.run import (
    GenerationFiller,
    IngestProgress,
    SilentProgress,
    Tally,
    abandon,
    conclude,
)
from rag.ingest.scan import location_of, scan
from rag.ingest.web.fetched_page import PageAddresses
from rag.records import Document, IngestReport
from rag.store import GenerationBuilder, open_engine, open_usable
from rag.store.custom_metadata import CustomMetadata
from rag.store.decisions import Decisions
from rag.store.runs import Runs

IN_ITS_FILES = StoreSettings()  # an index that no other engine searches
# What is decided, from what was decided before and the documents as they are.
DecisionChange = Callable[[Decisions, tuple[Document, ...]], Decisions]


@dataclass(frozen=True, slots=True)
class LibraryWriter:
    """Writes one index for a service, with the encoder and the limits of the service.

    ``uploads`` is the folder of the documents that curators add; ``None`` if they add none.
    ``store`` says what searches the index.
    """

    index: Path
    encoder: Callable[[], Encoder]
    limits: ReadingLimits | None = None
    uploads: Path | None = None
    store: StoreSettings = IN_ITS_FILES

    def documents(self) -> tuple[Document, ...]:
        """All documents of the index; none if there is no index yet."""
        with suppress(IndexMissing), open_usable(self.index) as store:
            return store.documents()
        return ()

    def decisions(self) -> Decisions:
        """What curators decided so far; raises DecisionsDamaged."""
        return Decisions.load(self.index)

    def runs(self) -> Runs:
        """The folders that were indexed, and the result of the last time."""
        return Runs.load(self.index)

    def curate(
        self,
        change: DecisionChange,
        files: Sequence[Path] = (),
        *,
        metadata: Mapping[str, Mapping[str, str]] | None = None,
        progress: IngestProgress | None = None,
    ) -> IngestReport:
        """Changes the decisions and indexes files, in one generation; returns what was done.

        ``change`` is called when nothing else can change the index any more; what it raises
        leaves everything as it was. ``metadata``, by the id of a document, takes the place of what
        the document has. If a file cannot be read, or holds what another document holds, nothing
        changes. Raises MetadataInvalid, and the same errors as ``ingest``.
        """
        start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
        given = {each: checked_metadata(values) for each, values in (metadata or {}).items()}
        encoder = self.encoder()
        with GenerationBuilder.begin(
            self.index,
            encoder.card,
            recipe=recipe_of(self.limits),
            engine=open_engine(self.store),
        ) as builder:
            base = builder.base.store
            documents = () if base is None else base.documents()
            before = Decisions.load(self.index)
            with _kept(self.index, before, change(before, documents), documents, given) as put_back:
                filler = GenerationFiller(builder, encoder, bar)
                bring_up_to_date(builder, scan(files, self.index), filler, tally, self.limits)
                there = [f"{document.location}/" for document in builder.documents()]
                wanted = [f"{location_of(file)}/" for file in files]  # an archive holds documents
                held = all(any(each.startswith(one) for each in there) for one in wanted)
                if tally.failures or not held:
                    put_back()
                    return abandon(builder, tally, start)
                return conclude(builder, tally, start)

    def reindex(self, progress: IngestProgress | None = None) -> IngestReport:
        """Brings the library up to date with the folders that it was indexed from.

        These are the known ones and that of the uploads, and the files of the documents
        elsewhere. Raises the same errors as ``ingest``.
        """
        given = [Path(each) for each in self.runs().folders]
        if self.uploads is not None and self.uploads.is_dir():
            given.append(self.uploads)
        roots = [each.resolve() for each in given]
        files = (Path(document.location) for document in self.documents())
        elsewhere = [file for file in files if not any(map(file.is_relative_to, roots))]
        return ingest(
            [*given, *elsewhere],
            self.index,
            self.encoder(),
            progress=progress,
            limits=self.limits,
            engine=open_engine(self.store),
        )


@contextmanager
def _kept(
    index: Path,
    before: Decisions,
    after: Decisions,
    documents: Sequence[Document],
    metadata: Mapping[str, Mapping[str, str]],
) -> Iterator[Callable[[], None]]:
    """Writes decisions and metadata; gives what puts both back, as an error inside does."""
    said = CustomMetadata.load(index)
    if said is None:  # damaged
        said = given_metadata(documents, PageAddresses.load(index))
    described = said.with_values(documents, metadata)

    def put_back() -> None:
        before.save(index)
        if metadata:
            said.save(index)

    try:
        after.save(index)
        if metadata:
            described.save(index)
        yield put_back
    except BaseException:
        put_back()
        raise
