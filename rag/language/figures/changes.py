"""Verbs for the change of a figure: "is raised from twelve to fifteen", "passe de 12 à 15"."""

from __future__ import annotations

import re

from rag.records import Language

CHANGES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:port(?:e|é|ée|és|ées|ant|ait)|pass(?:e|é|ée|és|ées|ent|er|ant|ait|aient)|relev|"
        r"augment|réduit|rédui|abaiss|baiss|ramen|diminu|progress|recul)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:rais|rose|rise|risen|grew|grow|went|goes|going|gone|increas|reduc|lower|cut|fell|fall|"
        r"drop|declin|chang|extend|shorten)",
        re.IGNORECASE,
    ),
}
