"""A document that a question names: read first, said in the answer, and removable."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag, Settings
from rag.answering.limited import within_named
from rag.encoders import HashingEncoder
from rag.messages.answers import understood_in
from rag.retrieval.named_documents import NamedDocuments
from rag.store import Store

TEXTS = questions_library.TEXTS | {
    "staff-handbook.md": "# Staff handbook\n\nThe museum pays twenty euros for each late book.\n",
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
