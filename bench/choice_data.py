"""The candidate sentences of labelled questions, with the features that rank them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.set_indexes import SetIndexes
from rag.answering.confidence import ConfidenceFeatures, confidence_features
from rag.answering.late_interaction import QueryTokens
from rag.answering.pipeline import hits_to_read
from rag.answering.question import parse_question
from rag.answering.reading import Models, read_candidates
from rag.answering.selection import Candidate, SentenceFeatures, compare_hits, score_sentences
from rag.answering.standalone import asks_for_list, stand_alone
from rag.encoders import Encoder
from rag.errors import EvaluationInvalid
from rag.evaluate import LabelledQuestion, LabelledSet, load_set
from rag.evaluate.metrics import answer_scores
from rag.language import detect
from rag.passage_reader import load_reader
from rag.records import Hit
from rag.retrieval.search import search
from rag.store import Store

NATURAL = "natural"
SENTENCE_SETS = ("squad-en", "piaf-fr")
WITHIN_SETS = ("unanswerable-en", "unanswerable-fr")
# A set of questions across languages, and one whose corpus answers none of them. The other sets
# across languages have headings for questions.
ACROSS_SETS = {"cross-fr-en-faq": "squad-en", "cross-en-fr-faq": "piaf-fr"}
CONFIDENCE_SETS = (NATURAL, *WITHIN_SETS, *ACROSS_SETS)  # with questions that have no answer
SENTENCE_NAMES = [field.name for field in fields(SentenceFeatures)]
CONFIDENCE_NAMES = [field.name for field in fields(ConfidenceFeatures)]
IsRight = Callable[[Candidate], bool]
# Marks that are the same to a person: apostrophes, soft hyphens, blanks that do not break.
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u00ad": None, "\u202f": " ", "\xa0": " "})


@dataclass(frozen=True, slots=True, eq=False)
class QuestionCandidates:
    """A question with its n candidate sentences, one row each.

    features     what ranks them, (n, number of ``SENTENCE_NAMES``)
    confidence   what confidence is computed from if a sentence is the best one, without its lead,
                 (n, number of ``CONFIDENCE_NAMES``)
    right        whether it answers, (n,)
    fragment     whether it is cut, (n,)
    texts        the sentences, with single blanks: the same text is quoted once
    passages     how many passages were searched
    """

    question: LabelledQuestion
    features: np.ndarray
    confidence: np.ndarray
    right: np.ndarray
    fragment: np.ndarray
    texts: tuple[str, ...]
    passages: int


def ask_all(folder: Path, indexes: SetIndexes, sample: int) -> dict[str, list[QuestionCandidates]]:
    """The questions of all sets with their candidate sentences, by set."""
    asked = {NATURAL: list(ask_natural(folder / NATURAL, indexes))}
    for name in (*WITHIN_SETS, *SENTENCE_SETS):
        asked[name] = list(ask_set(load_set(folder / name), indexes, sample))
    for name in ACROSS_SETS:
        asked[name] = list(ask_across(name, indexes, folder, sample))
    return asked


def ask(
    store: Store,
    encoder: Encoder,
    question: LabelledQuestion,
    is_right: IsRight,
    left_out: Sequence[str] = (),
) -> QuestionCandidates | None:
    """The candidate sentences of a question, ``None`` if it has none.

    Hits from the paths ``left_out`` are not read.
    """
    parsed = parse_question(question.text, question.language, store.terms.rarity)
    tokens = encoder.tokens([question.text], kind="query")[0]
    hits = hits_of(store, tokens.whole, question, left_out)
    query = QueryTokens.of(parsed, tokens)
    scored = score_sentences(parsed, query, compare_hits(query, hits, encoder.tokens))
    found = read_candidates(parsed, scored, Models(encoder.tokens, load_reader()))
    if not found:
        return None
    return QuestionCandidates(
        question,
        features=np.array([astuple(one.features) for one in found]),
        confidence=np.array([astuple(confidence_features(parsed, hits, c, 0.0)) for c in found]),
        right=np.array([question.answerable and is_right(one) for one in found]),
        fragment=np.array([one.fragment for one in found]),
        texts=tuple(" ".join(one.sentence.text.split()) for one in found),
        passages=store.terms.searched,
    )


def hits_of(
    store: Store, vector: np.ndarray, question: LabelledQuestion, left_out: Sequence[str]
) -> list[Hit]:
    """The hits of a question that an answer reads."""
    hits = search(store, vector, question.text, language=question.language, k=100)
    kept = [hit for hit in hits if hit.document.path not in left_out]
    return hits_to_read(kept, question.language)


def every_kth(questions: Sequence[LabelledQuestion], sample: int) -> Sequence[LabelledQuestion]:
    """Every k-th question, with the largest k that leaves ``sample`` of them (0: all)."""
    return questions[:: max(1, len(questions) // sample)] if sample else questions


def ask_set(
    labelled: LabelledSet, indexes: SetIndexes, sample: int
) -> Iterator[QuestionCandidates]:
    """The questions of a set; a sentence is right if it contains a reference answer."""
    store = indexes.open(labelled)
    for question in every_kth(labelled.questions, sample):

        def is_right(one: Candidate, question: LabelledQuestion = question) -> bool:
            scores = answer_scores(one.sentence.text, question.answers, question.language)
            return scores["contains"] > 0

        if asked := ask(store, indexes.encoder, question, is_right):
            yield asked


def ask_across(
    name: str, indexes: SetIndexes, folder: Path, sample: int
) -> Iterator[QuestionCandidates]:
    """The questions of a set across languages, each three times.

    As they are, a sentence of a labelled passage being right; as a near-miss, without these
    passages; and off-corpus, over the corpus of another set.
    """
    labelled = load_set(folder / name)
    store, elsewhere = indexes.open(labelled), indexes.open(load_set(folder / ACROSS_SETS[name]))
    for question in every_kth(labelled.questions, sample):
        relevant = tuple(question.relevant)

        def is_right(one: Candidate, relevant: Sequence[str] = relevant) -> bool:
            return one.hit.document.path in relevant

        near_miss = replace(question, answerable=False, kind="near-miss")
        off_corpus = replace(question, answerable=False, kind="off-corpus")
        three = (
            ask(store, indexes.encoder, question, is_right),
            ask(store, indexes.encoder, near_miss, is_right, left_out=relevant),
            ask(elsewhere, indexes.encoder, off_corpus, is_right),
        )
        yield from (one for one in three if one is not None)


def ask_natural(folder: Path, indexes: SetIndexes) -> Iterator[QuestionCandidates]:
    """The natural questions over their library of files.

    A sentence is right if the fact is in the quote, the sentence with what it needs to stand by
    itself. Raises EvaluationInvalid if there is no file of questions.
    """
    path = folder / "questions.jsonl"
    if not path.is_file():
        raise EvaluationInvalid(path=folder, cause=path.name)
    store = indexes.open_files(NATURAL, [folder / "library" / each for each in ("fr", "en")])
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if asked := ask(store, indexes.encoder, natural_question(row), holds_fact(store, row)):
            yield asked


def natural_question(row: dict[str, Any]) -> LabelledQuestion:
    """A row of the natural questions. Its language is the one that the product detects."""
    kind = "near-miss" if row.get("near") else "off-corpus"
    answerable = bool(row["answerable"])
    return LabelledQuestion(
        row["id"], row["q"], detect(row["q"]), (), answerable, "" if answerable else kind, {}
    )


def holds_fact(store: Store, row: dict[str, Any]) -> IsRight:
    """Whether the quote of a sentence matches one of the expressions of a natural question."""
    facts = [re.compile(plain(each), re.IGNORECASE) for each in row.get("any", ())]
    whole_list = asks_for_list(row["q"])

    def is_right(one: Candidate) -> bool:
        passage = one.hit.passage
        page = store.page(passage.document_id, passage.page)
        start = passage.start + one.sentence.start
        sentence = (start, start + len(one.sentence.text))
        spans = stand_alone(page, passage, sentence, whole_list=whole_list)
        quote = plain(" … ".join(page.text[slice(*span)] for span in spans))
        return any(fact.search(quote) for fact in facts)

    return is_right


def plain(text: str) -> str:
    """A text with plain apostrophes and single blanks."""
    return re.sub(r"\s+", " ", text.translate(_PLAIN))
