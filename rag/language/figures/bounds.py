"""Bounds in words: "no more than 30", "ne doit pas dépasser 30", "au moins 30"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from rag.language.figures.times import UNIT_OF_TIME
from rag.records import Language, Offsets

# What a bound becomes: the same word in both languages, which is no negation and has no opposite.
UPPER, LOWER = "maximum", "minimum"
_NUMBER: dict[Language, str] = {
    "fr": r"(?=\s?(?:\d|une?\b|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|"
    r"trente|cent|mille|l[ae]\b))",
    "en": r"(?=\s(?:[$€£]?\d|an?\b|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|"
    r"twenty|thirty|a hundred|once|twice|the))",
}
_NOT = r"(?:not|n['’]t)"
# The groups of a form are kept before the bound.
_UPPER: dict[Language, tuple[str, ...]] = {
    "fr": (
        (r"\b(?:ne|n['’])\s?(?:(?:doi|peu|saurai|pourr|devr)\w*\s(?:pas\s|jamais\s)?)?"
         r"(?:être\s(?:supérieure?s?\sà|de\splus\sde)|dépass\w+|excéd\w+)(?:\spas\b)?"),
        (r"\b(?:(?:personne|nul|aucune?)\s(?:\w+\s)?)?(?:ne|n['’])\s?((?:[^\s.;]+\s){1,12}?)"
         rf"(?:pas\s|jamais\s)?((?:[^\s.;]+\s){{0,12}}?)plus\sd(?:e|['’]){_NUMBER['fr']}"),
        r"\bau\splus\stard\b|\bau\splus\b|\bau\smaximum\b|\bmaximale?s?\b",
        r"\b(?:plafonn|limit)ée?s?\sà\b|\bplafond\b",
    ),
    "en": (
        (rf"\b(?:(?:must|may|shall|can|could|do(?:es)?|did|will|should)\s?{_NOT}|cannot)\s"
         r"(?:exceed|be\s(?:more|longer|greater|higher|later)\sthan)"),
        (rf"\b(?:(?:must|may|shall|can|could|should|will)\s?{_NOT}|cannot)\s((?:[^\s.;]+\s){{1,12}}?)"
         rf"(?:more|greater|faster|longer)\sthan\b{_NUMBER['en']}"),
        (r"\bno(?:body|\sone|\sperson)?\s((?:[^\s.;]+\s){1,12}?)"
         rf"(?:more|greater|faster|longer)\sthan\b{_NUMBER['en']}"),
        (r"\b(?:not?\s(?:more|longer|later|greater)\sthan|not\sexceeding|at\s(?:the\s)?most|up\sto|"
         r"(?:capped|limited)\s(?:at|to))\b"),
    ),
}  # fmt: skip
_LOWER: dict[Language, tuple[str, ...]] = {
    "fr": (r"\bau\smoins\b|\bau\sminimum\b|\bminimale?s?\b|\bpas\smoins\sde\b",),
    "en": (r"\bat\sleast\b|\b(?:no|not)\s(?:less|fewer)\sthan\b|\ba\sminimum\sof\b",),
}
# A ceiling is one with must and with may, of a text with plain bounds: "must be limited to 3".
CEILING = re.compile(rf"\b(?:be|être)\s(?:de\s)?{UPPER}\b", re.IGNORECASE)
_BLANKS = re.compile(r" {2,}")
_ONE_UNIT = re.compile(rf"(?<!-)(?<!\bet )\b(?:one|une?)(?={UNIT_OF_TIME.pattern})", re.IGNORECASE)
_FORMS: dict[Language, list[tuple[re.Pattern[str], str]]] = {
    language: [
        (re.compile(form, re.IGNORECASE), bound)
        for bound, forms in ((UPPER, _UPPER), (LOWER, _LOWER))
        for form in forms[language]
    ]
    for language in _UPPER
}


class PlainText(NamedTuple):
    """A text in which bounds are plain, and where each of its characters comes from.

    ``spans`` are offsets into the text as it was, one for each character: its own, or those of the
    words that a bound stands for.
    """

    text: str
    spans: tuple[Offsets, ...]


def plain_bounds(text: str, language: Language) -> PlainText:
    """A text in which each bound is one word, UPPER or LOWER, and none is a negation.

    "Le montant ne doit pas dépasser 30 euros" becomes "Le montant maximum 30 euros". One unit of
    time is a figure: "one month" becomes "1 month".
    """
    plain = PlainText(text, tuple((place, place + 1) for place in range(len(text))))
    plain = replace_words(plain, _ONE_UNIT, "1")
    for form, bound in _FORMS[language]:
        plain = replace_words(plain, form, f"{bound} ")
    return replace_words(plain, _BLANKS, " ")


def replace_words(
    plain: PlainText, form: re.Pattern[str], word: str | Callable[[re.Match[str]], str]
) -> PlainText:
    """A text in which each match is a word; if that is a string, after the groups of the match."""
    texts: list[str] = []
    spans: list[Offsets] = []
    end = 0
    for match in form.finditer(plain.text):
        kept = [(end, match.start())]
        kept += [match.span(n + 1) for n in range(form.groups)] if isinstance(word, str) else []
        for start, stop in kept:
            texts.append(plain.text[start:stop])
            spans += plain.spans[start:stop]
        end = match.end()
        stands_for = (plain.spans[match.start()][0], plain.spans[end - 1][1])
        said = word if isinstance(word, str) else word(match)
        texts.append(said)
        spans += [stands_for] * len(said)
    if not texts:
        return plain
    return PlainText("".join((*texts, plain.text[end:])), (*spans, *plain.spans[end:]))
