"""A folder that is suddenly empty, such as an unmounted share, never empties the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.encoders import HashingEncoder
from rag.errors import RemovalRefused
from rag.ingest import ReadingLimits, ingest
from rag.store import Store

ENCODER = HashingEncoder(32)


def share(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"La salle {number} ouvre à {number} heures. Elle ferme le soir.\n"
        (folder / f"salle-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def indexed(index: Path) -> int:
    with Store.open(index) as store:
        return len(store.documents())


def test_an_empty_folder_is_refused_with_the_count(tmp_path: Path) -> None:
    docs, index = share(tmp_path / "docs", 3), tmp_path / "index"
    ingest([docs], index, ENCODER)
    for file in docs.iterdir():
        file.unlink()
    with pytest.raises(RemovalRefused) as caught:
        ingest([docs], index, ENCODER)
    assert "3 of the 3" in str(caught.value)
    assert "--allow-removal" in str(caught.value)
    assert indexed(index) == 3
    ingest([docs], index, ENCODER, limits=ReadingLimits(allow_removal=True))
    assert indexed(index) == 0


def test_a_folder_that_lost_most_of_its_files_is_refused(tmp_path: Path) -> None:
    docs, index = share(tmp_path / "docs", 9), tmp_path / "index"
    ingest([docs], index, ENCODER)
    for number in range(5):
        (docs / f"salle-{number}.txt").unlink()
    with pytest.raises(RemovalRefused):
        ingest([docs], index, ENCODER)
    assert indexed(index) == 9


def test_a_few_deleted_files_leave_the_index(tmp_path: Path) -> None:
    docs, index = share(tmp_path / "docs", 9), tmp_path / "index"
    ingest([docs], index, ENCODER)
    for number in range(4):
        (docs / f"salle-{number}.txt").unlink()
    assert len(ingest([docs], index, ENCODER).removed) == 4


def test_files_that_moved_into_another_folder_are_not_gone(tmp_path: Path) -> None:
    docs, index = share(tmp_path / "docs", 6), tmp_path / "index"
    ingest([docs], index, ENCODER)
    docs.rename(tmp_path / "elsewhere")
    docs.mkdir()
    ingest([docs, tmp_path / "elsewhere"], index, ENCODER)
    assert indexed(index) == 6


def test_files_that_were_all_written_anew_are_not_gone(tmp_path: Path) -> None:
    docs, index = share(tmp_path / "docs", 6), tmp_path / "index"
    ingest([docs], index, ENCODER)
    for file in docs.iterdir():
        file.write_text(f"The room {file.stem} has a new keeper. It opens at noon.\n")
    assert len(ingest([docs], index, ENCODER).added) == 6
    assert indexed(index) == 6
