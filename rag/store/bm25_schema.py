"""The fields of the BM25 index, and how their texts become terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.language.words import STEMMERS, STOP_WORDS
from rag.records import LANGUAGES, Language

if TYPE_CHECKING:
    from tantivy import Schema, TextAnalyzer

_LONGEST_WORD = 60


def make_schema() -> Schema:
    """A key, a row, and for each language a title and a text."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", fast=True)
    for language in LANGUAGES:
        for part in ("title", "text"):
            builder.add_text_field(f"{part}_{language}", tokenizer_name=language)
    return builder.build()


def make_analyser(language: Language) -> TextAnalyzer:
    """Words without accents, then without stop words, then stemmed."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.custom_stopword(sorted(STOP_WORDS[language])))
        .filter(Filter.stemmer(STEMMERS[language]))
        .build()
    )
