"""The quotes of the periods that a question asks for, and the years that have none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.answering.choice import Choice
from rag.answering.holders_asked import holder_of_period
from rag.answering.question import answer_kind
from rag.answering.rows_asked import row_of_period
from rag.answering.times_to_come import is_too_early
from rag.citations.quotes import Quote
from rag.language.figures.how_many import says_how_many
from rag.language.figures.number_words import is_number_name
from rag.language.figures.periods import LISTED_DATES, Period, find_periods, spoken
from rag.language.words import content_words, family
from rag.questions.aboutness import Aboutness
from rag.questions.period_aboutness import dated_above, dated_by, is_later, names_another_period
from rag.records import Absent, Language
from rag.retrieval.lookup import Lookup
from rag.retrieval.narrowing import is_before_rules
from rag.weights import WEIGHTS

_LIMITS = WEIGHTS.named_things
_MOST_YEARS = 10  # of a range, each of which may have a quote of its own
_FEWEST_QUOTED = 2  # years with a quote, for others to be said to have none
_NEAREST = 3  # other periods that are named
_FEW_WORDS = 2  # of content, beside which a year is much of a question


def of_periods(
    quotes: Sequence[Quote], lookup: Lookup, choice: Choice
) -> tuple[list[Quote], set[Quote], tuple[Absent, ...]]:
    """The quotes that may be of the periods asked for, the close ones, and what has no quote."""
    is_count = answer_kind(lookup.asked.text, lookup.asked.language) == "count"
    quotes = [one for one in quotes if not (is_count and _says_no_number(one, lookup))]
    if not quotes:
        return [], set(), (_period_absent(choice.quotes, lookup),)
    kept, close, each = _within_periods(quotes, lookup, choice)
    if not kept or _only_of_others(quotes[0], kept[0], lookup, choice):
        return kept, close, (_period_absent(choice.quotes, lookup),)
    return kept, close, _years_without_quote(each, lookup)


def _within_periods(
    quotes: Sequence[Quote], lookup: Lookup, choice: Choice
) -> tuple[list[Quote], set[Quote], list[Quote]]:
    """The quotes that may be of the periods asked for, the surest first, the close ones, and
    the best one of each.

    None if the best quote is of another period, no sentence names the one asked for, and those
    that name none answer much less surely.
    """
    found = [(quote, _asked_dated(quote, lookup)) for quote in quotes]
    row = row_of_period(found, lookup.asked, choice.threshold)
    if row := row or holder_of_period(found, lookup.asked, choice.threshold):
        rest = [quote for quote, level in found if level > 0 and quote.text != row.text]
        return [row, *rest], {row}, [row]
    kept = [quote for quote, aboutness in found if aboutness != Aboutness.OTHER]
    exact = [quote for quote, aboutness in found if aboutness == Aboutness.EXACT]
    close = [quote for quote in exact if quote in choice.quotes]
    if found[0][1] == Aboutness.UNKNOWN:
        first = [quote for quote in close if quote.score >= choice.threshold]
        first = first or _edition(found)
    elif found[0][1] == Aboutness.OTHER:
        exact = _as_sure(exact, quotes[0])
        kept = [*exact, *(quote for quote, aboutness in found if 0 <= aboutness < Aboutness.EXACT)]
        least = _LIMITS.nearly_as_sure * quotes[0].score
        first = close or [quote for quote in exact[:1] if quote.score >= least]
        first = first or [quote for quote in kept if quote.score >= least] or exact
        kept = kept if first else []
    elif _names_another(quotes[0], lookup):
        least = _LIMITS.nearly_as_sure * quotes[0].score
        first = close or [quote for quote in exact[:1] if quote.score >= least] or kept[:1]
    else:
        kept = _words_asked_first(kept, choice, lookup)
        first = kept[:1]
    if first and dated(first[0], lookup) == Aboutness.NEAR:
        kept = _without_other_editions(kept, first[0], lookup)
    each = _of_each(first[:1], exact, lookup)
    ordered = list(dict.fromkeys((*each, *first, *kept)))
    return ordered, {*each, *choice.quotes}, each


def _says_no_number(quote: Quote, lookup: Lookup) -> bool:
    """Whether a quote has neither a number nor a period: no count for a year asked for."""
    if says_how_many(quote.text, quote.hit.passage.language):
        return False
    return dated(quote, lookup) == Aboutness.UNKNOWN


def _words_asked_first(kept: list[Quote], choice: Choice, lookup: Lookup) -> list[Quote]:
    """The quotes, before the best one that beside it which alone has the words asked for.

    Across languages "Quel budget en 2024 ?" is more like "In 2024 ..." than "Executed budget ...".
    """
    asked = _folded_words(lookup.asked.text, lookup.asked.language)
    across = [one for one in kept[:1] if one.hit.passage.language != lookup.asked.language]
    if not across or not 0 < len(asked) <= _FEW_WORDS or asked & _words(kept[0]):
        return kept
    near, passage = choice.threshold / 2, kept[0].hit.passage
    for one in kept:
        if one.hit.passage == passage and one.score >= near and asked <= _words(one):
            rest = (other for other in kept if other is not one)
            return [replace(one, score=kept[0].score), *rest]
    return kept


def _names_another(quote: Quote, lookup: Lookup) -> bool:
    """Whether a quote under a title of the period has only dates of others: "planned for 2025"."""
    return names_another_period(lookup.asked.periods, quote.hit, *_place(quote))


def _edition(found: Sequence[tuple[Quote, Aboutness]]) -> list[Quote]:
    """The quote of the edition that is dated in a period asked for, with the best confidence.

    The best quote says the same, with other figures, in an edition of another time.
    """
    best, _ = found[0]
    same = (one for one, level in found if level == Aboutness.NEAR and _says_same(one, best))
    return [replace(one, score=best.score) for one in same if one.hit.document.date][:1]


def _without_other_editions(kept: list[Quote], first: Quote, lookup: Lookup) -> list[Quote]:
    """The quotes without those of no known period that say the same as one of the period."""
    return [
        one for one in kept if dated(one, lookup) != Aboutness.UNKNOWN or not _says_same(one, first)
    ]


def _as_sure(exact: list[Quote], best: Quote) -> list[Quote]:
    """The quotes, those that say the same as the best one with its confidence, before the others.

    "18 300 visitors" of one year is like "21 900 visitors" of the next in all that confidence is
    computed from.
    """
    same = [replace(quote, score=best.score) for quote in exact if _says_same(quote, best)]
    return [*same, *(quote for quote in exact if not _says_same(quote, best))]


def _says_same(one: Quote, other: Quote) -> bool:
    """Whether two quotes have nearly the same words, whatever their figures and number words."""
    own, its = _words(one), _words(other)
    return len(own & its) >= _LIMITS.same_words * len(own | its)


def _words(quote: Quote) -> frozenset[str]:
    return _folded_words(quote.text, quote.hit.passage.language)


def _folded_words(text: str, language: Language) -> frozenset[str]:
    """The words of content of a text, each as its family, without figures and number words."""
    found = (one for one in content_words(text, language) if one.isalpha())
    return frozenset(family(one) for one in found if not is_number_name(one, language))


def _only_of_others(best: Quote, first: Quote, lookup: Lookup, choice: Choice) -> bool:
    """Whether the best quote is of another period and the first one kept is no answer."""
    unsure, near = choice.threshold, choice.threshold / 2
    is_other = _asked_dated(best, lookup) == Aboutness.OTHER
    return first.score < unsure and best.score >= near and is_other


def _years(lookup: Lookup) -> tuple[Period, ...]:
    """The periods of a question, a range as each of its years."""
    found: list[Period] = []
    for period in lookup.asked.periods:
        years = period.years()
        found += years if len(years) <= _MOST_YEARS else (period,)
    return tuple(found)


def _years_without_quote(quotes: Sequence[Quote], lookup: Lookup) -> tuple[Absent, ...]:
    """The years of a question that asks for several for which nothing is quoted.

    Only if two of them have quotes: what happened "from 2019 to 2023" may need no other one. Of
    years that are listed, "in 2021 and 2022", one is enough.
    """
    years = _years(lookup)
    quoted = [any(dated(quote, lookup, (year,)) > 0 for quote in quotes) for year in years]
    if sum(quoted) < (1 if _are_listed(lookup) else _FEWEST_QUOTED):
        return ()
    missing = [year for year, is_quoted in zip(years, quoted, strict=True) if not is_quoted]
    return tuple(Absent("period", _written(year, lookup)) for year in missing)


def _are_listed(lookup: Lookup) -> bool:
    """Whether a question names its periods one after the other: "en 2021, 2022 et en 2023"."""
    text, periods = lookup.asked.text, lookup.asked.periods
    return len(periods) > 1 and all(
        LISTED_DATES.fullmatch(text, one.end, other.start) for one, other in pairwise(periods)
    )


def _written(period: Period, lookup: Lookup) -> str:
    """A period as the question writes it, or the year of a range that it has."""
    if period in lookup.asked.periods:
        return spoken(lookup.asked.text, period)
    return str(period.first.year)


def _stated(text: str, period: Period) -> str:
    """A period as a text writes it; "a year earlier" as its year."""
    written = text[period.start : period.end]
    has_figure = any(letter.isdigit() for letter in written)
    return written if has_figure else str(period.first.year)


def _of_each(first: Sequence[Quote], exact: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The first quote and the best one of each other period, if the question names several."""
    found = list(first)
    periods = _years(lookup) + _years_quoted(exact, lookup)
    for period in periods if first and len(periods) > 1 else ():
        if not any(dated(quote, lookup, (period,)) == Aboutness.EXACT for quote in found):
            own = (each for each in exact if dated(each, lookup, (period,)) == Aboutness.EXACT)
            least = _LIMITS.each_period * first[0].score
            found += [
                quote for quote in own if quote.score >= least or _says_same(quote, first[0])
            ][:1]
    return found


