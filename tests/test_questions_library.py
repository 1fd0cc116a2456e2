"""Questions about the library itself, and the messages of a person to it, answered whole."""

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import documents
import pytest
import questions_library
from reportlab.pdfgen.canvas import Canvas

from rag import Answer, Rag, Settings
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.questions.documents import find_by_title, select_documents
from rag.questions.library_questions import read_library_question, read_small_talk
from rag.records import Exchange, Language
from rag.store import Store

MONDAY = dt.date(2026, 11, 23)
FRIDAY = dt.date(2026, 11, 27)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return questions_library.build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def store(index: Path) -> Iterator[Store]:
    with Store.open(index) as opened:
        yield opened


@pytest.fixture(scope="module")
def rag(index: Path) -> Rag:
    return Rag(Store.open(index), HashingEncoder(), Settings(encoder="hashing-64", threshold=0.0))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    return Rag(
        Store.open(
            questions_library.build(tmp_path_factory.mktemp("town"), questions_library.TOWN)
        ),
        HashingEncoder(),
        Settings(encoder="hashing-64", threshold=0.0),
    )


def titles(answer: Answer) -> list[str]:
    assert answer.listed is not None
    return [document.title for document in answer.listed.documents]


def words(answer: Answer) -> str:
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Combien de documents avez-vous ?", 5),
        ("Combien de documents dans la bibliothèque ?", 5),
        ("Combien de rapports annuels avez-vous ?", 2),
        ("Combien de circulaires avez-vous ?", 0),
        ("Quels rapports de 2023 ?", 1),
        ("Quels rapports avez-vous entre 2021 et 2022 ?", 1),
        ("Liste tous les rapports", 2),
        ("Liste-moi les documents en anglais", 1),
        ("How many documents do you have?", 5),
        ("How many documents are there in the library?", 5),
        ("Which documents of 2024 do you have?", 1),
        ("List all documents in French", 4),
        ("Which policies do you have?", 1),
    ],
)
def test_documents_are_counted_and_listed(rag: Rag, question: str, count: int) -> None:
    found = rag.ask(question)
    assert found.found
    assert found.listed is not None
    assert not found.citations
    assert found.listed.count == len(found.listed.documents) == count


def test_the_list_says_that_it_comes_from_the_catalogue(rag: Rag) -> None:
    french, english = rag.ask("Liste tous les rapports"), rag.ask("List all documents in English")
    assert "D'après le catalogue" in words(french)
    assert "2 rapports." in words(french)
    assert (
        words(english)
        == "From the catalogue, not from a quote: 1 document (“documents in English”)."
    )
    assert titles(french) == ["Rapport annuel 2023", "Rapport annuel 2022"]
    assert titles(english) == ["Loan policy"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Qui a rédigé les tarifs du musée ?", "« Tarifs du musée 2024 » : Service des publics."),
        ("Who wrote the loan policy?", "“Loan policy”: Ann Bright."),
        ("Who is the author of the loan policy?", "“Loan policy”: Ann Bright."),
        ("De quand date le rapport annuel 2022 ?", "daté du 31 décembre 2022."),
        ("When was the loan policy last updated?", "“Loan policy”: dated 15 June 2023."),
    ],
)
def test_a_fact_of_a_document_comes_from_the_catalogue(rag: Rag, question: str, said: str) -> None:
    found = rag.ask(question)
    assert found.listed is not None
    assert said in words(found)


def test_a_topic_lists_the_documents_with_their_passages(rag: Rag) -> None:
    found = rag.ask("Qu'avez-vous sur le budget ?")
    assert set(titles(found)) == {"Rapport annuel 2022", "Rapport annuel 2023"}
    assert found.listed
    assert all(document.passages for document in found.listed.documents)
    assert titles(rag.ask("Which documents mention the register?")) == ["Loan policy"]


