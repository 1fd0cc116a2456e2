"""How French and English attribute a statement: "selon X", "X said that", "…, a déclaré X"."""

from __future__ import annotations

import re

from rag.records import Language

_REPORTING_VERBS: dict[Language, str] = {
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
_CAPITALISED = r"(?:[A-ZÀ-Ý]\.|[A-ZÀ-Ý][\w'’-]*)"
# Bounded, since a text may be thousands of capitals.
_PERSON = (
    rf"(?<!\w)(?:{_TITLE})?{_CAPITALISED}"
    rf"(?:\s(?:(?:de|du|des|la|le|el|al|von|van|of)\s)?{_CAPITALISED}){{0,8}}"
)
_OFFICE_HOLDER: dict[Language, str] = {
    "fr": r"(?:[Ll](?:es?|a|['’])|[Uu]ne?)\s?[\w-]+(?:\s(?:d[eu]s?|d['’])\s?[\w’'-]+){0,3}",
    "en": r"(?:[Tt]he|[Aa]n?)\s[\w-]+(?:\sof\s(?:the\s)?[\w'’-]+)?",
}
# In each pattern the group ``who`` is the speaker.
REPORTED_SPEECH: dict[Language, tuple[re.Pattern[str], ...]] = {
    "fr": (
        re.compile(rf"\b(?:[Ss]elon|[Dd]['’]après|[Pp]our)\s(?P<who>{_PERSON})\s?,"),
        re.compile(rf"\b(?:[Ss]elon|[Dd]['’]après)\s?(?P<who>{_PERSON}|{_OFFICE_HOLDER['fr']})"),
        re.compile(rf"(?P<who>{_PERSON}|{_OFFICE_HOLDER['fr']})\s(?:{_REPORTING_VERBS['fr']})(?:\s\w+)?\s?(?:que\b|qu['’]|:|«)"),
        re.compile(rf"[»”\"]?,\s?(?:{_REPORTING_VERBS['fr']})(?:-t-(?:il|elle))?\s(?P<who>{_PERSON}|{_OFFICE_HOLDER['fr']})"),
    ),
    "en": (
        re.compile(rf"\b[Aa]ccording to (?P<who>{_PERSON}|{_OFFICE_HOLDER['en']})"),
        re.compile(rf"(?P<who>{_PERSON}|{_OFFICE_HOLDER['en']})\s(?:{_REPORTING_VERBS['en']})(?:\s\w+)?\s?(?:that\b|:|,?\s?[“\"])"),
        re.compile(rf"[”\"]?,?[”\"]?\s(?:{_REPORTING_VERBS['en']})\s(?P<who>{_PERSON}|{_OFFICE_HOLDER['en']})"),
        re.compile(rf",[”\"]?\s(?P<who>{_PERSON}|{_OFFICE_HOLDER['en']})\s(?:{_REPORTING_VERBS['en']})\b"),
    ),
}  # fmt: skip
