"""Whether a sentence plans an act or reports it: "will cut", "has cut"."""

from __future__ import annotations

import re

from rag.records import Language

_PLANNED: dict[Language, str] = {
    "fr": r"(?:doi(?:t|vent)|devrai(?:t|ent)|devr(?:a|ont)|va|vont|souhait\w+|espèr\w+|compten?t?)"
    r"\s(?:\w+\s)?\w+(?:er|ir|re|oir)|prévoi(?:t|ent)|prévue?s?|envisag\w+|projett?e\w*|"
    r"(?:s['’]engage|vise)(?:nt)? à|sera|seront|\w+(?:er|ir|dr|tr)(?:a|ont)",
    "en": r"will|shall|should|would|plans? to|planned|intend(?:s|ed)? to|expect(?:s|ed)? to|"
    r"aims? to|hopes? to|propos(?:es?|ed) to|(?:is|are) (?:due )?to|going to",
}
_DONE: dict[Language, str] = {
    "fr": r"(?:a|ont|avait|avaient|est|sont|était|étaient)\s(?:déjà\s|été\s|bien\s)?"
    r"\w+(?:é|ée|és|ées|i|ie|is|it|ite|u|ue|us|ert|erte)",
    # "Has to" and "has two days" report nothing.
    "en": r"(?:has|have|had|was|were)\s(?:already\s|since\s|been\s)?"
    r"(?!(?:to|an?|the|no|any|some|its|his|her|their|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|not)\b)[^\W\d]\w*|did|already",
}
_FORMS = {
    language: tuple(
        re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)
        for form in (_PLANNED[language], _DONE[language])
    )
    for language in _PLANNED
}


def is_planned(text: str, language: Language) -> bool:
    """Whether a text has the form of a plan or a duty, and none of a fact."""
    planned, done = _FORMS[language]
    return bool(planned.search(text)) and not done.search(text)


def is_done(text: str, language: Language) -> bool:
    """Whether a text has the form of a fact, and none of a plan."""
    planned, done = _FORMS[language]
    return bool(done.search(text)) and not planned.search(text)
