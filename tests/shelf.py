"""A small engine for the tests of the server and the page: real readers, the plainest search."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.errors import QuestionInvalid, SourceUnavailable
from rag.language import detect
from rag.messages.answers import not_found
from rag.passages import split
from rag.readers import read, render_page
from rag.records import Answer, Citation, Document, Hit, Page, Passage, Reading, Statement
from rag.sentences import sentences
from rag.text import terms


class Shelf:
    """Answers with the sentences that hold at least half of the question's terms."""

    index_id = "shelf"

    def __init__(self, root: Path, files: Sequence[Path]) -> None:
        self._readings = {
            reading.document.id: reading for reading in (read(f, root) for f in files)
        }

    def ask(self, question: str) -> Answer:
        asked = question.strip()
        if not asked or len(asked) > 2_000:
            raise QuestionInvalid(length=len(asked), limit=2_000)
        language = detect(asked)
        hits = sorted(self._hits(asked), key=lambda hit: -hit.score)
        cited = [
            self._citation(n, hit, asked) for n, hit in enumerate(hits[:3], 1) if hit.score >= 0.5
        ]
        said = tuple(Statement(citation.quote, (citation.n,)) for citation in cited)
        text = " ".join(f"{s.text} [{s.citations[0]}]" for s in said)
        return Answer(
            question=asked,
            language=language,
            found=bool(cited),
            text=text or not_found(language, len(self._readings)),
            statements=said,
            citations=tuple(cited),
            hits=tuple(hits[:10]),
            confidence=hits[0].score if hits else 0.0,
            index_id=self.index_id,
            timings_ms={},
        )

    def documents(self) -> tuple[Document, ...]:
        return tuple(reading.document for reading in self._readings.values())

    def document(self, document_id: str) -> Document:
        return self._readings[document_id].document

    def page(self, document_id: str, number: int | None) -> Page:
        pages = {page.number: page for page in self._readings[document_id].pages}
        return pages[number]

    def page_image(
        self,
        document_id: str,
        number: int,
        *,
        highlights: Sequence[tuple[int, int]] = (),
        scale: float = 1.5,
    ) -> bytes:
        document, page = self.document(document_id), self.page(document_id, number)
        if document.format != "pdf":
            raise SourceUnavailable(path=document.path, cause=document.format)
        marked = [
            box for box in page.boxes if any(box.start < e and s < box.end for s, e in highlights)
        ]
        return render_page(self.original(document_id), number, marked, scale)

    def original(self, document_id: str) -> Path:
        document = self.document(document_id)
        path = Path(document.root) / document.path
        if not path.is_file():
            raise SourceUnavailable(path=document.path, cause="-")
        return path

    def _hits(self, question: str) -> list[Hit]:
        return [
            hit
            for reading in self._readings.values()
            for passage in split(reading)
            if (hit := self._hit(question, reading, passage)).score > 0
        ]

    def _shared(self, asked: set[str], passage: Passage, span: tuple[int, int]) -> int:
        return len(asked & set(terms(passage.text[span[0] : span[1]], passage.language)))

    def _hit(self, question: str, reading: Reading, passage: Passage) -> Hit:
        page = self.page(passage.document_id, passage.page)
        asked = set(terms(question, passage.language))
        share = len(asked & set(terms(passage.text, passage.language))) / max(1, len(asked))
        return Hit(passage, reading.document, page.label, share, None, share)

    def _citation(self, n: int, hit: Hit, question: str) -> Citation:
        passage, document = hit.passage, hit.document
        asked = set(terms(question, passage.language))
        spans = sentences(passage.text)
        start, end = max(
            spans,
            key=lambda s: len(asked & set(terms(passage.text[s[0] : s[1]], passage.language))),
        )
        return Citation(
            n=n,
            document=document.id,
            path=document.path,
            title=document.title,
            page=passage.page,
            page_label=hit.label,
            start=passage.start + start,
            end=passage.start + end,
            quote=passage.text[start:end],
            language=passage.language,
            date=document.date,
            sha256=document.id,
            score=hit.score,
        )
