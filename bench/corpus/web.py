"""HTML, Markdown and plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from source import Block, Source, plain, runs

_WIDTH = 88  # columns of a plain text
_TAGS = {"bold": "strong", "italic": "em"}
_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif}"
    "header,footer{color:#555;font-size:.9rem}table{border-collapse:collapse}"
    "th,td{border-bottom:1px solid #ccc;padding:.3rem .8rem;text-align:left}"
)


def html(source: Source) -> bytes:
    """A page with its fields in ``<meta>`` elements, its navigation and its footer apart."""
    title, issuer = escape(source.title), escape(source.issuer)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{source.language}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
        f'<meta name="dcterms.date" content="{source.date.isoformat()}">',
        f'<meta name="dcterms.publisher" content="{issuer}">',
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<header><p>{issuer}</p></header>",
        "<main><article>",
        f"<h1>{title}</h1>",
        f"<p>{escape(source.dateline)}</p>",
        *_elements(source.blocks),
        "</article></main>",
        f"<footer><p>{issuer}</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _elements(blocks: Iterable[Block]) -> Iterator[str]:
    for listed, group in groupby(blocks, _list):
        if listed:
            yield f"<{listed}>"
            yield from (f"<li>{_inline(block.text)}</li>" for block in group)
            yield f"</{listed}>"
        else:
            yield from map(_element, group)


def _list(block: Block) -> str:
    """The element of the list that a block is part of, empty for none."""
    return "" if block.kind != "item" else "ul" if block.marker == "-" else "ol"


def _element(block: Block) -> str:
    if block.kind == "heading":
        return f"<h{block.level + 1}>{_inline(block.text)}</h{block.level + 1}>"
    if block.kind == "table":
        cells = ("th", *["td"] * (len(block.rows) - 1))
        rows = (_row(row, tag) for row, tag in zip(block.rows, cells, strict=True))
        return "<table>\n" + "\n".join(rows) + "\n</table>"
    return f"<p>{_inline(block.text)}</p>"


def _row(row: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in row) + "</tr>"


def _inline(text: str) -> str:
    return "".join(
        f"<{_TAGS[style]}>{escape(piece)}</{_TAGS[style]}>" if style else escape(piece)
        for piece, style in runs(text)
    )


def markdown(source: Source) -> bytes:
    """CommonMark with its fields at the head."""
    fields = ("title", "date", "issuer")
    head = ["---", *(f"{name}: {source.fields[name]}" for name in fields), "---", ""]
    body = [f"# {source.title}", "", source.dateline, ""]
    for block, after in zip(source.blocks, [*source.blocks[1:], None], strict=True):
        body += _marked(block)
        if not (block.kind == "item" and after and after.kind == "item"):
            body.append("")
    return "\n".join([*head, *body]).encode()


def _marked(block: Block) -> list[str]:
    if block.kind == "heading":
        return ["#" * (block.level + 1) + f" {block.text}"]
    if block.kind == "item":
        return [f"{block.marker} {block.text}"]
    if block.kind == "table":
        rows = ["| " + " | ".join(row) + " |" for row in block.rows]
        return [rows[0], "|" + " --- |" * len(block.rows[0]), *rows[1:]]
    return [block.text]


def text(source: Source) -> bytes:
    """Plain text in lines of a fixed width, headings underlined."""
    parts = [_ruled(source.title, "="), source.dateline]
    parts += [_told(block) for block in source.blocks]
    return ("\n\n".join(parts) + "\n").encode()


def _told(block: Block) -> str:
    words = plain(block.text)
    if block.kind == "heading":
        return _ruled(words, "-")
    if block.kind == "item":
        return _wrapped(f"{block.marker} {words}", indent=len(block.marker) + 1)
    return _wrapped(words)


def _ruled(words: str, mark: str) -> str:
    return f"{words}\n{mark * len(words)}"


def _wrapped(words: str, indent: int = 0) -> str:
    # A no-break space holds its two words on one line, which textwrap knows of itself.
    return textwrap.fill(
        words,
        _WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
