"""The topic of an earlier turn: its complete question, its noun phrases, the person it named."""

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
from rag.weights import WEIGHTS

_WEIGHTS = WEIGHTS.mentions
_MAX_LENGTH = 300  # characters of an earlier question that are used
_OF = re.compile(rf"\b(?:{any_form(OF_FORMS)})")
_WHO, _COUNTING_PRONOUNS = any_word(WHO), any_word(COUNTING_PRONOUNS)
_END_MARKS = " \u00a0\u202f\n?!.…"


@dataclass(frozen=True, slots=True)
class TurnTopic:
    """An earlier question without its question mark, its noun phrases, and its answer.

    ``person`` is the answer to a question about a person, "" to any other or if no quote names
    one.
    """

    text: str
    language: Language
    mentions: tuple[Mention, ...]
    person: str
    quotes: tuple[str, ...]


def read_topic(exchange: Exchange) -> TurnTopic:
    """The topic of an earlier turn."""
    text = (exchange.understood or exchange.question).strip(_END_MARKS)[:_MAX_LENGTH]
    language = detect(text)
    asks_who = any(word.folded in _WHO for word in whole_words(text))
    person = _named_person(exchange.quotes, text, language) if asks_who else ""
    return TurnTopic(text, language, find_mentions(text, language), person, exchange.quotes)


def antecedent(
    word: ReferringWord, topics: Sequence[TurnTopic], question: str
) -> tuple[str, TurnTopic] | None:
    """What a word refers to and the turn that named it, the latest turn first.

    ``None`` if no turn names anything that agrees with the word.
    """
    for topic in reversed(topics):
        found = _antecedent_in(word, topic, question)
        if found:
            return found, topic
    return None


def _antecedent_in(word: ReferringWord, topic: TurnTopic, question: str) -> str:
    if word.person and topic.person:
        return topic.person
    mentions = [*topic.mentions, *_inner_mentions(topic)]
    agreeing = [one for one in mentions if _agrees(word, one)]
    best = max(agreeing, key=lambda one: _score(word, one, question), default=None)
    if best is None or (topic.person and _rather_person(word, best, topic.language)):
        return "" if word.gender == "p" else topic.person
    return definite(best, topic.language)


def _rather_person(word: ReferringWord, mention: Mention, language: Language) -> bool:
    """Whether "il" or "elle" rather refers to a person than to a phrase of unknown gender."""
    third_person = word.role == "subject" and word.gender in ("m", "f")
    return bool(GENDERS[language]) and third_person and not mention.gender


def _inner_mentions(topic: TurnTopic) -> list[Mention]:
    """The phrases after "de" or "of" in another: "the ship" in "the length of the ship"."""
    found = []
    for one in topic.mentions:
        of = _OF.search(one.text)
        if of:
            inside = find_mentions(one.text[of.end() :], topic.language)
            found += [replace(each, asked=False) for each in inside[:1]]
    return found


def _agrees(word: ReferringWord, mention: Mention) -> bool:
    """Whether the genders are equal, if both are known."""
    return not (word.gender and mention.gender) or word.gender == mention.gender


def _score(word: ReferringWord, mention: Mention, question: str) -> float:
    """How likely a word refers to a phrase; between equal ones, the first is taken."""
    text = question[word.start : word.end]
    plural = mention.gender == "p" or (not mention.proper and mention.text.endswith("s"))
    same_noun = word.role == "noun" and fold(text.split()[-1]) in fold(mention.text)
    counting = text.lower() in _COUNTING_PRONOUNS
    return (
        _WEIGHTS.same_noun * same_noun
        + _WEIGHTS.proper * mention.proper
        + _WEIGHTS.not_asked * (not mention.asked)
        + _WEIGHTS.asked_plural * (mention.asked and plural and (word.gender == "p" or counting))
        + _WEIGHTS.same_gender * (word.gender != "" and word.gender == mention.gender)
        + _WEIGHTS.same_number * (plural == (word.gender == "p"))
    )


def definite(mention: Mention, language: Language) -> str:
    """A phrase with its article, as in a later sentence."""
    if not mention.asked:
        return uncontracted(mention.text, language)
    return with_definite_article(mention.text, mention.gender, language)


def _named_person(quotes: Sequence[str], question: str, language: Language) -> str:
    """The first name of two words or more in the quotes that is not in the question."""
    folded = fold(question)
    for quote in quotes[:2]:
        for name in find_names(quote, language):
            if len(name.parts) > 1 and not all(part in folded for part in name.parts):
                return quote[name.start : name.end]
    return ""
