"""Rows of tables become lines in which each cell has its header."""

import pytest

from rag.readers.content import Block, join_blocks
from rag.readers.table_rows import table

ROWS = [["Pays", "Ville", "Agents"], ["Maroc", "Rabat", "340"], ["Norvège", "", "120"]]


def lines(rows: list[list[str]], headers: bool | None) -> list[str]:
    return join_blocks(table(rows, headers)).text.split("\n")


@pytest.mark.parametrize("headers", [True, None], ids=["marked", "guessed"])
def test_each_cell_has_its_header_and_empty_cells_are_left_out(headers: bool | None) -> None:
    named = ["Pays: Maroc | Ville: Rabat | Agents: 340", "Pays: Norvège | Agents: 120"]
    assert lines(ROWS, headers) == named


def test_without_headers_every_row_is_a_line() -> None:
    assert lines(ROWS, False)[0] == "Pays | Ville | Agents"
    assert lines([["1", "2", "3"], ["4", "5", "6"]], None) == ["1 | 2 | 3", "4 | 5 | 6"]


def test_a_column_alone_is_paragraphs() -> None:
    assert join_blocks(table([["Un."], [""], ["Deux."]], None)).text == "Un.\n\nDeux."


def test_no_rows_are_no_text() -> None:
    assert list(table([], None)) == list(table([["", ""]], True)) == []


def test_headers_alone_are_a_line() -> None:
    assert lines([["Pays", "Ville"]], True) == ["Pays | Ville"]


def test_a_flow_of_blocks_has_exact_headings() -> None:
    page = join_blocks([Block("Un\n titre ", 2), Block(" "), Block("a"), Block("b", close=True)])
    assert page.text == "Un titre\n\na\nb"
    assert [(h.start, h.level, h.title) for h in page.headings] == [(0, 2, "Un titre")]
