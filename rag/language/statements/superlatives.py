"""Words that make a statement about a whole group: "the first", "the largest", "every"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.figures.times import UNIT_OF_TIME
from rag.language.words import is_stop_word, stem, words
from rag.records import Language

_MOST = 6  # content words of a group
_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "first": r"premi(?:er|ère)s?",
        "largest": r"plus (?:grande?s?|importante?s?|vaste|ancien(?:ne)?)",
        "every": r"chaque|tou(?:s|tes) les|toute?",
    },
    "en": {
        "first": r"first",
        "largest": r"largest|biggest|greatest|oldest|longest|highest",
        "every": r"every|each|all(?: the)?|any",
    },
}
_FORMS = {
    language: {
        name: re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE) for name, form in forms.items()
    }
    for language, forms in _WORDS.items()
}
# A group ends before a verb or a clause.
_END = re.compile(
    r"[,;:.()\n|]|\b(?:is|are|was|were|must|may|can|shall|will|should|has|have|had|to|est|sont|"
    r"était|étaient|doit|doivent|peut|peuvent|a|ont|avait|sera|seront)\b",
    re.IGNORECASE,
)


def find_groups(text: str, language: Language) -> Iterator[tuple[str, frozenset[str]]]:
    """The kind of each such word of a text, and the stems of the words that name its group.

    "Each year" is of no group.
    """
    for kind, form in _FORMS[language].items():
        for match in form.finditer(text):
            if kind == "every" and UNIT_OF_TIME.match(text, match.end()):
                continue
            end = _END.search(text, match.end())
            named = words(text[match.end() : end.start() if end else len(text)])
            content = [one.folded for one in named if not is_stop_word(one.folded, language)]
            yield kind, frozenset(stem(one, language) for one in content[:_MOST] if one.isalpha())
