"""Conversations that are shown again: their record stays, whatever the library answers today."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.visit import Visit

pytestmark = pytest.mark.browser
FRENCH = "À quelle heure ferment les salles de lecture en août ?"
ENGLISH = "When do the reading rooms open?"
OF_ANOTHER_LIBRARY = """() => {
  const history = JSON.parse(localStorage.getItem('verbatim-history'));
  const [past] = history[0].turns;
  Object.assign(past, { index_id: 'an older one', at: '2026-03-02' });
  past.references[0].document = 'f'.repeat(64);
  localStorage.setItem('verbatim-history', JSON.stringify(history));
}"""


def stored(page: Page) -> list[dict[str, Any]]:
    """The conversations that the browser stores."""
    return list(json.loads(page.evaluate("localStorage.getItem('verbatim-history')") or "[]"))


@pytest.mark.parametrize("way", ["reload", "reopen"])
def test_the_record_stays_and_the_page_says_that_the_answer_has_changed(
    visit: Visit, way: str
) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.evaluate(OF_ANOTHER_LIBRARY)
    before = stored(page)
    for _ in range(2):  # it is said each time
        visit.open()
        if way == "reopen":
            visit.tab("Historique")
            page.get_by_role("button", name="Rouvrir").click()
        line = page.locator(".v-diff", has_text="La réponse du 2 mars 2026 a changé")
        line.wait_for()
        assert stored(page) == before
    visit.ask(FRENCH)
    (conversation,) = stored(page)
    assert conversation["turns"][0] == before[0]["turns"][0]
    assert len(conversation["turns"]) == 2
    page.get_by_role("button", name="Suivre cette question").first.click()
    (watched,) = json.loads(page.evaluate("localStorage.getItem('verbatim-watched')"))
    assert watched["references"][0]["document"] != "f" * 64  # from the answer on the page
    expect(page.locator(".v-diff")).to_have_count(1)


def redraw(page: Page, language: str) -> None:
    """Changes the language, so that the conversation is drawn again."""
    page.locator(f"[data-act=language][data-to={language}]").click()
    words = {"en": "Ask", "fr": "Demander"}[language]
    page.locator("#v-send", has_text=words).wait_for(state="attached")


def questions(page: Page) -> list[list[str]]:
    """The questions of each conversation that the browser stores."""
    return [[turn["question"] for turn in each["turns"]] for each in stored(page)]


@pytest.fixture
def tabs(visit: Visit, context: BrowserContext) -> tuple[Visit, Visit]:
    """Two tabs that show the same conversation of one question."""
    visit.open()
    visit.ask(ENGLISH)
    other = Visit(context.new_page(), visit.address)
    other.open()
    other.tab("Historique")
    other.page.get_by_role("button", name="Rouvrir").click()
    other.page.locator(".v-turn .v-statement").first.wait_for()
    return visit, other


def test_two_tabs_that_continue_a_conversation_keep_both(tabs: tuple[Visit, Visit]) -> None:
    first, second = tabs
    first.ask(FRENCH)
    redraw(second.page, "en")  # it has fewer turns, and takes none away
    assert questions(second.page) == [[ENGLISH, FRENCH]]
    second.ask("Who chairs the meeting?")
    own = [ENGLISH, "Who chairs the meeting?"]
    assert questions(second.page) == [own, [ENGLISH, FRENCH]]
    second.open()
    expect(second.page.locator(".v-question")).to_have_text(own)
    redraw(first.page, "en")
    assert questions(first.page) == [own, [ENGLISH, FRENCH]]


def test_a_conversation_deleted_in_one_tab_does_not_come_back_from_the_other(
    tabs: tuple[Visit, Visit],
) -> None:
    first, second = tabs
    second.tab("Historique")
    second.page.get_by_role("button", name="Supprimer", exact=False).first.click()
    expect(second.page.locator(".v-history-item")).to_have_count(0)
    redraw(first.page, "en")
    assert questions(first.page) == []
    first.ask(FRENCH)
    assert questions(first.page) == [[FRENCH]]  # what was asked since


def test_a_conversation_that_was_deleted_elsewhere_leaves_the_list(
    tabs: tuple[Visit, Visit],
) -> None:
    first, second = tabs
    second.tab("Historique")
    second.page.get_by_role("button", name="Rouvrir").wait_for()
    first.page.evaluate("localStorage.setItem('verbatim-history', '[]')")
    second.page.get_by_role("button", name="Rouvrir").click()
    expect(second.page.locator(".v-history-item")).to_have_count(0)
    assert questions(second.page) == []
