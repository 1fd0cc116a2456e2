"""Metadata that a program gives to documents, kept beside the generations: reading loses none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import IndexUnwritable
from rag.store.layout import METADATA

Location = str
_Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class CustomMetadata:
    """The metadata of documents, by the location of the file, and by its id if that moved."""

    by_location: Mapping[Location, _Values] = field(default_factory=dict)
    by_id: Mapping[str, _Values] = field(default_factory=dict)

    @classmethod
    def load(cls, index: Path) -> CustomMetadata:
        """What is kept for an index; nothing if there is no file, or it cannot be read."""
        try:
            rows = json.loads((index / METADATA).read_bytes())
            return cls(
                {str(row["location"]): dict(row["values"]) for row in rows},
                {str(row["id"]): dict(row["values"]) for row in rows if row["id"]},
            )
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def of(self, location: Location, document_id: str) -> _Values:
        """The metadata of a document."""
        return self.by_location.get(location) or self.by_id.get(document_id, {})


def save_metadata(index: Path, rows: Iterable[tuple[Location, str, Mapping[str, str]]]) -> None:
    """Keeps the location, the id and the metadata of documents; raises IndexUnwritable."""
    given = [
        {"location": location, "id": document_id, "values": dict(values)}
        for location, document_id, values in rows
        if values
    ]
    path = index / METADATA
    fresh = path.with_name(f"{path.name}.new")
    try:
        if not given:
            path.unlink(missing_ok=True)
            return
        fresh.write_text(json.dumps(given, indent=1), encoding="ascii")
        fresh.replace(path)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise IndexUnwritable(index=index, cause=cause) from error
