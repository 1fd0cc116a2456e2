"""How noun phrases of French and English are written: determiners, genders, contractions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.any_language import any_form
from rag.language.statements.function_words import ARTICLE_FORMS, OF, WHICH
from rag.language.words import fold
from rag.records import LANGUAGES, Language


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ARTICLES_AND_DEMONSTRATIVES: dict[Language, str] = {
    "fr": "le la les un une des du au aux ce cet cette ces",
    "en": "the a an this that these those",
}
_FURTHER_DETERMINERS: dict[Language, str] = {
    "fr": "l' chaque",
    "en": "each every all my your our",
}
_BEFORE_CAPITALS: dict[Language, str] = {
    "fr": "l mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs",
    "en": "my your his her our their its",
}
# The words that a noun phrase of an earlier question starts with, as ``whole_words`` gives them.
DETERMINERS: dict[Language, frozenset[str]] = {
    one: _set(_ARTICLES_AND_DEMONSTRATIVES[one]) | _set(_FURTHER_DETERMINERS[one])
    for one in LANGUAGES
}
# Before a common noun with a capital, "le Conseil", "our Museum", as ``words`` gives them: "l".
BEFORE_COMMON_NOUNS: dict[Language, frozenset[str]] = {
    one: _set(_ARTICLES_AND_DEMONSTRATIVES[one]) | _set(_BEFORE_CAPITALS[one]) | WHICH[one]
    for one in LANGUAGES
}
INDEFINITE: dict[Language, frozenset[str]] = {"fr": _set("un une des"), "en": _set("a an")}
POSSESSIVES: dict[Language, frozenset[str]] = {
    "fr": _set("son sa ses leur leurs"),
    "en": _set("its his her their"),
}
# The gender or the number that a determiner gives to its noun.
GENDERS: dict[Language, dict[str, str]] = {
    "fr": {
        **dict.fromkeys("le un du au ce cet quel".split(), "m"),
        **dict.fromkeys("la une cette quelle".split(), "f"),
        **dict.fromkeys("les des aux ces quels quelles".split(), "p"),
    },
    "en": {},
}


@dataclass(frozen=True, slots=True)
class WordOrder:
    """What follows what in the noun phrases of a language.

    adjective_after_noun  "les règles internes": a common word can follow a name in its phrase
    verb_after_asked_noun  "quelle résolution adopte le règlement": the noun that a question asks
                           for ends before the next word, which may be its verb
    of_takes_article       "du", "des": the word for "of" merges with the article after it
    """

    adjective_after_noun: bool
    verb_after_asked_noun: bool
    of_takes_article: bool


WORD_ORDER: dict[Language, WordOrder] = {
    "fr": WordOrder(adjective_after_noun=True, verb_after_asked_noun=True, of_takes_article=True),
    "en": WordOrder(
        adjective_after_noun=False, verb_after_asked_noun=False, of_takes_article=False
    ),
}
# What is added to a noun that replaces a possessive: "its budget", "the Institute’s budget".
POSSESSIVE_ENDING: dict[Language, str] = {"fr": "", "en": "’s"}
# The gender or number that a possessive gives to the noun after it.
POSSESSIVE_ARTICLES: dict[Language, dict[str, str]] = {
    "fr": {"son": "m", "sa": "f", "ses": "p", "leurs": "p"},
    "en": {},
}
# The noun after a possessive, where the question ends with it or a date follows.
OWNED_NOUN = re.compile(
    r"\s(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)*(?:\s(?:actuel|annuel|total|moyen)(?:le|ne)?s?)?)"
    r"(?=[\s\u00a0\u202f]*[?.!…,]|[\s\u00a0\u202f]*$|\s(?:en|au|le)\s\d)"
)
# Contracted articles, each with the article alone.
_CONTRACTED: dict[Language, dict[str, str]] = {
    "fr": {"du": "le ", "des": "les ", "au": "le ", "aux": "les ", "de": ""},
    "en": {},
}
_ELIDED_OF: dict[Language, str] = {"fr": r"^d['’]", "en": ""}
_DEFINITE: dict[Language, dict[str, str]] = {
    "fr": {"m": "le", "f": "la", "p": "les", "": "les"},
    "en": dict.fromkeys(("m", "f", "p", ""), "the"),
}
_ELIDED_ARTICLES: dict[Language, frozenset[str]] = {"fr": _set("le la"), "en": frozenset()}
_SILENT_STARTS = tuple("aeiouh")  # before these the vowel of the article is dropped


# The definite article at the start of a phrase.
ARTICLE = re.compile(rf"^(?:{any_form(ARTICLE_FORMS)})", re.IGNORECASE)


def uncontracted(phrase: str, language: Language) -> str:
    """A phrase with the article that "du", "des" or "aux" contains, and without its "de"."""
    for contracted, article in _CONTRACTED[language].items():
        if phrase.lower().startswith(f"{contracted} "):
            return article + phrase[len(contracted) + 1 :]
    return re.sub(_ELIDED_OF[language], "", phrase)


def with_definite_article(noun: str, gender: str, language: Language) -> str:
    """A noun without a determiner after its definite article: "le", "la", "l’", "les", "the"."""
    article = _DEFINITE[language][gender]
    if article in _ELIDED_ARTICLES[language] and starts_silent(noun):
        return f"l’{noun}"
    return f"{article} {noun}"


def starts_silent(noun: str) -> bool:
    """Whether a noun drops the vowel of the word before it: "l’Institut", "qu’Octave"."""
    return fold(noun).startswith(_SILENT_STARTS)


def contracted(first: str, phrase: str, language: Language) -> str:
    """A phrase in the place of one that began with the folded word ``first``.

    French repeats "de" or "à" and merges it with the article: "le Conseil" becomes "du Conseil"
    in the place of "des membres". The phrase as it is, where nothing merges.
    """
    if not WORD_ORDER[language].of_takes_article:
        return phrase
    if first in OF[language]:
        return _after_de(phrase)
    if first in ("au", "aux"):
        return f"à {phrase}".replace("à le ", "au ").replace("à les ", "aux ")
    return phrase


def _after_de(phrase: str) -> str:
    """A French noun phrase after "de"."""
    article, _, rest = phrase.partition(" ")
    if article.lower() in ("le", "les"):
        return f"{'du' if article.lower() == 'le' else 'des'} {rest}"
    return f"d’{phrase}" if re.match(r"[aeiouhéèêà]", phrase, re.IGNORECASE) else f"de {phrase}"
