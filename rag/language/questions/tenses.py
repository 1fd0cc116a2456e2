"""What the tense of a question says: of what is to come, or of what happened; for folded text."""

from __future__ import annotations

import re

from rag.records import Language

_FUTURE: dict[Language, str] = {
    "fr": r"\b(?:sera|seront|aura|auront|coutera|couteront|vaudra|vaudront)\b",
    "en": r"\bwill\b",
}
# Verbs of what is so and not of what happens: "how many members did the Board have?"
_STATES: dict[Language, str] = {
    "fr": r"eue?s?|comptee?s?|coutee?s?|employee?s?|possedee?s?|valu",
    "en": r"have|has|had|count|cost|employ|own|hold|consist|need",
}
# "A-t-il envoyé", "ont été condamnés", "did it send", "were sentenced".
_HAPPENED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\bcombien\b.*\b(?:a|ont)(?:-t)?(?:-(?:ils?|elles?|on))? (?:ete |pu |du )?"
        rf"(?!(?:{_STATES['fr']})\b)\w+(?:e|es|ee|ees|i|is|ie|ies|u|us|ue|ues|it|its)\b"
    ),
    "en": re.compile(
        r"\bhow many\b.*\b(?:did\b(?!.*\b(?:"
        + _STATES["en"]
        + r")\b)|(?:were|was|have been|has been) \w+(?:ed|en|nt|ld|de|un|ught)\b)"
    ),
}
_SINCE_WHEN: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\bdepuis\b"),
    "en": re.compile(r"\bsince\b(?! (?:it|they|he|she|we|you|this|there)\b)"),
}
# What is to come, or an end of it.
_TO_COME: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:jusqu'|avant|a partir|des (?:le|la|l'|que)|prochaine?s?|prevue?s?|fin|doi\w+|va|vont"
        r"|\w+(?:ra|ront))\b"
    ),
    "en": re.compile(
        r"\b(?:until|till|by|before|from|will|shall|must|next|planned|due|expected|end|going to)\b"
    ),
}
_FUTURE_FORMS = {language: re.compile(form) for language, form in _FUTURE.items()}


def asks_for_future(folded: str, language: Language) -> bool:
    """Whether a question is asked of a time to come: "quel sera le tarif en 2027 ?"."""
    return bool(_FUTURE_FORMS[language].search(folded))


def counts_what_happened(folded: str, language: Language) -> bool:
    """Whether a question asks how many times something happened: "how many letters did it send?".

    Not how many there were of what is so: "how many members did the Board have?".
    """
    return bool(_HAPPENED[language].search(folded))


def says_only_since(folded: str, language: Language) -> bool:
    """Whether a text gives no other time than that since when: "fuit depuis janvier"."""
    return bool(_SINCE_WHEN[language].search(folded)) and not _TO_COME[language].search(folded)
