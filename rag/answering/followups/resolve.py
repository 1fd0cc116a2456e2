"""A question made whole: its fragments set into the question before, its pronouns replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answering.followups.merge import merge
from rag.answering.followups.referring import ReferringWord, find_fragment, find_referring_words
from rag.answering.followups.topic import TurnTopic, antecedent, definite, read_topic
from rag.encoders import TextSimilarity
from rag.language import detect
from rag.language.dates import find_dates
from rag.language.detection import most_likely
from rag.language.function_words import QUESTION_WORDS, WHICH
from rag.language.noun_phrases import POSSESSIVE_ENDING
from rag.language.verbs import INVERTED_VERB
from rag.language.words import STOP_WORDS, whole_words
from rag.records import LANGUAGES, Exchange, Language

# The turns that are looked back on: a pronoun seldom reaches further.
REMEMBERED = 8
_SHORT = 5  # words, up to which the small ones tell the language better than letters do


def resolve(question: str, conversation: Sequence[Exchange], *, alike: TextSimilarity) -> str:
    """The question as it is understood after the earlier turns, the latest last.

    The same question, to the letter, where it leans on none of them. ``alike`` gives the
    cosines of a text with others.
    """
    topics = [read_topic(exchange) for exchange in conversation[-REMEMBERED:]]
    topics = [topic for topic in topics if topic.text]
    if not topics:
        return question
    language = _tongue(question, topics[-1].language)
    fragment = find_fragment(question, language)
    if fragment is not None:
        return merge(fragment, topics[-1], alike) or question
    return _replaced(question, find_referring_words(question, language), topics, language)


def _tongue(question: str, before: Language) -> Language:
    """The language of a question; a short one follows its small words, then the turn before."""
    found = {word.folded for word in whole_words(question)}
    if len(found) > _SHORT:
        return detect(question, default=before)
    scores = {one: len(found & (STOP_WORDS[one] | QUESTION_WORDS[one])) for one in LANGUAGES}
    return most_likely(scores, before)


def _replaced(
    question: str, signs: Sequence[ReferringWord], topics: Sequence[TurnTopic], language: Language
) -> str:
    """The question with what each sign stands for, in its place or after it in brackets."""
    found = [(sign, antecedent(sign, topics, question)) for sign in signs]
    meant: dict[str, tuple[ReferringWord, TurnTopic]] = {}
    for sign, each in found:
        if each is not None:  # "must it give its report": the first says what both mean
            meant.setdefault(each[0], (sign, each[1]))
    if not meant:
        return question
    text = question
    for name, (sign, _) in reversed(meant.items()):
        text = _put(text, sign, name, language)
    beside = [name for name in meant if name.lower() not in text.lower()]
    topic = next(iter(meant.values()))[1]
    said = " ".join((text, *beside))
    beside += [
        more
        for more in _around(said, topic, asked=question, signs=signs)
        if not _holds(more, meant)
    ]
    unique = list(dict.fromkeys(beside))
    return f"{text} ({', '.join(unique)})" if unique else text


def _holds(phrase: str, names: Iterable[str]) -> bool:
    """Whether a phrase only says more of what is named already."""
    return any(name.lower() in phrase.lower() for name in names)


def _put(text: str, sign: ReferringWord, name: str, language: Language) -> str:
    """The question with a sign replaced by what it means; the same where French forbids it."""
    before, word, after = text[: sign.start], text[sign.start : sign.end], text[sign.end :]
    if sign.role == "noun" and word.split()[-1].lower() not in name.lower():
        return text
    inverted_verb = INVERTED_VERB[language]
    if inverted_verb is None or sign.role == "noun":
        ending = POSSESSIVE_ENDING[language] if sign.role == "possessive" else ""
        return _capitalised(f"{before}{name}{ending}{after}", text)
    verb = inverted_verb.search(before) if sign.role == "subject" else None
    if verb is None:
        return text
    place = verb.start()
    led = whole_words(text[:place])
    if led and led[-1].folded in WHICH[language]:  # "Quels sont-ils": no phrase fits between
        return text
    tail = text[place].lower() + text[place + 1 :]
    return _capitalised(f"{text[:place]}{name} {tail}", text)


def _capitalised(text: str, model: str) -> str:
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def _around(
    text: str, topic: TurnTopic, *, asked: str, signs: Sequence[ReferringWord]
) -> list[str]:
    """What else the turn spoke of that the question does not: phrases, a person, its dates."""
    others = [definite(one, topic.language) for one in topic.mentions if not one.asked]
    if topic.person and any(sign.role == "subject" for sign in signs):
        others.append(topic.person)
    if not find_dates(asked):
        others += [topic.text[date.start : date.end] for date in find_dates(topic.text)]
    kept: list[str] = []
    for other in others:
        if other.lower() not in " ".join((text, *kept)).lower():
            kept.append(other)
    return kept
