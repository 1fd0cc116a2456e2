"""The report of an evaluation: one HTML file with the figures, and the worst answers by pages."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from rag.cli.show_evaluation import meaning, unknown
from rag.errors import RagError
from rag.evaluate import (
    Estimate,
    EvaluationChanges,
    ExpectedAnswer,
    JudgedAnswer,
    LibraryEvaluation,
)
from rag.messages import Message, say
from rag.messages.answers import day, reference
from rag.records import Citation, Document, Language
from rag.web.html.markup import Html, join, tag

_MOST = 30  # answers shown with their pages
_SCALE = 1.0  # pixels a point: 100 kB a page
_STYLE = Html("""
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}
th,td{padding:.25rem .75rem;border-bottom:1px solid #8886;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}
article{border-top:2px solid #8886;margin:2rem 0;padding-top:1rem}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}
@media(max-width:50rem){.sides{grid-template-columns:1fr}}
img{max-width:100%;border:1px solid #8886;background:#fff}
blockquote{margin:.5rem 0;padding-left:.75rem;border-left:3px solid #8886}
.outcome{font-weight:600}
""")


class ShownLibrary(Protocol):
    """Where the documents and the images of their pages come from."""

    def document(self, document_id: str) -> Document:
        """A document; raises KeyError."""
        ...

    def page_image(
        self, document_id: str, number: int, *, highlights: list[tuple[int, int]], scale: float
    ) -> bytes:
        """A page as PNG; raises SourceUnavailable."""
        ...


def report_page(
    found: LibraryEvaluation,
    library: ShownLibrary,
    changes: EvaluationChanges | None,
    language: Language,
) -> str:
    """The report as an HTML page that needs no other file."""
    title = say("evaluation.title", language, name=found.name)
    summary = say(
        "evaluation.summary", language, day=day(dt.date.today(), language),
        questions=Message("evaluation.questions", count=len(found.questions)),
        index=found.index_id[:12],
    )  # fmt: skip
    body = (
        tag("h1", title), tag("p", summary), _figures(found, changes, language),
        *_changed(changes, language), *_worst(found, library, language),
        tag("h2", say("evaluation.all", language)), _all(found, language),
    )  # fmt: skip
    head = tag("head", tag("meta", charset="utf-8"), tag("title", title), tag("style", _STYLE))
    return "<!doctype html>\n" + tag("html", head, tag("body", *body), lang=language)


def _figures(
    found: LibraryEvaluation, changes: EvaluationChanges | None, language: Language
) -> Html:
    names = ("command.figure", "command.mean", "evaluation.interval")
    heads = [*(say(name, language) for name in names), "n"]
    heads += [say("evaluation.change", language)] if changes is not None else []
    rows = [
        tag("tr", tag("td", meaning(name, language)), *_cells(name, value, changes))
        for name, value in found.figures.items()
    ]
    return tag("table", tag("tr", *(tag("th", head) for head in heads)), *rows)


def _cells(name: str, value: Estimate, changes: EvaluationChanges | None) -> Iterator[Html]:
    texts = [f"{value.mean:.3f}", f"{value.low:.3f}–{value.high:.3f}", f"{value.count}"]
    if changes is not None:
        texts.append(f"{changes.figures[name]:+.3f}" if name in changes.figures else "")
    return (tag("td", text, class_="n") for text in texts)


def _changed(changes: EvaluationChanges | None, language: Language) -> Iterator[Html]:
    if changes is None:
        return
    for key, questions in (("now_worse", changes.worse), ("now_better", changes.better)):
        if questions:
            yield tag("h2", say(f"evaluation.{key}", language, count=len(questions)))
            yield tag("ul", *(tag("li", question) for question in questions))


def _worst(found: LibraryEvaluation, library: ShownLibrary, language: Language) -> Iterator[Html]:
    worst = found.worst[:_MOST]
    if not worst:
        yield tag("p", say("evaluation.all_good", language))
        return
    yield tag("h2", say("evaluation.worst", language))
    yield from (_case(one, library, language) for one in worst)


def _case(one: JudgedAnswer, library: ShownLibrary, language: Language) -> Html:
    """A question with what was expected and what was answered, side by side."""
    wanted = tag("section", tag("h4", say("evaluation.expected", language)),
                 *_wanted(one, library, language))  # fmt: skip
    quotes = [_quote(cited, library, language) for cited in one.citations[:3]]
    got = tag(
        "section", tag("h4", say("evaluation.got", language)), *(quotes or [tag("p", one.text)])
    )
    outcome = tag("p", say(f"evaluation.{one.outcome}", language), class_="outcome")
    return tag(
        "article",
        tag("h3", one.expected.question),
        outcome,
        tag("div", wanted, got, class_="sides"),
    )


def _wanted(one: JudgedAnswer, library: ShownLibrary, language: Language) -> Iterator[Html]:
    expected = one.expected
    yield tag("p", _in_words(expected, language))
    if one.unknown_documents:
        yield tag("p", unknown(one.unknown_documents, language))
    page = next((int(each) for each in expected.pages if each.isdigit()), 1)
    for document in one.document_ids[:1]:
        yield from _image(library, document, page, [])


def _in_words(expected: ExpectedAnswer, language: Language) -> str:
    """What was expected, in one line."""
    if expected.refused:
        return say("evaluation.no_answer", language)
    pages = [say("answers.place", language, page=page) for page in expected.pages]
    return ", ".join((*expected.documents, *pages, *expected.answers))


def _quote(cited: Citation, library: ShownLibrary, language: Language) -> Html:
    source = tag("p", reference(cited, language))
    images = _image(library, cited.document, cited.page or 1, [(cited.start, cited.end)])
    return join((tag("blockquote", cited.text, lang=cited.language), source, *images))


def _image(
    library: ShownLibrary, document: str, page: int, spans: list[tuple[int, int]]
) -> Iterator[Html]:
    """The image of a page, nothing if its document has no pages to show or has changed."""
    try:
        png = library.page_image(document, page, highlights=spans, scale=_SCALE)
    except (RagError, KeyError):
        return
    yield tag("img", src=f"data:image/png;base64,{base64.b64encode(png).decode()}", alt="")


def _all(found: LibraryEvaluation, language: Language) -> Html:
    rows = (
        tag("tr", tag("td", one.expected.question), tag("td", _in_words(one.expected, language)),
            tag("td", say(f"evaluation.{one.outcome}", language)))
        for one in found.questions
    )  # fmt: skip
    return tag("table", *rows)
