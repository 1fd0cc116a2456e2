"""Notebooks over HTTP: who reads and changes them, what still stands, and their evidence packs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import built, running

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Collection, Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.export import EXPORT_FORMATS
from rag.ingest import LibraryWriter, ingest
from rag.records import LANGUAGES, Language, Span
from rag.records.citations import permalink_of
from rag.store import Store

PASSWORD = "un bon mot de passe"
RULES = "# Rules\n\nA boat pays twelve euros a night.\n\nNobody sounds a horn after ten.\n"
PAY = "# Pay\n\nThe keeper earns two thousand euros.\n"
HOSTILE = "<img src=x onerror=x()>"


class NotebookSite:
    """A service with accounts over two files, one of which readers do not see."""

    def __init__(self, folder: Path) -> None:
        self.address, self.clients = "", list[httpx.Client]()
        self.docs, self.index, encoder = folder / "docs", folder / "index", HashingEncoder()
        (self.docs / "rh").mkdir(parents=True)
        (self.docs / "rules.md").write_text(RULES, encoding="utf-8")
        (self.docs / "rh" / "pay.md").write_text(PAY, encoding="utf-8")
        ingest([self.docs], self.index, encoder)
        rules = (Collection("personnel", ("rh",), ("curator",)),)
        settings = Settings(service=Service(accounts=True), collections=rules)
        self.rag = Rag(Store.open(self.index), encoder, settings)
        self.accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
        for name, role in (("anna", "curator"), ("bruno", "reader"), ("zoé", "reader")):
            self.accounts.add(name, PASSWORD, "curator" if role == "curator" else "reader")
        writer = LibraryWriter(self.index, lambda: encoder)
        self.app = built(lambda: self.rag, settings, accounts=self.accounts, writer=writer)

    def rewrite(self, name: str, text: str) -> None:
        (self.docs / name).write_text(text, encoding="utf-8")
        ingest([self.docs], self.index, HashingEncoder())

    def client(self, name: str) -> httpx.Client:
        client = httpx.Client(
            base_url=self.address, headers={"accept-language": "en"}, follow_redirects=True
        )
        self.clients.append(client)
        client.post("/sign-in", data={"name": name, "password": PASSWORD})
        return client

    def permalink(self, words: str) -> str:
        for document in self.rag.documents():
            text = self.rag.page(document.id, None).text
            if (start := text.find(words)) >= 0:
                span = Span(start, start + len(words), words)
                return permalink_of(document.id, None, span)
        raise AssertionError(words)

    def keep(
        self, client: httpx.Client, words: str, question: str = "How much?", understood: str = ""
    ) -> dict[str, Any]:
        link = self.permalink(words)
        body = {"permalink": link, "question": question, "understood": understood}
        response = client.post("/v1/notebook/quotes", json=body)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found


@pytest.fixture
def site(tmp_path: Path) -> Iterator[NotebookSite]:
    made = NotebookSite(tmp_path)
    with running(made.app) as made.address:
        while httpx.get(f"{made.address}/readyz").status_code != 200:
            pass
        yield made
        for client in made.clients:
            client.close()


def keys_of(shown: str) -> list[str]:
    return re.findall(r'id="quote-([0-9a-f]+)"', shown)


def test_quotes_are_kept_commented_ordered_and_removed(site: NotebookSite) -> None:
    anna = site.client("anna")
    kept = site.keep(anna, "twelve euros a night")
    assert kept["message"] == "Kept in “My quotes”"
    assert site.keep(anna, "Nobody sounds a horn", "And noise?")["notebook"] == kept["notebook"]
    path = f"/notebooks/{kept['notebook']}"
    first, second = keys_of(anna.get(path).text)
    anna.post(path, data={"act": "comment", "key": first, "comment": f"Chapter 2 {HOSTILE}"})
    anna.post(path, data={"act": "down", "key": first})
    shown = anna.get(path).text
    assert keys_of(shown) == [second, first]
    assert "Chapter 2 &lt;img" in shown
    assert HOSTILE not in shown
    assert "all 2 quotes stand" in shown
    anna.post(path, data={"act": "remove", "key": second})
    assert keys_of(anna.get(path).text) == [first]
    anna.post(path, data={"act": "rename", "title": "  The   harbour "})
    assert "<h1>The harbour</h1>" in anna.get(path).text
    assert anna.post(path, data={"act": "delete"}).url.path == "/notebooks"
    assert anna.get(path).status_code == 404


def test_a_move_keeps_the_comment_that_was_typed_with_it(site: NotebookSite) -> None:
    anna = site.client("anna")
    kept = site.keep(anna, "twelve euros a night")
    site.keep(anna, "Nobody sounds a horn", "And noise?")
    path = f"/notebooks/{kept['notebook']}"
    first, second = keys_of(anna.get(path).text)
    anna.post(path, data={"act": "down", "key": first, "comment": "For the caption"})
    shown = anna.get(path).text
    assert keys_of(shown) == [second, first]
    assert "For the caption" in shown
    anna.post(path, data={"act": "up", "key": first})
    assert "For the caption" in anna.get(path).text


def test_a_quote_is_kept_as_the_library_has_it(site: NotebookSite) -> None:
    """A link whose digest is not that of its place keeps nothing."""
    anna = site.client("anna")
    forged = re.sub("quote=.*", "quote=000000000000", site.permalink("twelve euros a night"))
    for permalink, status in ((forged, 404), ("verbatim:x", 422), (f"verbatim:{'0' * 64}", 422)):
        response = anna.post("/v1/notebook/quotes", json={"permalink": permalink})
        assert response.status_code == status
    assert "No notebooks yet" in anna.get("/notebooks").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_opening_says_what_no_longer_stands(site: NotebookSite, language: Language) -> None:
    anna = site.client("anna")
    kept = site.keep(anna, "A boat pays twelve euros a night.")
    site.keep(anna, "Nobody sounds a horn after ten.")
    site.rewrite("rules.md", RULES.replace("twelve euros", "fifteen euros"))
    shown = anna.get(f"/notebooks/{kept['notebook']}?lang={language}").text
    said = {"en": "one quote no longer stands", "fr": "une citation n’est plus valable"}
    assert said[language] in shown
    assert "twelve euros" in shown
    assert "fifteen euros" in shown
    assert shown.count("v-diff v-good") == 1


HARBOUR = """---
title: Harbour rules
issuer: Port Office
date: 2024-03-01
---

