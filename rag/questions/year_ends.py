"""The end of a year, for what is counted on a day: "effectifs fin 2024"."""

from __future__ import annotations

from rag.language.questions.asking import QUOTED
from rag.language.questions.year_ends import COUNTED_ON_A_DAY, LAST_DAY, YEAR_ENDS
from rag.records import Language


def with_last_day(question: str, language: Language) -> str:
    """The question with the last day of a year for its end: "au 31 décembre 2024".

    The question itself, to the letter, if nothing in it is counted on a day: what happened at the
    end of 2024 need not be of that day. What stands in quotation marks stays.
    """
    if not COUNTED_ON_A_DAY[language].search(question) or QUOTED.search(question):
        return question
    day = LAST_DAY[language]
    return YEAR_ENDS[language].sub(lambda match: day.format(year=match["year"]), question)
