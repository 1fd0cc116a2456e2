"""Typing errors corrected to words of the library: one letter more, less, other or swapped."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.language.identifiers.references import find_references
from rag.language.statements.function_words import QUESTION_WORDS
from rag.language.word_endings import ELIDED_WORDS, FORM_ENDINGS, VERB_ENDINGS
from rag.language.words import STOP_WORDS, Word, whole_words, without_small_words, words
from rag.messages.typography import capitalised
from rag.questions.vocabulary import is_common
from rag.records import LANGUAGES, Language
from rag.store import Library

_SHORTEST = 5  # letters; a shorter word has too many neighbours
_LONGEST = 40  # letters; the work grows with their square, and no word has more
_SHORTEST_FIRST_LETTER = 7  # people seldom mistype the first letter: only of long words
_READ = 12  # passages read for the written form of a word
_TRIED = 8  # candidates, the most frequent first
# After so many common letters, these endings make another form of a verb: "télétravailler" is no
# mistyped "télétravailleur".
_SAME_BEGINNING = 5
# Letters. A short word is corrected by a swap, "oli" for "oil", or by a letter that it lacks, if
# only one word then stands in a passage with another word of the question: "a late bok". That may
# lack a letter too: "hotl nigt".
_SHORTEST_SWAPPED = 3
_FREQUENT_NAME = 5  # passages
_FEW_WORDS = 4  # other words of a question in which two may be mistyped
_LONG_NAME = 6  # letters
_MOST = 4  # corrections in a question; with more, it is in a language of its own
# Question words are in no index, but decide what a question asks for.
_ASKING: dict[Language, frozenset[str]] = {
    language: frozenset(word for word in QUESTION_WORDS[language] if len(word) >= _SHORTEST - 1)
    for language in LANGUAGES
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a question, ``question[start:end]``, and the word of the library for it."""

    start: int
    end: int
    word: str


def corrected(question: str, language: Language, library: Library) -> str:
    """The question with its typing errors corrected to words that the library has.

    Only a word that neither the library nor common French and English has is corrected, to a
    word of the library at one letter (Damerau 1964). Figures, identifiers, acronyms and words of
    fewer than 3 letters are never touched; in words of 3 or 4 letters, only two swapped letters or
    a missing one are corrected. The question itself, to the letter, if it has none.
    """
    identifiers = _identifiers(question)
    found = [
        correction
        for word in words(question)
        if _may_be_mistyped(question, word)
        and word.start not in identifiers
        and not _is_known(word.folded, language, library)
        if (correction := _correction(question, word, language, library)) is not None
    ]
    if len(found) > _MOST:
        return question
    for one in reversed(found):
        question = f"{question[: one.start]}{one.word}{question[one.end :]}"
    return question


def _identifiers(question: str) -> set[int]:
    """The characters of words with a figure, "note-2024", and of identifiers: "12 quater"."""
    whole = (word for word in whole_words(question) if any(map(str.isdigit, word.folded)))
    found = [(word.start, word.end) for word in whole]
    for language in LANGUAGES:
        found += [(one.start, one.end) for one in find_references(question, language)]
    return {place for start, end in found for place in range(start, end)}


def _may_be_mistyped(question: str, word: Word) -> bool:
    """Whether a word is one of letters only, not too short, and no part of an identifier."""
    written = question[word.start : word.end]
    around = question[word.start - 1 : word.start] + question[word.end : word.end + 1]
    if not word.folded.isalpha() or len(word.folded) < _SHORTEST_SWAPPED or written.isupper():
        return False
    if len(word.folded) < _SHORTEST and not written.islower():
        return False
    return not set(around) & set("/_@\\") and ".." not in around


def _is_known(word: str, language: Language, library: Library) -> bool:
    """Whether the library has a word, or the words of either language include it."""
    if any(word in STOP_WORDS[one] | QUESTION_WORDS[one] for one in LANGUAGES):
        return True
    return _frequency(word, library) > 0 or is_common(word, language)


def _frequency(word: str, library: Library) -> int:
    return max(library.terms.frequency(word, language) for language in LANGUAGES)


def _correction(
    question: str, word: Word, language: Language, library: Library
) -> Correction | None:
    """The best word of the library for a mistyped one, ``None`` if there is none."""
    capital = question[word.start].isupper()
    name = capital and word.start > 0
    form = ELIDED_WORDS[language]
    elided = form and form.fullmatch(word.folded)
    if elided:
        # Another form of the word may stand there: "l'horaire", where only "horaires" does.
        known = elided["word"] if library.terms.frequency(elided["word"], language) else ""
        written = _written(elided["word"], language, library) or known
        if written:
            return Correction(word.start, word.end, f"{elided['elided']}'{_lowered(written)}")
    short = len(word.folded) < _SHORTEST
    found = (
        _for_short_word(question, word, language, library)
        if short
        else _candidates(word.folded, language, library)
    )
    for candidate in found:
        if name and _is_other_name(candidate, word.folded, library):
            continue
        written = _written(candidate, language, library)
        if written and (written[:1].isupper() or not name):
            best = written if name else _lowered(written)
            return Correction(word.start, word.end, capitalised(best) if capital else best)
    return None


