"""Whether a sentence has the words of a claim and does not state it."""

from __future__ import annotations

import re

from rag.checking.candidates import ClaimCandidate
from rag.facts.facts import TextFacts
from rag.facts.limits import limits_more
from rag.facts.own_clauses import is_of_other_clause
from rag.facts.replaced_nouns import has_other_noun
from rag.facts.trends_of_things import is_trend_of_other
from rag.language.statements.carried_subjects import find_subject
from rag.language.statements.dependent_sentences import (
    LIMITS_WHAT_IS_BEFORE,
    PRONOUN_LED,
    RELATIVE_CLAUSE,
    REPORTS_THAT,
)
from rag.language.statements.limits_of_statements import find_limits
from rag.language.statements.modality import SUPPOSES
from rag.language.statements.scopes import FOR_WHOM
from rag.language.statements.superlatives import find_groups
from rag.language.words import is_stop_word, read_families, terms, words

# What an item of a list ends with before the next one.
_NEXT_ITEM = re.compile(r"[;,]\s(?:and|or|et|ou)$")


def is_unsaid(claim: TextFacts, quote: TextFacts, context: TextFacts, *, calculated: bool) -> bool:
    """Whether a quote does not state a claim, whatever words of it it has.

    It opens with a pronoun, and nothing before names the claim's subject; it supposes the claim,
    "if the museum were an agent"; it is in the other language, and only one of the two has a
    negation, of which no word tells what it negates; it says it of another body that it names
    beside that of the claim; it gives the trend of another thing; it is about whom it names,
    "For staff: ..."; it has another noun in the place of one; or it states less:
    see ``limits_more``.
    """
    across = claim.facts.language != quote.facts.language
    return (
        (not across and _unknown_subject(claim, quote, context))
        or (not across and _shares_nothing(claim, quote))
        or is_supposed(claim, quote)
        or (across and bool(claim.facts.negations) != _negates_outside_limits(quote))
        or is_of_other_clause(claim, quote)
        or is_trend_of_other(claim, quote)
        or _is_of_others(claim, quote)
        or has_other_noun(claim, quote)
        or limits_more(claim, quote, calculated=calculated)
    )


def _is_of_others(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote says whom it is for, "For staff: ...", and a claim names none of them."""
    match = FOR_WHOM[quote.facts.language].search(quote.text)
    if match is None:
        return False
    named = read_families(match["whom"], quote.facts.language)
    return bool(named) and not named & read_families(claim.text, claim.facts.language)


def is_said_before(claim: TextFacts, quote: TextFacts, before: TextFacts) -> bool:
    """Whether the sentence before has what a claim says of its subject, and the quote none of it.

    "Rule 3 covers fees. Schedule 12 lists the berths": fees are said of rule 3.
    """
    language = claim.facts.language
    if language != quote.facts.language or claim.facts.figures or claim.facts.dates:
        return False
    subject = set(terms(find_subject(claim.text, language), language))
    said = set(claim.facts.terms) - subject
    if not (subject & set(quote.facts.terms)) or PRONOUN_LED[language].search(quote.text):
        return False
    return bool(said & set(before.facts.terms)) and not said & set(quote.facts.terms)


def is_cut(candidate: ClaimCandidate) -> bool:
    """Whether a sentence ends before it says what it is about: "The mechanism must"."""
    text = _NEXT_ITEM.sub("", candidate.quote.text.rstrip())
    language = candidate.quote.hit.passage.language
    last = words(text)[-1:]
    return bool(last) and last[0].end == len(text) and is_stop_word(last[0].folded, language)


def is_limited_after(claim: TextFacts, candidate: ClaimCandidate) -> bool:
    """Whether a claim about all is limited by the sentence after: "Seules exceptions : ..."."""
    if not any(kind == "every" for kind, _ in find_groups(claim.text, claim.facts.language)):
        return False
    quote, passage = candidate.quote, candidate.quote.hit.passage
    after = passage.text[quote.start + len(quote.text) - passage.start :]
    return LIMITS_WHAT_IS_BEFORE[passage.language].search(after) is not None


def _negates_outside_limits(quote: TextFacts) -> bool:
    """Whether a quote negates something outside its exceptions: "provided that he does not"."""
    clauses = [one.clause for one in find_limits(quote.text, quote.facts.language)
               if one.name == "exception"]  # fmt: skip
    return any(
        not any(start <= place < end for start, end in clauses)
        for place, _ in quote.facts.negations
    )


def is_supposed(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote supposes what a claim states, "if"; across languages, if it opens so."""
    language = quote.facts.language
    match = SUPPOSES[language].search(quote.text)
    if match is None or _supposes_too(claim, quote, match.start()):
        return False
    if language != claim.facts.language:
        return not quote.text[: match.start()].strip("«“\"' ")
    own = RELATIVE_CLAUSE[language].search(claim.text)
    wanted = set(terms(own["before"] + own["after"], language) if own else claim.facts.terms)
    inside = re.split(r"[,;:]", quote.text[match.start() :], maxsplit=1)[0]
    outside = quote.text[: match.start()] + quote.text[match.start() + len(inside) :]
    supposed, stated = (len(wanted & set(terms(part, language))) for part in (inside, outside))
    return supposed > stated


def _supposes_too(claim: TextFacts, quote: TextFacts, start: int) -> bool:
    """Whether a claim supposes something too: "you want to see whether" does not, beside "if you".

    ``start`` is where the quote first does.
    """
    own, other = (
        [found.start() for found in SUPPOSES[one.facts.language].finditer(one.text)]
        for one in (claim, quote)
    )
    opens = not start and claim.facts.language == quote.facts.language
    return bool(own) and not (opens and own[0] and len(other) > len(own))


def _shares_nothing(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote has no word of a claim, no pronoun for one, and no figure: only its date.

    "The lighthouse was built in 1821" beside "The harbour was founded in 1821". A rate of 1 % says
    more: the title may name what it is the rate of.
    """
    if claim.facts.figures:
        return False
    shared = set(claim.facts.terms) & set(quote.facts.terms)
    return not shared and not PRONOUN_LED[quote.facts.language].search(quote.text)


def _unknown_subject(claim: TextFacts, quote: TextFacts, context: TextFacts) -> bool:
    """Whether a quote is led by a pronoun that may stand for another subject than the claim's."""
    language = quote.facts.language
    if not claim.facts.terms or not PRONOUN_LED[language].search(quote.text):
        return False
    if REPORTS_THAT[language].search(quote.text):
        return False
    subject = terms(find_subject(claim.text, language), language) or claim.facts.terms
    return subject[0] not in {*quote.facts.terms, *context.facts.terms}
