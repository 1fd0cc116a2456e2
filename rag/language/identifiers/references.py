"""Identifiers in French and English text, each by a value that all its spellings share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.language.figures.counting import counts_things, is_in_street
from rag.language.figures.dates import YEAR, find_dates
from rag.language.identifiers.mark_nouns import LATIN_NUMBERS
from rag.language.identifiers.marks import Mark, find_marks
from rag.language.identifiers.reference_nouns import (
    ISSUER_ENDINGS,
    NUMBER_SIGNS,
    PART_NOUNS,
    SAME_SERIES,
    STANDARD_BODIES,
    THING_NOUNS,
)
from rag.language.words import fold
from rag.records import LANGUAGES, Language

_BLANK = r"[ \t\u00a0\u2009\u202f]"
_DASHES = re.compile("[\u2010-\u2015\u2212/]")
_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# "12", "L. 123-4", "3.2", "1er", "2A", "IV", "12 bis", "12(2)(b)", "premier", "2023/45", "E-4013"
_MORE = r"(?:[.\-–‑/*](?:[0-9]+|(?-i:[A-Z]{1,4})\b))*"
_VALUE = (
    rf"(?:premier|première|(?-i:[A-Z]{{1,4}})[.\-–‑/]*{_BLANK}?[0-9]+{_MORE}"
    rf"|[lrd]\.?{_BLANK}?[0-9]+(?:[\-–‑][0-9]+)+|[a-z]{{1,3}}[\-–‑]?[0-9]{{2,}}{_MORE}"
    rf"|[0-9]++{_MORE}(?:er|re|[a-z]{{0,2}}(?![a-z])|(?=(?:{LATIN_NUMBERS})\b))|(?-i:[IVXLC]+|[A-Z])(?![\w'’-]|\.\w))"
    rf"(?:{_BLANK}?(?:{LATIN_NUMBERS})\b)?(?:{_BLANK}?\([0-9a-z]{{1,4}}\))*"
)
_YEAR = re.compile(YEAR)
_TAX_FORMS = "2030"  # French tax forms have numbers from here on that look like years: "2042"
_ZEROS = re.compile(r"(?<=-)0+(?=[0-9])")
_NUMBER_OF_YEAR = re.compile(r"^0*(?P<number>[0-9]{1,3})-(?P<year>(?:19|20)[0-9]{2})$")
_PLAIN_DIGITS = 4  # of a number that may number anything
# A count and not a number of its own: "les articles 12 euros", "order 3 chairs".
_MEASURED = re.compile(
    rf"{_BLANK}?(?:[%€$£‰]|(?:euros?|dollars?|millions?|milliards?|(?:sur|out of){_BLANK}[0-9]+)\b)"
)


def _forms(nouns: dict[str, str]) -> re.Pattern[str]:
    """A noun of any kind, each kind a group, then a value; more values after "et" or a comma."""
    kinds = "|".join(f"(?P<{kind}>{forms})" for kind, forms in nouns.items())
    more = rf"(?:{_BLANK}?(?:,|\bet\b|\band\b|\bou\b|\bor\b|\bà\b|\bto\b){_BLANK}?{_VALUE})*"
    return re.compile(
        rf"(?<![\w/])(?:{kinds}){_BLANK}?:?{_BLANK}?(?P<sign>(?:(?:{NUMBER_SIGNS}){_BLANK}?)+)?"
        rf"(?P<value>{_VALUE})(?P<more>{more})",
        re.IGNORECASE,
    )


_KINDS = tuple(PART_NOUNS["en"] | THING_NOUNS["en"])
_LABELLED = {
    language: _forms(PART_NOUNS[language] | THING_NOUNS[language]) for language in LANGUAGES
}
_VALUES = re.compile(_VALUE, re.IGNORECASE)
_STANDARD = re.compile(
    rf"(?<![\w/-])(?P<body>(?:{STANDARD_BODIES})(?:[ /\u00a0-](?:{STANDARD_BODIES}))*)"
    rf"{_BLANK}?(?:[nN][°º]{_BLANK}?)?[-–]?(?!(?:19|20)[0-9]{{2}}\b)"
    r"(?P<number>[0-9][0-9.\-–]*[0-9]|[0-9])(?:[:*](?P<edition>[0-9]{2,4}))?(?!\w)"
)
_YEAR_RANGE = re.compile(r"((?:1[5-9]|20)[0-9]{2})[-/]([0-9]{2}|(?:1[5-9]|20)[0-9]{2})")
_LONGEST_RANGE = 15  # years between "1628" and "31"; "2023-45" is a number of 2023
_ROMAN_PART = re.compile(r"[ivxlc]+\.[0-9]+")
_NAME = re.compile(r"(?:[A-Z]{4,}|[a-z]{4,}-)[-–‑]?[0-9]{1,2}")  # no number of a series: "COVID-19"
_LATIN_NUMBER = re.compile(rf"(?<![\w-])[0-9]+{_BLANK}?(?:{LATIN_NUMBERS})\b", re.IGNORECASE)
# Numbers that only their form shows to be of telephones in Britain: "020 7946 0081".
_PHONE = re.compile(
    r"(?<![\w.+])(?<![0-9][ \u00a0\u202f])0[1-9][0-9]{1,3}[ \u00a0][0-9]{3,4}"
    r"[ \u00a0][0-9]{3,4}(?!\w)"
)
# "E-4013", "PX-888", "A320", "ZX81B"; in lower case only with a dash: "e-4013".
_MIXED = re.compile(
    r"(?<![\w/.-])(?:[A-Z]{1,5}[-–‑/]?[0-9]{2,}(?:[-–‑/][0-9A-Z]+)*[A-Z]?"
    r"|[a-z]{1,3}[-–‑][0-9]{3,}(?:[-–‑][0-9]+)*)(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """An identifier at ``text[start:end]``.

    kind   what it numbers: "article", "note", "phone"; "" if the text does not say it
    value  its number as all spellings write it: "L. 123-4" is "l123-4", "12 bis" is "12bis"
    """

    start: int
    end: int
    kind: str
    value: str

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a text, which has neighbours: an article, not a note."""
        return self.kind in PART_NOUNS["en"]

    def matches(self, asked: Reference) -> bool:
        """Whether it is the thing asked for, or a part or an edition of it.

        "12(2)" and "12" match each other, "12 bis" and "12" do not; "ISO 9001:2015" matches
        "ISO 9001". Where a kind is not said, a number that says enough by itself matches.
        """
        if self.kind != asked.kind and (
            (self.kind and asked.kind) or not (self.is_distinct and asked.is_distinct)
        ):
            return False
        own, other = self.plain.partition("("), asked.plain.partition("(")
        if own[2] and other[2] and not self.plain.startswith(asked.plain):
            return False
        return own[0] == other[0] or own[0].startswith(f"{other[0]}:")

    def is_like(self, asked: Reference) -> bool:
        """Whether it is another thing of the same series: "12 bis" for "12", "2024-45"."""
        if self.matches(asked) or ((self.kind and asked.kind) and self.kind != asked.kind):
            return False
        return (self.kind == asked.kind != "") or self.series == asked.series

    @property
    def plain(self) -> str:
        """Its value as matching compares it: "2022-018" as "2022-18", "45/2023" as "2023-45"."""
        value = _ZEROS.sub("", self.value).removeprefix("cerfa")
        return _NUMBER_OF_YEAR.sub(r"\g<year>-\g<number>", value)

    @property
    def series(self) -> str:
        """What its number has in common with those of like things: its letters, its form."""
        letters = re.match(r"[a-z]+", self.value)
        return letters[0] if letters else re.sub(r"[0-9]+", "0", self.value)

    @property
    def is_distinct(self) -> bool:
        """Whether the value is enough to know the thing by: "2023-45", not "12"."""
        return not self.value.isdecimal() or len(self.value) > _PLAIN_DIGITS


