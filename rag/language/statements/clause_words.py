"""Words of a clause that say when, who speaks, or nothing of what it is about."""

from __future__ import annotations

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
# They change nothing in what a fact is about: "currently", "about 400", "at least five"; verbs
# that only join a thing and its figure; what stands before the name of a person.
FILLERS: dict[Language, str] = {
    "fr": r"actuellement|désormais|aujourd['’]hui|alors|seulement|normalement|généralement|"
    r"également|environ|quelque|près|presque|au (?:moins|plus|maximum|minimum)|s['’]élèv\w+|"
    r"attei(?:nt|gn)\w*|se montent?|fixée?s?|(?:mm?|mmes?|mlles?)\b\.?(?=\s[A-ZÀ-Ý]|\s*$)",
    "en": r"currently|now|then|still|only|also|usually|normally|generally|about|around|"
    r"approximately|nearly|almost|over|at (?:least|most)|up to|stands?|amounts?|reach\w*|set at|"
    r"(?:mrs?|ms|dr|prof)\b\.?(?=\s[A-ZÀ-Ý]|\s*$)",
}
