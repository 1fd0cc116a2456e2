"""Quotes disagree only about one body, one period and one thing."""

from __future__ import annotations

import pytest

from rag.facts.disagreements import find_disagreements
from rag.facts.sources import Source
from rag.records import Language

# Each case: the titles, the texts, and whether they disagree.
CASES: list[tuple[Language, str, tuple[str, str], tuple[str, str], bool]] = [
    ("fr", "two-bodies", ("Loi sur le Conseil des arts", "Loi sur le Conseil de recherches"),
     ("Le Conseil compte onze membres.", "Le Conseil compte douze membres."), False),
    ("en", "two-bodies", ("Arts Council Act", "Research Council Act"),
     ("The Council has eleven members.", "The Council has twelve members."), False),
    ("fr", "two-named-bodies", ("Bilan de Velmont", "Bilan d’Orsanne"),
     ("La bibliothèque de Velmont prête 300 livres.",
      "La bibliothèque d’Orsanne prête 350 livres."), False),
    ("en", "two-named-bodies", ("Review of Kelso", "Review of Dunbar"),
     ("The library of Kelso lends 300 books.", "The library of Dunbar lends 350 books."), False),
    ("fr", "one-named-body", ("Bilan du fonds", "Lettre aux lecteurs"),
     ("La bibliothèque de Velmont prête 300 livres.",
      "La bibliothèque de Velmont prête 350 livres."), True),
    ("en", "one-named-body", ("Review of the fund", "Letter to readers"),
     ("The library of Kelso lends 300 books.", "The library of Kelso lends 350 books."), True),
    ("fr", "two-years-of-titles", ("Rapport d’activité 2022", "Rapport d’activité 2023"),
     ("Le musée accueille 300 visiteurs.", "Le musée accueille 350 visiteurs."), False),
    ("en", "two-years-of-titles", ("Activity report 2022", "Activity report 2023"),
     ("The museum has 300 visitors.", "The museum has 350 visitors."), False),
    ("fr", "dates-of-two-reports", ("Rapport annuel 2022", "Rapport annuel 2023"),
     ("Le rapport annuel est adopté le 3 mai 2023.",
      "Le rapport annuel est adopté le 2 mai 2024."), False),
    ("en", "dates-of-two-reports", ("Annual report 2022", "Annual report 2023"),
     ("The annual report was adopted on 3 May 2023.",
      "The annual report was adopted on 2 May 2024."), False),
    ("fr", "two-meetings", ("Séance du 8 février 2024", "Séance du 20 juin 2024"),
     ("Le conseil de Velmont compte 12 présents.", "Le conseil de Velmont compte 15 présents."),
     False),
    ("en", "two-meetings", ("Meeting of 8 February 2024", "Meeting of 20 June 2024"),
     ("The council of Kelso has 12 members present.",
      "The council of Kelso has 15 members present."), False),
    ("fr", "two-things", ("Frais", "Frais"),
     ("Le repas est remboursé au forfait de 19 euros.",
      "L’hôtel est remboursé au forfait de 110 euros."), False),
    ("en", "two-things", ("Expenses", "Expenses"),
     ("A meal is refunded at a flat rate of 19 euros.",
      "A hotel is refunded at a flat rate of 110 euros."), False),
    ("fr", "several-rates", ("Tarifs", "Tarifs"),
     ("Entrée du musée de Velmont : 5 € pour les enfants, 9 € pour les adultes de la ville.",
      "Entrée du musée de Velmont : 7 € le samedi, 12 € le dimanche de fête."), False),
    ("en", "several-rates", ("Rates", "Rates"),
     ("Entrance to the museum of Kelso: €5 for children, €9 for adults of the town.",
      "Entrance to the museum of Kelso: €7 on Saturdays, €12 on a Sunday of feast."), False),
    ("fr", "two-units", ("Tarifs", "Tarifs"),
     ("La remise est de 12 % pour les élèves.", "La remise est de 9 € pour les élèves."), False),
    ("en", "two-units", ("Rates", "Rates"),
     ("The discount is 12% for pupils.", "The discount is €9 for pupils."), False),
    ("fr", "one-title", ("Charte du port", "Charte du port"),
     ("Le pilote guide 12 navires.", "Le pilote guide 15 navires."), True),
    ("en", "one-title", ("Harbour charter", "Harbour charter"),
     ("The pilot guides 12 ships.", "The pilot guides 15 ships."), True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "titles", "texts", "disagree"),
    [pytest.param(case[0], *case[2:], id=f"{case[1]}-{case[0]}") for case in CASES],
)
def test_quotes_disagree_about_one_thing_only(
    language: Language, titles: tuple[str, str], texts: tuple[str, str], disagree: bool
) -> None:
    sources = [
        Source(text, language, context=title, title=title, document=str(n), family=str(n))
        for n, (title, text) in enumerate(zip(titles, texts, strict=True))
    ]
    assert bool(find_disagreements(sources)) is disagree


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("fr", ("Le mandat dure trois ans.", "Le mandat dure quatre ans.")),
        ("en", ("The term lasts three years.", "The term lasts four years.")),
    ],
)
def test_versions_disagree_though_their_years_differ(
    language: Language, texts: tuple[str, str]
) -> None:
    sources = [
        Source(text, language, f"Charte {year}", title=f"Charte {year}", document=year, family="b")
        for text, year in zip(texts, ("2021", "2024"), strict=True)
    ]
    assert [one.topic for one in find_disagreements(sources)] == ["figure"]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("fr", ("La charte entre en vigueur le 1er mai 2024.",
                "La charte entre en vigueur le 2 mai 2024.")),
        ("en", ("The charter comes into force on 1 May 2024.",
                "The charter comes into force on 2 May 2024.")),
    ],
)  # fmt: skip
def test_each_version_has_a_date_of_its_own(language: Language, texts: tuple[str, str]) -> None:
    sources = [
        Source(text, language, "Charte", title="Charte", document=str(n), family="1")
        for n, text in enumerate(texts)
    ]
    assert find_disagreements(sources) == ()


