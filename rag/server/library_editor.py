"""The library as curators change it: added, replaced, removed, restored, edited, indexed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rag.accounts import DocumentFilter
from rag.config import Collection
from rag.errors import IndexBusy, SourceUnavailable, SourceUnknown
from rag.errors.service import ContentHeld, LoginNeeded, RoleNeeded
from rag.ingest import LibraryWriter
from rag.messages import Message
from rag.records import Document, Failure, IngestReport
from rag.server.access_control import AccessControl
from rag.server.document_edits import Condition, DocumentEdit, any_version
from rag.server.indexing_job import IndexingJob
from rag.server.replacing import Arrival, Signature, arriving, older_version, restoring
from rag.server.uploads import FileMoves, Uploads, checked_name
from rag.store.decisions import Decisions, Removal
from rag.store.runs import LastRun

_PATIENCE = 10.0  # seconds to wait for another change


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change: the report of the indexing, and the document it concerns.

    ``replaced`` is the document whose place was taken, ``known`` the one that has this content.
    """

    report: IngestReport
    document: Document | None = None
    replaced: Document | None = None
    known: Document | None = None


class LibraryEditor:
    """What curators do to a library, one change at a time; each is noted in the access log.

    Every method raises LoginNeeded or RoleNeeded unless the current caller is a curator, and
    SourceUnknown for a document that the caller does not see. Nothing is added if the writer has
    no folder for it: ``uploads`` is then ``None``.
    """

    def __init__(self, writer: LibraryWriter, access: AccessControl) -> None:
        self.uploads = None if writer.uploads is None else Uploads(writer.uploads)
        self.job = IndexingJob(access.worker)
        self._writer, self._access = writer, access
        self._lock = access.worker.lock("library")

    @property
    def allowed(self) -> bool:
        """Whether the current caller may change the library."""
        return self._access.may_curate()

    def document(self, document_id: str) -> Document:
        """A document of the library as it is now."""
        return self._one(document_id, self._writer.documents())

    def removals(self) -> tuple[Removal, ...]:
        """The documents that were removed or replaced, the latest first."""
        self._require()
        sees = self._filter()
        found = [each for each in self._writer.decisions().removals if sees(each.document)]
        return tuple(found[::-1])

    def last_run(self) -> LastRun | None:
        """The last indexing of folders, with the files that it could not read.

        Nothing says in which folder such a file lies. Somebody who does not see all documents
        gets those only that would be seen in each of the folders.
        """
        self._require()
        runs = self._writer.runs()
        if runs.last is None:
            return None
        seen = (one for one in runs.last.failures if self._sees_failure(one, runs.folders))
        return replace(runs.last, failures=tuple(seen))

    def collections(self) -> tuple[Collection, ...]:
        """The collections that the caller can put a document in: those that the caller sees."""
        caller = self._access.current_caller()
        role = None if caller is None else caller.role
        every = self._access.settings.collections
        return tuple(each for each in every if role == "admin" or role in each.roles)

    def remove(self, document_id: str, condition: Condition = any_version) -> Changed:
        """Takes a document out of the library; its file stays."""
        signature = self._signature()

        def removed(decisions: Decisions, document: Document) -> Decisions:
            return decisions.with_removal(Removal(document, signature.by, signature.at))

        report, document = self._change_one(document_id, condition, removed)
        self._log("remove", document)
        return Changed(report, document)

    def restore(self, document_id: str) -> Changed:
        """Brings a document back; the one that replaced it becomes its earlier version.

        If its file cannot be indexed, nothing changes, and the report says why. Raises
        SourceUnavailable if its file is gone.
        """
        known = {each.document.id: each for each in self.removals()}
        document = self._one(document_id, [each.document for each in known.values()])
        removal, moves = known[document.id], FileMoves()
        if removal.kept and not Path(removal.kept).exists():
            raise SourceUnavailable(
                path=document.path,
                cause=Message("causes.file_missing", name=Path(removal.kept).name),
            )
        with self._changing(moves):
            current = self._at(removal.replaced_by)
            restored = restoring(removal, current, self._signature(), moves)
            report = self._writer.curate(
                lambda decisions, _: restored(decisions), [Path(document.location)]
            )
            if not report.added:
                moves.undo()
                return Changed(report)
        self._log("restore", document)
        return Changed(report, self._at(document.location), current)

    def edit(
        self, document_id: str, edit: DocumentEdit, condition: Condition = any_version
    ) -> Changed:
        """Writes facts and metadata of a document by hand; returns it as it was before.

        Raises DateInvalid, MetadataInvalid or RequestRefused before it waits for another change.
        """
        self._require()
        known, signature = {each.name for each in self.collections()}, self._signature()

        def edited(decisions: Decisions, document: Document) -> Decisions:
            return edit.decided(decisions, document, known, signature)

        edited(Decisions(), self.document(document_id))
        described = {} if edit.metadata is None else {document_id: edit.metadata}
        report, document = self._change_one(document_id, condition, edited, described)
        self._log("edit", document, changes=edit.differences(document))
        return Changed(report, document)

    def add(
        self, received: Path, name: str, *, replaces: str = "", condition: Condition = any_version
    ) -> Changed:
        """Indexes a received file; it replaces the document of its name that the caller sees.

        With ``replaces``, the id of a document, it takes the place of that one instead.
        Raises FormatUnknown or DocumentBlank before anything is read, ContentHeld for one to
        replace by what another holds, and whatever indexing raises. If the file cannot be indexed,
        nothing changes, and the report says why.
        """
        self._require()
        moves = FileMoves()
        try:
            wanted = checked_name(received, name)
            with self._changing(moves, patience=-1):
                changed = self._add(received, wanted, moves, replaces, condition)
                if not changed.report.added:
                    moves.undo()
        finally:
            received.unlink(missing_ok=True)
        if changed.document is not None:
            replaced = None if changed.replaced is None else changed.replaced.id
            self._log("add", changed.document, replaced=replaced)
        return changed

    def reindex(self) -> bool:
        """Starts to bring the library up to date with its folders; false if that is under way."""
        self._require()

        def work() -> IngestReport:
            with self._lock:
                return self._writer.reindex(self.job)

        started = self.job.run(work)
        if started:
            self._access.access_log.add("library", self._access.current_caller(), action="reindex")
        return started

    def _add(
        self, received: Path, name: str, moves: FileMoves, replaces: str, condition: Condition
    ) -> Changed:
        assert self.uploads is not None
        documents = self._writer.documents()
        removed = [one.document for one in self._writer.decisions().removals if not one.kept]
        sees = self._filter()
        older = self._one(replaces, documents) if replaces else None
        if older is not None:
            condition(older)
        others = [each for each in documents if older is not None and each.id != replaces]
        taken = {each.location for each in (*documents, *removed) if not sees(each)}
        taken.update(each.location for each in others)
        path = self.uploads.place(name, taken.__contains__)
        arrival = Arrival.of(received, path)
        named = (older,) if older is not None else filter(sees, documents)
        older = older_version(arrival, named)
        every = self._access.settings.collections
        arrived = arriving(arrival, older, every, self._signature(), moves)
        moves.move(received, path)

        def change(decisions: Decisions, documents: Sequence[Document]) -> Decisions:
            if replaces:  # another process may have changed it since
                condition(self._one(replaces, documents))
            return arrived(decisions)

        report = self._writer.curate(change, [path])
        if report.added:
            return Changed(report, self._at(str(path)), older)
        held = [each for each in documents if each.id == arrival.sha256]
        if older is not None and held and not report.failures:
            raise ContentHeld(document=arrival.sha256)
        return Changed(report, known=next(filter(sees, held), None))

    @contextmanager
    def _changing(self, moves: FileMoves, patience: float = _PATIENCE) -> Iterator[None]:
        """One change at a time; the files go back where they were if it fails."""
        if not self._lock.acquire(timeout=patience):
            raise IndexBusy(index=self._writer.index.name)
        try:
            yield
        except BaseException:
            moves.undo()
            raise
        finally:
            self._lock.release()

    def _change_one(
        self,
        document_id: str,
        condition: Condition,
        change: Callable[[Decisions, Document], Decisions],
        metadata: Mapping[str, Mapping[str, str]] | None = None,
    ) -> tuple[IngestReport, Document]:
        """Changes a document as it is once nobody else, in any process, can change it."""
        condition(self.document(document_id))  # what is refused needs no wait for another change
        before: list[Document] = []

        def decided(decisions: Decisions, documents: Sequence[Document]) -> Decisions:
            document = self._one(document_id, documents)
            condition(document)
            before.append(document)
            return change(decisions, document)

        with self._changing(FileMoves()):
            report = self._writer.curate(decided, metadata=metadata)
        return report, before[0]

    def _require(self) -> None:
        if self._access.current_caller() is None:
            raise LoginNeeded
        if not self.allowed:
            raise RoleNeeded(role=Message("accounts.role_curator"))

    def _one(self, document_id: str, documents: Sequence[Document]) -> Document:
        """The document with an id among those that the caller sees."""
        self._require()
        for document in documents:
            if document.id == document_id and self._filter()(document):
                return document
        raise SourceUnknown(document=document_id[:12], page="-")

    def _filter(self) -> DocumentFilter:
        return self._access.visible() or (lambda _: True)

    def _sees_failure(self, failure: Failure, folders: tuple[str, ...]) -> bool:
        stub = Document("", "", failure.path, "", "", "fr", None, None, 0)
        return all(map(self._filter(), (replace(stub, root=each) for each in folders or ("",))))

    def _at(self, location: str) -> Document | None:
        """The document of a file, or the first one inside an archive; ``None`` without a file."""
        if not location:
            return None
        found = (e for e in self._writer.documents() if f"{e.location}/".startswith(f"{location}/"))
        return min(found, key=lambda each: each.location, default=None)

    def _signature(self) -> Signature:
        caller = self._access.current_caller()
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        return Signature("" if caller is None else caller.name, at)

    def _log(
        self,
        action: str,
        document: Document,
        *,
        changes: Mapping[str, object] | None = None,
        replaced: str | None = None,
    ) -> None:
        self._access.access_log.add(
            "library", self._access.current_caller(), action=action, document=document.id,
            path=document.path, changes=changes, replaced=replaced,
        )  # fmt: skip
