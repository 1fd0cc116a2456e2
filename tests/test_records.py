"""Records as plain JSON."""

import datetime as dt
import json

from rag.records import Document, Failure, IngestReport, as_json


def test_a_record_becomes_plain_json_values() -> None:
    document = Document("0" * 64, "/r", "a.pdf", "T", "pdf", "fr", dt.date(2024, 3, 1), None, 2)
    found = as_json({"documents": (document,), 1: [None, 0.5]})
    assert found["documents"][0]["date"] == "2024-03-01"
    assert found["1"] == [None, 0.5]
    assert json.loads(json.dumps(found)) == found


def test_nested_records_keep_their_names() -> None:
    report = IngestReport((), (), (), (), (Failure("a", {"fr": "é", "en": "e"}),), (), 0, 0, 0.0)
    assert as_json(report)["failures"] == [{"path": "a", "messages": {"fr": "é", "en": "e"}}]
