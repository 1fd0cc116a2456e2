"""Passages that cannot come first stay unread, and the quotes are as if all were read."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.choice import Choice, choose
from rag.answering.question import parse_question
from rag.answering.reading import Models, read_candidates
from rag.answering.selection import Candidate, SentenceFeatures
from rag.encoders import load_encoder
from rag.language.sentences import read_sentences
from rag.passage_reader import PassageReading, PassageText, SentenceReading, load_reader
from rag.records import Document, Hit, Passage
from rag.weights import WEIGHTS

QUESTION = parse_question("Who signs the lease?", "en", lambda *_: 1.0)
# Log odds that add no more than weights.selection.most_of_reading to a score.
MOST = WEIGHTS.selection.most_of_reading / WEIGHTS.sentences.passage_answers


class CountingReader:
    """Gives each passage the log odds in its text, and counts what it reads."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        self.read += len(passages)
        return [
            PassageReading(float(one.text), (SentenceReading(0.0, (0, 1), 0.0),) * 9)
            for one in passages
        ]


def candidate(number: int, score: float, logit: float, *, fragment: bool) -> Candidate:
    """A sentence with a score before it is read, and the log odds that the reader will give it."""
    text = f"{logit:+.{number + 3}f}"  # no two are the same
    document = Document("a" * 64, "/", "a.txt", "Lease", "text", "en", None, None, 1)
    hit = Hit(Passage(document.id, None, 0, len(text), text, "en", ()), document, None, 1, 1, 1)
    (sentence,) = read_sentences(text, "en")
    features = SentenceFeatures(*[0.0] * 8)
    return Candidate(hit, 0, sentence, 0.0, 0.0, features, score, fragment)


made = st.lists(
    st.tuples(st.floats(0, 20), st.floats(-9, MOST), st.booleans()), min_size=1, max_size=14
)


@given(made)
def test_the_first_sentences_are_those_of_reading_all(
    drawn: list[tuple[float, float, bool]],
) -> None:
    candidates = [
        candidate(number, score, logit, fragment=fragment)
        for number, (score, logit, fragment) in enumerate(drawn)
    ]
    some, every = CountingReader(), CountingReader()
    found = read_candidates(QUESTION, candidates, Models(load_encoder().tokens, some, every=False))
    whole = read_candidates(QUESTION, candidates, Models(load_encoder().tokens, every))
    assert every.read == len(candidates) >= some.read
    assert [one.sentence.text for one in found[:2]] == [one.sentence.text for one in whole[:2]]
    least = whole[0].score - WEIGHTS.selection.close
    close = [one for one in whole if one.score >= least and one.fragment <= whole[0].fragment]
    assert found[: len(close)] == close


def test_what_cannot_come_near_is_not_read() -> None:
    candidates = [candidate(place, 30.0 - 2 * place, 0.0, fragment=False) for place in range(12)]
    reader = CountingReader()
    read_candidates(QUESTION, candidates, Models(load_encoder().tokens, reader, every=False))
    assert 3 <= reader.read <= 5


LINES = (
    "The lease is signed by the director. It lasts nine years.",
    "The hall seats 240 people. It opens on Mondays and closes at eight in the evening.",
    "Rent is due on the first day of each month. Late rent costs 15 pounds.",
    "The director is Ilse Marten. She was appointed by the Board.",
    "Dogs are not allowed in the reading room, but guide dogs are.",
    "The minutes were approved without a vote by all members present.",
)


@pytest.mark.parametrize(
    "question",
    ["Who signs the lease?", "How long is the lease?", "When is rent due?", "Who is the director?"],
)
def test_the_shipped_networks_choose_the_same_quotes(question: str) -> None:
    document = Document("a" * 64, "/", "a.txt", "The house", "text", "en", None, None, 1)
    starts = itertools.accumulate((len(text) for text in LINES), initial=0)
    passages = [
        Passage(document.id, None, start, start + len(text), text, "en", ())
        for start, text in zip(starts, LINES, strict=False)
    ]
    hits = [Hit(one, document, None, 0.6, 0.6, 0.6) for one in passages]
    parsed = parse_question(question, "en", lambda *_: 1.0)

    def chosen(*, every: bool) -> Choice:
        models = Models(load_encoder().tokens, load_reader(), every)
        return choose(parsed, hits, passages=len(hits), models=models)

    some, whole = chosen(every=False), chosen(every=True)
    assert some.quotes == whole.quotes
    assert some.confidence == whole.confidence
