"""What a curator writes of a document: checked before anything is kept, and as the log has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rag.errors import RequestRefused
from rag.language.figures.dates import read_day
from rag.language.well_formed import is_well_formed
from rag.messages import Message
from rag.records import LANGUAGES, Document
from rag.server.replacing import Signature
from rag.store.decisions import FACTS, Edit, as_read, facts_of

Condition = Callable[[Document], None]  # raises if a document is not as the caller read it
_LONGEST = 500  # characters of a fact


def any_version(_: Document) -> None:
    """The condition of a caller that names no version."""


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


def check_collections(
    document: Document, chosen: tuple[str, ...] | None, known: Collection[str]
) -> None:
    """Raises RequestRefused for a collection that is not a known one, unless nothing changes."""
    if chosen != document.collections and not set(chosen or ()) <= set(known):
        raise RequestRefused(cause=Message("causes.malformed", where="collections"))


def edit_of(
    document: Document,
    wanted: Mapping[str, str],
    collections: tuple[str, ...] | None,
    signature: Signature,
) -> Edit:
    """What is decided about a document that gets these facts: those that differ from its file's."""
    own = facts_of(as_read(document))
    changed = tuple((name, wanted[name]) for name in FACTS if wanted[name] != own[name])
    return Edit(document.id, document.location, changed, collections, signature.by, signature.at)


def edit_differences(
    document: Document, wanted: Mapping[str, str], collections: tuple[str, ...] | None
) -> dict[str, list[object]]:
    """What an edit changes: each fact with its value before and after."""
    before: dict[str, object] = {**facts_of(document), "collections": document.collections}
    after: dict[str, object] = {**wanted, "collections": collections}
    return {name: [old, after[name]] for name, old in before.items() if old != after[name]}
