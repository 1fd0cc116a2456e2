"""Rules that another text amends: found, shown with the quotes, and no longer confirmed."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest

from rag import Answer, Check, Citation, Rag, Settings
from rag.citations.amended_documents import _Named, _NamedIndex
from rag.encoders import load_encoder
from rag.export.check_dossier import dossier_of_check
from rag.export.dossier import dossier_of_answer
from rag.export.markdown import to_markdown
from rag.ingest import ingest
from rag.language.identifiers.references import find_references
from rag.language.statements.amendments import find_amendments
from rag.messages.answers import amendment
from rag.records import Document, Language

DOCUMENTS = {
    "reglement.md": """# Règlement du prêt

Adopté le 3 mars 2019.

## Article 5

La caution demandée à chaque emprunteur est de 50 euros. Elle est rendue au départ.

## Article 6

Le prêt des livres dure dix jours. Le prêt des films dure trois jours.

## Article 7

Les retards donnent lieu à une amende de deux euros.
""",
    "decision.md": """# Décision n° 2024-3 modifiant le règlement du prêt

Prise le 12 juin 2024.

Article 1er. – L’article 5 du règlement du prêt est remplacé par les dispositions suivantes : \
« La caution demandée à chaque emprunteur est de 80 euros. »

Article 2. – À l’article 6, les mots « dix jours » sont remplacés par les mots « quinze jours ».

Article 3. – L’article 7 est abrogé.
""",
    "note-12.md": """# Note de service n° 2020-12

Datée du 4 mai 2020.

Le parking du personnel ferme à vingt heures.
""",
    "note-18.md": """# Note de service n° 2023-18

Datée du 9 janvier 2023.

La note de service n° 2020-12 est abrogée. Les vélos entrent par la cour.
""",
    "rules.md": """# Harbour berthing rules

Adopted on 2 March 2018.

## Section 3

A visiting boat may stay for fourteen days. The harbour master keeps the register.

## Section 4

The berthing fee is 30 euros a night for every visiting boat.

## Amendments

Section 3 is replaced by the following: “A visiting boat may stay for seven days.” \
This applies from 1 May 2022.
""",
    "order.md": """# Order amending the harbour berthing rules

Made on 5 July 2023.

1. Section 4 of the harbour berthing rules is amended: the words “30 euros” are replaced by \
“42 euros”.
""",
    "policy.md": """# Staff travel policy

Issued on 1 February 2020.

Employees travel in second class on every train.
""",
    "circular.md": """# Circular on mobility

Issued on 1 March 2024.

The staff travel policy is repealed with effect from 1 April 2024.
""",
    "handbook.md": """# Staff handbook

Issued on 1 February 2022.

Article 2. Every employee has 25 days of leave a year.

Article 3. Nothing in article 2 applies to interns, who have 12 days of leave.
""",
    "corrigendum.md": """# Corrigendum to the staff handbook

Issued on 1 March 2024.

In article 2, for “25 days” read “27 days”.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("amended")
    (folder / "docs").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", load_encoder())
    return Rag.open(folder / "index", settings=Settings())


def cited(found: Answer | Check, words: str) -> Citation:
    """The citation whose quote begins with some words."""
    return next(one for one in found.citations if one.quote.startswith(words))


ASKED = [
    ("Quel est le montant de la caution ?", "La caution", "replaced", "2024-06-12"),
    ("Combien de temps dure le prêt des livres ?", "Le prêt des livres", "replaced", "2024-06-12"),
    ("À combien s’élève l’amende en cas de retard ?", "Les retards", "repealed", "2024-06-12"),
    ("À quelle heure ferme le parking du personnel ?", "Le parking", "repealed", None),
    ("How long may a visiting boat stay?", "A visiting boat", "replaced", "2022-05-01"),
    ("How much is the berthing fee?", "The berthing fee", "replaced", "2023-07-05"),
    ("In which class do employees travel?", "Employees travel", "repealed", "2024-04-01"),
    ("How many days of leave do employees have?", "Every employee", "corrected", "2024-03-01"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "quote", "kind", "since"), ASKED)
def test_a_quote_of_an_amended_rule_shows_its_amendment(
    rag: Rag, question: str, quote: str, kind: str, since: str | None
) -> None:
    (found,) = cited(rag.ask(question), quote).amendments
    assert (found.kind, found.since and found.since.isoformat(), found.whole) == (kind, since, True)
    assert rag.page(found.document, found.page).text[found.start : found.end] == found.quote


def test_the_new_text_of_a_rule_is_not_amended(rag: Rag) -> None:
    answer = rag.ask("How long may a visiting boat stay?")
    assert cited(answer, "Section 3 is replaced").amendments == ()


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Le prêt des films dure trois jours.", "Le prêt des films"),
        ("Interns have 12 days of leave.", "Nothing in article 2"),
    ],
)
def test_other_words_of_the_document_are_not_marked(rag: Rag, claim: str, quote: str) -> None:
    assert cited(rag.check(claim), quote).amendments == ()


@pytest.mark.parametrize(
    ("question", "day", "count"),
    [
        ("Quel est le montant de la caution ?", dt.date(2024, 1, 1), 0),
        ("Quel est le montant de la caution ?", dt.date(2024, 7, 1), 1),
        ("In which class do employees travel?", dt.date(2024, 3, 15), 0),
        ("In which class do employees travel?", dt.date(2024, 4, 1), 1),
        ("How long may a visiting boat stay?", dt.date(2022, 4, 30), 0),
    ],
)
def test_as_of_a_day_only_what_applied_then_amends(
    rag: Rag, question: str, day: dt.date, count: int
) -> None:
    assert len(rag.ask(question, as_of=day).citations[0].amendments) == count


