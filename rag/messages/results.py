"""The lines of search results, composed from records."""

from __future__ import annotations

from rag.messages.answers import day, place, quoted
from rag.messages.catalogue import say
from rag.records import Document, Facet, FacetValue, Language, PassageMatch, SearchResults


def summary(found: SearchResults, language: Language) -> str:
    """How many passages match and why, in how many documents, and which words are in none."""
    if not found.count:
        lines = [say("results.nothing", language)]
    else:
        near, key = found.by_meaning, "results.by_words" if found.by_words else "results.no_words"
        more = "results.by_meaning" if found.by_words else "results.only_by_meaning"
        counts = [
            say(key, language, count=found.by_words),
            say(more, language, count=near) if near else "",
            say("results.in_documents", language, count=found.count),
        ]
        lines = [f"{', '.join(filter(None, counts))}."]
    if found.unknown:
        words = ", ".join(quoted(word, language) for word in found.unknown)
        where = "results.unknown" if found.scope is None else "results.unknown_in_scope"
        lines.append(f"{say(where, language, words=words, count=len(found.unknown))}.")
    return " ".join(lines)


def facts_of_result(document: Document, language: Language) -> list[str]:
    """What a result says of a document beside its title: issuer, date, file."""
    facts = (document.issuer, document.date and day(document.date, language), document.path)
    return [fact for fact in facts if fact]


def reason(match: PassageMatch, language: Language) -> str:
    """Where a passage stands, and why it is there: "p. 4, contains “budget”"."""
    held, above = (
        ", ".join(quoted(word, language) for word in each)
        for each in (match.words, match.title_words)
    )
    why = [
        place(match.page, match.label, language),
        held and say("results.contains", language, words=held),
        above and say("results.in_title", language, words=above),
        "" if match.by_words else say("results.meaning", language),
    ]
    return ", ".join(filter(None, why))


def facet_label(facet: Facet, language: Language) -> str:
    """The name of a facet."""
    return say(f"results.facet_{facet.name}", language)


def facet_line(facet: Facet, language: Language) -> str:
    """A facet in one line: "Year: 2023 (4), 2022 (1)"."""
    values = ", ".join(facet_value(facet, one, language) for one in facet.values)
    return say("results.facet", language, name=facet_label(facet, language), values=values)


def facet_value(facet: Facet, one: FacetValue, language: Language) -> str:
    """A value of a facet with its count: "2023 (4)"."""
    value = (
        say(f"results.language_{one.value}", language) if facet.name == "language" else one.value
    )
    return f"{value} ({one.count})"
