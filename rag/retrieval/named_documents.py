"""The documents that a question names by their titles: "dans le rapport d'audit, ..."."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language.any_language import any_form, any_word
from rag.language.figures.dates import YEAR
from rag.language.figures.periods import find_periods
from rag.language.questions.document_kinds import DOCUMENT_KINDS, LATEST_WORDS
from rag.language.questions.document_limits import RECENT_YEAR
from rag.language.questions.document_names import EDITION_AFTER, OLDER_AFTER
from rag.language.words import Word, fold, is_small_word, words
from rag.questions.document_names import Opening, WrittenName, read_document_name, read_opening
from rag.questions.documents import years_of
from rag.questions.titles import DATED, Titled, is_written, plain_word, titles_by_kind
from rag.records import LANGUAGES, Absent, Document, Language
from rag.store import Library

_LATEST = any_word(LATEST_WORDS)
_YEAR = re.compile(YEAR)
_OLDER_AFTER = re.compile(any_form(OLDER_AFTER))
_EDITION_AFTER = re.compile(rf"(?:{any_form(EDITION_AFTER)})(?P<year>{YEAR})\b")
_FEWEST = 2  # words of a title that a question has, unless the title is shorter
_MOST_LEADING = 4  # words before the noun
_NEAREST = 3  # documents of other years that are named
_MOST = 12  # documents of one kind that a question may mean: more are a topic


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
    """The documents whose titles have the most words of a question.

    ``written`` are the ids of those whose titles have the very noun, and not its translation.
    """

    documents: list[Document] = field(default_factory=list)
    most: int = 0
    within: bool = False
    written: set[str] = field(default_factory=set)

    def add(self, titled: Titled, fit: _Fit, noun: str) -> None:
        """Keeps a document if no other has more words."""
        if fit.count < self.most:
            return
        if fit.count > self.most:
            self.documents, self.most, self.within = [], fit.count, fit.within
        self.documents.append(titled.document)
        if is_written(noun, titled):
            self.written.add(titled.document.id)


def named_documents(library: Library, question: str) -> NamedDocuments:
    """The documents of a library whose titles have words of a question.

    They count from the noun that says what the document is: "rapport annuel 2023", and before it
    where the question wants its answer from it: "in the staff handbook". The most words decide,
    and between titles in two languages, the noun as it is written; of several documents, "the
    latest" is the newest, and "the old" one is of the edition before it. A year beside the name
    selects those of that year; if all are of others, the document is missing.
    """
    folded = fold(question)
    spoken = words(folded)
    best, of_other_years = _Best(), _Best()
    is_older, year = False, 0
    for place, word in enumerate(spoken):
        titles = titles_by_kind(library).get(plain_word(word.folded), ())
        if not titles:
            continue
        said = _said(folded, spoken, place, titles)
        for titled in titles:
            fit = _fit(said, titled)
            if fit.count >= min(_FEWEST, len(titled.words)):
                kept = of_other_years if fit.is_of_year is False else best
                kept.add(titled, fit, word.folded)
        is_older |= said.is_older
        year = said.year or year
    documents, within = best.documents, best.within
    if is_older and documents:
        documents = _before_newest(documents)
        if not documents:
            return _without_edition(question, best.documents)
    if any(word.folded in _LATEST for word in spoken):
        documents, within = _newest(documents), bool(documents)
    else:
        documents = [one for one in documents if one.id in best.written] or documents
    chosen = documents if len(documents) <= _MOST else []
    if not chosen and of_other_years.within and (name := read_document_name(question)):
        elsewhere = _in_other_languages(library, of_other_years.documents, year)
        missing = _absent(name, of_other_years.documents)
        return NamedDocuments(elsewhere, bool(elsewhere), missing, refused=not elsewhere)
    return NamedDocuments({one.id: one.title for one in chosen}, within)


def documents_of_kind(library: Library, name: WrittenName) -> NamedDocuments:
    """The documents of the kind that a name has no other word of: "in the contract".

    Of "the old rules", those of the edition before the newest one.
    """
    kind = plain_word(name.kind)
    titles = titles_by_kind(library).get(kind, ())
    found = [one.document for one in titles]
    if name.is_older:
        works: dict[frozenset[str], list[Document]] = {}
        for one in titles:
            works.setdefault(frozenset(filter(str.isalpha, one.words)), []).append(one.document)
        older = [one for each in works.values() for one in _before_newest(each)]
        # The titles of minutes differ by their months.
        found = older or (_before_newest(found) if kind in DATED else [])
    written = {one.document.id for one in titles if is_written(name.kind, one)}
    found = [one for one in found if one.id in written] or found
    if not 0 < len(found) <= _MOST:
        return NO_DOCUMENTS
    return NamedDocuments({one.id: one.title for one in found}, within=True)


def _without_edition(question: str, documents: Sequence[Document]) -> NamedDocuments:
    """That a document has no older edition; the newest one may answer."""
    name = read_document_name(question)
    return NamedDocuments(missing=_absent(name, documents)) if name else NO_DOCUMENTS


def _absent(name: WrittenName, documents: Iterable[Document]) -> Absent:
    """That no document has a name, with the titles of some like it."""
    titles = tuple(dict.fromkeys(one.title for one in documents))
    return Absent("document", name.text, titles[:_NEAREST])


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


def _said(folded: str, spoken: Sequence[Word], place: int, titles: Sequence[Titled]) -> _Said:
    """What is said of the document whose noun is at a place; ``titles`` are those of its kind."""
    noun = spoken[place]
    opening, leading = _before(spoken, place, folded)
    years = [opening.year] if opening.year else []
    years += [one for one in leading if _YEAR.fullmatch(one)]
    rest = tuple(one for one in leading if not _YEAR.fullmatch(one))
    within = opening.is_wanted and not rest
    following = tuple(one for one in spoken[place:] if not is_small_word(one.folded))
    plain = [plain_word(one.folded) for one in following]
    longest = max((_run(plain, one.words) for one in titles), default=0)
    years += _years_after(folded, following[:longest])
    languages = frozenset(
        one for one in LANGUAGES if {noun.folded, f"{noun.folded}s"} & DOCUMENT_KINDS[one]
    )
    year = int(years[0]) if years else None
    is_older = opening.is_older or bool(_OLDER_AFTER.match(folded, noun.end))
    return _Said(following, rest, year, within, is_older and opening.is_wanted, languages)


def _before(spoken: Sequence[Word], place: int, folded: str) -> tuple[Opening, list[str]]:
    """What stands before a noun, and the words between "in the" and it: "staff handbook"."""
    opening = read_opening(folded[: spoken[place].start])
    if opening.is_wanted or opening.year:
        return opening, []
    found: list[str] = []
    for word in reversed(spoken[max(place - _MOST_LEADING, 0) : place]):
        if is_small_word(word.folded):
            break
        found.append(plain_word(word.folded))
        further = read_opening(folded[: word.start])
        if further.is_wanted:
            return further, found
    return opening, []


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a document fits what is said: in how many words, and of the year, ``None`` without."""

    count: int
    is_of_year: bool | None
    within: bool


def _fit(said: _Said, titled: Titled) -> _Fit:
    document, title = titled.document, titled.words
    is_led = bool(said.leading) and title.issuperset(said.leading)
    run = _run((plain_word(one.folded) for one in said.following), title)
    count, within = run + is_led * len(said.leading), said.within or is_led
    if said.year is None:
        return _Fit(count, None, within)
    is_dated = plain_word(said.following[0].folded) in DATED
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
