"""The page without a mouse, and checked by axe (WCAG 2.2 AA and best practices)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.axe import add_axe, violations
from browser.visit import Visit

pytestmark = pytest.mark.browser
FULL = {
    "search": ".v-welcome-search",
    "check": ".v-claim",
    "library": ".v-table",
    "history": ".v-history-item",
    "administration": ".v-admin",
}  # what each tab shows once it is loaded
ENGLISH = "When do the reading rooms open?"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_any_tab(visit: Visit, language: str, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.open()
    page.locator(f"[data-act=language][data-to={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()
    add_axe(page)
    page.locator(".v-options summary").click()
    assert violations(visit.page) == []
    for question in (ENGLISH, "Combien de baleines nagent dans l’océan ?", "x" * 2_500):
        visit.ask(question)
    page.locator(".v-chip").first.click()
    page.locator(".v-page img").wait_for()
    page.locator("[data-local=watch]").first.click()
    assert violations(visit.page) == []
    page.locator("[data-tab-id=check]").click()
    assert violations(visit.page) == []
    claims = "The reading rooms open at nine. The reading rooms close in August."
    page.locator("#v-claims-box textarea").fill(claims)
    page.locator("#v-check-send").click()
    page.locator(".v-article").wait_for()
    tabs = page.locator("[data-tab-id]")
    assert {"ask", *FULL} == {tab.get_attribute("data-tab-id") for tab in tabs.all()}
    for name, shown in FULL.items():
        page.locator(f"[data-tab-id={name}]").click()
        page.locator(shown).first.wait_for()
        assert violations(visit.page) == [], name


def test_from_question_to_quotation_to_page_by_keyboard_alone(visit: Visit) -> None:
    page, press = visit.open(), visit.page.keyboard.press
    page.locator("#v-question-box textarea").focus()
    page.keyboard.type(ENGLISH)
    press("Enter")
    page.locator(".v-chip").first.wait_for()
    first = page.evaluate("document.querySelector('.v-chip').ariaLabel")
    for _ in range(40):
        press("Shift+Tab")
        if page.evaluate("document.activeElement.ariaLabel") == first:
            break
    press("Enter")
    page.locator(".v-doc-title:focus").wait_for()
    press("Tab")
    assert "visionneuse" in page.evaluate("document.activeElement.textContent")
    press("Tab")
    press("Tab")
    assert "Page suivante" in page.evaluate("document.activeElement.ariaLabel")
    press("Enter")
    page.locator(".v-doc-title:focus").wait_for()  # on the last page no page comes next
    assert "p.\u00a01 " in page.locator(".v-doc-head").inner_text()
    press("Escape")
    assert page.evaluate("document.activeElement.ariaLabel") == first


def test_the_first_key_leads_past_the_head(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Bibliothèque")
    page.mouse.click(1, 1)  # the keyboard starts from where one clicked
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "v-skip"
    page.keyboard.press("Enter")
    page.locator("#v-question-box textarea:focus").wait_for()


def test_a_button_keeps_the_keyboard_when_it_is_rendered_again(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Bibliothèque")
    page.get_by_role("button", name="Date").press("Enter")
    page.locator("th[aria-sort=descending] button:focus", has_text="Date").wait_for()
    page.locator("[data-act=language][data-to=en]").press("Enter")
    page.locator("html[lang=en]").wait_for()
    page.locator("[data-act=language][data-to=en]:focus").wait_for()


def test_the_focus_is_visible(visit: Visit) -> None:
    page = visit.open()
    page.locator(".v-theme").focus()
    page.keyboard.press("Shift+Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_outcome_is_announced_to_screen_readers(visit: Visit) -> None:
    page = visit.open()
    status = page.locator(".v-conversation > [role=status]")
    assert status.inner_text() == ""
    visit.ask(ENGLISH)
    assert "une citation" in status.inner_text()
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("html[lang=en]").wait_for()
    expect(status).to_contain_text("one quote")
