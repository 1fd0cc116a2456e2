"""Accounts, logins and tokens: the queries to the file that stores them."""

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
from rag.accounts.schema import connect, has_accounts, reporting_unusable
from rag.config import Role
from rag.errors import RagError
from rag.errors.service import (
    AccountKnown,
    AccountUnknown,
    LoginRefused,
    OidcRefused,
    TokenUnknown,
)
from rag.messages import Message

_PREFIX = "vbt_"  # so that scanners for leaked secrets recognise it
# In place of a password hash: no password matches it, and no Argon2 hash starts like this.
_PROVIDER_PREFIX = "oidc:"
_NO_ROLE, _NAME_TAKEN = Message("causes.no_role"), Message("causes.name_taken")
Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The current time, in UTC."""
    return dt.datetime.now(dt.UTC)


class Accounts:
    """The accounts of a service; safe to share between threads and with the commands.

    Passwords are stored as Argon2 hashes, the keys of logins and tokens as their sha256: nobody
    can log in with what the file holds. Every method raises AccountsUnusable if the file is
    damaged.
    """

    def __init__(
        self, path: Path, passwords: Passwords | None = None, *, clock: Clock = now
    ) -> None:
        self.path = path
        self._passwords = passwords or Passwords()
        self._clock = clock
        self._lock = threading.Lock()
        # A login takes 64 MiB and a core: two at once, however many are tried.
        self._hashing = threading.BoundedSemaphore(2)
        self._database = connect(path)

    @staticmethod
    def exist(path: Path) -> bool:
        """Whether the file exists and holds an account."""
        return has_accounts(path)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    @property
    def secret(self) -> bytes:
        """The key that cookies are signed with, created with the file."""
        with self._connection() as database:
            (value,) = database.execute(
                "SELECT value FROM secrets WHERE name = 'signing'"
            ).fetchone()
        return bytes(value)

    def add(self, name: str, password: str, role: Role) -> Account:
        """A new account; raises NameRefused, PasswordRefused or AccountKnown."""
        hashed = self._passwords.hash(password, checked_name(name))
        account = Account(name, role, self._clock())
        with self._connection() as database:
            try:
                database.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?)",
                    (name, role, hashed, account.created.timestamp()),
                )
            except sqlite3.IntegrityError as error:
                raise AccountKnown(name=name) from error
        return account

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, sorted by name."""
        with self._connection() as database:
            found = database.execute("SELECT name, role, created FROM accounts ORDER BY name")
            return tuple(_account(*row) for row in found)

    def remove(self, name: str) -> None:
        """Removes an account with its logins and tokens; raises AccountUnknown."""
        with self._connection() as database:
            deleted = database.execute("DELETE FROM accounts WHERE name = ?", (name,))
            _require_change(deleted, AccountUnknown(name=name))

    def change_role(self, name: str, role: Role) -> None:
        """Gives an account another role, at once in its logins and tokens; AccountUnknown."""
        with self._connection() as database:
            updated = database.execute("UPDATE accounts SET role = ? WHERE name = ?", (role, name))
            _require_change(updated, AccountUnknown(name=name))

    def change_password(self, name: str, password: str) -> None:
        """Sets a password and ends all logins and tokens of the account.

        Raises PasswordRefused or AccountUnknown.
        """
        hashed = self._passwords.hash(password, name)
        with self._connection() as database, _transaction(database):
            updated = database.execute(
                "UPDATE accounts SET password = ? WHERE name = ?", (hashed, name)
            )
            _require_change(updated, AccountUnknown(name=name))
            database.execute("DELETE FROM logins WHERE account = ? COLLATE NOCASE", (name,))
            database.execute(
                "UPDATE tokens SET revoked = 1 WHERE account = ? COLLATE NOCASE", (name,)
            )

    def log_in(self, name: str, password: str, *, lifetime: dt.timedelta) -> tuple[Account, str]:
        """The account, and the key of a new login; raises LoginRefused.

        Refusing an unknown name takes as long as refusing a wrong password.
        """
        with self._connection() as database:
            found = database.execute(
                "SELECT name, role, created, password FROM accounts WHERE name = ?", (name,)
            ).fetchone()
        with self._hashing:
            if not self._passwords.verify(password, found[3] if found else None):
                raise LoginRefused
        account = _account(*found[:3])
        return account, self._new_login(account, lifetime)

    def log_in_by_provider(self, person: Person, *, lifetime: dt.timedelta) -> tuple[Account, str]:
        """The account, created or updated, and the key of a new login of a provider's user.

        The account is found by the identity at the provider, never by the name: nobody gets into
        an account with a password by having its name. A person who no longer has a role loses
        the account with its logins and tokens. Raises OidcRefused.
        """
        stored, role = _PROVIDER_PREFIX + _digest(person.identity), person.role
        with self._connection() as database, _transaction(database):
            if role is None:
                database.execute("DELETE FROM accounts WHERE password = ?", (stored,))
            else:
                database.execute("UPDATE accounts SET role = ? WHERE password = ?", (role, stored))
                database.execute(
                    "INSERT OR IGNORE INTO accounts SELECT ?, ?, ?, ?"
                    " WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE password = ?)",
                    (checked_name(person.name), role, stored, self._clock().timestamp(), stored),
                )
            found = database.execute(
                "SELECT name, role, created FROM accounts WHERE password = ?", (stored,)
            ).fetchone()
        if found is None:
            raise OidcRefused(cause=_NO_ROLE if role is None else _NAME_TAKEN)
        account = _account(*found)
        return account, self._new_login(account, lifetime)

    def _new_login(self, account: Account, lifetime: dt.timedelta) -> str:
        key, moment = secrets.token_urlsafe(32), self._clock()
        with self._connection() as database, _transaction(database):
            database.execute("DELETE FROM logins WHERE expires < ?", (moment.timestamp(),))
            database.execute(
                "INSERT INTO logins (key, account, expires) VALUES (?, ?, ?)",
                (_digest(key), account.name, (moment + lifetime).timestamp()),
            )
        return key

    def find_login(self, key: str) -> Login | None:
        """The active login with this key, ``None`` if there is none."""
        with self._connection() as database:
            found = database.execute(
                "SELECT logins.number, accounts.name, role, created FROM logins"
                " JOIN accounts ON accounts.name = logins.account WHERE key = ? AND expires > ?",
                (_digest(key), self._clock().timestamp()),
            ).fetchone()
        return Login(_account(*found[1:]), found[0]) if found else None

    def log_out(self, key: str) -> None:
        """Ends the login with this key, if there is one."""
        with self._connection() as database:
            database.execute("DELETE FROM logins WHERE key = ?", (_digest(key),))

    def add_token(self, name: str, label: str, *, lifetime: dt.timedelta) -> tuple[Token, str]:
        """A new token of an account, and its key, to be shown once; raises AccountUnknown."""
        key, moment = _PREFIX + secrets.token_urlsafe(32), self._clock()
        expires = moment + lifetime
        with self._connection() as database:
            try:
                number = database.execute(
                    "INSERT INTO tokens (key, account, label, created, expires)"
                    " VALUES (?, (SELECT name FROM accounts WHERE name = ?), ?, ?, ?)",
                    (_digest(key), name, label, moment.timestamp(), expires.timestamp()),
                ).lastrowid
            except sqlite3.IntegrityError as error:
                raise AccountUnknown(name=name) from error
        return Token(int(number or 0), name, label, moment, expires, False), key

    def tokens(self) -> tuple[Token, ...]:
        """All tokens, sorted by number."""
        with self._connection() as database:
            found = database.execute(
                "SELECT number, account, label, created, expires, revoked FROM tokens"
            )
            return tuple(_token(*row) for row in found)

    def revoke(self, number: int) -> None:
        """Revokes a token; raises TokenUnknown."""
        with self._connection() as database:
            updated = database.execute("UPDATE tokens SET revoked = 1 WHERE number = ?", (number,))
            _require_change(updated, TokenUnknown(number=number))

    def find_token(self, key: str) -> tuple[Account, Token] | None:
        """The account and the valid token with this key, ``None`` if there is none."""
        with self._connection() as database:
            found = database.execute(
                "SELECT accounts.name, role, accounts.created,"
                " number, account, label, tokens.created, expires, revoked FROM tokens"
                " JOIN accounts ON accounts.name = tokens.account WHERE key = ?",
                (_digest(key),),
            ).fetchone()
        if found is None or not (token := _token(*found[3:])).is_valid(self._clock()):
            return None
        return _account(*found[:3]), token

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with reporting_unusable(self.path), self._lock:
            yield self._database


def _require_change(done: sqlite3.Cursor, error: RagError) -> None:
    if not done.rowcount:
        raise error


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    with database:  # commits, or rolls back on an error
        yield


def _digest(key: str) -> str:
    """What is stored of a key: a plain hash is enough, since a key is 256 random bits."""
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
