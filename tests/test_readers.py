"""Every format gives the same document: text, title, date, issuer, headings; and clear refusals."""

from __future__ import annotations

import ast
import datetime as dt
import hashlib
import os
import sys
import unicodedata
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from documents import (
    ENDINGS,
    ENGLISH,
    FRENCH,
    Sample,
    archive,
    drawn,
    html,
    pdf,
    word,
    write,
)

import rag.readers
from rag.errors import (
    DocumentEmpty,
    DocumentError,
    DocumentLocked,
    DocumentTooLarge,
    DocumentUnreadable,
    FormatUnknown,
)
from rag.messages import say
from rag.readers import ENDINGS as FORMAT_OF_ENDING
from rag.readers import FORMATS, PARSERS, find_files, format_of, read
from rag.records import Language, Reading

ODT = b"application/vnd.oasis.opendocument.text"
SAMPLES = {"fr": FRENCH, "en": ENGLISH}


@pytest.fixture(params=ENDINGS)
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["fr", "en"])
def sample(request: pytest.FixtureRequest) -> Sample:
    return SAMPLES[request.param]


@pytest.fixture
def reading(sample: Sample, ending: str, tmp_path: Path) -> Reading:
    return read(write(sample, ending, tmp_path), tmp_path)


def test_every_paragraph_is_one_line_of_the_text(reading: Reading, sample: Sample) -> None:
    lines = [line for page in reading.pages for line in page.text.split("\n")]
    for _, paragraphs, _ in sample.sections:
        for paragraph in paragraphs:
            assert paragraph in lines


def test_every_item_is_a_line_after_its_marker(reading: Reading, sample: Sample) -> None:
    lines = [line.lstrip("•- ") for page in reading.pages for line in page.text.split("\n")]
    for _, _, items in sample.sections:
        assert [line for line in lines if line in items] == list(items)


def test_title_date_issuer_and_language_are_found(reading: Reading, sample: Sample) -> None:
    document = reading.document
    day = dt.date(2023, 11, 15) if sample is FRENCH else dt.date(2024, 5, 2)
    assert (document.title, document.date, document.issuer) == (sample.title, day, sample.issuer)
    assert SAMPLES[document.language] is sample


def test_headings_name_the_sections_where_they_start(reading: Reading, sample: Sample) -> None:
    sections = [
        (page, heading)
        for page in reading.pages
        for heading in page.headings
        if heading.end is None  # no table's header
    ]
    titles = [heading.title for _, heading in sections]
    assert titles == [sample.title, *(heading for heading, _, _ in sample.sections)]
    assert [heading.level for _, heading in sections] == [1, 2, 2]
    for page, heading in sections:
        assert page.text.startswith(heading.title, heading.start)


def test_a_row_of_a_table_is_one_line(ending: str, tmp_path: Path) -> None:
    if ending == ".txt":
        pytest.skip("plain text has no tables")
    page = read(write(FRENCH, ending, tmp_path), tmp_path).pages[-1]
    row = next(line for line in page.text.split("\n") if "Rabat" in line)
    assert "Maroc" in row
    assert "340" in row
    assert "Bergen" not in row


def test_a_cell_is_cited_with_its_header(ending: str, tmp_path: Path) -> None:
    if ending in (".txt", ".pdf"):
        pytest.skip("neither marks which cells are headers")
    page = read(write(FRENCH, ending, tmp_path), tmp_path).pages[-1]
    assert "Maroc | Rabat | 340" in page.text.split("\n")
    [heads] = [heading for heading in page.headings if heading.end is not None]
    assert heads.title == "Pays | Ville | Agents formés"
    assert page.text[heads.start : heads.end].endswith("Maroc | Rabat | 340")


def test_the_text_is_regular(reading: Reading) -> None:
    for page in reading.pages:
        assert unicodedata.is_normalized("NFC", page.text)
        assert page.text == page.text.strip()
        assert all(c == "\n" or c == "\t" or unicodedata.category(c)[0] != "C" for c in page.text)


def test_nothing_of_the_page_around_the_text_is_read(tmp_path: Path) -> None:
    (page,) = read(write(FRENCH, ".html", tmp_path), tmp_path).pages
    for words in ("Menu principal", "secret", "Pied du site", "color"):
        assert words not in page.text


