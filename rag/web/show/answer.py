"""Answers, refusals and errors as the conversation shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rag.errors import RagError
from rag.messages.answers import day, place
from rag.messages.page import counted, say
from rag.records import Answer, Citation, Document, Hit, Language, Statement
from rag.text import is_stop_word, words
from rag.web.show.icons import icon
from rag.web.show.markup import Html, join, tag, text

Library = Mapping[str, Document]
_NEAREST = 3  # passages shown with a refusal
_EXCERPT = 280  # characters of each


def answer(found: Answer, number: int, library: Library, language: Language) -> Html:
    """One turn of the conversation, its frame in the language of the question.

    ``number`` counts the turns from 1; ``language`` is the page's, for the names of its buttons.
    """
    body = _found(found, library, language) if found.found else _refusal(found, library)
    return _turn(found.question, found.language, number, body)


def pending(question: str, asked_in: Language, number: int) -> Html:
    """A turn whose answer is being looked for."""
    waiting = tag("p", tag("span", class_="v-dots"), say("searching", asked_in), class_="v-pending")
    return _turn(question, asked_in, number, waiting)


def error(question: str, fault: RagError, asked_in: Language, number: int) -> Html:
    """A turn that failed: one line, in the language of the question."""
    line = tag("p", icon("alert"), tag("span", fault.message(asked_in)), class_="v-error")
    return _turn(question, asked_in, number, line)


def _turn(question: str, asked_in: Language, number: int, body: Html) -> Html:
    heading = tag("h2", question, id=f"turn-{number}", class_="v-question")
    return tag(
        "article", heading, body, class_="v-turn", lang=asked_in, aria_labelledby=f"turn-{number}"
    )


def _found(found: Answer, library: Library, language: Language) -> Html:
    documents = len({cited.document for cited in found.citations})
    cited = {citation.n: citation for citation in found.citations}
    return join(
        (
            tag("p", counted("found", documents, found.language), class_="v-frame"),
            *(_statement(said, cited, found.language) for said in found.statements),
            _sources(found.citations, library, language),
        )
    )


def _statement(said: Statement, cited: Mapping[int, Citation], frame: Language) -> Html:
    """A quoted sentence between the marks of the frame's language, with its numbers."""
    source = cited[said.citations[0]]
    opening, closing = ("«\u202f", "\u202f»") if frame == "fr" else ("“", "”")
    quote = tag("q", text(opening), _emphasised(source), text(closing), lang=source.language)
    other = source.language != frame
    label = (
        tag("span", say(f"quote_{source.language}", frame), class_="v-tongue") if other else None
    )
    chips = join(_chip(cited[n], frame) for n in said.citations)
    return tag("p", quote, " ", label, chips, class_="v-statement")


def _emphasised(cited: Citation) -> Html:
    """The quote, its short answer strong where it has one."""
    if cited.span is None:
        return text(cited.quote)
    left, right = cited.span.start - cited.start, cited.span.end - cited.start
    quote = cited.quote
    return join((quote[:left], tag("strong", quote[left:right]), quote[right:]))


def _chip(cited: Citation, language: Language) -> Html:
    where = ", ".join(filter(None, (cited.title, place(cited.page, cited.page_label, language))))
    label = say("source_n", language, n=cited.n, where=where)
    return _opener(cited, str(cited.n), class_="v-chip", aria_label=label, title=label)


def _opener(cited: Citation, *words: object, **attributes: object) -> Html:
    """A button that opens a citation in the source panel."""
    return tag(
        "button",
        *words,
        type="button",
        data_act="cite",
        data_document=cited.document,
        data_page=cited.page or "",
        data_start=cited.start,
        data_end=cited.end,
        **attributes,
    )


def _sources(citations: Sequence[Citation], library: Library, language: Language) -> Html:
    items = (
        tag("li", _source(cited, library.get(cited.document), language)) for cited in citations
    )
    heading = tag("h3", say("sources", language), class_="v-label")
    return tag("section", heading, tag("ol", *items), class_="v-sources", lang=language)


def _source(cited: Citation, document: Document | None, language: Language) -> Html:
    facts = [document.issuer if document else None]
    facts += [day(cited.date, language) if cited.date else say("undated", language)]
    facts += [place(cited.page, cited.page_label, language)]
    number = tag("span", str(cited.n), class_="v-number", aria_hidden="true")
    title = tag("span", cited.title, class_="v-title", lang=cited.language)
    line = tag("span", " · ".join(fact for fact in facts if fact), class_="v-facts")
    return _opener(cited, number, tag("span", title, line), class_="v-source")


def _refusal(found: Answer, library: Library) -> Html:
    """What was searched, and the nearest passages as such."""
    frame = found.language
    head = tag("p", icon("none"), tag("strong", found.text), class_="v-refusal")
    tried = tag("ul", *(tag("li", line) for line in _tried(found, library)), class_="v-tried")
    nearest = [tag("li", _nearest(hit, frame)) for hit in found.hits[:_NEAREST]]
    shown = nearest and join(
        (
            tag("h3", say("nearest", frame), class_="v-label"),
            tag("ol", *nearest, class_="v-nearest"),
        )
    )
    searched = tag("h3", say("searched", frame), class_="v-label")
    return tag("div", head, searched, tried, shown or None, class_="v-refused")


def _tried(found: Answer, library: Library) -> list[str]:
    languages = Counter(document.language for document in library.values())
    counts = {"count": len(library), "fr": languages["fr"], "en": languages["en"]}
    kept = [
        found.question[word.start : word.end]
        for word in words(found.question)
        if not is_stop_word(word.folded, found.language)
    ]
    lines = [say("searched_documents", found.language, **counts)]
    if kept:
        lines.append(say("searched_terms", found.language, terms=", ".join(dict.fromkeys(kept))))
    return lines


def _nearest(hit: Hit, frame: Language) -> Html:
    passage = hit.passage
    excerpt = " ".join(passage.text.split())
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[:_EXCERPT].rsplit(" ", 1)[0] + " …"
    where = ", ".join(filter(None, (hit.document.title, place(passage.page, hit.label, frame))))
    opener = tag(
        "button",
        where,
        type="button",
        class_="v-link",
        data_act="cite",
        data_document=passage.document_id,
        data_page=passage.page or "",
        data_start=passage.start,
        data_end=passage.end,
    )
    return join((tag("p", excerpt, lang=passage.language), opener))
