"""Questions that name an identifier, a period, a phrase, a meeting or a document: their answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rag import Rag
from rag.config import Settings
from rag.encoders import CachingEncoder, load_encoder
from rag.ingest import ingest
from rag.language.statements.attendance import attendance_asked, attendance_label
from rag.questions.aboutness import holds
from rag.questions.named_things import read_named_things
from rag.records import Language

HARBOUR = {
    "reglement-port.md": """# Règlement du port

## Article 7

Les bateaux de pêche accostent au quai nord.

## Article 7 bis

Les bateaux de plaisance accostent au quai sud, par quatre au plus.

## Article 17

Le plein de carburant se fait avant midi.

## Article D. 5-12

Les amendes vont de 20 à 300 euros.

## Article D. 5-21

Les recours sont adressés au capitaine du port.

## § 3 Mouillage

Le mouillage est limité à trois nuits.

## § 4 Vitesse

La vitesse est limitée à cinq nœuds.
""",
    "tides-act.md": """# Tides Act

Interpretation

1 In this Act, a keeper is a person who keeps a tide gauge.

Records

8 A keeper must write down the height of each tide.

(2) The record is kept for ten years.

9 A keeper must report a broken gauge within a day.

80 A person who moves a gauge is liable to a fine of 90 dollars.
""",
    "safety.md": """# Safety handbook

## Section 2. Boots

Boots are worn on all decks.

## Section 2A. Helmets

Helmets are worn under the crane.

## Schedule C. Ladders

Ladders are checked every Monday.
""",
}
OFFICE = {
    "circulaire-2022-31.md": """# Circulaire n° 2022-31 du 4 mai 2022

Objet : congés d'été.

Les congés d'été se posent avant le 15 avril. La réponse vient sous dix jours.
""",
    "circulaire-2022-13.md": """# Circulaire n° 2022-13 du 2 février 2022

Objet : notes de frais.

Les notes de frais sont remboursées sous trente jours.
""",
    "circulaire-2023-31.md": """# Circulaire n° 2023-31 du 9 mai 2023

Objet : clés et badges.

Une clé perdue coûte 40 euros.
""",
    "annuaire.txt": """Annuaire et codes

La panne AX-510 vient de la courroie. La panne AX-501 vient du moteur.

Les ateliers sont certifiés ISO 45001 et NF EN 13306.

Le secrétariat répond au 03 20 11 22 33. L'accueil répond au 03 20 11 22 44.

L'arrêt de travail se déclare avec le cerfa n° 10170*07.
""",
    "quality.txt": """Quality and tickets

Fault B-77 is a leak in the tank. Fault B-707 is a loss of power.

The workshop is certified to ISO 9001:2015.

Ticket 2024-118 was closed in March. Ticket 2024-181 is still open.
""",
}
YEARS = {
    "bilan-2021.md": """---
date: 2022-03-01
---
# Bilan d'activité 2021

La piscine a reçu 18 300 baigneurs. Les recettes s'élèvent à 64 000 euros.
""",
    "bilan-2022.md": """---
date: 2023-03-01
---
# Bilan d'activité 2022

La piscine a reçu 21 900 baigneurs. Les recettes s'élèvent à 71 000 euros.
""",
    "review-2023-en.md": """---
date: 2024-03-02
---
# Annual review 2023

The pool welcomed 25,400 swimmers. Takings reached 83,000 euros.
""",
    "minutes-12-jan.md": """# Minutes of the committee of 12 January 2023

Present: Mr Ivo Lang, Ms Petra Stone.

Apologies: Ms Rhea Quill.

The committee chose the blue tiles.
""",
    "minutes-6-apr.md": """# Minutes of the committee of 6 April 2023

Present: Ms Rhea Quill, Ms Petra Stone.

Absent: Mr Ivo Lang.

The committee chose the green doors.
""",
    "cr-5-mai.md": """# Compte rendu du bureau du 5 mai 2022

Étaient présents : M. Noé Carlin, Mme Lise Aubert.

Excusé : M. Hugo Perrin.

Le bureau choisit un nouveau logiciel de caisse.
""",
    "survey-2021.md": """# Staff survey 2021

Of 320 employees, 61% answered. Satisfaction stood at 7.1 out of 10.
""",
    "survey-2023.md": """# Staff survey 2023

Of 355 employees, 58% answered. Satisfaction stood at 6.8. Windows 11 was rolled out in 2022.
""",
    "charte.md": """# Charte des nageurs

