"""Permalinks, and what became of a quote: intact, moved, changed or gone."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.citations.permalinks import Permalink, verify
from rag.errors import CitationInvalid
from rag.records import Citation, Page, as_json

QUOTE = "Le Conseil se réunit quatre fois l’an, à Paris."
TEXT = f"Article 3. {QUOTE} Il élit son président."
DAY = dt.date(2024, 3, 1)


def citation(quote: str = QUOTE, start: int = 11, page: int | None = 2) -> Citation:
    end = start + len(quote)
    return Citation(
        1, "a" * 64, "r.pdf", "Règlement", page, None, start, end, quote, "fr", DAY, "a" * 64, 0.9
    )


def page(text: str, number: int | None = 2) -> Page:
    return Page(number, None, text)


@pytest.mark.parametrize("number", [2, None])
def test_a_permalink_is_parsed_from_its_text(number: int | None) -> None:
    cited = citation(page=number)
    link = Permalink.parse(f" {cited.permalink}\n")
    assert (link.document, link.page) == (cited.sha256, number)
    assert (link.start, link.end) == (cited.start, cited.end)
    assert as_json(cited)["permalink"] == cited.permalink


@pytest.mark.parametrize("written", ["", "verbatim:abc", "https://x/y", str, "4-3"])
def test_other_text_is_not_a_permalink(written: object) -> None:
    line = replace(citation(), end=3).permalink if written == "4-3" else str(written)
    with pytest.raises(CitationInvalid, match="verbatim:"):
        Permalink.parse(line)


@pytest.mark.parametrize(
    ("pages", "state", "where"),
    [
        pytest.param([page("Titre", 1), page(TEXT)], "intact", (2, 11), id="intact"),
        pytest.param([page(f"Avis. {TEXT}")], "moved", (2, 17), id="same-page"),
        pytest.param([page("Vide."), page(TEXT, 3)], "moved", (3, 11), id="other-page"),
        pytest.param([page(f"{QUOTE} {TEXT}")], "moved", (2, 0), id="nearest"),
        pytest.param([], "gone", (None, None), id="no-document"),
        pytest.param([page("")], "gone", (None, None), id="empty-page"),
    ],
)
@pytest.mark.parametrize("quote", ["", QUOTE])
def test_a_quote_is_found_at_its_place_or_elsewhere(
    pages: list[Page], state: str, where: tuple[int | None, int | None], quote: str
) -> None:
    found = verify(Permalink.of(citation()), pages, quote=quote)
    assert (found.state, found.page, found.start) == (state, *where)
    assert found.text == (QUOTE if where[0] else "")


def test_an_edited_quote_has_its_present_text() -> None:
    edited = QUOTE.replace("quatre", "trois")
    found = verify(Permalink.of(citation()), [page(TEXT.replace(QUOTE, edited))], quote=QUOTE)
    assert (found.state, found.text) == ("changed", edited)
    without_text = verify(Permalink.of(citation()), [page(TEXT.replace(QUOTE, edited))])
    assert without_text.state == "changed"


def test_a_different_text_is_not_an_edited_form() -> None:
    other = page(
        "The harbour opens at nine. The desk stands at the foot of the stairs, on the left."
    )
    assert verify(Permalink.of(citation()), [other], quote=QUOTE).state == "gone"


def test_one_changed_character_is_not_intact() -> None:
    for old, new in (("’", "'"), ("é", "e\u0301"), (" à", "\u00a0à")):
        changed = page(TEXT.replace(old, new))
        assert verify(Permalink.of(citation()), [changed], quote=QUOTE).state != "intact"


@given(st.text(min_size=1, max_size=80), st.data())
def test_any_slice_of_a_page_is_intact_in_it_and_only_the_slice_is_given(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = verify(Permalink.of(citation(quote, start)), [page(text)])
    assert (found.state, found.text) == ("intact", quote)


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_a_quote_in_a_page_is_never_gone(quote: str, before: str) -> None:
    assume(before)
    found = verify(Permalink.of(citation(quote, 0)), [page(before + quote)], quote=quote)
    assert found.state in ("intact", "moved")
    assert found.text == quote
