"""What the terminal shows of an answer: its quotes, its parts, its list, its sources."""

from __future__ import annotations

from rich.markup import escape

from rag.cli.show import out, print_json
from rag.messages import say
from rag.messages.answers import (
    absent,
    amendment,
    as_of,
    by_model,
    conflict,
    is_update,
    quoted,
    reference,
    struck_lines,
    understood,
    understood_in,
)
from rag.messages.library import listed_lines
from rag.messages.scope import scope_line
from rag.records import Answer, Citation, Language
from rag.records.drafts import Draft


def answer(found: Answer, *, as_json: bool) -> None:
    """The statements and their sources, or the refusal and the closest passages.

    Several questions are answered one by one, each under its own words.
    """
    if as_json:
        print_json(found)
        return
    _lead(found)
    for part in found.parts:
        _part(part, found)
    if not found.parts:
        _body(found, found)
    if found.citations:
        out.print(f"\n{say('answers.sources', found.language)}", style="dim")
    for cited in found.citations:
        out.print(escape(f"[{cited.n}] {reference(cited, found.language)}"))
    if not (found.found or found.parts):
        _nearest(found)


def _lead(found: Answer) -> None:
    """How the question was taken, over which documents, and what is done instead."""
    language = found.language
    lines = [
        found.understood
        and f"{understood(found.understood, language)} {say('command.exact', language)}",
        *_other_meanings(found),
        _named(found),
        "" if found.as_of is None else as_of(found.as_of, language),
        "" if found.scope is None else scope_line(found.scope, language),
        found.note,
        # A refusal says it itself.
        *(absent(one, language) for one in found.absent if found.citations),
    ]
    for line in filter(None, lines):
        out.print(escape(line), style="dim")


def _other_meanings(found: Answer) -> list[str]:
    """What the question may mean besides the meaning that is answered."""
    language = found.language
    return [
        f"{say('answers.may_mean', language)} {quoted(each, language)}"
        for each in found.meanings[1:]
    ]


def _named(found: Answer) -> str:
    """The documents that the question names, "" if it names none."""
    if not found.named:
        return ""
    exact = say("command.exact", found.language)
    return f"{understood_in(found.named, found.language)} {exact}"


def _part(part: Answer, whole: Answer) -> None:
    out.print(f"\n[bold]{escape(part.question)}[/]")
    if part.understood:
        out.print(escape(understood(part.understood, part.language)), style="dim")
    for line in _other_meanings(part):
        out.print(escape(line), style="dim")
    if part.named:
        out.print(escape(_named(part)), style="dim")
    _body(part, whole)


def _body(found: Answer, whole: Answer) -> None:
    """What an answer or a part of one says; the citations are those of the whole."""
    for statement in found.statements:
        marks = "".join(f"[{n}]" for n in statement.citations)
        quote = _with_span(whole.citations[statement.citations[0] - 1])
        out.print(f"{quoted(quote, found.language)} [bold]{escape(marks)}[/]")
        for each in whole.citations[statement.citations[0] - 1].amendments:
            out.print(f"  {escape(amendment(each, found.language))}", style="yellow")
    if found.withheld:
        out.print(
            escape(say("answers.withheld", found.language, count=found.withheld)), style="dim"
        )
    if not found.citations:
        out.print(escape(found.text), style="" if found.found else "bold")
    for line in listed_lines(found.listed, found.language) if found.listed else ():
        out.print(escape(f"- {line}"))
    for one in found.conflicts:
        style = "" if is_update(one, found.citations) else "yellow"
        out.print(escape(conflict(one, found.citations, found.language)), style=style)
    if found.written is not None:
        _drafted(found.written, found.language)


def _drafted(draft: Draft, language: Language) -> None:
    """What a model wrote, apart from the quotes; then the rejected sentences, and why."""
    out.print(f"\n{escape(by_model(draft, language))}", style="dim")
    for one in draft.sentences:
        if not one.struck:
            marks = "".join(f"[{n}]" for n in one.citations)
            out.print(escape(f"{one.text} {marks}"), style="italic")
    for line in struck_lines(draft, language):
        out.print(escape(line), style="dim")


def _with_span(cited: Citation) -> str:
    """The quote with its span in bold, escaped for rich."""
    before, short, after = map(escape, cited.text_parts)
    return f"{before}[bold]{short}[/]{after}" if short else before


def _nearest(found: Answer) -> None:
    if found.hits:
        out.print(f"\n{say('answers.nearest', found.language)}", style="dim")
    for hit in found.hits[:3]:
        text = " ".join(hit.passage.text.split())
        line = f"{hit.document.title} ({hit.document.path}): {text[:160]}…"
        out.print(escape(line), style="dim")
