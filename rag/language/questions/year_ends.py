"""How French and English ask for what is counted at the end of a year: "effectifs fin 2024"."""

from __future__ import annotations

import re

from rag.language.figures.dates import YEAR
from rag.records import Language

# What is counted on a day, and nearly always written with it: a debt is seldom.
_COUNTED_ON_A_DAY: dict[Language, str] = {
    "fr": r"effectifs?|nombre d(?:e |['’])(?:agents|salari[ée]s|employ[ée]s|membres|abonn[ée]s|"
    r"habitants)",
    "en": r"headcount|head count|workforce|staff numbers|number of (?:staff|employees|members|"
    r"subscribers|people|inhabitants)|staff(?= (?:at|on|year|end))",
}
COUNTED_ON_A_DAY: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"\b(?:{form})(?![\w-])", re.IGNORECASE)
    for language, form in _COUNTED_ON_A_DAY.items()
}
_END: dict[Language, str] = {
    "fr": r"(?:(?:à la |a la |en )?fin (?:de |d['’])?(?:(?:l['’])?(?:année|annee|exercice) "
    r"|d[ée]cembre )?)",
    "en": r"(?:(?:at )?(?:the )?(?:end of |end |year[- ]?end )(?:the year |year |December )?)",
}
YEAR_ENDS: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"\b{form}(?P<year>{YEAR})(?![\w/-])", re.IGNORECASE)
    for language, form in _END.items()
}
# The last day of a year, as it is written where such numbers stand.
LAST_DAY: dict[Language, str] = {"fr": "au 31 décembre {year}", "en": "on 31 December {year}"}