def test_a_topic_that_no_passage_names_gives_the_nearest_documents(rag: Rag, town: Rag) -> None:
    french = words(rag.ask("Qu'avez-vous sur les dinosaures ?"))
    assert "Aucun passage ne contient les mots « dinosaures »" in french
    assert "les plus proches par le sens" in french
    english = town.ask("Which documents talk about the swimming pool?")
    assert "No passage has the words “swimming pool”" in words(english)
    assert titles(english)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ('Which documents contain the word "mooring"?', "mooring"),
        ("List the documents that use the term mooring.", "mooring"),
        ("Where does the word “mooring” appear?", "mooring"),
        ("In which documents is the word mooring used?", "mooring"),
        ("Quels documents contiennent le mot « stationnement » ?", "stationnement"),
        ("Dans quels documents figure le terme stationnement ?", "stationnement"),
        ("Où trouve-t-on l’expression « tarif de la piscine » ?", "tarif de la piscine"),
    ],
)
def test_the_documents_with_a_word_are_listed(town: Rag, question: str, word: str) -> None:
    found = town.ask(question)
    assert len(titles(found)) == 1
    assert word in words(found)


@pytest.mark.parametrize(
    "question",
    [
        "Where is the term of office mentioned?",
        "Quels documents ont les termes du contrat ?",
        "What does the word mooring mean?",
    ],
)
def test_a_question_on_what_a_word_means_lists_nothing(town: Rag, question: str) -> None:
    assert town.ask(question).listed is None


def test_the_documents_of_a_kind_that_no_title_names_may_mention_it(town: Rag) -> None:
    expected = {
        "Minutes of the committee, 10 May 2023",
        "Compte rendu de l'assemblée générale du 9 avril 2022",
    }
    for question in ("List all resolutions", "Liste des délibérations"):
        found = town.ask(question)
        assert set(titles(found)) == expected
    assert "2 documents mention it" in words(town.ask("How many resolutions do you have?"))
    assert "No title, file name or issuer matches “circulars”" in words(
        town.ask("How many circulars do you have?")
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How long is the quality manual?", "“Quality manual”: its format has no pages."),
        ("Combien de pages fait le manuel qualité ?", "son format n'a pas de pages."),
        ("How many pages are there in total?", "7 documents have a format without pages."),
        ("Combien de pages avez-vous au total ?", "7 documents ont un format sans pages."),
        ("Qui a signé la note 2023-46 ?", "aucune signature trouvée"),
        ("Who signed note 2023-46?", "no signature found"),
        ("Quel est le document le plus récent ?", "daté du 20 octobre 2023."),
        ("What is the most recent document?", "dated 20 October 2023."),
        ("Quel est le plus ancien document ?", "daté du 1er février 2021."),
        ("What is the oldest document?", "dated 1 February 2021."),
        ("What languages are the documents in?", "4 documents in English. 3 documents in French."),
        ("Dans quelles langues sont les documents ?", "4 documents en anglais."),
        ("Donne-moi les titres de tous les documents", "7 documents."),
        ("What are the titles of the documents?", "7 documents."),
        ("De quoi parlent ces documents ?", "7 documents."),
        ("What are these documents about?", "7 documents."),
        ("Which document talks about mooring?", "1 document mentions “mooring”."),
        ("Quel document parle du stationnement ?", "1 document parle de « stationnement »."),
        ("Combien de documents parlent de la piscine ?", "1 document parle de « piscine »."),
        ("How many documents mention the canteen?", "1 document mentions “canteen”."),
        ("Which documents were issued by the Port Authority?", "1 document."),
        ("Quels documents ont été publiés par la Port Authority ?", "1 document."),
        ("Which notes from 2023 do you have?", "2 notes from 2023."),
        ("Combien de notes de service de 2023 avez-vous ?", "2 notes de service de 2023."),
    ],
)
def test_everyday_wordings_are_answered_from_the_catalogue(
    town: Rag, question: str, said: str
) -> None:
    found = town.ask(question)
    assert found.listed is not None
    assert not found.citations
    assert said in words(found)


@pytest.mark.parametrize("question", ["Qui a signé la note 2023-45 ?", "Who signed note 2023-45?"])
def test_a_signature_is_quoted_from_the_last_lines(town: Rag, question: str) -> None:
    found = town.ask(question)
    assert [cited.quote for cited in found.citations] == [
        "Claire Vasseur, directrice des ressources humaines"
    ]
    assert found.note


def test_a_topic_may_be_an_acronym(rag: Rag) -> None:
    assert titles(rag.ask("Quel document parle du CET ?")) == ["Compte épargne-temps"]


