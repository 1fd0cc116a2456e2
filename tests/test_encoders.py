"""The contract of an encoder, over every implementation."""

from pathlib import Path

import numpy as np
import pytest

from rag.encoders import DEFAULT, Encoder, HashingEncoder, load_encoder
from rag.errors import EncoderUnavailable

TEXTS = ["Le conseil siège à Paris.", "The council meets in Paris.", "", "2023", "x " * 3000]


@pytest.fixture(scope="module", params=["hashing-64", DEFAULT])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return load_encoder(request.param)


def test_rows_are_unit_float32_of_the_dimension_of_the_card(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS, kind="passage")
    assert rows.shape == (len(TEXTS), encoder.card.dim)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([], kind="query").shape == (0, encoder.card.dim)


def test_a_row_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS, kind="query")
    alone = np.vstack([encoder.encode([text], kind="query") for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)


def test_two_loads_have_equal_cards(encoder: Encoder) -> None:
    name = DEFAULT if encoder.card.name not in {"hashing-64"} else "hashing-64"
    assert load_encoder(name).card == encoder.card
    assert len(encoder.card.sha256) == 64


def test_the_hashing_encoder_counts_shared_words() -> None:
    one, same, other = HashingEncoder().encode(
        ["vote du conseil", "Vote du Conseil !", "zzz"], kind="query"
    )
    assert one @ same == pytest.approx(1)
    assert abs(one @ other) < 0.7


def test_a_folder_without_a_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable) as caught:
        load_encoder(str(tmp_path))
    assert "rag.toml" in caught.value.message("fr")
