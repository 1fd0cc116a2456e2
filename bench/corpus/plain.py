"""Sources as HTML, Markdown and plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from bench.corpus.source import CorpusBlock, CorpusSource, plain, runs, spaced

WIDTH = 78
_MENU = {
    "fr": ("Accueil", "Communiqués", "Contact", "Page d’exemple"),
    "en": ("Home", "Press releases", "Contact", "Sample page"),
}
_LOOK = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}"
    "h1,h2{font-family:Helvetica,Arial,sans-serif;color:#1d4e6b;line-height:1.25}"
    "nav a{margin-right:1rem}footer{margin-top:3rem;color:#555;font-size:.9rem}"
)


def html(source: CorpusSource) -> bytes:
    """A page as a press office puts it online: fields, a menu, the text, a footer."""
    home, press, contact, sample = _MENU[source.language]
    links = "".join(f'<a href="#">{name}</a>' for name in (home, press, contact))
    text = "\n".join(_html_text(source))
    return f"""<!doctype html>
<html lang="{source.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(source.title)}</title>
<meta name="date" content="{source.date}">
<meta name="publisher" content="{escape(source.issuer)}">
<style>{_LOOK}</style>
</head>
<body>
<nav>{links}</nav>
<main>
<article>
{text}
</article>
</main>
<footer>{escape(source.issuer)} · {sample}</footer>
</body>
</html>
""".encode()


def _html_text(source: CorpusSource) -> Iterator[str]:
    """The title, the day and the blocks."""
    first, *rest = html_blocks(source.blocks)
    yield first
    yield f'<p><time datetime="{source.date}">{escape(source.dateline)}</time></p>'
    yield from rest


def html_blocks(blocks: Sequence[CorpusBlock]) -> Iterator[str]:
    """Blocks as HTML, items of one list together."""
    for kind, group in groupby(blocks, _kind):
        if kind in ("ul", "ol"):
            items = "".join(f"<li>{_html_line(block.text)}</li>\n" for block in group)
            yield f"<{kind}>\n{items}</{kind}>"
            continue
        for block in group:
            name = f"h{block.level}" if block.kind == "heading" else "p"
            yield (
                _html_table(block)
                if block.kind == "table"
                else f"<{name}>{_html_line(block.text)}</{name}>"
            )


def _html_table(block: CorpusBlock) -> str:
    head, *rows = (
        [f"<{name}>{_html_line(cell)}</{name}>" for cell in row]
        for name, row in zip(["th", *["td"] * len(block.rows)], block.rows, strict=False)
    )
    lines = "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows)
    return f"<table>\n<tr>{''.join(head)}</tr>\n{lines}</table>"


def _kind(block: CorpusBlock) -> str:
    if block.kind != "item":
        return block.kind
    return "ul" if block.marker == "-" else "ol"


def _html_line(text: str) -> str:
    tags = {"": "{}", "bold": "<strong>{}</strong>", "italic": "<em>{}</em>"}
    return "".join(tags[style].format(escape(piece, quote=False)) for piece, style in runs(text))


def markdown(source: CorpusSource) -> bytes:
    """Fields at the head, then the text as it was written, its lines left whole."""
    head = f"---\ntitle: {source.title}\ndate: {source.date}\nissuer: {source.issuer}\n---\n\n"
    first, *rest = _paragraphs(source.blocks, _markdown_block)
    return (head + "\n\n".join([first, source.dateline, *rest]) + "\n").encode()


def _markdown_block(block: CorpusBlock) -> str:
    if block.kind == "heading":
        return f"{'#' * block.level} {block.text}"
    if block.kind == "table":
        rows = [block.rows[0], ("---",) * len(block.rows[0]), *block.rows[1:]]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{block.marker} {block.text}" if block.kind == "item" else block.text


def text(source: CorpusSource) -> bytes:
    """Plain text as sent by mail: lines of 78 characters, headings underlined."""
    first, *rest = text_blocks(source.blocks)
    return "\n\n".join([first, source.dateline, issued_by(source), *rest]).encode() + b"\n"


def issued_by(source: CorpusSource) -> str:
    """The line that says who publishes a document."""
    issued = {"fr": "Publié par : ", "en": "Issued by: "}[source.language] + source.issuer
    return spaced(issued, source.language)


def text_blocks(blocks: Sequence[CorpusBlock]) -> Iterator[str]:
    """Blocks as plain text, items of one list together."""
    return _paragraphs(blocks, _text_block)


def _text_block(block: CorpusBlock) -> str:
    if block.kind == "heading":
        heading = plain(block.text)
        return f"{heading}\n{'=-'[block.level > 1] * min(len(heading), WIDTH)}"
    lead = f"{block.marker} " if block.kind == "item" else ""
    return _wrapped(lead + plain(block.text), " " * len(lead))


def _wrapped(paragraph: str, indent: str) -> str:
    """Lines broken at ordinary blanks only: ``textwrap`` breaks at no-break ones too."""
    kept = paragraph.replace("\u00a0", "\ue000")
    lines = textwrap.fill(
        kept, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines.replace("\ue000", "\u00a0")


def _paragraphs(blocks: Sequence[CorpusBlock], write: object) -> Iterator[str]:
    """The blocks written, items of one list on lines that follow each other."""
    assert callable(write)
    for is_item, group in groupby(blocks, lambda block: block.kind == "item"):
        written = [write(block) for block in group]
        yield from ["\n".join(written)] if is_item else written