def test_a_quote_is_held_against_the_sentence_that_is_most_like_it() -> None:
    """A meal against a meal, where the other document speaks of hotels too."""
    texts: list[tuple[str, Language, str]] = [
        ("Each meal in Velmont is refunded at 19 euros.", "en", "a"),
        ("L’hôtel de Velmont est remboursé, dans la limite de 110 euros.", "fr", "b"),
        ("Le repas à Velmont est remboursé au forfait de 19 euros.", "fr", "b"),
    ]
    cosines = {(0, 1): 0.7, (0, 2): 0.8}
    sources = [
        Source(text, language, title=document, document=document)
        for text, language, document in texts
    ]

    def likeness(one: int, other: int) -> float:
        return cosines[one, other]

    assert [one.second for one in find_disagreements(sources[:2], likeness=likeness)] == [1]
    assert find_disagreements(sources, likeness=likeness) == ()


@pytest.mark.parametrize(
    ("language", "text", "rival", "disagree"),
    [
        ("en", "The council has 12 members.", "The council has only 10 members.", True),
        ("fr", "Le conseil compte 12 membres.", "Le conseil compte seulement 10 membres.", True),
        ("en", "The council has 300 members.", "The council has almost 200 members.", True),
        ("fr", "Le fonds compte 300 livres.", "Le fonds compte presque 200 livres.", True),
        ("en", "The card is valid for 3 years.", "The card is valid for 5 years upon registration.",
         True),
        ("en", "The council has 12 members.", "Once a month the council has 15 members.", False),
        ("en", "Including VAT, the fee is 12 euros.", "The fee is 15 euros.", True),
        ("en", "The council has 12 members.", "The council has members, including 9 members.",
         False),
        ("en", "The fee is 12 euros.3", "The fee is 15 euros.", True),
        ("en", "The fee is 12 euros.[3]", "The fee is 15 euros.", True),
        ("fr", "Le tarif est de 12 euros.¹", "Le tarif est de 15 euros.", True),
        ("en", "12 Councillors sit in Kelso.", "15 Councillors sit in Kelso.", True),
        ("en", "The fund has nearly 400 books.", "The fund has nearly 900 books.", True),
        ("en", "The fund has more than 400 books.", "The fund has fewer than 300 books.", True),
        ("fr", "Le fonds a plus de 400 livres.", "Le fonds a moins de 300 livres.", True),
        ("en", "The council has at least 5 members.", "The council has over 3 members.", False),
        ("en", "The council has at most 9 members.", "The council has under 12 members.", False),
        ("en", "The council consists of 12 members.", "The council has 15 members.", True),
        ("en", "The council is made up of 12 members.", "The council has 15 members.", True),
        ("fr", "Le conseil élu de Velmont se compose de 12 membres.",
         "Le conseil élu de Velmont compte 15 membres.", True),
        ("fr", "Le conseil compte 12 membres actuellement.", "Le conseil compte 15 membres.", True),
        ("fr", "Le prêt dure 12 jours maximum.", "Le prêt dure 15 jours maximum.", True),
    ],
)  # fmt: skip
def test_words_around_a_figure(language: Language, text: str, rival: str, disagree: bool) -> None:
    sources = (
        Source(said, language, "Charter", title="Charter", document=said) for said in (text, rival)
    )
    assert bool(find_disagreements(tuple(sources))) == disagree


@pytest.mark.parametrize(
    ("titles", "disagree"),
    [
        (("Council of Kelso", "Board of Kelso"), False),
        (("Charter, version 2", "Charter, version 3"), True),
        (("Charter of 3 March 2024", "Charter of 8 March 2024"), True),
        (("Resolution no. 2", "Resolution no. 3"), False),
    ],
)
def test_titles_of_two_subjects(titles: tuple[str, str], disagree: bool) -> None:
    texts = ("The fee for swimmers is 12 euros.", "The fee for swimmers is 15 euros.")
    sources = tuple(
        Source(text, "en", "Fees", title=title, document=title)
        for text, title in zip(texts, titles, strict=True)
    )
    assert bool(find_disagreements(sources)) == disagree


@pytest.mark.parametrize(
    "titles",
    [
        ("Report of the council", "Review by the board"),
        ("General report", "Article of the office"),
    ],
)
def test_the_body_that_writes_of_a_place_is_no_subject(titles: tuple[str, str]) -> None:
    sources = tuple(
        Source(f"The pool of Kelso has {count} lanes.", "en", title, title=title, document=title)
        for title, count in zip(titles, (12, 15), strict=True)
    )
    assert find_disagreements(sources)
