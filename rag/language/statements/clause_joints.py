"""Words at the joints of clauses: where another statement begins, what it takes up, who gives."""

from __future__ import annotations

import re

from rag.language.statements.function_words import CLAUSE_WORDS
from rag.records import Language

# Where another statement of a sentence begins.
STATEMENT_BREAK: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\s?;\s|,?\s(?:et|mais|tandis que|alors que)\s", re.IGNORECASE),
    "en": re.compile(r";\s|,?\s(?:and|but|while|whereas)\s", re.IGNORECASE),
}
# Words by which a clause takes up what the one before names: "the Committee approved it".
TAKES_UP: dict[Language, frozenset[str]] = {
    "fr": frozenset("en y lui leur celui celle ceux celles aussi egalement".split()),
    "en": frozenset("it them that those one ones so too also both same".split()),
}
BY_WHOM: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\bpar\s(?P<who>[^,;:.]+)", re.IGNORECASE),
    "en": re.compile(r"\bby\s(?P<who>[^,;:.]+)", re.IGNORECASE),
}
# "3.1 million from the Union": who gives, or gets, a figure.
GIVER: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"[^,;:.\d]{0,40}?\s(?:de\sla|de\sl['’]|du|des|par|pour|à\sla|au|aux)\s?"
                     rf"(?P<who>[^,;:.\d]+?)(?=[,;.]|$|\s(?:{CLAUSE_WORDS['fr']})\s)"),
    "en": re.compile(r"[^,;:.\d]{0,40}?\s(?:from|by|to|for)\s"
                     rf"(?P<who>[^,;:.\d]+?)(?=[,;.]|$|\s(?:{CLAUSE_WORDS['en']})\s)"),
}  # fmt: skip
