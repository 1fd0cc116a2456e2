"""A trained reader to the shipped form: float16 weights once, and graphs that point into them.

    python -m train.reader.export MODEL OUT [--int8]

OUT is a folder with a shipped encoder, whose table of word vectors the reader shares: it is not
written a second time. A reader that reads all layers together becomes ``reader.onnx``; one whose
lower layers read apart becomes ``lower.onnx`` (tokens to states, of a question or of a passage)
and ``upper.onnx``. With --int8 each graph is also written with weights of eight bits, as
NAME.int8.onnx. Ends by reading random tokens with the graphs and with torch, and fails where they
lie further apart than roundings allow.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.torch import load_file, save_file

from rag.passage_reader.layout import PASSAGE_AT
from train.data import SEED
from train.export import point_at
from train.reader import network
from train.reader.network import WEIGHTS, Reader

INPUTS = ("input_ids", "token_type_ids", "position_ids", "attention_mask")
ENCODER_WEIGHTS, OWN_WEIGHTS = "model.safetensors", "reader.safetensors"
TABLE = "embeddings.word_embeddings.weight"
_CHECKED = ((1, 9), (3, 40), (2, 176))  # texts and tokens that are read to compare
_UNIT, _SURE = 2.0**-24, 6.0  # of float32; see tests/tolerances.py


class Lower(torch.nn.Module):
    """The layers that read apart, as a graph of their own."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor,
        position_ids: torch.Tensor,
        attention_mask: torch.Tensor,
    ) -> torch.Tensor:
        """(n, tokens, width) states."""
        return self.reader.lower(input_ids, token_type_ids, position_ids, attention_mask)


class Upper(torch.nn.Module):
    """The layers that read together, as a graph of their own."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, states: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, tokens, 3) and (n,) logits."""
        return self.reader.upper(states, attention_mask)


@dataclass(frozen=True, slots=True)
class Part:
    """A graph: its name, the network that it is drawn from, its inputs and outputs."""

    name: str
    network: torch.nn.Module
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def export(source: Path, out: Path, *, int8: bool = False) -> list[Path]:
    """Writes the weights and graphs beside an encoder; gives the graphs, of eight bits too.

    Raises ValueError where the reader's word vectors are not those of the encoder.
    """
    halves = {name: each.half() for name, each in load_file(source / WEIGHTS).items()}
    encoder = load_file(out / ENCODER_WEIGHTS)
    if not torch.equal(halves.pop(TABLE), encoder[TABLE]):
        raise ValueError(f"{source} does not have the word vectors of {out}")
    save_file(halves, out / OWN_WEIGHTS, metadata={"format": "pt"})
    reader = shipped(source, out)
    files = {out / OWN_WEIGHTS: halves, out / ENCODER_WEIGHTS: {TABLE: encoder[TABLE]}}
    graphs = [_graph(part, out, files, int8=int8) for part in _parts(reader)]
    return [path for pair in graphs for path in pair]


def shipped(source: Path, out: Path) -> Reader:
    """The reader as it is shipped, its attention written out: a graph has no operator for it."""
    reader = network.loaded(source)
    halves = load_file(out / OWN_WEIGHTS) | {TABLE: load_file(out / ENCODER_WEIGHTS)[TABLE]}
    reader.load_state_dict({name: each.float() for name, each in halves.items()})
    reader.config._attn_implementation = "eager"
    return reader


def _parts(reader: Reader) -> list[Part]:
    if not reader.apart:
        return [Part("reader", reader, INPUTS, ("token_logits", "answers"))]
    return [
        Part("lower", Lower(reader), INPUTS, ("states",)),
        Part("upper", Upper(reader), ("states", "attention_mask"), ("token_logits", "answers")),
    ]


