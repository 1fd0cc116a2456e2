"""The metadata of a document: its title, its date and its issuer.

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
    DATE_LABELS,
    DATE_WORDS,
    DATELINE_NOUNS,
    DAY_ARTICLES,
    DAY_PREPOSITIONS,
    FIRST_PREPOSITIONS,
    KIND_TO_DATE,
    NAME_LINKS,
    PARTICIPLES,
    PLACE_WORDS,
    SIGNED_AT,
    SIGNING_PARTS,
)
from rag.language.documents.issuers import ISSUED, ISSUED_BY, ISSUER_LABELS
from rag.language.documents.letterheads import ORGANISATIONS
from rag.language.documents.placeholders import ACCOUNT_NAMES, EMPTY_FIELDS, PLACEHOLDER_TITLES
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.questions.verbs import VERBS
from rag.language.words import is_stop_word, whole_words
from rag.readers.clean import one_line
from rag.readers.letters import letter_subject
from rag.records import Page

_LONGEST_TITLE = 200  # characters
_BEFORE_TITLE = 300  # characters before a heading that can still be the title
_HEAD, _FOOT = 2_500, 600  # characters at the start and end of a document that hold metadata
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|office)\b.*"
    r"|.*\.(?:docx?|odt|pdf|rtf|txt|tex|indd|pptx?|xlsx?|html?|md|exe|dvi|e?ps|qxd|"
    r"p65|pub|wp[ds]|cdr|fm|tmp|bin|csv|pages|key|odp|ods)"
    rf"|(?:{any_form(PLACEHOLDER_TITLES)})(?: ?\w? ?\d*)?"
    rf"|\(?(?:{any_form(EMPTY_FIELDS)})\)?|[\W\d_]*|[\w-]*_[\w-]*)",
    re.IGNORECASE,
)
_JUNK_NAME = re.compile(
    rf"\(?(?:{any_form(EMPTY_FIELDS)}|{any_form(ACCOUNT_NAMES)}|"
    r"microsoft\b.*|python-docx|pc|hp|dell|lenovo|acer)\)?",
    re.IGNORECASE,
)
_DAY = any_form(DAY_PREPOSITIONS)
_LABEL = re.compile(
    rf"\W*(?:{any_form(DATE_LABELS)}|(?:{any_form(PARTICIPLES)})(?: (?:{_DAY}))?)\W*",
    re.IGNORECASE,
)
_CITY = rf"[A-ZÀ-Þ][\w'’-]*(?: (?:[A-ZÀ-Þ][\w'’-]*|{any_form(PLACE_WORDS)})){{0,3}}"
_PLACE = re.compile(
    rf"(?:(?:{any_form(SIGNED_AT)}) )?{_CITY}(?: ?\([^()]{{2,30}}\))?"
    rf"(?:, ?| [-–—] ?| (?=(?:{_DAY}) ))(?:(?:{_DAY}|{any_form(DAY_ARTICLES)}) )?"
    rf"|(?:{any_form(FIRST_PREPOSITIONS)}) "
)
_KIND = re.compile(
    rf"(?:(?:{any_form(DATELINE_NOUNS)})\b[^.:;!?]{{0,60}}?(?:{any_form(KIND_TO_DATE)}|\W)\s*)",
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
_DATED_TITLE = re.compile(rf"^\W*(?:{any_form(DATE_WORDS)})\W*", re.IGNORECASE)
_ENDS_WITH_PREPOSITION = re.compile(rf",? ?\b(?:{_DAY})? ?$")


def field_date(value: str | None) -> dt.date | None:
    """The date in a date field; ``None`` if it holds none."""
    found = find_dates(value or "")
    return found[0].date if found else None


def title(field: str | None, pages: Sequence[Page]) -> str | None:
    """The title: that of the field, unless a program filled it in; else the first heading or line.

    ``None`` for a document without text.
    """
    text = one_line(field or "")
    if text and not _JUNK_TITLE.fullmatch(text):
        return _short(text)
    first = next((page for page in pages if page.text.strip()), None)
    if first is None:
        return None
    if len(pages) == 1 and (subject := letter_subject(first)) is not None:
        return _short(subject)
    # On a numbered page the title can be anywhere; in a text without pages, only at its start.
    heads = [head for head in first.headings if first.number or head.start < _BEFORE_TITLE]
    if heads:
        return _short(min(heads, key=lambda heading: heading.level).title)
    return _short(_undated(one_line(first.text.strip().split("\n", 1)[0])))


def _undated(line: str) -> str:
    """A line without the label and date at its start ("date 2023-11 ...")."""
    label, found = _DATED_TITLE.match(line), find_dates(line)
    if label and found and found[0].start == label.end():
        return line[found[0].end :].strip(" :–—-\t") or line
    return line


def _short(text: str) -> str:
    line = " ".join(text.split(" "))
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


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
    for zone in (head, foot):
        for line in zone.split("\n"):
            for found in find_dates(line):
                before, after = _text_before(line[: found.start]), line[found.end :]
                # At the end of a text, a line with only a date belongs to something else.
                if _is_document_date(before, after, found) and (before or zone is head):
                    yield found


def _is_document_date(before: str, after: str, found: FoundDate) -> bool:
    """Whether the words around a date, on its line, show that it is the document's date."""
    alone = not after.strip(" .)–—-|»")
    if _LABEL.fullmatch(before):
        return True
    if found.precision == "year":
        return False
    if not before:
        return alone
    if _KIND.fullmatch(before):
        return len(after) < 40
    if _ISSUED.fullmatch(before) or _is_signed(before):
        return alone
    return (
        found.precision == "day"
        and _PLACE.fullmatch(before) is not None
        and (alone or after.lstrip()[:1] in "–—-.:(")
    )


def _is_signed(before: str) -> bool:
    """Whether a body alone stands before a date: "Direction des ressources humaines, le ".

    Its name has neither a verb nor a word that is not part of a name.
    """
    signed = _SIGNED.fullmatch(before)
    if signed is None or not _BODY.match(signed["name"]):
        return False
    found = {word.folded for word in whole_words(signed["name"])} - _LINKS
    return not any(
        word in _VERBS or is_stop_word(word, "fr") or is_stop_word(word, "en") for word in found
    )


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
    """The issuer that a labelled line near the start names ("Émetteur : ..."), or ``None``."""
    head = next((page.text for page in pages if page.text), "")[:_HEAD]
    found = _ISSUER.search(head)
    return _undated_end(one_line(found.group(1))).rstrip(" .;,") if found else None


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
