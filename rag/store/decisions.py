"""What curators decided about a library: documents removed or replaced, facts edited by hand.

Kept beside the generations, so that it holds for every later one, a rebuild included.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rag.errors import DecisionsDamaged
from rag.records import Document
from rag.records.json_text import parse_json
from rag.store.layout import DECISIONS, replace_file, writing
from rag.store.packing import document_of, document_values

FACTS = ("title", "issuer", "date", "language")  # what a curator may edit of a document


@dataclass(frozen=True, slots=True)
class Removal:
    """A document that a curator took out of the library; its file still exists.

    ``by`` is the account, ``at`` the time in ISO 8601, UTC. ``replaced_by`` is the location of
    the file that took its place, empty if none did. ``kept`` is where its own file lies now,
    empty if it was not moved.
    """

    document: Document
    by: str
    at: str
    replaced_by: str = ""
    kept: str = ""

    def covers(self, document_id: str, location: str) -> bool:
        """Whether a file is this document: by its content, or by its place unless it moved."""
        same_place = not self.kept and self.document.location == location
        return same_place or self.document.id == document_id


@dataclass(frozen=True, slots=True)
class Edit:
    """What a curator wrote in place of what the file of a document says.

    ``facts`` are pairs of a field of ``FACTS`` and its text, "" for none. ``collections`` is
    ``None`` if the folder decides. Another file at the same ``location`` takes over everything
    but the date, which is that of one version.
    """

    document: str
    location: str
    facts: tuple[tuple[str, str], ...]
    collections: tuple[str, ...] | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions about one library, in the order in which they were made."""

    removals: tuple[Removal, ...] = ()
    edits: tuple[Edit, ...] = ()

    @classmethod
    def load(cls, index: Path) -> Decisions:
        """The decisions about an index; raises DecisionsDamaged."""
        try:
            values = parse_json((index / DECISIONS).read_bytes())
            return cls(
                tuple(_removal(each) for each in values["removals"]),
                tuple(_edit(each) for each in values["edits"]),
            )
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DecisionsDamaged(index=index, name=DECISIONS) from error

    def save(self, index: Path) -> None:
        """Writes them beside the generations of an index; raises IndexUnwritable."""
        removals = [
            asdict(each) | {"document": document_values(each.document)} for each in self.removals
        ]
        values = {"removals": removals, "edits": [asdict(each) for each in self.edits]}
        with writing(index):
            replace_file(index / DECISIONS, json.dumps(values, indent=1).encode())

    def removal(self, document_id: str, location: str) -> Removal | None:
        """The removal that keeps a file out of the library, ``None`` if there is none."""
        found = (each for each in self.removals if each.covers(document_id, location))
        return next(found, None)

    def with_removal(self, removal: Removal) -> Decisions:
        """The decisions with one more document removed."""
        others = (each for each in self.removals if each.document.id != removal.document.id)
        return replace(self, removals=(*others, removal))

    def without_removals(self, document_id: str, location: str) -> Decisions:
        """The decisions without those that keep a file out of the library."""
        left = (each for each in self.removals if not each.covers(document_id, location))
        return replace(self, removals=tuple(left))

    def with_edit(self, edit: Edit) -> Decisions:
        """The decisions with a document edited; without facts, it is as its file says."""
        others = (each for each in self.edits if each.document != edit.document)
        return replace(self, edits=(*others, edit))

    def edited(self, document: Document) -> Document:
        """A document with what a curator wrote, whatever it says now."""
        read = as_read(document)
        if not self.edits:
            return read
        own = next((each for each in self.edits if each.document == read.id), None)
        if own is not None:
            return with_facts(read, dict(own.facts), own.collections)
        latest = reversed(self.edits)
        there = next((each for each in latest if each.location == read.location), None)
        if there is None:
            return read
        facts = {name: value for name, value in there.facts if name != "date"}
        return with_facts(read, facts, there.collections)


def as_read(document: Document) -> Document:
    """A document with the facts that its file states, and the collections of its folder."""
    if not document.edited and document.collections is None:
        return document
    return replace(document, edited=(), collections=None, **_fields(dict(document.edited)))


def with_facts(
    read: Document, facts: Mapping[str, str], collections: tuple[str, ...] | None
) -> Document:
    """A document as it was read, with facts in the place of its own."""
    own = facts_of(read)
    changed = {name: text for name, text in facts.items() if text != own[name]}
    edited = tuple((name, own[name]) for name in FACTS if name in changed)
    return replace(read, edited=edited, collections=collections, **_fields(changed))


def facts_of(document: Document) -> dict[str, str]:
    """The fields of ``FACTS`` of a document as text, "" for none."""
    date = document.date.isoformat() if document.date else ""
    values = (document.title, document.issuer or "", date, document.language)
    return dict(zip(FACTS, values, strict=True))


def _fields(facts: Mapping[str, str]) -> dict[str, Any]:
    """Facts as the values of a document's fields; raises ValueError for no date."""
    fields: dict[str, Any] = dict(facts)
    if "date" in fields:
        fields["date"] = dt.date.fromisoformat(fields["date"]) if fields["date"] else None
    if "issuer" in fields:
        fields["issuer"] = fields["issuer"] or None
    return fields


def _removal(values: dict[str, Any]) -> Removal:
    return Removal(document_of(values.pop("document")), **values)


def _edit(values: dict[str, Any]) -> Edit:
    collections = values.pop("collections")
    facts = tuple((str(name), str(text)) for name, text in values.pop("facts"))
    _fields(dict(facts))  # a date that cannot be read is damage
    return Edit(
        facts=facts,
        collections=None if collections is None else tuple(map(str, collections)),
        **values,
    )
