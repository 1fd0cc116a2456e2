"""The subject that a sentence takes from the one before: "It", "Elle", "Son budget", "the body"."""

from __future__ import annotations

import re

from rag.language.any_language import any_word
from rag.language.statements.dependent_sentences import PRONOUN_LED
from rag.language.statements.offices import HOLDERS
from rag.language.statements.predicates import find_predicate
from rag.language.words import words
from rag.records import Language

_LONGEST = 10  # words of a subject
_ADVERBIAL = re.compile(r"^[^,;.]{1,60},\s")
_OPENING: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:l['’]|l[ae]s?\s|(?-i:[A-ZÀ-Ý]))", re.IGNORECASE),
    "en": re.compile(r"(?:the\s|(?-i:[A-Z]))", re.IGNORECASE),
}
_NO_SUBJECT: dict[Language, frozenset[str]] = {
    "fr": frozenset("il ils elle elles on ce c cela ceci nous vous je qui un une des aucun aucune "
                    "chaque tout toute tous toutes rien personne plusieurs certains".split()),
    "en": frozenset("it they he she we you i this that these those there a an no nobody each every "
                    "all some many nothing what".split()),
}  # fmt: skip
_CARRYING: dict[Language, str] = {
    "fr": r"ils?|elles?|celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette dernière",
    "en": r"it|they|he|she|the latter",
}
_OWNERS: dict[Language, str] = {"fr": r"son|sa|ses|leurs?", "en": r"its|their|his|her"}
# Nouns by which an article calls a body that it has named.
_BODIES: dict[Language, str] = {
    "fr": r"(?:l['’]|cet(?:te)?\s|ce\s|la\s|le\s)(?:organisme|établissement|institution|"
    r"association|agence|structure|entité|instance|organisation|administration|autorité)",
    "en": r"(?:the|this)\s(?:body|institution|organi[sz]ation|agency|authority|association|company|"
    r"entity|institute)",
}
_ARTICLES_FR = {"son": "le ", "sa": "la ", "ses": "les ", "leur": "le ", "leurs": "les "}
_VOWELS = frozenset("aeiouyéèêâîôhœ")
_LEAD = r"^(?P<lead>(?:[^\W\d_][\w'’ -]{1,30},\s)?)"
_SUBJECTS = {
    language: re.compile(rf"{_LEAD}(?P<it>{form}|{_BODIES[language]})(?=\s)", re.IGNORECASE)
    for language, form in _CARRYING.items()
}
_OWNED = {
    language: re.compile(rf"{_LEAD}(?P<its>{form})\s(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
    for language, form in _OWNERS.items()
}
_PLURAL = frozenset({"ils", "elles", "ceux-ci", "celles-ci"})
_FEMININE = frozenset({"elle", "elles", "celle-ci", "celles-ci", "cette derniere"})
_MASCULINE = frozenset({"il", "ils", "celui-ci", "ceux-ci", "ce dernier"})
_PERSONS = frozenset({"he", "she", "his", "her"})
_HOLDERS = any_word(HOLDERS)
_ARTICLE = re.compile(r"^(?:The|L['’]|L[ae]s?)(?![^\W_'’])")


def find_subject(text: str, language: Language) -> str:
    """The body, person or thing that a sentence is about, "" if it names none at its start."""
    lead = _ADVERBIAL.match(text)
    for start in (0, lead.end() if lead else 0):
        predicate = find_predicate(text, language, start)
        if predicate is None:
            continue
        subject = text[predicate.subject[0] : predicate.subject[1]]
        found = words(subject)
        names = _OPENING[language].match(subject) and found[0].folded not in _NO_SUBJECT[language]
        if names and len(found) <= _LONGEST and "," not in subject:
            return subject
    return ""


def with_subject(text: str, subject: str, language: Language) -> str:
    """A sentence with the subject of the one before in the place of its pronoun, or as it is."""
    if not subject:
        return text
    match = _SUBJECTS[language].match(text)
    refers = PRONOUN_LED[language].search(text) is not None
    if match and (refers or re.search(_BODIES[language], match["it"], re.IGNORECASE)):
        if not _agrees(match["it"], subject, language):
            return text
        return f"{match['lead']}{_cased(subject, first=not match['lead'])}{text[match.end() :]}"
    owned = _OWNED[language].match(text)
    if owned and refers and _agrees(owned["its"], subject, language):
        own = _owned(owned["its"], owned["rest"], subject, language)
        return f"{owned['lead']}{_cased(own, first=not owned['lead'])}"
    return text


def _cased(said: str, *, first: bool) -> str:
    """Words with a capital where they open a sentence, and a small article elsewhere."""
    if first:
        return f"{said[:1].upper()}{said[1:]}"
    return _ARTICLE.sub(lambda match: match[0].lower(), said)


def _owned(its: str, rest: str, subject: str, language: Language) -> str:
    """ "Its budget is" becomes "The museum's budget is", "Son budget" "Le budget du musée"."""
    if language == "en":
        return f"{subject}'s {rest}"
    predicate = find_predicate(f"{its} {rest}", language)
    if predicate is None:
        return f"{its} {rest}"
    end = predicate.subject[1] - len(its) - 1
    article = _ARTICLES_FR[its.lower()]
    if article != "les " and rest[:1].lower() in _VOWELS:
        article = "l'"
    return f"{article}{rest[:end]} {_of(subject)}{rest[end:]}"


def _of(subject: str) -> str:
    for article, contracted in (("les ", "des "), ("le ", "du "), ("la ", "de la "), ("l", "de l")):
        if subject.lower().startswith(article) and (article != "l" or subject[1:2] in "'’"):
            return f"{contracted}{subject[len(article) :]}"
    return f"d'{subject}" if subject[:1].lower() in _VOWELS else f"de {subject}"


def _agrees(pronoun: str, subject: str, language: Language) -> bool:
    """Whether a pronoun may stand for a subject, by its gender and number."""
    it, first = pronoun.lower(), words(subject)[0].folded
    if language == "en":
        is_person = first != "the" or bool(_HOLDERS & {one.folded for one in words(subject)})
        return it not in _PERSONS or is_person
    several = first in ("les", "des")
    if it in _MASCULINE | _FEMININE and several != (it in _PLURAL):
        return False
    return not (
        (first in ("le", "un") and it in _FEMININE) or (first in ("la", "une") and it in _MASCULINE)
    )
