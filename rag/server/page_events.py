"""Events that pages have sent and that are not answered yet: how many of a person, and their bytes.

An event is sent in one request and answered in the stream of its page. Without a limit, one
person could fill the memory with events that wait, or whose answers nobody fetches. A page that
does not receive the response to its request sends the event again, with the same key.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from rag.errors import RequestRefused
from rag.errors.service import TooManyRequests
from rag.messages import Message

MOST_EVENTS, MOST_BYTES = 100, 8_000_000  # of one person, not yet answered
# Of one address without accounts, which may be that of a whole institution.
MOST_EVENTS_OF_ADDRESS, MOST_BYTES_OF_ADDRESS = 500, 64_000_000
_FORGOTTEN = 600.0  # seconds after which an event of a page without a stream no longer counts
_MOST_PAGES = 10_000
_MOST_KEYS, _LONGEST = 20, 200  # known events of a page, and characters of a key and a response
_RETRY_SECONDS = 10
_ANSWERED = re.compile(
    rb'"msg": ?"process_completed"'
)  # in a stream of Gradio; in a text, quotes are escaped


@dataclass(slots=True)
class _Page:
    """A page: whose it is, and the size and moment of each of its events, the oldest first.

    ``begun`` are the responses to the last events, by their keys.
    """

    person: str
    events: deque[tuple[int, float]] = field(default_factory=deque)
    begun: OrderedDict[str, bytes] = field(default_factory=OrderedDict)


class PageEvents:
    """The events of all pages; used in the event loop of the server only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.numbers: Collection[int] = ()  # of the events that the page has
        self._clock = clock
        self._pages: OrderedDict[str, _Page] = OrderedDict()

    def knows(self, number: object) -> bool:
        """Whether the page has an event of this number; Gradio fails where it has none."""
        return type(number) is int and number in self.numbers

    def claim(self, page: str, person: str) -> None:
        """Notes whose page it is; raises RequestRefused if it is that of somebody else.

        A browser chooses the name of its page. Somebody who guesses it must not read its stream.
        """
        known = self._pages.setdefault(page, _Page(person))
        self._pages.move_to_end(page)
        if known.person != person:
            raise RequestRefused(cause=Message("causes.other_page"))
        if len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)

    def add(self, page: str, person: str, size: int, *, most: int, most_bytes: int) -> None:
        """Counts an event of a page.

        Raises RequestRefused if the page is that of somebody else, and TooManyRequests if ``most``
        events of the person, or ``most_bytes``, wait for their answers.
        """
        self.claim(page, person)
        waiting = [each for one in self._of(person) for each in one.events]
        if len(waiting) >= most or sum(of for of, _ in waiting) + size > most_bytes:
            raise TooManyRequests(seconds=_RETRY_SECONDS)
        self._pages[page].events.append((size, self._clock()))

    def begun(self, page: str, person: str, key: str) -> bytes | None:
        """The response to the event of a page that was sent before with this key.

        ``None`` if there was none, or nobody answers it any more. Raises as ``claim``.
        """
        self.claim(page, person)
        return self._pages[page].begun.get(key)

    def note_begun(self, page: str, key: str, response: bytes) -> None:
        """Keeps the response to an event of a page."""
        known = self._pages.get(page)
        if known is None or not key or max(len(key), len(response)) > _LONGEST:
            return
        known.begun[key] = response
        if len(known.begun) > _MOST_KEYS:
            known.begun.popitem(last=False)

    def note_sent(self, page: str, part: bytes) -> None:
        """Counts off the events that a part of the stream of a page answers."""
        known = self._pages.get(page)
        if known is None:
            return
        for _ in range(min(len(_ANSWERED.findall(part)), len(known.events))):
            known.events.popleft()

    def end(self, page: str, person: str) -> None:
        """Counts off all events of a person's page whose stream has ended: Gradio drops them."""
        known = self._pages.get(page)
        if known is not None and known.person == person:
            known.events.clear()
            known.begun.clear()

    def _of(self, person: str) -> list[_Page]:
        """The pages of a person, without the events that are too old to count."""
        oldest = self._clock() - _FORGOTTEN
        found = [page for page in self._pages.values() if page.person == person]
        for page in found:
            while page.events and page.events[0][1] < oldest:
                page.events.popleft()
        return found
