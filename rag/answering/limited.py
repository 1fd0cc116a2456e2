"""What an answer says of the documents that it is limited to, by a scope or by a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.messages import say
from rag.messages.answers import titles
from rag.records import Answer
from rag.retrieval.named_documents import NamedDocuments
from rag.store import Library


def refused_within(refused: Answer, elsewhere: Sequence[str], documents: int) -> Answer:
    """A refusal within a scope of some documents, with a note that says so.

    The note says too whether the whole library has an answer, by the titles of the documents that
    answer ``elsewhere``.
    """
    language = refused.language
    lines = [refused.note, say("answers.only_chosen", language, count=documents)]
    if elsewhere:
        where = titles(elsewhere, language)
        lines.append(say("answers.whole_answers_in", language, titles=where))
    else:
        lines.append(say("answers.whole_refuses", language))
    return _with_note(refused, lines)


def within_named(found: Answer, named: NamedDocuments, library: Library) -> Answer:
    """An answer that says whether it comes from the documents that its question names.

    Only if the question wants it from them ("dans le rapport, ..."), and the library has others.
    """
    if not (named.within and found.citations and len(named.titles) < len(library.documents())):
        return found
    if all(cited.document in named.titles for cited in found.citations):
        absent = tuple(one for one in found.absent if one is not named.missing)
        return replace(found, named=tuple(dict.fromkeys(named.titles.values())), absent=absent)
    where = titles(named.titles.values(), found.language)
    return _with_note(found, [say("answers.not_in_named", found.language, titles=where)])


def _with_note(answer: Answer, lines: Iterable[str]) -> Answer:
    return replace(answer, note=" ".join(filter(None, lines)))
