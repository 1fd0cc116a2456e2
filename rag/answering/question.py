"""A question parsed: its content words with their rarity, and the kind of answer it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rag.language.words import family, fold, is_stop_word, words
from rag.records import LANGUAGES, Language

AnswerKind = Literal["person", "time", "duration", "place", "count", "other"]
Rarity = Callable[[str, Language], float]


# Question words that give the kind of answer, in folded text: no accents, straight apostrophes.
_FORMS: dict[Language, dict[AnswerKind, str]] = {
    "fr": {
        "duration": r"\bcombien de (?:temps|jours?|mois|ans|annees|semaines|heures)\b"
        r"|\bpendant combien\b",
        "count": r"\bcombien\b",
        "time": r"\bquand\b",
        "place": r"^(?:d')?ou\b",  # "où" is often typed without its accent
        "person": r"^(?:a |de |par |pour |avec |chez )?(?:qui|lequel|laquelle)\b(?! (?:est-ce|s'))"
        r"|\b(?:de|par|a|pour|avec) qui\b|\bqui (?:est|sont|a|ont|etait|fut|preside|signe)\b",
    },
    "en": {
        "duration": r"\bhow (?:long|many (?:years|days|months|weeks|hours|minutes))\b(?! ago)",
        "count": r"\bhow (?:many|much|large|big|tall|high|old|far|fast|deep|wide)\b",
        "time": r"\bwhen\b|\bhow long ago\b",
        "place": r"\bwhere\b",
        "person": r"\bwho(?:m|se)?\b",
    },
}
# What a question asks for after "quel est le", "what is the".
_WHICH = {
    "fr": r"\bquel(?:le)?s? (?:est |sont |etait |fut )?(?:le |la |les |l')?(?:{})\b",
    "en": r"\b(?:what|which) (?:is |are |was |were )?(?:the )?(?:{})\b",
}
_NOUNS: dict[Language, dict[AnswerKind, str]] = {
    "fr": {
        "duration": "duree|delai",
        "count": "pourcentage|nombre|montant|taux|prix|cout|part|proportion|effectif|population|"
        "superficie|taille|hauteur|longueur|distance|age|budget|plafond|quorum",
        "time": "date|annees?|jours?|mois|siecle|epoque|periode|heures?|decennie",
        "place": "lieu|endroit|pays|villes?|region|continent|capitale|etat|commune|adresse",
        "person": "nom|auteur|president|presidente|directeur|directrice|roi|reine|personne|"
        "homme|femme",
    },
    "en": {
        "duration": "length of|duration|term of",
        "count": "percentage|percent|number|amount|price|cost|rate|population|size|area|height|"
        "length|distance|age|budget|proportion|share|ceiling|quorum",
        "time": "date|years?|day|month|century|decade|period|era|time",
        "place": "place|country|countries|city|cities|town|state|region|continent|capital|"
        "location|county|address",
        "person": "name|person|author|president|director|king|queen|man|woman|chair",
    },
}
# Verbs that belong to the question, not to its subject: "combien de piliers compte le centre ?".
_QUESTION_VERBS: dict[Language, frozenset[str]] = {
    "fr": frozenset("compte comptent appelle appelait nomme nommait situe trouve existe".split()),
    "en": frozenset("called named located situated".split()),
}
_WHERE = re.compile("où|ou\u0300", re.IGNORECASE)
_PATTERNS: dict[Language, tuple[tuple[AnswerKind, re.Pattern[str]], ...]] = {
    language: tuple(
        (kind, re.compile(f"{form}|{_WHICH[language].format(_NOUNS[language][kind])}"))
        for kind, form in _FORMS[language].items()
    )
    for language in LANGUAGES
}


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question with the kind of its short answer and its folded words.

    ``content`` are the folded words without stop words and verbs of asking. ``rarity`` is the
    inverse document frequency of each family of content words. ``names`` are the families of
    figures and of capitalised words after the first.
    """

    text: str
    language: Language
    answer_kind: AnswerKind
    folded: frozenset[str]
    content: frozenset[str]
    rarity: dict[str, float]
    names: frozenset[str]


def parse_question(text: str, language: Language, rarity: Rarity) -> ParsedQuestion:
    """The question parsed in its language; ``rarity`` is that of a word in the library."""
    found = words(text)
    plain = [word.folded for word in found if word.folded not in _QUESTION_VERBS[language]]
    content = [word for word in plain if not is_stop_word(word, language)]
    return ParsedQuestion(
        text=text,
        language=language,
        answer_kind=answer_kind(text, language),
        folded=frozenset(word.folded for word in found),
        content=frozenset(content),
        rarity={family(word): rarity(word, language) for word in content},
        names=frozenset(
            family(word.folded)
            for position, word in enumerate(found)
            if (position and text[word.start].isupper()) or text[word.start].isdigit()
        ),
    )


def answer_kind(text: str, language: Language) -> AnswerKind:
    """The kind of short answer that a question asks for."""
    # With its accent, "où" is never "ou" (or), wherever it occurs.
    plain = fold(_WHERE.sub("en quel lieu", text))
    return next((kind for kind, form in _PATTERNS[language] if form.search(plain)), "other")
