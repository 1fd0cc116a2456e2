"""Nouns that a document is called by in a question: "dans le rapport annuel 2023"."""

from __future__ import annotations

import re

from rag.records import LANGUAGES, Language

# About one moment or period, folded: the report of 2024 does not replace that of 2023.
_OF_A_PERIOD: dict[Language, str] = {
    "fr": "rapport bilan budget proces compte communique resolution decision deliberation lettre "
    "bulletin discours avis",
    "en": "report budget minutes statement resolution decision letter newsletter bulletin speech "
    "notice survey annual",
}
# In force until another replaces them, or of no period.
_LASTING: dict[Language, str] = {
    "fr": "pv charte reglement statuts convention accord contrat avenant note notice guide manuel "
    "etude plan programme strategie politique procedure protocole circulaire arrete decret loi "
    "code cahier dossier livret brochure fiche faq questionnaire schema annexe memoire synthese "
    "projet",
    "en": "review charter regulation regulations rules bylaws agreement contract amendment note "
    "guide handbook manual study plan programme program strategy policy procedure protocol "
    "circular order act code specification file booklet brochure sheet faq annex memorandum memo "
    "summary audit",
}
# Rules, in force from their date until others replace them.
RULES_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("charte reglement statuts statut convention accord protocole code".split()),
    "en": frozenset(
        "charter regulation regulations rules bylaws statutes constitution deed agreement code"
        " act".split()
    ),
}
# Words of titles that are of a period too, and that no document is called by.
_ALSO_OF_A_PERIOD: dict[Language, str] = {
    "fr": "budgets chiffres agenda actes annuel enquete sondage barometre recensement",
    "en": "budgets press figures agenda proceedings poll census",
}
# The nouns that a document is called by, in the singular; a plural with "s" is the same noun.
DOCUMENT_KINDS: dict[Language, frozenset[str]] = {
    one: frozenset(f"{_OF_A_PERIOD[one]} {_LASTING[one]}".split()) for one in LANGUAGES
}
DATED_KINDS: dict[Language, frozenset[str]] = {
    one: frozenset(f"{_OF_A_PERIOD[one]} {_ALSO_OF_A_PERIOD[one]}".split()) for one in LANGUAGES
}
# "dans le rapport", "according to the charter": the answer is wanted from this document.
WITHIN_FORMS: dict[Language, str] = {
    "fr": r"\b(?:dans|selon|d'apres|suivant|au vu de|sous|"
    r"(?:prevu|fixe|impose|exige|defini|accorde|garanti)(?:e?s?) par|"
    r"que (?:di(?:t|sent|sait|saient)|prev(?:oit|oient|oyait|oyaient)|dispos(?:e|ent|ait|aient)|"
    r"indiqu(?:e|ent|ait|aient)|precis(?:e|ent|ait|aient)))"
    r" (?:le|la|les|l'|notre|nos|ce|cette|son|sa|leur)\s?",
    "en": r"\b(?:in|according to|under|per|from|as per|(?:set|required|granted) (?:out )?by|"
    r"what (?:do|does|did)) (?:the|our|this|its|their)\s",
}
# "le dernier rapport": the newest of several.
LATEST_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("dernier derniere derniers dernieres recent recente".split()),
    "en": frozenset("latest last newest recent".split()),
}
# Words of titles and the ones that stand for both languages: "annual report"; "convention" and
# "agreement" are one kind.
SAME_TITLE_WORDS = {
    "report": "rapport",
    "annual": "annuel",
    "charter": "charte",
    "regulation": "reglement",
    "rule": "reglement",
    "study": "etude",
    "policy": "politique",
    "strategy": "strategie",
    "agreement": "accord",
    "letter": "lettre",
    "activity": "activite",
    "financial": "financier",
    "internal": "interieur",
    "contract": "contrat",
    "convention": "accord",
    "manual": "manuel",
    "bylaw": "statut",
}
# Words of titles that are things in the world too: "combien de projets avez-vous ?"
_NO_DOCUMENTS: dict[Language, frozenset[str]] = {
    "fr": frozenset("compte proces programme projet".split()),
    "en": frozenset("annual audit program programme".split()),
}
# Kinds of documents that no title is searched for by.
_OTHER_KINDS: dict[Language, str] = {
    "fr": r"comptes?[- ]rendus?|proces[- ]verba(?:l|ux)|courriers?|factures?|devis|directives?|"
    r"presentations?|enquetes?|sondages?|memos?|formulaires?",
    "en": r"press releases?|opinions?|laws?|decrees?|invoices?|standards?|directives?|"
    r"presentations?|forms?",
}


def _with_plural(noun: str) -> str:
    """A form for a folded noun and its plural; a noun in "s" stands for both."""
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}(?:y|ies)"
    if noun.endswith("s"):
        return noun
    return f"{noun}(?:es)?" if noun.endswith(("ch", "x")) else f"{noun}s?"


# Kinds of documents; a question about one is about the library if nothing else is in it.
DOCUMENT_NOUNS: dict[Language, str] = {
    one: "|".join(
        (_OTHER_KINDS[one], *map(_with_plural, sorted(DOCUMENT_KINDS[one] - _NO_DOCUMENTS[one])))
    )
    for one in LANGUAGES
}
