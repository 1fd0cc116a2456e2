"""The documents that a question names by their titles: "dans le rapport d'audit, ..."."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language.any_language import any_form, any_word
from rag.language.dates import YEAR
from rag.language.document_kinds import (
    DOCUMENT_KINDS,
    LATEST_WORDS,
    SAME_TITLE_WORDS,
    WITHIN_FORMS,
)
from rag.language.periods import find_periods
from rag.language.words import Word, fold, is_small_word, without_small_words, words
from rag.records import Document
from rag.store import Library, once_per_library

_WITHIN = re.compile(f"(?:{any_form(WITHIN_FORMS)})$")
_LATEST = any_word(LATEST_WORDS)
_FEWEST = 2  # words of a title that a question has, unless the title is shorter
_FIRST = 3  # words of a title, among which one says what the document is
_MOST_LEADING = 4  # words before the noun
_MOST = 12  # documents of one kind that a question may mean: more are a topic

_Titles = Mapping[str, tuple[tuple[Document, frozenset[str]], ...]]


@dataclass(frozen=True, slots=True)
class NamedDocuments:
    """The documents that a question names, by id, with their titles.

    ``within`` says that the answer is wanted from them: "dans le rapport", "selon la charte".
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    within: bool = False

    def __bool__(self) -> bool:
        return bool(self.titles)


NO_DOCUMENTS = NamedDocuments()


def named_documents(library: Library, question: str) -> NamedDocuments:
    """The documents of a library whose titles have words of a question.

    They count from the noun that says what the document is: "rapport annuel 2023", and before it
    where the question wants its answer from it: "in the staff handbook". The most words decide;
    of several documents, "the latest" is the newest.
    """
    folded = fold(question)
    spoken = words(folded)
    best: list[Document] = []
    most, within = 0, False
    for place, word in enumerate(spoken):
        kind = _plain(word.folded)
        if kind not in _KINDS:
            continue
        following = [_plain(one.folded) for one in spoken[place:] if not is_small_word(one.folded)]
        leading = _leading(spoken[:place], folded)
        for document, title in _by_kind(library).get(kind, ()):
            is_led = bool(leading) and title.issuperset(leading)
            count = _run(following, title) + is_led * len(leading)
            if count < min(_FEWEST, len(title)) or count < most:
                continue
            if _is_of_another_year(following[count - is_led * len(leading) :], title):
                continue
            if count > most:
                most, best = count, []
                within = is_led or _WITHIN.search(folded[: word.start]) is not None
            best.append(document)
    if any(word.folded in _LATEST for word in spoken):
        best, within = _newest(best), bool(best)
    chosen = best if len(best) <= _MOST else []
    return NamedDocuments({one.id: one.title for one in chosen}, within)


def _leading(spoken: Sequence[Word], folded: str) -> tuple[str, ...]:
    """The words between "in the" and the noun that follows: "staff" of "in the staff handbook"."""
    found: list[str] = []
    for word in reversed(spoken[-_MOST_LEADING:]):
        if is_small_word(word.folded):
            break
        found.append(_plain(word.folded))
        if _WITHIN.search(folded[: word.start]):
            return tuple(found)
    return ()


@once_per_library
def _by_kind(library: Library) -> _Titles:
    """The documents by the nouns that say what they are, with all the words of each title."""
    lists: dict[str, list[tuple[Document, frozenset[str]]]] = {}
    for document in library.documents():
        content = [one.folded for one in without_small_words(document.title)]
        title = frozenset(plain := [_plain(word) for word in content])
        for kind in _KINDS.intersection(plain[:_FIRST]):
            lists.setdefault(kind, []).append((document, title))
    return {kind: tuple(each) for kind, each in lists.items()}


def _plain(folded: str) -> str:
    """A word of a title without the s of a plural, in the language that stands for both."""
    word = folded.removesuffix("s") if len(folded) > 3 and folded.isalpha() else folded
    return SAME_TITLE_WORDS.get(word, word)


_YEAR = re.compile(YEAR)
_KINDS = frozenset(map(_plain, any_word(DOCUMENT_KINDS)))


def _run(following: Iterable[str], title: frozenset[str]) -> int:
    """How many words in a row, from the first one, are in a title, each once."""
    seen: set[str] = set()
    for word in following:
        if word not in title or word in seen:
            break
        seen.add(word)
    return len(seen)


def _is_of_another_year(after: Sequence[str], title: frozenset[str]) -> bool:
    """Whether a year follows the name of a document, and its title has only another one."""
    years = {word for word in title if _YEAR.fullmatch(word)}
    return bool(years) and bool(after) and bool(_YEAR.fullmatch(after[0])) and after[0] not in years


def _newest(documents: Iterable[Document]) -> list[Document]:
    """The newest of some documents, by the last day in the title, or else by the date."""
    found = list(documents)
    latest = max(map(_day, found), default=dt.date.min)
    return [one for one in found if _day(one) == latest]


def _day(document: Document) -> dt.date:
    days = [period.last for period in find_periods(document.title)]
    return max(days, default=document.date or dt.date.min)
