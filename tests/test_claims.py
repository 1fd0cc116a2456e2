"""Claims judged by quotes, speakers, and quotes that disagree."""

from itertools import pairwise

import judging
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import Text

from rag.checking.claims import split_claims
from rag.checking.speakers import find_speaker
from rag.facts.disagreements import find_disagreements
from rag.facts.sources import Source
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "quote", "verdict"),
    [
        pytest.param(
            "Le fonds reçoit 1,5 million d'euros.",
            "Le fonds reçoit 1 500 000 €.",
            "supported",
            id="scale",
        ),
        pytest.param(
            "Le fonds reçoit 1,5 million d'euros.",
            "Le fonds reçoit 1,5 milliard d'euros.",
            "contradicted",
            id="other-scale",
        ),
        pytest.param(
            "Le navire embarque 18 savants.",
            "Le navire embarque 24 savants et 18 marins.",
            "contradicted",
            id="figure-of-another",
        ),
        pytest.param(
            "Les dépenses montent à 46 millions d'euros.",
            "Les recettes montent à 46 millions d'euros et les dépenses à 45 millions d'euros.",
            "partly",
            id="clause-of-another",
        ),
        pytest.param(
            "La part a reculé à 81 %.",
            "La part est passée de 74 % à 81 %.",
            "contradicted",
            id="from-to",
        ),
        pytest.param(
            "La réunion se tient le 5 mai 2024.",
            "La réunion se tient le 05/05/2024.",
            "supported",
            id="date",
        ),
        pytest.param(
            "La réunion se tient le 5 mai 2024.",
            "La réunion se tient en mai 2024.",
            "partly",
            id="finer-than-stated",
        ),
        pytest.param(
            "Anna Bell préside la commission.",
            "Carl Dunn préside la commission.",
            "contradicted",
            id="name",
        ),
        pytest.param(
            "La séance est publique.", "La séance n'est pas publique.", "contradicted", id="denied"
        ),
        pytest.param(
            "Le plan a été adopté.", "Le plan a été rejeté.", "contradicted", id="opposite"
        ),
        pytest.param(
            "La licence est fermée.", "La licence est ouverte.", "contradicted", id="closed"
        ),
        pytest.param(
            "Le taxi est remboursé après 6 h et après 22 h.",
            "Le taxi est remboursé avant 6 h et après 22 h.",
            "contradicted",
            id="one-side-of-two",
        ),
        pytest.param(
            "Sans ordre écrit, aucun frais n'est remboursé.",
            "Sans ordre écrit, aucun frais n'est remboursé et l'agent n'est pas assuré.",
            "supported",
            id="denials-in-their-clauses",
        ),
        pytest.param(
            "Les groupes s'inscrivent avant le 15 août.",
            "Les groupes s'inscrivent avant le 15 juin.",
            "contradicted",
            id="month-without-a-year",
        ),
        pytest.param(
            "L'école a lieu en juillet.", "L'école a lieu en juillet 2023.", "supported", id="month"
        ),
        pytest.param(
            "Le formulaire F-14 se remplit en ligne.",
            "Le formulaire F-12 se remplit en ligne.",
            "not found",
            id="reference",
        ),
        pytest.param(
            "La résolution A/78/3 fixe le budget.",
            "La résolution fixe le budget.",
            "partly",
            id="reference-left-out",
        ),
        pytest.param(
            "La taxe augmente de 3 %.",
            "Les loutres dorment dans la rivière.",
            "not found",
            id="other",
        ),
    ],
)
def test_french_claims(claim: str, quote: str, verdict: str) -> None:
    assert judging.verdict(claim, "fr", Text(quote, "fr")) == verdict


