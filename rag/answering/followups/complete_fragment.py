"""A fragment merged with the question before it: "et en 2024 ?", "and the Secretary?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answering.followups.mentions import Mention
from rag.answering.followups.referring import Fragment
from rag.answering.followups.topic import TurnTopic
from rag.encoders import TextSimilarity
from rag.language.any_language import any_form, any_value, any_word
from rag.language.dates import FoundDate, find_dates
from rag.language.fragments import (
    COUNT_JOINT,
    QUESTION_MARK,
    THAT_OF,
    UNCOUNTED,
    WORDS_BESIDE_DATES,
    YEAR_STEPS,
)
from rag.language.function_words import ARTICLE_FORMS, OF, PREPOSITION_KINDS, PREPOSITIONS
from rag.language.noun_phrases import WORD_ORDER, contracted
from rag.language.verbs import VERBS, is_inverted
from rag.language.words import Word, is_stop_word, terms, whole_words, words
from rag.messages.typography import capitalised
from rag.records import LANGUAGES, Language
from rag.weights import WEIGHTS

_WEIGHTS = WEIGHTS.fragments
# A fragment of so many content words is a complete question.
_COMPLETE = 4
_ARTICLE = re.compile(rf"^(?:{any_form(ARTICLE_FORMS)})", re.IGNORECASE)
_KINDS, _WORDS_BESIDE_DATES = any_value(PREPOSITION_KINDS), any_word(WORDS_BESIDE_DATES)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A part of the question before, ``text[start:end]``, that a fragment can replace."""

    start: int
    end: int
    kind: str  # of its preposition, "" for a noun phrase


def merge(fragment: Fragment, topic: TurnTopic, similarity: TextSimilarity) -> str:
    """The question before with the fragment in it, or after the fragment in brackets.

    "" if the fragment is a complete question.
    """
    text = fragment.text
    if fragment.depends and (subject := _subject(topic)):
        return f"{capitalised(text)}{QUESTION_MARK[topic.language]} ({subject})"
    if fragment.asks:
        return _in_brackets(text, topic, topic.person)
    if len(terms(text, topic.language)) >= _COMPLETE:
        return ""
    return (
        _with_other_year(text, topic)
        or _with_other_date(text, topic)
        or _with_other_part(text, topic, similarity)
        or _in_brackets(text, topic)
    )


def _subject(topic: TurnTopic) -> str:
    """The noun phrase that the question before starts with: "la piscine est-elle ... ?"."""
    return next((one.text for one in topic.mentions if one.start == 0 and not one.asked), "")


def _in_brackets(fragment: str, topic: TurnTopic, person: str = "") -> str:
    """The fragment, and in brackets the question before and the person that it named."""
    mark = QUESTION_MARK[topic.language]
    about = f"{topic.text}{mark} {person}".rstrip()
    return f"{capitalised(fragment)}{mark} ({about})" if fragment else about


def _with_other_year(fragment: str, topic: TurnTopic) -> str:
    """The question before with the next or the previous year, "" if the fragment asks for none."""
    for form, step in YEAR_STEPS:
        if not form.search(fragment):
            continue
        dates = find_dates(topic.text)
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
    if not dates or _has_content(fragment, dates, topic.language):
        return ""
    old = find_dates(topic.text)
    new = fragment[dates[0].start : dates[0].end]
    if old:
        return _with_date(topic, old[-1], new)
    when = THAT_OF.sub("", fragment)
    return f"{topic.text} {when}{QUESTION_MARK[topic.language]}"


def _with_date(topic: TurnTopic, old: FoundDate, new: str) -> str:
    """The question before with a date replaced; a year alone keeps the day and the month."""
    text, mark = topic.text, QUESTION_MARK[topic.language]
    if new.isdigit():
        new = re.sub(r"[12]\d{3}", new, text[old.start : old.end])
    return f"{text[: old.start]}{new}{text[old.end :]}{mark}"


def _has_content(fragment: str, dates: Sequence[FoundDate], language: Language) -> bool:
    """Whether a fragment has content words outside its dates."""
    return any(
        not any(date.start <= word.start < date.end for date in dates)
        and not is_stop_word(word.folded, language)
        and not is_stop_word(word.folded, "en")
        and word.folded not in _WORDS_BESIDE_DATES
        for word in words(fragment)
    )


