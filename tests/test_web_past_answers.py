"""Answers that a browser or a link sends back, and whether they still stand."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.records import LANGUAGES, Answer, Citation
from rag.web.past_answers import (
    History,
    PastAnswer,
    QuotedPlace,
    compare,
    link,
    linked,
    read,
    read_album,
    read_list,
    remember,
    write,
)

TODAY = dt.date(2026, 11, 24)
SHA = "0123456789abcdef" * 4
references = st.builds(
    QuotedPlace,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.none() | st.integers(1, 9_999),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.text(max_size=50),
    st.text(max_size=50),
)
pasts = st.builds(
    PastAnswer,
    st.text(min_size=1, max_size=80),
    st.sampled_from(LANGUAGES),
    st.dates(),
    st.text(max_size=20),
    st.lists(references, max_size=5).map(tuple),
    st.none() | st.dates(),
)


def citation(n: int, start: int, document: str = SHA) -> Citation:
    return Citation(
        n=n, document=document, path="a.pdf", title="A", page=2, page_label=None, start=start,
        end=start + 5, quote="quote", language="en", date=None, sha256=document, score=1.0,
    )  # fmt: skip


def answer(*cited: Citation) -> Answer:
    return Answer("Who?", "en", bool(cited), "", (), cited, (), 0.5, "now", {})


@given(pasts)
def test_what_is_written_is_read(past: PastAnswer) -> None:
    assert read(json.loads(write(past))) == past


@given(pasts)
def test_a_link_names_the_same_places(past: PastAnswer) -> None:
    query = parse_qs(link(past).removeprefix("?"), keep_blank_values=True)
    again = linked({name: query[name][0] for name in query.keys() - {"c"}}, query.get("c", []))
    if past.question.strip():
        assert again is not None
        assert (again.question, again.at) == (past.question.strip(), past.at)
        assert again.as_of == past.as_of
        assert [(r.page, r.start, r.end) for r in again.references] == [
            (r.page, r.start, r.end) for r in past.references
        ]


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_anything_may_come_from_a_browser(value: object) -> None:
    text = json.dumps(value)
    assert read_album(text).watched == ()
    assert read_list(text) == ()


@pytest.mark.parametrize("text", ["", "null", "[", '{"conversations": 3}', '"x"'])
def test_what_is_no_album_is_an_empty_one(text: str) -> None:
    assert read_album(text) == History()


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "x" * 2_001},
        {"question": 3},
        {"language": "de"},
        {"at": "yesterday"},
        {"as_of": "tomorrow"},
        {"as_of": 2024},
        {"references": {}},
        {"references": [{}] * 21},
        {"references": [{"document": "x", "page": "1", "start": 0, "end": 1}]},
    ],
)
def test_a_past_without_form_is_refused(changed: dict[str, object]) -> None:
    value = json.loads(write(remember(answer(citation(1, 0)), TODAY))) | changed
    with pytest.raises(ValueError, match=r"."):
        read(value)


@pytest.mark.parametrize(
    ("query", "cited"),
    [
        ({}, []),
        ({"q": " ", "at": "2026-11-24"}, []),
        ({"q": "x" * 2_001, "at": "2026-11-24"}, []),
        ({"q": "Who?", "at": "soon"}, []),
        ({"q": "Who?", "at": "2026-11-24", "as_of": "then"}, []),
        ({"q": "Who?", "at": "2026-11-24"}, ["a.b.c.d"]),
        ({"q": "Who?", "at": "2026-11-24"}, ["0123456789abcdef.1.2"]),
    ],
)
def test_an_address_without_form_asks_nothing(query: dict[str, str], cited: list[str]) -> None:
    assert linked(query, cited) is None


def test_an_answer_that_did_not_change_stands() -> None:
    now = answer(citation(1, 0), citation(2, 40))
    assert compare(remember(now, TODAY), now, {SHA}).stands
    assert compare(remember(answer(), TODAY), answer(), {SHA}).stands


def test_a_change_is_told_quotation_by_quotation() -> None:
    other = "f" * 64
    then = remember(answer(citation(1, 0), citation(2, 40), citation(3, 9, other)), TODAY)
    now = answer(citation(1, 0), citation(2, 80))
    standing = compare(then, now, {SHA})
    told = (standing.kept, standing.left, standing.gone)
    assert [[ref.start for ref in refs] for refs in told] == [[0], [40], [9]]
    assert [cited.start for cited in standing.new] == [80]
    assert not standing.stands


def test_a_link_knows_its_documents_by_the_beginning_of_their_fingerprint() -> None:
    now = answer(citation(1, 0))
    query = parse_qs(link(remember(now, TODAY)).removeprefix("?"))
    past = linked({"q": query["q"][0], "at": query["at"][0]}, query["c"])
    assert past is not None
    assert len(past.references[0].document) == 16
    assert compare(past, now, {SHA}).stands
    elsewhere = replace(past.references[0], document="f" * 16)
    assert compare(replace(past, references=(elsewhere,)), now, {SHA}).gone


def test_a_follow_up_is_kept_as_it_was_understood() -> None:
    leaning = replace(answer(citation(1, 0)), understood="Who signed the minutes?")
    assert remember(leaning, TODAY).question == "Who signed the minutes?"


def test_what_a_browser_kept_before_days_could_be_chosen_is_read() -> None:
    value = json.loads(write(remember(answer(citation(1, 0)), TODAY)))
    del value["as_of"]
    assert read(value).as_of is None
