"""Claims checked against a library: verdicts, verified quotations, what is left out."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from rag import Check, Rag, Settings, check
from rag.encoders import load_encoder
from rag.errors import ClaimsInvalid
from rag.ingest import ingest
from rag.records import as_json
from rag.server import EngineLoader, create_app

REPORT = """# Rapport annuel 2023

Le Conseil a adopté le budget le 15 novembre 2023. L'Institut emploie 388 agents, dont 47 % de
femmes. L'excédent s'élève à 1,5 million d'euros. Le musée n'est pas ouvert le lundi.

« La hausse des loyers est inacceptable », a déclaré Odile Varenne.
"""
MINUTES = """# Minutes of the harbour board

The harbour board approved the plan on March 4, 2024. Samuel Thorne chairs the harbour board.
The new pier cost 2,300,000 euros. According to Mary Quill, the pier is too short.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    (folder / "docs").mkdir()
    (folder / "docs" / "rapport.md").write_text(REPORT, encoding="utf-8")
    (folder / "docs" / "minutes.md").write_text(MINUTES, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", load_encoder())
    return folder


@pytest.fixture(scope="module")
def rag(folder: Path) -> Rag:
    return Rag.open(folder / "index", settings=Settings(check_limit=2_000))


def assert_verbatim(rag: Rag, found: Check) -> None:
    """Claims are the text's own characters, citations those of their pages."""
    for claim in found.claims:
        assert found.text[claim.start : claim.end] == claim.text
        assert (claim.verdict == "not found") == (not claim.evidence)
        for evidence in claim.evidence:
            cited = found.citations[evidence.citation - 1]
            assert cited.n == evidence.citation
            page = rag.page(cited.document, cited.page).text
            assert page[cited.start : cited.end] == cited.quote
            if evidence.speaker is not None:
                assert page[evidence.speaker.start : evidence.speaker.end] == evidence.speaker.text


CASES = [
    ("L'Institut emploie 388 agents.", "supported"),
    ("L'Institut emploie 398 agents.", "contradicted"),
    ("L'excédent s'élève à 1 500 000 euros.", "supported"),
    ("L'excédent s'élève à 1,5 milliard d'euros.", "contradicted"),
    ("Le Conseil a adopté le budget le 15/11/2023.", "supported"),
    ("Le Conseil a adopté le budget le 16 novembre 2023.", "contradicted"),
    ("Le Conseil a rejeté le budget le 15 novembre 2023.", "contradicted"),
    ("Le musée est ouvert le lundi.", "contradicted"),
    ("La consommation de tungstène baisse.", "not found"),
    ("The harbour board approved the plan on 4 March 2024.", "supported"),
    ("The harbour board approved the plan on May 4, 2024.", "contradicted"),
    ("The new pier cost 2.3 million euros.", "supported"),
    ("The new pier cost 3.2 million euros.", "contradicted"),
    ("The harbour board did not approve the plan on March 4, 2024.", "contradicted"),
    ("The orchestra plays on Sundays.", "not found"),
]


@pytest.mark.parametrize(("claim", "verdict"), CASES)
def test_a_claim_has_its_verdict_and_verified_quotes(rag: Rag, claim: str, verdict: str) -> None:
    found = rag.check(claim)
    assert (found.verdict, found.claims[0].verdict) == (verdict, verdict)
    assert_verbatim(rag, found)


@pytest.mark.parametrize(
    "claim",
    [
        "The museum is open on Mondays.",
        "On Mondays the museum is open to visitors.",
        "Le conseil du port n'a pas approuvé le plan le 4 mars 2024.",
        "Samuel Thorne ne préside pas le conseil du port.",
    ],
)
def test_a_denial_in_the_other_language_never_confirms(rag: Rag, claim: str) -> None:
    """The networks may not tell; a word across languages says little of what it negates."""
    found = rag.check(claim)
    assert found.verdict in ("contradicted", "partly", "not found")
    assert all(one.verdict != "supported" for each in found.claims for one in each.evidence)


def test_the_reasons_have_the_words_of_claim_and_quote(rag: Rag) -> None:
    found = rag.check("L'Institut emploie 398 agents.")
    reasons = found.claims[0].evidence[0].reasons
    assert ("figure", "differs", "398", "388") in [
        (one.topic, one.outcome, one.claimed, one.quoted) for one in reasons
    ]


@pytest.mark.parametrize(
    ("claim", "speaker"),
    [
        ("La hausse des loyers est inacceptable.", "Odile Varenne"),
        ("The pier is too short.", "Mary Quill"),
    ],
)
def test_an_opinion_has_its_speaker(rag: Rag, claim: str, speaker: str) -> None:
    found = rag.check(claim)
    assert found.verdict == "partly"
    attributed = found.claims[0].evidence[0].speaker
    assert attributed is not None
    assert attributed.text == speaker
    assert_verbatim(rag, found)


ARTICLE = """Budget : ce qui change

Bonjour à tous !

L'Institut emploie 388 agents. Est-ce trop ? L'excédent s'élève à 2 millions d'euros.

The new pier cost 2.3 million euros.
"""


def test_an_article_is_split_into_claims(rag: Rag) -> None:
    found = rag.check(ARTICLE)
    assert [claim.verdict for claim in found.claims] == ["supported", "contradicted", "supported"]
    assert [claim.language for claim in found.claims] == ["fr", "fr", "en"]
    left_out = [one.text for one in found.left_out]
    assert left_out == ["Budget : ce qui change", "Bonjour à tous !", "Est-ce trop ?"]
    assert found.verdict == "contradicted"
    assert_verbatim(rag, found)


@pytest.mark.parametrize("text", ["", " \n", "x" * 2_001])
def test_empty_and_too_long_texts_are_refused(rag: Rag, text: str) -> None:
    with pytest.raises(ClaimsInvalid, match=r"The text to check is (empty|too long)"):
        rag.check(text)


def test_a_text_without_claims_is_not_found(rag: Rag) -> None:
    found = rag.check("Quand ?")
    assert (found.verdict, found.claims, found.citations) == ("not found", (), ())
    assert [one.text for one in found.left_out] == ["Quand ?"]


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_unicode_text_gives_a_check_or_is_refused(rag: Rag, text: str) -> None:
    try:
        found = rag.check(text)
    except ClaimsInvalid:
        return
    assert_verbatim(rag, found)
    json.dumps(as_json(found))


def test_the_function_and_http_give_the_same_record(
    rag: Rag, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    claim = "L'Institut emploie 388 agents."
    checked = check(claim, index=folder / "index")
    loader = EngineLoader(lambda: rag)
    assert loader.wait(30) == "ready"
    with TestClient(create_app(loader), base_url="http://127.0.0.1") as client:
        answered = client.post("/api/check", json={"text": claim}).json()
        refused = client.post("/api/check", json={"text": "x" * 2_001})
    del answered["timings_ms"]
    assert checked.to_dict() | answered == checked.to_dict()
    assert refused.status_code == 422
    assert "check_limit" in refused.json()["message_fr"]
