"""Questions limited to some documents: chips, the panel that adds them, links and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.axe import add_axe, violations
from browser.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
ENGLISH = "When do the reading rooms open?"
FRENCH = "À quelle heure ferment les salles de lecture en août ?"


def chips(visit: Visit, tab: str = "ask") -> Locator:
    return visit.page.locator(f"#v-scope-{tab} .v-limit-chip")


def limit(visit: Visit, tab: str = "ask", **fields: str) -> None:
    """Fills fields of the panel of a tab and applies them with Enter."""
    bar = visit.page.locator(f"#v-scope-{tab}")
    bar.locator(".v-limit-to summary").click()
    for name, value in fields.items():
        field = bar.locator(f".v-limit-panel [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    bar.locator(".v-limit-panel [name=place]").press("Enter")


def focused(visit: Visit, selector: str) -> None:
    visit.page.locator(f"{selector}:focus").wait_for()


def test_a_question_is_limited_by_the_panel_and_the_answer_says_so(visit: Visit) -> None:
    page = visit.open()
    limit(visit, place="avis.md", languages="fr", until="2024-12-31")
    chips(visit).nth(2).wait_for()
    focused(visit, "#v-question-box textarea")
    labels = [chip.inner_text() for chip in chips(visit).all()]
    assert labels == ["«\u00a0avis.md\u00a0»", "en français", "jusqu’au 31 décembre 2024"]
    assert "1 document" in page.locator("#v-scope-ask .v-limits").inner_text()
    visit.ask(FRENCH)
    note = page.locator(".v-turn .v-note").first.inner_text()
    assert note.startswith("Limité à\u00a0: «\u00a0avis.md\u00a0»")
    assert "seize heures" in page.locator(".v-statement").first.inner_text()


def test_a_refusal_says_that_the_whole_library_answers(visit: Visit) -> None:
    page = visit.open()
    limit(visit, languages="fr")
    chips(visit).wait_for()
    visit.ask("What is the “great staircase”?")
    turn = page.locator(".v-turn").inner_text()
    assert "Only the chosen document was read." in turn
    assert "“Guide to the reading rooms”" in turn


def test_limits_are_removed_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    limit(visit, types="pdf", languages="en")
    chips(visit).nth(1).wait_for()
    chips(visit).first.focus()
    page.keyboard.press("Delete")
    chips(visit).filter(has_text="PDF").wait_for(state="detached")
    focused(visit, "#v-scope-ask .v-limit-chip")
    page.keyboard.press("Enter")
    chips(visit).wait_for(state="detached")
    focused(visit, "#v-scope-ask .v-limit-to summary")
    visit.ask(ENGLISH)
    assert "Limité à" not in page.locator(".v-turn").inner_text()


def test_a_name_that_the_library_lacks_is_said_in_the_panel(visit: Visit) -> None:
    page = visit.open()
    limit(visit, place="Guide to the moon")
    error = page.locator("#v-scope-ask .v-limit-panel .v-error").inner_text()
    assert "aucun document ni dossier de ce nom" in error
    focused(visit, "#v-scope-ask .v-limit-panel [name=place]")
    assert chips(visit).count() == 0
    page.keyboard.press("Escape")
    focused(visit, "#v-scope-ask .v-limit-to summary")


def test_a_document_of_the_library_is_asked_alone(visit: Visit) -> None:
    page = visit.open()
    limit(visit, languages="fr")
    chips(visit).wait_for()
    visit.tab("Bibliothèque")
    page.get_by_role(
        "button", name="Interroger seulement «\u00a0Guide to the reading rooms"
    ).click()
    focused(visit, "#v-question-box textarea")
    assert [chip.inner_text() for chip in chips(visit).all()] == [
        "«\u00a0Guide to the reading rooms\u00a0»"
    ]
    visit.ask(ENGLISH)
    assert page.locator(".v-source .v-title").all_inner_texts() == ["Guide to the reading rooms"]


def test_a_shared_link_keeps_the_limits(visit: Visit) -> None:
    page = visit.open()
    limit(visit, types="pdf")
    chips(visit).wait_for()
    visit.ask(ENGLISH)
    address = page.locator("[data-local=share]").get_attribute("data-address") or ""
    assert "scope=" in address
    assert "scope=" in (page.locator(".v-export a").first.get_attribute("href") or "")
    visit.open(f"/{address}")
    page.locator(".v-diff").wait_for()
    assert "Limité à\u00a0: fichiers PDF" in page.locator(".v-turn").inner_text()
    assert chips(visit).inner_text() == "fichiers PDF"


def test_the_history_keeps_the_limits(visit: Visit) -> None:
    page = visit.open()
    limit(visit, types="pdf")
    chips(visit).wait_for()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Nouvelle conversation").click()
    chips(visit).wait_for(state="detached")
    visit.tab("Historique")
    assert "Limité à\u00a0: fichiers PDF" in page.locator(".v-history-item").inner_text()
    page.get_by_role("button", name="Rouvrir").click()
    page.locator(".v-statement").first.wait_for()
    assert chips(visit).inner_text() == "fichiers PDF"


def test_a_follow_up_stays_within_the_limits(visit: Visit) -> None:
    page = visit.open()
    limit(visit, place="avis.md")
    chips(visit).wait_for()
    visit.ask(FRENCH)
    visit.ask("Et en juillet ?")
    turn = page.locator(".v-turn").nth(1).inner_text()
    assert "salles de lecture en juillet" in turn
    assert "Limité à\u00a0: «\u00a0avis.md\u00a0»" in turn


def test_a_document_named_in_the_question_is_said_and_can_be_removed(visit: Visit) -> None:
    page = visit.open()
    visit.ask("In the guide to the reading rooms, when do they open?")
    named = page.locator(
        ".v-understood", has_text="Compris\u00a0: dans «\u00a0Guide to the reading rooms"
    )
    named.get_by_role("button", name="Interroger tous les documents").click()
    page.locator(".v-turn").nth(1).locator(".v-statement, .v-refusal").first.wait_for()
    assert "Compris" not in page.locator(".v-turn").nth(1).inner_text()


def test_a_search_and_a_check_have_the_limits_of_the_questions(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Rechercher")
    limit(visit, "search", types="pdf")
    chips(visit, "search").wait_for()
    page.locator("#v-query-box :is(input, textarea)").fill("salles de lecture rooms")
    page.locator("#v-query-box :is(input, textarea)").press("Enter")
    page.locator("#v-results .v-found-documents").wait_for()
    # The chips say it, and nothing a second time.
    assert page.locator("text=Limité à >> visible=true").count() == 1
    assert "Limité à" not in page.locator("#v-results").inner_text()
    page.emulate_media(media="print")
    assert "Limité à\u00a0: fichiers PDF" in page.locator("#v-results").inner_text()
    page.emulate_media(media="screen")
    assert "Avis aux lecteurs" not in page.locator("#v-results").inner_text()
    visit.tab("Vérifier")
    assert chips(visit, "check").inner_text() == "fichiers PDF"
    page.locator("#v-claims-box textarea").fill("The reading rooms open at nine.")
    page.locator("#v-check-send").click()
    page.locator(".v-claim").first.wait_for()
    assert "Limité à" in page.locator("#v-checked").inner_text()
    assert "pdf" in (page.locator("#v-checked [data-scope]").get_attribute("data-scope") or "")
    chips(visit, "check").click()
    chips(visit, "check").wait_for(state="detached")
    visit.tab("Demander")
    assert chips(visit).count() == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_in_the_limits(visit: Visit, language: str) -> None:
    page = visit.open()
    page.locator(f"[data-act=language][data-to={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()
    add_axe(page)
    limit(visit, types="pdf", languages="en")
    chips(visit).nth(1).wait_for()
    limit(visit, place="Nothing of the kind")
    page.locator("#v-scope-ask .v-limit-panel .v-error").wait_for()
    assert violations(visit.page) == []


def test_the_same_words_with_other_limits_are_watched_apart(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.locator("[data-local=watch]").click()
    limit(visit, types="pdf")
    chips(visit).wait_for()
    visit.ask(ENGLISH)
    second = page.locator("[data-local=watch]").nth(1)
    assert second.get_attribute("aria-pressed") == "false"
    second.click()
    visit.tab("Historique")
    items = page.locator("[data-local=unwatch]")
    items.nth(1).wait_for()
    items.first.click()
    stored = "JSON.parse(localStorage.getItem('verbatim-watched')).map((past) => past.scope)"
    assert page.evaluate(stored) == [None]
