"""The files under the paths given: where each lies, and the sha256 of its content."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from shutil import SpecialFileError

from rag.errors import DocumentError, DocumentMissing, DocumentUnreadable, FormatUnknown
from rag.messages import Message
from rag.readers import ENDINGS, KNOWN, find_files
from rag.readers.containers import (
    PACKED,
    container_of,
    file_exists,
    is_container,
    is_mail,
)
from rag.records import Document
from rag.store.known_files import KnownFiles
from rag.store.layout import UPLOADS, WEB


def location_of(file: Path) -> str:
    """The location of the document of a file; a link to a file has its own."""
    return str(file.parent.resolve() / file.name)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that files are found under: as it was given, and as an absolute path.

    The names of files begin at ``start`` in their paths as they were given. Following the links of
    a path takes longer than reading a short file: once a root is enough.
    """

    path: Path
    absolute: str
    start: int

    @classmethod
    def of(cls, path: Path) -> Root:
        """The root at a path."""
        start = 0 if path == Path() else len(os.path.join(path, ""))
        return cls(path, str(path.resolve()), start)

    def name(self, file: Path) -> str:
        """The path of a file under the root, relative to it, with slashes."""
        return str(file)[self.start :].replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a reader can read: where it was found, and the sha256 of its content.

    ``name`` is the path relative to the root, with slashes. ``location`` is the absolute path,
    which does not depend on the root it was found from.
    """

    root: Root
    path: Path
    name: str
    location: str
    sha256: str


@dataclass
class Scan:
    """The files under the given paths, each location once, and what could not be examined.

    ``given`` are the paths as absolute ones, in order. ``known`` is what is known of files now.
    """

    known: KnownFiles = field(default_factory=KnownFiles)
    given: dict[str, None] = field(default_factory=dict)
    found: list[FoundFile] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    errors: list[DocumentError] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)

    def covers(self, where: str) -> bool:
        """Whether a location is under the given paths."""
        return where in self.given or bool(self.around(where))

    def around(self, where: str) -> list[str]:
        """The given folders that contain a location."""
        return [folder for folder in _folders(os.path.dirname(where)) if folder in self.given]

    def hides(self, where: str) -> bool:
        """Whether a location, or a folder that contains it, could not be examined."""
        if not self.unreadable:
            return False
        return not self.unreadable.isdisjoint((where, *_folders(os.path.dirname(where))))


def scan(paths: Sequence[Path], index: Path, *, rehash: bool = False) -> Scan:
    """The files under these paths, without those of the index itself.

    Its uploads, and the pages that it fetched, are among them. A file is read if its state is not
    that of the last time, or if ``rehash``.
    """
    result, seen = Scan(KnownFiles.load(index, rehash=rehash)), set[str]()
    own = os.path.join(index.resolve(), "")
    kept = tuple(os.path.join(own, name, "") for name in (UPLOADS, WEB))
    for path in paths:
        given = container_of(path) or path
        if not given.exists():
            result.errors.append(DocumentMissing(path=given))
            continue
        # A link to a file has its own location; a link to a folder has that of the folder.
        root = Root.of(given if given.is_dir() else given.parent)
        result.given[root.absolute if given.is_dir() else location_of(given)] = None
        for _, found in find_files(
            [given], partial(_note_unlisted, given, result), partial(_note_linked, given, result)
        ):
            name = root.name(found)
            where = os.path.join(root.absolute, name)
            if where not in seen and (where.startswith(kept) or not where.startswith(own)):
                seen.add(where)
                _add_file(root, found, name, result)
                if is_container(found):
                    _add_members(root, found, result)
    result.known.forget_others(result.covers)
    return result


def scan_documents(documents: Iterable[Document], index: Path, *, rehash: bool = False) -> Scan:
    """The files of documents, each under the root it was indexed from; see ``scan``."""
    result, root_of = Scan(KnownFiles.load(index, rehash=rehash)), lru_cache(Root.of)
    for document in documents:
        root = root_of(Path(document.root))
        path = root.path / document.path
        if file_exists(path):
            result.given[document.location] = None
            _add_file(root, path, root.name(path), result)
        else:
            result.errors.append(DocumentMissing(path=document.path))
    return result


@lru_cache(maxsize=4_096)
def _folders(folder: str) -> tuple[str, ...]:
    """A folder, and those that contain it."""
    found = [folder]
    while (parent := os.path.dirname(found[-1])) != found[-1]:
        found.append(parent)
    return tuple(found)


def _add_file(root: Root, path: Path, name: str, result: Scan) -> None:
    """Adds a file to a scan."""
    ending = os.path.splitext(name)[1].lower()
    if ending in PACKED:
        return
    if ending not in ENDINGS:
        result.errors.append(FormatUnknown(path=name, known=KNOWN))
        return
    where = os.path.join(root.absolute, name)
    try:
        sha256 = result.known.sha256(path, where)
        result.found.append(FoundFile(root, path, name, where, sha256))
    except OSError as error:
        _note_unreadable(root.path, name, error, result)
    except DocumentError as error:
        result.errors.append(error)


def _add_members(root: Root, path: Path, result: Scan) -> None:
    """Adds the documents in a container to a scan; a mail may have attachments of any kind."""
    name = root.name(path)
    where = os.path.join(root.absolute, name)
    try:
        if not path.resolve().is_relative_to(root.absolute):
            cause = Message("causes.outside_link")
            raise DocumentUnreadable(path=name, cause=cause)
        found = result.known.members(path, where, name)
    except OSError as error:
        _note_unreadable(root.path, name, error, result)
        return
    except DocumentError as error:
        result.unreadable.add(os.path.normpath(where))
        result.errors.append(error)
        return
    for inner, sha256 in found:
        if PurePosixPath(inner).suffix.lower() in ENDINGS:
            inner_name, location = f"{name}/{inner}", os.path.join(where, inner)
            result.found.append(FoundFile(root, path / inner, inner_name, location, sha256))
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
    special = isinstance(error, SpecialFileError)
    cause = Message("causes.special") if special else error.strerror or type(error).__name__
    shown = str(root) if name == "." else name
    result.errors.append(DocumentUnreadable(path=shown, cause=cause))
