"""Newer versions lead whatever the wording, and near copies of a quote are not shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag import Answer, Rag, Settings
from rag.encoders import load_encoder
from rag.ingest import ingest
from rag.store import Store

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
RATES = """# {title} {year}

{place}, {day}

{rule}

| {head} | {rate} |
| --- | --- |
| {meal} | {price} |
| {night} | {hotel} |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    """The sample library, and two versions of the rates of an English body."""
    folder = tmp_path_factory.mktemp("repeats")
    shutil.copytree(CORPUS, folder / "docs")
    for year, price, hotel in ((2020, 14, 90), (2025, 18, 120)):
        text = RATES.format(
            title="Lighthouse service: allowances", year=year, place="Kelso Point",
            day=f"3 March {year}", rule=f"Each packed lunch is refunded at {price} pounds.",
            head="Item", rate="Ceiling", meal="Packed lunch", price=f"£{price}",
            night="Night on the island", hotel=f"£{hotel}",
        )  # fmt: skip
        (folder / "docs" / f"lighthouse-allowances-{year}.md").write_text(text, encoding="utf-8")
    report = ingest([folder / "docs"], folder / "index", load_encoder())
    assert not report.failures
    return Rag(Store.open(folder / "index"), load_encoder(), Settings())


def plain(text: str) -> str:
    """A text with plain blanks."""
    return text.replace("\u00a0", " ")


def superseded(answer: Answer) -> list[bool]:
    return [cited.superseded_by is not None for cited in answer.citations]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Quel est le montant du repas ?", "19"),
        ("Montant repas en mission", "19"),
        ("Combien est remboursé un repas ?", "19 euros"),
        ("repas : quel forfait ?", "19 euros"),
        ("Prix de la nuit d’hôtel", "135"),
        ("Combien de membres le Conseil compte-t-il ?", "quinze"),
        ("How much is a packed lunch?", "18"),
        ("What is the ceiling for a packed lunch?", "18"),
        ("Packed lunch price", "18"),
        ("Amount refunded for a packed lunch at the lighthouse", "18"),
    ],
)
def test_the_newer_version_leads_whatever_the_wording(
    library: Rag, question: str, value: str
) -> None:
    answer = library.ask(question)
    assert value in plain(answer.citations[0].quote)
    marked = superseded(answer)
    assert not marked[0]
    assert marked == sorted(marked)


@pytest.mark.parametrize(
    ("question", "old"),
    [
        ("Combien est remboursé un repas ?", "16 euros"),
        ("How much is a packed lunch?", "14 pounds"),
    ],
)
def test_the_older_version_is_shown_marked_if_it_differs(
    library: Rag, question: str, old: str
) -> None:
    cited = library.ask(question).citations
    older = [one for one in cited if one.superseded_by is not None]
    assert any(old in plain(one.quote) for one in older)


@pytest.mark.parametrize(
    ("question", "old"),
    [
        ("Quel était le forfait d’un repas en 2021 ?", "16 euros"),
        ("How much was a packed lunch in 2020?", "14"),
    ],
)
def test_a_question_for_the_year_of_the_older_version_gets_it(
    library: Rag, question: str, old: str
) -> None:
    assert old in plain(library.ask(question).citations[0].quote)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Quel est le montant du repas ?", "19"), ("How much is a packed lunch?", "18")],
)
def test_a_quote_brought_in_by_an_older_one_has_its_short_answer(
    library: Rag, question: str, answer: str
) -> None:
    span = library.ask(question).citations[0].span
    assert span is not None
    assert answer in plain(span.text)


@pytest.mark.parametrize(
    ("question", "warned"),
    [
        (
            "Combien est remboursé un repas ?",
            {("16 euros", "19 euros"), ("110 euros", "135 euros")},
        ),
        ("How much is a packed lunch?", {("14", "18"), ("£14", "£18")}),
    ],
)
def test_no_warning_holds_a_meal_against_a_hotel(
    library: Rag, question: str, warned: set[tuple[str, str]]
) -> None:
    for one in library.ask(question).conflicts:
        assert (
            tuple(sorted(plain(span.text) for span in (one.first_span, one.second_span))) in warned
        )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Qui est la présidente exécutive d’Ai Movement ?", "présidente exécutive"),
        ("Combien de temps dure le mandat d’un membre du Conseil ?", "dure quatre ans"),
    ],
)
def test_near_copies_of_a_quote_are_shown_once(library: Rag, question: str, said: str) -> None:
    shown = [cited.quote.lower() for cited in library.ask(question).citations]
    assert sum(said in quote for quote in shown) == 1


def test_a_sentence_of_two_versions_is_quoted_from_the_one_of_the_year_asked_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "docs").mkdir()
    for year in (2021, 2024):
        text = f"Règlement de la piscine {year}\n\n3 mars {year}\n\nLa piscine ouvre à 8 heures.\n"
        (tmp_path / "docs" / f"piscine-{year}.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", load_encoder())
    library = Rag(Store.open(tmp_path / "index"), load_encoder(), Settings())
    for year in (2021, 2024):
        answer = library.ask(f"À quelle heure ouvrait la piscine en {year} ?")
        assert answer.citations[0].path == f"piscine-{year}.txt"
