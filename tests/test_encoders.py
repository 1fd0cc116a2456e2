"""The contract of an encoder, over every implementation."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tolerances import FLOAT16, NetworkSizes, furthest, rounding_error

from rag.encoders import (
    DEFAULT,
    CachingEncoder,
    Encoder,
    HashingEncoder,
    TextKind,
    Tokens,
    folder_of,
    load_encoder,
)
from rag.errors import EncoderUnavailable

NETWORK = NetworkSizes.of(folder_of(DEFAULT))  # the largest of the encoders below
# Of a row brought to norm 1, and of the norm that is then computed: two sums over the width each.
NORM_ERROR = rounding_error(4 * NETWORK.width)
TEXTS = ["Le conseil siège à Paris.", "The council meets in Paris.", "", "2023", "x " * 3000]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SentenceTransformer of two thin layers, with a prompt for questions."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(7)
    place = tmp_path_factory.mktemp("model")
    signs = [*"abcdefghijklmnopqrstuvwxyz0123456789.,:'?", *(f"##{c}" for c in "abcdelimnoprstu")]
    (place / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs])
    )
    config = BertConfig(
        vocab_size=5 + len(signs), hidden_size=16, num_hidden_layers=2,
        num_attention_heads=2, intermediate_size=32, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(place / "network")
    BertTokenizerFast(vocab=str(place / "vocab.txt")).save_pretrained(place / "network")
    words = Transformer(str(place / "network"), max_seq_length=64)
    model = SentenceTransformer(
        modules=[words, Pooling(16, "mean")], prompts={"query": "ask: "}, device="cpu"
    )
    model.save(str(place / "tiny"), create_model_card=False)
    return place / "tiny"


@pytest.fixture(scope="module", params=["hashing-64", DEFAULT, "folder"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "folder":
        return load_encoder(str(request.getfixturevalue("folder")))
    return load_encoder(request.param)


def test_rows_are_unit_float32_of_the_dimension_of_the_card(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS, kind="passage")
    assert rows.shape == (len(TEXTS), encoder.card.dim)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=NORM_ERROR)


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([], kind="query").shape == (0, encoder.card.dim)


def test_a_row_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS, kind="query")
    alone = np.vstack([encoder.encode([text], kind="query") for text in TEXTS])
    assert furthest(together, alone) <= NETWORK.apart


def test_tokens_are_unit_rows_in_order_that_stand_for_characters(encoder: Encoder) -> None:
    for text, tokens in zip(TEXTS, encoder.tokens(TEXTS, kind="passage"), strict=True):
        assert tokens.vectors.shape == (len(tokens.spans), encoder.card.dim)
        assert tokens.vectors.dtype == np.float16
        norms = np.linalg.norm(tokens.vectors.astype(np.float32), axis=1)
        assert norms == pytest.approx(1, abs=FLOAT16 + NORM_ERROR)
        assert all(0 <= start < end <= len(text) for start, end in tokens.spans)
        assert all(a[1] <= b[0] for a, b in pairwise(tokens.spans))
    assert encoder.tokens([], kind="query") == []


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_a_text_read_token_by_token_comes_with_its_vector(encoder: Encoder, kind: TextKind) -> None:
    texts = [*TEXTS, "Le conseil siège à Paris. " * 200]
    read = np.array([tokens.whole for tokens in encoder.tokens(texts, kind=kind)])
    assert read.dtype == np.float32
    assert furthest(read, encoder.encode(texts, kind=kind)) <= NETWORK.apart


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_the_tokens_of_a_text_cover_its_words(encoder: Encoder, kind: TextKind) -> None:
    text = "Le conseil siège à Paris."
    (tokens,) = encoder.tokens([text], kind=kind)
    covered = {place for start, end in tokens.spans for place in range(start, end)}
    assert all(place in covered for place, sign in enumerate(text) if sign.isalnum())


def test_a_token_is_read_in_its_context() -> None:
    encoder = load_encoder()
    alone, within = encoder.tokens(["avocat", "l'avocat mûr et vert"], kind="passage")
    cosine = float(alone.vectors[0].astype(np.float32) @ within.vectors[2].astype(np.float32))
    assert 0.1 < cosine < 0.99


@pytest.mark.parametrize("name", ["hashing-64", DEFAULT])
def test_two_loads_have_equal_cards(name: str) -> None:
    assert load_encoder(name).card == load_encoder(name).card
    assert len(load_encoder(name).card.sha256) == 64


def test_a_model_goes_by_its_name_or_by_its_path(tmp_path: Path) -> None:
    assert (folder_of(DEFAULT) / "model.safetensors").is_file()
    assert folder_of(str(tmp_path)) == tmp_path
    assert not folder_of("intfloat/multilingual-e5-small").exists()


def test_the_prompt_of_a_model_is_put_before_questions_only(folder: Path) -> None:
    encoder = load_encoder(str(folder))
    asked = encoder.encode(["le mandat"], kind="query")
    prompted, plain = encoder.encode(["ask: le mandat", "le mandat"], kind="passage")
    assert furthest(asked, prompted[None]) <= NETWORK.apart
    assert furthest(asked, plain[None]) > NETWORK.apart


def test_other_weights_have_another_card(folder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    shutil.copytree(folder, tmp_path / "tiny")
    weights = load_file(tmp_path / "tiny" / "model.safetensors")
    changed = {name: tensor * 1.01 for name, tensor in weights.items()}
    save_file(changed, tmp_path / "tiny" / "model.safetensors", metadata={"format": "pt"})
    one, other = (load_encoder(str(place)).card for place in (folder, tmp_path / "tiny"))
    assert (one.name, one.dim) == (other.name, other.dim)
    assert one.sha256 != other.sha256


def test_a_hub_out_of_reach_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EncoderUnavailable, match="nobody/no-such-model") as caught:
        load_encoder("nobody/no-such-model", revision="0" * 40)
    assert "dossier local" in caught.value.message("fr")
    assert "\n" not in str(caught.value)


def test_without_sentence_transformers_another_model_is_refused_and_the_shipped_one_runs() -> None:
    source = """
