"""The library in the page: searched, read, added to."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import drawn
from playwright.sync_api import expect

from browser.axe import add_axe, violations
from browser.conftest import BrowserSite
from browser.visit import Visit
from rag.web import document_filters

pytestmark = pytest.mark.browser


def test_documents_are_filtered_and_ordered(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Bibliothèque")
    rows = page.locator(".v-table tbody tr")
    assert rows.count() >= 3
    page.locator("#v-filter input, #v-filter textarea").fill("lecteurs")
    page.get_by_text("1 document", exact=True).wait_for()
    assert "1 mars 2024" in rows.inner_text().replace("1er", "1")
    page.locator("#v-filter input, #v-filter textarea").fill("")
    expect(rows).not_to_have_count(1)  # the head of the table is drawn again with its rows
    page.get_by_role("button", name="Date").click()
    page.locator("th[aria-sort=descending]", has_text="Date").wait_for()
    assert "Avis aux lecteurs" in rows.first.inner_text()


def test_a_large_library_is_turned_over(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_filters, "PAGE_SIZE", 2)
    page = visit.open()
    visit.tab("Bibliothèque")
    pager = page.get_by_role("navigation", name="Pages de la bibliothèque")
    expect(pager).to_contain_text("Page 1")
    first = page.locator(".v-table tbody tr").first.inner_text()
    expect(pager.get_by_role("button", name="Page précédente")).to_be_disabled()
    pager.get_by_role("button", name="Page suivante").click()
    expect(pager).to_contain_text("Page 2")
    assert page.locator(".v-table tbody tr").first.inner_text() != first
    expect(page.locator(".v-count")).to_be_focused()
    add_axe(page)
    assert violations(page) == []
    page.get_by_role("button", name="Date").click()
    expect(pager).to_contain_text("Page 1")


def test_a_document_is_read_page_after_page(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Bibliothèque")
    page.get_by_role("button", name="Guide to the reading rooms", exact=True).click()
    reader = page.locator("#v-reader")
    reader.get_by_text("p. iii (PDF 1)").wait_for()
    reader.get_by_role("button", name="Page suivante").click()
    reader.get_by_text("p. iv (PDF 2)").wait_for()
    assert reader.locator("mark").count() == 0
    original = reader.get_by_role("link", name="Ouvrir l’original").get_attribute("href") or ""
    assert original.endswith("/original#page=2")


def test_a_good_document_is_added_and_a_damaged_one_is_reported(
    visit: Visit, site: BrowserSite, tmp_path: Path
) -> None:
    good, damaged, scanned = (tmp_path / name for name in ("ruches.md", "damaged.pdf", "scan.pdf"))
    good.write_text("# Ruches\n\nLe toit abrite quarante mille abeilles.\n", encoding="utf-8")
    damaged.write_bytes(b"%PDF-1.7\nnothing more")
    page = visit.open()
    visit.tab("Bibliothèque")
    scanned.write_bytes(drawn(lambda canvas: canvas.rect(0, 0, 9, 9)))
    page.locator("#v-files").set_input_files([good, damaged, scanned])
    page.locator(".v-upload-added", has_text="Ajouté à la bibliothèque").wait_for()
    refused = page.locator(".v-upload-refused")
    expect(refused).to_have_count(2)
    assert refused.first.inner_text().count("damaged.pdf") == 1  # its line has the name already
    expect(refused.last).to_contain_text("sans doute des pages numérisées")
    expect(refused.last).not_to_contain_text("rag.toml")
    page.locator(".v-table", has_text="Ruches").wait_for()
    assert [file.name for file in site.uploads.iterdir()] == ["ruches.md"]
    visit.tab("Demander")
    visit.ask("Combien d’abeilles abrite le toit ?")
    assert "quarante mille abeilles" in page.locator(".v-statement").first.inner_text()
    visit.tab("Bibliothèque")
    page.locator(".v-upload-added").get_by_role("button", name="Annuler").click()
    page.locator(".v-change", has_text="n’est plus dans la bibliothèque").wait_for()
    expect(page.locator(".v-table")).not_to_contain_text("Ruches")
