"""The SQL statements over the tables of documents.sqlite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence

from rag.language.identifiers.acronyms import find_definitions
from rag.records import Document, Page, Passage
from rag.store.database import ACRONYMS, has_acronyms
from rag.store.packing import (
    PackedPage,
    PackedReading,
    digests,
    dump_document,
    load_document,
    load_documents,
    unpack_page,
    unpack_text,
)

_LARGEST = 2**63 - 1  # of the numbers of SQLite


def read_documents(connection: sqlite3.Connection) -> list[Document]:
    """The documents by path."""
    found = connection.execute("SELECT record FROM documents")
    return sorted(load_documents(record for (record,) in found), key=by_path)


def by_path(document: Document) -> tuple[str, str]:
    """The place of a document in the order of a library."""
    return document.path, document.root


def read_document(connection: sqlite3.Connection, document_id: str) -> Document:
    """A document by its id; raises KeyError."""
    found = connection.execute(
        "SELECT record FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    if found is None:
        raise KeyError(document_id)
    return load_document(found[0])


def key_of(connection: sqlite3.Connection, document_id: str) -> int | None:
    """The key of a document, ``None`` if it is not there."""
    found = connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,)).fetchone()
    return None if found is None else int(found[0])


def read_page(connection: sqlite3.Connection, document_id: str, number: int | None) -> Page:
    """A page of a document; raises KeyError."""
    if number is not None and abs(number) > _LARGEST:
        raise KeyError((document_id, number))
    found = connection.execute(
        "SELECT number, label, text, headings, boxes, ocr FROM pages"
        " WHERE document = (SELECT key FROM documents WHERE id = ?) AND number IS ?",
        (document_id, number),
    ).fetchone()
    if found is None:
        raise KeyError((document_id, number))
    return unpack_page(PackedPage(*found))


def read_labels(connection: sqlite3.Connection, document_id: str) -> dict[int | None, str | None]:
    """The printed labels of a document's pages by page number."""
    return dict(
        connection.execute(
            "SELECT number, label FROM pages"
            " WHERE document = (SELECT key FROM documents WHERE id = ?)",
            (document_id,),
        )
    )


def read_passages(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, Passage]:
    """The passages of these rows, by row; missing rows are left out."""
    wanted = json.dumps([int(row) for row in rows])
    found = connection.execute(
        "SELECT row, passages.page, id, number, start, end, language, passages.headings, ocr"
        " FROM passages JOIN pages ON pages.key = passages.page"
        " JOIN documents ON documents.key = pages.document"
        " WHERE row IN (SELECT value FROM json_each(?))",
        (wanted,),
    ).fetchall()
    texts = _texts(connection, {page for _, page, *_ in found})
    return {
        row: Passage(
            document_id,
            number,
            start,
            end,
            texts[page][start:end],
            language,
            tuple(json.loads(headings)),
            ocr,
        )
        for row, page, document_id, number, start, end, language, headings, ocr in found
    }


def read_documents_of(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, str]:
    """The ids of the documents of these rows, by row; missing rows are left out."""
    found = connection.execute(
        "SELECT row, id FROM passages JOIN pages ON pages.key = passages.page"
        " JOIN documents ON documents.key = pages.document"
        " WHERE row IN (SELECT value FROM json_each(?))",
        (json.dumps([int(row) for row in rows]),),
    )
    return dict(found.fetchall())


def read_rows(connection: sqlite3.Connection, documents: Iterable[str] | None = None) -> set[int]:
    """The rows of all passages, or of those of some documents."""
    if documents is None:
        return {row for (row,) in connection.execute("SELECT row FROM passages")}
    found = connection.execute(
        "SELECT row FROM passages JOIN pages ON pages.key = passages.page"
        " JOIN documents ON documents.key = pages.document"
        " WHERE documents.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(documents)),),
    )
    return {row for (row,) in found}


def read_acronyms(
    connection: sqlite3.Connection, documents: Iterable[str] | None = None
) -> dict[str, dict[str, int]]:
    """The long forms of each acronym, with how many documents give them; all or some documents."""
    if not has_acronyms(connection):
        return {}
    only = None if documents is None else json.dumps(list(documents))
    rows = connection.execute(
        "SELECT short, long, count(DISTINCT document) FROM acronyms"
        " JOIN documents ON documents.key = document"
        " WHERE ? IS NULL OR id IN (SELECT value FROM json_each(?))"
        " GROUP BY short, long ORDER BY short, long",
        (only, only),
    )
    found: dict[str, dict[str, int]] = {}
    for short, long, count in rows:
        found.setdefault(short, {})[long] = count
    return found


def add_acronyms(connection: sqlite3.Connection) -> None:
    """Fills the table of acronyms from all pages: for an index that was built without it."""
    connection.executescript(ACRONYMS)
    pages = connection.execute("SELECT document, text FROM pages").fetchall()
    for document, packed in pages:
        _insert_acronyms(connection, document, (unpack_text(packed),))


