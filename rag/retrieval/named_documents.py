"""The documents that a question names by their titles: "dans le rapport d'audit, ..."."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language.any_language import any_form, any_word
from rag.language.dates import YEAR
from rag.language.document_kinds import (
    DATED_KINDS,
    DOCUMENT_KINDS,
    LATEST_WORDS,
    SAME_TITLE_WORDS,
    WITHIN_FORMS,
)
from rag.language.document_limits import RECENT_YEAR
from rag.language.document_names import EDITION_AFTER, EDITION_BEFORE, OLDER_BEFORE
from rag.language.periods import find_periods
from rag.language.words import Word, fold, is_small_word, without_small_words, words
from rag.questions.document_names import read_document_name
from rag.questions.documents import years_of
from rag.records import LANGUAGES, Absent, Document, Language
from rag.store import Library, once_per_library

_WITHIN = re.compile(f"(?:{any_form(WITHIN_FORMS)})$")
_LATEST = any_word(LATEST_WORDS)
_YEAR = re.compile(YEAR)
_EDITION_BEFORE = re.compile(f"(?:{any_form(EDITION_BEFORE)})$")
_OLDER_BEFORE = re.compile(f"(?:{any_form(OLDER_BEFORE)})$")
_EDITION_AFTER = re.compile(rf"(?:{any_form(EDITION_AFTER)})(?P<year>{YEAR})\b")
_FEWEST = 2  # words of a title that a question has, unless the title is shorter
_FIRST = 3  # words of a title, among which one says what the document is
_MOST_LEADING = 4  # words before the noun
_NEAREST = 3  # documents of other years that are named
_MOST = 12  # documents of one kind that a question may mean: more are a topic

_Titled = tuple[Document, frozenset[str]]
_Titles = Mapping[str, tuple[_Titled, ...]]


@dataclass(frozen=True, slots=True)
class NamedDocuments:
    """The documents that a question names, by id, with their titles.

    ``within`` says that the answer is wanted from them: "dans le rapport", "selon la charte".
    ``missing`` is a document that the answer is wanted from and that is not there. Only the
    documents of ``titles`` may then answer, if there are any, and nothing if it is ``refused``.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    within: bool = False
    missing: Absent | None = None
    refused: bool = False

    def __bool__(self) -> bool:
        return bool(self.titles)


NO_DOCUMENTS = NamedDocuments()


@dataclass(slots=True)
class _Best:
    """The documents whose titles have the most words of a question."""

    documents: list[Document] = field(default_factory=list)
    most: int = 0
    within: bool = False

    def add(self, document: Document, count: int, *, within: bool) -> None:
        """Keeps a document if no other has more words."""
        if count < self.most:
            return
        if count > self.most:
            self.documents, self.most, self.within = [], count, within
        self.documents.append(document)


def named_documents(library: Library, question: str) -> NamedDocuments:
    """The documents of a library whose titles have words of a question.

    They count from the noun that says what the document is: "rapport annuel 2023", and before it
    where the question wants its answer from it: "in the staff handbook". The most words decide;
    of several documents, "the latest" is the newest. A year beside the name selects those of that
    year; if all are of others, the document is missing.
    """
    folded = fold(question)
    spoken = words(folded)
    best, of_other_years = _Best(), _Best()
    is_older, year = False, 0
    for place, word in enumerate(spoken):
        kind = _plain(word.folded)
        if kind not in _KINDS:
            continue
        said = _said(folded, spoken, place, _by_kind(library).get(kind, ()))
        for document, title in _by_kind(library).get(kind, ()):
            fit = _fit(said, document, title)
            if fit.count >= min(_FEWEST, len(title)):
                kept = of_other_years if fit.is_of_year is False else best
                kept.add(document, fit.count, within=fit.within)
        is_older |= said.is_older
        year = said.year or year
    documents, within = best.documents, best.within
    if is_older:
        documents = _before_newest(documents) or documents
    if any(word.folded in _LATEST for word in spoken):
        documents, within = _newest(documents), bool(documents)
    chosen = documents if len(documents) <= _MOST else []
    if not chosen and of_other_years.within and (name := read_document_name(question)):
        titles = tuple(dict.fromkeys(one.title for one in of_other_years.documents))
        missing = Absent("document", name.text, titles[:_NEAREST])
        elsewhere = _in_other_languages(library, of_other_years.documents, year)
        return NamedDocuments(elsewhere, bool(elsewhere), missing, refused=not elsewhere)
    return NamedDocuments({one.id: one.title for one in chosen}, within)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a question says of a document.

    The words from its noun on, those between "in the" and its noun, its year, and whether the
    answer is wanted from it, whatever these words are. ``languages`` are those of its noun.
    """

    following: tuple[Word, ...]
    leading: tuple[str, ...]
    year: int | None
    within: bool
    is_older: bool
    languages: frozenset[Language]


def _said(folded: str, spoken: Sequence[Word], place: int, titled: Sequence[_Titled]) -> _Said:
    """What is said of the document whose noun is at a place; ``titled`` are those of its kind."""
    noun = spoken[place]
    head = folded[: noun.start]
    older = _OLDER_BEFORE.search(head)
    within, years = _opened(head[: older.start()] if older else head)
    leading: list[str] = []
    if not (within or years):
        leading, years = _leading(spoken[:place], folded)
    years += [one for one in leading if _YEAR.fullmatch(one)]
    rest = tuple(one for one in leading if not _YEAR.fullmatch(one))
    within = within or (bool(leading) and not rest)
    following = tuple(one for one in spoken[place:] if not is_small_word(one.folded))
    plain = [_plain(one.folded) for one in following]
    longest = max((_run(plain, title) for _, title in titled), default=0)
    years += _years_after(folded, following[:longest])
    languages = frozenset(
        one for one in LANGUAGES if {noun.folded, f"{noun.folded}s"} & DOCUMENT_KINDS[one]
    )
    year = int(years[0]) if years else None
    return _Said(following, rest, year, within, within and older is not None, languages)


def _opened(head: str) -> tuple[bool, list[str]]:
    """Whether a name starts after this with its answer wanted from it, and the year it has."""
    edition = _EDITION_BEFORE.search(head)
    within = _WITHIN.search(head, 0, edition.start() if edition else len(head))
    return within is not None, [next(filter(None, edition.groups()))] if edition else []


def _leading(spoken: Sequence[Word], folded: str) -> tuple[list[str], list[str]]:
    """The words between "in the" and the noun that follows, and the year of an edition before it.

    "staff" of "in the staff handbook".
    """
    found: list[str] = []
    for word in reversed(spoken[-_MOST_LEADING:]):
        if is_small_word(word.folded):
            break
        found.append(_plain(word.folded))
        within, years = _opened(folded[: word.start])
        if within:
            return found, years
    return [], []


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a document fits what is said: in how many words, and of the year, ``None`` without."""

    count: int
    is_of_year: bool | None
    within: bool


