"""How sure an answer is: the signs that it was found, weighed into a probability."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from rag.answering.question import ParsedQuestion
from rag.answering.selection import Candidate
from rag.language.wording import read_families
from rag.records import Hit, Language

# The fewer passages there are, the fewer resemble a question by chance. The weights are fitted on
# libraries of a thousand; so much is added for each time that one is e times smaller, measured
# on those of 4 to 60 passages (bench/RESULTS.md, "Small libraries"). A larger one changes nothing.
_CHANCE, _FITTED = 0.2, 1_000
_UNSURE = 0.8  # the share of names found, where a question has none to look for


@dataclass(frozen=True, slots=True)
class ConfidenceFeatures:
    """What was seen of a question and its first hits, each in 0..1.

    fused      the best score of a passage
    likeness   the cosine of the best sentence
    names      the share of the question's names and figures in the first passage
    met        the share of the question met in the best sentence
    held       that with the sentence before and the headings
    around     that in its passage, by meaning
    """

    fused: float
    likeness: float
    names: float
    met: float
    held: float
    around: float


# Logistic regressions (Platt 1999), answerable against off-corpus and near-miss questions of
# equal weight, fitted on half of the development sets; bench/RESULTS.md, "Refusal", has the
# other half. Across languages no word is shared: only what is told by meaning speaks, by
# weights fitted on questions of both languages and between them.
_WEIGHTS: dict[Language | None, tuple[ConfidenceFeatures, float]] = {
    "en": (ConfidenceFeatures(4.5, 8.4, 0.2, 6.4, 3.1, 5.6), -15.2),
    "fr": (ConfidenceFeatures(5.6, 0.4, 2.0, -0.2, 5.1, 1.4), -8.4),
    None: (ConfidenceFeatures(8.8, 5.8, 0, 1.8, 2.5, 0.1), -9.4),
}


def confidence_features(
    asked: ParsedQuestion, hits: Sequence[Hit], best: Candidate
) -> ConfidenceFeatures:
    """The signs of a question whose best sentence is that one."""
    return ConfidenceFeatures(
        fused=max(hit.score for hit in hits),
        likeness=best.likeness,
        names=_named(asked, _families(hits[0])),
        met=best.met,
        held=best.held,
        around=best.around,
    )


def confidence(
    signs: ConfidenceFeatures, asked: Language, answering: Language, passages: int
) -> float:
    """The probability in 0..1 that the documents answer.

    By the languages of both sides, and by how many passages were searched.
    """
    weights, bias = _WEIGHTS[asked if asked == answering else None]
    pairs = zip(astuple(weights), astuple(signs), strict=True)
    rare = _CHANCE * math.log(max(_FITTED / max(passages, 1), 1))
    return 1 / (1 + math.exp(-bias - rare - sum(weight * sign for weight, sign in pairs)))


def _families(hit: Hit) -> frozenset[str]:
    """The families of words of a passage with its title and headings."""
    passage = hit.passage
    text = "\n".join((hit.document.title, *passage.headings, passage.text))
    return read_families(text, passage.language)


def _named(asked: ParsedQuestion, found: frozenset[str]) -> float:
    """The share of the rarity of the question's names and figures that a passage holds."""
    total = sum(asked.rarity.get(name, 0.0) for name in asked.names)
    held = sum(asked.rarity.get(name, 0.0) for name in asked.names & found)
    return held / total if total else _UNSURE
