"""What indexing has to do: the files in the folders compared with the index."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rag.errors import DocumentError, RemovalRefused
from rag.ingest.scan import FoundFile, Scan
from rag.records import Document

# A folder that loses so many documents, and more than this share of them, is refused.
_MANY, _MOST_GONE = 5, 0.5


@dataclass
class Plan:
    """What to do: files to read, documents to move (id, file), documents to remove (id).

    ``copies`` are the names of the other files with the content of a file to read.
    """

    reads: list[FoundFile] = field(default_factory=list)
    moves: list[tuple[str, FoundFile]] = field(default_factory=list)
    removals: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    copies: dict[str, list[str]] = field(default_factory=dict)


def plan(scanned: Scan, documents: Collection[Document], stale: Collection[str]) -> Plan:
    """What brings the documents up to date with the files.

    A file whose content is indexed is not read again. A moved file keeps its document; a renamed
    one is read again, as its title may depend on its name, but keeps the vectors of unchanged
    text. Documents under the given paths are removed if their file is gone or has changed, even
    if its new content turns out to be unreadable: the index follows the folder, and the previous
    generation is kept. ``stale`` are the ids of documents to read in any case.
    """
    result = Plan()
    indexed = {document.id: document for document in documents}
    copies: dict[str, list[FoundFile]] = {}
    for file in scanned.found:
        copies.setdefault(file.sha256, []).append(file)
    for sha256, files in copies.items():
        _plan_copies(result, files, indexed.get(sha256), stale=sha256 in stale, scanned=scanned)
    result.removals = [
        document.id
        for document in documents
        if document.id not in copies and _is_gone(document.location, scanned)
    ]
    return result


def check_removal(scanned: Scan, documents: Collection[Document], fetched: Path) -> None:
    """Raises RemovalRefused if all or most files of a folder are gone, as if it were not mounted.

    Files that were moved, renamed or written again are not gone. Nor are those in the folder of
    ``fetched`` pages, which lose their files as their servers say.
    """
    kept = {file.sha256 for file in scanned.found}
    places = {file.location for file in scanned.found}
    web = os.path.join(fetched.resolve(), "")
    own, gone = Counter[str](), Counter[str]()
    for document in documents:
        where = document.location
        if where.startswith(web):
            continue
        around = scanned.around(where)
        own.update(around)
        known = document.id in kept or where in places
        if not known and _is_gone(where, scanned):
            gone.update(around)
    there = {
        folder
        for file in scanned.found
        if not file.location.startswith(web)
        for folder in scanned.around(file.location)
    }
    for folder in scanned.given:
        count, total = gone[folder], own[folder]
        most = count >= _MANY and count > _MOST_GONE * total
        if count and (most or folder not in there):
            raise RemovalRefused(path=folder, count=count, total=total)


def _plan_copies(
    result: Plan, files: list[FoundFile], document: Document | None, *, stale: bool, scanned: Scan
) -> None:
    """Plans for files with the same content: one is the document, the others are duplicates."""
    where = None if document is None else document.location
    chosen = next((file for file in files if file.location == where), files[0])
    others = [file.name for file in files if file is not chosen]
    if document is None and others:
        result.copies[chosen.name] = others
    else:
        result.duplicates += others
    if document is None:
        result.reads.append(chosen)
    elif chosen.location != where and _is_elsewhere(document, scanned):
        result.duplicates.append(chosen.name)
    elif stale or PurePosixPath(document.path).name != chosen.path.name:
        result.reads.append(chosen)
    elif (document.root, document.path) != (chosen.root.absolute, chosen.name):
        result.moves.append((document.id, chosen))


def _is_elsewhere(document: Document, scanned: Scan) -> bool:
    """Whether a document's own file still exists, outside the given paths."""
    where = Path(document.location)
    try:
        elsewhere = not scanned.covers(str(where))
        return elsewhere and scanned.known.sha256(where, document.location) == document.id
    except (OSError, DocumentError):
        return False


def _is_gone(where: str, scanned: Scan) -> bool:
    """Whether a location no longer has a file of the library.

    A location that cannot be examined (permissions, a failing network folder) is not gone.
    """
    if not scanned.covers(where) or scanned.hides(where):
        return False
    try:
        os.stat(where)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return True
