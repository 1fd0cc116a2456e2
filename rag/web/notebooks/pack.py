"""A notebook as one evidence pack, in every format of export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rag.export import Dossier, DossierSection, make_exhibit
from rag.messages import say
from rag.messages.answers import understood
from rag.notebooks import QuoteNotebook
from rag.records import Language
from rag.server import Engine
from rag.server.routes.exports import with_versions
from rag.web.notebooks.caller import CheckedQuote


def notebook_dossier(
    notebook: QuoteNotebook,
    checked: Sequence[CheckedQuote],
    source: Engine,
    language: Language,
    *,
    crops: bool,
) -> Dossier:
    """The dossier of a notebook: each quote below its question, with its comment, in order.

    A quote that no longer stands is no evidence: it is named with the reason, without a number.
    """
    sections: list[DossierSection] = []
    last = ("", "")
    for each in checked:
        is_new, last = each.kept.asked != last, each.kept.asked
        sections.append(_section(each, language, with_question=is_new))
    cited = [each.citation for each in checked if each.citation is not None]
    return Dossier(
        notebook.title,
        language,
        dt.date.today(),
        source.index_id,
        tuple(sections),
        tuple(make_exhibit(each, source, crops=crops) for each in with_versions(cited, source)),
    )


def _section(checked: CheckedQuote, language: Language, *, with_question: bool) -> DossierSection:
    kept, lines = checked.kept, []
    heading = " ".join(kept.question.split()) if with_question else ""
    if heading and kept.understood:
        lines.append(understood(" ".join(kept.understood.split()), language))
    if kept.comment:
        lines.append(
            say("notebooks.comment_line", language, comment=" ".join(kept.comment.split()))
        )
    if checked.citation is not None:
        return DossierSection(heading, tuple(lines), (checked.citation.n,))
    if not kept.text:
        return DossierSection(heading, (*lines, say("notebooks.hidden_line", language)), ())
    where = ", ".join(part for part in (kept.title, kept.place) if part)
    words = " ".join(kept.text.split())
    lines.append(say("notebooks.fallen_line", language, quote=words, where=where))
    return DossierSection(heading, tuple(lines), ())
