"""What tables count, by the names that questions and rows have for it in both languages."""

from __future__ import annotations

import re

_STAFF = (
    r"effectifs?|headcount|workforce|staff numbers|staff|employees|"
    r"(?:agents|salaries|personnels?|employes)"
)
_NAMES: dict[str, str] = {
    "staff": _STAFF,
    "budget": r"budgets?",
    "revenue": r"recettes|revenus?|revenues?|income|turnover|chiffre d'affaires",
    "spending": r"depenses|expenditures?|expenses|spending",
    "visitors": r"visiteurs|frequentation|visitors|visits|visites",
    "members": r"membres|adherents|members|membership",
}
_BEFORE = (
    r"(?:(?:le |la |les |l'|the )?"
    r"(?:(?:nombre|total|number|montant)(?: total)? (?:de |d'|des |of ))?(?:total |the )?)"
)
# The first cell of a row that counts one of them: "Headcount at 31 December", "Effectifs (ETP)".
ROW_LABELS: dict[str, re.Pattern[str]] = {
    name: re.compile(
        rf"{_BEFORE}(?:{form})(?=\s*$|\s*[(,:]|\s(?:at|on|in|au|en|fin|total|annuels?|\d)\b)"
    )
    for name, form in _NAMES.items()
}
# A question for one of them: "Quels effectifs ... ?", "How many people did it employ?".
MEASURES_ASKED: dict[str, re.Pattern[str]] = {
    name: re.compile(
        r"(?:^|\b(?:quels?|quelles?|est|sont|etai(?:t|ent)|combien de|what|how many|how much|is|"
        rf"are|was|were|et|and) |\bcombien d'){_BEFORE}(?:{form})\b"
    )
    for name, form in _NAMES.items()
}
# "How many people did the Board employ?", "combien de personnes l'Office emploie-t-il ?"
EMPLOYS = re.compile(
    r"\b(?:people|personnes|gens|staff)\b.*\bemplo(?:y|yed|ys|ie|ient|yait|yaient)\b"
)
