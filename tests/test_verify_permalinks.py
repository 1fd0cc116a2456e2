"""A citation verified in a library that changes: from Python, the command line and HTTP."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rag import Citation, Rag, Settings
from rag.encoders import HashingEncoder
from rag.errors import CitationInvalid
from rag.ingest import ingest
from rag.messages.checks import became, in_newer, where
from rag.records import LANGUAGES, as_json
from rag.server import EngineLoader, create_app

RULES = """# Règles du port

Paris, le 2 mars 2021

Le mandat du président dure trois ans. Le conseil siège à Rabat.
"""
NEWER = RULES.replace("2021", "2024").replace("dure trois ans", "dure quatre ans")
NOTE = """# Harbour note

1 March 2024

The harbour desk opens at nine. The keeper signs the log every evening.
"""
TERM, DESK = "Le mandat du président dure trois ans.", "The harbour desk opens at nine."


class IndexedFolder:
    """A folder of documents, its index, and citations of them."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.index = folder / "docs", folder / "index"
        self.docs.mkdir()
        self.write("regles-du-port-2021.md", RULES)
        self.write("note.md", NOTE)
        self.rag = self.indexed()

    def write(self, name: str, text: str) -> None:
        (self.docs / name).write_text(text, encoding="utf-8")

    def indexed(self) -> Rag:
        ingest([self.docs], self.index, HashingEncoder())
        return Rag.open(self.index, settings=Settings(encoder="hashing-64"))

    def cite(self, quote: str) -> Citation:
        """The citation of a sentence, from any document of the library."""
        for document in self.rag.documents():
            text = self.rag.page(document.id, None).text
            if (start := text.find(quote)) >= 0:
                return Citation(
                    1, document.id, document.path, document.title, None, None, start,
                    start + len(quote), quote, document.language, document.date, document.id, 1.0,
                )  # fmt: skip
        raise AssertionError(quote)


@pytest.fixture
def library(tmp_path: Path) -> IndexedFolder:
    return IndexedFolder(tmp_path)


@pytest.mark.parametrize("quote", [TERM, DESK])
def test_a_quote_at_its_place_is_intact(library: IndexedFolder, quote: str) -> None:
    cited = library.cite(quote)
    for found in (library.rag.verify(cited), library.rag.verify(cited.permalink)):
        assert (found.state, found.text, found.start) == ("intact", quote, cited.start)
        assert (found.document, found.path, found.newer) == (cited.document, cited.path, None)


def test_a_newer_version_no_longer_has_the_quote(library: IndexedFolder) -> None:
    cited = library.cite(TERM)
    library.write("regles-du-port-2024.md", NEWER)
    found = library.indexed().verify(cited.permalink)
    assert found.state == "intact"
    assert found.newer is not None
    assert (found.newer.state, found.newer.path) == ("changed", "regles-du-port-2024.md")
    assert found.newer.text == TERM.replace("trois", "quatre")


def test_a_version_that_replaced_the_document_is_searched(library: IndexedFolder) -> None:
    term, seat = library.cite(TERM), library.cite("Le conseil siège à Rabat.")
    (library.docs / "regles-du-port-2021.md").unlink()
    library.write("regles-du-port-2024.md", NEWER)
    fresh = library.indexed()
    changed, moved = fresh.verify(term.permalink), fresh.verify(seat.permalink)
    assert (changed.state, changed.text) == ("changed", TERM.replace("trois", "quatre"))
    assert (moved.state, moved.path) == ("moved", "regles-du-port-2024.md")


def test_an_edited_file_is_found_by_its_path(library: IndexedFolder) -> None:
    cited = library.cite(DESK)
    library.write("note.md", NOTE.replace("at nine", "at eight"))
    found = library.indexed().verify(cited.permalink)
    assert (found.state, found.text) == ("changed", "The harbour desk opens at eight.")
    library.write("note.md", NOTE.replace(DESK, "").replace("keeper", "clerk"))
    # Two indexings later, nothing remembers what the document was.
    assert library.indexed().verify(cited).state == "gone"