@pytest.mark.parametrize(
    ("claim", "quote", "verdict"),
    [
        pytest.param(
            "The fund receives 1.5 million euros.",
            "The fund receives €1,500,000.",
            "supported",
            id="scale",
        ),
        pytest.param(
            "The fund receives 1.5 million euros.",
            "The fund receives 1.5 million dollars.",
            "contradicted",
            id="currency",
        ),
        pytest.param(
            "Spending came to 46.8 million euros.",
            "Income came to 46.8 million euros and spending to 45.3 million euros.",
            "partly",
            id="clause-of-another",
        ),
        pytest.param(
            "A member who cannot attend may not give a proxy.",
            "A member who cannot attend may give a proxy.",
            "contradicted",
            id="denied-once-more",
        ),
        pytest.param(
            "No member may vote by letter.",
            "A member may not vote by letter.",
            "supported",
            id="denied-in-other-words",
        ),
        pytest.param(
            "A member serves for five years.",
            "A member serves on a council of five people.",
            "partly",
            id="figure-of-another",
        ),
        pytest.param(
            "The rate fell to 81%.", "The rate went from 74% to 81%.", "contradicted", id="from-to"
        ),
        pytest.param(
            "The meeting is on March 4, 2024.",
            "The meeting is on 4 March 2024.",
            "supported",
            id="date",
        ),
        pytest.param(
            "The meeting is on March 4, 2024.",
            "The meeting is on 5 March 2024.",
            "contradicted",
            id="other-date",
        ),
        pytest.param(
            "Anna Bell chairs the commission.",
            "The commission is led by a chair, Carl Dunn.",
            "contradicted",
            id="name",
        ),
        pytest.param(
            "The sessions are public.", "The sessions are not public.", "contradicted", id="denied"
        ),
        pytest.param(
            "It is the third session of the group.",
            "It is the 3rd session of the group.",
            "supported",
            id="rank",
        ),
    ],
)
def test_english_claims(claim: str, quote: str, verdict: str) -> None:
    assert judging.verdict(claim, "en", Text(quote, "en")) == verdict


@pytest.mark.parametrize(
    ("claim", "language", "quote", "verdict"),
    [
        (
            "The budget is 1.5 million euros.",
            "en",
            "Le budget est de 1,5 million d'euros.",
            "supported",
        ),
        (
            "The budget is 1.5 billion euros.",
            "en",
            "Le budget est de 1,5 million d'euros.",
            "contradicted",
        ),
        (
            "Le conseil se réunit le 15 novembre 2023.",
            "fr",
            "The council meets on November 15, 2023.",
            "supported",
        ),
        (
            "La carte est valable cinq ans.",
            "fr",
            "The card is valid for three years.",
            "contradicted",
        ),
        ("Le taux est de 5 %.", "fr", "The rate rose from 5% to 7%.", "contradicted"),
    ],
)
def test_claims_across_languages(claim: str, language: Language, quote: str, verdict: str) -> None:
    other: Language = "en" if language == "fr" else "fr"
    assert judging.verdict(claim, language, Text(quote, other)) == verdict


@pytest.mark.parametrize(
    ("claim", "language", "quote"),
    [
        (
            "Anna Bell préside le conseil depuis le 3 mai 2021.",
            "fr",
            "Carl Dunn préside le conseil depuis le 3 mai 2021. Il a succédé à Anna Bell.",
        ),
        (
            "Anna Bell has chaired the council since 3 May 2021.",
            "en",
            "Carl Dunn has chaired the council since 3 May 2021. He succeeded Anna Bell.",
        ),
    ],
)
def test_a_sentence_with_the_name_alone_does_not_hide_the_one_that_contradicts(
    claim: str, language: Language, quote: str
) -> None:
    assert judging.verdict(claim, language, Text(quote, language)) == "contradicted"
    true = claim.replace("Anna Bell", "Carl Dunn")
    assert judging.verdict(true, language, Text(quote, language)) == "supported"


@pytest.mark.parametrize(
    ("claim", "language", "quote"),
    [
        (
            "Visitors may enter the reserve.",
            "en",
            "Les visiteurs peuvent entrer dans la réserve s'ils ont un permis.",
        ),
        (
            "Les visiteurs peuvent entrer dans la réserve.",
            "fr",
            "Visitors may enter the reserve unless it is closed.",
        ),
    ],
)
def test_what_holds_under_a_condition_is_not_supported_across_languages(
    claim: str, language: Language, quote: str
) -> None:
    other: Language = "en" if language == "fr" else "fr"
    assert judging.verdict(claim, language, Text(quote, other)) == "partly"


