"""Versions of one document: which documents of a library replace which."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from rag.language.any_language import any_word
from rag.language.editions import DATED_KINDS, EDITION_WORDS
from rag.language.words import fold, words
from rag.records import Document, Language, Successor

_DATED_KINDS, _EDITION_WORDS = any_word(DATED_KINDS), any_word(EDITION_WORDS)
_LEAST_WORDS = 2
_STAMP = re.compile(r"\d+")
Key = tuple[str, str, Language]


def successors(documents: Iterable[Document]) -> dict[str, Successor]:
    """The newest version of each document that has a newer one, by the id of the older.

    Two documents of one language are versions of one text where their titles are the same but
    for numbers and words of edition, or their paths but for numbers, and their dates differ.
    Reports, minutes, press releases and the like tell of their own time and have no versions;
    neither have documents without a date.
    """
    families: dict[Key, list[Document]] = {}
    for document in documents:
        if document.date is None:
            continue
        for key in _keys(document):
            families.setdefault(key, []).append(document)
    found: dict[str, Successor] = {}
    for family in families.values():
        newest = max(family, key=lambda one: (one.date or dt.date.min, one.path))
        for older in family:
            if newest.date and older.date and older.date < newest.date:
                known = found.get(older.id)
                if known is None or known.date < newest.date:
                    found[older.id] = Successor(newest.id, newest.path, newest.title, newest.date)
    return found


def _keys(document: Document) -> list[Key]:
    """What a document has in common with its versions: its bare title and its bare path."""
    path = PurePosixPath(document.path)
    title, name = _bare(document.title), _bare(path.stem.replace("_", " ").replace("-", " "))
    if any(_DATED_KINDS & set(bare) for bare in (title, name)):
        return []
    keys: list[Key] = []
    if len(title) >= _LEAST_WORDS:
        keys.append(("title", " ".join(title), document.language))
    if len(name) >= _LEAST_WORDS and _STAMP.search(path.stem):
        keys.append(("path", f"{document.root}/{path.parent}/{' '.join(name)}", document.language))
    return keys


def _bare(text: str) -> list[str]:
    """The folded words of a title or a name without numbers and words of edition."""
    found = (word.folded for word in words(fold(text)))
    return [word for word in found if not _STAMP.search(word) and word not in _EDITION_WORDS]
