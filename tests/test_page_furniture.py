"""What stands on a page and states nothing is never evidence on a claim."""

from __future__ import annotations

import judging
import pytest
from judging import Text

from rag.checking.candidates import candidates_of
from rag.checking.page_furniture import states_nothing
from rag.records import Language

NOTHING: list[tuple[Language, str]] = [
    ("fr", "Hautelune, le 15 avril 2024"),
    ("fr", "Fait à Montbrune, le 10 janvier 2024"),
    ("fr", "MONTBRUNE, LE 15 AVRIL 2024"),
    ("en", "Skellport, 12 June 2024"),
    ("en", "Done at Rome, on 3 May 2021."),
    ("fr", "Le 15 avril 2024"),
    ("en", "15 April 2024"),
    ("fr", "Communiqué de presse du 15 novembre 2023"),
    ("en", "Press release of 3 May 2024"),
    ("fr", "Page 3 sur 12"),
    ("en", "Page 1 of 3"),
    ("fr", "- 12 -"),
    ("en", "pg. 4"),
    ("en", "Kind regards,"),
    ("en", "3/12"),
    ("fr", "Document de 24 pages"),
    ("fr", "N/Réf. : DG/2024/118"),
    ("en", "Our ref.: 12/B/2024"),
    ("fr", "Objet : réouverture du sentier des crêtes"),
    ("en", "Subject: meeting of 3 May 2024"),
    ("fr", "Je vous prie d’agréer, Madame la Maire, mes salutations distinguées."),
    ("en", "Yours sincerely,"),
    ("fr", "14 rue des Forges, 38410 Montbrune"),
    ("en", "Skellport Harbour Board, 3 Quay Street, Skellport"),
    ("en", "Agnes Moffat, Chair Skellport Harbour Board, 3 Quay Street, Skellport"),
    ("fr", "La directrice générale, Hélène Vasseur."),
    ("en", "Agnes Moffat, Chair."),
    ("fr", "Rapport d’activité 2023"),
    ("en", "Annual report 2023"),
    ("fr", "Date : 15 novembre 2023"),
]  # fmt: skip
SOMETHING: list[tuple[Language, str]] = [
    ("fr", "Adopté le 20 novembre 2022."),
    ("en", "Adopted on 20 November 2022."),
    ("fr", "Absents : M. Bruno Saulnier, M. Yacine Belkacem."),
    ("en", "Present: Agnes Moffat (chair), Peter Lund"),
    ("fr", "Tarif : 5 €"),
    ("fr", "Tél. : 04 76 00 00 12"),
    ("fr", "Le 15 avril 2024, le conseil a voté le budget."),
    ("fr", "12 membres présents."),
    ("fr", "Aucun décès en 2023."),
    ("fr", "La directrice générale, Hélène Vasseur, a présenté le budget."),
    ("fr", "Objet : l’association a pour objet la danse."),
    ("fr", "Le rapport 2023 est publié."),
    ("en", "The report of 2023 was adopted."),
    ("fr", "Fait à Lyon en 2023, ce film dure deux heures."),
    ("fr", "Inauguration du pont : 15 mai 2023"),
    ("fr", "Effectif | 204 | 212"),
    ("fr", "Le maire Jean Dupont inaugure le pont le 3 mai 2024."),
    ("fr", "Entrée en vigueur : 1er juillet 2024"),
    ("fr", "Ouverture le 3 mai 2024"),
    ("en", "Opening on 3 May 2024"),
    ("en", "Fifteen pages of the report are blank."),
    ("fr", "Aucune place n’est libre au 12 rue des Forges."),
    ("fr", "Le musée se trouve 12 rue des Forges."),
    ("fr", "Adresse : 12 rue des Forges, 38410 Montbrune"),
    ("fr", "Présidente : Anna Roux"),
    ("en", "Decision of the Board to close the channel on 3 May 2024."),
    ("fr", "Décision de fermeture du 3 mai 2024"),
    ("fr", "Veuillez adresser la demande aux archives avant le 3 mai."),
    ("fr", "Recevez le formulaire signé sous dix jours."),
    ("en", "All the best practices are listed in the guide."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_lines_that_state_nothing(language: Language, text: str) -> None:
    assert states_nothing(text, language)


@pytest.mark.parametrize(("language", "text"), SOMETHING)
def test_lines_that_state_something(language: Language, text: str) -> None:
    assert not states_nothing(text, language)


def test_a_letter_is_read_without_what_surrounds_it() -> None:
    text = (
        "14 rue des Forges, 38410 Montbrune\nMontbrune, le 15 avril 2024\n"
        "Objet : réouverture du sentier\nLe sentier rouvrira le 2 mai 2024.\n"
        "Je vous prie d’agréer mes salutations.\nLa directrice, Hélène Vasseur.\nPage 1 sur 2"
    )
    found = candidates_of(judging._hit(0, Text(text, "fr")))
    assert [one.text for one in found] == ["Le sentier rouvrira le 2 mai 2024."]


@pytest.mark.parametrize(
    ("claim", "language", "text"),
    [
        ("Le sentier rouvrira le 15 avril 2024.", "fr", "Montbrune, le 15 avril 2024"),
        ("The path opens again on 15 April 2024.", "en", "Kelso, 15 April 2024"),
        ("La directrice, Hélène Vasseur, a démissionné.", "fr", "La directrice, Hélène Vasseur."),
        ("Mary Moffat, the director, has resigned.", "en", "Mary Moffat, director."),
    ],
)
def test_they_are_not_even_the_nearest_passage(claim: str, language: Language, text: str) -> None:
    assert judging.verdict(claim, language, Text(text, language)) == "not found"
