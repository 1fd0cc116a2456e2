"""How French and English name a year from today."""

from __future__ import annotations

import re

from rag.records import Language

# What may stand before such a year and stays: "since (last year)".
_BEFORE: dict[Language, str] = {
    "fr": r"de|depuis|pour|pendant|durant|avant|après|jusqu['’]à",
    "en": r"in|of|for|from|since|during|before|after|until|by",
}
# What may follow "de" after a year from today: "de mai à juin", "de 10 à 12 %".
_SPAN = (
    r"janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|"
    r"d[ée]cembre|\d"
)
_THEIR = r"l[ae]s?\b|l['’]|[mts](?:on|a|es)\b|[nv]o(?:tre|s)\b|leurs?\b|ces?\b|cet(?:te)?\b|une?\b"
# A year of a school or of the accounts; with "-là" or a number, it is another year.
_OF_A_KIND = (
    r"scolaires?|universitaires?|académiques?|academiques?|budgétaires?|budgetaires?|fiscales?|"
    r"civiles?|judiciaires?|sabbatiques?|comptables?|bissextiles?"
)
# People and things of a year: "last year students", "this year group".
_PEOPLE = r"students?|pupils?|undergraduates?|apprentices?|trainees?|groups?|class(?:es)?|cohorts?"
_FORMS: dict[Language, tuple[tuple[str, int], ...]] = {
    "fr": (
        (r"l['’]an (?:dernier|passé|passe)", -1),
        (
            r"l['’](?:année|annee) (?:dernière|derniere|passée|passee)"
            rf"(?! (?:du (?!\d)|des\b|de (?!{_SPAN})|d['’](?!{_SPAN})))",
            -1,
        ),
        # What is counted follows: "Combien y a-t-il eu l'année dernière d'accidents ?"
        (r"(?<=\beu )l['’](?:année|annee) (?:dernière|derniere|passée|passee)(?= d)", -1),
        (
            rf"cette (?:année|annee)(?!\s?-\s?l[àa]| (?:(?:{_OF_A_KIND})\b|de (?!{_SPAN}|{_THEIR})|"
            rf"d['’](?!une?\b|{_SPAN})|\d))",
            0,
        ),
    ),
    "en": (
        (rf"last year(?![-–]| (?:of\b|(?:{_PEOPLE})\b|\d))", -1),
        (rf"this year(?![-–]| (?:of\b|round\b|(?:{_PEOPLE})\b|\d))", 0),
    ),
}
# Before "last year", it is the last one of several: "her last year", "final or last year".
LAST_OF_SEVERAL = re.compile(
    r"\b(?:the|a|an|every|each|any|another|my|your|his|its|our|their|one['’]s|no|some|very|"
    # Not "what did they pay her last year".
    r"(?<!\bpay )(?<!\bpaid )(?<!\bgive )(?<!\bgave )(?<!\bcost )(?<!\boffer )(?<!\bsend )her|"
    r"(?!(?:what|who|where|when|how|it|that|here|there)['’])\w+['’]s|\w+s['’]|"
    r"(?:first|second|third|fourth|fifth|final|penultimate|next|middle) (?:and|or|to))\s$",
    re.IGNORECASE,
)
BEFORE_A_YEAR: dict[Language, str] = {"fr": "en ", "en": "in "}
# "last year's budget" as "the 2025 budget".
OWNS: dict[Language, str] = {"fr": "{year}", "en": "the {year}"}
YEARS_FROM_TODAY: dict[Language, tuple[tuple[re.Pattern[str], int], ...]] = {
    language: tuple(
        (
            re.compile(
                rf"\b(?P<before>(?:{_BEFORE[language]}) )?(?:{form})\b(?P<owns>['’]s\b)?",
                re.IGNORECASE,
            ),
            step,
        )
        for form, step in forms
    )
    for language, forms in _FORMS.items()
}
