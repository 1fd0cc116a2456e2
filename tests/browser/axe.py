"""What axe finds on a page (WCAG 2.2 AA and best practices)."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_SCRIPT = files("axe_playwright_python") / "axe.min.js"


def add_axe(page: Page) -> None:
    """Puts axe into a page that is open."""
    page.evaluate(_SCRIPT.read_text(encoding="utf-8"))


def violations(page: Page) -> list[str]:
    """What axe finds in what is visible, one line each."""
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{each['impact']} {each['id']}: {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]