Le bonnet est obligatoire. Les recettes de la buvette vont aux jeunes nageurs.
""",
}
LIBRARIES = {"harbour": HARBOUR, "office": OFFICE, "years": YEARS}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rag]:
    encoder, found = CachingEncoder(load_encoder()), {}
    for name, texts in LIBRARIES.items():
        folder = tmp_path_factory.mktemp(name)
        for file, text in texts.items():
            (folder / "documents").mkdir(exist_ok=True)
            (folder / "documents" / file).write_text(text, encoding="utf-8")
        ingest([folder / "documents"], folder / "index", encoder)
        found[name] = Rag.open(
            folder / "index", settings=Settings(), loader=lambda name, revision: encoder
        )
    return found


@pytest.mark.parametrize(
    ("library", "question", "first"),
    [
        ("harbour", "Que dit l'article 7 ?", "quai nord"),
        ("harbour", "Que dit l'article 7 bis ?", "quai sud"),
        ("harbour", "Où accostent les bateaux selon l'article 7 bis ?", "quai sud"),
        ("harbour", "Que dit l'article 7bis ?", "quai sud"),
        ("harbour", "What does article 7Bis say?", "quai sud"),
        ("harbour", "What does section 2 A say?", "Helmets"),
        ("harbour", "Que dit l'article 7 B ?", "quai nord"),
        ("office", "What is fault AX 501?", "moteur"),
        ("harbour", "What does § 2A say?", "Helmets"),
        ("office", "Que dit la circulaire 31 de 2022 ?", "congés d'été"),
        ("office", "Que dit la circulaire 31/2023 ?", "clés et badges"),
        ("office", "What does circular No. 13 of 2022 say?", "notes de frais"),
        ("office", "circulaire 2022-031", "congés d'été"),
        ("office", "formulaire 10170", "arrêt de travail"),
        ("office", "À qui est le 0320112244 ?", "L'accueil"),
        ("harbour", "art. 17", "avant midi"),
        ("harbour", "Que prévoit l'article D5-12 ?", "20 à 300 euros"),
        ("harbour", "article D. 5-21", "capitaine du port"),
        ("harbour", "Que dit le § 3 ?", "trois nuits"),
        ("harbour", "§4", "cinq nœuds"),
        ("harbour", "What does article 17 say?", "avant midi"),
        ("harbour", "What does section 8 of the Tides Act require?", "height of each tide"),
        ("harbour", "Who is liable under section 80?", "moves a gauge"),
        ("harbour", "What does section 2 say?", "Boots"),
        ("harbour", "section 2A", "Helmets"),
        ("harbour", "Que dit la section 2A ?", "Helmets"),
        ("harbour", "When are ladders checked under Schedule C?", "every Monday"),
        ("office", "Quel est l'objet de la circulaire n° 2022-31 ?", "congés d'été"),
        ("office", "circulaire 2022/13", "notes de frais"),
        ("office", "Que dit la circulaire 2023-31 ?", "clés et badges"),
        ("office", "What is circular 2022-13 about?", "notes de frais"),
        ("office", "Que signifie la panne AX-501 ?", "moteur"),
        ("office", "panne AX510", "courroie"),
        ("office", "À qui est le 03.20.11.22.44 ?", "L'accueil"),
        ("office", "À quoi sert le cerfa 10170 ?", "arrêt de travail"),
        ("office", "Les ateliers sont-ils certifiés ISO 45001 ?", "ISO 45001"),
        ("office", "What is fault B-707?", "loss of power"),
        ("office", "fault B77", "leak in the tank"),
        ("office", "Is the workshop certified to ISO 9001?", "ISO 9001:2015"),
        ("office", "What is the state of ticket 2024-181?", "still open"),
        ("years", "Combien de baigneurs en 2021 ?", "18 300"),
        ("years", "Combien de baigneurs en 2022 ?", "21 900"),
        ("years", "How many swimmers came in 2023?", "25,400"),
        ("years", "Quelles étaient les recettes en 2022 ?", "71 000"),
        ("years", "Dans la charte des nageurs, où vont les recettes ?", "buvette"),
        ("years", "Selon le bilan d'activité 2021, à combien s'élèvent les recettes ?", "64 000"),
        ("years", "Combien de baigneurs dans le dernier bilan d'activité ?", "21 900"),
        ("years", "In the annual review 2023, what did takings reach?", "83,000"),
        ("years", "Who was present on 12 January 2023?", "Ivo Lang, Ms Petra"),
        ("years", "Who was absent on 12 January 2023?", "Rhea Quill"),
        ("years", "Who did not attend on 6 April 2023?", "Ivo Lang"),
        ("years", "Who attended the committee of 6 April 2023?", "Rhea Quill, Ms Petra"),
        ("years", "What did the committee choose on 6 April 2023?", "green doors"),
        ("years", "Qui était excusé au bureau du 5 mai 2022 ?", "Hugo Perrin"),
        ("years", "Qui a assisté au bureau du 5 mai 2022 ?", "Noé Carlin"),
        ("harbour", "Où lit-on « limité à trois nuits » ?", "trois nuits"),
        ("office", 'Who wrote "closed in march"?', "closed in March"),
    ],
)
def test_the_answer_is_of_what_the_question_names(
    libraries: dict[str, Rag], library: str, question: str, first: str
) -> None:
    found = libraries[library].ask(question)
    assert found.statements, found.text
    assert first in found.statements[0].text.replace("’", "'")
    assert found.absent == ()


@pytest.mark.parametrize(
    ("library", "question", "kind", "lacking", "near"),
    [
        ("harbour", "Que dit l'article 6 ?", "identifier", "article 6", "Article 7"),
        ("harbour", "Que dit l'article 7 ter ?", "identifier", "article 7 ter", "Article 7 bis"),
        ("harbour", "Que dit l'article 7ter ?", "identifier", "article 7ter", "Article 7 bis"),
        ("harbour", "article 7 quater", "identifier", "article 7 quater", "Article 7 bis"),
        ("office", "circulaire 31 de 2021", "identifier", "circulaire 31 de 2021", ""),
        ("office", "What is AX 511?", "identifier", "AX 511", "AX-510"),
        ("harbour", "article D. 5-13", "identifier", "article D. 5-13", "Article D. 5-12"),
        ("harbour", "Que dit le § 5 ?", "identifier", "§ 5", "§ 4"),
        ("harbour", "What does section 2B say?", "identifier", "section 2B", "Section 2A"),
        ("harbour", "Schedule D", "identifier", "Schedule D", "Schedule C"),
        ("office", "Que dit la circulaire n° 2021-31 ?", "identifier", "circulaire n° 2021-31", ""),
        ("office", "Que signifie la panne AX-511 ?", "identifier", "AX-511", "AX-510"),
        ("office", "Sommes-nous certifiés ISO 14001 ?", "identifier", "ISO 14001", "ISO 45001"),
        ("office", "Are we certified to ISO 27001?", "identifier", "ISO 27001", "ISO 9001:2015"),
        ("office", "Is it certified to ISO 9001:2008?", "identifier", "ISO 9001:2008", ""),
        ("office", "What is fault B-770?", "identifier", "B-770", "B-77"),
        ("office", "À qui est le 03 20 11 22 55 ?", "identifier", "03 20 11 22 55", ""),
        ("office", "À quoi sert le cerfa 10171*07 ?", "identifier", "cerfa 10171*07", ""),
        ("years", "Combien de baigneurs en 2019 ?", "period", "2019", "2021"),
        ("years", "How many swimmers came in 2020?", "period", "2020", ""),
        ("years", "Who was present on 3 March 2023?", "period", "3 March 2023", ""),
        ("years", "Qui était présent au bureau du 6 mai 2022 ?", "period", "6 mai 2022", ""),
        ("years", "Combien de baigneurs ont nagé à Quimperlé ?", "name", "Quimperlé", ""),
        ("years", "What did Bridget Oyelaran choose?", "name", "Bridget Oyelaran", ""),
        ("office", "« congés de printemps »", "phrase", "congés de printemps", ""),
        ("harbour", 'Who said "boots are optional"?', "phrase", "boots are optional", ""),
    ],
)
def test_what_the_library_lacks_is_said_to_be_absent(
    libraries: dict[str, Rag], library: str, question: str, kind: str, lacking: str, near: str
) -> None:
    found = libraries[library].ask(question)
    assert not found.found, found.text
    (absent,) = found.absent
    assert (absent.kind, absent.text) == (kind, lacking)
    assert not near or near in absent.present
    assert lacking.casefold() in found.text.casefold()
    assert found.hits  # the nearest passages are still shown


def test_a_neighbour_that_is_left_out_takes_no_confidence_away(libraries: dict[str, Rag]) -> None:
    found = libraries["harbour"].ask("Quelles amendes prévoit l'article D. 5-21 ?")
    assert not found.found or "capitaine du port" in found.statements[0].text


def test_one_of_two_articles_is_answered_and_the_other_is_said_to_be_absent(
    libraries: dict[str, Rag],
) -> None:
    found = libraries["harbour"].ask("Que disent les articles 17 et 18 ?")
    assert "avant midi" in found.text
    assert [one.text for one in found.absent] == ["18"]


def test_a_document_that_somebody_may_not_see_has_no_identifier_for_them(
    libraries: dict[str, Rag],
) -> None:
    part = libraries["office"].seen_by(lambda document: "2022-31" not in document.path)
    found = part.ask("Quel est l'objet de la circulaire n° 2022-31 ?")
    assert [one.text for one in found.absent] == ["circulaire n° 2022-31"]
    assert "n° 2022-31" not in " ".join(found.absent[0].present)


def test_the_day_of_a_question_never_brings_an_older_year_first(libraries: dict[str, Rag]) -> None:
    found = libraries["years"].ask("Combien de baigneurs en 2022 ?", as_of=dt.date(2023, 6, 1))
    assert "21 900" in found.statements[0].text
    older = libraries["years"].ask("Combien de baigneurs en 2022 ?", as_of=dt.date(2022, 6, 1))
    assert not older.found


@pytest.mark.parametrize(
    ("question", "language", "bare"),
    [
        ("Que dit l'article 12 ?", "fr", True),
        ("note 2023-45", "fr", True),
        ("What does section 4 say?", "en", True),
        ("panne AX-510", "fr", True),
        ("Who signed resolution 2024-07?", "en", False),
        ("Qui signe la note 2023-45 ?", "fr", False),
        ("Qui préside le conseil ?", "fr", False),
    ],
)
def test_a_bare_question_names_something_and_says_nothing_else(
    question: str, language: Language, *, bare: bool
) -> None:
    assert read_named_things(question, language).is_bare == bare


@pytest.mark.parametrize(
    ("question", "language", "names"),
    [
        ("Quelle est la superficie de Wapusk ?", "fr", (("Wapusk",),)),
        ("What did Mr Radley say about Brest?", "en", (("Radley",), ("Brest",))),
        ("Quel est le tarif du Musée ?", "fr", ()),
        ("Does the Board meet on Sunday?", "en", ()),
        ("Is the pool open on Sundays?", "en", ()),
        ("Wapusk est-il un parc ?", "fr", ()),
        ("How Many Swimmers Came", "en", ()),
        ("Que dit la note « Wapusk » ?", "fr", ()),
        ("I am from Spain. What is the mooring fee?", "en", ()),
        ("My boat Titanic is 9 metres long. How much is a night?", "en", ()),
        ("Je suis à Lyon. Combien de jours de congé", "fr", ()),
        ("Mon collègue Kévin a perdu son badge, combien ça coûte ?", "fr", ()),
        ("Je suis à Lyon, puis-je télétravailler ?", "fr", ()),
        ("We sail a Bavaria, what is the fee?", "en", ()),
        ("Combien de jours de congé si je travaille chez Renault ?", "fr", ()),
        ("What is the fee if I come from Spain?", "en", ()),
        ("Are you ChatGPT?", "en", ()),
        ("Est-ce que vous êtes ChatGPT ?", "fr", ()),
        ("À Quimperlé, combien de baigneurs ont nagé ?", "fr", (("Quimperlé",),)),
        ("Combien de baigneurs ont nagé à Quimperlé, en été ?", "fr", (("Quimperlé",),)),
        ("I like it here. How much is a night in Brest?", "en", (("Brest",),)),
        ("In the port of Brest, how much is a night?", "en", (("Brest",),)),
        ("Budget de Quimperlé", "fr", (("Quimperlé",),)),
    ],
)
def test_a_name_is_no_common_noun_with_a_capital(
    question: str, language: Language, names: tuple[tuple[str, ...], ...]
) -> None:
    assert read_named_things(question, language).names == names


@pytest.mark.parametrize("name", ["Quentin Roux", "Quentin Kay"])
def test_an_absent_name_is_said_as_it_is_typed(libraries: dict[str, Rag], name: str) -> None:
    found = libraries["years"].ask(f"Who is {name}?")
    assert [one.text for one in found.absent] == [name]


def test_the_name_of_somebody_who_asks_refuses_nothing(libraries: dict[str, Rag]) -> None:
    french = libraries["office"].ask("Mon collègue Kévin a perdu sa clé, combien coûte la clé ?")
    assert french.absent == ()
    assert "40 euros" in french.text
    english = libraries["years"].ask("I am from Spain. How many swimmers came in 2023?")
    assert english.absent == ()
    assert "25,400" in english.text


def test_an_end_that_a_question_gives_leaves_other_years_out(libraries: dict[str, Rag]) -> None:
    for question, first, never in (
        ("Quelles étaient les recettes avant 2022 ?", "64 000", "71 000"),
        ("Quelles étaient les recettes après 2021 ?", "71 000", "64 000"),
        ("Combien de baigneurs depuis 2022 ?", "21 900", "18 300"),
        ("Combien de baigneurs jusqu'en 2021 ?", "18 300", "21 900"),
        ("How many swimmers came after 2022?", "25,400", "21 900"),
    ):
        found = libraries["years"].ask(question)
        assert first in found.text, question
        assert never not in found.text, question
    assert not libraries["years"].ask("What did takings reach before 2021?").found


def test_each_year_of_a_range_has_its_quote_and_a_missing_one_is_said(
    libraries: dict[str, Rag],
) -> None:
    for question in (
        "Combien de baigneurs de 2020 à 2022 ?",
        "Combien de baigneurs entre 2020 et 2022 ?",
        "Combien de baigneurs en 2020, 2021 et 2022 ?",
        "Combien de baigneurs 2020-2022 ?",
    ):
        found = libraries["years"].ask(question)
        assert "18 300" in found.text, question
        assert "21 900" in found.text, question
        assert [one.text for one in found.absent] == ["2020"], question
    found = libraries["years"].ask("How many swimmers came between 2020 and 2023?")
    assert "25,400" in found.text
    assert [one.text for one in found.absent] == ["2020"]


def test_the_year_of_another_sentence_is_not_that_of_the_quote(libraries: dict[str, Rag]) -> None:
    found = libraries["years"].ask("How many employees answered in 2022?")
    assert not found.found
    assert [(one.kind, one.text) for one in found.absent] == [("period", "2022")]
    assert "58%" in libraries["years"].ask("How many employees answered in 2023?").text


@pytest.mark.parametrize(
    "question",
    ["How many swimers went to Petre Stone?", "Combien de baigneurs compte la Piscine ?"],
)
def test_a_misspelt_name_or_a_common_noun_is_not_said_to_be_absent(
    libraries: dict[str, Rag], question: str
) -> None:
    assert libraries["years"].ask(question).absent == ()


def test_the_date_of_a_note_is_not_the_period_of_a_question() -> None:
    asked = read_named_things("Que dit la note n° 2023-45 en 2024 ? « en 2022 »", "fr")
    assert [one.value for one in asked.references] == ["2023-45"]
    assert [one.first.year for one in asked.periods] == [2024]
    assert asked.phrases == ("en 2022",)


@pytest.mark.parametrize(
    ("phrase", "text", "same"),
    [
        ("droit à la déconnexion", "Le « Droit à la déconnexion » s’applique.", True),
        ("l'accueil", "À l’accueil, sonnez.", True),
        ("jour de repos", "Les jours de repos", False),
        ("repos", "Le repositoire", False),
        ("peche", "La pêche est ouverte.", True),
        ("pêché", "La pêche est ouverte.", False),
        ("vice-président", "le vice\u2010président", True),
    ],
)
def test_a_phrase_is_held_to_the_letter(phrase: str, text: str, *, same: bool) -> None:
    assert holds(phrase, text) == same


@pytest.mark.parametrize(
    ("question", "label", "kind"),
    [
        ("Qui était présent ?", "Étaient présents : M. A", "present"),
        ("Qui n'était pas présent ?", "Absente excusée : Mme B", "absent"),
        ("Which members were absent?", "Apologies: Mr C", "absent"),
        ("Who took part?", "In attendance: Ms D", "present"),
    ],
)
def test_the_label_of_a_list_is_what_its_question_asks(
    question: str, label: str, kind: str
) -> None:
    assert attendance_asked(question) == attendance_label(label) == kind


def test_a_sentence_about_those_present_is_no_list() -> None:
    assert attendance_label("Les membres présents votent.") is None
    assert attendance_asked("Quelle majorité des membres présents faut-il ?") is None


def test_the_occurrences_are_found_without_reading_the_passages_of_a_large_library(
    tmp_path: Path,
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for number in range(300):
        text = f"# Note n° 2021-{number}\n\nLa note parle du sujet {number}, et de l'article 12.\n"
        (documents / f"{number}.md").write_text(text, encoding="utf-8")
    encoder = CachingEncoder(load_encoder("hashing-64"))
    ingest([documents], tmp_path / "index", encoder)
    library = Rag.open(
        tmp_path / "index", settings=Settings(), loader=lambda name, revision: encoder
    )
    assert "sujet 299" in library.ask("Que dit la note n° 2021-299 ?").text
    assert library.ask("Que dit la note n° 2021-300 ?").absent[0].text == "note n° 2021-300"
