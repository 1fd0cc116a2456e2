"""Ask one question and print each quote with its document, page and date.

    python examples/ask.py "Who certified the accounts of 2023?" --index index

It exits with 0 when the documents answer, 3 when they do not, 1 on an error.
"""

import argparse
import sys

from rag import Answer, Citation, RagError, query


def place(citation: Citation) -> str:
    """Where a quote is, in words: title, page as printed, date, file."""
    page = citation.page_label or citation.page
    parts = [
        citation.title,
        f"p. {page}" if page is not None else "",
        citation.date.isoformat() if citation.date else "",
        citation.path,
    ]
    return ", ".join(part for part in parts if part)


def report(answer: Answer) -> str:
    """The quotes of an answer, numbered, each followed by where it is."""
    if not answer.found:
        return "The documents do not answer this question."
    return "\n".join(
        f"[{citation.n}] {citation.text}\n    {place(citation)}" for citation in answer.citations
    )


def main() -> int:
    """Read the command line, ask, print."""
    parser = argparse.ArgumentParser(description="Ask one question of an index.")
    parser.add_argument("question")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    options = parser.parse_args()
    try:
        answer = query(options.question, index=options.index)
    except RagError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(answer))
    return 0 if answer.found else 3


if __name__ == "__main__":
    sys.exit(main())
