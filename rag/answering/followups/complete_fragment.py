"""A fragment merged with the question before it: "et en 2024 ?", "and the Secretary?"."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answering.followups.own_subject import with_own_subject
from rag.answering.followups.referring import Fragment
from rag.answering.followups.same_place import (
    has_content,
    listed_dates,
    with_like_part,
)
from rag.answering.followups.slots import (
    Slot,
    counts,
    ends_of,
    find_slots,
    fits,
    form_of,
    is_after_preposition,
    is_subject,
    preposition_kind,
    start_alike,
    without_preposition,
)
from rag.answering.followups.topic import TurnTopic, dates_in
from rag.answering.followups.value_asked import for_another, with_other_value
from rag.answering.followups.wording import (
    MARKS,
    SURE,
    Meaning,
    added,
    asked,
    asks_what_any_is,
    in_brackets,
)
from rag.encoders import TextSimilarity
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.identifiers.references import find_references
from rag.language.questions.fragments import (
    COUNT_JOINT,
    COUNTED_OF_THE_SAME,
    MOMENT,
    QUESTION_MARK,
    THAT_OF,
    YEAR_STEPS,
)
from rag.language.statements.function_words import OF
from rag.language.statements.noun_phrases import ARTICLE, contracted
from rag.language.words import fold, terms, whole_words, words
from rag.messages.typography import capitalised
from rag.questions.document_names import wants_document, without_document
from rag.records import Language
from rag.weights import WEIGHTS

_WEIGHTS = WEIGHTS.fragments
# A fragment of so many content words is a complete question.
_COMPLETE = 4
_ABOVE = 0.01  # of a score: before another meaning that is as likely
_NUMBER = re.compile(r"\d[\w./-]*(?:\s(?:bis|ter|quater))?$")
_YEARS = re.compile(r"(?:(?:^|\W)(?:et|and|ou|or|en|in|\W)*[12]\d{3})+")


def merge(fragment: Fragment, topic: TurnTopic, similarity: TextSimilarity) -> tuple[Meaning, ...]:
    """The questions that a fragment can mean after another one, the likeliest first.

    The question before with the fragment in it, or after the fragment in brackets. None if the
    fragment is a complete question.
    """
    if found := by_form(fragment, topic):
        return (found,)
    if len(terms(fragment.text, topic.language)) >= _COMPLETE:
        return ()
    several = with_other_value(fragment, topic, similarity) or _with_other_part(
        fragment, topic, similarity
    )
    return several or (Meaning(in_brackets(fragment.text, topic), 0.0),)


def by_form(fragment: Fragment, topic: TurnTopic) -> Meaning | None:
    """The one question that a fragment means by its form, ``None`` if that is to be found out."""
    found = _as_one(fragment, topic)
    return Meaning(found, SURE - found.startswith(topic.text)) if found else None


def _as_one(fragment: Fragment, topic: TurnTopic) -> str:
    """The text of the question that a fragment means by its form, or ""."""
    text = fragment.text
    if fragment.depends and (subject := _subject(topic)):
        return f"{capitalised(text)}{QUESTION_MARK[topic.language]} ({subject})"
    if found := with_own_subject(fragment, topic):
        return found
    if fragment.asks:
        return in_brackets(text, topic, topic.person)
    if wants_document(text):
        return _with_other_document(text, topic)
    if len(terms(text, topic.language)) >= _COMPLETE:
        return ""
    return (
        _with_other_year(text, topic)
        or _with_other_number(text, topic)
        or _with_other_date(text, topic)
        or _with_other_moment(text, topic)
        or _whole(with_like_part(text, topic), topic)
    )


def _whole(text: str, topic: TurnTopic) -> str:
    """A text as a question with its mark, "" if there is none."""
    return asked(text.rstrip(MARKS), topic) if text else ""


def _subject(topic: TurnTopic) -> str:
    """The noun phrase that the question before starts with: "la piscine est-elle ... ?"."""
    return next((one.text for one in topic.mentions if one.start == 0 and not one.asked), "")


def _with_other_document(fragment: str, topic: TurnTopic) -> str:
    """The question before, with its answer wanted from another document: "and in the charter?"."""
    rest = capitalised(without_document(topic.text))
    return added(fragment, replace(topic, text=rest or topic.text))


def _with_other_year(fragment: str, topic: TurnTopic) -> str:
    """The question before with the next or the previous year, "" if the fragment asks for none."""
    for form, step in YEAR_STEPS:
        if not form.search(fragment):
            continue
        dates = dates_in(topic.text, topic.language)
        if dates:
            return _with_date(topic, dates[-1], str(dates[-1].date.year + step))
        quoted = [date for quote in topic.quotes[:1] for date in find_dates(quote)]
        if quoted:
            year = quoted[-1].date.year + step
            return f"{topic.text} ({year}){QUESTION_MARK[topic.language]}"
    return ""


def _with_other_date(fragment: str, topic: TurnTopic) -> str:
    """The question before with another date, "" if the fragment has more than a date."""
    dates = find_dates(fragment)
    if not dates or has_content(fragment, dates, topic.language):
        return ""
    old = dates_in(topic.text, topic.language)
    new = fragment[dates[0].start : dates[0].end]
    if old:
        start, end = listed_dates(topic) or (old[-1].start, old[-1].end)
        return _with_date(topic, replace(old[-1], start=start, end=end), new)
    when = THAT_OF.sub("", fragment)
    return added(when, topic)


def _with_other_moment(fragment: str, topic: TurnTopic) -> str:
    """The question before on another day of the week: "et le dimanche ?", "" for other fragments.

    It takes the place of such a day, and stands at the end of a question without one.
    """
    form = MOMENT[topic.language]
    if not form.fullmatch(fragment):
        return ""
    moment = fragment[:1].lower() + fragment[1:]
    old = form.search(topic.text)
    if old is None:
        return added(moment, topic)
    return asked(f"{topic.text[: old.start()]}{moment}{topic.text[old.end() :]}", topic)


def _with_other_number(fragment: str, topic: TurnTopic) -> str:
    """The question before with another number in its identifier: "et le 14 ?", "and 12 bis?".

    "" if the fragment is more than a number, or the question before names no identifier.
    """
    found, number = find_references(topic.text, topic.language), _NUMBER.search(fragment)
    if not found or number is None or words(ARTICLE.sub("", fragment[: number.start()])):
        return ""
    old = _NUMBER.search(topic.text, found[-1].start, found[-1].end)
    if old is None:
        return ""
    text = topic.text
    return asked(f"{text[: old.start()]}{number[0]}{text[old.end() :]}", topic)


def _with_date(topic: TurnTopic, old: FoundDate, new: str) -> str:
    """The question before with a date replaced; a year alone keeps the day and the month."""
    text = topic.text
    if new.isdigit() and not _YEARS.fullmatch(text[old.start : old.end]):
        new = re.sub(r"[12]\d{3}", new, text[old.start : old.end])
    return asked(f"{text[: old.start]}{new}{text[old.end :]}", topic)


def _with_other_part(
    fragment: Fragment, topic: TurnTopic, similarity: TextSimilarity
) -> tuple[Meaning, ...]:
    """The question before with its most similar part replaced by the fragment, and other meanings.

    If no part is similar, a fragment with a preposition is added at the end, and there is no
    meaning of any other.
    """
    text = THAT_OF.sub(r"\g<lead>", fragment.text)
    kind = preposition_kind(text, fragment.language)
    meanings = _replaced(replace(fragment, text=text), topic, similarity)
    if other := for_another(text, topic):
        meanings = [*meanings, Meaning(asked(other, topic), _WEIGHTS.least_score + _ABOVE)]
    if kind:
        meanings = [*meanings, Meaning(added(text, topic), _WEIGHTS.least_score)]
    return tuple(sorted(meanings, key=lambda one: -one.score))


def _replaced(fragment: Fragment, topic: TurnTopic, similarity: TextSimilarity) -> list[Meaning]:
    """The question before with each part like the fragment replaced by it, the best first."""
    noun = without_preposition(fragment.text, fragment.language)
    kind = preposition_kind(fragment.text, fragment.language)
    # Between equals, the later part is taken, and the longer of two that start together.
    slots = sorted(dict.fromkeys(find_slots(topic)), key=lambda slot: (-slot.start, -slot.end))
    texts = [topic.text[slot.start : slot.end] for slot in slots]
    cosines = similarity(fragment.text, texts) if slots else []
    meanings: dict[str, Meaning] = {}
    unchanged = asked(topic.text, topic)
    for slot, text, cosine in zip(slots, texts, cosines, strict=True):
        if _is_like_inner(noun, text, topic.language):
            continue
        shared = _shared(noun, text, topic.language)
        in_place = fits(kind, slot.kind) or start_alike(fragment.text, text)
        if not in_place and not (shared and not slot.kind):
            continue
        put = fragment.text if in_place else noun
        score = cosine + _WEIGHTS.shared_words * shared + _likeness(put, slot, topic, fragment)
        if score < _WEIGHTS.least_score:
            continue
        for less, end in enumerate(ends_of(topic, slot)):
            whole = _replace(topic, Slot(slot.start, end, slot.kind, slot.form), put)
            if whole == unchanged or asks_what_any_is(whole, topic.language):
                continue
            found = Meaning(whole, score + _WEIGHTS.nested * less)
            meanings[whole] = max(found, meanings.get(whole, found), key=lambda one: one.score)
    return sorted(meanings.values(), key=lambda one: -one.score)


def _is_like_inner(noun: str, text: str, language: Language) -> bool:
    """Whether a noun is like what stands after "of" in a part, and not like the whole of it.

    "and the Forest Board?" is like the River Board of "the quorum of the River Board".
    """
    (head, _), (outer, inner) = _around_of(noun, language), _around_of(text, language)
    return _shared(head, inner, language) > 0 and not _shared(head, outer, language)


def _around_of(text: str, language: Language) -> tuple[str, str]:
    """A noun phrase before its first "of" and from there on."""
    ofs = [word.start for word in whole_words(text)[1:] if word.folded in OF[language]]
    return (text[: ofs[0]], text[ofs[0] :]) if ofs else (text, "")


def _likeness(put: str, slot: Slot, topic: TurnTopic, fragment: Fragment) -> float:
    """What the forms of a fragment and a part add to their similarity."""
    kind = preposition_kind(put, fragment.language)
    form = form_of(put, fragment.language)
    if kind:
        return _WEIGHTS.same_preposition * (slot.kind == kind)
    contracted_with_article = preposition_kind(topic.text[slot.start : slot.end], topic.language)
    # In English, "the pupils" is not what "how many visitors" counts.
    unit = fold(topic.text[slot.start : slot.end]).split()[0]
    counted = counts(topic, slot) and form != "name"
    counted = counted and unit not in COUNTED_OF_THE_SAME[topic.language]
    counted = counted and not (form == "definite" and COUNT_JOINT[topic.language] is None)
    return (
        _WEIGHTS.same_preposition * (not contracted_with_article)
        + _WEIGHTS.same_form * (form == slot.form)
        + _WEIGHTS.both_names * (form == slot.form == "name")
        + _WEIGHTS.counted * counted
        + _WEIGHTS.subject * is_subject(topic, slot)
        + _WEIGHTS.after_preposition * is_after_preposition(topic, slot)
    )


def _shared(one: str, other: str, language: Language) -> float:
    """The share of the terms of the shorter text that the other has, in 0..1."""
    left, right = set(terms(one, language)), set(terms(other, language))
    return len(left & right) / max(min(len(left), len(right)), 1)


def _replace(topic: TurnTopic, slot: Slot, fragment: str) -> str:
    """The question before with a part replaced."""
    before, old, after = (
        topic.text[: slot.start],
        topic.text[slot.start : slot.end],
        topic.text[slot.end :],
    )
    joint, first = COUNT_JOINT[topic.language], whole_words(old)
    counted = joint.search(before) if joint and not slot.kind else None
    if counted:  # "combien de visiteurs": "les scolaires" loses its article
        noun = ARTICLE.sub("", fragment)
        before, fragment = before[: counted.start()], contracted("de", noun, topic.language)
    elif first and not slot.kind and not start_alike(fragment, old):
        fragment = contracted(first[0].folded, fragment, topic.language)
    return asked(f"{before}{fragment}{after}", topic)
