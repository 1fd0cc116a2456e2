"""How forms of one word differ at their end, folded, and French words that lose a vowel."""

from __future__ import annotations

import re

from rag.records import Language

# Of two forms of a word in French or English, what may follow the letters that they share.
FORM_ENDINGS = frozenset({"", *"a c d e i r s t x y z es er".split()})
VERB_ENDINGS = tuple("er ir ez ons ent ait aient ee ees ue ues ing ed".split())
# Typed without the apostrophe: "dentree".
ELIDED_WORDS: dict[Language, re.Pattern[str] | None] = {
    "fr": re.compile(r"(?P<elided>l|d|qu)(?P<word>[aeiouyh][a-z]{3,})"),
    "en": None,
}
