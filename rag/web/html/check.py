"""A checked text: each claim with its verdict, beside the quotations that carry it and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rag.errors import RagError
from rag.messages import say
from rag.messages.answers import day_or_undated, marks, place
from rag.messages.checks import reason, tally, verdict
from rag.records import Citation, Language
from rag.records.checks import Check, Claim, Evidence, Verdict
from rag.web.html.answer import chip, left_out
from rag.web.html.export import check_menu
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag, text
from rag.web.state import CheckTurn

# A verdict is told by a word, a drawing and a colour; the colour alone says nothing.
_DRAWN: dict[Verdict, str] = {
    "supported": "check", "contradicted": "cross", "partly": "half", "not found": "none",
}  # fmt: skip


def checked(shown: CheckTurn | None, language: Language) -> Html:
    """What became of a text that was checked, under a line that readers of screens speak.

    ``language`` is the page's, for the names of the buttons; the verdicts speak the language
    of the text.
    """
    spoken = tag("p", announcement(shown), role="status", class_="v-unseen")
    outcome = shown.outcome if shown else None
    body: Html | None = None
    if isinstance(outcome, Check):
        body = _check(outcome, language)
    elif isinstance(outcome, RagError) and shown:
        line = tag("span", outcome.message(shown.language))
        body = tag("p", icon("alert"), line, class_="v-error", lang=shown.language)
    elif shown:
        dot = tag("span", class_="v-dot", aria_hidden="true")
        body = tag(
            "p", dot, say("page.checking", shown.language), class_="v-pending", lang=shown.language
        )
    return tag(
        "section", spoken, body, class_="v-checks", aria_label=say("page.verdicts", language)
    )


def announcement(shown: CheckTurn | None) -> str:
    """What a reader of screens says of a check, in the language of its text."""
    if shown is None:
        return ""
    if shown.outcome is None:
        return say("page.checking", shown.language)
    if isinstance(shown.outcome, RagError):
        return shown.outcome.message(shown.language)
    return _summary(shown.outcome)


def welcome(language: Language) -> Html:
    """What the tab is for."""
    hero = tag("h2", say("page.welcome_check", language), class_="v-hero")
    more = tag("p", say("page.welcome_check_more", language), class_="v-hero-more")
    return tag("section", hero, more, class_="v-welcome-check")


def examples(language: Language) -> Html:
    """Texts to try: what the sample library supports, contradicts, and does not speak of."""
    heading = tag("h3", say("page.examples_check", language), class_="v-label")
    items = (
        tag("li", tag("button", tried, type="button", data_act="ask"))
        for tried in say("page.example_texts", language).splitlines()
    )
    section = tag("section", heading, tag("ul", *items, lang=language))
    return tag("div", section, class_="v-examples")


def _check(found: Check, language: Language) -> Html:
    summary = tag("p", _summary(found), class_="v-tally", lang=found.language)
    head = tag("div", summary, check_menu(found, language), class_="v-between")
    cited = {citation.n: citation for citation in found.citations}
    claims = (_claim(claim, cited, found.language) for claim in found.claims)
    left = None
    if found.left_out:
        left = tag("p", say("page.left_out", language, count=len(found.left_out)), class_="v-facts")
    shown = tag("ol", *claims, class_="v-claims", lang=found.language)
    return join((head, left_out(found), shown, left))


def _summary(found: Check) -> str:
    return tally(found, found.language) if found.claims else say("checks.no_claim", found.language)


def _claim(claim: Claim, cited: Mapping[int, Citation], frame: Language) -> Html:
    """The claim and its verdict on one side, the quotations on the other."""
    differing = [
        each.claimed for one in claim.evidence[:1] for each in one.reasons
        if each.outcome == "differs"
    ]  # fmt: skip
    words = tag("p", _stressed(claim.text, differing), lang=claim.language, class_="v-claimed")
    side = tag("div", _verdict(claim.verdict, frame), words, class_="v-claim-side")
    if not claim.evidence:
        nothing = tag("p", say("page.claim_alone", frame), class_="v-facts")
        return tag("li", side, tag("div", nothing, class_="v-proofs"), class_="v-claim")
    proofs = (_proof(one, claim, cited[one.citation], frame) for one in claim.evidence)
    return tag("li", side, tag("div", *proofs, class_="v-proofs"), class_="v-claim")


def _verdict(of: Verdict, frame: Language) -> Html:
    name = of.replace(" ", "-")
    return tag("p", icon(_DRAWN[of]), tag("span", verdict(of, frame)), class_=f"v-verdict v-{name}")


def _proof(found: Evidence, claim: Claim, cited: Citation, frame: Language) -> Html:
    """A quotation with its number, who says it, and what agrees in it and what does not."""
    opening, closing = marks(frame)
    differing = [each.quoted for each in found.reasons if each.outcome == "differs"]
    words = tag(
        "q", text(opening), _stressed(cited.quote, differing), text(closing), lang=cited.language
    )
    quote = tag("p", words, " ", chip(cited, frame), class_="v-statement")
    own = _verdict(found.verdict, frame) if found.verdict != claim.verdict else None
    facts = [cited.title, day_or_undated(cited.date, frame)]
    facts.append(place(cited.page, cited.page_label, frame))
    where = tag("p", " · ".join(fact for fact in facts if fact), class_="v-facts")
    said = None
    if found.speaker is not None:
        said = tag("p", say("checks.attributed", frame, who=found.speaker.text), class_="v-facts")
    return tag("div", own, quote, where, said, _reasons(found, frame), class_="v-proof")


def _reasons(found: Evidence, frame: Language) -> Html | None:
    """What differs, a line each; then what is missing and what agrees, on a line together."""
    told = [each for each in found.reasons if not (each.topic == "speaker" and found.speaker)]
    differs = [reason(each, frame) for each in told if each.outcome == "differs"]
    others = [reason(each, frame) for each in told if each.outcome != "differs"]
    lines = [tag("li", line, class_="v-differs") for line in differs]
    lines += [tag("li", " · ".join(others))] if others else []
    return tag("ul", *lines, class_="v-reasons") if lines else None


def _stressed(whole: str, parts: Iterable[str]) -> Html:
    """A text with the first place of each part stressed."""
    found = sorted({(whole.find(part), part) for part in parts if part and part in whole})
    shown: list[object] = []
    done = 0
    for start, part in found:
        if start >= done:
            shown += [whole[done:start], tag("strong", part)]
            done = start + len(part)
    return join((*shown, whole[done:]))
