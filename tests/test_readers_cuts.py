"""A range of numbers or a web address cut at the end of a line is read without a blank."""

import pytest
from documents import DrawnColumn, columns, drawn

from rag.readers import pdf, text
from rag.readers.cuts import is_cut

CUT = [
    ("737–", "9"),
    ("1869–", "1873."),
    ("http://www.cdc.gov/nchs/", "nvsr59_02.pdf.)"),
    ("https://lists.linux-", "foundation.org/mailman"),
    ("(http://www.", "cdc.gov/injury/index.html.)"),
    ("www.vaux.fr/ports?page=", "12"),
    ("capitainerie@", "vaux.fr."),
]
WHOLE = [
    ("–", "9"),
    ("Paris–", "Vaux"),
    ("http://www.vaux.fr/", "et la suite"),
    ("http://www.vaux.fr/", "(PDF, 3.2 Mo)"),
    ("http://www.vaux.fr/", "peut-être"),
    ("http://www.vaux.fr/ports.", "10 A description"),
    ("et/", "ou"),
    ("2023", "2024"),
]


@pytest.mark.parametrize(("before", "after"), CUT)
def test_a_cut_is_told_by_its_signs(before: str, after: str) -> None:
    assert is_cut(before, after)


@pytest.mark.parametrize(("before", "after"), WHOLE)
def test_words_on_two_lines_are_two(before: str, after: str) -> None:
    assert not is_cut(before, after)


@pytest.mark.parametrize(("before", "after"), CUT)
def test_pages_and_texts_have_it_whole(before: str, after: str) -> None:
    lines = [
        f"On lira tout cela dans la note du service, en particulier {before}",
        f"{after} ce que le conseil a décidé l’hiver dernier, à la majorité",
        "des membres qui étaient présents dans la salle ce jour-là.",
    ]
    wanted = f"particulier {before}{after} ce que"
    drawn_page = drawn(lambda canvas: columns(canvas, [DrawnColumn(lines, 60, 100)]))
    assert wanted in text.read("\n".join(lines).encode(), "x.txt").pages[0].text
    (page,) = pdf.read(drawn_page, "x.pdf").pages
    assert wanted in page.text
    assert page.boxes[-1].end == len(page.text)
