"""Markup in titles, names of files, headings, issuers, tables and texts is shown, never run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext
from served import built, running

from browser.test_export import download
from browser.visit import Visit
from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.store import Store

pytestmark = pytest.mark.browser


def mark(name: str) -> str:
    """Markup that would run a script; a file name may hold it."""
    return f"<img src=x onerror=window.broken='{name}'>"


DOCUMENT = f"""---
title: "{mark("title")} Register of lamps"
issuer: "{mark("issuer")} Port office"
date: 2024-03-02
---
# {mark("heading")} Register of lamps

## {mark("section")} The keeper

The lamp keeper {mark("text")} of the harbour is paid 1,900 euros a month. </mark></q></script>

| Lamp | {mark("header")} Colour |
|---|---|
| North {mark("cell")} | red <script>window.broken='script'</script> |
| South | [green](javascript:window.broken='link') |

=HYPERLINK("http://evil.example","The keeper of the north lamp is paid 2,000 euros a month.")
"""
PAGE = f"""<html><head><title>&lt;script&gt;window.broken='page'&lt;/script&gt; Guide</title></head>
<body><h1>&lt;svg onload=window.broken='svg'&gt; Guide to lamps</h1><table>
<tr><th>Lamp</th><th>Watt</th></tr><tr><td>{mark("markup").replace("<", "&lt;")}</td><td>60</td>
</tr></table><p>The guide to lamps says that the oil lamp burns for nine hours.</p></body></html>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over documents with markup in all places."""
    folder = tmp_path_factory.mktemp("hostile")
    docs = folder / "docs" / mark("folder")
    docs.mkdir(parents=True)
    (docs / f"{mark('path')}.md").write_text(DOCUMENT, encoding="utf-8")
    (docs / f"{mark('page')}.html").write_text(PAGE, encoding="utf-8")
    report = ingest([folder / "docs"], folder / "index", HashingEncoder())
    assert len(report.added) == 2, report.failures
    engine = Rag(Store.open(folder / "index"), HashingEncoder(), Settings(threshold=0.0))
    with running(built(lambda: engine)) as served:
        yield served


@pytest.fixture
def hostile(context: BrowserContext, address: str) -> Visit:
    return Visit(context.new_page(), address)


def assert_nothing_ran(visit: Visit) -> None:
    assert visit.page.evaluate("window.broken") is None
    assert visit.page.locator("img[src=x], svg[onload]").count() == 0
    assert visit.faults == []
    assert all(each.startswith((visit.address, "data:", "blob:")) for each in visit.requests)


def test_an_answer_and_its_source_show_markup_as_text(hostile: Visit) -> None:
    page = hostile.open()
    hostile.ask("How much is the lamp keeper of the harbour paid?")
    page.locator("#v-source mark").first.wait_for()
    assert "onerror" in page.locator("#v-source").inner_text()
    hostile.ask(f"Who is {mark('question')} the keeper of the north lamp?")
    assert_nothing_ran(hostile)
    page.reload()
    page.wait_for_selector("html.v-ready .v-head")
    page.get_by_role("tab").last.click()
    page.locator("#v-history").wait_for()
    assert_nothing_ran(hostile)


def test_the_library_the_reader_and_a_check_show_markup_as_text(hostile: Visit) -> None:
    page = hostile.open()
    page.locator("[data-tab-id=library]").click()
    rows = page.locator(".v-table tbody tr")
    rows.first.wait_for()
    assert "onerror" in rows.first.inner_text()
    for row in range(2):
        rows.nth(row).get_by_role("button").first.click()
        page.locator("#v-reader .v-page-text, #v-reader").first.wait_for()
    assert_nothing_ran(hostile)
    page.locator("[data-tab-id=check]").click()
    page.locator("#v-claims-box textarea").fill(
        f"The lamp keeper is paid {mark('claim')} 10 euros."
    )
    page.locator("#v-check-send").click()
    page.locator("#v-checked :text('onerror')").first.wait_for()
    assert_nothing_ran(hostile)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_viewer_shows_markup_as_text(hostile: Visit, address: str, language: str) -> None:
    page = hostile.page
    for document in page.request.get(f"{address}/api/documents").json():
        page.goto(f"{address}/view/{document['id']}?lang={language}&q=onerror")
        page.locator("#v-sheet").wait_for()
        shown = page.locator("body").inner_text()
        assert "onerror" in page.locator("h1").first.inner_text() or "onload" in shown
        page.locator(".v-outline a, .v-matches a").first.click()
        page.locator("#v-sheet").wait_for()
        assert page.locator("#v-sheet a[href^=javascript], #v-sheet [onerror]").count() == 0
        assert_nothing_ran(hostile)


def test_exports_hold_no_live_markup_and_no_formula(hostile: Visit) -> None:
    hostile.open()
    hostile.ask("How much is the keeper of the north lamp paid?")
    found = {
        name: download(hostile, name) for name in ("Markdown", "Références Chicago (en anglais)")
    }
    written = found["Markdown"].read_text("utf-8")
    assert "onerror" in written
    assert not [line for line in written.replace("\\<", "").split("\n") if "<img" in line]
    assert "](javascript" not in written
    assert not any(line.startswith("=") for line in written.split("\n"))
    assert_nothing_ran(hostile)
