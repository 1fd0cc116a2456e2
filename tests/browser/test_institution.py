"""An institution's own name and logo, in the head of the page and at the sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, expect
from served import built, running

from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Institution, Service, Settings
from rag.engine import Rag
from rag.errors import SettingsInvalid

pytestmark = pytest.mark.browser
NAME, PASSWORD = "Institut du Port & <b>Cie</b>", "un bon mot de passe"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
    '<circle cx="20" cy="20" r="18" fill="#1b4b80"/></svg>'
)


@pytest.fixture(scope="module")
def address(library: Rag, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("institution")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
    accounts.add("anna", PASSWORD, "reader")
    institution = Institution(NAME, str(folder / "logo.svg"))
    settings = Settings(service=Service(accounts=True), institution=institution)
    with running(built(lambda: library, settings, accounts=accounts)) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1360])
def test_the_name_and_the_logo_are_shown_before_and_after_the_sign_in(
    context: BrowserContext, address: str, width: int
) -> None:
    visit = Visit(context.new_page(), address)
    page = visit.page
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    loaded = "document.querySelector('.v-logo').naturalWidth > 0"
    expect(page.locator(".v-brand")).to_have_text(NAME)
    page.wait_for_function(loaded)
    expect(page).to_have_title(f"Connexion · {NAME} · Verbatim")
    page.locator("#name").fill("anna")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-head")
    expect(page.locator(".v-brand")).to_have_text(NAME)
    page.wait_for_function(loaded)
    expect(page).to_have_title(f"{NAME} · Verbatim")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.faults == []


def test_a_logo_runs_nothing_when_it_is_opened_by_itself(address: str) -> None:
    import httpx

    response = httpx.get(f"{address}/institution/logo")
    assert (response.status_code, response.headers["content-type"]) == (200, "image/svg+xml")
    assert response.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_without_a_logo_there_is_none(library: Rag) -> None:
    app = built(lambda: library, Settings(institution=Institution("Le Port")))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/institution/logo").status_code == 404


@pytest.mark.parametrize("name", ["missing.svg", "note.txt"])
def test_a_logo_that_cannot_be_shown_stops_the_service(
    library: Rag, tmp_path: Path, name: str
) -> None:
    (tmp_path / "note.txt").write_text("no image")
    settings = Settings(institution=Institution(logo=str(tmp_path / name)))
    with pytest.raises(SettingsInvalid, match=name):
        built(lambda: library, settings)
