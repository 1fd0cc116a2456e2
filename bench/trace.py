"""One file and one question followed through Verbatim, with their values.

    python -m bench.trace [--out docs/architecture.md]

The file is a press release of corpus/; it answers the question. With --out the two tables are
written between the markers of their section.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import ROOT
from bench.report import markdown_table, publish
from rag import Answer, Hit, Passage, Rag
from rag.encoders import CachingEncoder, Encoder, load_encoder
from rag.ingest import ingest
from rag.passages import embedded_text, split
from rag.readers import read
from rag.records import Reading

CORPUS = ROOT / "corpus"
FILE = "communiques/2023-11-15-ai-movement.pdf"
QUESTION = "Qui préside Ai Movement ?"


def main() -> None:
    """Follows the file and the question, and publishes the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    encoder = CachingEncoder(load_encoder())
    with tempfile.TemporaryDirectory() as folder:
        ingest([CORPUS], Path(folder), encoder)
        library = Rag.open(folder, loader=lambda name, revision: encoder)
        answer = library.ask(QUESTION)
    quoted = answer.citations[0]
    reading = read(CORPUS / FILE, CORPUS)
    cited = next(one for one in split(reading) if one.start <= quoted.start < one.end)
    file = markdown_table(("in", "what happens", "value"), file_rows(reading, cited, encoder))
    question = markdown_table(("in", "what happens", "value"), question_rows(answer))
    text = f"**The file** `corpus/{FILE}`\n\n{file}\n\n**The question** “{QUESTION}”\n\n{question}"
    publish(text, "trace", options.out)


def file_rows(reading: Reading, passage: Passage, encoder: Encoder) -> list[list[str]]:
    """The steps of the file: a row for each package."""
    document, pages = reading.document, reading.pages
    text = embedded_text(document, passage)
    vector = encoder.encode([text], kind="passage")[0]
    words = ", ".join(str(len(page.boxes)) for page in pages)
    return [
        ["`readers/`", "pages, with a box for each word", f"{len(pages)} pages; {words} words"],
        ["`readers/`", "title, date, language", facts(reading)],
        ["`passages`", "whole sentences under one heading", f"{len(split(reading))} passages"],
        ["`passages`", "the passage that will be cited", place(passage)],
        ["`encoders/`", "title, headings and text to a vector", f"{len(vector)} dimensions"],
        ["`store/`", "document, terms and vectors in one generation", f"`{document.id[:12]}…`"],
    ]


def question_rows(answer: Answer) -> list[list[str]]:
    """The steps of the question: a row for each package."""
    first, quoted = answer.hits[0], answer.citations[0]
    span = quoted.span.text if quoted.span else "none"
    return [
        ["`language/`", "the language of the question", answer.language],
        ["`retrieval/`", "BM25 and cosine of the first hit", scores(first)],
        ["`retrieval/`", "both fused, then reranked by proximity", f"{first.score:.2f}"],
        ["`answering/`", "confidence that the documents answer", f"{answer.confidence:.2f}"],
        ["`answering/`", "the sentence that answers", quoted.quote],
        ["`answering/`", "the short answer inside it", span],
        ["`answering/`", "the sentence with what it needs", quoted.text],
        ["`citations/`", "the quote, read again from its page", f"p. {quoted.page}"],
        ["`citations/`", "its permalink", f"`{short(quoted.permalink)}`"],
    ]


def facts(reading: Reading) -> str:
    """The title, date and language of a document."""
    document = reading.document
    return f"{document.title}; {document.date}; {document.language}"


def place(passage: Passage) -> str:
    """The page and the characters of a passage."""
    return f"page {passage.page}, characters {passage.start} to {passage.end}"


def scores(hit: Hit) -> str:
    """The two scores of a hit."""
    return f"{hit.lexical or 0:.2f} and {hit.semantic or 0:.2f}"


def short(permalink: str) -> str:
    """A permalink with its sha256 shortened."""
    head, _, tail = permalink.partition("#")
    return f"{head[:21]}…#{tail}"


if __name__ == "__main__":
    main()
