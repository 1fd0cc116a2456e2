"""Nothing lies out of the window, is cut off or covers another, whatever the width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from served import built, running

from browser.conftest import BrowserSite
from browser.layout import WIDTHS, faults, faults_at_all_widths, resize
from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Institution, Service, Settings
from rag.engine import Rag

pytestmark = pytest.mark.browser
ENGLISH = "When do the reading rooms open?"
REFUSED = "Combien de girafes vivent dans la lune ?"
PASSWORD = "un bon mot de passe"
TEXT = "Chaque lecteur emprunte jusqu’à quinze ouvrages. Les salles ferment à minuit en août."


@pytest.fixture
def private(library: Rag, tmp_path: Path) -> Iterator[str]:
    """A service with accounts, of an institution with a long name."""
    accounts = Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))
    accounts.add("anne-marie.delahaye", PASSWORD, "reader")
    institution = Institution("Institut régional des archives et des bibliothèques")
    settings = Settings(service=Service(accounts=True), institution=institution)
    with running(built(lambda: library, settings, accounts=accounts)) as address:
        yield address


def _centred(page: Page) -> bool:
    centred: bool = page.evaluate(
        "() => { const { left, right } = document.querySelector('main').getBoundingClientRect();"
        " return Math.abs(left - (document.documentElement.clientWidth - right)) < 2; }"
    )
    return centred


def test_each_tab_fits_every_window(visit: Visit) -> None:
    page = visit.open()
    found = faults_at_all_widths(page)
    assert _centred(page)
    visit.ask(REFUSED)
    visit.ask(ENGLISH)
    page.get_by_text("Options").click()
    found += faults_at_all_widths(page)
    page.locator(".v-export summary").last.click()
    found += [each for each in faults_at_all_widths(page) if ": out: " in each]  # it covers others
    page.keyboard.press("Escape")
    visit.tab("Rechercher")
    box = page.locator("#v-query-box :is(input, textarea)")
    found += faults_at_all_widths(page)
    box.fill("salles lecture")
    box.press("Enter")
    page.locator(".v-found-document").first.wait_for()
    found += faults_at_all_widths(page)
    visit.tab("Vérifier")
    page.locator("#v-claims-box textarea").fill(TEXT)
    page.locator("#v-check-send").click()
    page.locator(".v-claim").first.wait_for()
    found += faults_at_all_widths(page)
    for name, part in (("Bibliothèque", ".v-table"), ("Historique", ".v-history")):
        visit.tab(name)
        page.locator(part).first.wait_for()
        found += faults_at_all_widths(page)
    assert found == []


def test_the_measure_finds_what_is_out_cut_or_covered(visit: Visit) -> None:
    page = visit.open()
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        ' \'<p style="position: absolute; left: 95vw; white-space: nowrap">Out of sight</p>'
        '<p style="width: 3em; overflow: hidden; white-space: nowrap">Cut words of a line</p>'
        '<div style="margin-top: -3em"><button>Over it</button></div>\')'
    )
    kinds = {each.partition(":")[0] for each in faults(page)}
    assert kinds == {"out", "cut", "over"}


def test_the_pages_beside_the_main_one_fit_every_window(visit: Visit, site: BrowserSite) -> None:
    page, found = visit.page, []
    drawn = next(each for each in site.engine.documents() if each.format == "pdf")
    for path in ("help", "notebooks", f"view/{drawn.id}", "view/" + "0" * 64):
        page.goto(f"{site.address}/{path}?lang=fr")
        page.wait_for_load_state("networkidle")
        found += faults_at_all_widths(page)
    assert found == []


def test_the_head_of_a_signed_in_person_fits_every_window(
    context: BrowserContext, private: str
) -> None:
    visit = Visit(context.new_page(), private)
    page = visit.page
    page.goto(f"{private}/sign-in?lang=fr")
    found = faults_at_all_widths(page)
    page.locator("#name").fill("anne-marie.delahaye")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-status-ready")
    found += [each for each in faults_at_all_widths(page) if "v-account" not in each]
    assert found == []  # the name of an account may be shortened
    resize(page, 390)
    head = page.locator(".v-head").bounding_box()
    assert head is not None
    assert head["height"] < 160
    assert page.get_by_role("button", name="Se déconnecter").is_visible()
    page.set_viewport_size({"width": 680, "height": 425})  # a window of 1360 at 200 %
    head = page.locator(".v-head").bounding_box()
    assert head is not None
    assert head["height"] < 110  # its name, and one line
    assert page.get_by_role("button", name="Se déconnecter").is_visible()


def test_the_mark_of_a_claim_stays_with_its_last_word(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Vérifier")
    page.locator("#v-claims-box textarea").fill(TEXT)
    page.locator("#v-check-send").click()
    page.locator(".v-article-text").wait_for()
    apart = """(marks) => marks.filter((mark) => {
      const icon = mark.querySelector("svg").getBoundingClientRect();
      const last = [...mark.querySelector(".v-with-icon").getClientRects()][0];
      return icon.top > last.bottom || icon.left < last.left;
    }).length"""
    marks = page.locator(".v-article-text mark")
    assert marks.count() == 2
    for width in (*range(360, 720, 40), *WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        assert marks.evaluate_all(apart) == 0


@pytest.mark.parametrize("width", [360, 390, 640])
def test_the_tabs_of_a_phone_take_one_line_and_each_can_be_reached(
    visit: Visit, width: int
) -> None:
    page = visit.open()
    page.set_viewport_size({"width": width, "height": 800})
    tabs = page.locator("[role=tab]:visible")
    tops = {round(tab.bounding_box()["y"]) for tab in tabs.all()}  # type: ignore[index]
    assert len(tops) == 1
    tabs.last.click()
    box = tabs.last.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width - 28  # not under the fade
    assert page.evaluate("document.documentElement.scrollWidth") <= width
