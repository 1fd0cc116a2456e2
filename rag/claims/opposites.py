"""Opposites: the words by which one text takes the side that another denies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.text import Word

# Opposites: saying one where the other is written contradicts. Beginnings of folded words.
_OPPOSITES: dict[str, tuple[str, str]] = {
    "rise": (
        "augment hauss accroi accru progress croissance increas rise rises rising rose grew grow "
        "monte montent grimp bondi climb",
        "diminu baiss recul chut decroi reduc reduit decreas fall fell falling decline drop shrink "
        "descend descent",
    ),
    "adopt": (
        "adopt approuv accept valid ratifi approv pass passed",
        "rejet repouss refus reject refuse dismiss",
    ),
    "allow": (
        "autoris permet permis admis allow permit authori",
        "interdi prohib defendu forbid forbade ban banned prohibit",
    ),
    "begin": ("commenc debut entam begin began start", "termin achev cess clos end ended finish"),
    "open": ("ouvr ouvert open opened opens", "ferm close closed closes"),
    "win": ("gagn remport victoire win won victory", "perd perdu defaite lose lost defeat"),
    "more": ("plus superieur davantage more above over exceed", "moins inferieur less fewer below"),
    "join": ("adher rejoin integr join joined", "quitt retir leave left withdr"),
    "before": ("avant before prior", "apres after following"),
}
_SIDES = [
    (prefix, topic, side)
    for topic, sides in _OPPOSITES.items()
    for side, names in ((1, sides[0]), (-1, sides[1]))
    for prefix in names.split()
]
_BY_LETTER = {
    letter: [one for one in _SIDES if one[0][0] == letter]
    for letter in {prefix[0] for prefix, _, _ in _SIDES}
}
# Too short to be the beginning of anything else than themselves.
_WHOLE = 5


class Turn(NamedTuple):
    """A side taken, 1 or -1, of a topic ("rise"), and the word that takes it."""

    topic: str
    side: int
    word: str


def find_turns(text: str, found: Sequence[Word]) -> tuple[Turn, ...]:
    """The sides that the words of a text take; a text that takes both sides takes none."""
    turns = [
        Turn(topic, side, text[word.start : word.end])
        for word in found
        for topic, side in _taken(word.folded)
    ]
    sides = {(turn.topic, turn.side) for turn in turns}
    return tuple(turn for turn in turns if (turn.topic, -turn.side) not in sides)


@lru_cache(maxsize=16_384)
def _taken(folded: str) -> tuple[tuple[str, int], ...]:
    """The topics of a folded word with its side of each; kept, since words come back."""
    return tuple(
        (topic, side)
        for prefix, topic, side in _BY_LETTER.get(folded[:1], ())
        if (folded == prefix if len(prefix) < _WHOLE else folded.startswith(prefix))
    )
