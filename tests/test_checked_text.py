"""The checked text itself, with its marks and what was left out, in the page and in files."""

from __future__ import annotations

import datetime as dt

from rag import Check, Rag
from rag.export import dossier_of_check
from rag.export.markdown import to_markdown
from rag.messages.checks import evidence_line, marked_text, not_checked
from rag.records import as_json
from rag.web.html.check import render_check
from rag.web.state import CheckTurn

TEXT = """Le prêt change

Chaque lecteur emprunte jusqu’à quinze ouvrages. Les girafes dorment debout. Est-ce assez ?"""


def checked(library: Rag) -> Check:
    return library.check(TEXT)


def test_each_claim_is_followed_by_its_verdict(library: Rag) -> None:
    check = checked(library)
    title, body = marked_text(check, "fr")
    assert title == "Le prêt change"
    assert body.startswith("Chaque lecteur emprunte jusqu’à quinze ouvrages. [Contredite")
    assert "Les girafes dorment debout. [Introuvable] Est-ce assez ?" in body


def test_what_was_left_out_says_what_it_is(library: Rag) -> None:
    assert not_checked(checked(library), "en") == [
        "Headline or line without a full stop: “Le prêt change”", "Question: “Est-ce assez ?”",
    ]  # fmt: skip


def test_a_quote_has_its_own_verdict_title_and_page(library: Rag) -> None:
    check = checked(library)
    first = check.claims[0].evidence[0]
    cited = check.citations[first.citation - 1]
    line = evidence_line(first, cited, "en")
    assert line.startswith(f"[{cited.n}] Contradicted · {cited.title}, ")


def test_files_and_the_page_show_them(library: Rag) -> None:
    check = checked(library)
    exported = to_markdown(dossier_of_check(check, library, dt.date(2026, 1, 1)))
    page = str(render_check(CheckTurn(check.text, "fr", check), "fr"))
    for said in ("Le texte et ses verdicts", "2 phrases non vérifiées", "Est-ce assez"):
        assert said in exported.replace("\u00a0", " "), said
        assert said in page.replace("\u00a0", " "), said
    assert page.count("<mark") == len(check.claims)
    assert [one["kind"] for one in as_json(check)["left_out"]] == ["headline", "question"]
