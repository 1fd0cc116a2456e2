"""A refusal within a scope: that only the chosen documents were read, and what the others have."""

from __future__ import annotations

from dataclasses import replace

from rag.messages import say
from rag.messages.answers import joined, quoted
from rag.records import Answer

_MOST_TITLES = 3  # documents that are named


def refused_within(refused: Answer, whole: Answer, documents: int) -> Answer:
    """A refusal within a scope of some documents, with a note that says so.

    The note says too whether ``whole``, the answer of the whole library, is found, and where.
    """
    language = refused.language
    lines = [refused.note, say("answers.only_chosen", language, count=documents)]
    titles = list(dict.fromkeys(cited.title for cited in whole.citations))[:_MOST_TITLES]
    named = joined([quoted(title, language) for title in titles], language)
    if not whole.found:
        lines.append(say("answers.whole_refuses", language))
    elif titles:
        lines.append(say("answers.whole_answers_in", language, titles=named))
    else:
        lines.append(say("answers.whole_answers", language))
    return replace(refused, note=" ".join(filter(None, lines)))
