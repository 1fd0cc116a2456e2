"""A person's visit to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Visit:
    """A page, the requests it sent, and the errors it raised."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: self.faults.append(dialog.message))

    def open(self, path: str = "/") -> Page:
        """The page, once it shows its labels."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("html.v-ready .v-head")
        self.page.wait_for_selector(".v-status-ready")
        return self.page

    def ask(self, question: str) -> None:
        """Types a question, sends it with Enter and waits for its outcome."""
        turns = self.page.locator(".v-turn").count()
        box = self.page.locator("#v-question-box textarea")
        box.fill(question)
        box.press("Enter")
        settled = ".v-turn:has(.v-statement, .v-refusal, .v-error, .v-said, .v-part)"
        self.page.locator(settled).nth(turns).wait_for()

    def tab(self, name: str) -> None:
        """Opens a tab by its name."""
        self.page.get_by_role("tab", name=name).click()
