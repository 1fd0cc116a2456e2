"""A slow line: what is there first, how much has to come, and what is not fetched again."""

from __future__ import annotations

import gzip

import brotli
import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser.axe import add_axe, violations
from browser.conftest import BrowserSite
from browser.visit import Visit

pytestmark = pytest.mark.browser
HELD = ("**/assets/**", "**/verbatim/**", "**/static/**")
RATE = 200_000  # bytes a second: 1.6 Mbit/s
SECONDS = 2  # for what comes before the page can be used; a third is left for the way there


def _count(page: Page) -> list[int]:
    """The sizes of the responses of a page, as they come over the line."""
    session = page.context.new_cdp_session(page)
    sizes: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Chargement de la bibliothèque"), ("en", "Loading the library")],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_the_first_words_are_there_before_any_script_and_style(
    browser: Browser, site: BrowserSite, language: str, said: str, scheme: str, width: int
) -> None:
    context = browser.new_context(locale=language)
    page = context.new_page()
    held: list[Route] = []

    def hold(request: Route) -> None:
        held.append(request)

    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
    for address in HELD:
        page.route(address, hold)
    page.goto(site.address, wait_until="commit")
    first = page.locator("#v-first")
    expect(first).to_contain_text("Verbatim")
    expect(first).to_contain_text(said)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length === 1")
    assert page.locator("html").get_attribute("lang") == language
    ground = first.evaluate("(view) => getComputedStyle(view).backgroundColor")
    assert ground == {"light": "rgb(244, 246, 248)", "dark": "rgb(16, 23, 30)"}[scheme]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(held) > 5
    while held:
        held.pop().continue_()
    for address in HELD:
        page.unroute(address)
    page.wait_for_selector("html.v-ready .v-status-ready")
    expect(first).to_be_hidden()
    expect(page.locator("#v-question-box textarea")).to_be_visible()
    add_axe(page)
    assert violations(page) == []
    context.close()


def test_the_page_can_be_used_after_few_bytes_and_is_kept(
    context: BrowserContext, site: BrowserSite
) -> None:
    """A time would be that of the machine; what has to come over the line is the same on all."""
    visit = Visit(context.new_page(), site.address)
    sizes = _count(visit.page)
    visit.open()
    assert sum(sizes) < SECONDS * RATE
    sizes.clear()
    visit.open()
    assert sum(sizes) < SECONDS * RATE / 4


def test_the_page_and_its_files_are_compressed_and_kept_by_their_hash(site: BrowserSite) -> None:
    with httpx.Client(base_url=site.address) as client:
        plain = client.get("/", headers={"accept-encoding": "identity"}).text
        for name, unpack in {"br": brotli.decompress, "gzip": gzip.decompress}.items():
            headers = {"accept-encoding": name}
            with client.stream("GET", "/", headers=headers) as response:
                packed = b"".join(response.iter_raw())
            assert response.headers["content-encoding"] == name
            assert b'id="v-first"' in unpack(packed)
            assert len(packed) < len(plain) / 5
        start = plain.index("verbatim/page.css?v=")
        hashed = plain[start : plain.index('"', start)]
        kept, other = client.get(f"/{hashed}"), client.get("/verbatim/page.css?v=0")
        assert "immutable" in kept.headers["cache-control"]
        assert "immutable" not in other.headers.get("cache-control", "")
        start = plain.index("assets/index-")
        built = client.get(f"/{plain[start : plain.index(chr(34), start)]}")
        assert "immutable" in built.headers["cache-control"]
        assert client.get("/verbatim/none.css?v=0").status_code == 404
