"""What indexing has to do: the files in the folders compared with the index."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from rag.errors import (
    DocumentError,
    DocumentMissing,
    DocumentUnreadable,
    FormatUnknown,
    RemovalRefused,
)
from rag.messages import Message
from rag.readers import ENDINGS, KNOWN, find_files
from rag.readers.containers import (
    PACKED,
    container_of,
    file_digest,
    file_exists,
    is_container,
    is_mail,
    members,
)
from rag.records import Document
from rag.store.layout import UPLOADS, WEB

# A folder that loses so many documents, and more than this share of them, is refused.
_MANY, _MOST_GONE = 5, 0.5


def location_of(file: Path) -> str:
    """The location of the document of a file; a link to a file has its own."""
    return str(file.parent.resolve() / file.name)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a reader can read: where it was found, and the sha256 of its content."""

    root: Path
    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """The path relative to the root, with slashes."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def location(self) -> str:
        """The absolute path, which does not depend on the root it was found from."""
        return os.path.join(self.root.resolve(), self.name)


@dataclass
class Scan:
    """The files under the given paths, each location once, and what could not be examined."""

    given: list[str] = field(default_factory=list)
    found: list[FoundFile] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    errors: list[DocumentError] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)

    def covers(self, where: str) -> bool:
        """Whether a location is under the given paths."""
        return any(
            where == given or where.startswith(os.path.join(given, "")) for given in self.given
        )

    def hides(self, where: str) -> bool:
        """Whether a location, or a folder that contains it, could not be examined."""
        return any(
            where == failed or where.startswith(os.path.join(failed, ""))
            for failed in self.unreadable
        )


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


def scan(paths: Sequence[Path], index: Path) -> Scan:
    """The files under these paths, without those of the index itself.

    Its uploads, and the pages that it fetched, are among them.
    """
    result, seen = Scan(), set[str]()
    own = os.path.join(index.resolve(), "")
    kept = tuple(os.path.join(own, name, "") for name in (UPLOADS, WEB))
    for path in paths:
        given = container_of(path) or path
        if not given.exists():
            result.errors.append(DocumentMissing(path=given))
            continue
        # A link to a file has its own location; a link to a folder has that of the folder.
        folder = given.is_dir()
        result.given.append(str(given.resolve() if folder else given.parent.resolve() / given.name))
        for root, path in find_files(
            [given], partial(_note_unlisted, given, result), partial(_note_linked, given, result)
        ):
            where = os.path.join(root.resolve(), path.relative_to(root))
            if where not in seen and (where.startswith(kept) or not where.startswith(own)):
                seen.add(where)
                _add_file(root, path, result)
                if is_container(path):
                    _add_members(root, path, result)
    return result


def scan_documents(documents: Iterable[Document]) -> Scan:
    """The files of documents, each under the root it was indexed from."""
    result = Scan()
    for document in documents:
        root = Path(document.root)
        path = root / document.path
        if file_exists(path):
            result.given.append(document.location)
            _add_file(root, path, result)
        else:
            result.errors.append(DocumentMissing(path=document.path))
    return result


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


def check_removal(scanned: Scan, documents: Collection[Document]) -> None:
    """Raises RemovalRefused if all or most files of a folder are gone, as if it were not mounted.

    Files that were moved or renamed are not gone.
    """
    kept = {file.sha256 for file in scanned.found}
    for folder in scanned.given:
        inside = os.path.join(folder, "")
        own = [document for document in documents if document.location.startswith(inside)]
        gone = sum(d.id not in kept and _is_gone(d.location, scanned) for d in own)
        there = any(file.location.startswith(inside) for file in scanned.found)
        most = gone >= _MANY and gone > _MOST_GONE * len(own)
        if gone and (most or not there):
            raise RemovalRefused(path=folder, count=gone, total=len(own))


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
    elif (document.root, document.path) != (str(chosen.root.resolve()), chosen.name):
        result.moves.append((document.id, chosen))


def _is_elsewhere(document: Document, scanned: Scan) -> bool:
    """Whether a document's own file still exists, outside the given paths."""
    where = Path(document.location)
    try:
        return not scanned.covers(str(where)) and file_digest(where) == document.id
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


def _add_file(root: Path, path: Path, result: Scan) -> None:
    """Adds a file to a scan."""
    name = path.relative_to(root).as_posix()
    if path.suffix.lower() in PACKED:
        return
    if path.suffix.lower() not in ENDINGS:
        result.errors.append(FormatUnknown(path=name, known=KNOWN))
        return
    try:
        result.found.append(FoundFile(root, path, file_digest(path)))
    except OSError as error:
        _note_unreadable(root, name, error, result)
    except DocumentError as error:
        result.errors.append(error)


def _add_members(root: Path, path: Path, result: Scan) -> None:
    """Adds the documents in a container to a scan; a mail may have attachments of any kind."""
    name = path.relative_to(root).as_posix()
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            cause = Message("causes.outside_link")
            raise DocumentUnreadable(path=name, cause=cause)
        found = members(path, name)
    except OSError as error:
        _note_unreadable(root, name, error, result)
        return
    except DocumentError as error:
        result.unreadable.add(os.path.normpath(os.path.join(root.resolve(), name)))
        result.errors.append(error)
        return
    for inner, sha256 in found:
        if PurePosixPath(inner).suffix.lower() in ENDINGS:
            result.found.append(FoundFile(root, path / inner, sha256))
        elif not any(map(is_mail, (path / inner).parents)):
            result.errors.append(FormatUnknown(path=f"{name}/{inner}", known=KNOWN))


def _note_unlisted(root: Path, result: Scan, error: OSError) -> None:
    """Records a folder that cannot be listed: its files may still exist."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return  # it was removed after its parent folder was listed
    name = Path(error.filename).relative_to(root).as_posix()
    _note_unreadable(root, name, error, result)


def _note_linked(root: Path, result: Scan, folder: Path) -> None:
    """Says that a linked folder is not followed: its files may be indexed, or lie elsewhere."""
    name = folder.relative_to(root).as_posix()
    result.notices.append(Message("causes.linked_folder", path=name))


def _note_unreadable(root: Path, name: str, error: OSError, result: Scan) -> None:
    result.unreadable.add(os.path.normpath(os.path.join(root.resolve(), name)))
    cause = error.strerror or type(error).__name__
    shown = str(root) if name == "." else name
    result.errors.append(DocumentUnreadable(path=shown, cause=cause))
