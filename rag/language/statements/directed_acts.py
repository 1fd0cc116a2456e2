"""Verbs that go from one body or person to another, in both languages: succeed, buy, appoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.records import Language, Offsets

# Each act in both languages; those of a pair are one act seen from its two ends.
_DIRECTED_ACTS: dict[str, dict[Language, str]] = {
    "succeed": {"fr": r"succ[eé]d\w*|rempla[cç]\w*", "en": r"succeed\w*|replac\w*"},
    "buy": {
        "fr": r"r?achet\w*|r?achèt\w*|acqui\w+|acquér\w+",
        "en": r"bought|buy|buys|buying|acquir\w+|purchas(?:ed|es|ing)",
    },
    "sell": {"fr": r"vend(?:u\w*|ent|re|ra|ait)?|céd(?:é|ée|és|ées|er)",
             "en": r"sold|sells?|selling"},
    "lend": {"fr": r"prêt(?:é|ée|és|ées|er)", "en": r"lent|lends?|lending"},
    "borrow": {"fr": r"emprunt(?:e|é|ée|és|ées|er|ent)", "en": r"borrow\w*"},
    "appoint": {"fr": r"nomm\w+|désign\w+", "en": r"appoint(?:s|ed|ing)?|nominat(?:ed|es)|named"},
    "beat": {"fr": r"batt?(?:u\w*|re|ent)|devanc\w+", "en": r"beat\w*|defeat(?:s|ed)?"},
    "sue": {"fr": r"poursuiv\w*", "en": r"sue|sues|sued|suing"},
    "fund": {"fr": r"financ(?:e|é|ée|és|ées|er|ent)|subventionn\w+",
             "en": r"fund(?:s|ed|ing)?|financ(?:ed|es|ing)"},
    "dismiss": {"fr": r"révoqu\w+|licenci(?:e|é|ée|és|ées|er)|limog\w+",
                "en": r"dismiss(?:es|ed)?|fired"},
}  # fmt: skip
_OTHER_END = {"buy": "sell", "sell": "buy", "lend": "borrow", "borrow": "lend"}
_FORMS: dict[Language, tuple[tuple[str, re.Pattern[str]], ...]] = {
    language: tuple(
        (act, re.compile(rf"(?<![\w-])(?:{forms[language]})(?![\w-])", re.IGNORECASE))
        for act, forms in _DIRECTED_ACTS.items()
    )
    for language in ("fr", "en")
}
# Before what comes first, or last, in a ranking: "third, after the port".
_RANKED_BESIDE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:\bderrière|,\s(?:après|devant|avant))\s(?P<who>[^;.]+)", re.IGNORECASE),
    "en": re.compile(
        r"(?:\bbehind|\bahead of|,\s(?:after|before))\s(?P<who>[^;.]+)", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True)
class DirectedVerb:
    """An act by the place of its verb; ``other_end`` is the same act as who is at its other end
    does it, "" without a verb for that."""

    act: str
    other_end: str
    place: Offsets


@lru_cache(maxsize=8_192)
def find_directed(text: str, language: Language) -> tuple[DirectedVerb, ...]:
    """The acts of a text that go from one to another; cached: a sentence serves many claims."""
    return tuple(
        DirectedVerb(act, _OTHER_END.get(act, ""), match.span())
        for act, form in _FORMS[language]
        for match in form.finditer(text)
    )


def ranked_beside(text: str, language: Language) -> str:
    """Who a ranking only compares somebody with: "third, after the port"; "" for nobody."""
    match = _RANKED_BESIDE[language].search(text)
    return match["who"] if match else ""
