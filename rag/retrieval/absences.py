"""What a library lacks of what a question names, and the nearest things that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from rag.language.identifiers.references import Reference, find_references
from rag.records import Absent, Hit
from rag.retrieval.lookup import Lookup

_NEAREST = 3  # like identifiers that are named if the one asked for is not there
_SEARCHED = 20  # the first hits, in which they are looked for


def absences(lookup: Lookup, hits: Sequence[Hit]) -> tuple[Absent, ...]:
    """What the library lacks, with the nearest that its hits have instead."""
    found = tuple(
        Absent("phrase", one)
        if isinstance(one, str)
        else Absent(
            "identifier", lookup.asked.text[one.start : one.end], _nearest(one, hits, lookup)
        )
        for one in lookup.missing
    )
    document = lookup.documents.missing
    return found if document is None else (document, *found)


def _nearest(asked: Reference, hits: Sequence[Hit], lookup: Lookup) -> tuple[str, ...]:
    """The identifiers of the hits that are most like one, as the hits write them.

    Those of documents in the language of the question, if there are any.
    """
    written: dict[Reference, str] = {}
    language = lookup.asked.language
    named = lookup.documents.titles if lookup.is_part_of_named(asked) else None
    found = [hit for hit in hits if named is None or hit.document.id in named][:_SEARCHED]
    own_language = sorted(found, key=lambda hit: hit.passage.language != language)
    for hit in own_language:
        passage = hit.passage
        if written and passage.language != language:
            break  # one list has one language
        for text in (hit.document.title, *passage.headings, passage.text):
            for one in find_references(text, passage.language):
                if one.is_like(asked):
                    key = replace(one, start=0, end=0)
                    written.setdefault(key, " ".join(text[one.start : one.end].split()))

    def likeness(one: Reference) -> float:
        if one.value.isdecimal() and asked.value.isdecimal():
            return 1 / (1 + abs(int(one.value) - int(asked.value)))
        return SequenceMatcher(None, one.value, asked.value).ratio()

    same = [one for one in written if one.series == asked.series] or written
    nearest = sorted(same, key=likeness, reverse=True)
    return tuple(dict.fromkeys(written[one] for one in nearest))[:_NEAREST]
