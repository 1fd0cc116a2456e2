"""The quotes that say who holds the role that a question names, and not another one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from rag.citations.quotes import Quote
from rag.language.any_language import any_word
from rag.language.figures.periods import Period, find_periods, spoken
from rag.language.names import find_names
from rag.language.questions.roles_asked import (
    HOLDER_ASKED,
    IN_A_PLACE,
    IN_CHARGE,
    IN_OFFICE,
    LEADER_ASKED,
    LEADS,
    LEADS_A_PART,
    NAME_ASKED,
    NAMELESS_HOLDERS,
    ROLE_FORMS,
    roles_named,
)
from rag.language.statements.noun_phrases import BEFORE_COMMON_NOUNS
from rag.language.statements.offices import COMMON_NAMES, DELIBERATING, HOLDERS, OFFICES
from rag.language.words import fold, is_small_word, plain_letters, words
from rag.questions.aboutness import Aboutness
from rag.questions.named_things import NamedThings
from rag.records import Language
from rag.weights import WEIGHTS

_BEFORE = 120  # characters before "Il est présidé par ...", which say of what
_MOST_BETWEEN = 9  # words between a role and the time it is held
_A_YEAR = dt.timedelta(366)
_ENDS = re.compile(r"[.;:!?]\s")  # of a clause
_DELIBERATING = any_word(DELIBERATING)
_NO_PERSON = any_word(OFFICES) | any_word(COMMON_NAMES)
_HOLDERS = any_word(HOLDERS)


def of_holder(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without those of another role than the one asked for, and those of nobody.

    "The treasurer presented the accounts" does not say who is the treasurer.
    """
    question = fold(asked.text)
    wanted = roles_named(question)
    if NAME_ASKED.match(question):
        quotes = [one for one in quotes if _has_name(one, question)]
    if LEADER_ASKED.match(question):
        quotes = [
            one for one in quotes if _says_who_leads(one) and not _leads_a_part(one, question)
        ]
    if not wanted:
        return list(quotes)
    if LEADS.search(question) or _asks_for_holder(question):
        quotes = [one for one in quotes if _says_who_leads(one)]
    kept = [one for one in quotes if not _is_of_another_role(one, wanted, question)]
    if not _asks_for_holder(question):
        return kept
    return [one for one in kept if not _names_nobody(one, wanted, question)]


def holder_of_period(
    found: Sequence[tuple[Quote, Aboutness]], asked: NamedThings, threshold: float
) -> Quote | None:
    """The sentence of who held the role asked for through its period, sure enough to be shown.

    ``found`` are the quotes, best first, each with how surely it is of the period. A state that
    began before a year and has not ended covers it: "has chaired the Board since 2021" for 2025.
    ``None`` if no sentence says so, or another quote of the period is sure.
    """
    wanted = roles_named(fold(asked.text))
    best, level = found[0]
    is_own = best.hit.passage.language == asked.language
    if not wanted or (is_own and level != Aboutness.OTHER and best.score >= threshold):
        return None
    if not _asks_for_holder(fold(asked.text)):
        return None
    holding = [one for one, _ in found if _holds_through(one, wanted, asked)]
    own = [one for one in holding if one.hit.passage.language == asked.language]
    first = next(iter(own or holding), None)
    sure = max(best.score, threshold, WEIGHTS.named_things.other_passage)
    return first and replace(first, score=sure)


def _holds_through(quote: Quote, wanted: frozenset[str], asked: NamedThings) -> bool:
    """Whether a quote says that somebody held a role over a stretch with a period asked for."""
    text, language = quote.text, quote.hit.passage.language
    known = _NO_PERSON | _words(asked.text)
    if not any(one.parts - known for one in find_names(text, language)):
        return False
    plain = plain_letters(text)
    places = [each.span() for one in wanted for each in ROLE_FORMS[one].finditer(plain)]
    return any(
        _is_state(one, asked) and any(_is_joined(text, one, place, language) for place in places)
        for one in find_periods(text)
    )


