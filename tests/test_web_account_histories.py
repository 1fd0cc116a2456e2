"""The histories of accounts: whose they are, what is kept, and how the file is written."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from served import built

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.engine import Rag
from rag.errors.service import AccountUnknown
from rag.web.account_histories import LARGEST, AccountHistories
from rag.web.past_answers import MOST_TURNS, PastAnswer, QuotedPlace

PASSWORD = "un bon mot de passe"


def past(question: str, *, characters: int = 10) -> PastAnswer:
    place = QuotedPlace("a" * 64, 1, 0, characters, "x" * characters)
    return PastAnswer(question, "en", dt.date(2026, 11, 28), "index", (place,))


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    accounts = Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))
    for name in ("anna", "bruno"):
        accounts.add(name, PASSWORD, "reader")
    return accounts


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


def test_nobody_has_a_history_on_a_server_without_accounts(library: Rag) -> None:
    with TestClient(built(lambda: library), base_url="http://127.0.0.1") as client:
        assert client.post("/v1/history", json={"act": "delete_all"}).status_code == 401
