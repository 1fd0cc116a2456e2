"""Quotations in a checked text: held to the letter, with their speaker; and what is left out."""

from __future__ import annotations

import pytest

from rag import Rag, Settings
from rag.checking.claims import split_claims
from rag.encoders import load_encoder
from rag.ingest import ingest
from rag.language.statements.opinions import is_opinion
from rag.language.statements.quotations import find_quotations
from rag.messages.checks import reason
from rag.records import Language

DOCUMENTS = {
    "discours.md": """# Inauguration du musée de la mer

Le 3 mars 2024.

« Le musée accueillera tous les enfants de la ville. Il restera gratuit le dimanche », a déclaré \
Odile Varenne, maire de la ville. Le directeur a remercié les donateurs.

« La collection compte des pièces uniques en Europe », a précisé Paul Durand.
""",
    "speech.md": """# Opening of the new pier

On 4 May 2023.

“We built this pier for the fishermen of the bay, not for tourists,” said Mary Quill. The mayor \
cut the ribbon. Samuel Thorne said: “The old pier will be kept as a monument.”
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("quotations")
    (folder / "docs").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", load_encoder())
    return Rag.open(folder / "index", settings=Settings())


TO_THE_LETTER = [
    "« Il restera gratuit le dimanche », a déclaré Odile Varenne.",
    "« Le musée accueillera tous les enfants de la ville. Il restera gratuit le dimanche », a "
    "déclaré Odile Varenne.",
    "Odile Varenne a déclaré : « Le musée accueillera tous les enfants […]. Il restera gratuit le "
    "dimanche. »",
    "Selon Paul Durand, « la collection compte des pièces uniques en Europe ».",
    "“We built this pier for the fishermen of the bay, not for tourists,” said Mary Quill.",
    '"The old pier will be kept as a monument," said Samuel Thorne.',
]


@pytest.mark.parametrize("claim", TO_THE_LETTER)
def test_words_to_the_letter_by_their_speaker_are_supported(rag: Rag, claim: str) -> None:
    (found,) = rag.check(claim).claims
    assert (found.kind, found.verdict, found.text) == ("quotation", "supported", claim)


ALTERED = [
    (
        "« Il restera payant le dimanche », a déclaré Odile Varenne.",
        "citation modifiée : « payant » dans l’affirmation, « gratuit » dans le document",
    ),
    (
        "« Le musée accueillera les enfants de la ville », a déclaré Odile Varenne.",
        "citation modifiée : « tous », dans le document, est omis",
    ),
    (
        "“We built this pier for the fishermen of the bay, and for tourists,” said Mary Quill.",
        "quote altered: “and” in the claim, “not” in the document",
    ),
    (
        "Samuel Thorne said: “The old pier will be kept forever as a monument.”",
        "quote altered: “forever” is not in the document",
    ),
    (
        "« Le musée accueillera tous les enfants de la ville. Il restera gratuit toute la semaine "
        "», a déclaré Odile Varenne.",
        "citation modifiée : « toute la semaine » dans l’affirmation, « le dimanche » dans le "
        "document",
    ),
    (
        "« Il restera gratuit le dimanche », a déclaré Paul Durand.",
        "autre auteur des propos : Paul Durand dans l’affirmation, Odile Varenne dans le document",
    ),
    (
        "“The old pier will be kept as a monument,” said Mary Quill.",
        "other speaker: Mary Quill in the claim, Samuel Thorne in the document",
    ),
]


@pytest.mark.parametrize(("claim", "why"), ALTERED)
def test_an_altered_word_or_speaker_is_shown(rag: Rag, claim: str, why: str) -> None:
    found = rag.check(claim)
    first = found.claims[0].evidence[0]
    assert found.claims[0].verdict == "contradicted"
    said = [reason(one, found.language) for one in first.reasons if one.outcome == "differs"]
    assert [one.replace("\u00a0", " ").replace("\u202f", " ") for one in said] == [why]


@pytest.mark.parametrize(
    "claim",
    [
        "« Le musée ouvrira tous les soirs pendant l’été », a déclaré Odile Varenne.",
        "“The fishermen will receive new boats next year,” said Mary Quill.",
        "Odile Varenne n’a pas déclaré : « Il restera gratuit le dimanche. »",
    ],
)
def test_words_that_nobody_said_are_not_supported(rag: Rag, claim: str) -> None:
    (found,) = rag.check(claim).claims
    assert found.verdict != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "« Il restera gratuit le dimanche » : c’est ce qu’a promis Anne Petit aux pêcheurs.",
        "The slogan is “for the fishermen of the bay, not for tourists”.",
        "« Il restera gratuit le dimanche », a déclaré Odile Varenne le 5 mars 2023.",
        "« Il restera gratuit le dimanche », a déclaré Odile Varenne, qui refuse les donateurs.",
    ],
)
def test_what_is_said_besides_a_quotation_must_be_in_the_document(rag: Rag, claim: str) -> None:
    (found,) = rag.check(claim).claims
    assert (found.verdict, found.unsure) == ("partly", False)


def test_a_title_in_quotation_marks_is_no_quotation(rag: Rag) -> None:
    (found,) = rag.check("Le « musée de la mer » restera gratuit le dimanche.").claims
    assert found.kind == "statement"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "« Nous partons. Tout est prêt », dit Odile Varenne. Le maire est là.",
            ["« Nous partons. Tout est prêt », dit Odile Varenne.", "Le maire est là."],
        ),
        (
            "Il a répondu « oui, bien sûr ». « Nous verrons demain », a dit Paul Durand.",
            ["Il a répondu « oui, bien sûr ».", "« Nous verrons demain », a dit Paul Durand."],
        ),
        (
            "Le conseil hésite… Le budget passe à douze millions. Il attend… la réponse du préfet.",
            ["Le conseil hésite…", "Le budget passe à douze millions.",
             "Il attend… la réponse du préfet."],
        ),
        (
            '"We are ready. The work starts in May," said Mary Quill. The pier cost two million.',
            ['"We are ready. The work starts in May," said Mary Quill.',
             "The pier cost two million."],
        ),
        (
            "Odile Varenne a dit : « Nous partons. Tout est prêt. » Le maire approuve ce choix.",
            ["Odile Varenne a dit : « Nous partons. Tout est prêt. »",
             "Le maire approuve ce choix."],
        ),
        (
            "« Nous partons demain. Le maire approuve ce choix.\n\nTout est prêt ici.",
            ["« Nous partons demain.", "Le maire approuve ce choix.", "Tout est prêt ici."],
        ),
    ],
    ids=["two sentences", "stop and quotation", "ellipsis", "straight", "colon", "not closed"],
)  # fmt: skip
def test_a_quotation_is_one_claim_with_its_speaker(text: str, claims: list[str]) -> None:
    assert [text[start:end] for start, end in split_claims(text).claims] == claims


def test_what_is_left_out_has_a_reason(rag: Rag) -> None:
    text = (
        "Le musée ouvre ses portes\n\nBonjour à tous !\n\nLe musée restera gratuit le dimanche. "
        "Est-ce assez ? À mon avis, le maire a raison. Tant mieux."
    )
    left_out = rag.check(text).left_out
    assert [(one.text, one.kind) for one in left_out] == [
        ("Le musée ouvre ses portes", "headline"),
        ("Bonjour à tous !", "greeting"),
        ("Est-ce assez ?", "question"),
        ("À mon avis, le maire a raison.", "opinion"),
        ("Tant mieux.", "short"),
    ]
    assert all(text[one.start : one.end] == one.text for one in left_out)


@pytest.mark.parametrize(
    ("sentence", "language", "judges"),
    [
        ("C’est une honte pour la ville.", "fr", True),
        ("Il est regrettable que le musée ferme.", "fr", True),
        ("Je crois que le musée a besoin d’aide.", "fr", True),
        ("This is a disgrace.", "en", True),
        ("In my view, the pier is too short.", "en", True),
        ("Nous regrettons que le musée ait fermé 12 jours.", "fr", False),
        ("C’est une association de pêcheurs.", "fr", False),
        ("Selon Odile Varenne, « c’est une honte ».", "fr", False),
        ("We believe the pier cost two million.", "en", False),
        ("The board believes that the pier is safe.", "en", False),
    ],
)
def test_an_opinion_judges_and_gives_no_fact(
    sentence: str, language: Language, judges: bool
) -> None:
    assert is_opinion(sentence, language) is judges


def test_segments_of_a_quotation_leave_out_its_gaps() -> None:
    (found,) = find_quotations("Il dit : « Nous irons […] à pied [à la mer], demain ». Fin.")
    assert [found.text[start:end].strip(" ,") for start, end in found.segments] == [
        "Nous irons", "à pied", "demain",
    ]  # fmt: skip
