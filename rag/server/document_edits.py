"""What a curator writes of a document: checked before anything is kept, and as the log has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from rag.errors import RequestRefused
from rag.ingest.changes import checked_metadata
from rag.language.figures.dates import read_day
from rag.language.well_formed import is_well_formed
from rag.messages import Message
from rag.records import LANGUAGES, Document
from rag.server.replacing import Signature
from rag.store.decisions import FACTS, Decisions, Edit, as_read, facts_of

Condition = Callable[[Document], None]  # raises if a document is not as the caller read it
_LONGEST = 500  # characters of a fact


def any_version(_: Document) -> None:
    """The condition of a caller that names no version."""


@dataclass(frozen=True, slots=True)
class DocumentEdit:
    """What a curator wants of a document: facts, who sees it, and metadata in place of its own.

    A fact that is not given stays, and metadata that is ``None``. ``collections`` is ``None`` if
    the folder decides.
    """

    facts: Mapping[str, str]
    collections: tuple[str, ...] | Literal["kept"] | None = "kept"
    metadata: Mapping[str, str] | None = None

    def decided(
        self,
        decisions: Decisions,
        document: Document,
        known: Collection[str],
        signature: Signature,
    ) -> Decisions:
        """The decisions with this one, by somebody who knows these collections.

        Facts that the file states are no edit. Raises DateInvalid, MetadataInvalid, and
        RequestRefused for a collection that is not known, unless it stays.
        """
        checked_metadata(self.metadata or {})
        if not self.facts and self.collections == "kept":
            return decisions
        chosen = self._collections_of(document)
        if chosen != document.collections and not set(chosen or ()) <= set(known):
            raise RequestRefused(cause=Message("causes.malformed", where="collections"))
        wanted, own = checked_facts(document, self.facts), facts_of(as_read(document))
        changed = tuple((name, wanted[name]) for name in FACTS if wanted[name] != own[name])
        return decisions.with_edit(
            Edit(document.id, document.location, changed, chosen, signature.by, signature.at)
        )

    def differences(self, document: Document) -> dict[str, list[object]]:
        """What it changes of a document: each value before and after."""
        before: dict[str, object] = {**facts_of(document), "collections": document.collections}
        after: dict[str, object] = {
            **checked_facts(document, self.facts), "collections": self._collections_of(document),
        }  # fmt: skip
        if self.metadata is not None:
            before["metadata"], after["metadata"] = document.metadata, dict(self.metadata)
        return {name: [old, after[name]] for name, old in before.items() if old != after[name]}

    def _collections_of(self, document: Document) -> tuple[str, ...] | None:
        return document.collections if self.collections == "kept" else self.collections


def checked_facts(document: Document, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts as they are stored; a fact that is not given stays.

    Raises DateInvalid, and RequestRefused for half a character.
    """
    for name in FACTS:
        if not is_well_formed(facts.get(name, "")):
            raise RequestRefused(cause=Message("causes.malformed", where=name))
    now = facts_of(document)
    wanted = {name: " ".join(facts.get(name, now[name]).split())[:_LONGEST] for name in FACTS}
    wanted["title"] = wanted["title"] or as_read(document).title
    wanted["date"] = read_day(wanted["date"]).isoformat() if wanted["date"] else ""
    if wanted["language"] not in LANGUAGES:
        wanted["language"] = now["language"]
    return wanted
