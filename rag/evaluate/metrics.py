"""The figures of a run: ranking, answers, abstention, each with its interval."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rag.language.statements.articles import ARTICLES
from rag.records import Language

DEPTHS = (1, 5, 10, 100)
_SEED = 20_231_115
_RESAMPLES = 1_000
_NORMAL = 1.959964  # 95 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % interval; see ``figure``."""

    mean: float
    low: float
    high: float
    count: int


def figure(values: Sequence[float]) -> Estimate:
    """The mean of values and its 95 % interval; NaN for no value.

    For shares, values of 0 and 1, the score interval (Wilson 1927), which knows that three of three
    say little. For others, 1,000 seeded resamples (the bootstrap, Efron 1979).
    """
    if not values:
        return Estimate(math.nan, math.nan, math.nan, 0)
    if all(value in (0, 1) for value in values):
        return _share(sum(values), len(values))
    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(_SEED).integers(0, len(sample), (_RESAMPLES, len(sample)))
    low, high = np.quantile(sample[picks].mean(axis=1), (0.025, 0.975))
    return Estimate(float(sample.mean()), float(low), float(high), len(sample))


def _share(right: float, count: int) -> Estimate:
    """A share with its score interval (Wilson 1927)."""
    share, squared = right / count, _NORMAL**2
    middle = right + squared / 2
    reach = _NORMAL * math.sqrt(right * (1 - share) + squared / 4)
    low, high = (middle - reach) / (count + squared), (middle + reach) / (count + squared)
    return Estimate(share, max(low, 0.0), min(high, 1.0), count)


def ranking_scores(ranked: Sequence[str], relevant: Mapping[str, float]) -> dict[str, float]:
    """nDCG@10 (Järvelin & Kekäläinen 2002), recall at each depth and MRR@10 of one question."""
    unique = list(dict.fromkeys(ranked))
    good = {name for name, gain in relevant.items() if gain > 0}
    gains = [relevant.get(name, 0.0) for name in unique[:10]]
    ideal = sorted(relevant.values(), reverse=True)[:10]
    places = [place for place, name in enumerate(unique[:10], 1) if name in good]
    scores = {"ndcg@10": _discounted(gains) / _discounted(ideal)}
    scores |= {f"recall@{k}": len(good & set(unique[:k])) / len(good) for k in DEPTHS}
    return scores | {"mrr@10": 1 / places[0] if places else 0.0}


def citation_scores(cited: Sequence[str], relevant: Mapping[str, float]) -> dict[str, float]:
    """What the citations of one answer are worth, each in 0..1; at least one must be given.

    ``citation_precision`` is the share of quotes from a relevant passage, ``citation_recall``
    the share of relevant passages quoted, ``first_citation`` whether the first one is. One
    passage is labelled a question, though others may answer it too: lower bounds.
    """
    good = {name for name, gain in relevant.items() if gain > 0}
    return {
        "citation_precision": sum(name in good for name in cited) / len(cited),
        "citation_recall": len(good & set(cited)) / len(good),
        "first_citation": float(cited[0] in good),
    }


def answer_scores(shown: str, references: Sequence[str], language: Language) -> dict[str, float]:
    """Whether the shown text equals or contains a reference answer, and the best word F1.

    Compared as SQuAD does (Rajpurkar et al. 2016): case, punctuation and articles apart.
    """
    text = normalised(shown, language)
    golds = [normalised(reference, language) for reference in references]
    return {
        "exact": float(text in golds),
        "contains": float(any(gold and f" {gold} " in f" {text} " for gold in golds)),
        "f1": max((_overlap(text.split(), gold.split()) for gold in golds), default=0.0),
    }


def normalised(text: str, language: Language) -> str:
    """The words of a text without case, punctuation or the articles of its language."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = ARTICLES[language].sub(" ", plain.replace("’", "'").replace("ʼ", "'"))
    return " ".join("".join(map(_unpunctuated, plain)).split())


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def _overlap(found: Sequence[str], gold: Sequence[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    shared = sum((Counter(found) & Counter(gold)).values())
    return 2 * shared / (len(found) + len(gold))


@lru_cache(maxsize=4_096)
def _unpunctuated(character: str) -> str:
    """Marks that join or quote words become blanks, other punctuation goes."""
    if character in "'-–—/«»":
        return " "
    return "" if unicodedata.category(character).startswith("P") else character
