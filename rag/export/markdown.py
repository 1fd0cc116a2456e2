"""An answer or a check as Markdown (CommonMark)."""

from __future__ import annotations

import re

from rag.export.dossier import Dossier, Exhibit, Section
from rag.export.references import printed
from rag.messages import say
from rag.messages.answers import marks
from rag.records import Language

# What CommonMark and its common extensions obey anywhere, and at the beginning of a line only.
_MARKS = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_OPENING = re.compile(r"^(\s*)([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_BREAK = re.compile(r"\s*\n\s*")


def to_markdown(dossier: Dossier) -> str:
    """The dossier as Markdown that holds its quotations to the letter."""
    parts = [f"# {_inline(dossier.title)}"]
    for section in dossier.sections:
        parts += _section(section, dossier)
    if dossier.exhibits:
        parts.append(f"## {say('exports.references', dossier.language)}")
        references = zip(dossier.exhibits, printed(dossier), strict=True)
        parts += [_reference(piece, line, dossier.language) for piece, line in references]
    return "\n\n".join([*parts, "---", _inline(dossier.imprint)]) + "\n"


def _section(section: Section, dossier: Dossier) -> list[str]:
    parts = [f"## {_inline(section.heading)}"] if section.heading else []
    parts += [_inline(line) for line in section.lines]
    for number in section.quotes:
        parts.append(f"> {_quote(dossier.numbered(number), dossier.language)} \\[{number}\\]")
    return parts + [f"**{_inline(line)}**" for line in section.warnings]


def _quote(piece: Exhibit, language: Language) -> str:
    """A quotation between its marks, its short answer strong where Markdown can say so."""
    (opening, closing), (before, short, after) = marks(language), piece.parts
    before, after = opening + before, after + closing
    if not _stands_out(before, short, after):
        return _lines(_escaped(before + short + after))
    return f"{_lines(_escaped(before))}**{_escaped(short)}**{_lines(_escaped(after))}"


def _stands_out(before: str, short: str, after: str) -> bool:
    """Whether asterisks around the middle make it strong (CommonMark 0.31, 6.2).

    They do beside a blank or a mark of punctuation, or between a word and what surrounds it.
    """
    if not short or "\n" in short or short != short.strip():
        return False
    return all(
        inner.isalnum() or not outer.isalnum()
        for inner, outer in ((short[0], before[-1]), (short[-1], after[0]))
    )


def _lines(told: str) -> str:
    """A quotation over several lines."""
    return _BREAK.sub("\\\\\n> ", told)


def _reference(piece: Exhibit, line: str, language: Language) -> str:
    facts = [
        f"   - {say('exports.field', language, label=label)} {_inline(value)}"
        for label, value in piece.facts(language)
    ]
    return "\n".join([f"{piece.cited.n}. {_inline(line)}", *facts])


def _inline(told: str) -> str:
    """A text on one line, its marks shown and not obeyed."""
    return _escaped(" ".join(told.split()))


def _escaped(told: str) -> str:
    return _OPENING.sub(_guard, _MARKS.sub(r"\\\1", told))


def _guard(opening: re.Match[str]) -> str:
    """The beginning of a line that would be a heading or a list, as words."""
    blank, mark = opening[1], opening[2]
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}"
