"""Hostile and damaged documents, each indexed or reported in one clear line; nothing escapes.

All of them stand in one folder, beside a sound document, and go the whole way of an indexing.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import ENGLISH, FRENCH, archive, html, odt_file, pdf, word
from pypdf import PdfReader, PdfWriter
from test_readers_pdf import objects

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import (
    DocumentEmpty,
    DocumentError,
    DocumentTooLarge,
    DocumentTooSlow,
    DocumentUnreadable,
)
from rag.ingest import ReadingLimits, ingest
from rag.ingest.process import ReaderProcess
from rag.records import IngestReport
from rag.store import PackedReading, Store

ROOT = Path(__file__).parent.parent
SECRET = "Le secret du voisin est gardé hors du dossier."
ODT = b"application/vnd.oasis.opendocument.text"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)  # 2 GB of laughter if it is expanded


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """An archive with an entry replaced or added."""
    source, stored = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target:
        for known in source.namelist():
            if known != name:
                target.writestr(known, source.read(known))
        target.writestr(name, content)
    return stored.getvalue()


def locked(data: bytes) -> bytes:
    writer, stored = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(stored)
    return stored.getvalue()


def inflating(size: int) -> bytes:
    """A PDF of some thousandth of the size of the blanks that its page is made of."""
    packer = zlib.compressobj(9)
    blanks = b" " * 10_000_000
    stream = b"".join(packer.compress(blanks) for _ in range(size // len(blanks)))
    stream += packer.flush()
    return objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
            b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        ]
    )


def long_pdf(pages: int) -> bytes:
    """A PDF of so many pages, a line on each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(pages))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(1, pages + 1):
        text = b"BT /F 12 Tf 20 50 Td (Article %d of the register is in force.) Tj ET" % number
        bodies += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (len(bodies) + 2),
            b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        ]
    return objects(bodies)


def drawn_page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    """A small PDF of one page with a line of text and this content; ``more`` are objects from 6."""
    packed = zlib.compress(content + b"BT /F 12 Tf 20 50 Td (Article 12 is in force.) Tj ET", 9)
    return objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>%b>>>>" % resources,
            b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def blended(shapes: int) -> bytes:
    """Shapes over one another, for each of which pdfium draws all those before it again."""
    return drawn_page(
        b"BT /F 12 Tf 20 90 Td (Covered.) Tj ET /G gs " + b"0 0 600 800 re f " * shapes,
        b"/ExtGState<</G<</ca .5/BM/Multiply>>>>",
    )


def nested_forms(depth: int, each: int) -> bytes:
    """Forms of ``each`` forms, and so on: ``each ** depth`` shapes in all."""
    bodies = []
    for at in range(depth):
        inner = b"/N Do " * each if at < depth - 1 else b"0 0 9 9 re f " * each
        named = b"/Resources<</XObject<</N %d 0 R>>>>" % (7 + at) if at < depth - 1 else b""
        bodies.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]%b/Length %d>>stream\n%b\nendstream"
            % (named, len(inner), inner)
        )
    return drawn_page(b"/N Do ", b"/XObject<</N 6 0 R>>", *bodies)


SLOW: dict[str, tuple[bytes, type[DocumentError] | None]] = {
    "blended": (blended(400), DocumentTooSlow),
    # 20 s if the whole page is drawn, 0.3 s if only the part with its text is.
    "less blended": (blended(50), DocumentEmpty),
    "shapes": (drawn_page(b"0 0 1 1 re f " * 201_000), DocumentUnreadable),
    "forms": (nested_forms(6, 10), DocumentUnreadable),
    "unseen": (
        drawn_page(b"1 1 1 rg BT /F 12 Tf 20 90 Td " + b"(Unseen) Tj " * 9_000 + b"ET 0 g "),
        None,
    ),
}


COVERED = b"1 1 1 rg BT /F 12 Tf 20 90 Td (Covered.) Tj ET 0 g "


def form(content: bytes, named: bytes = b"") -> bytes:
    """A form with a group of its own, whose resources are ``named``."""
    return (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency/I true>>"
        b"/Resources<<%b>>/Length %d>>stream\n%b\nendstream" % (named, len(content), content)
    )


def many_pages(count: int) -> bytes:
    """Pages that all have the same slow content."""
    shapes = zlib.compress(COVERED + b"/G gs " + b"0 0 600 800 re f " * 50, 9)
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(count))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font"
        b"<</F 4 0 R>>/ExtGState<</G<</ca .5/BM/Multiply>>>>>>>>"
    )
    return objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
            b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(shapes), shapes),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *[page] * count,
        ]
    )