def test_what_is_new_is_listed_by_date_and_by_change(tmp_path: Path) -> None:
    index = questions_library.build(tmp_path)
    old = dt.datetime(2020, 1, 1).timestamp()
    for path in (tmp_path / "docs").iterdir():
        os.utime(path, (old, old))
    settings = Settings(encoder="hashing-64", threshold=0.0)
    rag = Rag(Store.open(index), HashingEncoder(), settings)
    assert titles(rag.ask("Quoi de neuf depuis 2024 ?")) == ["Tarifs du musée 2024"]
    assert titles(rag.ask("What is new since 31 December 2023?")) == [
        "Tarifs du musée 2024",
        "Rapport annuel 2023",
    ]
    nothing = rag.ask("Quoi de neuf depuis hier ?")
    assert titles(nothing) == []
    assert "Aucun document" in words(nothing)
    os.utime(tmp_path / "docs" / "loan-policy.md")
    assert titles(rag.ask("What is new since yesterday?")) == ["Loan policy"]


@pytest.mark.parametrize(
    "question",
    [
        "Combien de rapports annuels le conseil doit-il remettre ?",
        "Combien de rapports annuels le conseil remet-il ?",
        "Combien de visiteurs avez-vous ?",
        "Combien coûte l'entrée ?",
        "Quelle est la longueur du musée ?",
        "How long is the loan?",
        "Quel est le dernier budget ?",
        "Who signed the declaration of independence?",
        "Which documents were issued by the ministry?",
        "Quels documents faut-il fournir ?",
        "Quels rapports le conseil remet-il ?",
        "Qui a écrit Arcane 17 ?",
        "Qui préside le conseil ?",
        "How many books may I borrow?",
        "Who wrote the declaration of independence?",
        "Which reports must the council hand in?",
        "What is the budget about to become?",
        "When was the museum founded?",
        "List the members of the council",
    ],
)
def test_a_question_to_the_documents_is_not_caught(rag: Rag, question: str) -> None:
    found = rag.ask(question)
    assert found.listed is None
    assert not found.note
    assert not found.parts


@pytest.mark.parametrize(
    ("question", "language", "since"),
    [
        ("Quoi de neuf depuis lundi ?", "fr", MONDAY),
        ("What is new since Monday?", "en", MONDAY),
        ("Quoi de neuf cette semaine ?", "fr", MONDAY),
        ("What is new this month?", "en", dt.date(2026, 11, 1)),
        ("Quoi de neuf depuis hier ?", "fr", dt.date(2026, 11, 26)),
        ("Quoi de neuf depuis 3 jours ?", "fr", dt.date(2026, 11, 24)),
        ("What has changed since 4 May 2024?", "en", dt.date(2024, 5, 4)),
        ("What has changed since 2024?", "en", dt.date(2024, 1, 1)),
        ("Quoi de neuf depuis mai 2024 ?", "fr", dt.date(2024, 5, 1)),
        ("Quoi de neuf depuis 2024 ?", "fr", dt.date(2024, 1, 1)),
        ("What has changed since May 2024?", "en", dt.date(2024, 5, 1)),
        ("Quels sont les nouveaux documents ?", "fr", None),
    ],
)
def test_since_when_documents_are_new(
    question: str, language: Language, since: dt.date | None
) -> None:
    asked = read_library_question(question, language, FRIDAY)
    assert asked is not None
    assert (asked.kind, asked.since) == ("new", since)


def test_documents_are_found_by_title_kind_and_year(store: Store) -> None:
    assert [each.title for each in find_by_title("rapport annuel 2022", store)] == [
        "Rapport annuel 2022"
    ]
    assert len(find_by_title("les rapports", store)) == 2
    assert find_by_title("le rapport sur les dinosaures", store) == ()
    for name in ("document Tarifs du musée", "le fichier Tarifs du musée", "files Tarifs du musée"):
        assert [each.title for each in find_by_title(name, store)] == ["Tarifs du musée 2024"]
    for name in ("the document Loan policy", "the file loan policy", "texts: loan policy"):
        assert [each.title for each in find_by_title(name, store)] == ["Loan policy"]
    assert len(select_documents("documents depuis 2023", store)) == 3
    assert select_documents("reports before 2022 on the year", store) == ()
    assert select_documents("rapports de 2031", store) == ()


