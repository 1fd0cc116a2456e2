"""The document that a question wants its answer from, as it writes it: "in the staff handbook"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.language.any_language import any_form, any_word
from rag.language.figures.dates import YEAR
from rag.language.questions.document_kinds import DATED_KINDS, DOCUMENT_KINDS, WITHIN_FORMS
from rag.language.questions.document_names import (
    BEFORE_OLDER,
    CLEAR_KINDS,
    EDITION_BEFORE,
    LOOSE_KINDS,
    NAME_JOINTS,
    OLDER_AFTER,
    OLDER_BEFORE,
    PART_OF,
    SAYS,
    SAYS_ABOUT,
)
from rag.language.questions.verbs import VERBS, is_inverted
from rag.language.statements.function_words import QUESTION_WORDS
from rag.language.words import (
    Word,
    fold,
    is_small_word,
    whole_words,
    without_small_words,
    words,
)
from rag.messages.typography import capitalised
from rag.records import LANGUAGES, Language

_WITHIN = re.compile(f"(?:{any_form(WITHIN_FORMS)})$")
_PART_OF = re.compile(f"(?:{any_form(PART_OF)})$")
_WITHIN_START = re.compile(any_form(WITHIN_FORMS))
_ALL_KINDS = any_word(DOCUMENT_KINDS) | any_word(DATED_KINDS)
_EDITION = re.compile(f"(?:{any_form(EDITION_BEFORE)})$")
_OLDER = re.compile(rf"(?<=[ '])(?:{any_form(OLDER_BEFORE)})$")
_BEFORE_OLDER = re.compile(f"(?:{any_form(BEFORE_OLDER)})$")
_OLDER_AFTER = re.compile(any_form(OLDER_AFTER))
_SAYS = re.compile(any_form(SAYS))
_SAYS_ABOUT = re.compile(any_form(SAYS_ABOUT))
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
    ``is_older`` is true of "the old rules". A name that is neither and whose noun people use for
    any document, "the report", is none. ``rest`` is the question without "in the staff
    handbook,", or the topic of "what do the rules say about drones?"; "" if neither stands there.
    The name starts at ``start`` in the question.
    """

    text: str
    kind: str
    is_precise: bool
    rest: str = ""
    is_older: bool = False
    start: int = 0

    @property
    def end(self) -> int:
        """Where the name ends in the question."""
        return self.start + len(self.text)

    @property
    def is_edition(self) -> bool:
        """Whether it names an edition by its year, or as the older one."""
        return self.is_older or _YEAR.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the noun of a document, or before the words that lead to it.

    ``start`` is where the name starts, with its edition: "(2022 edition of the) rules", and
    ``within`` where "in the" does, or "of the" after a part such as "article 12"; ``None`` if the
    question does not want its answer from it.
    ``is_older`` is true of "the old (rules)", from which an answer is wanted, wherever it stands.
    """

    start: int
    within: int | None = None
    year: str = ""
    is_older: bool = False

    @property
    def is_wanted(self) -> bool:
        """Whether the answer is wanted from what is named."""
        return self.within is not None or self.is_older


def read_opening(folded: str) -> Opening:
    """What a folded text that ends before a noun says of the document that it means."""
    edition = _EDITION.search(folded)
    start = edition.start() if edition else len(folded)
    year = next(filter(None, edition.groups())) if edition else ""
    older = _OLDER.search(folded, 0, start)
    is_older = older is not None and bool(_BEFORE_OLDER.search(folded, 0, older.start()))
    if older and is_older:
        start = older.start()
    return Opening(start, _within(folded, start), year, is_older)


def _within(folded: str, end: int) -> int | None:
    """Where "in the", which ends at a place, starts; ``None`` if it does not stand there."""
    if part := _PART_OF.search(folded, 0, end):
        return max(part.start(name) for name in part.groupdict())
    within = _WITHIN.search(folded, 0, end)
    return within.start() if within else None


def without_document(question: str) -> str:
    """A question without "in the agreement,", "" if it names no document or only in its middle."""
    found = find_document_name(question)
    return found.rest if found else ""


def find_document_name(question: str) -> WrittenName | None:
    """The first name of a document that a question wants its answer from, by any of their nouns.

    ``None`` if there is none. See ``read_document_name`` for those that mean one document.
    """
    return _read(question, DOCUMENT_KINDS)


def read_document_name(question: str) -> WrittenName | None:
    """The document that a question wants its answer from, ``None`` if it names none."""
    found = _read(question, CLEAR_KINDS)
    is_one = found and (found.is_precise or found.is_older or found.kind not in _LOOSE)
    return found if is_one else None


def _read(question: str, kinds: Mapping[Language, frozenset[str]]) -> WrittenName | None:
    """The first document of some kinds that a question wants its answer from."""
    spoken = whole_words(question)
    for place, word in enumerate(spoken):
        kind = word.folded if word.folded.endswith("ss") else word.folded.removesuffix("s")
        for language in LANGUAGES:
            if {kind, word.folded} & kinds[language] and not _is_before_noun(
                spoken, place, question, language
            ):
                found = _name_around(question, spoken, place, language)
                if found:
                    return replace(found, kind=kind)
    return None


def _is_before_noun(spoken: Sequence[Word], place: int, question: str, language: Language) -> bool:
    """Whether the noun of the name comes after this one, in English: "annual report"."""
    if language != "en" or place + 1 >= len(spoken):
        return False
    after = spoken[place + 1]
    noun = {after.folded, after.folded.removesuffix("s")} & DOCUMENT_KINDS["en"]
    return bool(noun) and not question[spoken[place].end : after.start].strip()


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
    older = _OLDER_AFTER.match(fold(question[spoken[place].end :]))
    if older:
        last = place
    end = spoken[last].end + (older.end() if older else 0)
    text = question[opened.start : end]
    numbers = [part for part in re.findall(r"\w*\d\w*", text) if not _YEAR.fullmatch(part)]
    if numbers:
        return None  # a day or an identifier says which document is meant
    is_precise = first < place or last > place or bool(opened.year)
    rest = "" if opened.within is None else _rest(question[: opened.within], question[end:])
    is_older = opened.is_older or older is not None
    kind = spoken[place].folded
    return WrittenName(text, kind, is_precise, rest, is_older, opened.start)


def _opening(before: str) -> Opening | None:
    """What stands before a name, ``None`` if no answer is wanted from it."""
    folded = fold(before)
    found = read_opening(folded) if len(folded) == len(before) else None
    return found if found and found.is_wanted else None


def _rest(before: str, after: str) -> str:
    """What stands around "in the report", or the topic of "what does the report say about it?".

    "" if that is in the middle of it, or nothing is left.
    """
    end = after.strip(_END_MARKS)
    is_first, is_last = not before.strip(), not end or bool(_SAYS.fullmatch(end))
    if is_first and not after.lstrip().startswith(","):
        return _topic(after)
    rest = after.lstrip(" ,") if is_first else f"{before.rstrip(' ,')}{after}"
    return rest if (is_first or is_last) and len(whole_words(rest)) >= _FEWEST_LEFT else ""


def _topic(after: str) -> str:
    """What comes after "say about", "" without it, or if that is a pronoun alone."""
    match = _SAYS_ABOUT.match(fold(after))
    topic = after[match.end() :] if match and len(fold(after)) == len(after) else ""
    return capitalised(topic) if without_small_words(topic) else ""


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
