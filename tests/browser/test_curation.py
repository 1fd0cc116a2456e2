"""A curator's work in the Library tab: edit, remove, undo, replace, restore, index again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
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
BEES = "# Ruches\n\nLe toit du musée abrite quarante mille abeilles.\n"
PRESS = "# Dossier de presse\n\nLe port fête ses cent ans au mois de mai.\n"
PAY = "# Paie\n\nLe gardien du phare gagne deux mille euros par mois.\n"
RULES = (
    Collection("personnel", ("rh",), ("admin",)),
    Collection("presse", ("presse",), ("curator",)),
)


@dataclass(frozen=True, slots=True)
class CuratedSite:
    """A service with accounts over a library of its own."""

    address: str
    docs: Path
    writer: LibraryWriter

    def paths(self) -> list[str]:
        return [each.path for each in self.writer.documents()]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CuratedSite]:
    docs, index, encoder = tmp_path / "docs", tmp_path / "index", HashingEncoder()
    for name, text in {"ruches.md": BEES, "presse/dossier.md": PRESS, "rh/paie.md": PAY}.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    ingest([docs], index, encoder)
    settings = Settings(service=Service(accounts=True), collections=RULES)
    accounts = Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1))
    roles: tuple[Role, ...] = ("reader", "curator")
    for role in roles:
        accounts.add(role, PASSWORD, role)
    engine = Rag(Store.open(index), encoder, settings)
    writer = LibraryWriter(index, lambda: encoder, uploads=tmp_path / "uploads")
    app = built(lambda: engine, settings, accounts=accounts, writer=writer)
    with running(app) as address:
        yield CuratedSite(address, docs, writer)


def library(
    context: BrowserContext, site: CuratedSite, role: str = "curator", lang: str = "fr"
) -> Page:
    """The Library tab, for somebody of a role."""
    page = Visit(context.new_page(), site.address).page
    page.goto(f"{site.address}/sign-in?lang={lang}")
    page.locator("#name").fill(role)
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-head")
    page.wait_for_selector(".v-status-ready")
    page.locator(f"[data-act=language][data-to={lang}]").click()
    page.locator(f"html[lang={lang}]").wait_for()
    page.locator("[data-tab-id=library]").click()
    page.locator(".v-table, #v-documents .v-source-empty").first.wait_for()
    return page


def open_document(page: Page, title: str) -> None:
    page.locator(".v-table").get_by_role("button", name=title, exact=True).click()
    page.locator("#v-reader .v-doc-title", has_text=title).wait_for()


def upload(page: Page, name: str, text: str) -> None:
    file: FilePayload = {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}
    page.locator("#v-files").set_input_files(file)


def notice(page: Page, text: str) -> None:
    page.locator(".v-change", has_text=text).wait_for()


def test_a_document_is_edited_and_the_edit_undone(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    open_document(page, "Ruches")
    page.locator(".v-edit summary").click()
    page.locator(".v-form [name=title]").fill("Abeilles du musée")
    page.locator(".v-form [name=date]").fill("2024-05-01")
    page.locator(".v-form [name=issuer]").fill("Le rucher")
    page.locator(".v-form [name=issuer]").press("Enter")
    notice(page, "fiche enregistrée")
    row = page.locator(".v-table tr", has_text="Abeilles du musée")
    row.get_by_text("Modifié à la main : titre, émetteur, date").wait_for()
    assert "1er mai 2024" in row.inner_text()
    expect(page.locator("#v-reader .v-doc-title")).to_have_text("Abeilles du musée")
    page.locator(".v-edit summary").click()
    page.locator(".v-form").get_by_text("Dans le fichier : Ruches").wait_for()
    site.writer.reindex()
    assert any(each.title == "Abeilles du musée" for each in site.writer.documents())
    page.locator(".v-change").get_by_role("button", name="Annuler").click()
    page.locator(".v-table").get_by_role("button", name="Ruches", exact=True).wait_for()
    expect(page.locator(".v-edited")).to_have_count(0)


def test_a_date_that_is_no_date_changes_nothing(context: BrowserContext, site: CuratedSite) -> None:
    page = library(context, site)
    open_document(page, "Ruches")
    page.locator(".v-edit summary").click()
    page.evaluate("document.querySelector('.v-form [name=date]').type = 'text'")
    page.locator(".v-form [name=date]").fill("hier")
    page.locator(".v-form .v-primary").click()
    notice(page, "date incorrecte")
    expect(page.locator(".v-form [name=date]")).to_have_value("hier")


def test_a_document_is_put_in_another_collection(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    open_document(page, "Ruches")
    page.locator(".v-edit summary").click()
    choice = page.locator(".v-form [name=collections]")
    labels = choice.locator("option").all_inner_texts()
    assert labels == ["Celle de son dossier", "Aucune\u00a0: visible par tous", "presse"]
    choice.select_option(label="presse")
    page.locator(".v-form .v-primary").click()
    notice(page, "fiche enregistrée")
    context.clear_cookies()
    page = library(context, site, "reader")
    expect(page.locator(".v-table tbody tr")).to_have_count(0)


def test_a_document_is_removed_and_brought_back(context: BrowserContext, site: CuratedSite) -> None:
    page = library(context, site)
    open_document(page, "Ruches")
    page.get_by_role("button", name="Retirer de la bibliothèque").click()
    notice(page, "n’est plus dans la bibliothèque")
    expect(page.locator(".v-status")).to_contain_text("1 document")
    page.get_by_text("Choisissez un document pour le lire ici").wait_for()
    expect(page.locator(".v-removals li")).to_contain_text("par curator")
    page.locator(".v-change button:focus").press("Enter")
    notice(page, "de retour dans la bibliothèque")
    page.locator(".v-table").get_by_role("button", name="Ruches", exact=True).wait_for()
    page.locator(".v-change button:focus").press("Enter")
    notice(page, "n’est plus dans la bibliothèque")
    page.get_by_role("button", name="Rétablir : Ruches").click()
    notice(page, "de retour dans la bibliothèque")
    assert len(site.paths()) == 3


def test_an_upload_replaces_the_document_of_its_name_and_is_undone(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    upload(page, "ruches.md", BEES.replace("quarante", "soixante"))
    line = page.locator(".v-uploads .v-upload-replaced")
    line.wait_for()
    expect(page.locator(".v-removals li")).to_contain_text("Version antérieure")
    expect(page.locator(".v-table tbody tr")).to_have_count(2)
    page.locator("[data-tab-id=ask]").click()
    page.locator("#v-question-box textarea").fill("Combien d’abeilles abrite le toit du musée ?")
    page.locator("#v-send").click()
    statement = page.locator(".v-statement").first
    expect(statement).to_contain_text("soixante mille")
    expect(page.locator(".v-conversation")).not_to_contain_text("quarante")
    page.locator("[data-tab-id=library]").click()
    line.get_by_role("button", name="Annuler").click()
    notice(page, "a repris la place de la version suivante")
    expect(page.locator(".v-uploads li")).to_contain_text("Annulé")
    expect(page.locator(".v-table tbody tr")).to_have_count(2)
    assert "quarante" in (site.docs / "ruches.md").read_text(encoding="utf-8")


def test_a_file_that_was_replaced_offers_no_undo_of_its_own(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    lines = page.locator(".v-uploads li")
    for number, words in enumerate(("en mai", "en juin", "en mars")):
        upload(page, "quai.md", f"# Quai\n\nLe quai ferme {words}.\n")
        expect(lines.nth(number).get_by_role("button", name="Annuler")).to_be_visible()
        assert page.locator(".v-uploads button").count() == 1
    page.locator(".v-uploads button").click()
    notice(page, "a repris la place")
    expect(lines.nth(2)).to_contain_text("Annulé")
    assert page.locator(".v-uploads button").count() == 0
    upload(page, "digue.md", "# Digue\n\nLa digue compte trois phares.\n")
    lines.nth(3).get_by_role("button").wait_for()
    open_document(page, "Digue")
    page.get_by_role("button", name="Retirer de la bibliothèque").click()
    notice(page, "n’est plus dans la bibliothèque")
    assert page.locator(".v-uploads button").count() == 0


@pytest.mark.parametrize(
    ("lang", "queued", "saving", "undoing"),
    [
        ("fr", "En attente", "Enregistrement…", "Annulation…"),
        ("en", "Waiting", "Saving…", "Undoing…"),
    ],
)
def test_what_takes_a_moment_says_what_it_does(
    context: BrowserContext, site: CuratedSite, lang: str, queued: str, saving: str, undoing: str
) -> None:
    page = library(context, site, lang=lang)
    held: list[Route] = []

    def hold(request: Route) -> None:
        held.append(request)

    def go_on(address: str) -> None:
        while held:
            held.pop().continue_()
        page.unroute(address)

    page.route("**/v1/documents?*", hold)
    files: list[FilePayload] = [
        {"name": f"{n}.md", "mimeType": "text/markdown", "buffer": f"# N{n}\n\nOui {n}.\n".encode()}
        for n in (1, 2)
    ]
    page.locator("#v-files").set_input_files(files)
    expect(page.locator(".v-uploads li").nth(1)).to_contain_text(queued)
    go_on("**/v1/documents?*")
    expect(page.locator(".v-uploads button")).to_have_count(2)
    page.route("**/queue/join*", hold)
    page.locator(".v-uploads button").first.click()
    expect(page.locator(".v-uploads li").first).to_contain_text(undoing)
    expect(page.locator("#v-said")).to_have_text(undoing)
    go_on("**/queue/join*")
    page.locator(".v-change").wait_for()
    open_document(page, "Ruches")
    page.locator(".v-edit summary").click()
    page.locator(".v-form [name=date]").fill("2024-05-01")
    page.route("**/queue/join*", hold)
    page.locator(".v-form .v-primary").click()
    expect(page.locator(".v-form .v-primary")).to_have_text(saving)
    expect(page.locator("#v-said")).to_have_text(saving)
    go_on("**/queue/join*")
    page.locator(".v-edited").wait_for()


def test_a_change_that_failed_gives_its_button_back(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    upload(page, "quai.md", "# Quai\n\nLe quai ferme en mai.\n")
    button = page.locator(".v-uploads button")
    button.wait_for()
    (added,) = [each.id for each in site.writer.documents() if each.title == "Quai"]
    assert page.request.delete(f"{site.address}/v1/documents/{added}").ok
    button.click()
    page.locator(".v-change .v-error").wait_for()
    expect(button).to_have_text("Annuler")
    expect(page.locator(".v-uploads li")).not_to_contain_text("Annulé")


def test_the_folders_are_indexed_again_with_what_failed(
    context: BrowserContext, site: CuratedSite
) -> None:
    for number in range(30):
        text = f"# Note {number}\n\nLa réunion numéro {number} a lieu à la capitainerie.\n"
        (site.docs / f"note-{number}.md").write_text(text, encoding="utf-8")
    (site.docs / "faux.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    page = library(context, site)
    page.get_by_role("button", name="Réindexer les dossiers").click()
    page.locator(".v-running progress").wait_for()
    page.get_by_text("1 fichier n’a pas pu être lu").click()
    failure = page.locator(".v-failures li").inner_text()
    assert failure.startswith("faux.pdf")
    assert not any(word in failure for word in ("PDFium", "rag index"))
    page.get_by_text("30 ajoutés, 3 inchangés, 0 retiré").wait_for()
    expect(page.locator(".v-status")).to_contain_text("32 documents")
    expect(page.locator(".v-table tbody tr")).to_have_count(32)


def test_a_curator_sees_where_to_add_documents_without_scrolling_past_them(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    form, table = (page.locator(each).bounding_box() for each in (".v-upload-form", ".v-table"))
    assert form is not None
    assert table is not None
    assert form["y"] + form["height"] <= table["y"]
    assert form["y"] < 300


def test_a_reader_finds_nothing_of_it(context: BrowserContext, site: CuratedSite) -> None:
    page = library(context, site, "reader")
    open_document(page, "Ruches")
    for part in (".v-document-tools", ".v-upkeep", ".v-upload-form", ".v-removals"):
        assert page.locator(part).count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_and_no_word_of_the_other_language(
    context: BrowserContext, site: CuratedSite, lang: str, scheme: str
) -> None:
    page = library(context, site, lang=lang)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    add_axe(page)
    (site.docs / "faux.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    page.locator("[data-act=reindex]").click()
    page.locator(".v-failures summary").click()
    open_document(page, "Dossier de presse")
    page.locator("[data-act=remove]").click()
    page.locator(".v-change").wait_for()
    open_document(page, "Ruches")
    page.locator(".v-edit summary").click()
    page.locator(".v-form [name=issuer]").fill("Le rucher")
    page.locator(".v-form .v-primary").click()
    page.locator(".v-edited").wait_for()
    page.locator(".v-edit summary").click()
    assert violations(page) == []
    shown = page.locator("#v-library").inner_text()
    other = {"fr": ("Remove", "Restore", "Edited", "Save"), "en": ("Retirer", "Modifi", "fichier")}
    assert not [word for word in other[lang] if word in shown]


@pytest.mark.parametrize("width", [390, 820, 1360])
def test_nothing_is_wider_than_the_window(
    context: BrowserContext, site: CuratedSite, width: int
) -> None:
    page = library(context, site)
    page.set_viewport_size({"width": width, "height": 844})
    open_document(page, "Ruches")
    page.locator(".v-edit summary").click()
    page.locator(".v-form .v-primary").click()
    page.locator(".v-change").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Presses a key until an element has the focus."""
    for _ in range(200):
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
        page.keyboard.press(key)
    raise AssertionError(selector)


