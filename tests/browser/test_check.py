"""A text is checked in the page: verdicts in words, quotations next to them, the source opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.visit import Visit

pytestmark = pytest.mark.browser
TEXT = (
    "Les salles ouvrent-elles l’été ? Chaque lecteur emprunte jusqu’à quinze ouvrages. "
    "Les girafes bleues chantent à Vesoul."
)


def check(visit: Visit, text: str) -> None:
    """Pastes a text, sends it and waits for the result."""
    visit.tab("Vérifier")
    visit.page.locator("#v-claims-box textarea").fill(text)
    visit.page.locator("#v-check-send").click()
    visit.page.locator("#v-checked :is(.v-claim, .v-error, .v-tally)").first.wait_for()


def test_a_text_gets_a_verdict_a_claim_with_the_quotation_beside(visit: Visit) -> None:
    page = visit.open()
    check(visit, TEXT)
    claims = page.locator(".v-claim")
    assert claims.count() == 2
    assert "Contredit" in claims.first.locator(".v-claim-side").inner_text()
    assert claims.first.locator(".v-claim-side svg").count() == 1
    assert claims.first.locator(".v-claim-side strong").inner_text() == "quinze"
    assert claims.first.locator(".v-evidence-item strong").first.inner_text() == "douze"
    assert (
        "«\u00a0quinze\u00a0» dans l’affirmation"
        in claims.first.locator(".v-differs").first.inner_text()
    )
    assert "Introuvable" in claims.nth(1).inner_text()
    left_out = page.locator(".v-left-out")
    assert left_out.locator("summary").inner_text() == "1 phrase non vérifiée"
    left_out.locator("summary").click()
    assert left_out.locator("li").count() == 1
    assert "2 affirmations" in page.locator(".v-checks > [role=status]").inner_text()


def test_a_number_opens_the_source_and_escape_leads_back(visit: Visit) -> None:
    page = visit.open()
    check(visit, TEXT)
    assert not page.locator("#v-check-source").is_visible()
    page.locator("#v-checked .v-chip").first.press("Enter")
    page.locator("#v-check-source .v-doc-title:focus").wait_for()
    assert "douze ouvrages" in page.locator("#v-check-source mark").inner_text()
    page.keyboard.press("Escape")
    page.locator("#v-checked .v-chip:focus").wait_for()


def test_the_verdicts_are_in_the_language_of_the_page_and_the_text_in_its_own(
    visit: Visit,
) -> None:
    page = visit.open()
    check(visit, "The reading rooms open at ten in the morning from Monday to Friday.")
    claim = page.locator(".v-claim")
    assert "Contredite" in claim.inner_text()
    assert claim.locator(".v-quote-note").all_inner_texts() == ["en anglais"]
    assert claim.locator(".v-claim-text").get_attribute("lang") == "en"
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("#v-check-send", has_text="Check").wait_for()
    assert "Contradicted" in claim.inner_text()
    assert claim.locator(".v-quote-note").count() == 0
    page.locator("[data-act=language][data-to=fr]").click()
    page.locator("#v-check-send", has_text="Vérifier").wait_for()
    assert page.locator("#v-check-send").inner_text() == "Vérifier"


def test_a_text_that_states_nothing_and_one_too_long_are_explained(visit: Visit) -> None:
    page = visit.open()
    check(visit, "Quand ferment les salles ?")
    assert "Aucune affirmation" in page.locator(".v-tally").inner_text()
    page.locator("#v-claims-box textarea").fill("Le chat dort. " * 2_000)
    page.locator("#v-check-send").click()
    page.locator("#v-checked .v-error").wait_for()


def test_a_hostile_text_is_shown_and_not_obeyed(visit: Visit) -> None:
    page = visit.open()
    check(visit, "<img src=x onerror=\"document.title='owned'\"> est écrit par douze lecteurs.")
    assert page.locator("#v-checked img").count() == 0
    assert page.title() == "Verbatim"
    assert visit.faults == []


def test_a_check_is_exported_and_opened_again(visit: Visit) -> None:
    import docx

    page = visit.open()
    check(visit, TEXT)
    page.locator(".v-checks .v-export summary").click()
    with page.expect_download() as download:
        page.locator(".v-checks .v-export").get_by_text("Word (DOCX)").click()
    assert Path(download.value.suggested_filename).suffix == ".docx"
    made = docx.Document(str(download.value.path()))
    words = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "Contredit" in words
    assert page.locator(".v-evidence-item q").first.inner_text().strip("«\u00a0 »") in words


def test_the_words_of_the_tab_change_with_the_language(visit: Visit) -> None:
    page = visit.open()
    visit.tab("Vérifier")
    page.locator("[data-act=language][data-to=en]").click()
    page.locator("#v-check-send", has_text="Check").wait_for()
    assert "Do the documents support this text?" in page.locator("#v-check").inner_text()
    box = page.locator("#v-claims-box textarea")
    assert "Paste a claim" in (box.get_attribute("placeholder") or "")
