"""Numbers that mark or identify something: paragraphs, articles, pages, notes, laws, telephones.

They are no quantities: "article 12" does not count anything, nor does "(2)" before a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.language.any_language import any_form
from rag.language.figures.dates import find_dates
from rag.language.figures.number_words import SCALES, folded, is_number_name
from rag.language.figures.times import UNIT_OF_TIME
from rag.language.identifiers.mark_nouns import (
    LATIN_NUMBERS,
    LAW_PLACES,
    MARK_NOUNS,
    NUMBER_NOUNS,
    PHONE_NOUNS,
    PHONE_VERBS,
)
from rag.language.words import fold, is_stop_word
from rag.records import LANGUAGES, Language

MarkKind = Literal["label", "number", "code", "law", "phone", "version", "address", "item", "note"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at ``text[start:end]``.

    kind   "label" ("article 12"), "number" ("n° 12"), "code" ("SOR/2016-187"), "law" ("S.C. 2004,
           c. 11"), "phone", "version" ("12.4.1"), "address" (of the web or of a mailbox), "item"
           (the number of a paragraph, a heading or an item of a list), "note" (a call: "[3]")
    value  what it says without its noun, in lower case and without blanks: "12", "l.123-4"; that
           of an item is its number alone
    """

    start: int
    end: int
    kind: MarkKind
    value: str

    @property
    def is_reference(self) -> bool:
        """Whether it says which thing is meant, as "article 12" does and "(2)" does not."""
        return self.kind not in ("item", "note")

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers: "5", "6" and "7" of "articles 5, 6 et 7", and of "articles 5 to 7"."""
        if self.kind != "label":
            return frozenset({self.value})
        found = set[str]()
        for one in _BETWEEN_NUMBERS.split(self.value):
            ends = _RANGE.fullmatch(one)
            first, last = (int(ends["first"]), int(ends["last"])) if ends else (0, 0)
            if first < last < first + _LONGEST_RANGE:
                found.update(str(each) for each in range(first, last + 1))
            else:
                found.add(one)
        return frozenset(found)


_BETWEEN_NUMBERS = re.compile(r",|(?<=[\w)])(?:et|ou|and|or)(?=[\w(])")
_RANGE = re.compile(r"(?P<first>\d{1,4})(?:à|to|[-–])(?P<last>\d{1,4})")
_LONGEST_RANGE = 200

_BLANK = r"[ \t\u00a0\u2009\u202f]"
_ROMAN = r"(?-i:[IVXLC]+)"
_ITEM = r"\([0-9a-z]{1,5}(?:\.[0-9]+)*\)"  # "(2)", "(b)", "(iv)"
# "12", "L. 123-4", "3.2", "1er", "2A", "IV", "12 bis", "4(2)(b)", "(2)a)"
_VALUE = (
    rf"(?:(?:(?-i:[A-Z]{{1,2}})\.?{_BLANK}?-?)?[0-9]+(?:[.\-–/*][0-9]+)*(?:[a-z]{{0,2}}|{LATIN_NUMBERS})\b"
    rf"|{_ROMAN}\b|{_ITEM}|[a-z]\))"
    rf"(?:{_BLANK}(?:{LATIN_NUMBERS})\b)?(?:{_BLANK}?(?:{_ITEM}|[a-z]\)))*"
)
_NUMBER_JOINTS: dict[Language, str] = {"fr": "et|ou|à", "en": "and|or|to"}
# After a plural noun: "articles 3, 4 et 5", "pages 3 to 7". Never "articles 3, 30 jours".
_MORE = (
    rf"(?:(?:{_BLANK}?,{_BLANK}?{_VALUE})*{_BLANK}(?:{any_form(_NUMBER_JOINTS)}){_BLANK}{_VALUE}"
    rf"|{_BLANK}?[-–]{_BLANK}?{_VALUE})(?!{UNIT_OF_TIME.pattern})"
)


_LABELS = {
    language: re.compile(
        rf"(?<![\w/])(?:{MARK_NOUNS[language]}){_BLANK}?(?P<value>{_VALUE})(?P<more>{_MORE})?",
        re.IGNORECASE,
    )
    for language in LANGUAGES
}
_PLURAL = re.compile(r"(?:[^\W\d]{2,}[sx]|§§|pp\.|ss\.|n[°º]s)(?!\w)", re.IGNORECASE)
_NUMBERS = {
    language: re.compile(
        rf"(?<![\w/])(?:{NUMBER_NOUNS[language]}){_BLANK}?:?{_BLANK}?"
        r"(?P<value>[A-Z]{0,5}[-/]?[0-9][\w/*–-]*(?:\.[0-9]+)*)",
        re.IGNORECASE,
    )
    for language in LANGUAGES
}
# "C.R.C., c. 1035", "L.R.C. (1985), ch. F-14", "S.C. 2004", "Statutes of Canada, 1999".
_LAW = re.compile(
    r"(?<![\w.])(?:[A-Z]\.[ -]?){2,5}(?:"
    r",?\s*\(?(?:1[5-9]|20)[0-9]{2}\)?(?:,?\s*ch?\.\s*[\w.-]*\w)?|,?\s*ch?\.\s*[\w.-]*\w)"
    rf"|\b(?:{any_form(LAW_PLACES)})[^.,;\d]{{0,30}},?\s*\(?(?:1[5-9]|20)[0-9]{{2}}\b"
)
# "SOR/2016-187", "F-12"; "L. 123-4"; "ISO 9001"; "2016-187", "2016/679".
_CODE = re.compile(
    r"(?<![\w/])(?:(?:[A-Z]+[-/.])+[0-9][\w./-]*(?<![./-])"
    rf"|[LRDA]\.{_BLANK}?[0-9]+(?:-[0-9]+)+|(?:ISO|IEC|RFC|CERFA|ISBN|ISSN|SIREN|SIRET|IBAN){_BLANK}(?:IEC{_BLANK})?"
    r"[0-9][0-9X ._*-]*[0-9X]"
    r"|(?P<year>(?:1[5-9]|20)[0-9]{2})[-/](?P<rest>[0-9]{1,5})(?:-[0-9]+)*)(?![\w/])"
)
_PHONE = re.compile(
    r"(?<![\w.,/])(?:\+[0-9]{1,3}(?:[ .\u00a0\u202f-]?\(?[0-9]{1,4}\)?){3,6}"
    r"|0[1-9](?:[ .\u00a0\u202f-]?[0-9]{2}){4}"
    r"|(?:1[ .-])?(?:\([0-9]{3}\)[ ]?|[0-9]{3}[ .-])[0-9]{3}[.-][0-9]{4})(?![\w])"
)
_PHONE_AFTER_NOUN = {
    language: re.compile(
        rf"(?<!\w)(?:{PHONE_NOUNS[language]})\.?{_BLANK}?:?{_BLANK}?"
        r"(?P<value>[+(]?[0-9](?:[ .()\u00a0\u202f-]?[0-9]){3,})(?!\w)"
        rf"|(?<!\w)(?:{PHONE_VERBS[language]}){_BLANK}(?P<short>[0-9]{{2,4}}(?: [0-9]{{2}})?)"
        rf"(?={_BLANK}?(?:[.,;:()]|$|(?:{any_form(_NUMBER_JOINTS)})\b))",
        re.IGNORECASE,
    )
    for language in LANGUAGES
}
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|fr|ca|eu|gov|int|edu|io|uk)(?:/\S*|\b)"
)
# Three numbers or more, "12.4.1", that are not thousands ("1.200.000"); "v3.2"; "Debian 12.4".
_VERSION = re.compile(
    r"(?<![\w.,/])(?:(?![0-9]{1,3}(?:\.[0-9]{3})+(?![\w.]))[0-9]+(?:\.[0-9]+){2,}"
    rf"|[vV][0-9]+(?:\.[0-9]+)*|(?<=[a-zé]{_BLANK})[A-Z][a-z]+{_BLANK}(?P<value>[0-9]{{1,2}}\.[0-9]{{1,2}}))"
    r"(?![\w%])"
)
_NOTE = re.compile(
    r"\[[0-9]{1,3}(?:\s?[,;–-]\s?[0-9]{1,3})*\]"
    r"|(?<=[^\W\d_][.,;!?»”])[0-9]{1,3}(?=\s|$)(?!\s*[%€$£])"
)
# At the start of a line or of a sentence: "• (2)", "1.", "3)", "2°", "12.1 (1)", "5 Every".
_START = rf"(?:^|\n|(?<=[.;]){_BLANK}){_BLANK}*(?:[•·▪◦*–—-]{_BLANK}*)?"
_NUMBERED = re.compile(
    rf"{_START}(?P<value>(?:{_ITEM}{_BLANK}?)+"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*(?:[.)](?=\s|$)|°(?={_BLANK})|{_BLANK}?(?:{_ITEM}{_BLANK}?)+))"
)
_BEFORE_CAPITAL = re.compile(
    rf"{_START}(?P<value>[0-9]{{1,4}}(?:\.[0-9]{{1,3}})*)"
    rf"(?:{_BLANK}+(?:[-–—]{_BLANK}+)?)(?=(?P<word>[A-ZÀ-Ý][^\W\d_]*+)(?![€$£¥]))"
)
# Inside a line, a number in parentheses is that of an item if a capital follows at once, as in
# text without its line breaks ("Notice(4)The"), or if the items start from 1.
_GLUED = re.compile(r"\([0-9]{1,3}(?:\.[0-9]+)*\)(?=[A-ZÀ-Ý])")
_IN_PARENTHESES = re.compile(r"(?<!\w)\((?P<number>[0-9]{1,2})\)")
_LAST_WORD = re.compile(rf"([^\W\d_]+){_BLANK}?$")
_COUNTED = re.compile(rf"{_BLANK}[^\W\d_A-Z]{{4,}}")
_MEASURE = re.compile(rf"{_BLANK}?(?:[%€$£‰]|(?:euro|dollar)s?\b)")


@lru_cache(maxsize=8_192)
def find_marks(text: str, language: Language) -> tuple[Mark, ...]:
    """The marks of a text in that language in order, none inside another; cached.

    A mark with its noun is found whole: "articles 3 and 4", "p. 12". A date is no mark, but a
    number that looks like a month is one: "n° 2024-07".
    """
    if not any(letter.isdigit() for letter in text):
        return ()
    dates = [(date.start, date.end) for date in find_dates(text) if date.precision != "year"]
    kept: list[Mark] = []
    for mark in _all_marks(text, language):
        numbered = mark.kind == "number"
        taken = [
            *((a, b) for a, b in dates if not (numbered and mark.start < a and b <= mark.end)),
            *((one.start, one.end) for one in kept),
        ]
        if not any(mark.start < end and start < mark.end for start, end in taken):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: mark.start))


def _all_marks(text: str, language: Language) -> Iterator[Mark]:
    """The marks of each kind in turn; the first that is found at a place counts."""
    for kind, form in _forms(language):
        for match in form.finditer(text):
            if kind == "label":
                mark = _label(text, match)
            else:
                mark = None if kind == "code" and _is_range(match) else _mark(match, kind)
            if mark is not None:
                yield mark
    yield from _items(text, language)


def _forms(language: Language) -> tuple[tuple[MarkKind, re.Pattern[str]], ...]:
    return (
        ("address", _ADDRESS),
        ("phone", _PHONE_AFTER_NOUN[language]),
        ("phone", _PHONE),
        ("law", _LAW),
        ("label", _LABELS[language]),
        ("number", _NUMBERS[language]),
        ("code", _CODE),
        ("version", _VERSION),
        ("note", _NOTE),
    )


def _mark(match: re.Match[str], kind: MarkKind, end: int | None = None) -> Mark:
    """The mark of a match; the last group, if there is one, leaves out the noun."""
    groups = {name: match.start(name) for name, said in match.groupdict().items() if said}
    start = groups.get("value", groups.get("short", match.start()))
    end = match.end() if end is None else end
    value = "".join(match.string[start:end].split()).lower()
    if kind == "item":
        value = value.strip("().°")
    return Mark(start if kind == "item" else match.start(), end, kind, value)


def _is_range(match: re.Match[str]) -> bool:
    """Whether a match is two years, "2022-2023" or "2022-23", or a score of two numbers."""
    if match["year"] is None:
        return False
    year, rest = match["year"], match["rest"]
    next_year = int(rest) == (int(year) + 1) % 100
    return next_year or (len(rest) == 4 and rest.startswith(("19", "20")))


def _label(text: str, match: re.Match[str]) -> Mark | None:
    """A noun with its number, or its numbers if it is a plural; ``None`` if it counts something.

    "The board forms 5 groups" has a verb and a number.
    """
    plural, more = _PLURAL.match(match[0]) is not None, match["more"] or ""
    listed = plural or ("," in more and not _COUNTED.match(text, match.end()))
    end = match.end() if listed or not more else match.start("more")
    if _MEASURE.match(text, end) or UNIT_OF_TIME.match(text, end):
        return None
    if plural and not more and _COUNTED.match(text, end):
        return None
    return _mark(match, "label", end)


def _items(text: str, language: Language) -> Iterator[Mark]:
    """The numbers of paragraphs, headings and items."""
    for match in _NUMBERED.finditer(text):
        yield _mark(match, "item", match.start("value") + len(match["value"].rstrip()))
    for match in _BEFORE_CAPITAL.finditer(text):
        if not _may_be_counted(match["value"], match["word"], language):
            yield _mark(match, "item", match.end("value"))
    for match in _GLUED.finditer(text):
        yield _mark(match, "item")
    found = list(_IN_PARENTHESES.finditer(text))
    if any(match["number"] == "1" for match in found):
        yield from (_mark(match, "item") for match in found if not _repeats(match, language))


def _may_be_counted(number: str, word: str, language: Language) -> bool:
    """Whether a capitalised word after a number may be a scale, a unit or a plural noun."""
    name = folded(word)
    if is_stop_word(fold(word), language):
        return False
    plural = name.endswith(("s", "x")) and "." not in number  # not "3.2 Results"
    return plural or name in SCALES[language] or len(name) < 3  # "Md€", "MW"


def _repeats(match: re.Match[str], language: Language) -> bool:
    """Whether the number repeats the one before it in figures: "thirty (30) days"."""
    before = _LAST_WORD.search(match.string, 0, match.start())
    return before is not None and is_number_name(folded(before[1]), language)
