"""The dossier of a check: the text with its verdicts, then its claims, the worst first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from rag.export.dossier import (
    DocumentSource,
    Dossier,
    DossierSection,
    amended_lines,
    limited,
    make_exhibit,
)
from rag.messages import say
from rag.messages.checks import (
    evidence_line,
    explained,
    marked_text,
    not_checked,
    shown_evidence,
    tally,
    verdict,
    worst_first,
)
from rag.records import Citation, Language
from rag.records.checks import Check, Claim


def dossier_of_check(
    check: Check, source: DocumentSource, date: dt.date, *, crops: bool = True
) -> Dossier:
    """The dossier of a check: each claim with its verdict, the reasons, and its quotations."""
    language = check.language
    cited = {each.n: each for each in check.citations}
    shown = {one.citation for claim in check.claims for one in shown_evidence(claim)}
    lead = (tally(check, language) if check.claims else say("checks.no_claim", language),)
    dossier = Dossier(
        title=say("exports.check", language),
        language=language,
        date=date,
        index_id=check.index_id,
        sections=(
            DossierSection("", (*lead, *_marked(check, language)), ()),
            *(_of_claim(claim, cited, language) for claim in worst_first(check.claims)),
            *_left_out(check, language),
        ),
        exhibits=tuple(
            make_exhibit(each, source, crops=crops) for each in check.citations if each.n in shown
        ),
    )
    return limited(dossier, None, check.scope)


def _marked(check: Check, language: Language) -> list[str]:
    """The text itself with its verdicts, if it has several sentences."""
    if len(check.claims) + len(check.left_out) < 2 or not check.claims:
        return []
    return [say("checks.marked", language), *marked_text(check, language)]


def _left_out(check: Check, language: Language) -> list[DossierSection]:
    """What was not checked, and why."""
    if not check.left_out:
        return []
    heading = say("checks.left_out", language, count=len(check.left_out))
    return [DossierSection(heading, tuple(not_checked(check, language)), ())]


def _of_claim(
    claim: Claim, citations: Mapping[int, Citation], language: Language
) -> DossierSection:
    lines = [verdict(claim, language), *explained(claim, language)]
    evidence = shown_evidence(claim)
    lines += [evidence_line(each, citations[each.citation], language) for each in evidence]
    quotes = dict.fromkeys(each.citation for each in evidence)
    text, cited = " ".join(claim.text.split()), (citations[number] for number in quotes)
    return DossierSection(text, tuple(lines), tuple(quotes), tuple(amended_lines(cited, language)))