def soft_masks(depth: int) -> bytes:
    """Groups whose masks are groups with masks, and so on."""
    bodies = []
    for at in range(depth):
        inner = b"/N gs " if at < depth - 1 else b""
        after = b"/ExtGState<</N<</SMask<</S/Luminosity/G %d 0 R>>>>>>" % (7 + at)
        bodies.append(form(inner + b"0 0 600 800 re f " * 20, after if inner else b""))
    named = b"/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
    return drawn_page(COVERED + b"/G gs " + b"0 0 600 800 re f " * 20, named, *bodies)


def huge_image(side: int) -> bytes:
    """An image of so many pixels a side, one bit each, that packs to little, over a text."""
    packed = zlib.compress(bytes(side * side // 8), 9)
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 1/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
    ) % (side, side, len(packed), packed)
    return drawn_page(COVERED + b"600 0 0 800 0 0 cm /I Do ", b"/XObject<</I 6 0 R>>", image)


def with_cmap(ranges: int) -> bytes:
    """A font whose map of characters names all of them again and again."""
    cmap = b"begincmap " + b"1 beginbfrange <0000><FFFF><0000> endbfrange " * ranges + b"endcmap"
    packed = zlib.compress(cmap, 9)
    return drawn_page(
        b"BT /C 12 Tf 20 90 Td (Mapped.) Tj ET ",
        b"/Font<</F 5 0 R/C 6 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
    )


def drawn_glyphs(shapes: int, words: int) -> bytes:
    """Text in a font whose letters are drawn by so many shapes each."""
    glyph = zlib.compress(b"500 0 0 0 600 800 d1 " + b"0 0 600 800 re f " * shapes, 9)
    return drawn_page(
        COVERED + b"BT /T 12 Tf 20 300 Td " + b"(aaaaaaaaaaaaaaaaaaaa) Tj " * words + b"ET ",
        b"/Font<</F 5 0 R/T 6 0 R>>",
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 600 800]/FontMatrix[.001 0 0 .001 0 0]"
        b"/CharProcs<</a 7 0 R>>/Encoding<</Type/Encoding/Differences[97/a]>>"
        b"/FirstChar 97/LastChar 97/Widths[500]>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(glyph), glyph),
    )


def pages_of_themselves() -> bytes:
    """A tree of pages that has itself as its branches, and a million pages, as it says."""
    tree = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"
    return objects([b"<</Type/Catalog/Pages 2 0 R>>", tree])


# Further files of a few kB whose shapes take long, one for each way to draw.
DRAWN = {
    "dashes": drawn_page(
        COVERED + b"[.0001] 0 d 1 w " + b"0 0 m 600 800 l S " * 200,
    ),
    "curves": drawn_page(COVERED + b"9 w 0 0 m " + b"600 800 -600 -800 600 0 c " * 20_000 + b"S "),
    "clips": drawn_page(COVERED + b"q 0 0 600 800 re W n " * 20_000 + b"0 0 600 800 re f "),
    "soft masks": soft_masks(12),
    "a huge image": huge_image(20_000),
    "a shading": drawn_page(
        COVERED + b"/S sh " * 5_000,
        b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Function<<"
        b"/FunctionType 2/Domain[0 1]/N 1>>>>>>",
    ),
    "a form of itself": drawn_page(
        COVERED + b"/N Do ", b"/XObject<</N 6 0 R>>", form(b"/N Do " * 9, b"/XObject<</N 6 0 R>>")
    ),
    "a map of characters": with_cmap(20_000),
    "glyphs of shapes": drawn_glyphs(2_000, 200),
    "pages of themselves": pages_of_themselves(),
    "many pages of shapes": many_pages(300),
}


def external(root: str, secret: Path) -> bytes:
    doctype = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    return f"{doctype}<{root}>&x;</{root}>".encode()


