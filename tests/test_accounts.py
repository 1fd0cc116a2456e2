"""Accounts: passwords, logins, tokens, and the file that stores them."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.accounts import Account, Accounts, at_least, document_filter
from rag.accounts.passwords import Passwords
from rag.config import Collection, Role
from rag.errors.service import (
    AccountKnown,
    AccountsUnusable,
    AccountUnknown,
    LoginRefused,
    NameRefused,
    PasswordRefused,
    TokenUnknown,
)
from rag.records import Document

QUICK = Passwords(memory=64, passes=1)
PASSWORD, OTHER = "un mot de passe", "another password"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class ManualDate:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment


@pytest.fixture
def clock() -> ManualDate:
    return ManualDate()


@pytest.fixture
def accounts(tmp_path: Path, clock: ManualDate) -> Iterator[Accounts]:
    opened = Accounts(tmp_path / "index" / "accounts.sqlite", QUICK, clock=clock)
    yield opened
    opened.close()


def test_an_account_is_added_listed_and_removed(accounts: Accounts, clock: ManualDate) -> None:
    assert not Accounts.exist(accounts.path)
    added = accounts.add("zoé", PASSWORD, "curator")
    accounts.add("ann", PASSWORD, "reader")
    assert added == Account("zoé", "curator", clock.moment)
    assert [each.name for each in accounts.accounts()] == ["ann", "zoé"]
    assert Accounts.exist(accounts.path)
    accounts.remove("ZOÉ".lower())
    assert [each.name for each in accounts.accounts()] == ["ann"]


def test_names_are_one_whatever_their_case(accounts: Accounts) -> None:
    accounts.add("Ann", PASSWORD, "reader")
    with pytest.raises(AccountKnown):
        accounts.add("ann", PASSWORD, "admin")
    assert accounts.log_in("ANN", PASSWORD, lifetime=HOUR)[0].name == "Ann"


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "a/b", "a\n", "<b>", "é'"])
def test_a_name_out_of_form_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(NameRefused):
        accounts.add(name, PASSWORD, "reader")


@pytest.mark.parametrize("password", ["", "court", "x" * 257, "LONG-ENOUGH-NAME"])
def test_a_weak_password_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(PasswordRefused):
        accounts.add("long-enough-name", password, "reader")


def test_the_file_holds_no_password_and_no_key(accounts: Accounts) -> None:
    accounts.add("ann", PASSWORD, "reader")
    _, login = accounts.log_in("ann", PASSWORD, lifetime=HOUR)
    _, token = accounts.add_token("ann", "script", lifetime=DAY)
    accounts.close()
    files = list(accounts.path.parent.glob("accounts.sqlite*"))
    held = b"".join(path.read_bytes() for path in files)
    assert b"$argon2id$" in held
    assert not any(secret.encode() in held for secret in (PASSWORD, login, token))
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_a_file_left_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite"
    path.touch(0o644)
    Accounts(path, QUICK).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "password"), [("ann", OTHER), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    accounts: Accounts, name: str, password: str
) -> None:
    accounts.add("ann", PASSWORD, "reader")
    with pytest.raises(LoginRefused):
        accounts.log_in(name, password, lifetime=HOUR)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(tmp_path: Path) -> None:
    """The medians of 200 tries each, interleaved, with passwords that take a millisecond."""
    with closing(Accounts(tmp_path / "accounts.sqlite", Passwords(1_024, 1))) as accounts:
        accounts.add("ada", "un mot de passe", "reader")
        taken: dict[str, list[float]] = {"ada": [], "bea": []}
        for name in ["ada", "bea"] * 201:
            start = time.process_time()
            with pytest.raises(LoginRefused):
                accounts.log_in(name, "another password", lifetime=dt.timedelta(hours=1))
            taken[name].append(time.process_time() - start)
    known, unknown = (median(each[1:]) for each in taken.values())
    assert 0.75 < known / unknown < 1.33


def test_nobody_has_a_password_that_fits() -> None:
    assert not QUICK.verify("nobody's password", None)
    assert not QUICK.verify("nobody's password", "not a hash")


def test_a_login_ends_by_time_and_by_logging_out(accounts: Accounts, clock: ManualDate) -> None:
    accounts.add("ann", PASSWORD, "reader")
    _, first = accounts.log_in("ann", PASSWORD, lifetime=HOUR)
    _, second = accounts.log_in("ann", PASSWORD, lifetime=HOUR)
    assert first != second
    accounts.log_out(first)
    assert accounts.find_login(first) is None
    assert accounts.find_login(second) is not None
    clock.moment += HOUR
    assert accounts.find_login(second) is None


def test_a_new_password_ends_logins_and_tokens(accounts: Accounts) -> None:
    accounts.add("ann", PASSWORD, "reader")
    accounts.add("bob", PASSWORD, "reader")
    _, ann = accounts.log_in("ann", PASSWORD, lifetime=HOUR)
    _, bob = accounts.log_in("bob", PASSWORD, lifetime=HOUR)
    _, token = accounts.add_token("ann", "", lifetime=DAY)
    accounts.change_password("ANN", OTHER)
    assert accounts.find_login(ann) is None
    assert accounts.find_token(token) is None
    assert accounts.find_login(bob) is not None
    accounts.log_in("ann", OTHER, lifetime=HOUR)


def test_a_removed_account_is_out_at_once(accounts: Accounts) -> None:
    accounts.add("ann", PASSWORD, "reader")
    _, login = accounts.log_in("ann", PASSWORD, lifetime=HOUR)
    _, token = accounts.add_token("ann", "", lifetime=DAY)
    accounts.remove("ann")
    assert accounts.find_login(login) is None
    assert accounts.find_token(token) is None


def test_a_token_ends_by_time_and_by_revocation(accounts: Accounts, clock: ManualDate) -> None:
    accounts.add("ann", PASSWORD, "curator")
    _, key = accounts.add_token("Ann", "nightly", lifetime=DAY)
    other, other_key = accounts.add_token("ann", "", lifetime=2 * DAY)
    found = accounts.find_token(key)
    assert found is not None
    assert (found[0].role, found[1].label) == ("curator", "nightly")
    accounts.revoke(other.number)
    assert accounts.find_token(other_key) is None
    assert [token.revoked for token in accounts.tokens()] == [False, True]
    clock.moment += DAY
    assert accounts.find_token(key) is None
    assert accounts.find_token("") is None


def test_what_is_not_there_is_named(accounts: Accounts) -> None:
    for missing in (accounts.remove, lambda name: accounts.add_token(name, "", lifetime=DAY)):
        with pytest.raises(AccountUnknown):
            missing("nobody")
    with pytest.raises(AccountUnknown):
        accounts.change_password("nobody", PASSWORD)
    with pytest.raises(TokenUnknown):
        accounts.revoke(1)


def test_accounts_are_shared_between_processes_and_threads(accounts: Accounts) -> None:
    other = Accounts(accounts.path, QUICK)
    assert other.secret == accounts.secret
    threads = [
        threading.Thread(target=each.add, args=(f"{side}{n}", PASSWORD, "reader"))
        for side, each in (("a", accounts), ("b", other))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(other.accounts()) == len(accounts.accounts()) == 16
    other.close()


@pytest.mark.parametrize("content", [b"not a database, but long enough to be read as one" * 40])
def test_a_broken_file_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "accounts.sqlite"
    path.write_bytes(content)
    with pytest.raises(AccountsUnusable) as caught:
        Accounts(path, QUICK)
    assert "accounts.sqlite" in caught.value.message("fr")


def test_a_file_of_a_later_version_is_refused(accounts: Accounts) -> None:
    accounts.close()
    with sqlite3.connect(accounts.path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(AccountsUnusable) as caught:
        Accounts(accounts.path, QUICK)
    assert "version 99" in str(caught.value)


def test_roles_are_in_order() -> None:
    assert at_least("admin", "curator")
    assert at_least("reader", "reader")
    assert not at_least("reader", "curator")


def document(root: str, path: str) -> Document:
    return Document("0" * 64, root, path, "t", "text", "fr", None, None, 1)


@pytest.mark.parametrize(
    ("root", "path", "hidden"),
    [
        pytest.param("/data/corpus", "rh/paie.pdf", True, id="first-folder"),
        pytest.param("/data/corpus", "RH/paie.pdf", True, id="other-case"),
        pytest.param("/data/rh", "paie.pdf", True, id="indexed-folder"),
        pytest.param("C:\\data\\rh", "2024/paie.pdf", True, id="windows"),
        pytest.param("/data/corpus", "rh2/paie.pdf", False, id="longer-name"),
        pytest.param("/data/corpus", "rh.pdf", False, id="a-file-of-that-name"),
        pytest.param("/data/corpus", "rh", False, id="a-file-without-ending"),
        pytest.param("/rh/corpus", "paie.pdf", False, id="folder-above"),
        pytest.param("/data/corpus", "archives/notes/a.pdf", True, id="two-folders"),
        pytest.param("/data/archives", "notes/a.pdf", True, id="two-from-the-indexed"),
        pytest.param("/data/archives/notes", "a.pdf", True, id="two-above"),
        pytest.param("/data/corpus", "archives/a.pdf", False, id="one-of-the-two"),
        pytest.param("/data/corpus", "notes/archives/a.pdf", False, id="in-the-other-order"),
    ],
)
def test_a_rule_holds_however_the_library_was_indexed(root: str, path: str, hidden: bool) -> None:
    rule = Collection("rh", ("/rh/", "archives/notes"), ("curator",))
    sight = document_filter("reader", [rule])
    assert sight is not None
    assert sight(document(root, path)) is not hidden
    assert document_filter("curator", [rule]) is None
    assert document_filter("admin", [rule]) is None


@given(st.lists(st.sampled_from(["a", "b", "rh", "c"]), max_size=5))
def test_a_document_of_two_collections_is_seen_by_those_that_both_name(
    folders: list[str],
) -> None:
    rules = [Collection("x", ("a",), ("curator",)), Collection("y", ("a", "rh"), ("reader",))]
    seen = document("/data/corpus", "/".join([*folders, "f.txt"]))
    for role in ("reader", "curator"):
        sight = document_filter(role, rules)
        assert sight is not None
        first = folders[:1]
        allowed = first != ["a"] and (first != ["rh"] or role == "reader")
        assert sight(seen) is allowed


def test_roles_see_everything_where_there_are_no_collections() -> None:
    roles: tuple[Role, ...] = ("reader", "curator", "admin")
    assert all(document_filter(role, ()) is None for role in roles)
