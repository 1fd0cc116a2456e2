"""What an earlier turn was about: its question made whole, what it names, whom its quotes name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.followups.mentions import Mention, find_mentions
from rag.answering.followups.referring import ReferringWord
from rag.language import detect
from rag.language.any_language import any_form, any_word
from rag.language.function_words import OF_FORMS, WHO
from rag.language.names import find_names
from rag.language.noun_phrases import GENDERS, uncontracted, with_definite_article
from rag.language.pronouns import COUNTING_PRONOUNS
from rag.language.words import fold, whole_words
from rag.records import Exchange, Language

_LONGEST = 300  # characters of an earlier question that are carried on
_OF = re.compile(rf"\b(?:{any_form(OF_FORMS)})")
_WHO, _COUNTING_PRONOUNS = any_word(WHO), any_word(COUNTING_PRONOUNS)
_ENDS = " \u00a0\u202f\n?!.…"


@dataclass(frozen=True, slots=True)
class TurnTopic:
    """An earlier question without its mark, its noun phrases, and the person it was answered by.

    ``person`` is "" where the question does not ask for one or no quote names one.
    """

    text: str
    language: Language
    mentions: tuple[Mention, ...]
    person: str
    quotes: tuple[str, ...]


def read_topic(exchange: Exchange) -> TurnTopic:
    """What an earlier turn was about."""
    text = (exchange.understood or exchange.question).strip(_ENDS)[:_LONGEST]
    language = detect(text)
    asks_who = any(word.folded in _WHO for word in whole_words(text))
    person = _named(exchange.quotes, text, language) if asks_who else ""
    return TurnTopic(text, language, find_mentions(text, language), person, exchange.quotes)


def antecedent(
    sign: ReferringWord, topics: Sequence[TurnTopic], question: str
) -> tuple[str, TurnTopic] | None:
    """What a word stands for and the turn that says it, the latest turn first.

    ``None`` where no turn names anything that agrees.
    """
    for topic in reversed(topics):
        found = _meant(sign, topic, question)
        if found:
            return found, topic
    return None


def _meant(sign: ReferringWord, topic: TurnTopic, question: str) -> str:
    if sign.person and topic.person:
        return topic.person
    named = [*topic.mentions, *_inner(topic)]
    agreeing = [one for one in named if _agrees(sign, one)]
    best = max(agreeing, key=lambda one: _weight(sign, one, question), default=None)
    if best is None or (topic.person and _may_be_person(sign, best, topic.language)):
        return "" if sign.gender == "p" else topic.person
    return definite(best, topic.language)


def _may_be_person(sign: ReferringWord, one: Mention, language: Language) -> bool:
    """Whether "il" or "elle" rather means whom the answer named than a phrase of no gender."""
    third_person = sign.role == "subject" and sign.gender in ("m", "f")
    return bool(GENDERS[language]) and third_person and not one.gender


def _inner(topic: TurnTopic) -> list[Mention]:
    """What stands inside the phrases after "de" or "of": the ship of "the length of the ship"."""
    found = []
    for one in topic.mentions:
        cut = _OF.search(one.text)
        if cut:
            inside = find_mentions(one.text[cut.end() :], topic.language)
            found += [replace(each, asked=False) for each in inside[:1]]
    return found


def _agrees(sign: ReferringWord, one: Mention) -> bool:
    if sign.gender and one.gender:
        return sign.gender == one.gender
    return True


def _weight(sign: ReferringWord, one: Mention, question: str) -> float:
    """How likely a phrase is what a word stands for; of equals the first is taken."""
    many = one.gender == "p" or (not one.proper and one.text.endswith("s"))
    held = sign.role == "noun" and _head(question[sign.start : sign.end]) in fold(one.text)
    alone = question[sign.start : sign.end].lower() in _COUNTING_PRONOUNS
    return (
        4.0 * held
        + 2.0 * one.proper
        + 1.0 * (not one.asked)
        + 3.0 * (one.asked and many and (sign.gender == "p" or alone))
        + 1.5 * (sign.gender != "" and sign.gender == one.gender)
        + 1.0 * (many == (sign.gender == "p"))
    )


def _head(phrase: str) -> str:
    return fold(phrase.split()[-1])


def definite(one: Mention, language: Language) -> str:
    """A phrase as it is spoken of again: what was asked for gets its article back."""
    if not one.asked:
        return uncontracted(one.text, language)
    return with_definite_article(one.text, one.gender, language)


def _named(quotes: Sequence[str], question: str, language: Language) -> str:
    """The first name of two words or more in a quote that the question does not hold."""
    known = fold(question)
    for quote in quotes[:2]:
        for name in find_names(quote, language):
            if len(name.parts) > 1 and not all(part in known for part in name.parts):
                return quote[name.start : name.end]
    return ""