def _is_other_name(candidate: str, word: str, library: Library) -> bool:
    """Whether a name may be another one: "Durant" need not be a mistyped "Durand".

    It may be if a letter is replaced at its end, in a short name, or for a rare one.
    """
    if len(candidate) != len(word) or sorted(candidate) == sorted(word):
        return False
    changed = next(place for place in range(len(word)) if candidate[place] != word[place])
    rare = _frequency(candidate, library) < _FREQUENT_NAME
    return rare or len(word) < _LONG_NAME or changed in (0, len(word) - 1)


def _candidates(word: str, language: Language, library: Library) -> list[str]:
    """The words at one letter: small words first, then those of the library by frequency.

    A swap of two letters counts before any other difference.
    """
    if len(word) > _LONGEST:
        return []
    near = [
        each
        for each in dict.fromkeys(_at_one_letter(word))
        if _same_start(each, word) and not _is_other_form(each, word)
    ]
    small = [each for each in near if each in _ASKING[language]]
    counts = {each: library.terms.frequency(each, language) for each in near}
    swapped = set(_swaps(word))
    known = sorted(
        (each for each in near if counts[each]),
        key=lambda each: (each not in swapped, -counts[each], each),
    )
    return [*small, *known[:_TRIED]]


def _for_short_word(question: str, word: Word, language: Language, library: Library) -> list[str]:
    """The one word of the library that a short word may be, none if several may be."""
    terms, folded = library.terms, word.folded
    swaps = [each for each in _swaps(folded) if terms.frequency(each, language)]
    if swaps:
        return swaps if len(swaps) == 1 else []
    others = (each.folded for each in without_small_words(question) if each.start != word.start)
    around = {row for each in _with_forms(others, language, library)
              for row in terms.holding(each, language)}  # fmt: skip
    found = [
        each
        for each in dict.fromkeys(_with_a_letter(folded))
        if _same_start(each, folded) and not _is_other_form(each, folded)
        if terms.frequency(each, language) and around.intersection(terms.holding(each, language))
    ]
    return found if len(found) == 1 else []


def _with_forms(words: Iterable[str], language: Language, library: Library) -> Iterable[str]:
    """The words of a question; of a short one, what they may be instead if they are mistyped."""
    every = list(words)
    if len(every) > _FEW_WORDS:
        return every
    return [form for each in dict.fromkeys(every) for form in _forms(each, language, library)]


def _forms(word: str, language: Language, library: Library) -> list[str]:
    """A word of a question, or if the library lacks it what it may be: "dure" for "durée"."""
    if library.terms.frequency(word, language):
        return [word]
    if len(word) >= _SHORTEST:
        return _candidates(word, language, library)
    near = [each for each in dict.fromkeys(_with_a_letter(word)) if _same_start(each, word)]
    return [each for each in near if library.terms.frequency(each, language)]


def _same_start(candidate: str, word: str) -> bool:
    """Whether a candidate keeps the first letter, or only swaps it with the second."""
    if candidate[:1] == word[:1] or len(word) >= _SHORTEST_FIRST_LETTER:
        return True
    return candidate[:2] == word[1::-1] or candidate[1:] == word


def _is_other_form(candidate: str, word: str) -> bool:
    """Whether only the ending differs, as that of another form: "parlée", "parler"."""
    same = max(_SAME_BEGINNING, len(word) - 3)
    if word.endswith(VERB_ENDINGS) and candidate[:same] == word[:same]:
        return True
    if candidate[: len(word) - 1] != word[:-1]:
        return False
    return {candidate[len(word) - 1 :], word[-1:]} <= FORM_ENDINGS


def _at_one_letter(word: str) -> Iterator[str]:
    """All words at one insertion, deletion, replacement or swap of letters."""
    yield from _swaps(word)
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
    yield from _with_a_letter(word)
    for place in range(len(word)):
        for letter in string.ascii_lowercase:
            yield word[:place] + letter + word[place + 1 :]


def _with_a_letter(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        for letter in string.ascii_lowercase:
            yield word[:place] + letter + word[place:]


def _swaps(word: str) -> Iterator[str]:
    for place in range(len(word) - 1):
        if word[place] != word[place + 1]:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _written(word: str, language: Language, library: Library) -> str:
    """A folded word as the passages of its language write it, "" if none that is read has it.

    A term stands for all forms of a word, so the passages are searched for this very form.
    """
    if word in _ASKING[language]:
        return word
    rows = library.terms.search(word, language=language, k=_READ)
    for passage in library.passages([row for row, _ in rows]):
        text = " ".join((*passage.headings, passage.text))
        for found in words(text) if passage.language == language else ():
            if found.folded == word:
                return text[found.start : found.end]
    return ""


def _lowered(written: str) -> str:
    """A word in lower case, unless it has a capital inside."""
    return written if not written[1:].islower() else written[:1].lower() + written[1:]
