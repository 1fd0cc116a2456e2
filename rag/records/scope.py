"""The documents that a question or a text to check is limited to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rag.records.documents import Language


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits on the documents that are read; an empty field is no limit.

    documents  titles, paths, file names or ids
    folders    paths of folders, or their names
    types      formats by name or by ending: "pdf", ".docx"
    issuers    names of issuers
    languages  of the documents
    metadata   "name=value" pairs that programs gave to documents; the values of a name are
               alternatives
    from_      the first day of their dates, ``None`` for no limit
    until      the last day of their dates, ``None`` for no limit

    A document is in the scope if it meets each field that is set, by any of its values;
    ``documents`` and ``folders`` count as one field. It is plain data: a library turns it into
    the ids of documents, and answers, links and requests carry it.
    """

    documents: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    from_: dt.date | None = None
    until: dt.date | None = None
    metadata: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it limits anything."""
        return self != Scope()

    def to_dict(self) -> dict[str, Any]:
        """The fields that are set, as plain JSON values; ``from_`` is called "from"."""
        lists = {name: list(getattr(self, name)) for name in SCOPE_LISTS}
        days = {"from": self.from_, "until": self.until}
        written = lists | {name: day and day.isoformat() for name, day in days.items()}
        return {name: value for name, value in written.items() if value}


SCOPE_LISTS = ("documents", "folders", "types", "issuers", "languages", "metadata")
