"""A fragment in the place of the like part of the question before it, by its words alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from rag.answering.followups.topic import TurnTopic
from rag.answering.followups.wording import asked
from rag.language.any_language import any_word
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.figures.periods import LISTED_DATES, find_periods, spoken
from rag.language.questions.fragments import (
    ABOUT_WORDS,
    ACT_ASKED,
    ACT_ON_IT,
    WHICH_ONES,
    WORDS_BESIDE_DATES,
)
from rag.language.questions.verbs import VERBS
from rag.language.statements.attendance import attendance_asked
from rag.language.statements.function_words import OF, PREPOSITIONS
from rag.language.statements.noun_phrases import ARTICLE, contracted
from rag.language.words import fold, is_stop_word, whole_words, words
from rag.questions.comparisons import read_comparison
from rag.questions.library_questions import LibraryQuestion, read_library_question
from rag.records import Language

_LISTS = ("count", "list", "about")  # questions whose subject another one may replace
_WORDS_BESIDE_DATES = any_word(WORDS_BESIDE_DATES)
_MOST_AFTER = 4  # words after a preposition, up to the end of a question
_OF_A_MONTH = re.compile(r"\bd(?:e\s|['’])$", re.IGNORECASE)
_MARKS = " \u00a0\u202f?!.…"
_ANY_DAY = dt.date(2000, 1, 1)  # such questions do not depend on today


def with_like_part(fragment: str, topic: TurnTopic) -> str:
    """The question before with a month, a subject or an end like the fragment replaced by it.

    "" if the fragment is like none of them.
    """
    return (
        _with_other_month(fragment, topic)
        or _with_other_subject(fragment, topic)
        or _with_other_end(fragment, topic)
    )


def _with_other_month(fragment: str, topic: TurnTopic) -> str:
    """The question with another month of the same year: "et ceux d'avril ?", "and in April?".

    "" if the fragment has more than a month, or the question names none with its year.
    """
    old = [one for one in find_dates(topic.text) if one.precision == "month"][-1:]
    if not old:
        return ""
    whole = f"{fragment.rstrip(_MARKS)} {old[0].date.year}"
    new = find_dates(whole)
    if len(new) != 1 or new[0].precision != "month" or new[0].end < len(whole):
        return ""
    if has_content(whole, new, topic.language):
        return ""
    before, month = topic.text[: old[0].start], whole[new[0].start :]
    if of := _OF_A_MONTH.search(before):
        before, month = before[: of.start()], contracted("de", month, topic.language)
    return f"{before}{month}{topic.text[old[0].end :]}"


def _with_other_subject(fragment: str, topic: TurnTopic) -> str:
    """A question about the library with another subject: "(which documents mention) drones?".

    "" if the question before is none.
    """
    about = _about_library(topic)
    if about is None:
        return ""
    place = topic.text.find(about.subject)
    found = whole_words(fragment)
    if place < 0 or not found:
        return ""
    head, tail = topic.text[:place], topic.text[place + len(about.subject) :]
    if found[0].folded in OF[topic.language] | PREPOSITIONS[topic.language]:
        of = whole_words(head)[-2:]
        starts = [one.start for one in of if one.folded in OF[topic.language]]
        return f"{head[: starts[0]] if starts else head}{fragment}{tail}"
    return f"{head}{ARTICLE.sub('', fragment)}{tail}"


def _about_library(topic: TurnTopic) -> LibraryQuestion | None:
    found = read_library_question(topic.text, topic.language, _ANY_DAY)
    return found if found and found.kind in _LISTS and found.subject else None


def _with_other_end(fragment: str, topic: TurnTopic) -> str:
    """The question with the phrase at its end replaced by one with the same preposition.

    "What do the rules say about drones?" and "about speed?". "" if it has no such phrase.
    """
    first, *_ = [*whole_words(fragment), None]
    own = PREPOSITIONS[topic.language] | ABOUT_WORDS
    if first is None or first.folded not in own:
        return ""
    found = whole_words(topic.text)
    same = [number for number, one in enumerate(found) if one.folded == first.folded]
    after = found[same[-1] + 1 :] if same else []
    closing = VERBS[topic.language] | PREPOSITIONS[topic.language]
    has_more = any(one.folded in closing for one in after) or topic.text.endswith(")")
    if not after or len(after) > _MOST_AFTER or has_more:
        return ""
    start, mark = found[same[-1]].start, topic.text[found[-1].end :]
    return f"{topic.text[:start]}{fragment[:1].lower()}{fragment[1:]}{mark}"


def listed_dates(topic: TurnTopic) -> tuple[int, int] | None:
    """Where the dates that a question lists stand: "(2022 et 2023)"; ``None`` for a single one.

    Not those of a comparison, of which another date replaces the last.
    """
    dates = find_dates(topic.text)
    if len(dates) < 2 or read_comparison(topic.text.strip(_MARKS), topic.language):
        return None
    between = pairwise(dates)
    if not all(LISTED_DATES.fullmatch(topic.text, one.end, other.start) for one, other in between):
        return None
    return dates[0].start, dates[-1].end


def has_content(fragment: str, dates: Sequence[FoundDate], language: Language) -> bool:
    """Whether a fragment has content words outside its dates."""
    return any(
        not any(date.start <= word.start < date.end for date in dates)
        and not is_stop_word(word.folded, language)
        and not is_stop_word(word.folded, "en")
        and word.folded not in _WORDS_BESIDE_DATES
        for word in words(fragment)
    )


def asks_which(question: str, topic: TurnTopic) -> bool:
    """Whether a question, "which ones?", asks again for the list that answered the one before."""
    is_which = WHICH_ONES.fullmatch(fold(question).strip(_MARKS)) is not None
    return is_which and _about_library(topic) is not None


def asks_about_documents(question: str, language: Language) -> bool:
    """Whether a question is whole by itself: "which documents mention drones?"."""
    found = read_library_question(question, language, _ANY_DAY)
    return found is not None and found.kind == "about" and bool(found.subject)


def with_other_act(question: str, topic: TurnTopic) -> str:
    """The question before with another act in the place of its own: "et la modifier ?".

    "Comment renouveler une carte ?" and "and cancel it?" after "How do I renew a permit?". "" if
    the question is no such act, or the one before has none.
    """
    act = ACT_ON_IT[topic.language].match(question)
    old = ACT_ASKED[topic.language].search(topic.text) if act else None
    if act is None or old is None:
        return ""
    start, end = old.span("act")
    return asked(f"{topic.text[:start]}{act['act'].lower()}{topic.text[end:]}", topic)


def with_meeting(question: str, topic: TurnTopic) -> str:
    """Who was absent, of the meeting whose list of those present was asked for before.

    The question itself if it names a day, or asks nothing of the kind.
    """
    periods = find_periods(topic.text)
    if not (periods and attendance_asked(question) and attendance_asked(topic.text)):
        return question
    if find_periods(question):
        return question
    return f"{question} ({spoken(topic.text, periods[-1])})"
