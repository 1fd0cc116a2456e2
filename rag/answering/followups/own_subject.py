"""A fragment that asks for another value of what the question before is about."""

from __future__ import annotations

from rag.answering.followups.referring import Fragment
from rag.answering.followups.topic import TurnTopic, subjects_and_dates
from rag.language.questions.double_questions import IS_FACT, STARTS_WITH_FACT
from rag.language.questions.fragments import COUNTED_OF_THE_SAME, QUESTION_MARK
from rag.language.statements.function_words import HOW_MANY
from rag.language.words import whole_words
from rag.messages.typography import capitalised
from rag.records import Language


def with_own_subject(fragment: Fragment, topic: TurnTopic) -> str:
    """The fragment with what the question before is about: "Combien d'agents ? (l'Office, 2023)".

    Not with what that one asks: after "the budget of the Office" it would be answered again. ""
    for a fragment that asks for no value of its own.
    """
    language, asks_fact = topic.language, STARTS_WITH_FACT[topic.language].match(fragment.text)
    if not _counts_another(fragment.text, language):
        if fragment.asks or not asks_fact or not _counts(topic.text, language):
            return ""
        if IS_FACT[language].search(topic.text):
            return ""
    about = subjects_and_dates(topic)
    if not about:
        return ""
    return f"{capitalised(fragment.text)}{QUESTION_MARK[language]} ({', '.join(about)})"


def _counts(text: str, language: Language) -> bool:
    """Whether a text starts with "combien de" or "how many"."""
    first, second, *_ = (*(word.folded for word in whole_words(text)), "", "")
    return second in HOW_MANY[language].get(first, ())


def _counts_another(text: str, language: Language) -> bool:
    """Whether a text is "how many" with a noun: neither a unit nor people, "how many days"."""
    nouns = [word.folded for word in whole_words(text)[2:]]
    counted = _counts(text, language) and bool(nouns)
    return counted and not COUNTED_OF_THE_SAME[language] & set(nouns)
