"""Answers whose quotes stand by themselves, over small libraries in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag import Rag, Settings
from rag.answering.whole_quotes import whole_quotes
from rag.citations.quotes import Quote, cite
from rag.citations.verify_quotes import verified
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.records import Span
from rag.store import Store

TEXT = """# Centre

Le centre de Rabat a ouvert en 2021. Il est dirigé par Maëlle Corvenn. Le centre repose sur trois
piliers :

- la formation des agents publics ;
- la recherche appliquée ;
- le transfert vers les entreprises.

# Desk

The desk clerk must:

- open the harbour desk at nine;
- sign the register every evening; and
- report each accident.
"""
SETTINGS = Settings(encoder="hashing-64", threshold=0.0)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "docs").mkdir()
    (folder / "docs" / "centre.md").write_text(TEXT, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return folder / "index"


def quotes(index: Path, *sentences: str) -> list[Quote]:
    """Quotes of sentences of the document."""
    hits = Rag.open(index, settings=SETTINGS).ask("Rabat desk").hits
    found = []
    for sentence in sentences:
        hit = next(hit for hit in hits if sentence in hit.passage.text)
        start = hit.passage.start + hit.passage.text.index(sentence)
        found.append(Quote(hit, start, start + len(sentence), sentence, 0.9))
    return found


def test_a_statement_of_an_answer_holds_its_citation_whole(index: Path) -> None:
    answer = Rag.open(index, settings=SETTINGS).ask("Who must sign the register every evening?")
    said, cited = answer.statements[0], answer.citations[0]
    assert said.text == cited.text
    assert "The desk clerk must:" in said.text
    assert "sign the register" in said.text
    page = Rag.open(index, settings=SETTINGS).page(cited.document, cited.page)
    assert all(page.text[one.start : one.end] == one.text for one in cited.pieces)
    assert Rag.open(index, settings=SETTINGS).verify(cited).state == "intact"


def test_a_sentence_that_needs_nothing_is_quoted_as_it_is(index: Path) -> None:
    (quote,) = quotes(index, "Le centre de Rabat a ouvert en 2021.")
    with Store.open(index) as store:
        assert whole_quotes(store, [quote]) == [quote]
    cited = cite(1, quote, {})
    assert (cited.start, cited.end, cited.quote) == (quote.start, quote.end, quote.text)
    assert (cited.context, cited.text) == ((), quote.text)


def test_a_quote_that_its_page_does_not_hold_is_left_to_be_withheld(index: Path) -> None:
    (quote,) = quotes(index, "Il est dirigé par Maëlle Corvenn.")
    wrong = [
        replace(quote, text="Elle est dirigée par Maëlle Corvenn."),
        replace(quote, start=90_000, end=90_033),
    ]
    with Store.open(index) as store:
        assert whole_quotes(store, wrong) == wrong
        assert verified(store, wrong) == []


def test_the_quote_is_the_piece_that_holds_the_sentence(index: Path) -> None:
    (quote,) = quotes(index, "• sign the register every evening; and")
    with Store.open(index) as store:
        (whole,) = whole_quotes(store, [quote])
    cited = cite(1, whole, {})
    assert cited.quote == quote.text
    assert [piece.text for piece in cited.context] == ["The desk clerk must:"]


def test_two_quotes_of_which_one_holds_the_other_become_one(index: Path) -> None:
    item, lead_in = quotes(
        index, "• la recherche appliquée ;", "Le centre repose sur trois piliers :"
    )
    with Store.open(index) as store:
        (whole,) = whole_quotes(store, [item, lead_in])
    assert whole.text == item.text
    assert [piece.text for piece in whole.pieces] == [
        "Le centre repose sur trois piliers :\n\n• la formation des agents publics ;\n"
        "• la recherche appliquée ;\n• le transfert vers les entreprises."
    ]


def test_two_items_keep_their_own_quotes_unless_the_list_is_asked_for(index: Path) -> None:
    items = quotes(
        index, "• la formation des agents publics ;", "• le transfert vers les entreprises."
    )
    with Store.open(index) as store:
        assert len(whole_quotes(store, items)) == 2
        (whole,) = whole_quotes(store, items, whole_lists=True)
    assert whole.pieces[0].text.count("\n• ") == 3


def test_a_short_answer_stays_in_its_place(index: Path) -> None:
    (quote,) = quotes(index, "Il est dirigé par Maëlle Corvenn.")
    at = quote.start + quote.text.index("Maëlle")
    named = Quote(
        quote.hit, quote.start, quote.end, quote.text, 0.9, Span(at, at + 14, "Maëlle Corvenn")
    )
    with Store.open(index) as store:
        cited = cite(1, whole_quotes(store, [named])[0], {})
    assert cited.text_parts == (
        "Le centre de Rabat a ouvert en 2021. Il est dirigé par ", "Maëlle Corvenn", "."
    )  # fmt: skip
