"""Versions and disagreements in answers: on a given day, newest first, both sides shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag import Answer, Rag, Settings
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.store import Store

RULES = """# Règlement intérieur {year}

Valmaris, le 2 mars {year}

Le mandat du président dure {term} ans. Le conseil siège à Rabat chaque année.
"""
CHARTER = """# Charter of the harbour {year}

Adopted on 2 March {year}.

The pilot of the harbour guides {ships} ships a day. The quay is open to walkers.
"""
MakeLibrary = Callable[..., Rag]


@pytest.fixture
def library(tmp_path: Path) -> MakeLibrary:
    """Opens an index of the documents given by name and text."""

    def build(statements: int = 3, threshold: float = 0.0, **texts: str) -> Rag:
        folder = tmp_path / "docs"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
        report = ingest([folder], tmp_path / "index", HashingEncoder())
        assert not report.failures
        options = Settings(threshold=threshold, statements=statements)
        return Rag(Store.open(tmp_path / "index"), HashingEncoder(), options)

    return build


@pytest.fixture
def rules(library: MakeLibrary) -> Rag:
    return library(
        reglement_interieur_2021=RULES.format(year=2021, term="trois"),
        reglement_interieur_2024=RULES.format(year=2024, term="quatre"),
        avis="Le mandat du trésorier reste ouvert aux membres du conseil.",
    )


@pytest.fixture
def charters(library: MakeLibrary) -> Rag:
    return library(
        harbour_charter_2021=CHARTER.format(year=2021, ships=12),
        harbour_charter_2024=CHARTER.format(year=2024, ships=15),
    )


FRENCH = "Combien de temps dure le mandat du président ?"
ENGLISH = "How many ships does the pilot of the harbour guide a day?"


def quotes(answer: Answer) -> list[str]:
    return [cited.quote for cited in answer.citations]


def disputed(answer: Answer) -> list[tuple[str, str, str]]:
    """The topic and the words of each side, which stand where the record says."""
    for one in answer.conflicts:
        for number, span in ((one.first, one.first_span), (one.second, one.second_span)):
            cited = answer.citations[number - 1]
            inside = cited.quote[span.start - cited.start : span.end - cited.start]
            assert inside == span.text
    return [(one.topic, one.first_span.text, one.second_span.text) for one in answer.conflicts]


def test_as_of_leaves_out_later_documents_in_french(rules: Rag) -> None:
    answer = rules.ask(FRENCH, as_of=dt.date(2023, 12, 31))
    assert "Le mandat du président dure trois ans." in quotes(answer)
    assert not any("quatre" in hit.passage.text for hit in answer.hits)
    assert any(hit.document.date is None for hit in answer.hits)
    assert all(cited.superseded_by is None for cited in answer.citations)
    assert (answer.as_of, answer.conflicts) == (dt.date(2023, 12, 31), ())


def test_as_of_leaves_out_later_documents_in_english(charters: Rag) -> None:
    answer = charters.ask(ENGLISH, as_of=dt.date(2021, 3, 2))
    assert quotes(answer)[0] == "The pilot of the harbour guides 12 ships a day."
    assert {hit.document.date for hit in answer.hits} == {dt.date(2021, 3, 2)}


def test_before_every_document_there_is_no_answer(charters: Rag) -> None:
    answer = charters.ask(ENGLISH, as_of=dt.date(1990, 1, 1))
    assert (answer.found, answer.hits) == (False, ())


def test_as_of_holds_within_what_somebody_sees(rules: Rag) -> None:
    seen = rules.seen_by(lambda document: document.date != dt.date(2021, 3, 2))
    answer = seen.ask(FRENCH, as_of=dt.date(2023, 12, 31))
    assert {hit.document.path for hit in answer.hits} == {"avis.md"}


@settings(max_examples=20)
@given(day=st.dates(dt.date(2019, 1, 1), dt.date(2026, 1, 1)))
def test_nothing_later_than_the_day_is_there(library_of_days: Rag, day: dt.date) -> None:
    answer = library_of_days.ask(ENGLISH, as_of=day)
    dates = [hit.document.date for hit in answer.hits]
    dates += [cited.date for cited in answer.citations]
    assert all(date is not None and date <= day for date in dates)


@pytest.fixture(scope="module")
def library_of_days(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("days")
    (folder / "docs").mkdir()
    for year in range(2020, 2026):
        text = CHARTER.format(year=year, ships=year - 2008)
        (folder / "docs" / f"charter-{year}.md").write_text(text, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return Rag(Store.open(folder / "index"), HashingEncoder(), Settings(threshold=0.0))


@pytest.mark.parametrize(
    ("name", "question", "newer", "older"),
    [
        ("rules", FRENCH, "quatre ans", "trois ans"),
        ("charters", ENGLISH, "15 ships", "12 ships"),
    ],
)
def test_the_newer_version_comes_first_and_the_older_is_marked(
    request: pytest.FixtureRequest, name: str, question: str, newer: str, older: str
) -> None:
    answer = request.getfixturevalue(name).ask(question)
    marked = [(cited.quote, cited.superseded_by) for cited in answer.citations]
    first = next(place for place, (quote, _) in enumerate(marked) if newer in quote)
    second = next(place for place, (quote, _) in enumerate(marked) if older in quote)
    assert first < second
    assert marked[first][1] is None
    successor = marked[second][1]
    assert successor is not None
    assert successor.date == dt.date(2024, 3, 2)
    assert [each.n for each in answer.citations] == list(range(1, len(marked) + 1))


def test_a_sentence_of_both_versions_is_quoted_from_the_newer(rules: Rag) -> None:
    answer = rules.ask("Où siège le conseil chaque année ?")
    cited = next(c for c in answer.citations if "Rabat" in c.quote)
    assert (cited.date, cited.superseded_by) == (dt.date(2024, 3, 2), None)


def test_french_versions_that_disagree_are_shown(rules: Rag) -> None:
    answer = rules.ask(FRENCH)
    assert disputed(answer) == [("figure", "quatre", "trois")]


def test_english_versions_that_disagree_are_shown(charters: Rag) -> None:
    answer = charters.ask(ENGLISH)
    assert disputed(answer) == [("figure", "15", "12")]


NEWS = {
    "depeche": "# Départ\n\nMission Astrolune Valmaris Ormeau Cap Rabat : {fr} scientifiques.\n\n"
    "Le port est ouvert aux visiteurs de la ville.\n",
    "dispatch": "# Start\n\nMission Astrolune Valmaris Ormeau Cap Rabat: {en} scientists.\n\n"
    "The harbour is open to the visitors of the town.\n",
}


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Combien de scientifiques compte la mission Astrolune de Valmaris ?", ("24", "26")),
        ("How many scientists are in the mission Astrolune of Valmaris?", ("26", "24")),
    ],
)
def test_language_editions_that_disagree_stand_side_by_side(
    library: MakeLibrary, question: str, sides: tuple[str, str]
) -> None:
    """One quote may be shown: the edition that says otherwise is brought in all the same."""
    texts = {name: text.format(fr=24, en=26) for name, text in NEWS.items()}
    answer = library(statements=1, **texts).ask(question)
    assert len(answer.citations) == 2
    assert disputed(answer) == [("figure", *sides)]


@pytest.mark.parametrize("figure", ["24", "vingt-quatre"])
def test_an_edition_that_agrees_is_neither_brought_in_nor_warned_of(
    library: MakeLibrary, figure: str
) -> None:
    texts = {name: text.format(fr=figure, en="twenty-four") for name, text in NEWS.items()}
    answer = library(statements=1, **texts).ask("Combien de scientifiques pour Astrolune ?")
    assert len(answer.citations) == 1
    assert answer.conflicts == ()


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        (
            "Le navire embarque 24 savants à Rabat.",
            "Le navire embarque vingt-quatre savants et leurs malles.",
            "Combien de savants embarque le navire ?",
        ),
        (
            "The ship was delivered on 3 June 2024 in Rabat.",
            "The ship was delivered on June 3, 2024, with all its boats.",
            "When was the ship delivered?",
        ),
    ],
)
def test_agreeing_twins_give_no_warning(
    library: MakeLibrary, one: str, other: str, question: str
) -> None:
    answer = library(first=f"# Note\n\n{one}\n", second=f"# Note\n\n{other}\n").ask(question)
    assert len(answer.citations) == 2
    assert answer.conflicts == ()


@pytest.mark.parametrize(
    ("sentence", "sides", "question", "topic"),
    [
        (
            "La séance du jury se tient le {} à Valmaris.",
            ("4 mai 2024", "5 mai 2024"),
            "Quand se tient la séance du jury ?",
            "date",
        ),
        (
            "The hearing of the jury is held on {} in Valmaris.",
            ("4 May 2024", "6 May 2024"),
            "When is the hearing of the jury held?",
            "date",
        ),
        (
            "Le jury de la ville est présidé par {} depuis mars.",
            ("Anna Bell", "Carl Dunn"),
            "Qui préside le jury de la ville ?",
            "name",
        ),
        (
            "The jury of the town is chaired by {} since March.",
            ("Anna Bell", "Carl Dunn"),
            "Who chairs the jury of the town?",
            "name",
        ),
    ],
)
def test_dates_and_names_that_differ_are_shown(
    library: MakeLibrary, sentence: str, sides: tuple[str, str], question: str, topic: str
) -> None:
    one, other = (f"# Note\n\n{sentence.format(side)}\n" for side in sides)
    answer = library(first=one, second=other).ask(question)
    ((found, *said),) = disputed(answer)
    assert (found, sorted(said)) == (topic, sorted(sides))


def test_one_document_does_not_disagree_with_itself(library: MakeLibrary) -> None:
    text = "# Note\n\nLe navire embarque 24 savants.\n\nLe navire embarque 26 savants.\n"
    answer = library(note=text).ask("Combien de savants embarque le navire ?")
    assert len(answer.citations) == 2
    assert answer.conflicts == ()


def test_a_refusal_warns_of_nothing(library: MakeLibrary) -> None:
    texts = {name: text.format(fr=24, en=26) for name, text in NEWS.items()}
    answer = library(threshold=1.0, **texts).ask("Quel temps fait-il sur la lune ?")
    assert (answer.found, answer.conflicts) == (False, ())
