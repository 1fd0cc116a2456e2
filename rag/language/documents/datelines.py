"""Words before the date of a document: labels, kinds of documents, and those of datelines."""

from __future__ import annotations

from rag.records import Language

# "Communiqué de presse du 15 novembre 2023": the kind, and the words between it and the date.
DATELINE_NOUNS: dict[Language, str] = {
    "fr": r"communiqué(?: de presse)?|dossier de presse|résolution|décision|rapport|note|"
    r"circulaire|arrêté|décret|avis|notice|compte rendu|compte-rendu|procès-verbal|mémorandum|"
    r"lettre|bulletin|règlement|directive|accord|convention|charte|déclaration|version|édition|"
    r"séance|session|réunion",
    "en": r"press release|news release|media advisory|resolution|decision|report|note|circular|"
    r"notice|minutes|memorandum|letter|bulletin|regulation|directive|agreement|convention|"
    r"charter|declaration|statement|version|edition|session|meeting",
}
# "13 December 2022 - Press office": what follows the day of a text for the press.
PRESS_WORDS: dict[Language, str] = {
    "fr": "presse|communiqué|service de presse",
    "en": "press|media release|news release|newsroom",
}
KIND_TO_DATE: dict[Language, str] = {
    "fr": " du| le| datée? du| adoptée? le",
    "en": " of| dated| on",
}
# "Date : 15 novembre 2023", "Last updated on 15 November 2023".
DATE_LABELS: dict[Language, str] = {
    "fr": r"date(?: de (?:publication|parution|diffusion))?|parue? le|"
    r"(?:dernière )?mise? à jour(?: du| le| en)?|diffusée? le|émise? le|en date du",
    "en": r"date|(?:publication|release|issue) date|date of (?:issue|publication)|"
    r"issued(?: on)?|released(?: on)?|(?:last )?updated?(?: on| in)?",
}
# Participles that are a label alone or with a preposition: "Adopté le".
PARTICIPLES: dict[Language, str] = {
    "fr": "publié|publie|publiée|adopté|adoptée",
    "en": "published|adopted",
}
# Between a day and its hour: "3 mai 2021 à 9 h 30"
AT_HOUR: dict[Language, str] = {"fr": "à", "en": "at"}
# Before a day, and at the start of a line.
DAY_PREPOSITIONS: dict[Language, str] = {"fr": "le", "en": "on"}
FIRST_PREPOSITIONS: dict[Language, str] = {"fr": "[Ll]e", "en": "[Oo]n"}
DAY_ARTICLES: dict[Language, str] = {"fr": "", "en": "the"}
# "Fait à Châlons-en-Champagne, le": before the place, and inside its name.
SIGNED_AT: dict[Language, str] = {
    "fr": "(?:Fait|Signé) à",
    "en": "(?:Done|Signed) (?:at|in)",
}
PLACE_WORDS: dict[Language, str] = {"fr": "de|du|la|le|les|sur|en", "en": "of|the"}
# "Unité d'accueil, 14 mars 2025": parts of an organisation that sign, beside ``ORGANISATIONS``.
SIGNING_PARTS: dict[Language, str] = {
    "fr": "secrétariat|bureau|division|unité|pôle|délégation|inspection|mission|commission|comité|"
    "bibliothèque|médiathèque|musée|hôpital|trésorerie|comptabilité",
    "en": "secretariat|unit|division|branch|section|team|commission|committee|services?|library|"
    "museum|hospital|treasury|inspectorate",
}
# Between the nouns of such a name: "Service des achats et de la logistique".
NAME_LINKS: dict[Language, frozenset[str]] = {
    "fr": frozenset("de des du d la l les le et a au aux pour".split()),
    "en": frozenset("of for and the".split()),
}
# Before a date at the start of a title.
DATE_WORDS: dict[Language, str] = {"fr": "date", "en": "date"}
# The folded words of a sentence that only dates its document: "Adoptée le 20 novembre 2022".
DATELINE_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "edition version publie publiee paru parue adopte adoptee signe signee conclu conclue date "
        "datee mis mise jour modifie modifiee revise revisee etabli etablie diffuse diffusee emis "
        "emise derniere entree vigueur le la du de au en a".split()
    ),
    "en": frozenset(
        "edition version published released adopted signed concluded dated date issued updated "
        "revised modified amended last effective in force on of the as".split()
    ),
}
