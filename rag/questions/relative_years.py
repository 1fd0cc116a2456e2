"""Years that a question names from today, read as years: "last year", "cette année"."""

from __future__ import annotations

import datetime as dt
import re

from rag.language.questions.asking import QUOTED
from rag.language.questions.relative_years import (
    BEFORE_A_YEAR,
    LAST_OF_SEVERAL,
    OWNS,
    YEARS_FROM_TODAY,
)
from rag.records import Language


def with_calendar_years(question: str, language: Language, today: dt.date) -> str:
    """The question with the years that it names from a day: "in 2025" for "last year".

    The question itself, to the letter, if it names none. What stands in quotation marks stays.
    """
    quoted = [match.span() for match in QUOTED.finditer(question)]
    for form, step in YEARS_FROM_TODAY[language]:
        for match in reversed([*form.finditer(question)]):
            if any(start <= match.start() < end for start, end in quoted):
                continue
            if LAST_OF_SEVERAL.search(question[: match.start()]):
                continue
            written = _written(match, str(today.year + step), language)
            question = f"{question[: match.start()]}{written}{question[match.end() :]}"
    return question


def _written(match: re.Match[str], year: str, language: Language) -> str:
    if match["owns"]:
        return OWNS[language].format(year=year)
    return f"{match['before'] or BEFORE_A_YEAR[language]}{year}"
