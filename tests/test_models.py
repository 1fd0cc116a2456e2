"""The shipped encoder does what its card says, whichever library runs it."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from tolerances import NetworkSizes, furthest

from rag.encoders import DEFAULT, load_encoder
from rag.encoders.onnx import WEIGHTS, OnnxEncoder

FOLDER = Path(__file__).parent.parent / "rag" / "models" / DEFAULT
NETWORK = NetworkSizes.of(FOLDER)
CARD = (FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
SIMILARITIES = re.findall(r"^\| (.+?) \| (.+?) \| (-?0\.\d{3}) \|$", CARD, re.M)
TEXTS = [
    "Quelle est la durée du mandat ?",
    "The council meets twice a year.",
    "",
    "x",
    "😀 n° 12, l’État",
    "mot " * 3_000,
]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    found = load_encoder(DEFAULT)
    assert isinstance(found, OnnxEncoder)
    return found


def test_the_card_names_the_hash_of_the_weights_and_the_dimension(encoder: OnnxEncoder) -> None:
    digest = hashlib.sha256((FOLDER / WEIGHTS).read_bytes()).hexdigest()
    assert digest in CARD
    assert encoder.card.sha256 == digest
    assert f"{encoder.card.dim} dimensions" in CARD


def test_the_card_gives_three_similarities_at_least() -> None:
    assert len(SIMILARITIES) >= 3


@pytest.mark.parametrize(("one", "other", "expected"), SIMILARITIES)
def test_similarities_are_those_of_the_card(
    encoder: OnnxEncoder, one: str, other: str, expected: str
) -> None:
    left, right = encoder.encode([one, other], kind="query")
    # The card rounds to three decimals; a cosine moves as far as its two vectors together.
    assert float(left @ right) == pytest.approx(float(expected), abs=0.0005 + 2 * NETWORK.apart)


def test_torch_and_onnx_runtime_give_the_same_vectors(encoder: OnnxEncoder) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(FOLDER), device="cpu", model_kwargs={"dtype": torch.float32})
    expected = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    # Products in half precision move a vector by 1e-3, five times as far as is allowed here.
    assert furthest(encoder.encode(TEXTS, kind="passage"), expected) <= NETWORK.apart


def test_a_text_is_encoded_alike_alone_and_in_a_batch(encoder: OnnxEncoder) -> None:
    together = encoder.encode(TEXTS, kind="query")
    alone = np.vstack([encoder.encode([text], kind="query") for text in TEXTS])
    assert furthest(together, alone) <= NETWORK.apart


def test_the_package_carries_at_most_100_megabytes_of_models() -> None:
    files = [path for path in FOLDER.parent.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 100_000_000
