"""Words of letters and forms of one page: who writes, what kind of paper it is, its subject."""

from __future__ import annotations

from rag.records import Language

# At the start of a letterhead, which is not the title of what follows.
ORGANISATIONS: dict[Language, str] = {
    "fr": "institut|ministère|mairie|ville|commune|communauté|métropole|préfecture|département|"
    "région|université|école|académie|rectorat|direction|service|agence|office|association|"
    "fédération|syndicat|société|entreprise|cabinet|établissement|centre|chambre|conseil|"
    "fondation|groupe|république française",
    "en": "institute|ministry|city|town|council|county|department|university|school|academy|"
    "directorate|agency|office|association|federation|union|society|company|firm|centre|center|"
    "chamber|foundation|group|board|bureau",
}
# "Objet : congé annuel"
SUBJECT_LABELS: dict[Language, str] = {"fr": "objet|sujet", "en": "subject|re"}
# Papers that go by their number: "Devis n° 24"
NUMBERED_PAPERS: dict[Language, str] = {
    "fr": "devis|facture|bon de commande|avoir|convocation|attestation|certificat|contrat|"
    "arrêté|décision|délibération|courrier|ordre de mission|demande",
    "en": "quote|quotation|invoice|purchase order|credit note|receipt|certificate|contract|"
    "order|decision|application",
}
PAPER_NUMBER_SIGNS: dict[Language, str] = {"fr": "n°|nº|no|numéro", "en": r"no\.?|number|#"}
