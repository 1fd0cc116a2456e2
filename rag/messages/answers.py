"""What an answer says around its quotes: the refusal, and how a place is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rag.records import Citation, Conflict, Language

# Written out: the names of the standard library follow the locale of the machine.
_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_NBSP = "\u00a0"
# What stands before a quotation and after it.
MARKS: dict[Language, tuple[str, str]] = {"fr": (f"«{_NBSP}", f"{_NBSP}»"), "en": ("“", "”")}


def not_found(language: Language, documents: int) -> str:
    """The sentence of an honest refusal, with the number of documents searched."""
    if language == "fr":
        noun, searched = ("document", "consulté") if documents < 2 else ("documents", "consultés")
        return f"Je ne trouve pas de réponse dans ces documents ({documents} {noun} {searched})."
    noun = "document" if documents == 1 else "documents"
    return f"I find no answer in these documents ({documents} {noun} searched)."


def understood(question: str, language: Language) -> str:
    """How a follow-up was taken, made whole by the questions before it."""
    if language == "fr":
        return f"Compris comme{_NBSP}: {quoted(_spaced(question), language)}"
    return f"Understood as: {quoted(question, language)}"


def withheld(count: int, language: Language) -> str:
    """That quotes were left out because their page does not hold them to the letter."""
    if language == "fr":
        if count == 1:
            return f"1 citation écartée{_NBSP}: sa page ne la contient plus mot pour mot."
        return f"{count} citations écartées{_NBSP}: leur page ne les contient plus mot pour mot."
    if count == 1:
        return "1 quotation withheld: its page no longer holds it to the letter."
    return f"{count} quotations withheld: their page no longer holds them to the letter."


def as_of(date: dt.date, language: Language) -> str:
    """That the documents dated after a day were left out."""
    if language == "fr":
        return f"État des documents au {day(date, language)}"
    return f"Documents as of {day(date, language)}"


def conflict(found: Conflict, citations: Sequence[Citation], language: Language) -> str:
    """That two of the citations disagree, on which words, and their dates where they differ."""
    one, other = (quoted(span.text, language) for span in (found.first_span, found.second_span))
    cited = {citation.n: citation for citation in citations}
    first, second = cited[found.first], cited[found.second]
    left, right = f"[{first.n}]", f"[{second.n}]"
    if first.date != second.date:
        left, right = f"{left}{_dated(first, language)}", f"{right}{_dated(second, language)}"
    if language == "fr":
        what = {"figure": "des chiffres différents", "date": "des dates différentes"}
        return (
            f"Attention{_NBSP}: les sources {left} et {right} donnent "
            f"{what.get(found.topic, 'des noms différents')}{_NBSP}: {one} et {other}."
        )
    return f"Warning: sources {left} and {right} give different {found.topic}s: {one} and {other}."


def _dated(citation: Citation, language: Language) -> str:
    return f" ({day(citation.date, language)})" if citation.date else ""


def superseded(citation: Citation, language: Language) -> str:
    """That a newer version of the cited document is there, "" where none is."""
    newer = citation.superseded_by
    if newer is None:
        return ""
    if language == "fr":
        return f"remplacé par la version du {day(newer.date, language)}"
    return f"superseded by the version of {day(newer.date, language)}"


def stands_in(created: str, language: Language) -> str:
    """That an older generation answers for a damaged one; ``created`` is its time, ISO 8601."""
    made = day(dt.datetime.fromisoformat(created).date(), language)
    if language == "fr":
        return f"Index endommagé{_NBSP}: l’état du {made} répond, jusqu’à rag index --repair."
    return f"Damaged index: its state of {made} answers, until rag index --repair."


def _spaced(question: str) -> str:
    """A French question with the narrow space before its mark that does not break."""
    return question.replace(" ?", "\u202f?")


def quoted(text: str, language: Language) -> str:
    """A text between the quotation marks of a language."""
    return text.join(MARKS[language])


def day(date: dt.date, language: Language) -> str:
    """A date as it is written in running text: "1er mars 2024", "1 March 2024"."""
    number = "1er" if language == "fr" and date.day == 1 else str(date.day)
    return f"{number} {_MONTHS[language][date.month - 1]} {date.year}"


def place(page: int | None, label: str | None) -> str:
    """Where a quote stands: "p. iv (PDF 4)", "p. 4", or nothing where there are no pages."""
    if page is None:
        return ""
    if label is None or label == str(page):
        return f"p.{_NBSP}{page}"
    return f"p.{_NBSP}{label} (PDF{_NBSP}{page})"


def recognised(sure: float, language: Language) -> str:
    """That a text was read by OCR, and how sure that is: "OCR, 92 %"."""
    percent = f"{sure * 100:.0f}"
    return f"OCR, {percent}{_NBSP}%" if language == "fr" else f"OCR, {percent}%"


def reference(citation: Citation, language: Language) -> str:
    """A citation in one line: title, date, page, whether by OCR or superseded, path."""
    parts = [citation.title]
    if citation.date is not None:
        parts.append(day(citation.date, language))
    parts.append(place(citation.page, citation.page_label))
    if citation.ocr is not None:
        parts.append(recognised(citation.ocr, language))
    parts.append(superseded(citation, language))
    parts.append(citation.path)
    return ", ".join(part for part in parts if part)
