"""Term search: French and English analysers, counted deletes, BM25 itself."""

import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tolerances import rounding_error

from rag.language.words import terms
from rag.records import Language
from rag.store.bm25 import Bm25Entry, Bm25Index


def entry(text: str, language: Language = "en", title: str = "") -> Bm25Entry:
    return Bm25Entry(language, title, (), text)


def built(folder: Path, *entries: Bm25Entry) -> Bm25Index:
    lexical = Bm25Index.create(folder)
    lexical.add(range(len(entries)), entries)
    lexical.commit()
    return lexical


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param("égalité", "L'égalité des droits", id="same"),
        pytest.param("egalite", "L'égalité des droits", id="typed-without-accents"),
        pytest.param("e\u0301galite\u0301", "L'égalité des droits", id="accents-decomposed"),
        pytest.param("droit de l’homme", "Les droits de l'homme", id="plural-and-apostrophe"),
        pytest.param("coeur", "Le cœur du dispositif", id="ligature"),
        pytest.param("n° 12", "La résolution n° 12", id="number"),
    ],
)
def test_french_words_are_found_in_the_forms_people_type(
    tmp_path: Path, question: str, text: str
) -> None:
    lexical = built(tmp_path, entry(text, "fr"), entry("Autre chose", "fr"))
    assert [row for row, _ in lexical.search(question, language="fr", k=5)] == [0]


def test_names_and_figures_are_found_across_languages(tmp_path: Path) -> None:
    lexical = built(tmp_path, entry("Signed by Amina Diallo in 2024"), entry("Nothing"))
    assert lexical.search("Qui est Amina Diallo ?", language="fr", k=5)[0][0] == 0


def test_small_words_of_the_question_find_nothing_in_the_other_language(tmp_path: Path) -> None:
    lexical = built(tmp_path, entry("Charles de Gaulle sur la place"))
    assert lexical.search("où est la de sur ?", language="fr", k=5) == []


def test_every_row_of_a_language_that_holds_a_word_is_given(tmp_path: Path) -> None:
    lexical = built(
        tmp_path, entry("Les budgets", "fr"), entry("Rien", "fr", title="Le budget"),
        entry("The budget"), entry("Rien du tout", "fr"),
    )  # fmt: skip
    assert lexical.holding("budget", "fr") == [0, 1]
    assert lexical.holding("budgets", "en") == [2]
    assert lexical.holding("les", "fr") == lexical.holding("", "fr") == []
    assert lexical.only({1, 2}).holding("budget", "fr") == [1]


def test_removed_rows_are_gone_by_count_and_after_a_new_open(tmp_path: Path) -> None:
    lexical = built(tmp_path, *(entry(f"common word{n}") for n in range(5)))
    lexical.remove([1, 3, 99])
    lexical.commit()
    assert len(lexical) == 3
    again = Bm25Index.open(tmp_path)
    assert len(again) == 3
    assert {row for row, _ in again.search("common", language="en", k=9)} == {0, 2, 4}


def test_what_is_not_committed_is_not_there_after_a_new_open(tmp_path: Path) -> None:
    lexical = built(tmp_path, entry("kept"))
    lexical.add([1], [entry("lost")])
    del lexical
    assert len(Bm25Index.open(tmp_path)) == 1


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no tantivy index"):
        Bm25Index.open(tmp_path)


OVERWRITTEN = """
import sys, time
from pathlib import Path
from rag.store.bm25 import Bm25Index
folder = Path(sys.argv[1])
lexical = Bm25Index.open(folder)
time.sleep(0.2)
for path in folder.iterdir():
    if path.suffix not in (".json", ".lock"):
        path.open("wb").close()
with (folder / "meta.json").open("a") as file:
    file.write(" ")
time.sleep(1.5)
"""


def test_files_that_are_overwritten_in_place_do_not_end_a_process_at_rest(tmp_path: Path) -> None:
    """A backup copied over the index of a server: nobody asked, so nothing is read."""
    built(tmp_path, entry("The keeper signs the log."))
    done = subprocess.run(
        [sys.executable, "-c", OVERWRITTEN, tmp_path], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_title_counts_less_than_the_text(tmp_path: Path) -> None:
    lexical = built(tmp_path, entry("other", title="budget"), entry("budget", title="other"))
    assert [row for row, _ in lexical.search("budget", language="en", k=5)] == [1, 0]


def test_a_rarer_word_has_a_higher_rarity(tmp_path: Path) -> None:
    lexical = built(tmp_path, entry("common rare"), entry("common"), entry("common"))
    rare, common = lexical.rarity("rare", "en"), lexical.rarity("common", "en")
    assert rare > common > 0 == lexical.rarity("the", "en")


VOCABULARY = ["budget", "council", "report", "vote", "member", "paris", "archive"]
texts = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12).map(" ".join),
    min_size=1,
    max_size=8,
)


