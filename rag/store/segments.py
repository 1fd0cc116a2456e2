"""The segments of a generation: what hides and rewrites documents of one, and when they merge.

A segment is never altered once it is written. What a later one removes from it or writes again is
laid over its tables by temporary views of the same names, so that each query reads them as before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rag.store import queries
from rag.store.coded_vectors import FILES as CODED
from rag.store.database import SCHEMA, open_immutable
from rag.store.layout import DOCUMENTS, VECTORS

# A segment is merged with those after it unless it has this many times their passages: few
# segments to ask, and a passage is written again only about once each time that a library doubles.
_TIMES = 8
# Two segments smaller than this are not worth asking one after the other.
_FEW = 64
# A segment is written again when more than this share of it is gone or rewritten.
_WASTE = 0.25

_OVERLAY = """
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE IF NOT EXISTS hidden_documents (key INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS hidden_passages (row INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS records (key INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TEMP VIEW IF NOT EXISTS documents AS
    SELECT key, id, recipe,
        ifnull((SELECT records.record FROM temp.records WHERE records.key = own.key), record)
            AS record, notices
    FROM main.documents AS own WHERE key NOT IN (SELECT key FROM temp.hidden_documents);
CREATE TEMP VIEW IF NOT EXISTS pages AS
    SELECT * FROM main.pages WHERE document NOT IN (SELECT key FROM temp.hidden_documents);
CREATE TEMP VIEW IF NOT EXISTS passages AS
    SELECT * FROM main.passages WHERE row NOT IN (SELECT row FROM temp.hidden_passages);
CREATE TEMP VIEW IF NOT EXISTS acronyms AS
    SELECT * FROM main.acronyms WHERE document NOT IN (SELECT key FROM temp.hidden_documents);
"""
_COPY = """
INSERT INTO made.documents (key, id, recipe, record, notices)
    SELECT key, id, recipe, record, notices FROM documents;
INSERT INTO made.pages (key, document, number, label, text, headings, boxes, ocr)
    SELECT key, document, number, label, text, headings, boxes, ocr FROM pages;
INSERT INTO made.passages (row, page, start, end, language, headings, digest)
    SELECT row, page, start, end, language, headings, digest FROM passages;
INSERT INTO made.acronyms (document, short, long) SELECT document, short, long FROM acronyms;
"""
_NUMBERS = """
SELECT 'documents', max(key) FROM main.documents UNION ALL
SELECT 'pages', max(key) FROM main.pages UNION ALL
SELECT 'passages', max(row) FROM main.passages UNION ALL
SELECT name, seq FROM main.sqlite_sequence
"""
_IS_WASTEFUL = """
SELECT (SELECT count(*) FROM hidden_passages) > :most * (SELECT count(*) FROM main.passages)
    OR (SELECT count(*) FROM records) > :most * (SELECT count(*) FROM main.documents)
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its name in the generation, "" for the first, and its tables as they are now."""

    name: str
    tables: sqlite3.Connection


@dataclass(frozen=True, slots=True)
class Changes:
    """What the newest segment says of those before it, by the keys of their documents."""

    gone: frozenset[int] = frozenset()
    rewritten: Mapping[int, str] | None = None


def open_segments(folder: Path, names: Iterable[str]) -> list[Segment]:
    """The segments of a generation, oldest first, as the newest leaves them.

    Raises OSError and sqlite3.Error.
    """
    with ExitStack() as opened:
        found = [
            Segment(name, opened.enter_context(closing(open_immutable(folder / name / DOCUMENTS))))
            for name in names
        ]
        if len(found) > 1:
            changes = read_changes(found[-1].tables)
            for segment in found[:-1]:
                lay_over(segment.tables, changes)
        opened.pop_all()
    return found


def read_changes(tables: sqlite3.Connection) -> Changes:
    """What the newest segment says of those before it."""
    gone = tables.execute("SELECT document FROM gone")
    rewritten = tables.execute("SELECT document, record FROM rewritten")
    return Changes(frozenset(key for (key,) in gone), dict(rewritten.fetchall()))


def write_changes(tables: sqlite3.Connection, changes: Changes) -> None:
    """Makes a segment say this of those before it."""
    rewritten = changes.rewritten or {}
    tables.execute("DELETE FROM gone")
    tables.execute("DELETE FROM rewritten")
    tables.executemany("INSERT INTO gone VALUES (?)", ((key,) for key in sorted(changes.gone)))
    tables.executemany("INSERT INTO rewritten VALUES (?, ?)", rewritten.items())


def lay_over(tables: sqlite3.Connection, changes: Changes) -> None:
    """Hides the documents of a segment that are gone, and shows the records written again."""
    gone = _own(tables, changes.gone)
    rewritten = changes.rewritten or {}
    again = _own(tables, rewritten)
    if not gone and not again:
        return
    tables.executescript(_OVERLAY)
    keys = [(key,) for key in gone]
    tables.executemany("INSERT OR IGNORE INTO hidden_documents VALUES (?)", keys)
    tables.executemany(
        "INSERT OR IGNORE INTO hidden_passages SELECT row FROM main.passages"
        " JOIN main.pages AS own ON own.key = passages.page WHERE own.document = ?",
        keys,
    )
    tables.executemany(
        "INSERT OR REPLACE INTO records VALUES (?, ?)", [(key, rewritten[key]) for key in again]
    )


def hidden_rows(tables: sqlite3.Connection) -> set[int]:
    """The rows of a segment whose documents are gone."""
    if not _is_laid_over(tables):
        return set()
    return {row for (row,) in tables.execute("SELECT row FROM hidden_passages")}


def last_numbers(segments: Iterable[Segment]) -> dict[str, int]:
    """The highest key or row that each numbered table of the segments ever gave."""
    found: dict[str, int] = {}
    for segment in segments:
        for table, last in segment.tables.execute(_NUMBERS):
            found[table] = max(found.get(table, 0), last or 0)
    return found


def set_numbers(tables: sqlite3.Connection, numbers: Mapping[str, int]) -> None:
    """Makes the next keys and rows of a new segment follow these."""
    tables.execute("DELETE FROM sqlite_sequence")
    tables.executemany("INSERT INTO sqlite_sequence VALUES (?, ?)", numbers.items())


def count_kept(segments: Sequence[Segment], fresh: int) -> int:
    """How many of the first segments stay as they are when so many passages are added."""
    sizes = [queries.counts(segment.tables)[2] for segment in segments]
    kept, after = len(segments), fresh
    while kept and sizes[kept - 1] < max(_FEW, _TIMES * after):
        kept -= 1
        after += sizes[kept]
    wasteful = (at for at in range(kept) if _is_wasteful(segments[at].tables))
    return next(wasteful, kept)


def files_of(segments: Iterable[Segment], files: Container[str]) -> list[str]:
    """The names, in their generation, of the files that these segments have of all of ``files``."""
    wanted = [
        str(PurePosixPath(segment.name) / name)
        for segment in segments
        for name in (DOCUMENTS, VECTORS, *CODED)
    ]
    return [name for name in wanted if name in files]


def create(path: Path, kept: Sequence[Segment], draft: sqlite3.Connection) -> None:
    """Makes the empty tables of a new segment: what a draft says of the segments that are kept."""
    numbers = last_numbers([*kept, Segment("", draft)])
    with closing(sqlite3.connect(path)) as tables, tables:
        tables.executescript(SCHEMA)
        set_numbers(tables, numbers)
        if kept:
            write_changes(tables, _of_segments(read_changes(draft), kept))


def merge(path: Path, sources: Iterable[sqlite3.Connection]) -> None:
    """Adds to the tables of a file all that these tables show, with the same keys and rows."""
    for source in sources:
        source.execute("ATTACH ? AS made", (str(path),))
        source.execute("PRAGMA made.synchronous = OFF")  # the caller makes the file durable
        try:
            source.executescript(f"BEGIN; {_COPY} COMMIT;")
        finally:
            if source.in_transaction:
                source.rollback()
            source.execute("DETACH made")


def _of_segments(changes: Changes, kept: Iterable[Segment]) -> Changes:
    """What concerns the documents of these segments."""
    rewritten = changes.rewritten or {}
    gone, again = set[int](), dict[int, str]()
    for segment in kept:
        gone.update(_own(segment.tables, changes.gone))
        again |= {key: rewritten[key] for key in _own(segment.tables, rewritten)}
    return Changes(frozenset(gone), again)


def _own(tables: sqlite3.Connection, keys: Iterable[int]) -> list[int]:
    """Those of these keys that are of documents of the segment."""
    wanted = json.dumps(list(keys))
    found = tables.execute(
        "SELECT key FROM main.documents WHERE key IN (SELECT value FROM json_each(?))", (wanted,)
    )
    return [key for (key,) in found]


def _is_laid_over(tables: sqlite3.Connection) -> bool:
    found = tables.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'hidden_documents'")
    return found.fetchone() is not None


def _is_wasteful(tables: sqlite3.Connection) -> bool:
    if not _is_laid_over(tables):
        return False
    return bool(tables.execute(_IS_WASTEFUL, {"most": _WASTE}).fetchone()[0])
