"""What an indexing did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed: one line, in the two languages."""

    path: str
    fr: str
    en: str


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