def choose(page: Page, *chosen: Path) -> None:
    """Chooses files with the keyboard, from the table on.

    A tab that is drawn again takes the focus away: then the key is pressed once more.
    """
    for _ in range(5):
        reach(page, "#v-files")
        try:
            with page.expect_file_chooser(timeout=3_000) as chooser:
                page.keyboard.press("Enter")
        except PlaywrightTimeout:
            continue
        chooser.value.set_files(chosen)
        return
    raise AssertionError("no file chooser")


def test_files_are_added_and_replaced_by_keyboard_alone(
    context: BrowserContext, site: CuratedSite, tmp_path: Path
) -> None:
    """Five files, one of them damaged; then a newer version of one."""
    page, folder = library(context, site), tmp_path / "chosen"
    write_notices(folder)
    page.locator("#v-filter input, #v-filter textarea").focus()
    choose(page, *sorted(folder.iterdir()))
    expect(page.locator(".v-upload-added")).to_have_count(4)
    expect(page.locator(".v-upload-refused")).to_have_count(1)
    newer = folder / "avis-1.md"
    newer.write_text("# Avis 1\n\nLe quai numéro 1 ferme au mois de mars.\n", encoding="utf-8")
    choose(page, newer)
    expect(page.locator(".v-upload-replaced")).to_have_count(1)
    expect(page.locator(".v-table tbody tr")).to_have_count(6)
    reach(page, ".v-upload-replaced button")
    page.keyboard.press("Enter")
    notice(page, "a repris la place")
    expect(page.locator(".v-table tbody tr")).to_have_count(6)


