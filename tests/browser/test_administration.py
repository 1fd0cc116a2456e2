"""The Administration tab: the index, accounts, tokens, feedback, unanswered questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served import built, running

from browser.axe import add_axe, violations
from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Collection, Role, Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import LibraryWriter, ingest
from rag.store import Store

pytestmark = pytest.mark.browser
PASSWORD = "un bon mot de passe"
WHALES = "Combien de baleines nagent dans l’océan ?"


@dataclass(frozen=True, slots=True)
class AdministeredSite:
    """A service with accounts that keeps its questions, with two generations of its index."""

    address: str
    accounts: Accounts


@pytest.fixture
def site(documents: Path, tmp_path: Path) -> Iterator[AdministeredSite]:
    index, encoder = tmp_path / "index", HashingEncoder()
    ingest([documents], index, encoder)
    extra = tmp_path / "extra.md"
    extra.write_text("# Ruches\n\nLe toit abrite quarante mille abeilles.\n", encoding="utf-8")
    ingest([extra], index, encoder)
    rule = Collection("personnel", ("rh",), ("curator",))
    service = Service(accounts=True, log_questions=True)
    settings = Settings(service=service, collections=(rule,))
    accounts = Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))
    roles: tuple[Role, ...] = ("reader", "curator", "admin")
    for role in roles:
        accounts.add(role, PASSWORD, role)
    engine = Rag(Store.open(index), encoder, settings)
    app = built(
        lambda: engine,
        settings,
        writer=LibraryWriter(index, lambda: encoder),
        accounts=accounts,
    )
    with running(app) as address:
        yield AdministeredSite(address, accounts)


def sign_in(context: BrowserContext, site: AdministeredSite, name: str, lang: str = "fr") -> Visit:
    visit = Visit(context.new_page(), site.address)
    page = visit.page
    page.goto(f"{site.address}/sign-in?lang={lang}")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-head")
    page.wait_for_selector(".v-status-ready")
    page.locator(f"[data-act=language][data-to={lang}]").click()
    page.locator(f"html[lang={lang}]").wait_for()
    return visit


def administration(context: BrowserContext, site: AdministeredSite, lang: str = "fr") -> Page:
    """The tab, for an administrator."""
    page = sign_in(context, site, "admin", lang).page
    page.locator("[data-tab-id=administration]").click()
    page.locator(".v-admin").wait_for()
    return page


def section(page: Page, heading: str) -> Any:
    return page.locator(".v-admin-section", has=page.get_by_role("heading", name=heading))


def notice(page: Page, text: str) -> None:
    page.locator("#v-admin-notice .v-change", has_text=text).wait_for()


@pytest.mark.parametrize("name", ["reader", "curator"])
def test_the_tab_is_for_administrators_only(
    context: BrowserContext, site: AdministeredSite, name: str
) -> None:
    page = sign_in(context, site, name).page
    expect(page.locator("[data-tab-id=library]")).to_be_visible()
    assert page.locator("[data-tab-id=administration]").count() == 0
    assert "Comptes" not in page.content()


def test_the_index_is_checked_and_rolled_back(
    context: BrowserContext, site: AdministeredSite
) -> None:
    page = administration(context, site)
    expect(section(page, "Index").locator("li").first).to_contain_text("4 documents")
    page.get_by_role("button", name="Vérifier l’index").click()
    notice(page, "2 générations vérifiées")
    page.get_by_role("button", name="Revenir à la génération précédente").click()
    notice(page, "3 documents")
    expect(section(page, "Index").locator("li").first).to_contain_text("3 documents")
    page.locator(".v-change").get_by_role("button", name="Annuler").click()
    notice(page, "4 documents")


def test_an_account_is_created_changed_and_removed(
    context: BrowserContext, site: AdministeredSite
) -> None:
    page = administration(context, site)
    accounts = section(page, "Comptes")
    accounts.locator("summary", has_text="Nouveau compte").click()
    form = accounts.locator("> details .v-form")
    form.locator("[name=name]").fill("zoe")
    form.locator("[name=password]").fill("court")
    form.get_by_role("button", name="Créer").click()
    notice(page, "Mot de passe refusé")
    expect(form.locator("[name=name]")).to_have_value("zoe")
    form.locator("[name=password]").fill(PASSWORD)
    form.locator("[name=password]").press("Enter")
    notice(page, "Compte zoe créé")
    page.get_by_label("Rôle de zoe", exact=True).select_option("curator")
    page.get_by_role("button", name="Changer le rôle de zoe").click()
    notice(page, "gestionnaire des documents")
    page.get_by_label("Nouveau mot de passe de zoe").click()
    page.locator("details[open] [name=password]").fill("un autre mot de passe")
    page.locator("[data-act=set_password][data-name=zoe]").click()
    notice(page, "Mot de passe de zoe changé")
    site.accounts.log_in("zoe", "un autre mot de passe", lifetime=dt.timedelta(hours=1))
    page.get_by_label("Supprimer zoe", exact=True).click()
    page.locator("[data-act=remove_user][data-name=zoe]").click()
    notice(page, "Compte zoe supprimé")
    assert "zoe" not in {each.name for each in site.accounts.accounts()}
    own = accounts.locator("li", has_text="votre compte")
    assert own.locator("button, summary").count() == 0


def test_a_token_is_shown_once_and_revoked(context: BrowserContext, site: AdministeredSite) -> None:
    page = administration(context, site)
    tokens = section(page, "Jetons")
    tokens.locator("summary").click()
    tokens.locator("[name=name]").select_option("reader")
    tokens.locator("[name=label]").fill("intranet")
    tokens.get_by_role("button", name="Créer").click()
    notice(page, "montré qu’une fois")
    key = page.locator(".v-change code").inner_text()
    assert site.accounts.find_token(key) is not None
    expect(tokens).to_contain_text("intranet")
    page.get_by_role("button", name="Révoquer le jeton n° 1").click()
    notice(page, "Jeton n° 1 révoqué")
    assert site.accounts.find_token(key) is None
    assert key not in page.content()


def test_feedback_is_settled_and_unanswered_questions_are_forgotten(
    context: BrowserContext, site: AdministeredSite
) -> None:
    visit = sign_in(context, site, "admin")
    page = visit.page
    visit.ask(WHALES)
    visit.ask(WHALES)
    visit.ask("When do the reading rooms open?")
    page.get_by_role("button", name="Mauvaise page").last.click()
    page.get_by_text("Merci").last.wait_for()
    page.locator("[data-tab-id=administration]").click()
    feedback, refused = section(page, "Avis"), section(page, "sans réponse")
    expect(feedback.locator("li")).to_contain_text("Mauvaise page")
    expect(refused.locator("li")).to_contain_text("posée 2 fois")
    feedback.get_by_role("button", name="Traité").click()
    notice(page, "L’avis est traité")
    expect(feedback).to_contain_text("Rien à traiter")
    refused.get_by_role("button", name="Oublier ces questions").click()
    notice(page, "Les questions ont été supprimées")
    expect(refused.locator("li")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_and_no_word_of_the_other_language(
    context: BrowserContext, site: AdministeredSite, lang: str, scheme: str
) -> None:
    site.accounts.add_token("reader", "", lifetime=dt.timedelta(days=9))
    page = administration(context, site, lang)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    add_axe(page)
    page.locator("[data-act=check]").click()
    page.locator(".v-change").wait_for()
    for summary in page.locator(".v-admin summary").all():
        summary.click()
    assert violations(page) == []
    shown = page.locator(".v-admin").inner_text()
    other = {"fr": ("Accounts", "Remove", "Settings"), "en": ("Comptes", "Réglages", "créé")}
    assert not [word for word in other[lang] if word in shown]


@pytest.mark.parametrize("width", [390, 820, 1360])
def test_nothing_is_wider_than_the_window(
    context: BrowserContext, site: AdministeredSite, width: int
) -> None:
    page = administration(context, site)
    page.set_viewport_size({"width": width, "height": 844})
    for summary in page.locator(".v-admin summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
