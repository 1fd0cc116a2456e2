"""Warnings of disagreement: which of the cases are warned of, and which pairs of a library.

    python -m bench.disagreements [--out bench/RESULTS.md]
    python -m bench.disagreements --index INDEX     # the pairs of a library, to be judged by eye

The cases are pairs of sentences of two documents, of each kind, in both languages: true
disagreements, and what only looks like one. With an index, each sentence with a fact is compared
with the sentences of other documents that share the most words with it, as the quotes of an
answer are, and each disagreement is printed with both sentences.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.report import markdown_table, publish
from bench.warning_cases import warning_cases
from rag.citations.versions import successors
from rag.facts.disagreements import Disagreement, find_disagreements
from rag.facts.facts import read_facts
from rag.facts.sources import Source
from rag.language.sentences import read_sentences
from rag.store import Store

LENGTHS = range(25, 600)  # characters of a sentence that is compared
RIVALS = 12  # sentences of other documents that each is compared with
BESIDE = 6  # sentences on either side, one of which may be the true counterpart
COMMON = 400  # sentences with a word from which on it finds nothing


def main() -> None:
    """Prints the table of the cases, or the disagreements in a library."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.index is None:
        publish(section(), "warnings", options.out)
        return
    sources = read_library(Store.open(options.index))
    found = set(disagreements(sources))
    for first, second, topic in sorted(found):
        update = sources[first].family == sources[second].family
        said = "\n".join(f"  {sources[n].title}: {sources[n].text}" for n in (first, second))
        sys.stdout.write(f"{'update' if update else 'warning'}, {topic}\n{said}\n")
    sys.stdout.write(f"{len(found)} pairs of {len(sources)} sentences\n")


def section() -> str:
    """The section of the results file."""
    total, shown = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for case in warning_cases():
        key = case.kind, bool(case.topic)
        total[key] += 1
        shown[key] += bool(case.found())
    rows = [
        (kind, "yes" if is_true else "no", str(count), str(shown[kind, is_true]))
        for (kind, is_true), count in total.items()
    ]
    true, false = (
        f"{sum(n for (_, same), n in shown.items() if same is is_true)} of "
        f"{sum(n for (_, same), n in total.items() if same is is_true)}"
        for is_true in (True, False)
    )
    return (
        "### Warnings of disagreement\n\n"
        f"`python -m bench.disagreements`: {true} true disagreements are found, and "
        f"{false} pairs that only look like one.\n\n"
        + markdown_table(("", "disagree", "pairs", "found"), rows)
    )


def read_library(store: Store) -> list[Source]:
    """The sentences of a library, as quotes are compared."""
    documents = {one.id: one for one in store.documents()}
    newest = successors(store.documents(), store.page)
    sources = []
    for passage in store.passages(sorted(store.rows_in(documents))):
        document = documents[passage.document_id]
        newer = newest.get(document.id)
        for sentence in read_sentences(passage.text, passage.language):
            text = " ".join(sentence.text.split())
            if len(text) in LENGTHS:
                sources.append(
                    Source(
                        text,
                        passage.language,
                        context="\n".join((document.title, *passage.headings)),
                        title=document.title,
                        document=document.id,
                        family=newer.document if newer else document.id,
                    )
                )
    return sources


def disagreements(sources: Sequence[Source]) -> Iterator[tuple[int, int, str]]:
    """The positions of each two sentences that disagree, the lower one first, and on what."""
    terms = [frozenset(read_facts(one.text, one.language).terms) for one in sources]
    holders = defaultdict[tuple[str, str], list[int]](list)
    for place, source in enumerate(sources):
        for term in terms[place]:
            holders[source.language, term].append(place)
    for place, source in enumerate(sources):
        alike = Counter[int]()
        for term in terms[place]:
            found = holders[source.language, term]
            for other in found if len(found) < COMMON else ():
                if sources[other].document != source.document:
                    alike[other] += 1
        rivals = [other for other, _ in alike.most_common(RIVALS)]
        beside = range(max(0, place - BESIDE), min(len(sources), place + BESIDE + 1))
        near = [n for n in beside if n != place and sources[n].document == source.document]
        group = [place, *rivals, *near]
        for one in find_disagreements([sources[n] for n in group], firsts=1) if rivals else ():
            yield _pair(group, one)


def _pair(group: Sequence[int], found: Disagreement) -> tuple[int, int, str]:
    low, high = sorted((group[found.first], group[found.second]))
    return low, high, found.topic


if __name__ == "__main__":
    main()
