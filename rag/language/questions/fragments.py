"""What French and English leave out of a question that continues another."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.language.figures.times import WEEKDAYS
from rag.language.statements.pronouns import INFINITIVE_FR
from rag.records import Language


def _form(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces), re.IGNORECASE)


# The start of a question that continues another. The group ``of`` is there if French puts "de"
# after it, the group ``case`` if it depends on the answer to the other: "if so".
CONTINUATIONS: dict[Language, re.Pattern[str]] = {
    "fr": _form(
        r"^\W*(?:(?:et|mais)\s+)?(?:qu['’]en\s+est-il|quid)\b\s*(?P<of>(?=d[eu]\b|des\b|d['’]))?|",
        r"^\W*(?:(?:et|mais)\s+)?(?P<case>si\s(?:oui|non|c['’]est\sle\scas)|sinon|dans\sce\scas|",
        r"le\scas\séchéant)\b[\s,:]*|",
        r"^\W*(?:et|mais|alors|ou)\b[\s,]*(?:(?:alors|si)\b[\s,]*)?",
    ),
    "en": _form(
        r"^\W*(?:(?:and|but)\s+)?(?P<case>if\s(?:so|not|yes|no)|in\s(?:that|this)\scase|",
        r"otherwise)\b[\s,:]*|",
        r"^\W*(?:(?:and|but|so|or)\b[\s,]*)?(?P<of>what|how)\s+about\b\s*|",
        r"^\W*(?:and|but|so|or)\b[\s,]*",
    ),
}
# "The following year", "the year before": patterns, and how far from the year of the question.
_NEXT_YEAR: dict[Language, str] = {
    "fr": r"\b(?:année|an|exercice) (?:suivante?|d['’]après|prochaine?)|an (?:plus tard|après)",
    "en": r"(?:following|next) year|year (?:after|later)",
}
_PREVIOUS_YEAR: dict[Language, str] = {
    "fr": r"\b(?:année|an|exercice) (?:précédente?|d['’]avant|passée?|dernière?)|"
    r"an (?:plus tôt|avant)",
    "en": r"(?:previous|preceding|last) year|year (?:before|earlier)",
}
YEAR_STEPS: tuple[tuple[re.Pattern[str], int], ...] = (
    (_form(any_form(_NEXT_YEAR)), 1),
    (_form(any_form(_PREVIOUS_YEAR)), -1),
)
# "Celle du Conseil", "that of the Council": a pronoun in the place of a noun, before "of".
_DEMONSTRATIVE_PRONOUNS: dict[Language, str] = {
    "fr": "celui|celle|ceux|celles",
    "en": "that|those|the ones?",
}
_AFTER_DEMONSTRATIVE: dict[Language, str] = {
    "fr": r"d['’]|(?:de|du|des|pour|par|sur|avec|sans|à|au|aux|en|dans)\b",
    "en": r"(?:of|in|for|per|on|with|without|at|from)\b",
}
THAT_OF = _form(
    rf"^(?P<lead>.*?)\b(?:{any_form(_DEMONSTRATIVE_PRONOUNS)})\s+(?={any_form(_AFTER_DEMONSTRATIVE)})"
)
# "Which ones?", after a question whose answer is a list; for folded text.
_WHICH_ONES: dict[Language, str] = {
    "fr": r"lesquel(?:le)?s(?: (?:sont-(?:ils|elles)|precisement))?",
    "en": r"which(?: ones?| are they)?|what are they",
}
WHICH_ONES = _form(any_form(_WHICH_ONES))
# Before what a document says something of: "(say) about drones".
ABOUT_WORDS = frozenset("sur concernant about regarding concerning on".split())
# Words beside a date that add nothing to it: "celui de 2023", "back in 2023".
WORDS_BESIDE_DATES: dict[Language, frozenset[str]] = {
    "fr": frozenset({"celui", "celle", "ceux", "celles", "selon", "un"}),
    "en": frozenset({"one", "ones", "back"}),
}
# A day of the week or a part of the day, alone: "le dimanche", "the morning". French says it
# without a preposition.
_MOMENTS: dict[Language, str] = {
    "fr": rf"(?:l[ea]s?\s|l['’]|un\s)?(?:(?:{'|'.join(WEEKDAYS['fr'])})s?(?:\s(?:matin|soir|"
    r"après-midi))?|week-?ends?|matin(?:ée)?|soir(?:ée)?|après-midi|jours?\sfériés?)|demain|"
    r"aujourd['’]hui",
    "en": "tomorrow|today|tonight",
}
MOMENT: dict[Language, re.Pattern[str]] = {
    one: re.compile(rf"(?<![\w'’])(?:{form})(?![\w'’])", re.IGNORECASE)
    for one, form in _MOMENTS.items()
}
# "Combien de doctorants": what joins the noun to the word before it, except for these nouns.
COUNT_JOINT: dict[Language, re.Pattern[str] | None] = {
    "fr": re.compile(r"\bd(?:e |['’])$"),
    "en": None,
}
UNCOUNTED: dict[Language, frozenset[str]] = {
    "fr": frozenset({"temps", "fois"}),
    "en": frozenset(),
}
QUESTION_MARK: dict[Language, str] = {"fr": " ?", "en": "?"}
# Counted of what the question before asks: "combien de jours ?", "how many people?".
COUNTED_OF_THE_SAME: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "temps fois jour jours mois an ans annee annees semaine semaines heure heures minutes "
        "euros argent personne personnes gens points metres kilometres exemplaires".split()
    ),
    "en": frozenset(
        "time times day days month months year years week weeks hour hours minutes euros dollars "
        "pounds money people persons points metres kilometres miles copies".split()
    ),
}
# "Et la modifier ?", "and cancel it?": another act on the thing of the question before. And where
# that question has its own act: "comment renouveler une carte", "how do I renew a permit".
ACT_ON_IT: dict[Language, re.Pattern[str]] = {
    "fr": _form(
        rf"^\W*(?:et|ou|mais)\s+(?:pour\s+)?(?:la|les?|l['’])\s?(?P<act>{INFINITIVE_FR})\W*$"
    ),
    "en": _form(
        r"^\W*(?:and|or|but)\s+(?:(?:how\s+)?to\s+)?(?!(?:about|after|before|for|of|with|without|in|on|",
        r"at|by|from|to|under|over|is|was|were|are|does|did|do|has|have|had|will|can|may|must|should|",
        r"how|why|when|where|what|who|which)\b)(?P<act>[a-z]+)\s+(?:it|them)\W*$",
    ),
}
ACT_ASKED: dict[Language, re.Pattern[str]] = {
    "fr": _form(
        r"\b(?:comment|peut-on|puis-je|pouvons-nous|faut-il|doit-on|dois-je|pour|où|quand|on\speut)\s+",
        rf"(?:faire\spour\s)?(?P<act>{INFINITIVE_FR})",
    ),
    "en": _form(
        r"\b(?:(?:do|can|could|should|must|may)\s(?:i|we|you|one|people|they)|(?:how|need|want)\sto)\s",
        r"(?P<act>[a-z]+)\b",
    ),
}
