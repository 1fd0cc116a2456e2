"""Who makes the statement that a sentence reports."""

from __future__ import annotations

from rag.language.statements.reported_speech import REPORTED_SPEECH
from rag.records import Language, Span


def find_speaker(text: str, language: Language) -> Span | None:
    """The person or body that a sentence attributes its statement to, ``None`` if it names none.

    Offsets are into ``text``.
    """
    for form in REPORTED_SPEECH[language]:
        if match := form.search(text):
            return Span(match.start("who"), match.end("who"), match["who"])
    return None
