"""The last check: a quote that its stored page does not contain is withheld and reported."""

import logging
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Rag, Settings
from rag.citations.quotes import Quote
from rag.citations.verify_quotes import verified
from rag.cli import show_answer
from rag.encoders import HashingEncoder
from rag.errors import IndexDamaged
from rag.ingest import ingest
from rag.records import Hit, Page, Span
from rag.store import Store
from rag.store.packing import pack_text, unpack_text

TEXT = """# Règlement

Le mandat du président dure trois ans. Le conseil siège à Rabat.

# Rules

The keeper signs the log every evening. The desk opens at nine.
"""
SETTINGS = Settings(encoder="hashing-64", threshold=0.0)


class Rewritten(Store):
    """A store whose pages differ from its passages, as after a fault of any kind."""

    words = ("", "")

    def page(self, document_id: str, number: int | None) -> Page:
        page = super().page(document_id, number)
        return replace(page, text=page.text.replace(*self.words))


def rewritten(index: Path, old: str, new: str) -> Store:
    store = Rewritten.open(index)
    store.words = (old, new)
    return store


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "rules.md").write_text(TEXT, encoding="utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    return tmp_path / "index"


def hit(index: Path, words: str) -> Hit:
    found = Rag.open(index, settings=SETTINGS).ask(words).hits
    return next(hit for hit in found if words in hit.passage.text)


@pytest.mark.parametrize("words", ["dure trois ans", "signs the log"])
def test_a_quote_with_one_changed_character_is_withheld_and_logged(
    index: Path, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = hit(index, words)
    start = found.passage.start + found.passage.text.index(words)
    sound = Quote(found, start, start + len(words), words, 0.9)
    with Store.open(index) as store, caplog.at_level(logging.ERROR):
        assert verified(store, [sound]) == [sound]
        assert not caplog.records
        for text in (words.replace("s", "z", 1), words.upper(), words + " ", ""):
            assert verified(store, [replace(sound, text=text), sound]) == [sound]
        assert verified(store, [replace(sound, start=start - 1)]) == []
    assert "quote withheld" in caplog.text


def test_a_quote_is_withheld_if_any_of_its_pieces_is_not_in_the_page(index: Path) -> None:
    found = hit(index, "dure trois ans")
    words, context = "Le mandat du président dure trois ans.", "Le conseil siège à Rabat."
    start = found.passage.start + found.passage.text.index(words)
    after = found.passage.start + found.passage.text.index(context)
    pieces = (Span(start, start + len(words), words), Span(after, after + len(context), context))
    quote = Quote(found, start, start + len(words), words, 0.9, pieces=pieces)
    with Store.open(index) as store:
        assert verified(store, [quote]) == [quote]
    assert verified(rewritten(index, "Rabat", "Paris"), [quote]) == []
    assert verified(rewritten(index, "trois", "cinq"), [quote]) == []


@pytest.mark.parametrize(
    ("question", "old", "new", "wanted"),
    [
        ("Combien de temps dure le mandat du président ?", "trois", "cinq", "1 citation écartée"),
        ("Who signs the log?", "keeper", "master", "1 quote left out"),
    ],
)
def test_an_answer_counts_what_it_withheld(
    index: Path,
    question: str,
    old: str,
    new: str,
    wanted: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = replace(SETTINGS, statements=1)
    with Store.open(index) as store:
        whole = Rag(store, HashingEncoder(), settings).ask(question)
        assert (whole.found, whole.withheld) == (True, 0)
        assert old in whole.text
    answer = Rag(rewritten(index, old, new), HashingEncoder(), settings).ask(question)
    assert (answer.found, answer.withheld, answer.citations) == (False, 1, ())
    show_answer.answer(answer, as_json=False)
    assert wanted in capsys.readouterr().out


def test_the_next_quote_replaces_a_withheld_one(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    text = "The keeper signs the log at dusk. The keeper signs the log at dawn."
    (docs / "rules.txt").write_text(text, encoding="utf-8")
    ingest([docs], tmp_path / "index", HashingEncoder())
    store = rewritten(tmp_path / "index", "dusk", "noon")
    library = Rag(store, HashingEncoder(), replace(SETTINGS, statements=1, threshold=0.0))
    answer = library.ask("Who signs the log?")
    assert [cited.quote for cited in answer.citations] == [text.partition(". ")[2]]
    assert answer.withheld == 1


def test_a_page_changed_on_disk_is_detected(index: Path) -> None:
    cited = Rag.open(index, settings=SETTINGS).ask("Combien de temps dure le mandat ?").citations
    term = next(one for one in cited if "trois" in one.quote)
    file = next(index.glob("generations/*/documents.sqlite"))
    with sqlite3.connect(file) as database:
        (packed,) = database.execute("SELECT text FROM pages").fetchone()
        text = unpack_text(packed).replace("trois", "douze")
        database.execute("UPDATE pages SET text = ?", (pack_text(text),))
    database.close()
    with Store.open(index) as store:
        found = Rag(store, HashingEncoder(), SETTINGS).verify(term)
        assert (found.state, found.text) == ("changed", term.quote.replace("trois", "douze"))
        with pytest.raises(IndexDamaged):
            store.check()
