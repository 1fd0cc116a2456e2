"""Questions in everyday words, each with the other passages of its document.

People seldom ask in the words of the text. These questions use other words, and a quarter of them
ask what the document does not say. The other passages of the document are wrong for each: they are
what a search finds beside the right one, so a reader can learn to choose (see ``Everyday.group``).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.records import Language
from train.invented import documents as invented
from train.reader.examples import Bounds, Example, holding, rows
from train.reader.sections import LANGUAGES, SOURCE, lined
from train.reader.sources import bounds, unglued

QUESTIONS = Path(__file__).parent / "everyday" / "questions.jsonl.gz"
GUIDES = "medquad"
KIND, UNANSWERED = "everyday", "null-everyday"
# "What are the symptoms of X ?": the subject makes the document.
_SUBJECT = re.compile(
    r"(?:what (?:is|are) \(are\)|what (?:is|are) the \w+(?: \w+)? (?:of|for)|what causes|"
    r"how many people are affected by|is|how to (?:diagnose|prevent)|who is at risk for|"
    r"what research[^?]*being done for|what to do for|are there|"
    r"do you have information about) (?P<subject>.*?)(?: inherited)? ?\?",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s")
_TELLING = 3  # words of a short answer that seldom stand elsewhere by chance


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question as it was written.

    ``answering`` are sentences of ``passage`` to the letter, none where nothing answers;
    ``answer`` is the shortest span in one of them, if there is one. ``near`` says why the
    passage of a question that nothing answers is a near miss.
    """

    question: str
    lang: Language
    kind: str
    form: str
    title: str
    passage_lang: Language
    source: str
    passage: str
    answering: tuple[str, ...]
    answer: str | None
    near: str | None


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage of a document as its source has it, with the heading above it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Everyday:
    """A question with its passage, and with the other passages of the document."""

    written: WrittenQuestion
    example: Example
    siblings: tuple[Example, ...]

    @property
    def group(self) -> tuple[Example, ...]:
        """All passages with the question, its own first; it alone answers, or none does."""
        return (self.example, *self.siblings)


Documents = Mapping[tuple[Language, str], Sequence[SourcePassage]]


def written(path: Path = QUESTIONS) -> Iterator[WrittenQuestion]:
    """The questions in the order of their file."""
    for row in rows(path):
        yield WrittenQuestion(**(row | {"answering": tuple(row["answering"] or ())}))


def everyday(root: Path, path: Path = QUESTIONS) -> Iterator[Everyday]:
    """The questions with all passages of their documents, most of which are read from ``root``."""
    known = documents(root)
    for one in written(path):
        passages = known.get((one.passage_lang, one.title), ())
        headings = [each.heading for each in passages if each.text == one.passage]
        own = example(one, headings[0] if headings else "")
        yield Everyday(one, own, tuple(_siblings(one, own, passages)))


def example(one: WrittenQuestion, heading: str = "") -> Example:
    """A question with its passage, laid out as the reader sees passages of that source."""
    text = _laid_out(one.source, one.passage)
    found = bounds(text)
    places = [_moved(one.passage, text, _at(one.passage, part)) for part in one.answering]
    held = sorted({place for part in places for place in holding(found, part)})
    return Example(
        KIND if places else UNANSWERED, one.source, one.question, one.lang, one.passage_lang,
        one.title, text, found, bool(places), (heading,) if heading else (),
        span=_span(text, places, one.answer), answering=tuple(held),
    )  # fmt: skip


def documents(root: Path) -> Documents:
    """The passages of each document, by language and title."""
    found: dict[tuple[Language, str], list[SourcePassage]] = defaultdict(list)
    for language, title, passage in itertools.chain(
        _sheets(root), _regulations(root), _guides(root), _invented()
    ):
        if all(passage.text != other.text for other in found[language, title]):
            found[language, title].append(passage)
    return found


def _sheets(root: Path) -> Iterator[tuple[Language, str, SourcePassage]]:
    for row in rows(root / "train/questions_fr.jsonl.gz"):
        heading = row["question"].removeprefix(f"{row['title']} : ").strip()
        heading = "" if heading == row["title"] else heading
        yield "fr", row["title"], SourcePassage(heading, row["passage"])


def _regulations(root: Path) -> Iterator[tuple[Language, str, SourcePassage]]:
    for row in rows(root / "data/sections_regulations_canada.jsonl.gz"):
        for language in LANGUAGES:
            passage = SourcePassage(row[f"note_{language}"], row[f"text_{language}"])
            yield language, row[f"title_{language}"], passage


def _guides(root: Path) -> Iterator[tuple[Language, str, SourcePassage]]:
    for row in rows(root / "data/qa_medquad_en.jsonl.gz"):
        if about := _SUBJECT.match(row["q"]):
            yield "en", about["subject"].strip(), SourcePassage(row["q"], row["a"])


def _invented() -> Iterator[tuple[Language, str, SourcePassage]]:
    for one in invented.invented_passages():
        yield one.lang, one.title, SourcePassage(one.heading, one.text)


def _siblings(
    one: WrittenQuestion, own: Example, passages: Sequence[SourcePassage]
) -> Iterator[Example]:
    """The question with each other passage, without those that may answer as well."""
    for passage in passages:
        if passage.text == one.passage or _answers_too(one, passage.text):
            continue
        text = _laid_out(one.source, passage.text)
        yield replace(
            own, kind=UNANSWERED, passage=text, sentences=bounds(text), answers=False,
            headings=(passage.heading,) if passage.heading else (), span=None, answering=(),
        )  # fmt: skip


def _answers_too(one: WrittenQuestion, text: str) -> bool:
    """Whether a passage holds a sentence that answers, or the short answer if it is a long one."""
    answer = one.answer or ""
    long_enough = len(answer.split()) >= _TELLING
    return any(part in text for part in one.answering) or (long_enough and answer in text)


def _laid_out(source: str, text: str) -> str:
    """The text of a passage in the lines that the reader sees: blanks alone are changed."""
    if source == SOURCE:
        return lined(text)[0]
    return text if source in (GUIDES, invented.SOURCE) else unglued(text)


def _at(text: str, part: str, start: int = 0) -> Bounds:
    begin = text.index(part, start)
    return begin, begin + len(part)


def _moved(raw: str, text: str, part: Bounds) -> Bounds:
    """Where a part of the source text is in the text laid out, which differs in blanks alone."""
    kept = [place for place, letter in enumerate(text) if not _BLANK.match(letter)]
    first = len(_BLANK.sub("", raw[: part[0]]))
    count = len(_BLANK.sub("", raw[slice(*part)]))
    return kept[first], kept[first + count - 1] + 1


def _span(text: str, places: Sequence[Bounds], answer: str | None) -> Bounds | None:
    """Where the short answer is: the first time that it stands in a sentence that answers."""
    if not answer:
        return None
    sought = re.compile(r"\s*".join(map(re.escape, _BLANK.sub("", answer))))
    whole = re.compile(rf"(?<!\w){sought.pattern}(?!\w)") if answer[-1].isalnum() else sought
    for pattern, (start, end) in itertools.product((whole, sought), places):
        if match := pattern.search(text, start, end):
            return match.span()
    raise ValueError(f"{answer!r} is not in the sentences that answer")
