"""How the turns on a page and those that are stored of their conversation go together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.language.well_formed import well_formed
from rag.web.past_answers import PastAnswer

_Turns = tuple[PastAnswer, ...]


def merged(
    stored: Sequence[PastAnswer], turns: Sequence[PastAnswer], typed: Sequence[str]
) -> _Turns | None:
    """The stored turns with those of a page; ``None`` if another page continued them otherwise.

    ``typed`` are the questions of the page as they were typed: a question that had no answer yet
    is stored so, and later as it was understood. An answer that is stored stays if the page has
    none.
    """
    names = [
        {well_formed(each.question), well_formed(text)}
        for each, text in zip(turns, typed, strict=True)
    ]
    for at in range(len(turns) - len(stored) + 1):  # the first ones may no longer be stored
        if _match(stored, names[at:]):
            rest = turns[at + len(stored) :]
            return (*turns[:at], *_newest(stored, turns[at:]), *rest)
    for at in range(len(stored)):  # the page may have fewer: another one has gone on
        shared = stored[at : at + len(turns)]
        if _match(shared, names):
            after = (*turns[len(shared) :], *stored[at + len(turns) :])
            return (*stored[:at], *_newest(shared, turns), *after)
    return None


def _match(stored: Sequence[PastAnswer], names: Sequence[Collection[str]]) -> bool:
    return all(past.question in known for past, known in zip(stored, names, strict=False))


def _newest(stored: Sequence[PastAnswer], turns: Sequence[PastAnswer]) -> list[PastAnswer]:
    """The turns of the page in place of the stored ones, but for lost answers."""
    return [
        known if turn.pending and not known.pending else turn
        for known, turn in zip(stored, turns, strict=False)
    ]
