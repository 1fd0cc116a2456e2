"""What became of a quotation, told: intact, moved, changed, gone."""

from __future__ import annotations

from rag.messages.answers import day, place
from rag.records import Language
from rag.records.verification import Verification

_HERE: dict[str, dict[Language, str]] = {
    "intact": {
        "fr": "Intacte\u00a0: la citation est à sa place, mot pour mot.",
        "en": "Intact: the quotation stands in its place, to the letter.",
    },
    "moved": {
        "fr": "Déplacée\u00a0: la citation se lit mot pour mot, mais ailleurs dans le document.",
        "en": "Moved: the quotation stands to the letter, elsewhere in the document.",
    },
    "changed": {
        "fr": "Modifiée\u00a0: on lit maintenant autre chose dans le document.",
        "en": "Changed: the document reads otherwise now.",
    },
    "gone": {
        "fr": "Disparue\u00a0: le document ne contient plus rien de semblable.",
        "en": "Gone: the document holds nothing like it any more.",
    },
}
_REPLACED: dict[str, dict[Language, str]] = {
    "moved": {
        "fr": "Déplacée\u00a0: le document cité n’est plus là\u00a0; un autre contient la "
        "citation, mot pour mot.",
        "en": "Moved: the cited document is not here any more; another holds the quotation, "
        "to the letter.",
    },
    "changed": {
        "fr": "Modifiée\u00a0: le document cité a été remplacé\u00a0; on lit maintenant autre "
        "chose.",
        "en": "Changed: the cited document was replaced; it reads otherwise now.",
    },
    "gone": {
        "fr": "Disparue\u00a0: le document cité a été remplacé, et rien n’y ressemble à la "
        "citation.",
        "en": "Gone: the cited document was replaced, and holds nothing like the quotation.",
    },
}
_NO_DOCUMENT: dict[Language, str] = {
    "fr": "Disparue\u00a0: le document cité n’est pas dans cette bibliothèque.",
    "en": "Gone: the cited document is not in this library.",
}
_NEWER: dict[str, dict[Language, str]] = {
    "moved": {
        "fr": "Une version plus récente du document dit la même chose, mot pour mot.",
        "en": "A newer version of the document says the same, to the letter.",
    },
    "changed": {
        "fr": "Attention\u00a0: une version plus récente du document dit autre chose.",
        "en": "Beware: a newer version of the document reads otherwise.",
    },
    "gone": {
        "fr": "Attention\u00a0: une version plus récente du document ne dit plus rien de tel.",
        "en": "Beware: a newer version of the document says nothing of the kind any more.",
    },
}


def became(found: Verification, cited: str, language: Language) -> str:
    """What became of a quotation of the document ``cited``, by its sha256."""
    if not found.document:
        return _NO_DOCUMENT[language]
    return (_HERE if found.document == cited else _REPLACED)[found.state][language]


def in_newer(newer: Verification, language: Language) -> str:
    """What became of it in the newer version of its document."""
    return _NEWER[newer.state][language]


def where(found: Verification, language: Language) -> str:
    """The document that was read and the page, in one line."""
    date = day(found.date, language) if found.date else ""
    parts = (found.title, date, place(found.page, found.label), found.path)
    return ", ".join(part for part in parts if part)
