"""Doubles the input of everything that takes text, and fails where time grows faster than it.

    python -m bench.growth --seconds 4 --only read

Inputs are of one kind each: digits, brackets, quotes, spaces, accents, one word, and so on. Each
is doubled until a call takes ``--seconds`` or the input is as long as the interface allows. A step
that takes more than 0.1 s and more than 2.3 times as long as the one before, measured three times,
is printed and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the documents are made by the builders of the tests

import docx
from documents import FRENCH, DrawnColumn, columns, drawn, odt_file, text
from office_documents import (
    epub_file,
    mail_file,
    odf_file,
    odp_frame,
    outlook_mail,
    workbook_of,
)
from pptx import Presentation
from reportlab.lib.pagesizes import A4

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import RagError
from rag.export import FORMATS, dossier_of_answer
from rag.ingest import ingest
from rag.passages import split
from rag.readers import read
from rag.store import Store
from rag.web.document_filters import LibraryFilter, filter_documents

FLOOR, RATIO, TRIES = 0.1, 2.3, 3  # seconds of a step that counts, its growth, measurements
SHORTEST = 500  # characters of the first input
UNITS = {
    "digits": "1", "digits apart": "1 ", "dates": "1/1/1 ", "points": "1.", "brackets": "(",
    "nested": "[{(", "angles": "<", "quotes": "« ", "straight quotes": '"', "apostrophes": "l'",
    "spaces": " ", "tabs": "a\t", "lines": "a\n", "empty lines": "\n\n", "accents": "e\u0301",
    "one accent": "\u0301", "one word": "conseil ", "one long word": "conseil", "hyphens": "a-",
    "dots": "...", "capitals": "A. ", "stars": "*", "backticks": "`", "pipes": "|a", "hashes": "# ",
    "amounts": "12 000 euros et ", "questions": "Pourquoi ? ", "entities": "&lt;",
    "zero width": "\u200b", "list": "- a\n", "sentences": "Le conseil a voté le budget de 2023. ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """What takes a text: its name, its call, and the longest text it may get."""

    name: str
    call: Callable[[str], object]
    longest: int


def operations(folder: Path) -> list[Operation]:
    """Everything that takes text, over a small library in a folder."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "a.txt").write_bytes(text(FRENCH))
    ingest([docs], folder / "index", HashingEncoder())
    settings = Settings(question_limit=4_000, check_limit=20_000)
    library = Rag(Store.open(folder / "index"), HashingEncoder(), settings)
    return [
        Operation("ask", library.ask, 4_000),
        Operation("check", library.check, 20_000),
        Operation("search", library.search, 4_000),
        Operation("filter", lambda words: _filtered(library, words), 1_000_000),
        Operation("verify", lambda quote: _verified(library, quote), 10_000),
        *_exports(library),
        *(_reading(ending, write, folder) for ending, write in _WRITERS.items()),
    ]


def _filtered(library: Rag, words: str) -> object:
    documents = [replace(library.documents()[0], title=str(n)) for n in range(2_000)]
    return filter_documents(documents, LibraryFilter().with_words(words))


def _verified(library: Rag, quote: str) -> object:
    document = library.documents()[0].id
    return library.verify(f"verbatim:{document}:0:0-40", quote)


def _exports(library: Rag) -> Iterable[Operation]:
    found = library.ask("Qui a créé le centre d'études ?")
    for name, output in FORMATS.items():

        def export(given: str, write: Callable[..., bytes] = output.write) -> object:
            answer = replace(found, question=given)
            return write(dossier_of_answer(answer, library, dt.date(2024, 1, 1)))

        yield Operation(f"export {name}", export, 2_000)


def _docx(given: str) -> bytes:
    document, stored = docx.Document(), io.BytesIO()
    for line in _printable(given).split("\n"):
        document.add_paragraph(line)
    document.save(stored)
    return stored.getvalue()


def _odt(given: str) -> bytes:
    lines = (f"<text:p>{escape(line)}</text:p>" for line in _printable(given).split("\n"))
    return odt_file("".join(lines))


def _pdf(given: str) -> bytes:
    plain = given.encode("latin-1", "replace").decode("latin-1")
    lines = [
        each[at : at + 90] for each in plain.split("\n") for at in range(0, len(each) or 1, 90)
    ]
    pages = [lines[at : at + 60] for at in range(0, len(lines), 60)]

    def draw(canvas: object) -> None:
        for page in pages:
            columns(canvas, [DrawnColumn(page, 40, 40, 9)])
            canvas.showPage()  # type: ignore[attr-defined]

    return drawn(draw, size=A4)


def _printable(given: str) -> str:
    return "".join(c for c in given if c in "\t\n" or c >= " ")


def _markup(given: str) -> str:
    """A paragraph of HTML and of what is like it for each line."""
    return "".join(f"<p>{escape(line)}</p>" for line in _printable(given).split("\n"))