@pytest.mark.parametrize(
    ("wanted", "years"),
    [
        ("reports from 2022", ["2022"]),
        ("rapports de 2022", ["2022"]),
        ("reports from 2022 on", ["2022", "2023"]),
        ("reports from 2022 onwards", ["2022", "2023"]),
        ("reports since 2022", ["2022", "2023"]),
        ("rapports depuis 2022", ["2022", "2023"]),
        ("rapports à partir de 2023", ["2023"]),
        ("rapports de 2022 et plus tard", ["2022", "2023"]),
        ("reports from 2022 to 2023", ["2022", "2023"]),
        ("rapports jusqu'en 2022", ["2022"]),
        ("rapports jusqu'en 2023", ["2022", "2023"]),
        ("reports until 2022", ["2022"]),
        ("reports up to 2023", ["2022", "2023"]),
        ("rapports avant 2023", ["2022"]),
        ("reports before 2023", ["2022"]),
        ("rapports après 2022", ["2023"]),
        ("reports after 2022", ["2023"]),
        ("rapports après 2023", []),
        ("reports after 2023", []),
        ("rapports depuis le 1er janvier 2023", ["2023"]),
        ("reports since 1 January 2023", ["2023"]),
        ("rapports a partir de 2023", ["2023"]),
        ("rapports A PARTIR DE 2023", ["2023"]),
        ("rapports 2021-2022", ["2022"]),
        ("reports in 2022 or later", ["2022", "2023"]),
        ("rapports de 2022 ou au-delà", ["2022", "2023"]),
        ("rapports de 2022 et 2023", ["2022", "2023"]),
        ("reports of 2022 and 2023", ["2022", "2023"]),
    ],
)
def test_from_a_year_is_of_that_year_and_since_a_year_is_more(
    store: Store, wanted: str, years: list[str]
) -> None:
    assert [each.title[-4:] for each in select_documents(wanted, store)] == years


@pytest.mark.parametrize(
    "kind",
    ["circulaires depuis 2020", "règlements entre 2020 et 2022", "circulars since 2020",
     "rules between 2020 and 2022"],
)  # fmt: skip
def test_the_kind_of_a_document_may_be_that_of_a_law(tmp_path: Path, kind: str) -> None:
    texts = {
        "a.md": "# Circulaire 2019\n\nLe bureau ferme à midi.\n",
        "b.md": "# Circulaire 2021\n\nLe bureau ferme à quatre heures.\n",
        "c.md": "# Circular 2019\n\nThe office closes at noon.\n",
        "d.md": "# Circular 2021\n\nThe office closes at four.\n",
        "e.md": "# Règlement 2021\n\nLes visiteurs signent le registre.\n",
        "f.md": "# Règlement 2023\n\nLes visiteurs rendent leur badge.\n",
    }
    with Store.open(questions_library.build(tmp_path, texts)) as built:
        found = select_documents(kind, built)
    assert [each.title[-4:] for each in found] == ["2021"]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Combien de comptes rendus avez-vous ?", 2),
        ("Combien de PV avez-vous ?", 2),
        ("Which minutes do you have?", 2),
        ("Do you have the minutes of 2022?", 1),
        ("Avez-vous les procès-verbaux de 2023 ?", 1),
        ("How many surveys do you have?", 1),
        ("Combien d'enquêtes avez-vous ?", 1),
        ("Combien de mémos avez-vous ?", 2),
    ],
)
def test_a_kind_of_documents_has_several_names(town: Rag, question: str, count: int) -> None:
    found = town.ask(question)
    assert found.listed is not None
    assert found.listed.count == count


@pytest.mark.parametrize(
    ("question", "language", "subject"),
    [
        ("Combien de procédures avez-vous ?", "fr", "procédures"),
        ("Quels discours avez-vous ?", "fr", "discours"),
        ("Liste des protocoles", "fr", "protocoles"),
        ("How many procedures do you have?", "en", "procedures"),
        ("Which strategies do you have?", "en", "strategies"),
        ("Which speeches do you have?", "en", "speeches"),
        ("List all surveys", "en", "surveys"),
    ],
)
def test_every_kind_of_documents_can_be_counted_and_listed(
    question: str, language: Language, subject: str
) -> None:
    asked = read_library_question(question, language, FRIDAY)
    assert asked is not None
    assert asked.kind in ("count", "list")
    assert (asked.subject, asked.addressed) == (subject, True)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Combien de projets avez-vous ?", "fr"),
        ("How many programmes do you have?", "en"),
        ("What is the budget of the library?", "en"),
        ("What was the rent of the collection?", "en"),
    ],
)
def test_a_word_of_titles_that_is_no_document_is_not_counted(
    question: str, language: Language
) -> None:
    assert read_library_question(question, language, FRIDAY) is None


