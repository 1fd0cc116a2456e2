"""Whether a sentence still applies, by newer versions of its document and by what amends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.citations.amendments import Amendments, find_library_amendments
from rag.citations.quotes import Quote
from rag.citations.versions import newer_versions
from rag.facts.facts import read_facts
from rag.records import Amendment, Language, Successor
from rag.store import Library


@dataclass(frozen=True, slots=True)
class OutdatedQuotes:
    """What replaces the sentences of a library: ``newer`` versions, and amendments.

    A claim about an earlier year is judged by what applied then.
    """

    newer: Mapping[str, Successor] = field(default_factory=dict)
    amendments: Amendments = field(default_factory=Amendments)

    def is_superseded(self, claim: str, language: Language, quote: Quote) -> bool:
        """Whether a newer version of its document applies instead."""
        newest = self.newer.get(quote.hit.document.id)
        return newest is not None and not _is_earlier(claim, language, newest.date)

    def amending(self, claim: str, language: Language, quote: Quote) -> tuple[Amendment, ...]:
        """The amendments that change what it says."""
        return tuple(
            one
            for one in self.amendments.of(quote)
            if one.whole and not _is_earlier(claim, language, one.since)
        )


def outdated_quotes(library: Library) -> OutdatedQuotes:
    """What replaces the sentences of a library."""
    return OutdatedQuotes(newer_versions(library), find_library_amendments(library))


def _is_earlier(claim: str, language: Language, since: dt.date | None) -> bool:
    """Whether a claim is about years before a day."""
    years = [date.date.year for date in read_facts(claim, language).dates]
    return since is not None and bool(years) and max(years) < since.year
