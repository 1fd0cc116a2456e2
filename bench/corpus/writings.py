"""Sources as a book (EPUB), a text of a word processor (RTF), a law (XML) and records (JSONL)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from bench.corpus.odt import XML
from bench.corpus.packing import packed
from bench.corpus.plain import html_blocks
from bench.corpus.source import CorpusBlock, CorpusSource, plain, sections

_ARTICLE = re.compile(r"(Article \d+)\. (.+)")


def epub(source: CorpusSource) -> bytes:
    """A title page, then a chapter for each section, as an EPUB 3."""
    opening = [each for each in source.blocks[: _first(source)] if each.kind != "heading"]
    first = [f"<h1>{escape(source.title)}</h1><p>{escape(source.dateline)}</p>"]
    chapters = ["\n".join([*first, *html_blocks(opening)])]
    for heading, blocks in sections(source.blocks):
        chapters.append("\n".join([f"<h2>{escape(heading)}</h2>", *html_blocks(blocks)]))
    files = {f"text/{n}.xhtml": _xhtml(source, body) for n, body in enumerate(chapters)}
    links = "".join(f'<li><a href="{name}">{n}</a></li>' for n, name in enumerate(files, 1))
    contents = f'<nav epub:type="toc"><ol>{links}</ol></nav>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/book.opf": _package(source, list(files)),
        "OEBPS/contents.xhtml": _xhtml(source, contents),
        **{f"OEBPS/{name}": text for name, text in files.items()},
    }
    return packed([(name, text.encode()) for name, text in parts.items()], first="mimetype")


_CONTAINER = (
    f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def _first(source: CorpusSource) -> int:
    """The place of the first section."""
    places = (at for at, each in enumerate(source.blocks) if each.level == 2)
    return next(places, len(source.blocks))


def _xhtml(source: CorpusSource, body: str) -> str:
    return (
        f'{XML}<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{source.language}">'
        f"<head><title>{escape(source.title)}</title></head><body>{body}</body></html>"
    )


def _package(source: CorpusSource, files: list[str]) -> str:
    kind = 'media-type="application/xhtml+xml"'
    items = "".join(f'<item id="c{n}" href="{name}" {kind}/>' for n, name in enumerate(files))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(files)))
    return (
        f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:verbatim-sample:{source.name}</dc:identifier>'
        f"<dc:title>{escape(source.title)}</dc:title><dc:language>{source.language}</dc:language>"
        f"<dc:publisher>{escape(source.issuer)}</dc:publisher><dc:date>{source.date}</dc:date>"
        f'<meta property="dcterms:modified">{source.stamp.isoformat()}Z</meta></metadata>'
        f'<manifest>{items}<item id="nav" href="contents.xhtml" {kind} properties="nav"/>'
        f"</manifest><spine>{spine}</spine></package>"
    )


def rtf(source: CorpusSource) -> bytes:
    """Headings with their outline level, items with a bullet, a table."""
    lines = [
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Liberation Serif;}}",
        rf"{{\info{{\title {_rtf(source.title)}}}{{\author {_rtf(source.issuer)}}}}}",
        rf"\pard\outlinelevel0\b\fs40 {_rtf(source.title)}\b0\fs22\par",
        rf"\pard {_rtf(source.dateline)}\par",
        *(line for block in source.blocks[1:] for line in _rtf_block(block)),
    ]
    return ("\n".join(lines) + "}").encode("ascii")


def _rtf_block(block: CorpusBlock) -> Iterator[str]:
    text = _rtf(plain(block.text))
    if block.kind == "heading":
        yield rf"\pard\outlinelevel{block.level - 1}\b\fs28 {text}\b0\fs22\par"
    elif block.kind == "item":
        yield rf"\pard\fi-360\li360 {{\listtext\'b7\tab}}{text}\par"
    elif block.kind == "table":
        for row in block.rows:
            cells = "".join(rf"\pard\intbl {_rtf(cell)}\cell " for cell in row)
            edges = "".join(rf"\cellx{3000 * at}" for at in range(1, len(row) + 1))
            yield rf"\trowd{edges} {cells}\row"
    else:
        yield rf"\pard {text}\par"


def _rtf(text: str) -> str:
    return "".join(each if ord(each) < 128 else rf"\u{ord(each)}?" for each in text)


def law(source: CorpusSource) -> bytes:
    """An act in Akoma Ntoso 3.0, an article for each section."""
    articles = "".join(_article(heading, blocks) for heading, blocks in sections(source.blocks))
    identity = "".join(
        f'<{level}><FRBRthis value="/{source.name}"/><FRBRuri value="/{source.name}"/>'
        f'<FRBRdate date="{source.date}" name="adoption"/><FRBRauthor href="#assembly"/></{level}>'
        for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation")
    )
    return (
        f'{XML}<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
        f'<act name="law"><meta><identification source="#assembly">{identity}</identification>'
        '<references source="#assembly"><TLCOrganization eId="assembly" href="/assembly" '
        f'showAs="{escape(source.issuer)}"/></references></meta><preface>'
        f"<p><docTitle>{escape(source.title)}</docTitle></p><p>{escape(source.dateline)}</p>"
        f"</preface><body>{articles}</body></act></akomaNtoso>\n"
    ).encode()


def _article(heading: str, blocks: list[CorpusBlock]) -> str:
    named = _ARTICLE.fullmatch(heading.replace("\u00a0", " "))
    assert named is not None
    words = "".join(f"<p>{escape(plain(each.text))}</p>" for each in blocks)
    key = named[1].split()[-1]
    return (
        f'<article eId="art_{key}"><num>{named[1]}</num><heading>{escape(named[2])}</heading>'
        f'<paragraph eId="art_{key}__para_1"><content>{words}</content></paragraph></article>'
    )


def records(source: CorpusSource) -> bytes:
    """A record for each row of the table, a line each."""
    (table,) = (each for each in source.blocks if each.kind == "table")
    names, *rows = table.rows
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in rows]
    return ("\n".join(lines) + "\n").encode()
