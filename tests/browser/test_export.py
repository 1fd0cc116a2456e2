"""An answer is exported from the page, and opened by other programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.visit import Visit

pytestmark = pytest.mark.browser
ENGLISH = "When do the reading rooms open?"


def download(visit: Visit, name: str) -> Path:
    """The file that an entry of the export menu downloads."""
    page = visit.page
    page.locator(".v-export summary").last.click()
    with page.expect_download() as started:
        page.locator(".v-export").last.get_by_text(name, exact=True).click()
    page.locator(".v-export:not([open])").last.wait_for()
    return started.value.path()


def test_an_answer_is_exported_and_opened_again(visit: Visit) -> None:
    import docx
    from pypdf import PdfReader

    page = visit.open()
    visit.ask(ENGLISH)
    quote = page.locator(".v-statement q").first.inner_text().strip("«\u00a0»")
    made = docx.Document(str(download(visit, "Word (DOCX)")))
    assert quote in "\n".join(paragraph.text for paragraph in made.paragraphs)
    shown = PdfReader(download(visit, "Dossier de preuves (PDF)")).pages[0]
    assert quote in " ".join(shown.extract_text().split())
    assert shown.images
    written = download(visit, "Markdown").read_text(encoding="utf-8")
    assert quote in written.replace("**", "")  # its short answer is bold
    assert "Guide to the Reading Rooms" in download(
        visit, "Références Chicago (en anglais)"
    ).read_text("utf-8")


def test_the_menu_opens_and_closes_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.locator(".v-export summary").press("Enter")
    page.locator(".v-export[open]").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Dossier de preuves (PDF)"
    page.keyboard.press("Escape")
    page.locator(".v-export:not([open]) summary:focus").wait_for()