def test_a_summary_is_an_outline_of_quotes_and_says_so(rag: Rag) -> None:
    found = rag.ask("Résume le rapport annuel 2022")
    assert "ne résume pas" in found.note
    assert [part.question for part in found.parts] == ["Budget", "Fréquentation"]
    quotes = [cited.quote for cited in found.citations]
    assert quotes == [
        "Le budget de l'établissement est de 40 000 euros.",
        "Le musée a reçu 12 000 visiteurs.",
    ]
    for cited in found.citations:
        page = rag.page(cited.document, cited.page)
        assert page.text[cited.start : cited.end] == cited.quote
    assert "does not summarise" in rag.ask("Summarise the loan policy").note


def test_a_title_that_fits_several_documents_lists_them(rag: Rag) -> None:
    found = rag.ask("Résume le rapport annuel")
    assert "De quel document s'agit-il ?" in words(found)
    assert len(titles(found)) == 2


def test_a_summary_of_a_topic_quotes_what_the_documents_say(rag: Rag) -> None:
    found = rag.ask("Résume la procédure de remboursement")
    assert "Aucun document ne porte ce titre" in found.note.replace("\u00a0", " ")
    assert not found.parts
    assert found.listed is None


def test_a_comparison_quotes_both_sides(rag: Rag) -> None:
    found = rag.ask("Compare le budget 2022 et 2023")
    assert "ne compare pas" in found.note
    assert found.compared
    assert [part.question for part in found.parts] == ["le budget 2022", "le budget 2023"]
    assert rag.ask("Compare the loan policy with the register").compared


def test_several_questions_are_answered_under_their_own_words(rag: Rag) -> None:
    message = "Bonjour, quel est le tarif d'entrée ? Combien de documents avez-vous ? Merci !"
    found = rag.ask(message)
    assert found.question == message
    assert "2 questions" in found.note.replace("\u00a0", " ")
    assert [part.question for part in found.parts] == [
        "Quel est le tarif d'entrée ?",
        "Combien de documents avez-vous ?",
    ]
    first, second = found.parts
    assert "neuf euros" in first.text
    assert second.listed is not None
    numbers = [cited.n for part in found.parts for cited in part.citations]
    assert numbers == [cited.n for cited in found.citations] == list(range(1, len(numbers) + 1))
    assert {n for said in found.statements for n in said.citations} == set(numbers)


def test_a_part_goes_on_from_the_one_before_it(rag: Rag) -> None:
    found = rag.ask("Quel est le budget 2022 ? Et en 2023 ?")
    assert found.parts[1].question == "Et en 2023 ?"
    assert "budget" in found.parts[1].understood
    assert "2023" in found.parts[1].understood
    apart = rag.ask("tarif d'entrée ? horaires ?")
    assert [part.understood for part in apart.parts] == ["", ""]


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("Le stationnement est-il payant ? Si oui, à quel tarif ?",
         "À quel tarif ? (Le stationnement)"),
        ("Does the library lend books? If so, for how long?",
         "For how long? (Does the library lend books?)"),
        ("Is parking free? If not, who pays?", "Who pays? (Is parking free?)"),
    ],
)  # fmt: skip
def test_a_part_that_depends_on_the_one_before_it_is_asked_with_it(
    rag: Rag, message: str, understood: str
) -> None:
    found = rag.ask(message)
    assert [part.understood.replace("\u202f", " ") for part in found.parts] == ["", understood]


def test_of_more_than_five_questions_five_are_answered_and_that_is_said(rag: Rag) -> None:
    found = rag.ask(" ".join(f"Quel est le budget {year} ?" for year in range(2018, 2025)))
    assert len(found.parts) == 5
    assert "5 premières questions sur 7" in found.note.replace("\u00a0", " ")


