"""Tables of nouns with their translations, as they are written for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from rag.language.words import fold, stem
from rag.records import LANGUAGES, Language


def read_nouns(table: str) -> Iterator[tuple[int, Language, str]]:
    """The stem of each noun of a table, with its language and the number of its entry.

    >>> list(read_nouns("musée = museum; ville commune = city"))[2:4]
    [(1, 'fr', 'vill'), (1, 'fr', 'commun')]
    """
    for number, entry in enumerate(table.replace("\n", " ").split(";")):
        for nouns, language in zip(entry.split("="), LANGUAGES, strict=True):
            for noun in nouns.split():
                yield number, language, stem(fold(noun), language)
