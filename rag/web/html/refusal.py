"""An answer that was not found: what was searched, and the nearest passages."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from rag.language import detect
from rag.language.words import is_stop_word, words
from rag.messages import say
from rag.messages.answers import place
from rag.records import LANGUAGES, Answer, Document, Hit, Language
from rag.web.html.answer import DocumentsById, source_button, withheld_note
from rag.web.html.markup import Html, icon, join, tag

_NEAREST = 3  # number of passages
_EXCERPT = 280  # characters of each


def render_refusal(answer: Answer, library: DocumentsById) -> Html:
    """The sentence that nothing was found, what was searched, and the nearest passages."""
    language = answer.language
    head = tag("p", icon("none"), tag("strong", answer.text), class_="v-refusal")
    searched = None
    if lines := _searched(answer, library):
        heading = tag("h3", say("page.searched", language), class_="v-label")
        searched = join(
            (heading, tag("ul", *(tag("li", line) for line in lines), class_="v-searched"))
        )
    nearest = None
    if answer.hits:
        items = (tag("li", _nearest(hit, language)) for hit in answer.hits[:_NEAREST])
        heading = tag("h3", say("answers.nearest", language), class_="v-label")
        nearest = join((heading, tag("ol", *items, class_="v-nearest")))
    return tag("div", head, withheld_note(answer), searched, nearest, class_="v-refused")


def _searched(answer: Answer, library: DocumentsById) -> list[str]:
    searched = [document for document in library.values() if _is_included(document, answer.as_of)]
    languages = Counter(document.language for document in searched)
    counts = (
        say(f"page.searched_{each}", answer.language, count=languages[each]) for each in LANGUAGES
    )
    documents = say("words.documents", answer.language, count=len(searched))
    asked = answer.understood or answer.question
    spoken = detect(asked)  # the answer may be in the language of the page
    terms = [
        asked[word.start : word.end]
        for word in words(asked)
        if not is_stop_word(word.folded, spoken)
    ]
    counted = say(
        "page.searched_documents", answer.language, documents=documents, languages=", ".join(counts)
    )
    lines = [] if answer.scope else [counted]  # the refusal itself counts those in a scope
    if terms:
        lines.append(
            say("page.searched_terms", answer.language, terms=", ".join(dict.fromkeys(terms)))
        )
    return lines


def _is_included(document: Document, day: dt.date | None) -> bool:
    """Whether a document is searched by a question about the documents as of a day."""
    return day is None or document.date is None or document.date <= day


def _nearest(hit: Hit, language: Language) -> Html:
    passage = hit.passage
    # No-break spaces stay: French puts them before : ; ? !
    excerpt = re.sub(r"[ \t\r]*\n\s*", "\n", re.sub(r"[ \t\r]+", " ", passage.text)).strip()
    if len(excerpt) > _EXCERPT:
        excerpt = re.split(r"[ \n](?=[^ \n]*$)", excerpt[:_EXCERPT], maxsplit=1)[0] + " …"
    where = ", ".join(filter(None, (hit.document.title, place(passage.page, hit.label, language))))
    button = source_button(
        passage.document_id, passage.page, (passage.start, passage.end), where, class_="v-link"
    )
    return join((tag("p", excerpt, lang=passage.language), button))