def _slides(given: str) -> bytes:
    deck, stored = Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Growth"
    slide.shapes.add_textbox(0, 0, 10_000, 10_000).text_frame.text = _printable(given)
    deck.save(stored)
    return stored.getvalue()


def _rows(given: str) -> list[list[str]]:
    """Three cells a line, none longer than a cell of a sheet may be."""
    cells = [
        line[at : at + 30_000]
        for line in _printable(given).split("\n")
        for at in range(0, len(line) or 1, 30_000)
    ]
    # Text that begins so would be a formula.
    cells = [f" {cell}" if cell.startswith("=") else cell for cell in cells]
    return [cells[at : at + 3] for at in range(0, len(cells), 3)]


def _rtf(given: str) -> bytes:
    plain = "".join(
        c if "\x1f" < c < "\x7f" and c not in "\\{}" else f"\\u{ord(c)}?" for c in given
    )
    return b"{\\rtf1\\ansi " + plain.encode("ascii") + b"\\par}"


def _as_odf(given: str) -> str:
    return _markup(given).replace("p>", "text:p>")


def _as_table(given: str) -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{_as_odf(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in _rows(given)
    )
    return f"<table:table table:name='Growth'>{rows}</table:table>"


def _act(given: str) -> bytes:
    section = f"<section><heading>Growth</heading><content>{_markup(given)}</content></section>"
    return (
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act><body>"
        f"{section}</body></act></akomaNtoso>"
    ).encode()


_WRITERS: dict[str, Callable[[str], bytes]] = {
    ".txt": str.encode,
    ".md": str.encode,
    ".html": lambda given: b"<html><body><p>" + given.encode() + b"</p></body></html>",
    ".docx": _docx,
    ".odt": _odt,
    ".pdf": _pdf,
    ".rtf": _rtf,
    ".epub": lambda given: epub_file([_markup(given)], title="Growth"),
    ".eml": lambda given: mail_file("Growth", "Service", _markup(given)),
    ".msg": lambda given: outlook_mail("Growth", "Service", _markup(given)),
    ".pptx": _slides,
    ".odp": lambda given: odf_file(
        "presentation", f"<draw:page>{odp_frame(_as_odf(given))}</draw:page>"
    ),
    ".xlsx": lambda given: workbook_of(_rows(given)),
    ".ods": lambda given: odf_file("spreadsheet", _as_table(given)),
    ".csv": str.encode,
    ".tsv": str.encode,
    ".xml": _act,
    ".jsonl": lambda given: json.dumps({"text": given}).encode(),
}


def _reading(ending: str, write: Callable[[str], bytes], folder: Path) -> Operation:
    path = folder / f"read{ending}"
    written: list[str] = []

    def call(given: str) -> object:
        if written != [given]:  # the file is not made again for each measurement
            path.write_bytes(write(given))
            written[:] = [given]
        return split(read(path, folder))

    return Operation(f"read {ending}", call, 1_000_000)


def measure(operation: Operation, given: str, tries: int = TRIES) -> float:
    """The seconds of processor time of a call, the least of some."""
    best = float("inf")
    for _ in range(tries):
        gc.collect()
        gc.disable()  # a collection of millions of objects would count as growth
        start = time.process_time()
        with suppress(RagError):
            operation.call(given)
        best = min(best, time.process_time() - start)
        gc.enable()
    return best


def grown(operation: Operation, unit: str, seconds: float) -> str:
    """The step of an operation that grows too fast, "" if none does."""
    length, before = SHORTEST, 0.0
    while length <= operation.longest:
        given = unit * (length // len(unit))
        if operation.name.startswith("read"):
            with suppress(RagError):
                operation.call(given)  # writes the file
        now = measure(operation, given, 1)
        if before > FLOOR / RATIO and now > FLOOR and now > RATIO * before:
            now, half = measure(operation, given), measure(operation, given[: len(given) // 2])
            if now > RATIO * half:
                return f"{length:,} characters: {now:.2f} s, half of them: {half:.2f} s"
        if now > seconds:
            break
        length, before = 2 * length, now
    return ""


def main() -> int:
    """Measures all; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="of the longest call")
    parser.add_argument("--only", nargs="*", default=[""], help="operations whose names start so")
    chosen = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for operation in operations(Path(folder)):
            if not operation.name.startswith(tuple(chosen.only)):
                continue
            start = time.monotonic()
            found = {name: grown(operation, unit, chosen.seconds) for name, unit in UNITS.items()}
            bad = {name: step for name, step in found.items() if step}
            failed += len(bad)
            print(f"{operation.name}: {len(found)} inputs, {len(bad)} grow too fast, "
                  f"{time.monotonic() - start:.0f} s", flush=True)  # fmt: skip
            for name, step in bad.items():
                print(f"  {name}: {step}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