def read_recipes(connection: sqlite3.Connection) -> set[str]:
    """The recipes that documents were read with."""
    return {recipe for (recipe,) in connection.execute("SELECT DISTINCT recipe FROM documents")}


def read_with(connection: sqlite3.Connection, recipes: Collection[str]) -> set[str]:
    """The ids of the documents that were read with one of these recipes."""
    found = connection.execute(
        "SELECT id FROM documents WHERE recipe IN (SELECT value FROM json_each(?))",
        (json.dumps(list(recipes)),),
    )
    return {document_id for (document_id,) in found}


def read_notices(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The notices for the curator, by document id."""
    found = connection.execute("SELECT id, notices FROM documents WHERE notices <> '[]'")
    return {document_id: tuple(json.loads(notices)) for document_id, notices in found}


def read_packed(connection: sqlite3.Connection, document_id: str) -> PackedReading:
    """A document as it is stored, with its passages in reading order; raises KeyError."""
    document = read_document(connection, document_id)
    recipe, notices = connection.execute(
        "SELECT recipe, notices FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    pages = connection.execute(
        "SELECT number, label, text, pages.headings, boxes, ocr FROM pages"
        " JOIN documents ON documents.key = document WHERE id = ? ORDER BY pages.key",
        (document_id,),
    )
    rows = connection.execute(
        "SELECT row FROM passages JOIN pages ON pages.key = page"
        " JOIN documents ON documents.key = document WHERE id = ? ORDER BY row",
        (document_id,),
    ).fetchall()
    passages = read_passages(connection, (row for (row,) in rows))
    return PackedReading(
        document,
        tuple(PackedPage(*page) for page in pages),
        tuple(passages[row] for (row,) in rows),
        tuple(json.loads(notices)),
        recipe,
    )


def digests_of(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, str]:
    """The digests of these rows' embedded texts, by row."""
    return dict(
        connection.execute(
            "SELECT row, digest FROM passages WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        )
    )


def rows_of(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, int]:
    """A row for each digest of an embedded text that the passages hold."""
    return dict(
        connection.execute(
            "SELECT digest, row FROM passages WHERE digest IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
    )


def insert(connection: sqlite3.Connection, packed: PackedReading, recipe: str) -> None:
    """Adds a document with its pages and passages, inside the open transaction."""
    document = packed.document
    key = connection.execute(
        "INSERT INTO documents (id, recipe, record, notices) VALUES (?, ?, ?, ?)",
        (
            document.id,
            packed.recipe or recipe,
            dump_document(document),
            json.dumps(packed.notices),
        ),
    ).lastrowid
    pages = {page.number: _insert_page(connection, key, page) for page in packed.pages}
    connection.executemany(
        "INSERT INTO passages (page, start, end, language, headings, digest)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (pages[p.page], p.start, p.end, p.language, json.dumps(p.headings), digest)
            for p, digest in zip(packed.passages, digests(packed.embedded_texts()), strict=True)
        ],
    )
    _insert_acronyms(connection, key, [passage.text for passage in packed.passages])


def rewrite(connection: sqlite3.Connection, document: Document) -> None:
    """Replaces the record of a document; its pages and passages stay."""
    connection.execute(
        "UPDATE documents SET record = ? WHERE id = ?", (dump_document(document), document.id)
    )


def delete(connection: sqlite3.Connection, document_id: str) -> None:
    """Deletes a document with its pages and passages, if it exists."""
    connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))


def counts(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """The numbers of documents, pages and passages."""
    found = connection.execute(
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM pages),"
        " (SELECT count(*) FROM passages)"
    ).fetchone()
    return int(found[0]), int(found[1]), int(found[2])


def _insert_page(connection: sqlite3.Connection, document: int | None, page: PackedPage) -> int:
    key = connection.execute(
        "INSERT INTO pages (document, number, label, text, headings, boxes, ocr)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (document, page.number, page.label, page.text, page.headings, page.boxes, page.ocr),
    ).lastrowid
    return int(key or 0)


def _insert_acronyms(
    connection: sqlite3.Connection, document: int | None, texts: Iterable[str]
) -> None:
    found = dict.fromkeys(one for text in texts for one in find_definitions(text))
    connection.executemany(
        "INSERT INTO acronyms (document, short, long) VALUES (?, ?, ?)",
        [(document, one.short, one.long) for one in found],
    )


def _texts(connection: sqlite3.Connection, pages: set[int]) -> dict[int, str]:
    """The texts of pages by key, each unpacked once."""
    found = connection.execute(
        "SELECT key, text FROM pages WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(pages)),),
    )
    return {key: unpack_text(text) for key, text in found}
