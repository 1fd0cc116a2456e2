"""Floods of sign-ins: bounded, apart from other work, and those who know their password get in."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from awaiting import awaited

from rag.errors.service import LoginRefused, ServiceBusy
from rag.server.login_queue import LoginQueue

HASH_SECONDS = 0.05


@pytest.fixture
def logins() -> Iterator[LoginQueue]:
    logins = LoginQueue()
    yield logins
    logins.close()


def right() -> str:
    time.sleep(HASH_SECONDS)
    return "key"


def wrong() -> str:
    time.sleep(HASH_SECONDS)
    raise LoginRefused


def test_few_wait_and_further_ones_are_asked_to_come_again() -> None:
    logins, door = LoginQueue(waiting=3), threading.Event()

    async def flood() -> list[object]:
        tries = [logins.run(lambda: door.wait(20), f"192.0.2.{n}") for n in range(10)]
        waits = [asyncio.ensure_future(each) for each in tries]
        await asyncio.sleep(0.1)
        door.set()
        return await asyncio.gather(*waits, return_exceptions=True)

    outcomes = awaited(flood())
    logins.close()
    assert outcomes[:3] == [True] * 3
    assert all(isinstance(one, ServiceBusy) for one in outcomes[3:])
    assert len(outcomes) == 10


def test_whoever_signed_in_before_gets_in_while_others_guess(logins: LoginQueue) -> None:
    """Fifty tries a second from ever new addresses, more than can be checked."""

    async def guess(n: int) -> None:
        with pytest.raises((LoginRefused, ServiceBusy)):
            await logins.run(wrong, f"198.51.100.{n}")

    async def attacked() -> list[float]:
        await logins.run(right, "192.0.2.1")
        guesses, times = [], []
        for n in range(100):
            guesses.append(asyncio.ensure_future(guess(n)))
            await asyncio.sleep(0.02)
            if n % 20 == 19:
                start = time.monotonic()
                assert await logins.run(right, "192.0.2.1") == "key"
                times.append(time.monotonic() - start)
        await asyncio.gather(*guesses)
        return times

    assert max(awaited(attacked())) < 2


def test_a_failed_try_does_not_make_an_address_known(logins: LoginQueue) -> None:
    door = threading.Event()

    async def run() -> None:
        with pytest.raises(LoginRefused):
            await logins.run(wrong, "198.51.100.1")
        await logins.run(right, "192.0.2.1")
        held = asyncio.ensure_future(logins.run(lambda: door.wait(20), "198.51.100.2"))
        await asyncio.sleep(0.1)  # the thread of the unknown addresses is taken now
        unknown = asyncio.ensure_future(logins.run(right, "198.51.100.1"))
        assert await logins.run(right, "192.0.2.1") == "key"
        assert not unknown.done()
        door.set()
        assert await held
        assert await unknown == "key"

    awaited(run())