def correct_first_date(page: Page) -> str:
    """Corrects the date of the first document by keys; its title."""
    reach(page, ".v-table [data-act=read]")
    title: str = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.locator("#v-reader .v-doc-title:focus").wait_for()
    reach(page, ".v-edit summary", "Shift+Tab")
    page.keyboard.press("Enter")
    reach(page, ".v-form [name=date]")
    page.keyboard.type("05012024")
    page.keyboard.press("Enter")
    notice(page, "fiche enregistrée")
    return title


def test_a_date_is_corrected_and_a_removal_undone_by_keyboard_alone(
    context: BrowserContext, site: CuratedSite
) -> None:
    page = library(context, site)
    page.locator("#v-filter input, #v-filter textarea").focus()
    correct_first_date(page)
    page.locator(".v-edited").wait_for()
    reach(page, "#v-tools [data-act=remove]")
    page.keyboard.press("Enter")
    notice(page, "n’est plus dans la bibliothèque")
    expect(page.locator(".v-table tbody tr")).to_have_count(1)
    page.locator(".v-change button:focus").wait_for()
    page.keyboard.press("Enter")
    notice(page, "de retour dans la bibliothèque")
    expect(page.locator(".v-table tbody tr")).to_have_count(2)
    page.locator(".v-edited").wait_for()


