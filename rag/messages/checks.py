"""What a claim check says: verdicts, reasons, and who a quotation gives a statement to."""

from __future__ import annotations

from rag.messages.answers import quoted
from rag.records import Language
from rag.records.checks import Check, Outcome, Reason, ReasonKind, Verdict

_VERDICTS: dict[Verdict, dict[Language, str]] = {
    "supported": {"fr": "Confirmé", "en": "Supported"},
    "contradicted": {"fr": "Contredit", "en": "Contradicted"},
    "partly": {"fr": "Confirmé en partie", "en": "Partly supported"},
    "not found": {"fr": "Introuvable", "en": "Not found"},
}
_REASONS: dict[tuple[ReasonKind, Outcome], dict[Language, str]] = {
    ("figure", "agrees"): {
        "fr": "même chiffre : {claimed}, {quoted}",
        "en": "same figure: {claimed}, {quoted}",
    },
    ("figure", "differs"): {
        "fr": "autre chiffre : {claimed} dans l’affirmation, {quoted} dans le document",
        "en": "another figure: {claimed} in the claim, {quoted} in the document",
    },
    ("figure", "missing"): {
        "fr": "chiffre absent de la citation : {claimed}",
        "en": "figure not in the quotation: {claimed}",
    },
    ("date", "agrees"): {
        "fr": "même date : {claimed}, {quoted}",
        "en": "same date: {claimed}, {quoted}",
    },
    ("date", "differs"): {
        "fr": "autre date : {claimed} dans l’affirmation, {quoted} dans le document",
        "en": "another date: {claimed} in the claim, {quoted} in the document",
    },
    ("date", "missing"): {
        "fr": "date absente de la citation : {claimed}",
        "en": "date not in the quotation: {claimed}",
    },
    ("name", "agrees"): {"fr": "même nom : {claimed}", "en": "same name: {claimed}"},
    ("name", "differs"): {
        "fr": "autre nom : {claimed} dans l’affirmation, {quoted} dans le document",
        "en": "another name: {claimed} in the claim, {quoted} in the document",
    },
    ("name", "missing"): {
        "fr": "nom absent de la citation : {claimed}",
        "en": "name not in the quotation: {claimed}",
    },
    ("denial", "differs"): {
        "fr": "l’un affirme ce que l’autre nie",
        "en": "one states what the other denies",
    },
    ("opposite", "differs"): {
        "fr": "sens contraire : {claimed} dans l’affirmation, {quoted} dans le document",
        "en": "the opposite: {claimed} in the claim, {quoted} in the document",
    },
    ("word", "missing"): {
        "fr": "mot absent de la citation : {claimed}",
        "en": "word not in the quotation: {claimed}",
    },
    ("speaker", "missing"): {
        "fr": "propos de {quoted}, et non du document lui-même",
        "en": "said by {quoted}, not by the document itself",
    },
}
_ATTRIBUTED: dict[Language, str] = {"fr": "Selon {who}", "en": "According to {who}"}
_NO_CLAIM: dict[Language, str] = {
    "fr": "Aucune affirmation à vérifier : le texte ne contient que des titres ou des questions.",
    "en": "No claim to check: the text holds headings or questions only.",
}


def verdict(of: Verdict, language: Language) -> str:
    """A verdict in a word or three."""
    return _VERDICTS[of][language]


def reason(told: Reason, language: Language) -> str:
    """Why a quotation supports or contradicts, with the words on both sides."""
    words = {"claimed": told.claimed, "quoted": told.quoted}
    marked = {name: quoted(" ".join(said.split()), language) for name, said in words.items()}
    if told.topic == "speaker":
        marked["quoted"] = told.quoted
    return _REASONS[told.topic, told.outcome][language].format(**marked)


def attributed(who: str, language: Language) -> str:
    """Whose statement a quotation reports."""
    return _ATTRIBUTED[language].format(who=who)


def no_claim(language: Language) -> str:
    """That a text states nothing to check."""
    return _NO_CLAIM[language]


def tally(check: Check, language: Language) -> str:
    """How many claims have each verdict, in one line."""
    counts = {of: sum(claim.verdict == of for claim in check.claims) for of in _VERDICTS}
    told = [f"{verdict(of, language).lower()} {n}" for of, n in counts.items() if n]
    colon = "\u00a0:" if language == "fr" else ":"
    head = "affirmations" if language == "fr" else "claims"
    if len(check.claims) == 1:
        head = head[:-1]
    return f"{len(check.claims)} {head}{colon} {', '.join(told)}"
