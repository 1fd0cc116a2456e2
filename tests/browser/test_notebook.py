"""A notebook in a browser: the work of a journalist, by keyboard alone, and what others see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import built, running

from browser.axe import add_axe, violations
from browser.conftest import BrowserSite
from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import LibraryWriter
from rag.notebooks import Notebooks

pytestmark = pytest.mark.browser
FRENCH = "À quelle heure ferment les salles de lecture en août ?"
ENGLISH = "When do the reading rooms open?"
LOANS = "Combien d’ouvrages chaque lecteur emprunte-t-il ?"
COMPARED = "Compare l’avis aux lecteurs et le Guide to the reading rooms"
PASSWORD = "un bon mot de passe"


@pytest.fixture(autouse=True)
def empty(site: BrowserSite) -> None:
    """Each test begins without notebooks."""
    notebooks = Notebooks(site.uploads.parent / "index" / "notebooks.sqlite")
    for each in notebooks.of(""):
        notebooks.delete(each.id, "")
    notebooks.close()


def keep_first_quotes(visit: Visit, *questions: str) -> None:
    """Asks each question and keeps the first quote of its answer, by keyboard."""
    for question in questions:
        visit.ask(question)
        button = visit.page.locator(".v-turn").last.locator(".v-keep").first
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_contain_text("Mes citations")


def open_notebook(visit: Visit) -> Page:
    page = visit.page
    page.locator(".v-to-notebooks").press("Enter")
    page.locator(".v-notebooks a").first.press("Enter")
    page.locator(".v-kept-quotes").wait_for()
    return page


def test_a_journalist_keeps_orders_comments_exports_and_reopens_by_keyboard(
    visit: Visit,
) -> None:
    visit.open()
    keep_first_quotes(visit, FRENCH, ENGLISH, LOANS)
    page = open_notebook(visit)
    quotes = page.locator(".v-kept-quotes > li")
    assert quotes.count() == 3
    assert FRENCH in quotes.first.inner_text()
    box = quotes.nth(2).locator("textarea")
    box.focus()
    page.keyboard.type("Pour la")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(box).to_have_value("Pour la")
    box.focus()
    page.keyboard.press("End")
    page.keyboard.type(" légende")  # goes with the move, without being saved first
    quotes.nth(2).get_by_role("button", name="Monter").press("Enter")
    expect(quotes.nth(1).locator("textarea")).to_have_value("Pour la légende")
    page.locator(".v-export summary").press("Enter")
    with page.expect_download() as started:
        page.get_by_role("link", name="Markdown").press("Enter")
    written = started.value.path().read_text(encoding="utf-8")
    assert written.index("seize heures") < written.index("Pour la légende")
    assert "\\[3\\]" in written
    page.goto(visit.address)
    again = open_notebook(visit)
    assert "les 3 citations sont toujours exactes" in again.locator("main").inner_text()
    again.get_by_role("link", name="Voir dans sa page").first.press("Enter")
    again.locator("#v-mark").first.wait_for()
    assert "seize heures" in again.locator("#v-mark").first.inner_text()
    assert visit.faults == []


def test_a_quote_is_kept_from_the_viewer_and_once_only(
    visit: Visit, context: BrowserContext
) -> None:
    visit.open()
    keep_first_quotes(visit, FRENCH)
    with context.expect_page() as opened:
        visit.page.locator("#v-source [data-view]").press("Enter")
    viewer = opened.value
    button = viewer.locator("[data-keep]")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert open_notebook(visit).locator(".v-kept-quotes > li").count() == 1


def test_the_viewer_says_under_its_head_that_a_quote_was_not_kept(
    browser: Browser, shared: str
) -> None:
    anna = signed_in(browser, shared, "anna")
    anna.ask(ENGLISH)
    context = anna.page.context
    with context.expect_page() as opened:
        anna.page.locator("#v-source [data-view]").press("Enter")
    viewer = opened.value
    button, alert = viewer.locator("[data-keep]"), viewer.locator(".v-viewer-head [role=alert]")
    context.set_offline(True)
    button.press("Enter")
    expect(alert).to_contain_text("n’a pas pu être gardée")
    add_axe(viewer)
    assert violations(viewer) == []
    context.set_offline(False)
    context.clear_cookies()
    button.press("Enter")
    expect(alert).to_have_text("Votre session a pris fin. Se connecter")
    expect(button).to_have_text("Garder")
    for width in (390, 1360):
        viewer.set_viewport_size({"width": width, "height": 800})
        assert viewer.locator("h1").evaluate("(title) => title.offsetWidth") >= 150
    context.close()


def test_what_was_kept_is_shown_so_after_another_question(visit: Visit) -> None:
    page = visit.open()
    keep_first_quotes(visit, FRENCH)
    visit.ask(ENGLISH)
    first = page.locator(".v-turn").first.locator(".v-keep").first
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_contain_text("Gardée dans")
    assert page.locator(".v-turn").last.locator(".v-keep[aria-pressed]").count() == 0
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("html[lang=en]").wait_for()
    expect(page.locator(".v-conversation")).not_to_contain_text("Gardée dans")


def test_a_follow_up_is_kept_with_the_question_it_was_understood_as(visit: Visit) -> None:
    visit.open()
    visit.ask(FRENCH)
    keep_first_quotes(visit, "Et en juillet ?")
    first = open_notebook(visit).locator(".v-kept-quotes > li").first.inner_text()
    assert first.startswith("Et en juillet ?")
    assert "Compris comme : « À quelle heure ferment les salles de lecture en juillet" in " ".join(
        first.split()
    )


def test_a_quote_that_cannot_be_kept_is_said_not_to_be(visit: Visit) -> None:
    visit.open()
    visit.ask(FRENCH)
    visit.page.context.set_offline(True)
    button = visit.page.locator(".v-keep").first
    button.press("Enter")
    expect(button).to_contain_text("n’a pas pu être gardée")
    assert button.get_attribute("aria-pressed") is None
    visit.page.context.set_offline(False)
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [360, 1360])
@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_of_notebooks_are_accessible_and_fit(
    visit: Visit, language: str, width: int, dark: bool
) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if dark else "light")
    visit.open()
    add_axe(page)
    keep_first_quotes(visit, FRENCH)
    assert violations(page) == []
    open_notebook(visit)
    for address in (page.url.partition("?")[0], f"{visit.address}/notebooks"):
        page.goto(f"{address}?lang={language}")
        add_axe(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("html").get_attribute("lang") == language


def reach(page: Page, target: str, key: str = "Tab") -> None:
    """Moves the focus with one key until it is on the target."""
    for _ in range(90):
        page.keyboard.press(key)
        if page.evaluate("(target) => document.activeElement.matches(target)", target):
            return
    raise AssertionError(f"not reached with {key}: {target}")


def follow(page: Page, link: str, key: str = "Tab") -> None:
    """Follows a link by keys."""
    reach(page, link, key)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_journalist_finds_compares_keeps_and_reopens_by_keys_alone(visit: Visit) -> None:
    """From the first key on: no click, and no focus that the page did not give."""
    page = visit.open()
    keys = page.keyboard
    reach(page, "[data-tab-id=search]")
    keys.press("Enter")
    reach(page, "#v-query-box :is(input, textarea)")
    keys.type("salles de lecture")
    keys.press("Enter")
    page.locator(".v-found").first.wait_for()
    expect(page.locator(".v-found").first).to_contain_text("lecture")
    reach(page, "[data-tab-id=ask]", "Shift+Tab")
    keys.press("Enter")
    reach(page, "#v-question-box textarea")
    for number, question in enumerate((COMPARED, LOANS), 1):
        keys.type(question)
        keys.press("Enter")
        settled = page.locator(".v-turn:has(.v-statement, .v-part .v-statement)")
        expect(settled).to_have_count(number)
        expect(page.locator("#v-question-box textarea")).to_be_focused()
    expect(page.locator(".v-both > .v-part")).to_have_count(2)
    for kept in range(1, 4):  # back from the box, over the last answer to the ones before it
        reach(page, ".v-keep:not([aria-pressed])", "Shift+Tab")
        keys.press("Enter")
        expect(page.locator(".v-keep[aria-pressed=true]")).to_have_count(kept)
    follow(page, ".v-to-notebooks", "Shift+Tab")
    follow(page, ".v-notebooks a")
    expect(page.locator(".v-kept-quotes > li")).to_have_count(3)
    reach(page, ".v-export summary")
    keys.press("Enter")
    reach(page, ".v-export a[href*='.pdf']")
    with page.expect_download() as started:
        keys.press("Enter")
    assert started.value.path().read_bytes().startswith(b"%PDF")
    follow(page, ".v-viewer-back", "Shift+Tab")
    page.wait_for_selector("html.v-ready .v-status-ready")
    follow(page, ".v-to-notebooks", "Shift+Tab")
    follow(page, ".v-notebooks a")
    expect(page.locator("main")).to_contain_text("les 3 citations sont toujours exactes")
    assert visit.faults == []


@pytest.fixture(scope="module")
def shared(library: Rag, index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with accounts over the small library."""
    folder = tmp_path_factory.mktemp("shared")
    accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
    for name in ("anna", "bruno"):
        accounts.add(name, PASSWORD, "reader")
    settings = Settings(service=Service(accounts=True))
    writer = LibraryWriter(index, HashingEncoder)
    with running(built(lambda: library, settings, accounts=accounts, writer=writer)) as address:
        yield address


