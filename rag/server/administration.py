"""What administrators do through the service: the index, accounts, tokens, load, settings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rag.accounts import Account, Accounts, Token, at_least, collections_of
from rag.config import ROLES, Collection, Role, Settings
from rag.errors import RequestRefused
from rag.errors.service import AccountUnknown, LoginNeeded, RoleNeeded
from rag.ingest import LibraryWriter
from rag.messages import Message
from rag.server.access_control import AccessControl
from rag.server.metrics import Load
from rag.server.refused_questions import RefusedQuestion
from rag.store import Health, Manifest, examine, rollback
from rag.store.generations import Generation, generations_of
from rag.store.runs import LastRun

_LONGEST_TOKEN = 3_660  # days
_LONGEST_LABEL = 100  # characters
_MOST_REFUSED = 30


@dataclass(frozen=True, slots=True)
class CollectionState:
    """A collection of the settings, and how many documents it holds."""

    collection: Collection
    documents: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, and whether its value is other than the default."""

    name: str
    value: object
    changed: bool


class Administration:
    """What administrators see and do; each change is noted in the access log.

    Every method raises LoginNeeded or RoleNeeded unless the current caller is an administrator.
    """

    def __init__(self, writer: LibraryWriter, access: AccessControl) -> None:
        self._writer, self._access = writer, access

    @property
    def allowed(self) -> bool:
        """Whether the current caller is an administrator."""
        caller = self._access.current_caller()
        return caller is not None and at_least(caller.role, "admin")

    @property
    def has_accounts(self) -> bool:
        """Whether people sign in."""
        return self._access.accounts is not None

    def is_self(self, name: str) -> bool:
        """Whether an account is that of the current caller."""
        caller = self._access.current_caller()
        return caller is not None and caller.name.casefold() == name.casefold()

    def generations(self) -> tuple[Generation, ...]:
        """The live generation and the kept one; raises IndexMissing or IndexDamaged."""
        self._require()
        return generations_of(self._writer.index)

    def last_run(self) -> LastRun | None:
        """The last indexing of folders."""
        self._require()
        return self._writer.runs().last

    def check(self) -> tuple[Health, ...]:
        """Reads every byte of both generations; raises as ``generations``."""
        self._require()
        found = examine(self._writer.index)
        self._log("check", faults=sum(each.fault is not None for each in found))
        return found

    def roll_back(self) -> Manifest:
        """Makes the kept generation live; raises RollbackUnavailable or IndexBusy."""
        self._require()
        manifest = rollback(self._writer.index)
        self._log("rollback", index_id=manifest.index_id)
        return manifest

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name; none if nobody signs in."""
        self._require()
        return self._file().accounts() if self.has_accounts else ()

    def add_account(self, name: str, password: str, role: str) -> Account:
        """A new account; raises NameRefused, PasswordRefused, AccountKnown or RequestRefused."""
        self._require()
        account = self._file().add(name.strip(), password, _role(role))
        self._log("add account", account=account.name, role=account.role)
        return account

    def change_role(self, name: str, role: str) -> None:
        """Gives an account a role; raises AccountUnknown, or RequestRefused for one's own."""
        self._require_other(name)
        self._file().change_role(name, _role(role))
        self._log("change role", account=name, role=role)

    def change_password(self, name: str, password: str) -> None:
        """Sets a password, which ends the logins and tokens of the account.

        Raises PasswordRefused, or AccountUnknown, also for an account of a provider.
        """
        self._require()
        self._file().change_password(name, password)
        self._log("change password", account=name)

    def remove_account(self, name: str) -> None:
        """Removes an account; raises AccountUnknown, or RequestRefused for one's own."""
        self._require_other(name)
        self._file().remove(name)
        self._log("remove account", account=name)

    def tokens(self) -> tuple[Token, ...]:
        """The tokens that are still valid, by number; none if nobody signs in."""
        self._require()
        now = dt.datetime.now(dt.UTC)
        every = self._file().tokens() if self.has_accounts else ()
        return tuple(each for each in every if each.is_valid(now))

    def add_token(self, name: str, label: str, days: str) -> tuple[Token, str]:
        """A new token and its key, to be shown once; raises AccountUnknown or RequestRefused."""
        self._require()
        number = int(days) if days.isascii() and days.isdigit() else 0
        if not 1 <= number <= _LONGEST_TOKEN:
            raise RequestRefused(cause=Message("causes.malformed", where="days"))
        lifetime = dt.timedelta(days=number)
        token, key = self._file().add_token(name, label[:_LONGEST_LABEL], lifetime=lifetime)
        self._log("add token", account=name, token=token.number)
        return token, key

    def revoke(self, number: str) -> None:
        """Revokes a token; raises TokenUnknown or RequestRefused."""
        self._require()
        if not (number.isascii() and number.isdigit()):
            raise RequestRefused(cause=Message("causes.malformed", where="number"))
        self._file().revoke(int(number))
        self._log("revoke token", token=int(number))

    def collections(self) -> tuple[CollectionState, ...]:
        """The collections of the settings with how many documents each holds."""
        self._require()
        every = self._access.settings.collections
        held = [collections_of(each, every) for each in self._writer.documents()]
        return tuple(
            CollectionState(each, sum(each.name in names for names in held)) for each in every
        )

    def load(self) -> Load:
        """What the service has done since it started, and what it does now."""
        self._require()
        return self._access.metrics.load()

    def settings(self) -> tuple[Setting, ...]:
        """The settings of the service; "service.open" is in the table [service]."""
        self._require()
        return tuple(_listed(self._access.settings, Settings(), ""))

    @property
    def keeps_refused(self) -> bool:
        """Whether questions without an answer are kept."""
        return self._access.refused.kept

    def refused(self) -> tuple[RefusedQuestion, ...]:
        """The questions that were asked most without an answer."""
        self._require()
        return self._access.refused.most(_MOST_REFUSED)

    def clear_refused(self) -> None:
        """Forgets the questions without an answer."""
        self._require()
        self._access.refused.clear()
        self._log("clear refused")

    def _file(self) -> Accounts:
        accounts = self._access.accounts
        if accounts is None:
            raise AccountUnknown(name="-")
        return accounts

    def _require(self) -> None:
        if self._access.current_caller() is None:
            raise LoginNeeded
        if not self.allowed:
            raise RoleNeeded(role=Message("accounts.role_admin"))

    def _require_other(self, name: str) -> None:
        """Nobody takes the administration from themselves: one administrator always stays."""
        self._require()
        if self.is_self(name):
            raise RequestRefused(cause=Message("causes.own_account"))

    def _log(self, action: str, **values: object) -> None:
        caller = self._access.current_caller()
        self._access.access_log.add("administration", caller, action=action, details=values)


def _role(name: str) -> Role:
    for role in ROLES:
        if role == name:
            return role
    raise RequestRefused(cause=Message("causes.malformed", where="role"))


def _listed(settings: object, default: object, before: str) -> Iterator[Setting]:
    """The fields of a record, tables within tables; collections are shown by themselves."""
    assert dataclasses.is_dataclass(settings)
    for field in dataclasses.fields(settings):
        value, usual = getattr(settings, field.name), getattr(default, field.name)
        if dataclasses.is_dataclass(value):
            yield from _listed(value, usual, f"{before}{field.name}.")
        elif field.name != "collections":
            yield Setting(f"{before}{field.name}", value, value != usual)
