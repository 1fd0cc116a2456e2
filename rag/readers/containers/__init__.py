"""Files that hold documents: archives (ZIP), compressed files (GZ), and mails with attachments.

A document inside has the path of its container as a folder: ``minutes.zip/2024/march.pdf``. It is
never written to the disk: its bytes are taken from the container whenever they are needed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from rag.errors import DocumentError, DocumentTooLarge, DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import megabytes
from rag.readers.containers.packed import unpacked_gzip, unpacked_zip
from rag.readers.mail import eml, msg
from rag.runtime.file_state import FileState

Members = Callable[[bytes, str], Iterator[tuple[str, bytes]]]
# Containers that are no documents themselves, and mails, which are.
PACKED: dict[str, Members] = {".zip": unpacked_zip, ".gz": unpacked_gzip}
_MAILS: dict[str, Members] = {".eml": eml.attachments, ".msg": msg.attachments}
_ALL = PACKED | _MAILS
_DEEPEST = 3  # containers inside containers
_LARGEST = 400_000_000  # bytes of what a container holds, and of the container
_MOST = 5_000  # documents in a container
_LONGEST = 200  # characters of a part of a name
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\]")
_LEFT_OUT = (".", "~$", "__MACOSX")

Digest = tuple[str, str]


def is_container(path: Path) -> bool:
    """Whether a file may hold documents, by the ending of its name."""
    return path.suffix.lower() in _ALL


def is_mail(path: Path) -> bool:
    """Whether a container is a mail, whose attachments may be of any kind."""
    return path.suffix.lower() in _MAILS


def attachment_names(data: bytes, path: Path) -> list[str]:
    """The names of what is attached to a mail; none if the file is no mail or is damaged."""
    if not is_mail(path):
        return []
    try:
        return [name for name, _ in _MAILS[path.suffix.lower()](data, path.name)]
    except DocumentError:
        return []


def container_of(path: Path) -> Path | None:
    """The file that a document is inside of; ``None`` if its path is not inside a file."""
    for parent in path.parents:
        if parent.is_file():
            return parent if is_container(parent) else None
        if parent.exists():
            return None
    return None


def file_exists(path: Path) -> bool:
    """Whether a path leads to a file, or to a document inside a container."""
    outer = container_of(path)
    if outer is None:
        return path.exists()
    try:
        return path.relative_to(outer).as_posix() in _names(outer, FileState.of(outer))
    except (DocumentError, OSError):
        return False


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, or of a document inside a container.

    Raises OSError, and what a container raises that cannot be opened.
    """
    outer = container_of(path)
    if outer is None:
        return path.read_bytes()
    wanted = path.relative_to(outer).as_posix()
    for name, data in _all_members(outer.read_bytes(), outer.name):
        if name == wanted:
            return data
    raise FileNotFoundError(2, "No such file or directory", str(path))


def file_digest(path: Path) -> str:
    """The sha256 of ``file_bytes``, in hexadecimal digits; raises the same errors."""
    if container_of(path) is not None:
        return hashlib.sha256(file_bytes(path)).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def members(path: Path, name: str) -> tuple[Digest, ...]:
    """The names of the documents in a container, each with its sha256.

    ``name`` names the container in an error. Raises DocumentUnreadable, DocumentLocked and
    DocumentTooLarge, or OSError.
    """
    size = path.stat().st_size
    if size > _LARGEST:
        raise DocumentTooLarge(path=name, size=megabytes(size), limit=megabytes(_LARGEST))
    found = _all_members(path.read_bytes(), name)
    return tuple((inner, hashlib.sha256(data).hexdigest()) for inner, data in found)


@lru_cache(maxsize=1_024)
def _names(path: Path, state: FileState) -> frozenset[str]:
    """The names of the documents in a container that is in this state; raises as ``members``."""
    return frozenset(name for name, _ in members(path, path.name))


def _all_members(data: bytes, name: str, depth: int = 1) -> Iterator[tuple[str, bytes]]:
    """The documents in a container and in the containers in it, each under a name of its own."""
    taken: set[str] = set()
    total = 0
    for given, content in _ALL[PurePosixPath(name).suffix.lower()](data, name):
        inner = _distinct(_safe(given), taken)
        if not inner:
            continue
        total += len(content)
        if total > _LARGEST:
            raise DocumentTooLarge(path=name, size=megabytes(total), limit=megabytes(_LARGEST))
        if len(taken) > _MOST:
            cause = Message("causes.many_entries", count=len(taken), limit=_MOST)
            raise DocumentUnreadable(path=name, cause=cause)
        ending = PurePosixPath(inner).suffix.lower()
        if ending not in PACKED:
            yield inner, content
        if ending in _ALL and depth < _DEEPEST:
            for further, deeper in _all_members(content, inner, depth + 1):
                yield f"{inner}/{further}", deeper


def _safe(name: str) -> str:
    """A name as a relative path with slashes that leads nowhere else; "" for one to leave out."""
    parts = [_UNSAFE.sub(" ", part).strip()[-_LONGEST:] for part in re.split(r"[/\\]", name)]
    parts = [part for part in parts if part not in ("", ".", "..")]
    return "" if any(part.startswith(_LEFT_OUT) for part in parts) else "/".join(parts)


def _distinct(name: str, taken: set[str]) -> str:
    """The name, with a number if another document in the container has it; it is then taken."""
    path, number = PurePosixPath(name), 1
    free = name
    while free in taken:
        number += 1
        free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    if free:
        taken.add(free)
    return free
