"""Conversations that are shown again: their record stays, whatever the library answers today."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

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
