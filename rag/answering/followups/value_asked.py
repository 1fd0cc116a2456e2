"""A fragment after a question for a value of a thing: another value of it, or that of another."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answering.followups.referring import Fragment
from rag.answering.followups.slots import form_of, preposition_kind
from rag.answering.followups.topic import TurnTopic
from rag.answering.followups.wording import SURE, Meaning, asked
from rag.encoders import TextSimilarity
from rag.language.figures.dates import find_dates
from rag.language.questions.double_questions import STARTS_WITH_FACT
from rag.language.questions.values_asked import (
    FOR,
    FOR_EACH,
    FOR_ONE,
    OWNED_VALUE,
    PAID_FOR,
    PEOPLE,
    VALUE_ASKED,
)
from rag.language.statements.function_words import OF, OF_THE
from rag.language.statements.noun_phrases import POSSESSIVE_ENDING, contracted
from rag.language.words import fold, whole_words
from rag.records import Language
from rag.weights import WEIGHTS

_WEIGHTS = WEIGHTS.fragments
_WHOLE_OF = {one: re.compile(rf"\s(?:{form})\b") for one, form in OF_THE.items()}
_OF_WORD = re.compile(r"^\s(?:\w+\s|\w['’])")


def with_other_value(
    fragment: Fragment, topic: TurnTopic, similarity: TextSimilarity
) -> tuple[Meaning, ...]:
    """What a noun means after "quel est le montant de la prime", the likeliest first.

    "La durée" is another value of the prime, "l'indemnité" has an amount too. A second question
    if it is almost as likely. () for other fragments, and after other questions.
    """
    found, language = _parts(topic), topic.language
    if found is None or not _is_noun_alone(fragment, language):
        return ()
    noun = fragment.text[:1].lower() + fragment.text[1:]
    thing, form = _OF_WORD.sub("", found["of"]), form_of(noun, language)
    kept, moved = _with_value(found, noun), _with_thing(found, noun, language)
    if STARTS_WITH_FACT[language].match(noun):
        return _scored(topic, SURE, kept, _without_beneficiary(found, noun, language))
    if form == "indefinite" != form_of(thing, language):
        return ()
    if form == "indefinite" or FOR_EACH[language].search(found["of"]):
        return _scored(topic, SURE, moved)
    value_like, thing_like = similarity(noun, [found["value"], thing])
    likely, other = (moved, kept) if thing_like >= value_like else (kept, moved)
    if abs(thing_like - value_like) > _WEIGHTS.close:
        other = ""
    if likely == kept:
        other = _without_beneficiary(found, noun, language) or other
    score = max(thing_like, value_like) + _WEIGHTS.same_preposition + _WEIGHTS.same_form
    return _scored(topic, score, likely, other)


def _scored(topic: TurnTopic, score: float, first: str, second: str = "") -> tuple[Meaning, ...]:
    """One or two questions, the second a little less likely."""
    scored = (Meaning(first, score), Meaning(second, score - _WEIGHTS.close / 2))
    return tuple(replace(one, text=asked(one.text, topic)) for one in scored if one.text)


def for_another(fragment: str, topic: TurnTopic) -> str:
    """The question with what a value is for: "pour une nuit", after "par repas" or "de repas".

    "" for a person, to whom the same is paid, and without such words.
    """
    language, found = topic.language, _parts(topic)
    one = FOR_ONE[language].match(fragment)
    if one is None or fold(one["noun"]).rstrip("s") in PEOPLE[language]:
        return ""
    before, rest = (topic.text[: found.end("of")], found["rest"]) if found else (topic.text, "")
    each = FOR_EACH[language].search(before)
    put = fragment[:1].lower() + fragment[1:]
    if each is None:
        paid = PAID_FOR[language].search(topic.text)
        if paid is None:
            return ""
        start, end = topic.text[: paid.start()], topic.text[paid.end() :]
        # French says it after the noun, where "de repas" was, English before it.
        return f"{start} {put}{end}" if language == "fr" else f"{start}{end} {put}"
    return f"{before[: each.start()]} {put}{rest}"


def _parts(topic: TurnTopic) -> re.Match[str] | None:
    """What a question asks for and of what; ``None`` if it asks for no value, or of a date."""
    owned = OWNED_VALUE[topic.language]
    found = VALUE_ASKED[topic.language].fullmatch(topic.text)
    found = found or (owned.fullmatch(topic.text) if owned else None)
    if found is None or find_dates(found["of"]):
        return None
    return None if _is_bare(found, topic.language) and found["rest"] else found


def _is_bare(found: re.Match[str], language: Language) -> bool:
    """Whether what a value is of has no article, as in "par repas" and "de repas"."""
    first, *after = whole_words(found["of"])
    return first.folded in ("de", "d'", "par", "per") and form_of(
        found["of"][after[0].start :] if after else "", language
    ) in ("bare", "name")


def _is_noun_alone(fragment: Fragment, language: Language) -> bool:
    """Whether a fragment is a noun with its article, and no more."""
    text = fragment.text
    if preposition_kind(text, language) or find_dates(text) or _WHOLE_OF[language].search(text):
        return False
    return form_of(text, language) in ("definite", "indefinite")


def _without_beneficiary(found: re.Match[str], noun: str, language: Language) -> str:
    """The same without "for whom", which may be said of the other value only; "" if it is not."""
    is_for = found["rest"].lower().startswith(f" {FOR[language]} ")
    return f"{found['ask']} {noun}{found['of']}" if is_for else ""


def _with_value(found: re.Match[str], noun: str) -> str:
    """The question for another value of the same thing."""
    if found.start("of") < found.start("value"):
        bare = re.sub(r"^the\s", "", noun)
        return f"{found.string[: found.start('value')]}{bare}{found['rest']}"
    return f"{found['ask']} {noun}{found['of']}{found['rest']}"


def _with_thing(found: re.Match[str], noun: str, language: Language) -> str:
    """The question for the same value of another thing."""
    if found.start("of") < found.start("value"):
        owner = re.sub(r"['’]s?$", "", noun)
        ending = POSSESSIVE_ENDING[language]
        return f"{found['ask']} {owner}{ending} {found['value']}{found['rest']}"
    first = FOR[language] if _is_bare(found, language) else whole_words(found["of"])[0].folded
    put = contracted(first, noun, language) if first in OF[language] else f"{first} {noun}"
    if language == "en" and first in OF[language]:
        put = f"{first} {noun}"
    return f"{found['ask']} {found['value']} {put}{found['rest']}"
