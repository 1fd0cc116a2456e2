"""What a process that answers requests does to itself first: its output, and its limits."""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

# Bytes that it may write to any file: only messages on standard error are expected. A program that
# it starts, such as LibreOffice, may raise this to the second number.
_WRITTEN, WRITTEN_BY_OTHERS = 16 << 20, 256 << 20


def start(memory: int) -> BinaryIO:
    """Limits this process to ``memory`` bytes, and returns the stream for its answers."""
    # What a library prints must not mix with the answers: it goes to standard error.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process decides
    _limit_resources(memory)
    return answers


def limit_time(seconds: float) -> None:
    """Lets the system end this process after ``seconds`` of processor time; 0 for never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_resources(memory: int) -> None:
    """Limits the memory and written files of this process (not on Windows)."""
    if sys.platform != "win32":
        import resource

        # Data, not address space: mapped files and reserved but unused memory do not count.
        limits = {
            resource.RLIMIT_DATA: (memory, memory),
            resource.RLIMIT_FSIZE: (_WRITTEN, WRITTEN_BY_OTHERS),
            resource.RLIMIT_CORE: (0, 0),
        }
        for kind, (soft, most) in limits.items():
            _, hard = resource.getrlimit(kind)
            lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (min(soft, lower), lower))
