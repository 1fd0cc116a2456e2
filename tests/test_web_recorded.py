"""A conversation that is shown again: its record stays, and it costs its person nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.config import Service, Settings
from rag.engine import Rag
from rag.errors import StillOpening
from rag.errors.service import TooManyRequests
from rag.records import Answer, Citation, as_json
from rag.server import AccessControl, EngineLoader, RefusedQuestions
from rag.server.identity import CALLER_KEY, VISITOR
from rag.web.past_answers import PastAnswer, QuotedPlace, parse_share_query, to_past_answer
from rag.web.presenter import Presenter
from rag.web.state import PageTurn

TODAY, EARLIER = dt.date(2026, 11, 28), dt.date(2026, 3, 2)
SHA = "0123456789abcdef" * 4


def answer(start: int) -> Answer:
    cited = Citation(
        n=1, document=SHA, path="a.pdf", title="A", page=2, page_label=None, start=start,
        end=start + 5, quote="quote", language="en", date=None, sha256=SHA, score=1.0,
    )  # fmt: skip
    return Answer("Who?", "en", True, "", (), (cited,), (), 0.5, "now", {})


RECORD = to_past_answer(replace(answer(0), index_id="then"), EARLIER)


def shown_again(past: PastAnswer, *, recorded: bool = True) -> PageTurn:
    return PageTurn("Who?", "en", conversation="one", past=past, recorded=recorded)


def test_todays_answer_does_not_take_the_place_of_the_record() -> None:
    turn = shown_again(RECORD)
    assert turn.past_answer(TODAY) == RECORD
    assert replace(turn, outcome=answer(40)).past_answer(TODAY) == RECORD
    assert replace(turn, outcome=StillOpening()).past_answer(TODAY) == RECORD


def test_a_question_that_had_no_answer_yet_is_stored_with_todays() -> None:
    turn = shown_again(PastAnswer("Who?", "en", EARLIER, "", (), pending=True))
    assert replace(turn, outcome=answer(40)).past_answer(TODAY) == to_past_answer(answer(40), TODAY)
    failed = replace(turn, outcome=StillOpening()).past_answer(TODAY)
    assert failed is not None
    assert failed.pending


def test_the_answer_of_a_link_or_a_watched_question_is_stored_as_asked_today() -> None:
    place = QuotedPlace(SHA[:16], 2, 0, 5)
    link = parse_share_query({"q": "Qui ?", "at": "2026-03-02"}, [f"{SHA[:16]}.2.0.5"])
    assert link is not None
    turn = replace(shown_again(link, recorded=False), language="fr")
    assert replace(turn, outcome=answer(40)).past_answer(TODAY) == to_past_answer(answer(40), TODAY)
    waiting = turn.past_answer(TODAY)  # it is compared with the link once it is asked
    assert waiting == replace(link, language="fr", pending=True)
    assert waiting.references == (place,)


QUESTIONS = ("When do the reading rooms open?", "Que dit l'article 12 du règlement ?")


@pytest.fixture
def access(tmp_path: Path) -> Iterator[AccessControl]:
    """That of an open service, whose visitors ask two questions a minute."""
    scope: dict[str, Any] = {CALLER_KEY: VISITOR, "client": ("192.0.2.1", 4_711)}
    service = Service(open=True, asks_per_minute=2)
    refused = RefusedQuestions(tmp_path / "refused.json")
    access = AccessControl(Settings(service=service), refused=refused, event_scope=lambda: scope)
    with closing(access):
        yield access


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that the library was asked."""
    asked: list[str] = []
    ask = Rag.ask

    def noted(one: Rag, question: str, **limits: Any) -> Answer:
        asked.append(question)
        return ask(one, question, **limits)

    monkeypatch.setattr(Rag, "ask", noted)
    return asked


def presenter_over(library: Rag, access: AccessControl) -> Presenter:
    loader = EngineLoader(lambda: library)
    loader.wait(20)
    return Presenter(loader, access=access)


def asked_and_shown_again(first: Presenter, second: Presenter) -> tuple[list[PageTurn], ...]:
    """The turns of two questions, and the same as a page that is loaded again shows them."""
    turns: list[PageTurn] = []
    for question in QUESTIONS:
        turns.append(first.answer(first.new_turn(question), before=turns))
    again: list[PageTurn] = []
    for turn in turns:
        past = turn.past_answer(TODAY)
        assert past is not None
        pending = replace(second.new_turn(past.question), past=past, recorded=True, quiet=True)
        again.append(second.answer(pending, before=again))
    return turns, again


