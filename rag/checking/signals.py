"""What speaks for and against a sentence as evidence on a claim, in numbers and in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING

from rag.checking.alignment import Alignment
from rag.checking.candidates import ClaimCandidate
from rag.checking.figures_above import with_figures_above
from rag.checking.table_rows import is_other_row
from rag.checking.unsaid import is_cut, is_limited_after, is_said_before, is_supposed, is_unsaid
from rag.facts.actors import is_of_other_actor
from rag.facts.calculation import calculate, with_dates
from rag.facts.compare import compare, same_date
from rag.facts.differences import with_differences
from rag.facts.facts import TextFacts, read_facts
from rag.facts.qualifiers import compare_qualifiers, with_plain_bounds
from rag.language.figures.relative_dates import find_relative_dates
from rag.language.words import fold, terms, words
from rag.records.checks import Outcome, Reason, ReasonKind
from rag.weights import SignalValues

if TYPE_CHECKING:
    from rag.checking.entailment import Entailment
    from rag.records import Language

_COUNTED: tuple[ReasonKind, ...] = ("figure", "date")
_MOST_LOGIT = 6.0  # logits further apart say no more
_LONG = 300  # characters
_IDENTIFIER = re.compile(
    r"(?<!\w)(?P<kind>[A-Z]{2,5}(?=[ \u00a0-]?[0-9])|[A-Z](?=-[0-9]))[ \u00a0-]?"
    r"(?P<number>[0-9][\w./-]*\b)"
)
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"[%‰€$£¥°]")  # "15 %" and "15 €" are not the same words
_SUBJECT = 3  # the first terms of a claim, which name its subject


@dataclass(frozen=True, slots=True)
class Signals(SignalValues):
    """The numbers that are weighed, the same names as in the weights of the model.

    cosine      of claim and sentence in -1..1
    in_quote    share of the claim's terms in the sentence, and
    cover       in the sentence or its context; 0 across languages, where ``across`` is 1
    facts       figures and dates that agree, two at most; ``names`` likewise
    about       how much likelier the network finds it that the sentence speaks of the claim at
                all than that it does not, and
    agrees      that it supports the claim than that it contradicts it: logarithms of odds
    differing_  1 if a figure or date, a name, a word (opposites, denials), or a
                qualifier differs
    missing_    figures and dates, or names, that neither sentence nor context has; two at most
    alignment   of the words of the claim with those of the sentence, and of the
    weakest     of them; see ``Alignment``
    length      of the sentence, 1 if it is long
    """


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a sentence is to a claim in meaning: their cosine, and word by word."""

    cosine: float
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim compared with a candidate by rule: the reasons, and whether it is about another.

    ``unsaid``: it may have the words of the claim and does not state it; see ``is_unsaid``.
    ``supposed``: it supposes what the claim states. ``other_actor``: another body acts in it.
    ``verbatim``: it has the words of the claim, all and in a row.

    ``in_quote`` and ``cover`` as in Signals, also across languages; ``known`` are the terms of the
    candidate and its context.
    """

    reasons: tuple[Reason, ...]
    across: bool
    other_subject: bool
    unsaid: bool
    supposed: bool
    other_actor: bool
    verbatim: bool
    in_quote: float
    cover: float
    known: frozenset[str]

    def count(self, outcome: Outcome, *topics: ReasonKind) -> int:
        """How many facts of some topics have an outcome."""
        return sum(one.outcome == outcome and one.topic in topics for one in self.reasons)


def compare_by_rule(claim: str, language: Language, candidate: ClaimCandidate) -> Comparison:
    """The figures, dates, names, denials, duties and roles of a claim in a candidate."""
    other = candidate.quote.hit.passage.language
    claimed = with_plain_bounds(claim, language)
    quoted = with_plain_bounds(candidate.marked_text, other)
    context = with_plain_bounds(candidate.context, other)
    qualifiers = compare_qualifiers(claimed, quoted)
    former = {one.claimed for one in qualifiers if one.topic == "figure"} - {""}
    facts = [one for one in compare(claimed, quoted, context) if one.claimed not in former]
    before = with_plain_bounds(candidate.premise.before, other)
    day = candidate.quote.hit.document.date
    reasons = calculate((*facts, *qualifiers), claimed, quoted, before, day)
    reasons = with_differences(reasons, claimed, quoted)
    if _in_a_row(claim) == _in_a_row(candidate.text):
        return _word_for_word(claimed, reasons, candidate)
    wanted = set(claimed.facts.terms)
    in_quote = wanted & set(quoted.facts.terms)
    covered = wanted & {*quoted.facts.terms, *context.facts.terms}
    above = with_plain_bounds(candidate.premise.above, other)
    return Comparison(
        with_figures_above(reasons, claimed, quoted, above, context),
        language != other,
        _other_identifier(claim, f"{candidate.text}\n{candidate.context}")
        or _other_time(claimed, quoted, candidate)
        or is_other_row(claimed, candidate.text, other)
        or (language == other and _other_kind(claimed, quoted, context, candidate)),
        is_unsaid(
            claimed,
            with_dates(quoted, find_relative_dates(quoted.text, other, day)),
            context,
            calculated=any(one.calculated for one in reasons),
        )
        or is_said_before(claimed, quoted, before)
        or is_cut(candidate)
        or is_limited_after(claimed, candidate),
        is_supposed(claimed, quoted),
        is_of_other_actor(claimed, quoted, before, _heading(candidate)),
        _is_inside(claim, candidate.text),
        len(in_quote) / len(wanted) if wanted else 0.0,
        len(covered) / len(wanted) if wanted else 0.0,
        frozenset((*quoted.facts.terms, *context.facts.terms)),
    )


def _heading(candidate: ClaimCandidate) -> str:
    """The heading that a candidate stands under, "" if that is the title."""
    headings, title = candidate.quote.hit.passage.headings, candidate.quote.hit.document.title
    return headings[-1] if headings and headings[-1] != title else ""


def _word_for_word(
    claim: TextFacts, reasons: Sequence[Reason], candidate: ClaimCandidate
) -> Comparison:
    """The comparison of a claim with the same words: nothing differs, whatever it is about."""
    agreeing = tuple(one for one in reasons if one.outcome == "agrees")
    return Comparison(
        agreeing, False, False, is_limited_after(claim, candidate), False, False, True, 1.0, 1.0,
        frozenset(claim.facts.terms),
    )  # fmt: skip


def signals_of(
    compared: Comparison, near: Nearness, read: Entailment, candidate: ClaimCandidate
) -> Signals:
    """The numbers of a candidate: by rule, by the encoder, and by the network."""
    across = compared.across
    about, agrees = _log_odds(read)
    return Signals(
        cosine=near.cosine,
        in_quote=0.0 if across else compared.in_quote,
        cover=0.0 if across else compared.cover,
        across=float(across),
        facts=min(compared.count("agrees", *_COUNTED), 2),
        names=min(compared.count("agrees", "name"), 2),
        about=about,
        agrees=agrees,
        differing_facts=min(compared.count("differs", *_COUNTED), 1),
        differing_names=min(compared.count("differs", "name"), 1),
        differing_words=min(compared.count("differs", "denial", "opposite"), 1),
        differing_qualifiers=min(compared.count("differs", "word", "role"), 1),
        missing_facts=min(compared.count("missing", *_COUNTED), 2),
        missing_names=min(compared.count("missing", "name"), 2),
        alignment=near.alignment.mean,
        weakest=near.alignment.weakest,
        length=min(len(candidate.text), _LONG) / _LONG,
    )


def _is_inside(claim: str, text: str) -> bool:
    """Whether the words of a claim stand in a text in a row."""
    return _in_a_row(claim) in _in_a_row(text)


@lru_cache(maxsize=2048)
def _in_a_row(text: str) -> str:
    """The folded words and the units in signs of a text, a blank on each side of each; cached."""
    found, end = list[str](), 0
    for word in words(text):
        found += [*_SIGN.findall(text, end, word.start), word.folded]
        end = word.end
    return f" {' '.join((*found, *_SIGN.findall(text, end)))} "


def _log_odds(read: Entailment) -> tuple[float, float]:
    """That a sentence speaks of the claim, and that it supports what it speaks of."""
    most = max(read.supports, read.contradicts)
    either = most + log(exp(read.supports - most) + exp(read.contradicts - most))
    odds = either - read.neutral, read.supports - read.contradicts
    about, agrees = (min(max(each, -_MOST_LOGIT), _MOST_LOGIT) for each in odds)
    return about, agrees


def _other_identifier(claim: str, known: str) -> bool:
    """Whether a claim has an identifier ("ISO 14001") that a text has not to the letter."""
    codes = [(one["kind"], one["number"]) for one in _IDENTIFIER.finditer(known)]
    return any(
        not _known(one["number"], [number for kind, number in codes if kind == one["kind"]])
        for one in _IDENTIFIER.finditer(claim)
    )


def _known(number: str, others: Sequence[str]) -> bool:
    """Whether a number is among others; "9001" is the number of "9001:2015"."""
    return any(re.split(r"[:(]", other)[0] == number for other in others)


def _other_kind(
    claim: TextFacts, quote: TextFacts, context: TextFacts, candidate: ClaimCandidate
) -> bool:
    """Whether claim and title name two kinds of one thing: parental leave, sabbatical leave."""
    title = terms(candidate.quote.hit.document.title, quote.facts.language)
    if len(title) < 2:
        return False
    head, kind = title[0], title[1]
    known = {*quote.facts.terms, *context.facts.terms}
    about = claim.facts.terms[:_SUBJECT]
    if head not in about[:-1] or kind in claim.facts.terms or not _is_common(claim.text, head):
        return False
    return about[about.index(head) + 1] not in known


def _other_time(claim: TextFacts, quote: TextFacts, candidate: ClaimCandidate) -> bool:
    """Whether title and headings are of another day or year than the claim, and the quote of none.

    So are the minutes of two meetings.
    """
    if quote.facts.dates or not claim.facts.dates:
        return False
    passage = candidate.quote.hit.passage
    above = "\n".join((candidate.quote.hit.document.title, *passage.headings))
    dates = read_facts(above, passage.language).dates
    return all(
        any(other.precision == date.precision for other in dates)
        and not any(same_date(date, other) for other in dates)
        for date in claim.facts.dates
    )


def _is_common(text: str, term: str) -> bool:
    """Whether a term stands in a text as a word without capitals: no name, no acronym."""
    return any(word.islower() and fold(word).startswith(term) for word in _WORD.findall(text))
