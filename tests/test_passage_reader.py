"""The shipped reader: what it finds in small passages of both languages, and its bounds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file
from tolerances import NetworkSizes

from rag.errors import ReaderUnavailable
from rag.language.sentences import sentences
from rag.passage_reader import OnnxReader, PassageText, load_reader
from rag.passage_reader.layout import LONGEST, Layout
from rag.passage_reader.onnx import FOLDER, WEIGHTS

COUNCIL = (
    "The council of Port Lenny was set up in 1921. It has twelve members, who are elected for four "
    "years. Its chair is Ann Moore. The council meets in public on the first Monday of each month."
)
CONSEIL = (
    "Le conseil de Port Lenny a été créé en 1921. Il compte douze membres, élus pour quatre ans. "
    "Sa présidente est Anne Moreau. Le conseil siège en public le premier lundi de chaque mois."
)


def passage(text: str, above: str = "Port Lenny") -> PassageText:
    return PassageText(above, text, tuple(sentences(text)))


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return load_reader()


@pytest.mark.parametrize(
    ("question", "text", "answer", "sentence"),
    [
        ("When was the council set up?", COUNCIL, "1921", 0),
        ("How many members does the council have?", COUNCIL, "twelve", 1),
        ("Who chairs the council?", COUNCIL, "Ann Moore", 2),
        ("Quand le conseil a-t-il été créé ?", CONSEIL, "1921", 0),
        ("Combien de membres compte le conseil ?", CONSEIL, "douze", 1),
        ("Qui préside le conseil ?", CONSEIL, "Anne Moreau", 2),
        ("Qui préside le conseil ?", COUNCIL, "Ann Moore", 2),
        ("When was the council set up?", CONSEIL, "1921", 0),
    ],
)
def test_the_short_answer_is_found_in_its_sentence(
    reader: OnnxReader, question: str, text: str, answer: str, sentence: int
) -> None:
    (found,) = reader(question, [passage(text)])
    read = [one for one in found.sentences if one is not None]
    best = max(range(len(read)), key=lambda place: read[place].span_logit)
    assert best == sentence
    assert answer in text[slice(*read[best].span)]
    assert len(text[slice(*read[best].span)]) < len(answer) + 12


def test_a_passage_that_answers_comes_before_others(reader: OnnxReader) -> None:
    weather = "It rains often in Port Lenny. The harbour freezes in winter, and ships wait at sea."
    roads = "The road to Dover is closed at night. It has two bridges, of which one is of wood."
    texts = [passage(text) for text in (weather, COUNCIL, roads)]
    answers = [one.answers for one in reader("Who chairs the council of Port Lenny?", texts)]
    assert answers.index(max(answers)) == 1


def logits_apart() -> float:
    """How far apart two logits of the shipped reader may be that are computed from one text.

    The graph multiplies float32 numbers. A processor with bfloat16 or VNNI has no other format to
    use for it, so only the order of the sums differs, by the processor and the width of a batch.
    """
    tensors = load_file(FOLDER / WEIGHTS)
    weights = {name: each.astype(np.float64) for name, each in tensors.items()}
    sizes = replace(NetworkSizes.of(FOLDER), tokens=LONGEST)
    last = f"layers.{sizes.layers - 1}.output.LayerNorm"
    rows = np.concatenate([weights["token_head.weight"], weights["answer_head.weight"]])
    return sizes.logits_apart(weights[f"{last}.weight"], weights[f"{last}.bias"], rows)


def test_a_passage_is_read_the_same_alone_and_among_others(reader: OnnxReader) -> None:
    """The shorter texts of a batch are padded, and what is padded is not read."""
    near = logits_apart()
    assert near < 0.02  # of logits between -10 and 10
    texts = [passage(CONSEIL), passage(COUNCIL), passage("Il pleut."), passage(COUNCIL * 2)]
    together = reader("Qui préside le conseil ?", texts)
    for text, among in zip(texts, together, strict=True):
        (alone,) = reader("Qui préside le conseil ?", [text])
        assert alone.answers == pytest.approx(among.answers, abs=near)
        for one, other in zip(alone.sentences, among.sentences, strict=True):
            assert one is not None
            assert other is not None
            assert one.logit == pytest.approx(other.logit, abs=near)  # a mean of logits
            # Two logits, each less the logarithm of a sum over logits: four that may be off.
            assert one.span_logit == pytest.approx(other.span_logit, abs=4 * near)


def test_what_is_too_long_is_read_to_its_bound(reader: OnnxReader) -> None:
    text = passage("The council met again on that day. " * 90)
    (found,) = reader("When did the council meet? " * 30, [text])
    assert len(found.sentences) == len(text.sentences)
    assert found.sentences[0] is not None
    assert found.sentences[-1] is None
    layout = Layout(reader._layout._tokenizer)
    assert len(layout("a " * 500, [text])[0].ids) <= LONGEST


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_read(text: str, question: str) -> None:
    one = passage(text)
    (found,) = load_reader()(question, [one])
    assert len(found.sentences) == len(one.sentences)
    for (start, end), read in zip(one.sentences, found.sentences, strict=True):
        if read is not None:
            assert start <= read.span[0] <= read.span[1] <= end
            assert read.span_logit <= 1e-5


def test_a_folder_without_a_reader_is_named(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ReaderUnavailable, match=r"reader\.onnx"):
        OnnxReader.load(tmp_path / "model")
