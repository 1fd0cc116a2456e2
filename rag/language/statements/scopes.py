"""Words that say whom a sentence is about before it says anything."""

from __future__ import annotations

import re

from rag.records import Language

# "• Pour les agents : ...", "For staff: ...".
FOR_WHOM: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?:^|[:;•\n])[\s•*–—-]*pour\s(?:les|le|la|l['’]|un|une|des)\s?(?P<whom>[^:;,.]{2,60}?)\s?:\s",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:^|[:;•\n])[\s•*–—-]*for\s(?:the\s|an?\s)?(?P<whom>[^:;,.]{2,60}?)\s?:\s",
        re.IGNORECASE,
    ),
}
