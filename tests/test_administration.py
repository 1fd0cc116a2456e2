"""What administrators do through the service, and what others may not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Collection, Role, Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import RequestRefused, RollbackUnavailable
from rag.errors.service import (
    AccountKnown,
    AccountUnknown,
    LoginNeeded,
    PasswordRefused,
    RoleNeeded,
    TokenUnknown,
)
from rag.ingest import LibraryWriter, ingest
from rag.records import Answer
from rag.server import (
    AccessControl,
    AccessLog,
    Administration,
    RefusedQuestions,
    is_refusal,
)
from rag.server.identity import Caller, current
from rag.store import Store
from rag.web.feedback import Feedback

PASSWORD = "un bon mot de passe"
ROLES: tuple[Role, ...] = ("reader", "curator", "admin")


class AdministeredLibrary:
    """A service with three accounts over a library of two documents."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.index = folder / "docs", folder / "index"
        (self.docs / "rh").mkdir(parents=True)
        (self.docs / "note.md").write_text("# Note\n\nLe port ouvre à huit heures.\n")
        (self.docs / "rh" / "paie.md").write_text("# Paie\n\nLe gardien gagne deux mille euros.\n")
        self.ingest()
        self.accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
        for role in ROLES:
            self.accounts.add(role, PASSWORD, role)
        self.audit = folder / "audit.jsonl"
        rule = Collection("personnel", ("rh",), ("curator",))
        settings = Settings(hits=7, service=Service(accounts=True), collections=(rule,))
        self.access = AccessControl(
            settings,
            self.accounts,
            access_log=AccessLog(self.audit),
            refused=RefusedQuestions(folder / "refused.json"),
        )
        writer = LibraryWriter(self.index, HashingEncoder)
        self.administration = Administration(writer, self.access)

    def ingest(self) -> None:
        ingest([self.docs], self.index, HashingEncoder())

    def roles(self) -> dict[str, Role]:
        return {each.name: each.role for each in self.accounts.accounts()}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[AdministeredLibrary]:
    place = AdministeredLibrary(tmp_path)
    yield place
    place.access.close()


@contextmanager
def as_caller(role: Role | None) -> Iterator[None]:
    token = current.set(None if role is None else Caller(role, role, "login"))
    try:
        yield
    finally:
        current.reset(token)


@pytest.fixture(autouse=True)
def admin() -> Iterator[None]:
    with as_caller("admin"):
        yield


@pytest.mark.parametrize(
    ("role", "error"), [("reader", RoleNeeded), ("curator", RoleNeeded), (None, LoginNeeded)]
)
def test_only_administrators_see_or_do_anything(
    place: AdministeredLibrary, role: Role | None, error: type[Exception]
) -> None:
    one = place.administration
    calls = (
        one.generations, one.last_run, one.check, one.roll_back, one.accounts, one.tokens,
        one.collections, one.load, one.settings, one.refused, one.clear_refused,
        lambda: one.add_account("x", PASSWORD, "admin"),
        lambda: one.change_role("reader", "admin"),
        lambda: one.change_password("reader", PASSWORD + "!"),
        lambda: one.remove_account("reader"),
        lambda: one.add_token("admin", "", "9"),
        lambda: one.revoke("1"),
    )  # fmt: skip
    public = {name for name in vars(Administration) if not name.startswith("_")}
    plain = {"allowed", "has_accounts", "is_self", "keeps_refused"}
    assert len(calls) == len(public - plain)
    with as_caller(role):
        assert not one.allowed
        for call in calls:
            with pytest.raises(error):
                call()
    assert place.roles() == {each: each for each in ROLES}


def test_accounts_are_added_changed_and_removed(place: AdministeredLibrary) -> None:
    one = place.administration
    one.add_account(" zoe ", PASSWORD, "reader")
    one.change_role("zoe", "curator")
    assert place.roles()["zoe"] == "curator"
    one.change_password("zoe", "un autre mot de passe")
    account, _ = place.accounts.log_in(
        "zoe", "un autre mot de passe", lifetime=dt.timedelta(hours=1)
    )
    assert account.role == "curator"
    one.remove_account("zoe")
    assert "zoe" not in place.roles()
    lines = [json.loads(line) for line in place.audit.read_text(encoding="utf-8").splitlines()]
    assert [(line["who"], line["action"]) for line in lines] == [
        ("admin", action)
        for action in ("add account", "change role", "change password", "remove account")
    ]
    assert "mot de passe" not in place.audit.read_text(encoding="utf-8")


def test_a_changed_role_holds_at_once_for_open_sessions(place: AdministeredLibrary) -> None:
    _, key = place.accounts.log_in("reader", PASSWORD, lifetime=dt.timedelta(hours=1))
    place.administration.change_role("reader", "curator")
    login = place.accounts.find_login(key)
    assert login is not None
    assert login.account.role == "curator"


def test_what_cannot_be_done_to_accounts_is_refused(place: AdministeredLibrary) -> None:
    one = place.administration
    for error, call in (
        (AccountKnown, lambda: one.add_account("reader", PASSWORD, "reader")),
        (PasswordRefused, lambda: one.add_account("zoe", "x", "reader")),
        (RequestRefused, lambda: one.add_account("zoe", PASSWORD, "king")),
        (RequestRefused, lambda: one.change_role("reader", "")),
        (AccountUnknown, lambda: one.change_role("nobody", "reader")),
        (AccountUnknown, lambda: one.remove_account("nobody")),
        (AccountUnknown, lambda: one.add_token("nobody", "", "9")),
        (RequestRefused, lambda: one.add_token("reader", "", "0")),
        (RequestRefused, lambda: one.add_token("reader", "", "9999999")),
        (RequestRefused, lambda: one.revoke("x")),
        (TokenUnknown, lambda: one.revoke("99")),
    ):
        with pytest.raises(error):
            call()
    assert place.roles() == {each: each for each in ROLES}


