"""The histories of accounts: whose they are, what is kept, and how the file is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from served import built

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Settings
from rag.engine import Rag
from rag.errors import RequestRefused
from rag.errors.service import AccountUnknown
from rag.records import as_json
from rag.server import AccessControl
from rag.web.account_histories import LARGEST, LARGEST_WATCHED, MOST_WATCHED, AccountHistories
from rag.web.caller_history import CallerHistory
from rag.web.past_answers import MOST_TURNS, History, PastAnswer, QuotedPlace
from rag.web.state import PageTurn

PASSWORD = "un bon mot de passe"


def past(question: str, *, characters: int = 10) -> PastAnswer:
    place = QuotedPlace("a" * 64, 1, 0, characters, "x" * characters)
    return PastAnswer(question, "en", dt.date(2026, 11, 28), "index", (place,))


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with closing(Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))) as accounts:
        for name in ("anna", "bruno"):
            accounts.add(name, PASSWORD, "reader")
        yield accounts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "histories"


@pytest.fixture
def histories(accounts: Accounts, folder: Path) -> AccountHistories:
    return AccountHistories(folder, accounts)


def test_a_history_is_read_back_by_its_account_alone(
    histories: AccountHistories, accounts: Accounts, folder: Path
) -> None:
    histories.keep("anna", "one", [past("first")])
    histories.keep("anna", "two", [past("second")])
    histories.keep("Anna", "one", [past("first"), past("third")])
    histories.watch("anna", past("first"), on=True)
    again = AccountHistories(folder, accounts).of("ANNA")  # after a restart
    assert again.conversations == (
        ("one", (past("first"), past("third"))),
        ("two", (past("second"),)),
    )
    assert again.watched == (past("first"),)
    assert histories.of("bruno").conversations == ()
    with pytest.raises(AccountUnknown):
        histories.of("carla")


def test_an_account_created_again_has_no_history_and_the_old_one_is_deleted(
    histories: AccountHistories, accounts: Accounts, folder: Path
) -> None:
    histories.keep("anna", "one", [past("first")])
    (old,) = folder.iterdir()
    accounts.remove("anna")
    accounts.add("anna", PASSWORD, "reader")
    assert histories.of("anna").conversations == ()
    histories.keep("bruno", "one", [past("second")])
    assert not old.exists()
    assert len(list(folder.iterdir())) == 1


def test_conversations_and_watched_questions_are_deleted(histories: AccountHistories) -> None:
    for name in ("one", "two", "three"):
        histories.keep("anna", name, [past(name)])
    histories.watch("anna", past("first"), on=True)
    histories.watch("anna", past("first"), on=True)
    histories.delete("anna", "two")
    assert [id_ for id_, _ in histories.of("anna").conversations] == ["three", "one"]
    histories.delete_all("anna")
    assert histories.of("anna").conversations == ()
    assert len(histories.of("anna").watched) == 1
    histories.watch("anna", past("first"), on=False)
    assert histories.of("anna").watched == ()


def test_a_file_is_bounded_and_the_oldest_goes(histories: AccountHistories, folder: Path) -> None:
    for number in range(12):
        turns = [past(f"{number}.{turn}", characters=3_900) for turn in range(12)]
        histories.keep("anna", str(number), turns)
    (path,) = folder.iterdir()
    assert len(path.read_text(encoding="utf-8")) < LARGEST + 1_000
    kept = [id_ for id_, _ in histories.of("anna").conversations]
    assert kept == [str(number) for number in range(11, 11 - len(kept), -1)]
    assert 1 < len(kept) < 12
    long = [past(str(turn), characters=20) for turn in range(MOST_TURNS + 3)]
    histories.keep("anna", "long", long)
    assert histories.of("anna").conversations[0] == ("long", tuple(long[3:]))


def test_a_file_is_whole_whenever_it_is_read(histories: AccountHistories, folder: Path) -> None:
    histories.keep("anna", "0", [past("q", characters=3_000)])
    (path,) = folder.iterdir()

    def write(number: int) -> None:
        histories.keep("anna", str(number), [past("q", characters=3_000)])

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, number) for number in range(1, 40)]
        while not all(each.done() for each in writing):
            assert histories.of("anna").conversations
    assert len(histories.of("anna").conversations) == 40
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text('{"conversations": [', encoding="utf-8")  # damaged by a full disk
    assert histories.of("anna").conversations == ()


def test_a_conversation_that_was_deleted_does_not_come_back(histories: AccountHistories) -> None:
    histories.keep("anna", "one", [past("first")])
    histories.keep("anna", "one", [past("first")], starts=False)
    assert len(histories.of("anna").conversations) == 1
    histories.delete("anna", "one")
    histories.keep("anna", "one", [past("first")], starts=False)
    assert histories.of("anna").conversations == ()


def test_turns_are_not_overwritten_by_a_page_that_does_not_have_them(
    histories: AccountHistories,
) -> None:
    histories.keep("anna", "one", [past("first"), past("and of drones?")])
    understood = [past("first"), past("The rules of drones?")]
    histories.keep("anna", "one", [past("first"), past("other")])
    histories.keep("anna", "one", [past("first")], starts=False)
    assert [each.question for each in histories.of("anna").conversations[0][1]] == [
        "first", "and of drones?",
    ]  # fmt: skip
    histories.keep("anna", "one", understood, ["first", "and of drones?"], starts=False)
    assert histories.of("anna").conversations == (("one", tuple(understood)),)


def test_a_file_that_cannot_be_read_is_not_replaced(
    histories: AccountHistories, folder: Path
) -> None:
    histories.keep("anna", "one", [past("first")])
    (path,) = folder.iterdir()
    path.write_text('{"conversations": [', encoding="utf-8")
    histories.keep("anna", "two", [past("second")])
    aside = path.with_name(f"{path.name}.damaged")
    assert aside.read_text(encoding="utf-8") == '{"conversations": ['
    path.unlink()
    path.mkdir()  # reading it is an OSError, whoever reads
    with pytest.raises(OSError, match="directory"):
        histories.of("anna")
    with pytest.raises(OSError, match="directory"):
        histories.keep("anna", "two", [past("second")])


def test_what_is_left_of_removed_accounts_is_deleted(
    histories: AccountHistories, accounts: Accounts, folder: Path
) -> None:
    histories.keep("anna", "one", [past("first")])
    (path,) = folder.iterdir()
    for ending in (".new", ".damaged"):
        path.with_name(f"{path.name}{ending}").write_text("{}", encoding="utf-8")
    AccountHistories(folder, accounts)
    assert len(list(folder.iterdir())) == 3
    accounts.remove("anna")
    AccountHistories(folder, accounts)
    assert list(folder.iterdir()) == []


def test_watched_questions_have_a_budget_of_their_own(
    histories: AccountHistories, folder: Path
) -> None:
    histories.keep("anna", "one", [past("first")])
    for number in range(MOST_WATCHED):
        histories.watch("anna", past(f"{number}", characters=1_000), on=True)
    with pytest.raises(RequestRefused, match=str(MOST_WATCHED)):
        histories.watch("anna", past("more"), on=True)
    histories.watch("anna", past("0"), on=True)  # it is there already
    assert len(histories.of("anna").watched) == MOST_WATCHED
    with pytest.raises(RequestRefused):
        histories.watch("bruno", past("é" * (LARGEST_WATCHED // 2)), on=True)  # bytes count
    assert len(histories.of("anna").conversations) == 1


def test_a_turn_larger_than_the_budget_costs_no_other_conversation(
    histories: AccountHistories, folder: Path
) -> None:
    histories.keep("anna", "one", [past("first")])
    histories.keep("anna", "two", [past("é" * (LARGEST // 2))])
    assert [id_ for id_, _ in histories.of("anna").conversations] == ["one"]


def test_what_an_earlier_release_stored_is_added_to_what_is_there(
    histories: AccountHistories,
) -> None:
    histories.keep("anna", "one", [past("first")])
    histories.watch("anna", past("first"), on=True)
    earlier = History(
        (("one", (past("old"),)), ("zero", (past("older"),))), (past("first"), past("second"))
    )
    histories.add("anna", earlier)
    found = histories.of("anna")
    assert found.conversations == (("one", (past("first"),)), ("zero", (past("older"),)))
    assert found.watched == (past("first"), past("second"))


@pytest.fixture
def caller(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> CallerHistory:
    """The history of anna, who is signed in."""
    access = AccessControl(Settings(), accounts)
    monkeypatch.setattr(access, "account_name", lambda: "anna")
    return CallerHistory(access)


def test_an_answer_is_shown_even_if_its_conversation_cannot_be_stored(
    caller: CallerHistory, accounts: Accounts
) -> None:
    turn = PageTurn("half a \ud800 character", "en", conversation="one")
    caller.keep([turn], starts=True)
    caller.keep([turn], starts=False)
    ((_, turns),) = caller.stored("").conversations
    assert turns[0].question == "half a \ufffd character"
    (path,) = accounts.path.with_suffix(".history").iterdir()
    path.unlink()
    path.mkdir()  # it cannot be read
    caller.keep([turn], starts=True)
    assert caller.watched() == set()
    path.rmdir()
    accounts.remove("anna")
    caller.keep([turn], starts=True)
    assert caller.apart([turn]) == [turn]


def test_a_page_goes_apart_from_another_that_continued_its_conversation(
    caller: CallerHistory,
) -> None:
    first, second, other = (
        PageTurn(question, "en", conversation="one") for question in ("first", "second", "other")
    )
    caller.keep([first, second], starts=True)
    assert caller.apart([first, second, other]) == [first, second, other]
    apart = caller.apart([first, other])
    assert len({each.conversation for each in apart}) == 1
    assert apart[0].conversation != "one"
    assert [each.question for each in apart] == ["first", "other"]
    caller.keep(apart, starts=True)
    assert len(caller.stored("").conversations) == 2


def test_a_change_is_that_of_the_account_that_is_signed_in(
    library: Rag, accounts: Accounts, folder: Path
) -> None:
    app = built(lambda: library, accounts=accounts)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        change = {"act": "delete_all"}
        assert client.post("/v1/history", json=change).status_code == 401
        fields = {"name": "anna", "password": PASSWORD, "next": "/", "lang": "en"}
        assert client.post("/sign-in", data=fields).url.path == "/"
        assert client.post("/v1/history", json=change).status_code == 204
        wrong = {"act": "watch", "past_answer": {"question": 3}}
        assert client.post("/v1/history", json=wrong).status_code == 422
        assert client.post("/v1/history", json={"act": "read"}).status_code == 422
        earlier = {"watched": [as_json(past("first"))]}
        assert client.post("/v1/history/add", json=earlier).status_code == 204
        assert AccountHistories(accounts.path.with_suffix(".history"), accounts).of("anna").watched


def test_nobody_has_a_history_on_a_server_without_accounts(library: Rag) -> None:
    with TestClient(built(lambda: library), base_url="http://127.0.0.1") as client:
        assert client.post("/v1/history", json={"act": "delete_all"}).status_code == 401