def test_a_quote_is_found_to_the_letter_in_a_renamed_file(library: IndexedFolder) -> None:
    cited = library.cite(DESK)
    (library.docs / "note.md").rename(library.docs / "other.md")
    library.write("other.md", f"# Other\n\n{NOTE}")
    library.indexed()
    library.write("third.txt", "A third text.")
    fresh = library.indexed()
    found = fresh.verify(cited.permalink, DESK)
    assert (found.state, found.path, found.text) == ("moved", "other.md", DESK)
    assert fresh.verify(cited.permalink).state == "gone"
    assert fresh.verify(cited.permalink, "The keeper signs the log every evening.").state == "gone"


def test_a_hidden_document_is_gone_in_the_previous_generation_too(library: IndexedFolder) -> None:
    cited = library.cite(DESK)
    hidden = library.rag.seen_by(lambda document: document.path != "note.md")
    assert as_json(hidden.verify(cited)) == as_json(
        hidden.verify(f"verbatim:{'0' * 64}#chars=0-5&quote={'0' * 12}")
    )
    library.write("note.md", NOTE.replace("at nine", "at eight"))
    fresh = library.indexed()
    assert fresh.verify(cited).state == "changed"
    assert fresh.seen_by(lambda document: document.path != "note.md").verify(cited).document == ""


def test_http_gives_the_same_record(library: IndexedFolder) -> None:
    cited = library.cite(TERM)
    loader = EngineLoader(lambda: library.rag)
    assert loader.wait(30) == "ready"
    with TestClient(create_app(loader), base_url="http://127.0.0.1") as client:
        asked = {"citation": cited.permalink, "quote": TERM}
        assert client.get("/api/verify", params=asked).json() == library.rag.verify(cited).to_dict()
        refused = client.get("/api/verify", params={"citation": "page 4"})
    assert refused.status_code == 422
    assert refused.json()["error"] == "CitationInvalid"


@pytest.mark.parametrize("chars", ["0-99999999", "5-5", f"0-{'9' * 5000}"])
def test_a_permalink_to_a_very_long_text_is_refused(library: IndexedFolder, chars: str) -> None:
    with pytest.raises(CitationInvalid):
        library.rag.verify(f"verbatim:{'a' * 64}#chars={chars}&quote={'0' * 12}")


def test_every_state_has_its_messages(library: IndexedFolder) -> None:
    cited = library.cite(TERM)
    lines = set()
    library.write("regles-du-port-2024.md", NEWER)
    found = library.indexed().verify(cited)
    assert found.newer is not None
    for language in LANGUAGES:
        lines |= {became(found, cited.document, language), in_newer(found.newer, language)}
        lines.add(became(found.newer, cited.document, language))
        lines.add(where(found, language))
    assert len(lines) == 8
    assert "Règles du port, 2 mars 2021, regles-du-port-2021.md" in lines


def test_the_command_shows_the_state_and_exits_with_its_code(library: IndexedFolder) -> None:
    desk, term = library.cite(DESK), library.cite(TERM)
    library.write("note.md", NOTE.replace("at nine", "at eight"))
    library.indexed()
    (library.docs.parent / "rag.toml").write_text('encoder = "hashing-64"\n')

    def verified(*words: str, locale: str = "C") -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "rag", "verify", *words],
            cwd=library.docs.parent,
            env=os.environ | {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        return done.returncode, done.stdout

    code, said = verified(term.permalink, locale="fr_FR.UTF-8")
    assert (code, f"«\u00a0{TERM}\u00a0»" in said, "Intacte" in said) == (0, True, True)
    code, said = verified(desk.permalink)
    assert (code, "“The harbour desk opens at eight.”" in said) == (4, True)
    code, said = verified(f"verbatim:{'0' * 64}#chars=0-5&quote={'0' * 12}", "--json")
    assert (code, json.loads(said)["state"]) == (3, "gone")
    assert verified("page 4")[0] == 1
