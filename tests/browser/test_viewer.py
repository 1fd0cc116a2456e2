"""The viewer in a browser: a quote large in its page, found, turned, zoomed and shared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import built, running

from browser.axe import add_axe, violations
from browser.conftest import BrowserSite
from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Collection, Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.store import Store

pytestmark = pytest.mark.browser
ENGLISH = "When do the reading rooms open?"
FRENCH = "À quelle heure ferment les salles de lecture en août ?"
PASSWORD = "un bon mot de passe"


def open_viewer(visit: Visit, context: BrowserContext) -> Page:
    """The viewer on the open source of the page."""
    link = visit.page.locator("#v-source [data-view]")
    with context.expect_page() as opened:
        link.press("Enter")
    page = opened.value
    page.locator("#v-sheet").wait_for()
    return page


def document_id(site: BrowserSite, name: str) -> str:
    return next(each.id for each in site.engine.documents() if each.path == name)


def test_a_quote_opens_large_in_its_page_and_its_text(
    visit: Visit, context: BrowserContext
) -> None:
    visit.open()
    visit.ask(ENGLISH)
    page = open_viewer(visit, context)
    image = page.locator("#v-page-image")
    named = re.compile(r"iv\s\(PDF\s2\) de .*, citation surlignée")
    expect(image).to_have_attribute("alt", named)
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
    assert page.locator("#v-mark").inner_text().startswith("The reading rooms open at nine")
    sheet, text = (
        page.locator("#v-sheet").bounding_box(),
        page.locator(".v-viewer-text").bounding_box(),
    )
    assert sheet is not None
    assert text is not None
    assert sheet["width"] > text["width"]


def test_the_quotes_of_an_answer_are_turned_by_keyboard_alone(
    visit: Visit, context: BrowserContext
) -> None:
    visit.open()
    visit.ask(f"{ENGLISH} {FRENCH}")
    visit.page.locator(".v-chip").nth(1).wait_for()
    page = open_viewer(visit, context)
    first = page.locator("h1").inner_text()
    page.get_by_text("Citation 1 sur").wait_for()
    page.get_by_role("link", name="Citation suivante").press("Enter")
    page.get_by_text("Citation 2 sur").wait_for()
    assert page.locator("#v-mark").count() == 1
    page.get_by_role("link", name="Citation précédente").press("Enter")
    page.get_by_text("Citation 1 sur").wait_for()
    assert page.locator("h1").inner_text() == first


def test_the_image_is_zoomed_and_stays_so_on_the_next_page(visit: Visit, site: BrowserSite) -> None:
    page = visit.page
    page.goto(f"{site.address}/view/{document_id(site, 'guide.pdf')}")
    image = page.locator("#v-page-image")
    before = image.bounding_box()
    assert before is not None
    larger = page.get_by_role("button", name="Agrandir")
    for _ in range(3):
        larger.press("Enter")
    expect(page.locator(".v-zoom-value")).to_have_text("200\u202f%")
    expect(image).to_have_attribute("src", re.compile("scale=4"))
    wide = image.bounding_box()
    assert wide is not None
    assert wide["width"] > 1.9 * before["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Page suivante").press("Enter")
    page.wait_for_url("**page=2")
    expect(page.locator(".v-zoom-value")).to_have_text("200\u202f%")
    page.get_by_role("button", name="Ajuster à la largeur").press("Enter")
    expect(page.locator(".v-zoom-value")).to_have_text("100\u202f%")


def test_a_page_is_chosen_by_number_heading_and_thumbnail(visit: Visit, site: BrowserSite) -> None:
    page = visit.page
    page.goto(f"{site.address}/view/{document_id(site, 'guide.pdf')}")
    box = page.get_by_label("Page à ouvrir")
    box.fill("3")
    box.press("Enter")
    expect(page.locator(".v-viewer-title .v-facts")).to_contain_text("p. 1 (PDF 3)")
    page.locator(".v-outline a", has_text="Opening").click()
    expect(page.locator(".v-viewer-text")).to_contain_text("nine in the morning")
    page.locator(".v-thumbnails").get_by_label("Page 1").click()
    expect(page.locator(".v-viewer-text")).to_contain_text("lends its reading rooms")
    expect(page.locator(".v-thumbnails [aria-current=page]")).to_have_text("1")


def test_words_are_searched_in_the_document(visit: Visit, site: BrowserSite) -> None:
    page = visit.page
    page.goto(f"{site.address}/view/{document_id(site, 'guide.pdf')}")
    box = page.get_by_role("searchbox")
    box.fill("GREAT staircase")
    box.press("Enter")
    page.get_by_text("3 résultats pour « GREAT staircase »").wait_for()
    page.locator(".v-matches a").nth(2).press("Enter")
    page.wait_for_url("**page=3**")
    assert page.locator("#v-mark").inner_text() == "great staircase"
    expect(page.locator(".v-matches a").nth(2)).to_have_attribute("aria-current", "true")
    page.get_by_role("searchbox").fill("zèbre")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_text("« zèbre » ne figure pas dans ce document.").wait_for()


def test_a_copied_link_opens_the_quote_for_a_colleague_in_another_language(
    visit: Visit, context: BrowserContext, browser: Browser
) -> None:
    visit.open()
    visit.ask(FRENCH)
    page = open_viewer(visit, context)
    page.get_by_role("button", name="Copier le lien vers cette citation").press("Enter")
    page.get_by_role("button", name="Copié").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(f"{visit.address}/view/")
    colleague = browser.new_context(locale="en-GB")
    page = colleague.new_page()
    page.goto(address)
    page.get_by_role("button", name="Copy link to this quote").wait_for()
    assert "seize heures" in page.locator("#v-mark").inner_text()
    assert page.locator(".v-sheet-look h2", has_text="Horaires").count() == 1
    colleague.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [360, 1360])
@pytest.mark.parametrize("dark", [False, True])
def test_the_viewer_is_accessible_and_no_wider_than_the_screen(
    visit: Visit, site: BrowserSite, language: str, width: int, dark: bool
) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if dark else "light")
    for name in ("guide.pdf", "avis.md", "hostile.txt"):
        page.goto(f"{site.address}/view/{document_id(site, name)}?q=a&lang={language}")
        page.locator("#v-sheet").wait_for()
        add_axe(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.faults == []
    assert all(each.startswith((visit.address, "data:")) for each in visit.requests)


def test_markup_of_a_document_is_shown_in_the_viewer_and_never_run(
    visit: Visit, site: BrowserSite
) -> None:
    page = visit.page
    page.goto(f"{site.address}/view/{document_id(site, 'hostile.txt')}?q=onerror")
    assert "onerror" in page.locator("#v-sheet").inner_text()
    page.locator(".v-matches a").first.click()
    page.locator("#v-mark").wait_for()
    assert page.title() != "owned"
    assert page.locator("img[src=x]").count() == 0


@dataclass(frozen=True, slots=True)
class ClosedSite:
    """A service with accounts, and the documents that its readers see and do not see."""

    address: str
    seen: str
    hidden: str


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClosedSite]:
    folder = tmp_path_factory.mktemp("closed")
    (folder / "docs" / "rh").mkdir(parents=True)
    (folder / "docs" / "rh" / "paie.md").write_text("# Paie\n\nLe gardien gagne peu.")
    (folder / "docs" / "note.md").write_text("# Note\n\nLe gardien ouvre la porte.")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    rules = (Collection("personnel", ("rh",), ("admin",)),)
    settings = Settings(service=Service(accounts=True), collections=rules)
    library = Rag(Store.open(folder / "index"), HashingEncoder(), settings)
    seen, hidden = library.documents()
    accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
    accounts.add("anna", PASSWORD, "reader")
    with running(built(lambda: library, settings, accounts=accounts)) as address:
        yield ClosedSite(address, seen.id, hidden.id)


def test_a_link_leads_through_the_sign_in_and_says_what_is_not_there(
    context: BrowserContext, closed: ClosedSite
) -> None:
    page = context.new_page()
    page.goto(f"{closed.address}/view/{closed.seen}?q=porte")
    page.locator("#name").fill("anna")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator(".v-matches a").first.wait_for()
    page.goto(f"{closed.address}/view/{closed.hidden}")
    said = page.locator("main").inner_text()
    page.goto(f"{closed.address}/view/{'0' * 64}")
    assert page.locator("main").inner_text() == said
    assert "votre compte n’y donne pas accès" in said
    add_axe(page)
    assert violations(page) == []
