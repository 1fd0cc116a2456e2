"""What an indexing has to do: the files that stand in the folders against the index."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from rag.errors import DocumentError, DocumentMissing, DocumentUnreadable, FormatUnknown
from rag.ingest.run import place
from rag.readers import ENDINGS, find_files
from rag.records import Document


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a reader takes: where it was found, and the sha256 of what it holds."""

    root: Path
    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """The path under the root, with slashes."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def place(self) -> str:
        """The path on the disk, whatever root it was found from."""
        return os.path.join(self.root.resolve(), self.name)


@dataclass
class Scan:
    """The files under the paths given, each place once, and what cannot be looked at."""

    given: list[str] = field(default_factory=list)
    found: list[FoundFile] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    errors: list[DocumentError] = field(default_factory=list)

    def covers(self, where: str) -> bool:
        """Whether a place on the disk stands under the paths given."""
        return any(
            where == given or where.startswith(os.path.join(given, "")) for given in self.given
        )

    def hides(self, where: str) -> bool:
        """Whether a place, or a folder that it stands in, could not be looked at."""
        return any(
            where == failed or where.startswith(os.path.join(failed, ""))
            for failed in self.unreadable
        )


@dataclass
class Plan:
    """What to do: files to read, documents to move (id, file), documents to remove (id)."""

    reads: list[FoundFile] = field(default_factory=list)
    moves: list[tuple[str, FoundFile]] = field(default_factory=list)
    removals: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)


def scan(paths: Sequence[Path], index: Path) -> Scan:
    """The files under these paths; those of the index itself are passed over."""
    result, seen = Scan(), set[str]()
    own = os.path.join(index.resolve(), "")
    for given in paths:
        if not given.exists():
            result.errors.append(DocumentMissing(path=given))
            continue
        # A link to a file is a place of its own, a link to a folder is that folder.
        folder = given.is_dir()
        result.given.append(str(given.resolve() if folder else given.parent.resolve() / given.name))
        for root, path in find_files([given], partial(_miss, given, result)):
            where = os.path.join(root.resolve(), path.relative_to(root))
            if where not in seen and not where.startswith(own):
                seen.add(where)
                _look(root, path, result)
    return result


def scan_places(documents: Iterable[Document]) -> Scan:
    """The files of documents, each under the root that it was indexed from."""
    result = Scan()
    for document in documents:
        root = Path(document.root)
        path = root / document.path
        if path.exists():
            result.given.append(place(document))
            _look(root, path, result)
        else:
            result.errors.append(DocumentMissing(path=document.path))
    return result


def plan(scanned: Scan, documents: Collection[Document], stale: Collection[str]) -> Plan:
    """What brings the documents to the state of the files.

    A file whose document is there costs nothing. One that was moved keeps all; one that was
    renamed is read again, for its title may follow from its name, and keeps the vectors of
    unchanged text. Under the paths given, documents whose file is gone or holds something
    else are removed: also where that turns out to be unreadable, for the index follows the
    folder, and the generation before is kept. ``stale`` are the ids to read in any case.
    """
    result = Plan()
    held = {document.id: document for document in documents}
    copies: dict[str, list[FoundFile]] = {}
    for file in scanned.found:
        copies.setdefault(file.sha256, []).append(file)
    for sha256, files in copies.items():
        _settle(result, files, held.get(sha256), stale=sha256 in stale, scanned=scanned)
    result.removals = [
        document.id
        for document in documents
        if document.id not in copies and _is_gone(place(document), scanned)
    ]
    return result


def _settle(
    result: Plan, files: list[FoundFile], document: Document | None, *, stale: bool, scanned: Scan
) -> None:
    """Plans for the files of the same contents: one is the document, the rest duplicates."""
    where = None if document is None else place(document)
    chosen = next((file for file in files if file.place == where), files[0])
    result.duplicates += [file.name for file in files if file is not chosen]
    if document is None:
        result.reads.append(chosen)
    elif chosen.place != where and _stands_elsewhere(document, scanned):
        result.duplicates.append(chosen.name)
    elif stale or PurePosixPath(document.path).name != chosen.path.name:
        result.reads.append(chosen)
    elif (document.root, document.path) != (str(chosen.root.resolve()), chosen.name):
        result.moves.append((document.id, chosen))


def _stands_elsewhere(document: Document, scanned: Scan) -> bool:
    """Whether a document's own file is still there, outside the paths given."""
    where = Path(place(document))
    try:
        return not scanned.covers(str(where)) and _sha256(where) == document.id
    except OSError:
        return False


def _is_gone(where: str, scanned: Scan) -> bool:
    """Whether no file of a place belongs to the library any more.

    A place that cannot be looked at (rights, a network folder that fails) is not gone.
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


def _look(root: Path, path: Path, result: Scan) -> None:
    """Adds a file to a scan."""
    name = path.relative_to(root).as_posix()
    if path.suffix.lower() not in ENDINGS:
        result.errors.append(FormatUnknown(path=name, known=" ".join(ENDINGS)))
        return
    try:
        result.found.append(FoundFile(root, path, _sha256(path)))
    except OSError as error:
        _note_unreadable(root, name, error, result)


def _miss(root: Path, result: Scan, error: OSError) -> None:
    """Notes a folder that cannot be listed: its files may be there all the same."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return  # it went since the folder above it was listed
    name = Path(error.filename).relative_to(root).as_posix()
    _note_unreadable(root, name, error, result)


def _note_unreadable(root: Path, name: str, error: OSError, result: Scan) -> None:
    result.unreadable.add(os.path.normpath(os.path.join(root.resolve(), name)))
    cause = error.strerror or type(error).__name__
    shown = str(root) if name == "." else name
    result.errors.append(DocumentUnreadable(path=shown, cause=cause))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