def write_notices(folder: Path) -> list[Path]:
    """Four notices, and a damaged PDF."""
    folder.mkdir()
    for number in range(4):
        text = f"# Avis {number}\n\nLe quai numéro {number} ferme au mois de juin.\n"
        (folder / f"avis-{number}.md").write_text(text, encoding="utf-8")
    (folder / "faux.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    return sorted(folder.iterdir())


def enter_by_keys(page: Page, address: str) -> None:
    """Signs a curator in and opens the Library tab, without a click."""
    page.goto(f"{address}/sign-in?lang=fr")
    for field, typed in (("#name", "curator"), ("#password", PASSWORD)):
        reach(page, field)
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_selector("html.v-ready .v-status-ready")
    reach(page, "[data-tab-id=library]", "Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".v-table").wait_for()


def test_a_curator_does_the_whole_list_by_keys_alone(
    context: BrowserContext, site: CuratedSite, tmp_path: Path
) -> None:
    """Signs in, adds five files with a damaged one, replaces one, corrects a date, removes, undoes.

    No click, and no focus that the page did not give.
    """
    page, files = context.new_page(), write_notices(tmp_path / "chosen")
    rows = page.locator(".v-table tbody tr")
    enter_by_keys(page, site.address)
    choose(page, *files)
    expect(page.locator(".v-upload-added")).to_have_count(4)
    expect(page.locator(".v-upload-refused")).to_have_count(1)
    newer = "# Avis 1\n\nLe quai numéro 1 ferme au mois de mars.\n"
    files[1].write_text(newer, encoding="utf-8")
    choose(page, files[1])
    expect(page.locator(".v-upload-replaced")).to_have_count(1)
    expect(rows).to_have_count(6)
    row = page.locator(".v-table tr", has_text=correct_first_date(page))
    expect(row).to_contain_text("1er mai 2024")
    reach(page, "#v-tools [data-act=remove]")
    page.keyboard.press("Enter")
    notice(page, "n’est plus dans la bibliothèque")
    expect(rows).to_have_count(5)
    page.locator(".v-change button:focus").press("Enter")
    notice(page, "de retour dans la bibliothèque")
    expect(rows).to_have_count(6)
    expect(row).to_contain_text("1er mai 2024")