def _graph(
    part: Part, out: Path, files: Mapping[Path, Mapping[str, torch.Tensor]], *, int8: bool
) -> list[Path]:
    whole, path = out / f"{part.name}.whole.onnx", out / f"{part.name}.onnx"
    axes = {each: {0: "texts", 1: "tokens"} for each in (*part.inputs, *part.outputs)}
    if "answers" in axes:
        axes["answers"] = {0: "texts"}
    torch.onnx.export(
        part.network.eval(), _given(part), str(whole), input_names=list(part.inputs),
        output_names=list(part.outputs), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    written = [path]
    if int8:
        written.append(_eight_bits(whole, out / f"{part.name}.int8.onnx"))
    graph = onnx.load(whole)
    whole.unlink()
    point_at(graph, files)
    path.write_bytes(graph.SerializeToString())
    return written


def _given(part: Part) -> tuple[torch.Tensor, ...]:
    """Something for each input of a graph to read while it is drawn."""
    reader = part.network if isinstance(part.network, Reader) else part.network.reader
    assert isinstance(reader, Reader)
    tokens = dict(zip(INPUTS, random_tokens(reader.config.vocab_size, 2, 9), strict=True))
    states = torch.zeros(2, 9, reader.config.hidden_size)
    return tuple(states if name == "states" else tokens[name] for name in part.inputs)


def _eight_bits(whole: Path, path: Path) -> Path:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True)
    return path


def random_tokens(vocabulary: int, texts: int, tokens: int) -> tuple[torch.Tensor, ...]:
    """Tokens of a question and a passage as the network takes them, the same each time."""
    rng = torch.Generator().manual_seed(SEED)
    ids = torch.randint(5, vocabulary, (texts, tokens), generator=rng)
    asked = max(3, tokens // 4)
    types = (torch.arange(tokens) >= asked).long().expand(texts, -1).contiguous()
    places = torch.arange(tokens)
    positions = torch.where(places < asked, places, PASSAGE_AT + places - asked)
    mask = torch.ones_like(ids)
    mask[-1, tokens - tokens // 5 :] = 0
    return ids, types, positions.expand(texts, -1).contiguous(), mask


@torch.inference_mode()
def allowed(reader: Reader, tokens: int) -> float:
    """How far the logits of two computations in float32 may lie apart.

    As tests/tolerances.py has it: sums in a row, two roundings for each term, and signs that are
    independent make 6 √n units relative to the length of a state, which the head multiplies by
    the length of its own row. The norm at the end of a layer gives a state the length √width at
    most times the largest of its factors.
    """
    config, norm = reader.config, reader.layers[-1].output.LayerNorm
    layer = 8 * config.hidden_size + config.intermediate_size + 2 * tokens
    roundings = 2 * (config.num_hidden_layers * layer + 4 * config.hidden_size)
    width = math.sqrt(config.hidden_size)
    length = width * float(norm.weight.abs().max()) + float(norm.bias.norm())
    rows = torch.cat([reader.token_head.weight, reader.answer_head.weight]).norm(dim=1)
    return 2 * _UNIT * _SURE * math.sqrt(roundings) * length * float(rows.max())


def difference(folder: Path, reader: Reader, texts: int, tokens: int, *, suffix: str = "") -> float:
    """The greatest distance of a logit of a folder's graphs from the reader's, on random tokens."""
    import onnxruntime

    given = random_tokens(reader.config.vocab_size, texts, tokens)
    with torch.inference_mode():
        wanted = [each.numpy() for each in reader(*given)]
    feed = {name: each.numpy() for name, each in zip(INPUTS, given, strict=True)}
    found: list[np.ndarray] = []
    for part in _parts(reader):
        session = onnxruntime.InferenceSession(
            str(folder / f"{part.name}{suffix}.onnx"), providers=["CPUExecutionProvider"]
        )
        found = session.run(None, {each: feed[each] for each in part.inputs})
        feed["states"] = found[0]
    inside = feed["attention_mask"] > 0
    token_logits, answers = found
    return max(
        float(np.abs(token_logits - wanted[0])[inside].max()),
        float(np.abs(answers - wanted[1]).max()),
    )


def main() -> None:
    """Writes the folder and compares; raises SystemExit where the graphs are off."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--int8", action="store_true")
    chosen = parser.parse_args()
    for path in export(chosen.source, chosen.out, int8=chosen.int8):
        print(path.name, f"{path.stat().st_size / 1e6:.1f} MB")
    reader = shipped(chosen.source, chosen.out)
    for texts, tokens in _CHECKED:
        off, bound = difference(chosen.out, reader, texts, tokens), allowed(reader, tokens)
        print(f"{texts} texts of {tokens} tokens: {off:.2e} apart, {bound:.2e} allowed")
        if off > bound:
            raise SystemExit("the graph does not give what torch gives")
        if chosen.int8:
            off = difference(chosen.out, reader, texts, tokens, suffix=".int8")
            print(f"  in eight bits: {off:.2e} apart")


if __name__ == "__main__":
    main()
