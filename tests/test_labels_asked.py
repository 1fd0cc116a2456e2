"""A question for a day or a size is answered with the row that is for it, and no other."""

from __future__ import annotations

import pytest

from rag.answering.labels_asked import of_row_label
from rag.citations.quotes import Quote
from rag.questions.named_things import read_named_things
from rag.records import Document, Hit, Language, Passage

HOURS = ("Vendredi | fermé | 15 h - 19 h", "Samedi | 10 h - 12 h | 14 h - 17 h")
WEEKS = ("Lundi au jeudi : 8 h - 12 h", "Vendredi : 8 h - 11 h")
BERTHS = (
    "Moins de 6 m | 780 €",
    "8 à 10 m | 1 620 €",
    "6 à 8 m | 1 150 €",
    "Plus de 10 m | 2 240 €",
)
GRAVES = ("15 ans | 120 €", "30 ans | 240 €")
LOADS = ("Up to 2 kg | £3", "2 kg to 10 kg | £7", "Over 10 kg | £12")
AGES = ("0 à 2 ans | gratuit", "3 à 11 ans | 4 €", "12 ans et plus | 7 €")
STAYS = ("Under 6 months | free", "6 months to 2 years | £40", "2 years or more | £90")


def rows(texts: tuple[str, ...], language: Language, score: float = 0.2) -> list[Quote]:
    whole = "\n".join(texts)
    passage = Passage(
        document_id="d", page=1, start=0, end=len(whole), text=whole, headings=(), language=language
    )
    document = Document("d", "/r", "a.md", "Guide", "md", language, None, None, 1)
    hit = Hit(passage, document, None, 0.0, None, None)
    starts = [whole.index(text) for text in texts]
    pairs = zip(texts, starts, strict=True)
    return [Quote(hit, start, start + len(text), text, score) for text, start in pairs]


@pytest.mark.parametrize(
    ("language", "question", "table", "table_language", "kept"),
    [
        ("fr", "À quelle heure ferme la salle le samedi ?", HOURS, "fr", [1]),
        ("en", "When does it close on Saturdays?", HOURS, "fr", [1]),
        ("fr", "À quelle heure ferme la salle ?", HOURS, "fr", [0, 1]),
        ("fr", "La salle est-elle ouverte le lundi ?", HOURS, "fr", []),
        ("fr", "À quelle heure ouvre-t-on le mercredi ?", WEEKS, "fr", [0]),
        ("fr", "Combien pour un bateau de 9 mètres ?", BERTHS, "fr", [1]),
        ("fr", "Combien pour un bateau de 5,50 m ?", BERTHS, "fr", [0]),
        ("fr", "Combien pour un bateau de 8 m ?", BERTHS, "fr", [1, 2]),
        ("en", "What does a boat of 12 metres pay?", BERTHS, "fr", [3]),
        ("en", "What does a 9-metre boat pay?", BERTHS, "fr", [1]),
        ("en", "What does a boat pay for 3 nights?", BERTHS, "fr", [0, 1, 2, 3]),
        ("fr", "Prix d'une concession de 30 ans ?", GRAVES, "fr", [1]),
        ("en", "What is the price of a 30-year grave?", GRAVES, "fr", [1]),
        ("fr", "Prix d'une concession de 50 ans ?", GRAVES, "fr", []),
        ("fr", "Combien pour un bébé de 6 mois ?", AGES, "fr", [0]),
        ("fr", "Combien pour un enfant de 12 ans ?", AGES, "fr", [2]),
        ("en", "How much is a parcel of 4 kg?", LOADS, "en", [1]),
        ("fr", "Combien coûte un colis de 11 kg ?", LOADS, "en", [2]),
        ("en", "How much is a parcel of 1 kg?", LOADS, "en", [0]),
        ("en", "What is the fee for a stay of one or 18 months?", STAYS, "en", [1]),
        ("en", "What is the fee for a stay of 3 years?", STAYS, "en", [2]),
    ],
)  # fmt: skip
def test_only_the_row_of_what_is_named_is_left(
    language: Language,
    question: str,
    table: tuple[str, ...],
    table_language: Language,
    kept: list[int],
) -> None:
    found = of_row_label(rows(table, table_language), read_named_things(question, language))
    assert [table.index(one.text) for one in found] == kept


def test_the_row_that_is_left_is_as_sure_as_its_table_and_leads_what_is_less_sure() -> None:
    beside = rows(("Les visiteurs paient 2,80 € par mètre.",), "fr", 0.3)
    asked = read_named_things("Combien pour un bateau de 9 mètres ?", "fr")
    found = of_row_label([*beside, *rows(BERTHS, "fr")], asked)
    assert [one.text for one in found] == [BERTHS[1], beside[0].text]
    assert found[0].score == pytest.approx(0.8)


def test_a_single_row_and_other_sentences_stay() -> None:
    asked = read_named_things("À quelle heure ferme la salle le samedi ?", "fr")
    alone = rows(("Vendredi | 15 h - 19 h", "La salle ferme à 18 h."), "fr")
    assert of_row_label(alone, asked) == alone
