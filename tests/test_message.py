"""How much work a message costs: how often the passages are searched and read for it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import pytest
import questions_library

from rag import Answer, Exchange, Settings
from rag.answering.message import MessageReader
from rag.answering.pipeline import answer_asked, nearest_passages
from rag.answering.repeats import says_nothing_new
from rag.answering.typed_message import TypedMessage
from rag.encoders import HashingEncoder
from rag.questions.named_things import NamedThings
from rag.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    texts = questions_library.TEXTS | {"budget.md": "Octave Brissandre signe le budget."}
    with Store.open(questions_library.build(tmp_path_factory.mktemp("message"), texts)) as opened:
        yield opened


def no_similarity(text: str, others: Sequence[str]) -> list[float]:
    return [0.0 for _ in others]


def asked(
    store: Store,
    text: str,
    *,
    threshold: float,
    earlier: Sequence[Exchange] = (),
    refused: str = "",
) -> tuple[Answer, list[str]]:
    """The answer to a message, and the questions that were asked of the passages for it.

    The question ``refused`` has no answer, whatever the threshold.
    """
    parts = (store, HashingEncoder(), Settings(encoder="hashing-64", threshold=threshold))
    runs: list[str] = []

    def answer(asked: NamedThings) -> Answer:
        runs.append(asked.text)
        least = 1.0 if asked.text == refused else threshold
        settings = Settings(encoder="hashing-64", threshold=least)
        return answer_asked(*parts[:2], settings, asked)

    search = partial(nearest_passages, *parts)
    reader = MessageReader(store, answer, search, no_similarity, dt.date(2026, 11, 23))
    return reader.answered(TypedMessage(text, earlier)), runs


@pytest.mark.parametrize(
    "question",
    ["Quand la demande est-elle adressée à la DRH, et par qui ?",
     "When is the request sent to the DRH and who by?"],
)  # fmt: skip
def test_a_refused_question_of_two_halves_is_asked_four_times_at_most(
    store: Store, question: str
) -> None:
    found, runs = asked(store, question, threshold=1.0)
    assert not found.found
    assert len(runs) == 4
    assert len(set(runs)) == 4


@pytest.mark.parametrize(
    "question",
    ["Quel budget l'article 4012 donne-t-il, et depuis quand ?",
     "What does article 4012 say of the budget, and since when?"],
)  # fmt: skip
def test_the_halves_are_not_asked_if_the_first_names_what_the_library_lacks(
    store: Store, question: str
) -> None:
    found, runs = asked(store, question, threshold=1.0)
    assert found.absent
    assert len(runs) == 1


@pytest.mark.parametrize(
    "question", ["Qu'avez-vous sur les dinosaures ?", "What do you have about dinosaurs?"]
)
def test_the_nearest_documents_are_searched_and_not_read(store: Store, question: str) -> None:
    found, runs = asked(store, question, threshold=0.0)
    assert found.listed is not None
    assert found.listed.documents
    assert not runs


BEFORE = Exchange("Qui préside le Conseil ?", quotes=("Octave Brissandre préside le Conseil.",))
COUNCIL = "Quel est le budget du Conseil ?"
PERSON = "Quel est le budget d’Octave Brissandre ? (le Conseil)"


@pytest.mark.parametrize(
    ("refused", "meanings", "runs"),
    [
        pytest.param("", (COUNCIL, PERSON), [COUNCIL], id="first"),
        pytest.param(COUNCIL, (PERSON, COUNCIL), [COUNCIL, PERSON], id="second"),
    ],
)
def test_of_two_meanings_the_first_that_is_answered_leads_and_both_are_kept(
    store: Store, refused: str, meanings: tuple[str, ...], runs: list[str]
) -> None:
    found, asked_for = asked(
        store, "Quel est son budget ?", threshold=0.0, earlier=[BEFORE], refused=refused
    )
    assert found.found
    assert (found.understood, found.meanings, asked_for) == (meanings[0], meanings, runs)


def test_if_neither_meaning_is_answered_the_likelier_one_leads(store: Store) -> None:
    found, runs = asked(store, "Quel est son budget ?", threshold=1.0, earlier=[BEFORE])
    assert not found.found
    assert (found.understood, found.meanings) == (COUNCIL, (COUNCIL, PERSON))
    assert len(runs) == 2


def test_a_second_meaning_that_only_repeats_the_quote_before_does_not_lead(store: Store) -> None:
    answered, _ = asked(store, PERSON, threshold=0.0)
    before = Exchange(BEFORE.question, quotes=(*BEFORE.quotes, answered.citations[0].quote))
    found, runs = asked(
        store, "Quel est son budget ?", threshold=0.0, earlier=[before], refused=COUNCIL
    )
    assert runs == [COUNCIL, PERSON]
    assert (found.found, found.meanings) == (False, (COUNCIL, PERSON))


def test_a_quote_shown_again_is_new_only_if_it_has_a_word_that_was_typed(store: Store) -> None:
    answer, _ = asked(store, "Qui signe le budget ?", threshold=0.0)
    answer = replace(answer, citations=(replace(answer.citations[0], span=None),))
    turn = Exchange("Qui signe le budget ?", quotes=(answer.citations[0].quote,))
    assert says_nothing_new("Qu'avait-il fait avant ?", answer, [turn])
    assert not says_nothing_new("Que signe-t-il ?", answer, [turn])
    assert not says_nothing_new("Qu'avait-il fait avant ?", answer, [Exchange("Qui ?")])
    assert not says_nothing_new("Et là ?", replace(answer, named=("Budget",)), [turn])


def test_a_year_asks_each_question_of_the_turn_before_again(store: Store) -> None:
    before = Exchange("Quel est le budget ? Combien de visiteurs sont venus ?")
    found, runs = asked(store, "Et en 2022 ?", threshold=0.0, earlier=[before])
    assert runs[:2] == ["Quel est le budget en 2022 ?", "Combien de visiteurs sont venus en 2022 ?"]
    assert [part.question for part in found.parts] == runs[:2]
