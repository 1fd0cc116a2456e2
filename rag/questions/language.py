"""The language of a question to a library; a few words in both languages are in the library's."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile

from rag.language import detect
from rag.language.detection import has_function_words, language_scores, most_likely
from rag.language.statements.function_words import ALSO_A_NOUN, QUESTION_WORDS
from rag.language.words import is_stop_word, words
from rag.questions.spelling import corrected
from rag.records import LANGUAGES, Language
from rag.store import Library, once_per_library
from rag.weights import WEIGHTS


def question_language(question: str, library: Library) -> Language:
    """The language of a question.

    A question word at its start decides ("who pays no tax?"), then function words. Without any
    ("tarif stationnement"), the words that the passages of each language have count; if they have
    none, the language that has what is mistyped in them ("hotl nigt"), or those of the documents.
    """
    usual = _main_language(library)
    text = _without_acronyms(question)
    if asking := _of_question_word(text):
        return asking
    if has_function_words(text):
        return detect(text, default=usual)
    scores = language_scores(text)
    evidence = (
        _of_small_words(text)
        or _of_words(question, library)
        or _of_corrections(question, library)
        or _of_documents(library)
    )
    for language, share in evidence.items():
        scores[language] = scores.get(language, 0.0) + share
    return most_likely(scores, usual) if scores else usual


def _of_question_word(text: str) -> Language | None:
    """The language whose question word a text starts with, ``None`` for none of one only."""
    first = words(text)[:1]
    found = [one for one in LANGUAGES if any(word.folded in QUESTION_WORDS[one] for word in first)]
    if len(found) != 1 or len(words(text)) < 2:
        return None
    return _of_noun(text, found[0]) or found[0]


def _of_noun(text: str, language: Language) -> Language | None:
    """The language whose noun the first word is: "comment period"; ``None`` for a question word.

    A word that may follow the noun says so, or stop words of that language alone right after it:
    "comment on the draft".
    """
    first, *rest = (word.folded for word in words(text))
    other, following = ALSO_A_NOUN[language].get(first, (None, frozenset()))
    if other is None or rest[0] in following:
        return other
    small = list(takewhile(bool, ({*_languages_of(word)} for word in rest)))
    return other if {other} in small and {language} not in small else None


def _languages_of(word: str) -> list[Language]:
    """The languages of which a folded word is a stop word."""
    return [one for one in LANGUAGES if is_stop_word(word, one)]


def _without_acronyms(question: str) -> str:
    """The question without the words in capitals, which say nothing: "Que signifie ARE ?"."""
    if question.isupper():
        return question
    found = [question[word.start : word.end] for word in words(question)]
    return " ".join(each for each in found if len(each) == 1 or not each.isupper())


def _of_small_words(text: str) -> dict[Language, float]:
    """A point for each small word of one language only; none for no such word.

    Letters alone do not count: "article L. 123-5".
    """
    found = [word.folded for word in words(text) if len(word.folded) > 1]
    own = list(map(_languages_of, found))
    single = Counter(languages[0] for languages in own if len(languages) == 1)
    return {language: float(single[language]) for language in LANGUAGES} if single else {}


def _of_words(question: str, library: Library) -> dict[Language, float]:
    """The mean share of each language in the passages that have a word; none for no word."""
    shares: list[dict[Language, float]] = []
    for word in words(question):
        counts = {one: library.terms.frequency(word.folded, one) for one in LANGUAGES}
        if word.folded.isalpha() and (total := sum(counts.values())):
            shares.append({one: count / total for one, count in counts.items()})
    return {one: sum(each[one] for each in shares) / len(shares) for one in LANGUAGES if shares}


def _of_corrections(question: str, library: Library) -> dict[Language, float]:
    """A point for the one language in which words are mistyped: "hotl nigt"; none for no such."""
    found = [one for one in LANGUAGES if corrected(question, one, library) != question]
    return dict.fromkeys(found, 1.0) if len(found) == 1 else {}


def _of_documents(library: Library) -> dict[Language, float]:
    weight = WEIGHTS.question_language.documents
    return {language: weight * share for language, share in _shares(library).items()}


def _main_language(library: Library) -> Language:
    """The language of most documents; English if it is as many."""
    shares = _shares(library)
    return max(("en", *LANGUAGES), key=shares.__getitem__)


@once_per_library
def _shares(library: Library) -> dict[Language, float]:
    """The share of the documents that are in each language."""
    counts = Counter(document.language for document in library.documents())
    total = max(sum(counts.values()), 1)
    return {language: counts[language] / total for language in LANGUAGES}
