"""An index in Qdrant: each generation has its own passages there, whatever becomes of others."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qdrant
from golden import differences, outcomes_alone, read_halves
from test_store_samples import add
from test_store_segments import ENCODER, QUESTIONS, WORDS, ids, note
from tolerances import apart

from rag import Rag
from rag.config import Settings, StoreSettings
from rag.errors import IndexUnwritable, SearchIncomplete, SearchUnavailable
from rag.messages import Message
from rag.records import Reading
from rag.store import GenerationBuilder, SearchEngine, Store, open_engine, open_usable, rollback
from rag.store.qdrant.vocabulary import Vocabulary

pytest.importorskip("qdrant_client", reason="verbatim-rag[qdrant] is not installed")

# A BM25 score is a sum over the words of a question of products of some eight float32 factors.
NEAR = apart(8 * 8)
# By so much the mean length of passages may change before all are sent again; a score, by less.
DRIFT = 0.02


@pytest.fixture
def engine() -> SearchEngine:
    return qdrant.in_memory()


def change(
    index: Path,
    engine: SearchEngine,
    put: Sequence[Reading] = (),
    remove: Sequence[str] = (),
    *,
    rebuild: bool = False,
) -> None:
    with GenerationBuilder.begin(index, ENCODER.card, rebuild=rebuild, engine=engine) as draft:
        for document_id in remove:
            draft.remove(document_id)
        for each in put:
            add(draft, each)
        draft.commit()


def found(store: Store) -> tuple[list[list[tuple[int, float]]], list[dict[int, float]]]:
    """The rows and scores of all questions, by words and by meaning."""
    lexical = [store.terms.search(one, language="fr", k=len(store.terms)) for one in QUESTIONS]
    near = [
        store.vectors.search(ENCODER.encode([one], kind="query"), len(store.vectors))
        for one in QUESTIONS
    ]
    semantic = [
        dict(zip(rows[0].tolist(), cosines[0].tolist(), strict=True)) for cosines, rows in near
    ]
    return lexical, semantic


def check_equal(store: Store, engine: SearchEngine, near: float = NEAR) -> None:
    """Fails unless the engine finds what the files of a generation find, with their scores."""
    with Store.at(store.index, store.number) as plain:
        wanted = found(plain)
        words = [(plain.terms.holding(word, "fr"), plain.terms.resembles(word)) for word in WORDS]
        phrases = plain.terms.having(["numéro 7", "conseil"], question="accord", language="fr", k=9)
    with Store.at(store.index, store.number).searched_by(engine) as searched:
        assert len(searched.vectors) == len(searched.terms) == store.manifest.passages
        lexical, semantic = found(searched)
        for one, other in zip(lexical, wanted[0], strict=True):
            assert dict(one) == pytest.approx(dict(other), rel=near)
        for cosines, far in zip(semantic, wanted[1], strict=True):
            assert cosines == pytest.approx(far, abs=apart(2 * ENCODER.card.dim))
        assert [
            (searched.terms.holding(word, "fr"), searched.terms.resembles(word)) for word in WORDS
        ] == words
        ranked = searched.terms.having(
            ["numéro 7", "conseil"], question="accord", language="fr", k=9
        )
        assert len(ranked) == len(phrases)


def client_of(engine: SearchEngine) -> Any:
    return engine._connection._client  # type: ignore[attr-defined]


def collections_of(engine: SearchEngine) -> dict[str, int]:
    """How many points each collection of an engine has."""
    prefix = engine._connection.settings.collection  # type: ignore[attr-defined]
    client = client_of(engine)
    names = [each.name for each in client.get_collections().collections]
    return {name: client.count(name).count for name in names if name.startswith(prefix)}


@pytest.mark.parametrize(("seed", "drift"), [(0, 0.0), (1, DRIFT), (2, DRIFT)])
def test_any_changes_leave_in_qdrant_what_the_files_have(
    tmp_path: Path, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, seed: int, drift: float
) -> None:
    """Additions, removals, replacements, rollbacks and rebuilds, in any order.

    Terms of the files keep no trace of what was removed. With a drift of 0, all passages are sent
    at each change, and the scores are those of the files.
    """
    monkeypatch.setattr("rag.store.generation_files._MOST_REMOVED", 0.0)
    monkeypatch.setattr("rag.store.qdrant.vocabulary_draft._MOST_DRIFT", drift)
    draw, index = random.Random(seed), tmp_path / "index"
    change(index, engine, [note(number) for number in range(12)])
    for turn in range(6):
        known = list(ids(index).values())
        gone = draw.sample(known, min(len(known), draw.randint(0, 3)))
        fresh = [note(number, turn) for number in draw.sample(range(30), draw.randint(1, 4))]
        change(index, engine, fresh, gone, rebuild=draw.random() < 0.2)
        if draw.random() < 0.4:
            rollback(index)
        with open_usable(index, engine) as store:
            check_equal(store, engine, max(NEAR, drift))


def test_a_change_sends_what_changed(tmp_path: Path, engine: SearchEngine) -> None:
    """And takes the collection of its base; the one before still has its own passages."""
    index = tmp_path / "index"
    change(index, engine, [note(number) for number in range(200)])
    before = Store.open(index).searched_by(engine)
    first = found(before)
    sent = list[int]()
    put = type(client_of(engine)).upsert

    def counted(client: Any, name: str, points: Sequence[Any], **more: Any) -> Any:
        sent.append(len(points))
        return put(client, name, points=points, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(client_of(engine)), "upsert", counted)
        change(index, engine, [note(900)], [ids(index)["003.txt"]])
    assert sum(sent) == 2  # passages of the new document
    assert len(collections_of(engine)) == 1
    assert found(before) == first
    with open_usable(index, engine) as store:
        rows = {row for ranked in found(store)[0] for row, _ in ranked}
        gone = {row for ranked in first[0] for row, _ in ranked} - rows
        assert gone
        assert {store.document(each).path for each in set(store.documents_of(sorted(rows)))} >= {
            "900.txt"
        }
        with pytest.raises(KeyError):
            store.vectors.reconstruct(np.array(sorted(gone), dtype=np.int64))


def test_passages_that_no_generation_has_are_deleted(tmp_path: Path, engine: SearchEngine) -> None:
    index = tmp_path / "index"
    change(index, engine, [note(number) for number in range(200)])
    (passages,) = collections_of(engine).values()
    change(index, engine, remove=[ids(index)["003.txt"]])
    assert list(collections_of(engine).values()) == [passages]  # the kept generation has them
    change(index, engine, remove=[ids(index)["004.txt"]])
    assert list(collections_of(engine).values()) == [passages - 2]


def test_a_rebuild_fills_another_collection_and_the_alias_follows(
    tmp_path: Path, engine: SearchEngine
) -> None:
    index, name = tmp_path / "index", engine._connection.settings.collection  # type: ignore[attr-defined]
    for number in range(3):
        change(index, engine, [note(number)], rebuild=True)
        live = Vocabulary.open(Store.open(index).folder)
        assert live is not None
        aliases = client_of(engine).get_aliases().aliases
        assert {
            each.alias_name: each.collection_name for each in aliases if each.alias_name == name
        }
        assert (name, live.collection) in {(a.alias_name, a.collection_name) for a in aliases}
    assert len(collections_of(engine)) == 2  # the live and the kept one


def breaking_after(engine: SearchEngine, calls: int) -> Callable[..., Any]:
    """A ``call`` of a connection that fails after so many."""
    connection = engine._connection  # type: ignore[attr-defined]
    call, left = type(connection).call, iter(range(calls))

    def limited(self: Any, work: Callable[[Any], Any]) -> Any:
        if next(left, None) is None:
            raise SearchUnavailable(host="here", cause=Message("causes.search_dropped"))
        return call(self, work)

    return limited


@pytest.mark.parametrize("calls", range(0, 12, 2))
def test_an_interrupted_change_leaves_the_live_generation_and_is_taken_up(
    tmp_path: Path, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    monkeypatch.setattr("rag.store.generation_files._MOST_REMOVED", 0.0)
    index = tmp_path / "index"
    change(index, engine, [note(number) for number in range(200)])
    change(index, engine, [note(500)])
    connection = type(engine._connection)  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "call", breaking_after(engine, calls))
        try:
            change(index, engine, [note(600)], [ids(index)["003.txt"]])
            cut = False
        except SearchUnavailable:
            cut = True
    with open_usable(index, engine) as store:
        check_equal(store, engine, DRIFT)
        assert ("600.txt" in ids(index)) is not cut
    change(index, engine, [note(700)])  # takes up what was interrupted
    with open_usable(index, engine) as store:
        assert "600.txt" in ids(index)
        assert "003.txt" not in ids(index)
        check_equal(store, engine, DRIFT)


def test_a_full_disk_while_publishing_leaves_the_live_generation(
    tmp_path: Path, engine: SearchEngine
) -> None:
    def full(self: object, collection: str, passages: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    index = tmp_path / "index"
    change(index, engine, [note(number) for number in range(3)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.store.qdrant.vocabulary_draft.VocabularyDraft.finish", full)
        with pytest.raises(IndexUnwritable, match="No space left"):
            change(index, engine, [note(5)])
    with open_usable(index, engine) as store:
        check_equal(store, engine)
    change(index, engine, [note(6)])
    assert "005.txt" in ids(index)


def test_an_index_that_qdrant_lost_is_said_and_sent_again(
    tmp_path: Path, engine: SearchEngine
) -> None:
    index = tmp_path / "index"
    change(index, engine, [note(number) for number in range(3)])
    (name,) = collections_of(engine)
    client_of(engine).delete_collection(name)
    with pytest.raises(SearchIncomplete, match="does not hold all"):
        open_usable(index, engine)
    with GenerationBuilder.begin(index, ENCODER.card, engine=engine) as draft:
        draft.publish_live()
    with open_usable(index, engine) as store:
        check_equal(store, engine)


def test_an_index_built_before_is_sent_when_nothing_else_changed(
    tmp_path: Path, engine: SearchEngine
) -> None:
    from rag.ingest import ingest

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.txt").write_text("Le phare est ouvert.", encoding="utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", ENCODER)
    with pytest.raises(SearchIncomplete):
        open_usable(tmp_path / "index", engine)
    report = ingest([tmp_path / "docs"], tmp_path / "index", ENCODER, engine=engine)
    assert report.unchanged
    with open_usable(tmp_path / "index", engine) as store:
        assert len(store.vectors) == 1
    # And back to the files, which have stayed whole.
    with open_usable(tmp_path / "index") as store:
        assert len(store.vectors) == 1


@pytest.fixture(scope="module")
def both(sample: Rag, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rag]:
    """The sample library, searched by Qdrant."""
    engine, index = qdrant.in_memory(), sample._index
    card = sample._encoder.card
    with GenerationBuilder.begin(index, card, engine=engine) as draft:
        draft.publish_live()
        draft.discard()
    settings = Settings()
    with Rag(open_usable(index, engine), sample._writes_with, settings) as library:
        yield library


def test_the_sample_library_answers_from_qdrant_as_from_its_files(both: Rag) -> None:
    """All questions and claims of the table, which the files are compared with too."""
    alone, _ = read_halves()
    assert len(alone) > 100
    assert list(differences(alone, outcomes_alone(both))) == []


LOCKED = """
import sys
from rag.config import StoreSettings
from rag.errors import SearchUnavailable
from rag.store import open_engine
try:
    open_engine(StoreSettings(path=sys.argv[1]))
except SearchUnavailable as error:
    print(error.message("fr"))
"""


def test_a_folder_that_another_process_uses_is_said(tmp_path: Path) -> None:
    assert open_engine(StoreSettings(path=str(tmp_path / "qdrant"))) is not None
    done = subprocess.run(
        [sys.executable, "-c", LOCKED, tmp_path / "qdrant"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "un autre processus utilise ce dossier" in done.stdout


def test_without_settings_the_files_of_the_index_are_searched() -> None:
    assert open_engine(StoreSettings()) is None


def test_without_its_client_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "qdrant_client.http.exceptions", None)
    with pytest.raises(SearchUnavailable, match=r"pip install 'qdrant-client>=1\.15'"):
        open_engine(StoreSettings(url="http://127.0.0.1:9", collection="absent"))