def _years_quoted(exact: Sequence[Quote], lookup: Lookup) -> tuple[Period, ...]:
    """The years of an open period, "since 2022", that quotes are of, in their order."""
    if not any(one.open for one in lookup.asked.periods):
        return ()
    years = {
        (period.first.year, period.last.year)
        for quote in exact
        for period in find_periods(_dated_by(quote, lookup))
        if not period.open and any(map(period.meets, lookup.asked.periods))
    }
    return tuple(
        Period(0, 0, dt.date(first, 1, 1), dt.date(last, 12, 31))
        for first, last in sorted(years)[:_MOST_YEARS]
        if first == last
    )


def dated(quote: Quote, lookup: Lookup, periods: Sequence[Period] = ()) -> Aboutness:
    """How surely a quote is of some periods, or else of those of the question."""
    return lookup.period_aboutness(quote.hit, *_place(quote), periods)


def _asked_dated(quote: Quote, lookup: Lookup) -> Aboutness:
    """How surely a quote is of the periods asked for, as an answer of its own.

    The report of a year also says what is planned for later ones: "the budget voted for 2025".
    That answers only what is asked of the report itself. Rules say nothing of a year before them.
    """
    if lookup.documents.within:
        return dated(quote, lookup)
    asked = lookup.asked.periods
    if is_later(asked, quote.hit, *_place(quote)) or is_too_early(quote, lookup.asked):
        return Aboutness.OTHER
    found = dated(quote, lookup)
    is_before = found == Aboutness.UNKNOWN and is_before_rules(quote.hit.document, asked)
    return Aboutness.OTHER if is_before else found


def _dated_by(quote: Quote, lookup: Lookup) -> str:
    """The text that dates a quote, "" if nothing does."""
    return dated_by(quote.hit, *_place(quote), lookup.stated.get(quote.hit.document.id, ""))


def _place(quote: Quote) -> tuple[int, int]:
    """Where a quote stands in its passage."""
    start = quote.start - quote.hit.passage.start
    return start, start + len(quote.text)


def _others(text: str, lookup: Lookup) -> list[str]:
    """The periods of a text that are not asked for, as it writes them."""
    periods = lookup.asked.periods
    found = find_periods(text)
    return [_stated(text, one) for one in found if not any(map(one.meets, periods))]


def _period_absent(quotes: Sequence[Quote], lookup: Lookup) -> Absent:
    """That there is no answer for the periods of a question, and for which ones there is."""
    asked = lookup.asked
    others: dict[str, None] = {}
    for quote in quotes:
        text = _dated_by(quote, lookup)
        found = _others(text, lookup) or _others(dated_above(quote.hit), lookup)
        others |= dict.fromkeys(found)
    written = ", ".join(spoken(asked.text, one) for one in asked.periods)
    return Absent("period", written, tuple(others)[:_NEAREST])
