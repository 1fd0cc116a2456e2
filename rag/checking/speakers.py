"""Who says what a sentence reports, in French and English."""

from __future__ import annotations

import re

from rag.records import Language, Span

_VERBS: dict[Language, str] = {
    "fr": (
        "(?:a |ont |avait )?(?:déclar|affirm|estim|expliqu|précis|annonc|assur|soulign|indiqu|"
        "rappel|ajout|regrett|jug|confi|not)(?:é|ée|e|ent|ait|aient|a)|dit|a dit|disent|selon"
    ),
    "en": (
        "(?:has |have |had )?(?:said|says|say|declared|declares|stated|states|claimed|claims|"
        "believes|believed|argued|argues|explained|explains|announced|announces|added|adds|noted|"
        "notes|told|warned|warns|insisted)"
    ),
}
_TITLE = r"(?:M\.|Mme|Mlle|Dr|Pr|Me|Mr\.?|Mrs\.?|Ms\.?|Prof\.?)\s"
_CAPITAL = r"(?:[A-ZÀ-Ý]\.|[A-ZÀ-Ý][\w'’-]*)"
_WHO = rf"(?:{_TITLE})?{_CAPITAL}(?:\s(?:(?:de|du|des|la|le|el|al|von|van|of)\s)?{_CAPITAL})*"
_OFFICE: dict[Language, str] = {
    "fr": r"(?:[Ll](?:es?|a|['’])|[Uu]ne?)\s?[\w-]+(?:\s(?:d[eu]s?|d['’])\s?[\w’'-]+){0,3}",
    "en": r"(?:[Tt]he|[Aa]n?)\s[\w-]+(?:\sof\s(?:the\s)?[\w'’-]+)?",
}
_FORMS: dict[Language, tuple[re.Pattern[str], ...]] = {
    "fr": (
        re.compile(rf"\b(?:[Ss]elon|[Dd]['’]après|[Pp]our)\s(?P<who>{_WHO})\s?,"),
        re.compile(rf"\b(?:[Ss]elon|[Dd]['’]après)\s?(?P<who>{_WHO}|{_OFFICE['fr']})"),
        re.compile(rf"(?P<who>{_WHO}|{_OFFICE['fr']})\s(?:{_VERBS['fr']})(?:\s\w+)?\s?(?:que\b|qu['’]|:|«)"),
        re.compile(rf"[»”\"]?,\s?(?:{_VERBS['fr']})(?:-t-(?:il|elle))?\s(?P<who>{_WHO}|{_OFFICE['fr']})"),
    ),
    "en": (
        re.compile(rf"\b[Aa]ccording to (?P<who>{_WHO}|{_OFFICE['en']})"),
        re.compile(rf"(?P<who>{_WHO}|{_OFFICE['en']})\s(?:{_VERBS['en']})(?:\s\w+)?\s?(?:that\b|:|,?\s?[“\"])"),
        re.compile(rf"[”\"]?,?[”\"]?\s(?:{_VERBS['en']})\s(?P<who>{_WHO}|{_OFFICE['en']})"),
        re.compile(rf",[”\"]?\s(?P<who>{_WHO}|{_OFFICE['en']})\s(?:{_VERBS['en']})\b"),
    ),
}  # fmt: skip


def find_speaker(text: str, language: Language) -> Span | None:
    """The person or body to whom a sentence gives what it reports, ``None`` where it states.

    Offsets are into the text given.
    """
    for form in _FORMS[language]:
        if match := form.search(text):
            return Span(match.start("who"), match.end("who"), match["who"])
    return None
