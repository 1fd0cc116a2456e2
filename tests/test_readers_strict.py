"""Office files saved as Strict Open XML are read as the usual ones."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from documents import ENGLISH, FRENCH, Sample, write

from rag.readers import format_of, read
from rag.readers.sheets.xlsx import rows_of
from rag.readers.strict_ooxml import transitional

USUAL = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
PARTS = ("officeDocument", "wordprocessingml", "spreadsheetml", "presentationml", "drawingml")


def strict(data: bytes) -> bytes:
    """An Office file with the names of the Strict form."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                text = content.decode("utf-8")
                for part in PARTS:
                    text = text.replace(f"{USUAL}{part}/2006/", f"{STRICT}{part}/")
                text = text.replace("extended-properties", "extendedProperties")
                content = text.encode()
            target.writestr(entry.filename, content)
    return out.getvalue()


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pptx"])
@pytest.mark.parametrize("sample", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_a_strict_file_is_read_as_the_usual_one(
    sample: Sample, ending: str, tmp_path: Path
) -> None:
    usual = write(sample, ending, tmp_path)
    path = tmp_path / f"strict{ending}"
    path.write_bytes(strict(usual.read_bytes()))
    assert STRICT.encode() in ZipFile(path).read("_rels/.rels")
    found, expected = read(path, tmp_path), read(usual, tmp_path)
    assert found.pages == expected.pages
    fields = (found.document.title, found.document.issuer, found.document.date)
    assert fields == (sample.title, expected.document.issuer, expected.document.date)


def test_the_rows_of_a_strict_workbook_are_those_of_the_usual_one(tmp_path: Path) -> None:
    usual = write(FRENCH, ".xlsx", tmp_path).read_bytes()
    assert rows_of(usual, "a.xlsx")
    assert rows_of(strict(usual), "a.xlsx") == rows_of(usual, "a.xlsx")


def test_a_usual_file_stays_as_it_is(tmp_path: Path) -> None:
    data = write(FRENCH, ".docx", tmp_path).read_bytes()
    assert transitional(data, "a.docx") is data


def test_a_strict_word_file_is_shown_in_the_viewer(tmp_path: Path) -> None:
    data = strict(write(FRENCH, ".docx", tmp_path).read_bytes())
    render = format_of("docx").render_html
    assert render is not None
    assert FRENCH.title in render(data)
