"""Questions for a reason, in French and English: "pourquoi", "why"; for folded text."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

_WHY: dict[Language, str] = {
    "fr": r"pourquoi|(?:pour|quelles? (?:est|sont|etai(?:t|ent))) (?:la |les )?"
    r"(?:quelles? )?(?:raisons?|motifs?)|a cause de quoi|qu'est-ce qui explique",
    "en": r"why|for (?:what|which) reasons?|what (?:is|was|are|were) the (?:reasons?|causes?)"
    r"|how come|what explains",
}
WHY_ASKED = re.compile(rf"\b(?:{any_form(_WHY)})\b")
