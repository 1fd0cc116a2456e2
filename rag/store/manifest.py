"""The manifest of a generation: what it was made with, and the seal of each of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.encoders import EncoderCard
from rag.errors import IndexDamaged, IndexFormat, IndexOutdated
from rag.messages import Message
from rag.records.json_text import parse_json
from rag.store.layout import MANIFEST, missing, segments_in

# Raised when older code could not read the new form. Answers come from this format and from 2,
# which has one segment. The next generation may start from a still older one, brought up to date.
FORMAT = 3
FORMAT_WITH_CODES = 4  # of a generation with a segment so large that its vectors have codes
_READABLE = (2, FORMAT, FORMAT_WITH_CODES)
_OUTDATED = (1,)


@dataclass(frozen=True, slots=True)
class Seal:
    """The size in bytes and the sha256 of a file."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Seal:
        """The seal of a file as it is now."""
        with path.open("rb") as file:
            return cls(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is.

    ``index_id`` is the same for the same documents read and encoded in the same way.
    ``created`` is in ISO 8601, UTC, for people: no decision uses it, because clocks jump.
    ``recipe`` names the versions and settings that the documents were read with.
    """

    index_id: str
    created: str
    encoder: EncoderCard
    recipe: Mapping[str, str]
    documents: int
    pages: int
    passages: int
    files: Mapping[str, Seal]
    format: int = FORMAT

    @property
    def is_outdated(self) -> bool:
        """Whether no answer may come from it, though the next generation may start from it."""
        return self.format in _OUTDATED

    @property
    def counts(self) -> tuple[int, int, int]:
        """The numbers of documents, pages and passages."""
        return self.documents, self.pages, self.passages

    @property
    def segments(self) -> list[str]:
        """The folders of its segments, oldest first; "" is that of the generation itself."""
        return segments_in(self.files)

    def write(self, folder: Path) -> None:
        """Writes it into a generation, sealed by its own sha256."""
        values = asdict(self)
        values["seal"] = seal_of(values)
        text = json.dumps(values, indent=1, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def check_sizes(self, index: Path, folder: Path) -> None:
        """Raises IndexDamaged if a file is missing or has another size."""
        for name, seal in self.files.items():
            try:
                size = (folder / name).stat().st_size
            except OSError as error:
                raise IndexDamaged(index=index, cause=missing(name)) from error
            if size != seal.size:
                raise IndexDamaged(index=index, cause=altered(name))

    def check_contents(
        self, index: Path, folder: Path, is_sealed: Callable[[Path, Seal], bool] | None = None
    ) -> None:
        """Raises IndexDamaged if a file is missing or altered.

        ``is_sealed`` says whether one has the bytes of its seal; without it every file is read.
        """
        self.check_sizes(index, folder)
        for name, seal in self.files.items():
            path = folder / name
            if not (is_sealed(path, seal) if is_sealed else Seal.of(path) == seal):
                raise IndexDamaged(index=index, cause=altered(name))


def read_manifest(index: Path, folder: Path, *, older: bool = False) -> Manifest:
    """The manifest of a generation.

    Raises IndexDamaged, IndexFormat for an unknown format, and IndexOutdated for an older one
    unless ``older``.
    """
    try:
        values: dict[str, Any] = parse_json((folder / MANIFEST).read_bytes())
        found = values["format"]
        seal = values.pop("seal")
    except FileNotFoundError as error:
        raise IndexDamaged(index=index, cause=missing(MANIFEST)) from error
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise IndexDamaged(index=index, cause=altered(MANIFEST)) from error
    if seal != seal_of(values):
        raise IndexDamaged(index=index, cause=altered(MANIFEST))
    if found in _OUTDATED and not older:
        raise IndexOutdated(index=index, found=found, known=max(_READABLE))
    if found not in (*_READABLE, *_OUTDATED):
        raise IndexFormat(index=index, found=found, known=max(_READABLE))
    values["encoder"] = EncoderCard(**values["encoder"])
    values["files"] = {name: Seal(**seal) for name, seal in values["files"].items()}
    return Manifest(**values)


def altered(name: str) -> Message:
    """The cause of damage when a file is not as it was written."""
    return Message("causes.file_altered", name=name)


def seal_of(values: Mapping[str, Any]) -> str:
    """The sha256 of all values of a manifest but itself."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
