"""Which documents of a library replace which: by their titles and by what their texts show."""

import datetime as dt
import random
from collections.abc import Mapping

import pytest

from rag.citations.versions import successors
from rag.records import Document, Language, Page

RULE = "Le bureau ouvre à neuf heures, et chaque agent signe le registre en arrivant le matin."


def document(path: str, title: str, year: int | None, language: Language = "fr") -> Document:
    date = dt.date(year, 1, 1) if year else None
    return Document(path.ljust(64, "0"), "/r", path, title, "pdf", language, date, None, 1)


def newest(*documents: Document, texts: Mapping[str, str] | None = None) -> dict[str, str]:
    """The newest version of each document, by path; without texts, all say one thing."""
    by_id = {each.id: (texts or {}).get(each.path, RULE) for each in documents}

    def page(document_id: str, number: int | None) -> Page:
        if number is None:
            raise KeyError(number)
        return Page(number, None, by_id[document_id])

    found = successors(documents, page)
    paths = {each.id: each.path for each in documents}
    return {paths[older]: newer.path for older, newer in found.items()}


@pytest.mark.parametrize(
    ("old", "new", "replaced"),
    [
        pytest.param(
            ("a.pdf", "Frais de mission 2021"), ("b.pdf", "Frais de mission 2024"), True, id="title"
        ),
        pytest.param(
            ("a.pdf", "Travel expenses, 2021 edition"),
            ("b.pdf", "Travel expenses, updated 2024"),
            True,
            id="edition",
        ),
        pytest.param(
            ("r/charte-du-port-1.pdf", "Charte"),
            ("r/charte-du-port-2.pdf", "Nos règles"),
            True,
            id="path",
        ),
        pytest.param(
            ("a.pdf", "Rapport annuel 2021"), ("b.pdf", "Rapport annuel 2024"), False, id="reports"
        ),
        pytest.param(
            ("a.pdf", "Minutes of the board 2021"),
            ("b.pdf", "Minutes of the board 2024"),
            False,
            id="minutes",
        ),
        *(
            pytest.param(
                ("a.pdf", f"{kind} {old} du service"), ("b.pdf", f"{kind} {new} du service"), False
            )
            for kind, old, new in (
                ("Note de service n°", "2023-45", "2024-45"),
                ("Arrêté n°", "2023-12", "2024-7"),
                ("Circulaire", "2022-13", "2023-31"),
                ("Décision n°", "2022-1", "2022-2"),
                ("Directive", "2019/12", "2021/14"),
                ("Instruction", "12", "14"),
                ("Memo", "14", "15"),
                ("Order", "2023-7", "2024-8"),
                ("Procedure", "SOP-17", "SOP-18"),
            )
        ),
        pytest.param(
            ("a.pdf", "Note n° 12 sur les frais, 2021"),
            ("b.pdf", "Note n° 12 sur les frais, édition 2024"),
            True,
            id="the same note",
        ),
        pytest.param(
            ("a.pdf", "Norme ISO 9001:2008 expliquée"),
            ("b.pdf", "Norme ISO 9001:2015 expliquée"),
            True,
            id="an edition of a standard",
        ),
        pytest.param(("a.pdf", "2021"), ("b.pdf", "2024"), False, id="no-words"),
        pytest.param(
            ("a.pdf", "Frais de mission"), ("b.pdf", "Frais de bouche"), False, id="others"
        ),
    ],
)
def test_a_later_edition_replaces_an_earlier(
    old: tuple[str, str], new: tuple[str, str], replaced: bool
) -> None:
    one, other = document(*old, 2021), document(*new, 2024)
    assert newest(one, other) == ({one.path: other.path} if replaced else {})


def test_versions_keep_to_their_language_and_their_dates() -> None:
    first = document("a.pdf", "Règles du port 2020", 2020)
    second = document("b.pdf", "Règles du port 2022", 2022)
    third = document("c.pdf", "Règles du port 2024", 2024)
    english = document("d.pdf", "Règles du port 2025", 2025, "en")
    undated = document("e.pdf", "Règles du port", None)
    found = newest(first, second, third, english, undated)
    assert found == {"a.pdf": "c.pdf", "b.pdf": "c.pdf"}


