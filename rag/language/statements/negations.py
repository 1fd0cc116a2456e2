"""Negations in French and English: "ne ... pas", "sans", "not", "never"."""

from __future__ import annotations

import re
from bisect import bisect_right

from rag.records import Language

# Folded words that make a negation, which are not what is negated.
NEGATION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "ne n pas plus jamais rien aucun aucune personne guere nul nulle ni non sans point".split()
    ),
    "en": frozenset("not no never none nor neither without cannot nothing nobody nowhere".split()),
}
# "In the absence of an agreement" is "without an agreement".
ABSENCE: dict[Language, str] = {
    "fr": r"[àa]\sdéfaut\sd(?:e(?=\s)|u(?=\s)|['’])|en\sl['’]absence\sd(?:e(?=\s)|u(?=\s)|['’])|"
    r"faute\sd(?:e(?=\s)|['’])|hors(?=\s(?:tax|charg|frais|droits))",
    "en": r"in\sthe\sabsence\sof|failing(?=\s(?:an?|the|such|any|this|that|agreement)\b)|excluding",
}
# A negation of a noun, which may say nothing of the statement that it stands in: "non-payment".
PREFIX = re.compile(
    r"(?:(?:^|[-•|(/]|\b(?:les?|la|du|des?|une?|cas\sde|the|of|an?|for|by)|['’])\s?)non[-\s]$",
    re.IGNORECASE,
)
# What goes with a statement and does not deny it: "without notice".
ADJUNCT = re.compile(rf"(?:sans|without|{'|'.join(ABSENCE.values())})$", re.IGNORECASE)
_NE = re.compile(r"(?<!\w)(?:ne\b|n['’])", re.IGNORECASE)
_SECOND = re.compile(
    r"\b(pas|plus|jamais|rien|aucune?|personne|guère|null?e?|ni|point|nullement|que?(?=['’ ]))\b",
    re.IGNORECASE,
)
_NE_ALONE = re.compile(r"n(?:e\s|['’])\s?(?:sau|peu|pu|os|cess)\w*", re.IGNORECASE)
_SINGLE_WORDS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:sans|aucune?s?|nulle?s?|jamais|ni|non(?!\s+(?:seulement|plus)))\b"
        r"|\bhors\s(?:du\s)?(?:périmètre|champ)(?:\sd['’]application)?\b"
        rf"|\b(?:{ABSENCE['fr']})",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:not(?!\s+only)|no(?!\.)|never|none|nor|neither|without|cannot|(?<!costs\s)(?<!cost\s)nothing|nobody|nowhere)\b"
        r"|\b(?:outside\sthe|out\sof)\sscope\b"
        rf"|\w+n['’]t\b|\b(?:{ABSENCE['en']})\b",
        re.IGNORECASE,
    ),
}
_MAX_DISTANCE = 60  # characters from "ne" to its second word


def find_negations(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """The spans of the negations of a text in order: "ne ... pas", "sans", "not", "didn't".

    "ne ... que" and "not only" are no negations: they restrict or add. Neither is the "ne" of
    "avant qu'il ne parte", which has no second word, nor "non plus", which goes with another one.
    """
    pairs = _pairs(text) if language == "fr" else []
    starts = [start for start, _ in pairs]  # pairs follow one another, none inside another
    alone = []
    for match in _SINGLE_WORDS[language].finditer(text):
        place = bisect_right(starts, match.start()) - 1
        if place < 0 or pairs[place][1] <= match.start():
            alone.append(match.span())
    return tuple(sorted([*pairs, *alone]))


def _pairs(text: str) -> list[tuple[int, int]]:
    """The spans from "ne" to its second word, in French."""
    spans = []
    found = list(_NE.finditer(text))
    nexts = [*(ne.start() for ne in found[1:]), len(text)]
    for ne, end in zip(found, nexts, strict=False):  # never the second word of the next one
        second = _SECOND.search(text, ne.end(), min(ne.end() + _MAX_DISTANCE, end))
        if second is not None and not second[1].lower().startswith("qu"):
            spans.append((ne.start(), second.end()))
        elif second is None and (alone := _NE_ALONE.match(text, ne.start())):
            spans.append(alone.span())
    return spans
