"""OpenDocument texts, written part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from packing import archive
from source import Block, Source, runs

_TYPE = "application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in (
        ("office", f"{_OASIS}office:1.0"),
        ("text", f"{_OASIS}text:1.0"),
        ("table", f"{_OASIS}table:1.0"),
        ("style", f"{_OASIS}style:1.0"),
        ("meta", f"{_OASIS}meta:1.0"),
        ("fo", f"{_OASIS}xsl-fo-compatible:1.0"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
# Of each style of paragraphs: its name, the properties of its paragraphs and of its letters.
_STYLES = (
    ("Standard", 'fo:margin-bottom="0.25cm"', 'fo:font-size="11pt"'),
    ("Title", 'fo:margin-bottom="0.4cm"', 'fo:font-size="20pt" fo:color="#1f2d4a"'),
    (
        "Heading_20_1",
        'fo:margin-top="0.5cm" fo:keep-with-next="always"',
        'fo:font-size="14pt" fo:font-weight="bold" fo:color="#1f2d4a"',
    ),
    (
        "Heading_20_2",
        'fo:margin-top="0.4cm" fo:keep-with-next="always"',
        'fo:font-size="12pt" fo:font-weight="bold" fo:color="#1f2d4a"',
    ),
)


def write(source: Source) -> bytes:
    """A document with a title, headings, lists, tables and a header on each page."""
    parts = (("content", _content(source)), ("styles", _styles(source)), ("meta", _meta(source)))
    entries = [(f"{name}.xml", part.encode()) for name, part in parts]
    manifest = ("META-INF/manifest.xml", _MANIFEST.encode())
    # The type comes first and is not compressed, for programs that look at the first bytes.
    return archive([("mimetype", _TYPE.encode()), *entries, manifest], stored="mimetype")


def _part(name: str, inside: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    version = 'office:version="1.3"'
    return f"{head}<office:{name} {_SPACES} {version}>\n{inside}\n</office:{name}>\n"


def _meta(source: Source) -> str:
    day = f"{source.date.isoformat()}T09:00:00"
    return _part(
        "document-meta",
        f"<office:meta><dc:title>{escape(source.title)}</dc:title>"
        f"<meta:initial-creator>{escape(source.issuer)}</meta:initial-creator>"
        f"<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date>"
        f"<dc:language>{source.language}</dc:language></office:meta>",
    )


def _styles(source: Source) -> str:
    country = {"fr": "FR", "en": "GB"}[source.language]
    tongue = f'fo:language="{source.language}" fo:country="{country}"'
    styles = "\n".join(
        f'<style:style style:name="{name}" style:family="paragraph">'
        f"<style:paragraph-properties {place}/>"
        f'<style:text-properties fo:font-family="Georgia, serif" {tongue} {letters}/></style:style>'
        for name, place, letters in _STYLES
    )
    header = f'<text:p text:style-name="Standard">{escape(source.issuer)}</text:p>'
    return _part(
        "document-styles",
        f"<office:styles>\n{styles}\n</office:styles>\n"
        '<office:automatic-styles><style:page-layout style:name="A4">'
        '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin="2.5cm"/></style:page-layout></office:automatic-styles>\n'
        '<office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="A4"><style:header>{header}</style:header>'
        "</style:master-page></office:master-styles>",
    )


def _content(source: Source) -> str:
    body = "\n".join(
        [
            f'<text:p text:style-name="Title">{escape(source.title)}</text:p>',
            f'<text:p text:style-name="Standard">{escape(source.dateline)}</text:p>',
            *_elements(source.blocks),
        ]
    )
    return _part(
        "document-content",
        "<office:automatic-styles>"
        '<style:style style:name="bold" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="italic" style:family="text">'
        '<style:text-properties fo:font-style="italic"/></style:style>'
        f"{_listed('bullets', _BULLET)}{_listed('numbers', _NUMBER)}"
        "</office:automatic-styles>\n"
        f"<office:body><office:text>\n{body}\n</office:text></office:body>",
    )


_BULLET = '<text:list-level-style-bullet text:level="1" text:bullet-char="•">'
_NUMBER = '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">'


def _listed(name: str, level: str) -> str:
    """A style of lists, its marks before the text and not over it."""
    closing = level.split(" ", 1)[0].replace("<", "</")
    return (
        f'<text:list-style style:name="{name}">{level}'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="space" '
        'fo:text-indent="-0.5cm" fo:margin-left="1cm"/>'
        f"</style:list-level-properties>{closing}></text:list-style>"
    )


def _elements(blocks: Iterable[Block]) -> Iterator[str]:
    for style, group in groupby(blocks, _list):
        if style:
            items = "".join(f"<text:list-item>{_paragraph(b.text)}</text:list-item>" for b in group)
            yield f'<text:list text:style-name="{style}">{items}</text:list>'
        else:
            yield from map(_element, group)


def _list(block: Block) -> str:
    """The style of the list that a block is part of, empty for none."""
    return "" if block.kind != "item" else "bullets" if block.marker == "-" else "numbers"


def _element(block: Block) -> str:
    if block.kind == "heading":
        style = f"Heading_20_{block.level}"
        level = f'text:outline-level="{block.level}"'
        return f'<text:h text:style-name="{style}" {level}>{_inline(block.text)}</text:h>'
    if block.kind == "table":
        columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
        head, *rest = map(_row, block.rows)
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
        return f"<table:table>{columns}{head}{''.join(rest)}</table:table>"
    return _paragraph(block.text)


def _row(row: Iterable[str]) -> str:
    cells = (f"<table:table-cell>{_paragraph(cell)}</table:table-cell>" for cell in row)
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _paragraph(text: str) -> str:
    return f'<text:p text:style-name="Standard">{_inline(text)}</text:p>'


def _inline(text: str) -> str:
    return "".join(
        f'<text:span text:style-name="{style}">{escape(piece)}</text:span>'
        if style
        else escape(piece)
        for piece, style in runs(text)
    )
