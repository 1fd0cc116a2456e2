"""The engine: verified quotes, pages, originals, and the switch to a new generation."""

import gc
import os
import shutil
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag import Answer, Exchange, Rag, Settings, check, query
from rag.config import load_settings
from rag.encoders import HashingEncoder, load_encoder
from rag.engine.opened import _opened
from rag.errors import (
    ClaimsInvalid,
    IndexMismatch,
    IndexMissing,
    QuestionInvalid,
    RagError,
    SettingsInvalid,
    SourceUnavailable,
)
from rag.ingest import ingest
from rag.store import Store

RULES = """Règlement intérieur

Paris, le 2 mars 2024

Article premier

Le mandat du président dure trois ans. Le conseil siège à Rabat chaque année.

Article 2

« Le secrétariat tient les archives », dit l'art. 2. Elles restent ouvertes.
"""
MINUTES = """Minutes of the council

The council met on 4 May 2023. Amina Diallo signed the minutes. The budget is 1,200 euros.
"""
SETTINGS = Settings(encoder="hashing-64")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "docs").mkdir()
    (folder / "docs" / "reglement.txt").write_text(RULES, encoding="utf-8")
    (folder / "docs" / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return folder


@pytest.fixture(scope="module")
def rag(folder: Path) -> Rag:
    return Rag.open(folder / "index", settings=SETTINGS)


def assert_verbatim(rag: Rag, answer: Answer) -> None:
    """Each statement is a citation's quote, and each quote is its page's own characters."""
    assert answer.found == bool(answer.statements)
    for said in answer.statements:
        assert [answer.citations[n - 1].quote for n in said.citations] == [said.text]
    for cited in answer.citations:
        page = rag.page(cited.document, cited.page)
        assert page.text[cited.start : cited.end] == cited.quote
        assert cited.span is None or cited.span.text in cited.quote


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        pytest.param("Combien de temps dure le mandat du président ?", "fr", "trois ans", id="fr"),
        pytest.param("Who signed the minutes of the council?", "en", "Amina Diallo", id="en"),
    ],
)
def test_questions_are_answered_in_quotes(
    rag: Rag, question: str, language: str, expected: str
) -> None:
    answer = rag.ask(question)
    assert answer.found
    assert answer.language == language
    assert expected in answer.text
    assert_verbatim(rag, answer)


def test_what_the_documents_do_not_say_is_refused_with_the_nearest_passages(
    folder: Path, tmp_path: Path
) -> None:
    """With the shipped encoder: cosines of hashed words say nothing about a subject."""
    ingest([folder / "docs"], tmp_path / "index", load_encoder())
    with Rag.open(tmp_path / "index") as rag:
        answer = rag.ask("What is the melting point of tungsten?")
    assert not answer.found
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.hits
    assert "2 documents" in answer.text


exchanges = st.builds(Exchange, st.text(max_size=80), st.text(max_size=80))


@hypothesis_settings(max_examples=60)
@given(st.text(max_size=120), st.lists(exchanges, max_size=3))
def test_any_unicode_question_gives_an_answer_or_a_rag_error(
    rag: Rag, question: str, conversation: list[Exchange]
) -> None:
    for turns in ([], conversation):
        try:
            answer = rag.ask(question, conversation=turns)
            scores = [hit.score for hit in answer.hits]
            assert scores == sorted(scores, reverse=True)
        except RagError:
            continue
        assert answer.question == question.strip()
        assert len(answer.understood) <= SETTINGS.question_limit
        assert_verbatim(rag, answer)


follow_ups = st.sampled_from(
    ("Et en 2024 ?", "Qui l’a signé ?", "Combien de temps dure-t-il ?", "Who signed it?",
     "What about its budget?", "Since when?")
)  # fmt: skip


@hypothesis_settings(max_examples=40)
@given(st.lists(follow_ups, min_size=1, max_size=4), st.text(max_size=40))
def test_a_conversation_of_follow_ups_stays_verbatim(
    rag: Rag, questions: list[str], first: str
) -> None:
    turns = [Exchange(first), Exchange("Combien de temps dure le mandat du président ?")]
    for question in questions:
        answer = rag.ask(question, conversation=turns)
        assert_verbatim(rag, answer)
        turns.append(Exchange.from_answer(answer))


words = st.sampled_from("mandat président conseil Rabat minutes signed budget who quand".split())


@hypothesis_settings(max_examples=60)
@given(st.lists(words, min_size=1, max_size=6).map(" ".join))
def test_every_quote_shown_is_verbatim_in_its_page(rag: Rag, question: str) -> None:
    assert_verbatim(rag, rag.ask(question))


