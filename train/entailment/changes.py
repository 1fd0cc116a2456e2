"""Changes of a sentence after which it says something else, by the tables of each language.

Each change gives the changed sentence, or None where it does not apply. The sentence before the
change and the one after it contradict each other, whichever of the two is the claim.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from rag.records import Language
from train.entailment.words import (
    MODALITY,
    MONTHS,
    NEGATED,
    NEGATIONS,
    NUMBERS,
    OPPOSITES,
    PEOPLE,
    QUANTIFIERS,
)  # fmt: skip

Change = Callable[[str, Language, random.Random], "str | None"]
_DIGITS = re.compile(
    r"(?<![\w.,/§()\-–])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?)(?![\w)/\-–(]|[.,]\d)"
)
# What is numbered rather than counted: another number is another article, not another fact.
_NUMBERED = re.compile(
    r"(?:sections?|subsections?|paragraphs?|parts?|schedules?|items?|rules?|articles?|forms?|"
    r"columns?|tables?|chapters?|figures?|clauses?|numbers?|no\.|paragraphes?|alinéas?|parties?|"
    r"annexes?|règles?|formules?|colonnes?|tableaux?|chapitres?|numéros?|n[o°]s?|version|python|"
    r"formulaires?|acts?|loi|regulations?|règlements?|c\.|l\.c\.|s\.c\.|and|or|to|et|ou|à)"
    r"[\s\u00a0]*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
# What stands before a year; elsewhere four digits are a quantity.
_DATED = re.compile(
    r"(?:\b(?:in|since|until|by|en|depuis|année|year|for|pour|"
    + "|".join(name for names in MONTHS.values() for name in names.split())
    + r"|mars|mai|May|March),?\s)$"
)
_BY_MONTH = re.compile(
    r"(?:\d|\d(?:st|nd|rd|th|er)|\b(?:in|of|since|until|en|by|de|late|early))\s$"
)
# An opposite or a negation is a change only in a sentence that has one clause to turn.
_CONDITION = re.compile(
    r"\b(?:if|unless|whether|where|when|except|other than|si|sauf|lorsqu|quand|à moins)", re.I
)


def number(text: str, language: Language, rng: random.Random) -> str | None:
    """Another number in digits, that counts or measures; another year."""
    places = [
        found for found in _DIGITS.finditer(text) if not _NUMBERED.search(text[: found.start()])
    ]
    if not places:
        return None
    found = rng.choice(places)
    dated = bool(_DATED.search(text[: found.start()]))
    return text[: found.start()] + _other(found["number"], dated, rng) + text[found.end() :]


def _other(written: str, dated: bool, rng: random.Random) -> str:
    """A number of the same form that is clearly another."""
    if dated and _YEAR.match(written):
        return str(int(written) + rng.choice((-12, -5, -3, -2, -1, 1, 2, 4, 10)))
    if "," in written and "." not in written and re.fullmatch(r"\d{1,3}(?:,\d{3})+", written):
        value = int(written.replace(",", ""))
        return f"{_shifted(value, rng):,}"
    if (point := re.search(r"[.,]", written)) is not None:
        whole, part = re.split(r"[.,]", written)
        return f"{_shifted(int(whole), rng)}{point[0]}{part}"
    return str(_shifted(int(written), rng))


def _shifted(value: int, rng: random.Random) -> int:
    if value < 10:
        return rng.choice([each for each in range(1, 13) if each != value])
    if value < 100:
        return value + rng.choice((-9, -5, -2, 1, 2, 5, 10, 20))
    unit = 10 ** (len(str(value)) - 2)
    return int(value + unit * rng.choice((-9, -5, -2, -1, 1, 2, 5, 10, 25)))


def listed(lists: Mapping[Language, str]) -> Change:
    """Another word of the same list."""
    patterns = {
        language: re.compile(rf"(?<![-\w])(?:{'|'.join(names.split())})(?![-\w])")
        for language, names in lists.items()
    }

    def change(text: str, language: Language, rng: random.Random) -> str | None:
        found = list(patterns[language].finditer(text))
        if not found or (place := rng.choice(found)).start() == 0:
            return None
        others = [name for name in lists[language].split() if name not in text]
        return text[: place.start()] + rng.choice(others) + text[place.end() :]

    return change


def month(text: str, language: Language, rng: random.Random) -> str | None:
    """Another month, where the name of one stands by a number or a preposition."""
    for found in re.finditer(rf"\b(?:{'|'.join(MONTHS[language].split())})\b", text):
        if _BY_MONTH.search(text[: found.start()]) or re.match(r"\s\d", text[found.end() :]):
            others = [name for name in MONTHS[language].split() if name not in text]
            return text[: found.start()] + rng.choice(others) + text[found.end() :]
    return None


def modality(text: str, language: Language, rng: random.Random) -> str | None:
    """Duty, permission and prohibition turned.

    Not in sentences that deny or restrict: "no permit may" says what "no permit shall" says.
    """
    return None if _RESTRICTED[language].search(text) else _MODALITY(text, language, rng)


def replaced(
    tables: Mapping[Language, Mapping[str, str]], *, once: bool = True, plain: bool = False
) -> Change:
    """One of the words that have a counterpart, replaced by it.

    ``once``: only where the sentence has one such word, so that the change is of all it says.
    ``plain``: only without conditions and exceptions.
    """
    patterns = {
        language: re.compile(
            "(?<![-\\w’'])(?:"
            + "|".join(sorted(map(re.escape, table), key=len, reverse=True))
            + r")(?![-\w])"
        )
        for language, table in tables.items()
    }

    def change(text: str, language: Language, rng: random.Random) -> str | None:
        found = list(patterns[language].finditer(text))
        if not found or (once and len(found) > 1) or (plain and _CONDITION.search(text)):
            return None
        place = rng.choice(found)
        other = tables[language][place[0]]
        return text[: place.start()] + other + text[place.end() :]

    return change


def negated(text: str, language: Language, rng: random.Random) -> str | None:
    """A negation of the first verb, in a sentence without one and without conditions."""
    if NEGATED[language].search(text) or _CONDITION.search(text):
        return None
    table = NEGATIONS[language]
    # The verb of a relative clause does not carry what the sentence states.
    found = re.search(rf"(?<![-\w’'])(?:{'|'.join(map(re.escape, table))})(?![-\w])", text)
    if found is None or _RELATIVE[language].search(text[: found.start()]):
        return None
    return text[: found.start()] + table[found[0]] + text[found.end() :]


def affirmed(text: str, language: Language, rng: random.Random) -> str | None:
    """The only negation taken out."""
    if len(NEGATED[language].findall(text)) > (2 if language == "fr" else 1):
        return None
    backwards = {negation: verb for verb, negation in NEGATIONS[language].items()}
    return replaced({language: backwards}, plain=True)(text, language, rng)


def swapped_names(text: str, language: Language, rng: random.Random) -> str | None:
    """The two people of an everyday sentence in each other's place."""
    first, second = PEOPLE
    both = text.count(first) == text.count(second) == 1
    if not both or _SYMMETRIC[language].search(text):
        return None
    return text.replace(first, "\0").replace(second, first).replace("\0", second)