import sys
sys.modules["sentence_transformers"] = None  # as if it were not installed
from rag.encoders import load_encoder
from rag.errors import EncoderUnavailable, RerankerUnavailable
from rag.retrieval.rerank import load_reranker
assert load_encoder().encode(["Un vote."], kind="query").shape == (1, 384)
for load, error in ((load_encoder, EncoderUnavailable), (
    lambda name: load_reranker(name, depth=2), RerankerUnavailable
)):
    try:
        load("nobody/no-such-model")
    except error as refused:
        assert "pip install sentence-transformers" in refused.message("fr")
    else:
        raise AssertionError(load)
"""
    subprocess.run([sys.executable, "-c", source], check=True, timeout=120)


def test_the_hashing_encoder_counts_shared_words() -> None:
    one, same, other = HashingEncoder().encode(
        ["vote du conseil", "Vote du Conseil !", "zzz"], kind="query"
    )
    assert one @ same == pytest.approx(1, abs=NORM_ERROR)
    assert abs(one @ other) < 0.7  # one word of three, where two share a place: 1/√3 at most


def test_a_folder_without_a_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable) as caught:
        load_encoder(str(tmp_path))
    assert "rag.toml" in caught.value.message("fr")


class Counting:
    """The hashing encoder, with a count of the texts that it was given."""

    def __init__(self) -> None:
        self._encoder = HashingEncoder()
        self.card = self._encoder.card
        self.count = 0

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        self.count += len(texts)
        return self._encoder.encode(texts, kind=kind)

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        self.count += len(texts)
        return self._encoder.tokens(texts, kind=kind)


def test_what_is_remembered_is_not_encoded_again_and_is_the_same() -> None:
    counting = Counting()
    remembering = CachingEncoder(counting, most=3)
    first = remembering.encode(["un", "deux", "un"], kind="passage")
    assert counting.count == 2
    assert np.array_equal(first, HashingEncoder().encode(["un", "deux", "un"], kind="passage"))
    remembering.encode(["deux", "trois", "quatre"], kind="passage")
    assert counting.count == 4
    remembering.encode(["un"], kind="passage")  # pushed out by the others
    assert counting.count == 5
    assert remembering.card == counting.card
    assert remembering.encode([], kind="query").shape == (0, remembering.card.dim)


def test_tokens_are_remembered_too() -> None:
    counting = Counting()
    remembering = CachingEncoder(counting, most_read=5)  # "le vote" and "un"
    first, again = (remembering.tokens(["le vote", "un"], kind="passage") for _ in range(2))
    assert counting.count == 2
    assert all(one is other for one, other in zip(first, again, strict=True))
    remembering.tokens(["deux", "le vote"], kind="passage")  # "un" is pushed out
    remembering.tokens(["un"], kind="passage")
    assert counting.count == 4


def test_one_that_reads_what_it_encodes_goes_over_a_text_once() -> None:
    counting = Counting()
    remembering = CachingEncoder(counting, reads=True)
    vectors = remembering.encode(["le vote", "un"], kind="passage")
    assert np.array_equal(vectors, HashingEncoder().encode(["le vote", "un"], kind="passage"))
    remembering.tokens(["un", "le vote"], kind="passage")
    assert counting.count == 2
