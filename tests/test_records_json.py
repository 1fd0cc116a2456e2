"""Records as JSON and back, their published schemas, and how they show themselves."""

from __future__ import annotations

import ast
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import rag
from bench.schemas import RECORDS, file_of, written
from rag.engine import Rag
from rag.evaluate import ExpectedAnswer, evaluate_library
from rag.records import Answer, Scope, SearchResults
from rag.records.checks import Check
from rag.records.json_text import parse_json
from rag.records.plain import JsonRecord
from rag.records.verification import Verification

QUESTIONS = [
    "When do the reading rooms open?",
    "À quelle heure ferment les salles de lecture en août ? Combien de documents avez-vous ?",
    "Que dit l'article 12 du règlement ?",
    "Quelle est la formule chimique de la caféine ?",
    "What do you have about reading rooms?",
]
TYPES = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def misfit(schema: Mapping[str, Any], value: Any, whole: Mapping[str, Any]) -> str:
    """Where a value does not fit a schema, of the keywords that ours use; "" if it does."""
    if "$ref" in schema:
        return misfit(whole["$defs"][schema["$ref"].rpartition("/")[2]], value, whole)
    if "anyOf" in schema:
        faults = [misfit(one, value, whole) for one in schema["anyOf"]]
        return "" if "" in faults else "; ".join(faults)
    if "enum" in schema or "const" in schema:
        return "" if value in schema.get("enum", [schema.get("const")]) else f"{value!r}"
    kind = schema["type"]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (number if kind in ("number", "integer") else isinstance(value, TYPES[kind])):
        return f"{value!r} is no {kind}"
    inside: list[tuple[Any, Any]] = []
    if kind == "object":
        missing = set(schema.get("required", ())) - set(value)
        known = schema.get("properties", {})
        other = schema.get("additionalProperties")
        unknown = set(value) - set(known) if other is None else set()
        if missing or unknown:
            return f"missing {missing}, unknown {unknown}"
        inside = [(known.get(name, other), each) for name, each in value.items()]
    elif kind == "array":
        inside = [(schema["items"], each) for each in value] if schema["items"] else []
    return next(filter(None, (misfit(one, each, whole) for one, each in inside)), "")


@pytest.fixture(scope="module")
def records(library: Rag) -> list[JsonRecord]:
    """Records of every kind, with most of what they can hold."""
    scope, since = Scope(types=("pdf",), languages=("en",)), Scope(from_=dt.date(2020, 1, 1))
    answers = [library.ask(question) for question in QUESTIONS]
    answers += [library.ask(QUESTIONS[1], scope=since, as_of=dt.date(2999, 1, 1))]
    checks = [library.check("The reading rooms open at ten. The desk is blue.", scope=scope)]
    found = [library.search("reading rooms", scope=scope), library.search("zzz")]
    verified = [library.verify(answers[0].citations[0])]
    expected = [
        ExpectedAnswer(QUESTIONS[0], answers=("ten",)),
        ExpectedAnswer("Who?", refused=True),
    ]
    evaluated = [evaluate_library(library, expected, name="hours")]
    return [*answers, *checks, *found, *verified, *evaluated]


def test_a_record_comes_back_from_its_json(records: list[JsonRecord]) -> None:
    for record in records:
        again = type(record).from_dict(json.loads(record.json()))
        assert again == record
        assert again.to_dict() == record.to_dict()


def test_every_record_fits_its_published_schema(records: list[JsonRecord]) -> None:
    assert {type(record) for record in records} == set(RECORDS)
    for record in records:
        schema = json.loads(file_of(type(record)).read_text(encoding="utf-8"))
        assert misfit(schema, record.to_dict(), schema) == ""
        assert record.to_dict()["schema"] == schema["$id"]


def test_a_record_that_lacks_a_field_does_not_fit(records: list[JsonRecord]) -> None:
    schema = Answer.json_schema()
    values = records[0].to_dict()
    assert misfit(schema, {**values, "found": "yes"}, schema)
    del values["hits"][0]["passage"]["text"]
    assert misfit(schema, values, schema)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_the_published_schema_is_that_of_the_records(record: type[JsonRecord]) -> None:
    """``python -m bench.schemas`` writes them; a change that breaks clients needs a new version."""
    assert file_of(record).read_text(encoding="utf-8") == written(record)


