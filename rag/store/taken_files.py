"""Files of a generation that the next one takes as they are, without being written again.

The live generation and the one kept beside it never share a file: what damages one would damage
both. But the generation that is about to be deleted has its own copy of most files of the live one,
written two changes ago. The next generation takes that copy, so that there are always two.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from rag.store.manifest import Seal


def take(
    names: Iterable[str],
    seals: Mapping[str, Seal],
    base: Path,
    folder: Path,
    twins: Path | None,
) -> dict[str, Seal]:
    """Fills a folder with files of the base, by name; returns their seals.

    ``twins`` is a generation about to be deleted: its file is taken if it has the seal, else that
    of the base is copied. Raises OSError, also where a copy does not have the seal.
    """
    found = {name: seals[name] for name in names}
    for name, seal in found.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if twins is None or not _linked(twins / name, target, seal):
            shutil.copyfile(base / name, target)  # with the modes of new files
            if Seal.of(target) != seal:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
    return found


def _linked(twin: Path, target: Path, seal: Seal) -> bool:
    """Whether a target now is a whole file with that seal, linked from its twin."""
    try:
        if twin.stat().st_size != seal.size or not os.access(twin, os.W_OK):
            return False
        os.link(twin, target)
    except OSError:  # it is not there, or the file system has no links
        return False
    if Seal.of(target) == seal:
        return True
    target.unlink()
    return False
