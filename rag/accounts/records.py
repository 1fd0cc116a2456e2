"""The records of accounts, all frozen. Times are timezone-aware, in UTC."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from rag.config import ROLES, Role
from rag.errors.service import NameRefused

_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in."""

    name: str
    role: Role
    created: dt.datetime

    @property
    def identity(self) -> str:
        """What tells the account from every other, also from an earlier one of the same name.

        32 hexadecimal digits, which do not tell the name.
        """
        text = f"{self.name.casefold()}\n{self.created.timestamp()}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Token:
    """A key with which programs act as its account; the key itself is not stored."""

    number: int
    account: str
    label: str
    created: dt.datetime
    expires: dt.datetime
    revoked: bool

    def is_valid(self, now: dt.datetime) -> bool:
        """Whether the token is accepted at that moment."""
        return not self.revoked and now < self.expires


@dataclass(frozen=True, slots=True)
class Login:
    """An active login: its account, and its number in the table of logins."""

    account: Account
    number: int


def at_least(role: Role, needed: Role) -> bool:
    """Whether a role may do everything that ``needed`` may do."""
    return ROLES.index(role) >= ROLES.index(needed)


def checked_name(name: str) -> str:
    """The name, if it is valid for an account; raises NameRefused."""
    if not _NAME.fullmatch(name):
        raise NameRefused(name=name[:64])
    return name
