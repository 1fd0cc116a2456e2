"""EPUB, RTF, XML and JSON lines give their text in order, with headings, within limits."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from documents import FRENCH, archive
from office_documents import akoma_ntoso, epub, epub_file, rtf

from rag.errors import DocumentError, DocumentLocked, DocumentUnreadable
from rag.readers import epub as epub_reader
from rag.readers import json_lines, xml_tree
from rag.readers import rtf as rtf_reader
from rag.readers.content import Content


def lines(content: Content) -> list[str]:
    return [line for line in content.pages[0].text.split("\n") if line]


def test_each_chapter_of_a_book_is_a_numbered_page() -> None:
    content = epub_reader.read(epub_file(["<h1>Un</h1><p>Ici.</p>", "", "<p>Là.</p>"]), "a.epub")
    assert [(page.number, page.text) for page in content.pages] == [
        (1, "Un\n\nIci."), (2, ""), (3, "Là."),
    ]  # fmt: skip


def test_a_book_with_rights_is_locked_but_not_for_its_fonts() -> None:
    import io
    import zipfile

    def protected(algorithm: str) -> bytes:
        source = zipfile.ZipFile(io.BytesIO(epub_file(["<p>Ici.</p>"])))
        entries = {name: source.read(name) for name in source.namelist()}
        rights = f'<e:EncryptionMethod Algorithm="{algorithm}"/>'.encode()
        return archive(entries | {"META-INF/encryption.xml": rights})

    with pytest.raises(DocumentLocked):
        epub_reader.read(protected("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), "a.epub")
    fonts = protected("http://www.idpf.org/2008/embedding")
    assert epub_reader.read(fonts, "a.epub").pages[0].text == "Ici."


def test_rtf_has_its_letters_headings_and_fields() -> None:
    content = rtf_reader.read(
        rb"{\rtf1\ansi\ansicpg1252{\info{\title R\'e8glement}{\*\company La ville}}"
        rb"\pard\outlinelevel1 Les co\'fbts\par\pard Le tarif est de 12\u8239?\u8364?.\par}",
        "a.rtf",
    )
    assert (content.title, content.issuer) == ("Règlement", "La ville")
    assert lines(content) == ["Les coûts", "Le tarif est de 12\u202f€."]
    assert [(head.level, head.title) for head in content.pages[0].headings] == [(2, "Les coûts")]


def test_pictures_in_rtf_are_no_text() -> None:
    data = rb"{\rtf1 Avant.\par{\pict\pngblip 89504e470d0a}Apr\'e8s.\par}"
    assert lines(rtf_reader.read(data, "a.rtf")) == ["Avant.", "Après."]


LAW = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act>
<meta><identification/></meta><preface><p><docTitle>Loi sur les archives</docTitle></p></preface>
<body><chapter><num>Chapitre I</num><heading>Principes</heading>
<article><num>Article 1</num><paragraph><num>1.</num><content><p>Les <b>archives</b> sont
publiques.</p></content></paragraph><list><intro><p>Sont exclus :</p></intro><point><num>a)</num>
<content><p>les brouillons ;</p></content></point></list></article></chapter></body></act>
</akomaNtoso>"""


def test_a_law_has_its_chapters_articles_and_points() -> None:
    content = xml_tree.read(LAW.encode(), "a.xml")
    assert lines(content) == [
        "Loi sur les archives", "Chapitre I Principes", "Article 1",
        "1. Les archives sont publiques.", "Sont exclus :", "a) les brouillons ;",
    ]  # fmt: skip
    assert [(head.level, head.title) for head in content.pages[0].headings] == [
        (1, "Loi sur les archives"), (2, "Chapitre I Principes"), (3, "Article 1"),
    ]  # fmt: skip


def test_other_xml_is_read_in_order() -> None:
    data = "<doc><titre>Avis</titre><texte><p>Le port <i>ferme</i> à midi.</p></texte></doc>"
    content = xml_tree.read(data.encode(), "a.xml")
    assert (content.title, lines(content)) == ("Avis", ["Avis", "Le port ferme à midi."])


def test_entities_are_refused() -> None:
    data = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>'
    with pytest.raises(DocumentUnreadable, match="invalid XML"):
        xml_tree.read(data, "a.xml")


def test_deep_xml_is_read_without_end_of_the_stack() -> None:
    data = b"<a>" * 5_000 + b"Au fond." + b"</a>" * 5_000
    with suppress(DocumentUnreadable):
        assert lines(xml_tree.read(data, "a.xml")) == ["Au fond."]


def test_each_record_of_json_lines_is_a_paragraph_of_its_fields() -> None:
    data = (
        '{"ville": "Rabat", "adresse": {"rue": "Rue Ali", "no": 3}, "tags": ["a", null]}\n\n"Fin."'
    )
    content = json_lines.read(data.encode(), "a.jsonl")
    assert content.pages[0].text == (
        "ville: Rabat\nadresse.rue: Rue Ali\nadresse.no: 3\ntags: a\n\nFin."
    )


def test_a_line_that_is_not_json_is_named() -> None:
    with pytest.raises(DocumentUnreadable, match="line 2 is not JSON"):
        json_lines.read(b'{"a": 1}\n{"b"', "a.jsonl")


def test_many_records_are_cut_and_the_notice_says_where() -> None:
    content = json_lines.read(b'{"a": "texte"}\n' * 20_001, "a.jsonl")
    assert content.pages[0].text.count("a: texte") == 20_000
    assert "20,000" in content.notices[0].said("en")


READERS: list[tuple[Callable[[bytes, str], Content], bytes]] = [
    (epub_reader.read, epub(FRENCH)),
    (rtf_reader.read, rtf(FRENCH)),
    (xml_tree.read, akoma_ntoso(FRENCH)),
    (json_lines.read, b'{"a": {"b": [1, "texte"]}}\n' * 20),
]


@pytest.mark.parametrize("seed", range(25))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    for read, intact in READERS:
        chosen, data = random.Random(seed), bytearray(intact)
        for _ in range(chosen.randint(1, 40)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        with suppress(DocumentError):
            assert read(bytes(data), "x").pages
