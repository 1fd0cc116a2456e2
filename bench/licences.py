"""The licences of all runtime dependencies; fails on one that is incompatible with Apache-2.0.

python -m bench.licences
"""

from __future__ import annotations

import re
import sys
from importlib import metadata

PROJECT = "verbatim-rag"
REFUSED = re.compile(r"\bA?GPL|Affero|Server Side Public|Commons Clause|BUSL", re.IGNORECASE)
ALLOWED = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def main() -> int:
    """Prints one line for each package; 1 if a licence is refused."""
    refused = 0
    for name in sorted(needed(PROJECT)):
        licence = licence_of(name)
        bad = bool(REFUSED.search(licence)) and not ALLOWED.search(licence)
        refused += bad
        print(f"{'REFUSED ' if bad else ''}{name} {metadata.version(name)}: {licence}")
    return 1 if refused else 0


def needed(root: str) -> set[str]:
    """The installed packages that a package requires, directly or not, without extras."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for line in metadata.requires(waiting.pop()) or ():
            name = re.split(r"[\s;<>=!~\[(]", line, maxsplit=1)[0].lower().replace("_", "-")
            if "extra ==" not in line and name not in found and installed(name):
                found.add(name)
                waiting.append(name)
    return found


def installed(name: str) -> bool:
    """Whether a package is installed; markers exclude some on some platforms."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def licence_of(name: str) -> str:
    """The licence that a package declares, in one line."""
    about = metadata.metadata(name)
    stated = _field(about, "License-Expression")
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License")]
    if not stated and classifiers:
        stated = "; ".join(c.rsplit(" :: ", 1)[-1] for c in classifiers)
    first = (stated or _field(about, "License") or "not stated").strip().splitlines()
    return first[0][:80]


def _field(about: metadata.PackageMetadata, name: str) -> str:
    return next(iter(about.get_all(name) or ()), "")


if __name__ == "__main__":
    sys.exit(main())