def test_a_newer_version_gives_the_verdict() -> None:
    old = Text("Le mandat dure trois ans.", "fr", superseded=True)
    new = Text("Le mandat dure quatre ans.", "fr")
    assert judging.verdict("Le mandat dure trois ans.", "fr", old, new) == "contradicted"
    assert judging.verdict("Le mandat dure quatre ans.", "fr", old, new) == "supported"
    assert judging.verdict("Le mandat dure trois ans.", "fr", old) == "partly"  # not sure
    both = (old, Text("Le mandat dure trois ans.", "fr"))
    assert judging.verdict("Le mandat dure trois ans.", "fr", *both) == "supported"


@given(st.integers(2, 10_000), st.integers(2, 10_000))
def test_a_changed_figure_is_never_supported(stated: int, written: int) -> None:
    claim, quote = f"La ville compte {stated} places.", f"La ville compte {written} places."
    found = judging.verdict(claim, "fr", Text(quote, "fr"))
    assert (found == "supported") == (stated == written)


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("Selon M. Aubry, le prêt est gratuit.", "fr", "M. Aubry"),
        ("« C'est trop », a déclaré Odile Varenne.", "fr", "Odile Varenne"),
        ("Le prêt est gratuit.", "fr", None),
        ("According to Mary Quill, it is short.", "en", "Mary Quill"),
        ("“It is too much,” said Mary Quill.", "en", "Mary Quill"),
        ("The loan is free.", "en", None),
    ],
)
def test_the_speaker_is_found(text: str, language: Language, who: str | None) -> None:
    found = find_speaker(text, language)
    assert (found and found.text) == who
    assert found is None or text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("one", "other", "topic"),
    [
        ("Le navire embarque 24 savants.", "Le navire embarque 26 savants.", "figure"),
        ("Le navire embarque 24 savants.", "Le navire embarque vingt-quatre savants.", None),
        ("The plan was adopted on 4 March 2024.", "The plan was adopted on 5 March 2024.", "date"),
        ("The plan was adopted on 4 March 2024.", "The plan was adopted on March 4, 2024.", None),
        ("Le repas coûte 16 euros.", "La nuit coûte 110 euros.", None),
        (
            "Le conseil compte douze membres.",
            "Le comité des prix compte cinq membres du conseil.",
            None,
        ),
        (
            "Au 31 décembre 2023, le port employait 388 agents.",
            "Au 31 décembre 2024, le port employait 402 agents.",
            None,
        ),
        (
            "Au 31 décembre 2023, le port de Rabat employait 388 agents.",
            "Le port de Rabat corrige : l'effectif du 31 décembre 2023 s'établit à 391 agents.",
            "figure",
        ),
        (
            "On 31 December 2023 the port of Rabat employed 388 agents.",
            "For the port of Rabat, the count of 31 December 2023 has come to 388 agents.",
            None,
        ),
        (
            "La bibliothèque est ouverte à tous ; le prêt est réservé : cinq ouvrages à la fois.",
            "La bibliothèque a prêté 18 950 ouvrages.",
            None,
        ),
        (
            "The port lent 12 boats to the town.",
            "The port lent 12,000 boats to the town.",
            "figure",
        ),
        ("Le navire embarque 0 savant.", "Le navire embarque 26 savants.", "figure"),
    ],
)
def test_quotes_that_disagree_are_found(one: str, other: str, topic: str | None) -> None:
    language: Language = "en" if "the" in one.lower().split() else "fr"
    found = find_disagreements([Source(one, language), Source(other, language)])
    assert [one.topic for one in found] == ([topic] if topic else [])


@pytest.mark.parametrize(
    ("dated", "likeness", "found"), [("", 0.7, 1), (" 2023", 0.7, 0), (" 2023", 0.8, 1)]
)
def test_quotes_with_dates_need_a_higher_likeness_across_languages(
    dated: str, likeness: float, found: int
) -> None:
    sources = [
        Source(f"The port took 24 tonnes{dated and ' in'}{dated}.", "en"),
        Source(f"Le port a pris 26 tonnes{dated and ' en'}{dated}.", "fr"),
    ]
    assert len(find_disagreements(sources, likeness=lambda *_: likeness)) == found