@pytest.mark.parametrize("name", ["admin", "ADMIN"])
def test_nobody_takes_the_administration_from_themselves(
    place: AdministeredLibrary, name: str
) -> None:
    with pytest.raises(RequestRefused):
        place.administration.change_role(name, "reader")
    with pytest.raises(RequestRefused):
        place.administration.remove_account(name)
    assert place.roles()["admin"] == "admin"


def test_tokens_are_made_and_revoked(place: AdministeredLibrary) -> None:
    one = place.administration
    token, key = one.add_token("reader", "intranet", "30")
    found = place.accounts.find_token(key)
    assert found is not None
    assert found[0].name == "reader"
    assert [each.label for each in one.tokens()] == ["intranet"]
    one.revoke(str(token.number))
    assert one.tokens() == ()
    assert place.accounts.find_token(key) is None
    assert key not in place.audit.read_text(encoding="utf-8")


def test_the_generations_are_shown_checked_and_exchanged(place: AdministeredLibrary) -> None:
    one = place.administration
    (live,) = one.generations()
    assert (live.role, live.documents, live.fault) == ("live", 2, None)
    assert live.size > 10_000
    with pytest.raises(RollbackUnavailable):
        one.roll_back()
    (place.docs / "note.md").unlink()
    place.ingest()
    assert [(each.role, each.documents) for each in one.generations()] == [("live", 1), ("kept", 2)]
    assert [each.fault for each in one.check()] == [None, None]
    assert one.roll_back().documents == 2
    with Store.open(place.index) as store:
        assert len(store.documents()) == 2
        vectors = store.folder / "vectors.faiss"
    vectors.write_bytes(b"\0" * vectors.stat().st_size)
    assert [each.fault is None for each in one.check()] == [False, True]
    (vectors.parent / "manifest.json").write_text("{}")
    assert one.generations()[0].fault is not None


def test_collections_count_their_documents(place: AdministeredLibrary) -> None:
    (state,) = place.administration.collections()
    assert (state.collection.name, state.documents) == ("personnel", 1)


def test_settings_show_what_is_not_by_default(place: AdministeredLibrary) -> None:
    found = place.administration.settings()
    assert {each.name: each.value for each in found if each.changed} == {
        "hits": 7,
        "service.accounts": True,
    }
    assert {"host", "service.open", "oidc.issuer", "library.examples"} <= {x.name for x in found}


def test_the_load_counts_questions(place: AdministeredLibrary) -> None:
    for status, seconds in ((200, 0.2), (422, 0.2), (503, 0.5)):
        place.access.metrics.count_question(status, seconds)
    load = place.administration.load()
    assert (load.answered, load.refused, load.working, load.waiting) == (2, 1, 0, 0)
    assert load.seconds == pytest.approx(0.3)


def test_questions_without_an_answer_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "refused.json"
    questions = RefusedQuestions(path)
    for text in ("Où est la clé ?", "Qui est là ?", "où  est la CLÉ ?"):
        questions.add(text)
    assert [(each.question, each.count) for each in questions.most(9)] == [
        ("où est la CLÉ ?", 2),
        ("Qui est là ?", 1),
    ]
    assert path.stat().st_mode & 0o077 == 0
    again = RefusedQuestions(path)
    assert again.most(1) == questions.most(1)
    for number in range(1_100):
        again.add(f"question {number}")
    assert len(again.most(2_000)) == 1_000
    assert again.most(1)[0].count == 2
    again.clear()
    assert RefusedQuestions(path).most(9) == ()


@pytest.mark.parametrize("content", ["", "[1]", "{}", '[{"question": 1}]'])
def test_a_damaged_count_starts_again(tmp_path: Path, content: str) -> None:
    path = tmp_path / "refused.json"
    path.write_text(content)
    questions = RefusedQuestions(path)
    assert questions.most(9) == ()
    questions.add("Où est la clé ?")
    assert len(RefusedQuestions(path).most(9)) == 1


def test_questions_are_not_kept_without_a_file() -> None:
    questions = RefusedQuestions(None)
    questions.add("Où est la clé ?")
    assert not questions.kept
    assert questions.most(9) == ()


def _answer(place: AdministeredLibrary, question: str) -> Answer:
    return Rag(Store.open(place.index), HashingEncoder(), Settings()).ask(question)


def test_a_refusal_has_no_answer_in_any_part(place: AdministeredLibrary) -> None:
    assert is_refusal(_answer(place, "Combien de baleines nagent dans l’océan ?"))
    assert not is_refusal(_answer(place, "Quels documents avez-vous ?"))
    assert not is_refusal(_answer(place, "Bonjour !"))


def test_feedback_is_read_and_settled(place: AdministeredLibrary, tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "feedback.jsonl")
    assert feedback.unsettled(9) == ()
    answer = _answer(place, "Combien de baleines nagent dans l’océan ?")
    feedback.add(answer, "wrong_answer", "anna")
    feedback.add(answer, "helpful", "bruno")
    with (tmp_path / "feedback.jsonl").open("a", encoding="utf-8") as file:
        file.write("damaged\n")
    latest, first = feedback.unsettled(9)
    assert (first.verdict, latest.verdict) == ("wrong_answer", "helpful")
    assert first.question == answer.question
    feedback.settle(first.key)
    feedback.settle("unknown")
    assert Feedback(tmp_path / "feedback.jsonl").unsettled(9) == (latest,)
    assert (tmp_path / "feedback.settled").read_text() == f"{first.key}\n"
