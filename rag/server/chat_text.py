"""An answer as the text of a chat message, and the turns of a conversation read back from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from rag.messages import say
from rag.messages.answers import (
    absent,
    as_of,
    by_model,
    conflict,
    marks,
    quoted,
    reference,
    struck_lines,
    understood,
    understood_in,
)
from rag.messages.library import listed_lines
from rag.messages.scope import scope_line
from rag.records import LANGUAGES, Answer, Exchange, Language
from rag.records.drafts import Draft

_MOST_QUOTES, _LONGEST = 20, 10_000  # of an earlier turn, as POST /v1/ask takes them
_NUMBERS = re.compile(r"(?:\[\d+\])+")


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where the quote of a citation, by its number, stands in a text, without quotation marks."""

    start: int
    end: int
    citation: int


@dataclass(slots=True)
class ChatText:
    """The text of a message while it is written, and the places of its quotes."""

    text: str = ""
    places: list[QuotePlace] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Adds a line."""
        self.text += f"{line}\n"

    def add_quote(self, quote: str, citations: Sequence[int], language: Language) -> None:
        """Adds a quote to the letter, between quotation marks, and the numbers of its sources."""
        before, after = marks(language)
        start = len(self.text) + len(before)
        self.places += [QuotePlace(start, start + len(quote), n) for n in citations]
        self.add(f"{before}{quote}{after} {''.join(f'[{n}]' for n in citations)}")

    def gap(self) -> None:
        """Adds an empty line after what is there."""
        if self.text and not self.text.endswith("\n\n"):
            self.text += "\n"


def chat_text(answer: Answer) -> ChatText:
    """An answer as text: how it was understood, its quotes, and its sources with permalinks."""
    message = ChatText()
    for line in _lead(answer):
        message.add(line)
    for part in answer.parts or (answer,):
        message.gap()
        if answer.parts:
            for line in (part.question, *_understood(part)):
                message.add(line)
        _add_body(message, part, answer)
    if answer.citations:
        message.gap()
        message.add(say("answers.sources", answer.language))
    for cited in answer.citations:
        message.add(f"[{cited.n}] {reference(cited, answer.language)}\n    {cited.permalink}")
    return message


def _lead(answer: Answer) -> Iterator[str]:
    """How the question was taken, over which documents, and what is done instead."""
    language = answer.language
    yield from _understood(answer)
    if answer.as_of is not None:
        yield as_of(answer.as_of, language)
    if answer.scope is not None:
        yield scope_line(answer.scope, language)
    if answer.note:
        yield answer.note
    if answer.citations:  # a refusal says it itself
        yield from (absent(one, language) for one in answer.absent)


def _understood(answer: Answer) -> Iterator[str]:
    language = answer.language
    if answer.understood:
        yield understood(answer.understood, language)
    for meaning in answer.meanings[1:]:
        yield f"{say('answers.may_mean', language)} {quoted(meaning, language)}"
    if answer.named:
        yield understood_in(answer.named, language)


def _add_body(message: ChatText, part: Answer, whole: Answer) -> None:
    """What an answer or a part of one says; the citations are those of the whole."""
    language = part.language
    for statement in part.statements:
        message.add_quote(statement.text, statement.citations, language)
    if part.withheld:
        message.add(say("answers.withheld", language, count=part.withheld))
    if not part.citations:
        message.add(part.text)
    if part.listed is not None:
        for line in listed_lines(part.listed, language):
            message.add(f"- {line}")
    for one in part.conflicts:
        message.add(conflict(one, whole.citations, language))
    if part.written is not None:
        _add_draft(message, part.written, language)


def _add_draft(message: ChatText, draft: Draft, language: Language) -> None:
    """What a model wrote, apart from the quotes; then the rejected sentences, and why."""
    message.add(by_model(draft, language))
    for one in draft.sentences:
        if not one.struck:
            message.add(f"{one.text} {''.join(f'[{n}]' for n in one.citations)}")
    for line in struck_lines(draft, language):
        message.add(line)


def read_turn(question: str, reply: str) -> Exchange:
    """The turn of a conversation whose reply was written by ``chat_text``.

    Of another text, only the question counts.
    """
    lines = reply.splitlines()
    meant = next(filter(None, map(_meant, lines[:1])), "")
    quotes = chain.from_iterable(_quotes(reply, language) for language in LANGUAGES)
    kept = tuple(quote[:_LONGEST] for quote in islice(quotes, _MOST_QUOTES))
    return Exchange(question[:_LONGEST], meant[:_LONGEST], kept)


def _quotes(reply: str, language: Language) -> Iterator[str]:
    """The quotes of a reply: each starts a line, and ends one with the numbers of its sources.

    Each line is read once. A regular expression would read the rest of the reply for every line
    that starts like a quote.
    """
    before, after = marks(language)
    opened: list[str] = []
    for line in reply.split("\n"):
        if not opened:
            if not line.startswith(before):
                continue
            line = line.removeprefix(before)
        text, _, numbers = line.rpartition(f"{after} ")
        if _NUMBERS.fullmatch(numbers) and numbers != line:
            yield "\n".join((*opened, text))
            opened = []
        else:
            opened.append(line)


def _meant(line: str) -> str:
    """The question that a line says was understood; "" if it says something else."""
    for language in LANGUAGES:
        before, _, after = understood("\0", language).partition("\0")
        if line.startswith(before) and line.endswith(after):
            return line.removeprefix(before).removesuffix(after)
    return ""