def _is_state(period: Period, asked: NamedThings) -> bool:
    """Whether a period is a stretch of time that a period asked for is surely in.

    "until 2022" does not say since when: it counts for the last two years.
    """
    if not (period.open or period.last - period.first > _A_YEAR):
        return False
    last = period.last.year
    return all(
        one.meets(period) and (period.first > dt.date.min or one.last.year >= last - 1)
        for one in asked.periods
    )


def _is_joined(text: str, period: Period, place: tuple[int, int], language: Language) -> bool:
    """Whether only names and what a noun needs stand between a role and the time it is held.

    "The chair, Ada Byron, has worked here since 2010" does not say since when she is the chair.
    """
    time = (period.end - len(spoken(text, period)), period.end)  # with its "since"
    start, end = sorted((place, time))
    between = words(text[start[1] : end[0]])
    before = ""
    for word in between:
        is_name = text[start[1] + word.start].isupper()
        is_small = is_small_word(word.folded) or word.folded in IN_OFFICE
        if not (is_name or is_small or before in BEFORE_COMMON_NOUNS[language]):
            return False
        before = word.folded
    return len(between) <= _MOST_BETWEEN and not _ENDS.search(text[start[1] : end[0]])


def _asks_for_holder(question: str) -> bool:
    """Whether a folded question asks who holds a role: "Who is the chair?"."""
    places = [found.start() for form in ROLE_FORMS.values() if (found := form.search(question))]
    return bool(places) and HOLDER_ASKED.match(question[: min(places)]) is not None


def _is_of_another_role(quote: Quote, wanted: frozenset[str], question: str) -> bool:
    """Whether a quote names roles, and none of those that the folded question names.

    Who presides over a body that deliberates does not lead what it belongs to.
    """
    sentence = fold(quote.text)
    named = roles_named(sentence)
    if not named or wanted & named:
        return False
    if LEADS.search(sentence):
        return False
    if LEADS.search(question):
        start = quote.start - quote.hit.passage.start
        text = quote.hit.passage.text[max(0, start - _BEFORE) : start + len(quote.text)]
        return bool(_words(text) & _DELIBERATING - _words(question))
    return True


def _has_name(quote: Quote, question: str) -> bool:
    """Whether a quote, or the text of a list that it leads in, has a name that is no office."""
    known, language = _words(question), quote.hit.passage.language
    passage = quote.hit.passage.text
    leads_in = quote.text.rstrip().endswith(":")
    text = passage[passage.find(quote.text) :] if leads_in else quote.text
    named = (one for one in find_names(text, language) if not IN_A_PLACE.search(text[: one.start]))
    return any(not one.parts & _NO_PERSON and one.parts - known for one in named)


def _says_who_leads(quote: Quote) -> bool:
    """Whether a quote has a role, or a verb or a noun for leading: "je suis agent" has none.

    The heading above may have it: "The chair".
    """
    sentence = fold("\n".join((*quote.hit.passage.headings, quote.text)))
    if roles_named(sentence) or LEADS.search(sentence) or IN_CHARGE.search(sentence):
        return True
    return bool(_words(sentence) & _HOLDERS) or quote.text.rstrip().endswith(":")


def _leads_a_part(quote: Quote, question: str) -> bool:
    """Whether a quote has the head of a part that the folded question does not name, and no other.

    "Head of Collections" is not who leads the museum.
    """
    sentence = fold(quote.text)
    parts = list(LEADS_A_PART.finditer(sentence))
    if not parts or any(_words(one["part"]) & _words(question) for one in parts):
        return False
    rest = LEADS_A_PART.sub(" ", sentence)
    return not (roles_named(rest) or LEADS.search(rest) or IN_CHARGE.search(rest))


def _names_nobody(quote: Quote, wanted: frozenset[str], question: str) -> bool:
    """Whether a quote names the role and nobody who may hold it: "The chair is elected"."""
    text, language = quote.text, quote.hit.passage.language
    sentence = fold(text)
    found = words(text)
    if not (wanted & roles_named(sentence) and found and is_small_word(found[0].folded)):
        return False
    if NAMELESS_HOLDERS.search(sentence):
        return False
    known = _NO_PERSON | _words(question)
    if any(one.parts - known for one in find_names(text, language)):
        return False
    others = _words(sentence) & _HOLDERS - _words(question)
    return not any(not roles_named(one) & wanted for one in others)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words(text))
