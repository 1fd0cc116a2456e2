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

from rag.store.checked_files import CheckedFiles
from rag.store.manifest import Seal


def take(
    names: Iterable[str],
    seals: Mapping[str, Seal],
    base: Path,
    folder: Path,
    twins: Path | None,
    checked: CheckedFiles,
) -> dict[str, Seal]:
    """Fills a folder with files of the base, by name; returns their seals.

    ``twins`` is a generation about to be deleted: its file is taken if it has the seal, else that
    of the base is copied. What was ``checked`` is not read again. Raises OSError, also where a copy
    does not have the seal.
    """
    found = {name: seals[name] for name in names}
    for name, seal in found.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if twins is None or not _linked(twins / name, target, seal, checked):
            shutil.copyfile(base / name, target)  # with the modes of new files
            if Seal.of(target) != seal:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
    return found


def _linked(twin: Path, target: Path, seal: Seal, checked: CheckedFiles) -> bool:
    """Whether a target now is a whole file with that seal, linked from its twin."""
    try:
        whole = twin.stat().st_size == seal.size and os.access(twin, os.W_OK)
        if not whole or not checked.is_sealed(twin, seal):
            return False
        os.link(twin, target)
    except OSError:  # it is not there, or the file system has no links
        return False
    checked.follow([target])
    return True
