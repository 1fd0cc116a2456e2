"""Opposites: the words by which one text takes the side that another denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.language.words import Word

# Opposites: saying one where the other is written contradicts. Beginnings of folded words.
_OPPOSITES: dict[str, tuple[str, str]] = {
    "rise": (
        "augment hauss accroi accru progress croissance increas rise rises rising rose grew grow "
        "grows growi grown growt monte montent grimp bondi climb",
        "diminu baiss recul chute decroi reduc reduit decreas fall fell falling decline drop drops "
        "dropp shrink descend descent",
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
    "open": ("ouvre ouvra ouvri ouvert open opened opening opens", "ferme closed closes close"),
    "win": (
        "gagne remport victoire win wins won victory",
        "perd perdu defaite lose loses lost defeat",
    ),
    "more": ("plus superieur davantage more above over exceed", "moins inferieur less fewer below"),
    "join": ("adher rejoin integr join joined", "quitt retir leave left withdr"),
    "before": ("avant before prior", "apres after following"),
    "least": ("least", "most"),
    "first": ("premier first", "dernier last"),
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


class Side(NamedTuple):
    """A side taken, 1 or -1, of a topic ("rise"), and the word that takes it."""

    topic: str
    side: int
    word: str


def find_sides(text: str, found: Sequence[Word]) -> tuple[Side, ...]:
    """The sides that the words of a text take, in order."""
    return tuple(
        Side(topic, side, text[word.start : word.end])
        for word in found
        for topic, side in _taken(word.folded)
    )


def find_opposite_sides(
    mine: Sequence[Side], theirs: Sequence[Side], *, counted: bool
) -> list[tuple[Side, Side]]:
    """The words by which two texts take opposite sides, a pair for each topic.

    A text that takes both sides of a topic takes none, unless they are ``counted``: of as many
    words in both texts, one stands on the other side ("after 6 a.m. and after 10 p.m.").
    """
    pairs = []
    for topic in dict.fromkeys(turn.topic for turn in mine):
        here = [turn for turn in mine if turn.topic == topic]
        there = [turn for turn in theirs if turn.topic == topic]
        sides, others = Counter(t.side for t in here), Counter(t.side for t in there)
        moved = next((turn for turn in here if sides[turn.side] > others[turn.side]), None)
        met = next((turn for turn in there if others[turn.side] > sides[turn.side]), None)
        sure = len(sides) == len(others) == 1 or (counted and len(here) == len(there))
        if sure and moved and met:
            pairs.append((moved, met))
    return pairs


@lru_cache(maxsize=16_384)
def _taken(folded: str) -> tuple[tuple[str, int], ...]:
    """The topics of a folded word with its side of each; kept, since words come back."""
    return tuple(
        (topic, side)
        for prefix, topic, side in _BY_LETTER.get(folded[:1], ())
        if (folded == prefix if len(prefix) < _WHOLE else folded.startswith(prefix))
    )
