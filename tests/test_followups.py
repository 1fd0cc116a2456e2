"""Follow-ups: fragments and pronouns are completed, whole questions are left alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag import Exchange, Rag
from rag.answering.followups import asked_again, meanings, resolve
from rag.answering.followups.mentions import find_mentions
from rag.encoders import HashingEncoder
from rag.readers import read
from rag.records import Language

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "followups.jsonl").read_text("utf-8").splitlines()
]
CORPUS = Path(__file__).parent.parent / "corpus"
ENCODER = HashingEncoder()


@cache
def page_text(path: str, label: str | None) -> str:
    """The text of a document of the sample library, or of one of its pages."""
    pages = read(CORPUS / path, CORPUS).pages
    text = "\n".join(page.text for page in pages if label in (None, page.label))
    return text.replace("\u00a0", " ")


def similarity(text: str, others: Sequence[str]) -> list[float]:
    vectors = ENCODER.encode([text, *others], kind="query")
    return [float(cosine) for cosine in vectors[1:] @ vectors[0]]


def asked(question: str, *earlier: str | Exchange) -> str:
    turns = [Exchange(each) if isinstance(each, str) else each for each in earlier]
    return resolve(question, turns, similarity=similarity)


WHO = Exchange(
    "Qui préside le Conseil ?", quotes=("Octave Brissandre préside le Conseil depuis 2024.",)
)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        pytest.param(
            "Combien d’articles ont été publiés en 2023 ?",
            "Et en 2024 ?",
            "Combien d’articles ont été publiés en 2024 ?",
            id="fr-year",
        ),
        pytest.param(
            "How many people worked there on 31 December 2023?",
            "And the year before?",
            "How many people worked there on 31 December 2022?",
            id="en-year-before",
        ),
        pytest.param(
            "Quel était l’effectif au 31 décembre 2023 ?",
            "Et l'année suivante ?",
            "Quel était l’effectif au 31 décembre 2024 ?",
            id="fr-year-after",
        ),
        pytest.param(
            "Qui préside le comité des finances ?",
            "Et le comité d’éthique ?",
            "Qui préside le comité d’éthique ?",
            id="fr-part",
        ),
        pytest.param(
            "What does the President of the Council do?",
            "And the Vice-President?",
            "What does the Vice-President of the Council do?",
            id="en-part-keeps-its-body",
        ),
        pytest.param(
            "Combien de doctorants l’Institut accueille-t-il ?",
            "Et de chercheurs ?",
            "Combien de chercheurs l’Institut accueille-t-il ?",
            id="fr-counted",
        ),
        pytest.param(
            "Quel est le prix du navire ?",
            "Quand a-t-il été livré ?",
            "Quand le prix du navire a-t-il été livré ?",
            id="fr-head-before-complement",
        ),
        pytest.param(
            "Combien de temps dure le mandat d’un membre ?",
            "Est-il renouvelable ?",
            "Le mandat d’un membre est-il renouvelable ?",
            id="fr-inversion",
        ),
        pytest.param(
            "Quelle est la longueur de l’Astrolune ?",
            "Qui le commande ?",
            "Qui le commande ? (l’Astrolune)",
            id="fr-object",
        ),
        pytest.param(
            "What does Resolution No. 2024-07 adopt?",
            "Who signed it?",
            "Who signed Resolution No. 2024-07?",
            id="en-it",
        ),
        pytest.param(
            "Who chairs the Ethics Committee?",
            "What about its budget?",
            "What about the Ethics Committee’s budget?",
            id="en-its",
        ),
        pytest.param(
            "Who founded Des Moines University?",
            "Where is it?",
            "Where is Des Moines University?",
            id="en-name-like-a-french-article",
        ),
        pytest.param(
            "Qui préside le comité d’éthique ?",
            "Quel est son budget ?",
            "Quel est le budget du comité d’éthique ?",
            id="fr-son",
        ),
        pytest.param(
            "Que décide la résolution n° 2024-07 ?",
            "Quelle somme cette résolution affecte-t-elle ?",
            "Quelle somme la résolution n° 2024-07 affecte-t-elle ?",
            id="fr-this-one",
        ),
        pytest.param(
            "Was the library closed in 2023?",
            "Why?",
            "Why? (Was the library closed in 2023?)",
            id="en-bare",
        ),
    ],
)
def test_a_follow_up_becomes_a_complete_question(before: str, question: str, whole: str) -> None:
    assert asked(question, before) == whole


def test_a_person_comes_from_the_quote_that_named_them() -> None:
    whole = asked("Depuis quand ?", WHO)
    assert whole == "Depuis quand ? (Qui préside le Conseil ? Octave Brissandre)"
    assert "Octave Brissandre" in asked("À qui a-t-il succédé ?", WHO)


def test_a_chain_continues_from_what_was_understood() -> None:
    first = "Combien d’articles ont été publiés en 2022 ?"
    then = asked("Et en 2023 ?", first)
    last = asked("Et en 2024 ?", first, Exchange("Et en 2023 ?", then))
    assert last == "Combien d’articles ont été publiés en 2024 ?"


def test_the_latest_turn_that_agrees_is_the_antecedent() -> None:
    turns = ("Who chairs the Ethics Committee?", "How long is the Astrolune?")
    assert asked("Who built it?", *turns) == "Who built the Astrolune?"


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if not row["places"] and row["split"] == "dev"],
    ids=lambda row: row["question"],
)
def test_a_complete_question_is_unchanged(row: dict[str, Any]) -> None:
    assert asked(row["question"], *row["earlier"]) == row["question"]


@pytest.mark.parametrize(
    ("question", "language", "phrases"),
    [
        pytest.param(
            "Quand la première campagne de l’Astrolune a-t-elle commencé ?",
            "fr",
            ["la première campagne de l’Astrolune"],
            id="fr",
        ),
        pytest.param(
            "Combien coûte l’école d’été des marées ?", "fr", ["l’école d’été des marées"], id="de"
        ),
        pytest.param(
            "How long does the term of office of a member last?",
            "en",
            ["the term of office of a member"],
            id="en-verb-at-the-end",
        ),
        pytest.param("How many boxes may I order?", "en", ["boxes"], id="asked-for"),
        pytest.param(
            "How many seats does the reading room of the archives have?",
            "en",
            ["seats", "the reading room of the archives"],
            id="en-verb-after-the-phrase",
        ),
    ],
)
def test_phrases_end_before_their_verb(
    question: str, language: Language, phrases: list[str]
) -> None:
    assert [one.text for one in find_mentions(question, language)] == phrases


def test_the_labelled_places_have_the_answers() -> None:
    for place in (place for row in ROWS for place in row["places"]):
        assert place["contains"] in page_text(place["path"], place["page_label"]), place


def test_the_set_is_balanced_and_has_many_complete_questions() -> None:
    assert len(ROWS) >= 100
    whole = [row for row in ROWS if not row["places"]]
    assert len(whole) >= 30
    for rows in (ROWS, whole):
        halves = [row["split"] for row in rows]
        assert abs(halves.count("dev") - halves.count("test")) <= len(rows) // 10
        assert {row["language"] for row in rows} == {"fr", "en"}


texts = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            "et Et il -t-il a est-elle le la l’ d’ de du Conseil 2024 l’année suivante qui celui "
            "what about it its the of Council this ship one ? . n° why depuis quand".split()
        ),
        max_size=9,
    ).map(" ".join),
)
exchanges = st.builds(Exchange, texts, texts, st.lists(texts, max_size=2).map(tuple))


@settings(max_examples=150)
@given(texts, st.lists(exchanges, max_size=4))
def test_any_conversation_gives_a_question_of_bounded_length(
    question: str, turns: list[Exchange]
) -> None:
    whole = resolve(question, turns, similarity=similarity)
    longest = max((len(t.understood or t.question) for t in turns), default=0)
    quoted = max((len(q) for t in turns for q in t.quotes), default=0)
    assert len(whole) <= 2 * len(question) + 4 * (longest + quoted) + 40
    assert whole == question or turns


def test_the_answer_says_how_the_question_was_understood(library: Rag) -> None:
    first = library.ask("How many working days ahead must a request for a room be made?")
    then = library.ask("Where must it be made?", conversation=[Exchange.from_answer(first)])
    assert first.understood == ""
    assert then.question == "Where must it be made?"
    assert then.understood == "Where must a request be made? (a room)"
    alone = library.ask("When do the reading rooms open?", conversation=[Exchange("Why?")])
    assert alone.understood == ""


@pytest.mark.parametrize(
    ("before", "fragment", "whole"),
    [
        ("Combien de visiteurs en 2022 ?", "et les scolaires ?", "Combien de scolaires en 2022 ?"),
        ("Combien d'agents ?", "et les élèves ?", "Combien d’élèves ?"),
    ],
)
def test_a_count_of_something_else_loses_the_article(
    before: str, fragment: str, whole: str
) -> None:
    turns = [Exchange(before, quotes=("douze",))]
    found = resolve(fragment, turns, similarity=lambda _, others: [0.8] * len(others))
    assert found.replace("\u202f", " ") == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        pytest.param(
            "Qui a été le premier dirigeant de l'Agence ?",
            "Qu'avait-il fait avant ?",
            "Qu'avait fait le premier dirigeant de l'Agence avant ?",
            id="que-participle",
        ),
        pytest.param(
            "Quand la convocation du Conseil est-elle envoyée ?",
            "Qu'indique-t-elle ?",
            "Qu'indique la convocation du Conseil ?",
            id="que-verb",
        ),
        pytest.param(
            "Comment le comité d’éthique travaille-t-il ?",
            "Que peut-il refuser ?",
            "Que peut refuser le comité d’éthique ?",
            id="que-infinitive",
        ),
        pytest.param(
            "Comment s'inscrire à la bibliothèque ?",
            "Est-ce qu'elle est ouverte le samedi ?",
            "Est-ce que la bibliothèque est ouverte le samedi ?",
            id="est-ce-qu-elle",
        ),
        pytest.param(
            "Combien coûte l'abonnement ?",
            "Combien de temps est-ce qu'il dure ?",
            "Combien de temps est-ce que l'abonnement dure ?",
            id="est-ce-qu-il-inside",
        ),
        pytest.param(
            "Que décide la résolution n° 2024-07 ?",
            "L'a-t-on modifiée depuis ?",
            "L'a-t-on modifiée depuis ? (la résolution n° 2024-07)",
            id="l-at-the-start",
        ),
        pytest.param(
            "Qu'est-ce que le congé sabbatique ?",
            "L'employeur peut-il s'y opposer ?",
            "L'employeur peut-il s'y opposer ? (le congé sabbatique)",
            id="s-y",
        ),
        pytest.param(
            "Qu'est-ce que le congé sabbatique ?",
            "L'employeur peut-il le refuser ?",
            "L'employeur peut-il le refuser ? (le congé sabbatique)",
            id="object-after-another-subject",
        ),
        pytest.param(
            "Combien coûte un abonnement ?",
            "Où puis-je en obtenir un ?",
            "Où puis-je en obtenir un ? (un abonnement)",
            id="en-before-an-infinitive",
        ),
        pytest.param(
            "Comment demander une avance ?",
            "Quand j'en ai besoin, qui prévenir ?",
            "Quand j'en ai besoin, qui prévenir ? (une avance)",
            id="j-en",
        ),
        pytest.param(
            "Qui préside la commission des marchés ?",
            "Qui est membre d'elle ?",
            "Qui est membre d'elle ? (la commission des marchés)",
            id="d-elle",
        ),
        pytest.param(
            "Où se trouve une voiture enlevée ?",
            "Que faut-il présenter pour la récupérer ?",
            "Que faut-il présenter pour la récupérer ? (une voiture enlevée)",
            id="pour-la-and-infinitive",
        ),
        pytest.param(
            "Qu'est-ce que le registre unique ?",
            "Combien de temps doit-on le conserver ?",
            "Combien de temps doit-on le conserver ? (le registre unique)",
            id="doit-on-le",
        ),
    ],
)
def test_a_french_pronoun_after_an_apostrophe_or_before_an_infinitive_is_completed(
    before: str, question: str, whole: str
) -> None:
    assert asked(question, before) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce qu'il faut une carte de lecteur ?",
        "Est-ce qu'il y a un vestiaire aux archives ?",
        "Y a-t-il une cantine à l'Institut ?",
        "Que faut-il faire pour le loyer de juin ?",
        "Qu'y a-t-il comme plafond de versements ?",
        "Combien coûte la location de la salle en 2024 ?",
        "Qui en 2023 présidait le jury ?",
        "Peut-on payer le loyer par chèque ?",
        "Un agent peut-il se faire remplacer ?",
        "Comment prévenir l'hôtel en cas de retard ?",
    ],
)
def test_a_word_that_only_looks_like_a_pronoun_changes_nothing(question: str) -> None:
    assert asked(question, "Qu'est-ce que le congé sabbatique ?") == question


@pytest.mark.parametrize(
    ("before", "fragment", "whole"),
    [
        pytest.param(
            "How much does a colour photocopy cost in the archives?",
            "What about a digital image?",
            "How much does a digital image cost in the archives?",
            id="en-a-is-no-french-preposition",
        ),
        pytest.param(
            "How many trainees did the Institute receive in 2023?",
            "And doctoral students?",
            "How many doctoral students did the Institute receive in 2023?",
            id="en-counted-noun-without-article",
        ),
        pytest.param(
            "Combien coûte une photocopie en noir et blanc aux archives ?",
            "Qu'en est-il d'une copie certifiée ?",
            "Combien coûte une copie certifiée aux archives ?",
            id="fr-qu-en-est-il",
        ),
        pytest.param(
            "Quelle est l'amende pour un vol ?",
            "Qu'en est-il pour les retards ?",
            "Quelle est l'amende pour les retards ?",
            id="fr-qu-en-est-il-pour",
        ),
        pytest.param(
            "À quel taux la caisse rembourse-t-elle la surveillance d'une cure ?",
            "Et les frais de transport ?",
            "À quel taux la caisse rembourse-t-elle les frais de transport ?",
            id="fr-not-what-is-asked-for",
        ),
        pytest.param(
            "How long must an importer keep the certificate of lighters?",
            "And for luxury lighters?",
            "How long must an importer keep the certificate of luxury lighters?",
            id="en-same-noun-keeps-its-preposition",
        ),
        pytest.param(
            "What does section 15 of the Lighters Regulations say?",
            "And section 16?",
            "What does section 16 of the Lighters Regulations say?",
            id="en-identifier",
        ),
        pytest.param(
            "Que dit l'article 12 du règlement ?",
            "Et le 14 ?",
            "Que dit l'article 14 du règlement ?",
            id="fr-number-of-an-identifier",
        ),
        pytest.param(
            "Que prévoit la note 2023-45 ?",
            "Et la note 2024-45 ?",
            "Que prévoit la note 2024-45 ?",
            id="fr-note",
        ),
        pytest.param(
            "Quand Isaure Vallombre a-t-elle été nommée ?",
            "Et Apolline Castelroux ?",
            "Quand Apolline Castelroux a-t-elle été nommée ?",
            id="fr-person",
        ),
        pytest.param(
            "How many members of the Council must be present at Rabat?",
            "And at Paris?",
            "How many members of the Council must be present at Paris?",
            id="en-place",
        ),
        pytest.param(
            "How many members does the Council have?",
            "And the Ethics Committee?",
            "How many members does the Ethics Committee have?",
            id="en-body",
        ),
    ],
)
def test_a_fragment_takes_the_place_of_the_like_part(
    before: str, fragment: str, whole: str
) -> None:
    assert asked(fragment, before).replace("\u202f", " ") == whole


@pytest.mark.parametrize(
    ("before", "fragment", "whole"),
    [
        pytest.param(
            "Quelle est sa durée ? (un congé sabbatique)",
            "Qu'en est-il de la rémunération ?",
            "Quelle est la rémunération ? (un congé sabbatique)",
            id="fr-possessive",
        ),
        pytest.param(
            "Qui le commande ? (l’Astrolune)",
            "Et en 2023 ?",
            "Qui le commande en 2023 ? (l’Astrolune)",
            id="fr-added-before-the-brackets",
        ),
        pytest.param(
            "Qui le commande ? (l’Astrolune)",
            "Pourquoi ?",
            "Pourquoi ? (Qui le commande ? l’Astrolune)",
            id="fr-no-brackets-in-brackets",
        ),
        pytest.param(
            "How much does one cost? (a certified copy)",
            "And a digital image?",
            "How much does one cost? (a digital image)",
            id="en-in-the-brackets",
        ),
    ],
)
def test_what_an_earlier_turn_added_in_brackets_stays_there(
    before: str, fragment: str, whole: str
) -> None:
    assert asked(fragment, Exchange("?", before)).replace("\u202f", " ") == whole


@pytest.mark.parametrize(
    ("before", "question", "owner"),
    [
        ("Quel est le prix de l’Astrolune ?", "Quelle est sa longueur ?", "l’Astrolune"),
        ("What is the price of the Astrolune?", "What is its length?", "the Astrolune’s"),
        ("Où le Conseil se réunit-il à Rabat ?", "Quel est son budget ?", "du Conseil"),
        ("When did the Council meet in the Great Hall?", "What is its budget?", "the Council’s"),
        ("Was the basement of the library flooded?", "Who paid its repairs?", "the basement of"),
        ("Que fait la Banque de l’Île ?", "Quelle est son adresse ?", "la Banque de l’Île"),
    ],
)
def test_a_possessive_means_what_the_conversation_is_about(
    before: str, question: str, owner: str
) -> None:
    whole = asked(question, before)
    assert f"({owner}" in whole or owner in whole.partition("(")[0]


def test_a_thing_named_in_two_turns_is_the_topic() -> None:
    turns = ("How long is the Astrolune?", "Does the Astrolune follow the Sarcelle?")
    assert asked("What is its price?", *turns) == "What is the Astrolune’s price? (the Sarcelle)"


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("And a colour photocopy?", "What does a colour photocopy cost?"),
        ("And the Secretary of the Council?", "Who is the Secretary of the Council?"),
    ],
)
def test_a_fragment_goes_with_the_question_of_a_message_that_it_fits(
    question: str, whole: str
) -> None:
    message = "Hello! Who is the Keeper of the Archives? What does a certified copy cost? Thanks."
    assert asked(question, message) == whole


def test_the_parts_of_an_answer_are_the_questions_of_the_turn() -> None:
    parts = (
        Exchange("Où se trouve l’Institut ?"),
        Exchange("Qui le dirige ?", "Qui dirige l’Institut ?", ("La directrice est Ana Roux.",)),
    )
    turn = Exchange("Où se trouve l’Institut ? Qui le dirige ?", parts=parts)
    whole = asked("Quand a-t-elle été nommée ?", turn)
    assert whole == "Quand Ana Roux a-t-elle été nommée ? (l’Institut)"


def test_what_can_mean_a_person_or_a_thing_has_two_meanings() -> None:
    found = meanings("Quel est son rôle ?", [WHO], similarity=similarity)
    assert found == (
        "Quel est le rôle du Conseil ?",
        "Quel est le rôle d’Octave Brissandre ? (le Conseil)",
    )
    only = meanings("Combien de membres compte-t-il ?", [WHO], similarity=similarity)
    assert only == ("Combien de membres le Conseil compte-t-il ?",)


def test_a_phrase_that_may_belong_to_the_part_replaced_gives_two_meanings() -> None:
    before = Exchange("How much is the fine for parking at the airport?")
    found = meanings(
        "And for speeding?", [before], similarity=lambda _, others: [0.5] * len(others)
    )
    assert found == (
        "How much is the fine for speeding at the airport?",
        "How much is the fine for speeding?",
    )


def test_a_question_word_is_no_name_in_what_was_understood_before() -> None:
    text = "Combien de voix pour ? (Qui a signé la résolution 2024-07 ?)"
    assert [one.text for one in find_mentions(text, "fr")][-1] == "la résolution 2024-07"
    assert not any(one.text.startswith("Qui") for one in find_mentions(text, "fr"))
    assert find_mentions("What does the WHO say?", "en")


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("What are the opening hours of the reading room?", "its fines?",
         "the reading room’s fines?"),
        ("Who keeps the archives?", "And their fees?", "And the archives’ fees?"),
        ("Quels sont les horaires de la salle de lecture ?", "Et ses tarifs ?",
         "Et les tarifs de la salle de lecture ?"),
        ("Où se trouve l’Institut ?", "Quelle est son adresse en 2023 ?",
         "Quelle est l’adresse de l’Institut en 2023 ?"),
        ("Qui dirige les archives ?", "Quelle est leur durée ?",
         "Quelle est leur durée ? (les archives)"),
    ],
)  # fmt: skip
def test_a_possessive_gives_way_to_its_owner(before: str, question: str, whole: str) -> None:
    assert asked(question, before) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Where can I get a residence permit in Lyon?", "and how much does it cost?",
         "and how much does a residence permit cost? (Lyon)"),
        ("How long does a permit in the harbour take?", "and how much does it cost?",
         "and how much does a permit cost? (the harbour)"),
        ("Do I need a permit to fish in the lake?", "How much does it cost?",
         "How much does a permit cost? (the lake)"),
        ("Où obtenir un permis de pêche à Brest ?", "Et combien coûte-t-il ?",
         "Et combien un permis de pêche coûte-t-il ? (Brest)"),
        ("How many members are there in the Council?", "When does it meet?",
         "When does the Council meet?"),
    ],
)  # fmt: skip
def test_a_place_does_not_take_the_place_of_what_is_asked_about(
    before: str, question: str, whole: str
) -> None:
    assert asked(question, before) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Who is the Keeper of the Archives?", "And in the staff handbook?",
         "Who is the Keeper of the Archives in the staff handbook?"),
        ("In the rules of procedure, how many members has the Council?",
         "And in the annual report?", "How many members has the Council in the annual report?"),
        ("Selon le rapport annuel 2023, combien de doctorants ?",
         "Et dans les chiffres clés 2024 ?", "Combien de doctorants dans les chiffres clés 2024 ?"),
        ("Combien de membres compte le Conseil ?",
         "Et dans l’édition 2022 du règlement intérieur ?",
         "Combien de membres compte le Conseil dans l’édition 2022 du règlement intérieur ?"),
    ],
)  # fmt: skip
def test_a_document_named_as_a_fragment_is_where_the_answer_is_wanted_from(
    before: str, question: str, whole: str
) -> None:
    assert asked(question, before).replace("\u202f", " ") == whole


def test_a_year_asks_each_question_of_the_last_turn_again() -> None:
    turn = Exchange("Combien de membres compte le Conseil ? Combien de thèses ont été soutenues ?")
    assert asked_again("Et en 2022 ?", [turn]) == (
        "Combien de membres compte le Conseil en 2022 ?",
        "Combien de thèses ont été soutenues en 2022 ?",
    )
    dated = Exchange("Who is the Keeper? How many trainees came in 2023?")
    assert asked_again("And in 2024?", [dated]) == ()
    assert asked_again("And the Secretary?", [turn]) == ()
    assert asked_again("Pourquoi ?", [turn]) == ()


def test_an_office_is_not_taken_for_the_person_who_holds_it() -> None:
    turn = Exchange("Who is the president?", quotes=("The Director-General appoints him.",))
    assert asked("Since when?", turn) == "Since when? (Who is the president?)"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Quel est le quorum du Conseil ?", "Et si le quorum n’est pas atteint ?",
         "Si le quorum n’est pas atteint ? (Quel est le quorum du Conseil ?)"),
        ("What is the mileage rate?", "By bicycle?", "What is the mileage rate by bicycle?"),
        ("Quel est le budget du comité d’éthique ?", "Et le comité des finances ?",
         "Quel est le budget du comité des finances ?"),
    ],
)  # fmt: skip
def test_a_condition_a_place_and_an_owner_go_where_they_belong(
    before: str, question: str, whole: str
) -> None:
    assert asked(question, before).replace("\u202f", " ") == whole
