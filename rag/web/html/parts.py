"""Answers in several parts, and lists of documents from the catalogue."""

from __future__ import annotations

from rag.messages import say
from rag.messages.answers import understood, understood_in
from rag.messages.library import facts_of
from rag.messages.typography import capitalised
from rag.records import Answer, DocumentList, Language, ListedDocument
from rag.web.html.answer import DocumentsById, render_quotes, render_sources, source_button
from rag.web.html.markup import Html, join, tag


def exact_button(words: str, number: int, question: str, language: Language) -> Html:
    """A button that asks a question of turn ``number`` again, exactly as it was typed."""
    return tag(
        "button", words, type="button", class_="v-link", data_act="exact", data_turn=number,
        data_question=question, lang=language,
    )  # fmt: skip


def render_understood(answer: Answer, number: int, language: Language) -> Html | None:
    """How a question of turn ``number`` was taken, with buttons for the words as typed and for
    its other meaning; ``None`` if it was taken as typed."""
    if not answer.understood and answer.listed is None:
        return None
    label = "page.ask_exactly" if answer.understood else "page.ask_documents"
    said = [understood(answer.understood, answer.language)] if answer.understood else []
    buttons = [exact_button(say(label, language), number, answer.question, language)]
    for other in answer.meanings[1:]:
        buttons += [
            tag("span", say("answers.may_mean", answer.language)),
            exact_button(other, number, other, answer.language),
        ]
    line = join((*said, *buttons), " ")
    return tag(
        "p", line, class_="v-note v-understood", lang=answer.language,
        data_understood=answer.understood or None,
    )  # fmt: skip


def render_named(answer: Answer, number: int, language: Language) -> Html | None:
    """The documents that a question of turn ``number`` names, with a button to ask all of them."""
    if not answer.named:
        return None
    button = exact_button(say("page.ask_everywhere", language), number, answer.question, language)
    said = understood_in(answer.named, answer.language)
    return tag("p", said, " ", button, class_="v-note v-understood", lang=answer.language)


def render_parts(answer: Answer, number: int, library: DocumentsById, language: Language) -> Html:
    """Each part of turn ``number`` under its own heading, then the sources of all.

    Two sides of a comparison stand side by side where there is room.
    """
    parts = [_part(part, number, language) for part in answer.parts]
    both = "v-parts v-both" if answer.compared else "v-parts"
    found = answer.citations and render_sources(answer.citations, library, language)
    return join((tag("div", *parts, class_=both), found or None))


def render_listed(answer: Answer) -> Html:
    """The sentence of the catalogue, then its documents, each a button that opens it."""
    said = tag("p", answer.text, class_="v-said", lang=answer.language)
    listed = answer.listed
    if listed is None or not listed.documents:
        return said
    items = [tag("li", _document(each, answer.language)) for each in listed.documents]
    return join((said, tag("ul", *items, class_="v-listed"), _more(listed, answer.language)))


def _part(part: Answer, number: int, language: Language) -> Html:
    heading = tag("h3", capitalised(part.question), class_="v-part-question")
    taken = render_understood(part, number, language) if part.understood else None
    named = render_named(part, number, language)
    if part.listed is not None:
        body = render_listed(part)
    elif part.found:
        body = render_quotes(part, language)
    else:
        body = tag("p", part.text, class_="v-none")
    return tag("section", heading, taken, named, body, class_="v-part", lang=part.language)


def _document(document: ListedDocument, language: Language) -> Html:
    page = None if document.pages is None else 1
    button = source_button(
        document.document, page, (0, 0), document.title, class_="v-link", lang=document.language
    )
    line = " · ".join(facts_of(document, language))
    return join((button, tag("span", line, class_="v-facts") if line else None))


def _more(listed: DocumentList, language: Language) -> Html | None:
    left = listed.count - len(listed.documents)
    return tag("p", say("library.more", language, count=left), class_="v-facts") if left else None
