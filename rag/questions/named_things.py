"""What a question asks for by name: identifiers, periods, phrases to the letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from rag.language.figures.periods import Period, find_periods
from rag.language.figures.years_of_things import is_year_of_thing
from rag.language.identifiers.lettered_names import LetteredName, find_lettered_names
from rag.language.identifiers.references import Reference, find_references
from rag.language.identifiers.spaced_references import with_year
from rag.language.names import find_names
from rag.language.questions.asking import EVERYDAY_CAPITALS, QUOTED, TELLING_WORDS
from rag.language.statements.attendance import Attendance, attendance_asked
from rag.language.statements.noun_phrases import BEFORE_COMMON_NOUNS
from rag.language.words import fold, is_stop_word, words
from rag.questions.asking_part import asking_parts
from rag.records import LANGUAGES, Language, Offsets

_T = TypeVar("_T", Reference, Period, LetteredName)
_SHORTEST_NAME, _LONGEST_ACRONYM = 4, 5  # letters; a title such as "Mrs" is no name
_DETERMINED = {
    language: re.compile(
        r"(?:^|[\s'(])(?:" + "|".join(sorted(BEFORE_COMMON_NOUNS[language])) + r")[\s']+$"
    )
    for language in LANGUAGES
}
_EVERYDAY = frozenset(word.removesuffix("s") for word in EVERYDAY_CAPITALS)
_NOUN_BEFORE = re.compile(r"[^\W\d_]+\s?$")
_LONGEST_PHRASE = 120  # characters; a longer one is a text that is pasted


@dataclass(frozen=True, slots=True)
class NamedThings:
    """What a question names, in its order.

    references  its identifiers: "article 12", "ISO 14001"
    periods     its days, months, years and ranges, without those of an identifier or a phrase
    phrases     what it has between quotation marks
    classes     what a noun and a letter name in it: "Livret A"
    names       the proper names it asks about, each with its words; no noun with a capital
    attendance  whether it asks who was at a meeting, or who was not
    is_bare     whether it says nothing else: "Que dit l'article 12 ?"
    anywhere    whether a document that it names is no limit: it is asked exactly as typed
    shown       quotes that do not answer it again, because they answered the turn before
    """

    text: str
    language: Language
    references: tuple[Reference, ...] = ()
    periods: tuple[Period, ...] = ()
    phrases: tuple[str, ...] = ()
    classes: tuple[LetteredName, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    attendance: Attendance | None = None
    is_bare: bool = False
    anywhere: bool = False
    shown: frozenset[str] = frozenset()

    def written_name(self, parts: tuple[str, ...]) -> str:
        """One of the names as it is typed, with its short words: "Jane Doe"."""
        whole = {fold(part) for part in parts}
        for one in find_names(self.text, self.language):
            if whole <= one.parts:
                return self.text[one.start : one.end]
        return " ".join(parts)


def read_named_things(text: str, language: Language) -> NamedThings:
    """What a question in a language names; nothing is searched."""
    quoted = [match for match in QUOTED.finditer(text) if len(match[0]) <= _LONGEST_PHRASE]
    taken: list[Offsets] = [match.span() for match in quoted]
    references = _outside(_references(text, language), taken)
    named = [*taken, *(_with_noun(text, one) for one in references)]
    periods = _outside(_periods(text), named)
    phrases = tuple(match[match.lastindex or 0] for match in quoted)
    return NamedThings(
        text,
        language,
        references,
        periods,
        tuple(phrase for phrase in phrases if words(phrase)),
        _outside(find_lettered_names(text, language), named),
        names=_names(text, language, named),
        attendance=attendance_asked(text),
        is_bare=bool(named) and _says_nothing_else(text, language, named),
    )


def _periods(text: str) -> tuple[Period, ...]:
    """The periods of a question; the years of the accounts, of a budget are marked so."""
    return tuple(
        replace(one, of_thing=one.has_whole_years and is_year_of_thing(text, one.start, one.end))
        for one in find_periods(text)
    )


def _references(text: str, language: Language) -> tuple[Reference, ...]:
    """The identifiers of a question, with those that only the other language's nouns show.

    The language of a few words is not sure: "marché 2023-M-054".
    """
    found = [*find_references(text, language)]
    for other in LANGUAGES:
        taken = [(one.start, one.end) for one in found]
        found += _outside(find_references(text, other), taken)
    return tuple(with_year(text, one) for one in sorted(found, key=lambda one: one.start))


def _with_noun(text: str, reference: Reference) -> Offsets:
    """An identifier with the word before it, which may say what it numbers: "panne AX-510"."""
    before = text[: reference.start]
    start = reference.start if reference.kind else len(_NOUN_BEFORE.sub("", before))
    return start, reference.end


def _outside(found: tuple[_T, ...], taken: list[Offsets]) -> tuple[_T, ...]:
    """Those that overlap none of the places taken."""
    return tuple(
        one for one in found if not any(one.start < end and start < one.end for start, end in taken)
    )


def _names(text: str, language: Language, taken: list[Offsets]) -> tuple[tuple[str, ...], ...]:
    """The proper names in what a question asks; none of one that is written in capitals.

    One word after a determiner is a common noun: "le Musée", "the Board". So is the first word.
    """
    parts_asking = asking_parts(text, language)
    found = [
        one
        for one in find_names(text, language)
        if one.start > 0 and any(start <= one.start < end for start, end in parts_asking)
    ]
    capitals = sum(text[word.start].isupper() for word in words(text))
    if 4 * capitals > 3 * len(words(text)):
        return ()
    return tuple(
        parts
        for one in found
        if (parts := _name_parts(text[one.start : one.end]))
        and not any(one.start < end and start < one.end for start, end in taken)
        and not (len(parts) == 1 and _DETERMINED[language].search(fold(text[: one.start])))
    )


def _name_parts(name: str) -> tuple[str, ...]:
    """The words of a name that may be looked up: not its initials or numbers, no everyday word."""
    parts = [name[word.start : word.end] for word in words(name)]
    long = tuple(
        part
        for part in parts
        if len(part) >= (_LONGEST_ACRONYM + 1 if part.isupper() else _SHORTEST_NAME)
        and part.isalpha()
    )
    everyday = any(fold(part).removesuffix("s") in _EVERYDAY for part in long)
    return () if everyday else long


def _says_nothing_else(text: str, language: Language, named: list[Offsets]) -> bool:
    """Whether a question has no word of content outside what it names."""
    return not any(
        not is_stop_word(word.folded, language)
        and word.folded not in TELLING_WORDS[language]
        and not any(start <= word.start < end for start, end in named)
        for word in words(text)
    )
