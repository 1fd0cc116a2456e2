"""Nouns that a document is called by in a question: "dans le rapport annuel 2023"."""

from __future__ import annotations

from rag.records import Language

# Folded, in the singular; a plural with "s" is the same noun.
DOCUMENT_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        rapport bilan budget proces pv compte communique resolution decision deliberation lettre
        bulletin discours charte reglement statuts convention accord contrat avenant note notice
        guide manuel etude plan programme strategie politique procedure protocole circulaire
        arrete decret loi code cahier dossier livret brochure fiche faq questionnaire schema
        avis annexe memoire synthese projet
        """.split()
    ),
    "en": frozenset(
        """
        report review budget minutes statement resolution decision letter newsletter bulletin
        speech charter regulation regulations rules bylaws agreement contract amendment note
        notice guide handbook manual study plan programme program strategy policy procedure
        protocol circular order act code specification file booklet brochure sheet faq survey
        annex memorandum memo summary annual audit
        """.split()
    ),
}
# "dans le rapport", "according to the charter": the answer is wanted from this document.
WITHIN_FORMS: dict[Language, str] = {
    "fr": r"\b(?:dans|selon|d'apres|suivant|au vu de|que (?:dit|prevoit|dispose|indique|precise))"
    r" (?:le|la|les|l'|notre|nos|ce|cette|son|sa|leur)\s?",
    "en": r"\b(?:in|according to|under|per|from|as per|what (?:do|does))"
    r" (?:the|our|this|its|their)\s",
}
# "le dernier rapport": the newest of several.
LATEST_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("dernier derniere derniers dernieres recent recente".split()),
    "en": frozenset("latest last newest recent".split()),
}
# English words of titles and the French ones that stand for both: "annual report".
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
}
