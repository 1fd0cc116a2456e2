"""Questions of one's own with the answers that they should get, and how those they got compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from rag.evaluate.metrics import Estimate, figure
from rag.records import Citation
from rag.records.plain import JsonRecord

JudgedOutcome = Literal[
    "right", "later", "wrong_answer", "wrong_page", "wrong_document", "refused", "answered"
]
# The worst first.
OUTCOMES: tuple[JudgedOutcome, ...] = get_args(JudgedOutcome)[::-1]
_GOOD = ("right", "later")
FIGURES = ("right", "first", "any", "document", "page", "answer", "answered", "refused")


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """A question and what its answer should be; an empty field is not judged.

    ``documents`` are paths, file names or titles, ``pages`` printed or counted page numbers,
    ``answers`` words that the quote contains: one of each is enough. ``refused`` is true if the
    documents do not answer, and the answer should say so.
    """

    question: str
    documents: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """A question, what was expected, what was answered, and how they compare.

    ``outcome`` is "right" if the first quote is as expected, or the refusal; "later" if another
    quote is. Otherwise it says what the best quote has wrong, that a question was "refused" which
    should have been answered, or "answered" which should have been refused. ``document_ids`` are
    those of the documents expected; ``unknown_documents`` are the names that no document has.
    """

    expected: ExpectedAnswer
    outcome: JudgedOutcome
    document: bool
    page: bool
    answer: bool
    text: str
    confidence: float
    citations: tuple[Citation, ...]
    document_ids: tuple[str, ...] = ()
    unknown_documents: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the answer, or the refusal, is as expected."""
        return self.outcome in _GOOD


@dataclass(frozen=True, slots=True)
class LibraryEvaluation(JsonRecord):
    """Questions of one's own asked of a library, each judged, with the figures of all.

    ``figures`` holds the shares of: all questions whose answer or refusal is as expected
    ("right"); those with an answer where it is in the first quote ("first") or in one of them
    ("any"), where a quote is from the expected "document" or "page" or contains the expected
    "answer", that were "answered" at all; those without an answer that were "refused". A figure
    that no question measures is left out. ``unknown_documents`` are the expected ones that are
    not in the library, by the names that the questions give.
    """

    schema: ClassVar = "urn:verbatim:schema:evaluation:1"
    PROPERTIES: ClassVar = ("unknown_documents",)
    name: str
    index_id: str
    seconds: float
    figures: dict[str, Estimate]
    questions: tuple[JudgedAnswer, ...]

    @classmethod
    def of(
        cls, judged: Sequence[JudgedAnswer], name: str, index_id: str, seconds: float
    ) -> LibraryEvaluation:
        """The evaluation of questions that were judged, with its figures."""
        return cls(name, index_id, seconds, figures_of_answers(judged), tuple(judged))

    def __repr__(self) -> str:
        """One short line: how many questions, and the figures."""
        figures = ", ".join(f"{name} {value.mean:.3f}" for name, value in self.figures.items())
        return f"<LibraryEvaluation ({len(self.questions)} questions) {figures}>"

    @property
    def unknown_documents(self) -> tuple[str, ...]:
        """The names of expected documents that no document of the library has, each once."""
        return tuple(
            dict.fromkeys(name for one in self.questions for name in one.unknown_documents)
        )

    @property
    def worst(self) -> tuple[JudgedAnswer, ...]:
        """The questions whose first quote is not as expected, the worst first."""
        wrong = [one for one in self.questions if one.outcome != "right"]
        order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
        return tuple(sorted(wrong, key=lambda one: (order[one.outcome], -one.confidence)))


def figures_of_answers(judged: Sequence[JudgedAnswer]) -> dict[str, Estimate]:
    """The figures of a ``LibraryEvaluation``."""
    answerable = [one for one in judged if not one.expected.refused]
    values: Mapping[str, list[bool]] = {
        "right": [one.is_good for one in judged],
        "first": [one.outcome == "right" for one in answerable],
        "any": [one.is_good for one in answerable],
        "document": [one.document for one in answerable if one.expected.documents],
        "page": [one.page for one in answerable if one.expected.pages],
        "answer": [one.answer for one in answerable if one.expected.answers],
        "answered": [one.outcome != "refused" for one in answerable],
        "refused": [one.is_good for one in judged if one.expected.refused],
    }
    return {
        name: figure([float(each) for each in found]) for name, found in values.items() if found
    }
