"""The dates of a sentence that may be those of a claim, by what each is the date of."""

from __future__ import annotations

from dataclasses import dataclass

from rag.facts.facts import TextFacts
from rag.language.figures.compared_years import find_compared
from rag.language.figures.comparison_bases import is_comparison_base
from rag.language.figures.dates import FoundDate
from rag.language.figures.years_of_things import is_year_of_thing, says_when


@dataclass(frozen=True, slots=True)
class ComparableDates:
    """The dates that a sentence is of, and of these the years that a thing is of.

    "212,400, up 4 % on 2022" is not of 2022. "The budget of 2023 was approved in December 2022" is
    of 2022, but says nothing of the budget of 2022.
    """

    text: TextFacts
    own: tuple[FoundDate, ...]
    of_things: tuple[FoundDate, ...]

    @classmethod
    def of(cls, text: TextFacts) -> ComparableDates:
        """Those of a text."""
        own = tuple(one for one in text.facts.dates if not _is_base(text, one))
        return cls(text, own, tuple(one for one in own if _is_of_thing(text, one)))

    def with_one_of(self, claim: TextFacts, date: FoundDate) -> tuple[tuple[FoundDate, ...], bool]:
        """Those that may be a date of a claim, and whether they are the years of a thing."""
        if self.of_things and _is_of_thing(claim, date):
            return self.of_things, True
        return (self.text.facts.dates if _is_base(claim, date) else self.own), False

    def is_when(self, date: FoundDate) -> bool:
        """Whether what the sentence says was in the year of a date: "recorded in 2023".

        "512, against 468 in 2022" says it of another year.
        """
        if date.precision != "year" or not says_when(self.text.text, date.start):
            return False
        compared = find_compared(self.text.text, self.text.facts.language)
        return not any(start <= date.start < end for start, end in (one.words for one in compared))


def _is_base(text: TextFacts, date: FoundDate) -> bool:
    return is_comparison_base(text.text, date.start, date.end)


def _is_of_thing(text: TextFacts, date: FoundDate) -> bool:
    return date.precision == "year" and is_year_of_thing(text.text, date.start, date.end)
