"""Access control: who may do what, how often, and how many at once. Decisions only, no HTTP."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rag.accounts import Account, Accounts, DocumentFilter, at_least, document_filter
from rag.accounts.oidc import Person
from rag.config import Role, Settings
from rag.errors import RagError
from rag.errors.service import LoginNeeded, LoginRefused, RoleNeeded, TooManyRequests
from rag.messages import Message
from rag.runtime.cancellation import Cancellation
from rag.server import identity
from rag.server.access_log import AccessLog
from rag.server.admission_queue import AdmissionQueue, QueuePlace
from rag.server.engine_loader import Engine
from rag.server.error_responses import error_status
from rag.server.fair_share import FairShare
from rag.server.identity import (
    CALLER_KEY,
    MACHINE,
    PAGE_KEY,
    VISITOR,
    Caller,
    Cookies,
    client_address,
    counted_as,
    is_from_this_machine,
    is_loopback,
)
from rag.server.login_limits import LoginLimits
from rag.server.login_queue import MOST_KNOWN, LoginQueue
from rag.server.metrics import Metrics
from rag.server.page_events import PageEvents
from rag.server.person_limits import PersonLimits
from rag.server.policy import Policies, Policy, Rule
from rag.server.rate_limit import RateLimit
from rag.server.refused_questions import RefusedQuestions
from rag.server.streams import Streams
from rag.server.worker import Worker

# How many questions of a person may wait on the page, each in a thread. An address without accounts
# may be that of a whole institution.
_WAITING_ON_PAGE, _WAITING_ON_PAGE_OF_ADDRESS = 2, 6
# Of a person: two pages are drawn at a time, and twenty wait. A browser may want many thumbnails.
_IMAGES_AT_ONCE, _MOST_IMAGES = 4, 100
_SHOWN_AT_ONCE = {True: 2, False: 6}  # with an account or not, of the page's eight; others wait
_NEEDED: Mapping[Policy, Role] = {
    "reader": "reader", "curator": "curator", "admin": "admin",
    "local": "admin", "blocked": "admin",
}  # fmt: skip


def _no_event() -> Mapping[str, Any] | None:
    return None


class AccessControl:
    """The access control of one application.

    Without ``accounts``, any caller of a service on loopback is the user of this machine and may
    do everything; on another address the service must be open by its settings, and is read-only.
    ``event_scope`` returns the ASGI scope of the request whose page event runs outside the
    context of that request, with the name of the page under PAGE_KEY; ``None`` elsewhere.
    """

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts | None = None,
        *,
        access_log: AccessLog | None = None,
        refused: RefusedQuestions | None = None,
        event_scope: Callable[[], Mapping[str, Any] | None] = _no_event,
        worker: Worker | None = None,
    ) -> None:
        service = settings.service
        self.worker = worker = worker or Worker()
        self.settings = settings
        self.accounts = accounts
        self.policies = Policies()  # those of further routes can take their place
        self.access_log = access_log or AccessLog(None)
        self.refused = refused or RefusedQuestions(None)
        self.streams = Streams()
        self.page_events = PageEvents()
        self.images = FairShare(_IMAGES_AT_ONCE, _MOST_IMAGES)
        self.shown = {known: FairShare(most, 1_000) for known, most in _SHOWN_AT_ONCE.items()}
        cores, waiting = os.cpu_count() or 1, service.asks_waiting
        self.queue = AdmissionQueue(
            service.asks_at_once or cores, waiting, worker=worker, name="questions"
        )
        # Pages are read while long questions are answered, and the other way round. Many people
        # open the page at the same time, some of them from one address.
        self.reading = AdmissionQueue(max(cores, 2), 4 * waiting, worker=worker, name="reading")
        self.metrics = Metrics(self.queue, since=worker.since)
        self._login_lifetime = dt.timedelta(hours=service.session_hours)
        self.cookies = Cookies(
            accounts.secret if accounts else b"", int(self._login_lifetime.total_seconds())
        )
        self._event_scope = event_scope
        self._limits = PersonLimits(service, worker)
        self.logins = LoginQueue(known=worker.shelf("logins from networks", MOST_KNOWN))
        self._login_limits = LoginLimits(worker=worker)
        self._restricted: dict[Role | None, tuple[Engine, Engine]] = {}

    def close(self) -> None:
        """Closes the access log, the accounts and the threads that check passwords."""
        self.access_log.close()
        self.logins.close()
        self.worker.close()
        if self.accounts is not None:
            self.accounts.close()

    def identify(self, headers: Mapping[str, str]) -> Caller | None:
        """The caller of a request, ``None`` if it has no valid login or token."""
        if self.accounts is not None:
            return identity.find_caller(self.accounts, self.cookies, headers)
        if self.settings.service.open:
            return VISITOR
        # Through a proxy on this machine every request seems to come from its own user.
        forwarded = "forwarded" in headers or "x-forwarded-for" in headers
        return MACHINE if is_loopback(self.settings.host) and not forwarded else None

    def authorise(
        self,
        rule: Rule,
        caller: Caller | None,
        *,
        scope: Mapping[str, Any],
        headers: Mapping[str, str],
    ) -> None:
        """Lets a request pass, or raises LoginNeeded, RoleNeeded or TooManyRequests."""
        if rule.probe and caller is None:
            return
        limits = [self._limits.questions] if rule.heavy else []
        self._take_rate(caller, client_address(scope), *limits)
        if rule.policy == "public":
            return
        if rule.policy == "local" and is_from_this_machine(scope, headers):
            return
        if caller is None:
            raise LoginNeeded
        needed = _NEEDED[rule.policy]
        if not at_least(caller.role, needed):
            raise RoleNeeded(role=Message(f"accounts.role_{needed}"))

    def current_caller(self) -> Caller | None:
        """The caller that the running code works for."""
        scope = self._event_scope()
        if scope is not None:
            found = scope.get(CALLER_KEY)
            return found if isinstance(found, Caller) else None
        return identity.current.get()

    def account_name(self) -> str:
        """The name of the account that the current caller is logged in to, empty if none."""
        caller = self.current_caller()
        return caller.name if caller and caller.authentication == "login" else ""

    def account(self) -> str:
        """The identity of that account, empty if none."""
        caller = self.current_caller()
        return caller.account if caller and caller.authentication == "login" else ""

    def may_count(self) -> bool:
        """Whether the current caller may know how many documents there are."""
        return self.current_caller() is not None

    def may_curate(self) -> bool:
        """Whether the current caller may change the library."""
        caller = self.current_caller()
        return caller is not None and at_least(caller.role, "curator")

    def visible(self) -> DocumentFilter | None:
        """The filter of the documents that the current caller sees; ``None`` for all of them."""
        caller = self.current_caller()
        if caller is None:
            return lambda _: False
        return document_filter(caller.role, self.settings.collections)

    def restricted(self, engine: Engine) -> Engine:
        """An engine restricted to what the current caller may see; nothing without a caller."""
        caller = self.current_caller()
        role = caller.role if caller else None
        sees = self.visible()
        if sees is None:
            return engine
        whole, part = self._restricted.get(role, (None, None))
        if part is None or whole is not engine:
            part = engine.seen_by(sees)
            self._restricted[role] = (engine, part)
        return part

    def log_in(self, name: str, password: str, *, address: str) -> tuple[Caller, str]:
        """The caller, and the key of the new login; raises LoginRefused or TooManyRequests."""
        assert self.accounts is not None
        try:
            self._login_limits.take(name, address)
            account, key = self.accounts.log_in(name, password, lifetime=self._login_lifetime)
        except (LoginRefused, TooManyRequests) as error:
            outcome = "refused" if isinstance(error, LoginRefused) else "too_many"
            self.metrics.count_login(outcome)
            # Not the name that was given: people type their password there.
            self.access_log.add("login", None, outcome=outcome, address=address)
            raise
        self._login_limits.note(name, address)
        return self._logged_in(account, address), key

    def log_in_by_provider(self, person: Person, *, address: str) -> tuple[Caller, str]:
        """The same for a person identified by a provider; raises OidcRefused or LoginRefused."""
        assert self.accounts is not None
        account, key = self.accounts.log_in_by_provider(person, lifetime=self._login_lifetime)
        return self._logged_in(account, address), key

    def record_refusal(self, address: str) -> None:
        """Counts and logs a login through a provider that failed."""
        self.metrics.count_login("refused")
        self.access_log.add("login", None, outcome="refused", address=address)

    def _logged_in(self, account: Account, address: str) -> Caller:
        caller = Caller.of(account, "login")
        self.metrics.count_login("welcome")
        self.access_log.add("login", caller, outcome="welcome", address=address)
        return caller

    def person(self) -> str:
        """Who in the queue the running code works for; see ``AdmissionQueue``."""
        return _person(self.current_caller(), self._address())

    def _address(self) -> str:
        scope = self._event_scope()
        return identity.current_address.get() if scope is None else client_address(scope)

    def join(self, queue: AdmissionQueue, caller: Caller | None, address: str) -> QueuePlace:
        """A new place in a queue for work of a caller; raises ServiceBusy."""
        return queue.join(_person(caller, address))

    @contextmanager
    def admitted(
        self, question: str | None, event: str = "ask", *, again: bool = False
    ) -> Iterator[None]:
        """Runs work of the page: rate limited, through the queue, logged as an ``event``.

        ``again`` is for what was asked before and is shown again: it leaves the person's questions
        alone, and has a limit of its own. The work is cancelled when its page closes. Raises
        TooManyRequests, ServiceBusy or WorkStopped.
        """
        caller, start, status = self.current_caller(), time.perf_counter(), 200
        page, address = str((self._event_scope() or {}).get(PAGE_KEY, "")), self._address()
        work, limits = Cancellation(self.settings.service.ask_seconds), self._limits
        try:
            self._take_rate(caller, address, limits.reviews if again else limits.questions)
            person = _person(caller, address)
            most = _WAITING_ON_PAGE if caller and caller.name else _WAITING_ON_PAGE_OF_ADDRESS
            queued = self.queue.admitted(work, person, waiting=most if page else None)
            with self.streams.tracking(page, work), queued:
                yield
        except RagError as error:
            status = error_status(error)
            raise
        finally:
            seconds = time.perf_counter() - start
            if not again:
                self.metrics.count_question(status, seconds)
            self.access_log.add(
                event, caller, question=question, status=status, ms=round(seconds * 1_000)
            )

    def rate_headers(self, caller: Caller | None, address: str) -> dict[str, str]:
        """The limits of a caller, and what is left of them; the user of this machine has none."""
        return {} if caller is MACHINE else self._limits.headers(counted_as(caller, address))

    def _take_rate(self, caller: Caller | None, address: str, *limits: RateLimit) -> None:
        if caller is MACHINE:
            return
        for limit in (self._limits.requests, *limits):
            limit.take(counted_as(caller, address))


def _person(caller: Caller | None, address: str) -> str:
    """Who has a share of the queue; "" for the user of this machine, who has all of it."""
    return "" if caller is MACHINE else counted_as(caller, address)
