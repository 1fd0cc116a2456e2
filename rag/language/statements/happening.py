"""Whether an act is said to have happened, to be going to happen, or to be possible only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.language.statements.acts import ACTS
from rag.language.statements.plans import is_done, is_planned
from rag.language.statements.predicates import find_predicate, is_past
from rag.language.words import words
from rag.records import Language, Offsets

# What is only possible, or wished.
_POSSIBLE: dict[Language, str] = {
    "fr": r"pourrai(?:t|ent)|devrai(?:t|ent)|envisage(?:nt)?\s(?:de|d['’])|"
    r"envisagé\s(?:de|d['’])|propose(?:nt)?\s(?:de|d['’])",
    "en": r"might|could|should|would|consider(?:s|ed|ing)?\s(?=\w+ing\b)|"
    r"propos(?:es|ed?)\s(?:to\s)?",
}
# What is allowed, or possible: a rule says it of what members do.
_ALLOWED: dict[Language, str] = {
    "fr": r"peu(?:t|vent)|pourr(?:a|ont)",
    "en": r"(?-i:may|MAY)",
}
# In a claim, these say that it is allowed or possible.
_SAYS_POSSIBLE: dict[Language, str] = {
    "fr": r"possible\w*|éventuel\w*|autoris\w+|droit de|permi(?:s|se|ses|t)|facultati\w+|peut-être",
    "en": r"possibl[ey]|potential\w*|allow\w*|entitled|right to|permi\w+|can|able to|perhaps|"
    r"options?|optional",
}
_FUTURE: dict[Language, str] = {
    "fr": r"sera|seront|va|vont|\w{3,}(?:er|ir|dr|tr)(?:a|ont)",
    "en": r"will|going to",  # "shall" is a rule
}
# "Est nommé" is a rule as often as a fact.
_HAPPENED: dict[Language, str] = {
    "fr": r"(?:a|ont|avait|avaient)\s(?:déjà\s|été\s|bien\s)?\w+(?:é|ée|és|ées|i|ie|is|it|ite|u|ue|"
    r"us|ert|erte)",
    "en": r"(?:has|have|had|was|were)\s(?:already\s|since\s|been\s)?\w+(?:ed|en|t|d|de|ld|ne)",
}


def _compiled(forms: dict[Language, str]) -> dict[Language, re.Pattern[str]]:
    return {
        language: re.compile(rf"(?<!\w)(?:{form})(?:(?<=['’\s])|(?!\w))", re.IGNORECASE)
        for language, form in forms.items()
    }


_POSSIBLE_FORMS, _ALLOWED_FORMS, _FUTURE_FORMS, _HAPPENED_FORMS, _SAYS_POSSIBLE_FORMS = map(
    _compiled, (_POSSIBLE, _ALLOWED, _FUTURE, _HAPPENED, _SAYS_POSSIBLE)
)
# After "could", the act is among these.
_FEW_WORDS = re.compile(r"\s?[\w'’-]*(?:\s[\w'’-]+){0,3}")


@dataclass(frozen=True, slots=True)
class Happening:
    """What a text says of its acts.

    ``possible``, ``allowed`` and ``planned`` are the words of those that are so. ``done``: it
    reports an act that happened, and plans none. ``says_possible``: a word of it says so.
    """

    possible: tuple[Offsets, ...]
    allowed: tuple[Offsets, ...]
    planned: tuple[Offsets, ...]
    done: bool
    says_possible: bool

    @property
    def is_plain(self) -> bool:
        """Whether the text says nothing of what is possible or allowed."""
        return not (self.possible or self.allowed or self.says_possible)


@lru_cache(maxsize=8_192)
def find_happening(text: str, language: Language) -> Happening:
    """What a text says of its acts; cached, since a sentence is read for many claims."""
    possible, allowed, planned = (
        tuple(_acts(text, form[language]))
        for form in (_POSSIBLE_FORMS, _ALLOWED_FORMS, _FUTURE_FORMS)
    )
    open_yet = possible or planned or is_planned(text, language)
    return Happening(
        possible,
        allowed,
        planned,
        done=not open_yet and _happened(text, language),
        says_possible=_SAYS_POSSIBLE_FORMS[language].search(text) is not None,
    )


def _happened(text: str, language: Language) -> bool:
    if _HAPPENED_FORMS[language].search(text) and is_done(text, language):
        return True
    predicate = find_predicate(text, language)
    if predicate is None or not is_past(words(text[predicate.start :])[0].folded, language):
        return False
    before = words(text[: predicate.start])[-1:]  # "who is counted" reports nothing
    return not before or before[0].folded not in ACTS[language].be


def _acts(text: str, form: re.Pattern[str]) -> list[Offsets]:
    """The places of the matches of a form, each with the few words after it."""
    return [
        (match.start(), after.end())
        for match in form.finditer(text)
        if (after := _FEW_WORDS.match(text, match.end()))
    ]
