"""A piece of a question set into the question before it: "et en 2024 ?", "and the Secretary?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answering.followups.referring import Fragment
from rag.answering.followups.topic import TurnTopic
from rag.encoders import TextSimilarity
from rag.language.any_language import any_value, any_word
from rag.language.dates import FoundDate, find_dates
from rag.language.fragments import (
    COUNT_JOINT,
    FILLERS,
    QUESTION_MARK,
    THAT_OF,
    UNCOUNTED,
    YEAR_STEPS,
)
from rag.language.function_words import OF, PREPOSITION_KINDS, PREPOSITIONS
from rag.language.noun_phrases import WORD_ORDER, contracted
from rag.language.verbs import VERBS, is_inverted
from rag.language.words import Word, is_stop_word, terms, whole_words, words
from rag.records import LANGUAGES, Language

# From this likeness on a piece takes the place of another; below it stands beside the question.
# Set on the split "dev" of tests/data/followups.jsonl.
_LIKE = 0.3
_SHARED, _SAME_START = 0.5, 0.2
# A piece of so many words of content says by itself what it asks of.
_WHOLE = 4
_KINDS, _FILLERS = any_value(PREPOSITION_KINDS), any_word(FILLERS)


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of the question before that a piece may take the place of, as it is written there."""

    start: int
    end: int
    kind: str  # of the preposition that opens it, "" for a noun phrase


def merge(fragment: Fragment, topic: TurnTopic, alike: TextSimilarity) -> str:
    """The question before with the piece in it; beside it where it takes no part's place."""
    piece = fragment.text
    if fragment.asks:
        return _beside(piece, topic, topic.person)
    if len(terms(piece, topic.language)) >= _WHOLE:
        return ""
    return (
        _other_year(piece, topic)
        or _other_date(piece, topic)
        or _other_part(piece, topic, alike)
        or _beside(piece, topic)
    )


def _beside(piece: str, topic: TurnTopic, more: str = "") -> str:
    """The piece, and in brackets the question that it goes on from."""
    mark = QUESTION_MARK[topic.language]
    about = f"{topic.text}{mark} {more}".rstrip()
    return f"{piece[:1].upper()}{piece[1:]}{mark} ({about})" if piece else about


def _other_year(piece: str, topic: TurnTopic) -> str:
    """The question before a year later or earlier, "" where that is not what is asked."""
    for form, step in YEAR_STEPS:
        if not form.search(piece):
            continue
        dates = find_dates(topic.text)
        if dates:
            return _dated(topic, dates[-1], str(dates[-1].date.year + step))
        told = [date for quote in topic.quotes[:1] for date in find_dates(quote)]
        if told:
            return f"{topic.text} ({told[-1].date.year + step}){QUESTION_MARK[topic.language]}"
    return ""


def _other_date(piece: str, topic: TurnTopic) -> str:
    """The question before at another date, "" where the piece holds more than a date."""
    dates = find_dates(piece)
    if not dates or _content(piece, dates, topic.language):
        return ""
    there = find_dates(topic.text)
    new = piece[dates[0].start : dates[0].end]
    if there:
        return _dated(topic, there[-1], new)
    when = THAT_OF.sub("", piece)
    return f"{topic.text} {when}{QUESTION_MARK[topic.language]}"


def _dated(topic: TurnTopic, old: FoundDate, new: str) -> str:
    """The question before with a date replaced; a year alone leaves the day and the month."""
    text, mark = topic.text, QUESTION_MARK[topic.language]
    written = text[old.start : old.end]
    if new.isdigit():
        new = re.sub(r"[12]\d{3}", new, written)
    return f"{text[: old.start]}{new}{text[old.end :]}{mark}"


def _content(piece: str, dates: Sequence[FoundDate], language: Language) -> bool:
    """Whether a piece says more than its dates and small words."""
    return any(
        not any(date.start <= word.start < date.end for date in dates)
        and not is_stop_word(word.folded, language)
        and not is_stop_word(word.folded, "en")
        and word.folded not in _FILLERS
        for word in words(piece)
    )


