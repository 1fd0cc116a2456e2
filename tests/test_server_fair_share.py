"""One person has few turns at a time, and others have theirs."""

from __future__ import annotations

import asyncio

import pytest
from awaiting import awaited

from rag.errors.service import TooManyRequests
from rag.server.fair_share import FairShare
from rag.server.policy import Policies


def test_one_person_has_few_turns_at_a_time_and_others_have_their_own() -> None:
    async def all_of_them() -> tuple[int, list[str]]:
        turns, door, going, ended = FairShare(2, 10), asyncio.Event(), 0, list[str]()

        async def one(person: str) -> None:
            nonlocal going
            async with turns.taken(person):
                going += 1
                await door.wait()
                ended.append(person)

        tasks = [asyncio.create_task(one("anna")) for _ in range(5)]
        tasks.append(asyncio.create_task(one("bruno")))
        await asyncio.sleep(0.01)
        at_once = going
        door.set()
        await asyncio.gather(*tasks)
        return at_once, sorted(ended)

    assert awaited(all_of_them()) == (3, ["anna"] * 5 + ["bruno"])


def test_past_a_number_a_request_does_not_wait_and_places_become_free_again() -> None:
    async def of_one() -> None:
        turns = FairShare(1, 2)
        async with turns.taken("anna"):
            waiting = asyncio.create_task(turns.taken("anna").__aenter__())
            await asyncio.sleep(0.01)
            with pytest.raises(TooManyRequests):
                async with turns.taken("anna"):
                    pass
            waiting.cancel()
            await asyncio.sleep(0.01)
        async with turns.taken("anna"):
            pass

    awaited(of_one())


def test_a_turn_that_is_lent_ends_once_by_itself_or_before() -> None:
    async def lent() -> None:
        turns = FairShare(1, 10)
        end = await turns.lend("anna", 60)
        end()
        end()
        await turns.lend("anna", 0.01)
        async with asyncio.timeout(20):
            end = await turns.lend("anna", 60)
        waiting = asyncio.create_task(turns.lend("anna", 60))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        end()
        (await waiting)()

    awaited(lent())


def test_images_of_pages_are_drawn_by_turns() -> None:
    """Or the twenty pages that may wait would all be those of one person."""
    for version in ("v1", "api"):
        _, rule = Policies().find(f"/{version}/documents/x/pages/1/image.png")
        assert rule.turns
