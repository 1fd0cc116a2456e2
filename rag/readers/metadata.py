"""The metadata of a document: its date and its issuer.

The date of a document comes from a field meant for it, a dateline ("Paris, le 15 novembre
2023"), a line that names the kind of document and its day ("Communiqué de presse du 15 novembre
2023"), a label ("Date : ..."), or a line that is only a date. The day on which a file was created
or changed does not count, nor does a date inside a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from rag.language.any_language import any_form, any_word
from rag.language.documents.datelines import (
    AT_HOUR,
    DATE_LABELS,
    DATELINE_NOUNS,
    DAY_ARTICLES,
    DAY_PREPOSITIONS,
    FIRST_PREPOSITIONS,
    KIND_TO_DATE,
    NAME_LINKS,
    PARTICIPLES,
    PLACE_WORDS,
    PRESS_WORDS,
    SIGNED_AT,
    SIGNING_PARTS,
)
from rag.language.documents.issuers import ISSUED, ISSUED_BY, ISSUER_LABELS
from rag.language.documents.letterheads import ORGANISATIONS
from rag.language.documents.placeholders import ACCOUNT_NAMES, EMPTY_FIELDS
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.figures.times import WEEKDAYS
from rag.language.questions.verbs import VERBS
from rag.language.words import is_stop_word, whole_words
from rag.readers.clean import one_line
from rag.records import LANGUAGES, Page

_HEAD, _FOOT = 2_500, 600  # characters at the start and end of a document that hold metadata
_COVER = 500  # characters of a first page, or fewer: the date can stand on the next
_JUNK_NAME = re.compile(
    rf"\(?(?:{any_form(EMPTY_FIELDS)}|{any_form(ACCOUNT_NAMES)}|"
    r"microsoft\b.*|python-docx|pc|hp|dell|lenovo|acer)\)?",
    re.IGNORECASE,
)
_DAY = any_form(DAY_PREPOSITIONS)
_PRESS = re.compile(rf"\s*[-–—|]\s*(?:{any_form(PRESS_WORDS)})\b.{{0,40}}", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:v?\d+(?:\.\d+)+\w? )?"
    rf"\W*(?:{any_form(DATE_LABELS)}|(?:{any_form(PARTICIPLES)})(?: (?:{_DAY}))?)\W*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?=\S*[^\W\d_]{2})(?=\S*\d)[^\W_]\S*[-–‐/]\S*,? ")  # "DR-15-58 "
_WEEKDAY = re.compile(
    rf"(?:{'|'.join(day for days in WEEKDAYS.values() for day in days)}|"
    rf"{'|'.join(day[:3] for day in WEEKDAYS['en'])}),? ",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\d\d(\d\d)-(\d\d)")
_HOUR = re.compile(
    rf",? (?:(?:{any_form(AT_HOUR)}) )?\d{{1,2}}(?::\d{{2}}(?::\d{{2}})? ?(?:[ap]\.?m\.?)?"
    r"|(?: ?h(?: ?\d{2})?| ?[ap]\.?m\.?))$",
    re.IGNORECASE,
)
_CITY = rf"[A-ZÀ-Þ][\w'’-]*(?: (?:[A-ZÀ-Þ][\w'’-]*|{any_form(PLACE_WORDS)})){{0,3}}"
_PLACE = re.compile(
    rf"(?:(?:{any_form(SIGNED_AT)}) )?{_CITY}(?: ?\([^()]{{2,30}}\))?"
    rf"(?:, ?| [-–—] ?| (?=(?:{_DAY}) ))(?:(?:{_DAY}|{any_form(DAY_ARTICLES)}) )?"
    rf"|(?:{any_form(FIRST_PREPOSITIONS)}) "
)
_KIND = re.compile(
    rf"(?:(?:{any_form(DATELINE_NOUNS)})\b(?:[^.:;!?]|(?<=\d)\.(?=\d)){{0,60}}?(?:{any_form(KIND_TO_DATE)}|\W)\s*)",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    rf"^\W*(?:{any_form(ISSUER_LABELS)})\s*[:–—-]?\s+(\S.{{1,120}})$",
    re.IGNORECASE | re.MULTILINE,
)
_ISSUED = re.compile(
    rf"(?:{any_form(ISSUED)}) (?:{any_form(ISSUED_BY)}) \S[^.:;!?]{{1,120}}?"
    rf"(?:, ?| )(?:(?:{_DAY}) )?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?P<name>[A-ZÀ-Þ][^.,:;!?()\d]{{2,80}}?)(?: ?\([^()]{{2,30}}\))?(?:, ?| [-–—] ?)"
    rf"(?:(?:{_DAY}) )?"
)
_BODY = re.compile(
    rf"(?:{any_form(ORGANISATIONS)}|{any_form(SIGNING_PARTS)})\b"
    rf"|(?!.*\b{DAY_ARTICLES['en']}\b).*\b(?:{ORGANISATIONS['en']}|{SIGNING_PARTS['en']})$",
    re.IGNORECASE,
)
_LINKS, _VERBS = any_word(NAME_LINKS), any_word(VERBS)
_CELLS = re.compile(r"\t| {2,}| [-–—|•·] ")  # what parts the pieces of a header
_ENDS_WITH_PREPOSITION = re.compile(rf",? ?\b(?:{_DAY})? ?$")


def field_date(value: str | None) -> dt.date | None:
    """The date in a date field; ``None`` if it holds none."""
    found = find_dates(value or "")
    return found[0].date if found else None


def date(pages: Sequence[Page], running: Sequence[str] = ()) -> dt.date | None:
    """The date that the text gives for the document, a day before a month; ``None`` without one.

    Without one in the text, the date that stands alone in the headers and footers, ``running``,
    if it is the same in all of them.
    """
    found = list(_document_dates(pages))
    for precision in ("day", "month", "year"):
        for each in found:
            if each.precision == precision:
                return each.date
    days = {each.date for line in running for each in _running_dates(line)}
    return days.pop() if len(days) == 1 else None


def _running_dates(line: str) -> Iterator[FoundDate]:
    """The dates, not only years, that stand alone between the tabs of a header or footer."""
    for cell in _CELLS.split(line):
        for found in find_dates(cell):
            before, after = _text_before(cell[: found.start]), cell[found.end :]
            if found.precision != "year" and _is_document_date(before, after, found):
                yield found


def _document_dates(pages: Sequence[Page]) -> Iterator[FoundDate]:
    texts = [page.text for page in pages if page.text]
    head = texts[0][:_HEAD] if texts else ""
    foot = texts[-1][_HEAD if len(texts) == 1 else 0 :][-_FOOT:] if texts else ""
    if len(texts) > 2 and len(head) <= _COVER:
        head = f"{head}\n{texts[1][: _HEAD - len(head)]}"
    for zone in (head, foot):
        for line in zone.split("\n"):
            for found in find_dates(line):
                before, after = _around(line, found)
                # At the end of a text, a line with only a date belongs to something else.
                if not before and (zone is foot or _is_period(line[found.start : found.end])):
                    continue
                if _is_document_date(before, after, found):
                    yield found


def _is_period(text: str) -> bool:
    """Whether what could be a month is rather two years: "2001-07"."""
    years = _YEARS.fullmatch(text)
    return years is not None and int(years[1]) < int(years[2])


def _around(line: str, found: FoundDate) -> tuple[str, str]:
    """The words before and after a date on its line, without its weekday and its hour.

    Of a row of cells, those in the cell of the date if they say what it is.
    """
    before, after = line[: found.start], line[found.end :]
    if _LABEL.fullmatch(_text_before(before.rpartition("\t")[2])):
        before, after = before.rpartition("\t")[2], after.partition("\t")[0]
    shown = _text_before(before)
    if (weekday := _WEEKDAY.match(shown)) and weekday.end() == len(shown):
        shown = ""
    return shown, _HOUR.sub("", after)


def _is_document_date(before: str, after: str, found: FoundDate) -> bool:
    """Whether the words around a date, on its line, show that it is the document's date."""
    alone = not after.strip(" .)–—-|»")
    if _LABEL.fullmatch(before):
        return True
    if found.precision == "year" or any(other.precision == "day" for other in find_dates(after)):
        return False  # from one day to another: what the document is about
    if not before:
        return alone or (found.precision == "day" and _PRESS.fullmatch(after) is not None)
    if _KIND.fullmatch(before):
        return len(after) < 40
    if _ISSUED.fullmatch(before) or _NUMBERED.fullmatch(before) or _signing_body(before):
        return alone
    return (
        found.precision == "day"
        and _PLACE.fullmatch(before) is not None
        and (alone or after.lstrip()[:1] in "–—-.:(")
    )


