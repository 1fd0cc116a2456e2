"""Fragments that take the place of a like part: a subject, an ending, listed years, a meeting."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answering.followups import meanings
from rag.records import Exchange


def no_likeness(text: str, others: Sequence[str]) -> list[float]:
    return [0.0 for _ in others]


def understood(*messages: str) -> str:
    *before, last = messages
    turns = tuple(Exchange(question=one) for one in before)
    return meanings(last, turns, similarity=no_likeness)[0]


@pytest.mark.parametrize(
    ("before", "then", "whole"),
    [
        ("Quels documents parlent du préavis ?", "Et du télétravail ?",
         "Quels documents parlent du télétravail ?"),
        ("Which documents mention notice?", "And drones?", "Which documents mention drones?"),
        ("Combien de rapports annuels avez-vous ?", "Et de procès-verbaux ?",
         "Combien de procès-verbaux avez-vous ?"),
        ("How many reports do you have?", "Which ones?", "How many reports do you have?"),
        ("Combien de rapports avez-vous ?", "Lesquels ?", "Combien de rapports avez-vous ?"),
        ("What do the rules say about drones?", "And about speed?",
         "What do the rules say about speed?"),
        ("Que dit le règlement sur les retards ?", "Et sur les vélos ?",
         "Que dit le règlement sur les vélos ?"),
        ("Combien de visiteurs en 2022 et 2023 ?", "Et en 2024 ?",
         "Combien de visiteurs en 2024 ?"),
        ("How many boats visited in 2022 and in 2023?", "And in 2024?",
         "How many boats visited in 2024?"),
        ("Compare le rapport 2022 et le rapport 2023", "Et 2024 ?",
         "Compare le rapport 2022 et le rapport 2024 ?"),
        ("Who was present on 12 September 2023?", "And on 20 February 2024?",
         "Who was present on 20 February 2024?"),
        ("Qui était présent au conseil du 6 février 2024 ?", "Qui était absent ?",
         "Qui était absent ? (6 février 2024)"),
        ("Who was present on 20 February 2024?", "Who was absent?",
         "Who was absent? (20 February 2024)"),
        ("Les communiqués de mars 2024", "Et ceux d'avril ?", "Les communiqués d’avril 2024 ?"),
        ("Communiqués d'avril 2024", "Et ceux de mars ?", "Communiqués de mars 2024 ?"),
        ("Press releases of March 2024", "And those of April?", "Press releases of April 2024?"),
        ("Combien de visiteurs en mars 2024 ?", "Et en avril ?",
         "Combien de visiteurs en avril 2024 ?"),
        ("Quel est le tarif réduit ?", "Qui y a droit ?", "Qui y a droit ? (le tarif réduit)"),
        ("Quel est le budget de l'Office en 2023 ?", "Et combien d'agents ?",
         "Combien d'agents ? (l'Office, 2023)"),
        ("What was the Board's revenue in 2024?", "And how many complaints?",
         "How many complaints? (the Board, 2024)"),
        ("How many complaints did the Board answer in 2023?", "What about the revenue?",
         "The revenue? (the Board, 2023)"),
        ("Quel est le délai du recours ?", "Et combien de jours ?",
         "Combien de jours ? (Quel est le délai du recours ?)"),
        ("Who attended the meeting?", "How many people?",
         "How many people? (Who attended the meeting?)"),
    ],
)  # fmt: skip
def test_a_fragment_takes_the_place_of_the_like_part(before: str, then: str, whole: str) -> None:
    assert understood(before, then).replace("\u202f", " ").replace("\xa0", " ") == whole


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("Combien de visiteurs en 2022 ?", "Qui était absent le 6 février 2024 ?"),
        ("Qui était présent au conseil ?", "Qui était absent ?"),
        ("Où est le parc ?", "Qui y a été nommé ?"),
        ("Quel est le préavis ?", "Lesquels ?"),
    ],
)
def test_a_question_without_a_like_part_is_left_or_read_otherwise(before: str, then: str) -> None:
    assert before.rstrip(" ?") not in understood(before, then).partition("(")[0]


def likeness(text: str, others: Sequence[str]) -> list[float]:
    """One is like the other if both are places, or both are sums."""
    kinds = ({"musée", "museum", "bibliothèque", "library"}, {"budget", "subvention", "grant"})
    return [
        0.6 * any(kind & set(words(text)) and kind & set(words(one)) for kind in kinds)
        for one in others
    ]


def words(text: str) -> list[str]:
    return text.lower().replace("'", " ").replace("’", " ").split()


def completed(*messages: str) -> list[str]:
    *before, last = messages
    found = meanings(last, tuple(Exchange(question=one) for one in before), similarity=likeness)
    return [one.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'") for one in found]


@pytest.mark.parametrize(
    ("before", "then", "whole"),
    [
        ("Quelle est l'indemnité par repas ?", "Et pour une nuit d'hôtel ?",
         "Quelle est l'indemnité pour une nuit d'hôtel ?"),
        ("What is the allowance per meal?", "And for a hotel night?",
         "What is the allowance for a hotel night?"),
        ("Quelle est l'indemnité par repas ?", "Et celle pour une nuit d'hôtel ?",
         "Quelle est l'indemnité pour une nuit d'hôtel ?"),
        ("Quelle est l'indemnité par repas ?", "Et l'hôtel ?",
         "Quelle est l'indemnité pour l'hôtel ?"),
        ("What is the maximum per meal?", "And the hotel?", "What is the maximum for the hotel?"),
        ("Quelle est l'indemnité de repas en mission ?", "Et pour une nuit d'hôtel ?",
         "Quelle est l'indemnité pour une nuit d'hôtel en mission ?"),
        ("What is the meal allowance?", "And for a hotel night?",
         "What is the allowance for a hotel night?"),
        ("What is the meal allowance?", "And for a trainee?",
         "What is the meal allowance for a trainee?"),
        ("Quel est le délai de réponse ?", "Et pour une réclamation ?",
         "Quel est le délai de réponse pour une réclamation ?"),
        ("Quelle est l'indemnité par repas ?", "Et pour un enfant ?",
         "Quelle est l'indemnité par repas pour un enfant ?"),
        ("What is the allowance per meal?", "And for a child?",
         "What is the allowance per meal for a child?"),
        ("Quel est le montant de la prime ?", "Et la durée ?", "Quelle est la durée de la prime ?"),
        ("Quels sont les tarifs de la piscine ?", "Et l'adresse ?",
         "Quelle est l'adresse de la piscine ?"),
        ("Quel est le budget de la bibliothèque en 2024 ?", "Et le musée ?",
         "Quel est le budget du musée en 2024 ?"),
        ("What is the budget of the library in 2024?", "And the museum?",
         "What is the budget of the museum in 2024?"),
        ("What is the library's budget?", "And the museum's?", "What is the museum's budget?"),
        ("Quel est le budget de la bibliothèque ?", "Et la subvention ?",
         "Quelle est la subvention de la bibliothèque ?"),
        ("What is the budget of the library?", "And the grant?",
         "What is the grant of the library?"),
        ("Quel est le prix d'une nuit ?", "Et une semaine ?", "Quel est le prix d'une semaine ?"),
        ("What is the fee for an appeal?", "And the deadline?",
         "What is the deadline for an appeal?"),
        ("Comment sont remboursés les repas ?", "Et l'hôtel ?", "Comment est remboursé l'hôtel ?"),
        ("Quel est le prix d'un emplacement sans électricité ?", "Et avec électricité ?",
         "Quel est le prix d'un emplacement avec électricité ?"),
        ("What is the price of a pitch without electricity?", "And with electricity?",
         "What is the price of a pitch with electricity?"),
        ("À quelle heure ouvre la piscine ?", "Et le dimanche ?",
         "À quelle heure ouvre la piscine le dimanche ?"),
        ("À quelle heure ouvre la piscine le samedi matin ?", "Et le dimanche ?",
         "À quelle heure ouvre la piscine le dimanche ?"),
        ("When does the pool open?", "And tomorrow?", "When does the pool open tomorrow?"),
    ],
)  # fmt: skip
def test_what_is_new_takes_the_place_of_what_is_old(before: str, then: str, whole: str) -> None:
    assert completed(before, then)[0] == whole


def test_a_question_is_never_understood_as_the_one_before_nor_as_what_any_thing_is() -> None:
    for before, then in (
        ("Quel est le prix d'un emplacement sans électricité ?", "Et avec électricité ?"),
        ("Quelle est la durée de l'essai pour un employé ?", "Et un cadre ?"),
    ):
        found = completed(before, then)
        assert before not in found
        assert not [one for one in found if one.startswith(("Quel est un ", "Quelle est un "))]


@pytest.mark.parametrize(
    ("before", "then", "whole"),
    [
        ("Comment renouveler une carte ?", "Et la modifier ?", "Comment modifier une carte ?"),
        ("Comment prolonger un prêt ?", "Et l'annuler ?", "Comment annuler un prêt ?"),
        ("Peut-on avancer les congés ?", "Ou les céder ?", "Peut-on céder les congés ?"),
        ("Où faut-il déposer le dossier ?", "Et le retirer ?", "Où faut-il retirer le dossier ?"),
        ("Comment payer la cantine ?", "Et le loyer ?", "Comment payer le loyer ?"),
        ("How do I renew a permit?", "And cancel it?", "How do I cancel a permit?"),
        ("Can we hire the hall?", "And to decorate it?", "Can we decorate the hall?"),
        ("How do I renew a permit?", "And before it?", "And before a permit?"),
        ("Comment s'inscrire à la médiathèque ?", "Quels documents parlent du cimetière ?",
         "Quels documents parlent du cimetière ?"),
        ("How old must volunteers be?", "Which documents mention bankruptcy?",
         "Which documents mention bankruptcy?"),
    ],
)  # fmt: skip
def test_another_act_takes_the_place_of_the_one_before_and_whole_questions_stay(
    before: str, then: str, whole: str
) -> None:
    assert understood(before, then) == whole
