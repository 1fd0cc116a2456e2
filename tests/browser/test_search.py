"""A search in the page: every passage that matches, sorted, opened, in both languages."""

from __future__ import annotations

import pytest

from browser.axe import add_axe, violations
from browser.visit import Visit

pytestmark = pytest.mark.browser


def search(visit: Visit, query: str) -> None:
    """Types a query, sends it with Enter and waits for its results."""
    visit.page.locator("[data-tab-id=search]").click()
    box = visit.page.locator("#v-query-box :is(input, textarea)")
    box.fill(query)
    box.press("Enter")
    visit.page.locator("#v-results :is(.v-tally, .v-error)").wait_for()


def test_the_passages_that_match_say_why_and_mark_the_words(visit: Visit) -> None:
    page = visit.open()
    search(visit, "salles de lecture")
    first = page.locator(".v-found-document").first
    assert {"salles", "lecture"} <= {
        mark.casefold() for mark in first.locator(".v-excerpt mark").all_inner_texts()
    }
    assert "contient «\u00a0salles\u00a0», «\u00a0lecture\u00a0»" in first.inner_text()
    assert "passage" in page.locator(".v-found > [role=status]").inner_text()
    assert visit.faults == []


def test_a_passage_opens_on_its_page_and_escape_leads_back(visit: Visit) -> None:
    page = visit.open()
    search(visit, "reading rooms nine")
    assert not page.locator("#v-search-source").is_visible()
    page.locator(".v-found-document .v-chip").first.press("Enter")
    page.locator("#v-search-source .v-doc-title:focus").wait_for()
    assert "open at nine" in page.locator("#v-search-source").inner_text()
    page.keyboard.press("Escape")
    page.locator(".v-found-document .v-chip:focus").wait_for()


def test_the_order_changes_by_a_click_and_stays(visit: Visit) -> None:
    page = visit.open()
    search(visit, "salles")
    page.locator("[data-act=order][data-to=oldest]").click()
    page.locator("[data-act=order][data-to=oldest][aria-pressed=true]").wait_for()
    search(visit, "lecture")
    page.locator(".v-excerpt mark", has_text="lecture").first.wait_for()
    assert page.locator("[data-act=order][data-to=oldest]").get_attribute("aria-pressed") == "true"


def test_a_facet_limits_the_search_and_its_chip_removes_the_limit(visit: Visit) -> None:
    page = visit.open()
    search(visit, "reading rooms")
    before = page.locator(".v-tally").inner_text()
    page.locator(".v-facets button", has_text="français").click()
    chip = page.locator("#v-scope-search .v-limit-chip")
    chip.wait_for()
    page.wait_for_function(
        "(before) => document.querySelector('.v-tally').innerText != before", arg=before
    )
    assert {each.get_attribute("lang") for each in page.locator(".v-found-document h2").all()} == {
        "fr"
    }
    chip.click()
    chip.wait_for(state="detached")
    page.wait_for_function(
        "(before) => document.querySelector('.v-tally').innerText == before", arg=before
    )


def test_nothing_is_refused_and_absent_words_are_named(visit: Visit) -> None:
    page = visit.open()
    search(visit, "zanzibar")
    counts = page.locator("#v-results .v-tally").inner_text()
    assert "Aucun passage ne contient de mots de votre recherche" in counts
    assert "Dans aucun document\u00a0: «\u00a0zanzibar\u00a0»" in counts
    assert page.locator(".v-found-document").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_results_and_source(visit: Visit, language: str, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.open()
    page.locator(f"[data-act=language][data-to={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()
    add_axe(page)
    page.locator("[data-tab-id=search]").click()
    page.locator(".v-welcome-search").wait_for()
    assert violations(visit.page) == []
    search(visit, "reading rooms")
    page.locator(".v-found-document .v-chip").first.click()
    page.locator("#v-search-source .v-doc-head").wait_for()
    assert violations(visit.page) == []
