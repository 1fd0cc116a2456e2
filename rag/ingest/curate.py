"""Changes that curators make to a library: all of a change, or nothing, in one generation."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rag.encoders import Encoder
from rag.errors import IndexMissing
from rag.ingest.changes import LibraryChanges, checked_metadata
from rag.ingest.files import bring_up_to_date, ingest, recipe_of
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
from rag.records import Document, IngestReport
from rag.store import GenerationBuilder, open_usable
from rag.store.decisions import Decisions
from rag.store.runs import Runs

DecisionChange = Callable[[Decisions], Decisions]


@dataclass(frozen=True, slots=True)
class LibraryWriter:
    """Writes one index for a service, with the encoder and the limits of the service.

    ``uploads`` is the folder of the documents that curators add; ``None`` if they add none.
    """

    index: Path
    encoder: Callable[[], Encoder]
    limits: ReadingLimits | None = None
    uploads: Path | None = None

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
        progress: IngestProgress | None = None,
    ) -> IngestReport:
        """Changes the decisions and indexes files; returns what was done.

        If a file cannot be read, or holds what another document holds, nothing changes. Raises
        the same errors as ``ingest``.
        """
        start, bar, tally = time.perf_counter(), progress or SilentProgress(), Tally()
        encoder = self.encoder()
        with GenerationBuilder.begin(
            self.index, encoder.card, recipe=recipe_of(self.limits)
        ) as builder:
            before = Decisions.load(self.index)
            change(before).save(self.index)
            whole = False
            try:
                filler = GenerationFiller(builder, encoder, bar)
                bring_up_to_date(builder, scan(files, self.index), filler, tally, self.limits)
                there = [f"{document.location}/" for document in builder.documents()]
                wanted = [f"{location_of(file)}/" for file in files]  # an archive holds documents
                held = all(any(each.startswith(one) for each in there) for one in wanted)
                if tally.failures or not held:
                    return abandon(builder, tally, start)
                report = conclude(builder, tally, start)
                whole = True
                return report
            finally:
                if not whole:
                    before.save(self.index)

    def describe(self, document_id: str, metadata: Mapping[str, str]) -> IngestReport:
        """Keeps metadata with a document in place of what it has; raises MetadataInvalid."""
        limits, progress = self.limits or ReadingLimits(), SilentProgress()
        kept = checked_metadata(metadata)
        return LibraryChanges(self.index, self.encoder(), limits, progress, kept).describe(
            [document_id]
        )

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
            [*given, *elsewhere], self.index, self.encoder(), progress=progress, limits=self.limits
        )