def test_what_was_understood_is_said_and_undone(rag: Rag) -> None:
    found = rag.ask("quel est le tarrif dentrée ?")
    assert found.understood == "quel est le tarif d'entrée ?"
    exact = rag.ask("quel est le tarrif dentrée ?", exact=True)
    assert (exact.understood, exact.exact) == ("", True)
    assert rag.ask("Combien de documents avez-vous ?", exact=True).listed is None
    assert rag.ask("Quel budget ? Quel tarif ?", exact=True).parts == ()


def test_thanks_around_a_question_change_nothing(rag: Rag) -> None:
    plain = rag.ask("quel est le tarif d'entrée ?")
    polite = rag.ask("Bonjour, quel est le tarif d'entrée ? Merci d'avance.")
    same = replace(polite, question=plain.question, timings_ms=plain.timings_ms)
    assert same == plain


def test_thanks_for_telling_something_ask_for_it(rag: Rag) -> None:
    found = rag.ask("Thanks for telling me what a late book costs")
    assert [cited.quote for cited in found.citations] == ["A late book costs one euro a day."]


def test_a_letter_shows_the_question_that_was_understood(rag: Rag) -> None:
    letter = (
        "Bonjour,\nJe me permets de vous écrire au sujet du musée que nous aimons beaucoup. "
        "Quel est le tarif d'entrée ?\nCordialement,\nJeanne Morel, 12 rue des Lilas, Brest"
    )
    assert rag.ask(letter).understood == "Quel est le tarif d'entrée ?"


@pytest.mark.parametrize(
    ("message", "language", "said"),
    [
        ("Bonjour !", "fr", "Bonjour ! Posez une question sur ces 5 documents"),
        ("Hello", "en", "Hello! Ask a question about these 5 documents"),
        ("Merci beaucoup", "fr", "Avec plaisir"),
        ("Thanks a lot!", "en", "You are welcome"),
        ("Qui es-tu ?", "fr", "Je suis Verbatim, un programme"),
        ("Bonjour, qui êtes-vous ?", "fr", "Je suis Verbatim, un programme"),
        ("Are you ChatGPT?", "en", "I am Verbatim, a program"),
        ("Êtes-vous ChatGPT ?", "fr", "Je suis Verbatim, un programme"),
        ("Tu es une IA ?", "fr", "Je suis Verbatim, un programme"),
        ("Thanks for letting me know.", "en", "You are welcome"),
        ("Who are you?", "en", "I am Verbatim, a program"),
        ("help", "en", "Ask a question in French or in English"),
        ("aide", "fr", "Posez une question en français ou en anglais"),
    ],
)
def test_a_person_who_asks_nothing_gets_a_friendly_line(
    rag: Rag, message: str, language: Language, said: str
) -> None:
    found = rag.ask(message)
    assert (found.language, found.found, found.citations) == (language, True, ())
    assert words(found).startswith(said)


def test_a_word_of_the_documents_is_not_small_talk() -> None:
    assert read_small_talk("Qui préside ?", "Qui préside ?", "fr") is None
    assert read_small_talk("Who are you?", "Who are you?", "en") == "who"


def test_a_page_and_the_number_of_pages_of_a_document(tmp_path: Path) -> None:
    def two_pages(canvas: Canvas) -> None:
        canvas.setTitle("Visitor guide")
        canvas.drawString(72, 700, "The guide opens with a welcome to all visitors.")
        canvas.showPage()
        canvas.drawString(72, 700, "The second page gives the opening hours.")

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "visitor-guide.pdf").write_bytes(documents.drawn(two_pages))
    ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder())
    rag = Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings(encoder="hashing-64"))
    assert "“Visitor guide”: 2 pages." in words(rag.ask("How many pages does the guide have?"))
    found = rag.ask("What does page 2 of the visitor guide say?")
    assert [cited.quote for cited in found.citations] == [
        "The second page gives the opening hours."
    ]
    assert found.citations[0].page == 2
    assert "text of page 2" in found.note
    outline = rag.ask("Summarise the visitor guide")
    assert [cited.page for cited in outline.citations] == [1, 2]


def test_the_conversation_completes_a_question_of_one_part(rag: Rag) -> None:
    turns = (Exchange("Quel est le budget 2022 ?", quotes=("40 000 euros",)),)
    assert "2023" in rag.ask("et en 2023 ?", conversation=turns).understood
