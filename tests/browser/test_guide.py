"""The help page: reached from the header, in both languages, readable by everybody."""

from __future__ import annotations

import pytest

from browser.axe import add_axe, violations
from browser.visit import Visit

pytestmark = pytest.mark.browser


def test_the_help_is_one_link_away_and_leads_back(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("link", name="Aide").click()
    page.get_by_role("heading", name="Quand il n’y a pas de réponse").wait_for()
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("link", name="EN", exact=False).first.click()
    page.get_by_role("heading", name="When there is no answer").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".v-viewer-back").click()
    page.wait_for_selector(".v-status-ready")
    assert visit.faults == []


def test_only_the_switch_of_the_theme_is_called_so(visit: Visit) -> None:
    page = visit.open()
    assert page.locator(".v-theme").count() == 1
    page.goto(f"{visit.address}/help")
    assert page.locator(".v-theme").count() == 1
    before = page.locator("html").get_attribute("class")
    page.locator(".v-theme").click()
    assert page.locator("html").get_attribute("class") != before


@pytest.mark.parametrize("width", [390, 820, 1360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_help_is_accessible_at_each_width(visit: Visit, width: int, scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    for language in ("fr", "en"):
        page.goto(f"{visit.address}/help?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "document.documentElement.scrollHeight > innerHeight"
            " && getComputedStyle(document.body).overflowY !== 'hidden'"
        )
        add_axe(page)
        assert violations(page) == []
