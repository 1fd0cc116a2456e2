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
# In a stream of Gradio; in a text, quotes are escaped.
_ANSWERED = re.compile(rb'"msg": ?"process_completed"(?:, ?"event_id": ?"(\w+)")?')
_ID = re.compile(rb'"event_id": ?"(\w+)"')


def _nothing() -> None:
    pass


@dataclass(eq=False, slots=True)
class PageEvent:
    """An event that is not answered yet: its size, when it came, and its id once it is known.

    It is ``passed_on`` once Gradio has it. ``settled`` is called once it is answered, or nobody
    will answer it.
    """

    size: int
    moment: float
    passed_on: bool = False
    id: bytes = b""
    settled: Callable[[], None] = _nothing


@dataclass(slots=True)
class _Page:
    """A page: whose it is, and its events, the oldest first.

    ``begun`` are the responses to the last events, by their keys, and ``ended`` those to events
    whose stream has ended.
    """

    person: str
    events: deque[PageEvent] = field(default_factory=deque)
    begun: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    ended: OrderedDict[str, bytes] = field(default_factory=OrderedDict)


class PageEvents:
    """The events of all pages; used in the event loop of the server only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.numbers: Collection[int] = ()  # of the events that the page has
        self.shown: Collection[int] = ()  # of those that show something and share a few places
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
            _, oldest = self._pages.popitem(last=False)
            while oldest.events:
                _settle(oldest, oldest.events[0])

    def add(self, page: str, person: str, size: int, *, most: int, most_bytes: int) -> PageEvent:
        """Counts an event of a page until it is answered.

        Raises RequestRefused if the page is that of somebody else, and TooManyRequests if ``most``
        events of the person, or ``most_bytes``, wait for their answers.
        """
        self.claim(page, person)
        waiting = [each for one in self._of(person) for each in one.events]
        if len(waiting) >= most or sum(one.size for one in waiting) + size > most_bytes:
            raise TooManyRequests(seconds=_RETRY_SECONDS)
        event = PageEvent(size, self._clock())
        self._pages[page].events.append(event)
        return event

    def drop(self, page: str, event: PageEvent) -> None:
        """Counts off an event that did not begin."""
        known = self._pages.get(page)
        if known is not None and event in known.events:
            _settle(known, event)

    def begun(
        self, page: str, person: str, key: str, answered: Collection[bytes] = ()
    ) -> bytes | None:
        """The response to the event of a page that was sent before with this key.

        ``None`` if there was none, or nobody answers it any more: its stream has ended, and it is
        not among the ids of those that the page has the answers of. Raises as ``claim``.
        """
        self.claim(page, person)
        known = self._pages[page]
        ended = known.ended.get(key, b"")
        found = _ID.search(ended)
        return ended if found and found[1] in answered else known.begun.get(key)

    def note_begun(self, page: str, event: PageEvent, key: str, response: bytes) -> None:
        """Keeps the response to an event of a page."""
        known, found = self._pages.get(page), _ID.search(response)
        event.id = found[1] if found else b""
        if known is None or not key or max(len(key), len(response)) > _LONGEST:
            return
        known.begun[key] = response
        _keep_last(known.begun)

    def note_sent(self, page: str, part: bytes) -> None:
        """Counts off the events that a part of the stream of a page answers."""
        known = self._pages.get(page)
        if known is None:
            return
        for answered in _ANSWERED.findall(part):
            # One that was answered before its response was sent has no id yet.
            for wanted in (answered, b""):
                of_page = (one for one in known.events if one.passed_on and one.id == wanted)
                if event := next(of_page, None):
                    _settle(known, event)
                    break

    def end(self, page: str, person: str) -> None:
        """Counts off the events of a person's page whose stream has ended: Gradio drops them."""
        known = self._pages.get(page)
        if known is not None and known.person == person:
            for event in [one for one in known.events if one.passed_on]:
                _settle(known, event)
            known.ended |= known.begun
            _keep_last(known.ended)
            known.begun.clear()

    def _of(self, person: str) -> list[_Page]:
        """The pages of a person, without the events that are too old to count."""
        oldest = self._clock() - _FORGOTTEN
        found = [page for page in self._pages.values() if page.person == person]
        for page in found:
            while page.events and page.events[0].moment < oldest:
                _settle(page, page.events[0])
        return found


def _settle(page: _Page, event: PageEvent) -> None:
    page.events.remove(event)
    event.settled()


def _keep_last(responses: OrderedDict[str, bytes]) -> None:
    while len(responses) > _MOST_KEYS:
        responses.popitem(last=False)
