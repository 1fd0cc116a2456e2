"""Locks on files that the system drops with the process that holds them, killed or not.

On Windows ``msvcrt`` stands in for ``flock``; it knows no shared locks and needs none, for
Windows refuses to delete a file that is open.
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
    """A descriptor that holds a file, made if need be, alone; raises BlockingIOError."""
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
    """A descriptor that holds a file with others; the file need not be writable."""
    descriptor = os.open(path, os.O_RDONLY)
    if sys.platform != "win32":
        # Some network file systems know no locks: a reader there is merely not protected from
        # the deletion of a generation two builds old.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_held(path: Path) -> bool:
    """Whether a reader holds the file; one that is not there is not held."""
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