def _signing_body(before: str) -> str | None:
    """The body that stands alone before a date: "Direction des ressources humaines, le ".

    Its name has neither a verb nor a word that is not part of a name.
    """
    signed = _SIGNED.fullmatch(before)
    if signed is None or not _BODY.match(signed["name"]):
        return None
    found = {word.folded for word in whole_words(signed["name"])} - _LINKS
    if any(
        word in _VERBS or any(is_stop_word(word, language) for language in LANGUAGES)
        for word in found
    ):
        return None
    return signed["name"]


def _text_before(before: str) -> str:
    """The text before a date on its line, without list markers and extra blanks."""
    text = " ".join(before.split()).lstrip("•-–—*#(« ")
    return f"{text} " if text and before[-1:].isspace() else text


def is_date_line(line: str) -> bool:
    """Whether a line gives the document's date and nothing else; a title may hold a year."""
    return any(
        found.precision != "year"
        and not line[found.end :].strip(" .)–—-|»")
        and _is_document_date(_text_before(line[: found.start]), line[found.end :], found)
        for found in find_dates(line)
    )


def issuer(pages: Sequence[Page]) -> str | None:
    """The issuer that a line near the start names, or ``None``.

    It is labelled ("Émetteur : ..."), or the body that signs the line of the date ("Direction des
    achats, le 14 mars 2025").
    """
    head = next((page.text for page in pages if page.text), "")[:_HEAD]
    found = _ISSUER.search(head)
    if found is not None:
        return _undated_end(one_line(found.group(1))).rstrip(" .;,")
    return next(filter(None, map(_signed_by, head.split("\n"))), None)


def _signed_by(line: str) -> str | None:
    """The body that signs a line with its date alone, or ``None``."""
    for found in find_dates(line):
        before, after = _around(line, found)
        if found.precision != "year" and _is_document_date(before, after, found):
            return _signing_body(before)
    return None


def _undated_end(line: str) -> str:
    """A line without the date at its end ("the institute, on 1 March 2024")."""
    for found in find_dates(line):
        if found.precision == "day" and not line[found.end :].strip(" .;,"):
            return _ENDS_WITH_PREPOSITION.sub("", line[: found.start]) or line
    return line


def name(field: str | None) -> str | None:
    """The person or body that a field names; ``None`` for the account names of programs."""
    text = one_line(field or "")
    account = " " not in text and not text.isupper()
    return None if not text or account or _JUNK_NAME.fullmatch(text) else text
