"""Plain text: encodings, lines broken by hand, headings without markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.readers.text import decode, read
from rag.records import Heading


def text(source: str) -> str:
    return read(source.encode(), "x.txt").pages[0].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_recognised(encoding: str) -> None:
    words = "L’été, « œuvre » à 5 €"
    assert decode(words.encode(encoding)) == words


def test_lines_broken_at_a_width_are_joined_into_sentences() -> None:
    source = (
        "Le conseil exécutif a examiné la demande du gouvernement et\n"
        "l’a jugée recevable. Il a rappelé que les centres associés ne\n"
        "sont pas une partie de l’organisation.\n"
        "\n"
        "Fin de la séance."
    )
    first, second = text(source).split("\n\n")
    assert first == " ".join(source.split("\n\n")[0].split("\n"))
    assert second == "Fin de la séance."


def test_lines_of_a_list_and_of_an_address_stay_apart() -> None:
    source = "- un article assez long pour\n  être coupé\n- deux\n\nM. Dupont\n3, rue Haute\nRabat"
    assert (
        text(source)
        == "- un article assez long pour être coupé\n- deux\n\nM. Dupont\n3, rue Haute\nRabat"
    )


def test_a_word_cut_at_the_end_of_a_line_is_joined() -> None:
    assert (
        text("un long dévelop-\npement de la vice-\nprésidence")
        == "un long développement de la vice-présidence"
    )


def test_long_lines_are_paragraphs_each() -> None:
    line = "Le conseil exécutif a examiné la demande du gouvernement. " * 3
    assert text(f"{line}\n{line}") == f"{line.strip()}\n{line.strip()}"


def test_a_short_line_alone_over_a_paragraph_is_a_heading() -> None:
    source = (
        "Décision du conseil\n\nIl a voté.\n\nMotifs\n\nLe conseil exécutif a examiné la demande."
    )
    (page,) = read(source.encode(), "x.txt").pages
    assert page.headings == (Heading(0, 1, "Décision du conseil"), Heading(33, 2, "Motifs"))


def test_an_underlined_line_is_a_heading() -> None:
    (page,) = read(b"Motifs\n======\n\nIl a vot\xc3\xa9.", "x.txt").pages
    assert (page.text, page.headings) == ("Motifs\n\nIl a voté.", (Heading(0, 1, "Motifs"),))


@pytest.mark.parametrize("line", ["Il a voté.", "« Motifs »", "suite", "12", "Vu, le rapport,"])
def test_sentences_and_scraps_are_no_headings(line: str) -> None:
    source = f"Avant.\n\n{line}\n\nLe conseil exécutif a examiné la demande du gouvernement."
    assert read(source.encode(), "x.txt").pages[0].headings == ()


def test_characters_that_show_nothing_are_taken_off() -> None:
    source = "d\u00e9velop\u00adpement\u200b \ufb01n\x00\x07 e\u0301t\u00e9.\r\nFin"
    assert text(source) == "développement fin été.\nFin"


@given(st.text())
def test_nothing_but_blanks_and_broken_words_changes(source: str) -> None:
    page = read(source.encode("utf-8", "replace"), "x.txt").pages[0]
    assert page.text == page.text.strip()
    for heading in page.headings:
        assert page.text.startswith(heading.title, heading.start)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rapport annuel 2023", "Date : 12 mars 2024"),
        ("Annual report 2023", "12 March 2024"),
        ("Réunion du 12 mars 2024 sur les écoles", "Paris, le 14 mars 2024"),
    ],
)
def test_a_title_with_a_year_comes_before_the_line_of_the_date(first: str, second: str) -> None:
    text = f"{first}\n\n{second}\n\nLe service a ouvert deux salles de lecture cette année-là.\n"
    content = read(text.encode(), "x.txt")
    assert [head.title for head in content.pages[0].headings] == [first]
