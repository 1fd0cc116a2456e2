"""Two people at one browser: nothing of the first stays for the second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served import built, running

from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.engine import Rag

pytestmark = pytest.mark.browser
PASSWORD = "un bon mot de passe"
QUESTION = "When do the reading rooms open?"


@pytest.fixture(scope="module")
def address(library: Rag, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    accounts = Accounts(tmp_path_factory.mktemp("site") / "accounts.sqlite", Passwords(64, 1))
    for name in ("anna", "bruno"):
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


def stored(page: Page) -> list[str]:
    """All that the browser stores of conversations."""
    found: list[str] = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => /history|watched/.test(key))"
        ".map(([, value]) => value)"
    )
    return found


def test_nothing_of_an_account_stays_after_it_signs_out(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    sign_in(visit.page, address, "anna")
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="Suivre cette question").click()
    assert all(QUESTION in text for text in stored(visit.page))
    assert len(stored(visit.page)) == 2
    visit.page.locator(".v-sign-out button").click()
    visit.page.wait_for_selector("#password")
    assert stored(visit.page) == []


def test_an_account_does_not_see_the_questions_of_another(
    context: BrowserContext, address: str
) -> None:
    """Whose session ended without a sign-out."""
    visit = Visit(context.new_page(), address)
    sign_in(visit.page, address, "anna")
    visit.ask(QUESTION)
    context.clear_cookies()
    sign_in(visit.page, address, "bruno")
    visit.tab("Historique")
    visit.page.locator(".v-history").wait_for()
    assert visit.page.locator(".v-history-item").count() == 0
    context.clear_cookies()
    sign_in(visit.page, address, "anna")
    visit.tab("Historique")
    visit.page.locator(".v-history-item", has_text=QUESTION).wait_for()


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
