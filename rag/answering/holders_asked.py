"""The quotes that say who holds the role that a question names, and not another one."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations.quotes import Quote
from rag.language.any_language import any_word
from rag.language.names import find_names
from rag.language.questions.roles_asked import (
    HOLDER_ASKED,
    LEADS,
    NAMELESS_HOLDERS,
    ROLE_FORMS,
)
from rag.language.statements.offices import COMMON_NAMES, DELIBERATING, HOLDERS, OFFICES
from rag.language.words import fold, is_small_word, words
from rag.questions.named_things import NamedThings

_BEFORE = 120  # characters before "Il est présidé par ...", which say of what
_DELIBERATING = any_word(DELIBERATING)
_NO_PERSON = any_word(OFFICES) | any_word(COMMON_NAMES)
_HOLDERS = any_word(HOLDERS)


def of_holder(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without those of another role than the one asked for, and those of nobody.

    "The treasurer presented the accounts" does not say who is the treasurer.
    """
    question = fold(asked.text)
    wanted = _roles(question)
    if not wanted:
        return list(quotes)
    kept = [one for one in quotes if not _is_of_another_role(one, wanted, question)]
    start = min(found.start() for form in ROLE_FORMS.values() if (found := form.search(question)))
    if not HOLDER_ASKED.match(question[:start]):
        return kept
    return [one for one in kept if not _names_nobody(one, wanted, question)]


def _roles(folded: str) -> set[str]:
    """The names of the roles in a folded text."""
    return {name for name, form in ROLE_FORMS.items() if form.search(folded)}


def _is_of_another_role(quote: Quote, wanted: set[str], question: str) -> bool:
    """Whether a quote names roles, and none of those that the folded question names.

    Who presides over a body that deliberates does not lead what it belongs to.
    """
    sentence = fold(quote.text)
    named = _roles(sentence)
    if not named or wanted & named:
        return False
    if LEADS.search(sentence):
        return False
    if LEADS.search(question):
        start = quote.start - quote.hit.passage.start
        text = quote.hit.passage.text[max(0, start - _BEFORE) : start + len(quote.text)]
        return bool(_words(text) & _DELIBERATING - _words(question))
    return True


def _names_nobody(quote: Quote, wanted: set[str], question: str) -> bool:
    """Whether a quote names the role and nobody who may hold it: "The chair is elected"."""
    text, language = quote.text, quote.hit.passage.language
    sentence = fold(text)
    found = words(text)
    if not (wanted & _roles(sentence) and found and is_small_word(found[0].folded)):
        return False
    if NAMELESS_HOLDERS.search(sentence):
        return False
    known = _NO_PERSON | _words(question)
    if any(one.parts - known for one in find_names(text, language)):
        return False
    others = _words(sentence) & _HOLDERS - _words(question)
    return not any(not _roles(one) & wanted for one in others)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words(text))
