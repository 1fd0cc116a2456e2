"""How one file takes the place of another: what moves, and what is decided about both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from rag.accounts import collections_of
from rag.config import Collection
from rag.records import Document
from rag.server.uploads import FileMoves, safe_name
from rag.store.decisions import Decisions, Edit, Removal, as_read


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, and when: the account, and the time in ISO 8601, UTC."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to add: the place that it will have, and the sha256 of its content."""

    path: Path
    sha256: str

    @classmethod
    def of(cls, received: Path, path: Path) -> Arrival:
        """That of a received file that will be at a path."""
        with received.open("rb") as file:
            return cls(path, hashlib.file_digest(file, "sha256").hexdigest())

    @property
    def location(self) -> str:
        """Its place as a document has it."""
        return str(self.path)


def older_version(arrival: Arrival, documents: Iterable[Document]) -> Document | None:
    """The document that a file replaces: the one at its place, or the only one of its name."""
    every = tuple(documents)
    found = [each for each in every if each.location == arrival.location]
    if not found:
        name = arrival.path.name.casefold()
        found = [
            each for each in every if safe_name(PurePosixPath(each.path).name).casefold() == name
        ]
    older = found[0] if len(found) == 1 else None
    return None if older is None or older.id == arrival.sha256 else older


def arriving(
    arrival: Arrival,
    older: Document | None,
    collections: Sequence[Collection],
    signature: Signature,
    moves: FileMoves,
) -> Callable[[Decisions], Decisions]:
    """Sets the file at the place of an arrival aside; returns what is decided with it.

    A document elsewhere keeps its file. What a curator wrote of it, and who sees it, goes over to
    the new one.
    """
    kept = moves.set_aside(arrival.path)

    def change(decisions: Decisions) -> Decisions:
        decided = _moved(decisions, arrival.location, kept)
        decided = decided.without_removals(arrival.sha256, arrival.location)
        if older is None:
            return decided
        here = older.location == arrival.location
        removal = Removal(older, signature.by, signature.at, arrival.location, kept if here else "")
        decided = decided.with_removal(removal)
        return decided if here else _inheriting(decided, older, arrival, collections, signature)

    return change


def restoring(
    removal: Removal, current: Document | None, signature: Signature, moves: FileMoves
) -> Callable[[Decisions], Decisions]:
    """Moves the file of a removed document back; returns what is decided with it.

    ``current`` is the document that replaced it, if that is in the library.
    """
    place, kept = Path(removal.document.location), ""
    if removal.kept:
        kept = moves.set_aside(place)
        moves.move(Path(removal.kept), place)

    def change(decisions: Decisions) -> Decisions:
        others = (one for one in decisions.removals if one.document.id != removal.document.id)
        decided = _moved(replace(decisions, removals=tuple(others)), str(place), kept)
        if current is None:
            return decided
        here = current.location == str(place)
        return decided.with_removal(
            Removal(current, signature.by, signature.at, str(place), kept if here else "")
        )

    return change


def _moved(decisions: Decisions, location: str, kept: str) -> Decisions:
    """The decisions after the file of a location was set aside, if it was."""
    if not kept:
        return decisions
    removals = (
        replace(one, kept=kept, replaced_by=one.replaced_by or location)
        if one.document.location == location and not one.kept
        else one
        for one in decisions.removals
    )
    return replace(decisions, removals=tuple(removals))


def _inheriting(
    decisions: Decisions,
    older: Document,
    arrival: Arrival,
    collections: Sequence[Collection],
    signature: Signature,
) -> Decisions:
    """The decisions with those about an older version, but for its date, for the new file too."""
    moved = replace(as_read(older), root=str(arrival.path.parent), path=arrival.path.name)
    names = collections_of(older, collections)
    chosen = None if names == collections_of(moved, collections) else names
    edits = [each for each in decisions.edits if each.document == older.id]
    facts = [fact for each in edits for fact in each.facts if fact[0] != "date"]
    return decisions.with_edit(
        Edit(arrival.sha256, arrival.location, tuple(facts), chosen, signature.by, signature.at)
    )
