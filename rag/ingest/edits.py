"""What curators decided, applied to the documents of the next generation."""

from __future__ import annotations

from dataclasses import replace

from rag import passages
from rag.ingest.scan import Scan
from rag.messages import Message, in_all_languages
from rag.records import Reading
from rag.store import LibraryDraft, PackedReading, pack
from rag.store.decisions import Decisions
from rag.store.packing import unpack_page


def edited(packed: PackedReading, decisions: Decisions) -> PackedReading:
    """A document as it was read, with what a curator wrote; in another language, split again."""
    wanted = decisions.edited(packed.document)
    if wanted.language == packed.document.language:
        return replace(packed, document=wanted)
    reading = Reading(wanted, tuple(map(unpack_page, packed.pages)), packed.notices)
    return replace(pack(reading, passages.split(reading)), recipe=packed.recipe)


def remove_documents(decisions: Decisions, builder: LibraryDraft) -> None:
    """Removes the documents that curators removed."""
    if not decisions.removals:
        return
    for document in builder.documents():
        if decisions.removal(document.id, document.location) is not None:
            builder.remove(document.id)


def leave_out_files(decisions: Decisions, scanned: Scan) -> list[str]:
    """Takes removed documents out of a scan.

    Returns a notice for each file that has changed since: perhaps it should come back.
    """
    kept, notices = [], []
    for file in scanned.found:
        removal = decisions.removal(file.sha256, file.location)
        if removal is None:
            kept.append(file)
        elif removal.document.id != file.sha256:
            message = Message("library.left_out", path=file.name)
            notices.append(in_all_languages(message.said))
    scanned.found = kept
    return notices


def rewrite_documents(decisions: Decisions, builder: LibraryDraft) -> list[str]:
    """Writes the edited facts of stored documents that only show them.

    Returns the ids of the documents to index again, because their title or language changed.
    """
    again = []
    for document in builder.documents():
        wanted = decisions.edited(document)
        if (wanted.title, wanted.language) != (document.title, document.language):
            again.append(document.id)
        elif wanted != document:
            builder.rewrite(wanted)
    return again
