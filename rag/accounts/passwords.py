"""Passwords and their hashes; the only module that knows argon2."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from rag.errors.service import PasswordRefused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 10, 256  # characters; the longest keeps the work of a login bounded
# RFC 9106, section 4, second choice: 64 MiB of memory, three passes.
MEMORY_KIB, PASSES, LANES = 65_536, 3, 4


class Passwords:
    """Hashes passwords by Argon2id (RFC 9106), some 50 ms each by design.

    ``memory`` is in KiB; tests take less.
    """

    def __init__(self, memory: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._memory = memory
        self._passes = passes

    def hash(self, password: str, name: str) -> str:
        """The hash to keep; raises PasswordRefused for one that is easily guessed."""
        if not LEAST <= len(password) <= MOST or password.casefold() == name.casefold():
            raise PasswordRefused(least=LEAST, most=MOST)
        return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is that of a hash; ``None``, for nobody, takes as long to deny."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            fits = self._hasher.verify(kept or self._nobody, password[:MOST])
        except (VerificationError, InvalidHashError):
            return False
        return bool(fits) and kept is not None and len(password) <= MOST

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(self._passes, self._memory, LANES)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody's password")
