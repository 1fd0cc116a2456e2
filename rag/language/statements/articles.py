"""The articles of each language, to compare two answers without them."""

from __future__ import annotations

import re

from rag.records import Language

# In lower case, with straight apostrophes.
ARTICLES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:les?|la|une?|d[eu]s|du)\b|\b[ld]'"),
    "en": re.compile(r"\b(?:an?|the)\b"),
}
