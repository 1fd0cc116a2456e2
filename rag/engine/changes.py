"""What ``Rag`` inherits to change its library: documents added, removed, updated, all rebuilt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rag.config import Settings
from rag.encoders import Encoder
from rag.errors import DocumentMissing, LibraryClosed, LibraryReadOnly, SourceUnknown
from rag.language.well_formed import well_formed
from rag.records import Document, IngestReport
from rag.runtime.cancellation import Cancellation
from rag.store import Store

if TYPE_CHECKING:
    from rag.ingest.changes import LibraryChanges, Progress

Given = str | bytes | Path | Sequence[str | Path]


class LibraryWriting:
    """The changes of a library. Each makes one new generation, which the next question uses.

    ``progress`` is called with the number of documents done, how many there are, and the path of
    the last one. A change stops soon after ``cancellation.cancel()`` is called from another thread,
    or when its time is up, and raises WorkStopped; the library is then as it was. Changes raise
    IndexBusy while another one runs, IndexUnwritable, and OcrUnavailable.
    """

    _writable = True
    _closed = False

    def __init__(self, store: Store, encoder: Encoder, settings: Settings) -> None:
        self._index, self._engine = store.index, store.engine
        self._writes_with = encoder
        self._ocr = settings.ocr

    def documents(self) -> tuple[Document, ...]:
        """The documents of the library, by path."""
        raise NotImplementedError

    def add(
        self,
        source: Given,
        *,
        name: str = "",
        metadata: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> IngestReport:
        """Adds files and folders, or content; returns what was done.

        Without ``name``, ``source`` is a path or several. Unchanged files are not read again,
        those that left a folder leave the library, and a file that cannot be read is a failure of
        the report. With ``name``, such as "minutes.md", it is content: a text, or the bytes of a
        file of that format. The content is kept in the folder of the index, and replaces the one of
        its name; a name without an ending is that of a plain text. ``metadata`` is kept with all
        documents that are given, as long as they are in the library: it is in their citations, and
        a scope can name it. Raises DocumentUnnamed, a DocumentError if content cannot be read, and
        MetadataInvalid.
        """
        with self._changing(progress, cancellation, metadata) as changes:
            if name or isinstance(source, bytes):
                return changes.add_content(*_content(source, name))
            given = [source] if isinstance(source, str | Path) else source
            if "" in given:  # the path "" is the current folder, which nobody means
                raise DocumentMissing(path='""')
            return changes.add([Path(each) for each in given])

    def remove(
        self,
        documents: Iterable[Document | str],
        *,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> IngestReport:
        """Removes documents, given as they are or by their ids.

        Files of your own stay where they are, but do not come back with their folder: add the file
        itself to bring it back. Content that was added is deleted. Raises SourceUnknown.
        """
        with self._changing(progress, cancellation) as changes:
            return changes.remove(self._ids(documents))

    def update(
        self,
        documents: Iterable[Document | str] | None = None,
        *,
        metadata: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> IngestReport:
        """Reads the files of these documents, or of all, again if they changed.

        A document whose file is gone is removed. New files of a folder are added by ``add``.
        ``metadata`` takes the place of theirs; ``{}`` removes it. Raises SourceUnknown and
        MetadataInvalid.
        """
        with self._changing(progress, cancellation, metadata) as changes:
            return changes.update(None if documents is None else self._ids(documents))

    def rebuild(
        self,
        *,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> IngestReport:
        """Reads and encodes the files of all documents again, into a new index.

        A document whose file is gone is left out, as a failure of the report. The index before is
        kept for ``rag index --rollback``.
        """
        with self._changing(progress, cancellation) as changes:
            return changes.rebuild(self.documents())

    def __repr__(self) -> str:
        """One short line: where the index is; nothing is read."""
        return f"<{type(self).__name__} {str(self._index)!r}{' (closed)' * self._closed}>"

    def _ids(self, documents: Iterable[Document | str]) -> set[str]:
        """The ids of documents of the library; raises SourceUnknown."""
        given = [documents] if isinstance(documents, str | Document) else documents
        wanted = {each.id if isinstance(each, Document) else each for each in given}
        for unknown in wanted - {each.id for each in self.documents()}:
            raise SourceUnknown(document=unknown[:12], page="-")
        return wanted

    @contextmanager
    def _changing(
        self,
        progress: Progress | None,
        cancellation: Cancellation | None,
        metadata: Mapping[str, str] | None = None,
    ) -> Iterator[LibraryChanges]:
        """The changes of the library; raises LibraryReadOnly for a part of it, LibraryClosed."""
        if not self._writable:
            raise LibraryReadOnly(index=self._index)
        if self._closed:
            raise LibraryClosed(index=self._index)
        from rag.ingest.changes import CalledProgress, LibraryChanges, checked_metadata
        from rag.ingest.process import ReadingLimits

        limits, called = ReadingLimits(ocr=self._ocr), CalledProgress(progress)
        values = None if metadata is None else checked_metadata(metadata)
        with nullcontext() if cancellation is None else cancellation.watching():
            yield LibraryChanges(
                self._index, self._writes_with, limits, called, values, self._engine
            )


def _content(source: Given, name: str) -> tuple[str, bytes]:
    """The name and the bytes of content; a text without an ending in its name is plain text."""
    if isinstance(source, bytes):
        return name, source
    if not isinstance(source, str):
        raise TypeError("content with a name is a str or bytes")
    ending = "" if "." in name else ".txt"
    return name + ending, well_formed(source).encode()