def test_the_document_is_known_by_its_bytes_and_its_place(ending: str, tmp_path: Path) -> None:
    folder = tmp_path / "année 2023" / "notes"
    folder.mkdir(parents=True)
    path = write(FRENCH, ending, folder)
    document = read(path, tmp_path).document
    assert document.id == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.path == f"année 2023/notes/sample{ending}"
    assert Path(document.root) / document.path == path.resolve()
    assert document.format == FORMAT_OF_ENDING[ending].name


def test_formats_with_pages_number_them(reading: Reading, ending: str) -> None:
    numbers = [page.number for page in reading.pages]
    paged = FORMAT_OF_ENDING[ending].has_pages
    assert numbers == (list(range(1, len(numbers) + 1)) if paged else [None])
    assert bool(reading.pages[0].boxes) == (ending == ".pdf")


@pytest.mark.parametrize(
    ("data", "ending", "kind"),
    [
        pytest.param(pdf(FRENCH), ".txt", "pdf", id="pdf-called-txt"),
        pytest.param(html(FRENCH), ".pdf", "html", id="html-called-pdf"),
        pytest.param(html(FRENCH), ".txt", "html", id="html-called-txt"),
        pytest.param(word(FRENCH), ".odt", "docx", id="docx-called-odt"),
        pytest.param(word(FRENCH), ".pdf", "docx", id="docx-called-pdf"),
        pytest.param(b"\xef\xbb\xbf" + html(FRENCH), ".md", "html", id="html-called-md"),
    ],
)
def test_a_wrong_ending_is_seen_through(
    data: bytes, ending: str, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / f"nom{ending}"
    path.write_bytes(data)
    document = read(path, tmp_path).document
    assert (document.format, document.title) == (kind, FRENCH.title)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        pytest.param("a.txt", b"", DocumentEmpty, id="empty"),
        pytest.param("a.md", b" \n\t\n", DocumentEmpty, id="blank"),
        pytest.param("a.pdf", b"%PDF-1.7\nnot a document", DocumentUnreadable, id="damaged-pdf"),
        pytest.param("a.pdf", b"Bonjour", DocumentUnreadable, id="no-pdf"),
        pytest.param("a.pdf", drawn(lambda c: c.rect(0, 0, 9, 9)), DocumentEmpty, id="scan"),
        pytest.param("a.docx", b"Bonjour", DocumentUnreadable, id="no-docx"),
        pytest.param("a.docx", word(FRENCH)[:-200], DocumentUnreadable, id="cut-docx"),
        pytest.param("a.docx", archive({"a": b"b"}), DocumentUnreadable, id="other-zip"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\x00", DocumentUnreadable, id="image"),
        pytest.param("a.txt", b"abc\x00\x01\x02def", DocumentUnreadable, id="bytes"),
        pytest.param("a.html", b"<html><body></body></html>", DocumentEmpty, id="empty-page"),
        pytest.param("a.abc", b"abc", FormatUnknown, id="unknown"),
        pytest.param("sans-fin", b"abc", FormatUnknown, id="no-ending"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    name: str, data: bytes, error: type[DocumentError], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error) as caught:
        read(tmp_path / name, tmp_path)
    for language in ("fr", "en"):
        assert caught.value.message("fr" if language == "fr" else "en").startswith(name)


def test_the_formats_share_no_name_and_no_ending() -> None:
    names = [each.name for each in FORMATS] + [each.label for each in FORMATS]
    endings = [ending for each in FORMATS for ending in each.endings]
    assert len(set(names)) == len(names)
    assert sorted(set(endings)) == sorted(endings) == sorted(FORMAT_OF_ENDING)
    assert set(ENDINGS) <= set(endings)


def test_a_format_recognises_its_own_bytes_and_no_others(ending: str, tmp_path: Path) -> None:
    data, own = write(FRENCH, ending, tmp_path).read_bytes(), FORMAT_OF_ENDING[ending]
    signed = [each for each in FORMATS if each.signature and each.signature(data, "a")]
    assert signed == ([] if own.signature is None else [own])
    assert own.is_text or own.signature is not None


def test_a_format_without_reader_has_no_pages_and_is_saved() -> None:
    known, other = format_of("pdf"), format_of("djvu")
    assert (known.has_pages, known.inline, known.label) == (True, True, "PDF")
    assert (other.has_pages, other.inline, other.label) == (False, False, "DJVU")
    assert other.media_type == "application/octet-stream"
    with pytest.raises(FormatUnknown):
        other.read(b"", "a.djvu")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_are_shown_every_format_that_is_read(language: Language) -> None:
    shown = say("page.upload_more", language)
    assert all(each.label in shown or each.name in shown for each in FORMATS if each.name != "text")
    readme = (Path(rag.readers.__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert all(each.label in readme or each.name in readme for each in FORMATS)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"GIF89a", "GIF"),
        (b"%!PS-Adobe", "PostScript"),
        (archive({"a": b"b"}), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), r"\.doc"),
    ],
)
def test_a_kind_that_is_not_read_is_named(data: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(DocumentUnreadable, match=kind):
        read(tmp_path / "a.txt", tmp_path)


def test_an_unknown_format_lists_those_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.abc").write_bytes(b"abc")
    with pytest.raises(FormatUnknown, match=r"\.pdf \.html \.htm \.xhtml \.docx \.odt .*\.md"):
        read(tmp_path / "a.abc", tmp_path)


def test_a_zip_bomb_is_never_inflated(tmp_path: Path) -> None:
    bomb = archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": bytes(500_000_000)}
    )
    (tmp_path / "a.odt").write_bytes(bomb)
    assert len(bomb) < 1_000_000
    with pytest.raises(DocumentTooLarge):
        read(tmp_path / "a.odt", tmp_path)