def signed_in(browser: Browser, address: str, name: str) -> Visit:
    visit = Visit(browser.new_context(locale="fr-FR").new_page(), address)
    visit.page.goto(address)
    visit.page.locator("#name").fill(name)
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("button[type=submit]").click()
    visit.page.wait_for_selector(".v-status-ready")
    return visit


def test_a_notebook_is_shared_with_a_colleague_who_reads_and_does_not_change_it(
    browser: Browser, shared: str
) -> None:
    anna, bruno = (signed_in(browser, shared, name) for name in ("anna", "bruno"))
    keep_first_quotes(anna, FRENCH)
    page = open_notebook(anna)
    box = page.get_by_label("Nom du compte")
    box.fill("brunot")
    box.press("Enter")
    page.get_by_text("Aucun compte ne s’appelle").wait_for()
    box.fill("Bruno")
    box.press("Enter")
    page.locator(".v-readers", has_text="bruno").wait_for()
    add_axe(page)
    assert violations(page) == []
    address = page.url
    bruno.page.goto(address)
    bruno.page.get_by_text("de anna").wait_for()
    assert "seize heures" in bruno.page.locator("blockquote").inner_text()
    assert bruno.page.locator("form").count() == 0
    page.get_by_role("button", name="Ne plus partager avec bruno").press("Enter")
    page.locator(".v-readers").wait_for(state="detached")
    bruno.page.goto(address)
    bruno.page.get_by_text("n’est pas partagé avec votre compte").wait_for()
    for visit in (anna, bruno):
        visit.page.context.close()


def test_a_comment_outlives_a_lost_network_and_the_end_of_the_session(
    browser: Browser, shared: str
) -> None:
    anna = signed_in(browser, shared, "anna")
    keep_first_quotes(anna, ENGLISH)
    page, context = open_notebook(anna), anna.page.context
    box = page.locator("textarea").first
    box.fill("Une remarque précieuse")
    save = page.get_by_role("button", name="Enregistrer le commentaire").first
    context.set_offline(True)
    save.press("Enter")
    page.get_by_text("Le serveur est injoignable").wait_for()
    context.set_offline(False)
    context.clear_cookies()
    save.press("Enter")
    page.get_by_text("Votre session a pris fin").wait_for()
    expect(box).to_have_value("Une remarque précieuse")
    with context.expect_page() as opened:
        page.locator(".v-unsent a").press("Enter")
    sign_in = opened.value
    sign_in.locator("#name").fill("anna")
    sign_in.locator("#password").fill(PASSWORD)
    sign_in.locator("button[type=submit]").click()
    sign_in.wait_for_selector(".v-status-ready")
    save.press("Enter")
    page.wait_for_url("**#quote-**")
    expect(page.locator("textarea").first).to_have_value("Une remarque précieuse")
    context.close()
