"""Permalinks, and what became of a quote: intact, moved, changed or gone."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.citations.permalinks import Permalink, verify
from rag.errors import CitationInvalid
from rag.records import Citation, Page, Span, as_json, quote_digest

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


LEAD_IN, ITEM, OTHER = "Le dossier comprend :", "• une copie de l’acte", "• le formulaire"
LIST = f"Avis. {LEAD_IN}\n{OTHER}\n{ITEM}\nIl est gratuit."


def listed() -> Citation:
    """The citation of an item with its lead-in."""
    at = LIST.index(LEAD_IN)
    lead_in = Span(at, at + len(LEAD_IN), LEAD_IN)
    return replace(citation(ITEM, LIST.index(ITEM)), context=(lead_in,))


def test_a_quote_with_context_has_a_permalink_to_all_its_pieces() -> None:
    cited = listed()
    assert cited.text == f"{LEAD_IN} … {ITEM}"
    link = Permalink.parse(cited.permalink)
    assert cited.permalink == f"{citation(ITEM, cited.start).permalink}&context=6-27:" + (
        quote_digest(LEAD_IN)
    )
    assert [(each.start, each.end) for each in link.context] == [(6, 27)]
    assert as_json(cited)["context"] == [{"start": 6, "end": 27, "text": LEAD_IN}]


@pytest.mark.parametrize(
    ("text", "state", "kept"),
    [
        pytest.param(LIST, "intact", LEAD_IN, id="intact"),
        pytest.param(f"Bref. {LIST}", "moved", LEAD_IN, id="both-moved"),
        pytest.param(LIST.replace("Avis. ", "\n" * 6), "intact", LEAD_IN, id="around"),
        pytest.param(LIST.replace("Avis. ", "") + " " * 6, "moved", LEAD_IN, id="all-moved"),
        pytest.param(
            LIST.replace(f"{LEAD_IN}\n{OTHER}", f"{OTHER}\n{LEAD_IN}"), "moved", LEAD_IN,
            id="context-moved",
        ),
        pytest.param(LIST.replace("comprend", "contient"), "changed", "", id="context-changed"),
    ],
)  # fmt: skip
def test_a_quote_is_intact_only_with_all_its_pieces(text: str, state: str, kept: str) -> None:
    found = verify(Permalink.of(listed()), [page(text)], quote=ITEM)
    assert (found.state, found.text) == (state, ITEM)
    assert [piece.text for piece in found.context] == [kept] * bool(kept)
    assert found.whole_text == (f"{kept} … {ITEM}" if kept else ITEM)


@pytest.mark.parametrize("context", ["", "6-27", "27-6:0123456789ab", "6-27:xyz", "6-27:0,"])
def test_a_permalink_with_a_wrong_context_is_refused(context: str) -> None:
    with pytest.raises(CitationInvalid):
        Permalink.parse(f"{citation().permalink}&context={context}")


@given(st.text(min_size=4, max_size=80), st.data())
def test_any_pieces_of_a_page_are_intact_in_it(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4, unique=True))
    a, b, c, d = sorted(cuts)
    cited = replace(citation(text[c:d], c), context=(Span(a, b, text[a:b]),))
    found = verify(Permalink.parse(cited.permalink), [page(text)])
    assert (found.state, found.context) == ("intact", cited.context)
    assert found.whole_text == cited.text == f"{text[a:b]} … {text[c:d]}"
