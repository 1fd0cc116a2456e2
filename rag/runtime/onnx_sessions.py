"""ONNX Runtime, imported so that it keeps to this machine: sessions of its graphs, and batches."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.runtime.cancellation import checkpoint

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from rag.errors.root import RagError

TOKENIZER = "tokenizer.json"
# The longest text of a batch, as a multiple of its shortest. Eight passages padded to the longest
# took twice the time of one by one.
_LONGEST = 1.2


def open_session(graph: Path) -> Any:
    """A session of a graph on the processor.

    ONNX Runtime 1.29 and later send what they run to their maker, and write the name of a session
    into the folder for temporary files, unless this variable is set before it is imported.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Waiting threads sleep instead of spinning. Spinning took a quarter more processor time
    # (0.31 s for 32 sentences against 0.23 s, on two cores), and an answer took half as long
    # again when anything else ran.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Weights of eight bits are multiplied by their scales once, when they are loaded, and products
    # are float32. Otherwise ONNX Runtime rounds what they are multiplied with to eight bits too,
    # which moved logits by 0.04.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def open_network(
    folder: Path, graph: str, files: Sequence[str], error: type[RagError]
) -> tuple[Any, Tokenizer]:
    """The session of a graph in a folder, and the tokenizer there.

    Raises ``error`` if one of ``files``, which the network needs, is missing.
    """
    from tokenizers import Tokenizer

    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise error(name=folder.name, cause=", ".join(missing))
    return open_session(folder / graph), Tokenizer.from_file(str(folder / TOKENIZER))


def batches(sizes: Sequence[int], most: int) -> Iterator[list[int]]:
    """The places of texts in batches of like size, ``most`` together, padding included.

    ``sizes`` are tokens, or characters where there are no tokens yet. A small batch stays in the
    cache of the processor, and padding takes the time of text.

    Raises WorkStopped between two batches if the work was cancelled or its time is up.
    """
    batch: list[int] = []
    for place in sorted(range(len(sizes)), key=sizes.__getitem__):
        size = sizes[place]
        full = (len(batch) + 1) * size > most
        if batch and (full or size > _LONGEST * sizes[batch[0]]):
            checkpoint()
            yield batch
            batch = []
        batch.append(place)
    if batch:
        checkpoint()
        yield batch
