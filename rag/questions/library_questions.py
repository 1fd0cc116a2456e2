"""Questions about the library itself: recognised here, answered from its catalogue."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from rag.language.any_language import any_form
from rag.language.figures.periods import find_periods
from rag.language.figures.times import WEEKDAYS
from rag.language.questions.document_kinds import DOCUMENT_NOUNS
from rag.language.questions.document_limits import RECENT_YEAR
from rag.language.questions.document_lists import FURTHER_LISTS, WHOLE_OR_LIMITED
from rag.language.questions.library_questions import (
    GENERIC_NOUNS,
    HAVE_INSIDE,
    IN_UNITS,
    LIBRARY_QUESTIONS,
    STRETCHES,
    THIS_PERIOD,
    LibraryQuestionKind,
)
from rag.language.questions.library_words import (
    ADDRESSES,
    AFTER_SUCCESSIVE_KINDS,
    ASKS_ABOUT,
    ASKS_WHICH,
    IS_PLURAL,
    LIMIT_PREPOSITIONS,
    ORDERS_A_LIST,
    SUCCESSIVE_KINDS,
)
from rag.language.questions.small_talk import SMALL_TALK, THANKING
from rag.language.words import fold, plain_letters, words
from rag.questions.documents import names_only_limits
from rag.records import Language

SmallTalk = Literal["greeting", "thanks", "who", "help", "how_are_you", "goodbye"]
_MARKS = " \t\r\n?!.…:;,"
_AROUND_A_WORD = _MARKS + "\u00a0«»“”„\"'"
_LONGEST = 200  # characters; a longer question is about more than the library
_DOCUMENTS = rf"(?:{any_form(GENERIC_NOUNS)}|{any_form(DOCUMENT_NOUNS)})"
# The noun stands first, as in French, or before its limits, as in English.
_NOUN = re.compile(rf"^{_DOCUMENTS}\b|\b{_DOCUMENTS}(?=$|\s(?:{any_form(LIMIT_PREPOSITIONS)})\b)")
_GENERIC = re.compile(any_form(GENERIC_NOUNS))
_SUCCESSIVE = re.compile(
    rf"(?:{any_form(GENERIC_NOUNS)}|{any_form(SUCCESSIVE_KINDS)})"
    rf"(?: (?:{any_form(AFTER_SUCCESSIVE_KINDS)}))?"
)
_ASKS_WHICH, _ASKS_ABOUT = re.compile(any_form(ASKS_WHICH)), re.compile(any_form(ASKS_ABOUT))
_ADDRESSES, _ORDERS = re.compile(any_form(ADDRESSES)), re.compile(any_form(ORDERS_A_LIST))
_PLURAL = re.compile(rf"{_DOCUMENTS}(?<=[sx])")
_THANKS = re.compile(any_form(THANKING))


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """A question about the library.

    ``subject`` is what it is about, as it was typed: the documents counted or listed, a title,
    a topic. ``page`` is the number of a page, 0 for none. ``since`` is the day after which
    documents are new. ``addressed`` is true if the question speaks to the library ("do you have")
    or orders something ("summarise"), so that "none" answers it.
    """

    kind: LibraryQuestionKind
    subject: str = ""
    page: int = 0
    since: dt.date | None = None
    addressed: bool = False


def read_library_question(
    question: str, language: Language, today: dt.date
) -> LibraryQuestion | None:
    """What a question asks about the library, ``None`` if it asks the documents.

    It only says what the words may mean: "list all resolutions" is about the library if the
    library has resolutions, which the catalogue knows.
    """
    text = " ".join(question.replace("’", "'").split()).strip(_MARKS)
    plain = plain_letters(text)
    if not plain or len(text) > _LONGEST:
        return None
    forms = WHOLE_OR_LIMITED[language], LIBRARY_QUESTIONS[language], FURTHER_LISTS[language]
    for kind, form in chain(*forms):
        match = form.fullmatch(plain)
        found = match and _read(kind, match, text, today, language)
        if found:
            return found
    return None


def read_small_talk(message: str, question: str, language: Language) -> SmallTalk | None:
    """The kind of a message that asks nothing of the documents, ``None`` if it asks something.

    ``question`` is the message without greetings and thanks, "" if nothing is left.
    """
    plain = plain_letters(" ".join(question.replace("’", "'").split())).strip(_MARKS)
    if not question:
        whole = plain_letters(" ".join(message.replace("’", "'").split())).strip(_MARKS)
        if any(form.fullmatch(whole) for kind, form in SMALL_TALK[language] if kind == "goodbye"):
            return "goodbye"
        return "thanks" if _THANKS.search(fold(message)) else "greeting"
    return next((kind for kind, form in SMALL_TALK[language] if form.fullmatch(plain)), None)


def _read(
    kind: LibraryQuestionKind,
    match: re.Match[str],
    text: str,
    today: dt.date,
    language: Language,
) -> LibraryQuestion | None:
    groups = {
        name: text[match.start(name) : match.end(name)].strip()
        for name, value in match.groupdict().items()
        if value
    }
    if "kind" in groups:
        return _read_kind(kind, groups["kind"], groups["limits"])
    if "limits" in groups:
        what = f"{groups['noun']} {groups['limits']}"
        return LibraryQuestion(kind, what, addressed=True) if names_only_limits(what) else None
    if not groups and kind in ("list", "outline"):
        return LibraryQuestion(kind, "documents", addressed=True)
    if kind in ("count", "list"):
        return _read_selection(kind, match.string, groups, language)
    if kind == "outline":
        orders = not _ASKS_ABOUT.match(match.string)
        if not orders and not _NOUN.search(plain_letters(groups["document"])):
            return None
        return LibraryQuestion(kind, groups["document"], addressed=orders)
    if kind == "new":
        since = _since(plain_letters(groups.get("since", "")), today)
        return None if "since" in groups and since is None else LibraryQuestion(kind, since=since)
    subject = groups.get("document") or groups.get("topic", "")
    if kind in ("newest", "oldest") and not _SUCCESSIVE.fullmatch(plain_letters(subject)):
        return None
    if "topic" in groups:
        subject = subject.strip(_AROUND_A_WORD)
    return LibraryQuestion(kind, subject, page=int(groups.get("page", 0)))


def _read_kind(kind: LibraryQuestionKind, noun: str, limits: str) -> LibraryQuestion | None:
    """Several documents of a kind that only a period or a language limits, without a verb."""
    if not IS_PLURAL.search(plain_letters(noun)) or not names_only_limits(f"documents {limits}"):
        return None
    return LibraryQuestion(kind, f"{noun} {limits}")


def _read_selection(
    kind: LibraryQuestionKind, plain_question: str, groups: dict[str, str], language: Language
) -> LibraryQuestion | None:
    """A question for how many documents of a kind there are, or which."""
    addressed = bool(groups.get("there", "").strip() or _ADDRESSES.match(plain_question))
    what = groups.get("what", "")
    if inside := HAVE_INSIDE[language].search(plain_letters(what)):
        addressed, what = True, what[: inside.start()] + what[inside.end() :]
    asks = _ASKS_WHICH.match(plain_question)
    plain = plain_letters(what)
    whole = addressed or RECENT_YEAR.search(plain) or _GENERIC.fullmatch(plain)
    if _ORDERS.match(plain_question) and _PLURAL.fullmatch(plain):
        addressed = True
    if not _NOUN.search(plain) or (asks and not whole):
        return None
    return LibraryQuestion(kind, what, addressed=addressed)


def _since(text: str, today: dt.date) -> dt.date | None:
    """The day that "depuis lundi", "since 3 March 2024", "this week" name; ``None`` for none."""
    for form, period in THIS_PERIOD:
        if form.search(text):
            return _start_of(period, today)
    days = _days_ago(text, today)
    if days is not None:
        return today - dt.timedelta(days=days)
    periods = find_periods(text)
    return periods[0].first if periods else None


def _days_ago(text: str, today: dt.date) -> int | None:
    """How many days ago "hier", "last week", "3 days", "lundi" was; ``None`` if none is named."""
    for stretch, days in STRETCHES:
        if stretch.search(text):
            return days
    for unit, days in IN_UNITS:
        if match := unit.search(text):
            return days * int(match["count"])
    named = {name: number for names in WEEKDAYS.values() for number, name in enumerate(names)}
    weekday = next((named[word.folded] for word in words(text) if word.folded in named), None)
    return None if weekday is None else (today.weekday() - weekday) % 7 or 7


def _start_of(period: Literal["week", "month", "year"], today: dt.date) -> dt.date:
    if period == "week":
        return today - dt.timedelta(days=today.weekday())
    return today.replace(day=1) if period == "month" else today.replace(month=1, day=1)
