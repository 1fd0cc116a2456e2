"""Tunes a shipped reader on everyday questions, each with passages that compete.

    python -m train.reader.tune ROOT OUT [--reader FOLDER] [--epochs 2] [--rate 3e-5]
    python -m train.reader.tune ROOT OUT --mean OUT1/model OUT2/model

Of the passages of a question one answers, or none does; the others are of the same document, or
those that the encoder finds nearest. Their sentences compete with each other and with the answer
that nothing answers, whose logit is 0 (a softmax over a list, Cao et al. 2007, with an option for
none as in Rajpurkar et al. 2018). Between them, questions on encyclopaedias are read again, so
that they are not forgotten. With --mean nothing is trained: the weights are the mean of those of
several readers (Wortsman et al. 2022). Writes OUT/model.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits

from rag.encoders import Encoder, load_encoder
from train.data import SEED
from train.precision import autocast
from train.reader import network
from train.reader.batches import Batch, TokenizedExamples
from train.reader.everyday import QUESTIONS, Everyday, everyday
from train.reader.examples import ENCODER, Example
from train.reader.guard import clean, guarded
from train.reader.sources import spans
from train.reader.tokenized import ExampleTokenizer

SIZE = 6  # passages of a question
QUESTIONS_AT_ONCE = 5
KEPT, KEPT_AT_ONCE, KEPT_EVERY = 2_000, 24, 3  # of encyclopaedias: all, of a batch, steps between
LONGEST = 224  # tokens
_SAME = 0.85  # the cosine from which a passage says the same as another
_WARM_UP, _DECAY, _LONGEST_GRADIENT = 0.1, 0.01, 1.0
_EACH, _ALONE = 0.5, 0.3  # the weights of each passage by itself, and of the losses of a training


def asked(root: Path, path: Path = QUESTIONS) -> list[Everyday]:
    """The everyday questions that share no text with the evaluation sets."""
    guard = guarded(root / "eval")
    return [one for one in everyday(root, path) if clean(one.example, guard)]


def lists(questions: Sequence[Everyday], encoder: Encoder) -> list[tuple[Example, ...]]:
    """SIZE examples for each question: its own passage, its siblings, and the nearest others."""
    pool = list({each.passage: each for one in questions for each in one.group}.values())
    vectors = _vectors([_text(each) for each in pool], encoder)
    made = []
    for one in questions:
        own = _vectors([_text(one.example)], encoder)[0]
        near = vectors @ encoder.encode([one.example.question], kind="query")[0]
        order = np.argsort(np.where(vectors @ own < _SAME, -near, np.inf), kind="stable")
        siblings = {each.passage for each in one.siblings}
        others = (pool[place] for place in order.tolist() if pool[place].passage not in siblings)
        wrong = [*one.siblings[: SIZE // 2], *_not_answering(one.example, others)]
        made.append((one.example, *wrong[: SIZE - 1]))
    return made


def _text(example: Example) -> str:
    return f"{example.title}. {example.passage}"


def _vectors(texts: Sequence[str], encoder: Encoder) -> np.ndarray:
    parts = [encoder.encode(texts[at : at + 32], kind="passage") for at in range(0, len(texts), 32)]
    return np.concatenate(parts)


def _not_answering(own: Example, others: Iterator[Example]) -> list[Example]:
    """The question with the first passages of others that do not hold its answer."""
    found: list[Example] = []
    for other in others:
        if len(found) == SIZE:
            break
        if other.passage != own.passage and (own.answer or own.passage) not in other.passage:
            found.append(
                replace(
                    own, title=other.title, headings=other.headings, passage=other.passage,
                    language=other.language, sentences=other.sentences, answers=False, span=None,
                    answering=(),
                )
            )  # fmt: skip
    return found


def kept(root: Path, count: int = KEPT) -> list[Example]:
    """Questions on encyclopaedias with their passage, and with another of the same article."""
    rng = random.Random(SEED)
    every = list(spans(root))
    of_article: dict[str, list[Example]] = {}
    for one in every:
        of_article.setdefault(one.title, []).append(one)
    made: list[Example] = []
    for language in ("fr", "en"):
        known = [one for one in every if one.language == language]
        for one in rng.sample(known, min(count, len(known))):
            made.append(one)
            others = [each for each in of_article[one.title] if one.answer not in each.passage]
            if others:
                other = rng.choice(others)
                made.append(replace(one, passage=other.passage, sentences=other.sentences,
                                    answers=False, span=None, answering=()))  # fmt: skip
    return made


def tokenized(examples: Sequence[Example], tokenizer: Path = ENCODER) -> TokenizedExamples:
    """The examples in tokens, in their order."""
    cutter = ExampleTokenizer(Tokenizer.from_file(str(tokenizer / "tokenizer.json")))
    cuts = cutter(examples, [LONGEST] * len(examples), SEED)
    return TokenizedExamples.of(
        cuts, [one.answers for one in examples], [one.answering for one in examples],
        [f"{one.kind}\t{one.source}" for one in examples],
    )  # fmt: skip


def loss(found: network.Scores, batch: Batch) -> torch.Tensor:
    """The mean over the questions of a batch of SIZE passages each."""
    places = torch.arange(1, batch.wanted.shape[1] + 1, device=batch.wanted.device)
    present = (batch.sentence[:, :, None] == places).any(dim=1)
    right = present & (batch.wanted > 0)
    logits = (found.sentence + found.answers[:, None]).masked_fill(~present, -torch.inf)
    width = SIZE * len(places)
    sentences = _surprise(logits.reshape(-1, width), right.reshape(-1, width))
    passages = _surprise(found.answers.reshape(-1, SIZE), batch.answers.reshape(-1, SIZE) > 0)
    each = binary_cross_entropy_with_logits(found.answers, network.smoothed(batch.answers))
    return sentences + passages + _EACH * each + _ALONE * network.loss(found, batch)


def _surprise(logits: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """The mean surprise that one of those that are right is chosen, or none where none is."""
    every = torch.logsumexp(torch.cat([logits.new_zeros(len(logits), 1), logits], dim=1), dim=1)
    best = torch.logsumexp(logits.masked_fill(~right, network.FAR), dim=1)
    return (every - torch.where(right.any(dim=1), best, 0.0)).mean()


class Tuning:
    """A reader with its lists of passages, and the examples that it reads again."""

    def __init__(
        self, reader: network.Reader, competing: TokenizedExamples, known: TokenizedExamples
    ) -> None:
        self.reader, self.competing, self.known = reader, competing, known

    def run(self, epochs: int, rate: float) -> Iterator[float]:
        """Trains; gives the loss of each step before it is taken."""
        learnt = [each for each in self.reader.parameters() if each.requires_grad]
        optimizer = torch.optim.AdamW(learnt, lr=rate, weight_decay=_DECAY)
        rng, steps = random.Random(SEED), list(self._order(epochs))
        for step, questions in enumerate(steps):
            torch.manual_seed(SEED + step)
            for group in optimizer.param_groups:
                rising, falling = (step + 1) / (_WARM_UP * len(steps)), 1 - step / len(steps)
                group["lr"] = rate * min(rising, falling, 1.0)
            value = self._learn(self.competing, questions, loss)
            if step % KEPT_EVERY == 0 and len(self.known):
                rows = [rng.randrange(len(self.known)) for _ in range(KEPT_AT_ONCE)]
                self._learn(self.known, rows, network.loss)
            torch.nn.utils.clip_grad_norm_(self.reader.parameters(), _LONGEST_GRADIENT)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            yield value

    def _order(self, epochs: int) -> Iterator[list[int]]:
        """The rows of each batch: those of some questions, a question's after one another."""
        rng, count = random.Random(SEED), len(self.competing) // SIZE
        for _ in range(epochs):
            order = rng.sample(range(count), count)
            for at in range(0, count - QUESTIONS_AT_ONCE + 1, QUESTIONS_AT_ONCE):
                chosen = order[at : at + QUESTIONS_AT_ONCE]
                yield [SIZE * one + place for one in chosen for place in range(SIZE)]

    def _learn(self, tokens: TokenizedExamples, rows: list[int], of: network.Loss) -> float:
        self.reader.train()
        batch = tokens.batch(rows)
        with autocast("cpu", torch.bfloat16):
            logits = self.reader(*batch.read)
        value = of(network.scores(logits, batch), batch)
        value.backward()
        return value.item()


