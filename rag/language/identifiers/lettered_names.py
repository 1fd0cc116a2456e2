"""Classes of things that a letter tells apart: "Livret A", "permis B", "category C"."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.records import Language

# The nouns of such classes, each with what the other language calls it. Parts of texts ("annexe A")
# have their own table.
_CLASS_NOUNS = (
    r"b[aâ]timents?|buildings?",
    r"cat[eé]gories|cat[eé]gor(?:ie|y)",
    r"class(?:e|es)?",
    r"grades?",
    r"groupes?|groups?",
    r"h[eé]patites?|hepatitis",
    r"livrets?|passbooks?|savings accounts?",
    r"niveaux?|levels?",
    r"options?",
    r"permis|licen[cs]es?|permits?",
    r"s[eé]ries?",
    r"tranches?|brackets?",
    r"types?",
    r"vitamines?|vitamins?",
    r"zones?",
)
_FORMS = tuple(re.compile(rf"(?<!\w)(?:{nouns})(?!\w)", re.IGNORECASE) for nouns in _CLASS_NOUNS)
_LETTERED = re.compile(
    rf"(?<![\w'’.-])(?P<noun>(?i:{'|'.join(_CLASS_NOUNS)}))[ \u00a0\u202f](?P<letter>[A-HJ-Z])"
    r"(?![\w'’-]|\.\w)"
)
# Between a noun and its letter: "les zones A et B", "le permis de conduire de catégorie B".
_BETWEEN = r"(?:[^\w.!?;]+\w+){0,4}?[^\w.!?;]+"
_ANY_LETTER = re.compile(r"[ \u00a0\u202f][A-HJ-Z](?!\w)")
_NO_ARTICLE = re.compile(r"\s*(?:$|[^\w\s])")  # after an "A" that is no English article


class LetteredName(NamedTuple):
    """A class noun and its letter, ``text[start:end]``; ``nouns`` finds all forms of the noun."""

    start: int
    end: int
    noun: str
    letter: str

    @property
    def nouns(self) -> re.Pattern[str]:
        """The forms of its noun in both languages."""
        return next(form for form in _FORMS if form.fullmatch(self.noun))


def find_lettered_names(text: str, language: Language) -> tuple[LetteredName, ...]:
    """The things of a question that a noun and one letter name; none in a text in capitals."""
    if text.isupper():
        return ()
    return tuple(
        LetteredName(match.start(), match.end(), match["noun"], match["letter"])
        for match in _LETTERED.finditer(text)
        if not (language == "en" and match["letter"] == "A" and _is_article(text, match.end()))
    )


def _is_article(text: str, end: int) -> bool:
    return _NO_ARTICLE.match(text, end) is None


def holds_lettered_name(name: LetteredName, text: str) -> bool:
    """Whether a text has the noun, in any form and either language, and its letter soon after."""
    letter = re.compile(rf"{_BETWEEN}{name.letter}(?!\w)")
    return any(letter.match(text, found.end()) for found in name.nouns.finditer(text))


def holds_another_letter(name: LetteredName, text: str) -> bool:
    """Whether a text has the noun with another letter right after it, and not with its own."""
    others = (_ANY_LETTER.match(text, found.end()) for found in name.nouns.finditer(text))
    return any(others) and not holds_lettered_name(name, text)
