"""Measures refusal: which questions the confidence and the thresholds in use answer.

    python -m bench.calibrate SETS_FOLDER [--keep FOLDER] [--out bench/RESULTS.md]
        [--images bench/images]

The curves and tables are for the weights in ``rag/models/verbatim-fr-en/weights.toml``, on the
half of the questions of two sets that nothing was fitted on. ``bench.choice`` fits the weights.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.report import markdown_table, publish
from bench.set_indexes import SetIndexes
from rag.answering.choice import choose
from rag.answering.pipeline import hits_to_read
from rag.answering.question import parse_question
from rag.answering.reading import Models
from rag.encoders import CachingEncoder, Encoder, load_encoder
from rag.evaluate import LabelledQuestion, LabelledSet, load_set
from rag.evaluate.metrics import answer_scores, figure
from rag.passage_reader import load_reader
from rag.records import Language
from rag.retrieval.search import search
from rag.store import Store
from rag.weights import WEIGHTS

SETS: dict[Language, str] = {"en": "unanswerable-en", "fr": "unanswerable-fr"}
SHOWN = 3
HEAD = """## Refusal

`python -m bench.calibrate SETS_FOLDER --out bench/RESULTS.md --images bench/images`

What the thresholds in use (`weights.toml`) give on the half of the questions that nothing was
fitted on. Off-corpus: the article is not in the corpus. Near-miss: its passage is not, but others
of the article are. Adversarial: written to look answerable by a paragraph of the corpus, in its
words, so that coverage separates few of them. Many French questions of the set have no subject of
their own ("Qui a été assassiné ?"): they are answered from elsewhere, or rightly refused. The 66
surest of the 76 French off-corpus questions that were answered were read one by one: 37 name no
subject; without those the share is 8 %. Forty further features were tried on both halves (the
lead of the first passage, scores compared with those further down, the coverage of the rarest
word, the kind of short answer): the area under the French curve went from .936 and .930 to .945
and .936, with as many errors of both kinds as before. None was kept.

![Risk and coverage, English](images/risk-coverage-en.png)
![Risk and coverage, French](images/risk-coverage-fr.png)"""
COLOURS = {"right": "#1b6e53", "off-corpus": "#b3261e", "near-miss": "#8a5a00"}
COLOURS |= {"adversarial": "#5b4b8a"}


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, its confidence, and whether the sentences shown contain a reference answer."""

    question: LabelledQuestion
    confidence: float
    right: bool

    @property
    def in_fitted_half(self) -> bool:
        """Whether the question is in the half that the weights are fitted on."""
        return in_fitted_half(self.question)


def in_fitted_half(question: LabelledQuestion) -> bool:
    """Whether a question is in the half that weights are fitted on, by a hash of its id."""
    return int(hashlib.md5(question.id.encode()).hexdigest(), 16) % 2 == 0


def score_set(labelled: LabelledSet, indexes: SetIndexes) -> list[Scored]:
    """Every question of a set, answered."""
    store = indexes.open(labelled)
    answered = (score(store, indexes.encoder, question) for question in labelled.questions)
    return [one for one in answered if one is not None]


def score(store: Store, encoder: Encoder, question: LabelledQuestion) -> Scored | None:
    """One question answered, ``None`` if it has no candidate sentence."""
    vector = encoder.encode([question.text], kind="query")[0]
    hits = search(store, vector, question.text, language=question.language, k=100)
    parsed = parse_question(question.text, question.language, store.terms.rarity)
    choice = choose(
        parsed,
        hits_to_read(hits, question.language),
        passages=store.terms.searched,
        models=Models(encoder.tokens, load_reader()),
    )
    if choice.features is None:
        return None
    shown = " ".join(quote.text for quote in choice.quotes[:SHOWN])
    contains = answer_scores(shown, question.answers, question.language)["contains"] > 0
    return Scored(question, choice.confidence, question.answerable and contains)


def confidences(scored: Sequence[Scored], keep: Callable[[Scored], bool]) -> np.ndarray:
    """The confidences of the questions that are kept."""
    return np.array([one.confidence for one in scored if keep(one)])


def table(scored: dict[Language, list[Scored]]) -> str:
    """What the thresholds in use give on the half not fitted on, with 95 % intervals."""
    rows = []
    for language, each in scored.items():
        limit, other = WEIGHTS.threshold(language), [one for one in each if not one.in_fitted_half]
        groups = {"answerable, refused": confidences(other, answerable) < limit}
        refused = confidences(other, lambda one: one.right) < limit
        groups["answerable and rightly quoted, refused"] = refused
        for kind in kinds(other):
            groups[f"{kind}, answered"] = confidences(other, of_kind(kind)) >= limit
        for name, values in groups.items():
            value = figure([float(each) for each in values])
            interval = f"{value.mean:.3f} ({value.low:.3f}–{value.high:.3f})"
            rows.append([SETS[language], f"{limit}", name, str(value.count), interval])
    return markdown_table(("set", "threshold", "questions", "n", "share (95 %)"), rows)


def answerable(one: Scored) -> bool:
    """Whether a question has an answer."""
    return one.question.answerable


def kinds(scored: Sequence[Scored]) -> list[str]:
    """The kinds of the questions that have no answer."""
    return sorted({one.question.kind for one in scored if not answerable(one)})


def of_kind(kind: str) -> Callable[[Scored], bool]:
    """Whether a question has no answer, and is of that kind."""
    return lambda one: not one.question.answerable and one.question.kind == kind


def draw(language: Language, scored: Sequence[Scored], out: Path) -> None:
    """The share of each kind that is answered, and of right answers, by the threshold."""
    from matplotlib import pyplot

    other = [one for one in scored if not one.in_fitted_half]
    limits = np.linspace(0, 1, 201)
    drawing, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    lines = {"right": confidences(other, lambda one: one.right)}
    lines |= {kind: confidences(other, of_kind(kind)) for kind in kinds(other)}
    for name, values in lines.items():
        shares = [(values >= limit).mean() for limit in limits]
        left.plot(limits, shares, label=name, color=COLOURS[name])
    left.axvline(WEIGHTS.threshold(language), color="#888", linewidth=1, linestyle=":")
    left.set(xlabel="threshold", ylabel="share answered", title="What is answered")
    left.legend(frameon=False)
    order = sorted(filter(answerable, other), key=lambda one: -one.confidence)
    wrong = np.cumsum([not one.right for one in order]) / np.arange(1, len(order) + 1)
    right.plot(np.arange(1, len(order) + 1) / len(order), wrong, color=COLOURS["off-corpus"])
    right.set(xlabel="coverage of answerable questions", ylabel="risk: quoted, and not right")
    right.set(title="Risk and coverage", ylim=(0, None))
    drawing.suptitle(SETS[language])
    out.mkdir(parents=True, exist_ok=True)
    drawing.savefig(out / f"risk-coverage-{language}.png", dpi=110)


def main() -> None:
    """Answers the questions, draws and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of indexes, reused if they exist")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--images", type=Path)
    options = parser.parse_args()
    encoder = CachingEncoder(load_encoder(), most_read=400_000)
    with tempfile.TemporaryDirectory() as folder:
        indexes = SetIndexes(options.keep or Path(folder), encoder)
        scored = {
            language: score_set(load_set(options.folder / name), indexes)
            for language, name in SETS.items()
        }
    for language, each in scored.items() if options.images else ():
        draw(language, each, options.images)
    publish(f"{HEAD}\n\n{table(scored)}", "refusal", options.out)


if __name__ == "__main__":
    main()
