"""Rows are read with the heads and the unit of each cell, and quoted without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.documents.column_units import unit_in_head
from rag.language.rows import cells, rows_as_read

HEADS = ("Rapport", "Dépense | 2021 (€) | 2024 (€)")


@pytest.mark.parametrize(
    ("row", "headings", "read"),
    [
        ("Repas | 16 | 19", HEADS, "Dépense: Repas | 2021 (€): 16 € | 2024 (€): 19 €"),
        ("Total | | 460", HEADS, "Dépense: Total | | 2024 (€): 460 €"),
        ("Repas | 16 € | –", HEADS, "Dépense: Repas | 2021 (€): 16 € | 2024 (€): –"),
        ("Marées\t112", ("Laboratoire | Agents",), "Laboratoire: Marées\tAgents: 112"),
        ("Thèses\t17\t19", ("2021 | 2022",), "Thèses\t2021: 17\t2022: 19"),
        ("Thèses\t17", ("Type | 2021 | 2022",), "Thèses\t17"),
        ("Repas | 16 | 19 | 20", HEADS, "Dépense: Repas | 2021 (€): 16 € | 2024 (€): 19 € | 20"),
        ("Dépense | 2021 (€) | 2024 (€)", HEADS, "Dépense | 2021 (€) | 2024 (€)"),
        ("Une phrase. Une autre.", HEADS, "Une phrase. Une autre."),
        ("Repas | 16", ("Rapport",), "Repas | 16"),
        (
            "Accès au site | Oui",
            ("Question | Conforme ? Si oui, depuis quand ? Sinon, pourquoi ?",),
            "Question: Accès au site | Conforme Si oui, depuis quand Sinon, pourquoi: Oui",
        ),
        (
            "Maroc | 170 | 165 | 4,2",
            ("| Effectifs | | Budget", "Pays | Femmes | Hommes | M€"),
            "Pays: Maroc | Effectifs Femmes: 170 | Effectifs Hommes: 165 | Budget M€: 4,2 M€",
        ),
    ],
)
def test_each_cell_is_read_after_its_head(row: str, headings: tuple[str, ...], read: str) -> None:
    assert rows_as_read(row, headings).text == read


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("Budget (k€)", "k€"), ("Budget, en milliers d’euros", "k€"), ("Cost (€ thousand)", "k€"),
        ("Spending in million euros", "M€"), ("€ million", "M€"), ("Dépenses M€", "M€"),
        ("Part (%)", "%"), ("Share in per cent", "%"), ("Surface (ha)", "ha"), ("Durée (h)", "h"),
        ("Coût (en $)", "$"), ("Weight (kg)", "kg"),
        ("Agents", ""), ("Plan m", ""), ("Remarques (voir note)", ""), ("Dépenses", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_unit_of_a_head_is_that_of_its_figures(head: str, unit: str) -> None:
    assert unit_in_head(head) == unit


WORD = st.text("abcé 12€", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(
    st.lists(WORD, min_size=2, max_size=5),
    st.lists(st.lists(WORD | st.just(""), min_size=1, max_size=5), max_size=6),
    st.sampled_from([" | ", "\t"]),
)
def test_what_was_put_in_is_taken_out_again(
    heads: list[str], rows: list[list[str]], separator: str
) -> None:
    text = "\n".join(separator.join(row) for row in rows)
    form = rows_as_read(text, (" | ".join(heads),))
    offsets = [form.original(at) for at in range(len(form.text) + 1)]
    assert offsets == sorted(offsets)
    assert (offsets[0], offsets[-1]) == (0, len(text))
    kept = [at for at in range(len(form.text)) if offsets[at] < offsets[at + 1]]
    assert "".join(form.text[at] for at in kept) == text


def test_the_cells_of_a_row_have_exact_places() -> None:
    row = "Total | | 460"
    assert [row[slice(*span)] for span in cells(row)] == ["Total", "", "460"]
    assert [row[slice(*span)] for span in cells("une phrase")] == [row[: len("une phrase")]]
