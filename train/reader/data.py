"""The examples that the reader learns from, the same on every machine.

    python -m train.reader.data DATA_ROOT OUT

DATA_ROOT holds train/ and data/, and eval/, which is read only to keep its texts out. Writes
OUT/train.jsonl.gz, OUT/held.jsonl.gz (2 % of the titles, kept apart) and OUT/counts.json.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.records import LANGUAGES
from train.data import SEED, EvaluationTexts
from train.reader import cloze, code_switching, mining, nulls, official, sources
from train.reader.examples import ENCODER, LICENCES, Example, write
from train.reader.guard import clean, guarded
from train.reader.sections import SOURCE, Section, read_sections
from train.reader.typing_styles import typed

MINED = 6_000  # questions of each language whose best wrong passages are looked for
HELD = 20  # in a thousand titles
# The share of the questions made by each rule that are kept: some rules find many.
KEPT = {
    "note": 0.45, "rule-definition": 0.45, "rule-who": 0.6, "rule-case": 0.6, "rule-what": 0.8,
    "rule-condition": 0.8,
}  # fmt: skip
CLOZE_LINES, CLOZE_SENTENCES = 0.5, 3  # the share of translated lines, and sentences of a passage
SWITCHED = {"en": 0.5, "fr": 1.0}  # the share of the spans that are put once more in mixed words
# How often a question that has an answer is put once more so that nothing answers it.
NULLS = {"null-article": 0.3, "null-cut": 0.16, "null-changed": 0.5}
# Another chapter of a sheet, or what stays of its passage, may answer the question that heads it.
_NO_ARTICLE, _NO_CUT = ("question",), ("question", "heading", "note", "cloze")


@dataclass(frozen=True, slots=True)
class RandomStreams:
    """Chance for each purpose, so that one more rng for one leaves the others as they were."""

    seed: int

    def of(self, purpose: str) -> random.Random:
        """The same numbers for the same seed and purpose."""
        return random.Random(f"{self.seed} {purpose}")


def build(
    root: Path, guard: EvaluationTexts, encoder: Path, mined: int, streams: RandomStreams
) -> Iterator[Example]:
    """All examples in an order that is drawn."""
    known = list(_answered(root, guard, encoder, streams))
    print(f"{len(known)} examples that something answers", flush=True)
    made = [*known, *_unanswered(known, encoder, mined, streams)]
    print(f"{len(made) - len(known)} that nothing answers", flush=True)
    streams.of("order").shuffle(made)
    style = streams.of("style")
    for example in made:
        yield replace(example, question=typed(example.question, example.asked, style))


def _answered(
    root: Path, guard: EvaluationTexts, encoder: Path, streams: RandomStreams
) -> Iterator[Example]:
    """The examples that something answers, none of an evaluation text."""
    seen: dict[str, bool] = {}
    keep = streams.of("kept")
    for example in itertools.chain(
        sources.spans(root), _french(root, encoder), _official(root, streams),
        _cloze(root, streams), _switched(root, streams),
    ):  # fmt: skip
        if keep.random() >= KEPT.get(example.kind, 1.0):
            continue
        passage = seen.get(example.passage)
        if passage is None:
            passage = seen[example.passage] = clean(replace(example, question=""), guard)
        if passage and not guard.overlaps(example.question):
            yield example


def _french(root: Path, encoder: Path) -> Iterator[Example]:
    """The French questions and headings, with the sentence that answers where it is found."""
    found = list(sources.french_questions(root))
    if not found:
        return
    answering = mining.Answering(mining.encoder_of(encoder)[0], found)
    for example in found:
        yield replace(example, answering=answering(example))


def _official(root: Path, streams: RandomStreams) -> Iterator[Example]:
    rng = streams.of("official")
    every: list[Section] = []
    for english, french in read_sections(root):
        every += (english, french)
        for one, other in ((english, french), (french, english)):
            made = list(official.from_section(one, rng))
            yield from made
            yield from official.across(one, other, made, rng)
    yield from official.tables(sorted(every, key=lambda each: (each.doc, each.language)), rng)
    yield from official.from_parallel(root, streams.of("parallel"))


def _cloze(root: Path, streams: RandomStreams) -> Iterator[Example]:
    """Questions made of sentences of official text in both languages."""
    rng = streams.of("cloze")
    lines = [(en, fr) for source, en, fr in sources.parallel(root) if source == SOURCE]
    yield from cloze.on_lines(lines, CLOZE_LINES, rng)
    yield from cloze.in_passages(sources.french_questions(root), CLOZE_SENTENCES, rng)


def _switched(root: Path, streams: RandomStreams) -> Iterator[Example]:
    """Questions on encyclopaedias, partly in the words of the other language."""
    lines = [(en, fr) for _, en, fr in sources.parallel(root)]
    if not lines:
        return
    rng, dictionary = streams.of("switched"), code_switching.learn(lines)
    for example in sources.spans(root):
        if rng.random() < SWITCHED[example.language]:
            yield replace(code_switching.switched(example, dictionary, rng), kind="switched")


def _unanswered(
    known: Sequence[Example], encoder: Path, mined: int, streams: RandomStreams
) -> Iterator[Example]:
    """The examples that nothing answers."""
    rng, pools = streams.of("nulls"), nulls.Pools(known)
    for example in known:
        if example.kind not in _NO_ARTICLE and rng.random() < NULLS["null-article"]:
            yield from _some(nulls.other_passage(example, pools, rng))
        if example.kind not in _NO_CUT and rng.random() < NULLS["null-cut"]:
            yield from _some(nulls.cut(example))
        if rng.random() < NULLS["null-changed"]:
            other = nulls.of_another(example, pools, rng)
            yield from _some(other or nulls.changed(example, pools, rng))
    _, encode = mining.encoder_of(encoder)
    for language in LANGUAGES:
        asked = [one for one in known if one.asked == one.language == language and _particular(one)]
        asked = rng.sample(asked, min(mined, len(asked)))
        if asked:
            yield from mining.by_terms(asked, language, asked)
            yield from mining.by_meaning(asked, encode, asked)


def _particular(example: Example) -> bool:
    """Whether a question has its answer in its own document only, as far as can be seen."""
    if example.kind == "span":
        return bool(nulls.changeable(example.question, example.asked))
    if example.kind in ("question", "heading"):
        return True
    return bool(example.title) and example.title in example.question


def _some(example: Example | None) -> Iterator[Example]:
    if example is not None:
        yield example


def held_out(example: Example) -> bool:
    """Whether an example is kept apart: by its title, so that no passage is on both sides."""
    title = example.title or example.question
    own = bool(example.title) or example.source in ("service-public.fr", "travail-emploi.gouv.fr")
    return own and zlib.crc32(title.encode()) % 1000 < HELD


def counts(examples: Iterable[Example]) -> dict[str, dict[str, int]]:
    """How many examples there are of each kind, by the languages of question and passage."""
    found: dict[str, Counter[str]] = {}
    for one in examples:
        found.setdefault(one.kind, Counter())[f"{one.asked}-{one.language}"] += 1
    return {kind: dict(sorted(found[kind].items())) for kind in sorted(found)}


def main() -> None:
    """Writes the examples and prints how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--encoder", type=Path, default=ENCODER)
    parser.add_argument("--mined", type=int, default=MINED)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    guard = guarded(chosen.root / "eval")
    made = list(build(chosen.root, guard, chosen.encoder, chosen.mined, RandomStreams(chosen.seed)))
    # A question held out by its title comes back in a null example under another title.
    parts = {
        "train": [one for one in made if not held_out(one)],
        "held": [one for one in made if held_out(one)],
    }
    by_kind = {name: counts(examples) for name, examples in parts.items()}
    for name, examples in parts.items():
        write(chosen.out / f"{name}.jsonl.gz", examples)
        (chosen.out / f"{name}.tokens.xz").unlink(missing_ok=True)  # of earlier examples
        for kind, by_language in by_kind[name].items():
            print(f"{name:6} {kind:16}", *(f"{key} {count}" for key, count in by_language.items()))
    report = {"seed": chosen.seed, "licences": LICENCES, "examples": by_kind}
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (chosen.out / "counts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
