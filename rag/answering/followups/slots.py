"""The parts of an earlier question that a fragment can take the place of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answering.followups.mentions import Mention
from rag.answering.followups.topic import TurnTopic
from rag.language.any_language import any_value
from rag.language.figures.dates import find_dates
from rag.language.questions.fragments import COUNT_JOINT, UNCOUNTED
from rag.language.questions.verbs import VERBS, is_inverted
from rag.language.statements.function_words import (
    HOW_MANY,
    OF,
    PREPOSITION_KINDS,
    PREPOSITIONS,
    WHICH,
)
from rag.language.statements.noun_phrases import (
    DETERMINERS,
    INDEFINITE,
    POSSESSIVES,
    WORD_ORDER,
    uncontracted,
)
from rag.language.words import Word, whole_words
from rag.records import Language

_KINDS = any_value(PREPOSITION_KINDS)


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the question before, ``text[start:end]``, that a fragment can replace.

    ``kind`` is that of its preposition, "" for a noun phrase. ``form`` is that of a noun phrase.
    """

    start: int
    end: int
    kind: str
    form: str


def preposition_kind(text: str, language: Language) -> str:
    """The kind of the preposition at the start of a text, "" if there is none."""
    found = whole_words(text)
    first = found[0].folded if found else ""
    known = first in PREPOSITIONS[language] | OF[language]
    return _KINDS.get(first, first) if known else ""


def without_preposition(text: str, language: Language) -> str:
    """A text without the preposition that it starts with; "aux archives" keeps its article."""
    if not preposition_kind(text, language):
        return text
    noun = uncontracted(text, language)
    return noun if noun != text else text[whole_words(text)[0].end :].lstrip()


def form_of(text: str, language: Language) -> str:
    """The form of a noun phrase: "name", "definite", "indefinite" or "bare"; "" without words."""
    found = whole_words(text)
    if not found:
        return ""
    if found[0].folded in DETERMINERS[language]:
        return "indefinite" if found[0].folded in INDEFINITE[language] else "definite"
    return "name" if text[found[0].start].isupper() else "bare"


def find_slots(topic: TurnTopic) -> Iterator[Slot]:
    """The parts of a question: its noun phrases, their parts, quoted text, "in ..."."""
    found = whole_words(topic.text)
    for mention in topic.mentions:
        if not _asks_for_a_value(mention, found):
            yield from _slots_in(mention, topic, found)
    for match in re.finditer(r"«[^»]+»|“[^”]+”", topic.text):
        yield _slot(topic, match.start(), match.end())
    yield from _slots_after_prepositions(found, topic)


def ends_of(topic: TurnTopic, slot: Slot) -> tuple[int, ...]:
    """Where a part may end, the likeliest first: phrases right after it may belong to it.

    A noun without an article does: "(a copy) in colour". Another may: "(parking) at an airport".
    Dates do not.
    """
    parts = sorted(
        (one for one in find_slots(topic) if one.kind and one.start >= slot.end),
        key=lambda one: (one.start, -one.end),
    )
    own, nested = slot.end, slot.end
    for part in parts:
        text = topic.text[part.start : part.end]
        if topic.text[nested : part.start].strip() or find_dates(text):
            continue
        noun = without_preposition(text, topic.language)
        if own == nested and form_of(noun, topic.language) == "bare" and noun.islower():
            own = part.end
        nested = part.end
    return tuple(dict.fromkeys((own, nested, slot.end)))


def _slot(topic: TurnTopic, start: int, end: int, kind: str = "") -> Slot:
    return Slot(start, end, kind, form_of(topic.text[start:end], topic.language))


def _asks_for_a_value(mention: Mention, found: list[Word]) -> bool:
    """Whether a phrase is what "quel" or "which" asks for: a value, which no fragment replaces."""
    before = [word for word in found if word.end <= mention.start][-1:]
    which = frozenset().union(*WHICH.values())
    return mention.asked and any(word.folded in which for word in before)


def _slots_in(mention: Mention, topic: TurnTopic, found: list[Word]) -> Iterator[Slot]:
    """A noun phrase, the part before its first "of", and those after each."""
    text, language = topic.text, topic.language
    start, end = mention.start, mention.end
    yield _slot(topic, start, end)
    joint = COUNT_JOINT[language]
    if joint and mention.asked and mention.text.lower() not in UNCOUNTED[language]:
        before = joint.search(text[:start])
        if before:  # "combien de doctorants": the fragment can be "de chercheurs"
            yield _slot(topic, before.start(), end, "of")
    ofs = [word for word in found if start < word.start < end and word.folded in OF[language]]
    # "Le président du Conseil" has two parts, "le fonds de réserve" is one name.
    if ofs and any(letter.isupper() for letter in text[ofs[0].start : end]):
        yield _slot(topic, start, len(text[: ofs[0].start].rstrip()))
    for of in ofs:
        yield _slot(topic, of.start, end, "of")
        with_of = WORD_ORDER[language].of_takes_article
        yield _slot(topic, of.start if with_of else of.end + 1, end)


def _slots_after_prepositions(found: list[Word], topic: TurnTopic) -> Iterator[Slot]:
    """The parts that start with a preposition, each up to the next one or to a verb.

    Those that start with a possessive too: "its price".
    """
    language = topic.language
    closing = PREPOSITIONS[language] | VERBS[language]
    for first, word in enumerate(found):
        if word.folded not in PREPOSITIONS[language] | POSSESSIVES[language] or first == 0:
            continue
        end = first + 1
        while (
            end < len(found)
            and found[end].folded not in closing
            and not set(topic.text[found[end - 1].end : found[end].start]) & set("?(),;")
            and not is_inverted(found[end].folded)
        ):
            end += 1
        last = found[end - 1].end
        if end > first + 1 and word.folded in POSSESSIVES[language]:
            yield Slot(word.start, last, "", "definite")
        elif end > first + 1:
            yield _slot(topic, word.start, last, _KINDS.get(word.folded, word.folded))
            bare = found[first + 1]
            form = form_of(topic.text[bare.start : last], language)
            if form == "bare" and not topic.text[bare.start].isdigit():
                yield _slot(topic, bare.start, last)


def counts(topic: TurnTopic, slot: Slot) -> bool:
    """Whether a part is what "how many" counts."""
    before = [word.folded for word in whole_words(topic.text[: slot.start])][-2:]
    pair = [*before, "", ""][:2]
    return any(pair[1] in words.get(pair[0], ()) for words in HOW_MANY.values())


def is_subject(topic: TurnTopic, slot: Slot) -> bool:
    """Whether an inverted verb follows a part, which is then its subject."""
    after = whole_words(topic.text[slot.end :])[:1]
    return any(is_inverted(word.folded) for word in after)


def is_after_preposition(topic: TurnTopic, slot: Slot) -> bool:
    """Whether a noun phrase only says where or when: "in (the archives)"."""
    before = whole_words(topic.text[: slot.start])[-1:]
    return any(word.folded in PREPOSITIONS[topic.language] for word in before)


def fits(kind: str, slot_kind: str) -> bool:
    """Whether one kind of part can replace another: "of" only "of", "in" also "at"."""
    return kind == slot_kind or ("of" not in (kind, slot_kind) and bool(kind) == bool(slot_kind))


def start_alike(one: str, other: str) -> bool:
    """Whether two texts start with the same word: "des revues", where "des" is an article."""
    return whole_words(one)[0].folded == whole_words(other)[0].folded
