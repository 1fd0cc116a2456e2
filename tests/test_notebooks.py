"""Notebooks: quotes kept in order, with comments, for their owner and those they share with."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors.service import NotebookFull, NotebooksUnusable, NotebookUnknown
from rag.notebooks import EVERYBODY, MOST_QUOTES, KeptQuote, Notebooks, QuoteNotebook

DAY = dt.datetime(2026, 11, 28, 8, tzinfo=dt.UTC)


def quote(number: int) -> KeptQuote:
    return KeptQuote("", f"verbatim:{number}", f"Words {number}.", "Title", "p. 1", "Question?")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Notebooks]:
    notebooks = Notebooks(tmp_path / "notebooks.sqlite")
    yield notebooks
    notebooks.close()


def test_what_is_kept_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "index" / "notebooks.sqlite"
    first = Notebooks(path)
    made = first.add("anna", "Mes citations")
    first.keep(made.id, "anna", quote(1))
    changed = first.change(
        made.id, "anna", lambda each: each.with_comment(each.quotes[0].key, "« Oui »")
    )
    first.close()
    again = Notebooks(path)
    assert again.of("anna") == (changed,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again.close()


def test_a_quote_is_kept_once(kept: Notebooks) -> None:
    made = kept.add("anna", "One")
    for _ in range(2):
        kept.keep(made.id, "anna", quote(1))
    assert len(kept.get(made.id, "anna").quotes) == 1


def test_the_notebook_changed_last_is_the_first(tmp_path: Path) -> None:
    moments = iter(DAY + dt.timedelta(hours=hour) for hour in range(9))
    kept = Notebooks(tmp_path / "n.sqlite", clock=lambda: next(moments))
    first, second = kept.add("anna", "First"), kept.add("anna", "Second")
    assert [each.id for each in kept.of("anna")] == [second.id, first.id]
    kept.keep(first.id, "anna", quote(1))
    assert [each.id for each in kept.of("anna")] == [first.id, second.id]
    kept.close()


@pytest.mark.parametrize("person", ["bruno", "", "ann", EVERYBODY])
def test_a_notebook_is_its_owner_s_alone(kept: Notebooks, person: str) -> None:
    made = kept.add("anna", "Private")
    kept.keep(made.id, "anna", quote(1))
    assert kept.of(person) == kept.shared_with(person) == ()
    for act in (
        lambda: kept.get(made.id, person),
        lambda: kept.keep(made.id, person, quote(2)),
        lambda: kept.change(made.id, person, lambda each: each),
        lambda: kept.delete(made.id, person),
    ):
        with pytest.raises(NotebookUnknown):
            act()
    assert len(kept.get(made.id, "anna").quotes) == 1


def test_readers_read_and_do_not_change(kept: Notebooks) -> None:
    made = kept.add("anna", "Shared")
    kept.change(made.id, "anna", lambda each: each.shared_with("Bruno"))
    assert kept.shared_with("bruno") == (kept.get(made.id, "BRUNO"),)
    with pytest.raises(NotebookUnknown):
        kept.keep(made.id, "bruno", quote(1))
    kept.change(made.id, "anna", lambda each: each.kept_from("Bruno"))
    assert kept.shared_with("bruno") == ()


def test_what_is_shared_with_everybody_is_open_to_each(kept: Notebooks) -> None:
    made = kept.add("anna", "Shared")
    kept.change(made.id, "anna", lambda each: each.shared_with(EVERYBODY))
    assert [each.id for each in kept.shared_with("zoe")] == [made.id]
    assert kept.shared_with("anna") == ()  # it is her own


def test_a_new_account_does_not_get_the_notebooks_of_an_earlier_one(kept: Notebooks) -> None:
    made = kept.add("anna", "Earlier")
    kept.forget("anna", made.created)
    assert len(kept.of("anna")) == 1
    kept.forget("anna", made.created + dt.timedelta(seconds=1))
    assert kept.of("anna") == ()


def test_there_is_a_limit_of_quotes(kept: Notebooks) -> None:
    made = kept.add("anna", "Full")
    full = tuple(quote(number) for number in range(MOST_QUOTES))
    kept.change(made.id, "anna", lambda each: QuoteNotebook(
        each.id, each.owner, each.title, each.created, quotes=full
    ))  # fmt: skip
    with pytest.raises(NotebookFull) as full_of:
        kept.keep(made.id, "anna", quote(-1))
    assert "200 quotes" in full_of.value.message("en")
    assert "200 citations" in full_of.value.message("fr").replace("\u202f", " ")


def test_there_is_a_limit_of_notebooks(kept: Notebooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.notebooks.database.MOST_NOTEBOOKS", 1)
    kept.add("anna", "First")
    with pytest.raises(NotebookFull) as found:
        kept.add("anna", "Second")
    assert "vous avez 1 carnet" in found.value.message("fr")


def test_there_is_a_limit_of_all_notebooks_of_a_person(
    kept: Notebooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or one person could have every reader of a shared list read as much as the disk holds."""
    monkeypatch.setattr("rag.notebooks.database.MOST_CHARACTERS_OF_PERSON", 3_000)
    first, second, other = (kept.add(name, "Notes") for name in ("anna", "anna", "bruno"))
    for number in range(10):
        kept.keep(first.id, "anna", quote(number))
    long = replace(quote(11), comment="x" * 2_000)
    with pytest.raises(NotebookFull) as found:
        kept.keep(second.id, "anna", long)
    assert "3,000 characters" in found.value.message("en")
    assert "another notebook" not in found.value.message("en")
    assert "autre carnet" not in found.value.message("fr")
    kept.keep(other.id, "bruno", long)
    kept.change(first.id, "anna", lambda each: replace(each, quotes=each.quotes[:2]))
    kept.keep(second.id, "anna", long)


def test_a_change_that_fails_changes_nothing(kept: Notebooks) -> None:
    made = kept.add("anna", "Whole")

    def failing(_: QuoteNotebook) -> QuoteNotebook:
        raise NotebookFull(cause="full")

    with pytest.raises(NotebookFull):
        kept.change(made.id, "anna", failing)
    assert kept.keep(made.id, "anna", quote(1)).quotes


def test_a_damaged_file_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "notebooks.sqlite"
    path.write_bytes(b"This is no database. " * 100)
    with pytest.raises(NotebooksUnusable) as raised:
        Notebooks(path)
    assert str(path) in raised.value.message("fr")


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 3)), max_size=20))
def test_moving_quotes_loses_and_doubles_none(moves: list[tuple[int, int]]) -> None:
    quotes = tuple(KeptQuote(str(n), f"v{n}", "t", "T", "p") for n in range(4))
    notebook = QuoteNotebook("id", "anna", "One", DAY, quotes=quotes)
    for key, step in moves:
        notebook = notebook.moved(str(key), step)
    assert {each.key for each in notebook.quotes} == {"0", "1", "2", "3"}
    assert len(notebook.quotes) == 4


@pytest.mark.parametrize(
    ("key", "step", "order"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc")],
)
def test_a_quote_moves_by_one_place(key: str, step: int, order: str) -> None:
    quotes = tuple(KeptQuote(each, each, "t", "T", "p") for each in "abc")
    moved = QuoteNotebook("id", "anna", "One", DAY, quotes=quotes).moved(key, step)
    assert "".join(each.key for each in moved.quotes) == order
