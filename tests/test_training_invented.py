"""The documents that were invented for the training, and what is written about them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from train.entailment.everyday import written as written_claims
from train.invented.documents import SOURCE, invented_passages
from train.reader.everyday import everyday
from train.reader.everyday import written as written_questions

ALL = list(invented_passages())
TEXTS = {(one.lang, one.title): set[str]() for one in ALL}
for passage in ALL:
    TEXTS[passage.lang, passage.title].add(passage.text)


def test_the_documents_are_many_in_both_languages() -> None:
    assert len(TEXTS) >= 500
    languages = Counter(language for language, _ in TEXTS)
    assert min(languages["fr"], languages["en"]) >= len(TEXTS) / 3


def test_passages_are_neither_empty_nor_alike() -> None:
    assert all(one.title and len(one.text.split()) > 20 for one in ALL)
    assert len({one.text for one in ALL}) == len(ALL)


def test_claims_and_questions_on_them_are_on_their_text() -> None:
    claims = [one for one in written_claims() if one.source == SOURCE]
    questions = [one for one in written_questions() if one.source == SOURCE]
    assert len(claims) >= 10_000
    assert len(questions) >= 2_000
    for claim in claims:
        assert claim.passage in TEXTS[claim.passage_lang, claim.title], claim
    for question in questions:
        assert question.passage in TEXTS[question.passage_lang, question.title], question


def test_a_question_has_the_other_passages_of_its_document(tmp_path: Path) -> None:
    """They are in the repository: no shared data is needed."""
    for name in ("train/questions_fr", "data/sections_regulations_canada", "data/qa_medquad_en"):
        path = tmp_path / f"{name}.jsonl.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    found = [one for one in everyday(tmp_path) if one.written.source == SOURCE]
    several = [one for one in found if len(TEXTS[one.written.passage_lang, one.written.title]) > 1]
    assert several
    for one in several:
        texts = TEXTS[one.written.passage_lang, one.written.title]
        assert {each.passage for each in one.siblings} <= texts - {one.written.passage}
    assert sum(bool(one.siblings) for one in several) > len(several) / 2
