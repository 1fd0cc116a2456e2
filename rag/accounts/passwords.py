"""Passwords and their hashes; the only module that imports argon2."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from rag.errors.service import PasswordRefused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_CHARACTERS, MAX_CHARACTERS = 10, 256  # the maximum bounds the work of a login
# RFC 9106, section 4, second choice: 64 MiB of memory, three passes.
MEMORY_KIB, PASSES, LANES = 65_536, 3, 4


class Passwords:
    """Hashes passwords with Argon2id (RFC 9106), about 50 ms each by design.

    ``memory`` is in KiB; tests use less.
    """

    def __init__(self, memory: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._memory = memory
        self._passes = passes

    def hash(self, password: str, name: str) -> str:
        """The hash to store; raises PasswordRefused for a password that is easy to guess."""
        fits = MIN_CHARACTERS <= len(password) <= MAX_CHARACTERS
        if not fits or password.casefold() == name.casefold():
            raise PasswordRefused(least=MIN_CHARACTERS, most=MAX_CHARACTERS)
        return self._hasher.hash(password)

    def verify(self, password: str, stored: str | None) -> bool:
        """Whether a password belongs to a stored hash; ``None``, for no account, takes as long."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            matches = self._hasher.verify(stored or self._dummy_hash, password[:MAX_CHARACTERS])
        except (VerificationError, InvalidHashError):
            return False
        return bool(matches) and stored is not None and len(password) <= MAX_CHARACTERS

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(self._passes, self._memory, LANES)

    @cached_property
    def _dummy_hash(self) -> str:
        return self._hasher.hash("nobody's password")
