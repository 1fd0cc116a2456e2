"""A follow-up as a complete question: fragments merged, pronouns replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answering.followups.complete_fragment import merge
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
from rag.messages.typography import capitalised
from rag.records import LANGUAGES, Exchange, Language

REMEMBERED = 8  # turns; a pronoun seldom refers further back
# Words. In a shorter question, function words detect the language better than ``detect``.
_SHORT = 5


def resolve(question: str, conversation: Sequence[Exchange], *, similarity: TextSimilarity) -> str:
    """The question as it is understood after the earlier turns, the latest turn last.

    The question itself, to the letter, if it is not a follow-up. ``similarity`` gives the
    cosines of a text with others.
    """
    topics = [read_topic(exchange) for exchange in conversation[-REMEMBERED:]]
    topics = [topic for topic in topics if topic.text]
    if not topics:
        return question
    language = _language(question, topics[-1].language)
    fragment = find_fragment(question, language)
    if fragment is not None:
        return merge(fragment, topics[-1], similarity) or question
    return _with_antecedents(question, find_referring_words(question, language), topics, language)


def _language(question: str, before: Language) -> Language:
    """The language of a question; if it is short, by its function words or the turn before."""
    found = {word.folded for word in whole_words(question)}
    if len(found) > _SHORT:
        return detect(question, default=before)
    scores = {one: len(found & (STOP_WORDS[one] | QUESTION_WORDS[one])) for one in LANGUAGES}
    return most_likely(scores, before)


def _with_antecedents(
    question: str, words: Sequence[ReferringWord], topics: Sequence[TurnTopic], language: Language
) -> str:
    """The question with what each word refers to, in its place or at the end in brackets."""
    referents: dict[str, tuple[ReferringWord, TurnTopic]] = {}
    for word in words:
        found = antecedent(word, topics, question)
        if found is not None:  # "must it give its report": only the first word is replaced
            referents.setdefault(found[0], (word, found[1]))
    if not referents:
        return question
    text = question
    for name, (word, _) in reversed(referents.items()):
        text = _replace(text, word, name, language)
    added = [name for name in referents if name.lower() not in text.lower()]
    topic = next(iter(referents.values()))[1]
    has_subject = any(word.role == "subject" for word in words)
    more = _more_context(" ".join((text, *added)), topic, question, person=has_subject)
    added += [one for one in more if not _repeats(one, referents)]
    unique = list(dict.fromkeys(added))
    return f"{text} ({', '.join(unique)})" if unique else text


def _repeats(phrase: str, names: Iterable[str]) -> bool:
    """Whether a phrase contains one of the names."""
    return any(name.lower() in phrase.lower() for name in names)


def _replace(text: str, word: ReferringWord, name: str, language: Language) -> str:
    """The question with a word replaced by a name; unchanged if its grammar does not allow it."""
    before, old, after = text[: word.start], text[word.start : word.end], text[word.end :]
    if word.role == "noun" and old.split()[-1].lower() not in name.lower():
        return text
    inverted_verb = INVERTED_VERB[language]
    if inverted_verb is None or word.role == "noun":
        ending = POSSESSIVE_ENDING[language] if word.role == "possessive" else ""
        return _capitalised_as(f"{before}{name}{ending}{after}", text)
    verb = inverted_verb.search(before) if word.role == "subject" else None
    if verb is None:
        return text
    start = verb.start()
    words_before = whole_words(text[:start])
    if words_before and words_before[-1].folded in WHICH[language]:
        return text  # no noun can follow "quels" in "quels sont-ils"
    clause = text[start].lower() + text[start + 1 :]
    return _capitalised_as(f"{text[:start]}{name} {clause}", text)


def _capitalised_as(text: str, model: str) -> str:
    """The text with a capital if the model has one."""
    return capitalised(text) if model[:1].isupper() else text


def _more_context(text: str, topic: TurnTopic, question: str, *, person: bool) -> list[str]:
    """What a question lacks of a turn: phrases, dates and, if ``person``, its person."""
    found = [definite(one, topic.language) for one in topic.mentions if not one.asked]
    if topic.person and person:
        found.append(topic.person)
    if not find_dates(question):
        found += [topic.text[date.start : date.end] for date in find_dates(topic.text)]
    kept: list[str] = []
    for one in found:
        if one.lower() not in " ".join((text, *kept)).lower():
            kept.append(one)
    return kept
