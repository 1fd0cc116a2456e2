"""Whether a bilingual word list helps across languages: BM25 in both languages, and the fusion.

    python -m bench.glossary SETS_FOLDER GLOSSARY.tsv.gz ... [--sample N] [--keep FOLDER]
        [--out FILE]

A glossary has "English TAB French" lines. The content words of a question are looked up by
their stems, and BM25 searches for their translations too; then the same cosines are fused with
the new BM25 scores, by several shares of the cosine.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.report import markdown_table, publish
from bench.set_indexes import Rankings, SetIndexes, rank_questions, sampled
from rag.encoders import load_encoder
from rag.evaluate import LabelledQuestion, load_set
from rag.evaluate.metrics import figure, ranking_scores
from rag.language.words import terms
from rag.records import Language
from rag.retrieval.fusion import fuse
from rag.weights import WEIGHTS

SETS = ("cross-fr-en-faq", "cross-en-fr-faq", "cross-fr-en-law", "cross-en-fr-law")
ACROSS_LANGUAGES = WEIGHTS.fusion.across_languages
SHARES = (ACROSS_LANGUAGES, 0.85, 0.8, 0.7)
MOST = 3  # translations of a word that BM25 searches for, in the order of the glossary
HEAD = """### A glossary across languages

`python -m bench.glossary SETS_FOLDER GLOSSARY ... --sample {sample}`, encoder `verbatim-fr-en`,
nDCG@10, {sample} questions a set at most. The glossary: {count} entries of single words
(FreeDict), up to {most} translations a word, added to the question."""


class Glossary:
    """The translations of words, found by their stems."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.count = 0
        self._translations: dict[tuple[Language, str], list[str]] = defaultdict(list)
        for line in lines:
            english, french = line.rstrip("\n").split("\t")[:2]
            self.count += 1
            self._add("en", english, french)
            self._add("fr", french, english)

    def _add(self, language: Language, word: str, translation: str) -> None:
        stems = terms(word, language)
        if len(stems) == 1 and translation not in self._translations[language, stems[0]]:
            self._translations[language, stems[0]].append(translation)

    def expanded(self, question: LabelledQuestion) -> str:
        """The question followed by the translations of its words."""
        stems = dict.fromkeys(terms(question.text, question.language))
        found = [self._translations.get((question.language, stem), [])[:MOST] for stem in stems]
        return " ".join([question.text, *(word for each in found for word in each)])


def main() -> None:
    """Measures the sets and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("glossaries", type=Path, nargs="+")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="folder of indexes, reused if they exist")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    glossary = Glossary(_lines(options.glossaries))
    with tempfile.TemporaryDirectory() as folder:
        indexes = SetIndexes(options.keep or Path(folder), load_encoder())
        columns = [
            column(indexes, options.folder / name, glossary, options.sample)
            for name in options.sets
        ]
    head = HEAD.format(sample=options.sample, count=glossary.count, most=MOST)
    rows = [[name, *(one[name] for one in columns)] for name in columns[0]]
    text = f"{head}\n\n{markdown_table(('', *options.sets), rows)}"
    publish(text, "glossary", options.out)


def _lines(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from lines


def column(indexes: SetIndexes, folder: Path, glossary: Glossary, sample: int) -> dict[str, str]:
    """The nDCG@10 of each variant on a set, with its interval."""
    labelled = load_set(folder)
    store = indexes.open(labelled)
    questions = sampled(labelled, sample)
    vectors = indexes.encoder.encode([q.text for q in questions], kind="query")
    plain = list(rank_questions(store, questions, vectors))
    expanded = list(rank_questions(store, questions, vectors, words=glossary.expanded))
    scores = {"BM25": scored(plain, _lexical), "BM25, glossary": scored(expanded, _lexical)}
    scores["fusion (used)"] = scored(plain, _fused(ACROSS_LANGUAGES))
    for share in SHARES:
        scores[f"fusion, glossary, cosine's share {share}"] = scored(expanded, _fused(share))
    return scores


def _lexical(one: Rankings) -> list[int]:
    return list(one.lexical)


def _fused(share: float) -> Callable[[Rankings], list[int]]:
    return lambda one: [row for row, _ in fuse(one.semantic, one.lexical, lambda _: share)]


def scored(finds: Sequence[Rankings], variant: Callable[[Rankings], list[int]]) -> str:
    """The mean nDCG@10 with its interval."""
    each = [
        ranking_scores(one.paths(variant(one)), one.question.relevant)["ndcg@10"] for one in finds
    ]
    mean = figure(each)
    return f"{mean.mean:.3f} ({mean.low:.3f}–{mean.high:.3f})"


if __name__ == "__main__":
    main()
