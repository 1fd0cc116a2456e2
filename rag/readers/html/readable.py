"""The part of an HTML page that is read, as HTML again, for people to look at."""

from __future__ import annotations

from typing import Any

from rag.readers.html.tree import parse, write
from rag.readers.html.visible import UNREAD, Visibility, is_menu, is_note_mark, main_element


def readable_html(text: str) -> str:
    """The main text of an HTML document without scripts, menus and hidden parts; "" if empty.

    It is not sanitised: attributes, addresses and unknown elements stay.
    """
    root = parse(text)
    if root is None:
        return ""
    main, visibility = main_element(root), Visibility(root)
    for element in [each for each in main.iterdescendants() if _is_left_out(each, visibility)]:
        element.drop_tree()  # keeps the text after the element
    return write(main)


def _is_left_out(element: Any, visibility: Visibility) -> bool:
    if element.tag in UNREAD or visibility.hides(element):
        return True
    return is_menu(element) or is_note_mark(element)
