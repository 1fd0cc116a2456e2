"""The facts of a claim held against those of a quotation, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.facts.clauses import belongs_elsewhere
from rag.facts.denials import opposed
from rag.facts.facts import Facts, Figure, TextFacts, alike
from rag.language.counted_nouns import same_noun
from rag.language.dates import FoundDate, find_months
from rag.language.names import Name
from rag.language.opposites import find_opposite_sides
from rag.language.words import stem
from rag.records.checks import Reason

# What names a form, a rule or a document: capitals, then digits.
_CODE = re.compile(r"(?<!\w)(?P<kind>[A-Z]{1,5})[-–/]?[0-9][\w./-]*(?<![./-])")
_DEPTH = {"year": 1, "month": 2, "day": 3}
# How much of the rest of a claim a quotation holds, itself and with its context, before
# another name in it contradicts. Where they were measured: bench/claims.py.
_REST_OWN, _REST = 0.3, 0.7


def compare(claim: TextFacts, quote: TextFacts, context: TextFacts) -> tuple[Reason, ...]:
    """How each figure, date and name of a claim fares in a quotation, and what it denies.

    Dates and names that the quotation leaves to its title, its headings or the sentence before
    are taken from there.
    """
    return (
        *_figures(claim, quote),
        *_codes(claim, quote, context),
        *_dates(claim, quote, context),
        *_months(claim, quote, context),
        *_names(claim, quote, context),
        *_stances(claim, quote),
    )


def _figures(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    for figure in claim.facts.figures:
        said = claim.text[figure.start : figure.end]
        same = [
            f
            for f in quote.facts.figures
            if equal(figure, f) and _could_count(figure, f, claim, quote)
        ]
        rivals = [f for f in _rivals(figure, claim, quote) if not _stated(f, claim)]
        if rivals and not any(_counts_alike(figure, f, claim, quote) for f in same):
            yield Reason("figure", "differs", said, _at(quote, rivals[0]))
        elif same:
            yield _bound(claim, quote, figure, same[0])
        else:
            yield Reason("figure", "missing", said)


def _rivals(figure: Figure, claim: TextFacts, quote: TextFacts) -> list[Figure]:
    """The figures of a quotation that measure the same and are not equal."""
    same_language = claim.facts.language == quote.facts.language
    found = [
        f
        for f in quote.facts.figures
        if not equal(figure, f) and comparable(figure, f, same_language=same_language)
    ]
    bare = [
        [f for f in one.facts.figures if not f.unit and not f.ordinal] for one in (claim, quote)
    ]
    if not found and not same_language and bare[0] == [figure] and len(bare[1]) == 1:
        # What is counted cannot be read across languages; where each counts one thing, it is it.
        return [f for f in bare[1] if not equal(figure, f)]
    return found


def _counts_alike(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether equal figures count the same, as far as both say: 18 of the crew are no guests."""
    if figure.unit or figure.ordinal or not (figure.counted and other.counted):
        return True
    if claim.facts.language != quote.facts.language:
        return same_noun(figure.counted, other.counted) is not False
    return figure.counted == other.counted