@pytest.mark.parametrize(
    ("claim", "verdict", "unsure"),
    [
        ("La caution demandée à chaque emprunteur est de 50 euros.", "contradicted", False),
        ("La caution demandée à chaque emprunteur est de 80 euros.", "supported", False),
        ("Le prêt des livres dure dix jours.", "partly", True),
        ("Le prêt des films dure trois jours.", "supported", False),
        ("Les retards donnent lieu à une amende de deux euros.", "partly", True),
        ("A visiting boat may stay for fourteen days.", "contradicted", False),
        ("A visiting boat may stay for seven days.", "supported", False),
        ("Employees travel in second class on every train.", "partly", True),
        ("Every employee has 25 days of leave a year.", "partly", True),
    ],
)
def test_a_rule_that_no_longer_applies_confirms_nothing(
    rag: Rag, claim: str, verdict: str, unsure: bool
) -> None:
    found = rag.check(claim).claims[0]
    assert (found.verdict, found.unsure) == (verdict, unsure)


def test_an_amendment_is_no_disagreement(rag: Rag) -> None:
    answer = rag.ask("Quel est le montant de la caution ?")
    rule = next(one for one in answer.citations if one.path == "reglement.md")
    assert "80 euros" in rule.amendments[0].quote
    assert answer.conflicts == ()


def test_exports_and_lines_say_what_was_amended(rag: Rag) -> None:
    answer = rag.ask("In which class do employees travel?")
    (found,) = answer.citations[0].amendments
    assert amendment(found, "en") == (
        "Rule repealed from 1 April 2024: “The staff travel policy is repealed with effect from "
        "1 April 2024.” (Circular on mobility)"
    )
    assert amendment(found, "fr").startswith("Règle abrogée à compter du 1er avril 2024\u00a0: «")
    day = dt.date(2026, 1, 1)
    assert "Rule repealed from 1 April 2024" in to_markdown(dossier_of_answer(answer, rag, day))
    check = rag.check("Employees travel in second class on every train.")
    assert "Rule repealed from 1 April 2024" in to_markdown(dossier_of_check(check, rag, day))


@pytest.mark.parametrize(
    ("sentence", "language", "kind", "parts", "named", "old"),
    [
        ("Les articles 5 et 6 sont abrogés.", "fr", "repealed", "5 6", "", ""),
        ("L’article 8 du présent règlement est supprimé.", "fr", "repealed", "8", "", ""),
        ("Le deuxième alinéa de l’article 5 est ainsi rédigé :", "fr", "replaced", "5", "", ""),
        ("La présente note abroge et remplace la note n° 12.", "fr", "replaced", "",
         "la note n° 12", ""),
        ("Les mots « dix jours » figurant à l’article 6 sont remplacés par « vingt ».", "fr",
         "replaced", "6", "", "dix jours"),
        ("Lire « 27 jours » au lieu de « 25 jours » à l’article 2.", "fr", "corrected", "2", "",
         "25 jours"),
        ("Sections 4 and 5 of the Lending Act are hereby repealed.", "en", "repealed", "4 5",
         "Lending Act", ""),
        ("Subsection 12(2) of the Act is replaced by the following:", "en", "replaced", "12(2)",
         "Act", ""),
        ("This order revokes and replaces the Parking order of 2019.", "en", "replaced", "",
         "the Parking order of 2019", ""),
        ("Article 1. Article 9 of the rules is rescinded.", "en", "repealed", "9", "rules", ""),
    ],
)  # fmt: skip
def test_amending_sentences_are_read(
    sentence: str, language: Language, kind: str, parts: str, named: str, old: str
) -> None:
    (found,) = find_amendments(sentence, language)
    values = " ".join(one.value for one in found.parts)
    assert (found.kind, values, found.named, found.old_words) == (kind, parts, named, old)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Si l’article 5 est abrogé, la caution reste due.", "fr"),
        ("L’article 5 n’est pas abrogé.", "fr"),
        ("L’article 5 peut être modifié par le conseil.", "fr"),
        ("Until section 5 is repealed, the fee is due.", "en"),
        ("Article 5 is not replaced.", "en"),
        ("Section 5 may be amended by the board.", "en"),
    ],
)
def test_a_supposed_or_denied_amendment_is_none(sentence: str, language: Language) -> None:
    assert find_amendments(sentence, language) == ()


def test_a_clause_is_compared_with_the_documents_it_may_name_as_with_all() -> None:
    """The index leaves out no document that the numbers or the words of a clause name."""
    words = ("phare", "pret", "port", "musee", "eau")
    titles = [" ".join(some) for count in (1, 2, 3) for some in combinations(words, count)]
    numbers = ("2020-12", "2023-18", "ISO 9001:2015", "2021-4(2)")
    titles += [f"Note n° {number}" for number in numbers] + [f"Note n° {numbers[0]} phare"]
    named = [_named_of(title) for title in titles]
    index = _NamedIndex(named)
    asked = [find_references(f"note n° {each}", "fr") for each in (*numbers, "ISO 9001", "2021-4")]
    for references in ((), *map(tuple, asked)):
        for count in range(4):
            for some in map(frozenset, combinations(words, count)):
                wanted = [
                    one
                    for one in named
                    if (one.stems and one.stems <= some)
                    or (some and some <= one.stems)
                    or any(own.matches(r) for own in one.references for r in references)
                ]
                found = list(index.that_may_be(some, references))
                assert [one for one in found if one in wanted] == wanted


def _named_of(title: str) -> _Named:
    document = Document(title, "/", title, title, "txt", "fr", None, None, 1)
    references = tuple(find_references(title, "fr"))
    stems = frozenset(word for word in title.split() if word.isalpha() and word.islower())
    return _Named(document, stems, references, ())
