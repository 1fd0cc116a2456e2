"""Questions for a value of a thing, "quel est le montant de la prime": their parts and forms."""

from __future__ import annotations

import re

from rag.language.questions.double_questions import BE
from rag.records import Language

_BE = {
    language: "|".join(form.replace(" ", r"\s") for pair in forms for form in pair)
    for language, forms in BE.items()
}
_WORD = r"[^\s?,()]+"
_BEFORE_VALUES: dict[Language, str] = {
    "fr": r"d['’]|(?:de|du|des|par|pour|en|dans|à|au|aux|sur|sous|depuis|pendant|avec|sans|lors|"
    r"fin|avant|après)\b",
    "en": r"(?:of|per|for|in|on|at|from|since|during|with|without|under|by|before|after)\b",
}
_ONE_OF = r"(?:de\sla\s|de\sl['’]|du\s|des\s|d['’]une?\s|par\s|pour\s)"
# What is asked, of what, and the words after it. The value may have a noun of its own kind after
# "de": "le délai de préavis pour une démission".
VALUE_ASKED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?P<ask>(?:quel(?:le)?s?|qui)\s(?:{_BE['fr']}))\s"
        rf"(?P<value>(?:l['’]|(?:le|la|les)\s){_WORD}(?:\s(?!{_BEFORE_VALUES['fr']}){_WORD})*"
        rf"(?:\sd(?:e\s(?!la\s|l['’])|['’](?!une?\s)){_WORD}(?=\s{_ONE_OF}))?)"
        rf"(?P<of>\s(?:{_ONE_OF}|de\s|d['’]){_WORD}[^?,()]*?)"
        rf"(?P<rest>(?:\s(?!d['’]|d(?:e|u|es)\b)(?:{_BEFORE_VALUES['fr']})[^?()]*)?)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"(?P<ask>(?:what|who)\s(?:{_BE['en']}))\s"
        rf"(?P<value>the\s{_WORD}(?:\s(?!{_BEFORE_VALUES['en']}){_WORD})*)"
        rf"(?P<of>\s(?:of|per|for)\s{_WORD}[^?,()]*?)"
        rf"(?P<rest>(?:\s(?!of\b)(?:{_BEFORE_VALUES['en']})[^?()]*)?)",
        re.IGNORECASE,
    ),
}
# "What is the library's budget": the same with its owner first.
OWNED_VALUE: dict[Language, re.Pattern[str] | None] = {
    "fr": None,
    "en": re.compile(
        rf"(?P<ask>(?:what|who)\s(?:{_BE['en']}))\s(?P<of>(?:the\s)?[^?,()]+?)(?:['’]s|s['’])\s"
        rf"(?P<value>{_WORD}(?:\s(?!{_BEFORE_VALUES['en']}){_WORD})*)"
        rf"(?P<rest>(?:\s(?:{_BEFORE_VALUES['en']})[^?()]*)?)",
        re.IGNORECASE,
    ),
}
# What such a question is put for, where no article follows: "l'indemnité pour l'hôtel".
FOR: dict[Language, str] = {"fr": "pour", "en": "for"}
# "par repas", "per meal": what a value is for each of. Not a person's share, nor a length of time.
_TIME_UNITS: dict[Language, str] = {
    "fr": "jours?|journées?|semaines?|mois|ans?|années?|heures?|nuits?|trimestres?",
    "en": "days?|weeks?|months?|years?|hours?|nights?|quarters?",
}
_FOR_EACH: dict[Language, str] = {"fr": "par", "en": "per"}
FOR_EACH: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"\s{word}\s(?P<unit>(?!(?:{_TIME_UNITS[language]})$){_WORD}(?:\sd(?:e\s|['’])\w+)?)$",
        re.IGNORECASE,
    )
    for language, word in _FOR_EACH.items()
}
# The same said of what is paid: "l'indemnité de repas", "the meal allowance".
PAID_FOR: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?<=[^\W\d_])\sd(?:e\s|['’])(?:repas|petits?-déjeuners?|déjeuners?|dîners?|nuitées?|"
        r"hébergement|hôtel|transport|trajets?)(?![\w-])",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\s(?:meal|breakfast|lunch|dinner|hotel|accommodation|travel|mileage)"
        r"(?=\s(?:allowance|rate|limit|ceiling|maximum|reimbursement|refund)s?\b)",
        re.IGNORECASE,
    ),
}
FOR_ONE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"pour\s(?:une?\s|le\s|la\s|l['’])(?P<noun>\w+)", re.IGNORECASE),
    "en": re.compile(r"for\s(?:an?|the)\s(?P<noun>\w+)", re.IGNORECASE),
}
# Nouns for people, folded: what is paid "par repas" is then paid "pour un enfant" all the same.
PEOPLE: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "enfant adulte etudiant etudiante agent agente salarie salariee stagiaire apprenti senior "
        "retraite cadre eleve visiteur groupe famille couple personne habitant adherent membre "
        "titulaire contractuel bebe mineur conjoint invite accompagnateur".split()
    ),
    "en": frozenset(
        "child adult student employee worker trainee apprentice senior pensioner manager pupil "
        "visitor group family couple person resident member teacher minor spouse guest".split()
    ),
}
# Nouns for the same people, folded: "inscription d'un élève" is that of a child.
SAME_PEOPLE: dict[Language, tuple[frozenset[str], ...]] = {
    "fr": (
        frozenset("enfant eleve mineur jeune".split()),
        frozenset("agent agente salarie salariee employe employee".split()),
        frozenset("habitant habitante resident residente".split()),
    ),
    "en": (
        frozenset("child children pupil minor kid".split()),
        frozenset("employee worker".split()),
        frozenset("resident inhabitant".split()),
    ),
}
# "Quelle est (le plafond)", "comment sont remboursés (l'hôtel)": what agrees with the noun after
# it, each with the ending of its feminine.
AGREES: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": (
        (
            re.compile(
                rf"quel(?P<feminine>(?:le)?)(?P<plural>s?)\s(?P<be>{_BE['fr']})\s"
                r"(?P<article>l['’]|\w+\s)",
                re.IGNORECASE,
            ),
            "le",
        ),
        (
            re.compile(
                rf"(?:comment|quand|où)\s(?P<be>{_BE['fr']})\s\w+é(?P<feminine>e?)(?P<plural>s?)\s"
                r"(?P<article>l['’]|\w+\s)",
                re.IGNORECASE,
            ),
            "e",
        ),
    ),
    "en": (),
}