def _could_count(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether equal figures may count the same, however it is put: "18 crew", "18 of the crew"."""
    if claim.facts.language != quote.facts.language:
        return True
    named = figure.counted in quote.facts.terms or other.counted in claim.facts.terms
    return named or _counts_alike(figure, other, claim, quote)


def _stated(figure: Figure, claim: TextFacts) -> bool:
    return any(equal(figure, other) for other in claim.facts.figures)


def _bound(claim: TextFacts, quote: TextFacts, figure: Figure, match: Figure) -> Reason:
    """An equal figure, unless the quotation gives it to another thing and a rival to this."""
    said = claim.text[figure.start : figure.end]
    same_language = claim.facts.language == quote.facts.language
    for rival in _rivals(figure, claim, quote):
        if _stated(rival, claim):
            continue
        # Which of two figures belongs to what cannot be read across languages.
        elsewhere = belongs_elsewhere(claim, quote, match, rival) if same_language else None
        if elsewhere is not False:
            return Reason("figure", "differs" if elsewhere else "missing", said, _at(quote, rival))
    return Reason("figure", "agrees", said, _at(quote, match))


def _at(said: TextFacts, found: Figure | FoundDate | Name) -> str:
    return said.text[found.start : found.end]


def equal(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same quantity; a unit left out is no difference."""
    units = one.unit == other.unit or not (one.unit and other.unit)
    return one.value == other.value and one.ordinal == other.ordinal and units


def comparable(one: Figure, other: Figure, *, same_language: bool) -> bool:
    """Whether two unequal figures would measure the same: a unit, or what they count."""
    if one.ordinal != other.ordinal or one.unit != other.unit:
        return False
    if one.unit:
        return True
    if same_language:
        return one.counted == other.counted != ""
    return same_noun(one.counted, other.counted) is True


def _codes(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """How each reference of a claim fares, "F-12" or "A/78/3": there to the letter, or another."""
    told = {code[0]: code for code in _CODE.finditer(quote.text)}
    around = {code[0] for code in _CODE.finditer(context.text)}
    for code in _CODE.finditer(claim.text):
        rivals = [found[0] for found in told.values() if found["kind"] == code["kind"]]
        if code[0] in told or code[0] in around:
            yield Reason("figure", "agrees", code[0], code[0])
        elif rivals:
            yield Reason("figure", "differs", code[0], rivals[0])
        else:
            yield Reason("figure", "missing", code[0])


def _dates(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    for date in claim.facts.dates:
        said = _at(claim, date)
        same = [other for other in quote.facts.dates if _confirms(date, other)]
        around = [other for other in context.facts.dates if _confirms(date, other)]
        rivals = [other for other in quote.facts.dates if not same_date(date, other)]
        if same:
            yield Reason("date", "agrees", said, _at(quote, same[0]))
        elif around and (date.precision == "year" or not rivals):
            yield Reason("date", "agrees", said, _at(context, around[0]))
        elif rivals:
            yield Reason("date", "differs", said, _at(quote, rivals[0]))
        else:
            yield Reason("date", "missing", said)


def _confirms(date: FoundDate, other: FoundDate) -> bool:
    """Whether a date is the same and says at least as much."""
    return same_date(date, other) and _DEPTH[other.precision] >= _DEPTH[date.precision]


def same_date(one: FoundDate, other: FoundDate) -> bool:
    """Whether two dates agree as far as both say: "novembre 2023" and "15 November 2023"."""
    depth = min(_DEPTH[date.precision] for date in (one, other))
    return one.date.timetuple()[:depth] == other.date.timetuple()[:depth]


def _months(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """How each month without a year fares: "avant le 15 juin", "in July"."""
    named = {found.number for found in find_months(claim.text)}
    told = find_months(quote.text)
    around = {found.number for found in find_months(context.text)}
    for month in find_months(claim.text):
        said = claim.text[month.start : month.end]
        if month.dated:
            continue
        same = next((found for found in told if found.number == month.number), None)
        rival = next((found for found in told if found.number not in named), None)
        if same:
            yield Reason("date", "agrees", said, quote.text[same.start : same.end])
        elif rival:
            yield Reason("date", "differs", said, quote.text[rival.start : rival.end])
        else:
            yield Reason("date", "agrees" if month.number in around else "missing", said)


def _names(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    for name in claim.facts.names:
        said = _at(claim, name)
        if alike(name, quote.facts):
            yield Reason("name", "agrees", said)
        elif alike(name, context.facts):
            near = (n for n in context.facts.names if n.parts & name.parts)
            yield Reason("name", "agrees", said, next((_at(context, n) for n in near), ""))
        elif (rival := _rival(name, claim, quote, context)) is not None:
            yield Reason("name", "differs", said, _at(quote, rival))
        else:
            yield Reason("name", "missing", said)


def _rival(name: Name, claim: TextFacts, quote: TextFacts, context: TextFacts) -> Name | None:
    """The name of somebody else, where a quotation says the rest of the claim."""
    if len(name.parts) < 2 or claim.facts.language != quote.facts.language:
        return None
    others = [n for n in quote.facts.names if len(n.parts) > 1 and not alike(n, claim.facts)]
    named = {stem(part, claim.facts.language) for one in claim.facts.names for part in one.parts}
    rest = set(claim.facts.terms) - named
    own = _share(rest, quote.facts)
    whole = _share(rest, quote.facts, context.facts)
    return others[0] if others and own >= _REST_OWN and whole >= _REST else None


def _share(wanted: set[str], *found: Facts) -> float:
    held = {term for one in found for term in one.terms}
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _stances(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    """The denial and the opposites: two turns ("did not reject") make none."""
    same_language = claim.facts.language == quote.facts.language
    turned = find_opposite_sides(claim.facts.turns, quote.facts.turns, counted=same_language)
    if opposed(claim, quote) == (len(turned) % 2 == 1):
        return
    if turned:
        yield Reason("opposite", "differs", turned[0][0].word, turned[0][1].word)
    else:
        yield Reason("denial", "differs")
