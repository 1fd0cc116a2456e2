"""The document that a question wants its answer from, as it writes it: "in the staff handbook"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.language.any_language import any_form, any_word
from rag.language.dates import YEAR
from rag.language.document_kinds import DATED_KINDS, DOCUMENT_KINDS, WITHIN_FORMS
from rag.language.document_names import (
    CLEAR_KINDS,
    EDITION_BEFORE,
    LOOSE_KINDS,
    NAME_JOINTS,
)
from rag.language.function_words import QUESTION_WORDS
from rag.language.verbs import VERBS, is_inverted
from rag.language.words import Word, fold, is_small_word, whole_words, words
from rag.records import LANGUAGES, Language

_WITHIN = re.compile(f"(?:{any_form(WITHIN_FORMS)})$")
_WITHIN_START = re.compile(any_form(WITHIN_FORMS))
_ALL_KINDS = any_word(DOCUMENT_KINDS) | any_word(DATED_KINDS)
_EDITION = re.compile(f"(?:{any_form(EDITION_BEFORE)})$")
_YEAR = re.compile(YEAR)
_ENDING = any_word(VERBS) | any_word(QUESTION_WORDS)
_LOOSE = any_word(LOOSE_KINDS)
_END_MARKS = " \u00a0\u202f?!.…)"
_FEWEST_LEFT = 3  # words of a question without the name of a document
_MOST_LEADING = 3  # words before the noun, in English
_MOST_FOLLOWING = 6  # words after it, small ones included


@dataclass(frozen=True, slots=True)
class WrittenName:
    """The name of a document as a question writes it, and the noun that says what it is.

    ``is_precise`` is true if it has another word, or a year: "staff handbook", "rapport 2019".
    A name that is not and whose noun people use for any document, "the report", is none.
    ``rest`` is the question without "in the staff handbook,", "" if that is in its middle.
    """

    text: str
    kind: str
    is_precise: bool
    rest: str = ""


def without_document(question: str) -> str:
    """A question without "in the agreement,", "" if it names no document or only in its middle."""
    found = _read(question, DOCUMENT_KINDS)
    return found.rest if found else ""


def read_document_name(question: str) -> WrittenName | None:
    """The document that a question wants its answer from, ``None`` if it names none."""
    found = _read(question, CLEAR_KINDS)
    return found if found and (found.is_precise or found.kind not in _LOOSE) else None


def _read(question: str, kinds: Mapping[Language, frozenset[str]]) -> WrittenName | None:
    """The first document of some kinds that a question wants its answer from."""
    spoken = whole_words(question)
    for place, word in enumerate(spoken):
        kind = word.folded if word.folded.endswith("ss") else word.folded.removesuffix("s")
        for language in LANGUAGES:
            if {kind, word.folded} & kinds[language]:
                found = _name_around(question, spoken, place, language)
                if found:
                    return replace(found, kind=kind)
    return None


def wants_document(text: str) -> bool:
    """Whether a text starts with "in the" and a kind of documents: "in the annual report"."""
    folded = fold(text)
    opened = _WITHIN_START.match(folded)
    following = words(folded[opened.end() :])[:_MOST_FOLLOWING] if opened else []
    return any({one.folded, one.folded.removesuffix("s")} & _ALL_KINDS for one in following)


def _name_around(
    question: str, spoken: Sequence[Word], place: int, language: Language
) -> WrittenName | None:
    """The name around the noun at a place, ``None`` if no answer is wanted from it."""
    first = place
    while not (opened := _opening(question[: spoken[first].start])):
        first -= 1
        if language == "fr" or first < max(place - _MOST_LEADING, 0) or _ends(spoken[first]):
            return None
    last = _last(question, spoken, place, language)
    end = spoken[last].end
    text = question[opened[0] : end]
    numbers = [part for part in re.findall(r"\w*\d\w*", text) if not _YEAR.fullmatch(part)]
    if numbers:
        return None  # a day or an identifier says which document is meant
    is_precise = first < place or last > place or opened[1]
    rest = _rest(question[: opened[2]], question[end:])
    return WrittenName(text, spoken[place].folded, is_precise, rest)


def _opening(before: str) -> tuple[int, bool, int] | None:
    """Where the name starts after "in the", whether with an edition, and where "in the" does."""
    folded = fold(before)
    if len(folded) != len(before):
        return None
    edition = _EDITION.search(folded)
    start = edition.start() if edition else len(before)
    within = _WITHIN.search(folded[:start])
    return (start, edition is not None, within.start()) if within else None


def _rest(before: str, after: str) -> str:
    """What stands around "in the report", "" if that is in the middle of it, or nothing is left."""
    is_first, is_last = not before.strip(), not after.strip(_END_MARKS)
    if is_first and not after.lstrip().startswith(","):
        return ""
    rest = after.lstrip(" ,") if is_first else f"{before.rstrip(' ,')}{after}"
    return rest if (is_first or is_last) and len(whole_words(rest)) >= _FEWEST_LEFT else ""


def _last(question: str, spoken: Sequence[Word], place: int, language: Language) -> int:
    """The place of the last word of a name."""
    last = place
    for after in range(place + 1, min(place + 1 + _MOST_FOLLOWING, len(spoken))):
        word = spoken[after]
        if question[spoken[after - 1].end : word.start].strip():
            break  # a punctuation mark
        if word.folded in NAME_JOINTS[language]:
            continue
        follows = after - 1 > last or language == "fr" or _YEAR.fullmatch(word.folded)
        if not follows or _ends(word):
            break
        last = after
    return last


def _ends(word: Word) -> bool:
    """Whether a word is in no name: a small word, a verb or a question word."""
    return is_small_word(word.folded) or word.folded in _ENDING or is_inverted(word.folded)
