"""What is said to be more or less than in another year: "plus nombreux en 2023 qu'en 2022"."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.records import Language

_YEAR = r"(?:19|20)\d{2}"
_MORE: dict[Language, str] = {
    "fr": r"(?:plus|davantage)(?!\s(?:faible|bas|basse|petit|rare|court|lent))|"
    r"moins\s(?:faible|bas|basse|petit|rare|court|lent)\w*|supérieur\w*|meilleur\w*",
    "en": r"more(?!\s(?:rare|seldom))|higher|larger|greater|bigger|longer|better",
}
_LESS: dict[Language, str] = {
    "fr": r"plus\s(?:faible|bas|basse|petit|rare|court|lent)\w*|"
    r"moins(?!\s(?:faible|bas|basse|petit|rare|court|lent))|inférieur\w*",
    "en": r"more\s(?:rare|seldom)|fewer|less|lower|smaller|shorter",
}
_BEFORE: dict[Language, str] = {
    "fr": r"(?:qu['’]|que\s|à\s)"
    rf"(?:(?:(?:en|celui de|celle de|ceux de|celles de)\s)?(?P<base>{_YEAR})|"
    r"(?:(?:à\s)?l['’](?:année|an)\s(?:précédente?|dernier|dernière|passée?|d['’]avant)|"
    r"un\san\s(?:plus\stôt|auparavant|avant)))",
    "en": rf"than\s(?:(?:(?:in|for|that of|those of)\s)?(?P<base>{_YEAR})|"
    r"(?:in\s)?(?:the\s(?:year\sbefore|(?:previous|preceding|prior)\syear)|last\syear|"
    r"(?:a|one)\syear\s(?:earlier|before)))",
}
_FORMS: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?<!\w)(?:(?P<more>{_MORE[language]})|(?P<less>{_LESS[language]}))"
        rf"(?!\w)[^.;:()]{{0,60}}?(?<![^\s]){_BEFORE[language]}(?!\w)",
        re.IGNORECASE,
    )
    for language in _MORE
}
# What there is more of, where the comparison names it: "plus de marcheurs", "more goods".
_NAMED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:plus|moins|davantage)\s(?:de\s|d['’])(?P<thing>\w+)", re.IGNORECASE),
    "en": re.compile(
        r"(?:more|fewer|less)\s(?!(?:numerous|frequent|common|popular|expensive|important|severe|"
        r"crowded|than)\b)(?P<thing>\w+(?:\s(?!(?:in|than|were|was|to|for|on|at|of)\b)\w+)?)",
        re.IGNORECASE,
    ),
}
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")


class YearTrend(NamedTuple):
    """The words that say that something is more (1) or less (-1) than in the earlier year.

    ``thing`` is what there is more of, "" if that is what the sentence is about.
    """

    start: int
    end: int
    side: int
    thing: str = ""


def find_year_trends(text: str, language: Language) -> list[YearTrend]:
    """What a text says to be more or less than in another year.

    Less in 2022 than in 2023 is a rise.
    """
    found = []
    for match in _FORMS[language].finditer(text):
        side = 1 if match["more"] else -1
        others = {int(one[0]) for one in _ANY_YEAR.finditer(text)} - {int(match["base"] or 0)}
        if match["base"] and len(others) == 1 and others.pop() < int(match["base"]):
            side = -side
        named = _NAMED[language].match(text, match.start())
        found.append(YearTrend(match.start(), match.end(), side, named["thing"] if named else ""))
    return found
