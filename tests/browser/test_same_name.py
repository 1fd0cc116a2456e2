"""An account that is removed and created again under its name, while a page of the old one is open.

A service of its own: an address has ten sign-ins a minute.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from browser.test_accounts import FRENCH, PASSWORD, QUESTION, address, histories, sign_in
from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords

pytestmark = pytest.mark.browser
__all__ = ["address"]  # a fixture


def test_nothing_of_the_old_account_lands_in_the_history_of_the_new(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    old = Visit(context.new_page(), address)
    sign_in(old.page, address, "anna")
    old.ask(QUESTION)
    with closing(Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))) as accounts:
        accounts.remove("anna")
        accounts.add("anna", PASSWORD, "reader")
    new = Visit(context.new_page(), address)
    sign_in(new.page, address, "anna")
    new.ask(FRENCH)
    watch = old.page.get_by_role("button", name="Suivre cette question")
    watch.click()
    old.page.locator(".v-session-ended").wait_for()
    expect(watch).to_have_attribute("aria-pressed", "false")
    old.page.locator("#v-question-box textarea").fill("Et en décembre ?")
    old.page.locator("#v-question-box textarea").press("Enter")
    expect(old.page.locator("#v-question-box textarea")).to_have_value("Et en décembre ?")
    (file,) = histories(tmp_path)
    kept = file.read_text(encoding="utf-8")
    assert FRENCH in kept
    assert QUESTION not in kept
    assert "décembre" not in kept
    old.open()
    old.page.wait_for_timeout(300)  # a conversation shown again would be there by now
    expect(old.page.locator(".v-turn")).to_have_count(0)
