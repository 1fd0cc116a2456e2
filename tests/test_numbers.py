"""Quantities and negation in French and English."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.figures.numbers import find_quantities
from rag.language.statements.negations import find_negations
from rag.records import Language


def read(text: str, language: Language) -> list[tuple[Decimal, str]]:
    return [(found.value, found.unit) for found in find_quantities(text, language)]


@pytest.mark.parametrize(
    ("french", "english", "value", "unit"),
    [
        pytest.param("1,5 million", "1.5 million", "1500000", "", id="million"),
        pytest.param("2,3 milliards", "2.3 billion", "2300000000", "", id="milliard-billion"),
        pytest.param("1 200,50 €", "€1,200.50", "1200.5", "EUR", id="money"),
        pytest.param("1\u202f200\u00a0€", "1,200 euros", "1200", "EUR", id="thin-blank"),
        pytest.param("1,5 million d'euros", "1.5 million euros", "1500000", "EUR", id="d-euros"),
        pytest.param("20 millions de dollars", "$20 million", "20000000", "$", id="dollars"),
        pytest.param("4 000 dollars canadiens", "$4,000 Canadian", "4000", "CAD", id="canadian"),
        pytest.param("50Mo", "50MB", "50", "", id="unit-without-a-blank"),
        pytest.param("12 %", "12%", "12", "%", id="percent"),
        pytest.param("3,5 pour cent", "3.5 per cent", "3.5", "%", id="pour-cent"),
        pytest.param("12 M€", "€12m", "12000000", "EUR", id="short-million"),
        pytest.param("3 Md€", "€3bn", "3000000000", "EUR", id="short-milliard"),
        pytest.param("douze", "twelve", "12", "", id="douze"),
        pytest.param("vingt-cinq", "twenty-five", "25", "", id="vingt-cinq"),
        pytest.param("vingt et un", "twenty-one", "21", "", id="vingt-et-un"),
        pytest.param("soixante-dix-sept", "seventy-seven", "77", "", id="soixante-dix"),
        pytest.param("quatre-vingt-dix-neuf", "ninety-nine", "99", "", id="quatre-vingt-dix"),
        pytest.param("deux cent trois", "two hundred and three", "203", "", id="hundred"),
        pytest.param("trois mille", "three thousand", "3000", "", id="mille"),
        pytest.param("deux millions d’euros", "two million euros", "2000000", "EUR", id="words"),
        pytest.param("40 000 hectares", "40,000 hectares", "40000", "", id="hectares"),
        pytest.param("-", "-", "", "", id="nothing"),
    ],
)  # fmt: skip
def test_both_languages_give_the_same_value(
    french: str, english: str, value: str, unit: str
) -> None:
    expected = [(Decimal(value), unit)] if value else []
    assert read(french, "fr") == expected
    assert read(english, "en") == expected


def test_the_language_decides_between_thousands_and_decimals() -> None:
    assert read("1,500", "fr") == [(Decimal("1.5"), "")]
    assert read("1,500", "en") == [(Decimal(1500), "")]
    assert read("1,200,000", "en") == read("1.200.000", "fr") == [(Decimal(1_200_000), "")]
    assert read("un billion", "fr") == read("one trillion", "en") == [(Decimal(10**12), "")]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("le 1er rang", "fr", 1),
        ("la 3e place", "fr", 3),
        ("la deuxième fois", "fr", 2),
        ("the 21st meeting", "en", 21),
        ("the fifth session", "en", 5),
        ("the third report", "en", 3),
    ],
)
def test_an_ordinal_is_not_a_number(text: str, language: Language, value: int) -> None:
    (found,) = find_quantities(text, language)
    assert (found.value, found.ordinal) == (Decimal(value), True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("un comité et une résolution", "fr"),
        ("one should wait", "en"),
        ("l'article L2a du code", "fr"),
        ("le mot seul", "fr"),
    ],
)
def test_words_that_only_look_like_numbers_are_not_found(text: str, language: Language) -> None:
    assert read(text, language) == []


def test_offsets_include_the_sign_and_the_unit() -> None:
    text = "Le budget atteint 1,5 million d’euros, soit US$ 1.6 million."
    spans = [text[found.start : found.end] for found in find_quantities(text, "fr")]
    assert spans == ["1,5 million d’euros", "US$ 1.6 million"]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("21,284 324.9", "en", [21284, "324.9"]),
        ("1,248,804 540,367", "en", [1248804, 540367]),
        ("137.179 187.043", "fr", [137179, 187043]),
        ("1 248 804", "fr", [1248804]),
        ("1\u202f248\u00a0804", "en", [1248804]),
    ],
)
def test_two_numbers_of_two_columns_are_not_one(
    text: str, language: Language, values: list[int | str]
) -> None:
    assert [one.value for one in find_quantities(text, language)] == [Decimal(v) for v in values]


@given(
    st.lists(st.tuples(st.integers(0, 999), st.sampled_from(" .,'-\u202f")), max_size=6),
    st.sampled_from(["fr", "en"]),
)
def test_any_groups_of_digits_are_read(groups: list[tuple[int, str]], language: Language) -> None:
    text = "".join(f"{number:03}{sign}" for number, sign in groups)
    assert all(one.value.is_finite() for one in find_quantities(text, language))


@given(st.integers(0, 10**12))
def test_any_whole_number_is_found_in_both_languages(number: int) -> None:
    grouped = f"{number:,}"
    assert read(grouped, "en") == [(Decimal(number), "")]
    assert read(grouped.replace(",", "\u202f"), "fr") == [(Decimal(number), "")]


@given(
    st.text(alphabet="0123456789.,  €%$abcdeéunM-'’", max_size=40), st.sampled_from(["fr", "en"])
)
def test_quantities_are_in_order_and_inside_the_text(text: str, language: Language) -> None:
    found = find_quantities(text, language)
    edges = [edge for quantity in found for edge in (quantity.start, quantity.end)]
    assert edges == sorted(edges)
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in found)


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Le conseil ne vote pas le budget.", "fr", True),
        ("Il n'a jamais été élu.", "fr", True),
        ("Il n’y a aucun recours.", "fr", True),
        ("Aucune dérogation n'est admise.", "fr", True),
        ("L’accès est possible sans carte.", "fr", True),
        ("Il ne reste que deux places.", "fr", False),
        ("Le pas de la porte est plus haut.", "fr", False),
        ("Non seulement il vote, mais il préside.", "fr", False),
        ("Lui non plus.", "fr", False),
        ("En l’absence de quorum, il vote.", "fr", True),
        ("The council did not adopt it.", "en", True),
        ("She isn’t a member.", "en", True),
        ("No exception is granted.", "en", True),
        ("Not only members may vote.", "en", False),
        ("The note is known.", "en", False),
    ],
)
def test_negation_is_found(text: str, language: Language, denied: bool) -> None:
    assert bool(find_negations(text, language)) is denied
