"""What an indexing did."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records.documents import Language


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed: why, in one line of each language."""

    path: str
    messages: dict[Language, str]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an indexing did; the four tuples hold paths, but for the failures."""

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    duplicates: tuple[str, ...]
    failures: tuple[Failure, ...]
    notices: tuple[str, ...]
    documents: int
    passages: int
    seconds: float
