"""What a claim states: part by part, and with the subject that it takes from before."""

from dataclasses import replace

import pytest

from rag import Rag
from rag.checking.statements import join_parts
from rag.encoders import load_encoder
from rag.ingest import ingest
from rag.language.statements.carried_subjects import find_subject, with_subject
from rag.language.statements.compound_sentences import split_statements
from rag.messages.checks import explained, worst_first
from rag.records import Language
from rag.records.checks import Claim, ClaimPart, Evidence, Verdict

TEXT = """# Port

Le conseil du port a approuvé le plan le 4 mars 2024. Le conseil du port compte douze membres.
Le musée n'est pas ouvert le lundi.
"""
MINUTES = """# Harbour board

The harbour board approved the plan on March 4, 2024. Samuel Thorne chairs the harbour board.
"""


@pytest.mark.parametrize(
    ("sentence", "language", "parts"),
    [
        (
            "The board adopted the budget and elected its chair, and the port employs 388 people.",
            "en",
            ["The board adopted the budget.", "The board elected its chair.",
             "The port employs 388 people."],
        ),
        ("The museum is open on Sundays and closes at six.", "en",
         ["The museum is open on Sundays.", "The museum closes at six."]),
        ("The museum shows maps and prints from the port.", "en", []),
        ("The board did not approve the plan and pay the bill.", "en", []),
        ("If the board agrees and the port pays, the pier is built.", "en", []),
        (
            "Le conseil a adopté le budget et élu sa présidente, tandis que le port emploie 388 "
            "agents.",
            "fr",
            ["Le conseil a adopté le budget.", "Le conseil a élu sa présidente.",
             "Le port emploie 388 agents."],
        ),
        ("Le musée ouvre à dix heures et ferme à dix-huit heures.", "fr",
         ["Le musée ouvre à dix heures.", "Le musée ferme à dix-huit heures."]),
        ("Le musée est fermé le lundi et le mardi.", "fr", []),
    ],
)  # fmt: skip
def test_a_sentence_is_split_at_its_statements(
    sentence: str, language: Language, parts: list[str]
) -> None:
    found = split_statements(sentence, language)
    assert [one.text for one in found] == parts
    assert all(sentence[one.start : one.end].strip() for one in found)


@pytest.mark.parametrize(
    ("before", "sentence", "language", "understood"),
    [
        ("L'Institut emploie 388 agents.", "Il a été fondé en 1924.", "fr",
         "L'Institut a été fondé en 1924."),
        ("Le musée ouvre à dix heures.", "Son budget s'élève à 3 millions d'euros.", "fr",
         "Le budget du musée s'élève à 3 millions d'euros."),
        ("La bibliothèque ouvre à dix heures.", "En 2023, elle a prêté 18 950 ouvrages.", "fr",
         "En 2023, la bibliothèque a prêté 18 950 ouvrages."),
        ("La bibliothèque ouvre à dix heures.", "L'établissement ferme le lundi.", "fr",
         "La bibliothèque ferme le lundi."),
        ("La bibliothèque ouvre à dix heures.", "Il est interdit de fumer.", "fr", ""),
        ("La bibliothèque ouvre à dix heures.", "Ils ferment le lundi.", "fr", ""),
        ("The Institute employs 388 people.", "It was founded in 1924.", "en",
         "The Institute was founded in 1924."),
        ("The Institute employs 388 people.", "Its budget is 12 million euros.", "en",
         "The Institute's budget is 12 million euros."),
        ("The Institute employs 388 people.", "She resigned in May.", "en", ""),
        ("In 2023, the Royal Mint made 3 million coins.", "The body is not an agent.", "en",
         "The Royal Mint is not an agent."),
        ("Samuel Thorne chairs the board.", "He took office in 2020.", "en",
         "Samuel Thorne took office in 2020."),
        ("It rained.", "It was founded in 1924.", "en", ""),
    ],
)  # fmt: skip
def test_a_pronoun_takes_the_subject_before(
    before: str, sentence: str, language: Language, understood: str
) -> None:
    found = with_subject(sentence, find_subject(before, language), language)
    assert found == (understood or sentence)


def part(verdict: Verdict) -> ClaimPart:
    evidence = () if verdict == "not found" else (Evidence(1, verdict, 1.0, ()),)
    return ClaimPart("a part", 0, 6, "A part.", verdict, evidence)


@pytest.mark.parametrize(
    ("whole", "parts", "verdict"),
    [
        ("partly", ["supported", "supported"], "supported"),
        ("partly", ["supported", "not found"], "partly"),
        ("supported", ["supported", "not found"], "partly"),
        ("partly", ["supported", "contradicted"], "contradicted"),
        ("supported", ["supported", "contradicted"], "partly"),
        ("contradicted", ["supported", "supported"], "contradicted"),
        ("not found", ["not found", "not found"], "not found"),
    ],
)
def test_the_parts_decide_together(whole: Verdict, parts: list[Verdict], verdict: Verdict) -> None:
    evidence = () if whole == "not found" else (Evidence(1, whole, 0.5, ()),)
    claim = Claim("a claim", 0, 7, "en", whole, evidence)
    assert join_parts(claim, [part(one) for one in parts]).verdict == verdict


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("statements")
    (folder / "docs").mkdir()
    (folder / "docs" / "port.md").write_text(TEXT, encoding="utf-8")
    (folder / "docs" / "minutes.md").write_text(MINUTES, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", load_encoder())
    return Rag.open(folder / "index")


def test_it_is_said_which_part_is_supported(rag: Rag) -> None:
    found = rag.check("The harbour board approved the plan on March 4, 2024 and bought a ferry.")
    (claim,) = found.claims
    assert (claim.verdict, claim.unsure) == ("partly", False)
    assert [one.verdict for one in claim.parts] == ["supported", "not found"]
    assert [found.text[one.start : one.end] for one in claim.parts] == [
        one.text for one in claim.parts
    ]
    assert explained(claim, "en") == [
        "Supported: “The harbour board approved the plan on March 4, 2024”",
        "Not found: “bought a ferry.”",
    ]


def test_one_false_part_makes_a_french_claim_false(rag: Rag) -> None:
    text = "Le conseil du port compte douze membres et le musée est ouvert le lundi."
    (claim,) = rag.check(text).claims
    assert claim.verdict == "contradicted"
    assert [one.verdict for one in claim.parts] == ["supported", "contradicted"]


def test_a_carried_subject_is_looked_up_and_shown(rag: Rag) -> None:
    text = "Le conseil du port est connu. Il compte douze membres. Il compte quinze membres."
    _, true, false = rag.check(text).claims
    assert (true.verdict, false.verdict) == ("supported", "contradicted")
    assert true.text == text[true.start : true.end]
    assert true.understood == "Le conseil du port compte douze membres."
    (line,) = explained(true, "fr")
    assert line.startswith("Comprise ainsi")


def test_claims_are_listed_worst_first(rag: Rag) -> None:
    text = "Le conseil du port compte douze membres. Le conseil du port compte quinze membres."
    claims = rag.check(text).claims
    assert [one.verdict for one in claims] == ["supported", "contradicted"]
    assert [one.verdict for one in worst_first(claims)] == ["contradicted", "supported"]
    asked = [replace(claims[0], verdict=one) for one in ("supported", "not found", "partly")]
    assert [one.verdict for one in worst_first(asked)] == ["partly", "not found", "supported"]
