"""Words that show which clause of a message asks, and which tells something about its author."""

from __future__ import annotations

import re

from rag.records import Language


def _forms(forms: dict[Language, str]) -> dict[Language, re.Pattern[str]]:
    return {language: re.compile(form, re.IGNORECASE) for language, form in forms.items()}


# A question word, or a verb before its subject: "puis-je", "is the". "Qui" and "où" also join.
ASKS = _forms(
    {
        "fr": r"\b(?:combien|quel(?:le)?s?|quand|comment|pourquoi|quoi|est-ce|qu['’]est-ce)\b"
        r"|^\W*(?:qui|où|que|qu['’])(?!\w)|(?<=[,;:] )(?:qui|où|que)\b"
        r"|\b[^\W\d_]+-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles)\b",
        "en": r"\b(?:how|what|why)\b|(?:^\W*|(?<=[,;:] ))(?:who(?:m|se)?|which|when|where|is|are"
        r"|was|were|do|does|did|can|could|may|must|should|will|would|has|have|shall)\b",
    }
)
FIRST_PERSON = _forms(
    {
        "fr": r"\b(?:je|j['’]|mon|ma|mes|nous|notre|nos|m['’]|me)(?!\w)",
        "en": r"\b(?:I|I['’]m|my|we|our|me|us)\b",
    }
)
# What may stand before a comma and belong to the question: "À Quimperlé,", "Under the rules,".
OPENS_COMPLEMENT = _forms(
    {
        "fr": r"\W*(?:à|a|au|aux|en|dans|pour|par|sur|sous|selon|d['’]après|avec|sans|chez|entre"
        r"|depuis|avant|après|concernant|quant)(?!\w)",
        "en": r"\W*(?:in|at|on|for|by|with|from|to|under|within|about|according|concerning"
        r"|regarding|during|since|before|after|per)\b",
    }
)
# Circumstances of the author after the question: "..., si je travaille chez Orange ?".
CIRCUMSTANCES = _forms(
    {
        "fr": r"[\s,](?:si|s['’]|car|parce qu[e'’]|puisqu[e'’]|quand|lorsqu[e'’]|comme)\s?"
        r"(?:je|j['’]|mon|ma|mes|nous|notre|nos)(?!\w)",
        "en": r"[\s,](?:if|because|since|when|as)\s(?:I|I['’]m|my|we|our)\b",
    }
)
# A question about the assistant itself: "Are you ChatGPT?".
ABOUT_THE_ASSISTANT = _forms(
    {
        "fr": r"\W*(?:est-ce que\s)?(?:êtes[ -]vous|vous êtes|es[ -]tu|tu es|t['’]es)\b",
        "en": r"\W*(?:are you|you are|you['’]re)\b",
    }
)
