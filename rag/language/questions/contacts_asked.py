"""Questions for how to reach somebody, or for the number of a thing, and what answers; folded."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

_PHONE: dict[Language, str] = {
    "fr": r"(?:numeros? de )?(?:tele)?phone|numeros? d'appel|a quel numero",
    "en": r"(?:tele)?phone numbers?|fax numbers?|phone",
}
_EMAIL: dict[Language, str] = {
    "fr": r"adresses? (?:mail|e-mail|electronique|courriel)|courriel|e-?mail",
    "en": r"e-?mail(?: address(?:es)?)?",
}
_NUMBERS = (
    "registration|reference|file|form|contract|account|serial|invoice|docket|project|licen[cs]e"
)
_NUMBER: dict[Language, str] = {
    "fr": r"numeros? d(?:e |')(?:enregistrement|reference|dossier|contrat|compte|serie|facture|"
    r"projet|licence|marche)",
    "en": rf"(?:{_NUMBERS}) numbers?",
}
# After a question word, or before whom or what it is of: "the phone number of the office".
_ASKED = r"^\W*(?:{before}\W*)?(?:{form})\W*(?:$|(?:de|du|des|d'|pour|of|for|at|to)\b)"
_BEFORE: dict[Language, str] = {
    "fr": r"(?:quel(?:le)?s? (?:est|sont) )?(?:les?|la|l')",
    "en": r"(?:what(?: is|'s| are) )?(?:the|its)",
}


def _asked(forms: dict[Language, str]) -> re.Pattern[str]:
    return re.compile(_ASKED.format(before=f"(?:{any_form(_BEFORE)})", form=any_form(forms)))


PHONE_ASKED, EMAIL_ASKED, NUMBER_OF_THING_ASKED = map(_asked, (_PHONE, _EMAIL, _NUMBER))
EMAIL = re.compile(r"\S ?@ ?\w")
DIGIT_RUN = re.compile(r"\d{2}|\d[ .-]\d")
