"""Documents without pages as they look: their own headings, lists, tables and images, sanitised."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from rag.readers import format_of
from rag.readers.containers import file_bytes
from rag.records import Document, Span
from rag.web.html.markup import Html
from rag.web.viewer.marks import marked_html

_LONGEST = 12_000_000  # characters of HTML: more would stop a browser
_TAGS = frozenset(
    """a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong
    sub summary sup table tbody td tfoot th thead time tr u ul var wbr""".split()
) - {"mark"}  # marks are ours alone
_DROPPED = frozenset("script style iframe object embed svg math template noscript title".split())
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "col": {"span"},
    "colgroup": {"span"},
    "*": {"lang", "dir"},
}
_ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)

_EMPTY_IMAGE = re.compile(r"<img(?![^>]* src=)[^>]*>")  # its address was removed
_NAMELESS_IMAGE = re.compile(r"<img(?![^>]* alt=)")


def look(document: Document, file: Path, quote: Sequence[Span]) -> tuple[Html, bool] | None:
    """A document as sanitised HTML with a quote marked, and whether the quote was found.

    ``None`` if its format is not shown so, or the document is too long. Raises DocumentError.
    """
    render = format_of(document.format).render_html
    shown = render and _sanitised(file, document.id, render)
    return marked_html(shown, [piece.text for piece in quote]) if shown else None


@lru_cache(maxsize=4)
def _sanitised(file: Path, _: str, render: Callable[[bytes], str]) -> str:
    """The HTML of a file, whose digest is in the key; "" if it is too long."""
    markup = render(file_bytes(file))
    return sanitise(markup) if len(markup) <= _LONGEST else ""


def sanitise(markup: str) -> str:
    """HTML that cannot run, load or imitate anything: no scripts, styles, forms, ids or classes.

    Links to other sites stay, and open in a window of their own; images only if the document
    contains them.
    """
    import nh3

    cleaned = nh3.clean(
        markup,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto", "data"},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer",
    )
    return _NAMELESS_IMAGE.sub('<img alt=""', _EMPTY_IMAGE.sub("", cleaned))


def _filtered(element: str, name: str, value: str) -> str | None:
    """An attribute, ``None`` to remove it: addresses of another kind than their element needs."""
    allowed = {("a", "href"): _ADDRESS, ("img", "src"): _IMAGE}.get((element, name))
    return value if allowed is None or allowed.match(value) else None
