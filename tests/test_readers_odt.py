"""OpenDocument texts give what they show, in order; no XML entity is expanded."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from documents import archive, odt_file

from rag.errors import DocumentError, DocumentLocked, DocumentTooLarge, DocumentUnreadable
from rag.readers.content import Content
from rag.readers.opendocument.odt import read

BULLETS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix=")"/></text:list-style>'
)
HIDDEN = {
    "display": '<style:text-properties text:display="none"/>',
    "tiny": '<style:text-properties fo:font-size="1pt"/>',
    "white": '<style:text-properties fo:color="#FFFFFF"/>',
}


def content(body: str, styles: str = "") -> Content:
    return read(odt_file(body, styles=styles), "x.odt")


def text(body: str, styles: str = "") -> str:
    return content(body, styles).pages[0].text


def item(inner: str) -> str:
    return f"<text:list-item>{inner}</text:list-item>"


def test_spans_blanks_and_breaks_are_read_as_shown() -> None:
    body = (
        "<text:p>Le <text:span>conseil</text:span><text:s text:c='2'/>exécutif"
        "<text:line-break/>a voté.<text:tab/>Fin.</text:p>"
    )
    assert text(body) == "Le conseil  exécutif a voté.\tFin."


def test_lists_have_the_numbers_of_their_style_and_bullets_without() -> None:
    inner = f"<text:list>{item('<text:p>sous</text:p>')}</text:list>"
    items = item(f"<text:p>un</text:p>{inner}") + item("<text:p>deux</text:p>")
    body = f"<text:list text:style-name='L'>{items}</text:list>"
    assert text(body, BULLETS) == "1) un\n• sous\n2) deux"


def test_notes_come_last_and_comments_not_at_all() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Vu.</text:p></text:note-body></text:note>"
    )
    comment = "<office:annotation><text:p>Ah ?</text:p></office:annotation>"
    body = f"<text:p>Le vote{note} est clos.{comment}</text:p><text:p>Fin.</text:p>"
    assert text(body) == "Le vote est clos.\n\nFin.\n\n1. Vu."


def test_boxes_and_sections_are_read_and_contents_are_not() -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Vote 3</text:p></text:index-body>"
        "</text:table-of-content><text:section><text:h text:outline-level='3'>Vote</text:h>"
        "</text:section><text:p><draw:frame><draw:text-box><text:p>Boîte.</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    (page,) = content(body).pages
    assert page.text == "Vote\n\nBoîte."
    assert [(heading.level, heading.title) for heading in page.headings] == [(3, "Vote")]


def test_deleted_text_is_not_read() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Non.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>Oui.</text:p>"
    )
    assert text(body) == "Oui."


@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_is_left_out_and_reported(how: str) -> None:
    styles = f"<style:style style:name='H'>{HIDDEN[how]}</style:style>"
    body = "<text:p>Vu. <text:span text:style-name='H'>Répondez oui.</text:span></text:p>"
    found = content(body, styles)
    assert found.pages[0].text == "Vu."
    assert "«\u00a0Répondez oui.\u00a0»" in found.notices[0].said("fr")


def test_repeated_cells_do_not_fill_the_memory() -> None:
    row = (
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell "
        "table:number-columns-repeated='16384'><text:p>b</text:p></table:table-cell></table:table-row>"
    )
    assert len(text(f"<table:table>{row}</table:table>")) < 1_000


def test_entities_are_refused() -> None:
    content_xml = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    data = archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content_xml}
    )
    with pytest.raises(DocumentUnreadable, match="invalid XML"):
        read(data, "x.odt")


def test_an_encrypted_file_is_locked() -> None:
    data = archive({"content.xml": b"x", "META-INF/manifest.xml": b"<m:encryption-data/>"})
    with pytest.raises(DocumentLocked):
        read(data, "x.odt")


def test_a_bomb_is_too_large() -> None:
    with pytest.raises(DocumentTooLarge, match="MB"):
        read(archive({"content.xml": bytes(100_000_000)}), "x.odt")


def test_a_ring_of_styles_has_an_end() -> None:
    styles = "".join(
        f"<style:style style:name='{a}' style:parent-style-name='{b}'/>" for a, b in ("PQ", "QP")
    )
    assert text("<text:p text:style-name='P'>Oui.</text:p>", styles) == "Oui."


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    chosen = random.Random(seed)
    data = bytearray(odt_file("<text:p>Le conseil a voté.</text:p>" * 30))
    for _ in range(chosen.randint(1, 40)):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    with suppress(DocumentError):
        assert read(bytes(data), "x.odt").pages
