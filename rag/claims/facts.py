"""What a text states that can be checked: figures, dates, names, words, denials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rag.dates import FoundDate, find_dates
from rag.names import Name, find_names
from rag.quantities import Quantity, find_negations, find_quantities
from rag.records import Language
from rag.text import Word, is_stop_word, stem, words


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with what it counts: the stem of the word after it, "" where none is."""

    start: int
    end: int
    value: Decimal
    unit: str
    ordinal: bool
    counted: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states; offsets are into that text.

    ``terms`` are its stems in order without stop words, figures or dates, ``plain`` its folded
    words, and ``turned`` the pairs of opposites that it takes one side of: ("rise", -1).
    """

    language: Language
    figures: tuple[Figure, ...]
    dates: tuple[FoundDate, ...]
    names: tuple[Name, ...]
    terms: tuple[str, ...]
    plain: frozenset[str]
    denied: bool
    turned: frozenset[tuple[str, int]]


# Opposites: saying one where the other is written contradicts. Beginnings of folded words.
_OPPOSITES: dict[str, tuple[str, str]] = {
    "rise": (
        "augment hauss accroi accru progress croissance increas rise rises rising rose grew grow",
        "diminu baiss recul chut decroi reduc reduit decreas fall fell falling decline drop shrink",
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
_SIDES = {
    (prefix, topic): side
    for topic, sides in _OPPOSITES.items()
    for side, names in ((1, sides[0]), (-1, sides[1]))
    for prefix in names.split()
}
_CLAUSE_END = re.compile(r"[.;:!?,\n(]")
# Too short to be the beginning of anything else than themselves.
_WHOLE = 5


@lru_cache(maxsize=4_096)
def read_facts(text: str, language: Language) -> Facts:
    """What a text in that language states; kept, since quotes come back often."""
    found = words(text)
    dates = find_dates(text)
    figures = _figures(text, language, found, dates)
    counted = [(one.start, one.end) for one in dates] + [(one.start, one.end) for one in figures]
    content = [
        word
        for word in found
        if not is_stop_word(word.folded, language)
        and not any(start <= word.start < end for start, end in counted)
    ]
    return Facts(
        language=language,
        figures=figures,
        dates=dates,
        names=find_names(text, language),
        terms=tuple(stem(word.folded, language) for word in content),
        plain=frozenset(word.folded for word in found),
        denied=len(find_negations(text, language)) % 2 == 1,
        turned=_turned(found),
    )


def _figures(
    text: str, language: Language, found: list[Word], dates: tuple[FoundDate, ...]
) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            one.start,
            one.end,
            one.value,
            one.unit,
            one.ordinal,
            _counted(text, language, found, one),
        )
        for one in find_quantities(text, language)
        if not any(one.start < date.end and date.start < one.end for date in dates)
    )


def _counted(text: str, language: Language, found: list[Word], quantity: Quantity) -> str:
    """The stem of the first word of content after a bare number, in its clause."""
    if quantity.unit:
        return ""
    for word in found:
        if word.start < quantity.end or is_stop_word(word.folded, language):
            continue
        between = text[quantity.end : word.start]
        return "" if _CLAUSE_END.search(between) else stem(word.folded, language)
    return ""


def _turned(found: list[Word]) -> frozenset[tuple[str, int]]:
    sides = {
        (topic, side)
        for word in found
        for (prefix, topic), side in _SIDES.items()
        if (word.folded == prefix if len(prefix) < _WHOLE else word.folded.startswith(prefix))
    }
    # A text that takes both sides ("de plus en moins") takes none.
    return frozenset((topic, side) for topic, side in sides if (topic, -side) not in sides)


def alike(one: Name, other: Facts) -> bool:
    """Whether a text holds a name, in whole or by its most telling part."""
    long = {part for part in one.parts if len(part) > 2} or one.parts
    held = sum(part in other.plain or _cognate(part, other.plain) for part in long)
    return 2 * held > len(long) or (len(long) == 2 and held == 1)


def _cognate(part: str, plain: frozenset[str]) -> bool:
    """Whether a word of another language begins alike: "Maroc" and "Morocco" do not."""
    return len(part) > 5 and any(word[:5] == part[:5] for word in plain)
