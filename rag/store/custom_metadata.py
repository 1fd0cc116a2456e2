"""Metadata that a program gives to documents, kept beside the generations: reading loses none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rag.records import Document
from rag.records.json_text import parse_json
from rag.store.layout import METADATA, replace_file, writing

Location = str
_Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class CustomMetadata:
    """The metadata of documents, by the location of the file, and by its id if that moved."""

    by_location: Mapping[Location, tuple[str, _Values]] = field(default_factory=dict)
    by_id: Mapping[str, _Values] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[Location, str, Mapping[str, str]]]) -> CustomMetadata:
        """That of locations, ids and what was said of each; who has none is left out."""
        found = {where: (one, dict(values)) for where, one, values in rows if values}
        return cls(found, {one: values for one, values in found.values() if one})

    @classmethod
    def load(cls, index: Path) -> CustomMetadata | None:
        """What is kept for an index; ``None`` if its file is damaged or may not be read."""
        try:
            rows = parse_json((index / METADATA).read_bytes())
            return cls.of_rows(
                (str(row["location"]), str(row["id"]), _texts(row["values"])) for row in rows
            )
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, index: Path) -> None:
        """Writes it beside the generations of an index; raises IndexUnwritable."""
        rows = [
            {"location": where, "id": one, "values": values}
            for where, (one, values) in self.by_location.items()
        ]
        path = index / METADATA
        with writing(index):
            if rows:
                replace_file(path, json.dumps(rows, indent=1).encode())
            else:
                path.unlink(missing_ok=True)

    def of(self, location: Location, document_id: str) -> _Values:
        """The metadata of a document."""
        there = self.by_location.get(location)
        return self.by_id.get(document_id, {}) if there is None else there[1]

    def with_values(
        self, documents: Iterable[Document], values: Mapping[str, Mapping[str, str]]
    ) -> CustomMetadata:
        """This, with the values of some documents, by their ids, in the place of what they have."""
        new = [(each.location, each.id, values[each.id]) for each in documents if each.id in values]
        places = {where for where, _, _ in new}
        left = (
            (where, one, said)
            for where, (one, said) in self.by_location.items()
            if where not in places and one not in values
        )
        return CustomMetadata.of_rows([*left, *new])


def _texts(values: Mapping[object, object]) -> _Values:
    return {str(name): str(value) for name, value in values.items()}