# Harbour rules

The harbour master opens the gate at seven in the morning, and the boats leave with the tide.
"""


def test_a_quote_names_its_issuer_its_date_and_its_language(site: NotebookSite) -> None:
    site.rewrite("harbour.md", HARBOUR)
    anna = site.client("anna")
    kept = site.keep(anna, "opens the gate at seven in the morning")
    path = f"/notebooks/{kept['notebook']}"
    french, english = (anna.get(f"{path}?lang={each}").text for each in ("fr", "en"))
    assert "Harbour rules · Port Office · 1er mars 2024" in french
    assert "Harbour rules · Port Office · 1 March 2024" in english
    assert ">en anglais<" in french
    assert "v-quote-note" not in english
    site.rewrite("harbour.md", HARBOUR.replace("at seven", "at eight"))
    fallen = anna.get(f"{path}?lang=en").text
    assert "Port Office" not in fallen  # what the document says now is not what was quoted
    assert ">Harbour rules<" in fallen


def test_a_notebook_is_private_until_it_is_shared(site: NotebookSite) -> None:
    anna, bruno = site.client("anna"), site.client("bruno")
    path = f"/notebooks/{site.keep(anna, 'twelve euros a night')['notebook']}"
    refused = bruno.get(path)
    assert refused.status_code == 404
    assert "not shared with your account" in refused.text
    assert bruno.get(f"{path}/export.md").status_code == 404
    anna.post(path, data={"act": "share", "reader": "BRUNO"})
    assert "by anna" in bruno.get("/notebooks").text
    assert "twelve euros" in bruno.get(path).text
    assert "twelve euros" in bruno.get(f"{path}/export.md").text
    for act in ("comment", "remove", "rename", "share", "delete", "up"):
        assert bruno.post(path, data={"act": act, "title": "x"}).status_code == 404
    anna.post(path, data={"act": "unshare", "reader": "bruno"})
    assert bruno.get(path).status_code == 404


def test_a_notebook_is_shared_with_the_whole_institution(site: NotebookSite) -> None:
    anna, zoe = site.client("anna"), site.client("zoé")
    path = f"/notebooks/{site.keep(anna, 'twelve euros a night')['notebook']}"
    assert "The whole institution" in anna.post(path, data={"act": "share", "reader": "*"}).text
    assert "twelve euros" in zoe.get(path).text


def test_an_account_that_is_not_there_is_named(site: NotebookSite) -> None:
    anna = site.client("anna")
    path = f"/notebooks/{site.keep(anna, 'twelve euros a night')['notebook']}"
    response = anna.post(path, data={"act": "share", "reader": f"nobody{HOSTILE}"})
    assert response.status_code == 422
    assert "There is no account named “nobody&lt;img" in response.text


def test_sharing_a_quote_does_not_open_its_document(site: NotebookSite) -> None:
    """The words of a document that the reader may not see are not in the page or its exports."""
    anna, bruno = site.client("anna"), site.client("bruno")
    path = f"/notebooks/{site.keep(anna, 'The keeper earns two thousand euros.')['notebook']}"
    anna.post(path, data={"act": "share", "reader": "bruno"})
    assert "two thousand" in anna.get(path).text
    seen = [bruno.get(path).text, *(
        bruno.get(f"{path}/export.{kind}").text for kind in ("md", "txt", "json")
    )]  # fmt: skip
    assert not [text for text in seen if "two thousand" in text]
    assert "no longer open to your account" in seen[0]


@pytest.mark.parametrize("kind", [each.extension for each in EXPORT_FORMATS])
def test_a_notebook_is_exported_in_every_format(site: NotebookSite, kind: str) -> None:
    anna = site.client("anna")
    path = f"/notebooks/{site.keep(anna, 'twelve euros a night')['notebook']}"
    response = anna.get(f"{path}/export.{kind}?lang=fr")
    assert response.status_code == 200
    assert response.headers["content-disposition"].endswith(f'.{kind}"')
    assert b"Rules" in response.content or kind in ("pdf", "docx")


def test_the_evidence_holds_questions_comments_and_only_what_stands(site: NotebookSite) -> None:
    anna = site.client("anna")
    kept = site.keep(anna, "A boat pays twelve euros a night.", "What does a boat pay?")
    site.keep(anna, "Nobody sounds a horn after ten.", "And noise?")
    path = f"/notebooks/{kept['notebook']}"
    (_, horn) = keys_of(anna.get(path).text)
    anna.post(path, data={"act": "comment", "key": horn, "comment": "For the press"})
    site.rewrite("rules.md", RULES.replace("twelve euros", "fifteen euros"))
    written = anna.get(f"{path}/export.md?lang=en").text
    assert "What does a boat pay?" in written
    assert "left out of the evidence: “A boat pays twelve euros a night.”" in written
    assert "Comment: For the press" in written
    assert "> “Nobody sounds a horn after ten.” \\[1\\]" in written
    references = json.loads(anna.get(f"{path}/export.json").text)
    assert len(references) == 1


def test_a_follow_up_is_shown_and_exported_with_what_it_was_understood_as(
    site: NotebookSite,
) -> None:
    anna, bruno = site.client("anna"), site.client("bruno")
    typed, taken = "And noise?", f"What are the rules on noise? {HOSTILE}"
    path = f"/notebooks/{site.keep(anna, 'Nobody sounds a horn', typed, taken)['notebook']}"
    site.keep(anna, "twelve euros a night", "How much?", "How much?")
    shown = anna.get(f"{path}?lang=en").text
    assert "Understood as: “What are the rules on noise? &lt;img" in shown
    assert shown.count("Understood as") == 1  # a question taken as typed is not said twice
    assert "Compris comme" in anna.get(f"{path}?lang=fr").text
    written = anna.get(f"{path}/export.md?lang=en").text
    assert written.index("And noise?") < written.index("Understood as: “What are the rules")
    anna.post(path, data={"act": "share", "reader": "bruno"})
    assert "Understood as" not in bruno.get(path).text  # it may hold words of another document


def test_an_account_made_again_does_not_find_the_notebooks_of_the_first(site: NotebookSite) -> None:
    site.keep(site.client("bruno"), "twelve euros a night")
    site.accounts.remove("bruno")
    site.accounts.add("bruno", PASSWORD, "reader")
    assert "No notebooks yet" in site.client("bruno").get("/notebooks").text


def test_nobody_has_notebooks_without_a_sign_in(site: NotebookSite) -> None:
    page = httpx.get(f"{site.address}/notebooks", headers={"accept": "text/html"})
    assert page.status_code == 303
    kept = httpx.post(f"{site.address}/v1/notebook/quotes", json={"permalink": "x"})
    assert kept.status_code == 401


def test_visitors_of_an_open_service_have_no_notebooks(site: NotebookSite) -> None:
    settings = Settings(host="0.0.0.0", service=Service(open=True))
    writer = LibraryWriter(site.index, HashingEncoder)
    body = {"permalink": site.permalink("twelve euros a night")}
    with running(built(lambda: site.rag, settings, writer=writer)) as address:
        while httpx.get(f"{address}/readyz").status_code != 200:
            pass
        assert httpx.get(f"{address}/notebooks").status_code == 404
        kept = httpx.post(f"{address}/v1/notebook/quotes", json=body)
        assert kept.status_code == 404


def test_another_site_cannot_change_a_notebook(site: NotebookSite) -> None:
    anna = site.client("anna")
    path = f"/notebooks/{site.keep(anna, 'twelve euros a night')['notebook']}"
    headers = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    assert anna.post(path, data={"act": "delete"}, headers=headers).status_code == 403
    assert anna.get(path).status_code == 200
