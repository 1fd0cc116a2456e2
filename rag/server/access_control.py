"""Who may do what, how often and how many at once: the decisions, apart from HTTP."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rag.accounts import Account, Accounts, at_least, sees
from rag.accounts.oidc import Person
from rag.config import Role, Settings
from rag.errors import RagError
from rag.errors.service import (
    LoginNeeded,
    LoginRefused,
    RoleNeeded,
    TooManyRequests,
)
from rag.messages.accounts import ROLES
from rag.runtime.cancellation import Cancellation
from rag.server import identity
from rag.server.access_log import AccessLog
from rag.server.admission_queue import AdmissionQueue
from rag.server.engine_loader import Engine
from rag.server.error_responses import status_of
from rag.server.identity import MACHINE, PAGE, SCOPE, VISITOR, Caller, Cookies, is_here, is_loopback
from rag.server.metrics import Metrics
from rag.server.policy import Policies, Policy, Rule
from rag.server.rate_limit import RateLimit
from rag.server.streams import Streams

_LOGINS_PER_MINUTE = 10  # of a name and of an address: a person's mistakes, not a guesser's list
_NEEDED: Mapping[Policy, Role] = {
    "reader": "reader", "curator": "curator", "admin": "admin", "local": "admin", "shut": "admin",
}  # fmt: skip


def _nowhere() -> Mapping[str, Any] | None:
    return None


class AccessControl:
    """Keeps the doors of one application.

    Without ``accounts`` whoever reaches a service on loopback is the person of this machine,
    and may do everything; elsewhere it must have been opened on purpose, and is for reading.
    ``elsewhere`` gives the ASGI scope of the request that work outside its context is for, with
    the name of the page that sent it under PAGE.
    """

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts | None = None,
        *,
        policies: Policies | None = None,
        journal: AccessLog | None = None,
        elsewhere: Callable[[], Mapping[str, Any] | None] = _nowhere,
    ) -> None:
        service = settings.service
        self.settings = settings
        self.accounts = accounts
        self.policies = policies or Policies()
        self.journal = journal or AccessLog(None)
        self.streams = Streams()
        self.turns = AdmissionQueue(
            service.asks_at_once or os.cpu_count() or 1, service.asks_waiting
        )
        self.metrics = Metrics(self.turns)
        self.lasts = dt.timedelta(hours=service.session_hours)
        self.cookies = Cookies(
            accounts.secret if accounts else b"", int(self.lasts.total_seconds())
        )
        self._elsewhere = elsewhere
        self._requests, self._asks = (
            RateLimit(service.per_minute),
            RateLimit(service.asks_per_minute),
        )
        self._names, self._addresses = RateLimit(_LOGINS_PER_MINUTE), RateLimit(_LOGINS_PER_MINUTE)
        self._parts: dict[Role | None, tuple[Engine, Engine]] = {}

    def close(self) -> None:
        """Lets the files of accounts and accesses go."""
        self.journal.close()
        if self.accounts is not None:
            self.accounts.close()

    def caller(self, headers: Mapping[str, str]) -> Caller | None:
        """Who sends a request, ``None`` where it is nobody who may."""
        if self.accounts is not None:
            return identity.find(self.accounts, self.cookies, headers)
        if self.settings.service.open:
            return VISITOR
        # A proxy on this machine makes all the world come from here: that is not its person.
        forwarded = "forwarded" in headers or "x-forwarded-for" in headers
        return MACHINE if is_loopback(self.settings.host) and not forwarded else None

    def admit(
        self,
        rule: Rule,
        caller: Caller | None,
        scope: Mapping[str, Any],
        headers: Mapping[str, str],
    ) -> None:
        """Raises LoginNeeded, RoleNeeded or TooManyRequests where a request may not go on."""
        self._limit(caller, identity.address(scope), asks=rule.heavy)
        if rule.policy == "public" or (rule.policy == "local" and is_here(scope, headers)):
            return
        if caller is None:
            raise LoginNeeded
        needed = _NEEDED[rule.policy]
        if not at_least(caller.role, needed):
            raise RoleNeeded(role=ROLES[needed])

    def now(self) -> Caller | None:
        """Who the work that runs just now is for."""
        scope = self._elsewhere()
        if scope is not None:
            found = scope.get(SCOPE)
            return found if isinstance(found, Caller) else None
        return identity.current.get()

    def account(self) -> str:
        """The name of the account that whoever asks is logged in to, empty where there is none."""
        caller = self.now()
        return caller.name if caller and caller.by == "login" else ""

    def may_count(self) -> bool:
        """Whether whoever asks may know how much there is."""
        return self.now() is not None

    def may_add(self) -> bool:
        """Whether whoever asks may add documents."""
        caller = self.now()
        return caller is not None and at_least(caller.role, "curator")

    def view(self, engine: Engine) -> Engine:
        """What whoever asks sees of an engine; nobody sees nothing."""
        caller = self.now()
        role = caller.role if caller else None
        sight = sees(role, self.settings.collections) if role else lambda _: False
        if sight is None:
            return engine
        whole, part = self._parts.get(role, (None, None))
        if part is None or whole is not engine:
            part = engine.seen_by(sight)
            self._parts[role] = (engine, part)
        return part

    def log_in(self, name: str, password: str, address: str) -> tuple[Caller, str]:
        """Who that is, and the key of the login; raises LoginRefused or TooManyRequests."""
        assert self.accounts is not None
        try:
            self._addresses.take(address)
            self._names.take(name.casefold()[:64])
            account, key = self.accounts.log_in(name, password, lasts=self.lasts)
        except (LoginRefused, TooManyRequests) as error:
            outcome = "refused" if isinstance(error, LoginRefused) else "too_many"
            self.metrics.logged_in(outcome)
            # Not the name that was given: people type their password there.
            self.journal.add("login", None, outcome=outcome, address=address)
            raise
        return self._welcome(account, address), key

    def let_in(self, person: Person, address: str) -> tuple[Caller, str]:
        """The same for whom a provider vouches for; raises OidcRefused or LoginRefused."""
        assert self.accounts is not None
        account, key = self.accounts.vouched(person, lasts=self.lasts)
        return self._welcome(account, address), key

    def turn_away(self, address: str) -> None:
        """Notes that somebody came back from a provider in vain."""
        self.metrics.logged_in("refused")
        self.journal.add("login", None, outcome="refused", address=address)

    def _welcome(self, account: Account, address: str) -> Caller:
        caller = Caller(account.name, account.role, "login")
        self.metrics.logged_in("welcome")
        self.journal.add("login", caller, outcome="welcome", address=address)
        return caller

    @contextmanager
    def asking(self, question: str | None, event: str = "ask") -> Iterator[None]:
        """Work that somebody asks for through the page: limited, in turn, noted as an ``event``.

        It is called off where its page is closed. Raises TooManyRequests, ServiceBusy or
        WorkStopped.
        """
        caller, start, status = self.now(), time.perf_counter(), 200
        page = str((self._elsewhere() or {}).get(PAGE, ""))
        work = Cancellation(self.settings.service.ask_seconds)
        try:
            self._limit(caller, "", asks=True)
            with self.streams.working(page, work), self.turns.taken(work):
                yield
        except RagError as error:
            status = status_of(error)
            raise
        finally:
            seconds = time.perf_counter() - start
            self.metrics.asked(status, seconds)
            self.journal.add(
                event, caller, question=question, status=status, ms=round(seconds * 1_000)
            )

    def _limit(self, caller: Caller | None, address: str, *, asks: bool) -> None:
        if caller is MACHINE:
            return
        who = f"@{caller.name}" if caller and caller.name else address
        self._requests.take(who)
        if asks:
            self._asks.take(who)
