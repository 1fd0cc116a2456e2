"""The day that a text says its figures are of: "as at 31 December 2023", "exercice clos le ..."."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.language.figures.dates import find_dates
from rag.records import Language

# Before a day that all of a text is of, in its title or on a line of its own.
_STATED: dict[Language, str] = {
    "fr": r"(?:situation|effectifs?|inventaire|bilan|comptes?|liste|etat|état|registre|chiffres?)\b"
    r"[^.;\n]{0,60}?\bau|(?:arrêtée?s?|arretee?s?|établie?s?|etablie?s?|à jour) (?:à la date du|au)"
    r"|exercice (?:clos|arrêté|terminé|se terminant) (?:le|au)|à la date du",
    "en": r"as (?:of|at|on)|(?:years?|period|quarter|months) (?:ended|ending)(?: on)?"
    r"|position (?:at|on)|(?:list|register|inventory|accounts|statements?)\b[^.;\n]{0,60}?\bat",
}
_BEFORE_DAY = re.compile(rf"(?:^|\b)(?:{any_form(_STATED)})\s+(?:the\s+)?$", re.IGNORECASE)
_LONGEST = 140  # characters of a line that only says the day
_LINES = 12  # at the start of a document, among which it stands


def find_stated_day(title: str, text: str) -> str:
    """The day that the title or a line at the start of a text says all of it is of, as written.

    "" if none does. A line that ends as a sentence says it of one thing only.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_LINES]
    for line in (title, *lines):
        if len(line) > _LONGEST or (line is not title and line.endswith((".", ";", ","))):
            continue
        for date in find_dates(line):
            if date.precision == "day" and _BEFORE_DAY.search(line, 0, date.start):
                return line[date.start : date.end]
    return ""