def shipped(folder: Path = ENCODER) -> network.Reader:
    """The reader beside a shipped encoder, with the word vectors of that one."""
    reader = network.started(folder, 0)
    weights = load_file(folder / "reader.safetensors")
    reader.load_state_dict({name: each.float() for name, each in weights.items()}, strict=False)
    return reader


def mean(folders: Sequence[Path]) -> network.Reader:
    """The first reader with the mean of the weights of all."""
    readers = [network.loaded(folder) for folder in folders]
    states = [reader.state_dict() for reader in readers]
    weights = {name: torch.stack([state[name] for state in states]).mean(dim=0)
               for name, each in states[0].items() if each.is_floating_point()}  # fmt: skip
    readers[0].load_state_dict(weights, strict=False)
    return readers[0]


def main() -> None:
    """Tunes a reader, or takes the mean of several, and saves it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reader", type=Path, default=ENCODER)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--mean", type=Path, nargs="+")
    chosen = parser.parse_args()
    if chosen.mean:
        reader = mean(chosen.mean)
    else:
        reader = shipped(chosen.reader)
        competing = [each for one in lists(asked(chosen.root), load_encoder()) for each in one]
        tuning = Tuning(reader, tokenized(competing), tokenized(kept(chosen.root)))
        for step, value in enumerate(tuning.run(chosen.epochs, chosen.rate)):
            print(f"step {step + 1} loss {value:.3f}", flush=True)
    network.save(reader, chosen.reader, chosen.out / "model")


if __name__ == "__main__":
    main()
