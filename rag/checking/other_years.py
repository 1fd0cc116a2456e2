"""Whether a sentence speaks of another year than its claim, and so contradicts nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.records.checks import Reason

_YEAR = re.compile(r"(?:19|20)\d{2}")


def is_of_other_year(reasons: Sequence[Reason]) -> bool:
    """Whether a sentence gives another year than its claim, and another figure or a denial."""
    differing = [one for one in reasons if one.outcome == "differs"]
    years = any(one.topic == "date" and _YEAR.fullmatch(one.claimed) for one in differing)
    return years and any(one.topic in ("figure", "denial") for one in differing)