def test_the_permalink_is_in_the_json(library: Rag) -> None:
    answer = library.ask(QUESTIONS[0])
    assert answer.to_dict()["citations"][0]["permalink"] == answer.citations[0].permalink


def test_fields_of_later_versions_are_ignored_and_the_folder_may_be_missing(library: Rag) -> None:
    answer = library.ask(QUESTIONS[0])
    values = answer.to_dict() | {"mood": "good"}
    for hit in values["hits"]:
        del hit["document"]["root"]
    again = Answer.from_dict(values)
    assert again.citations == answer.citations
    assert {hit.document.root for hit in again.hits} == {""}


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("found",), "yes", "found: expected bool, got 'yes'"),
        (("confidence",), True, "confidence: expected float, got True"),
        (("language",), "de", "language: expected "),
        (("citations", 0, "page"), "2", "citations.0.page: expected int, got '2'"),
        (("citations", 0, "date"), "soon", "citations.0.date: 'soon' is not a day"),
        (("citations", 0), None, "citations.0: expected an object, got None"),
        (("hits", 0, "passage", "headings"), "x", "hits.0.passage.headings: expected "),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_place(
    library: Rag, place: tuple[str | int, ...], value: object, said: str
) -> None:
    values: Any = library.ask(QUESTIONS[0]).to_dict()
    inside = values
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    with pytest.raises(ValueError, match=r": ") as caught:
        Answer.from_dict(values)
    assert str(caught.value).startswith(said)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ValueError, match="question: missing"):
        Answer.from_dict({})


def test_a_record_shows_itself_in_one_short_line(records: list[JsonRecord]) -> None:
    for record in records:
        if not isinstance(record, Verification):
            assert "\n" not in repr(record)
            assert len(repr(record)) < 300


def test_an_answer_says_what_it_found_and_where(library: Rag) -> None:
    shown = repr(library.ask(QUESTIONS[0]))
    assert shown.startswith("<Answer (found, 0.")
    assert "[guide.pdf, p. iv (PDF 2)" in shown
    assert repr(library.ask(QUESTIONS[2])).startswith("<Answer (not found)")


def test_a_notebook_shows_the_quotes_with_their_pages_and_no_markup_of_documents(
    library: Rag, records: list[JsonRecord]
) -> None:
    shown = library.ask(QUESTIONS[0])._repr_html_()
    assert "<blockquote>" in shown
    assert "Guide to the reading rooms, p. iv (PDF 2)" in shown
    assert "verbatim:" in shown
    hostile = library.search("crimson lighthouse")._repr_html_()
    assert "&lt;script&gt;" in hostile
    for record in records:
        if isinstance(record, Answer | Check | SearchResults):
            assert "<script" not in record._repr_html_()
    assert "<script" not in library.ask("Who wrote on the wall?")._repr_html_()


def test_another_record_and_another_version_are_refused(library: Rag) -> None:
    values = library.ask(QUESTIONS[0]).to_dict()
    for other in (Check.schema, values["schema"].replace("1", "2"), 1):
        with pytest.raises(ValueError, match="schema"):
            Answer.from_dict(values | {"schema": other})


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "1" * 5_000, "\ud800", "", b"\xff"]
)
def test_a_json_that_cannot_be_read_is_a_wrong_value(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the cause is not ours
        parse_json(text)


def test_no_json_of_somebody_else_is_a_fault_because_it_is_nested() -> None:
    """Where a wrong text is expected, one without end is too: a RecursionError is no ValueError."""
    found = []
    for path in Path(rag.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Try) and path.name != "json_text.py":
                caught = " ".join(ast.unparse(each.type) for each in node.handlers if each.type)
                done = " ".join(map(ast.unparse, node.body))
                if "json.loads(" in done and ("ValueError" in caught or "JSON" in caught):
                    found.append((path.name, node.lineno))
    assert found == []
