"""The records of accounts, all frozen. Times are aware, in UTC."""

from __future__ import annotations

import datetime as dt
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


@dataclass(frozen=True, slots=True)
class Token:
    """A key for programs, which act as its account; the key itself is not kept."""

    number: int
    account: str
    label: str
    created: dt.datetime
    expires: dt.datetime
    revoked: bool

    def works(self, now: dt.datetime) -> bool:
        """Whether it opens anything at that moment."""
        return not self.revoked and now < self.expires


@dataclass(frozen=True, slots=True)
class Login:
    """A login that goes on: its account, and the number that ends it."""

    account: Account
    number: int


def at_least(role: Role, needed: Role) -> bool:
    """Whether a role may do what another may."""
    return ROLES.index(role) >= ROLES.index(needed)


def checked_name(name: str) -> str:
    """The name, if an account can have it; raises NameRefused."""
    if not _NAME.fullmatch(name):
        raise NameRefused(name=name[:64])
    return name
