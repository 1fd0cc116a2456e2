"""Quotes that stand by themselves: lists, tables, pronouns, cut sentences, definitions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.standalone import LONGEST_LIST, asks_for_list, stand_alone
from rag.language.sentences import sentences
from rag.records import Document, Heading, Language, Page, Passage
from rag.records.citations import GAP

DOCUMENT = Document("a" * 64, "/", "a.md", "Titre", "markdown", "fr", None, None, 1)


def shown(
    text: str, sentence: str, language: Language = "fr", *,
    headings: tuple[Heading, ...] = (), passage: str = "", whole_list: bool = False,
) -> str:  # fmt: skip
    """What is quoted of a page for one of its sentences; the passage is the whole page."""
    page, start = Page(1, None, text, headings), text.index(sentence)
    passage = passage or text
    first = text.index(passage)
    part = Passage(DOCUMENT.id, 1, first, first + len(passage), passage, language)
    spans = stand_alone(page, part, (start, start + len(sentence)), whole_list=whole_list)
    return GAP.join(text[a:b] for a, b in spans)


PILLARS = (
    "Le centre est installé à Rabat. Il repose sur trois piliers :\n\n• la formation ;\n"
    "• la recherche ;\n• le transfert.\n\nSon budget est public."
)
DUTIES = (
    "7\n\n• (1) The head of every department shall\n\n• (a) name an officer who\n\n"
    "• (i) speaks both languages, and\n\n• (ii) works full time;\n\n• (b) keep a register; and\n\n"
    "• (c) report every year.\n\n• (2) The register is public."
)


def test_a_lead_in_takes_its_items() -> None:
    quoted = shown(PILLARS, "Il repose sur trois piliers :")
    assert quoted == PILLARS[: PILLARS.index("\n\nSon")]


def test_an_item_takes_its_lead_in() -> None:
    text = PILLARS.replace("Il repose", "Le centre repose")
    assert shown(text, "• la recherche ;") == (
        "Le centre repose sur trois piliers :" + GAP + "• la recherche ;"
    )


def test_the_first_item_and_its_lead_in_are_one_piece() -> None:
    text = "The employer must:\n- keep a register;\n- train the staff."
    assert shown(text, "- keep a register;", "en") == "The employer must:\n- keep a register;"


def test_an_item_takes_the_whole_list_if_the_question_asks_for_it() -> None:
    text = PILLARS.replace("Il repose", "Le centre repose")
    whole = text[text.index("Le centre repose") : text.index("\n\nSon")]
    assert shown(text, "• la recherche ;", whole_list=True) == whole


def test_an_item_of_a_nested_list_takes_every_line_that_introduces_it() -> None:
    assert shown(DUTIES, "• (ii) works full time;", "en") == GAP.join(
        ("• (1) The head of every department shall\n\n• (a) name an officer who",
         "• (ii) works full time;")
    )  # fmt: skip


def test_a_lead_in_without_a_colon_takes_its_items_with_theirs() -> None:
    quoted = shown(DUTIES, "• (1) The head of every department shall", "en")
    assert quoted.endswith("• (c) report every year.")
    assert "(ii)" in quoted


def test_a_subsection_that_is_a_whole_sentence_stands_by_itself() -> None:
    assert shown(DUTIES, "• (2) The register is public.", "en") == "• (2) The register is public."


def test_the_letter_i_after_h_is_no_roman_number() -> None:
    items = "".join(f"({letter}) item {letter};\n" for letter in "abcdefghij")
    text = f"The list holds\n\n{items}"
    assert shown(text, "(j) item j;", "en") == f"The list holds{GAP}(j) item j;"


def test_items_without_marks_follow_a_colon() -> None:
    text = "Pièces à fournir :\nune pièce d’identité,\nun justificatif.\n\nLe dépôt est gratuit."
    assert shown(text, "Pièces à fournir :") == text[: text.index("\n\nLe")]


def test_a_colon_before_another_paragraph_takes_nothing() -> None:
    text = "Voir le service suivant :\n\nSi vous êtes absent, la mise en fourrière est notifiée."
    assert shown(text, "Voir le service suivant :") == "Voir le service suivant :"


def test_a_long_list_is_cut_between_items() -> None:
    items = [f"• la condition numéro {n}, avec beaucoup de mots ;" for n in range(200)]
    text = "Les conditions sont :\n" + "\n".join(items)
    quoted = shown(text, "Les conditions sont :")
    assert quoted.endswith(" ;")
    assert LONGEST_LIST - 100 < len(quoted) <= LONGEST_LIST
    assert shown(text, items[60], whole_list=True) == f"Les conditions sont :{GAP}{items[60]}"


def test_an_item_that_is_no_sentence_takes_the_heading_of_its_list() -> None:
    text = "Ten tasks of 2022\n\n1. Sign in\n2. Report a change\n3. Go to the account page now."
    headings = (Heading(0, 2, "Ten tasks of 2022"),)
    quoted = shown(text, "2. Report a change", "en", headings=headings)
    assert quoted == f"Ten tasks of 2022{GAP}2. Report a change"
    whole = "3. Go to the account page now."
    assert shown(text, whole, "en", headings=headings) == whole


def test_a_row_takes_its_column_heads() -> None:
    text = "Fees of 2024\n\nService\tPrice\nCopy\t8\nScan\t3\n\nFees are due at once."
    start, end = text.index("Service"), text.index("\n\nFees are")
    headings = (Heading(start, 7, "Service | Price", end),)
    assert shown(text, "Scan\t3", "en", headings=headings) == (
        f"Fees of 2024\n\nService\tPrice{GAP}Scan\t3"
    )


def test_a_heading_between_a_lead_in_and_its_list_belongs_to_them() -> None:
    text = (
        "Le revenu ne doit pas dépasser :\n\nMétropole\n\nParts: 1 | Plafond: 19 977 €\n"
        "Parts: 2 | Plafond: 30 645 €\n\nOutre-mer\n\nLes plafonds sont plus élevés."
    )
    lead_in, row = "Le revenu ne doit pas dépasser :", "Parts: 2 | Plafond: 30 645 €"
    headings = tuple(Heading(text.index(title), 2, title) for title in ("Métropole", "Outre-mer"))
    assert shown(text, lead_in, headings=headings) == text[: text.index("\n\nOutre")]
    assert shown(text, row, headings=headings) == f"{lead_in}\n\nMétropole{GAP}{row}"


def test_a_heading_of_the_next_section_is_no_part_of_a_list() -> None:
    text = "Voir aussi le guide :\n\nContact\n\nLe service répond en deux jours."
    headings = (Heading(text.index("Contact"), 2, "Contact"),)
    assert shown(text, "Voir aussi le guide :", headings=headings) == "Voir aussi le guide :"


def test_a_row_with_its_heads_takes_the_lead_in_of_the_table() -> None:
    text = (
        "Le revenu ne doit pas dépasser :\n\nParts: 1 | Plafond: 19 977 €\n"
        "Parts: 2 | Plafond: 30 645 €"
    )
    assert shown(text, "Parts: 2 | Plafond: 30 645 €") == (
        f"Le revenu ne doit pas dépasser :{GAP}Parts: 2 | Plafond: 30 645 €"
    )


@pytest.mark.parametrize(
    ("before", "sentence", "language"),
    [
        ("Le livret est un produit réglementé.", "Il est ouvert à tous.", "fr"),
        ("Marie Aubry dirige le centre.", "Elle a été nommée en 2021.", "fr"),
        ("La déclaration est obligatoire, sous peine d’amende.", "Cette amende est de 15 €.", "fr"),
        ("Le syndic convoque l’assemblée.", "Ce dernier en fixe la date.", "fr"),
        ("Le livret rapporte des intérêts.", "De plus, ils sont exonérés.", "fr"),
        ("Le livret rapporte des intérêts.", "Son taux est garanti.", "fr"),
        ("The chair is elected by the Board.", "She serves for four years.", "en"),
        ("The Board meets in May.", "It adopts the budget.", "en"),
        ("Late reports are refused.", "This applies to all staff.", "en"),
        ("The fund pays fees.", "However, these must be claimed in time.", "en"),
        ("The chair is elected.", "Their term is four years.", "en"),
    ],
)
def test_a_sentence_led_by_a_pronoun_takes_the_one_before(
    before: str, sentence: str, language: Language
) -> None:
    text = f"{before} {sentence}"
    assert shown(text, sentence, language) == text


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Il est interdit de fumer.", "fr"),
        ("Il faut remplir le formulaire.", "fr"),
        ("Il ne peut y avoir plus de deux livrets.", "fr"),
        ("Cette année, le centre ferme en août.", "fr"),
        ("Ce règlement entre en vigueur demain.", "fr"),
        ("Les intérêts sont exonérés.", "fr"),
        ("It is possible to appeal.", "en"),
        ("It takes three weeks to answer.", "en"),
        ("This Act comes into force tomorrow.", "en"),
        ("These Regulations apply to lighters.", "en"),
        ("Items are returned by post.", "en"),
    ],
)
def test_an_impersonal_sentence_stands_by_itself(sentence: str, language: Language) -> None:
    text = f"The Board meets in May at noon. {sentence}"
    assert shown(text, sentence, language) == sentence


def test_the_sentence_that_names_the_subject_may_be_further_back() -> None:
    text = "Le comité compte sept membres. Il est saisi par le Conseil. Ses avis sont publics."
    assert shown(text, "Ses avis sont publics.") == (
        f"Le comité compte sept membres.{GAP}Ses avis sont publics."
    )


def test_a_subject_in_another_passage_is_not_taken() -> None:
    text = "Le comité compte sept membres.\n\nIl est saisi par le Conseil."
    sentence = "Il est saisi par le Conseil."
    assert shown(text, sentence, passage=sentence) == sentence


def test_a_pronoun_in_a_lead_in_takes_its_subject_too() -> None:
    text = "Certains sujets sont exclus. Il s’agit des suivants :\n\n• les comptes\n• le budget"
    assert shown(text, "• le budget") == (
        f"Certains sujets sont exclus. Il s’agit des suivants :{GAP}• le budget"
    )


def test_a_sentence_cut_by_the_border_of_a_passage_is_whole() -> None:
    text = "The Board meets in May and adopts the budget of the year. It is public."
    part = "The Board meets in May and"
    assert shown(text, part, "en", passage=part) == text[: text.index(" It")]


def test_a_sentence_cut_by_a_line_end_is_whole() -> None:
    text = "The Board meets in May and\n\nadopts the budget of the year. It is public."
    whole = text[: text.index(" It")]
    assert shown(text, "The Board meets in May and", "en") == whole
    assert shown(text, "adopts the budget of the year.", "en") == whole


def test_a_definition_takes_the_term_above_it() -> None:
    text = "Quorum\n\nMeans the number of members without which the Board cannot decide."
    assert shown(text, text[8:], "en") == text
    texte = "Quorum\n\nDésigne le nombre de membres présents qui permet de délibérer."
    assert shown(texte, texte[8:]) == texte


@pytest.mark.parametrize(
    "question",
    [
        "Quels sont les piliers du centre ?",
        "Quelles conditions faut-il remplir ?",
        "Citez les membres du comité.",
        "Sur quels critères juge-t-on un dossier ?",
        "Qui peut saisir le comité ?",
        "De quoi se compose le dossier ?",
        "Which standing committees may a band council set up?",
        "What are the seven pillars?",
        "List the conditions.",
        "Who may sign the minutes?",
        "What documents are needed?",
    ],
)
def test_a_question_that_asks_for_a_list(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le quorum ?",
        "Qui préside le Conseil ?",
        "Combien de piliers compte le centre ?",
        "What is the quorum?",
        "What makes a lighter a luxury one?",
        "What happens to late reports?",
        "Who chairs the Board?",
        "When does the Board meet?",
        "Which address is right?",
    ],
)
def test_a_question_that_asks_for_one_thing(question: str) -> None:
    assert not asks_for_list(question)


LINES = st.sampled_from(
    ["Le centre compte trois services :", "• la formation ;", "• (a) the keeper;", "(i) one, and",
     "1. un ;", "Il est public. Elle siège à Rabat.", "This is so. They agree.", "No person shall",
     "Titre", "A: 1 | B: 2", "x\ty", "et la suite.", "", "La fin de la", "Means a person."]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=25), st.booleans(), st.integers(0, 40))
def test_pieces_are_apart_in_order_and_hold_the_sentence(
    lines: list[str], whole_list: bool, choice: int
) -> None:
    text = "\n".join(lines)
    found = sentences(text)
    if not found:
        return
    start, end = found[choice % len(found)]
    headings = tuple(Heading(text.index("Titre"), 2, "Titre") for _ in range(1) if "Titre" in lines)
    passage = Passage(DOCUMENT.id, 1, 0, len(text), text, "fr")
    spans = stand_alone(Page(1, None, text, headings), passage, (start, end), whole_list=whole_list)
    assert any(a <= start and end <= b for a, b in spans)
    assert all(0 <= a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in spans)
    assert all(text[b:a].strip() for (_, b), (a, _) in pairwise(spans))


def test_a_table_without_heads_right_after_another_stands_by_itself() -> None:
    """The heads of a table, and its rows, are over where it ends."""
    text = "Service\tPrix\nRepas\t16 euros\nNuit\t90 euros\n\nContact\tPaul Durand\n"
    heads = (Heading(0, 7, "Service | Prix", text.index("\n\nContact")),)
    assert shown(text, "Nuit\t90 euros", headings=heads) == "Service\tPrix" + GAP + "Nuit\t90 euros"
    assert shown(text, "Contact\tPaul Durand", headings=heads) == "Contact\tPaul Durand"


def test_a_list_whose_first_item_is_too_long_is_not_taken() -> None:
    long = "- " + "tenir un registre de chaque navire, " * 60 + ";"
    text = f"Le maître du port doit :\n{long}\n- fermer le port."
    assert len(long) > LONGEST_LIST
    assert shown(text, "Le maître du port doit :") == "Le maître du port doit :"


@pytest.mark.parametrize("end", [":", ".", ""])
def test_a_line_as_long_as_a_book_can_be_read(end: str) -> None:
    """Reading it took minutes when the time grew with the square of its length."""
    text = "mots de la ligne " * 12_000 + end + "\n\nLe port ferme à midi."
    assert shown(text, "Le port ferme à midi.") == "Le port ferme à midi."


@pytest.mark.parametrize(
    ("language", "rule", "limit"),
    [
        ("fr", "Tout employeur tient un registre.", "Seules exceptions : les particuliers."),
        ("fr", "Le prêt est gratuit.", "Toutefois, les ouvrages rares sont payants."),
        ("fr", "Le dépôt est obligatoire.", "Cette règle ne s’applique pas aux communes."),
        ("fr", "Le délai est d’un mois.", "Par dérogation, il est de deux mois en août."),
        ("en", "Every visitor pays nine euros.", "However, children pay nothing."),
        ("en", "A permit is required.", "This requirement does not apply to residents."),
        ("en", "The reading rooms open at nine.", "The only exception is 1 May."),
        ("en", "The deposit is returned in a month.", "Except in August, that is a working day."),
    ],
)
def test_a_rule_takes_the_exception_that_follows_it(
    language: Language, rule: str, limit: str
) -> None:
    text = f"{rule} {limit} Nothing else."
    assert shown(text, rule, language) == f"{rule} {limit}"
    assert shown(text, limit, language).endswith(limit)
    assert shown(f"{rule}\n\n{limit}\n\nNothing else.", rule, language) == f"{rule}\n\n{limit}"


@pytest.mark.parametrize(
    ("language", "following"),
    [
        ("fr", "Exceptionnellement belle, la salle ouvre le soir."),
        ("fr", "Le registre est public."),
        ("fr", "Toutefois"),
        ("en", "Exceptional loans are listed."),
        ("en", "This applies to everybody."),
    ],
)
def test_another_sentence_that_follows_is_left_out(language: Language, following: str) -> None:
    rule = "Le conseil tient un registre." if language == "fr" else "The council keeps a register."
    assert shown(f"{rule} {following}", rule, language) == rule


@pytest.mark.parametrize(
    ("language", "before", "sentence"),
    [
        ("fr", "Le locataire met en demeure le propriétaire.",
         "Si le propriétaire refuse malgré cette démarche, le juge décide."),
        ("en", "The tenant writes to the landlord within a month.",
         "Where the landlord does not answer within that period, the court decides."),
    ],
)  # fmt: skip
def test_a_sentence_that_sums_up_the_one_before_takes_it(
    language: Language, before: str, sentence: str
) -> None:
    assert shown(f"{before} {sentence}", sentence, language) == f"{before} {sentence}"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le délai de recours est de deux mois, et ce délai court du jour de l’avis."),
        ("en", "A request is made in writing, and the council answers that request in a month."),
    ],
)
def test_a_sentence_that_says_what_it_sums_up_stands_alone(
    language: Language, sentence: str
) -> None:
    before = "Le conseil est public." if language == "fr" else "The council is public."
    assert shown(f"{before} {sentence}", sentence, language) == sentence


def test_a_row_of_a_long_table_takes_its_distant_heads_of_two_rows() -> None:
    heads = "Pays | Effectifs | | Budget (k€)\n| Femmes | Hommes | "
    rows = [f"Pays numéro {n} | {n} | {n + 1} | {n}00" for n in range(100, 600)]
    text = "\n".join((heads.strip(" "), *rows))
    second = text.index("\n") + 1
    found = (
        Heading(0, 7, "Pays | Effectifs | | Budget (k€)", len(text)),
        Heading(second, 8, "| Femmes | Hommes |", len(text)),
    )
    quoted = shown(text, rows[-1], headings=found)
    assert quoted.endswith(GAP + rows[-1])
    assert quoted.startswith("Pays | Effectifs | | Budget (k€)\n| Femmes | Hommes |")
    assert rows[-2] not in quoted
