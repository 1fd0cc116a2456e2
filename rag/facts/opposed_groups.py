"""Whether a claim says of one group what a quote says of the opposed one: "57% were women"."""

from __future__ import annotations

import re
from bisect import bisect_left

from rag.facts.facts import Figure, TextFacts
from rag.facts.figures import equal
from rag.language.any_language import any_form
from rag.language.statements.function_words import CLAUSE_WORDS
from rag.language.statements.opposed_groups import Group, find_opposed_groups, find_votes

# Words between a figure and its group: "57% of the staff were women", "a deficit of 0.4 million".
_WORD = rf"\s(?!(?:{any_form(CLAUSE_WORDS)})\b)[^\W\d][\w'’-]*"
_AFTER = re.compile(rf"\s?[€%]?(?:{_WORD}){{0,6}}(?:\s|['’])?$", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_WORD}){{0,3}}\s?[€$£]?$", re.IGNORECASE)


def is_of_opposed_group(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote says of women what a claim says of men, and the like; or of votes.

    A figure is of the group that is named with it. Without one, each text is of the groups that it
    names.
    """
    votes, other = (find_votes(each.text, each.facts.language) for each in (claim, quote))
    if votes and other and votes != other and votes == (other[1], other[0]):
        return True
    own, there = (find_opposed_groups(one.text, one.facts.language) for one in (claim, quote))
    return any(
        _differs(
            claim, quote, *([one for one in each if one.topic == topic] for each in (own, there))
        )
        for topic in {one.topic for one in own} & {one.topic for one in there}
    )


def _differs(claim: TextFacts, quote: TextFacts, own: list[Group], there: list[Group]) -> bool:
    """The same for the groups of one topic."""
    sides, others = {one.side for one in own}, {one.side for one in there}
    if len(sides) == len(others) == 1 and sides != others:
        return True
    named = [(one, _side_of(quote, one, there)) for one in quote.facts.figures]
    for figure in claim.facts.figures:
        side = _side_of(claim, figure, own)
        same = [other for one, other in named if equal(figure, one)]
        if side and any(same) and side not in same:
            return True
    return False


def _side_of(text: TextFacts, figure: Figure, groups: list[Group]) -> int | None:
    """The side of the group that is named with a figure, the nearer one; ``None`` without any."""
    after = bisect_left(groups, figure.end, key=lambda one: one.place[0])
    before = bisect_left(groups, figure.start, key=lambda one: one.place[1]) - 1
    found: list[tuple[int, int]] = []
    if after < len(groups):
        one = groups[after]
        if _AFTER.match(text.text, figure.end, one.place[0]):
            found.append((one.place[0] - figure.end, one.side))
    if before >= 0:
        one = groups[before]
        if _BEFORE.match(text.text, one.place[1], figure.start):
            found.append((figure.start - one.place[1], one.side))
    return min(found, default=(0, None), key=lambda near: near[0])[1]
