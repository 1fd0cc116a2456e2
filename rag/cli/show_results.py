"""What the terminal shows of a search: its documents, their passages, the facets."""

from __future__ import annotations

from rich.markup import escape

from rag.cli.show import errors, out, print_json, terminal_language
from rag.messages import say
from rag.messages.results import facet_line, facts_of_result, reason, summary
from rag.messages.scope import scope_line
from rag.records import DocumentMatches, Language, PassageMatch, SearchResults


def results(found: SearchResults, *, as_json: bool) -> None:
    """The counts, then each document with its passages, the words searched for in bold."""
    if as_json:
        print_json(found)
        return
    language = terminal_language()
    if found.scope:
        out.print(escape(scope_line(found.scope, language)), style="dim")
    out.print(escape(summary(found, language)))
    for one in found.documents:
        _document(one, language)
    if found.pages > 1:
        line = say("results.page", language, page=found.page, pages=found.pages)
        out.print(f"\n{escape(line)}", style="dim")
    for facet in found.facets:
        out.print(escape(facet_line(facet, language)), style="dim")


def no_such_page(asked: int, found: SearchResults) -> None:
    """One line on standard error: there is no such page, and the last one is shown."""
    line = say("results.no_such_page", terminal_language(), page=asked, count=found.pages)
    errors.print(escape(line))


def _document(found: DocumentMatches, language: Language) -> None:
    facts = ", ".join(facts_of_result(found.document, language))
    out.print(f"\n[bold]{escape(found.document.title)}[/] [dim]{escape(facts)}[/]")
    for match in found.matches:
        out.print(f"  {_excerpt(match)}")
        out.print(f"  [dim]{escape(reason(match, language))}[/]")
    if left := found.count - len(found.matches):
        more = say("results.more_passages", language, count=left)
        out.print(f"  [dim]{escape(more)}[/]")


def _excerpt(match: PassageMatch) -> str:
    """The excerpt in one line, with the marked words in bold, escaped for rich."""
    parts, last = [], match.start
    for start, end in match.marked:
        before, word = match.excerpt[last - match.start : start - match.start], start - match.start
        parts += [escape(before), f"[bold]{escape(match.excerpt[word : end - match.start])}[/]"]
        last = end
    parts.append(escape(match.excerpt[last - match.start :]))
    return " ".join("".join(parts).split())
