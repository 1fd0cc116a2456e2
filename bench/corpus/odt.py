"""Sources as ODT 1.2, written part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from bench.corpus.packing import packed
from bench.corpus.source import CorpusBlock, CorpusSource, runs

SEA = "#1d4e6b"
_KEPT = ' fo:margin-top="0.5cm" fo:keep-with-next="always"'
_MIME = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    [
        *(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
            for name, full in {
                "office": "office",
                "text": "text",
                "table": "table",
                "style": "style",
                "meta": "meta",
                "fo": "xsl-fo-compatible",
            }.items()
        ),
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)


def build(source: CorpusSource) -> bytes:
    """The source as ODT 1.2."""
    body = "".join(
        [
            paragraph(source.title, "Title"),
            paragraph(source.dateline, "Subtitle"),
            *odt_blocks(source.blocks[1:]),
        ]
    )
    content = (
        XML + f'<office:document-content {_NAMES} office:version="1.2"><office:automatic-styles>'
        f"{_LISTS}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    parts = {
        "mimetype": _MIME,
        "content.xml": content,
        "styles.xml": _styles(source),
        "meta.xml": meta(source),
        "META-INF/manifest.xml": _MANIFEST,
    }
    return packed([(name, text.encode()) for name, text in parts.items()], first="mimetype")


XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    XML + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta")
    )
    + "</manifest:manifest>"
)
_INDENT = (
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" '
    'fo:text-indent="-0.6cm" fo:margin-left="0.9cm"/></style:list-level-properties>'
)
_LISTS = (
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" '
    f'text:bullet-char="•">{_INDENT}</text:list-level-style-bullet></text:list-style>'
    '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" '
    f'style:num-format="1" style:num-suffix=".">{_INDENT}</text:list-level-style-number>'
    "</text:list-style>"
    '<style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="I" style:family="text">'
    '<style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.1cm" fo:border-bottom="0.5pt solid #9db8c6"/></style:style>'
)


def odt_names() -> str:
    """The declarations of the namespaces of all kinds of OpenDocument files."""
    kinds = {"draw": "drawing", "presentation": "presentation", "svg": "svg-compatible"}
    more = (
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for name, full in kinds.items()
    )
    return " ".join((_NAMES, *more))


def odt_blocks(blocks: Iterable[CorpusBlock]) -> Iterator[str]:
    """Blocks as the XML of a text, items of one list together."""
    for (kind, numbered), group in groupby(
        blocks, lambda block: (block.kind, block.kind == "item" and block.marker != "-")
    ):
        if kind == "item":
            items = "".join(
                f"<text:list-item>{paragraph(block.text)}</text:list-item>" for block in group
            )
            style = "Numbers" if numbered else "Bullets"
            yield f'<text:list text:style-name="{style}">{items}</text:list>'
        else:
            yield from (_odt_block(block) for block in group)


def _odt_block(block: CorpusBlock) -> str:
    if block.kind == "heading":
        level = block.level - 1
        return (
            f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
            f"{escape(block.text)}</text:h>"
        )
    if block.kind == "table":
        head, *rows = (
            "<table:table-row>" + "".join(map(_cell, row)) + "</table:table-row>"
            for row in block.rows
        )
        columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
        return (
            f"<table:table>{columns}<table:table-header-rows>{head}</table:table-header-rows>"
            f"{''.join(rows)}</table:table>"
        )
    return paragraph(block.text)


def _cell(text: str) -> str:
    kind = 'table:style-name="Cell" office:value-type="string"'
    return f"<table:table-cell {kind}>{paragraph(text, 'Table')}</table:table-cell>"


def paragraph(text: str, style: str = "Standard") -> str:
    """A paragraph of XML, with what is bold or italic in it."""
    spans = {"": "{}", "bold": _span("B"), "italic": _span("I")}
    inner = "".join(spans[kind].format(escape(piece)) for piece, kind in runs(text))
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _span(style: str) -> str:
    return f'<text:span text:style-name="{style}">{{}}</text:span>'


def meta(source: CorpusSource) -> str:
    """The part ``meta.xml`` of an OpenDocument file."""
    stamp = source.stamp.isoformat()
    return (
        XML + f'<office:document-meta {_NAMES} office:version="1.2"><office:meta>'
        f"<dc:title>{escape(source.title)}</dc:title><dc:language>{source.language}</dc:language>"
        f"<meta:initial-creator>{escape(source.issuer)}</meta:initial-creator>"
        f"<meta:creation-date>{stamp}</meta:creation-date><dc:date>{stamp}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _styles(source: CorpusSource) -> str:
    faces = (
        ("Standard", "Liberation Serif", "11pt", "", "0.25cm"),
        ("Table", "Liberation Serif", "10pt", "", "0cm"),
        ("Title", "Liberation Sans", "21pt", "bold", "0.2cm"),
        ("Subtitle", "Liberation Serif", "11pt", "", "0.6cm"),
        ("Heading_20_1", "Liberation Sans", "14pt", "bold", "0.2cm"),
        ("Heading_20_2", "Liberation Sans", "11.5pt", "bold", "0.2cm"),
    )
    country = {"fr": "FR", "en": "GB"}[source.language]
    styles = "".join(
        f'<style:style style:name="{name}" style:display-name="{name.replace("_20_", " ")}" '
        f'style:family="paragraph"><style:paragraph-properties fo:margin-bottom="{after}"'
        f'{_KEPT if weight else ""}/><style:text-properties fo:font-family="{font}" '
        f'fo:font-size="{size}" fo:language="{source.language}" fo:country="{country}"'
        + (f' fo:font-weight="{weight}" fo:color="{SEA}"' if weight else "")
        + "/></style:style>"
        for name, font, size, weight, after in faces
    )
    page = (
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2.5cm"/></style:page-layout>'
    )
    return (
        XML + f'<office:document-styles {_NAMES} office:version="1.2">'
        f"<office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{page}</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="A4"/>'
        "</office:master-styles></office:document-styles>"
    )
