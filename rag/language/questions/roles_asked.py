"""Roles that a question asks the holder of, and the words of each in both languages; folded."""

from __future__ import annotations

import re

# The words of one role in both languages.
ROLES: dict[str, re.Pattern[str]] = {
    "head": re.compile(
        r"\b(?:directeurs?|directrices?|direction generale|dirig\w+|directors?|head(?:s|ed)?|"
        r"chief executive|managers?|gerante?s?)\b"
    ),
    "chair": re.compile(r"\b(?:presid\w+|chair(?:s|ed|ing|man|woman|person)?)\b"),
    "secretary": re.compile(r"\b(?:secretaires?|secretar(?:y|ies))\b"),
    "treasurer": re.compile(r"\b(?:tresori\w+|treasurers?)\b"),
    "mayor": re.compile(r"\b(?:maires?|mayors?)\b"),
}
# Verbs of leading anything: "dirigé par un président" also says who leads.
LEADS = re.compile(r"\b(?:dirig\w+|head(?:s|ed)?|l(?:ead|ed|eads))\b")
# Questions whose number need not be one: "how often", "how old".
WITHOUT_NUMBER_ASKED = re.compile(
    r"\b(?:combien de fois|combien de temps|how (?:often|old|many times)|age)\b"
)
