"""Who does what to whom: turned round, and only said in another way."""

from __future__ import annotations

import pytest

from rag.facts.facts import TextFacts
from rag.facts.roles import roles_differ
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "quote", "language"),
    [
        ("The port fined the ferry company.", "The ferry company fined the port.", "en"),
        ("Mr Alder sued the Bank.", "The Bank sued Mr Alder in 2019.", "en"),
        ("The clerk was dismissed by the mayor.", "The mayor was dismissed by the clerk.", "en"),
        ("The clerk dismissed the mayor.", "The clerk was dismissed by the mayor.", "en"),
        ("Mr Rowe succeeded Ms Tate.", "He succeeded Mr Rowe.", "en"),
        ("Le locataire peut exiger une caution du bailleur.",
         "Le bailleur peut exiger du locataire une caution.", "fr"),
        ("La caution est versée par le bailleur au locataire.",
         "La caution doit être versée au bailleur, le plus souvent par le locataire.", "fr"),
        ("Le maire a nommé le préfet.", "Le préfet a nommé le maire.", "fr"),
        ("Le maire a nommé le préfet.", "Le maire a été nommé par le préfet.", "fr"),
        ("Jeanne Roux a succédé à Luc Morel.", "Elle a succédé à Jeanne Roux.", "fr"),
        ("People trust the bank more than the ferry.",
         "It was found that most would trust the ferry over the bank.", "en"),
        ("Le bac coûte plus cher que le train.", "Le train coûte plus cher que le bac.", "fr"),
        ("Le bac coûte moins cher que le train.", "Le bac coûte plus cher que le train.", "fr"),
        # What is compared is the same, and who does it is not.
        ("The board praises the clerk more than the pilot.",
         "The clerk praises the board more than the pilot.", "en"),
        ("Le maire consulte le préfet plus souvent que le greffier.",
         "Le préfet consulte le maire plus souvent que le greffier.", "fr"),
    ],
)  # fmt: skip
def test_roles_turned_round(claim: str, quote: str, language: Language) -> None:
    assert roles_differ(*(TextFacts.of(text, language) for text in (claim, quote)))


@pytest.mark.parametrize(
    ("claim", "quote", "language"),
    [
        ("The port fined the ferry company.", "The ferry company was fined by the port.", "en"),
        ("The harbour board has a clerk.", "There is a clerk of the board of the harbour.", "en"),
        ("The mayor met the prefect.", "The prefect met the mayor.", "en"),
        ("People trust the ferry more than the bank.",
         "It was found that most would trust the ferry over the bank.", "en"),
        ("Le bac coûte moins cher que le train.", "Le train coûte plus cher que le bac.", "fr"),
        ("The board praises the clerk more than the pilot.",
         "The clerk is praised by the board more than the pilot.", "en"),
        ("Le maire consulte le préfet plus souvent que le greffier.",
         "Plus souvent que le greffier, le maire consulte le préfet.", "fr"),
        ("The ferry carries more than 30 cars.", "The cars it carries number over 30.", "en"),
        ("The mayor agreed with the prefect.", "The prefect agreed with the mayor.", "en"),
        ("At the meeting the board appointed the clerk.",
         "The board appointed the clerk at the meeting.", "en"),
        ("On a proposal of the clerk, the board names the pilot.",
         "The board names the pilot on a proposal of the clerk.", "en"),
        ("The owner leases land to the farmer.", "The farmer leases land from the owner.", "en"),
        ("Ms Alder said that the ferry gives the port a link.",
         "“The ferry gives us a link to the port,” said the director, Ms Alder.", "en"),
        ("Le maire a nommé le préfet.", "Le préfet a été nommé par le maire.", "fr"),
        ("Le maire nomme les adjoints.", "Les adjoints sont nommés par le maire.", "fr"),
        ("En mars, le conseil a élu le maire.", "Le conseil a élu le maire en mars.", "fr"),
        ("Le conseil du port compte un greffier.", "Le port a un conseil et un greffier.", "fr"),
        ("Un accord lie le port et la ville.", "Un accord lie la ville et le port.", "fr"),
    ],
)  # fmt: skip
def test_the_same_roles_in_another_way(claim: str, quote: str, language: Language) -> None:
    assert not roles_differ(*(TextFacts.of(text, language) for text in (claim, quote)))
