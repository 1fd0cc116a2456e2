"""Who makes the statement that a sentence reports, and whether two sentences name others."""

from __future__ import annotations

from dataclasses import dataclass

from rag.citations.quotes import Quote
from rag.facts.common_words import common_words
from rag.language.statements.body_nouns import kinds_of_body
from rag.language.statements.reported_speech import REPORTED_SPEECH
from rag.language.words import words
from rag.records import Language, Span


def find_speaker(text: str, language: Language) -> Span | None:
    """The person or body that a sentence attributes its statement to, ``None`` if it names none.

    Offsets are into ``text``.
    """
    for form in REPORTED_SPEECH[language]:
        if match := form.search(text):
            return Span(match.start("who"), match.end("who"), match["who"])
    return None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a quote attributes its statement to.

    ``unclaimed``: it names a speaker, and its claim names none or another one.
    """

    speaker: Span | None
    unclaimed: bool


def attribution_of(quote: Quote, said_by: Span | None, language: Language) -> Attribution:
    """The speaker of a quote, compared with that of a claim in a language."""
    there = quote.hit.passage.language
    speaker = find_speaker(quote.text, there)
    if speaker is None or said_by is None:
        return Attribution(speaker, unclaimed=speaker is not None)
    return Attribution(speaker, are_other_speakers(said_by, language, speaker, there))


def are_other_speakers(one: Span, language: Language, other: Span, there: Language) -> bool:
    """Whether two speakers are known to be two: two names, or two bodies or holders of an office.

    A name may be that of who holds the office. Across languages only bodies and names are compared.
    """
    same_language = language == there
    left, right = (
        common_words(span.text, of, same_language=same_language)
        for span, of in ((one, language), (other, there))
    )
    if not (left and right) or left & right:
        return False
    bodies = [_kinds(one.text, language), _kinds(other.text, there)]
    if all(bodies):
        return not bodies[0] & bodies[1]
    return not any(bodies) and same_language and _is_name(one.text) == _is_name(other.text)


def _kinds(text: str, language: Language) -> frozenset[int]:
    return frozenset[int]().union(*(kinds_of_body(one.folded, language) for one in words(text)))


def _is_name(text: str) -> bool:
    """Whether a speaker has a name: a capital on another word than the first."""
    return any(text[one.start].isupper() for one in words(text)[1:])