def bm25(documents: list[list[str]], query: set[str]) -> dict[int, float]:
    """Ten obvious lines of BM25, k1 = 1.2 and b = 0.75."""
    mean = sum(map(len, documents)) / len(documents)
    scores: dict[int, float] = {}
    for row, document in enumerate(documents):
        for term in query & set(document):
            having = sum(term in other for other in documents)
            idf = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
            tf = document.count(term)
            norm = tf + 1.2 * (0.25 + 0.75 * len(document) / mean)
            scores[row] = scores.get(row, 0.0) + idf * tf * 2.2 / norm
    return scores


@settings(max_examples=25)
@given(texts=texts, question=st.sampled_from(VOCABULARY))
def test_scores_are_those_of_ten_obvious_lines(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], question: str
) -> None:
    lexical = built(tmp_path_factory.mktemp("terms"), *map(entry, texts))
    expected = bm25([terms(text, "en") for text in texts], set(terms(question, "en")))
    found = dict(lexical.search(question, language="en", k=10))
    # tantivy computes in float32: some 16 operations; ln(1 + x) for the smallest x, 0.5 / 8.5,
    # makes (1 + x) / x = 18 units of the rounding of 1 + x. Lengths up to 40 words are exact.
    assert found == pytest.approx(expected, rel=rounding_error(16 + 18))


@settings(max_examples=50)
@given(question=st.text(max_size=80))
def test_any_unicode_question_is_searched(
    tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    lexical = built(tmp_path_factory.mktemp("terms"), entry("un texte", "fr"), entry("a text"))
    assert len(lexical.search(question, language="fr", k=5)) <= 2


def test_a_phrase_is_in_the_rows_whose_words_follow_one_another(tmp_path: Path) -> None:
    index = Bm25Index.create(tmp_path / "terms")
    entries = [
        Bm25Entry("fr", "Code", ("Article L. 123-4",), "Le directeur délègue sa signature."),
        Bm25Entry("fr", "Note", (), "Les jours de télétravail par mois sont fixés."),
        Bm25Entry("en", "Quality", (), "The site is certified to ISO 22301."),
    ]
    index.add(range(3), entries)
    index.commit()

    def rows(*phrases: str) -> list[int]:
        return index.having(phrases, question="les jours", language="fr", k=10)

    assert rows("123 4") == [0]
    assert rows("jours de teletravail par mois") == [1]
    assert rows("jours télétravail mois") == []
    assert rows("iso 14001", "iso 22301") == [2]
    assert rows("de la") == []
    assert index.only({0, 2}).having(["télétravail"], question="", language="fr", k=9) == []


def test_a_word_resembles_those_with_its_start_or_one_other_letter(tmp_path: Path) -> None:
    index = Bm25Index.create(tmp_path / "terms")
    index.add(
        [0, 1],
        [
            Bm25Entry("fr", "Port de Brest", (), "Rennes et Odile Marchetti préside."),
            Bm25Entry("en", "Sea", (), "Fog."),
        ],
    )
    index.commit()
    assert all(
        map(index.resembles, ("Brest", "brestois", "Rennes", "Brset", "Marchetty", "Odille"))
    )
    assert not index.resembles("Quimper")
    assert not index.only({1}).resembles("Brest")


def test_a_few_rows_are_searched_as_many_are(tmp_path: Path) -> None:
    """Few rows are part of the query, many are picked from the best of all."""
    found = [entry(f"council budget {'vote ' * (n % 7)}") for n in range(80)]
    lexical = built(tmp_path, *found)
    everything = lexical.search("council vote", language="en", k=80)
    for rows in (frozenset({7, 40, 41}), frozenset(range(0, 80, 2)), frozenset[int]()):
        expected = [pair for pair in everything if pair[0] in rows]
        part = lexical.only(rows)
        assert part.searched == len(rows)
        assert part.search("council vote", language="en", k=80) == expected
        held = part.having(("budget",), question="vote", language="en", k=80)
        assert set(held) == rows
        assert part.resembles("councils") == bool(rows)
