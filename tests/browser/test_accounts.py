"""Two people at one browser: nothing of the first stays for the second."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from served import built, running

from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.engine import Rag
from rag.web.presenter import Presenter

pytestmark = pytest.mark.browser
PASSWORD = "un bon mot de passe"
QUESTION = "When do the reading rooms open?"


FRENCH = "À quelle heure ferment les salles de lecture en août ?"


@pytest.fixture
def address(library: Rag, tmp_path: Path) -> Iterator[str]:
    """A service of its own for each test, which keeps accounts and histories in its folder."""
    accounts = Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))
    for name in ("anna", "bruno", "carla"):
        accounts.add(name, PASSWORD, "reader")
    app = built(lambda: library, Settings(service=Service(accounts=True)), accounts=accounts)
    with running(app) as address:
        yield address


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-head")
    page.wait_for_selector(".v-status-ready")


def stored(page: Page) -> str:
    """All that the browser stores, but for the theme and the language."""
    found: str = page.evaluate(
        "JSON.stringify([localStorage, sessionStorage].map((one) => Object.entries(one)"
        ".filter(([key]) => !/theme|language/.test(key))).flat())"
    )
    return found


def histories(service: Path) -> list[Path]:
    return sorted((service / "accounts.history").iterdir())


def history_items(visit: Visit) -> Locator:
    visit.tab("Historique")
    visit.page.locator(".v-history").wait_for()
    return visit.page.locator(".v-history-item")


def test_the_server_keeps_the_history_of_an_account_and_the_browser_nothing(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    visit = Visit(context.new_page(), address)
    sign_in(visit.page, address, "anna")
    visit.ask(QUESTION)
    watch = visit.page.get_by_role("button", name="Suivre cette question")
    watch.click()
    expect(watch).to_have_attribute("aria-pressed", "true")
    assert QUESTION not in stored(visit.page)
    (file,) = histories(tmp_path)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "anna" not in file.name
    assert file.read_text(encoding="utf-8").count(QUESTION) == 2  # asked, and watched
    visit.page.locator(".v-sign-out button").click()
    visit.page.wait_for_selector("#password")
    assert stored(visit.page) == "[]"
    sign_in(visit.page, address, "anna")
    expect(visit.page.locator(".v-turn")).to_have_count(0)  # signing in begins again
    expect(history_items(visit)).to_have_count(2)
    assert "Conservées avec votre compte" in visit.page.locator(".v-history").inner_text()


@pytest.mark.parametrize("signs_out", [True, False])
def test_an_account_does_not_see_the_questions_of_another(
    context: BrowserContext, address: str, tmp_path: Path, *, signs_out: bool
) -> None:
    """Neither after a sign-out, nor if the session ended without one."""
    visit = Visit(context.new_page(), address)
    sign_in(visit.page, address, "anna")
    visit.ask(QUESTION)
    if signs_out:
        visit.page.locator(".v-sign-out button").click()
        visit.page.wait_for_selector("#password")
    context.clear_cookies()
    sign_in(visit.page, address, "bruno")
    visit.page.wait_for_timeout(300)  # a conversation shown again would be there by now
    expect(visit.page.locator(".v-turn")).to_have_count(0)
    expect(history_items(visit)).to_have_count(0)
    context.clear_cookies()
    sign_in(visit.page, address, "anna")
    history_items(visit).filter(has_text=QUESTION).first.wait_for()


def ask_in_two_conversations(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.locator("#v-clear").click()
    visit.page.locator(".v-hero").first.wait_for()
    visit.ask(FRENCH)


def test_an_account_deletes_one_conversation_or_all(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    sign_in(page, address, "carla")
    ask_in_two_conversations(visit)
    expect(history_items(visit)).to_have_count(2)
    delete = history_items(visit).filter(has_text=QUESTION)
    delete.get_by_role("button", name="Supprimer").click()
    expect(history_items(visit)).to_have_count(1)
    visit.open()
    expect(history_items(visit)).to_have_count(1)
    page.get_by_role("button", name="Tout supprimer").click()
    expect(history_items(visit)).to_have_count(0)
    page.locator("[data-act=language][data-to=en]").click()  # draws the conversation again
    page.locator("#v-send", has_text="Ask").wait_for(state="attached")
    visit.open()
    visit.tab("History")
    page.locator(".v-history").wait_for()
    expect(page.locator(".v-history-item")).to_have_count(0)
    assert all("carla" not in file.name for file in histories(tmp_path))
    assert not [file for file in histories(tmp_path) if FRENCH in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize(("box", "tab"), [("#v-question-box", ""), ("#v-claims-box", "Vérifier")])
def test_what_is_typed_outlives_a_reload(
    context: BrowserContext, address: str, box: str, tab: str
) -> None:
    visit = Visit(context.new_page(), address)
    sign_in(visit.page, address, "anna")
    typed = visit.page.locator(f"{box} textarea")
    if tab:
        visit.tab(tab)
    typed.fill("Une question que j’écris encore")
    visit.open()
    if tab:
        visit.tab(tab)
    expect(typed).to_have_value("Une question que j’écris encore")


def test_the_end_of_a_session_is_said_once_and_loses_nothing(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    sign_in(page, address, "anna")
    context.clear_cookies()
    box, notice = page.locator("#v-question-box textarea"), page.locator(".v-session-ended")
    for _ in range(2):
        box.fill(QUESTION)
        box.press("Enter")
        notice.wait_for()
        expect(box).to_have_value(QUESTION)
    assert notice.count() == 1
    assert "Votre session a pris fin" in notice.inner_text()
    assert "LoginNeeded" not in page.locator("body").inner_text()
    notice.get_by_role("link", name="Se connecter").click()
    page.locator("#name").fill("anna")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(box).to_have_value(QUESTION)
    box.press("Enter")
    page.locator(".v-turn .v-statement").first.wait_for()


def test_the_end_of_a_session_is_said_in_a_head_that_is_rendered_again(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    sign_in(page, address, "anna")
    page.locator(".v-head").wait_for()
    page.evaluate("window.verbatimSession.ended()")
    page.locator(".v-session-ended").wait_for()
    page.locator("[data-act=language][data-to=en]").click()
    page.locator(".v-session-ended", has_text="Your session").wait_for()


def test_what_one_person_types_is_not_there_for_the_next(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    for signs_out in (True, False):
        sign_in(visit.page, address, "anna")
        visit.page.locator("#v-question-box textarea").fill("Que dit-on de moi ?")
        if signs_out:
            visit.page.locator(".v-sign-out button").click()
            visit.page.wait_for_selector("#password")
        context.clear_cookies()
        sign_in(visit.page, address, "bruno")
        visit.page.wait_for_timeout(300)  # a restored text would be there by now
        expect(visit.page.locator("#v-question-box textarea")).to_have_value("")
        context.clear_cookies()


def test_a_conversation_outlives_a_reload_with_the_question_on_its_way(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    page, box = visit.page, visit.page.locator("#v-question-box textarea")
    sign_in(page, address, "anna")
    visit.ask(QUESTION)
    box.fill(FRENCH)
    box.press("Enter")
    page.locator(".v-question", has_text=FRENCH).wait_for()  # with its answer or without
    box.fill("Et en juillet ?")
    visit.open()
    answered = page.locator(".v-turn:has(.v-statement)")
    expect(answered).to_have_count(2)
    expect(page.locator(".v-diff")).to_have_count(0)  # nothing has changed
    expect(page.locator(".v-question")).to_have_text([QUESTION, FRENCH])
    expect(box).to_have_value("Et en juillet ?")
    expect(history_items(visit)).to_have_count(1)
    visit.tab("Demander")
    page.locator("#v-clear").click()
    page.locator(".v-hero").first.wait_for()
    visit.open()
    page.wait_for_timeout(300)
    expect(page.locator(".v-turn")).to_have_count(0)


def test_reopening_a_conversation_leaves_the_one_on_the_page_whole(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    sign_in(page, address, "anna")
    ask_in_two_conversations(visit)
    visit.ask("Who chairs the meeting?")
    first = history_items(visit).filter(has_text=QUESTION)
    first.get_by_role("button", name="Rouvrir").click()
    expect(page.locator(".v-question")).to_have_text([QUESTION])
    page.locator(".v-diff").wait_for()
    other = history_items(visit).filter(has_text=FRENCH)
    expect(other).to_contain_text("2 questions")
    expect(history_items(visit)).to_have_count(2)


def test_a_conversation_outlives_a_restart_of_the_server(
    context: BrowserContext, library: Rag, tmp_path: Path
) -> None:
    with closing(Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))) as accounts:
        accounts.add("anna", PASSWORD, "reader")
    port = 0
    page = context.new_page()
    for again in (False, True):
        accounts = Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))
        app = built(lambda: library, Settings(service=Service(accounts=True)), accounts=accounts)
        with running(app, port=port) as address:
            visit, port = Visit(page, address), int(address.rpartition(":")[2])
            if not again:
                sign_in(page, address, "anna")
                visit.ask(QUESTION)
                continue
            visit.open()
            expect(page.locator(".v-turn:has(.v-statement)")).to_have_count(1)
            visit.ask(FRENCH)
            expect(page.locator(".v-question")).to_have_text([QUESTION, FRENCH])
            expect(history_items(visit)).to_have_count(1)


def test_what_an_earlier_release_stored_of_an_account_goes_to_the_server(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    page.goto(address)
    past = {
        "question": QUESTION, "language": "en", "at": dt.date.today().isoformat(),
        "index_id": "", "references": [],
    }  # fmt: skip
    anna = hashlib.sha256(b"anna").hexdigest()[:16]  # the browser does not get the name
    lists = {
        f"verbatim-history-{anna}": [{"id": "earlier", "turns": [past]}],
        f"verbatim-watched-{anna}": [past],
        "verbatim-history": [{"id": "nobody", "turns": [past]}],
    }
    for key, value in lists.items():
        page.evaluate(
            "([key, value]) => localStorage.setItem(key, value)", [key, json.dumps(value)]
        )
    sign_in(page, address, "anna")
    gone = "(anna) => !Object.keys(localStorage).some((key) => key.endsWith(anna))"
    page.wait_for_function(gone, arg=anna)
    assert page.evaluate("localStorage.getItem('verbatim-history')") is not None
    expect(history_items(visit)).to_have_count(2)  # a conversation, and a watched question


@pytest.mark.parametrize("way", ["reload", "reopen"])
def test_a_question_can_be_sent_after_a_conversation_that_could_not_be_resumed(
    context: BrowserContext, address: str, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    sign_in(page, address, "anna")
    visit.ask(QUESTION)
    with monkeypatch.context() as broken:
        broken.setattr(Presenter, "answer", lambda *_, **__: 1 / 0)
        if way == "reload":
            page.reload()
        else:
            history_items(visit).locator("[data-act=reopen]").first.click()
        page.locator(".v-turn .v-error").wait_for()
    expect(page.locator(".v-pending")).to_have_count(0)
    visit.ask(FRENCH)
    expect(page.locator(".v-turn")).to_have_count(2)
