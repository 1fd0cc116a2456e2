"""Openings of French and English sentences that need the sentence before, or a term above."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import LANGUAGES, Language


def _form(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces), re.IGNORECASE)


# Before the pronoun: "De plus, il", "However, they".
_ADVERB = r"^\W*(?:[^\W\d_][\w'’ -]{1,30},\s)?"
# The same before a demonstrative: "dans ce cas", "if this happens".
_BEFORE_PRONOUNS: dict[Language, str] = {
    "fr": r"mais|et|or|car|donc|si|dans|pour|à|avec|pendant|lorsque|quand|après|avant",
    "en": r"but|and|so|or|if|in|for|with|during|when|at|after|before|once|because of",
}
_REFERRING_PRONOUNS: dict[Language, str] = {
    "fr": r"ils?|elles?|ce(?:tte)? derni(?:er|ère)|ces derni(?:ers|ères)|celui-ci|celle-ci|"
    r"ceux-ci|celles-ci|ceci|cela|c['’](?:est|était)|ce (?:sont|n['’]est)",
    "en": r"it|they|he|she|this|that|these|those|the (?:former|latter)|both",
}
_DEMONSTRATIVE_DETERMINERS: dict[Language, str] = {
    "fr": r"ce|cet|cette|ces",
    "en": r"this|that|these|those|such",
}
_POSSESSIVE_FORMS: dict[Language, str] = {"fr": r"son|sa|ses|leurs?", "en": r"its|his|her|their"}
# Nouns after a demonstrative that name the text itself or a time, and what is no noun.
_NOT_REFERRING: dict[Language, str] = {
    "fr": r"années?|mois|semaine|jour|fois|loi|règlement|décret|arrêté|article|guide|document|"
    r"page|fiche|rapport|chapitre|section|annexe|présente?s?|texte|qui|que|dont|sont|n",
    "en": r"years?|months?|weeks?|time|days?|acts?|regulations?|by-laws?|rules|sections?|parts?|"
    r"guide|document|page|report|chapter|annex|appendix|article|policy|manual|who|which|as",
}
# What makes "il" and "it" refer to nothing.
_REFERS_TO_NOTHING: dict[Language, str] = {
    "fr": r"il\s(?:n['e’]\s?)?(?:y\s|faut|faudra|fallait|convient|suffit|existe|importe|semble|"
    r"(?:peut|doit|pourra|devra)\s(?:\w+\s)?(?:y\s|exister)|"
    r"(?:est|sera|serait|était|reste|paraît)\s(?:\w+\s){0,2}?(?:à noter|possible|interdit|"
    r"obligatoire|nécessaire|conseillé|recommandé|important|permis|prévu|rappelé|utile|difficile|"
    r"préférable|essentiel|fréquent|rare|facile|vrai|probable|précisé|indispensable)\s"
    r"(?:de|d['’]|que|qu['’]))",
    "en": r"it\s(?:takes?|took|seems|appears|(?:is|was|will be|may be|can be|should be)\s"
    r"(?:\w+\s){0,2}?(?:noted|possible|necessary|important|recommended|required|forbidden|"
    r"advisable|essential|easy|difficult|hard|likely|unlikely|clear|true|worth|best|better|common|"
    r"mandatory|prohibited|up|useful|helpful|time)\s)",
}
# A sentence whose subject is in the sentence before.
PRONOUN_LED: dict[Language, re.Pattern[str]] = {
    language: _form(
        rf"{_ADVERB}(?:(?:{_BEFORE_PRONOUNS[language]})\s)?(?!(?:{_REFERS_TO_NOTHING[language]}))",
        rf"(?!(?:{_DEMONSTRATIVE_DETERMINERS[language]})\s(?:{_NOT_REFERRING[language]})\b)",
        rf"(?:{_REFERRING_PRONOUNS[language]}|{_DEMONSTRATIVE_DETERMINERS[language]})(?![\w-])|",
        rf"^\W*(?:{_POSSESSIVE_FORMS[language]})\s(?!(?:{_NOT_REFERRING[language]})\b)",
    )
    for language in LANGUAGES
}
# Who or what a sentence is about only if it does something, which is a condition: "a driver who
# arrives before that may ...".
_RELATIVE: dict[Language, tuple[str, str]] = {
    "fr": (r"qui|dont", r"peut|peuvent|doit|doivent|pourra|devra|est|sont|a|ont"),
    "en": (r"who|whose|that|which", r"may|must|can|shall|will|should|is|are|has|have"),
}
RELATIVE_CLAUSE: dict[Language, re.Pattern[str]] = {
    language: _form(
        rf"^(?P<before>[^,;]*?)\b(?:{pronouns})\s(?:[^\s,;]+\s){{2,14}}?(?P<after>(?:{verbs})\b.*)$"
    )
    for language, (pronouns, verbs) in _RELATIVE.items()
}
# What reports the clause after it: its "it" stands for nothing.
REPORTS_THAT: dict[Language, re.Pattern[str]] = {
    "fr": _form(r"^\W*il (?:a été|est) \w+ qu(?:e\b|['’])"),
    "en": _form(r"^\W*it (?:is|was|has been) (?:\w+ly )?\w+(?:ed|own|und|id|en) that\b"),
}
# Nouns that sum up what the sentence before says, "malgré cette démarche".
_SUMMING_NOUNS: dict[Language, str] = {
    "fr": r"démarches?|procédures?|demandes?|délais?|cas|conditions?|décisions?|mesures?|"
    r"opérations?|sommes?|montants?|dates?|périodes?|obligations?|règles?|exceptions?|avis|accords?|"
    r"formalités?|situations?|hypothèses?|limites?|plafonds?|durées?|échéances?",
    "en": r"steps?|procedures?|requests?|deadlines?|cases?|conditions?|decisions?|measures?|"
    r"operations?|sums?|amounts?|dates?|periods?|obligations?|requirements?|exceptions?|notices?|"
    r"agreements?|formalit(?:y|ies)|situations?|limits?|ceilings?|applications?|circumstances?",
}
# A noun of that kind anywhere in a sentence; the group is the noun.
SUMS_UP: dict[Language, re.Pattern[str]] = {
    language: _form(
        rf"(?<![\w-])(?:{_DEMONSTRATIVE_DETERMINERS[language]})\s({_SUMMING_NOUNS[language]})(?![\w-])"
    )
    for language in LANGUAGES
}
# A sentence that limits the one before: without it, that one would say too much.
LIMITS_WHAT_IS_BEFORE: dict[Language, re.Pattern[str]] = {
    "fr": _form(
        r"^\W*(?:toutefois|cependant|néanmoins|par (?:exception|dérogation)|sauf|excepté|"
        r"(?:les? )?(?:seules? )?exceptions?|à l['’]exception|à moins|hormis|"
        r"(?:ceci|cela|ce(?:tte|s)? \w+) n(?:e|['’])\s?(?:s['’])?"
        r"(?:appliqu\w+|concern\w+|vaut|valent|vis\w+))(?![\w-])",
    ),
    "en": _form(
        r"^\W*(?:however|nevertheless|nonetheless|except(?:ing)?|unless|notwithstanding|"
        r"(?:the )?(?:only )?exceptions?|with the exception|by way of (?:exception|derogation)|"
        r"(?:this|that|these|those)(?: \w+)? (?:does|do|did|shall|will) not apply)(?![\w-])",
    ),
}
# A definition without the word that it defines, which stands above it.
WITHOUT_TERM: dict[Language, re.Pattern[str]] = {
    "fr": _form(r"^\W*(?:désigne|s['’]entend|signifie|se dit|se définit|correspond|consiste)\b"),
    "en": _form(r"^\W*(?:means|refers to|denotes|includes|is defined as)\b"),
}
# How a law says by which name it may be cited.
_SHORT_TITLES: dict[Language, str] = {
    "fr": r"titre abrégé|(?:peut|peuvent) être citée?s? sous le (?:titre|nom)|"
    r"^\W*\d*\s*(?:loi|règlement|décret|arrêté)\s(?:sur|relatif|relative|concernant|portant|"
    r"modifiant)\b[^.;:]{0,120}[.:]\s*$",
    "en": r"short title|may be cited as",
}
SHORT_TITLE = _form(any_form(_SHORT_TITLES))
# Words of a question, folded, that ask for a title.
TITLE_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("titre titres intitule intitulee nom nomme nommee appelle citer cite".split()),
    "en": frozenset("title titles titled name named called call cite cited".split()),
}
