"""Several questions in one message, in both languages."""

import pytest

from rag.questions.splitting import split_questions
from rag.records import Language


@pytest.mark.parametrize(
    ("language", "message", "parts"),
    [
        ("fr", "Quel est le montant de l'aide ? Qui décide ?",
         ("Quel est le montant de l'aide ?", "Qui décide ?")),
        ("fr", "Quel est le montant et le délai de l'aide ?",
         ("Quel est le montant de l'aide ?", "Quel est le délai de l'aide ?")),
        ("fr", "Quel est le montant de l'aide et la durée ?",
         ("Quel est le montant de l'aide ?", "Quelle est la durée de l'aide ?")),
        ("fr", "Quelles sont la durée et les conditions du prêt ?",
         ("Quelle est la durée du prêt ?", "Quelles sont les conditions du prêt ?")),
        ("fr", "Quels sont le montant et les délais du prêt ?",
         ("Quel est le montant du prêt ?", "Quels sont les délais du prêt ?")),
        ("fr", "Quel est le téléphone et l'adresse du musée ?",
         ("Quel est le téléphone du musée ?", "Quelle est l'adresse du musée ?")),
        ("fr", "Quelle est l'adresse et l'objet de l'association ?",
         ("Quelle est l'adresse de l'association ?", "Quel est l'objet de l'association ?")),
        ("fr", "Quel était le montant et la durée du prêt ?",
         ("Quel était le montant du prêt ?", "Quelle était la durée du prêt ?")),
        ("fr", "Quels étaient le montant et les échéances du prêt ?",
         ("Quel était le montant du prêt ?", "Quelles étaient les échéances du prêt ?")),
        ("fr", "Qui est le président ? Quelle est la titulaire et le mandat du siège ?",
         ("Qui est le président ?", "Quelle est la titulaire du siège ?",
          "Quel est le mandat du siège ?")),
        ("en", "What are the entrance fee and the opening hours of the museum?",
         ("What is the entrance fee of the museum?", "What are the opening hours of the museum?")),
        ("en", "What was the amount and the conditions of the loan?",
         ("What was the amount of the loan?", "What were the conditions of the loan?")),
        ("en", "What will be the address and the fee of the museum?",
         ("What will be the address of the museum?", "What will be the fee of the museum?")),
        ("fr", "Où et quand a lieu le conseil ?",
         ("Où a lieu le conseil ?", "Quand a lieu le conseil ?")),
        ("fr", "Quel montant et quel délai pour la subvention ?",
         ("Quel montant pour la subvention ?", "Quel délai pour la subvention ?")),
        ("fr", "Combien coûte l'entrée et où se trouve le musée ?",
         ("Combien coûte l'entrée ?", "Et où se trouve le musée ?")),
        ("fr", "1) tarif d'entrée\n2) horaires\n3) parking",
         ("Tarif d'entrée", "Horaires", "Parking")),
        ("fr", "Mes questions :\n- tarif d'entrée\n- horaires", ("Tarif d'entrée", "Horaires")),
        ("fr", "tarif d'entrée ? horaires ?", ("Tarif d'entrée ?", "Horaires ?")),
        ("fr", "Quel est le tarif de la piscine et qui est le maire ?",
         ("Quel est le tarif de la piscine ?", "Et qui est le maire ?")),
        ("en", "What is the late fee and who is the chair?",
         ("What is the late fee?", "And who is the chair?")),
        ("fr", "Quel est le tarif de la piscine, et celui du stationnement ?",
         ("Quel est le tarif de la piscine ?", "Quel est le tarif du stationnement ?")),
        ("fr", "Quel est le tarif de la piscine et celui de la salle des fêtes ?",
         ("Quel est le tarif de la piscine ?", "Quel est le tarif de la salle des fêtes ?")),
        ("fr", "Quelles sont les heures d'ouverture de la mairie et celles du musée ?",
         ("Quelles sont les heures d'ouverture de la mairie ?",
          "Quelles sont les heures d'ouverture du musée ?")),
        ("en", "What is the fee for the pool and that for parking?",
         ("What is the fee for the pool?", "What is the fee for parking?")),
        ("en", "PS: what is the late fee? 1) who is the chair?",
         ("What is the late fee?", "Who is the chair?")),
        ("fr", "P.-S. : quel est le tarif ? 2) qui est le maire ?",
         ("Quel est le tarif ?", "Qui est le maire ?")),
        ("en", "What is the fee? When does it open?",
         ("What is the fee?", "When does it open?")),
        ("en", "What is the entrance fee and the opening time of the museum?",
         ("What is the entrance fee of the museum?", "What is the opening time of the museum?")),
        ("en", "Who is the president and where does he live on weekdays?",
         ("Who is the president?", "And where does he live on weekdays?")),
        ("en", "How and when was it founded?", ("How was it founded?", "When was it founded?")),
        ("en", "What does a late book cost and who keeps the register?",
         ("What does a late book cost?", "And who keeps the register?")),
        ("en", "Can I fly a drone and how fast may I go?",
         ("Can I fly a drone?", "And how fast may I go?")),
        ("en", "Do children pay fines and how much do adults pay?",
         ("Do children pay fines?", "And how much do adults pay?")),
        ("fr", "La médiathèque est-elle ouverte le lundi et combien coûte l'inscription ?",
         ("La médiathèque est-elle ouverte le lundi ?", "Et combien coûte l'inscription ?")),
        ("fr", "Est-ce que le prêt est gratuit et qui peut emprunter un vélo ?",
         ("Est-ce que le prêt est gratuit ?", "Et qui peut emprunter un vélo ?")),
        ("en", "How much does a permit cost and how do I apply?",
         ("How much does a permit cost?", "And how do I apply?")),
        ("fr", "Combien coûte le permis et où dois-je le demander ?",
         ("Combien coûte le permis ?", "Et où dois-je le demander ?")),
        ("fr", "Dans quel délai la caution est-elle rendue et qui fait les réparations ?",
         ("Dans quel délai la caution est-elle rendue ?", "Et qui fait les réparations ?")),
        ("en", "What is the speed limit, the minimum age and the price of a permit?",
         ("What is the speed limit of a permit?", "What is the minimum age of a permit?",
          "What is the price of a permit?")),
        ("en", "What are the fee, duration and deadline?",
         ("What is the fee?", "What is the duration?", "What is the deadline?")),
        ("en", "What are the price, the term and notice period of the lease?",
         ("What is the price of the lease?", "What is the term of the lease?",
          "What is the notice period of the lease?")),
        ("fr", "Quels sont le tarif, la durée et la caution du prêt ?",
         ("Quel est le tarif du prêt ?", "Quelle est la durée du prêt ?",
          "Quelle est la caution du prêt ?")),
        ("fr", "Quel est le montant de la caution et de la franchise ?",
         ("Quel est le montant de la caution ?", "Quel est le montant de la franchise ?")),
        ("fr", "Quelle est la composition du conseil et du bureau ?",
         ("Quelle est la composition du conseil ?", "Quelle est la composition du bureau ?")),
        ("en", "What is the price of the permit and of the licence?",
         ("What is the price of the permit?", "What is the price of the licence?")),
        ("en", "What is the fee for books and for DVDs?",
         ("What is the fee for books?", "What is the fee for DVDs?")),
        ("fr", "Budget et effectifs de l'Office en 2022 ?",
         ("Budget de l'Office en 2022 ?", "Effectifs de l'Office en 2022 ?")),
        ("fr", "Budget, effectifs et recettes 2023",
         ("Budget 2023", "Effectifs 2023", "Recettes 2023")),
        ("fr", "Budget et nombre d'agents de l'Office ?",
         ("Budget de l'Office ?", "Nombre d'agents de l'Office ?")),
        ("fr", "Prix de la visite guidée et de la nuit en refuge ?",
         ("Prix de la visite guidée ?", "Prix de la nuit en refuge ?")),
        ("en", "Revenue and headcount of the Board in 2023",
         ("Revenue of the Board in 2023", "Headcount of the Board in 2023")),
        ("en", "price of a boat and of a pitch",
         ("Price of a boat?", "Price of a pitch?")),
        ("en", "What were the revenue and the headcount of the Board?",
         ("What was the revenue of the Board?", "What was the headcount of the Board?")),
        ("fr", "1) prix de la visite 2) prix d'une nuit 3) qui a droit au tarif réduit",
         ("Prix de la visite", "Prix d'une nuit", "Qui a droit au tarif réduit")),
        ("en", "My questions: a) opening hours b) parking price",
         ("Opening hours", "Parking price")),
        ("fr", "Quel est le prix de la visite\nQui a droit au tarif réduit",
         ("Quel est le prix de la visite", "Qui a droit au tarif réduit")),
        ("en", "are dogs allowed\nparking price", ("Are dogs allowed", "Parking price")),
    ],
)  # fmt: skip
def test_each_question_of_a_message_is_found(
    language: Language, message: str, parts: tuple[str, ...]
) -> None:
    assert split_questions(message, language) == parts


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Quelles sont les personnes qui signent et qui contrôlent ?"),
        ("fr", "Quels sont les droits et les devoirs des agents ?"),
        ("fr", "Qui a écrit « Qui est-ce ? » et d'autres livres ?"),
        ("fr", "Quelle est la différence entre le montant et le délai ?"),
        ("fr", "Quelle est la différence entre le budget de 2022 et celui de 2023 ?"),
        ("fr", "Qui a fondé le projet et quand ?"),
        ("en", "How were high speed links kept and who were they monitored by?"),
        ("en", "What is the difference between the fee of the pool and that of the museum?"),
        ("en", "Who are the people who sign and who check?"),
        ("en", "What are the rights and duties of members?"),
        ("en", "Is the library open on Sundays and holidays?"),
        ("en", "Do people know how and why it was founded?"),
        ("en", "Is it open when it rains and when it snows?"),
        ("en", "What are the rights, duties and obligations of members?"),
        ("fr", "Quel est le règlement des jeux et des paris ?"),
        ("fr", "Quel est le délai de 9 h et de 14 h ?"),
        ("fr", "Peut-on payer par carte et en espèces ?"),
        ("fr", "Quel est l'écart du budget et du compte ?"),
        ("fr", "Droits et devoirs des agents"),
        ("fr", "Date de naissance et de décès de Victor Hugo"),
        ("fr", "Que prévoit l'article 3, 1) et 2) ?"),
        ("fr", "Quel est le prix\nde la visite guidée"),
        ("fr", "Office des forêts\nprix de la visite"),
        ("en", "Terms and conditions of the loan"),
        ("en", "Number of birds and of nests"),
        ("en", "What does rule 7, 1) and 2) say?"),
    ],
)
def test_one_question_stays_whole(language: Language, question: str) -> None:
    assert split_questions(question, language) == (question,)


