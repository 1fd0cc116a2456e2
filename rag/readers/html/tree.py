"""HTML parsed into a tree: the only file that imports lxml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def parse(text: str) -> Any:
    """The root element of an HTML document; ``None`` if it has no elements."""
    from lxml import html
    from lxml.etree import ParserError

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except ParserError:
        return None


def write(root: Any) -> str:
    """An element as HTML, without the text after it."""
    from lxml import etree

    return str(etree.tostring(root, encoding="unicode", method="html", with_tail=False))


class Steps:
    """The elements under a root in order, each as ("start", element) and ("end", element).

    Nothing recurses, however deep the tree is. ``skip`` leaves out the content of the element
    that has just started; its "end" still follows.
    """

    def __init__(self, root: Any) -> None:
        from lxml.etree import iterwalk

        self._walk: Any = iterwalk(root, events=("start", "end"))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._walk)

    def skip(self) -> None:
        """Skips the children of the current element."""
        self._walk.skip_subtree()