def _fit(said: _Said, document: Document, title: frozenset[str]) -> _Fit:
    is_led = bool(said.leading) and title.issuperset(said.leading)
    run = _run((_plain(one.folded) for one in said.following), title)
    count, within = run + is_led * len(said.leading), said.within or is_led
    if said.year is None:
        return _Fit(count, None, within)
    is_dated = _plain(said.following[0].folded) in _DATED
    is_of_year = _is_of_year(document, said.year, is_dated=is_dated)
    counted = any(one.folded == str(said.year) for one in said.following[:run])
    # The words before the noun cannot be compared with a title in another language.
    in_other = bool(said.leading) and document.language not in said.languages
    within = within or (is_of_year is True and in_other)
    return _Fit(count + (is_of_year is True and not counted), is_of_year, within)


def _years_after(folded: str, named: Sequence[Word]) -> list[str]:
    """The year in or right after the words that name a document: "rapport annuel (2023)"."""
    years = [one.folded for one in named if _YEAR.fullmatch(one.folded)]
    after = _EDITION_AFTER.match(folded, named[-1].end) if named else None
    return years or ([after["year"]] if after else [])


def _is_of_year(document: Document, year: int, *, is_dated: bool) -> bool | None:
    """Whether a document is of a year, ``None`` if it has none.

    One that reports on a year may be dated the year after, if its title and file name have none.
    """
    years = years_of(document)
    if not years:
        return None
    date_year = document.date.year if document.date else 0
    is_stated = RECENT_YEAR.search(f"{document.title} {document.path}") is not None
    return year in years or (is_dated and not is_stated and year == date_year - 1)


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


_KINDS = frozenset(map(_plain, any_word(DOCUMENT_KINDS)))
_DATED = frozenset(map(_plain, any_word(DATED_KINDS)))


def _run(following: Iterable[str], title: frozenset[str]) -> int:
    """How many words in a row, from the first one, are in a title, each once."""
    seen: set[str] = set()
    for word in following:
        if word not in title or word in seen:
            break
        seen.add(word)
    return len(seen)


def _in_other_languages(
    library: Library, documents: Iterable[Document], year: int
) -> dict[str, str]:
    """The documents of a year in other languages than these, whose titles cannot be compared."""
    languages = {one.language for one in documents}
    found = {
        one.id: one.title
        for one in library.documents()
        if one.language not in languages and year in years_of(one)
    }
    return found if len(found) <= _MOST else {}


def _before_newest(documents: Iterable[Document]) -> list[Document]:
    """The newest of some documents that are older than the newest ones."""
    found = list(documents)
    latest = max(map(_day, found), default=dt.date.min)
    return _newest(one for one in found if _day(one) < latest)


def _newest(documents: Iterable[Document]) -> list[Document]:
    """The newest of some documents, by the last day in the title, or else by the date."""
    found = list(documents)
    latest = max(map(_day, found), default=dt.date.min)
    return [one for one in found if _day(one) == latest]


def _day(document: Document) -> dt.date:
    days = [period.last for period in find_periods(document.title)]
    return max(days, default=document.date or dt.date.min)
