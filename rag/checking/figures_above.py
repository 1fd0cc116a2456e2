"""The figures of a claim that a sentence takes from its title, its headings, what is before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.facts.facts import Figure, TextFacts
from rag.facts.figures import equal
from rag.language.figures.counted_nouns import same_noun
from rag.records.checks import Reason


def with_figures_above(
    reasons: Sequence[Reason],
    claim: TextFacts,
    quote: TextFacts,
    above: TextFacts,
    context: TextFacts,
) -> tuple[Reason, ...]:
    """The reasons, of which a missing figure may agree with one that stands before the quote.

    ``above`` is the title and the headings, ``context`` the same with the sentence before. A quote
    that counts other things takes from its title only a figure of the same thing.
    """
    stated = {claim.shown(one): one for one in reversed(claim.facts.figures)}
    if _counts_else(claim, quote):
        return tuple(_in_title(one, stated, above) for one in reasons)
    return tuple(_in_context(one, stated, context) for one in reasons)


def _counts_else(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote has a figure that the claim has not: those beside it are of another count.

    "It handled 4,120 ships. The other office issued 312 licences."
    """
    claimed = {(one.value, one.unit) for one in claim.facts.figures}
    own = {(one.value, one.unit) for one in quote.facts.figures if not one.ordinal}
    return bool(own - claimed)


def _in_context(reason: Reason, stated: Mapping[str, Figure], context: TextFacts) -> Reason:
    """A missing figure that the title, a heading or the sentence before gives.

    ``stated`` are the figures of the claim by their text. "First" alone counts nothing.
    """
    one = stated.get(reason.claimed)
    if one is None or (reason.topic, reason.outcome) != ("figure", "missing"):
        return reason
    if one.ordinal and one.value == 1:
        return replace(reason, outcome="agrees")
    same = next((other for other in context.facts.figures if equal(one, other)), None)
    return replace(reason, outcome="agrees", quoted=context.shown(same)) if same else reason


def _in_title(reason: Reason, stated: Mapping[str, Figure], above: TextFacts) -> Reason:
    """A missing figure that the title or a heading gives of the same thing: "at 100 weeks"."""
    one = stated.get(reason.claimed)
    if one is None or (reason.topic, reason.outcome) != ("figure", "missing"):
        return reason
    same = next(
        (
            other
            for other in above.facts.figures
            if equal(one, other) and (one.unit == other.unit != "" or _one_noun(one, other))
        ),
        None,
    )
    return replace(reason, outcome="agrees", quoted=above.shown(same)) if same else reason


def _one_noun(one: Figure, other: Figure) -> bool:
    return same_noun(one.counted, other.counted) is True
