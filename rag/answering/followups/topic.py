"""The topic of an earlier turn: its complete question, its noun phrases, the person it named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.followups.mentions import Mention, find_mentions
from rag.answering.followups.referring import ReferringWord
from rag.language import detect
from rag.language.any_language import any_form, any_word
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.identifiers.references import find_references
from rag.language.names import find_names
from rag.language.questions.person_verbs import OF_PERSONS, OF_THINGS
from rag.language.statements.function_words import (
    ARTICLE_FORMS,
    OF_FORMS,
    PREPOSITIONS,
    SAYS_WHERE,
    WHICH,
    WHO,
)
from rag.language.statements.noun_phrases import uncontracted, with_definite_article
from rag.language.statements.offices import OFFICES
from rag.language.statements.pronouns import COUNTING_PRONOUNS, PERSON_OR_THING
from rag.language.words import fold, whole_words
from rag.questions.extraction import extract_question
from rag.questions.splitting import split_questions
from rag.records import Exchange, Language
from rag.weights import WEIGHTS

_WEIGHTS = WEIGHTS.mentions

_LONGEST_MESSAGE = 2_000  # characters of an earlier message that are read
_ARTICLE = re.compile(rf"^(?:{any_form(ARTICLE_FORMS)}|une? )", re.IGNORECASE)
_WHICH, _PLACE_WORDS = any_word(WHICH), any_word(SAYS_WHERE)
_PERSON_OR_THING = any_word(PERSON_OR_THING)
_MAX_LENGTH = 300  # characters of an earlier question that are used
_OF = re.compile(rf"\b(?:{any_form(OF_FORMS)})")
_POSSESSIVE = re.compile(r"(?<=s)['’]$|['’]s$")
_OWNER = re.compile(r"^.+?(?=['’]s\s)|^.+?s(?=['’]\s)")
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


def read_topics(exchange: Exchange) -> list[TurnTopic]:
    """The topics of an earlier turn, one for each of its questions, without those that are empty.

    Greetings and thanks around a question are left out.
    """
    if exchange.parts:
        return [topic for part in exchange.parts for topic in read_topics(part)]
    if exchange.understood:
        return _topics([exchange.understood], exchange.quotes)
    question = extract_question(exchange.question[:_LONGEST_MESSAGE])
    return _topics(split_questions(question, detect(question)), exchange.quotes)


def _topics(questions: Sequence[str], quotes: tuple[str, ...]) -> list[TurnTopic]:
    """The topics of questions that were answered with quotes."""
    found = [_read_topic(question, quotes) for question in questions]
    return [topic for topic in found if topic.text]


def _read_topic(question: str, quotes: tuple[str, ...]) -> TurnTopic:
    text = question.strip(_END_MARKS)[:_MAX_LENGTH]
    language = detect(text)
    asks_who = any(word.folded in _WHO for word in whole_words(text))
    person = _named_person(quotes, text, language) if asks_who else ""
    return TurnTopic(text, language, find_mentions(text, language), person, quotes)


def dates_in(text: str, language: Language) -> list[FoundDate]:
    """The dates of a question, without the years in its identifiers: "note 2023-45"."""
    taken = [(one.start, one.end) for one in find_references(text, language)]
    return [
        one
        for one in find_dates(text)
        if not any(one.start < end and start < one.end for start, end in taken)
    ]


def subjects_and_dates(topic: TurnTopic) -> list[str]:
    """What a question is about, with its dates, and without the value that it asks for."""
    inner, found = _inner_mentions(topic), []
    for one in topic.mentions:
        owners = [owner for owner in inner if owner.text in one.text]
        whole = owners[0] if owners and _is_value(one, topic) else one
        if not one.asked:
            found.append(_POSSESSIVE.sub("", definite(whole, topic.language)))
    dates = (topic.text[date.start : date.end] for date in dates_in(topic.text, topic.language))
    return [*found, *(date for date in dates if not any(date in one for one in found))]


def antecedents(
    word: ReferringWord, topics: Sequence[TurnTopic], question: str
) -> list[tuple[str, TurnTopic]]:
    """What a word refers to and the turn that named it, the latest turn first.

    Two if it is not clear which, the likelier first; none if no turn names anything that agrees
    with the word.
    """
    for number in range(len(topics) - 1, -1, -1):
        found = _names_in(word, topics[number], question, topics[:number])
        if found:
            return [(name, topics[number]) for name in found]
    return []


def _names_in(
    word: ReferringWord, topic: TurnTopic, question: str, before: Sequence[TurnTopic]
) -> list[str]:
    """What a word can mean of a turn: the person that its answer named, a thing, or both."""
    person = [topic.person] if topic.person and word.gender != "p" else []
    if person and word.person:
        return person
    best = _best_mention(word, topic, question, before)
    if best is None:
        return person
    thing = [definite(best, topic.language)]
    text = question[word.start : word.end].lower()
    if not person or text not in _PERSON_OR_THING:
        return thing
    asked = fold(question)
    if any(form.search(asked) for form in OF_PERSONS.values()):
        return person
    if word.role == "possessive":
        return [*thing, *person]
    if any(form.search(asked) for form in OF_THINGS.values()):
        return thing
    return [*thing, *person] if best.gender else [*person, *thing]


def _best_mention(
    word: ReferringWord, topic: TurnTopic, question: str, before: Sequence[TurnTopic]
) -> Mention | None:
    """The phrase of a turn that a word most likely refers to; the first between equal ones."""
    earlier = " ".join(one.text for one in before).lower()
    inner = _inner_mentions(topic)
    agreeing = [one for one in (*topic.mentions, *inner) if _agrees(word, one)]
    possessive = word.role == "possessive"
    scores = [
        _score(word, one, question)
        + _WEIGHTS.owner * possessive * _ownership(one, topic, is_inner=one in inner)
        - _WEIGHTS.owner * (not possessive and word.role != "noun" and _is_place(one, topic))
        + _WEIGHTS.named_before * (one.text.lower() in earlier)
        for one in agreeing
    ]
    best = max(range(len(agreeing)), key=scores.__getitem__, default=None)
    return None if best is None else agreeing[best]


def _ownership(mention: Mention, topic: TurnTopic, *, is_inner: bool) -> int:
    """Whether a phrase is what a turn is about, as the owner of something later: 1, 0 or -1.

    Of "what is the price of the ship", the ship; not the harbour of "in the harbour". A name with
    "of" is one owner: "the Bank of the Island".
    """
    if is_inner:
        outer = next((one for one in topic.mentions if mention.text in one.text), mention)
        return 1 if _is_value(outer, topic) else -1
    before = whole_words(topic.text[: mention.start])[-1:]
    if any(word.folded in PREPOSITIONS[topic.language] for word in before):
        return -1
    return -1 if _is_value(mention, topic) else 0


def _is_place(mention: Mention, topic: TurnTopic) -> bool:
    """Whether a phrase says where: "it" is the permit of "a permit in Lyon".

    A body that does something has an article and a capital: "a speech in the Council".
    """
    before = whole_words(topic.text[: mention.start])[-1:]
    is_body = mention.proper and bool(_ARTICLE.match(mention.text))
    return not is_body and any(word.folded in _PLACE_WORDS for word in before)


def _is_value(mention: Mention, topic: TurnTopic) -> bool:
    """Whether a phrase is the value that a question asks for: "what is (the price of the ship)"."""
    if not (_OF.search(mention.text) or _OWNER.search(mention.text)):
        return False
    if (
        not _OWNER.search(mention.text)
        and _ARTICLE.sub("", uncontracted(mention.text, topic.language))[:1].isupper()
    ):
        return False
    return any(word.folded in _WHICH for word in whole_words(topic.text[: mention.start])[:3])


def _inner_mentions(topic: TurnTopic) -> list[Mention]:
    """The owners in other phrases: "the ship" of "the length of the ship", "the ship's length"."""
    found = []
    for one in topic.mentions:
        of = _OF.search(one.text)
        owner = _OWNER.search(one.text)
        inside = one.text[of.end() :] if of else owner[0] if owner else ""
        mentions = find_mentions(inside, topic.language)
        found += [replace(each, asked=False) for each in mentions[:1]]
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
            is_office = name.parts <= OFFICES[language]
            if len(name.parts) < 2 or is_office:
                continue
            if not all(part in folded for part in name.parts):
                return quote[name.start : name.end]
    return ""