def test_a_conversation_is_shown_again_without_a_search(
    library: Rag, access: AccessControl, asked: list[str]
) -> None:
    presenter = presenter_over(library, access)
    turns, again = asked_and_shown_again(presenter, presenter)
    assert asked == list(QUESTIONS)
    assert [each.outcome for each in again] == [each.outcome for each in turns]
    assert [each.diff for each in again] == [None, None]


def test_what_is_asked_again_is_counted_nowhere(
    library: Rag, access: AccessControl, asked: list[str]
) -> None:
    """After a restart, too, when no answer is in memory."""
    turns, again = asked_and_shown_again(
        presenter_over(library, access), presenter_over(library, access)
    )
    assert asked == [*QUESTIONS, *QUESTIONS]
    assert [isinstance(each.outcome, Answer) for each in (*turns, *again)] == [True] * 4
    assert [(each.question, each.count) for each in access.refused.most(9)] == [(QUESTIONS[1], 1)]
    assert access.metrics.load().answered == len(QUESTIONS)
    presenter = presenter_over(library, access)
    third = presenter.answer(presenter.new_turn(QUESTIONS[0]))
    assert isinstance(third.outcome, TooManyRequests)  # it is asked again: two a minute


def test_a_watched_question_that_is_opened_is_counted_nowhere(
    library: Rag, access: AccessControl, asked: list[str]
) -> None:
    """As where the history compares it; that of a shared link is asked again."""
    presenter = presenter_over(library, access)
    opened = replace(presenter.new_turn(QUESTIONS[1]), past=RECORD, watched=True)
    for _ in range(3):
        assert isinstance(presenter.answer(opened).outcome, Answer)
    assert access.refused.most(9) == ()
    assert access.metrics.load().answered == 0
    assert isinstance(presenter.answer(replace(opened, watched=False)).outcome, Answer)
    assert [each.count for each in access.refused.most(9)] == [1]


def test_how_often_a_person_looks_at_recorded_answers_is_a_setting(library: Rag) -> None:
    scope: dict[str, Any] = {CALLER_KEY: VISITOR, "client": ("192.0.2.1", 4_711)}
    settings = Settings(service=Service(open=True, reviews_per_minute=2))
    with closing(AccessControl(settings, event_scope=lambda: scope)) as access:
        presenter = presenter_over(library, access)
        opened = replace(presenter.new_turn(QUESTIONS[0]), past=RECORD, watched=True)
        days = [replace(opened, as_of=dt.date(2020, 1, day)) for day in (1, 2, 3)]  # none is known
        outcomes = [presenter.answer(each).outcome for each in days]
    assert [isinstance(each, TooManyRequests) for each in outcomes] == [False, False, True]


def test_only_what_the_person_watches_is_opened_as_watched(access: AccessControl) -> None:
    presenter = Presenter(EngineLoader(lambda: pytest.fail("not opened")), access=access)
    other = replace(RECORD, question="Another?")
    stored = json.dumps({"conversations": [], "watched": [as_json(RECORD)]})
    sent = json.dumps([as_json(other), as_json(replace(RECORD, index_id="forged"))])
    assert presenter.kept.watched_among(sent, stored) == [RECORD]


def test_an_answer_is_asked_again_of_another_index_or_with_other_limits(
    library: Rag, access: AccessControl, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter = presenter_over(library, access)
    turn = presenter.answer(presenter.new_turn(QUESTIONS[0]))
    past = turn.past_answer(TODAY)
    shown = replace(presenter.new_turn(QUESTIONS[0]), past=past, recorded=True)
    assert presenter.answer(shown).outcome is turn.outcome
    for other in (replace(shown, exact=True), replace(shown, as_of=EARLIER)):
        assert presenter.answer(other).outcome is not turn.outcome
    assert len(asked) == 3
    with monkeypatch.context() as later:
        later.setattr(Rag, "index_id", "another")
        presenter.answer(shown)
    assert len(asked) == 4


def test_what_is_asked_again_has_a_limit_of_its_own(access: AccessControl) -> None:
    """Somebody could make up a conversation of many questions to be shown again."""
    for _ in range(100):
        with access.admitted(None, "review", again=True):
            pass
    with pytest.raises(TooManyRequests), access.admitted(None, "review", again=True):
        pass
    with access.admitted("Qui ?"):
        pass
