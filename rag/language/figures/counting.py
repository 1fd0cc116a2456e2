"""Numbers that count things or number a house, and identify nothing: "order 12 books"."""

from __future__ import annotations

import re

from rag.language.any_language import any_form, any_word
from rag.language.figures.counted_nouns import may_be_counted
from rag.language.questions.asking import TELLING_WORDS
from rag.language.questions.document_kinds import DOCUMENT_KINDS
from rag.language.words import fold, is_stop_word
from rag.records import Language

_BLANK = r"[ \t\u00a0\u202f]"
_WORD_AFTER = re.compile(rf"{_BLANK}(?P<word>[a-zà-ÿœ]{{3,}})(?![\w'’-])")
_WORD_BEFORE = re.compile(rf"(?P<word>[^\W\d_]+)['’]?{_BLANK}*$")
_BARE_NUMBER = re.compile(rf"[^\W\d_]+{_BLANK}[0-9]{{1,4}}$")
_KINDS = frozenset(word.rstrip("sx") for word in any_word(DOCUMENT_KINDS))
# Before a verb that looks like a noun, folded: "can I order 12 books".
_BEFORE_A_VERB: dict[Language, frozenset[str]] = {
    "fr": frozenset("je j tu il elle on nous vous ils elles".split()),
    "en": frozenset("i you he she we they to can must may will please".split()),
}
# Before a number that counts, even if it looks like a year: "nous avons 2000 livres".
_COUNTING: dict[Language, str] = {
    "fr": r"avons|avez|avons-nous|avez-vous|a-t-on|a-t-il|ont|a|aura|possède|possèdent"
    r"|compte|comptent|plus de|moins de|près de|environ|quelque"
    r"|nos|vos|ses|les|ces|des|acheter|commander|recevoir",
    "en": r"have|has|had|are there|there are|own|owns|hold|holds|more than|fewer than|less than"
    r"|over|about|nearly|almost|some|around|buy|order|receive",
}
_REACH = 40  # characters before a number, more than any of these words has
_COUNTS = re.compile(rf"(?<!\w)(?:{any_form(_COUNTING)}){_BLANK}$", re.IGNORECASE)
# After the number of a house: "n° 12 de la rue", "No. 12 Mill Street".
_STREETS: dict[Language, str] = {
    "fr": r"(?:de la |de l['’]|du |des |de )?(?:rue|avenue|boulevard|place|chemin|allée|impasse"
    r"|quai|route|cours|square|ruelle)s?\b",
    "en": r"(?:of |in |on )?(?:the )?(?:[A-Z][\w'’]+ ){1,3}(?:Street|Road|Avenue|Lane|Square|Drive"
    r"|Close|Terrace|Way|Crescent|St|Rd|Ave)\b",
}
_STREET = re.compile(rf"{_BLANK}?(?:bis|ter)?,?{_BLANK}(?:{any_form(_STREETS)})")


def counts_things(text: str, start: int, end: int, language: Language) -> bool:
    """Whether the noun and the bare number ``text[start:end]`` are a verb and a count.

    "Can I order 12 books?" is one; "What does order 12 require?" is none.
    """
    if not _BARE_NUMBER.fullmatch(text, start, end) or not _counted_after(text, end, language):
        return False
    before = _WORD_BEFORE.search(text, 0, start)
    if before is None:
        return False
    word = fold(before["word"])
    return word in _BEFORE_A_VERB[language] or not is_stop_word(word, language)


def is_counting_year(text: str, start: int, end: int, language: Language) -> bool:
    """Whether what looks like a year counts the noun after it: "we have 2000 books"."""
    around = max(start - _REACH, 0)
    if not _COUNTS.search(text, around, start) or not _counted_after(text, end, language):
        return False
    match = _WORD_AFTER.match(text, end)  # "do you have 2023 reports" asks for those of a year
    return match is not None and fold(match["word"]).rstrip("sx") not in _KINDS


def is_in_street(text: str, end: int) -> bool:
    """Whether a number that ends at ``end`` is that of a house: "n° 12 de la rue des Lilas"."""
    return _STREET.match(text, end) is not None


def _counted_after(text: str, end: int, language: Language) -> bool:
    match = _WORD_AFTER.match(text, end)
    if match is None:
        return False
    word = fold(match["word"])
    if is_stop_word(word, language) or word in TELLING_WORDS[language]:
        return False
    return may_be_counted(word, language)
