"""Words of a clause that say when, who speaks, or nothing of what it is about."""

from __future__ import annotations

import re

from rag.records import Language

# Days, seasons and holidays: what is so then need not be so at another time.
DAYS_AND_SEASONS: dict[Language, str] = {
    "fr": r"(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?|étés?|hivers?|automnes?|printemps|"
    r"vacances",
    "en": r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|summers?|winters?|autumns?|springs?|"
    r"holidays?",
}
OWN_VOICE: dict[Language, str] = {
    "fr": r"[Jj]e|[Jj](?=['’])|[Mm]on|[Nn]ous|[Nn]otre",
    "en": r"I|[Mm]y|[Ww]e|[Oo]ur",
}
# What is written as a condition is, and is none: "once a month", "where 12 people work".
NO_CONDITIONS: dict[Language, str] = {
    "fr": r"(?:depuis|jusqu['’]à) quand|quand même",
    "en": r"once (?:an?|per|each|every|in an?) (?:hour|day|week|month|term|quarter|year)|"
    r"where(?= \d)|upon \w+(?=[.,;]|$)",
}
# Folded French words after a noun that do not say which ones: "12 membres actuellement".
NO_KIND = re.compile(r"\w+ment|maximum|minimum|chaque")
# They change nothing in what a fact is about: "currently", "about 400", "at least five"; verbs
# that only join a thing and its figure; what stands before the name of a person.
FILLERS: dict[Language, str] = {
    "fr": r"actuellement|désormais|aujourd['’]hui|alors|seulement|normalement|généralement|"
    r"également|environ|quelque|près|presque|au (?:moins|plus|maximum|minimum)|s['’]élèv\w+|"
    r"attei(?:nt|gn)\w*|se monte(?:nt)?|fixée?s?|(?:plus|moins) de(?=\s*$|\s\d)|"
    r"se compose(?:nt)? (?:de|d['’])|(?:est|sont) (?:composé|formé|constitué)e?s? (?:de|d['’])|"
    r"comporte(?:nt)?|(?<!\bse )réuni(?:t|ssent)(?= \w+\s*$|\s*$)|"
    r"(?<!\ble )(?<!\bdu )(?<!\bun )compt(?:e|ent)|compren(?:d|nent)|"
    r"(?:mm?|mmes?|mlles?)\b\.?(?=\s[A-ZÀ-Ý]|\s*$)",
    "en": r"currently|now|then|still|only|also|usually|normally|generally|about|around|"
    r"approximately|nearly|almost|over|at (?:least|most)|up to|stands?|amounts?|reach\w*|set at|"
    r"(?:more|fewer|less) than(?=\s*$|\s\d)|consists? of|comprises?|"
    r"(?:is|are) (?:made up|composed|formed) of|"
    r"(?:mrs?|ms|dr|prof)\b\.?(?=\s[A-ZÀ-Ý]|\s*$)",
}

# What a relative clause between commas begins with.
CLAUSE_PRONOUNS: dict[Language, str] = {
    "fr": r"qui|que|dont|lequel|laquelle|lesquels|lesquelles",
    "en": r"who|which|whose|whom",
}
CLAUSE_JOINTS: dict[Language, str] = {"fr": "et", "en": "and"}  # of two clauses
# What opens a sentence with the number of the parts of its subject.
MADE_UP_OF: dict[Language, str] = {
    "fr": r"(?:composé|formé|constitué|fort)e?s? de|avec (?:ses|leurs)",
    "en": r"(?:composed|formed|made up|consisting) of|comprising|with (?:its|their)",
}
# What a figure is: "the amount of the allowance" is 15 euros, and so is "the allowance".
AMOUNTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:montant|nombre|total|prix|coût|taux|somme|effectif|valeur|durée)s?\s"
        r"(?:(?:total|maximal|annuel|mensuel|global)e?\s)?(?:des?\s|du\s|d['’])",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:amount|number|total|price|cost|rate|sum|value|length|duration)s?\sof\s",
        re.IGNORECASE,
    ),
}
# Folded nouns of prepositions that mean one thing: "in conformity with", "in accordance with".
PREPOSITION_NOUNS: dict[Language, frozenset[str]] = {
    "fr": frozenset("application vertu conformite execution".split()),
    "en": frozenset("accordance conformity compliance pursuance virtue".split()),
}
# Folded articles and prepositions that stand before nouns, seldom before another form of a verb.
BEFORE_NOUNS: dict[Language, frozenset[str]] = {
    "fr": frozenset("le la les l un une des du de d au aux son sa ses leur leurs ce cet cette ces "
                    "dans sur par".split()),
    "en": frozenset("the a an of its their his her this that these those for in on from".split()),
}  # fmt: skip
