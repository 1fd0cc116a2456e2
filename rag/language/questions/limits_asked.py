"""The limit that a question asks for, the most or the least, and which one a text says; folded."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.language.figures.bounds import LOWER, UPPER
from rag.records import Language

_MOST_ASKED: dict[Language, str] = {
    "fr": r"maxim(?:um|ale?s?|aux)|max|plafond|au plus|jusqu'a (?:combien|quel\w*)",
    "en": r"maximum|max|(?:at|the) most|ceiling|upper limit|longest|highest|largest|up to how",
}
_LEAST_ASKED: dict[Language, str] = {
    "fr": r"minim(?:um|ale?s?|aux)|mini?|au moins|plancher",
    "en": r"minimum|min|(?:at|the) least|lower limit|smallest|lowest|shortest",
}
# What else says the most, beside the bounds of ``rag.language.figures.bounds``.
_MOST_SAID: dict[Language, str] = {
    "fr": r"maxim\w+|plafon\w*|jusqu'\w+|depass\w+|exced\w+|limit\w*|plus d\w*|moins d\w*|peu\w+"
    r"|au-dela|inferieur\w*|superieur\w*",
    "en": r"maxim\w*|ceiling|exceed\w*|limit\w*|within|up to|(?:more|longer|less|fewer) than"
    r"|under|over|may|can|most|no (?:more|longer|later)",
}
_LEAST_SAID: dict[Language, str] = {
    "fr": r"minim\w+|plus d\w*|moins d\w*|au moins|partir|des|seuil|superieur\w*|inferieur\w*"
    r"|doi\w+|faut|exige\w*|entre",
    "en": r"minim\w*|least|(?:more|longer|less|fewer|older) than|over|under|from|below|above"
    r"|must|need\w*|requir\w+|between|threshold",
}
MOST_ASKED = re.compile(rf"\b(?:{any_form(_MOST_ASKED)})\b")
LEAST_ASKED = re.compile(rf"\b(?:{any_form(_LEAST_ASKED)})\b")
SAYS_MOST = re.compile(rf"\b(?:{UPPER}|{any_form(_MOST_SAID)})\b")
SAYS_LEAST = re.compile(rf"\b(?:{LOWER}|{any_form(_LEAST_SAID)})\b")
# What a text in which bounds are plain words (``plain_bounds``) surely says.
SURELY_MOST, SURELY_LEAST = re.compile(rf"\b{UPPER}\b"), re.compile(rf"\b{LOWER}\b")
