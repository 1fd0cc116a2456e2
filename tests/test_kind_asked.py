"""A quote must say the kind of thing asked for: a number, the holder of a role, of its body."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from rag import Rag
from rag.answering.kind_asked import of_kind_asked
from rag.citations.quotes import Quote
from rag.questions.named_things import read_named_things
from rag.records import Document, Hit, Language, Passage


def quote(text: str, language: Language, issuer: str | None = None, before: str = "") -> Quote:
    whole = f"{before} {text}".strip()
    document = Document("d", "/r", "a.md", "Rapport", "md", language, None, issuer, 1)
    passage = Passage(
        document_id="d", page=1, start=0, end=len(whole), text=whole, headings=(), language=language
    )
    hit = Hit(passage, document, None, 0.0, None, None)
    start = len(whole) - len(text)
    return Quote(hit, start, len(whole), text, 0.8)


def is_kept(text: str, question: str, language: Language) -> bool:
    return bool(of_kind_asked([quote(text, language)], read_named_things(question, language)))


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("en", "What was the headcount of the Board in 2022?",
         "Margaret Oakes has chaired the Board since May 2021.", False),
        ("en", "What was the headcount of the Board in 2022?", "It employed 204 people.", True),
        ("fr", "Combien d'agents l'Office compte-t-il ?",
         "L'Office recrute des agents depuis 2019.", False),
        ("fr", "Combien d'agents l'Office compte-t-il ?", "L'Office compte douze agents.", True),
        ("fr", "Combien coûte le parking ?", "Le parking est gratuit.", True),
        ("en", "How many members may vote?", "None of the members may vote.", True),
        ("en", "How many fees are there?", "There are these fees:", True),
        ("en", "How old is the bridge?", "The bridge was built in 1912.", True),
        ("fr", "Combien de fois le conseil se réunit-il ?", "Le conseil se réunit souvent.", True),
    ],
)  # fmt: skip
def test_a_question_for_a_number_wants_one_that_is_no_date(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Combien de temps faut-il pour renouveler la carte ?",
         "La carte est renouvelée au guichet.", False),
        ("fr", "Combien de temps faut-il pour renouveler la carte ?",
         "Comptez trois semaines.", True),
        ("fr", "Quelle est la durée du prêt ?", "Le prêt est accordé à durée indéterminée.", True),
        ("fr", "Quel est le délai pour répondre ?", "Il faut répondre avant le 15 mars.", True),
        ("fr", "Quelle est la durée de la garantie ?", "La garantie coûte 45 euros.", False),
        ("fr", "Quelle est la durée de la garantie ?", "Selon le modèle :", True),
        ("en", "How long is a reader's card valid?", "A card costs 12 euros.", False),
        ("en", "How long is a reader's card valid?", "Cards expire after two years.", True),
        ("en", "How long has she chaired the Board?", "She has chaired it since 2021.", True),
        ("en", "How long is the bridge?", "The bridge measures 240 m.", True),
        ("en", "How long is the bridge?", "The bridge was built by Anna Reiss.", False),
    ],
)  # fmt: skip
def test_a_question_for_how_long_wants_a_time_or_a_length(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Quel pourcentage des agents télétravaille ?", "412 agents télétravaillent.", False),
        ("fr", "Quel pourcentage des agents télétravaille ?", "38 % télétravaillent.", True),
        ("fr", "Quelle part des sièges est vacante ?", "Un siège sur dix est vacant.", True),
        ("fr", "Quel est le taux horaire ?", "Une heure est payée 14 euros.", True),
        ("fr", "Quel est le taux horaire ?", "La journée dure 7 heures.", False),
        ("en", "What percentage of visitors is local?", "212 visitors are local.", False),
        ("en", "What percentage of visitors is local?", "A third of them are local.", True),
        ("en", "What is the rate of interest?", "Loans are repaid in 2031.", False),
        ("en", "What is the rate of interest?", "Loans bear interest at 2.5.", True),
    ],
)  # fmt: skip
def test_a_question_for_a_share_wants_one(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "En quelle année le musée a-t-il ouvert ?", "Le musée a ouvert en 1912.", True),
        ("fr", "En quelle année le musée a-t-il ouvert ?", "Le musée a ouvert en grande pompe.",
         False),
        ("en", "In which year was the bridge built?", "The bridge was built by Anna Reiss.", False),
        ("en", "In which year was the bridge built?", "It was built in the 1880s.", True),
        ("en", "What year did it open?", "It opened in two stages:", True),
    ],
)  # fmt: skip
def test_a_question_for_a_year_wants_a_date(
    language: Language, question: str, text: str, stays: bool
) -> None:
    one = quote(text, language)
    asked = read_named_things(question, language)
    assert bool(of_kind_asked([one], asked)) is stays
    document = replace(one.hit.document, date=dt.date(2019, 5, 2))
    dated = replace(one, hit=replace(one.hit, document=document))
    assert of_kind_asked([dated], asked) == [dated]  # it may be the year of the document


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Combien de personnes ont été condamnées ?",
         "Le travail est effectué dans un délai de 18 mois.", False),
        ("fr", "Combien de personnes ont été condamnées ?", "Un âge de 16 ans est requis.", False),
        ("fr", "Combien de personnes ont été condamnées ?", "L'amende est de 1 500 euros.", False),
        ("fr", "Combien de personnes ont été condamnées ?", "412 condamnations en 18 mois.", True),
        ("fr", "Combien d'agents télétravaillent ?", "40 % des agents télétravaillent.", True),
        ("fr", "Combien de jours de congé y a-t-il ?", "Vingt-cinq jours sont accordés.", True),
        ("fr", "Combien de préavis faut-il ?", "Le préavis est de deux mois.", True),
        ("en", "How many caribou live in the park?", "A resident has lived here five years.",
         False),
        ("en", "How many caribou live in the park?", "He resided here five consecutive years.",
         False),
        ("en", "How many caribou live in the park?", "The warden counts caribou each year.", False),
        ("en", "How many caribou live in the park?", "The herd has 3,100 head.", True),
        ("fr", "Combien de cerfs vivent dans le parc ?", "Le garde les compte tous les deux ans.",
         False),
        ("en", "How many films did they make?", "It is their twenty-fourth film.", True),
        ("en", "How many quarters are due?", "Two quarters are due.", True),
        ("en", "How many working days are there?", "The office answers within ten days.", True),
    ],
)  # fmt: skip
def test_a_question_for_how_many_things_wants_a_number_of_things(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Qui est le directeur de l'Office ?", "Armand Lestrade est président.", False),
        ("fr", "Qui est le directeur de l'Office ?", "La directrice est Hélène Carvin.", True),
        ("fr", "Qui est le maire ?", "Le secrétaire est Paul Nizan.", False),
        ("fr", "Qui préside le conseil ?", "Le conseil est dirigé par Paul Nizan.", True),
        ("fr", "Qui a signé ?", "La présidente a signé.", True),
        ("en", "Who is the chair of the Board?", "Ada Byron is the treasurer.", False),
        ("en", "Who is the chair of the Board?", "Ada Byron chairs the Board.", True),
        ("en", "Who heads the agency?", "Its president is Ada Byron.", True),
        ("en", "Who wrote the guide?", "The secretary wrote the guide.", True),
        ("en", "Who was the chair in 2023?", "The vice-chair, Peter Olum, left.", False),
        ("en", "Who is the vice-chair?", "The vice-chair is Peter Olum.", True),
        ("en", "Who is the vice-chair?", "Ada Byron chairs the Board.", False),
        ("en", "Who is the chair?", "Ada Byron chairs it, Peter Olum is vice-chair.", True),
        ("fr", "Qui préside le conseil ?", "Farid Mansour, vice-président ;", False),
        ("fr", "Qui est le directeur ?", "La directrice adjointe est Nora Bel.", False),
        ("fr", "Qui est le directeur adjoint ?", "Nora Bel est directrice adjointe.", True),
        ("fr", "Qui est le maire ?", "Paul Nizan, adjoint au maire, était présent.", False),
    ],
)  # fmt: skip
def test_a_question_for_a_role_is_not_answered_with_another_one(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("en", "Who was treasurer in 2023?", "The treasurer presented the accounts.", False),
        ("en", "Who was treasurer in 2023?", "The treasurer, Ada Byron, left.", True),
        ("en", "Who is the chair?", "The chair is elected for three years.", False),
        ("en", "Who is the chair?", "The chair is a judge.", True),
        ("en", "Who is the chair?", "She has been the chair since May.", True),
        ("en", "Who chairs the Board?", "The Board is chaired by a magistrate.", True),
        ("en", "Who chairs the Board?", "The mayor chairs the Board.", True),
        ("en", "Who chairs the Board?", "Oakes chairs the Board.", True),
        ("en", "Who reports to the chair?", "The clerks report to the chair.", True),
        ("fr", "Qui est la trésorière ?", "La trésorière présente le budget.", False),
        ("fr", "Qui préside le conseil ?", "Le conseil élit un président.", False),
        ("fr", "Qui préside le conseil ?", "Le conseil est présidé par le maire.", True),
        ("fr", "Quel est le nom du président ?", "Le président est Paul Nizan.", True),
        ("fr", "Quel est le nom du président ?", "Le président ouvre la séance.", False),
        ("fr", "Qui a saisi le président ?", "Le comité a saisi le président.", True),
    ],
)  # fmt: skip
def test_who_holds_a_role_is_not_what_the_holder_does(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Combien d'agents ?", "Note n° 2024-07 : les agents.", False),
        ("fr", "Combien d'agents ?", "L'article 5 parle des agents.", False),
        ("fr", "Combien d'agents ?", "Note n° 2024-07 : douze agents.", True),
        ("en", "How many trustees are there?", "Resolution no. 2024-07 is on trustees.", False),
        ("en", "How many trustees are there?", "Under article 5 there are 9 trustees.", True),
    ],
)
def test_the_number_of_a_note_counts_nothing(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


def test_who_presides_over_a_council_does_not_lead_the_office() -> None:
    one = quote("Il est présidé par Armand Lestrade.", "fr", before="Le conseil s'est réuni.")
    assert not of_kind_asked([one], read_named_things("Qui dirige l'Office ?", "fr"))
    assert of_kind_asked([one], read_named_things("Qui dirige le conseil ?", "fr"))


def test_another_body_does_not_answer_for_the_one_that_is_named() -> None:
    office = quote("La moitié des membres forme le quorum.", "fr", "Office des forêts")
    board = quote("Nine members form a quorum.", "en", "Lakeside Water Board")
    asked = read_named_things("What is the quorum of the Office's board?", "en")
    assert of_kind_asked([board, office], asked) == [office]
    asked = read_named_things("What is the quorum of the Water Board?", "en")
    assert of_kind_asked([board, office], asked) == [board, office]


def test_a_document_without_an_issuer_or_that_names_the_body_stays() -> None:
    office = quote("La moitié des membres forme le quorum.", "fr", "Office des forêts")
    anyone = quote("Le quorum est de neuf.", "fr")
    other = quote("Le quorum de l'Office est de six.", "fr", "Préfecture de Valmore")
    third = quote("Le quorum est de deux.", "fr", "Mairie de Valmore")
    asked = read_named_things("Quel est le quorum de l'Office ?", "fr")
    assert of_kind_asked([third, anyone, other, office], asked) == [anyone, other, office]


@pytest.mark.parametrize(
    ("language", "question", "texts", "stays"),
    [
        ("en", "What is the price of a bicycle?", ("A pitch costs 18 euros.",), 0),
        ("en", "How much does the library cost?", ("It cost 41 million euros.",), 0),
        ("fr", "Quel est le prix du ticket de cantine ?", ("Une nuit coûte 90 euros.",), 0),
        ("fr", "Combien coûte le vélo ?", ("La visite coûte 8 euros.",), 0),
        ("en", "How much does parking cost?", ("Parking is 3 euros a day.",), 1),
        ("fr", "Quel est le prix de la visite ?", ("Visite guidée | 11 €", "Refuge | 9 €"), 2),
        ("fr", "Quel est le prix ?", ("La visite coûte 8 euros.",), 1),
        ("en", "How much is it?", ("A pitch costs 18 euros.",), 1),
        ("en", "annual fee", ("A subscription is £20 a year.",), 1),
        ("en", "bus ticket price", ("The price of parking is 12 pounds.",), 0),
        ("en", "parking price", ("The price of parking is 12 pounds.",), 1),
        ("fr", "prix abonnement de bus", ("Le parking coûte 2 euros.",), 0),
        ("fr", "tarif stationnement", ("Le stationnement coûte 2 euros.",), 1),
        ("fr", "prix location piano", ("La location d'un violon coûte 12 euros.",), 0),
        (
            "fr",
            "Combien coûte la location d'une guitare ?",
            ("La location d'un violon coûte 12 euros.",),
            0,
        ),
        (
            "fr",
            "Combien coûte la location d'un violon ?",
            ("La location d'un violon coûte 12 euros.", "La location d'une flûte, 9 euros."),
            2,
        ),
        ("fr", "Combien coûte la location d'un instrument ?", ("La location coûte 12 euros.",), 1),
        ("en", "How much does the hire of a piano cost?", ("The hire of a violin is £12.",), 0),
        ("en", "How much does the hire of a room cost?", ("The hire of a room is £45.",), 1),
        (
            "fr",
            "Combien coûte l'inscription d'un enfant ?",
            ("L'inscription d'un élève coûte 90 euros.", "L'inscription d'un adulte, 140 euros."),
            1,
        ),
        ("en", "How much do I owe for parking on the grass?", ("The fine is £50.",), 1),
        ("en", "What is the salary of the curator?", ("The Trust employs 23 people.",), 0),
        ("en", "How much is the keeper paid?", ("The keeper is paid 1,900 euros a month.",), 1),
        ("en", "How much is the keeper paid?", ("The Trust employs 23 people.",), 0),
        ("en", "Can wages be docked as a punishment?", ("Fines are forbidden.",), 1),
        ("fr", "Que gagne-t-on à signer ?", ("L'exonération de la taxe foncière.",), 1),
        ("fr", "Combien gagne un conservateur ?", ("Le musée emploie 23 personnes.",), 0),
        ("fr", "Les salariés paient-ils l'entrée ?", ("Les agents sont exonérés.",), 1),
        ("en", "What is the salary of the curator?", ("The curator earns £31,000.",), 1),
        ("en", "What is the salary of the curator?", ("The roof costs £84,500.",), 0),
        ("fr", "Quel est le salaire du directeur ?", ("Le directeur a 23 agents.",), 0),
        ("fr", "Quel est le salaire du directeur ?", ("Le salaire du maire est de 900 euros.",), 0),
        (
            "fr",
            "Quel est le salaire du directeur de Harbour Lights ?",
            ("Harbour Lights a dépensé 17 500 euros.",),
            0,
        ),
        ("fr", "Quel est le salaire du directeur ?", ("Le directeur touche 3 100 euros.",), 1),
        ("en", "How much is the director paid?", ("The secretary is paid 6,000 yen.",), 0),
        ("en", "How much is the director paid?", ("The director earned £61,000.",), 1),
        ("en", "How much is Joanna Fell paid?", ("Joanna Fell received £61,000.",), 1),
        ("fr", "Quel est le salaire du directeur ?", ("Son salaire est de 3 100 euros.",), 1),
    ],
)
def test_the_price_of_another_thing_does_not_answer(
    language: Language, question: str, texts: tuple[str, ...], stays: int
) -> None:
    quotes = [replace(quote(text, language), score=0.5) for text in texts]
    asked = read_named_things(question, language)
    assert len(of_kind_asked(quotes, asked)) == stays


def test_a_sure_price_or_one_in_another_language_stays() -> None:
    asked = read_named_things("How much does the canteen cost?", "en")
    sure = quote("Lunch at school is 4 euros.", "en")
    assert of_kind_asked([sure], asked) == [sure]
    other = replace(quote("Le repas coûte 4 euros.", "fr"), score=0.5)
    assert of_kind_asked([other], asked) == [other]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Quel est le quorum du Conseil ?", "neuf membres au moins"),
        ("What is the quorum of the Council?", "at least nine members"),
    ],
)
def test_the_number_is_found_behind_the_definition(sample: Rag, question: str, answer: str) -> None:
    """The glossary defines a quorum: the rules say how many members it is."""
    assert answer in sample.ask(question).citations[0].text


def test_a_definition_still_answers_what_it_defines(sample: Rag) -> None:
    assert "le nombre de membres" in sample.ask("Qu'est-ce que le quorum ?").citations[0].text


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("en", "What is the phone number of the office?", "Write to post@example.org.", False),
        ("en", "What is the phone number of the office?", "Tel. (204) 221-9923", True),
        ("fr", "Quel est le numéro de téléphone du bureau ?", "Le bureau a fermé en 2023.", False),
        ("fr", "téléphone du bureau", "Le bureau est ouvert le lundi.", False),
        ("fr", "Quelle est l'adresse mail du bureau ?", "Le bureau est ouvert le lundi.", False),
        ("fr", "Quelle est l'adresse mail du bureau ?", "Courriel : a @ example.org", True),
        ("en", "registration number of the survey", "Survey – Winter 2017", False),
        ("en", "registration number of the survey", "POR – 081-16", True),
        (
            "en",
            "How much did the survey cost?",
            "The survey took 12 minutes, 20 % by phone.",
            False,
        ),
        ("en", "How much did it cost?", "Roughly 20 per cent were called.", False),
        ("en", "How much did the survey cost?", "It cost $199,800.", True),
        ("en", "How much did the survey cost?", "The survey was free.", True),
        ("fr", "Combien a coûté l'enquête ?", "L'enquête a duré 12 minutes.", False),
        ("fr", "Combien a coûté l'enquête ?", "Enquête | 12 000", True),
    ],
)
def test_a_question_for_a_number_to_call_or_a_sum_wants_one(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Quand la fontaine sera-t-elle réparée ?",
         "La fontaine fuit depuis janvier.", False),
        ("fr", "Quand la fontaine sera-t-elle réparée ?",
         "En panne depuis janvier, la fontaine sera réparée en juin.", True),
        ("fr", "Quand la piscine sera-t-elle rouverte ?",
         "La piscine est fermée depuis mai et jusqu'au 3 juin.", True),
        ("fr", "Depuis quand la fontaine fuit-elle ?", "La fontaine fuit depuis janvier.", True),
        ("en", "When will the fountain be repaired?",
         "The fountain has leaked since January.", False),
        ("en", "When will the fountain be repaired?",
         "Out of order since January, it will run again in June.", True),
        ("en", "When will the fountain be repaired?", "Repairs are planned for June.", True),
        ("en", "Since when has the fountain leaked?",
         "The fountain has leaked since January.", True),
    ],
)  # fmt: skip
def test_when_something_will_be_is_not_answered_with_since_when(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays
