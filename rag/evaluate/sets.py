"""Labelled sets in BEIR's shape (Thakur et al. 2021): corpus, queries, judgements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import EvaluationInvalid
from rag.language import detect
from rag.messages import Message
from rag.records import LANGUAGES, Document, Language, Page, Reading
from rag.records.json_text import parse_json

_NO_LINE = Message("causes.no_line")


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A labelled question; ``relevant`` holds the gains of the passages that answer it."""

    id: str
    text: str
    language: Language
    answers: tuple[str, ...]
    answerable: bool
    kind: str
    relevant: dict[str, float]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Questions over a corpus; ``corpus`` is the path of its JSON lines."""

    name: str
    corpus: Path
    questions: tuple[LabelledQuestion, ...]


def load_set(folder: Path) -> LabelledSet:
    """The set of a folder; raises EvaluationInvalid when a file is missing or malformed."""
    for name in ("corpus.jsonl", "queries.jsonl"):
        if not (folder / name).is_file():
            raise EvaluationInvalid(path=folder, cause=name)
    judged = _judgements(folder / "qrels.tsv")
    questions = tuple(
        _question(row, judged) for _, row in _rows(folder / "queries.jsonl", "_id", "text")
    )
    if not questions:
        raise EvaluationInvalid(path=folder / "queries.jsonl", cause=_NO_LINE)
    if not any(line.strip() for line in _lines(folder / "corpus.jsonl")):
        raise EvaluationInvalid(path=folder / "corpus.jsonl", cause=_NO_LINE)
    return LabelledSet(folder.name, folder / "corpus.jsonl", questions)


def readings(labelled: LabelledSet) -> Iterator[Reading]:
    """Each row of the corpus as a document of one page, named by the row's id."""
    for line, row in _rows(labelled.corpus, "_id", "text"):
        text = str(row["text"])
        document = Document(
            id=hashlib.sha256(line.encode("utf-8")).hexdigest(),
            root=labelled.corpus.as_posix(),
            path=str(row["_id"]),
            title=str(row.get("title", "")),
            format="jsonl",
            language=_language(row, text),
            date=None,
            issuer=None,
            page_count=1,
        )
        yield Reading(document, (Page(None, None, text),))


def _question(row: dict[str, Any], judged: dict[str, dict[str, float]]) -> LabelledQuestion:
    text, name = str(row["text"]), str(row["_id"])
    return LabelledQuestion(
        id=name,
        text=text,
        language=_language(row, text),
        answers=tuple(map(str, row.get("answers", ()))),
        answerable=bool(row.get("answerable", True)),
        kind=str(row.get("kind", "")),
        relevant=judged.get(name, {}),
    )


def _language(row: dict[str, Any], text: str) -> Language:
    stated = row.get("lang")
    return next((language for language in LANGUAGES if language == stated), None) or detect(text)


def _rows(path: Path, *required: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of a file with what they hold; blank ones left out."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = parse_json(line)
            missing = [key for key in required if key not in row]
        except (ValueError, TypeError) as error:
            raise EvaluationInvalid(path=path, cause=f"{number}: {error}") from error
        if missing:
            raise EvaluationInvalid(path=path, cause=f"{number}: {', '.join(missing)} ?")
        yield line, row


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from lines


def _judgements(path: Path) -> dict[str, dict[str, float]]:
    """LabelledQuestion id to passage id to gain; empty where the set has no such file."""
    judged: dict[str, dict[str, float]] = {}
    if not path.is_file():
        return judged
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or (number == 1 and not _is_number(line.split()[-1])):
            continue  # blank, or the names of the columns
        try:
            question, passage, gain = line.strip().split("\t")
            judged.setdefault(question, {})[passage] = float(gain)
        except ValueError as error:
            raise EvaluationInvalid(path=path, cause=f"{number}: {error}") from error
    return judged


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
