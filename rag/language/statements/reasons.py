"""What says why in a sentence: causes and purposes, in French and English; for folded text."""

from __future__ import annotations

import re

from rag.records import Language

_CAUSES: dict[Language, str] = {
    "fr": r"parce qu\w*|car|puisqu\w*|afin (?:de|d'|qu\w*)|pour que|en raison|a cause|grace a"
    r"|faute (?:de|d')|raisons?|motifs?|du fait|compte tenu|c'est pourquoi|en vue d\w*"
    r"|vis(?:e|ent|ait) (?:a|notamment)|sert|objectifs?|(?:n'|s')?(?:ayant|etant)\b|eu egard",
    "en": r"because|due to|owing to|so (?:that|as)|in order (?:to|that)|reasons?|purposes?"
    r"|in view of|on account of|thanks to|that is why|which is why|on the grounds?|since (?!\d)"
    r"|to (?:avoid|ensure|prevent|protect|make sure|keep|help)|(?:, [^,.;]+ )?(?:having|being)"
    r"|caused by|lack of",
}
SAYS_WHY: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"(?:^|(?<=[\s,(;:]))(?:{form})(?!\w)")
    for language, form in _CAUSES.items()
}