def test_an_encrypted_word_file_is_locked(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(DocumentLocked):
        read(tmp_path / "a.docx", tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("note.md", "---\ntitle: \"\"\n---\n# Réunion\n\nLe conseil se réunit."),
        ("note.txt", "Le conseil se réunit à Rabat le 3 mars, sous la présidence de M. Dupont, qui "
         "en avait fixé l’ordre du jour.\n\nIl adopte le budget."),
    ],
)  # fmt: skip
def test_a_document_that_has_no_title_goes_by_the_name_of_its_file(
    name: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read(tmp_path / name, tmp_path).document.title == "note"


def test_a_first_line_that_is_no_sentence_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Budget\n\nLe conseil adopte le budget.", encoding="utf-8")
    assert read(tmp_path / "note.txt", tmp_path).document.title == "Budget"


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "corpus"
    inside.mkdir()
    (tmp_path / "outside.txt").write_text("Un secret.")
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")
    with pytest.raises(DocumentUnreadable, match="leads out of the folder"):
        read(inside / "link.txt", inside)


def test_a_file_that_is_gone_is_reported_with_the_system_s_message(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="No such file"):
        read(tmp_path / "a.txt", tmp_path)


def test_files_are_found_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.md", ".hidden/3.txt", "b/.4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("texte")
    found = [(root, path.relative_to(root).as_posix()) for root, path in find_files([tmp_path])]
    assert found == [(tmp_path, name) for name in ("a.md", "b/1.txt", "b/2.txt")]


def test_the_root_of_a_single_file_is_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    assert list(find_files([path])) == [(tmp_path, path)]


def test_folders_that_are_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("texte")
    os.symlink(tmp_path / "elsewhere", tmp_path / "corpus" / "link")
    assert list(find_files([tmp_path / "corpus"])) == []


# Imported by readers, but no text depends on them: numpy calculates with the numbers that pdfium
# gives, Pillow and mammoth draw pages for the screen.
_NO_PARSERS = {"mammoth", "numpy", "pillow"}


def test_the_readers_name_all_that_they_parse_with_and_nothing_else() -> None:
    known, wanted = packages_distributions(), set(PARSERS) | _NO_PARSERS
    found: set[str] = set()
    for file in Path(rag.readers.__file__).parent.rglob("*.py"):
        for module in _imported(file) - sys.stdlib_module_names - {"rag"}:
            names = {name.lower() for name in known[module]}  # some packages share a module
            found |= names & wanted or names
    assert found == wanted


def _imported(file: Path) -> set[str]:
    """The first names of the modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
