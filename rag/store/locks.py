"""File locks, which the system releases when the process that holds them ends.

On Windows ``msvcrt`` takes the place of ``flock``. It has no shared locks and needs none:
Windows does not delete an open file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def take(path: Path) -> int:
    """A descriptor with an exclusive lock on a file, created if missing; raises BlockingIOError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise BlockingIOError(error.errno, error.strerror) from error
    return descriptor


def hold(path: Path) -> int:
    """A descriptor with a shared lock on a file, which need not be writable."""
    descriptor = os.open(path, os.O_RDONLY)
    if sys.platform != "win32":
        # Some network file systems have no locks: there, a reader is not protected against the
        # deletion of a generation two builds old.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_held(path: Path) -> bool:
    """Whether a reader holds the file; a missing file is not held."""
    if sys.platform == "win32":
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
