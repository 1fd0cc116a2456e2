"""Which things a question asks for: "quels critères", "which security features"; folded text."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

# The last word of the group is the noun; in French the first one that is no number.
WHICH_THINGS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:les)?quel(?:le)?s?\s(?:(?:est|sont|etaient|seront)\s(?:(?:les?|la)\s|l'\s?))?"
        r"(?:(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\s)?(?P<thing>[a-z-]{3,})"
    ),
    "en": re.compile(
        r"\b(?:which|what)\s(?:(?:is|are|was|were)\sthe\s)?"
        r"(?P<thing>(?:(?!(?:is|are|was|were|does|do|did|has|have|had|can|must|should|may|might|will|"
        r"would|could|of|for|to|in|on|at|by|with|from|that|you|we|i|they|it|the|a|an)\b)"
        r"[a-z0-9-]+\s?){1,3})"
    ),
}
_DEMONSTRATIVES: dict[Language, str] = {
    "fr": r"ce|cet|cette|ces",
    "en": r"this|that|these|those|such",
}
# Directly before a noun: the thing is named in the sentence before.
BEFORE_NAMED_THING = re.compile(rf"\b(?:{any_form(_DEMONSTRATIVES)})\s*$")
