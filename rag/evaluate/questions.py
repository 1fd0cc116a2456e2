"""Questions of one's own in a file: CSV, TSV, XLSX or JSON lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rag.errors import QuestionsFileInvalid
from rag.evaluate.judged import ExpectedAnswer
from rag.language.documents.question_columns import QUESTION_COLUMNS
from rag.language.well_formed import well_formed
from rag.messages import Message
from rag.readers.clean import clean
from rag.readers.sheets import delimited, xlsx
from rag.readers.text import decode
from rag.records.json_text import parse_json

_Row = tuple[int, Mapping[str, object]]  # its line, and what each of its fields holds
ENDINGS = (".csv", ".tsv", ".xlsx", ".jsonl")
FIELDS = ("question", "document", "page", "answer")
_COMMENTS = ("id", "note")  # not read
_COLUMNS = {name: name for name in (*FIELDS, *_COMMENTS)}
for _names in QUESTION_COLUMNS.values():
    _COLUMNS |= _names
_NONE = ("none", "aucun", "aucune")
_RANGE = re.compile(r"(\d{1,5})\s*[-–]\s*(\d{1,5})")
_MOST_PAGES = 1_000  # of a range


class ExpectationInvalid(ValueError):
    """A question whose expected answer cannot be read; ``cause`` says why."""

    def __init__(self, key: str, **values: object) -> None:
        self.cause = Message(f"causes.{key}", **values)
        super().__init__(self.cause)


def load_questions(path: Path) -> tuple[ExpectedAnswer, ...]:
    """The questions of a file; raises QuestionsFileInvalid, or DocumentUnreadable if damaged.

    Each has a ``question`` and what is expected: a ``document``, a ``page``, an ``answer``, or
    "none" as the answer. "|" stands between several that will do. No row is left out: one that
    cannot be read is an error, with its line.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise _invalid(path, Message("causes.no_such_ending", known=" ".join(ENDINGS)))
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _invalid(path, Message("causes.settings_missing")) from error
    except OSError as error:
        raise _invalid(path, error.strerror or str(error)) from error
    found = []
    for line, values in read(data, path):
        try:
            found.append(read_expected(values))
        except ExpectationInvalid as error:
            cause = Message("causes.in_row", row=line, cause=error.cause)
            raise _invalid(path, cause) from error
    if not found:
        raise _invalid(path, Message("causes.no_question"))
    return tuple(found)


def read_expected(values: Mapping[str, object]) -> ExpectedAnswer:
    """A question with what is expected of its answer, from its fields.

    Raises ExpectationInvalid.
    """
    for name in values:
        if name not in (*FIELDS, *_COMMENTS):
            raise ExpectationInvalid("unknown_column", name=str(name)[:40])
    question = well_formed(str(values.get("question") or "")).strip()
    documents, pages, answers = (_texts(values.get(name), name) for name in FIELDS[1:])
    refused = len(answers) == 1 and answers[0].casefold() in _NONE
    if not question:
        raise ExpectationInvalid("nothing_in", name="question")
    if refused and (documents or pages):
        raise ExpectationInvalid("none_has_no_place")
    if pages and not documents:
        raise ExpectationInvalid("nothing_in", name="document")
    if not (documents or answers):
        raise ExpectationInvalid("nothing_expected")
    numbers = tuple(number for page in pages for number in _pages(page))
    wanted = () if refused else answers
    return ExpectedAnswer(question, documents, numbers, wanted, refused)


def _texts(value: object, name: str) -> tuple[str, ...]:
    """The texts of a field: a list, or one text with "|" between several."""
    if value is None:
        return ()
    values = value if isinstance(value, list) else str(value).split("|")
    if isinstance(value, dict | bool) or not all(isinstance(each, str | int) for each in values):
        raise ExpectationInvalid("malformed", where=name)
    return tuple(text for each in values if (text := well_formed(str(each)).strip()))


def _pages(page: str) -> Iterator[str]:
    """A page as it is, or the pages of a range: "4-6"."""
    found = _RANGE.fullmatch(page)
    yield page
    if found:
        first, last = int(found[1]), int(found[2])
        yield from map(str, range(first, min(last, first + _MOST_PAGES) + 1))


def _of_text(data: bytes, path: Path) -> Iterator[_Row]:
    separators = "\t" if path.suffix.lower() == ".tsv" else ",;\t"
    try:
        yield from _of_table(list(delimited.rows_of(clean(decode(data)), separators)), path)
    except csv.Error as error:
        raise _invalid(path, str(error)) from error


def _of_book(data: bytes, path: Path) -> Iterator[_Row]:
    yield from _of_table(xlsx.rows_of(data, str(path)), path)


def _of_table(rows: Sequence[Sequence[str]], path: Path) -> Iterator[_Row]:
    """The rows below the names of the columns; raises QuestionsFileInvalid without these."""
    filled = [(line, row) for line, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not filled:
        return
    named = [cell.strip().lower() for cell in filled[0][1]]
    while named and not named[-1]:
        named.pop()
    columns = [_COLUMNS.get(name, "") for name in named]
    if "question" not in columns:
        raise _invalid(path, Message("causes.no_columns"))
    if "" in columns:
        name = named[columns.index("")][:40]
        raise _invalid(path, Message("causes.unknown_column", name=name))
    if len(set(columns)) < len(columns):
        raise _invalid(path, Message("causes.column_twice"))
    for line, row in filled[1:]:
        if any(map(str.strip, row[len(columns) :])):
            cause = Message("causes.in_row", row=line, cause=Message("causes.too_many_cells"))
            raise _invalid(path, cause)
        yield line, dict(zip(columns, row, strict=False))


def _of_lines(data: bytes, path: Path) -> Iterator[_Row]:
    for number, line in enumerate(decode(data).split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = parse_json(line)
        except ValueError as error:
            cause = Message("causes.malformed", where="JSON")
            raise _invalid(path, Message("causes.in_row", row=number, cause=cause)) from error
        if not isinstance(values, dict):
            cause = Message("causes.malformed", where="JSON")
            raise _invalid(path, Message("causes.in_row", row=number, cause=cause))
        yield number, values


def _invalid(path: Path, cause: object) -> QuestionsFileInvalid:
    return QuestionsFileInvalid(path=path, cause=cause)


_READERS: Mapping[str, Callable[[bytes, Path], Iterator[_Row]]] = {
    ".csv": _of_text, ".tsv": _of_text, ".xlsx": _of_book, ".jsonl": _of_lines,
}  # fmt: skip
