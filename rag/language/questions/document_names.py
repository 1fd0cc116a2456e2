"""How French and English name one document in a question: "in the 2022 edition of the rules".

The regular expressions are for folded text.
"""

from __future__ import annotations

from rag.language.figures.dates import YEAR
from rag.records import Language

# Nouns that mean a document after "in the" or "selon le", in the singular.
CLEAR_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "rapport reglement charte statut guide manuel livret brochure bulletin bilan pv "
        "proces-verbal contrat convention accord".split()
    ),
    "en": frozenset(
        "report rule regulation charter bylaw guide handbook manual booklet brochure bulletin "
        "minute review policy contract agreement memorandum".split()
    ),
}
# Those that people also use for any document: alone, they name none.
LOOSE_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("rapport reglement guide bilan bulletin accord".split()),
    "en": frozenset("report rule regulation guide review policy minute agreement".split()),
}
# Before the noun: "the 2022 edition of the (rules)", "l'édition 2022 du (règlement)".
EDITION_BEFORE: dict[Language, str] = {
    "fr": rf"(?:edition|version)s? (?:de )?(?P<year_fr>{YEAR}) (?:du |des |de la |de l'|de )",
    "en": rf"(?P<year_en>{YEAR}) (?:edition|version) of (?:the |our |its |their )?",
}
# Before the noun, of the edition before the newest: "the previous edition of the (rules)".
OLDER_BEFORE: dict[Language, str] = {
    "fr": r"(?:(?:ancienne|precedente) (?:edition|version)|(?:edition|version) "
    r"(?:precedente|anterieure|ancienne)) (?:du |des |de la |de l')"
    r"|(?:ancien(?:ne)?|precedente?)s? ",
    "en": r"(?:old|older|previous|former|earlier) (?:(?:edition|version) of (?:the |our )?)?",
}
# After the noun, of the edition before the newest: "(le règlement) précédent".
OLDER_AFTER: dict[Language, str] = {"fr": r" (?:precedent|anterieur)e?s?\b", "en": ""}
# Before the words for an older edition, which is one document then: "of (the) old rules".
BEFORE_OLDER: dict[Language, str] = {
    "fr": r"(?:^|[ '])(?:l'|le |la |les |du |des |notre |nos )",
    "en": r"(?:^| )(?:the|our|its|their) ",
}
# A verb that may end a question on a part of a document: "(what does section 12 of the rules) say?"
SAYS: dict[Language, str] = {"fr": "", "en": "say|state|provide|specify|require|contain|cover"}
# What a document says of a topic, after its name: "(que dit le règlement) sur les retards".
SAYS_ABOUT: dict[Language, str] = {
    "fr": r" (?:sur|concernant|a propos d[eu]s?|au sujet d[eu]s?|quant a(?:ux?)?) ",
    "en": r"(?: say| state| provide| specify)? (?:on|about|regarding|concerning) ",
}
# After the name: "(rules), 2022 edition", "(règlement) dans sa version de 2022".
EDITION_AFTER: dict[Language, str] = {
    "fr": r",? ?\(?(?:dans )?(?:l'|sa |la |son )?(?:edition|version) (?:de |d')?"
    r"|(?: de| pour)?(?: l'annee| l'exercice)? ",
    "en": rf"(?: of| for)?(?: the year)? |,? \(|, (?=(?:{YEAR}) (?:edition|version))"
    r"|, (?:edition|version) of ",
}
# A part of a document before its name: "article 12 of the (rules)".
PART_OF: dict[Language, str] = {
    "fr": r"(?:\b(?:articles?|art\.?|sections?|paragraphes?|chapitres?|annexes?|clauses?|alineas?)|"
    r"§) (?:[\w.()-]*\d[\w.()-]*(?: (?:bis|ter|quater))?|premier)"
    r"(?P<of_fr> (?:du |de la |de l'|des |de notre ))",
    "en": r"(?:\b(?:articles?|art\.?|sections?|sec\.?|paragraphs?|chapters?|annex|clauses?)|§) "
    r"[\w.()-]*\d[\w.()-]*(?P<of_en> of (?:the|our|this|its) )",
}
# Between a noun and what it is about: "guide (du) personnel", "report (of the) auditor".
NAME_JOINTS: dict[Language, frozenset[str]] = {
    "fr": frozenset("de d' du des la l'".split()),
    "en": frozenset("of the".split()),
}
# Between the names of two documents that are both asked: "the handbook (and) the charter".
JOINED_NAMES: dict[Language, str] = {
    "fr": r",? (?:et|ou|ainsi que) ",
    "en": r",? (?:and|or|as well as) ",
}
# Before the name of a document.
THE_DOCUMENT: dict[Language, str] = {
    "fr": r"le |la |les |l'|du |de la |de l'|des |notre |nos ",
    "en": r"the |our |its |their ",
}
# Verbs before several documents, and before one: "what (do) the handbook and the charter say?"
# Each stands at the end of the text before the article.
SAY_TOGETHER: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("disent ", "dit "),
        ("prévoient ", "prévoit "),
        ("disposent ", "dispose "),
        ("indiquent ", "indique "),
        ("précisent ", "précise "),
    ),
    "en": (("do ", "does "),),
}