# Sentences of one subject each, with a place for what a new edition changes.
SENTENCES: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Le prêt d’un vélo de service dure {} jours et se demande auprès de la loge.",
        "La salle de lecture accueille {} personnes, sur présentation d’une carte à jour.",
        "Une absence de plus de {} heures est signalée par écrit au chef de service.",
        "Le dépôt des bateaux ferme à la tombée de la nuit, sauf pour les {} pilotes de garde.",
        "La cantine sert {} repas par jour et affiche le menu de la semaine le lundi matin.",
        "Les archives gardent un dossier de marché pendant {} ans après la fin des travaux.",
        "Chaque laboratoire tient un cahier des produits dangereux, revu tous les {} mois.",
        "Le stationnement devant le quai est limité à {} minutes pour les livraisons.",
        "Un stagiaire reçoit son badge après {} jours et le rend à son départ au gardien.",
        "La taxe de séjour est due par nuit et par personne à partir de {} ans révolus.",
        "Les clés du hangar sont rangées dans le coffre du bureau numéro {} du premier étage.",
        "Un devis est demandé à {} entreprises au moins avant tout achat de mobilier neuf.",
    ),
    "en": (
        "A service bicycle is lent for {} days and is asked for at the porter’s lodge.",
        "The reading room has seats for {} people, who show a valid card at the door.",
        "An absence of more than {} hours is reported in writing to the head of unit.",
        "The boat store closes at nightfall, except to the {} pilots who are on duty.",
        "The canteen serves {} meals a day and posts the menu of the week on Mondays.",
        "The archives keep the file of a contract for {} years after the works have ended.",
        "Every laboratory keeps a list of dangerous products, reviewed every {} months.",
        "Parking in front of the quay is limited to {} minutes for goods deliveries.",
        "A trainee receives a badge after {} days and hands it to the guard on leaving.",
        "The visitor tax is due for each night from everybody aged {} years and over.",
        "The keys of the shed are kept in the safe of office number {} on the first floor.",
        "Quotations are sought from at least {} firms before any new furniture is bought.",
    ),
}
TITLES: dict[Language, str] = {"fr": "Consignes du service {}", "en": "Service handbook {}"}


def text(language: Language, chosen: list[int], seed: int) -> str:
    """Sentences by their places, with numbers of a seed."""
    numbers = random.Random(seed)
    return "\n".join(SENTENCES[language][at].format(numbers.randint(2, 90)) for at in chosen)


def pair(language: Language, old: str, new: str, *, title: str = "") -> bool:
    """Whether the later of two texts with one title replaces the earlier."""
    title = title or TITLES[language]
    first = document("a.pdf", title.format(2021), 2021, language)
    second = document("b.pdf", title.format(2024), 2024, language)
    return newest(first, second, texts={"a.pdf": old, "b.pdf": new}) == {"a.pdf": "b.pdf"}


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("seed", range(20))
def test_an_edition_keeps_much_of_the_wording(language: Language, seed: int) -> None:
    order = random.Random(seed).sample(range(12), 12)
    old, revised, added = order[:8], order[2:8], order[8:10]
    assert pair(language, text(language, old, seed), text(language, revised + added, seed + 100))


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("seed", range(20))
def test_a_title_alone_makes_no_edition(language: Language, seed: int) -> None:
    order = random.Random(seed).sample(range(12), 12)
    one, other = order[:6], order[6:]
    assert not pair(language, text(language, one, seed), text(language, other, seed))
    shared = [*order[:2], *order[6:10]]  # two paragraphs that every document of the body has
    assert not pair(language, text(language, one, seed), text(language, shared, seed))


