"""The lines of a checked text, and those on what became of a quote, composed from records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rag.messages.answers import day, place, quoted
from rag.messages.catalogue import say
from rag.records import Citation, Language
from rag.records.checks import Check, Claim, ClaimPart, Evidence, Reason
from rag.records.verification import Verification

_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
# Messages that quote the claim alone.
_SAID_OF_ONE = {
    ("figure", "agrees"): "figure_identical",
    ("figure", "missing"): "figure_missing",
    ("date", "agrees"): "date_identical",
    ("date", "missing"): "date_missing",
    ("name", "agrees"): "name_agrees",
    ("name", "missing"): "name_missing",
    ("word", "missing"): "word_missing",
}
_WORST = {"contradicted": 0, "unsure": 1, "partly": 2, "not_found": 3}
_ORDER = ("supported", "contradicted", "partly", "unsure", "not_found")


def worst_first(claims: Sequence[Claim]) -> list[Claim]:
    """Claims as they are listed: contradicted, not sure, partly, not found, then supported."""
    return sorted(claims, key=lambda one: _WORST.get(_key(one), len(_WORST)))


def verdict(of: Claim | ClaimPart | Evidence, language: Language) -> str:
    """The verdict of a claim or of a quote in a few words; "not sure" differs from "partly"."""
    return say(f"checks.verdict_{_key(of)}", language)


def _key(of: Claim | ClaimPart | Evidence) -> str:
    return "unsure" if of.unsure else of.verdict.replace(" ", "_")


def explained(claim: Claim, language: Language) -> list[str]:
    """How a claim was understood, and the verdict on each of its parts if they differ."""
    lines = []
    if claim.understood:
        lines.append(say("checks.understood", language, text=quoted(claim.understood, language)))
    if len({_key(part) for part in claim.parts}) > 1:
        lines += [
            say(
                "checks.part",
                language,
                verdict=verdict(part, language),
                text=quoted(" ".join(part.text.split()), language),
            )
            for part in claim.parts
        ]
    return lines


def marked_text(check: Check, language: Language) -> list[str]:
    """The paragraphs of a checked text, each claim followed by its verdict and its quotes."""
    pieces, done = [], 0
    for claim in check.claims:
        numbers = ", ".join(str(one.citation) for one in shown_evidence(claim))
        said = verdict(claim, language)
        cited = say("checks.mark_cited", language, verdict=said, numbers=numbers)
        mark = cited if numbers else f"[{said}]"
        pieces.append(f"{check.text[done : claim.end]} {mark}")
        done = claim.end
    whole = "".join(pieces) + check.text[done:]
    return [line for one in whole.splitlines() if (line := " ".join(one.split()))]


def shown_evidence(claim: Claim) -> tuple[Evidence, ...]:
    """The evidence that a file shows: of a supported statement one quote is enough."""
    enough = claim.verdict == "supported" and not claim.parts
    return claim.evidence[:1] if enough else claim.evidence


def not_checked(check: Check, language: Language) -> list[str]:
    """A line for each sentence that was left out: what it is, and its words."""
    return [
        say(
            f"checks.left_out_{one.kind}",
            language,
            text=quoted(" ".join(one.text.split()), language),
        )
        for one in check.left_out
    ]


def evidence_line(found: Evidence, cited: Citation, language: Language) -> str:
    """A quote by its number: its own verdict, why, its title, date and page."""
    between = f"{say('words.semicolon', language)} "
    reasons = between.join(filter(None, (reason(each, language) for each in found.reasons)))
    date = day(cited.date, language) if cited.date else ""
    where = ", ".join(
        filter(None, (cited.title, date, place(cited.page, cited.page_label, language)))
    )
    parts = (verdict(found, language), where, reasons)
    return f"[{cited.n}] " + " · ".join(part for part in parts if part)


def tally(check: Check, language: Language) -> str:
    """How many claims have each verdict, in one line."""
    counts = Counter(_key(claim) for claim in check.claims)
    each = [
        say(f"checks.count_{key}", language, count=counts[key]) for key in _ORDER if counts[key]
    ]
    return say("checks.count", language, count=len(check.claims), verdicts=", ".join(each))


def reason(why: Reason, language: Language) -> str:
    """Why a quote supports or contradicts, with the words on both sides, "" if none is known."""
    words = {"claimed": why.claimed, "quoted": why.quoted}
    words = {name: " ".join(said.split()) for name, said in words.items()}
    marked = {name: quoted(said, language) for name, said in words.items()}
    if why.topic == "speaker":
        unnamed = words["claimed"] and why.outcome == "missing"
        return say(f"checks.speaker_{'unnamed' if unnamed else why.outcome}", language, **words)
    if not all(words.values()) and _has_words(why):
        return _one_sided(why, words, language)
    if why.calculated:
        key = "calculated" if why.outcome == "agrees" else "miscalculated"
        calculated = _DECIMAL_POINT.sub(",", why.calculated) if language == "fr" else why.calculated
        return say(f"checks.{why.topic}_{key}", language, **marked, calculated=calculated)
    same = why.outcome == "agrees" and marked["claimed"] == marked["quoted"]
    outcome = "identical" if same and why.topic in ("figure", "date") else why.outcome
    return say(f"checks.{why.topic}_{outcome}", language, **marked)


def _has_words(why: Reason) -> bool:
    """Whether the sentence on a reason quotes words."""
    if why.topic == "quotation":
        return why.outcome == "differs"
    return why.topic not in ("denial", "role")


def _one_sided(why: Reason, words: Mapping[str, str], language: Language) -> str:
    """A reason with the words of one side only: no quotation marks stand around nothing."""
    named = {name: quoted(said, language) for name, said in words.items() if said}
    if not named:
        return ""
    key = _SAID_OF_ONE.get((why.topic, why.outcome))
    if why.outcome == "agrees" and key:
        (named["claimed"],) = named.values()
    elif why.topic == "quotation":
        key = "quotation_added" if words["claimed"] else "quotation_omitted"
    elif not (key and words["claimed"]):
        key = "only_claimed" if words["claimed"] else "only_quoted"
    return say(f"checks.{key}", language, **named)


def became(found: Verification, cited: str, language: Language) -> str:
    """What became of a quote of the document ``cited``, by its sha256."""
    if not found.document:
        return say("checks.no_document", language)
    where = "here" if found.document == cited else "replaced"
    return say(f"checks.{where}_{found.state}", language)


def in_newer(newer: Verification, language: Language) -> str:
    """What became of it in the newer version of its document."""
    return say(f"checks.newer_{newer.state}", language)


def where(found: Verification, language: Language) -> str:
    """The document that was read and the page, in one line."""
    date = day(found.date, language) if found.date else ""
    parts = (found.title, date, place(found.page, found.label, language), found.path)
    return ", ".join(part for part in parts if part)
