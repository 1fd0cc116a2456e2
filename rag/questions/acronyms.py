"""Acronyms of a question joined to the long form that the library gives, and the other way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.language.identifiers.acronyms import letters_of
from rag.language.words import (
    Word,
    family,
    fold,
    is_small_word,
    without_small_words,
    words,
)
from rag.questions.vocabulary import common_words
from rag.records import LANGUAGES
from rag.store import Library, once_per_library

_LONGEST = 8  # words of a long form
_MOST_FORMS = 2  # of one acronym; a library that gives more means many things by it
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcronymTable:
    """The acronyms of a library: the usual long form of each, and each by its long forms.

    A long form is known by the families of its content words.
    """

    long_forms: dict[str, str]
    short_forms: dict[_Key, str]


def with_acronyms(question: str, library: Library, *, unsearched: bool = False) -> str:
    """The question with the long form after each acronym, and the acronym after each long form.

    "Comment alimenter le CET ?" becomes "Comment alimenter le CET (compte épargne-temps) ?".
    ``unsearched`` joins only the acronyms that the search cannot find, such as CET, which is the
    word "cet" in its index. The question itself, to the letter, if the library explains nothing
    in it.
    """
    table = _table(library)
    if not table.long_forms:
        return question
    joined = _long_forms(question, table)
    if unsearched:
        joined = [(word, long) for word, long in joined if not _is_searched(word, library)]
    added = [(word.end, long) for word, long in joined]
    if not unsearched:
        added += _short_forms(question, table)
    for end, more in sorted(added, reverse=True):
        # No brackets inside brackets: "Et la durée ? (CET, compte épargne-temps)".
        inside = question[:end].count("(") > question[:end].count(")")
        joined_with = f", {more}" if inside else f" ({more})"
        question = f"{question[:end]}{joined_with}{question[end:]}"
    return question


def _is_searched(word: Word, library: Library) -> bool:
    return any(library.terms.frequency(word.folded, language) for language in LANGUAGES)


def _long_forms(question: str, table: AcronymTable) -> list[tuple[Word, str]]:
    """The acronyms of a question, each with its long form."""
    found: dict[str, tuple[Word, str]] = {}
    spelt = {table.short_forms[key] for key, _ in _spelt_out(question, table)}
    for word in words(question):
        written = question[word.start : word.end]
        short = letters_of(written)
        if short in table.long_forms and short not in spelt and _is_acronym(written):
            found.setdefault(short, (word, table.long_forms[short]))
    return list(found.values())


def _short_forms(question: str, table: AcronymTable) -> list[tuple[int, str]]:
    """Where an acronym goes, and which."""
    have = {letters_of(question[word.start : word.end]) for word in words(question)}
    found = [(end, table.short_forms[key]) for key, end in _spelt_out(question, table)]
    return [(end, short) for end, short in found if short not in have]


def _is_acronym(written: str) -> bool:
    """Whether a word is written as an acronym, or is nothing else in lower case."""
    if sum(letter.isupper() for letter in written) > 1:
        return True
    plain = fold(written)
    return len(plain) > 1 and not is_small_word(plain) and plain not in common_words()


def _usual(forms: Mapping[str, int]) -> str:
    """The long form that most documents give, two if they are given as often, or none."""
    merged: dict[str, tuple[int, str]] = {}
    for long, count in forms.items():
        before = merged.get(fold(long), (0, long))
        merged[fold(long)] = (before[0] + count, before[1])
    best = max(count for count, _ in merged.values())
    usual = [long for count, long in merged.values() if 2 * count > best]
    return ", ".join(usual) if len(usual) <= _MOST_FORMS else ""


def _spelt_out(question: str, table: AcronymTable) -> list[tuple[_Key, int]]:
    """The long forms in a question, and where each ends."""
    found: list[tuple[_Key, int]] = []
    content, start = without_small_words(question), 0
    while start < len(content):
        for end in range(min(len(content), start + _LONGEST), start + 1, -1):
            key = tuple(family(word.folded) for word in content[start:end])
            if key in table.short_forms:
                found.append((key, content[end - 1].end))
                start = end - 1
                break
        start += 1
    return found


@once_per_library
def _table(library: Library) -> AcronymTable:
    known = library.acronyms()
    usual = {short: _usual(forms) for short, forms in known.items()}
    keys = {
        tuple(family(word.folded) for word in without_small_words(long)): short
        for short, forms in known.items()
        for long in forms
    }
    return AcronymTable(
        {short: long for short, long in usual.items() if long},
        {key: short for key, short in keys.items() if len(key) > 1},
    )
