"""The page around the questions: language, theme, history, watched questions, shared links."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.conftest import BrowserSite
from browser.visit import Visit

pytestmark = pytest.mark.browser
FRENCH = "À quelle heure ferment les salles de lecture en août ?"
ENGLISH = "When do the reading rooms open?"


def test_the_language_of_the_browser_is_the_first(context: BrowserContext, visit: Visit) -> None:
    context.set_extra_http_headers({"accept-language": "en-US,en;q=0.9,fr;q=0.8"})
    page = visit.open()
    assert page.locator("#v-send").inner_text() == "Ask"
    assert page.locator("html").get_attribute("lang") == "en"


def shown_of_documents(page: Page) -> list[str]:
    """The quotes of an answer, without the marks around them."""
    return [text.strip("«»“”\u00a0") for text in page.locator(".v-statement q").all_inner_texts()]


def test_everything_changes_with_the_language_and_quotes_do_not(visit: Visit) -> None:
    page = visit.open()
    visit.ask(FRENCH)
    before = shown_of_documents(page)
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("#v-send", has_text="Ask").wait_for()
    labels = (
        page.locator("[role=tab]").all_inner_texts() + page.locator(".v-tool").all_inner_texts()
    )
    assert {"Ask", "Library", "History", "Copy with references", "Helpful"} <= set(labels)
    assert "The passage in context" in page.locator("#v-source").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"
    assert shown_of_documents(page) == before
    assert page.locator(".v-note").first.inner_text() == "One document answers:"
    assert page.locator(".v-quote-note").all_inner_texts() == ["in French"]
    assert page.locator(".v-statement q").first.get_attribute("lang") == "fr"
    for tab, french in (("Library", "Titre"), ("History", "Vos conversations")):
        visit.tab(tab)
        assert french not in page.locator("main").inner_text()


def test_the_chosen_language_is_remembered(visit: Visit) -> None:
    page = visit.open()
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("#v-send", has_text="Ask").wait_for()
    visit.open()
    page.locator("#v-send", has_text="Ask").wait_for()


def test_the_theme_is_that_of_the_system_until_one_is_chosen(visit: Visit) -> None:
    page = visit.open()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")  # applied when the page is next rendered
    page.wait_for_function(f"light => {ground} !== light", arg=light)
    page.locator(".v-theme").click()
    page.wait_for_function(f"light => {ground} === light", arg=light)
    visit.open()
    assert page.evaluate(ground) == light


def test_a_conversation_is_stored_in_the_browser_and_reopened(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    visit.ask(FRENCH)
    visit.open()
    visit.tab("Historique")
    item = page.locator(".v-history-item", has_text=ENGLISH)
    assert "2 questions" in item.inner_text()
    item.get_by_role("button", name="Rouvrir").click()
    page.locator(".v-diff").nth(1).wait_for()
    assert all("n’a pas changé" in line for line in page.locator(".v-diff").all_inner_texts())


def test_the_history_can_be_deleted(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    visit.tab("Historique")
    page.get_by_role("button", name="Supprimer", exact=False).first.click()
    assert page.locator(".v-history-item", has_text=ENGLISH).count() == 0
    assert json.loads(page.evaluate("localStorage.getItem('verbatim-history')")) == []


def test_a_copied_answer_carries_its_references(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Copier avec les références").click()
    page.get_by_role("button", name="Copié").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "open at nine" in copied
    assert "[1] Guide to the reading rooms" in copied


def test_a_link_asks_again_and_says_whether_the_answer_is_the_same(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Copier le lien").click()
    page.get_by_role("button", name="Copié").wait_for()
    address = page.evaluate("navigator.clipboard.readText()").removeprefix(visit.address)
    visit.open(address)
    assert "n’a pas changé" in page.locator(".v-diff").inner_text()
    visit.open(address.replace("&c=", "&c=ffff", 1))
    assert "a changé" in page.locator(".v-diff").inner_text()


def test_a_watched_question_is_marked_when_its_answer_changes(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Suivre cette question").click()
    page.evaluate(
        """() => {
          const [past] = JSON.parse(localStorage.getItem('verbatim-watched'));
          past.index_id = 'an older one';
          past.references[0].document = 'f'.repeat(64);
          localStorage.setItem('verbatim-watched', JSON.stringify([past]));
        }"""
    )
    visit.open()
    page.get_by_role("tab", name="Historique (1)").click()
    assert "modifié ou retiré" in page.locator(".v-diff").inner_text()


def test_feedback_is_stored_with_the_trace_of_its_answer(visit: Visit, site: BrowserSite) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Mauvaise page").click()
    page.get_by_text("Merci.").wait_for()
    stored = [json.loads(line) for line in site.feedback.read_text(encoding="utf-8").splitlines()]
    assert (stored[-1]["verdict"], stored[-1]["question"]) == ("wrong_page", ENGLISH)
    assert stored[-1]["citations"][0]["page_label"] == "iv"
    assert "text" not in stored[-1]["hits"][0]["passage"]


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    visit.open()
    visit.ask(FRENCH)
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    tabs = page.get_by_role("tab")
    cut = tabs.evaluate_all("tabs => tabs.filter(tab => tab.scrollWidth > tab.clientWidth)")
    assert cut == []
    names = tabs.all_inner_texts()
    everyone = ["Demander", "Rechercher", "Vérifier", "Bibliothèque", "Historique"]
    assert names == [*everyone, "Administration"]


def test_nothing_hangs_out_of_the_panels_of_a_phone(visit: Visit) -> None:
    """Each source, the page of a PDF and the longest fingerprint, fits 360 px by itself."""
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    visit.open()
    visit.ask(ENGLISH)
    page.get_by_text("Options").click()
    _fits(visit, "#v-composer", ".v-conversation")
    page.locator(".v-chip").first.click()
    page.locator(".v-page img").wait_for()
    _fits(visit, "#v-source")
    page.keyboard.press("Escape")
    visit.tab("Vérifier")
    page.locator("#v-claims-box textarea").fill("Chaque lecteur emprunte jusqu’à quinze ouvrages.")
    page.locator("#v-check-send").click()
    page.locator("#v-checked .v-chip").first.click()
    page.locator("#v-check-source .v-doc-head").wait_for()
    _fits(visit, "#v-check-source")
    page.keyboard.press("Escape")
    _fits(visit, "#v-checked")
    visit.tab("Bibliothèque")
    page.locator(".v-table .v-link").first.click()
    page.locator("#v-reader .v-doc-head").wait_for()
    _fits(visit, "#v-reader")
    page.keyboard.press("Escape")
    _fits(visit, "#v-documents")


def _fits(visit: Visit, *parts: str) -> None:
    for part in parts:
        shown = visit.page.locator(part)
        assert shown.evaluate("part => part.scrollWidth <= part.clientWidth"), part
        assert shown.evaluate("part => part.getBoundingClientRect().right <= innerWidth"), part


def test_a_question_is_asked_as_of_a_day_and_the_day_is_remembered(visit: Visit) -> None:
    page = visit.open()
    page.get_by_text("Options").click()
    page.get_by_label("État des documents au").fill("2024-02-29")
    visit.ask(FRENCH)
    turn = page.locator(".v-turn").last
    assert "État des documents au 29 février 2024" in turn.inner_text()
    assert "seize heures" not in turn.inner_text()  # the notice is of the day after
    page.get_by_role("button", name="Copier le lien").click()
    page.get_by_role("button", name="Copié").wait_for()
    address = page.evaluate("navigator.clipboard.readText()").removeprefix(visit.address)
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("#v-send", has_text="Ask").wait_for()
    assert page.get_by_label("Documents as of").input_value() == "2024-02-29"
    page.get_by_role("button", name="All documents").click()
    visit.ask(FRENCH)
    assert "seize heures" in page.locator(".v-turn").last.inner_text()
    visit.open(address)
    page.locator(".v-turn", has_text="29 February 2024").wait_for()
    assert "has not changed" in page.locator(".v-diff").inner_text()
    visit.tab("History")
    assert "29 February 2024" in page.locator(".v-history").inner_text()
