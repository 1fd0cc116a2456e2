"""Dates are found in French and English, with exact offsets and the first day they can mean."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.figures.dates import find_dates, find_months

FRENCH = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
ENGLISH = (
    "January February March April May June July August September October November December".split()
)
DAYS = st.dates(dt.date(1500, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "written", "iso", "precision"),
    [
        pytest.param(
            "Paris, le 15 novembre 2023 –", "15 novembre 2023", "2023-11-15", "day", id="fr"
        ),
        pytest.param("dès le 1er mars 2024.", "1er mars 2024", "2024-03-01", "day", id="fr-first"),
        pytest.param("le 3 févr. 2021", "3 févr. 2021", "2021-02-03", "day", id="fr-short"),
        pytest.param("LE 15 AOÛT 2023", "15 AOÛT 2023", "2023-08-15", "day", id="fr-capitals"),
        pytest.param("le 2 aout 2023", "2 aout 2023", "2023-08-02", "day", id="fr-no-accent"),
        pytest.param(
            "le 15\xa0novembre\xa02023", "15\xa0novembre\xa02023", "2023-11-15", "day", id="nbsp"
        ),
        pytest.param("d'octobre 2023", "octobre 2023", "2023-10-01", "month", id="fr-elision"),
        pytest.param(
            "du 7 au 22 novembre 2023", "22 novembre 2023", "2023-11-22", "day", id="fr-range"
        ),
        pytest.param("le 15/11/2023", "15/11/2023", "2023-11-15", "day", id="slashes"),
        pytest.param("le 05.11.2023", "05.11.2023", "2023-11-05", "day", id="points-day-first"),
        pytest.param("on 11/25/2023", "11/25/2023", "2023-11-25", "day", id="month-first"),
        pytest.param("date 2023-11 L’«", "2023-11", "2023-11-01", "month", id="iso-month"),
        pytest.param("2023-11-15", "2023-11-15", "2023-11-15", "day", id="iso"),
        pytest.param("at 2023-11-15T10:00Z", "2023-11-15", "2023-11-15", "day", id="iso-time"),
        pytest.param(
            "On November 15, 2023, the", "November 15, 2023", "2023-11-15", "day", id="en-us"
        ),
        pytest.param("On Nov. 15th 2023", "Nov. 15th 2023", "2023-11-15", "day", id="en-short"),
        pytest.param("on 15 November 2023", "15 November 2023", "2023-11-15", "day", id="en"),
        pytest.param(
            "the 15th of November 2023", "15th of November 2023", "2023-11-15", "day", id="en-of"
        ),
        pytest.param("In November 2023", "November 2023", "2023-11-01", "month", id="en-month"),
        pytest.param("l'Agenda 2063 de l'Union", "2063", "2063-01-01", "year", id="year"),
        pytest.param("(2019)", "2019", "2019-01-01", "year", id="year-in-brackets"),
    ],
)
def test_a_date_is_found_where_it_is_written(
    text: str, written: str, iso: str, precision: str
) -> None:
    (found,) = find_dates(text)
    assert text[found.start : found.end] == written
    assert (found.date.isoformat(), found.precision) == (iso, precision)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("le 31/02/2023", id="no-such-day"),
        pytest.param("31 novembre 2023", id="no-such-day-in-words"),
        pytest.param("la résolution 2023/1542", id="reference"),
        pytest.param("version 1.2023.4", id="version"),
        pytest.param("n° 2021 du registre", id="number"),
        pytest.param("2 023 personnes, 12023 pages", id="other-numbers"),
        pytest.param("2000 € par an", id="money"),
        pytest.param("en mai, il may 15", id="no-year"),
        pytest.param("marsouin 2", id="inside-a-word"),
        pytest.param("", id="empty"),
    ],
)
def test_what_only_looks_like_a_date_is_not_found(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("avant le 15 juin ou en août 2024", [(6, False), (8, True)]),
        ("from March to May", [(3, False)]),
        ("in May; it may rain; they march on; on 3 May; March 5", [(5, 0), (5, 0), (3, 0)]),
        ("de février à décembre", [(2, False), (12, False)]),
        ("la planète Mars, les marches, junior", []),
    ],
)
def test_months_are_found_with_a_year_or_without(text: str, months: list[tuple[int, bool]]) -> None:
    found = find_months(text)
    assert [(month.number, month.dated) for month in found] == months
    assert all(text[month.start : month.end].isalpha() for month in found)


def test_accents_may_be_decomposed() -> None:
    text = unicodedata.normalize("NFD", "le 3 décembre 2020 et le 4 août 2021")
    assert [found.date.month for found in find_dates(text)] == [12, 8]


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "En 2019, puis le 15/11/2023, in March 2024 and on May 2, 2025."
    assert [found.date.year for found in find_dates(text)] == [2019, 2023, 2024, 2025]


@given(DAYS, st.sampled_from(range(7)))
def test_every_day_is_found_in_every_form(day: dt.date, form: int) -> None:
    french, english = FRENCH[day.month - 1], ENGLISH[day.month - 1]
    written = (
        f"{day.day} {french} {day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"{english} {day.day}, {day.year}",
        f"{day.day} {english} {day.year}",
        f"{day.day}th of {english} {day.year}",
    )[form]
    (found,) = find_dates(f"« {written} »")
    assert (found.start, found.end) == (2, 2 + len(written))
    assert (found.date, found.precision) == (day, "day")


@given(st.text() | st.text(alphabet="0123456789/-. ,novembreMay°n€", max_size=60))
def test_any_text_gives_ordered_spans_that_do_not_overlap(text: str) -> None:
    found = find_dates(text)
    edges = [edge for date in found for edge in (date.start, date.end)]
    assert edges == sorted(edges)
    assert all(0 <= date.start < date.end <= len(text) for date in found)
