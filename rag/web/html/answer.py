"""An answer: its quotes with their citation numbers, its sources, and the draft of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.messages import say
from rag.messages.answers import (
    amended,
    amendment,
    as_of,
    by_model,
    conflict,
    day,
    day_or_undated,
    is_update,
    marks,
    place,
    remarks,
    struck_lines,
    superseded,
)
from rag.messages.library import listed_lines
from rag.messages.scope import scope_line
from rag.records import Answer, Citation, Conflict, Document, Language, Statement
from rag.records.checks import Check
from rag.records.drafts import Draft
from rag.web.html.markup import Html, icon, join, tag, text
from rag.web.state import SourcePlace

DocumentsById = Mapping[str, Document]


def render_answer(answer: Answer, library: DocumentsById, language: Language) -> Html:
    """The quotes of an answer, its warnings and draft, then its sources.

    The sources are in the language of the page, everything else in that of the answer.
    """
    count = len({citation.document for citation in answer.citations})
    lead = tag("p", say("answers.found", answer.language, count=count), class_="v-note")
    return join(
        (lead, render_quotes(answer, language), render_sources(answer.citations, library, language))
    )


def render_quotes(answer: Answer, language: Language) -> Html:
    """The quotes of an answer, then its warnings and its draft, in its language.

    ``language`` is that of the page, for the buttons.
    """
    citations = {citation.n: citation for citation in answer.citations}
    quotes = [_statement(each, citations, answer.language, language) for each in answer.statements]
    warnings = [*(_conflict(each, answer) for each in answer.conflicts), withheld_note(answer)]
    draft = answer.written and render_draft(answer.written, answer.language)
    return join((*quotes, *warnings, draft))


def render_draft(draft: Draft, language: Language) -> Html:
    """What a model wrote about the quotes: the sentences kept, then those struck out and why.

    It is apart from the quotes and labelled as written by a model.
    """
    kept = [
        tag("p", each.text, " ", "".join(f"[{n}]" for n in each.citations))
        for each in draft.sentences
        if not each.struck
    ]
    struck = [tag("p", line, class_="v-note") for line in struck_lines(draft, language)]
    heading = tag("p", by_model(draft, language), class_="v-note")
    return tag("section", heading, *kept, *struck, class_="v-draft", lang=language)


def withheld_note(answer: Answer | Check) -> Html | None:
    """A note that quotes were withheld, ``None`` if none were."""
    if not answer.withheld:
        return None
    return tag(
        "p",
        say("answers.withheld", answer.language, count=answer.withheld),
        class_="v-note",
        lang=answer.language,
    )


def as_plain_text(answer: Answer) -> str:
    """The answer as text to paste: its quotes, then their references."""
    limits = [as_of(answer.as_of, answer.language)] if answer.as_of else []
    limits += [scope_line(answer.scope, answer.language)] if answer.scope else []
    parts = [line for part in answer.parts for line in (part.question, *_plain_lines(part))]
    said = [answer.note, *(parts or _plain_lines(answer))]
    references = [f"[{each.n}] {_reference(each, answer.language)}" for each in answer.citations]
    lines = [answer.question, *limits, *said, "\n".join(references)]
    return "\n\n".join(line for line in lines if line)


def _plain_lines(answer: Answer) -> list[str]:
    """What an answer says: its quotes and warnings, or its own sentence and its list."""
    opening, closing = marks(answer.language)
    lines = [
        f"{opening}{each.text}{closing} " + "".join(f"[{n}]" for n in each.citations)
        for each in answer.statements
    ]
    listed = listed_lines(answer.listed, answer.language) if answer.listed else []
    warnings = [conflict(each, answer.citations, answer.language) for each in answer.conflicts]
    return [*(lines or [answer.text]), "\n".join(listed), *warnings]


def source_button(
    document: str, page: int | None, span: tuple[int, int], *label: object, **attributes: object
) -> Html:
    """A button that opens ``span`` of a page in the source panel."""
    return tag(
        "button",
        *label,
        type="button",
        data_act="cite",
        data_document=document,
        data_page=page or "",
        data_start=span[0],
        data_end=span[1],
        **attributes,
    )


def _reference(citation: Citation, language: Language) -> str:
    facts = [citation.title, day(citation.date, language) if citation.date else None]
    facts.append(place(citation.page, citation.page_label, language))
    facts += remarks(citation, language)
    facts += [amended(one, language) for one in citation.amendments]
    return ", ".join(fact for fact in facts if fact)


def _statement(
    statement: Statement, citations: Mapping[int, Citation], language: Language, page: Language
) -> Html:
    """A quote with its citation numbers, between the quotation marks of a language.

    ``page`` is the language of the page.
    """
    source = citations[statement.citations[0]]
    opening, closing = marks(language)
    quote = tag("q", text(opening), _with_short_answer(source), text(closing), lang=source.language)
    older = source.superseded_by and tag(
        "span", superseded(source, language), class_="v-quote-note v-superseded"
    )
    chips = join(citation_chip(citations[n], language) for n in statement.citations)
    keep = keep_button(source.permalink, page)
    label = language_note(source, language)
    said = tag("p", quote, " ", label, older, chips, keep, class_="v-statement")
    return join((said, render_amendments(source, language)))


def language_note(citation: Citation, language: Language) -> Html | None:
    """A note in a language that a quote is in another; ``None`` if it is not."""
    if citation.language == language:
        return None
    said = say(f"answers.quote_{citation.language}", language)
    return tag("span", said, class_="v-quote-note")


def keep_button(permalink: str, language: Language) -> Html:
    """A button that keeps a quote in a notebook; hidden where there are no notebooks."""
    label = say("notebooks.keep_quote", language)
    return tag(
        "button", icon("keep"), tag("span", say("notebooks.keep", language)), type="button",
        class_="v-keep", data_keep=permalink, title=label, aria_label=label, lang=language,
    )  # fmt: skip


def render_amendments(citation: Citation, language: Language) -> Html:
    """A line for each amendment of what is cited: what it did, its words, and its place."""
    return join(
        tag(
            "p",
            icon("alert"),
            source_button(
                one.document, one.page, (one.start, one.end), amendment(one, language),
                class_="v-link",
            ),
            class_="v-note v-amended",
            lang=language,
        )
        for one in citation.amendments
    )  # fmt: skip


def _conflict(found: Conflict, answer: Answer) -> Html:
    """A warning that two quotes disagree, or a note that a newer version says otherwise."""
    said = conflict(found, answer.citations, answer.language)
    if is_update(found, answer.citations):
        return tag("p", said, class_="v-note v-update", role="note", lang=answer.language)
    sentence = tag("span", said)
    return tag(
        "p",
        icon("alert"),
        sentence,
        class_="v-error v-conflict",
        role="note",
        lang=answer.language,
    )


def _with_short_answer(citation: Citation) -> Html:
    """The quote, with its short answer in bold if it has one."""
    before, short, after = citation.text_parts
    return join((before, tag("strong", short), after)) if short else text(before)


def citation_chip(citation: Citation, language: Language) -> Html:
    """The number of a citation, as a button that opens its source."""
    where = ", ".join(
        filter(None, (citation.title, place(citation.page, citation.page_label, language)))
    )
    label = say("page.source_n", language, n=citation.n, where=where)
    return _citation_button(
        citation, str(citation.n), class_="v-chip", aria_label=label, title=label
    )


def _citation_button(citation: Citation, *label: object, **attributes: object) -> Html:
    place = SourcePlace.of(citation)
    span, context = (place.start, place.end), place.written_context
    return source_button(
        place.document, place.page, span, *label, data_context=context, **attributes
    )


def render_sources(
    citations: Sequence[Citation], library: DocumentsById, language: Language
) -> Html:
    """The documents in the order of their first citation, each with its numbers and places."""
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.document, []).append(citation)
    items = (
        tag("li", _source(group, library.get(document), language), class_="v-source")
        for document, group in by_document.items()
    )
    heading = tag("h3", say("answers.sources", language), class_="v-label")
    return tag("section", heading, tag("ul", *items), class_="v-sources", lang=language)


def _source(group: Sequence[Citation], document: Document | None, language: Language) -> Html:
    first = group[0]
    facts = [document.issuer if document else None, day_or_undated(first.date, language)]
    title = tag("span", first.title, class_="v-title", lang=document and document.language)
    line = tag("span", " · ".join(fact for fact in facts if fact), class_="v-facts")
    older = first.superseded_by and tag("span", superseded(first, language), class_="v-superseded")
    places = join(_place(citation, language) for citation in group)
    return join((title, line, older, tag("span", places, class_="v-places")))


def _place(citation: Citation, language: Language) -> Html:
    where = place(citation.page, citation.page_label, language) or say(
        "page.read_passage", language
    )
    prefix = tag("span", say("page.source", language), class_="v-visually-hidden")
    number = tag("span", str(citation.n), class_="v-number")
    title = tag("span", f", {citation.title}", class_="v-visually-hidden")
    return _citation_button(citation, prefix, " ", number, " ", where, title, class_="v-place")
