"""Questions as people type them: keywords alone, no accents, a typing error, politeness."""

from __future__ import annotations

import random
import unicodedata

from rag.language.words import is_stop_word, words
from rag.records import Language

# How often each style is put on a question; the rest stay as they are.
SHARES = {"keywords": 0.08, "plain letters": 0.08, "typing error": 0.08, "polite": 0.06}
_KEPT = 3  # words of content that keywords must leave, or they ask for nothing in particular
_POLITE: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Bonjour, {q}", "Bonjour, {q} Merci.", "{q} Merci d'avance !",
        "Bonjour, j'ai une question : {q}", "Pouvez-vous me dire : {q}", "svp {q}",
    ),
    "en": (
        "Hello, {q}", "Hi, {q} Thanks!", "{q} Thank you.", "Could you tell me: {q}",
        "Hello, I have a question: {q}", "{q} Please.",
    ),
}  # fmt: skip


def typed(question: str, language: Language, rng: random.Random) -> str:
    """The question in a style that is drawn; mostly as it is."""
    point = rng.random()
    for style, share in SHARES.items():
        if point < share:
            return _STYLES[style](question, language, rng)
        point -= share
    return question


def keywords(question: str, language: Language, rng: random.Random) -> str:
    """The words of content alone, in lower case; the question itself where they are too few."""
    kept = [
        question[word.start : word.end]
        for word in words(question)
        if not is_stop_word(word.folded, language)
    ]
    if len(kept) < _KEPT:
        return question
    return " ".join(kept).lower()


def plain_letters(question: str, language: Language, rng: random.Random) -> str:
    """Lower case, no accents, no mark at the end."""
    parts = unicodedata.normalize("NFKD", question.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).rstrip(" ?!.")


def typing_error(question: str, language: Language, rng: random.Random) -> str:
    """One letter of a longer word is lost, doubled or changes place with the next."""
    long = [
        word
        for word in words(question)
        if word.end - word.start >= 5 and question[word.start : word.end].isalpha()
    ]
    if not long:
        return question
    word = rng.choice(long)
    at = rng.randrange(word.start + 1, word.end - 1)
    one, two = question[at], question[at + 1]
    changed = rng.choice((two, one + one + two, two + one))
    return question[:at] + changed + question[at + 2 :]


def polite(question: str, language: Language, rng: random.Random) -> str:
    """The question between a greeting and thanks."""
    way = rng.choice(_POLITE[language])
    first = words(question)[:1]
    if first and not way.startswith("{q}") and is_stop_word(first[0].folded, language):
        question = question[0].lower() + question[1:]
    return way.format(q=question)


_STYLES = {
    "keywords": keywords,
    "plain letters": plain_letters,
    "typing error": typing_error,
    "polite": polite,
}
