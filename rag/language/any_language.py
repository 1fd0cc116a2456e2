"""The entries of all languages of a table together: for text whose language does not matter."""

from __future__ import annotations

from collections.abc import Mapping

from rag.records import Language


def any_word(table: Mapping[Language, frozenset[str]]) -> frozenset[str]:
    """The words of all languages."""
    return frozenset[str]().union(*table.values())


def any_value(table: Mapping[Language, Mapping[str, str]]) -> dict[str, str]:
    """The values of the words of all languages; for a word in several, that of the last one."""
    return {word: value for words in table.values() for word, value in words.items()}


def any_form(table: Mapping[Language, str]) -> str:
    """A regular expression for the forms of all languages, without a group around it."""
    return "|".join(form for form in table.values() if form)
