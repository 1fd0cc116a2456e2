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
        key = "results.by_words" if found.by_words else "results.no_words"
        counts = [say(key, language, count=found.by_words)]
        if found.by_meaning:
            counts.append(say("results.by_meaning", language, count=found.by_meaning))
        counts.append(say("results.in_documents", language, count=found.count))
        lines = [f"{', '.join(counts)}."]
    if found.unknown:
        words = ", ".join(quoted(word, language) for word in found.unknown)
        lines.append(f"{say('results.unknown', language, words=words, count=len(found.unknown))}.")
    return " ".join(lines)


def facts_of_result(document: Document, language: Language) -> list[str]:
    """What a result says of a document beside its title: issuer, date, file."""
    facts = (document.issuer, document.date and day(document.date, language), document.path)
    return [fact for fact in facts if fact]


def reason(match: PassageMatch, language: Language) -> str:
    """Where a passage stands, and why it is there: "p. 4, contains “budget”"."""
    held = ", ".join(quoted(word, language) for word in match.words)
    why = [
        place(match.page, match.label, language),
        held and say("results.contains", language, words=held),
        "" if match.by_words else say("results.meaning", language),
    ]
    return ", ".join(filter(None, why))


def facet_label(facet: Facet, language: Language) -> str:
    """The name of a facet."""
    return say(f"results.facet_{facet.name}", language)


def facet_value(facet: Facet, one: FacetValue, language: Language) -> str:
    """A value of a facet with its count: "2023 (4)"."""
    value = (
        say(f"results.language_{one.value}", language) if facet.name == "language" else one.value
    )
    return f"{value} ({one.count})"
