"""A session that ends while an answer is on its way.

A service of its own: an address has ten sign-ins a minute.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from browser.test_accounts import QUESTION, address, sign_in
from browser.visit import Visit

pytestmark = pytest.mark.browser
__all__ = ["address"]  # a fixture


def test_the_end_of_a_session_between_a_question_and_its_answer_is_said(
    context: BrowserContext, address: str
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    sign_in(page, address, "bruno")
    visit.ask(QUESTION)
    page.route("**/queue/data*", lambda route: route.fulfill(status=401))
    page.route("**/app_id*", lambda route: route.fulfill(status=401))
    box = page.locator("#v-question-box textarea")
    box.fill("Who may use the map room?")
    box.press("Enter")
    page.locator(".v-session-ended", has_text="Votre session a pris fin").wait_for()
    expect(box).to_have_value("Who may use the map room?")
    page.wait_for_timeout(3_000)  # Gradio would ask for its address again by now
    assert "Connection" not in page.locator("body").inner_text()


def test_the_end_of_a_session_closes_the_sheet_that_would_hide_it(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    visit = Visit(page, address)
    sign_in(page, address, "bruno")
    visit.ask(QUESTION)
    page.locator(".v-turn .v-chip").first.click()
    page.locator("[data-sheet]").wait_for()
    page.evaluate("window.verbatimSession.ended()")
    expect(page.locator("[data-sheet]")).to_have_count(0)
    expect(page.locator(".v-session-ended")).to_be_visible()
    assert page.locator("[inert]").count() == 0


def test_signing_out_in_one_tab_leaves_nothing_in_the_others(
    context: BrowserContext, address: str
) -> None:
    """Also if an answer is on its way there."""
    first, second = (Visit(context.new_page(), address) for _ in range(2))
    sign_in(first.page, address, "bruno")
    second.open()
    second.ask(QUESTION)
    box = second.page.locator("#v-question-box textarea")
    box.fill("Who may use the map room?")
    box.press("Enter")
    box.fill("Que dit-on de moi ?")
    first.page.locator(".v-sign-out button").click()
    second.page.wait_for_selector("#password")
    assert second.page.evaluate("JSON.stringify(sessionStorage)") == "{}"
    sign_in(second.page, address, "carla")
    expect(second.page.locator(".v-turn")).to_have_count(0)
    expect(box).to_have_value("")
