"""Whether a file is as it was, without reading it."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from shutil import SpecialFileError

_SETTLED = 60 * 10**9  # nanoseconds


@dataclass(frozen=True, slots=True)
class FileState:
    """What the system says of a file: its size in bytes, its times in nanoseconds, its inode.

    ``modified`` is the time of its content, which a program can set. ``altered`` is that of its
    content, name or rights (ctime), which none can set; on Windows, the time of its creation.
    """

    size: int
    modified: int
    altered: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """The state of a file, links followed; raises OSError.

        It is SpecialFileError for a pipe or a device, which might never end when it is read.
        """
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise SpecialFileError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_settled(self, now: int) -> bool:
        """Whether what is written from ``now`` on, in nanoseconds, gives the file another state.

        Times are counted in steps: some milliseconds, or two seconds on a memory card. What is
        written in the step of the last change shows in none of them. So a change must be a minute
        old, which also covers file servers whose clock differs, and writes through mapped memory:
        these change a time only once the system has put them on the disk.
        """
        return max(self.modified, self.altered) + _SETTLED <= now
