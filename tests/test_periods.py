"""Days, months, years and ranges in text, with both their ends."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from rag.language.figures.periods import find_periods


def ends(text: str) -> list[tuple[str, str]]:
    return [(one.first.isoformat(), one.last.isoformat()) for one in find_periods(text)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("en 2022", "2022-01-01", "2022-12-31"),
        ("en février 2024", "2024-02-01", "2024-02-29"),
        ("le 8 février 2024", "2024-02-08", "2024-02-08"),
        ("entre 2021 et 2023", "2021-01-01", "2023-12-31"),
        ("de 2020 à 2022", "2020-01-01", "2022-12-31"),
        ("from 2019 to 2021", "2019-01-01", "2021-12-31"),
        ("between May 2022 and June 2022", "2022-05-01", "2022-06-30"),
        ("2021-2023", "2021-01-01", "2023-12-31"),
        ("la saison 2022-23", "2022-01-01", "2023-12-31"),
        ("du 1er janvier 2022 au 31 mars 2022", "2022-01-01", "2022-03-31"),
        ("depuis 2019", "2019-01-01", "9999-12-31"),
        ("before 2020", "0001-01-01", "2019-12-31"),
        ("prior to May 2022", "0001-01-01", "2022-04-30"),
        ("avant le 1er juin 2023", "0001-01-01", "2023-05-31"),
        ("jusqu'en 2020", "0001-01-01", "2020-12-31"),
        ("until 2020", "0001-01-01", "2020-12-31"),
        ("up to 2020", "0001-01-01", "2020-12-31"),
        ("après 2022", "2023-01-01", "9999-12-31"),
        ("after 3 May 2022", "2022-05-04", "9999-12-31"),
    ],
)
def test_a_period_has_two_ends(text: str, first: str, last: str) -> None:
    assert ends(text) == [(first, last)]


def test_two_years_are_two_periods() -> None:
    assert len(ends("les budgets de 2022 et 2023")) == 2


@pytest.mark.parametrize("text", ["la loi du 6 juillet 1989", "the Act of 4 May 2004", "12 bis"])
def test_the_date_of_a_law_that_is_cited_is_no_period(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("En 2023, 388 agents, contre 342 un an plus tôt.", ("2022-01-01", "2022-12-31")),
        ("On 31 December 2023 there were 388, 342 a year before.", ("2022-12-31", "2022-12-31")),
        ("Le 29 février 2024, puis un an plus tard.", ("2025-02-28", "2025-02-28")),
        ("12 in 2022 and 14 the following year", ("2023-01-01", "2023-12-31")),
    ],
)
def test_a_year_may_be_named_by_the_one_before_or_after(text: str, days: tuple[str, str]) -> None:
    assert ends(text)[1] == days


@pytest.mark.parametrize(
    "text",
    ["Do we have 2000 books?", "La salle compte 1800 livres.", "Avez-vous 2000 livres ?"],
)
def test_a_number_that_counts_things_is_no_year(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Do we have 2023 reports?",
        "Avez-vous les rapports 2023 ?",
        "the 2023 fees",
        "en 2023 élèves",
    ],
)
def test_a_year_before_a_noun_is_still_a_year(text: str) -> None:
    assert ends(text) == [("2023-01-01", "2023-12-31")]


@pytest.mark.parametrize(
    "sentence",
    ["Le 3 mai 2022, le conseil vote un budget. ", "On 3 May 2022 the council votes a budget. "],
)
def test_the_time_for_a_text_grows_no_faster_than_its_length(sentence: str) -> None:
    def seconds(count: int) -> float:
        text = sentence * count
        start = time.process_time()
        assert len(find_periods(text)) == count
        return time.process_time() - start

    seconds(10)
    assert seconds(1_600) < 12 * seconds(400)


@pytest.mark.parametrize(
    "text", ["à compter de l'année 2022", "jusqu'en 2022", "up to the year 2022", "prior to 2022"]
)
def test_the_words_that_open_a_period_may_stand_far_into_a_text(text: str) -> None:
    (period,) = find_periods("Les agents et les visiteurs. " * 40 + text)
    assert period.open
    assert find_periods("The clerks. " * 99 + "la loi votée et publiée le 6 juillet 1989") == ()


def test_a_range_of_years_has_each_of_them() -> None:
    (several,) = find_periods("entre 2021 et 2023")
    assert [one.first.year for one in several.years()] == [2021, 2022, 2023]
    for text in ("depuis 2021", "en 2021", "de mai 2021 à juin 2022"):
        (alone,) = find_periods(text)
        assert alone.years() == (alone,)


def test_a_year_is_too_vague_for_a_day() -> None:
    (year,), (day,) = find_periods("en 2024"), find_periods("le 8 février 2024")
    assert year.meets(day)
    assert day.meets(year)
    assert year.is_vaguer(day)
    assert not day.is_vaguer(year)
    assert year.last - year.first == dt.timedelta(days=365)