HOSTILE: dict[str, Callable[[Path], bytes]] = {
    "zip-bomb.odt": lambda _: archive({"mimetype": ODT, "content.xml": bytes(450_000_000)}),
    "zip-bomb.docx": lambda _: with_entry(word(FRENCH), "word/document.xml", bytes(300_000_000)),
    "inflating.pdf": lambda _: inflating(400_000_000),
    "laughs.docx": lambda _: with_entry(
        word(FRENCH), "word/document.xml", f"<!DOCTYPE d [{LAUGHS}]><d>&l9;</d>".encode()
    ),
    "laughs.odt": lambda _: archive(
        {"mimetype": ODT, "content.xml": f"<!DOCTYPE d [{LAUGHS}]><d>&l9;</d>".encode()}
    ),
    "laughs.html": lambda _: f"<!DOCTYPE html [{LAUGHS}]><html><p>Rire &l9; bien.</p>".encode(),
    "outside.docx": lambda secret: with_entry(
        word(FRENCH), "word/document.xml", external("d", secret)
    ),
    "outside.odt": lambda secret: archive({"mimetype": ODT, "content.xml": external("d", secret)}),
    "outside.html": lambda secret: external("html", secret),
    "traversal.docx": lambda _: with_entry(word(ENGLISH), "../../../escaped.txt", b"out"),
    "traversal.odt": lambda _: with_entry(
        odt_file("<text:p>Le conseil a voté le règlement.</text:p>"), "/tmp/escaped.txt", b"out"
    ),
    "locked.pdf": lambda _: locked(pdf(FRENCH)),
    "wrong.pdf": lambda _: html(ENGLISH),
    "invisible.txt": lambda _: (
        "La cotisa\u200btion an\u00adnuelle \u202eest\u202c de \u2067douze\u2069 euros.\ufeff"
    ).encode(),
    "deep.html": lambda _: b"<div>" * 100_000 + b"<p>Au fond.</p>",
    "style.html": lambda _: b"<style>" + b"a " * 200_000 + b"</style><p>Le conseil a vot\xe9.</p>",
    "media.html": lambda _: b"<style>" + b"@a " * 100_000 + b"</style><p>Le conseil vote.</p>",
    "comment.html": lambda _: b"<style>" + b"/*" * 200_000 + b"</style><p>Il vote demain.</p>",
    "cut.pdf": lambda _: pdf(FRENCH)[:-900],
    "sound.txt": lambda _: b"The reading room opens at nine o'clock.",
}
INDEXED = {
    *("traversal.docx", "traversal.odt", "wrong.pdf", "invisible.txt", "sound.txt"),
    *("style.html", "media.html", "comment.html"),
}
REFUSED = {
    *("zip-bomb.odt", "zip-bomb.docx", "laughs.docx", "laughs.odt", "outside.odt"),
    *("locked.pdf", "link.txt"),
}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def report(outside: Path) -> IngestReport:
    """All hostile documents, indexed at once."""
    secret, docs = outside / "secret.txt", outside / "corpus" / "docs"
    secret.write_text(SECRET, encoding="utf-8")
    docs.mkdir(parents=True)
    for name, made in HOSTILE.items():
        (docs / name).write_bytes(made(secret))
    (docs / "link.txt").symlink_to(secret)
    (docs / "linked").symlink_to(outside)
    return ingest([docs], outside / "index", HashingEncoder(), limits=ReadingLimits(seconds=30))


def test_each_is_indexed_or_reported_in_one_line_and_none_is_lost(report: IngestReport) -> None:
    failed = {failure.path for failure in report.failures}
    assert {*report.added, *failed} == {*HOSTILE, "link.txt"}
    assert set(report.added) >= INDEXED
    assert failed >= REFUSED
    for failure in report.failures:
        for line in failure.messages.values():
            assert line.startswith(failure.path)
            assert "\n" not in line
            assert len(line) < 400
            assert "crash" not in line.lower()


def test_nothing_outside_the_folder_is_read_or_written(report: IngestReport, outside: Path) -> None:
    assert {path.name for path in outside.iterdir()} == {"secret.txt", "corpus", "index"}
    assert not list(outside.rglob("escaped.txt"))
    with Store.open(outside / "index") as store:
        for passage in store.passages(sorted(store.rows())):
            assert "secret" not in passage.text


def test_what_shows_nothing_is_not_in_the_quote(report: IngestReport, outside: Path) -> None:
    library = Rag(Store.open(outside / "index"), HashingEncoder(), Settings(threshold=0.0))
    answer = library.ask("De combien est la cotisation annuelle ?")
    quote = next(c.quote for c in answer.citations if c.path == "invisible.txt")
    assert quote == "La cotisation annuelle est de douze euros."


@pytest.mark.parametrize("memory", [200 << 20, 2 << 30], ids=["200 MiB", "2 GiB"])
def test_a_small_file_that_inflates_is_reported_within_its_memory(
    tmp_path: Path, memory: int
) -> None:
    path = tmp_path / "inflating.pdf"
    path.write_bytes(inflating(400_000_000))
    assert path.stat().st_size < 500_000
    reader = ReaderProcess(ReadingLimits(memory=memory, seconds=60))
    answer = reader.read(tmp_path, path)
    reader.close()
    assert isinstance(answer, DocumentError)


