"""Accounts, logins and tokens: what is asked of the file that keeps them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.accounts.oidc import Person
from rag.accounts.passwords import Passwords
from rag.accounts.records import Account, Login, Token, checked_name
from rag.accounts.schema import any_account, connect, unusable
from rag.config import Role
from rag.errors import Cause
from rag.errors.service import (
    AccountKnown,
    AccountUnknown,
    LoginRefused,
    OidcRefused,
    TokenUnknown,
)

_PREFIX = "vbt_"  # so that scanners of leaked secrets can name it
# In the place of a password's hash: no password fits it, and Argon2 hashes begin otherwise.
_VOUCHED = "oidc:"
_NO_ROLE = Cause("aucun de vos groupes n'a accès", "none of your groups has access")
_NAME_TAKEN = Cause("un autre compte porte ce nom", "another account has that name")
Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


class Accounts:
    """The accounts of a service; safe to share between threads and with the commands.

    Passwords are kept as Argon2 hashes, keys of logins and tokens as their sha256: who reads
    the file can log in by neither. Every method raises AccountsUnusable for a broken file.
    """

    def __init__(self, path: Path, passwords: Passwords | None = None, clock: Clock = now) -> None:
        self.path = path
        self._passwords = passwords or Passwords()
        self._clock = clock
        self._lock = threading.Lock()
        # A login takes 64 MiB and a core: two at once, however many try.
        self._checking = threading.BoundedSemaphore(2)
        self._database = connect(path)

    @staticmethod
    def exist(path: Path) -> bool:
        """Whether a file of accounts is there and holds one."""
        return any_account(path)

    def close(self) -> None:
        """Lets the file go."""
        self._database.close()

    @property
    def secret(self) -> bytes:
        """The key that cookies are signed with, made with the file."""
        with self._asking() as database:
            (value,) = database.execute(
                "SELECT value FROM secrets WHERE name = 'signing'"
            ).fetchone()
        return bytes(value)

    def add(self, name: str, password: str, role: Role) -> Account:
        """A new account; raises NameRefused, PasswordRefused or AccountKnown."""
        kept = self._passwords.hash(password, checked_name(name))
        account = Account(name, role, self._clock())
        with self._asking() as database:
            try:
                database.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?)",
                    (name, role, kept, account.created.timestamp()),
                )
            except sqlite3.IntegrityError as error:
                raise AccountKnown(name=name) from error
        return account

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self._asking() as database:
            found = database.execute("SELECT name, role, created FROM accounts ORDER BY name")
            return tuple(_account(*row) for row in found)

    def remove(self, name: str) -> None:
        """Removes an account with its logins and tokens; raises AccountUnknown."""
        with self._asking() as database:
            self._one(database.execute("DELETE FROM accounts WHERE name = ?", (name,)), name)

    def change_password(self, name: str, password: str) -> None:
        """Sets a password and ends all logins and tokens of the account.

        Raises PasswordRefused or AccountUnknown.
        """
        kept = self._passwords.hash(password, name)
        with self._asking() as database, _transaction(database):
            done = database.execute("UPDATE accounts SET password = ? WHERE name = ?", (kept, name))
            self._one(done, name)
            database.execute("DELETE FROM logins WHERE account = ? COLLATE NOCASE", (name,))
            database.execute(
                "UPDATE tokens SET revoked = 1 WHERE account = ? COLLATE NOCASE", (name,)
            )

    def log_in(self, name: str, password: str, *, lasts: dt.timedelta) -> tuple[Account, str]:
        """The account and the key of a new login; raises LoginRefused.

        An unknown name takes as long to refuse as a wrong password.
        """
        with self._asking() as database:
            found = database.execute(
                "SELECT name, role, created, password FROM accounts WHERE name = ?", (name,)
            ).fetchone()
        with self._checking:
            if not self._passwords.fits(password, found[3] if found else None):
                raise LoginRefused
        account = _account(*found[:3])
        return account, self._new_login(account, lasts)

    def vouched(self, person: Person, *, lasts: dt.timedelta) -> tuple[Account, str]:
        """The account, made or brought up to date, and a new login of whom a provider vouches for.

        It is known by the identity there, never by the name alone: nobody comes into an account
        with a password by being called like it. Who has no role any more loses the account with
        its logins and tokens. Raises OidcRefused.
        """
        kept, role = _VOUCHED + _hidden(person.identity), person.role
        with self._asking() as database, _transaction(database):
            if role is None:
                database.execute("DELETE FROM accounts WHERE password = ?", (kept,))
            else:
                database.execute("UPDATE accounts SET role = ? WHERE password = ?", (role, kept))
                database.execute(
                    "INSERT OR IGNORE INTO accounts SELECT ?, ?, ?, ?"
                    " WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE password = ?)",
                    (checked_name(person.name), role, kept, self._clock().timestamp(), kept),
                )
            found = database.execute(
                "SELECT name, role, created FROM accounts WHERE password = ?", (kept,)
            ).fetchone()
        if found is None:
            raise OidcRefused(cause=_NO_ROLE if role is None else _NAME_TAKEN)
        account = _account(*found)
        return account, self._new_login(account, lasts)

    def _new_login(self, account: Account, lasts: dt.timedelta) -> str:
        key, moment = secrets.token_urlsafe(32), self._clock()
        with self._asking() as database, _transaction(database):
            database.execute("DELETE FROM logins WHERE expires < ?", (moment.timestamp(),))
            database.execute(
                "INSERT INTO logins (key, account, expires) VALUES (?, ?, ?)",
                (_hidden(key), account.name, (moment + lasts).timestamp()),
            )
        return key

    def login(self, key: str) -> Login | None:
        """The login of a key that goes on still."""
        with self._asking() as database:
            found = database.execute(
                "SELECT logins.number, accounts.name, role, created FROM logins"
                " JOIN accounts ON accounts.name = logins.account WHERE key = ? AND expires > ?",
                (_hidden(key), self._clock().timestamp()),
            ).fetchone()
        return Login(_account(*found[1:]), found[0]) if found else None

    def log_out(self, key: str) -> None:
        """Ends a login, if it goes on."""
        with self._asking() as database:
            database.execute("DELETE FROM logins WHERE key = ?", (_hidden(key),))

    def add_token(self, name: str, label: str, *, lasts: dt.timedelta) -> tuple[Token, str]:
        """A new token of an account and its key, which is shown once; raises AccountUnknown."""
        key, moment = _PREFIX + secrets.token_urlsafe(32), self._clock()
        with self._asking() as database:
            try:
                number = database.execute(
                    "INSERT INTO tokens (key, account, label, created, expires)"
                    " VALUES (?, (SELECT name FROM accounts WHERE name = ?), ?, ?, ?)",
                    (_hidden(key), name, label, moment.timestamp(), (moment + lasts).timestamp()),
                ).lastrowid
            except sqlite3.IntegrityError as error:
                raise AccountUnknown(name=name) from error
        return Token(int(number or 0), name, label, moment, moment + lasts, False), key

    def tokens(self) -> tuple[Token, ...]:
        """All tokens by number."""
        with self._asking() as database:
            found = database.execute(
                "SELECT number, account, label, created, expires, revoked FROM tokens"
            )
            return tuple(_token(*row) for row in found)

    def revoke(self, number: int) -> None:
        """Ends a token; raises TokenUnknown."""
        with self._asking() as database:
            done = database.execute("UPDATE tokens SET revoked = 1 WHERE number = ?", (number,))
            if not done.rowcount:
                raise TokenUnknown(number=number)

    def bearer(self, key: str) -> tuple[Account, Token] | None:
        """The account and the token of a key that works still."""
        with self._asking() as database:
            found = database.execute(
                "SELECT accounts.name, role, accounts.created,"
                " number, account, label, tokens.created, expires, revoked FROM tokens"
                " JOIN accounts ON accounts.name = tokens.account WHERE key = ?",
                (_hidden(key),),
            ).fetchone()
        if found is None or not (token := _token(*found[3:])).works(self._clock()):
            return None
        return _account(*found[:3]), token

    def _one(self, done: sqlite3.Cursor, name: str) -> None:
        if not done.rowcount:
            raise AccountUnknown(name=name)

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        with unusable(self.path), self._lock:
            yield self._database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    with database:  # commits, or rolls back on an error
        yield


def _hidden(key: str) -> str:
    """What is kept of a key. It is 256 random bits: a plain hash cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def _account(name: str, role: Role, created: float) -> Account:
    return Account(name, role, _moment(created))


def _token(*row: object) -> Token:
    number, account, label, created, expires, revoked = row
    assert isinstance(number, int)
    assert isinstance(created, float)
    assert isinstance(expires, float)
    return Token(
        number, str(account), str(label), _moment(created), _moment(expires), bool(revoked)
    )


def _moment(stamp: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(stamp, dt.UTC)