def test_only_sentences_that_state_something_are_claims() -> None:
    text = (
        "Un titre\n\nDear all,\n\nThe port is open. Is it? 1. Le quai est fermé.\n\nMerci à tous."
    )
    found = split_claims(text)
    assert [text[a:b] for a, b in found.claims] == ["The port is open.", "Le quai est fermé."]
    assert len(found.left_out) == 4


@given(st.text(max_size=200))
def test_claims_and_other_sentences_are_in_the_order_of_the_text(text: str) -> None:
    found = split_claims(text)
    spans = sorted([*found.claims, *found.left_out])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


BODIES: dict[Language, Text] = {
    "en": Text(
        "The Council has fifteen members: five elected by the staff, one elected by the students, "
        "four appointed by the Assembly, four chosen for their knowledge, and the mayor. "
        "The Finance Committee has five members of the Council. "
        "The Council may decide only if at least nine members are present.",
        "en",
    ),
    "fr": Text(
        "Le Conseil compte quinze membres : cinq élus par le personnel, un élu par les doctorants, "
        "quatre désignés par l'assemblée, quatre choisis pour leur savoir, et le maire. "
        "Le comité des finances compte cinq membres du Conseil. "
        "Le Conseil ne délibère valablement que si neuf membres au moins sont présents.",
        "fr",
    ),
}


@pytest.mark.parametrize(
    ("language", "claim", "quoted"),
    [
        ("en", "The Council has eleven members.", "fifteen"),
        ("en", "The Finance Committee has eleven members of the Council.", "five"),
        ("en", "The Council may decide only if at least seven members are present.", "nine"),
        ("fr", "Le Conseil compte douze membres.", "quinze"),
        ("fr", "Le comité des finances compte douze membres du Conseil.", "cinq"),
        ("fr", "Le Conseil ne délibère valablement que si sept membres au moins sont présents.",
         "neuf"),
    ],
)  # fmt: skip
def test_the_sentence_on_the_subject_of_a_claim_contradicts_it_first(
    language: Language, claim: str, quoted: str
) -> None:
    first, *_ = judging.findings(claim, language, list(BODIES.values()))
    differing = [one.quoted for one in first.reasons if one.outcome == "differs"]
    assert (first.verdict, differing) == ("contradicted", [quoted])


@pytest.mark.parametrize(
    ("claim", "supposing", "stating", "language"),
    [
        (
            "The pool closes in August.",
            "If the pool closes in August, a notice says so.",
            "In August the swimming pool shuts its doors.",
            "en",
        ),
        (
            "Le conseil élit son président.",
            "Si le conseil élit son président, le vote est secret.",
            "Le président est choisi par le conseil.",
            "fr",
        ),
    ],
)
def test_what_a_sentence_supposes_in_the_words_of_the_claim_is_not_sure(
    claim: str, supposing: str, stating: str, language: Language
) -> None:
    """Another sentence with fewer of its words does not outweigh it; one with all of them does."""
    supposed, stated = Text(supposing, language), Text(stating, language)
    assert judging.verdict(claim, language, stated) == "supported"
    assert judging.verdict(claim, language, stated, supposed) == "partly"
    assert judging.verdict(claim, language, Text(claim, language), supposed) == "supported"


@pytest.mark.parametrize(
    ("claim", "quote", "language"),
    [
        ("The share may not exceed 14.38 %.", "The share may not exceed 14.38 €.", "en"),
        ("The share may not exceed $15.", "The share may not exceed €15.", "en"),
        ("La part ne dépasse pas 14,38 %.", "La part ne dépasse pas 14,38 €.", "fr"),
    ],
)
def test_the_same_words_with_another_sign_of_a_unit_are_not_the_same(
    claim: str, quote: str, language: Language
) -> None:
    assert judging.verdict(claim, language, Text(quote, language)) == "contradicted"
    assert judging.verdict(quote, language, Text(quote, language)) == "supported"
