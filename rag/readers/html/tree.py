"""HTML parsed into a tree: the only file that knows lxml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def parse(text: str) -> Any:
    """The root element of an HTML document; ``None`` where it holds no element at all."""
    from lxml import html
    from lxml.etree import ParserError

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except ParserError:
        return None


class Steps:
    """The elements under a root one by one, each as ("start", element) and ("end", element).

    Nothing recurses, however deep the tree is. ``skip`` passes over what is inside the
    element that has just started; its end still comes.
    """

    def __init__(self, root: Any) -> None:
        from lxml.etree import iterwalk

        self._walk: Any = iterwalk(root, events=("start", "end"))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._walk)

    def skip(self) -> None:
        """Passes over the children of the element at hand."""
        self._walk.skip_subtree()