@lru_cache(maxsize=4_096)
def find_references(text: str, language: Language) -> tuple[Reference, ...]:
    """The identifiers of a text in that language in order, none inside another; cached.

    A year alone after the noun of a thing is no identifier: "le contrat 2024".
    """
    if not any(letter.isdigit() for letter in text) and not _has_words(text, language):
        return ()
    dates = [(date.start, date.end) for date in find_dates(text) if date.precision == "day"]
    kept: list[Reference] = []
    for found in _all_references(text, language):
        taken = [*dates, *((one.start, one.end) for one in kept)]
        if not any(found.start < end and start < found.end for start, end in taken):
            kept.append(found)
    return tuple(sorted(kept, key=lambda one: one.start))


def numbered_start(text: str, language: Language) -> str:
    """The number of an article that a text starts with, without a noun: "12 Every person"."""
    first = next(iter(find_marks(text, language)), None)
    if first is None or first.kind != "item" or first.start or not text[:1].isdigit():
        return ""
    return _canonical(first.value.partition("(")[0])


def _has_words(text: str, language: Language) -> bool:
    """Whether a text without digits may number something: "article premier", "chapitre IV"."""
    return _LABELLED[language].search(text) is not None


def _all_references(text: str, language: Language) -> Iterator[Reference]:
    """The identifiers of each form in turn; the first that is found at a place counts."""
    for match in _STANDARD.finditer(text):
        yield _standard(match)
    for match in _LABELLED[language].finditer(text):
        yield from _labelled(text, match, language)
    for mark in find_marks(text, language):
        if (found := _marked(mark)) is not None and not is_in_street(text, mark.end):
            yield found
    for match in _PHONE.finditer(text):
        yield _phone(match.start(), match.end(), match[0])
    for match in (*_MIXED.finditer(text), *_LATIN_NUMBER.finditer(text)):
        if not _NAME.fullmatch(match[0]):
            yield Reference(match.start(), match.end(), "", _canonical(match[0]))