def _other_part(piece: str, topic: TurnTopic, alike: TextSimilarity) -> str:
    """The question before with the part most like the piece replaced by it.

    Where none is like it, a piece with a preposition goes to the end; "" for any other.
    """
    piece = THAT_OF.sub(r"\g<lead>", piece)
    lead = _kind(piece)
    places = [one for one in _places(topic) if _fits(lead, one.kind)]
    if places:
        texts = [topic.text[one.start : one.end] for one in places]
        scores = [
            cosine
            + _SHARED * _shares(piece, text, topic.language)
            + _SAME_START * (one.kind == lead)
            for cosine, text, one in zip(alike(piece, texts), texts, places, strict=True)
        ]
        best = max(range(len(places)), key=scores.__getitem__)
        if scores[best] >= _LIKE:
            return _set_in(topic, places[best], piece)
    return f"{topic.text} {piece}{QUESTION_MARK[topic.language]}" if lead else ""


def _fits(lead: str, kind: str) -> bool:
    """Whether a piece may take the place of a part: "of" with "of" alone, "in" with "at"."""
    return lead == kind or ("of" not in (lead, kind) and bool(lead) == bool(kind))


def _kind(piece: str) -> str:
    """The kind of the preposition that opens a piece, "" where none does."""
    first = whole_words(piece)[0].folded if whole_words(piece) else ""
    known = any(first in PREPOSITIONS[lang] | OF[lang] for lang in LANGUAGES)
    return _KINDS.get(first, first) if known else ""


def _shares(one: str, other: str, language: Language) -> float:
    """The share of the words of the shorter text that the other holds, in 0..1."""
    left, right = set(terms(one, language)), set(terms(other, language))
    return len(left & right) / max(min(len(left), len(right)), 1)


def _places(topic: TurnTopic) -> Iterator[_Place]:
    """The parts of a question: its noun phrases and their pieces, quoted words, "in ..."."""
    text, language = topic.text, topic.language
    for one in topic.mentions:
        inside = [t for t in whole_words(text) if one.start <= t.start < one.end]
        cuts = [t for t in inside if t.folded in OF[language] and t.start > one.start]
        yield _Place(one.start, one.end, "")
        counted = one.asked and one.text.lower() not in UNCOUNTED[language]
        joint_form = COUNT_JOINT[language]
        joint = joint_form.search(text[: one.start]) if counted and joint_form else None
        if joint:  # "combien de doctorants": a piece may be "de chercheurs"
            yield _Place(joint.start(), one.end, "of")
        # "Le président du Conseil" without its body; "le fonds de réserve" is one name.
        if cuts and any(letter.isupper() for letter in text[cuts[0].start : one.end]):
            yield _Place(one.start, _before(text, cuts[0].start), "")
        for cut in cuts:
            yield _Place(cut.start, one.end, "of")
            yield _Place(
                cut.start if WORD_ORDER[language].of_takes_article else cut.end + 1, one.end, ""
            )
    for match in re.finditer(r"«[^»]+»|“[^”]+”", text):
        yield _Place(match.start(), match.end(), "")
    yield from _led(whole_words(text), language)


def _led(found: list[Word], language: Language) -> Iterator[_Place]:
    """The parts that a preposition opens, each up to the next one or to a verb."""
    stops = PREPOSITIONS[language] | VERBS[language]
    for place, token in enumerate(found):
        if token.folded not in PREPOSITIONS[language] or place == 0:
            continue
        end = place + 1
        while (
            end < len(found)
            and found[end].folded not in stops
            and not is_inverted(found[end].folded)
        ):
            end += 1
        if end > place + 1:
            yield _Place(token.start, found[end - 1].end, _KINDS.get(token.folded, token.folded))


def _before(text: str, place: int) -> int:
    return len(text[:place].rstrip())


def _set_in(topic: TurnTopic, place: _Place, piece: str) -> str:
    """The question before with a part replaced; French joins "de" to the article after it."""
    old = topic.text[place.start : place.end]
    first = whole_words(old)
    if first and not place.kind:
        piece = contracted(first[0].folded, piece, topic.language)
    before, after = topic.text[: place.start], topic.text[place.end :]
    return f"{before}{piece}{after}{QUESTION_MARK[topic.language]}"
