"""Dates that another one is only compared with: "12 % less than in 2022"."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

# Between the word that compares and the date: no figure, or it would be that of the date.
_TAILS: dict[Language, str] = {
    "fr": r"(?:(?:à|au|aux|en|pour|durant|pendant|lors|de|du|des|la|le|les|celui|celle|ceux|celles"
    r"|fin|début|cours|mois|année|exercice|niveaux?|chiffres?|total|période|même)\s|[dl]['’])*",
    "en": r"(?:(?:(?:the|its|their|our) (?:[a-z]+ ){1,3}(?:of|for|in) )|(?:in|for|during|at|on"
    r"|as of|of|the|that|those|it was|they were|end|start|close|levels?|figures?|total|year"
    r"|financial|same|period|month|summer|winter|spring|autumn)\s)*",
}
_ANY_NOUNS = r"(?:[^\W\d]+(?:\s|['’])){0,5}"
# After these, any noun may be compared: "par rapport au budget de 2022".
_COMPARED_WITH: dict[Language, str] = {
    "fr": r"par rapport (?:à|aux?)\s|(?:comparée?s?|en comparaison) (?:à|aux?|avec|de|du)\s"
    r"|(?:supérieur|inférieur|égal|identique|comparable|semblable|équivalent)(?:e?s?|aux)"
    r"(?: de [^.;:()]{1,15}?)? (?:à|aux?)\s|(?<!en )\b(?:plus|moins|moindres?) qu(?:e\s|['’])",
    "en": r"(?:compared|in comparison) (?:with|to)\s|relative to\s",
}
# After these, only the words of a time: "more than half the staff in 2022" compares nothing.
_MORE_THAN: dict[Language, str] = {
    "fr": r"\b(?:plus(?! (?:tard|tôt))|moins|autant|aussi|davantage|meilleure?s?|pires?|mieux"
    r"|mêmes?)\s[^.;:!?()\d]{0,30}?\bqu(?:e\s|['’])",
    "en": r"\b(?<!later )(?<!earlier )(?<!sooner )(?<!rather )(?<!other )than\s"
    r"|\b(?:as|same) (?:[a-z]+ ){0,4}as\s|\b(?:up|down) on\s"
    r"|[0-9]\s?(?:%|per ?cent|points?)\s(?:up |down )?(?:on|over|above|below)\s"
    r"|\b(?:up|down)(?: by)? [0-9.,]+\s?(?:%|per ?cent|points?) from\s",
}
_BASES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"(?:(?:{_COMPARED_WITH[one]}){_ANY_NOUNS}|(?:{_MORE_THAN[one]}){tail})$", re.I)
    for one, tail in _TAILS.items()
)
# "... than in 2022 (468)", "... qu'en 2022, où elle était de 3,3": the figure of the date itself.
_WHEN: dict[Language, str] = {"fr": "où|quand|lorsque", "en": "when|where"}
_FIGURE_AFTER = re.compile(
    rf"\s?\(\s?[€$£]?[0-9]|,?\s(?:année\s)?(?:{any_form(_WHEN)})\b[^.;:()]{{0,50}}?[0-9]",
    re.IGNORECASE,
)
_REACH = 80  # characters before a date: no search from the start of the text for each


def is_comparison_base(text: str, start: int, end: int) -> bool:
    """Whether a text has a date at ``start:end`` only to compare another one with it.

    "12 % less than in 2022" gives no figure of 2022; "512, against 468 in 2022" does.
    """
    if _FIGURE_AFTER.match(text, end):
        return False
    return any(form.search(text, max(start - _REACH, 0), start) for form in _BASES)
