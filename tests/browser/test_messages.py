"""Several questions at once, corrections that a click undoes, and lists of documents."""

from __future__ import annotations

import pytest

from browser.conftest import BrowserSite
from browser.visit import Visit

pytestmark = pytest.mark.browser


def test_several_questions_stand_under_their_own_headings(visit: Visit, site: BrowserSite) -> None:
    page = visit.open()
    visit.ask("À quelle heure ferment les salles de lecture en août ? Combien de documents ?")
    headings = page.locator(".v-part-question").all_inner_texts()
    assert [text.split(" ?")[0] for text in headings] == [
        "À quelle heure ferment les salles de lecture en août",
        "Combien de documents",
    ]
    assert "seize heures" in page.locator(".v-part .v-statement").first.inner_text()
    assert page.locator(".v-part .v-listed li").count() == len(site.engine.documents())
    assert not visit.faults


def test_a_click_takes_the_question_as_it_was_typed(visit: Visit) -> None:
    page = visit.open()
    visit.ask("When do the readign rooms open?")
    assert (
        "«\u00a0When do the reading rooms open?\u00a0»"
        in page.locator(".v-understood").inner_text()
    )
    page.locator("[data-act=exact]").click()
    page.locator(".v-turn").nth(1).locator(".v-understood").wait_for()
    again = page.locator(".v-turn").nth(1)
    assert again.locator(".v-understood").inner_text() == "Recherché exactement tel que saisi"
    assert again.locator(".v-question").inner_text() == "When do the readign rooms open?"


def test_a_listed_document_opens_beside_the_list(visit: Visit) -> None:
    page = visit.open()
    visit.ask("List all documents")
    assert "From the catalogue, not from a quote" in page.locator(".v-said").inner_text()
    page.locator(".v-listed button", has_text="Guide to the reading rooms").click()
    page.locator(".v-doc-title", has_text="Guide to the reading rooms").wait_for()
    assert not visit.faults


def test_a_shared_link_keeps_the_exact_words(visit: Visit) -> None:
    page = visit.open()
    visit.ask("When do the readign rooms open?")
    page.locator("[data-act=exact]").click()
    again = page.locator(".v-turn").nth(1)
    again.locator("[data-local=share]").wait_for()
    address = again.locator("[data-local=share]").get_attribute("data-address") or ""
    assert "exact=1" in address
    page = visit.open("/" + address)
    page.locator(".v-turn .v-understood").wait_for()
    assert page.locator(".v-understood").inner_text() == "Recherché exactement tel que saisi"
