"""What is lost on the way: the network, the server, the session. Nothing of the page goes with it.

In both languages, on a phone and on a desktop.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from served import built, running

from browser.axe import add_axe, violations
from browser.layout import faults
from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.engine import Rag

pytestmark = pytest.mark.browser
PASSWORD = "un bon mot de passe"
FIRST, NEXT = "When do the reading rooms open?", "À quelle heure ferment-elles en août ?"
WINDOWS = pytest.mark.parametrize("width", [390, 1360])
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
SAID = {
    "lost": {"fr": "Le serveur est injoignable", "en": "The server cannot be reached"},
    "restarted": {"fr": "Le service a redémarré", "en": "The service has restarted"},
    "ended": {"fr": "Votre session a pris fin", "en": "Your session has ended"},
}
LABELS = {"fr": ("Exporter", "Utile", "Sources"), "en": ("Export", "Helpful", "Sources")}
OTHER = {"fr": ("Read this", "Helpful", "March"), "en": ("Lire ce", "Utile", "mars")}


@contextmanager
def served(library: Rag, folder: Path, port: int = 0) -> Iterator[str]:
    """A service with one account, at a port of its own or at one that it had before."""
    accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
    app = built(lambda: library, Settings(service=Service(accounts=True)), accounts=accounts)
    with running(app, port=port) as address:
        yield address


def signed_in(browser: Browser, address: str, language: str, width: int) -> Visit:
    context = browser.new_context(locale=language, viewport={"width": width, "height": 844})
    context.set_default_timeout(30_000)
    visit = Visit(context.new_page(), address)
    visit.page.goto(address)
    sign_in(visit.page)
    return visit


def sign_in(page: Page) -> None:
    page.locator("#name").fill("anna")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-status-ready")


def send(page: Page, question: str) -> Locator:
    box = page.locator("#v-question-box textarea")
    box.fill(question)
    box.press("Enter")
    return box


def accessible(page: Page, notice: Locator) -> None:
    """That a notice can be seen, and that it breaks nothing."""
    notice.wait_for()
    expect(notice).to_be_in_viewport()
    assert faults(page) == []
    add_axe(page)
    assert violations(page) == []


def in_one_language(page: Page, language: str) -> None:
    """That the labels of all answers are in the language of the page."""
    shown = page.locator("#v-left").inner_text()
    assert all(label in shown for label in LABELS[language])
    assert not [label for label in OTHER[language] if label in shown]
    assert page.locator("html").get_attribute("lang") == language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))) as accounts:
        accounts.add("anna", PASSWORD, "reader")
    return tmp_path


@WINDOWS
@LANGUAGES
def test_without_a_network_a_question_waits(
    browser: Browser, library: Rag, folder: Path, language: str, width: int
) -> None:
    with served(library, folder) as address:
        visit = signed_in(browser, address, language, width)
        page = visit.page
        visit.ask(FIRST)
        page.wait_for_timeout(1_000)  # the stream of the answer is closed
        page.context.set_offline(True)
        send(page, NEXT)
        accessible(page, page.locator(".v-connection-lost", has_text=SAID["lost"][language]))
        page.context.set_offline(False)
        expect(page.locator(".v-turn:has(.v-statement)")).to_have_count(2)
        expect(page.locator(".v-connection-lost")).to_have_count(0)
        in_one_language(page, language)
        page.context.close()


@WINDOWS
@LANGUAGES
@pytest.mark.parametrize("sent", ["while it is down", "after it"])
def test_a_restart_of_the_server_loses_nothing_of_an_open_page(
    browser: Browser, library: Rag, folder: Path, language: str, width: int, sent: str
) -> None:
    with served(library, folder) as address:
        visit = signed_in(browser, address, language, width)
        page = visit.page
        visit.ask(FIRST)
    box = page.locator("#v-question-box textarea")
    if sent == "while it is down":
        send(page, NEXT)
        accessible(page, page.locator(".v-connection-lost", has_text=SAID["lost"][language]))
    with served(library, folder, port=int(address.rpartition(":")[2])):
        if sent == "after it":
            send(page, NEXT)
        accessible(page, page.locator(".v-restarted", has_text=SAID["restarted"][language]))
        expect(page.locator(".v-question")).to_have_text([FIRST])
        expect(box).to_have_value(NEXT)
        box.press("Enter")
        expect(page.locator(".v-turn:has(.v-statement)")).to_have_count(2)
        expect(page.locator(".v-restarted")).to_have_count(0)
        expect(page.locator(".v-question")).to_have_text([FIRST, NEXT])
        in_one_language(page, language)
        assert visit.faults == []
        page.context.close()


@WINDOWS
@LANGUAGES
def test_the_end_of_a_session_loses_nothing(
    browser: Browser, library: Rag, folder: Path, language: str, width: int
) -> None:
    with served(library, folder) as address:
        visit = signed_in(browser, address, language, width)
        page = visit.page
        visit.ask(FIRST)
        page.context.clear_cookies()
        box = send(page, NEXT)
        accessible(page, page.locator(".v-session-ended", has_text=SAID["ended"][language]))
        expect(box).to_have_value(NEXT)
        page.locator(".v-session-ended a").press("Enter")
        sign_in(page)
        expect(page.locator(".v-turn:has(.v-statement)")).to_have_count(1)
        expect(box).to_have_value(NEXT)
        box.press("Enter")
        expect(page.locator(".v-turn:has(.v-statement)")).to_have_count(2)
        in_one_language(page, language)
        page.context.close()