_RESTRICTED = {
    "en": re.compile(r"\b(?:[Nn]o|nor|only|unless|neither|[Nn]othing|never|why|how)\b"),
    "fr": re.compile(r"\b(?:[Nn]ul|[Aa]ucune?|que|ni|sauf|jamais|ne (?:peu|doi|pou|dev)\w+)\b"),
}
_RELATIVE = {
    "en": re.compile(r"\b(?:who|which|that|whose|what|how|why|because|while|until|as)\b", re.I),
    "fr": re.compile(
        r"\b(?:qui|que|dont|où|lequel|laquelle|lesquels|lesquelles|auquel|pendant|ce|comme|"
        r"puisque|parce)\b|\bqu[’']", re.I),
}  # fmt: skip
_MODALITY = replaced(MODALITY)
_SYMMETRIC = {
    "en": re.compile(
        r"\b(?:friends?|neighbou?rs?|brother|sister|cousin|partner|met|kissed|near|and|"
        r"or|nor|with|married|same|each other|as|like|he|she|his|her|him|hers|"
        r"himself|herself|different|between)\b", re.I),
    "fr": re.compile(
        r"\b(?:amie?s?|voisine?|frère|sœur|soeur|cousine?|près|rencontr\w+|et|ou|ni|"
        r"avec|même|mari\w+|comme|aussi|il|elle|lui|son|sa|ses|leur|l'autre|"
        r"différent\w*|entre)\b|[eé]e\b", re.I),
}  # fmt: skip

CHANGES: dict[str, Change] = {
    "number": number,
    "number-word": listed(NUMBERS),
    "date": month,
    "modality": modality,
    "quantifier": replaced(QUANTIFIERS, plain=True),
    "opposite": replaced(OPPOSITES),
    "negation": negated,
    "affirmed": affirmed,
    "role": swapped_names,
}
