"""The fitted numbers of a model: one file, typed, with where each group comes from."""

import ast
import datetime as dt
import math
import time
from dataclasses import fields
from pathlib import Path

import pytest

from rag.encoders import DEFAULT, folder_of, weights_of
from rag.errors import SettingsInvalid
from rag.weights import DEFAULT_FOLDER, FILE, WEIGHTS, FusionWeights, load_weights

TEXT = (DEFAULT_FOLDER / FILE).read_text(encoding="utf-8")
FUSION = """
[fusion]
command = "python fit.py"
data = "ten questions"
date = 2026-01-02
same_language = 0.5
across_languages = 1
"""


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_the_default_folder_is_that_of_the_default_encoder() -> None:
    assert folder_of(DEFAULT).samefile(DEFAULT_FOLDER)
    assert weights_of("") == WEIGHTS


def test_every_group_has_its_command_data_and_date() -> None:
    groups = {field.name for field in fields(WEIGHTS)} - {"provenance"}
    assert set(WEIGHTS.provenance) == groups
    for one in WEIGHTS.provenance.values():
        assert one.command.startswith("python ")
        assert one.data
        assert dt.date(2026, 11, 1) <= one.date <= dt.date.today()


def test_every_command_runs_a_module_that_exists() -> None:
    root = Path(__file__).parent.parent
    for one in WEIGHTS.provenance.values():
        words = one.command.split()
        module = words[words.index("-m") + 1]
        if module.startswith("bench."):
            assert (root / f"{module.replace('.', '/')}.py").is_file(), one.command
        else:
            assert module == "pytest"
            assert all((root / word).is_file() for word in words if word.endswith(".py"))


def test_a_model_without_a_file_has_the_numbers_of_the_default_model(tmp_path: Path) -> None:
    assert load_weights(tmp_path) == WEIGHTS
    assert weights_of("hashing-64") == weights_of("somebody/some-model") == WEIGHTS


def test_the_groups_in_the_file_of_a_model_replace_the_default_ones(tmp_path: Path) -> None:
    weights = weights_of(str(written(tmp_path, FUSION)))
    assert weights.fusion == FusionWeights(0.5, 1)
    assert weights.sentences == WEIGHTS.sentences
    assert weights.provenance["fusion"].date == dt.date(2026, 1, 2)
    assert weights.provenance["sentences"] == WEIGHTS.provenance["sentences"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("[fusion", "Expected", id="no-toml"),
        pytest.param(FUSION.replace("[fusion]", "[fussion]"), "fussion", id="unknown-group"),
        pytest.param(FUSION + "shade = 1\n", "shade", id="unknown-number"),
        pytest.param(FUSION.replace("data", "# data"), "data", id="no-data"),
        pytest.param(FUSION.replace("= 1\n", '= "1"\n'), "across_languages", id="text"),
        pytest.param(FUSION.replace("= 1\n", "= true\n"), "across_languages", id="truth"),
        pytest.param("fusion = 1\n", "fusion", id="no-group"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsInvalid, match=named) as caught:
        load_weights(written(tmp_path, text))
    assert str(tmp_path / FILE) in str(caught.value)


def test_the_depth_is_a_whole_number(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="depth"):
        load_weights(written(tmp_path, TEXT.replace("depth = 30", "depth = 30.5")))


def test_reading_the_file_takes_less_than_five_milliseconds(tmp_path: Path) -> None:
    spent = math.inf
    for number in range(20):  # a folder each: the numbers of a folder are read once
        folder = tmp_path / str(number)
        folder.mkdir()
        written(folder, TEXT)
        start = time.process_time()
        load_weights(folder)
        spent = min(spent, time.process_time() - start)
    assert spent < 0.005


# Where a number is fitted or chosen by measurement, and the fractions that are neither.
MEASURED = ("answering", "checking", "citations", "facts", "questions", "retrieval", "store")
OF_FORM = {
    "answering/followups/complete_fragment.py": {0.01},  # before a meaning that is as likely
    "answering/late_interaction.py": {0.1, 1e-9},  # smooth a logarithm; avoid a division by zero
    "answering/reading.py": {10.0, 20.0},  # log odds of what is not read
    "answering/selection.py": {0.5},  # a feature that is half true
    "checking/evidence.py": {100.0},  # a sentence that has the claim word for word comes first
    "checking/quotations.py": {100.0, 0.01},  # so does a quotation; fewer changes decide a tie
    "checking/signals.py": {6.0},  # log odds further from zero say no more
    "questions/named_things.py": {3, 4},  # three words of four in capitals: a headline
    "store/bm25.py": {0.5},  # the formula of BM25
    "store/coded_vectors.py": {1.5, 64.0},  # found by codes for each asked for; compared without
    "store/generation_files.py": {0.02},  # removed passages that the counts of terms may hold
    "store/qdrant/bm25_weights.py": {0.5, 0.75, 1.2},  # the formula of BM25, as tantivy has it
    "store/qdrant/vectors.py": {2.0},  # found by codes of 8 bits for each asked for
    "store/qdrant/vocabulary_draft.py": {0.02},  # of drift before the weights are computed again
    "store/segments.py": {0.25},  # of a segment that is gone before it is written again
}


def fractions_in(source: str) -> set[float]:
    """The numbers written in a source as fractions: 0.75, 3 / 4, or 4 * a > 3 * b.

    Without 0 and 1, and without 2 in a comparison: "more than half" is not fitted.
    """
    nodes = list(ast.walk(ast.parse(source)))
    compared = [side for node in nodes if isinstance(node, ast.Compare) for side in ast.walk(node)]
    ratios = [each for each in nodes if isinstance(each, ast.BinOp)]
    parts = [
        side
        for each in ratios
        for side in (each.left, each.right)
        if (
            isinstance(each.op, ast.Div)
            and isinstance(each.left, ast.Constant)
            and isinstance(each.right, ast.Constant)
        )
        or (isinstance(each.op, ast.Mult) and each in compared)
    ]
    in_ratios = {number(node) for node in parts} - {2.0}
    fractions = {
        number(node)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    }
    return (in_ratios | fractions) - {0.0, 1.0}


def number(node: ast.AST) -> float:
    """The number that a node is; 0 for any other."""
    value = node.value if isinstance(node, ast.Constant) else 0
    return float(value) if isinstance(value, float | int) else 0.0


def test_search_answers_and_checks_have_no_number_of_their_own() -> None:
    root = DEFAULT_FOLDER.parent.parent
    paths = [path for folder in MEASURED for path in (root / folder).rglob("*.py")]
    found = {
        path.relative_to(root).as_posix(): fractions_in(path.read_text("utf-8")) for path in paths
    }
    assert {path: numbers for path, numbers in found.items() if numbers} == OF_FORM


def test_a_number_in_the_code_is_found() -> None:
    assert fractions_in("def likely(one): return one.score >= 0.9 * best - 1.5") == {0.9, 1.5}
    assert fractions_in("def likely(one): return 5 * one.score >= 4 * best") == {4, 5}
    assert fractions_in("SHARE = 4 / 5") == {4, 5}
    assert fractions_in("def most(n, all): return 2 * n > len(all) and pages[3 * n]") == set()
