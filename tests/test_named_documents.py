"""A document that a question names: read first, said in the answer, and removable."""

from __future__ import annotations

import datetime as dt

import pytest
import questions_library

from rag import Rag, Settings
from rag.answering.limited import within_named
from rag.encoders import HashingEncoder
from rag.messages.answers import absent, understood_in
from rag.questions.document_names import read_document_name
from rag.records import Absent
from rag.retrieval.named_documents import NamedDocuments
from rag.store import Store

TEXTS = questions_library.TEXTS | {
    "staff-handbook.md": "# Staff handbook\n\nThe museum pays twenty euros for each late book.\n",
    "house-rules-2022.md": """---
date: 2022-03-01
---
# Règlement intérieur du musée

Le conseil du musée compte douze membres.
""",
    "house-rules.md": """---
date: 2024-03-01
---
# House rules of the museum

The board of the museum has fifteen members.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    index = questions_library.build(tmp_path_factory.mktemp("named"), TEXTS)
    return Rag(Store.open(index), HashingEncoder(), Settings(threshold=0.0))


@pytest.mark.parametrize(
    ("question", "named", "figure"),
    [
        ("Dans le rapport annuel 2022, quel est le budget ?", "Rapport annuel 2022", "40 000"),
        ("Quel est le budget selon le rapport annuel 2023 ?", "Rapport annuel 2023", "50 000"),
        ("In the loan policy, what does a late book cost?", "Loan policy", "one euro"),
        ("In the staff handbook, what does a late book cost?", "Staff handbook", "twenty euros"),
    ],
)
def test_a_document_that_a_question_names_is_said(
    rag: Rag, question: str, named: str, figure: str
) -> None:
    answer = rag.ask(question)
    assert answer.named == (named,)
    assert figure in answer.text
    assert {cited.title for cited in answer.citations} == {named}


def test_a_question_that_names_no_document_has_no_limit(rag: Rag) -> None:
    for question in ("What does a late book cost?", "Quel était le budget en 2022 ?"):
        assert rag.ask(question).named == ()


def test_asked_exactly_a_named_document_is_no_limit(rag: Rag) -> None:
    question = "In the staff handbook, what does the library lend for three weeks?"
    exact = rag.ask(question, exact=True)
    assert exact.named == ()
    assert "Loan policy" in {cited.title for cited in exact.citations}


def test_the_limit_of_a_part_is_said_in_the_part(rag: Rag) -> None:
    asked = "Who keeps the register? And in the loan policy, what does a late book cost?"
    first, second = rag.ask(asked).parts
    assert (first.named, second.named) == ((), ("Loan policy",))


def test_a_document_that_is_alone_in_its_scope_is_not_said_again(rag: Rag) -> None:
    question = "In the loan policy, what does a late book cost?"
    assert rag.ask(question, scope={"documents": ["Loan policy"]}).named == ()


def test_quotes_of_other_documents_are_said_to_be(rag: Rag) -> None:
    answer = rag.ask("What does a late book cost?")
    (other,) = (each for each in rag.documents() if each.title == "Compte épargne-temps")
    named = NamedDocuments({other.id: other.title}, within=True)
    noted = within_named(answer, named, rag._current())
    assert noted.named == ()
    assert noted.note == (
        "Nothing found in “Compte épargne-temps”. The quotes are from other documents."
    )
    assert within_named(answer, NamedDocuments(named.titles), rag._current()) == answer


def test_many_documents_are_named_by_the_first() -> None:
    titles = ["Rapport 1", "Rapport 2", "Rapport 1", "Rapport 3", "Rapport 4", "Rapport 5"]
    assert understood_in(titles, "en") == (
        "Understood: in “Rapport 1”, “Rapport 2”, “Rapport 3” and 2 others"
    )
    assert understood_in(titles[:2], "fr").replace("\xa0", " ") == (
        "Compris : dans « Rapport 1 » et « Rapport 2 »"
    )


@pytest.mark.parametrize(
    ("question", "named", "figure"),
    [
        ("In the 2022 edition of the house rules, how many members?", "Règlement", "douze"),
        ("In the house rules, 2022 edition, how many members?", "Règlement", "douze"),
        ("In the 2024 house rules, how many members?", "House rules of the museum", "fifteen"),
        ("Dans la version de 2022 du règlement, combien de membres ?", "Règlement", "douze"),
        ("Combien de membres dans le règlement intérieur (édition 2022) ?", "Règlement", "douze"),
    ],
)
def test_a_year_beside_the_name_picks_the_edition(
    rag: Rag, question: str, named: str, figure: str
) -> None:
    answer = rag.ask(question)
    assert [title[: len(named)] for title in answer.named] == [named]
    assert figure in answer.text


@pytest.mark.parametrize(
    ("question", "missing", "nearest"),
    [
        (
            "In the 2021 edition of the house rules, how many members?",
            "2021 edition of the house rules",
            ("House rules of the museum",),
        ),
        (
            "Dans le rapport annuel 2019, quel est le budget ?",
            "rapport annuel 2019",
            ("Rapport annuel 2022", "Rapport annuel 2023"),
        ),
    ],
)
def test_an_edition_that_is_missing_is_said_to_be(
    rag: Rag, question: str, missing: str, nearest: tuple[str, ...]
) -> None:
    answer = rag.ask(question)
    assert not answer.found
    assert answer.absent == (Absent("document", missing, nearest),)
    assert answer.hits, "the nearest passages are still shown"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Selon le livret d'accueil, quel est le budget ?", "livret d'accueil"),
        ("What does a late book cost according to the volunteers charter?", "volunteers charter"),
    ],
)
def test_a_document_of_which_nothing_is_there_is_refused(
    rag: Rag, question: str, missing: str
) -> None:
    answer = rag.ask(question)
    assert not answer.found
    assert answer.absent == (Absent("document", missing),)
    assert missing in answer.text


def test_another_document_of_the_kind_may_answer_and_the_missing_one_is_said(rag: Rag) -> None:
    answer = rag.ask("In the volunteers handbook, what does a late book cost?")
    assert answer.found
    assert answer.absent == (Absent("document", "volunteers handbook"),)


def test_words_that_people_use_for_any_document_name_none(rag: Rag) -> None:
    for question in ("According to the report, what is the budget?", "Que dit la loi du budget ?"):
        assert rag.ask(question).absent == ()


def test_a_named_document_outside_the_limits_is_said_and_not_ignored(rag: Rag) -> None:
    answer = rag.ask(
        "Dans le rapport annuel 2023, quel est le budget ?",
        scope={"documents": ["Rapport annuel 2022", "Loan policy"]},
    )
    assert not answer.found
    assert answer.absent == (Absent("document_outside", "Rapport annuel 2023"),)
    assert "Rapport annuel 2023" in answer.note, "the whole library has an answer"


def test_a_document_that_is_dated_later_is_outside_too(rag: Rag) -> None:
    answer = rag.ask("In the loan policy, what does a late book cost?", as_of=dt.date(2023, 1, 1))
    assert answer.absent == (Absent("document_outside", "Loan policy"),)


@pytest.mark.parametrize(
    ("question", "name", "rest"),
    [
        ("In the staff handbook, who pays the meals?", "staff handbook", "who pays the meals?"),
        ("Selon le guide du personnel, qui paie les repas ?",
         "guide du personnel", "qui paie les repas ?"),
        ("Qui paie les repas selon la charte d'éthique ?",
         "charte d'éthique", "Qui paie les repas ?"),
        ("What does the 2021 annual report say about it?", "2021 annual report", ""),
        ("Dans l'édition 2022 du règlement intérieur, qui vote en dernier ?",
         "édition 2022 du règlement intérieur", "qui vote en dernier ?"),
        ("What do the minutes of 4 July say?", None, ""),
        ("Que contient le guide du personnel ?", None, ""),
        ("In the city, who reads the report?", None, ""),
    ],
)  # fmt: skip
def test_the_name_of_a_document_is_read_as_it_is_written(
    question: str, name: str | None, rest: str
) -> None:
    found = read_document_name(question)
    assert (found and found.text) == name
    assert (found.rest if found else "") == rest


def test_what_is_missing_is_said_in_both_languages() -> None:
    missing = Absent("document", "rules 2021", ("Rules 2022", "Rules 2024"))
    assert absent(missing, "en") == (
        "No document is called “rules 2021”. The nearest ones: “Rules 2022” and “Rules 2024”."
    )
    outside = Absent("document_outside", "Charte")
    assert absent(outside, "fr").replace("\xa0", " ") == (
        "« Charte » ne fait pas partie des documents choisis."
    )


def test_an_older_edition_is_the_one_before_the_newest(rag: Rag) -> None:
    for question in (
        "Dans l'ancien rapport annuel, quel est le budget ?",
        "Dans la version précédente du rapport annuel, quel est le budget ?",
        "In the previous annual report, what is the budget?",
    ):
        assert rag.ask(question).named == ("Rapport annuel 2022",)


def test_a_year_may_be_that_of_a_document_in_another_language(rag: Rag) -> None:
    answer = rag.ask("In the 2022 loan policy, what does the museum pay?")
    assert set(answer.named) == {"Rapport annuel 2022", "Règlement intérieur du musée"}
    assert {cited.title for cited in answer.citations} <= set(answer.named)
    assert answer.absent == (), "what answers is named instead"
