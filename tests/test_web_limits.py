"""The limits of the questions of a conversation, added and removed in the page."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from test_questions_scope import SCOPES

from rag.errors import DateInvalid, ScopeInvalid
from rag.messages.scope import limit_labels
from rag.questions.scope_reading import dump_scope
from rag.records import Document, Scope
from rag.web.limits import read_limits, with_limits, without_limits

DOCUMENTS = [
    Document("0" * 64, "/srv/docs", path, title, "pdf", "fr", None, None, 1)
    for path, title in (("rapports/2023.pdf", "Rapport annuel"), ("avis.pdf", "Avis"))
]


@pytest.mark.parametrize("written", ["[" * 100_000, "[1]", "7", '"Avis"', "{"])
@pytest.mark.parametrize("field", ["limits", "limit"])
def test_limits_that_are_none_are_refused(field: str, written: str) -> None:
    with pytest.raises(ScopeInvalid):
        read_limits({field: written}, DOCUMENTS)


@pytest.mark.parametrize(
    ("fields", "limits"),
    [
        ({"place": " Avis "}, Scope(documents=("Avis",))),
        ({"place": "rapports"}, Scope(folders=("rapports",))),
        ({"place": "Nothing"}, Scope(documents=("Nothing",))),
        (
            {"types": "pdf", "languages": "fr", "from": "2023-01-02"},
            Scope(types=("pdf",), languages=("fr",), from_=dt.date(2023, 1, 2)),
        ),
        ({}, Scope()),
    ],
)
def test_the_fields_of_the_panel_are_limits(fields: dict[str, str], limits: Scope) -> None:
    assert read_limits({"limits": json.dumps(fields)}, DOCUMENTS) == limits


@pytest.mark.parametrize(
    "data",
    [{"limit": "{"}, {"limits": "{"}, {"limit": '{"type":["pdf"]}'}, {"limits": '{"until":"x"}'}],
)
def test_limits_that_cannot_be_read_are_refused(data: dict[str, str]) -> None:
    with pytest.raises((ScopeInvalid, DateInvalid)):
        read_limits(data, DOCUMENTS)


@given(SCOPES)
def test_each_limit_that_is_shown_can_be_removed(scope: Scope) -> None:
    left: Scope | None = scope or None
    for one, _ in limit_labels(scope, "fr"):
        assert left is not None
        less = without_limits(left, read_limits({"limit": dump_scope(one)}, ()))
        assert less != left
        left = less
    assert left is None


@given(SCOPES, SCOPES)
def test_limits_that_are_added_can_be_removed(scope: Scope, more: Scope) -> None:
    both = with_limits(scope, more)
    assert with_limits(both, more) == both
    assert with_limits(None, scope) == (scope or None)
    left = without_limits(both, scope) and without_limits(without_limits(both, scope), more)
    assert left is None
