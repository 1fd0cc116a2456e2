"""Whether a text says how long something lasts, or how long it is."""

from __future__ import annotations

import re

from rag.language.figures.dates import find_months
from rag.language.figures.measures import measure_after
from rag.language.figures.numbers import find_quantities
from rag.language.figures.periods import find_periods
from rag.language.words import fold
from rag.records import Language

# Folded: what lasts is said in units of time, by what ends it, or as without an end.
_FORMS: dict[Language, str] = {
    "fr": r"secondes?|minutes?|heures?|h|jours?|journees?|demi-journees?|quotidien(?:ne)?s?|nuits?"
    r"|semaines?|hebdomadaires?|quinzaines?|week-ends?|mois|mensualites?|mensuel(?:le)?s?"
    r"|trimestres?|semestres?|saisons?|ans?|annees?|annuel(?:le)?s?|decennies?|siecles?|millenaires?"
    r"|mandats?|a vie|jusqu|depuis|tant que|aussi longtemps|duree (?:in)?determinee|illimitee?s?"
    r"|permanente?s?|definitivement|temporaires?|provisoires?|immediatement|aussitot",
    "en": r"seconds?|minutes?|hours?|hrs?|days?|daily|nights?|overnight|weeks?|weekly|fortnights?"
    r"|weekends?|months?|monthly|quarters?|semesters?|terms?|seasons?|years?|yearly|annual(?:ly)?"
    r"|decades?|century|centuries|millenni(?:um|a)|life|lifetime|lifelong|until|till|since"
    r"|as long as|indefinite(?:ly)?|unlimited|permanent(?:ly)?|temporary|temporarily"
    r"|immediate(?:ly)?|at once|forthwith",
}
_LASTS = {language: re.compile(rf"(?<![^\W\d])(?:{form})\b") for language, form in _FORMS.items()}


def says_how_long(text: str, language: Language) -> bool:
    """Whether a text has a unit of time, a period, a month, an end or none, or a measure of length.

    "How long" asks for the length of a road too.
    """
    if _LASTS[language].search(fold(text)) or find_periods(text) or find_months(text):
        return True
    return any(measure_after(text, one.end) for one in find_quantities(text, language))
