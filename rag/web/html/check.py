"""A checked text: each claim with its verdict, beside its evidence and the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rag.errors import RagError
from rag.messages import say
from rag.messages.answers import day_or_undated, marks, place
from rag.messages.checks import explained, not_checked, reason, tally, verdict, worst_first
from rag.messages.scope import scope_line
from rag.records import Citation, Language
from rag.records.checks import Check, Claim, Evidence, LeftOut, Verdict
from rag.web.html.answer import citation_chip, language_note, render_amendments, withheld_note
from rag.web.html.export import check_menu
from rag.web.html.markup import Html, icon, join, tag, text
from rag.web.state import CheckTurn

# A verdict has a word, an icon and a colour, so that nothing depends on the colour alone.
_ICONS: dict[Verdict, str] = {
    "supported": "check", "contradicted": "cross", "partly": "half", "not found": "none",
}  # fmt: skip


def render_check(turn: CheckTurn | None, language: Language) -> Html:
    """The verdicts on a text or its error, after a status line for screen readers.

    Everything but the text and the quotes is in the language of the page.
    """
    status = tag("p", announcement(turn, language), role="status", class_="v-visually-hidden")
    outcome = turn.outcome if turn else None
    body: Html | None = None
    if isinstance(outcome, Check):
        body = _check(outcome, language)
    elif isinstance(outcome, RagError) and turn:
        line = tag("span", outcome.message(language))
        body = tag("p", icon("alert"), line, class_="v-error")
    elif turn:
        dot = tag("span", class_="v-dot", aria_hidden="true")
        body = tag("p", dot, say("page.checking", language), class_="v-pending")
    return tag(
        "section", status, body, class_="v-checks", aria_label=say("page.verdicts", language)
    )


def announcement(turn: CheckTurn | None, language: Language) -> str:
    """The status line for screen readers, in the language of the page."""
    if turn is None:
        return ""
    if turn.outcome is None:
        return say("page.checking", language)
    if isinstance(turn.outcome, RagError):
        return turn.outcome.message(language)
    return _summary(replace(turn.outcome, language=language))


def welcome(language: Language) -> Html:
    """The introduction of the tab."""
    hero = tag("h2", say("page.welcome_check", language), class_="v-hero")
    more = tag("p", say("page.welcome_check_more", language), class_="v-hero-more")
    return tag("section", hero, more, class_="v-welcome-check")


def examples(texts: Sequence[str], language: Language) -> Html:
    """Texts to try: the sample library supports, contradicts or does not mention them."""
    if not texts:
        return Html()
    heading = tag("h3", say("page.examples_check", language), class_="v-label")
    items = (tag("li", tag("button", example, type="button", data_act="ask")) for example in texts)
    section = tag("section", heading, tag("ul", *items, lang=language))
    return tag("div", section, class_="v-examples")


def _check(checked: Check, language: Language) -> Html:
    found = replace(checked, language=language)
    summary = tag("p", _summary(found), class_="v-tally")
    head = tag("div", summary, check_menu(checked, language), class_="v-between")
    citations = {citation.n: citation for citation in found.citations}
    claims = (_claim(claim, citations, found.language) for claim in worst_first(found.claims))
    limited = None
    if found.scope is not None:
        said = scope_line(found.scope, found.language)
        limited = tag("p", said, class_="v-note")
    claim_list, article = tag("ol", *claims, class_="v-claims"), _article(found, checked.language)
    return join((head, limited, withheld_note(found), article, claim_list, _left_out(found)))


def _article(found: Check, spoken: Language) -> Html | None:
    """The text itself, each claim marked by its verdict, if it has several sentences.

    ``spoken`` is the language that it is written in.
    """
    marks_of: list[Claim | LeftOut] = [*found.claims, *found.left_out]
    marks_of.sort(key=lambda one: one.start)
    if len(marks_of) < 2 or not found.claims:
        return None
    pieces: list[object] = []
    done = 0
    for one in marks_of:
        pieces += [found.text[done : one.start], _marked(one, found.language)]
        done = one.end
    heading = tag("h2", say("checks.marked", found.language), class_="v-label")
    body = tag("div", *pieces, found.text[done:], class_="v-article-text", lang=spoken)
    return tag("section", heading, body, class_="v-article")


def _marked(one: Claim | LeftOut, language: Language) -> Html:
    """A sentence of the text: a claim with its verdict, or one that was left out."""
    if isinstance(one, LeftOut):
        return tag("span", one.text, class_="v-not-checked")
    said = verdict(one, language)
    # The icon stays with the last letter, and so with the last word: on the next line it would seem
    # to be of the next claim.
    end = tag("span", one.text[-1:], icon(_ICONS[one.verdict]), class_="v-with-icon")
    class_ = f"v-mark v-{one.verdict.replace(' ', '-')}"
    words = tag("mark", one.text[:-1], end, class_=class_, title=said)
    return join((words, tag("span", f" ({said})", class_="v-visually-hidden", lang=language)))


def _left_out(found: Check) -> Html | None:
    """What was not checked, and why."""
    if not found.left_out:
        return None
    count = say("checks.left_out", found.language, count=len(found.left_out))
    items = (tag("li", line) for line in not_checked(found, found.language))
    head = tag("summary", count, class_="v-facts")
    return tag("details", head, tag("ul", *items), class_="v-left-out")


def _summary(found: Check) -> str:
    return tally(found, found.language) if found.claims else say("checks.no_claim", found.language)


def _claim(claim: Claim, citations: Mapping[int, Citation], language: Language) -> Html:
    """The claim and its verdict on one side, its evidence on the other."""
    first = claim.evidence[0].reasons if claim.evidence else ()
    differing = [each.claimed for each in first if each.outcome == "differs"]
    words = tag("p", _in_bold(claim.text, differing), lang=claim.language, class_="v-claim-text")
    more = [tag("p", line, class_="v-facts") for line in explained(claim, language)]
    side = tag("div", _verdict(claim, language), words, *more, class_="v-claim-side")
    if not claim.evidence:
        nothing = tag("p", say("page.claim_alone", language), class_="v-facts")
        return tag("li", side, tag("div", nothing, class_="v-evidence"), class_="v-claim")
    items = (_evidence(each, claim, citations[each.citation], language) for each in claim.evidence)
    return tag("li", side, tag("div", *items, class_="v-evidence"), class_="v-claim")


def _verdict(of: Claim | Evidence, language: Language) -> Html:
    words = tag("span", verdict(of, language))
    class_ = f"v-verdict v-{of.verdict.replace(' ', '-')}"
    return tag("p", icon(_ICONS[of.verdict]), words, class_=class_)


def _evidence(found: Evidence, claim: Claim, cited: Citation, language: Language) -> Html:
    """A quotation with its number, source and speaker, and how it agrees with the claim."""
    opening, closing = marks(language)
    differing = [each.quoted for each in found.reasons if each.outcome == "differs"]
    words = tag(
        "q", text(opening), _in_bold(cited.quote, differing), text(closing), lang=cited.language
    )
    quote = tag(
        "p", words, " ", language_note(cited, language), citation_chip(cited, language),
        class_="v-statement",
    )  # fmt: skip
    differs = (found.verdict, found.unsure) != (claim.verdict, claim.unsure)
    own = _verdict(found, language) if differs else None
    facts = [cited.title, day_or_undated(cited.date, language)]
    facts.append(place(cited.page, cited.page_label, language))
    where = tag("p", " · ".join(fact for fact in facts if fact), class_="v-facts")
    attribution = None
    if found.speaker is not None:
        attribution = tag(
            "p", say("checks.attributed", language, who=found.speaker.text), class_="v-facts"
        )
    amended = render_amendments(cited, language)
    return tag(
        "div", own, quote, amended, where, attribution, _reasons(found, language),
        class_="v-evidence-item",
    )  # fmt: skip


def _reasons(found: Evidence, language: Language) -> Html | None:
    """A line for each difference, then one line with what is missing and what agrees."""
    reasons = [each for each in found.reasons if not (each.topic == "speaker" and found.speaker)]
    differs = [reason(each, language) for each in reasons if each.outcome == "differs"]
    others = [reason(each, language) for each in reasons if each.outcome != "differs"]
    lines = [tag("li", line, class_="v-differs") for line in differs if line]
    lines += [tag("li", together)] if (together := " · ".join(filter(None, others))) else []
    return tag("ul", *lines, class_="v-reasons") if lines else None


def _in_bold(whole: str, parts: Iterable[str]) -> Html:
    """A text with the first occurrence of each part in bold."""
    found = sorted({(whole.find(part), part) for part in parts if part and part in whole})
    pieces: list[object] = []
    done = 0
    for start, part in found:
        if start >= done:
            pieces += [whole[done:start], tag("strong", part)]
            done = start + len(part)
    return join((*pieces, whole[done:]))
