"""The qualifiers of a claim and a quote compared: must and may, all and some, who does what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rag.facts.directed_acts import acts_are_turned
from rag.facts.durations import in_units_of_time
from rag.facts.facts import TextFacts, changes, read_facts
from rag.facts.figures import equal
from rag.facts.roles import roles_differ
from rag.language.figures.bounds import CEILING, LOWER, UPPER, plain_bounds
from rag.language.figures.changes import CHANGES
from rag.language.figures.plain_figures import plain_figures
from rag.language.statements.modality import find_modality, find_quantifiers
from rag.language.statements.negations import find_negations
from rag.records import Language
from rag.records.checks import Outcome, Reason


def compare_qualifiers(claim: TextFacts, quote: TextFacts) -> tuple[Reason, ...]:
    """The differences of two texts in must and may, all and some, at least and at most, roles."""
    turned = roles_differ(claim, quote) or acts_are_turned(claim, quote)
    return (
        *(
            replace(one, claimed=claim.as_written(one.claimed), quoted=quote.as_written(one.quoted))
            for one in _words(claim, quote)
        ),
        *_former(claim, quote),
        *((Reason("role", "differs"),) if turned else ()),
    )


def _words(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    """The differences in must and may, all and some, at least and at most."""
    language, other = claim.facts.language, quote.facts.language
    # "May have up to" is "shall not exceed", but "can survive up to two" is not "must survive".
    denied = any(find_negations(text.original, text.facts.language) for text in (claim, quote))
    bounded = denied and UPPER in claim.text and UPPER in quote.text
    bounded |= all(CEILING.search(text.text) for text in (claim, quote))
    if not bounded:
        yield from _modality(find_modality(claim.text, language), find_modality(quote.text, other))
    claimed, quoted = find_quantifiers(claim.text, language), find_quantifiers(quote.text, other)
    # "No pay" is "not paid".
    if not (claimed.keys() == {"none"} and not quoted and quote.facts.negations):
        yield from _quantity(claimed, quoted)
    yield from _bounds(claim.text, quote.text)


@lru_cache(maxsize=2048)
def with_plain_bounds(text: str, language: Language) -> TextFacts:
    """The facts of a text whose bounds are no negations and whose figures are in digits.

    See ``plain_bounds``, ``plain_figures`` and ``in_units_of_time``. Cached, since a claim is
    compared with many sentences, and a sentence with many claims.
    """
    plain = plain_figures(plain_bounds(text, language), language)
    facts = in_units_of_time(read_facts(plain.text, language), plain.text)
    return TextFacts(plain.text, facts, text, plain.spans)


def _modality(
    claimed: Sequence[tuple[str, str]], quoted: Sequence[tuple[str, str]]
) -> Iterator[Reason]:
    """Other duties on both sides, or one of as many turned round.

    A quote with several duties may state that of the claim in other words: "shall be open, and
    nobody shall be excluded".
    """
    own, other = Counter(name for name, _ in claimed), Counter(name for name, _ in quoted)
    apart = own and len(other) == 1 and not own & other
    turned = own.total() == other.total() and own != other
    if apart or turned:
        words = dict(reversed(claimed)), dict(reversed(quoted))
        names = next(iter(own - other)), next(iter(other - own))
        yield Reason(
            "word", "differs", *(each[name] for each, name in zip(words, names, strict=True))
        )


def _quantity(claimed: Mapping[str, str], quoted: Mapping[str, str]) -> Iterator[Reason]:
    """The quantifiers that a quote lacks, and one in the place of another.

    "Several" is no more than "some", and less than "all"; a claim may say it of any number.
    """
    own = {name: word for name, word in claimed.items() if name != "several" or "none" in quoted}
    other = {name: word for name, word in quoted.items() if name != "several"}
    several = "several" in quoted
    known = {*other, *(("some",) if several else ("all",))}
    limited = sorted(own.keys() - known)
    if limited and not (len(own) == len(other) == 1):
        yield Reason("word", "missing", own[limited[0]].strip())
    if not several and len(own) == len(other) == 1 and own.keys() != other.keys():
        (mine,), (theirs,) = own.values(), other.values()
        yield Reason("word", "differs", mine.strip(), theirs.strip())


def _bounds(claim: str, quote: str) -> Iterator[Reason]:
    """ "At least" against "at most"; both texts have their bounds in plain words."""
    own, other = (
        Counter({word: text.count(word) for word in (UPPER, LOWER) if word in text})
        for text in (claim, quote)
    )
    apart = len(own) == 1 and len(other) == 1 and own.keys() != other.keys()
    turned = own.total() == other.total() and own != other
    if apart or turned:
        yield Reason("word", "differs", next(iter(own - other)), next(iter(other - own)))


def _former(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    """A figure that was true before a change: "twelve", where a quote says "from twelve to 15".

    In a range, "from 12 to 15 years", it is not stated either.
    """
    own = claim.facts.figures
    for before, after in changes(quote.text, quote.facts.figures):
        same = next((one for one in own if equal(one, before)), None)
        if same is not None and not any(equal(one, after) for one in own):
            outcome: Outcome = "missing"
            if CHANGES[quote.facts.language].search(quote.text):
                outcome = "differs"
            claimed = claim.shown(same)
            yield Reason("figure", outcome, claimed, quote.shown(after))
