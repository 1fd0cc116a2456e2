"""The quotes that say what a question wants the price or the pay of, and not another thing."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.confidence import hit_families
from rag.answering.lists import is_row
from rag.citations.quotes import Quote
from rag.language.names import find_names
from rag.language.questions.prices_asked import (
    MONEY,
    MONEY_ASKED,
    OF_A_THING,
    OF_ANY_PRICE,
    PAY,
    PAY_ASKED,
    PAY_VERBS,
    PRICES_ASKED,
    SUM_OF_MONEY,
    WITHOUT_MONEY,
)
from rag.language.questions.roles_asked import roles_named
from rag.language.questions.values_asked import SAME_PEOPLE
from rag.language.words import content_words, family, fold, is_small_word, words
from rag.questions.named_things import NamedThings
from rag.weights import WEIGHTS

_SAME_PEOPLE = [
    frozenset(map(family, group)) for groups in SAME_PEOPLE.values() for group in groups
]


def of_priced_thing(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without unsure ones, if no passage has a word of what the price is asked of.

    "A pitch costs 18 euros" is like an answer to the price of a ticket in all but the thing. Those
    in another language may have its own word, if no passage is in that of the question. A sentence
    on the hire of a violin does not say what a guitar costs, however sure, and one without money
    what somebody is paid.
    """
    if PAY_ASKED.search(fold(asked.text)):
        quotes = [one for one in quotes if _is_on_pay(one, asked)]
    if MONEY_ASKED.search(fold(asked.text)):
        quotes = [one for one in quotes if _may_say_sum(one)]
    thing = _priced_thing(asked)
    own = [one for one in quotes if one.hit.passage.language == asked.language]
    if not thing or not own:
        return list(quotes)
    lacking = thing.difference(*(hit_families(one.hit) for one in own))
    quotes = [one for one in quotes if not (lacking and _is_of_another(one, thing))]
    if any(thing & hit_families(one.hit) for one in quotes):
        return quotes
    return [one for one in quotes if one.score >= WEIGHTS.named_things.priced_thing]


def _priced_thing(asked: NamedThings) -> frozenset[str]:
    """The families of the words of the thing that a question wants the price of, none for none."""
    text = fold(asked.text)
    found = next((match for form in PRICES_ASKED if (match := form.search(text))), None)
    if found is None:
        return frozenset()
    thing = content_words(found["thing"], asked.language)
    return frozenset(family(one) for one in thing if one.isalpha() and one not in OF_ANY_PRICE)


def _is_of_another(quote: Quote, thing: frozenset[str]) -> bool:
    """Whether a quote has a word of the thing with another complement: "location d'un violon"."""
    text = quote.text
    meant = thing.union(*(group for group in _SAME_PEOPLE if group & thing))
    for word in words(text):
        joint = OF_A_THING.match(text, word.end) if family(word.folded) in thing else None
        after = next(iter(words(text[joint.end() :])), None) if joint else None
        if after and not is_small_word(after.folded) and family(after.folded) not in meant:
            return True
    return False


def _may_say_sum(quote: Quote) -> bool:
    """Whether a quote has money or a word of what is dear or free; a row may have its unit above.

    "The survey was 12 minutes long" does not say what it cost.
    """
    text = fold(quote.text)
    above = fold("\n".join(quote.hit.passage.headings))
    if SUM_OF_MONEY.search(text) or WITHOUT_MONEY.search(text) or is_row(quote.text):
        return True
    has_figure = any(map(str.isdigit, text))
    return text.endswith(":") or (has_figure and bool(MONEY.search(above)))


def _is_on_pay(quote: Quote, asked: NamedThings) -> bool:
    """Whether the passage of a quote has a word of pay, or money and a word of who is paid.

    One on the pay of another role than that of the question is not: "the secretary is paid".
    """
    passage, question = quote.hit.passage, fold(asked.text)
    text = fold("\n".join((*passage.headings, passage.text)))
    wanted, named = roles_named(question), roles_named(text)
    if wanted and named and not wanted & named:
        return False
    if PAY.search(text):
        return True
    if wanted:
        said = fold(quote.text)
        return MONEY.search(said) is not None and bool(wanted & roles_named(said))
    return MONEY.search(text) is not None and bool(_paid(question, asked) & hit_families(quote.hit))


def _paid(question: str, asked: NamedThings) -> frozenset[str]:
    """The families of the words of who is paid: names only if the question has no other words."""
    paid = content_words(PAY_VERBS.sub(" ", PAY.sub(" ", question)), asked.language)
    names = frozenset[str]().union(*(one.parts for one in find_names(asked.text, asked.language)))
    plain = {family(one) for one in paid if one.isalpha() and one not in names}
    return frozenset(plain or {family(one) for one in paid if one.isalpha()})
