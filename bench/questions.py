"""Questions as people put them, over small libraries: how many get what is right.

    python -m bench.questions [FILE ...] [--wrong] [--out bench/RESULTS.md]

Each file of ``bench/as_put`` holds libraries, written as texts, and questions on them, each with
its kind and what is right. --wrong prints each question that gets something else, and what.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import ROOT
from bench.report import markdown_table, publish
from rag.config import Settings
from rag.encoders import CachingEncoder, load_encoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.language import detect
from rag.language.words import terms
from rag.records import Answer, Exchange, Scope

FOLDER = Path(__file__).parent / "as_put"
HEAD = """## Questions as put

`python -m bench.questions --out bench/RESULTS.md`

Questions in both languages over libraries of a few short documents, all in `bench/as_put/`: how
many get what is right. The first quote holds the right words and none of the wrong ones; what the
library lacks is refused and said to be absent. Follow-ups are asked after their conversation, and
"understood" counts those completed with the content words of what they mean; nothing was tuned on
those put aside. "Before": commit 7ae2c55; from "Follow-ups, further" to "year before,
absent", commit 56ef3f1; from "edition or kind named" to "years listed or open", commit bd23cda;
from "without a verb" to "other body, other language", commit eea9f8d; from "year compared with" on,
commit 46d242f; the others were not counted before."""


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """A question as it is typed, and what is right.

    over    the name of the library that it is put to
    first   words of the first quote
    never   words that the first quote lacks
    all     words that the quotes hold together
    says    words of the text of the answer, as for a refusal that says what is absent
    refused whether nothing in the library answers
    listed  the titles of the documents listed, in any order
    notes   words that say what is done instead of what is asked
    language the language of the answer
    earlier the messages of the conversation before it, asked in their order
    means   the last message of a conversation as a question in full
    within  the titles of the documents that the question is limited to
    """

    over: str
    kind: str
    ask: str
    first: str = ""
    never: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    refused: bool = False
    listed: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    language: str = ""
    earlier: tuple[str, ...] = ()
    means: str = ""
    within: tuple[str, ...] = ()

    def is_over(self, name: str) -> bool:
        """Whether it is put to the library of that name."""
        return self.over == name


@dataclass(frozen=True, slots=True)
class PutSet:
    """The libraries of a file, its questions, and its counts before.

    A library is a text by file name, or the name of a folder of the project.
    """

    libraries: Mapping[str, Mapping[str, str] | str]
    questions: tuple[PutQuestion, ...]
    before: Mapping[str, int]


def load(path: Path) -> PutSet:
    """The libraries and questions of a file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return PutSet(
        tables["library"],
        tuple(_question(table) for table in tables["question"]),
        tables.get("before", {}),
    )


def _question(table: Mapping[str, Any]) -> PutQuestion:
    lists = {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
    values: dict[str, Any] = {**table, **lists}
    return PutQuestion(values.pop("library"), **values)


@contextmanager
def opened(texts: Mapping[str, str] | str, encoder: CachingEncoder) -> Iterator[Rag]:
    """A library, indexed in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        if isinstance(texts, str):
            documents = ROOT / texts
        else:
            documents = Path(folder, "documents")
            documents.mkdir()
            for name, text in texts.items():
                (documents / name).write_text(text, encoding="utf-8")
        ingest([documents], index, encoder)
        yield Rag.open(index, settings=Settings(), loader=lambda name, revision: encoder)


def fault(asked: PutQuestion, answer: Answer) -> str:
    """What is wrong with an answer, "" if nothing is."""
    first = plain(answer.statements[0].text) if answer.statements else ""
    whole = plain(" ".join(said.text for said in answer.statements))
    if asked.first and plain(asked.first) not in first:
        return f"first: {first or answer.text}"
    if asked.refused and answer.found:
        return f"answered: {first}"
    if any(plain(words) in first for words in asked.never):
        return f"never: {first}"
    if any(plain(words) not in whole for words in asked.all):
        return f"lacks some of {asked.all}: {whole or answer.text}"
    text = plain(answer.text)
    if any(plain(words) not in text for words in asked.says):
        return f"says: {answer.text}"
    return _fault_around(asked, answer)


def _fault_around(asked: PutQuestion, answer: Answer) -> str:
    """What is wrong with an answer besides its quotes and its text, "" if nothing is."""
    titles = [document.title for document in answer.listed.documents] if answer.listed else []
    if asked.listed is not None and sorted(titles) != sorted(asked.listed):
        return f"lists: {titles}"
    if any(plain(words) not in plain(answer.note) for words in asked.notes):
        return f"notes: {answer.note}"
    if asked.language and answer.language != asked.language:
        return f"in {answer.language}: {answer.text}"
    return ""


def plain(text: str) -> str:
    """A text in lower case with ordinary blanks and apostrophes."""
    return " ".join(text.replace("’", "'").split()).casefold()


def faults(found: PutSet, encoder: CachingEncoder) -> list[tuple[PutQuestion, str]]:
    """Each question of a file with what is wrong with its answer.

    A follow-up is there a second time, with how it was understood if not as it was meant.
    """
    pairs = []
    for name, texts in found.libraries.items():
        with opened(texts, encoder) as library:
            for one in (each for each in found.questions if each.is_over(name)):
                answer = asked(library, one)
                pairs.append((one, fault(one, answer)))
                if one.means:
                    understood = replace(one, kind=f"{one.kind}: understood")
                    pairs.append((understood, misunderstood(one, answer)))
    return pairs


def misunderstood(one: PutQuestion, answer: Answer) -> str:
    """How a follow-up was understood, "" if with the same content words as what it means."""
    taken, language = answer.understood or answer.question, detect(one.means)
    same = set(terms(taken, language)) == set(terms(one.means, language))
    return "" if same else f"understood: {taken}"


def asked(library: Rag, one: PutQuestion) -> Answer:
    """The answer to a question after its conversation, each message asked after those before it."""
    turns: tuple[Exchange, ...] = ()
    for message in one.earlier:
        turns = (*turns, Exchange.from_answer(library.ask(message, conversation=turns)))
    scope = Scope(documents=one.within) if one.within else None
    return library.ask(one.ask, conversation=turns, scope=scope)


def rows(found: PutSet, pairs: Sequence[tuple[PutQuestion, str]]) -> list[list[str]]:
    """A row for each kind: its questions, and how many were right before and are now."""
    total = Counter(one.kind for one, _ in pairs)
    right = Counter(one.kind for one, wrong in pairs if not wrong)
    return [
        [kind, str(count), str(found.before.get(kind, "")), str(right[kind])]
        for kind, count in total.items()
    ]


def main() -> None:
    """Asks every question and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.toml")))
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    encoder = CachingEncoder(load_encoder())
    table: list[list[str]] = []
    for path in options.files:
        found = load(path)
        pairs = faults(found, encoder)
        table += rows(found, pairs)
        if options.wrong:
            for one, wrong in pairs:
                if wrong:
                    said = " / ".join((*one.earlier, one.ask))
                    print(f"{one.kind}: {said}\n    {wrong}", file=sys.stderr)
    columns = ("kind", "questions", "right before", "right now")
    publish(f"{HEAD}\n\n{markdown_table(columns, table)}", "as-put", options.out)


if __name__ == "__main__":
    main()
