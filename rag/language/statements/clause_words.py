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
    r"se compose(?:nt)? de|(?<!\ble )(?<!\bdu )(?<!\bun )compt(?:e|ent)|compren(?:d|nent)|"
    r"(?:mm?|mmes?|mlles?)\b\.?(?=\s[A-ZÀ-Ý]|\s*$)",
    "en": r"currently|now|then|still|only|also|usually|normally|generally|about|around|"
    r"approximately|nearly|almost|over|at (?:least|most)|up to|stands?|amounts?|reach\w*|set at|"
    r"(?:more|fewer|less) than(?=\s*$|\s\d)|consists? of|(?:is|are) made up of|comprises?|"
    r"(?:mrs?|ms|dr|prof)\b\.?(?=\s[A-ZÀ-Ý]|\s*$)",
}
