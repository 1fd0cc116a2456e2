"""A person asks, in French and in English, and reads the source."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from browser.visit import Visit

pytestmark = pytest.mark.browser
FRENCH = "À quelle heure ferment les salles de lecture en août ?"
ENGLISH = "When do the reading rooms open?"
HOSTILE = "What did the crimson lighthouse keeper write?"


def test_a_french_question_shows_its_passage_marked(visit: Visit) -> None:
    page = visit.open()
    visit.ask(FRENCH)
    assert "répond" in page.locator(".v-note").inner_text()
    quote = page.locator(".v-statement q").first.inner_text()
    assert quote.startswith("«\u00a0")
    assert "seize heures" in quote
    assert page.locator(".v-passage mark").inner_text() in quote
    assert "Horaires d’été" in page.locator(".v-breadcrumb").inner_text()


def test_an_english_question_shows_the_page_and_its_printed_label(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    assert "répond" in page.locator(".v-note").inner_text()
    assert page.locator(".v-statement q").first.inner_text().startswith("«\u00a0")
    assert page.locator(".v-statement q").first.get_attribute("lang") == "en"
    assert "p.\u00a0iv (PDF\u00a02)" in page.locator(".v-doc-head").inner_text()
    assert "open at nine" in page.locator(".v-passage mark").inner_text()
    image = page.locator(".v-page img")
    image.wait_for()
    assert image.evaluate("async image => (await image.decode(), image.naturalWidth)") > 500


def test_what_is_marked_on_the_page_is_the_quotation(visit: Visit, documents: Path) -> None:
    """The marks are where the image differs from the page rendered without them."""
    page = visit.open()
    visit.ask(ENGLISH)
    quote = page.locator(".v-passage mark").inner_text()
    source = str(page.locator(".v-page img").evaluate("image => image.src"))
    marked = Image.open(io.BytesIO(page.request.get(source).body()))
    with pypdfium2.PdfDocument(documents / "guide.pdf") as guide:
        sheet = guide[1]
        width, height = sheet.get_size()
        scale = marked.width / width
        plain = sheet.render(scale=scale).to_pil().convert("RGB")
        changed = (np.array(marked.convert("RGB")) != np.array(plain)).any(axis=2)
        rows, columns = (np.flatnonzero(changed.any(axis=axis)) / scale for axis in (1, 0))
        inside = sheet.get_textpage().get_text_bounded(
            columns.min(), height - rows.max(), columns.max(), height - rows.min()
        )
    assert " ".join(inside.split()) == quote


def test_a_follow_up_is_completed_from_the_question_before_it(visit: Visit) -> None:
    page = visit.open()
    visit.ask(FRENCH)
    visit.ask("Et en juillet ?")
    turn = page.locator(".v-turn").nth(1)
    assert "salles de lecture en juillet" in turn.locator(".v-understood").inner_text()
    assert "seize heures" in turn.locator(".v-statement q").first.inner_text()


def test_pages_can_be_turned_and_the_quotation_reopened(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Page suivante").click()
    page.locator(".v-doc-head", has_text="p. 1").wait_for()
    assert page.locator(".v-passage mark").count() == 0
    assert page.get_by_role("button", name="Page suivante").is_disabled()
    page.get_by_role("button", name="Revenir à la citation").click()
    page.locator(".v-passage mark").wait_for()


def test_a_chip_opens_its_own_source(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    visit.ask(FRENCH)
    assert "Avis aux lecteurs" in page.locator(".v-doc-title").inner_text()
    page.locator(".v-turn").first.locator(".v-chip").first.click()
    page.locator(".v-doc-title", has_text="Guide to the reading rooms").wait_for()


def test_a_refusal_reports_what_was_searched(visit: Visit) -> None:
    page = visit.open()
    visit.ask("Combien de baleines nagent dans l’océan ?")
    turn = page.locator(".v-turn").inner_text()
    assert "Aucune réponse trouvée" in turn
    assert "3 documents\u00a0: 1 en français, 2 en anglais" in turn
    assert "baleines" in turn
    assert page.locator(".v-statement").count() == 0


def test_an_error_is_one_line_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit.open()
    visit.ask("What is it? " * 300)
    assert "La question est trop longue" in page.locator(".v-error").inner_text()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_around_the_quotes_is_in_the_language_of_the_page(
    visit: Visit, language: str
) -> None:
    """Of a question in either language, and of one without an answer."""
    page = visit.open()
    page.locator(f"[data-act=language][data-to={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()
    for question in (
        "When do the reading rooms open?",
        "À quelle heure ferment les salles de lecture en août ?",
        "How many whales swim in the ocean?",
        "Combien de baleines nagent dans l’océan ?",
    ):
        visit.ask(question)
    log = "\n".join(page.locator(".v-turn").all_inner_texts())
    said = {
        "fr": ("Un document répond", "Aucune réponse trouvée", "Mots cherchés"),
        "en": ("One document answers", "No answer found", "Words searched"),
    }
    other = said["en" if language == "fr" else "fr"]
    assert [words for words in said[language] if words not in log] == []
    assert [words for words in other if words in log] == []
    notes = page.locator(".v-quote-note").all_inner_texts()
    assert notes == [{"fr": "en anglais", "en": "in French"}[language]]
    assert log.count(said[language][0]) == log.count(said[language][1]) == 2


def test_the_page_before_is_not_shown_for_the_next_one(visit: Visit) -> None:
    """Its image has marks of a quote: until the next image is there, there is none."""
    page = visit.open()
    visit.ask("When do the reading rooms open?")
    page.wait_for_function("document.querySelector('.v-page img').naturalWidth > 100")
    held: list[Route] = []

    def hold(request: Route) -> None:
        held.append(request)

    page.route("**/image.png*", hold)
    page.locator("#v-source [data-act=turn_page]:enabled").first.click()
    image = page.locator("#v-source .v-page img")
    expect(image).to_have_css("opacity", "0")
    while held:
        held.pop().continue_()
    expect(image).to_have_css("opacity", "1")
    page.wait_for_function("document.querySelector('.v-page img').naturalWidth > 100")
    page.unroute("**/image.png*")
    assert visit.faults == []


def test_nothing_leaves_the_machine(visit: Visit) -> None:
    visit.open()
    visit.ask(FRENCH)
    visit.ask(ENGLISH)
    named = {urlsplit(url) for url in visit.requests}
    hosts = {url.hostname for url in named if url.scheme not in ("data", "blob")}
    assert hosts == {"127.0.0.1"}
    assert visit.faults == []


def test_hostile_documents_are_shown_and_not_interpreted(visit: Visit) -> None:
    page = visit.open()
    visit.ask(HOSTILE)
    assert "<script>document.title='owned'</script>" in page.locator(".v-passage").inner_text()
    shown = page.locator(".v-doc-title").inner_text()
    assert shown.startswith("<img src=x")
    assert "${document.title='owned'}" in shown
    assert page.locator(".v-turn img, .v-turn script, .v-turn b, .v-passage script").count() == 0
    assert page.title() == "Verbatim"
    assert visit.faults == []


def test_a_hostile_question_is_shown_and_not_interpreted(visit: Visit) -> None:
    page = visit.open()
    visit.ask("<img src=x onerror=\"document.title='owned'\"> ${document.title='owned'} ?")
    assert page.locator(".v-question").inner_text().startswith("<img src=x")
    assert page.title() == "Verbatim"


def test_a_click_on_an_example_asks_it(visit: Visit) -> None:
    page = visit.open()
    page.locator("#v-examples button", has_text=FRENCH).click()
    page.locator(".v-question", has_text=FRENCH).wait_for()
    assert not page.locator("#v-examples").is_visible()


def test_a_new_conversation_starts_with_the_welcome(visit: Visit) -> None:
    page = visit.open()
    visit.ask(ENGLISH)
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.locator(".v-hero").wait_for()
    assert page.locator(".v-turn").count() == 0
