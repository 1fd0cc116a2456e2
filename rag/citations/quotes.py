"""A quote, and the citation that is made of it once it is verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.records import Amendment, Citation, Hit, Span, Successor


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a hit: ``Page.text[start:end] == text``; ``score`` in 0..1.

    ``pieces`` are the parts of the page that are quoted: the sentence with what it needs to stand
    by itself, in reading order and apart. Without any, the sentence alone is quoted.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    span: Span | None = None
    pieces: tuple[Span, ...] = ()

    @property
    def main(self) -> Span:
        """The piece that holds the sentence."""
        sentence = Span(self.start, self.end, self.text)
        held = (each for each in self.pieces if each.start <= self.start and self.end <= each.end)
        return next(held, sentence)

    @property
    def quoted(self) -> tuple[Span, ...]:
        """What is quoted: the pieces, or the sentence alone."""
        return self.pieces or (self.main,)


def cite(
    n: int, quote: Quote, newer: Mapping[str, Successor], amendments: Sequence[Amendment] = ()
) -> Citation:
    """The citation number ``n``, of a verified quote, with any newer version of its document."""
    passage, document, main = quote.hit.passage, quote.hit.document, quote.main
    return Citation(
        n=n,
        document=document.id,
        path=document.path,
        title=document.title,
        page=passage.page,
        page_label=quote.hit.label,
        start=main.start,
        end=main.end,
        quote=main.text,
        language=passage.language,
        date=document.date,
        sha256=document.id,
        score=quote.score,
        metadata=document.metadata,
        ocr=passage.ocr,
        span=quote.span,
        superseded_by=newer.get(document.id),
        context=tuple(each for each in quote.quoted if each != main),
        amendments=tuple(amendments),
    )
