"""The passages and documents that have the words of a question to the letter."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.language.any_language import any_word
from rag.language.statements.offices import COMMON_NAMES, OFFICES
from rag.language.words import fold
from rag.questions.named_things import NamedThings
from rag.records import Hit
from rag.store import Library, RowsOf

# The passages with the words of an identifier that are read again to find it. If there are
# more and none of these has it, nothing is said of the others.
READ_AGAIN = 64
_FEW = 5  # one document in so many has a name that is not the institution's
_CAPITAL_INSIDE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
_SHARED_NAMES = any_word(OFFICES) | any_word(COMMON_NAMES)


@dataclass(frozen=True, slots=True)
class KnownName:
    """The documents that have a name, by id.

    ``in_all_languages`` says that no language translates it: "ProConnect".
    """

    documents: frozenset[str]
    in_all_languages: bool


def passages_with(
    library: Library, asked: NamedThings, phrases: Sequence[str], documents: Collection[str] = ()
) -> list[tuple[int, Hit]]:
    """The rows with one of the phrases, each with its passage as a hit.

    Of all documents, if none are given.
    """
    terms = library.terms.only(RowsOf(library, documents)) if documents else library.terms
    rows = terms.having(phrases, question=asked.text, language=asked.language, k=READ_AGAIN)
    passages = library.passages(rows)
    return [
        (row, Hit(passage, library.document(passage.document_id), None, 0.0, None, None))
        for row, passage in zip(rows, passages, strict=True)
    ]


def documents_with_name(
    library: Library, asked: NamedThings, name: Sequence[str]
) -> KnownName | None:
    """A name of a question with the few documents that have one of its words.

    ``None`` if they are not few, or not all known, or none is in the language of the question: it
    may have another name there. That of the institution itself is in many of its documents, and
    goes without saying in the others.
    """
    own = [part for part in name if fold(part) not in _SHARED_NAMES]
    hits = [hit for _, hit in passages_with(library, asked, own)] if own else []
    in_all = any(_CAPITAL_INSIDE.search(part) for part in own)
    is_own = any(hit.passage.language == asked.language for hit in hits)
    found = frozenset(hit.document.id for hit in hits)
    is_few = len(hits) < READ_AGAIN and len(found) * _FEW <= len(library.documents())
    return KnownName(found, in_all) if is_few and (is_own or (in_all and found)) else None
