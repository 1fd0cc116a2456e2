"""Opposites: pairs of words that contradict each other, such as "adopted" and "rejected"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.language.words import Word
from rag.records import Language

# The two sides of each topic, as the first letters of folded words.
_OPPOSITES: dict[Language, dict[str, tuple[str, str]]] = {
    "fr": {
        "rise": (
            "augment hauss accroi accru progress croissance monte montent grimp bondi",
            "diminu baiss recul chute decroi reduc reduit descend",
        ),
        "adopt": ("adopt approuv accept valid ratifi", "rejet repouss refus"),
        "allow": ("autoris permet permis admis", "interdi prohib defendu"),
        "begin": ("commenc debut entam", "termin achev cess clos"),
        "open": ("ouvre ouvra ouvri ouvert", "ferme"),
        "win": ("gagne remport victoire", "perd perdu defaite"),
        "more": ("plus superieur davantage", "moins inferieur"),
        "join": ("adher rejoin integr", "quitt retir"),
        "before": ("avant", "apres"),
        "first": ("premier", "dernier"),
        "favour": ("faveur favorable affirmati", "contre defavorable"),
        "attend": ("present presents presente presentes assiste assistai", "absent excuse excuses"),
        "majority": ("absolue", "simple relative"),
        "paid": ("remuner payant", "gratuit benevol"),
        "dry": ("sec secs seche", "humid mouill"),
        "personal": ("personnelle", "professionnelle"),
    },
    "en": {
        "rise": (
            "increas rise rises rising rose grew grow grows growi grown growt climb",
            "decreas fall fell falling decline drop drops dropp shrink descent down",
        ),
        "adopt": ("approv pass passed", "reject refuse dismiss"),
        "allow": ("allow permit authori", "forbid forbade ban banned prohibit"),
        "begin": ("begin began start", "end ended finish"),
        "open": ("open opened opening opens", "closed closes close"),
        "win": ("win wins won victory", "lose loses lost defeat"),
        "more": ("more above over exceed", "less fewer below"),
        "join": ("join joined", "leave left withdr"),
        "before": ("before prior", "after following"),
        "least": ("least", "most"),
        "first": ("first", "last"),
        "favour": ("favour favor affirmati", "against unfavo"),
        "attend": ("present attend", "absent apolog"),
        "majority": ("absolute", "simple relative"),
        "paid": ("paid", "unpaid volunta"),
        "dry": ("dry", "wet moist damp humid"),
    },
}
# The same for phrases, as regular expressions. What comes into force may replace what is repealed.
_PHRASES: dict[Language, dict[str, tuple[str, str]]] = {
    "fr": {
        "favour": (r"(?:a|ont|avait|avaient) voté (?:pour|en faveur)|votent pour", r"voté contre"),
        "in force": (
            r"(?:restent?|demeurent?|est|sont|toujours|encore|maintenue?s?|plus) en vigueur",
            r"abrog(?:e|é|ée|és|ées|ent|eant|ation)|caduc|caduque",
        ),
        "which": (
            r"(?:ces|ce|cette|le présent|la présente|les présente?s) \w+(?= (?:prévau?|prime))",
            r"(?:les autres|l['’]autre)(?= (?:prévau?|prime))",
        ),
        "taxable": (
            r"imposables?|soumis(?:e|es)? à (?:l['’])?impôt|taxée?s?",
            r"(?:exonér|exempt|défiscalis)(?:é|ée|és|ées|e|er|ation)|nets? d['’]impôts?",
        ),
        "postpone": (
            r"(?:report|repouss|ajourn|retard)(?:e|é|ée|és|ées|ent)(?= (?:au|à|du|de|d['’])\b)",
            r"avanc(?:e|é|ée|és|ées|ent)(?= (?:au|à|du|de|d['’])\b)",
        ),
    },
    "en": {
        "favour": (r"voted (?:for|in favou?r)", r"voted against"),
        "in force": (r"in (?:force|effect)", r"(?:repeal|revok|rescind)(?:s|ed|ing|es)?"),
        "which": (r"(?:these|this) \w+(?= prevail)", r"the others?(?= prevail)"),
        "taxable": (
            r"taxable|taxed|subject to (?:\w+ )?tax(?:es)?",
            r"(?:tax-)?exempt(?:ed|s|ion)?|tax-free|untaxed",
        ),
        "postpone": (
            r"postponed?|put (?:off|back)|deferred|delayed",
            r"(?:brought|moved) forward|moved up|advanced(?= (?:to|from)\b)",
        ),
    },
}
_PHRASE_SIDES = [
    (re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE), topic, side)
    for topics in _PHRASES.values()
    for topic, forms in topics.items()
    for side, form in zip((1, -1), forms, strict=True)
]
_SIDES = [
    (prefix, topic, side)
    for topics in _OPPOSITES.values()
    for topic, sides in topics.items()
    for side, names in ((1, sides[0]), (-1, sides[1]))
    for prefix in names.split()
]
_BY_LETTER = {
    letter: [one for one in _SIDES if one[0][0] == letter]
    for letter in {prefix[0] for prefix, _, _ in _SIDES}
}
# A shorter entry is a whole word, not the first letters of one.
_PREFIX_LETTERS = 5


class Side(NamedTuple):
    """The side of a topic ("rise") that a word is on, 1 or -1, and the word."""

    topic: str
    side: int
    word: str


def find_sides(text: str, found: Sequence[Word]) -> tuple[Side, ...]:
    """The sides that the words of a text are on, and those of its phrases."""
    of_words = (
        Side(topic, side, text[word.start : word.end])
        for word in found
        for topic, side in _sides_of(word.folded)
    )
    of_phrases = (
        Side(topic, side, match[0])
        for form, topic, side in _PHRASE_SIDES
        for match in form.finditer(text)
    )
    return (*of_words, *of_phrases)


def find_opposite_sides(
    mine: Sequence[Side], theirs: Sequence[Side], *, counted: bool
) -> list[tuple[Side, Side]]:
    """The words that put two texts on opposite sides, one pair for each topic.

    A text with words of both sides of a topic is on neither. With ``counted``, it is compared
    all the same if both texts have as many words of the topic: "after 6 a.m. and after 10 p.m."
    and "after 6 a.m. and before 10 p.m." are opposites.
    """
    pairs = []
    for topic in dict.fromkeys(one.topic for one in mine):
        here = [one for one in mine if one.topic == topic]
        there = [one for one in theirs if one.topic == topic]
        my_sides, their_sides = Counter(o.side for o in here), Counter(o.side for o in there)
        only_mine = next((o for o in here if my_sides[o.side] > their_sides[o.side]), None)
        only_theirs = next((o for o in there if their_sides[o.side] > my_sides[o.side]), None)
        one_sided = len(my_sides) == len(their_sides) == 1
        comparable = one_sided or (counted and len(here) == len(there))
        if comparable and only_mine and only_theirs:
            pairs.append((only_mine, only_theirs))
    return pairs


@lru_cache(maxsize=16_384)
def _sides_of(folded: str) -> tuple[tuple[str, int], ...]:
    """The topics of a folded word with its side of each; cached, since words are repeated."""
    return tuple(
        (topic, side)
        for prefix, topic, side in _BY_LETTER.get(folded[:1], ())
        if (folded == prefix if len(prefix) < _PREFIX_LETTERS else folded.startswith(prefix))
    )