SAYS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "La présente note annule et remplace celle du 1er janvier 2021.",
        "Le règlement du 1er janvier 2021 est abrogé.",
        "Ce guide remplace l’édition de 2021.",
        "Remplace toutes les versions antérieures.",
    ),
    "en": (
        "This handbook replaces that of 1 January 2021.",
        "The rules of 1 January 2021 are hereby repealed.",
        "Supersedes the 2021 edition.",
        "It replaces all previous versions.",
    ),
}
SAYS_NOT: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Ce guide ne remplace pas l’édition de 2021.",
        "La présente note remplace celle du 4 mars 2019.",
        "Depuis 2021, le chèque remplace le paiement en espèces.",
        "Un règlement est annulé par le tribunal le 1er janvier 2021.",
        "Les versions antérieures se demandent à l’accueil.",
    ),
    "en": (
        "This handbook does not replace the 2021 edition.",
        "This handbook replaces that of 4 March 2019.",
        "Since 2021 the cheque replaces payment in cash.",
        "A rule was set aside by the court on 1 January 2021.",
        "Previous versions can be had at the desk.",
    ),
}


@pytest.mark.parametrize(
    ("language", "said", "replaced"),
    [
        (language, sentence, table is SAYS)
        for table in (SAYS, SAYS_NOT)
        for language in SENTENCES
        for sentence in table[language]
    ],
)
def test_a_text_may_say_what_it_replaces(language: Language, said: str, replaced: bool) -> None:
    old, new = text(language, [0, 1, 2, 3, 4], 1), text(language, [7, 8, 9, 10, 11], 2)
    assert pair(language, old, f"{new}\n{said}") is replaced


FORMS: dict[Language, str] = {
    "fr": "Le port a reçu le navire {0} au quai. Le navire {0} est entretenu chaque mois, et le "
    "carnet du {0} est signé par le capitaine. Une copie va aux archives.",
    "en": "The port welcomed the ship {0} at the quay. The ship {0} is serviced every month, and "
    "the log of the {0} is signed by the captain. A copy goes to the archives.",
}


@pytest.mark.parametrize("language", FORMS)
def test_a_form_filled_in_for_something_else_is_no_edition(language: Language) -> None:
    form, title = FORMS[language], {"fr": "Fiche du navire {}", "en": "Sheet of the ship {}"}
    ships = form.format("Astrolune"), form.format("Boréale")
    assert not pair(language, *ships, title=title[language])
    assert pair(language, ships[0], ships[0].replace("mois", "an"), title=title[language])


def test_the_file_of_a_later_year_replaces_that_of_an_earlier() -> None:
    """Short rules are rewritten from one edition to the next, and share few words."""
    old = document("rh/charte-2022.md", "Charte du télétravail", 2022)
    new = document("rh/charte-2024.md", "Charte du télétravail", 2024)
    other = document("achats/charte-2024.md", "Charte du télétravail", 2024)
    texts = {
        old.path: "Les agents télétravaillent deux jours par semaine.",
        new.path: "Trois journées à distance sont permises à chacun.",
        other.path: "Aucun achat n'est fait à domicile.",
    }
    assert newest(old, new, texts=texts) == {old.path: new.path}
    assert newest(old, other, texts=texts) == {}


def test_an_edition_of_an_edition_replaces_both() -> None:
    first, second, third = (
        document(f"{name}.pdf", f"Règles du port {year}", year)
        for name, year in (("a", 2018), ("b", 2021), ("c", 2024))
    )
    texts = {
        "a.pdf": text("fr", [0, 1, 2, 3], 1),
        "b.pdf": f"{text('fr', [4, 5, 6, 7], 1)}\nLe règlement du 1er janvier 2018 est abrogé.",
        "c.pdf": f"{text('fr', [8, 9, 10], 1)}\nRemplace l’édition de 2021.",
    }
    assert newest(first, second, third, texts=texts) == {"a.pdf": "c.pdf", "b.pdf": "c.pdf"}
    unrelated = texts | {"c.pdf": text("fr", [8, 9, 10, 11], 1)}
    assert newest(first, second, third, texts=unrelated) == {"a.pdf": "b.pdf"}


def test_what_a_long_document_replaces_may_stand_at_its_end() -> None:
    long = text("fr", list(range(12)) * 30, 1)
    assert pair("fr", text("fr", [0], 2), f"{long}\nLe règlement du 1er janvier 2021 est abrogé.")
    assert not pair("fr", text("fr", [0], 2), long)
