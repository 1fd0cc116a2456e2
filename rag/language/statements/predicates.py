"""Where the predicate of a statement begins: there is no tagger, only forms that verbs have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.words import words
from rag.records import Language, Offsets

# Verbs of institutional texts in the present, whose form alone says little, folded.
_PRESENT: dict[Language, str] = {
    "fr": "abrite accorde accueille achete adopte apporte approuve assure atteint "
    "autorise beneficie "
    "comporte compte comprend concerne confie contient controle correspond coute cree decide "
    "demande depasse detient "
    "devient dirige dispose donne dure elit emploie entre etablit exerce exige "
    "ferme figure finance fixe garantit gere impose interdit intervient nomme occupe octroie offre "
    "organise ouvre paie participe passe permet porte possede prend preside prevoit propose publie "
    "rassemble recoit regroupe remplace represente reste reunit eleve siege tient transmet "
    "travaille utilise vaut vend verse veille vise vote",
    "en": "accept add adopt allow appoint approve ban become begin bring chair close "
    "comprise contain "
    "cost cover decide elect employ ensure exceed fall fix follow fund give govern grant hold host "
    "include keep last lead lend limit manage meet need offer open operate organise organize own "
    "pay permit prohibit propose provide publish receive remain replace represent require run sell "
    "serve set sign sit start stay take use want welcome",
}
_PAST: dict[Language, str] = {
    "fr": "fut furent eut eurent recut prit tint vit fit mit devint",
    "en": "became began brought chose fell fought found gave went grew held kept knew led "
    "left lent "
    "lost made met paid ran rose said sat saw sold sent set spent spoke stood took told won wrote "
    "built bought cost cut came got died lied tied owed",
}
_HELPERS: dict[Language, str] = {
    "fr": "est sont etait etaient a ont avait avaient aura auront sera seront serait "
    "seraient aurait "
    "auraient doit doivent devra devront peut peuvent pourra pourront va vont fait font "
    "faisait veut "
    "veulent ne n se s",
    "en": "is are was were has have had will would shall should must may might can cannot "
    "could does "
    "do did isn't aren't wasn't weren't hasn't haven't won't doesn't don't didn't",
}
_PAST_ENDINGS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\w{3,}(?:aient|erent|irent|era|eront|irait|erait|ait)$"),
    "en": re.compile(r"\w{3,}ed$"),
}
_REPORTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\w{3,}(?:erent|irent)$"),
    "en": re.compile(r"\w{3,}ed$"),
}
_ONE_FORM = frozenset({"cost", "cut", "read", "set", "put", "let"})  # past and present
_NO_VERBS: dict[Language, frozenset[str]] = {
    "fr": frozenset("opera camera parfait trait extrait portrait souhait fait distrait".split()),
    "en": frozenset("united limited hundred indeed need based red shed".split()),
}
# Words after which a verb form is none, or belongs to a clause of its own.
_BEFORE_NO_PREDICATE: dict[Language, frozenset[str]] = {
    "fr": frozenset("le la les l un une des du de d au aux qui que dont ou son sa ses "
    "leur leurs ce "
                    "cet cette ces par pour sans".split()),
    "en": frozenset("the a an of its their his her this that these those which who whom where to "
                    "for by with in on".split()),
}  # fmt: skip
_RELATIVE_PRONOUNS: dict[Language, frozenset[str]] = {
    "fr": frozenset("qui que qu dont lequel laquelle".split()),
    "en": frozenset("who which that whose".split()),
}
_LONGEST_SUBJECT = 14  # words
_LONGEST_VERB = 30  # letters: looking for an ending takes the square of them


def _present_forms(language: Language) -> frozenset[str]:
    names = _PRESENT[language].split()
    if language == "fr":
        plural = (re.sub(r"(?<=[tv]ie)nt$", "nnent", name) for name in names)
        plural = (re.sub(r"(?<=pren)d$", "nent", name) for name in plural)
        return frozenset((*names, *plural)) | {f"{name}nt" for name in names if name.endswith("e")}
    third = {name[:-1] + "ies" if re.search(r"[^aeiou]y$", name) else f"{name}s" for name in names}
    return frozenset(third) | {f"{name}es" for name in names}


_FORMS: dict[Language, frozenset[str]] = {
    language: frozenset((*_HELPERS[language].split(), *_PAST[language].split()))
    | _present_forms(language)
    for language in _PRESENT
}
_PAST_FORMS = {language: frozenset(forms.split()) for language, forms in _PAST.items()}
_HELPER_FORMS = {language: frozenset(forms.split()) for language, forms in _HELPERS.items()}


@dataclass(frozen=True, slots=True)
class Predicate:
    """The first finite verb of a clause; ``subject`` is the span before it.

    ``helper``: it is a form of "be", "have", "must" and the like.
    """

    subject: Offsets
    start: int
    helper: bool


def is_finite(word: str, language: Language) -> bool:
    """Whether a folded word has the form of a finite verb."""
    if word in _NO_VERBS[language] or len(word) > _LONGEST_VERB:
        return False
    return word in _FORMS[language] or _PAST_ENDINGS[language].search(word) is not None


def is_past(word: str, language: Language) -> bool:
    """Whether a folded word has the form of a verb that reports the past, and of no present."""
    if not is_finite(word, language) or word in _ONE_FORM:
        return False
    return word in _PAST_FORMS[language] or _REPORTS[language].search(word) is not None


def find_predicate(text: str, language: Language, start: int = 0) -> Predicate | None:
    """The predicate of the clause at ``start``: ``None`` without a verb after a subject.

    The verb of a relative clause in the subject is passed over; a subject has 14 words at most.
    """
    found = words(text[start:])
    relative = False
    for place, word in enumerate(found[: _LONGEST_SUBJECT + 1]):
        previous = found[place - 1].folded if place else ""
        if word.folded in _RELATIVE_PRONOUNS[language]:
            relative = True
        if not is_finite(word.folded, language) or not place:
            continue
        if previous in _BEFORE_NO_PREDICATE[language] and word.folded not in ("ne", "n", "se", "s"):
            relative = relative and word.folded not in _HELPER_FORMS[language]
            continue
        if relative:
            relative = False
            continue
        subject = (start + found[0].start, start + found[place - 1].end)
        return Predicate(subject, start + word.start, word.folded in _HELPER_FORMS[language])
    return None


def opens_with_predicate(text: str, language: Language) -> bool:
    """Whether a text begins with a finite verb, or with a participle that shares its helper."""
    first = next(iter(words(text)), None)
    return first is not None and is_finite(first.folded, language)
