"""Many questions, closed libraries, and questions that are awaited."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from awaiting import awaited

from rag import AsyncRag, LibraryClosed, QuestionInvalid, Rag, Settings, WorkStopped
from rag.encoders import HashingEncoder
from rag.runtime.cancellation import checkpoint
from rag.runtime.in_order import in_order
from rag.store import Library, Store

QUESTIONS = [
    "When do the reading rooms open?",
    "À quelle heure ferment les salles de lecture en août ?",
    "Who wrote on the wall?",
]


@pytest.mark.parametrize("threads", [1, 3])
def test_many_questions_are_answered_in_order(library: Rag, threads: int) -> None:
    answers = list(library.ask_many(QUESTIONS, threads=threads, scope={"languages": ["en"]}))
    assert [answer.question for answer in answers] == QUESTIONS
    assert all(answer.scope for answer in answers)
    assert answers[0] == library.ask(QUESTIONS[0], scope={"languages": ["en"]})


def test_the_error_of_a_question_ends_the_rest(library: Rag) -> None:
    answers = library.ask_many([QUESTIONS[0], " ", QUESTIONS[1]])
    assert next(answers).found
    with pytest.raises(QuestionInvalid):
        list(answers)


def test_no_item_is_taken_long_before_its_turn() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    assert next(in_order(str, numbers(), 2)) == "0"
    assert len(taken) <= 4


def test_a_closed_library_says_so(index: Path) -> None:
    with Rag(Store.open(index), HashingEncoder(), Settings()) as library:
        part = library.seen_by(lambda document: True)
        part.close()
        assert library.ask(QUESTIONS[0]).found
    for asked in (library.ask, part.ask):
        with pytest.raises(LibraryClosed):
            asked(QUESTIONS[0])
    library.close()


def test_a_question_that_runs_while_the_library_is_closed_has_its_answer(index: Path) -> None:
    library = Rag(Store.open(index), HashingEncoder(), Settings())
    inside, closed = threading.Event(), threading.Event()

    def read(store: Library) -> int:
        inside.set()
        closed.wait(30)
        return len({one.title for one in store.documents()})

    with ThreadPoolExecutor(1) as pool:
        count = pool.submit(library._read, read)
        inside.wait(30)
        library.close()
        closed.set()
        assert count.result(30)
    with pytest.raises(LibraryClosed):
        library.ask(QUESTIONS[0])
    with pytest.raises(LibraryClosed):
        library.add("The horn sounds at noon.", name="horn.txt")


def test_questions_can_be_awaited(library: Rag) -> None:
    async def asked() -> None:
        rag = AsyncRag(library)
        both = await asyncio.gather(*(rag.ask(question) for question in QUESTIONS))
        assert [answer.question for answer in both] == QUESTIONS
        assert [answer async for answer in rag.ask_many(QUESTIONS)] == both
        assert (await rag.check("The reading rooms open at nine.")).claims
        assert (await rag.search("reading rooms")).by_words
        assert (await rag.verify(both[0].citations[0])).state == "intact"
        assert await rag.run(library.documents) == library.documents()
        with pytest.raises(QuestionInvalid):
            await rag.ask("")

    awaited(asked())


def test_an_index_is_opened_and_closed_around_its_questions(index: Path) -> None:
    async def asked() -> None:
        settings = Settings(encoder="hashing-64")
        async with await AsyncRag.open(index, settings=settings) as rag:
            assert (await rag.ask(QUESTIONS[0])).found
        with pytest.raises(LibraryClosed):
            await rag.ask(QUESTIONS[0])

    awaited(asked())


def test_the_work_of_a_cancelled_task_stops(library: Rag) -> None:
    started, stopped = threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        try:
            while True:
                checkpoint()
        except WorkStopped:
            stopped.set()
            raise

    async def cancelled() -> None:
        task = asyncio.create_task(AsyncRag(library).run(work))
        await asyncio.to_thread(started.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    awaited(cancelled())
    assert stopped.wait(10)
