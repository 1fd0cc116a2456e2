"""Sentences that say the kind of thing asked for: of those that answer, and of all others.

    python -m bench.answer_kinds [--out bench/RESULTS.md]

The questions are those in everyday words of ``train/reader``, with the sentences that answer each.
A sentence that answers must be kept by ``of_kind_asked``; of the other sentences of the passages,
and of those of questions that nothing answers, the fewer are kept the better.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.report import markdown_table, publish
from rag.answering.kind_asked import of_kind_asked
from rag.answering.question import answer_kind
from rag.citations.quotes import Quote
from rag.language.figures.how_many import asks_for_things
from rag.language.figures.shares import asks_for_share
from rag.language.questions.questions import YEAR_ASKED
from rag.language.sentences import read_sentences
from rag.language.words import fold
from rag.questions.named_things import read_named_things
from rag.records import Document, Hit, Language, Passage
from train.reader.everyday import WrittenQuestion, written

ANSWERS, BESIDE, NEAR_MISS = "answers", "beside it", "of a near miss"
Counts = Counter[tuple[str, str, bool]]  # kind asked for, what the sentence is, whether it is kept


def main() -> None:
    """Prints the table, or writes it into a results file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    publish(section(counted(written())), "kinds", parser.parse_args().out)


def counted(questions: Iterable[WrittenQuestion]) -> Counts:
    """How many sentences of each kind of question are kept."""
    found: Counts = Counter()
    for one in questions:
        kind, asked = kind_of(one.question, one.lang), read_named_things(one.question, one.lang)
        for role, text in _sentences(one):
            found[kind, role, bool(of_kind_asked([_quote(one, text)], asked))] += 1
    return found


def kind_of(question: str, language: Language) -> str:
    """What a question asks for, as the table calls it."""
    folded = fold(question)
    if YEAR_ASKED[language].search(folded):
        return "year"
    if asks_for_share(folded, language):
        return "share"
    kind = answer_kind(question, language)
    if kind == "count" and asks_for_things(folded, language):
        return "how many things"
    return {"count": "other number", "duration": "how long", "person": "who"}.get(kind, "other")


def section(counts: Counts) -> str:
    """The section of the results file."""
    kinds = sorted({kind for kind, _, _ in counts})
    rows = [[kind, *(_share(counts, kind, role) for role in (ANSWERS, BESIDE, NEAR_MISS))]
            for kind in kinds]  # fmt: skip
    return (
        "## The kind of thing asked for\n\n"
        "`python -m bench.answer_kinds`: sentences that are kept because they say the kind of thing"
        " that a question in everyday words asks for. Those that answer should be; of the others,"
        " the fewer the better.\n\n"
        + markdown_table(("asked for", "answer", "beside it", "of a near miss"), rows)
    )


def _share(counts: Counts, kind: str, role: str) -> str:
    kept, every = counts[kind, role, True], sum(counts[kind, role, each] for each in (True, False))
    return f"{kept} of {every} ({kept / every:.1%})" if every else "-"


def _sentences(one: WrittenQuestion) -> Iterator[tuple[str, str]]:
    """What each sentence of a passage is to its question, and its text."""
    for text in one.answering:
        yield ANSWERS, text
    for sentence in read_sentences(one.passage, one.passage_lang):
        if not any(sentence.text in text or text in sentence.text for text in one.answering):
            yield BESIDE if one.answering else NEAR_MISS, sentence.text


def _quote(one: WrittenQuestion, text: str) -> Quote:
    language, end = one.passage_lang, len(text)
    document = Document("d", "/r", "d.md", one.title, "md", language, None, None, 1)
    passage = Passage(
        document_id="d", page=None, start=0, end=end, text=text, headings=(), language=language
    )
    return Quote(Hit(passage, document, None, 0.0, None, None), 0, end, text, 1.0)


if __name__ == "__main__":
    main()