def _with_other_part(fragment: str, topic: TurnTopic, similarity: TextSimilarity) -> str:
    """The question before with its most similar part replaced by the fragment.

    If no part is similar, a fragment with a preposition is added at the end, and the result is
    "" for any other.
    """
    fragment = THAT_OF.sub(r"\g<lead>", fragment)
    kind = _preposition_kind(fragment)
    slots = [slot for slot in _slots(topic) if _fits(kind, slot.kind)]
    if slots:
        texts = [topic.text[slot.start : slot.end] for slot in slots]
        scores = [
            cosine
            + _WEIGHTS.shared_words * _shared(fragment, text, topic.language)
            + _WEIGHTS.same_preposition * (slot.kind == kind)
            for cosine, text, slot in zip(similarity(fragment, texts), texts, slots, strict=True)
        ]
        best = max(range(len(slots)), key=scores.__getitem__)
        if scores[best] >= _WEIGHTS.least_score:
            return _replace(topic, slots[best], fragment)
    return f"{topic.text} {fragment}{QUESTION_MARK[topic.language]}" if kind else ""


def _fits(kind: str, slot_kind: str) -> bool:
    """Whether one kind of part can replace another: "of" only "of", "in" also "at"."""
    return kind == slot_kind or ("of" not in (kind, slot_kind) and bool(kind) == bool(slot_kind))


def _preposition_kind(fragment: str) -> str:
    """The kind of the preposition at the start of a fragment, "" if there is none."""
    found = whole_words(fragment)
    first = found[0].folded if found else ""
    known = any(first in PREPOSITIONS[one] | OF[one] for one in LANGUAGES)
    return _KINDS.get(first, first) if known else ""


def _shared(one: str, other: str, language: Language) -> float:
    """The share of the terms of the shorter text that the other has, in 0..1."""
    left, right = set(terms(one, language)), set(terms(other, language))
    return len(left & right) / max(min(len(left), len(right)), 1)


def _slots(topic: TurnTopic) -> Iterator[_Slot]:
    """The parts of a question: its noun phrases, their parts, quoted text, "in ..."."""
    found = whole_words(topic.text)
    for mention in topic.mentions:
        yield from _slots_in(mention, topic, found)
    for match in re.finditer(r"«[^»]+»|“[^”]+”", topic.text):
        yield _Slot(match.start(), match.end(), "")
    yield from _slots_after_prepositions(found, topic.language)


def _slots_in(mention: Mention, topic: TurnTopic, found: list[Word]) -> Iterator[_Slot]:
    """A noun phrase, the part before its first "of", and those after each."""
    text, language = topic.text, topic.language
    start, end = mention.start, mention.end
    yield _Slot(start, end, "")
    joint = COUNT_JOINT[language]
    if joint and mention.asked and mention.text.lower() not in UNCOUNTED[language]:
        before = joint.search(text[:start])
        if before:  # "combien de doctorants": the fragment can be "de chercheurs"
            yield _Slot(before.start(), end, "of")
    ofs = [word for word in found if start < word.start < end and word.folded in OF[language]]
    # "Le président du Conseil" has two parts, "le fonds de réserve" is one name.
    if ofs and any(letter.isupper() for letter in text[ofs[0].start : end]):
        yield _Slot(start, len(text[: ofs[0].start].rstrip()), "")
    for of in ofs:
        yield _Slot(of.start, end, "of")
        with_of = WORD_ORDER[language].of_takes_article
        yield _Slot(of.start if with_of else of.end + 1, end, "")


def _slots_after_prepositions(found: list[Word], language: Language) -> Iterator[_Slot]:
    """The parts that start with a preposition, each up to the next one or to a verb."""
    closing = PREPOSITIONS[language] | VERBS[language]
    for first, word in enumerate(found):
        if word.folded not in PREPOSITIONS[language] or first == 0:
            continue
        end = first + 1
        while (
            end < len(found)
            and found[end].folded not in closing
            and not is_inverted(found[end].folded)
        ):
            end += 1
        if end > first + 1:
            yield _Slot(word.start, found[end - 1].end, _KINDS.get(word.folded, word.folded))


def _replace(topic: TurnTopic, slot: _Slot, fragment: str) -> str:
    """The question before with a part replaced."""
    before, old, after = (
        topic.text[: slot.start],
        topic.text[slot.start : slot.end],
        topic.text[slot.end :],
    )
    joint, first = COUNT_JOINT[topic.language], whole_words(old)
    counted = joint.search(before) if joint and not slot.kind else None
    if counted:  # "combien de visiteurs": "les scolaires" loses its article
        noun = _ARTICLE.sub("", fragment)
        before, fragment = before[: counted.start()], contracted("de", noun, topic.language)
    elif first and not slot.kind:
        fragment = contracted(first[0].folded, fragment, topic.language)
    return f"{before}{fragment}{after}{QUESTION_MARK[topic.language]}"
