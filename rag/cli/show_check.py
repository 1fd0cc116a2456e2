"""A checked text in the terminal."""

from __future__ import annotations

from rich.markup import escape

from rag.cli.show import out, print_json
from rag.messages import say
from rag.messages.answers import amendment, quoted, reference
from rag.messages.checks import explained, not_checked, reason, tally, verdict, worst_first
from rag.messages.scope import scope_line
from rag.records import Citation, Language
from rag.records.checks import Check, Evidence, Verdict

_COLOURS: dict[Verdict, str] = {
    "supported": "bold green",
    "contradicted": "bold red",
    "partly": "bold yellow",
    "not found": "bold",
}


def checked(found: Check, *, as_json: bool) -> None:
    """Each claim with its verdict, quotes and reasons, then the number of each verdict."""
    if as_json:
        print_json(found)
        return
    language = found.language
    if found.scope:
        out.print(escape(scope_line(found.scope, language)), style="dim")
    for claim in worst_first(found.claims):
        colour = _COLOURS[claim.verdict]
        out.print(f"[{colour}]{escape(verdict(claim, language))}[/] {escape(claim.text)}")
        for line in explained(claim, language):
            out.print(f"  {escape(line)}", style="dim")
        for evidence in claim.evidence:
            _evidence(evidence, found.citations[evidence.citation - 1], language)
    for line in not_checked(found, language):
        out.print(escape(line), style="dim")
    line = tally(found, language) if found.claims else say("checks.no_claim", language)
    out.print(escape(line), style="dim")
    if found.withheld:
        out.print(escape(say("answers.withheld", language, count=found.withheld)), style="dim")


def _evidence(evidence: Evidence, cited: Citation, language: Language) -> None:
    line = f"{quoted(escape(cited.quote), language)} [dim]{escape(reference(cited, language))}[/]"
    if evidence.speaker is not None:
        attributed = say("checks.attributed", language, who=evidence.speaker.text)
        line = f"{escape(attributed)}, {line}"
    out.print(f"  {escape(f'[{cited.n}]')} {line}")
    for amending in cited.amendments:
        out.print(escape(f"      {amendment(amending, language)}"), style="yellow")
    for one in evidence.reasons:
        if one.outcome != "agrees" or one.calculated:
            out.print(escape(f"      {reason(one, language)}"), style="dim")
