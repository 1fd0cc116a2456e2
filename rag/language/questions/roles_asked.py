"""Roles and numbers that a question asks for, in the words of both languages; folded."""

from __future__ import annotations

import re

# The words of one role in both languages.
ROLE_FORMS: dict[str, re.Pattern[str]] = {
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
# A question without a verb for a number: "Headcount of the Board in 2024?"
NUMBER_ASKED = re.compile(
    r"\W*(?:le |la |les |l'|the )?(?:effectifs?|headcount|workforce|budgets?|recettes|revenues?|"
    r"turnover|chiffre d'affaires|population)"
    r"(?=\W*$| (?:(?:de|du|des|en|au|fin|a|of|for|in|on|at)\b|\d|d'))"
)
# Questions whose number need not be one: "how often", "how old".
WITHOUT_NUMBER_ASKED = re.compile(
    r"\b(?:combien de fois|combien de temps|how (?:often|old|many times)|age)\b"
)
