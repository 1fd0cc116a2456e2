"""Fits the confidence of answers on half of the questions of two sets; draws what it is worth.

    python bench/calibrate.py SETS_FOLDER [--keep FOLDER] [--out bench/RESULTS.md]
        [--images bench/images]

A question's half is told by its id. The weights go by hand into ``rag/answering/confidence.py``:
the curves and tables are of the weights that stand there, on the half not fitted on.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from report import markdown_table, publish
from shelf import Shelf

from rag.answering.choice import THRESHOLDS, choose
from rag.answering.confidence import ConfidenceFeatures
from rag.answering.pipeline import READ
from rag.encoders import Encoder, RememberingEncoder, load_encoder
from rag.evaluate import LabelledQuestion, LabelledSet, load_set
from rag.evaluate.metrics import answer_scores, figure
from rag.records import Language
from rag.retrieval.search import search
from rag.store import Store

SETS: dict[Language, str] = {"en": "unanswerable-en", "fr": "unanswerable-fr"}
FITTED_ON = ("off-corpus", "near-miss")  # adversarial questions are told by no sign of ours
SHOWN = 3
STEPS = 4_000
HEAD = """## Refusal

`python bench/calibrate.py SETS_FOLDER --out bench/RESULTS.md --images bench/images`

What the thresholds in use (`rag/answering`) give on the half of the questions that nothing was
fitted on. Off-corpus: the article is not in the corpus. Near-miss: its passage is not, others of
the article are. Adversarial: written to look answerable by a paragraph that is there, in its
words: what is met of the question tells few of them. Many French questions of the set have no
subject of their own ("Qui a été assassiné ?"): they are answered from elsewhere, or refused
with reason. Of the 66 surest of the 76 French off-corpus questions that were answered, read one
by one, 37 name no subject; without those the share is 8 %. Forty further
signs were tried on both halves (the lead of the first passage, scores against those further
down, the rarest word met, the kind of short answer): the area under the French curve went from
.936 and .930 to .945 and .936, and errors of both kinds as many as before: none was kept.

![Risk and coverage, English](images/risk-coverage-en.png)
![Risk and coverage, French](images/risk-coverage-fr.png)"""
COLOURS = {"right": "#1b6e53", "off-corpus": "#b3261e", "near-miss": "#8a5a00"}
COLOURS |= {"adversarial": "#5b4b8a"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with its signs, and whether the sentences shown hold a reference answer."""

    question: LabelledQuestion
    signs: ConfidenceFeatures
    sure: float
    right: bool

    @property
    def fitted(self) -> bool:
        """Whether the question is in the half that the weights were fitted on."""
        return int(hashlib.md5(self.question.id.encode()).hexdigest(), 16) % 2 == 0


def look(labelled: LabelledSet, shelf: Shelf) -> list[Seen]:
    """Every question of a set, asked."""
    store, _ = shelf.store(labelled)
    return [
        seen for question in labelled.questions if (seen := asked(store, shelf.encoder, question))
    ]


def asked(store: Store, encoder: Encoder, question: LabelledQuestion) -> Seen | None:
    """One question, ``None`` where nothing at all was found."""
    text, language = question.text, question.language
    vector = encoder.encode([text], kind="query")[0]
    hits = search(store, vector, text, language=language, k=100)[:READ]

    choice = choose(text, language, hits, terms=store.terms, read=encoder.tokens)
    if choice.signs is None:
        return None
    shown = " ".join(quote.text for quote in choice.quotes[:SHOWN])
    right = answer_scores(shown, question.answers, language)["contains"] > 0
    return Seen(question, choice.signs, choice.confidence, question.answerable and right)


def fitted(found: Sequence[Seen]) -> tuple[dict[str, float], float]:
    """The weights of a logistic regression by gradient descent, both classes of equal weight."""
    rows = [one for one in found if one.fitted]
    rows = [one for one in rows if one.question.answerable or one.question.kind in FITTED_ON]
    signs = np.array([astuple(one.signs) for one in rows])
    truth = np.array([one.question.answerable for one in rows])
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    inputs = np.c_[(signs - mean) / spread, np.ones(len(rows))]
    balance = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        error = (1 / (1 + np.exp(-inputs @ weights)) - truth) * balance
        decay = 2e-3 * np.r_[weights[:-1], 0]
        weights -= 0.5 * (inputs.T @ error / len(rows) + decay)
    raw = weights[:-1] / spread
    names = [field.name for field in fields(ConfidenceFeatures)]
    return dict(zip(names, raw, strict=True)), float(weights[-1] - raw @ mean)


