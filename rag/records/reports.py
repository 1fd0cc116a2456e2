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

    def __repr__(self) -> str:
        """One short line, however many files there were; the fields are attributes."""
        lists = ("added", "unchanged", "removed", "duplicates", "failures", "notices")
        counts = [f"{len(found)} {name}" for name in lists if (found := getattr(self, name))]
        held = f"{self.documents} documents, {self.passages} passages, {self.seconds:.1f} s"
        return f"<IngestReport ({', '.join([*counts, held])})>"
