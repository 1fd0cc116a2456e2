"""How French and English name one document in a question: "in the 2022 edition of the rules".

The regular expressions are for folded text.
"""

from __future__ import annotations

from rag.language.dates import YEAR
from rag.records import Language

# Nouns that mean a document after "in the" or "selon le", in the singular.
CLEAR_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "rapport reglement charte statut guide manuel livret brochure bulletin bilan pv "
        "proces-verbal".split()
    ),
    "en": frozenset(
        "report rule charter bylaw guide handbook manual booklet brochure bulletin minute review "
        "policy".split()
    ),
}
# Those that people also use for any document: alone, they name none.
LOOSE_KINDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("rapport reglement guide bilan bulletin".split()),
    "en": frozenset("report rule guide review policy minute".split()),
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
# After the name: "(rules), 2022 edition", "(règlement) dans sa version de 2022".
EDITION_AFTER: dict[Language, str] = {
    "fr": r",? ?\(?(?:dans )?(?:l'|sa |la |son )?(?:edition|version) (?:de |d')?"
    r"|(?: de| pour)?(?: l'annee| l'exercice)? ",
    "en": rf"(?: of| for)?(?: the year)? |,? \(|, (?=(?:{YEAR}) (?:edition|version))"
    r"|, (?:edition|version) of ",
}
# Between a noun and what it is about: "guide (du) personnel", "report (of the) auditor".
NAME_JOINTS: dict[Language, frozenset[str]] = {
    "fr": frozenset("de d' du des la l'".split()),
    "en": frozenset("of the".split()),
}
