"""The histories of accounts: whose they are, what is kept, and how the file is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from served import built

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Settings
from rag.engine import Rag
from rag.errors import RequestRefused
from rag.errors.service import AccountUnknown, LoginNeeded
from rag.records import as_json
from rag.server import AccessControl
from rag.web.account_histories import LARGEST, LARGEST_WATCHED, MOST_WATCHED, AccountHistories
from rag.web.caller_history import CallerHistory
from rag.web.merged_turns import merged
from rag.web.past_answers import MOST_TURNS, History, PastAnswer, QuotedPlace
from rag.web.state import PageTurn

PASSWORD = "un bon mot de passe"


def past(question: str, *, characters: int = 10) -> PastAnswer:
    place = QuotedPlace("a" * 64, 1, 0, characters, "x" * characters)
    return PastAnswer(question, "en", dt.date.today(), "index", (place,))


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with closing(Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))) as accounts:
        for name in ("anna", "bruno"):
            accounts.add(name, PASSWORD, "reader")
        yield accounts


@pytest.fixture
def anna(accounts: Accounts) -> str:
    """The identity of an account."""
    return identity_of(accounts, "anna")


@pytest.fixture
def bruno(accounts: Accounts) -> str:
    """The identity of another one."""
    return identity_of(accounts, "bruno")


def identity_of(accounts: Accounts, name: str) -> str:
    (found,) = [each.identity for each in accounts.accounts() if each.name == name]
    return found


def keep(
    histories: AccountHistories,
    account: str,
    conversation: str,
    turns: Sequence[PastAnswer],
    typed: Sequence[str] = (),
) -> tuple[str, bool]:
    """Stores turns that are asked together, or continue what is stored."""
    questions = typed or [each.question for each in turns]
    return histories.begin(account, conversation, turns, questions, asked=len(turns))


def update(
    histories: AccountHistories,
    account: str,
    conversation: str,
    turns: Sequence[PastAnswer],
    typed: Sequence[str] = (),
) -> None:
    histories.update(account, conversation, turns, typed or [each.question for each in turns])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "histories"


@pytest.fixture
def histories(accounts: Accounts, folder: Path) -> AccountHistories:
    return AccountHistories(folder, accounts)


def test_a_history_is_read_back_by_its_account_alone(
    histories: AccountHistories, accounts: Accounts, folder: Path, anna: str, bruno: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    keep(histories, anna, "two", [past("second")])
    keep(histories, anna, "one", [past("first"), past("third")])
    histories.watch(anna, past("first"), on=True)
    again = AccountHistories(folder, accounts).of(anna)  # after a restart
    assert again.conversations == (
        ("one", (past("first"), past("third"))),
        ("two", (past("second"),)),
    )
    assert again.watched == (past("first"),)
    assert histories.of(bruno).conversations == ()
    with pytest.raises(AccountUnknown):
        histories.of("c" * 32)


def test_an_account_created_again_has_no_history_and_the_old_one_is_deleted(
    histories: AccountHistories, accounts: Accounts, folder: Path, anna: str, bruno: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    (old,) = folder.iterdir()
    accounts.remove("anna")
    again = accounts.add("anna", PASSWORD, "reader").identity
    assert histories.of(again).conversations == ()
    with pytest.raises(AccountUnknown):  # an answer that was on its way
        update(histories, anna, "one", [past("first")])
    keep(histories, bruno, "one", [past("second")])
    assert not old.exists()
    assert len(list(folder.iterdir())) == 1


def test_conversations_and_watched_questions_are_deleted(
    histories: AccountHistories, anna: str
) -> None:
    for name in ("one", "two", "three"):
        keep(histories, anna, name, [past(name)])
    histories.watch(anna, past("first"), on=True)
    histories.watch(anna, past("first"), on=True)
    histories.delete(anna, "two")
    assert [id_ for id_, _ in histories.of(anna).conversations] == ["three", "one"]
    histories.delete_all(anna)
    assert histories.of(anna).conversations == ()
    assert len(histories.of(anna).watched) == 1
    histories.watch(anna, past("first"), on=False)
    assert histories.of(anna).watched == ()


def test_a_restored_folder_is_private_again(
    histories: AccountHistories, accounts: Accounts, folder: Path
) -> None:
    anna = identity_of(accounts, "anna")
    histories.begin(anna, "one", [past("first")], ["first"], asked=1)
    (file,) = folder.iterdir()
    folder.chmod(0o755)
    file.chmod(0o644)
    file.with_name(f"{file.name}.new").touch(0o644)
    AccountHistories(folder, accounts).begin(anna, "two", [past("second")], ["second"], asked=1)
    modes = [each.stat().st_mode & 0o777 for each in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_a_file_is_bounded_and_the_oldest_goes(
    histories: AccountHistories, folder: Path, anna: str
) -> None:
    for number in range(12):
        turns = [past(f"{number}.{turn}", characters=3_900) for turn in range(12)]
        keep(histories, anna, str(number), turns)
    (path,) = folder.iterdir()
    assert len(path.read_text(encoding="utf-8")) < LARGEST + 1_000
    kept = [id_ for id_, _ in histories.of(anna).conversations]
    assert kept == [str(number) for number in range(11, 11 - len(kept), -1)]
    assert 1 < len(kept) < 12
    long = [past(str(turn), characters=20) for turn in range(MOST_TURNS + 3)]
    keep(histories, anna, "long", long)
    assert histories.of(anna).conversations[0] == ("long", tuple(long[3:]))


def test_a_file_is_whole_whenever_it_is_read(
    histories: AccountHistories, folder: Path, anna: str
) -> None:
    keep(histories, anna, "0", [past("q", characters=3_000)])
    (path,) = folder.iterdir()

    def write(number: int) -> None:
        keep(histories, anna, str(number), [past("q", characters=3_000)])

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, number) for number in range(1, 40)]
        while not all(each.done() for each in writing):
            assert histories.of(anna).conversations
    assert len(histories.of(anna).conversations) == 40
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text('{"conversations": [', encoding="utf-8")  # damaged by a full disk
    assert histories.of(anna).conversations == ()


def test_a_conversation_that_was_deleted_does_not_come_back(
    histories: AccountHistories, anna: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    update(histories, anna, "one", [past("first")])
    assert len(histories.of(anna).conversations) == 1
    histories.delete(anna, "one")
    update(histories, anna, "one", [past("first")])
    assert histories.of(anna).conversations == ()


def test_turns_are_not_overwritten_by_a_page_that_does_not_have_them(
    histories: AccountHistories, anna: str
) -> None:
    keep(histories, anna, "one", [past("first"), past("and of drones?")])
    understood = [past("first"), past("The rules of drones?")]
    update(histories, anna, "one", [past("first"), past("other")])
    update(histories, anna, "one", [past("first")])
    assert [each.question for each in histories.of(anna).conversations[0][1]] == [
        "first", "and of drones?",
    ]  # fmt: skip
    update(histories, anna, "one", understood, ["first", "and of drones?"])
    assert histories.of(anna).conversations == (("one", tuple(understood)),)


def test_a_file_that_cannot_be_read_is_not_replaced(
    histories: AccountHistories, folder: Path, anna: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    (path,) = folder.iterdir()
    path.write_text('{"conversations": [', encoding="utf-8")
    keep(histories, anna, "two", [past("second")])
    aside = path.with_name(f"{path.name}.damaged")
    assert aside.read_text(encoding="utf-8") == '{"conversations": ['
    path.unlink()
    path.mkdir()  # reading it is an OSError, for any reader
    with pytest.raises(OSError, match="directory"):
        histories.of(anna)
    with pytest.raises(OSError, match="directory"):
        keep(histories, anna, "two", [past("second")])


def test_what_is_left_of_removed_accounts_is_deleted(
    histories: AccountHistories, accounts: Accounts, folder: Path, anna: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    (path,) = folder.iterdir()
    for ending in (".new", ".damaged"):
        path.with_name(f"{path.name}{ending}").write_text("{}", encoding="utf-8")
    AccountHistories(folder, accounts)
    assert len(list(folder.iterdir())) == 3
    accounts.remove("anna")
    AccountHistories(folder, accounts)
    assert list(folder.iterdir()) == []


def test_watched_questions_have_a_budget_of_their_own(
    histories: AccountHistories, folder: Path, anna: str, bruno: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    for number in range(MOST_WATCHED):
        histories.watch(anna, past(f"{number}", characters=1_000), on=True)
    with pytest.raises(RequestRefused, match=str(MOST_WATCHED)):
        histories.watch(anna, past("more"), on=True)
    histories.watch(anna, past("0"), on=True)  # it is there already
    assert len(histories.of(anna).watched) == MOST_WATCHED
    with pytest.raises(RequestRefused):
        histories.watch(bruno, past("é" * (LARGEST_WATCHED // 2)), on=True)  # bytes count
    assert len(histories.of(anna).conversations) == 1


def test_a_turn_larger_than_the_budget_costs_no_other_conversation(
    histories: AccountHistories, folder: Path, anna: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    keep(histories, anna, "two", [past("é" * (LARGEST // 2))])
    assert [id_ for id_, _ in histories.of(anna).conversations] == ["one"]


def test_what_an_earlier_release_stored_is_added_to_what_is_there(
    histories: AccountHistories, anna: str
) -> None:
    keep(histories, anna, "one", [past("first")])
    histories.watch(anna, past("first"), on=True)
    earlier = History(
        (("one", (past("old"),)), ("zero", (past("older"),))), (past("first"), past("second"))
    )
    histories.add(anna, earlier)
    found = histories.of(anna)
    assert found.conversations == (("one", (past("first"),)), ("zero", (past("older"),)))
    assert found.watched == (past("first"), past("second"))


@pytest.fixture
def caller(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> CallerHistory:
    """The history of anna, who is signed in."""
    access, account = AccessControl(Settings(), accounts), identity_of(accounts, "anna")
    monkeypatch.setattr(access, "account", lambda: account)
    return CallerHistory(access)


def test_an_answer_is_shown_even_if_its_conversation_cannot_be_stored(
    caller: CallerHistory, accounts: Accounts
) -> None:
    turn = PageTurn("half a \ud800 character", "en")
    _, asked = caller.begin([], [turn])
    caller.update(asked)
    ((_, turns),) = caller.stored("").conversations
    assert turns[0].question == "half a \ufffd character"
    (path,) = accounts.path.with_suffix(".history").iterdir()
    path.unlink()
    path.mkdir()  # it cannot be read
    caller.begin([], [turn])
    caller.update(asked)
    assert caller.watched() == set()
    path.rmdir()
    accounts.remove("anna")
    before, new = caller.begin(asked, [turn])
    assert [each.conversation for each in (*before, *new)] == [asked[0].conversation] * 2


def test_two_devices_that_continue_a_conversation_at_once_lose_nothing(
    caller: CallerHistory,
) -> None:
    first, second, other = (PageTurn(each, "en") for each in ("first", "second", "other"))
    _, shown = caller.begin([], [first])
    desktop, asked = caller.begin(shown, [second])
    phone, asked_there = caller.begin(shown, [other])
    assert {each.conversation for each in (*desktop, *asked)} == {shown[0].conversation}
    assert len({each.conversation for each in (*phone, *asked_there)}) == 1
    assert phone[0].conversation != shown[0].conversation
    caller.update([*desktop, *asked])
    caller.update([*phone, *asked_there])
    stored = [[each.question for each in turns] for _, turns in caller.stored("").conversations]
    assert stored == [["first", "other"], ["first", "second"]]
    again, more = caller.begin([*phone, *asked_there], [first])
    assert {each.conversation for each in (*again, *more)} == {phone[0].conversation}


def test_a_deleted_conversation_does_not_come_back_with_the_next_question(
    caller: CallerHistory, accounts: Accounts
) -> None:
    _, shown = caller.begin([], [PageTurn("first", "en")])
    caller.change(identity_of(accounts, "anna"), "delete", shown[0].conversation, None)
    caller.update(shown)
    before, new = caller.begin(shown, [PageTurn("second", "en")])
    caller.update([*before, *new])
    ((id_, turns),) = caller.stored("").conversations
    assert [each.question for each in turns] == ["second"]
    assert (new[0].conversation, before[0].conversation) == (id_, shown[0].conversation)
    before, new = caller.begin([*before, *new], [PageTurn("third", "en")])
    ((id_, turns),) = caller.stored("").conversations
    assert [each.question for each in turns] == ["second", "third"]


def test_a_question_too_long_to_be_read_back_costs_no_other(caller: CallerHistory) -> None:
    _, shown = caller.begin([], [PageTurn("first", "en")])
    before, new = caller.begin(shown, [PageTurn("x" * 3_000, "en")])
    before, new = caller.begin([*before, *new], [PageTurn("third", "en")])
    ((_, turns),) = caller.stored("").conversations
    assert [each.question for each in turns] == ["first", "third"]


def test_a_damaged_file_does_not_cost_the_conversation_on_the_page(
    caller: CallerHistory, accounts: Accounts
) -> None:
    _, shown = caller.begin([], [PageTurn("first", "en")])
    (path,) = accounts.path.with_suffix(".history").iterdir()
    path.write_text('{"conversations": [', encoding="utf-8")
    caller.begin(shown, [PageTurn("second", "en")])
    ((_, turns),) = caller.stored("").conversations
    assert [each.question for each in turns] == ["first", "second"]
    assert len(list(path.parent.iterdir())) == 2
    caller.change(identity_of(accounts, "anna"), "delete_all", "", None)
    assert list(path.parent.iterdir()) == [path]  # it held questions, too


def test_the_page_of_an_earlier_account_leaves_nothing_with_the_next_of_its_name(
    caller: CallerHistory, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = identity_of(accounts, "anna")
    _, shown = caller.begin([], [PageTurn("about me", "en")])
    accounts.remove("anna")
    accounts.add("anna", PASSWORD, "reader")
    caller.update(shown)  # an answer that was on its way
    now = identity_of(accounts, "anna")
    monkeypatch.setattr(caller._access, "account", lambda: now)
    before, _ = caller.begin(shown, [PageTurn("second", "en")])
    assert before == []
    ((_, turns),) = caller.stored("").conversations
    assert [each.question for each in turns] == ["second"]
    for act in ("delete_all", "watch"):
        with pytest.raises(LoginNeeded):
            caller.change(old, act, "", as_json(past("about me")))
    since = accounts.accounts()[0].created.astimezone().date()
    older = as_json(replace(past("about me"), at=since - dt.timedelta(1)))
    newer = as_json(replace(past("mine"), at=since))
    caller.add(now, {"conversations": [{"id": "x", "turns": [older]}], "watched": [older, newer]})
    assert [each.question for each in caller.stored("").watched] == ["mine"]
    assert len(caller.stored("").conversations) == 1


def test_an_answer_is_not_replaced_by_its_question_alone() -> None:
    waiting = replace(past("second"), pending=True)
    both = (past("first"), past("second"))
    names = ["first", "second"]
    assert merged(both, [past("first"), waiting], names) == both
    assert merged([past("first"), waiting], both, names) == both
    assert merged([*both, past("third")], [past("first"), waiting], names) == (
        *both, past("third"),
    )  # fmt: skip
    late = [past("second"), past("third"), past("fourth")]
    assert merged([*both, past("third")], late, questions_of(late)) == (*both, *late[1:])
    assert merged(late[:2], [*both, past("third")], [*names, "third"]) == (*both, past("third"))
    assert merged(both, [past("first"), past("other")], ["first", "other"]) is None


def questions_of(turns: Sequence[PastAnswer]) -> list[str]:
    return [each.question for each in turns]


def test_a_change_is_that_of_the_account_that_is_signed_in(
    library: Rag, accounts: Accounts, anna: str, bruno: str
) -> None:
    app = built(lambda: library, accounts=accounts)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        change = {"act": "delete_all", "account": anna}
        assert client.post("/v1/history", json=change).status_code == 401
        fields = {"name": "anna", "password": PASSWORD, "next": "/", "lang": "en"}
        assert client.post("/sign-in", data=fields).url.path == "/"
        assert client.post("/v1/history", json=change).status_code == 204
        assert client.post("/v1/history", json={**change, "account": bruno}).status_code == 401
        wrong = {**change, "act": "watch", "past_answer": {"question": 3}}
        assert client.post("/v1/history", json=wrong).status_code == 422
        assert client.post("/v1/history", json={**change, "act": "read"}).status_code == 422
        earlier = {"account": anna, "watched": [as_json(past("first"))]}
        assert client.post("/v1/history/add", json=earlier).status_code == 204
        assert AccountHistories(accounts.path.with_suffix(".history"), accounts).of(anna).watched


def test_nobody_has_a_history_on_a_server_without_accounts(library: Rag) -> None:
    with TestClient(built(lambda: library), base_url="http://127.0.0.1") as client:
        assert client.post("/v1/history", json={"act": "delete_all"}).status_code == 401
