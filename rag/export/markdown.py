"""An answer or a check as Markdown (CommonMark)."""

from __future__ import annotations

import re

from rag.export.dossier import Dossier, DossierSection, Exhibit
from rag.export.references import format_references
from rag.messages import say
from rag.messages.answers import marks
from rag.records import Language

# Characters with a meaning in CommonMark and its common extensions: anywhere, and at the start of
# a line only.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_LINE_STARTS = re.compile(r"^([^\S\n]*)([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_LINE_BREAK = re.compile(r"\s*\n\s*")


def to_markdown(dossier: Dossier) -> str:
    """The dossier as Markdown; its quotations are verbatim."""
    parts = [f"# {_inline(dossier.title)}"]
    for section in dossier.sections:
        parts += _section(section, dossier)
    if dossier.exhibits:
        parts.append(f"## {say('exports.references', dossier.language)}")
        references = zip(dossier.exhibits, format_references(dossier), strict=True)
        parts += [_reference(exhibit, line, dossier) for exhibit, line in references]
    return "\n\n".join([*parts, "---", _inline(dossier.imprint)]) + "\n"


def _section(section: DossierSection, dossier: Dossier) -> list[str]:
    parts = [f"## {_inline(section.heading)}"] if section.heading else []
    parts += [_inline(line) for line in section.lines]
    for number in section.quotes:
        exhibit = dossier.exhibit(number)
        remarks = _inline(f" {said}") if (said := exhibit.remarks(dossier.language)) else ""
        parts.append(
            f"> {_quote(exhibit, dossier.language)} \\[{number}\\]{remarks and ' '}{remarks}"
        )
    return parts + [f"**{_inline(line)}**" for line in section.warnings]


def _quote(exhibit: Exhibit, language: Language) -> str:
    """A quotation between quotation marks, its short answer in bold where Markdown allows it."""
    (opening, closing), (before, short, after) = marks(language), exhibit.quote_parts
    before, after = opening + before, after + closing
    if not _can_be_bold(before, short, after):
        return _lines(_escaped(before + short + after))
    return f"{_lines(_escaped(before))}**{_escaped(short)}**{_lines(_escaped(after))}"


def _can_be_bold(before: str, short: str, after: str) -> bool:
    """Whether asterisks around the middle part make it bold (CommonMark 0.31, section 6.2).

    They do next to white space or punctuation, or if the middle part starts and ends in a letter
    or digit.
    """
    if not short or "\n" in short or short != short.strip():
        return False
    return all(
        inner.isalnum() or not outer.isalnum()
        for inner, outer in ((short[0], before[-1]), (short[-1], after[0]))
    )


def _lines(text: str) -> str:
    """A quotation with its line breaks, each line quoted."""
    return _LINE_BREAK.sub("\\\\\n> ", text)


def _reference(exhibit: Exhibit, line: str, dossier: Dossier) -> str:
    """The reference with a link to the quotation, or else with what identifies it."""
    language, number = dossier.language, exhibit.citation.n
    if link := exhibit.link(dossier.site):
        return f"{number}. [{_inline(line)}](<{link}>)"
    facts = [
        f"   - {say('exports.field', language, label=label)} {_inline(value)}"
        for label, value in exhibit.facts(language)
    ]
    return "\n".join([f"{number}. {_inline(line)}", *facts])


def _inline(text: str) -> str:
    """A text on one line, its special characters escaped."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _LINE_STARTS.sub(_escape_start, _SPECIAL.sub(r"\\\1", text))


def _escape_start(opening: re.Match[str]) -> str:
    """Escapes the start of a line that would begin a heading or a list."""
    blank, mark = opening[1], opening[2]
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}"
