"""Past answers that come back from a browser or a link, and how they differ from today's."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.records import LANGUAGES, Answer, Citation, Scope, Span
from rag.web.past_answers import (
    MOST_TURNS,
    History,
    PastAnswer,
    QuotedPlace,
    compare,
    dump_past_answer,
    parse_history,
    parse_past_answer,
    parse_past_answers,
    parse_share_query,
    share_query,
    to_past_answer,
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
past_answers = st.builds(
    PastAnswer,
    st.text(min_size=1, max_size=80),
    st.sampled_from(LANGUAGES),
    st.dates(),
    st.text(max_size=20),
    st.lists(references, max_size=5).map(tuple),
    st.none() | st.dates(),
    st.booleans(),
    st.none()
    | st.builds(
        Scope,
        documents=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, unique=True).map(
            tuple
        ),
        languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
        until=st.none() | st.dates(),
    ),
)


def citation(n: int, start: int, document: str = SHA) -> Citation:
    return Citation(
        n=n, document=document, path="a.pdf", title="A", page=2, page_label=None, start=start,
        end=start + 5, quote="quote", language="en", date=None, sha256=document, score=1.0,
    )  # fmt: skip


def answer(*cited: Citation) -> Answer:
    return Answer("Who?", "en", bool(cited), "", (), cited, (), 0.5, "now", {})


@given(past_answers)
def test_a_dumped_past_answer_is_parsed_back(past_answer: PastAnswer) -> None:
    assert parse_past_answer(json.loads(dump_past_answer(past_answer))) == past_answer


@given(past_answers)
def test_a_link_names_the_same_places(past_answer: PastAnswer) -> None:
    query = parse_qs(share_query(past_answer).removeprefix("?"), keep_blank_values=True)
    again = parse_share_query(
        {name: query[name][0] for name in query.keys() - {"c"}}, query.get("c", [])
    )
    if past_answer.question.strip():
        assert again is not None
        assert (again.question, again.at) == (past_answer.question.strip(), past_answer.at)
        assert again.as_of == past_answer.as_of
        assert (again.exact, again.scope) == (past_answer.exact, past_answer.scope)
        assert [(r.page, r.start, r.end) for r in again.references] == [
            (r.page, r.start, r.end) for r in past_answer.references
        ]


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_anything_may_come_from_a_browser(value: object) -> None:
    text = json.dumps(value)
    assert parse_history(text).watched == ()
    assert parse_past_answers(text) == ()


@pytest.mark.parametrize("text", ["", "null", "[", '{"conversations": 3}', '"x"'])
def test_text_that_is_no_history_is_an_empty_one(text: str) -> None:
    assert parse_history(text) == History()


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "x" * 2_001},
        {"question": 3},
        {"language": "de"},
        {"at": "yesterday"},
        {"as_of": "tomorrow"},
        {"as_of": 2024},
        {"scope": "pdf"},
        {"scope": {"type": ["pdf"]}},
        {"scope": {"until": "soon"}},
        {"references": {}},
        {"references": [{}] * 21},
        {"references": [{"document": "x", "page": "1", "start": 0, "end": 1}]},
    ],
)
def test_a_past_answer_with_a_wrong_form_is_refused(changed: dict[str, object]) -> None:
    value = json.loads(dump_past_answer(to_past_answer(answer(citation(1, 0)), TODAY))) | changed
    with pytest.raises(ValueError, match=r"."):
        parse_past_answer(value)


@pytest.mark.parametrize(
    ("query", "cited"),
    [
        ({}, []),
        ({"q": " ", "at": "2026-11-24"}, []),
        ({"q": "x" * 2_001, "at": "2026-11-24"}, []),
        ({"q": "Who?", "at": "soon"}, []),
        ({"q": "Who?", "at": "2026-11-24", "as_of": "then"}, []),
        ({"q": "Who?", "at": "2026-11-24", "scope": "pdf"}, []),
        ({"q": "Who?", "at": "2026-11-24", "scope": '{"type":["pdf"]}'}, []),
        ({"q": "Who?", "at": "2026-11-24"}, ["a.b.c.d"]),
        ({"q": "Who?", "at": "2026-11-24"}, ["0123456789abcdef.1.2"]),
    ],
)
def test_a_link_with_a_wrong_form_asks_nothing(query: dict[str, str], cited: list[str]) -> None:
    assert parse_share_query(query, cited) is None


def test_an_answer_with_the_same_places_is_unchanged() -> None:
    now = answer(citation(1, 0), citation(2, 40))
    assert compare(to_past_answer(now, TODAY), now, {SHA}).unchanged
    assert compare(to_past_answer(answer(), TODAY), answer(), {SHA}).unchanged


def test_a_diff_lists_each_place_as_kept_dropped_lost_or_added() -> None:
    other = "f" * 64
    then = to_past_answer(answer(citation(1, 0), citation(2, 40), citation(3, 9, other)), TODAY)
    now = answer(citation(1, 0), citation(2, 80))
    diff = compare(then, now, {SHA})
    places = (diff.kept, diff.dropped, diff.lost)
    assert [[place.start for place in each] for each in places] == [[0], [40], [9]]
    assert [citation.start for citation in diff.added] == [80]
    assert not diff.unchanged


def test_a_place_is_kept_if_a_piece_of_a_quote_holds_it() -> None:
    past_answer = to_past_answer(answer(citation(1, 10), citation(2, 40)), TODAY)
    longer = replace(citation(1, 8), end=20, context=(Span(40, 45, "quote"),))
    assert compare(past_answer, answer(longer), (SHA,)).unchanged
    assert len(compare(past_answer, answer(citation(1, 8)), (SHA,)).dropped) == 2


def test_a_link_names_documents_by_the_first_characters_of_their_id() -> None:
    now = answer(citation(1, 0))
    query = parse_qs(share_query(to_past_answer(now, TODAY)).removeprefix("?"))
    past_answer = parse_share_query({"q": query["q"][0], "at": query["at"][0]}, query["c"])
    assert past_answer is not None
    assert len(past_answer.references[0].document) == 16
    assert compare(past_answer, now, {SHA}).unchanged
    elsewhere = replace(past_answer.references[0], document="f" * 16)
    assert compare(replace(past_answer, references=(elsewhere,)), now, {SHA}).lost


def test_a_follow_up_is_stored_as_the_complete_question() -> None:
    follow_up = replace(answer(citation(1, 0)), understood="Who signed the minutes?")
    assert to_past_answer(follow_up, TODAY).question == "Who signed the minutes?"


def test_what_is_stored_of_a_long_answer_is_read_back() -> None:
    """One turn that could not be read would be lost with the next change of the history."""
    long = replace(citation(1, 0), quote="x" * 5_000, title="y" * 3_000)
    past_answer = to_past_answer(answer(*[long] * 600), TODAY)
    assert parse_past_answer(json.loads(dump_past_answer(past_answer))) == past_answer
    assert len(past_answer.references) == 500
    assert compare(past_answer, answer(*[long] * 500), {SHA}).unchanged


def test_past_answers_stored_before_a_day_could_be_chosen_are_parsed() -> None:
    value = json.loads(dump_past_answer(to_past_answer(answer(citation(1, 0)), TODAY)))
    del value["as_of"]
    assert parse_past_answer(value).as_of is None


def test_of_many_turns_the_latest_are_read() -> None:
    turns = [PastAnswer(f"{number}", "en", TODAY, "index", ()) for number in range(MOST_TURNS + 3)]
    text = f"[{', '.join(map(dump_past_answer, turns))}]"
    assert parse_past_answers(text) == tuple(turns[3:])
    stored = f'{{"conversations": [{{"id": "one", "turns": {text}}}], "watched": {text}}}'
    assert parse_history(stored).conversations == (("one", tuple(turns[3:])),)
    assert parse_history(stored).watched == tuple(turns[:MOST_TURNS])  # the newest come first
