"""A refusal is a report: what was searched, and the nearest passages as such."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from rag.language.words import is_stop_word, words
from rag.messages import say
from rag.messages.answers import place
from rag.records import LANGUAGES, Answer, Document, Hit, Language
from rag.web.html.answer import DocumentsById, left_out, opener
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag

_NEAREST = 3  # passages shown
_EXCERPT = 280  # characters of each


def refusal(told: Answer, library: DocumentsById) -> Html:
    """The sentence of the refusal, what was searched, the nearest passages."""
    frame = told.language
    head = tag("p", icon("none"), tag("strong", told.text), class_="v-refusal")
    tried = tag("ul", *(tag("li", line) for line in _tried(told, library)), class_="v-tried")
    searched = tag("h3", say("page.searched", frame), class_="v-label")
    nearest = None
    if told.hits:
        items = (tag("li", _nearest(hit, frame)) for hit in told.hits[:_NEAREST])
        heading = tag("h3", say("answers.nearest", frame), class_="v-label")
        nearest = join((heading, tag("ol", *items, class_="v-nearest")))
    return tag("div", head, left_out(told), searched, tried, nearest, class_="v-refused")


def _tried(told: Answer, library: DocumentsById) -> list[str]:
    searched = [document for document in library.values() if _was_there(document, told.as_of)]
    languages = Counter(document.language for document in searched)
    each = (say(f"page.searched_{one}", told.language, count=languages[one]) for one in LANGUAGES)
    documents = say("words.documents", told.language, count=len(searched))
    kept = [
        told.question[word.start : word.end]
        for word in words(told.question)
        if not is_stop_word(word.folded, told.language)
    ]
    lines = [
        say(
            "page.searched_documents",
            told.language,
            documents=documents,
            languages=", ".join(each),
        )
    ]
    if kept:
        lines.append(
            say("page.searched_terms", told.language, terms=", ".join(dict.fromkeys(kept)))
        )
    return lines


def _was_there(document: Document, day: dt.date | None) -> bool:
    """Whether a question asked as on a day was looked for in a document."""
    return day is None or document.date is None or document.date <= day


def _nearest(hit: Hit, frame: Language) -> Html:
    passage = hit.passage
    excerpt = " ".join(passage.text.split())
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[:_EXCERPT].rsplit(" ", 1)[0] + " …"
    where = ", ".join(filter(None, (hit.document.title, place(passage.page, hit.label, frame))))
    button = opener(
        passage.document_id, passage.page, (passage.start, passage.end), where, class_="v-link"
    )
    return join((tag("p", excerpt, lang=passage.language), button))
