"""Which sentences say why, where a question asks for a reason."""

from __future__ import annotations

from rag.answering.question import ParsedQuestion
from rag.language.questions.reasons_asked import WHY_ASKED
from rag.language.sentences import Sentence
from rag.language.statements.reasons import SAYS_WHY
from rag.language.words import fold
from rag.records import Passage
from rag.weights import SelectionThresholds


def says_why(
    question: ParsedQuestion, sentence: Sentence, passage: Passage, limits: SelectionThresholds
) -> float:
    """What is added to the score of a sentence that says why, if the question asks that.

    "The van was withdrawn because the grant ended" rather than "The van was withdrawn in August".
    """
    if not WHY_ASKED.search(fold(question.text)):
        return 0.0
    return limits.reason if SAYS_WHY[passage.language].search(fold(sentence.text)) else 0.0
