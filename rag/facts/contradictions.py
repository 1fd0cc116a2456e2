"""Whether two sentences contradict each other on a figure, or are about two cases of a rule."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from rag.facts.facts import Figure
from rag.facts.figures import equal
from rag.facts.sources import FILLER, Source, SourceFacts
from rag.language.any_language import any_form
from rag.language.figures.approximations import Approximation, excludes, find_approximation, may_be
from rag.language.figures.bounded_figures import bound_of
from rag.language.figures.bounds import UPPER, plain_bounds
from rag.language.figures.calculation_words import (
    BEFORE_A_PART,
    BEFORE_THE_WHOLE,
    OF_THE_WHOLE,
)
from rag.language.names import Name
from rag.language.statements.clause_words import DAYS_AND_SEASONS, NO_CONDITIONS
from rag.language.statements.limits_of_statements import find_limits, limits, rates
from rag.language.statements.plans import is_done, is_planned
from rag.language.words import terms
from rag.weights import WEIGHTS

_REACH = 24  # characters after a figure in which its time is
# A word or two may stand between: "dont environ 12".
_PART = re.compile(
    rf"(?<!\w)(?:{any_form(BEFORE_A_PART)})\s(?!(?:{any_form(BEFORE_THE_WHOLE)})\s)(?:[^\s.,;:]{{1,20}}\s){{0,2}}[$€£]?$",
    re.IGNORECASE,
)
# "3 staff members among its 12 members": before the figure of the whole.
_OF_THE_WHOLE = re.compile(
    rf"\s(?:[^\s.,;:]{{1,20}}\s){{0,4}}?(?:{any_form(OF_THE_WHOLE)})\s", re.IGNORECASE
)
_ITEM = re.compile(r"^\s*[-–—•*]\s|\s\|\s|^\s*\|")
# The mark of a note may follow the full stop: "euros.3", "euros.[3]", "euros.¹".
_SENTENCE_END = re.compile(
    r"(?:[.!?;…]|(?<=[^\d\s][.!?;…])\d{1,2}|[.!?;…]\s?[\[(]\d{1,3}[\])])[\W¹²³⁰⁴-⁹]{0,8}$"
)
_NO_CONDITION = re.compile(rf"\b(?:{any_form(NO_CONDITIONS)})", re.IGNORECASE)
_TIME = re.compile(rf"\b(?:{any_form(DAYS_AND_SEASONS)})\b", re.IGNORECASE)

FigureSide = Literal["exact", "upper", "lower", "about", "over", "under", "many"]
_SIDES: tuple[set[FigureSide], ...] = ({"upper", "under"}, {"lower", "over", "many"})


def are_one_case(one: Source, other: Source) -> bool:
    """Whether two sentences say something of one case, as a fact or a plan both.

    False for a rule and its exception, for two conditions, for a plan and what was done, and for
    an item of a list, a row or a heading, without what stands before it.
    """
    if not (_is_sentence(one) and _is_sentence(other)):
        return False
    planned = (is_planned(each.text, each.language) for each in (one, other))
    done = [is_done(each.text, each.language) for each in (other, one)]
    if any(plan and fact for plan, fact in zip(planned, done, strict=True)):
        return False
    return _limits(one) == _limits(other) and _have_one_condition(one, other)


def _is_sentence(source: Source) -> bool:
    return bool(_SENTENCE_END.search(source.text)) and not _ITEM.search(source.text)


def _limits(source: Source) -> frozenset[str]:
    """Whether a sentence has an exception or a condition; "only 10 members" has none."""
    text = _NO_CONDITION.sub(" ", FILLER.sub(" ", source.text))
    return limits(text, source.language) - {"growth"}


def _have_one_condition(one: Source, other: Source) -> bool:
    """Whether the conditions of two sentences of a language are in much the same words."""
    left, right = _condition(one), _condition(other)
    if one.language != other.language or not (left and right):
        return True
    return len(left & right) >= WEIGHTS.disagreements.condition_words * len(left | right)


def _condition(source: Source) -> frozenset[str]:
    """The stems of the conditions of a sentence, without numbers."""
    found = [
        source.text[slice(*limit.clause)]
        for limit in find_limits(source.text, source.language)
        if limit.name == "condition"
    ]
    stems = terms(" ".join(found), source.language)
    return frozenset(one for one in stems if not any(map(str.isdigit, one)))


def continue_alike(
    one: SourceFacts, fact: Figure | Name, other: SourceFacts, rival: Figure | Name
) -> bool:
    """Whether what stands after two facts, in their clauses, limits them alike.

    False for "9 euros for adults" and "5 euros for children", and for "6 p.m. on Saturdays", where
    the other sentence says no day.
    """
    after, rival_after = one.words_after(fact.end), other.words_after(rival.end)
    own, theirs = after - rival_after, rival_after - after
    if own and theirs:
        return False
    return not any(
        _TIME.search(read.clause_after(end))
        for read, end, extra in ((one, fact.end, own), (other, rival.end, theirs))
        if extra
    )


def contradict(one: SourceFacts, figure: Figure, other: SourceFacts, rival: Figure) -> bool:
    """Whether two figures cannot both be true of one thing, as each sentence says its own.

    "At least 5" and "at most 9", "about 400" and 391, 5 in all and 3 of them are true together.
    Two upper bounds, or two lower ones, are the same rule with another figure.
    """
    if equal(figure, rival) or is_part(one, figure) != is_part(other, rival):
        return False
    if _rates(one, figure) != _rates(other, rival):
        return False
    said, theirs = _said(one, figure), _said(other, rival)
    if said == theirs and said in ("exact", "upper", "lower"):
        return True
    if said == theirs != "about":
        return not _may_be_one(figure.value, rival.value)  # "nearly 400", "nearly 900"
    if any({said, theirs} <= side for side in _SIDES):
        return False  # "at least 5", "over 3"
    return _rules_out(figure, said, rival, theirs) and _rules_out(rival, theirs, figure, said)


def _may_be_one(value: Decimal, other: Decimal) -> bool:
    """Whether two figures are near enough to be one in round numbers."""
    return may_be(value, "about", other) or may_be(other, "about", value)


def _rules_out(figure: Figure, said: FigureSide, rival: Figure, theirs: FigureSide) -> bool:
    """Whether a figure as it is said leaves no room for another one."""
    if said == "upper":
        return theirs != "lower" and rival.value > figure.value
    if said == "lower":
        return theirs != "upper" and rival.value < figure.value
    if theirs in ("upper", "lower"):
        return True  # decided by the other side
    how: Approximation = said
    return excludes(figure.value, how, rival.value)


def _said(read: SourceFacts, figure: Figure) -> FigureSide:
    """How a figure is said: as a bound, as an approximation, or as it is."""
    plain = plain_bounds(read.source.text, read.source.language)
    start = next((n for n, span in enumerate(plain.spans) if span[0] >= figure.start), 0)
    end = next((n for n, span in enumerate(plain.spans) if span[0] >= figure.end), len(plain.text))
    bound = bound_of(plain.text, start, end, read.source.language)
    if bound.side and not bound.strict:
        return "upper" if bound.side == UPPER else "lower"
    how = find_approximation(read.source.text, figure.start, read.source.language)
    return "lower" if how == "least" else how


def is_part(read: SourceFacts, figure: Figure) -> bool:
    """Whether a figure is said to be a part of something: "dont 12", "3 of its 12 members"."""
    text = read.source.text
    before = _PART.search(text[max(0, figure.start - 64) : figure.start])
    wholes = (_OF_THE_WHOLE.fullmatch(text, figure.end, one.start) for one in read.facts.figures)
    return before is not None or any(wholes)


def _rates(read: SourceFacts, figure: Figure) -> frozenset[str]:
    """The time that a figure is for, by the words after it in its clause."""
    return rates(read.clause_after(figure.end)[:_REACH], read.source.language)
