"""References to the cited documents: CSL-JSON, BibTeX, RIS, and formatted text.

citeproc formats the text with two styles in the Citation Style Language, in ``styles/``: notes
after ISO 690 in French, after the Chicago Manual of Style in English, each with its page.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rag.export.dossier import Dossier, Exhibit, printable
from rag.messages import say
from rag.messages.answers import place
from rag.records import Language

_STYLES = Path(__file__).parent / "styles"
# Special characters of TeX that pybtex does not escape; it escapes the others itself.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "$": r"\$",
}  # fmt: skip


def to_csl(dossier: Dossier) -> list[dict[str, Any]]:
    """The cited documents as CSL-JSON items, each once, with the quoted places as its note."""
    return [
        _item(exhibits[0]) | _identified(exhibits, dossier) for exhibits in _by_document(dossier)
    ]


def to_csl_json(dossier: Dossier) -> str:
    """The cited documents as a CSL-JSON file."""
    return json.dumps(to_csl(dossier), ensure_ascii=False, indent=2) + "\n"


def to_bibtex(dossier: Dossier) -> str:
    """The cited documents as BibTeX; special characters of TeX are escaped."""
    from pybtex.database import BibliographyData, Entry

    entries = {}
    for item in to_csl(dossier):
        fields = {
            "title": f"{{{_tex(item['title'])}}}",
            "author": "".join(f"{{{_tex(name['literal'])}}}" for name in item.get("author", ())),
            "note": _tex(item["note"]),
            "url": item.get("URL", ""),
            "langid": say("exports.latex_language", item["language"]),
        }
        if "issued" in item:
            year, month, day_ = item["issued"]["date-parts"][0]
            fields |= {"year": str(year), "month": str(month), "day": str(day_)}
        present = [(name, value) for name, value in fields.items() if value]
        entries[item["id"]] = Entry("misc", fields=present)
    written: str = BibliographyData(entries=entries).to_string("bibtex")
    return written


def to_ris(dossier: Dossier) -> str:
    """The cited documents as RIS."""
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
        if "URL" in item:
            entry["urls"] = [item["URL"]]
        if "issued" in item:
            year, month, day_ = item["issued"]["date-parts"][0]
            entry |= {"year": str(year), "date": f"{year}/{month:02}/{day_:02}/"}
        entries.append(entry)

    class Plain(rispy.RisWriter):  # type: ignore[misc]
        """RIS without numbers between the references, which some programs reject."""

        def set_header(self, count: int) -> str:
            return ""

    written: str = rispy.dumps(entries, implementation=Plain)
    return written.lstrip("\n")


def format_references(dossier: Dossier) -> list[str]:
    """The reference of each exhibit as text, in the language of the dossier."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        Locator,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    language = dossier.language
    locale = say("exports.style_locale", language)
    style = CitationStylesStyle(
        str(_STYLES / f"notes-{language}.csl"), locale=locale, validate=False
    )
    # One item for each exhibit: a document cited twice is named in full each time.
    items = [_item(each) | {"id": f"n{each.citation.n}"} for each in dossier.exhibits]
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
        groups.setdefault(each.citation.document, []).append(each)
    return list(groups.values())


def _item(exhibit: Exhibit) -> dict[str, Any]:
    """A document as a CSL item; its id begins with the first characters of its sha256."""
    document = exhibit.document
    item: dict[str, Any] = {
        "id": f"sha256-{document.id[:12]}",
        "type": "report",
        "title": _line(document.title),
        "language": document.language,
    }
    if document.issuer:
        item["author"] = [{"literal": _line(document.issuer)}]
    if document.date:
        date = document.date
        item["issued"] = {"date-parts": [[date.year, date.month, date.day]]}
    return item


def _identified(exhibits: list[Exhibit], dossier: Dossier) -> dict[str, str]:
    """The note on a document, and the address of its first quotation where there is one."""
    link = exhibits[0].link(dossier.site)
    note = _note(exhibits, dossier.language, fingerprint=not link)
    return {"note": note, "URL": link} if link else {"note": note}


def _note(exhibits: list[Exhibit], language: Language, *, fingerprint: bool) -> str:
    """The quoted places and the file name, with its sha256 where nothing else leads to it."""
    citations = [exhibit.citation for exhibit in exhibits]
    places = dict.fromkeys(place(each.page, each.page_label, language) for each in citations)
    facts = [*filter(None, places), citations[0].path]
    facts += [f"sha256 {citations[0].sha256}"] if fingerprint else []
    return _line(", ".join(facts))


def _page(exhibit: Exhibit) -> str:
    """The page label, and the page number in the file if it differs."""
    number, label = exhibit.citation.page, exhibit.citation.page_label
    if number is None:
        return ""
    return str(number) if label in (None, str(number)) else f"{_line(label or '')} (PDF {number})"


def _line(text: str) -> str:
    """A text on one line, because a new line would start a new field in RIS."""
    return " ".join(printable(text).split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)