@pytest.mark.parametrize("question", ["", "  \n", "x" * 2_001])
def test_empty_and_endless_questions_are_refused(rag: Rag, question: str) -> None:
    with pytest.raises(QuestionInvalid):
        rag.ask(question)


def test_no_index_and_another_encoder_are_two_errors(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Rag.open(tmp_path / "none", settings=SETTINGS)
    with pytest.raises(IndexMismatch, match="hashing-32"):
        Rag.open(folder / "index", settings=Settings(encoder="hashing-32"))


def test_a_new_generation_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(RULES, encoding="utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    rag = Rag.open(tmp_path / "index", settings=SETTINGS)
    before = rag.ask("Who signed the minutes of the council?")
    (tmp_path / "docs" / "b.txt").write_text(MINUTES, encoding="utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    after = rag.ask("Who signed the minutes of the council?")
    assert (before.found, after.found) == (False, True)
    assert before.index_id != after.index_id == rag.index_id


def test_an_original_that_changed_or_went_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "a.txt"
    path.write_text(RULES, encoding="utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    rag = Rag.open(tmp_path / "index", settings=SETTINGS)
    document = rag.documents()[0].id
    assert rag.original(document) == path
    before = os.stat(path)
    path.write_text(RULES[::-1], encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(SourceUnavailable, match="changed since"):
        rag.original(document)
    path.write_text(MINUTES, encoding="utf-8")
    with pytest.raises(SourceUnavailable, match="changed since"):
        rag.original(document)
    path.unlink()
    with pytest.raises(SourceUnavailable):
        rag.original(document)


def test_the_page_of_a_text_cannot_be_drawn(rag: Rag) -> None:
    with pytest.raises(SourceUnavailable, match=r"no pages to show\. Open the original"):
        rag.page_image(rag.documents()[0].id, 1)


def test_settings_that_change_are_taken_up_by_the_next_call(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    question, claim = "Where does the council meet? Rabat", "The council met on 4 May 2023."
    written = folder / "rag.toml"
    written.write_text('encoder = "hashing-64"\n')
    assert query(question).hits
    assert check(claim).claims
    written.write_text('encoder = "hashing-64"\nquestion_limit = 10\ncheck_limit = 10\n')
    with pytest.raises(QuestionInvalid, match="10"):
        query(question)
    with pytest.raises(ClaimsInvalid, match="10"):
        check(claim)
    written.write_text('encoder = "hashing-32"\n')
    with pytest.raises(IndexMismatch):
        query(question)
    written.write_text("encoder = ")
    with pytest.raises(SettingsInvalid):
        check(claim)


def test_the_same_settings_do_not_open_the_folder_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    index = (folder / "index").resolve()
    (folder / "rag.toml").write_text('encoder = "hashing-64"\nport = 7861\n')
    query("Où siège le conseil ?")
    before = _opened(index, load_settings())
    (folder / "rag.toml").write_text('# the same\nencoder = "hashing-64"\nport = 7861\n')
    query("Où siège le conseil ?")
    check("Le conseil siège à Rabat.")
    assert _opened(index, load_settings()) is before


def test_other_settings_let_go_of_the_library_opened_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library holds its generation: one that nobody asks any more would keep it on the disk."""
    monkeypatch.chdir(folder)
    index = (folder / "index").resolve()
    settings = Settings(encoder="hashing-64", port=7862)
    before = weakref.ref(_opened(index, settings))
    _opened(index, replace(settings, port=7863))
    gc.collect()
    assert before() is None


def test_an_opened_library_has_read_its_documents_and_both_indexes(folder: Path) -> None:
    """The first question must not pay for what can be read while the encoder loads."""
    library = Rag.open(folder / "index", settings=Settings(encoder="hashing-64"))
    store = library._current()
    assert isinstance(store, Store)
    assert store._documents is not None
    assert store._vectors is not None
    assert store._terms is not None


def test_no_more_than_four_folders_stay_open(folder: Path, tmp_path: Path) -> None:
    settings = Settings(encoder="hashing-64")
    indexes = [tmp_path / f"index{n}" for n in range(5)]
    for index in indexes:
        shutil.copytree(folder / "index", index)
    first = weakref.ref(_opened(indexes[0], settings))
    for index in indexes[1:]:
        _opened(index, settings)
    gc.collect()
    assert first() is None
    assert _opened(indexes[4], settings) is _opened(indexes[4], settings)


def test_query_answers_one_question(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    assert query("Where does the council meet? Rabat", index=folder / "index").index_id