def test_a_question_asked_twice_is_asked_once() -> None:
    assert split_questions("What is the fee? What is the fee?", "en") == (
        "What is the fee? What is the fee?",
    )


@pytest.mark.parametrize(
    ("language", "question", "parts"),
    [
        ("fr", "Qui a fondé le projet, et en quelle année ?",
         ("Qui a fondé le projet ?", "Et en quelle année ?")),
        ("en", "Who is the president and since when?",
         ("Who is the president?", "And since when?")),
    ],
)  # fmt: skip
def test_a_detail_that_is_asked_too_is_split_off_only_when_wanted(
    language: Language, question: str, parts: tuple[str, ...]
) -> None:
    assert split_questions(question, language) == (question,)
    assert split_questions(question, language, short=True) == parts


@pytest.mark.parametrize(
    ("language", "message", "asked"),
    [
        ("fr", "La piscine est ouverte le dimanche ? Est-ce vrai ?",
         "La piscine est ouverte le dimanche ?"),
        ("fr", "Le stationnement est-il gratuit ? Pourquoi ?", "Le stationnement est-il gratuit ?"),
        ("en", "Is parking free? Is that true?", "Is parking free?"),
        ("en", "Is parking free? Why?", "Is parking free?"),
    ],
)  # fmt: skip
def test_a_question_that_asks_nothing_of_its_own_is_left_out(
    language: Language, message: str, asked: str
) -> None:
    assert split_questions(message, language) == (asked,)
    alone = message.rsplit("? ", maxsplit=1)[1]
    assert split_questions(alone, language) == (alone,)
