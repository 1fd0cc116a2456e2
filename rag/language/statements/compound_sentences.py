"""Sentences that state two things: "X adopted the budget and elected its chair, and Y paid"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.statements.modality import SUPPOSES
from rag.language.statements.negations import find_negations
from rag.language.statements.predicates import find_predicate, opens_with_predicate
from rag.language.words import content_words
from rag.records import Language

_JOINTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\s?;\s(?:et\s|mais\s)?|,?\s(?:et|mais|puis|tandis\sque|alors\sque)\s"
        r"|,\s(?:tandis\squ['’]|alors\squ['’])",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r";\s(?:and\s|but\s)?|,?\s(?:and(?:\sthen|\salso)?|but(?:\salso)?|while|whereas)\s",
        re.IGNORECASE,
    ),
}
# A participle that shares the helper before it: "a adopté le budget et élu sa présidente".
_PARTICIPLE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:[^\W\d_]{2,}ée?s?|(?:é|re)?lue?s?|reçue?s?|mise?s?|prise?s?|ouverte?s?|"
                     r"rendue?s?|vendue?s?|conclue?s?|interdite?s?)\s", re.IGNORECASE),
    "en": re.compile(r"(?:[a-z]{3,}ed|built|sold|made|given|taken|held|paid|kept|sent|found)\s"),
}  # fmt: skip
# What opens a clause with a subject of its own: an article, a pronoun, a name.
_OWN_SUBJECT: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?:l['’]|(?:les?|la|une?|des|ses?|son|sa|leurs?|ils?|elles?|ce(?:tte|t|s)?|chaque|aucune?)\s"
        r"|(?-i:[A-ZÀ-Ý]))", re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:(?:the|an?|its|their|his|her|it|they|he|she|this|each|no|every)\s|(?-i:[A-Z]))",
        re.IGNORECASE,
    ),
}  # fmt: skip
_LEAST_WORDS = 2  # content words of a part
_MOST_PARTS = 3
_TRAILING = re.compile(r"[\s,;:.]+$")


@dataclass(frozen=True, slots=True)
class StatedPart:
    """A part of a sentence, ``sentence[start:end]``, and the same with the subject it shares."""

    start: int
    end: int
    text: str


def split_statements(sentence: str, language: Language) -> tuple[StatedPart, ...]:
    """The statements that a sentence joins, in order; none if it makes one only.

    A sentence is left whole if it supposes something, or denies something in a part whose subject
    the next one shares: "did not adopt the plan and pay".
    """
    if SUPPOSES[language].search(sentence):
        return ()
    ends = [0]
    starts = [0]
    shared: list[str] = [""]
    for joint in _JOINTS[language].finditer(sentence):
        left, right = sentence[starts[-1] : joint.start()], sentence[joint.end() :]
        subject = _shared_subject(left, right, shared[-1], language)
        if subject is not None and len(content_words(left, language)) >= _LEAST_WORDS:
            ends.append(joint.start())
            starts.append(joint.end())
            shared.append(subject)
    if not 2 <= len(starts) <= _MOST_PARTS:
        return ()
    bounds = zip(starts, [*ends[1:], len(sentence)], strict=True)
    parts = [
        StatedPart(start, end, _whole(prefix, sentence[start:end]))
        for (start, end), prefix in zip(bounds, shared, strict=True)
    ]
    least = min(len(content_words(sentence[one.start : one.end], language)) for one in parts)
    return tuple(parts) if least >= _LEAST_WORDS else ()


def _shared_subject(left: str, right: str, before: str, language: Language) -> str | None:
    """What a clause takes from the one before: "" for nothing, ``None`` if it is no clause."""
    predicate = find_predicate(f"{before} {left}".strip(), language)
    whole = f"{before} {left}".strip()
    if predicate is None:
        return None
    if _PARTICIPLE[language].match(right) and predicate.helper:
        return None if find_negations(left, language) else _through_helper(whole, predicate.start)
    if opens_with_predicate(right, language):
        if find_negations(left, language):
            return None
        return whole[: predicate.start].strip()
    own = find_predicate(right, language) if _OWN_SUBJECT[language].match(right) else None
    return "" if own is not None else None


def _through_helper(whole: str, start: int) -> str:
    helper = re.match(r"[\w'’]+", whole[start:])
    return whole[: start + (helper.end() if helper else 0)].strip()


def _whole(prefix: str, part: str) -> str:
    text = _TRAILING.sub("", f"{prefix} {part}".strip())
    return f"{text[:1].upper()}{text[1:]}."
