"""Claims in the words of articles, each with the sentence of a document that decides on it.

Rules change one thing in a sentence and keep its words. People who write about a document seldom
keep them. These claims were written one by one: true ones in other words, false ones that differ in
more than a figure, and ones on the same subject that the document does not decide.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.records import Language
from train.data import SEED, EvaluationTexts
from train.entailment.rows import NEUTRAL, Row
from train.reader.everyday import WrittenQuestion, example
from train.reader.examples import Example, rows
from train.reader.sections import unmarked

CLAIMS = Path(__file__).parent / "everyday" / "claims.jsonl.gz"
KIND, BESIDE = "everyday", "everyday-beside"
_EVERY = 3  # of the claims that are decided, one in so many is also read beside its evidence


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A claim as it was written.

    ``evidence`` are one or two sentences of ``passage`` to the letter, and ``label`` says what
    they do to the claim, as in ``Row``. ``kind`` names what was done with the text.
    """

    claim: str
    lang: Language
    label: str
    kind: str
    title: str
    heading: str
    passage_lang: Language
    source: str
    passage: str
    evidence: tuple[str, ...]


def written(path: Path = CLAIMS) -> Iterator[WrittenClaim]:
    """The claims in the order of their file."""
    for row in rows(path):
        yield WrittenClaim(**(row | {"evidence": tuple(row["evidence"])}))


def everyday(claims: Iterable[WrittenClaim], guard: EvaluationTexts) -> Iterator[Row]:
    """A row for each claim, and for some another with a sentence that does not decide on it.

    That one stands in the same passage. Without those whose text is one of the evaluation sets.
    """
    rng, decided = random.Random(SEED), 0
    for one in claims:
        read = example(_as_question(one), one.heading)
        if any(map(guard.overlaps, (one.claim, read.passage))):
            continue
        own = read.answering or ()
        yield _row(one, read, own, one.label, KIND)
        others = [at for at in range(len(read.sentences)) if at not in own]
        if others and one.label != NEUTRAL:
            decided += 1
            if decided % _EVERY == 1:
                yield _row(one, read, (rng.choice(others),), NEUTRAL, BESIDE)


def _as_question(one: WrittenClaim) -> WrittenQuestion:
    """The claim in the place of a question, its evidence in that of the answer."""
    return WrittenQuestion(
        one.claim, one.lang, one.kind, "plain", one.title, one.passage_lang, one.source,
        one.passage, one.evidence, None, None,
    )  # fmt: skip


def _row(one: WrittenClaim, read: Example, places: tuple[int, ...], label: str, kind: str) -> Row:
    """The claim with the sentences at these places, and the one before them."""
    texts = [unmarked(read.passage[slice(*bounds)])[0].strip() for bounds in read.sentences]
    return Row(
        one.claim, " ".join(texts[at] for at in places), one.lang, one.passage_lang, label, kind,
        one.source, " › ".join(filter(None, (one.title, one.heading))),
        texts[places[0] - 1] if places[0] else "", f"{one.source} {one.title}",
    )  # fmt: skip