def rates(found: Sequence[Seen], keep: Callable[[Seen], bool]) -> np.ndarray:
    """The confidences of the questions that are kept."""
    return np.array([one.sure for one in found if keep(one)])


def table(found: dict[Language, list[Seen]]) -> str:
    """What the thresholds in use give on the half not fitted on, with 95 % intervals."""
    rows = []
    for language, seen in found.items():
        limit, other = THRESHOLDS[language], [one for one in seen if not one.fitted]
        groups = {"answerable, refused": rates(other, lambda o: o.question.answerable) < limit}
        groups["answerable and rightly quoted, refused"] = rates(other, lambda o: o.right) < limit
        for kind in kinds(other):
            groups[f"{kind}, answered"] = rates(other, of_kind(kind)) >= limit
        for name, values in groups.items():
            value = figure([float(each) for each in values])
            interval = f"{value.mean:.3f} ({value.low:.3f}–{value.high:.3f})"
            rows.append([SETS[language], f"{limit}", name, str(value.count), interval])
    return markdown_table(("set", "threshold", "questions", "n", "share (95 %)"), rows)


def kinds(found: Sequence[Seen]) -> list[str]:
    """The kinds of the questions that have no answer."""
    return sorted({one.question.kind for one in found if not one.question.answerable})


def of_kind(kind: str) -> Callable[[Seen], bool]:
    """Whether a question has no answer, and is of that kind."""
    return lambda one: not one.question.answerable and one.question.kind == kind


def draw(language: Language, found: Sequence[Seen], out: Path) -> None:
    """The share of each kind that is answered, and of right answers, by the threshold."""
    from matplotlib import pyplot

    other = [one for one in found if not one.fitted]
    limits = np.linspace(0, 1, 201)
    drawing, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    lines = {"right": rates(other, lambda o: o.right)}
    lines |= {kind: rates(other, of_kind(kind)) for kind in kinds(other)}
    for name, values in lines.items():
        shares = [(values >= limit).mean() for limit in limits]
        left.plot(limits, shares, label=name, color=COLOURS[name])
    left.axvline(THRESHOLDS[language], color="#888", linewidth=1, linestyle=":")
    left.set(xlabel="threshold", ylabel="share answered", title="What is answered")
    left.legend(frameon=False)
    answerable = [one for one in other if one.question.answerable]
    order = sorted(answerable, key=lambda one: -one.sure)
    wrong = np.cumsum([not one.right for one in order]) / np.arange(1, len(order) + 1)
    right.plot(np.arange(1, len(order) + 1) / len(order), wrong, color=COLOURS["off-corpus"])
    right.set(xlabel="coverage of answerable questions", ylabel="risk: quoted, and not right")
    right.set(title="Risk and coverage", ylim=(0, None))
    drawing.suptitle(SETS[language])
    out.mkdir(parents=True, exist_ok=True)
    drawing.savefig(out / f"risk-coverage-{language}.png", dpi=110)


def main() -> None:
    """Looks, fits, prints the weights, draws and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of indexes, used again where there")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--images", type=Path)
    chosen = parser.parse_args()
    encoder = RememberingEncoder(load_encoder(), most_read=2_000)
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(chosen.keep or Path(folder), encoder)
        found = {
            language: look(load_set(chosen.folder / name), shelf) for language, name in SETS.items()
        }
    for language, seen in found.items():
        weights, bias = fitted(seen)
        print(language, {name: round(value, 1) for name, value in weights.items()}, round(bias, 1))
        for limit in np.arange(0.2, 0.8, 0.05):
            half = [one for one in seen if one.fitted]
            refused = (rates(half, lambda o: o.question.answerable) < limit).mean()
            answered = (rates(half, of_kind("off-corpus")) >= limit).mean()
            print(f"  {limit:.2f}: {refused:.3f} refused, {answered:.3f} off-corpus answered")
        if chosen.images:
            draw(language, seen, chosen.images)
    text = f"{HEAD}\n\n{table(found)}"
    publish(text, "refusal", chosen.out)


if __name__ == "__main__":
    main()
