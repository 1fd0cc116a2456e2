"""On a narrow screen a source is a sheet with a way back; a short one and print show answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import add_axe, violations
from browser.visit import Visit

pytestmark = pytest.mark.browser
ENGLISH = "When do the reading rooms open?"
SHEET = "[data-sheet]"


def by_button(page: Page) -> None:
    page.get_by_role("button", name="Fermer la source").click()


def by_escape(page: Page) -> None:
    page.keyboard.press("Escape")


def by_the_browser(page: Page) -> None:
    page.go_back()


def stilled(page: Page) -> int:
    """How many parts of the page cannot be used."""
    return page.locator("[inert]").count()


def opened_by(visit: Visit, tab: str) -> Locator:
    """What opens a source in a tab."""
    page = visit.page
    if tab == "Demander":
        visit.ask(ENGLISH)
        return page.locator(".v-turn .v-chip").first
    visit.tab(tab)
    if tab == "Rechercher":
        page.locator("#v-query-box :is(input, textarea)").fill("reading rooms")
        page.locator("#v-search-send").click()
        return page.locator(".v-found .v-chip").first
    return page.locator(".v-table .v-link[data-act=read]").first


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize("tab", ["Demander", "Rechercher", "Bibliothèque"])
def test_a_source_is_a_sheet_with_three_ways_back(visit: Visit, width: int, tab: str) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 844})
    visit.open()
    opener = opened_by(visit, tab)
    opener.wait_for()
    sheet = page.locator(SHEET)
    assert sheet.count() == 0
    ways: list[Callable[[Page], None]] = [by_button, by_escape, by_the_browser]
    for way in ways:
        opener.click()
        sheet.locator(".v-doc-title").wait_for()
        assert sheet.bounding_box() == {"x": 0, "y": 0, "width": width, "height": 844}
        assert stilled(page) > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        way(page)
        expect(sheet).to_have_count(0)
        assert stilled(page) == 0
        expect(opener).to_be_focused()
    # Nothing is left of the sheets: the page can be used, and its address is the same.
    page.locator("[data-act=language][data-to=en]").click()
    page.locator(".v-status", has_text="document").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert visit.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sheet_is_accessible_and_its_pages_are_turned(visit: Visit, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 844})
    visit.open()
    opened_by(visit, "Demander").click()
    sheet = page.get_by_role("dialog", name="Source")
    sheet.get_by_role("button", name="Page suivante").click()
    sheet.get_by_text("p. v (PDF 3)").or_(sheet.get_by_text("PDF 3")).first.wait_for()
    add_axe(page)
    assert violations(page) == []
    by_the_browser(page)
    expect(page.locator(".v-turn")).to_have_count(1)  # the page itself was not left


def test_a_wide_screen_has_no_sheet_and_a_widened_one_closes_it(visit: Visit) -> None:
    page = visit.open()
    opener = opened_by(visit, "Demander")
    opener.click()
    page.locator("#v-source .v-doc-title").wait_for()
    assert page.locator(SHEET).count() == 0
    page.set_viewport_size({"width": 820, "height": 900})
    opener.click()
    page.locator(SHEET).wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(SHEET)).to_have_count(0)
    assert stilled(page) == 0


def test_at_twice_the_size_an_answer_is_visible_above_the_question_box(visit: Visit) -> None:
    """A window of 1,280 by 900 pixels at 200 % has room for 640 by 450."""
    page = visit.page
    page.set_viewport_size({"width": 640, "height": 450})
    visit.open()
    for number in range(2):
        visit.ask(ENGLISH)
        quote = page.locator(".v-turn").nth(number).locator(".v-statement").first
        quote.wait_for()
        box, composer = quote.bounding_box(), page.locator("#v-composer").bounding_box()
        assert box is not None
        assert composer is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= min(450, composer["y"])


@pytest.mark.parametrize("width", [390, 1280])
def test_print_shows_the_answer_with_its_sources_alone(visit: Visit, width: int) -> None:
    """From a phone too, while a source covers the answer on its screen."""
    page = visit.open()
    visit.ask(ENGLISH)
    page.locator(".v-theme").click()  # dark on the screen
    page.set_viewport_size({"width": width, "height": 844})
    if width < 900:
        page.locator(".v-turn .v-chip").first.click()
        page.locator(SHEET).wait_for()
    page.emulate_media(media="print")
    for shown in (".v-brand", ".v-question", ".v-statement", ".v-sources .v-title"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in ("#v-composer", "#v-source", ".v-actions", ".v-tools", "[role=tab]", "#v-clear"):
        expect(page.locator(hidden).first).to_be_hidden()
    colours = page.evaluate(
        "[document.body, document.querySelector('.v-statement')]"
        ".map((each, at) => getComputedStyle(each)[at ? 'color' : 'backgroundColor'])"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


ROWS = (
    "<table><tr><th>Bouée</th><th>Lieu</th><th>Profondeur (m)</th><th>Posée le</th></tr>"
    "<tr><td>V-03</td><td>Détroit des Sarcelles</td><td>41</td><td>09/09/2024</td></tr></table>"
)


@pytest.mark.parametrize("width", [390, 1180])
def test_the_words_of_cells_are_whole(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 844})
    visit.open()
    visit.ask(ENGLISH)
    page.locator(".v-turn .v-chip").first.click()
    passage = page.locator(".v-passage")
    passage.wait_for()
    passage.evaluate("(node, rows) => { node.innerHTML = rows; }", ROWS)
    lines = page.locator(".v-passage :is(th, td)").evaluate_all(
        """cells => cells.map(cell => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return [range.getClientRects().length, cell.textContent.split(/\\s/).length];
        })"""
    )
    assert len(lines) == 8
    assert all(drawn <= words for drawn, words in lines)
