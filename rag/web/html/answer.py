"""An answer: its quotes with their numbers, and the documents that they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.messages import say
from rag.messages.answers import (
    as_of,
    conflict,
    day,
    day_or_undated,
    marks,
    place,
    recognised,
    superseded,
)
from rag.records import Answer, Citation, Conflict, Document, Language, Statement
from rag.records.checks import Check
from rag.web.html.draft import drafted
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag, text

DocumentsById = Mapping[str, Document]


def found(told: Answer, library: DocumentsById, language: Language) -> Html:
    """The quotes under a line in the language of the question, then their sources."""
    documents = len({cited.document for cited in told.citations})
    cited = {citation.n: citation for citation in told.citations}
    frame = tag("p", say("answers.found", told.language, count=documents), class_="v-frame")
    quotes = [_statement(said, cited, told.language) for said in told.statements]
    warnings = [*(_conflict(one, told) for one in told.conflicts), left_out(told)]
    written = told.written and drafted(told.written, told.language)
    sources = _sources(told.citations, library, language)
    return join((frame, *quotes, *warnings, written, sources))


def left_out(told: Answer | Check) -> Html | None:
    """That quotes were withheld, where some were."""
    if not told.withheld:
        return None
    return tag(
        "p",
        say("answers.withheld", told.language, count=told.withheld),
        class_="v-frame",
        lang=told.language,
    )


def plain(told: Answer) -> str:
    """The answer as text to paste: its quotes, then their references with fingerprints."""
    opening, closing = marks(told.language)
    lines = [
        f"{opening}{said.text}{closing} " + "".join(f"[{n}]" for n in said.citations)
        for said in told.statements
    ]
    references = [f"[{cited.n}] {_reference(cited, told.language)}" for cited in told.citations]
    warnings = [conflict(one, told.citations, told.language) for one in told.conflicts]
    day = [as_of(told.as_of, told.language)] if told.as_of else []
    return "\n\n".join([told.question, *day, *lines, *warnings, "\n".join(references)])


def opener(
    document: str, page: int | None, span: tuple[int, int], *words: object, **attributes: object
) -> Html:
    """A button that opens a place in the source panel."""
    return tag(
        "button",
        *words,
        type="button",
        data_act="cite",
        data_document=document,
        data_page=page or "",
        data_start=span[0],
        data_end=span[1],
        **attributes,
    )


def _reference(cited: Citation, language: Language) -> str:
    facts = [cited.title, day(cited.date, language) if cited.date else None]
    facts.append(place(cited.page, cited.page_label, language))
    facts.append(None if cited.ocr is None else recognised(cited.ocr, language))
    facts.append(superseded(cited, language))
    facts.append(f"sha256 {cited.sha256}")
    return ", ".join(fact for fact in facts if fact)


def _statement(said: Statement, cited: Mapping[int, Citation], frame: Language) -> Html:
    """A quoted sentence between the marks of the frame's language, with its numbers."""
    source = cited[said.citations[0]]
    opening, closing = marks(frame)
    quote = tag("q", text(opening), _emphasised(source), text(closing), lang=source.language)
    other = source.language != frame
    label = (
        tag("span", say(f"page.quote_{source.language}", frame), class_="v-tongue")
        if other
        else None
    )
    older = source.superseded_by and tag(
        "span", superseded(source, frame), class_="v-tongue v-older"
    )
    chips = join(chip(cited[n], frame) for n in said.citations)
    return tag("p", quote, " ", label, older, chips, class_="v-statement")


def _conflict(one: Conflict, told: Answer) -> Html:
    """That two quotes disagree, as a notice."""
    sentence = tag("span", conflict(one, told.citations, told.language))
    return tag(
        "p",
        icon("alert"),
        sentence,
        class_="v-error v-conflict",
        role="note",
        lang=told.language,
    )


def _emphasised(cited: Citation) -> Html:
    """The quote, its short answer strong where it has one."""
    if cited.span is None:
        return text(cited.quote)
    left, right = cited.span.start - cited.start, cited.span.end - cited.start
    quote = cited.quote
    return join((quote[:left], tag("strong", quote[left:right]), quote[right:]))


def chip(cited: Citation, language: Language) -> Html:
    """The number of a citation, which opens its source."""
    where = ", ".join(filter(None, (cited.title, place(cited.page, cited.page_label, language))))
    label = say("page.source_n", language, n=cited.n, where=where)
    return _cited(cited, str(cited.n), class_="v-chip", aria_label=label, title=label)


def _cited(cited: Citation, *words: object, **attributes: object) -> Html:
    span = (cited.start, cited.end)
    return opener(cited.document, cited.page, span, *words, **attributes)


def _sources(citations: Sequence[Citation], library: DocumentsById, language: Language) -> Html:
    """The documents in the order they are first cited, each with its numbers and places."""
    by_document: dict[str, list[Citation]] = {}
    for cited in citations:
        by_document.setdefault(cited.document, []).append(cited)
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
    older = first.superseded_by and tag("span", superseded(first, language), class_="v-older")
    places = join(_place(cited, language) for cited in group)
    return join((title, line, older, tag("span", places, class_="v-places")))


def _place(cited: Citation, language: Language) -> Html:
    where = place(cited.page, cited.page_label, language) or say("page.read_passage", language)
    told = tag("span", say("page.source", language), class_="v-unseen")
    number = tag("span", str(cited.n), class_="v-number")
    title = tag("span", f", {cited.title}", class_="v-unseen")
    return _cited(cited, told, " ", number, " ", where, title, class_="v-place")