def _standard(match: re.Match[str]) -> Reference:
    body = fold(match["body"])
    last = re.split(r"[^a-z]+", body)[-1]
    series = "iso" if "iso" in body else SAME_SERIES.get(last, last)
    edition = f":{match['edition']}" if match["edition"] else ""
    value = f"{series}{_canonical(match['number'])}{edition}"
    return Reference(match.start(), match.end(), "", value)


def _labelled(text: str, match: re.Match[str], language: Language) -> Iterator[Reference]:
    """The references of a noun: "articles 12 et 13" has two, the noun is part of the first."""
    kind = next(name for name in _KINDS if match[name])
    if _MEASURED.match(text, match.end()) or counts_things(text, *match.span(), language):
        return
    part, noun = kind in PART_NOUNS["en"], match[kind]
    plural = part and noun.endswith(("s", "x", "§§", "ces"))
    places = [match.span("value")]
    if plural:
        places += [one.span() for one in _VALUES.finditer(text, *match.span("more"))]
    for place, (start, end) in enumerate(places):
        value = _canonical(text[start:end])
        if part or _numbers_a_thing(value, noun, kind, signed=match["sign"] is not None):
            yield Reference(match.start() if place == 0 else start, end, kind, value)


def _numbers_a_thing(value: str, noun: str, kind: str, *, signed: bool) -> bool:
    """Whether a value after the noun of a thing is its number: not a year, nor a count."""
    if len(value) == 1 and value.isalpha():
        return False  # a letter numbers parts only: "Schedule C"
    if not value.isdecimal() or signed:
        return True
    is_year = _YEAR.fullmatch(value) and (kind != "form" or value < _TAX_FORMS)
    return not (is_year or kind == "law" or noun.endswith(("s", "S")))


def _marked(mark: Mark) -> Reference | None:
    """The reference of a mark that says which thing is meant; ``None`` for the others."""
    if mark.kind == "phone":
        return _phone(mark.start, mark.end, mark.value)
    if mark.kind not in ("number", "code", "version"):
        return None
    if _NAME.fullmatch(mark.value) or (mark.kind == "code" and _is_no_code(mark.value)):
        return None
    value = _canonical(mark.value)
    kind = "version" if mark.kind == "version" else ""
    return Reference(mark.start, mark.end, kind, value.removeprefix("v") if kind else value)


def _is_no_code(value: str) -> bool:
    """Whether what looks like a code is a range of years, "1851-1860", or a part, "IV.1"."""
    years = _YEAR_RANGE.fullmatch(value)
    if years is None:
        return _ROMAN_PART.fullmatch(value) is not None
    first, last = int(years[1]), int(years[2])
    last = last if last > 99 else first - first % 100 + last
    longest = _LONGEST_RANGE if len(years[2]) == 2 else last
    return first < last <= first + longest


def _phone(start: int, end: int, written: str) -> Reference:
    """A telephone number as it is dialled in its country: "+33 1 ..." is "01 ..."."""
    digits = re.sub(r"\D", "", written)
    return Reference(start, end, "phone", f"0{digits[2:]}" if written[0] == "+" else digits)


def _canonical(written: str) -> str:
    """A number as all its spellings write it; see ``Reference.value``."""
    value = fold("".join(written.split()))
    value = _DASHES.sub("-", value).replace("*", ":")
    if value in ("premier", "premiere", "1er", "1re"):
        return "1"
    letters, _, rest = value.partition("-")
    if rest and letters.isalpha():  # "E-4013", "SOR/2016-187"
        return SAME_SERIES.get(letters, letters) + rest
    value = re.sub(rf"^([a-z]+)\.|-(?:{ISSUER_ENDINGS})$", r"\1", value)
    if value and _ROMAN.fullmatch(value) and value not in ("c", "l"):
        return str(_from_roman(value))
    return value.rstrip(".-")


def _from_roman(value: str) -> int:
    numbers = [_ROMAN_VALUES[letter] for letter in value]
    following = [*numbers[1:], 0]
    return sum(-one if one < after else one for one, after in zip(numbers, following, strict=True))