@pytest.mark.parametrize("name", SLOW)
def test_a_small_file_made_to_be_slow_is_one_line_in_seconds(tmp_path: Path, name: str) -> None:
    data, error = SLOW[name]
    (tmp_path / "slow.pdf").write_bytes(data)
    assert len(data) < 6_000
    start, reader = time.monotonic(), ReaderProcess(ReadingLimits(seconds=3))
    answer = reader.read(tmp_path, tmp_path / "slow.pdf")
    reader.close()
    assert isinstance(answer, error or PackedReading)
    assert time.monotonic() - start < 20  # four times the processor time, and a start under load


@pytest.mark.parametrize("name", DRAWN)
def test_whatever_a_small_file_draws_it_is_read_or_one_line_in_seconds(
    tmp_path: Path, name: str
) -> None:
    """Eight seconds of a processor, of which a busy machine may make four times as many."""
    (tmp_path / "slow.pdf").write_bytes(DRAWN[name])
    assert len(DRAWN[name]) < 70_000
    start, reader = time.monotonic(), ReaderProcess(ReadingLimits())
    answer = reader.read(tmp_path, tmp_path / "slow.pdf")
    reader.close()
    assert isinstance(answer, DocumentError | PackedReading)
    if isinstance(answer, DocumentError):
        assert "\n" not in str(answer)
    assert time.monotonic() - start < 50


def test_a_small_file_gets_less_time_than_a_large_one() -> None:
    limits = ReadingLimits()
    assert limits.seconds_for(1_000) == 8
    assert limits.seconds_for(1_000_000) == 38
    assert limits.seconds_for(100_000_000) == limits.seconds


def test_the_others_are_indexed_meanwhile(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(12):
        (docs / f"{number}.txt").write_text(f"Article {number} of the register is in force.")
    (docs / "0.pdf").write_bytes(blended(400))
    report = ingest([docs], tmp_path / "index", HashingEncoder(), limits=ReadingLimits(seconds=2))
    assert len(report.added) == 12
    assert [failure.path for failure in report.failures] == ["0.pdf"]


def test_two_small_files_of_shapes_take_seconds_of_a_processor_and_the_others_are_indexed(
    tmp_path: Path,
) -> None:
    """With the limits as they are shipped: processor time, which does not depend on the load."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(5):
        (docs / f"{number}.txt").write_text(f"Article {number} of the register is in force.")
    for shapes, size in ((50, 700), (20_000, 1_900)):
        (docs / f"{shapes}.pdf").write_bytes(blended(shapes))
        assert len(blended(shapes)) < size
    before = seconds_of_children()
    report = ingest([docs], tmp_path / "index", HashingEncoder())
    assert seconds_of_children() - before < 2 * 10
    assert report.added == tuple(f"{number}.txt" for number in range(5))
    assert sorted(failure.path for failure in report.failures) == ["20000.pdf", "50.pdf"]
    assert all("\n" not in line for each in report.failures for line in each.messages.values())


def seconds_of_children() -> float:
    """The processor time of the processes that this one has started and seen end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_thousands_of_pages_are_read_or_are_too_many(tmp_path: Path) -> None:
    """2,000 of them; 10,000 take 30 s of a processor (bench/RELIABILITY.md)."""
    path = tmp_path / "long.pdf"
    path.write_bytes(long_pdf(2_000))
    answers = []
    for limits in (ReadingLimits(output=100 << 10), ReadingLimits()):
        reader = ReaderProcess(limits)
        answers.append(reader.read(tmp_path, path))
        reader.close()
    refused, answer = answers
    assert isinstance(refused, DocumentTooLarge)
    assert isinstance(answer, PackedReading)
    assert (len(answer.pages), answer.passages[-1].page) == (2_000, 2_000)


@pytest.mark.parametrize(
    ("fuzzer", "count", "said"),
    [("bench.fuzz", "30", "wrong: 0"), ("bench.fuzz_web", "15", "'sites': 15")],
)
def test_mutated_files_and_sites_are_read_or_reported_in_one_line(
    fuzzer: str, count: str, said: str
) -> None:
    """The fast form of each fuzzer, over every format."""
    done = subprocess.run(
        [sys.executable, "-m", fuzzer, "--count", count, "--seed", "5"],
        capture_output=True,
        text=True,
        timeout=600,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout
